"""Words that say nothing about a ticket's topic, learnt from the team's own templates and articles in every language."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from cstool.conditions.text_form import tokens_of
from cstool.simulate.grams import stands_alone
from cstool.workspace import Workspace

_TOPICS = 3
_SEEN, _AT_END, _KINDS = 5, 0.04, 2
_MARKUP = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_CLAUSE = re.compile(r"[.,;:!?()\[\]\"“”„«»…\n。，；：！？、]+")
_VALUE = " 0value "
"""Stands for what a template prints: a word at which no clause ends."""


@dataclass(frozen=True, slots=True)
class Everyday:
    """One language: words that texts use whatever they are about, and words with which hardly a clause ends (`of`, `your`)."""

    words: frozenset[str] = frozenset()
    unfinished: frozenset[str] = frozenset()

    def allows(self, gram: str) -> bool:
        """Whether a phrase may be a keyword: up to three everyday words say too little, and an unfinished phrase reads wrong."""
        words = gram.split()
        return words[-1] not in self.unfinished and (len(words) > 3 or not self.words.issuperset(words))

    def adds(self, longer: str, gram: str) -> bool:
        """Whether a longer phrase says more than one inside it, and reads well."""
        words = longer.split()
        return words[0] not in self.unfinished and not self.unfinished.issuperset(set(words) - set(gram.split()))


NOTHING_KNOWN = Everyday()


def everyday_words(workspace: Workspace) -> Mapping[str, Everyday]:
    """By language without region. A language without templates has none; scripts without word breaks have no such words."""
    topics: dict[str, dict[str, set[str]]] = {}
    texts: dict[str, list[str]] = {}
    for document in (*workspace.templates.values(), *workspace.articles.values()):
        topic = document.id.rpartition("/")[0] or document.id
        for locale, wording in document.wordings.items():
            language, text = base_of(locale), _MARKUP.sub(_VALUE, wording.body)
            texts.setdefault(language, []).append(text)
            for word in tokens_of(text):
                topics.setdefault(language, {}).setdefault(word, set()).add(topic)
    return {
        language: Everyday(
            frozenset(word for word, found in words.items() if len(found) >= _TOPICS and not stands_alone(word)),
            unfinished(texts[language]),
        )
        for language, words in topics.items()
    }


def unfinished(texts: Iterable[str]) -> frozenset[str]:
    """Words with which hardly a clause of these texts ends, and which all kinds of words follow: articles, prepositions and the
    like, whatever the language. A verb hardly ends a clause either, but only a few words follow it."""
    seen: Counter[str] = Counter()
    last: Counter[str] = Counter()
    following: dict[str, set[str]] = {}
    for text in texts:
        for clause in _CLAUSE.split(text):
            words = tokens_of(clause)
            seen.update(words)
            last.update(words[-1:])
            for word, follower in pairwise(words):
                following.setdefault(word, set()).add(follower)
    return frozenset(
        word
        for word, count in seen.items()
        if count >= _SEEN
        and last[word] <= _AT_END * count
        and len(following[word]) >= _KINDS * sqrt(count)
        and not stands_alone(word)
    )


def base_of(language: str | None) -> str:
    """The language without its region."""
    return (language or "").partition("-")[0].lower()
