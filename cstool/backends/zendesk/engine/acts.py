"""Actions of Zendesk's triggers (salto-io/salto, packages/zendesk-adapter: recorded trigger definitions, 59 actions)."""

from collections.abc import Callable, Sequence

from cstool.backends.engines.desk import Desk, Mail
from cstool.backends.engines.things import Thing, plain
from cstool.backends.zendesk.engine.values import EMPTY, Facts
from cstool.plan import Body

Act = Callable[[Desk, Thing], Sequence[str] | None]
"""Does it and returns what it changed (native fields, `+tag`, `-tag`); None where this model does not know what it does."""
FIELDS = (
    "status",
    "priority",
    "type",
    "brand_id",
    "ticket_form_id",
    "group_id",
    "assignee_id",
    "locale_id",
    "set_schedule",
)
SILENT = ("follower", "cc", "satisfaction_score", "notification_webhook", "notification_target", "deflection")
"""They change nothing that a condition or the ticket's route reads."""
_SOMEBODY = ("current_user", "requester_id", "current_groups")


def act(body: Body, facts: Facts) -> Act:
    """Compile one action."""
    name, value = plain(body["field"]), body.get("value")
    if name in ("current_tags", "remove_tags", "set_tags"):
        return _tags(name, tuple(_scalar(value).split()), facts)
    if name.startswith("notification_"):
        return _mail(value) if name in ("notification_user", "notification_group") else _nothing
    if name in ("add_skills", "set_skills"):
        return _skill(_scalar(value).partition("#")[0], alone=name == "set_skills")
    if name in FIELDS or name.startswith(("custom_fields_", "requester.custom_fields.", "organization.custom_fields.")):
        return _set(name, _scalar(value), facts)
    return _nothing if name in SILENT or name.startswith("side_conversation") else _unknown


def _scalar(value: object) -> str:
    """Values may be a text or a list of one."""
    return plain(value[0] if isinstance(value, list | tuple) and value else value)


def _nothing(desk: Desk, rule: Thing) -> Sequence[str]:
    return ()


def _unknown(desk: Desk, rule: Thing) -> None:
    return None


def _set(name: str, value: str, facts: Facts) -> Act:
    wanted = "" if value in EMPTY else value

    def write(desk: Desk, rule: Thing) -> Sequence[str] | None:
        if wanted in _SOMEBODY:
            return None
        old = desk.values.get(name, "")
        if not desk.write(name, wanted, rule):
            return ()
        if name not in facts.taggers:
            return (name,)
        # A chosen option is a tag too, and the option before it no longer (support.zendesk.com, articles/4408881943194).
        desk.tags.discard(old)
        desk.tags |= {wanted} - {""}
        return (name, f"-{old}", f"+{wanted}")

    return write


def _tags(name: str, tags: Sequence[str], facts: Facts) -> Act:
    def write(desk: Desk, rule: Thing) -> Sequence[str]:
        changed: list[str] = []
        if name == "set_tags":  # replaces all (support.zendesk.com, articles/4408825689882)
            for tag in sorted(desk.tags.difference(tags)):
                changed += taken_off(desk, tag, rule, facts)
        for tag in tags:
            changed += taken_off(desk, tag, rule, facts) if name == "remove_tags" else put_on(desk, tag, rule, facts)
        return changed

    return write


def put_on(desk: Desk, tag: str, rule: Thing, facts: Facts) -> list[str]:
    """A tag comes; that of an option chooses it (support.zendesk.com, articles/4408881943194)."""
    desk.added.add(tag)
    if tag in desk.tags:
        return []
    desk.tags.add(tag)
    name = facts.choices.get(tag)
    if name is None:
        return [f"+{tag}"]
    old = desk.values.get(name, "")
    desk.tags.discard(old)
    desk.write(name, tag, rule)
    return [f"+{tag}", f"-{old}", name]


def taken_off(desk: Desk, tag: str, rule: Thing, facts: Facts) -> list[str]:
    """A tag goes; that of the chosen option empties its field."""
    if tag not in desk.tags:
        return []
    desk.tags.discard(tag)
    name = facts.choices.get(tag) or next((one for one in facts.taggers if desk.values.get(one) == tag), None)
    if name is None or desk.values.get(name) != tag:
        return [f"-{tag}"]
    desk.write(name, "", rule)
    return [f"-{tag}", name]


def _skill(skill: str, *, alone: bool) -> Act:
    def write(desk: Desk, rule: Thing) -> Sequence[str]:
        held = [] if alone else desk.values.get("skills", "").split("\n")
        if skill not in held:
            desk.write("skills", "\n".join(filter(None, (*held, skill))), rule)
        return ()

    return write


def _mail(value: object) -> Act:
    parts = [plain(part) for part in value] if isinstance(value, list | tuple) else [plain(value)]
    recipient, subject, body = (*parts, "", "", "")[:3]

    def send(desk: Desk, rule: Thing) -> Sequence[str]:
        desk.mails.append(Mail(rule, (recipient,), subject, body))
        return ()

    return send
