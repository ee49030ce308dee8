"""`cstool sla`: what is promised, by channel and by hour."""

from cstool.cli.command import LazyGroup

command = LazyGroup("sla", commands=("matrix", "heatmap"), package="cstool.cli.sla", help="help-sla")
