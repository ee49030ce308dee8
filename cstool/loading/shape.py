"""Data against a model: every fault of pydantic as a placed diagnostic, and the value without its broken parts."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from cstool.diagnostic import Diagnostic, Problem, Span, Text, diagnose, text
from cstool.loading.pruning import Pruning
from cstool.model.reflection import keys_at
from cstool.source import Source, may_hold_secret
from cstool.source.place import Loc
from cstool.source.punctuation import FULL_WIDTH, mended, mended_first, suspicious
from cstool.source.yaml_faults import is_yaml, punctuation_problem
from cstool.spelling import nearest

M = TypeVar("M", bound=BaseModel)
ROUNDS = 8
"""Some faults show only when those around them are gone; each round takes out at least one part."""
MAX_FAULTS = 1_000

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
    r"^\w[\w./:+&-]*$": "a-tag-name",
    r"^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$": "a-locale",
    r"^[A-Z]{2}$": "a-country",
    r"^[A-Z]{3}$": "a-currency",
    r"^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*$": "a-dotted-name",
    r"^env:[A-Za-z_][A-Za-z0-9_]*$": "an-env-name",
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$": "a-mail-address",
    r"^https?://[^@?#\s]+$": "an-address",
}
_SECRETS = {"user", "token"}
"""Where these keys can stand, a value that is not understood may be a password at the wrong place: it is not shown."""
_HIDDEN = "…"
_EMPTY = {"a-list": "empty-list-hint", "a-mapping": "empty-mapping-hint"}
_OWN_CHECKS = {
    "literal-secret": "literal-secret",
    "money-without-currency": "amount-without-currency",
    "duration-without-unit": "duration-without-unit",
}


def validate(
    model: type[M], source: Source, stand_in: Mapping[str, object] = MappingProxyType({})
) -> tuple[M | None, Source, list[Diagnostic]]:
    """The model's value of the source's data, all faults, and the source with the broken parts left out (places still right).

    `stand_in` holds values for keys of the whole file that are missing or broken, where the rest is worth having without them.
    """
    data = source.data
    if not isinstance(data, dict):
        return None, source, _not_a_mapping(source)
    pruning: Pruning | None = None
    found, lost = _Found(model), dict[str, bool]()
    for _ in range(ROUNDS):
        here = source if pruning is None else source.pruned(pruning.data, pruning.kept, lost)
        try:
            return model.model_validate(here.data), here, found.all()
        except ValidationError as error:
            details = error.errors(include_url=False)
        if pruning is None:
            pruning = Pruning(data)
        for detail in details:
            _note(lost, detail)
            if not pruning.caused(tuple(detail["loc"]), detail["type"] == "missing"):
                found.add(here, detail)
        pruning.leave_out([tuple(detail["loc"]) for detail in details])
        for key in stand_in:
            pruning.data.setdefault(key, stand_in[key])
        if not pruning.data:
            break
    return None, source, found.all()


def _note(lost: dict[str, bool], detail: ErrorDetails) -> None:
    """Remember the key of the file below which a part is left out, and whether an object may be gone with it."""
    loc = detail["loc"]
    unknown = detail["type"] == "extra_forbidden"
    key = "" if not loc or (unknown and len(loc) == 1) else str(loc[0])
    lost[key] = lost.get(key, False) or not unknown or not key


class _Found:
    """The diagnostics of one file, each once, up to a number that somebody can read."""

    def __init__(self, model: type[BaseModel]) -> None:
        self.model = model
        self.faults: dict[tuple[object, ...], Diagnostic] = {}
        self.more = 0
        self.last = Span("")

    def add(self, source: Source, detail: ErrorDetails) -> None:
        """One fault of pydantic's."""
        if len(self.faults) >= MAX_FAULTS:
            self.more += 1
            return
        for one in _diagnostics(self.model, source, detail):
            self.faults.setdefault((one.span, one.check, one.message.id), one)
            self.last = one.span

    def all(self) -> list[Diagnostic]:
        """In the order in which they were found."""
        if not self.more:
            return list(self.faults.values())
        problem = Problem(self.last, text("more-faults", count=self.more), text("mend-these-first"))
        return [*self.faults.values(), diagnose("malformed-value", problem)]


def _not_a_mapping(source: Source) -> list[Diagnostic]:
    """The whole file is a list or one value: often `name：x`, a colon typed on a Chinese keyboard."""
    data = source.data
    message = text("wrong-type", want=text("a-mapping"), value=_shown(data))
    return _punctuation(source, (), data, hide=False) or [diagnose("wrong-type", Problem(source.at(), message))]


def _diagnostics(model: type[BaseModel], source: Source, detail: ErrorDetails) -> list[Diagnostic]:
    """One fault of pydantic's in our words; several where punctuation made one value of many lines."""
    loc, kind = tuple(detail["loc"]), detail["type"]
    if kind not in (*_OWN_CHECKS, "extra_forbidden", "missing"):
        found = _punctuation(source, loc, detail.get("input"), hide=_beside_secrets(model, loc))
        if found:
            return found
    return [_diagnostic(model, source, detail)]


