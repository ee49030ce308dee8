"""Suggestions of keywords and rules, each measured by running the changed workspace over labelled tickets.

Half of the labelled tickets serve to find phrases, the other half to measure; tickets with the same text are in the same half.
What does not gain more than it breaks on the half that it was not found in is not suggested.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zlib import crc32

from cstool.conditions.book import book_of
from cstool.conditions.text_form import joined_form, keyword, normal_form
from cstool.diagnostic import Severity, Text, text
from cstool.loading import load
from cstool.routing import CompiledStage, compile_routing, outcome_of
from cstool.simulate.everyday import everyday_words
from cstool.simulate.grams import tokens, written
from cstool.simulate.hosts import Host, classifying, end_of, hosts, written_list
from cstool.simulate.labels import label_of
from cstool.simulate.mining import Case, Gain, Mine, keywords_for, mine_of, spots
from cstool.simulate.placing import Insertion, Paste, into_keywords, into_list, new_rule, overlay, paste
from cstool.simulate.run import EVENT, Simulated
from cstool.simulate.sample import Reservoir
from cstool.workspace import Workspace

KEPT = 30_000
"""Labelled tickets that are looked at; of more, a sample with the same chance for each."""


@dataclass
class Labelled:
    """Collects the tickets that carry a label while they come by."""

    column: str
    seed: int
    without: int = 0
    kept: Reservoir[tuple[Simulated, str]] = field(init=False)

    def __post_init__(self) -> None:
        self.kept = Reservoir(KEPT, self.seed)

    def add(self, batch: Iterable[Simulated]) -> None:
        """Take over the labelled tickets of a batch."""
        for one in batch:
            label = label_of(one.ticket, self.column)
            if label is None:
                self.without += 1
            else:
                self.kept.add((one, label))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Keywords for a category in one language, where they go, and what they do on the half they were not found in.

    `keyword_set` is the set of the vocabulary that gets them; else they stand in `rule`, a new one where `above` or `last` says
    its place.
    """

    category: str
    language: str
    keywords: tuple[str, ...]
    keyword_set: str | None
    rule: str
    above: str | None
    is_new: bool
    paste: Paste
    insertion: Insertion
    gained: int
    broken: int


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What was found. Counts of tickets: `mined` and `held` are the halves; `right_*` count on the held-out half."""

    found: tuple[Suggestion, ...] = ()
    labelled: int = 0
    mined: int = 0
    held: int = 0
    right_before: int = 0
    right_after: int = 0
    dropped: int = 0
    """Candidates that did not gain more than they broke on the held-out half."""
    unplaced: int = 0
    """Candidates for which no insertion into the files was read without fault."""
    unknown: tuple[tuple[str, int], ...] = ()
    """Labels that are no category, with their tickets."""
    seed: int = 0
    hindrance: Text | None = None
    """Why nothing could be suggested at all."""


def suggest(workspace: Workspace, labelled: Labelled) -> Suggestions:
    """Find, place, measure."""
    stage = classifying(workspace)
    if stage is None:
        return Suggestions(labelled=labelled.kept.seen, seed=labelled.seed, hindrance=text("suggest-no-stage"))
    # Elsewhere than in a `first` stage no rule keeps a ticket from those below it: every ticket is open to new keywords.
    places = {rule.id: number for number, rule in enumerate(stage.rules)} if stage.match == "first" else {}
    mined: list[Case] = []
    held: list[Case] = []
    unknown: Counter[str] = Counter()
    for one, label in labelled.kept.things:
        if label not in workspace.categories:
            unknown[label] += 1
        position = places.get(one.outcome.written.get("category", ""), len(stage.rules))
        case = Case(one.ticket, label, one.outcome.category, position)
        (mined if _half(one, labelled.seed) else held).append(case)
    bags = [tokens(case.ticket.subject, case.ticket.body) for case in mined]
    work = _Work(workspace, stage, mine_of(mined, bags, everyday_words(workspace)), held)
    tried = [draft for label in _labels(workspace, stage, mined) for draft in work.drafts(label)]
    drafts = [draft for draft in tried if draft is not None]
    good = sorted((one for one in drafts if one.gained > one.broken), key=lambda one: (one.broken - one.gained, one.category))
    return Suggestions(
        tuple(good),
        labelled.kept.seen,
        len(mined),
        len(held),
        sum(case.label == case.given for case in held),
        work.right_with(good),
        len(drafts) - len(good),
        len(tried) - len(drafts),
        tuple(unknown.most_common()),
        labelled.seed,
    )


def _half(one: Simulated, seed: int) -> bool:
    """By the text and not by chance per ticket: what was learnt from a text must not be measured on its twin."""
    form = joined_form(normal_form(one.ticket.subject), normal_form(one.ticket.body))
    return crc32(f"{seed}\n{form}".encode("utf-8", "surrogatepass")) % 2 == 0


def _labels(workspace: Workspace, stage: CompiledStage, cases: Sequence[Case]) -> Iterator[str]:
    """Known categories by their wrong tickets; what only a rule for everything else writes needs no keywords."""
    wrong = Counter(case.label for case in cases if case.label != case.given and case.label in workspace.categories)
    rest = {rule.actions.category for rule in stage.rules if not rule.real}
    own = {rule.actions.category for rule in stage.rules if rule.real}
    for label, _ in wrong.most_common():
        if label in own or label not in rest:
            yield label


class _Work:
    def __init__(self, workspace: Workspace, stage: CompiledStage, mine: Mine, held: Sequence[Case]) -> None:
        self.workspace, self.stage, self.mine, self.held = workspace, stage, mine, held
        self.forms = [joined_form(normal_form(case.ticket.subject), normal_form(case.ticket.body)) for case in held]
        self.errors = _errors(workspace)
        self.ids = {rule.value.id for _, rule in workspace.rules()}

    def drafts(self, label: str) -> Iterator[Suggestion | None]:
        """The keywords of a category, one suggestion for each language; None where they cannot be placed."""
        host, gain = self._best_host(label)
        by_language: dict[str, list[str]] = {}
        for gram in gain.words:
            by_language.setdefault(self._language(gram, label), []).append(gram)
        for language, grams in by_language.items():
            words = tuple(word for gram in grams if self._is_held(word := self._written(gram)))
            if words:
                yield self._placed(label, language, words, host)

    def _written(self, gram: str) -> str:
        stem = gram.removesuffix("*")
        return written(stem, self._texts(stem)) + gram[len(stem) :]

    def _is_held(self, word: str) -> bool:
        """Whether the held-out half can say anything about a keyword; without it the measure is the same."""
        form = keyword(word).form
        return any(form in held for held in self.forms)

    def _best_host(self, label: str) -> tuple[Host, Gain]:
        """The place where the keywords do most good on the tickets they are found in."""
        places = [
            *hosts(self.workspace, self.stage, label),
            *(Host(spot) for spot in spots(self.mine, label, end_of(self.stage))),
        ]
        gains = [(host, keywords_for(self.mine, label, host.position + (host.rule is not None))) for host in places]
        best_own = max((pair for pair in gains if pair[0].rule), key=lambda pair: pair[1].net, default=None)
        best = max(gains, key=lambda pair: pair[1].net)
        # A set that the team knows is worth more than a few tickets.
        return best_own if best_own and best_own[1].net >= 0.8 * best[1].net and best_own[1].words else best

    def _language(self, gram: str, label: str) -> str:
        """The language of most tickets in which the phrase was found, as the workspace spells it."""
        cases = (self.mine.cases[number] for number in self.mine.holding[gram.removesuffix("*")])
        seen = Counter(case.ticket.language for case in cases if case.label == label and case.ticket.language)
        settings = self.workspace.settings.value
        tag = seen.most_common(1)[0][0] if seen else settings.default_locale
        known = [str(locale) for locale in settings.locales]
        base = tag.partition("-")[0]
        return tag if tag in known else base if base in known else next((one for one in known if one.startswith(base + "-")), tag)

    def _texts(self, gram: str) -> Iterator[str]:
        for number in self.mine.holding[gram][:50]:
            ticket = self.mine.cases[number].ticket
            yield ticket.subject
            yield ticket.body

    def _placed(self, label: str, language: str, words: tuple[str, ...], host: Host) -> Suggestion | None:
        """The suggestion with its YAML, if the file can be changed by inserting; else as a rule of its own."""
        if host.keyword_set is not None and host.rule is not None:
            item = self.workspace.keywords[host.keyword_set]
            insertion = into_keywords(item, language, words)
            if insertion and self._reads(insertion):
                return self._measured(label, language, words, host.keyword_set, host.rule.id, None, insertion)
        elif host.rule is not None:
            listed = written_list(host.rule)
            insertion = into_list(host.rule.item, ("when", "text"), listed, words) if isinstance(listed, list) else None
            if insertion and self._reads(insertion):
                return self._measured(label, language, words, None, host.rule.id, None, insertion)
        return self._as_rule(label, language, words, host.position)

    def _as_rule(self, label: str, language: str, words: tuple[str, ...], position: int) -> Suggestion | None:
        name = re.sub("[^a-z0-9]+", "-", f"{label}-{language}-words".lower())
        while name in self.ids:
            name += "-more"
        all_rules = [rule.id for rule in self.stage.item.value.rules]
        above = self.stage.rules[position].id if position < len(self.stage.rules) else None
        at = all_rules.index(above) if above in all_rules else len(all_rules)
        rule = {"id": name, "when": {"text": list(words)}, "then": {"category": label}}
        insertion = new_rule(self.stage.item, at, rule)
        if insertion is None or not self._reads(insertion):
            return None
        self.ids.add(name)
        return self._measured(label, language, words, None, name, above, insertion, is_new=True)

    def _reads(self, *insertions: Insertion) -> bool:
        """Whether the changed files are as free of faults as before."""
        return _errors(self._changed(insertions)) <= self.errors

    def _changed(self, insertions: Iterable[Insertion]) -> Workspace:
        ours = self.workspace
        return load(Path(ours.root), ours.today, overlay(ours, insertions), ours.environment)

    def _measured(
        self,
        label: str,
        language: str,
        words: tuple[str, ...],
        keyword_set: str | None,
        rule: str,
        above: str | None,
        insertion: Insertion,
        *,
        is_new: bool = False,
    ) -> Suggestion:
        gained, broken = self._run(words, (insertion,))
        shown = paste(self.workspace, insertion)
        return Suggestion(label, language, words, keyword_set, rule, above, is_new, shown, insertion, gained, broken)

    def _run(self, words: Iterable[str], insertions: Sequence[Insertion]) -> tuple[int, int]:
        """The held-out tickets through the changed workspace. A ticket without any of the words cannot go elsewhere than before:
        nothing else was changed."""
        router = compile_routing(self._changed(insertions))
        forms = tuple(keyword(word).form for word in words)
        gained = broken = 0
        for case, form in zip(self.held, self.forms, strict=True):
            if any(word in form for word in forms):
                now = outcome_of(router, case.ticket, EVENT).category
                gained += case.given != case.label == now
                broken += case.given == case.label != now
        return gained, broken

    def right_with(self, good: Sequence[Suggestion]) -> int:
        """Held-out tickets that are right with all suggestions together."""
        before = sum(case.label == case.given for case in self.held)
        if not good:
            return before
        words = [word for one in good for word in one.keywords]
        gained, broken = self._run(words, [one.insertion for one in good])
        return before + gained - broken


def _errors(workspace: Workspace) -> int:
    faults = sum(fault.severity is Severity.ERROR for fault in workspace.faults)
    return faults + sum(1 for _ in book_of(workspace).problems()) + len(compile_routing(workspace).problems)
