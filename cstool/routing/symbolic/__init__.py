"""Stages of rules as statements: what can happen to any ticket, with a ticket that proves it. Start at `course.py`."""
