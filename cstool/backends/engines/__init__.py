"""Executable models of the helpdesks' own rule evaluation, over native objects, told in our words."""
