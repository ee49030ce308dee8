"""Faults of form, found while reading."""
