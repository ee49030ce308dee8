"""`cstool sla heatmap`: how late the answer to a message of each hour of the week may come."""

from typing import Any

import click

from cstool.cli.command import Command
from cstool.cli.session import Session, pass_session
from cstool.cli.sla.forms import Forms, write
from cstool.cli.ticket_input import known_channel, warn_of_faults, zone_named
from cstool.diagnostic import text
from cstool.errors import CstoolError, UsageError
from cstool.model.base import METRICS, PRIORITIES
from cstool.spelling import nearest


@click.command("heatmap", cls=Command, help="help-heatmap")
@click.option("--channel", "channels", multiple=True, metavar="ID", help="help-sla-channel")
@click.option("--metric", type=click.Choice(METRICS), default="first_reply", help="help-heatmap-metric")
@click.option("--priority", type=click.Choice(PRIORITIES), help="help-heatmap-priority")
@click.option("--category", metavar="ID", help="help-heatmap-category")
@click.option("--timezone", metavar="ZONE", help="help-heatmap-timezone")
@click.option("--worst", is_flag=True, help="help-heatmap-worst")
@click.option("--format", "formats", multiple=True, metavar="FORM[=PATH]", help="help-heatmap-format")
@pass_session
def command(
    session: Session, /, channels: tuple[str, ...], timezone: str | None, worst: bool, formats: tuple[str, ...], **given: Any
) -> int:
    """Show the week of each group of channels that promise the same."""
    from cstool.render import heatmap
    from cstool.sla.heat import Asked, heat_maps

    workspace = session.workspace()
    warn_of_faults(session, workspace)
    if given["category"] and given["category"] not in workspace.categories:
        near = nearest(given["category"], workspace.categories)
        hint = text("usage-near", name=near) if near else ""
        raise UsageError(text("sla-unknown-category", name=given["category"], near=hint))
    asked = Asked(
        **given,
        channels=tuple(known_channel(workspace, name) for name in channels),
        zone=zone_named(timezone) if timezone else None,
    )
    maps = list(heat_maps(workspace, session.today, asked))
    if not maps:
        raise CstoolError(text("heat-nothing", metric=asked.metric))
    forms: Forms = {
        "text": lambda: heatmap.as_text(maps, session.lang, worst),
        "svg": lambda: heatmap.as_svg(maps, session.lang, worst),
        "html": lambda: heatmap.as_html(maps, session.lang, worst),
        "png": lambda: heatmap.as_png(maps, session.lang, worst),
        "json": lambda: heatmap.as_json(maps),
    }
    write(session, forms, formats)
    return 0
