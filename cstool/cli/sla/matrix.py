"""`cstool sla matrix`: every promise, its clock, the longest it can take, the marketplace's limit."""

import click

from cstool.cli.command import Command
from cstool.cli.session import Session, pass_session
from cstool.cli.sla.forms import Forms, write
from cstool.cli.ticket_input import known_channel, warn_of_faults
from cstool.model.base import METRICS


@click.command("matrix", cls=Command, help="help-matrix")
@click.option("--channel", "channels", multiple=True, metavar="ID", help="help-sla-channel")
@click.option("--metric", "metrics", multiple=True, type=click.Choice(METRICS), help="help-matrix-metric")
@click.option("--by-priority", is_flag=True, help="help-matrix-by-priority")
@click.option("--late", is_flag=True, help="help-matrix-late")
@click.option("--format", "formats", multiple=True, metavar="FORM[=PATH]", help="help-matrix-format")
@pass_session
def command(
    session: Session,
    /,
    channels: tuple[str, ...],
    metrics: tuple[str, ...],
    by_priority: bool,
    late: bool,
    formats: tuple[str, ...],
) -> int:
    """Show what is promised on each channel over the coming year."""
    from cstool.render import promises
    from cstool.sla.matrix import matrix

    workspace = session.workspace()
    warn_of_faults(session, workspace)
    wanted = {known_channel(workspace, name) for name in channels}
    found = [
        row
        for row in matrix(workspace, session.today)
        if (not wanted or row.channel in wanted) and (not metrics or row.goal.metric in metrics)
    ]
    whole = found if by_priority else promises.widest(found)
    rows = [row for row in whole if row.verdict == "late"] if late else whole
    forms: Forms = {
        "text": lambda: promises.as_text(rows, session.lang, whole),
        "markdown": lambda: promises.as_markdown(rows, session.lang, whole),
        "csv": lambda: promises.as_csv(rows, session.lang),
        "html": lambda: promises.as_html(rows, session.lang, whole),
        "json": lambda: promises.as_json(rows, session.lang),
    }
    write(session, forms, formats)
    return 0
