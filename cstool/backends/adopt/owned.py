"""Pull from an account that cstool pushed itself: only what was changed there, carried over to our files where that has a place.

Whether the files then say it is not believed but compiled: a change that does not come back is left there, and said.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from cstool.backends.adopt.edits import Edits, LeftOutError
from cstool.backends.adopt.files import ours_of
from cstool.backends.adopt.later import Again
from cstool.backends.adopt.product import Product, product_of
from cstool.backends.compilers import compile_for
from cstool.backends.local.rewrite import rewrite
from cstool.backends.references import references
from cstool.loading import load
from cstool.plan import Body, Change, Key, Live, Pushed, Resource
from cstool.workspace import Workspace


def pull_owned(
    workspace: Workspace,
    backend: str,
    base: Mapping[Key, Pushed],
    changes: Sequence[Change],
    live: Sequence[Live],
    *,
    theirs: bool = False,
) -> Again:
    """`changes`: what is not there as it was pushed; `live`: what is there now, under our names where it is ours."""
    product = product_of(workspace.settings.value.backends[backend].type)
    desired = {resource.key: resource for resource in compile_for(workspace, backend).resources}
    known = {(key.kind, pushed.native) for key, pushed in base.items()}
    agents = {item.value.email: id_ for id_, item in workspace.agents.items()}
    strangers = [item for item in live if (item.kind, item.native) not in known]
    added = product.made_there(strangers, workspace.teams, agents)
    made = [Change("create", "new", key, item.name, item.native, None, item.body) for key, item in added]
    conflicts = () if theirs else tuple(change.key for change in changes if _changed_here(product, change, base, desired))
    wanted = [change for change in (*changes, *made) if change.key not in conflicts]
    reasons = dict.fromkeys(_hidden(changes), "pull-left-hidden")
    while True:
        files, after, refused = _carried(workspace, backend, product, [one for one in wanted if one.key not in reasons])
        reasons |= refused
        if refused:
            continue
        astray = {one.key for one in wanted if one.key not in reasons and not _says(product, after, one)}
        if not astray:
            break
        reasons |= dict.fromkeys(astray, "pull-left-inexact")
    natives = {key: pushed.native for key, pushed in base.items()}
    taken = [one for one in wanted if one.key not in reasons]
    learned: dict[Key, Pushed | None] = {
        one.key: None if one.after is None else Pushed(one.native or natives[one.key], one.name, one.after) for one in taken
    }
    left = tuple(one.key for one in wanted if one.key in reasons)
    return Again(files, learned, tuple(one.key for one in taken), (), conflicts, left, reasons)


def _hidden(changes: Sequence[Change]) -> list[Key]:
    """Objects that lost what was switched off there: a product hides who worked in a group that is not active, and nobody has
    left it for that."""
    off = {one.key for one in changes if one.after is not None and one.after.get("active") is False}
    return [one.key for one in changes if (_named(one.before) - _named(one.after)) & off]


def _named(body: Body | None) -> set[Key]:
    return {Key(*one) for one in references(body or {})}


def _changed_here(product: Product, change: Change, base: Mapping[Key, Pushed], desired: Mapping[Key, Resource]) -> bool:
    """Whether the files too say something else than what was pushed."""
    wanted, pushed = desired.get(change.key), base[change.key]
    return wanted is not None and product.meaning(change.key.kind, wanted.body) != product.meaning(change.key.kind, pushed.body)


def _carried(
    workspace: Workspace, backend: str, product: Product, changes: Sequence[Change]
) -> tuple[Mapping[str, str | None], Mapping[Key, Resource], dict[Key, str]]:
    """Files with these changes, what they compile to, and the changes that found no place."""
    ours = ours_of(workspace)
    edits = Edits(workspace, dict(ours), product.placeholders(workspace, backend))
    refused: dict[Key, str] = {}
    for change in changes:
        before: dict[Key, Body] = dict(edits.objects)
        try:
            product.edit(edits, change)
        except LeftOutError as reason:
            edits.objects = before
            refused[change.key] = str(reason)
    files = {} if refused else rewrite(workspace, ours, edits.objects)
    again = load(Path(workspace.root), workspace.today, files, workspace.environment)
    return files, {resource.key: resource for resource in compile_for(again, backend).resources}, refused


def _says(product: Product, compiled: Mapping[Key, Resource], change: Change) -> bool:
    """Whether the files compile to what is there."""
    made = compiled.get(change.key)
    if change.after is None or made is None:
        return change.after is None and made is None
    same = product.meaning(change.key.kind, made.body) == product.meaning(change.key.kind, change.after)
    return same and made.name == change.name
