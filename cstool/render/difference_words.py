"""A comparison in words: its verdict, what stands in its way, what it holds for. Objects and tickets have files of their own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from cstool.diagnostic import Text, quoted, text
from cstool.difference import Comparison, Trouble
from cstool.render.words import translate


@dataclass(frozen=True, slots=True)
class Told:
    """A comparison with what it needs to be said: the name of the other version, a language, the team's zone."""

    comparison: Comparison
    revision: str
    language: str
    zone: ZoneInfo

    @property
    def name(self) -> str:
        """The other version as people name it: a commit by its first characters."""
        return self.revision[:12] if re.fullmatch("[0-9a-f]{40,64}", self.revision) else self.revision

    def say(self, message: Text) -> str:
        """In the language."""
        return translate(message, self.language)


def verdict(told: Told) -> str:
    """One line, the gravest first."""
    return ("；" if told.language == "zh-CN" else "; ").join(told.say(clause) for clause in _clauses(told))


def _clauses(told: Told) -> Iterator[Text]:
    found = told.comparison
    count = len(found.objects)
    if found.moves is None:
        waiting = tuple(_side(trouble, told) for trouble in found.troubles if trouble.waiting)
        yield text("diff-verdict-broken", sides=waiting)
    elif not found.objects:
        yield text("diff-verdict-nothing", revision=told.name)
        return
    else:
        yield _moves(found)
        more = len(found.proof.witnesses) if found.proof else 0
        if found.moves.moved and more:
            yield text("diff-verdict-more-ways", count=more)
        if found.moves.texts:
            yield text("diff-verdict-texts", count=found.moves.texts.total())
    yield text("diff-verdict-objects", count=count)


def _moves(found: Comparison) -> Text:
    moves, proof = found.moves, found.proof
    total = moves.total if moves else 0
    if moves and moves.moved:
        return text("diff-verdict-moved", moved=moves.moved, total=total)
    none = "" if total else "-none"
    if proof is None or proof.witnesses:
        return text(f"diff-verdict-witness{none}", total=total)
    if proof.verdict != "equal":
        return text(f"diff-verdict-unknown{none}", total=total)
    if proof.events:
        return text("diff-verdict-equal-on", events=quoted(*proof.events), total=total)
    return text("diff-verdict-equal") if proof.promises_kept else text(f"diff-verdict-routed{none}", total=total)


def _side(trouble: Trouble, told: Told) -> Text:
    return text(f"diff-side-{trouble.side}", revision=told.name, parts=quoted(*trouble.waiting))


def trouble_lines(told: Told) -> Iterator[str]:
    """The errors of either version, the first ones with their places."""
    for trouble in told.comparison.troubles:
        if trouble.count:
            yield told.say(text(f"diff-errors-{trouble.side}", revision=told.name, count=trouble.count))
        for span, message in trouble.first:
            yield "  " + error_said(trouble, text("diff-error", path=span.path, line=span.line, message=message), told)


def error_said(trouble: Trouble, message: Text, told: Told) -> str:
    """A message about a broken file, without the secrets of that file."""
    said = told.say(message)
    for secret in trouble.secrets:
        said = said.replace(secret, "…")
    return said


def later(told: Told) -> str | None:
    """That a comparison for another day may say something else."""
    days = told.comparison.later
    return told.say(text("diff-later-days", days=days, first=days[0])) if days else None


def doubt(told: Told) -> str | None:
    """What stands in the way of a proof."""
    proof = told.comparison.proof
    if proof is None or proof.verdict != "unknown":
        return None
    return told.say(text("diff-obstacles", rules=quoted(*proof.obstacles)) if proof.obstacles else text("diff-not-proved"))
