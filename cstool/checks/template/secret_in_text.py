"""A password or key stands in a text.

Templates are read by every agent, copied into other systems and sometimes sent. A key that stood in one is known; change it.

Bad:

    # templates/general/note.en.md
    ---
    kind: note
    audience: internal
    ---
    Log in as support, password: Winter2026!shop

Good:

    # templates/general/note.en.md
    ---
    kind: note
    audience: internal
    ---
    Log in as support; the password is in the vault.

中文：话术里写着密码或密钥。话术人人可读、会被复制甚至发出去；写过的密钥请立即更换。
"""

import re
from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts import blanked, pieces, shared_pieces
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
# Forms of keys as their makers document them (docs.github.com, stripe.com/docs/keys, docs.aws.amazon.com, api.slack.com, jwt.io).
_KEY = re.compile(
    r"\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|\b[sr]k_live_[A-Za-z0-9]{16,}|\bxox[abprs]-[\w-]{10,}"
    r"|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}|-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAIza[\w-]{30,}"
)
_NAMED = re.compile(
    r"(?i)(?:password|passwort|passcode|mot de passe|contraseña|token|api[ _-]?key|密码|密碼|口令)"
    r"\s*(?:is|ist|est|es|是|为)?\s*[:：=]\s*"
    r"(?P<value>[^\s<>{}]{6,60})"
)


def check(workspace: Workspace) -> Iterator[Problem]:
    """Keys by their form, and values behind a word such as `password:` that look like one. They are never shown."""
    for piece in (*pieces(workspace), *shared_pieces(workspace)):
        words = blanked(piece.text)
        for match in _KEY.finditer(words):
            yield Problem(piece.span(match.start(), match.end()), text("secret-in-text"), text("hint-secret-in-text"))
        for match in _NAMED.finditer(words):
            if _looks_secret(match["value"]):
                span = piece.span(match.start(), match.start("value"))
                yield Problem(span, text("secret-in-text"), text("hint-secret-in-text"))


def _looks_secret(value: str) -> bool:
    """Letters and digits together, or a sign among them: words and addresses are not."""
    if "://" in value or "@" in value.strip("@"):
        return False
    kinds = (any(letter.isdigit() for letter in value), any(letter.isalpha() for letter in value))
    return all(kinds)
