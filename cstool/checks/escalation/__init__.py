"""Escalations: steps out of order, people who are not there, grave tickets that nobody hears of."""
