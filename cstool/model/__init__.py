"""Shapes of all that comes from outside, one file a config kind; no logic."""
