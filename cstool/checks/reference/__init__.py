"""Checks of names that point at other objects."""
