"""Checks of rules and conditions."""
