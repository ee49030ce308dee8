"""escalated-django as a helpdesk: compile, account, engine and a server of its own, for the tests that need a real one."""
