"""Helpdesk products: compile to native objects, fetch, apply. `base.py` says what each one offers."""
