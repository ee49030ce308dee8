"""Faults of check settings and allow comments, found while running checks."""
