"""Procedures: steps that nobody reaches or leaves, that nobody may do, or that take longer than promised."""
