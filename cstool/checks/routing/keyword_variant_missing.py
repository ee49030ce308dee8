"""A Chinese keyword is written in simplified or in traditional characters only.

退货 and 退貨 are different characters: customers in Hong Kong and Taiwan write the one, customers on the mainland the
other, and many channels see both. A set in one writing is silent for half of them. Words that look the same in both (退款)
need nothing. Which traditional character is meant (发: 發 or 髮) only a reader knows; the hint shows the usual one.

Bad:

    # config/vocabulary/page.yaml
    keywords:
      return: {en: ["send back"], zh-CN: [退货]}
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: return, when: {text: {keywords: [return, refund]}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

Good:

    # config/vocabulary/page.yaml
    keywords:
      return: {en: ["send back"], zh-CN: [退货, 退貨]}
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: return, when: {text: {keywords: [return, refund]}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

中文：关键词只有简体或只有繁体。两种写法是不同的字，港台客户写繁体、大陆客户写简体，少一种就漏掉一半。
简繁同形的词（退款）不用写两遍；提示里给出的是常见写法，一简对多繁时请自己确认。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, quoted, text
from cstool.workspace import Item, Workspace

SEVERITY = Severity.WARNING
_LONG = 60
"""A longer text is no word that somebody should write twice."""
_SHOWN = 5
"""So many missing writings of a set are named; the rest is counted."""


def check(workspace: Workspace) -> Iterator[Problem]:
    """Keyword sets with Chinese words, where a channel in force serves Chinese; each set and language once."""
    served = (one for item in workspace.channels.values() if item.value.in_force(workspace.today) for one in item.value.languages)
    if not any(language.split("-")[0] == "zh" for language in served):
        return
    for name, item in workspace.keywords.items():
        words = {locale: written for locale, written in item.value.items() if locale.split("-")[0] == "zh"}
        yield from _in_set(name, item, words)


def _in_set(name: str, item: Item[dict[str, list[str]]], words: dict[str, list[str]]) -> Iterator[Problem]:
    from cstool.conditions import han  # a table of two thousand characters, which most workspaces never ask

    every = [word for written in words.values() for word in written]
    plain = {word: han.simplified(word) for word in every}
    in_simplified = {plain[word] for word in every if not han.only_traditional(word)}
    in_traditional = {plain[word] for word in every if not han.only_simplified(word)}
    for locale, written in words.items():
        missing: dict[str, int] = {}
        for position, word in enumerate(written):
            if han.only_simplified(word) and not _found(in_traditional, plain[word]):
                missing.setdefault(han.traditional(word), position)
            if han.only_traditional(word) and not _found(in_simplified, plain[word]):
                missing.setdefault(plain[word], position)
        if missing:
            message = text("keyword-variant-missing", set=name, keyword=written[min(missing.values())], count=len(missing))
            hint = text("hint-add-keywords", keywords=quoted(*list(missing)[:_SHOWN]))
            yield Problem(item.at(locale, min(missing.values())), message, hint)


def _found(others: set[str], word: str) -> bool:
    """Whether a text with this word holds one of the others too: a keyword is found inside longer words."""
    if len(word) > _LONG:
        return True
    return any(word[start:end] in others for start in range(len(word)) for end in range(start + 1, len(word) + 1))
