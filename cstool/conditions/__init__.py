"""The `when` language: compiled once, judged on one ticket, told with what it saw. Start at `compile.py`."""
