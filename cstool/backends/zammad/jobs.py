"""Messages some time after a ticket was closed, as jobs of the scheduler."""

from collections.abc import Iterator

from cstool.backends.account import Account, Scope
from cstool.backends.formula import Formula, Row, conjuncts, lower
from cstool.backends.references import literal, reference
from cstool.backends.zammad.conditions import condition, language_row, tags_row
from cstool.backends.zammad.names import marker
from cstool.backends.zammad.triggers import Answers, mail, shape
from cstool.model.outreach import Outreach
from cstool.plan import Resource
from cstool.workspace import Item

TIMEPLAN = {
    "days": dict.fromkeys(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), True),
    "hours": dict.fromkeys(map(str, range(24)), True),
    "minutes": {"0": True, "30": True},
}


def jobs(account: Account, answers: Answers) -> Iterator[Resource]:
    """A job for each message and language; those of orders are documentation for the shop system's connector."""
    for item, scope in account.messages("outreach-on-tickets"):
        yield from _message(account, item, scope, answers)


def _message(account: Account, item: Item[Outreach], scope: Scope, answers: Answers) -> Iterator[Resource]:
    wanted = account.book.condition(item, "when")
    if wanted is None or not scope.sends(item.value.template, item.at("template")):
        return
    read = condition(account)
    own = conjuncts(lower(wanted, lambda comparison, positive: read(comparison, positive, scope)))
    if scope.failed:
        return
    done = f"cs-o-{item.value.id}"
    minutes = str((item.value.after.seconds if item.value.after else 0) // 60)
    rows: list[Formula] = [
        Row("ticket.state_id", "is", (reference("state", "closed"),)),
        tags_row([done], positive=False),
        *own,
    ]
    written = answers.written.get(item.value.template, ())
    default = account.workspace.settings.value.default_locale
    others = [native.locale for native in written if native.locale != default]
    for native in written:
        spoken = language_row([native.locale]) if native.locale != default else language_row(others, positive=False)
        body = shape([*rows, *([spoken] if others else [])])
        since: dict[str, object] = {"operator": "before (relative)", "value": minutes, "range": "minute"}
        name = f"cs {account.shown(item.value.name, item.value.id)} [{native.locale}]"
        perform = dict([mail(["ticket_customer"], native.subject or "#{ticket.title}", native.body)])
        perform["ticket.tags"] = {"operator": "add", "value": done}
        yield Resource(
            "job",
            item.value.id,
            native.locale,
            name,
            {
                "name": literal(name),
                "object": "Ticket",
                "timeplan": TIMEPLAN,
                "condition": _with(body, "ticket.close_at", since),
                "perform": perform,
                "disable_notification": True,
                "note": marker("job", item.value.id, native.locale),
                "active": True,
            },
        )


def _with(condition_: dict[str, object], name: str, test: dict[str, object]) -> dict[str, object]:
    """The condition with one more test."""
    inner = condition_.get("conditions")
    if isinstance(inner, list):
        return {"operator": "AND", "conditions": [*inner, {"name": name, **test}]}
    return {**condition_, name: test}
