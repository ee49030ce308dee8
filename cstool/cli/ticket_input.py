"""What `simulate` and `route` share: from options and a workspace to the way in which ticket files are read."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cstool.cli.session import Session
from cstool.diagnostic import Severity, text
from cstool.errors import CstoolError, UsageError
from cstool.spelling import nearest
from cstool.tickets import Input, Options, Target
from cstool.workspace import Workspace


def inputs_of(paths: Sequence[str]) -> list[Path | Input]:
    """Files by path; `-` is standard input. Raises UsageError for a file that is not there."""
    for path in paths:
        if path != "-" and not Path(path).exists():
            raise UsageError(text("no-such-file", path=path))
    return [Input("-", sys.stdin.buffer) if path == "-" else Path(path) for path in paths]


def samples_of(workspace: Workspace) -> tuple[str, ...]:
    """The workspace's own sample tickets, as seen from the current folder where they lie below it."""
    root = Path(workspace.root).resolve()
    base = root.relative_to(Path.cwd()) if root.is_relative_to(Path.cwd()) else root
    return tuple((base / path).as_posix() for path in workspace.samples)


def zone_named(name: str) -> ZoneInfo:
    """The zone of that name. Raises UsageError."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(text("option-unknown-zone", name=name)) from None


def known_channel(workspace: Workspace, name: str) -> str:
    """The id of a channel given by id or display name. Raises UsageError with a did-you-mean."""
    found = channel_names(workspace).get(name.casefold())
    if found is None:
        near = nearest(name, list(workspace.channels))
        raise UsageError(text("option-unknown-channel", name=name, near=text("usage-near", name=near) if near else ""))
    return found


def channel_names(workspace: Workspace) -> dict[str, str]:
    """Casefolded ids and display names of the channels."""
    names = {name.casefold(): id_ for id_, item in workspace.channels.items() for name in (item.value.name or {}).values()}
    return {**names, **{id_: id_ for id_ in workspace.channels}}


def options_of(
    workspace: Workspace,
    session: Session,
    *,
    timezone: str | None = None,
    columns: Mapping[str, Target] | None = None,
    trust: Iterable[str] = (),
    defaults: Mapping[str, Any] | None = None,
) -> Options:
    """How files are read: zone and clock of the workspace unless the call says otherwise."""
    zone = zone_named(timezone or workspace.settings.value.timezone)
    return Options(
        now=session.now(zone.key),
        zone=zone,
        columns=columns or {},
        trust=frozenset(trust),
        channels=channel_names(workspace),
        addresses={item.value.address.casefold(): id_ for id_, item in workspace.channels.items() if item.value.address},
        defaults={name: value for name, value in (defaults or {}).items() if value not in (None, (), "")},
    )


def mapping_of(path: str | None) -> dict[str, Target]:
    """The columns of `--map`. Raises when the file is not there or wrong."""
    from cstool.tickets.mapping import read_mapping

    if path is None:
        return {}
    try:
        return read_mapping(path, Path(path).read_bytes())
    except OSError as bad:
        raise CstoolError(text("option-cannot-open", path=path, problem=bad.strerror or type(bad).__name__)) from None


def warn_of_faults(session: Session, workspace: Workspace) -> None:
    """Say that a broken config gives partial answers."""
    errors = sum(fault.severity is Severity.ERROR for fault in workspace.faults)
    if errors:
        session.note(session.words(text("config-has-errors", count=errors)))


def marks() -> tuple[str, str]:
    """Signs for "holds" and "does not" that the console can show: a GBK one has no check mark."""
    try:
        "✓✗".encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return "+", "-"
    return "✓", "✗"


def share_of(written: str) -> Decimal:
    """`85%` or `0.85` as a share of 1. Raises UsageError."""
    try:
        value = Decimal(written.rstrip("% ")) / (100 if "%" in written else 1)
    except InvalidOperation:
        raise UsageError(text("share-out-of-range", value=written)) from None
    if not 0 <= value <= 1:
        raise UsageError(text("share-out-of-range", value=written))
    return value
