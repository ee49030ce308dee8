"""One run of checks for `validate`, `lint` and `check`."""

from collections.abc import Sequence
from pathlib import Path

from cstool.checks.run import run, without_known
from cstool.cli.reporting import known_of, names_of
from cstool.cli.session import Session
from cstool.diagnostic import text
from cstool.render.report import Report
from cstool.workspace import Workspace


def report_of(
    session: Session, workspace: Workspace, part: str, select: Sequence[str], ignore: Sequence[str], baseline: Path | None
) -> Report:
    """The checks of one part over the workspace, without what the baseline knows."""
    known = known_of(baseline)
    found = run(workspace, part, names_of(select), names_of(ignore))
    kept = without_known(found, known) if known else found
    if len(kept) < len(found):
        session.note(session.words(text("baseline-hides", count=len(found) - len(kept))))
    files = sum(not path.startswith("cstool:") for path in workspace.sources)
    return Report(tuple(kept), workspace.sources, session.lang, checked=files)
