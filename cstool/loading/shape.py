"""Data against a model: every fault of pydantic as a placed diagnostic, and the value without its broken parts."""

import copy
import re
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from cstool.diagnostic import Diagnostic, Problem, Span, Text, diagnose, text
from cstool.model.reflection import keys_at
from cstool.source import Source, may_hold_secret
from cstool.source.place import Loc
from cstool.source.punctuation import FULL_WIDTH, mended, mended_first, suspicious
from cstool.source.yaml_faults import is_yaml, punctuation_problem
from cstool.spelling import nearest

M = TypeVar("M", bound=BaseModel)

_WRONG_TYPE = {
    "string_type": "a-text",
    "int_type": "a-whole-number",
    "int_parsing": "a-whole-number",
    "int_from_float": "a-whole-number",
    "float_type": "a-number",
    "float_parsing": "a-number",
    "decimal_type": "a-number",
    "decimal_parsing": "a-number",
    "bool_type": "true-or-false",
    "bool_parsing": "true-or-false",
    "list_type": "a-list",
    "dict_type": "a-mapping",
    "model_type": "a-mapping",
    "model_attributes_type": "a-mapping",
    "date_type": "a-date",
    "date_parsing": "a-date",
    "date_from_datetime_parsing": "a-date",
    "date_from_datetime_inexact": "a-date",
    "datetime_type": "a-moment",
    "datetime_parsing": "a-moment",
    "datetime_from_date_parsing": "a-moment",
    "datetime_object_invalid": "a-moment",
}
_PATTERNS = {
    r"^[a-z0-9]+(?:-[a-z0-9]+)*$": "an-id",
    r"^[a-z0-9]+(?:[-/][a-z0-9]+)*$": "a-path",
    r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$": "a-locale",
    r"^[A-Z]{2}$": "a-country",
    r"^[A-Z]{3}$": "a-currency",
    r"^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*$": "a-dotted-name",
    r"^env:[A-Za-z_][A-Za-z0-9_]*$": "an-env-name",
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$": "a-mail-address",
}
# Where these keys can stand, an unknown key may be one of them misspelt: its value is not shown.
_SECRETS = {"user", "token"}
_OWN_CHECKS = {
    "literal-secret": "literal-secret",
    "money-without-currency": "amount-without-currency",
    "duration-without-unit": "duration-without-unit",
}


def validate(model: type[M], source: Source) -> tuple[M | None, Source, list[Diagnostic]]:
    """The model's value of the source's data, all faults, and the source with the broken parts left out (places still right)."""
    data, kept, found = source.data, dict[Loc, tuple[int, ...]](), dict[tuple[object, ...], Diagnostic]()
    if not isinstance(data, dict):
        return None, source, [_not_a_mapping(source)]
    copied = False
    for _ in range(6):
        here = source.pruned(data, kept)
        try:
            return model.model_validate(data), here, list(found.values())
        except ValidationError as error:
            details = error.errors(include_url=False)
        if not copied:
            data, copied = copy.deepcopy(data), True
        for detail in details:
            one = _diagnostic(model, here, detail)
            found.setdefault((one.span, one.check, one.message.id), one)
        _prune(data, kept, [tuple(detail["loc"]) for detail in details])
        if not data:
            break
    return None, source, list(found.values())


def _not_a_mapping(source: Source) -> Diagnostic:
    """The whole file is a list or one value: often `name：x`, a colon typed on a Chinese keyboard."""
    here, data = source.at(), source.data
    if isinstance(data, str) and (found := _punctuation(source, here, data)):
        return diagnose("chinese-punctuation", found)
    return diagnose("wrong-type", Problem(here, text("wrong-type", want=text("a-mapping"), value=_shown(data))))


def _prune(data: Any, kept: dict[Loc, tuple[int, ...]], locs: list[Loc]) -> None:
    """Take the faulty parts out, deepest first; a missing key takes its object with it. Lists remember who stayed."""
    targets = {_existing(data, loc) for loc in locs}
    for path in sorted(targets, key=lambda p: (len(p), [str(x).zfill(9) for x in p]), reverse=True):
        if not path:
            data.clear()
            return
        parent: Any = data
        for part in path[:-1]:
            parent = parent[part]
        if isinstance(parent, list):
            place = _original(kept, path[:-1])
            positions = list(kept.get(place, range(len(parent))))
            position = int(path[-1])
            del parent[position], positions[position]
            kept[place] = tuple(positions)
        else:
            parent.pop(path[-1], None)


def _existing(data: Any, loc: Loc) -> Loc:
    """The part of a pydantic location that leads to something in the data (union tags and missing keys are not there)."""
    path: list[str | int] = []
    for part in loc:
        if isinstance(data, dict):
            inside = part in data
        else:
            inside = isinstance(data, list) and isinstance(part, int) and part < len(data)
        if inside:
            data = data[part]
            path.append(part)
    return tuple(path)


