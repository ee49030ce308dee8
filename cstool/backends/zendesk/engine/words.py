"""How Zendesk's word rows search: `includes` finds whole words, `is` one string anywhere; case never counts.

https://support.zendesk.com/hc/en-us/articles/4408893545882: `includes` is "contains at least one of the following words", `is`
"contains the following string"; the comment's row looks at subject and comment, the subject's at the subject alone. Where a
word ends is not documented; here at whatever is neither letter nor digit. Texts are not folded beyond case.
"""

import re
from collections.abc import Callable

from cstool.backends.engines.desk import Desk

_WORD = re.compile(r"[^\W_]+")
_ASKED = re.compile(r'"([^"]+)"|(\S+)')
Search = Callable[[Desk], bool]


def text_of(desk: Desk, subject_only: bool) -> str:
    """The text that a row searches, folded."""
    name = "subject" if subject_only else "text"
    found = desk.texts.get(name)
    if found is None:
        ticket = desk.ticket
        found = (ticket.subject if subject_only else f"{ticket.subject}\n{ticket.body}").casefold()
        desk.texts[name] = found
    return found


def words_of(desk: Desk, subject_only: bool) -> frozenset[str]:
    """The words of that text."""
    name = "subject" if subject_only else "text"
    found = desk.words.get(name)
    if found is None:
        found = desk.words[name] = frozenset(_WORD.findall(text_of(desk, subject_only)))
    return found


def asked_words(value: str) -> tuple[str, ...]:
    """The words of an `includes` row; quotes hold a phrase together."""
    return tuple((phrase or word).casefold() for phrase, word in _ASKED.findall(value))


def any_word(value: str, subject_only: bool) -> Search:
    """One of the words is there, whole."""
    asked = asked_words(value)
    simple = frozenset(word for word in asked if _WORD.fullmatch(word))
    others = [re.compile(rf"(?<![^\W_]){re.escape(word)}(?![^\W_])") for word in asked if word not in simple]

    def search(desk: Desk) -> bool:
        if not simple.isdisjoint(words_of(desk, subject_only)):
            return True
        return any(pattern.search(text_of(desk, subject_only)) for pattern in others)

    return search


def string(value: str, subject_only: bool) -> Search:
    """The string is there, also inside a word."""
    piece = value.casefold()

    def search(desk: Desk) -> bool:
        return piece in text_of(desk, subject_only)

    return search
