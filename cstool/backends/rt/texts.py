"""Templates as mails of the server (one a language, filled in by Perl), and as articles that agents put into their answers."""

from collections.abc import Iterator, Mapping, Sequence

from cstool.backends.account import Account, Scope
from cstool.backends.references import literal, reference
from cstool.backends.rt.bindings import Arrival, field_keys
from cstool.backends.wordings import Native, natives
from cstool.diagnostic import text
from cstool.model.settings import FieldBinding
from cstool.plan import Key, Resource
from cstool.workspace import Template

CORE_REPLY = "Autoreply in HTML"
"""The template of the reply that every new ticket gets from the server itself. A queue's own template of that name comes
before it, and an empty one sends nothing (bestpractical/rt: lib/RT/Template.pm, LoadByName and IsEmpty)."""
MARKER = "X-cstool-template"
"""Header of our replies, by which their mails are known."""


class MailSyntax:
    """Text::Template: what stands in braces is Perl (https://metacpan.org/pod/Text::Template)."""

    conditionals = False

    def plain(self, text: str) -> str:
        """Text whose braces and backslashes are printed by code: nothing in it is ever run."""
        return literal("".join(f"{{chr {ord(one)}}}" if one in "{}\\" else one for one in text))

    def output(self, native: str, filters: str) -> str:
        """A value."""
        return f"{{{native}}}"

    def bound(self, account: Account, name: str, binding: FieldBinding) -> str | None:
        """The value of a custom field, by its number."""
        found = field_keys(account).get(name) or field_keys(account).get(f"fields.{name}")
        return f"$Ticket->FirstCustomFieldValue({found[1]})" if found else None


class ArticleSyntax:
    """Articles are plain text: a value is a blank for the agent to fill in."""

    conditionals = False

    def __init__(self) -> None:
        self.blanks = False
        """Whether any was printed."""

    def plain(self, text: str) -> str:
        """Text as it stands."""
        return literal(text)

    def output(self, native: str, filters: str) -> str:
        """The value's name in brackets."""
        self.blanks = True
        return literal(f"[{native}]")

    def bound(self, account: Account, name: str, binding: FieldBinding) -> str | None:
        """The name of the variable."""
        return name


def sent(account: Account) -> frozenset[str]:
    """The templates that rules send."""
    rules = (rule.value for _, rule in account.workspace.rules() if account.in_force(rule.value))
    return frozenset(rule.then.reply for rule in rules if rule.then.reply and not account.excludes("rules", rule.id))


def texts(account: Account) -> tuple[Mapping[str, Sequence[str]], tuple[Resource, ...], tuple[Resource, ...]]:
    """The languages of every automatic reply, its templates, and the articles for agents."""
    replies: dict[str, Sequence[str]] = {}
    mails: list[Resource] = []
    articles: list[Resource] = []
    sending = sent(account)
    for id_, template in account.workspace.templates.items():
        front = template.shared.value
        if not account.in_force(front):
            continue
        scope = account.scope("templates", id_, template.shared.at())
        if scope.excluded:
            continue
        if front.kind in ("survey", "outreach") and id_ not in sending:
            scope.remark("documentation", template.shared.at(), text("backend-documentation-only", backend=account.helpdesk.name))
            continue
        source = account.workspace.templates.get(front.backends.get(account.name, id_), template)
        if id_ in sending:
            found = natives(account, source, scope, MailSyntax(), True)
            if not scope.failed:
                replies[id_] = tuple(one.locale for one in found)
                mails += [_mail(id_, one, front.format == "html") for one in found]
        if front.kind in ("reply", "note"):
            articles += _articles(account, id_, source, scope)
    return replies, tuple(mails), tuple(articles)


def _mail(id_: str, native: Native, markup: bool) -> Resource:
    key = Key("template", id_, native.locale)
    subject = " ".join(native.subject.split())
    head = [f"Subject: {subject or '{$Ticket->Subject}'}", f"{MARKER}: {literal(id_)} {native.locale}"]
    if markup:
        head.append("Content-Type: text/html")
    return _template(key, f"cstool {id_} [{native.locale}]", "", "\n".join([*head, "", native.body]))


def _template(key: Key, name: str, queue: str, content: str) -> Resource:
    body = {"name": literal(name), "description": ":".join(("cstool", *key)), "queue": queue, "content": content}
    return Resource("template", key.id, key.part, name, body)


def silences(account: Account, arrivals: Sequence[Arrival]) -> Iterator[Resource]:
    """One for each queue of arrival: the server's own reply would be a second one, and it is chosen before any rule runs."""
    for queue in dict.fromkeys(arrival.queue for arrival in arrivals):
        key = Key("template", f"silence/{queue}")
        found = _template(key, CORE_REPLY, reference("queue", f"intake/{queue}"), "")
        # Of this name there is one in every account: it is never adopted by name.
        yield Resource(found.kind, found.id, found.part, "", found.body)


def _articles(account: Account, id_: str, source: Template, scope: Scope) -> list[Resource]:
    syntax = ArticleSyntax()
    found = natives(account, source, scope, syntax, False)
    if syntax.blanks:
        scope.differs("article-blanks", source.shared.at())
    if scope.failed:
        return []
    made = []
    for one in found:
        key = Key("article", id_, one.locale)
        name = f"{id_} [{one.locale}]"
        body = {
            "name": literal(name),
            "summary": ":".join(("cstool", *key)),
            "class": reference("class", "replies"),
            "content": one.body,
        }
        made.append(Resource("article", id_, one.locale, name, body))
    return made


def classes(account: Account, articles: Sequence[Resource]) -> Iterator[Resource]:
    """The shelf of the articles."""
    if articles:
        name = f"{account.workspace.settings.value.name} {account.phrase('replies')}"
        body = {"name": literal(name), "description": "cstool:" + ":".join(Key("class", "replies"))}
        yield Resource("class", "replies", "", name, body)