def _original(kept: dict[Loc, tuple[int, ...]], loc: Loc) -> Loc:
    walked: Loc = ()
    for part in loc:
        positions = kept.get(walked)
        walked = (*walked, positions[part] if positions and isinstance(part, int) else part)
    return walked


def _diagnostic(model: type[BaseModel], source: Source, detail: ErrorDetails) -> Diagnostic:
    loc, kind, value = tuple(detail["loc"]), detail["type"], detail.get("input")
    span = source.key_at(*loc) if kind == "extra_forbidden" else source.at(*loc)
    if isinstance(value, str) and kind == "string_pattern_mismatch" and may_hold_secret(value):
        kind = "literal-secret"
    if kind in _OWN_CHECKS:
        check = _OWN_CHECKS[kind]
        shown = {} if kind == "literal-secret" else {"value": _shown(value)}
        return diagnose(check, Problem(span, Text(kind, shown), text(f"{kind}-hint")), secret=kind == "literal-secret")
    if kind != "extra_forbidden" and isinstance(value, str) and (found := _punctuation(source, span, value)):
        return diagnose("chinese-punctuation", found)
    if kind == "extra_forbidden":
        known = keys_at(model, loc[:-1])
        return diagnose("unknown-key", _unknown_key(span, str(loc[-1]), known), secret=set(known) >= _SECRETS)
    if kind == "missing":
        key = str(loc[-1])
        return diagnose("missing-key", Problem(source.at(*loc[:-1]), text("missing-key", key=key), text("add-key", key=key)))
    if kind in ("literal_error", "enum", "union_tag_invalid", "union_tag_not_found"):
        return diagnose("unknown-choice", _unknown_choice(span, detail))
    if kind in _WRONG_TYPE:
        message = text("wrong-type", want=text(_WRONG_TYPE[kind]), value=_shown(value))
        return diagnose("wrong-type", Problem(span, message, _quote_hint(kind, value)))
    return diagnose("malformed-value", _malformed(span, detail))


def _unknown_key(span: Span, key: str, known: list[str]) -> Problem:
    message = text("unknown-key", key=key)
    if FULL_WIDTH.search(key):
        return Problem(span, message, text("type-ascii-punctuation"))
    near = nearest(key, known)
    return Problem(span, message, text("did-you-mean", name=near) if near else text("known-keys", known=tuple(known)))


def _unknown_choice(span: Span, detail: ErrorDetails) -> Problem:
    context = detail.get("ctx") or {}
    known = re.findall(r"'([^']*)'", str(context.get("expected") or context.get("expected_tags") or ""))
    value = context.get("tag") or detail.get("input")
    near = nearest(str(value), known) if isinstance(value, str) else None
    hint = text("did-you-mean", name=near) if near else text("use-one-of", known=tuple(known))
    return Problem(span, text("unknown-choice", value=_shown(value)), hint)


def _malformed(span: Span, detail: ErrorDetails) -> Problem:
    kind, value, context = detail["type"], detail.get("input"), detail.get("ctx") or {}
    if kind == "string_pattern_mismatch":
        want = _PATTERNS.get(str(context.get("pattern")))
        return Problem(
            span,
            text("malformed-value", value=_shown(value)),
            text("write-like", want=text(want)) if want else text("match-pattern", pattern=str(context.get("pattern"))),
        )
    if "-" in kind:  # a fault of ours (model.base.fault): its type is a message id
        return Problem(
            span, Text(kind, {key: str(item) for key, item in context.items()} or {"value": _shown(value)}), text(f"{kind}-hint")
        )
    if kind in ("too_short", "string_too_short"):
        return Problem(span, text("too-short", least=str(context.get("min_length"))))
    if kind in ("greater_than", "greater_than_equal", "less_than", "less_than_equal", "string_too_long", "too_long"):
        limit = next((str(item) for key, item in context.items() if key in ("gt", "ge", "lt", "le", "max_length")), "")
        return Problem(span, text("out-of-range", value=_shown(value), limit=limit))
    return Problem(span, text("malformed-value", value=_shown(value)), text("as-the-library-says", problem=detail["msg"]))


def _punctuation(source: Source, span: Span, value: str) -> Problem | None:
    if not FULL_WIDTH.search(value):
        return None
    body = source.lines[span.line - 1] if span.line <= len(source.lines) else ""
    position = suspicious(body)
    if position is None:
        return None
    whole = next((line for line in (mended(body), mended_first(body)) if line != body and is_yaml(line)), None)
    return punctuation_problem(source.path, span.line, body, position, whole) if whole is not None else None


def _quote_hint(kind: str, value: object) -> Text | None:
    return text("quote-it", value=f'"{value}"') if kind == "string_type" and isinstance(value, int | float) else None


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    shown = "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return shown if len(shown) <= 60 else shown[:57] + "…"
