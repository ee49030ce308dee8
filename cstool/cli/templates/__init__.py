"""`cstool templates`: work on texts that is more than looking at them."""

from cstool.cli.command import LazyGroup

command = LazyGroup("templates", commands=("sync",), package="cstool.cli.templates", help="help-templates")
