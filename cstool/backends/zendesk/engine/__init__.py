"""What Zendesk does with a ticket: its triggers, word search, schedules and SLA policies, run over native objects."""

from cstool.backends.zendesk.engine.engine import ZendeskEngine

__all__ = ["ZendeskEngine"]
