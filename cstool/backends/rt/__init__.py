"""Request Tracker: our rules as one program a queue of arrival."""
