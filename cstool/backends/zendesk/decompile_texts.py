"""Macros and mails of triggers that are nothing but a text, as templates."""

import re
from collections.abc import Mapping

from cstool.backends.adopt.adoption import Adopted, Seen
from cstool.backends.adopt.texts import our_text
from cstool.backends.adopt.unsayable import Unsayable
from cstool.backends.zendesk.decompile_rules import plain
from cstool.plan import Key, Live

_VALUE = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")
_OPENINGS = ("{{", "{%")
TITLE = "{{ticket.title}}"
"""The subject of a mail of ours that has none of its own."""


def macros(seen: Seen, made: Adopted) -> None:
    """A macro that only writes a text becomes a template; one that does more stays raw."""
    for key, item in seen.of_kind("macro"):
        try:
            if key in seen.raw:
                raise Unsayable("")
            made.say(Key("templates", key.id, seen.locale), _macro(seen, item), key)
        except Unsayable as error:
            made.keep_raw(key, item, str(error))


def _macro(seen: Seen, item: Live) -> dict[str, object]:
    if item.body.get("restriction") is not None or not item.body.get("active"):
        raise Unsayable("restriction" if item.body.get("active") else "active")
    front: dict[str, object] = {"name": plain(str(item.body["title"]))}
    body: str | None = None
    actions = item.body.get("actions")
    for action in actions if isinstance(actions, list) else ():
        name, value = action["field"], action["value"]
        if name in ("comment_value", "comment_value_html") and isinstance(value, str) and body is None:
            body = text_of(seen, value)
            front |= {"format": "html"} if name == "comment_value_html" else {}
        elif name == "comment_mode_is_public" and value == "false":
            front["kind"] = "note"
        elif name == "current_tags":
            front["tags"] = plain(str(value)).split()
        else:
            raise Unsayable(str(name))
    if body is None:
        raise Unsayable("comment_value")
    return {**front, "body": body}


def text_of(seen: Seen, native: str) -> str:
    """A text in our variables; it ends with a line break, as files do."""
    return our_text(_VALUE.sub(r"{{\1}}", native), seen.placeholders, _OPENINGS).strip() + "\n"


def reply(seen: Seen, made: Adopted, rule: str, value: object) -> str:
    """The template of a mail to the requester. Raises Unsayable."""
    if not isinstance(value, list) or len(value) != 3 or value[0] != "requester_id":
        raise Unsayable("notification_user")
    subject, body = (_VALUE.sub(r"{{\1}}", str(one)) for one in value[1:])
    front: dict[str, object] = {"kind": "auto_reply"}
    front |= {"subject": text_of(seen, subject).strip()} if subject != TITLE else {}
    id_ = f"auto/{rule}"
    made.objects[Key("templates", id_, seen.locale)] = {**front, "body": text_of(seen, body)}
    return id_


def is_reply(action: object) -> bool:
    """Whether an action writes to the requester."""
    return isinstance(action, Mapping) and action.get("field") == "notification_user"
