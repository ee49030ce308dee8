"""Proactive messages and surveys: what law or marketplace does not allow."""
