"""Which compiler belongs to which product, and what a compile says as diagnostics and as a table."""

from cstool.backends.account import account_of
from cstool.backends.base import FAITHFULNESS, Compiled, Remark, counts, fidelity
from cstool.diagnostic import Diagnostic, Problem, Severity, diagnose, text
from cstool.tables import Table
from cstool.workspace import Workspace


def compile_for(workspace: Workspace, name: str) -> Compiled:
    """Native objects of one backend of cstool.yaml; no network. Raises UsageError when there is no such backend."""
    settings = workspace.settings.value.backends.get(name)
    if settings is not None and settings.type == "local":
        from cstool.backends.local.compile import compile_local

        return compile_local(workspace, name, settings)
    account = account_of(workspace, name)
    if account.settings.type == "zendesk":
        from cstool.backends.zendesk.compile import compile_zendesk

        return compile_zendesk(account)
    if account.settings.type == "rt":
        from cstool.backends.rt.compile import compile_rt

        return compile_rt(account)
    from cstool.backends.zammad.compile import compile_zammad

    return compile_zammad(account)


def diagnostics(compiled: Compiled) -> list[Diagnostic]:
    """Unsupported objects as errors at their lines; each difference that nobody accepted as one warning at its first place."""
    found = [_unsupported(remark) for remark in compiled.unsupported]
    differing: dict[str, list[Remark]] = {}
    for remark in compiled.remarks:
        if remark.fidelity == "approximate" and not remark.accepted:
            differing.setdefault(remark.difference or remark.message.id, []).append(remark)
    found += [_approximate(name, remarks) for name, remarks in differing.items()]
    return sorted(found, key=lambda one: one.sort_key)


def _unsupported(remark: Remark) -> Diagnostic:
    hint = text("exclude-or-change", object=remark.object)
    return diagnose("unsupported-on-backend", Problem(remark.span, remark.message, hint), Severity.ERROR)


def _approximate(name: str, remarks: list[Remark]) -> Diagnostic:
    places = sorted({remark.span for remark in remarks})
    more = len(places) - 1
    hint = text("accept-differences" if more else "accept-difference", difference=name, more=more)
    return diagnose("approximate-on-backend", Problem(places[0], remarks[0].message, hint), Severity.WARNING)


def fidelity_tables(compiled: Compiled) -> tuple[Table, Table]:
    """How many objects are how faithful, and each difference with its objects and its first place."""
    numbers = counts(compiled)
    totals = Table(
        text("fidelity-title", backend=compiled.backend),
        (text("column-fidelity"), text("column-objects")),
        tuple((text(f"fidelity-{level}"), numbers[level]) for level in FAITHFULNESS),
    )
    rows = fidelity(compiled)
    named: dict[str, list[Remark]] = {}
    for remark in compiled.remarks:
        if remark.difference and remark.fidelity in ("approximate", "unsupported"):
            named.setdefault(remark.difference, []).append(remark)
    differences = Table(
        text("differences-title", backend=compiled.backend, objects=len(rows)),
        tuple(text(name) for name in ("column-difference", "column-objects", "column-first", "column-accepted")),
        tuple(
            (
                name,
                len({one.object for one in found}),
                f"{found[0].span.path}:{found[0].span.line}",
                text("said-yes" if found[0].accepted else "said-no"),
            )
            for name, found in sorted(named.items())
        ),
    )
    return totals, differences
