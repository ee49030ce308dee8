"""Zendesk Support: triggers, SLA policies, schedules, dynamic content, macros."""
