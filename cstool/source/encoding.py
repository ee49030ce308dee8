"""Bytes -> text, with what was wrong about the bytes."""

import re

from cstool.diagnostic import Diagnostic, Problem, Severity, Span, diagnose, text

MAX_BYTES = 4 * 1024 * 1024
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def decode(path: str, raw: bytes) -> tuple[str | None, list[Diagnostic]]:
    """UTF-8 with or without BOM is fine; UTF-16 and GB18030 are read and reported; anything else is reported and None.

    No line is ever guessed: a file is either decoded without a single replacement, or not at all.
    """
    if len(raw) > MAX_BYTES:
        message = text("file-too-large", size=f"{len(raw) / 1048576:.0f} MB", limit=f"{MAX_BYTES // 1048576} MB")
        return None, [diagnose("too-large", Problem(Span(path), message, text("split-the-file")))]
    decoded, name = _decoded(raw)
    if decoded is None:
        return None, [diagnose("wrong-encoding", Problem(Span(path), text("encoding-unknown"), text("save-as-utf8")))]
    found = []
    if name:
        problem = Problem(Span(path), text("encoding-other", encoding=name), text("save-as-utf8"))
        found.append(diagnose("wrong-encoding", problem, Severity.WARNING))
    decoded = decoded.removeprefix("\ufeff")
    if control := _CONTROL.search(decoded):
        line = decoded.count("\n", 0, control.start()) + 1
        column = control.start() - (decoded.rfind("\n", 0, control.start()) + 1) + 1
        message = text("control-character", code=f"U+{ord(control[0]):04X}")
        found.append(diagnose("control-character", Problem(Span(path, line, column), message, text("remove-the-character"))))
        return None, found
    return decoded, found


def _decoded(raw: bytes) -> tuple[str | None, str]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _attempt(raw, "utf-16"), "UTF-16"
    if len(raw) % 2 == 0 and (raw[1:2] == b"\x00") != (raw[:1] == b"\x00"):  # no text of ours begins with U+0000
        return _attempt(raw, "utf-16-le" if raw[1:2] == b"\x00" else "utf-16-be"), "UTF-16"
    try:
        return raw.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    return _attempt(raw, "gb18030"), "GB18030"


def _attempt(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None
