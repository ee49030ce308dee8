"""Templates as dynamic content (a variant a language) and macros; the product runs Liquid itself."""

from collections.abc import Iterator

from cstool.backends.account import Account
from cstool.backends.references import literal, number
from cstool.backends.wordings import Native, natives
from cstool.backends.zendesk.actions import content, content_name, stands_alone
from cstool.backends.zendesk.syntax import ZendeskSyntax
from cstool.backends.zendesk.triggers import actions, marker
from cstool.diagnostic import text
from cstool.model.texts import TemplateFront
from cstool.plan import Key, Resource


def texts(account: Account) -> Iterator[Resource]:
    """Dynamic content and macros of all templates."""
    documented = _only_outside(account)
    for id_, template in account.workspace.templates.items():
        front = template.shared.value
        if not account.in_force(front):
            continue
        scope = account.scope("templates", id_, template.shared.at())
        if scope.excluded:
            continue
        if id_ in documented:
            scope.remark("documentation", template.shared.at(), text("backend-documentation-only", backend=account.helpdesk.name))
            continue
        source = account.workspace.templates.get(front.backends.get(account.name, id_), template)
        written = natives(account, source, scope, ZendeskSyntax(), front.kind in ("auto_reply", "survey", "outreach"))
        if scope.failed:
            continue
        alone = written[0].body if stands_alone(account, template) else None
        if alone is None:
            yield from _content(account, id_, written)
        if front.kind in ("reply", "note"):
            yield _macro(account, id_, front, alone)


def _only_outside(account: Account) -> frozenset[str]:
    """Templates that only messages of the shop system use: the helpdesk never sends them."""
    inside = {rule.value.then.reply for _, rule in account.workspace.rules()}
    inside |= {item.value.template for item in account.workspace.outreach if item.value.event.startswith("ticket.")}
    kinds = {"outreach", "survey"}
    return frozenset(
        id_ for id_, template in account.workspace.templates.items() if template.shared.value.kind in kinds and id_ not in inside
    )


def _content(account: Account, id_: str, written: tuple[Native, ...]) -> Iterator[Resource]:
    default = account.workspace.settings.value.default_locale
    for part in ("", "subject"):
        variants = [
            {
                "content": native.subject if part else native.body,
                "locale_id": number("locale", native.locale),
                "default": native.locale == default,
                "active": True,
            }
            for native in written
        ]
        if all(variant["content"] for variant in variants):
            name = content_name(id_, part)
            body = {
                "name": name,
                "default_locale_id": number("locale", default),
                "variants": sorted(variants, key=lambda one: str(one["locale_id"])),
            }
            yield Resource("dynamic_content", id_, part, name, body)


def _macro(account: Account, id_: str, front: TemplateFront, alone: str | None) -> Resource:
    """`alone`: the text itself, where no dynamic content stands between; the title is then the whole name."""
    folder, _, leaf = id_.rpartition("/")
    shown = account.shown(front.name, leaf)
    title = "::".join([*filter(None, folder.split("/")), shown]) if alone is None else shown
    field = "comment_value_html" if front.format == "html" else "comment_value"
    writes: list[tuple[str, object]] = [(field, content(id_) if alone is None else alone)]
    if front.kind == "note":
        writes.append(("comment_mode_is_public", "false"))
    body = {
        "title": literal(title),
        "description": marker(Key("macro", id_)),
        "active": True,
        "actions": actions(writes, front.tags, ()),
        "restriction": None,
    }
    return Resource("macro", id_, "", title, body)
