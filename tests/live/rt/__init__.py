"""A real Request Tracker 5 on this machine, from the packages of the system."""
