"""The command line: the only home of click, print, environment, clock and exit codes. One command a file."""
