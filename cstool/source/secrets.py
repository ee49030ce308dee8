"""Lines that may hold a password: they are never shown, nor the password, whatever else is wrong with them."""

import re

# A key that is called like a secret, up to its value; `literal-secret` is the name of a check.
# `user` only as the whole key: customer.user_name is no secret.
# Every repetition has a bound, so that no file can make the search slow.
_KEY = (
    r"""(?:(?i:(?:token|passw(?:or)?d|passwd|pwd|(?<!literal-)secret|api[_-]?key|access[_-]?key|private[_-]?key|credential)[\w-]{0,40}"""
    r"""|(?<![\w.-])(?:user|username|authorization|bearer)|(?<!\w)密[码钥])["']?\s{0,20}[:：=]"""
    r"""|(?<=[?&])(?i:key|auth|sig|signature)=)"""
)
_SECRET = re.compile(_KEY + r"""\s{0,99}["']?(?!env:)[^\s"',}\]]|://[^/\s"':]{0,200}:[^/\s"']{0,200}@""")
_VALUE = re.compile(
    rf"""{_KEY}[ \t]*(?P<value>"[^"\n]*"|'[^'\n]*'|[^\n]*?(?=,\s|\}}|\r?\n|\Z))"""
    r"""(?P<below>\r?\n[ \t]+[^\s:#]+(?=[ \t]*(?:\r?\n|\Z)))?"""
    r"""|://(?P<login>[^/\s"':]{0,200}:[^/\s"']{0,200})@"""
)
_PIECES = re.compile(r"""[^\s"']+""")
_SHORT = 6


def may_hold_secret(line: str) -> bool:
    """Whether a line gives a value to a key that is called like a secret, or an address with a password in it."""
    return _SECRET.search(line) is not None


def secrets_in(whole: str) -> frozenset[str]:
    """The texts of a file that may be secrets: what stands after such a key, on its line or alone on the next."""
    found: set[str] = set()
    for match in _VALUE.finditer(whole):
        value = (match["value"] or "").strip()
        for piece in _PIECES.findall(value or match["below"] or match["login"] or ""):
            if not piece.startswith("env:"):
                found |= {part for part in (piece, *re.split(r"[:@/]", piece)) if len(part) >= _SHORT}
    return frozenset(found)
