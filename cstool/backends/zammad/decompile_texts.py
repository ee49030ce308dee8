"""Text modules, and mails of triggers to the customer, as templates."""

import html
import re
from collections.abc import Mapping

from cstool.backends.adopt.adoption import Adopted, Seen
from cstool.backends.adopt.texts import our_text
from cstool.backends.adopt.unsayable import Unsayable
from cstool.backends.zammad.meaning import body_of
from cstool.plan import Key

_OPENINGS = ("#{", "{{", "{%")
_BREAK = re.compile(r"<br\s*/?>")
TITLE = "#{ticket.title}"
"""The subject of a mail of ours that has none of its own."""


def modules(seen: Seen, made: Adopted) -> None:
    """A text module becomes a template in the language of the files: the product does not say in which it is."""
    for key, item in seen.of_kind("text_module"):
        try:
            if key in seen.raw or not item.body.get("active"):
                raise Unsayable("" if key in seen.raw else "active")
            front, body = text_of(seen, str(item.body["content"]))
            made.say(Key("templates", key.id, key.part), {"name": item.name, **front, "body": body}, key)
        except Unsayable as error:
            made.keep_raw(key, item, str(error))


def text_of(seen: Seen, native: str) -> tuple[dict[str, object], str]:
    """What the front matter says about the form, and the text in our variables."""
    inner = native.strip()
    if inner.startswith("<div>") and inner.endswith("</div>") and inner.count("<div") == 1:
        inner = inner[5:-6]
    lines = _BREAK.sub("\n", inner)
    if "<" in lines or "\n" in inner:
        return {"format": "html"}, our_text(inner, seen.placeholders, _OPENINGS).strip() + "\n"
    return {}, our_text(html.unescape(lines), seen.placeholders, _OPENINGS).strip() + "\n"


def reply(seen: Seen, made: Adopted, rule: str, mail: object) -> str:
    """The template of a mail to the customer. Raises Unsayable."""
    held = body_of(mail)
    if held.get("recipient") != ["ticket_customer"]:
        raise Unsayable("notification.email")
    front, body = text_of(seen, str(held.get("body")))
    subject = str(held.get("subject"))
    if subject != TITLE:
        front["subject"] = our_text(subject, seen.placeholders, _OPENINGS)
    made.objects[Key("templates", f"auto/{rule}", seen.locale)] = {"kind": "auto_reply", **front, "body": body}
    return f"auto/{rule}"


def without_mail(perform: object) -> tuple[dict[str, object], object]:
    """The other actions, and the mail."""
    held: Mapping[str, object] = body_of(perform)
    return {name: what for name, what in held.items() if name != "notification.email"}, held.get("notification.email")
