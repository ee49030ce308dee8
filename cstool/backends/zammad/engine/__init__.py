"""What Zammad does with a ticket: its triggers, its search in texts, its calendars and SLAs, run over native objects."""

from cstool.backends.zammad.engine.engine import ZammadEngine

__all__ = ["ZammadEngine"]
