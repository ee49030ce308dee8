"""`cstool review`: what is to be looked at again, and that somebody did."""

from cstool.cli.command import LazyGroup

command = LazyGroup("review", commands=("due", "done"), package="cstool.cli.review", help="help-review")
