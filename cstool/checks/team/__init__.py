"""Checks of teams, agents and skills."""
