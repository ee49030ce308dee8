"""Suggestions as YAML ready to paste, each under remarks that say where it goes and what it does."""

from collections.abc import Iterator
from decimal import Decimal

from cstool.diagnostic import Text, text
from cstool.render.words import translate
from cstool.simulate.suggest import Suggestion, Suggestions

_UNKNOWN = 10


def as_text(found: Suggestions, language: str) -> str:
    """All suggestions, the verdict last; every line that is no YAML is a remark of YAML."""
    lines = [line for number, one in enumerate(found.found, 1) for line in _one(number, one, found, language)]
    return "\n".join([*lines, *(f"# {translate(said, language)}" for said in _verdict(found)), ""])


def _one(number: int, one: Suggestion, found: Suggestions, language: str) -> Iterator[str]:
    numbers = {"gained": one.gained, "broken": one.broken, "held": found.held}
    words = tuple(one.keywords)
    yield f"# {translate(text('suggest-head', number=number, category=one.category, language=one.language, **numbers), language)}"
    yield f"# {translate(text('suggest-words', words=words), language)}"
    yield f"# {translate(place_of(one), language)}"
    yield from one.paste.new
    yield ""


def place_of(one: Suggestion) -> Text:
    """Where the lines go, as an order."""
    at = {"path": one.paste.path, "line": one.paste.line}
    if one.paste.old:
        last = one.paste.line + len(one.paste.old) - 1
        return text("suggest-replace", **at) if last == one.paste.line else text("suggest-replace-lines", last=last, **at)
    return text("suggest-insert-above", above=one.above, **at) if one.above else text("suggest-insert", **at)


def _verdict(found: Suggestions) -> Iterator[Text]:
    if found.unknown:
        shown = (
            *(f"{label} ({count})" for label, count in found.unknown[:_UNKNOWN]),
            *(("…",) if len(found.unknown) > _UNKNOWN else ()),
        )
        yield text("suggest-unknown-labels", labels=shown)
    if found.hindrance is not None:
        yield found.hindrance
        return
    yield text("suggest-halves", labelled=found.labelled, mined=found.mined, held=found.held, seed=found.seed)
    if found.dropped:
        yield text("suggest-dropped", count=found.dropped)
    if found.unplaced:
        yield text("suggest-unplaced", count=found.unplaced)
    if not found.found:
        yield text("suggest-none")
        return
    before, after = _share(found.right_before, found.held), _share(found.right_after, found.held)
    yield text("suggest-together", before=f"{before:.1%}", after=f"{after:.1%}")


def _share(right: int, held: int) -> Decimal:
    return Decimal(right) / held if held else Decimal(0)


def as_data(found: Suggestions, language: str) -> dict[str, object]:
    """The same for programs: `lines` replace the `replaces` from `line` on; without `replaces` they are inserted above it."""
    return {
        "labelled": found.labelled,
        "mined": found.mined,
        "held_out": found.held,
        "seed": found.seed,
        "accuracy_before": round(float(_share(found.right_before, found.held)), 6),
        "accuracy_after": round(float(_share(found.right_after, found.held)), 6),
        "not_positive": found.dropped,
        "not_placed": found.unplaced,
        "unknown_labels": [{"label": label, "tickets": count} for label, count in found.unknown],
        "hindrance": translate(found.hindrance, language) if found.hindrance else None,
        "suggestions": [_data(one, language) for one in found.found],
    }


def _data(one: Suggestion, language: str) -> dict[str, object]:
    return {
        "category": one.category,
        "language": one.language,
        "keywords": list(one.keywords),
        "keyword_set": one.keyword_set,
        "rule": one.rule,
        "new_rule": one.is_new,
        "gained": one.gained,
        "broken": one.broken,
        "place": translate(place_of(one), language),
        "path": one.paste.path,
        "line": one.paste.line,
        "replaces": list(one.paste.old),
        "lines": list(one.paste.new),
    }
