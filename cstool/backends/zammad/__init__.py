"""Zammad: triggers, SLAs, calendars, text modules."""
