"""`cstool pull` of a helpdesk that is not the embedded one: an account adopted, or what was changed there taken over."""

from collections import Counter
from collections.abc import Mapping

from cstool.backends.adopt.first import Adoption, adopt
from cstool.backends.adopt.later import Again, pull_again
from cstool.backends.adopt.owned import pull_owned
from cstool.backends.adopt.people import KnowsPeople
from cstool.backends.base import Backend
from cstool.backends.push import look, seen
from cstool.backends.state import State, write_whole
from cstool.cli.session import Session
from cstool.diagnostic import Severity, text
from cstool.errors import RefusedError
from cstool.plan import Key, drift
from cstool.render.plan import named
from cstool.workspace import Workspace

REASONS = 8
"""How many reasons for keeping objects raw are told, the most frequent first; objects left for one reason, each on its line."""


def pull_account(
    session: Session, workspace: Workspace, name: str, account: Backend, *, theirs: bool = False, delete: bool = False
) -> int:
    """The exit code. Raises RefusedError where the files hold rules that were never pushed there."""
    state = State(session.root, name)
    broken = next((fault.span.path for fault in workspace.faults if fault.severity is Severity.ERROR), None)
    if broken:
        session.note(session.words(text("pull-has-errors", path=broken)))
        return 1
    with state.only_push():
        base = state.read().base
        if not base:
            if workspace.stages or workspace.policies:
                raise RefusedError(text("adopt-not-empty", backend=name))
            live = account.fetch()
            adoption = adopt(workspace, name, live, _people(account))
            written(session, adoption.files)
            state.learn(adoption.lock)
            _tell(session, name, adoption)
            return 0
        if workspace.settings.value.backends[name].adopted:
            live = account.fetch()
            seen(account, base)
            people = _people(account)
            again = pull_again(workspace, name, base, live, theirs=theirs, delete=delete, people=people)
        else:
            looked = look(account, state, account.compile(workspace).resources)
            seen(account, base)
            again = pull_owned(workspace, name, base, drift(base, looked.live), looked.live, theirs=theirs)
        written(session, again.files)
        state.learn(again.remembered)
    _tell_again(session, name, again)
    return 1 if again.conflicts else 0


def _people(account: Backend) -> Mapping[str, str]:
    return account.people() if isinstance(account, KnowsPeople) else {}


def _tell_again(session: Session, name: str, again: Again) -> None:
    left = len(again.conflicts) + len(again.left_out)
    if not again.taken and not again.removed and not again.files:
        session.say(session.words(text("pull-none-left" if left else "pull-none", backend=name, count=left)))
    else:
        count = len(again.taken) + len(again.removed)
        session.say(session.words(text("pull-head", backend=name, count=count, files=len(again.files))))
    for id_, keys in (("pull-taken", again.taken), ("pull-removed", again.removed)):
        if keys:
            session.say("  " + session.words(text(id_, objects=named(keys, session.lang))))
    for path, content in again.files.items():
        session.say("  " + session.words(text("pull-file-gone" if content is None else "pull-file", path=path)))
    if again.conflicts:
        session.note(session.words(text("pull-conflict", objects=named(again.conflicts, session.lang))))
    by_reason: dict[str, list[Key]] = {}
    for key in again.left_out:
        by_reason.setdefault(again.reasons.get(key, "pull-left-inexact"), []).append(key)
    for reason, alike in by_reason.items():
        for objects in [named(alike, session.lang)] if len(alike) > REASONS else map(str, alike):
            session.note(session.words(text("pull-left", object=objects, why=text(reason))))


def written(session: Session, files: Mapping[str, str | None]) -> None:
    """Write, or with None remove, each file."""
    for path, content in files.items():
        if content is None:
            (session.root / path).unlink(missing_ok=True)
        else:
            write_whole(session.root / path, content)


def _tell(session: Session, name: str, adoption: Adoption) -> None:
    counts = {"clean": len(adoption.clean), "raw": len(adoption.raw), "files": len(adoption.files)}
    session.say(session.words(text("adopt-head", backend=name, **counts)))
    for kind, count in Counter(key.kind for key in adoption.clean).items():
        session.say("  " + session.words(text("adopt-kind", kind=kind, count=count)))
    if adoption.raw:
        session.say(session.words(text("adopt-raw", count=len(adoption.raw))))
        reasons = Counter((key.kind, why) for key, why in adoption.raw.items())
        for (kind, why), count in reasons.most_common(REASONS):
            session.say("  " + session.words(text("adopt-reason" if why else "adopt-inexact", kind=kind, why=why, count=count)))
        if len(reasons) > REASONS:
            session.say("  " + session.words(text("adopt-more", count=len(reasons) - REASONS)))
    for path in adoption.files:
        session.say("  " + session.words(text("pull-file", path=path)))
    if adoption.astray:
        session.note(session.words(text("adopt-astray", objects=named(adoption.astray, session.lang))))
    session.say(session.words(text("adopt-next", backend=name)))