def _diagnostic(model: type[BaseModel], source: Source, detail: ErrorDetails) -> Diagnostic:
    loc, kind, value = tuple(detail["loc"]), detail["type"], detail.get("input")
    span = _place(source, loc, kind)
    if isinstance(value, str) and kind == "string_pattern_mismatch" and may_hold_secret(value):
        kind = "literal-secret"
    secret = kind == "literal-secret" or (kind != "missing" and _beside_secrets(model, loc))
    if kind in _OWN_CHECKS:
        shown = {} if secret else {"value": _shown(value)}
        return diagnose(_OWN_CHECKS[kind], Problem(span, Text(kind, shown), text(f"{kind}-hint")), secret=secret)
    if kind == "extra_forbidden":
        key = _HIDDEN if secret and value is None else str(loc[-1])  # `{type: zendesk, hunter2}` is a key without a value
        return diagnose("unknown-key", _unknown_key(span, key, keys_at(model, loc[:-1])), secret=secret)
    if kind == "missing":
        key = str(loc[-1])
        return diagnose("missing-key", Problem(source.at(*loc[:-1]), text("missing-key", key=key), text("add-key", key=key)))
    if kind in ("literal_error", "enum", "union_tag_invalid", "union_tag_not_found"):
        return diagnose("unknown-choice", _unknown_choice(span, detail, hide=secret), secret=secret)
    if kind in _WRONG_TYPE:
        return diagnose("wrong-type", _wrong_type(source, detail, _HIDDEN if secret else _shown(value)), secret=secret)
    return diagnose("malformed-value", _malformed(span, _without_value(detail) if secret else detail), secret=secret)


def _place(source: Source, loc: Loc, kind: str) -> Span:
    """A key that is unknown or malformed stands where the key stands; what is of another type, where its value begins."""
    if kind == "extra_forbidden":
        return source.key_at(*loc)
    if loc and loc[-1] == "[key]":
        return source.key_at(*loc[:-1])
    return source.value_at(*loc) if kind in _WRONG_TYPE else source.at(*loc)


def _beside_secrets(model: type[BaseModel], loc: Loc) -> bool:
    """Whether keys that hold secrets can stand at or below the first key of the place."""
    return bool(loc) and set(keys_at(model, loc[:1])) >= _SECRETS


def _without_value(detail: ErrorDetails) -> ErrorDetails:
    context = {key: _HIDDEN if key == "value" else item for key, item in (detail.get("ctx") or {}).items()}
    return {**detail, "input": _HIDDEN, "ctx": context}


def _wrong_type(source: Source, detail: ErrorDetails, shown: str) -> Problem:
    loc, want = tuple(detail["loc"]), _WRONG_TYPE[detail["type"]]
    if detail["input"] is None and loc and isinstance(loc[-1], str):
        return Problem(source.key_at(*loc), text("empty-value", key=loc[-1]), text(_EMPTY.get(want, "empty-value-hint")))
    message = text("wrong-type", want=text(want), value=shown)
    number = want == "a-text" and isinstance(detail["input"], int | float)
    return Problem(source.value_at(*loc), message, text("quote-it", value=f'"{shown}"') if number else None)


def _unknown_key(span: Span, key: str, known: list[str]) -> Problem:
    message = text("unknown-key", key=key)
    if FULL_WIDTH.search(key):
        return Problem(span, message, text("type-ascii-punctuation"))
    near = nearest(key, known)
    return Problem(span, message, text("did-you-mean", name=near) if near else text("known-keys", known=tuple(known)))


def _unknown_choice(span: Span, detail: ErrorDetails, *, hide: bool) -> Problem:
    context = detail.get("ctx") or {}
    known = re.findall(r"'([^']*)'", str(context.get("expected") or context.get("expected_tags") or ""))
    value = context.get("tag") or detail.get("input")
    near = nearest(str(value), known) if isinstance(value, str) else None
    hint = text("did-you-mean", name=near) if near else text("use-one-of", known=tuple(known))
    return Problem(span, text("unknown-choice", value=_HIDDEN if hide and not near else _shown(value)), hint)


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


def _punctuation(source: Source, loc: Loc, value: object, *, hide: bool) -> list[Diagnostic]:
    """The lines of a value that become YAML when their full-width marks are mended: `id：a` is one text, not a key."""
    if not isinstance(value, str) or not FULL_WIDTH.search(value):
        return []
    found = []
    for number in source.lines_at(*loc):
        body = source.lines[number - 1] if number <= len(source.lines) else ""
        position = suspicious(body)
        whole = next((line for line in (mended(body), mended_first(body)) if line != body and is_yaml(line)), None)
        if position is not None and whole is not None:
            problem = punctuation_problem(source.path, number, body, position, whole)
            if hide:
                problem = replace(problem, hint=text("type-ascii-punctuation"), edits=())
            found.append(diagnose("chinese-punctuation", problem, secret=hide))
    return found


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list):
        return "[…]"
    shown = "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return shown if len(shown) <= 60 else shown[:57] + "…"
