"""Templates as text modules, one a language, and as the mails of triggers. Texts hold values only: no if, no filters."""

import html

from cstool.backends.account import Account
from cstool.backends.options import slug
from cstool.backends.references import literal
from cstool.backends.wordings import Native, natives
from cstool.backends.zammad.conditions import attribute_name
from cstool.backends.zammad.markup import settled
from cstool.backends.zammad.names import marker
from cstool.backends.zammad.triggers import Answers
from cstool.diagnostic import text
from cstool.model.settings import FieldBinding
from cstool.plan import Resource


class ZammadSyntax:
    """`#{…}` inside HTML."""

    conditionals = False

    def __init__(self, *, markup: bool) -> None:
        self.markup = markup
        """Whether the template is HTML already."""

    def plain(self, text: str) -> str:
        """Text as HTML."""
        return literal(text if self.markup else html.escape(text, quote=False).replace("\n", "<br>"))

    def output(self, native: str, filters: str) -> str:
        """A value."""
        return f"#{{{native}}}"

    def bound(self, account: Account, name: str, binding: FieldBinding) -> str | None:
        """The placeholder of a bound attribute; a choice prints its label."""
        if binding.requester_field:
            return f"ticket.customer.{binding.requester_field}"
        if binding.bands and not binding.text:
            return None
        written = f"ticket.{binding.text or attribute_name(name, binding)}"
        return f"{written}.value" if binding.create == "dropdown" else written


def written(account: Account) -> tuple[Answers, tuple[Resource, ...]]:
    """The texts of automatic replies, and the text modules for agents."""
    answers: dict[str, tuple[Native, ...]] = {}
    modules: list[Resource] = []
    inside = _sent_by_product(account)
    for id_, template in account.workspace.templates.items():
        front = template.shared.value
        if not account.in_force(front):
            continue
        scope = account.scope("templates", id_, template.shared.at())
        if scope.excluded:
            continue
        if front.kind in ("survey", "outreach") and id_ not in inside:
            scope.remark("documentation", template.shared.at(), text("backend-documentation-only", backend=account.helpdesk.name))
            continue
        source = account.workspace.templates.get(front.backends.get(account.name, id_), template)
        automatic = front.kind in ("auto_reply", "survey", "outreach")
        texts = natives(account, source, scope, ZammadSyntax(markup=front.format == "html"), automatic)
        texts = tuple(Native(one.locale, _line(one.subject), f"<div>{one.body}</div>") for one in texts)
        if scope.failed:
            continue
        if id_ in inside:
            answers[id_] = texts
        if front.kind in ("reply", "note"):
            name = account.shown(front.name, id_) if account.settings.adopted and len(texts) == 1 else None
            modules += [_module(id_, one, name) for one in texts]
    return Answers(answers), tuple(modules)


def _sent_by_product(account: Account) -> frozenset[str]:
    found = {rule.value.then.reply for _, rule in account.workspace.rules()}
    found |= {item.value.template for item in account.workspace.outreach if item.value.event.startswith("ticket.")}
    return frozenset(id_ for id_ in found if id_)


def _line(subject: str) -> str:
    """A subject is plain text."""
    return html.unescape(subject.replace("<br>", " ")).strip()


def _module(id_: str, native: Native, shown: str | None) -> Resource:
    """`shown`: its name in an account that was there before."""
    name = shown or f"{id_} [{native.locale}]"
    body = {
        "name": name,
        "keywords": slug(id_),
        "content": settled(native.body),
        "note": marker("text_module", id_, native.locale),
        "active": True,
    }
    return Resource("text_module", id_, native.locale, name, body)
