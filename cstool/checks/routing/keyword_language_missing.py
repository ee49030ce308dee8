"""A rule searches a keyword set that has no words in a language which its channels serve.

A refund rule with English words only sends every German, Chinese or Japanese refund to the catch-all at the bottom. Add the
language to the set, or let the rule ask for the languages it is for.

Bad:

    # config/vocabulary/page.yaml
    keywords:
      invoice: {en: [invoice]}
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: invoice, when: {text: {keywords: invoice}}, then: {team: frontline, priority: high}}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

Good:

    # config/vocabulary/page.yaml
    keywords:
      invoice: {en: [invoice], zh-CN: [发票, 發票]}
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: invoice, when: {text: {keywords: invoice}}, then: {team: frontline, priority: high}}
          - {id: refund, when: {text: {keywords: refund}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

中文：规则用的关键词组缺少某种渠道会收到的语言，这种语言的工单全部漏到最后的兜底规则。
请补上该语言的关键词，或在规则条件里写明只针对哪些语言。
"""

from collections.abc import Iterator, Mapping

from cstool.conditions.operators import equals
from cstool.conditions.syntax import Comparison, Condition, comparisons, demanded
from cstool.conditions.view import TicketView
from cstool.diagnostic import Problem, Severity, quoted, text
from cstool.routing.compile import compile_routing
from cstool.sla import CHANNEL_FACTS, can_hold, compile_sla, thought_of
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING
_ALL = frozenset({"und", "mul"})
"""Words that every language uses: `BBB`, `RMA`."""


def check(workspace: Workspace) -> Iterator[Problem]:
    """Keyword sets of rules in force against the languages of the channels where the rule can apply; each lack once."""
    book, told = compile_sla(workspace), set[tuple[str, str]]()
    there = {
        name: (item.value.languages, thought_of(book, name))
        for name, item in workspace.channels.items()
        if item.value.in_force(workspace.today)
    }
    spoken = {language.split("-")[0] for languages, _ in there.values() for language in languages}
    for rule in (rule for stage in compile_routing(workspace).stages for rule in stage.rules):
        for part in comparisons(rule.condition):
            names = [name for name in (part.keyword_set or "").split(", ") if name in workspace.keywords]
            has = {locale.split("-")[0] for name in names for locale, words in workspace.keywords[name].value.items() if words}
            if not names or has & _ALL or spoken <= has:
                continue
            served = [one for one in _served(there, rule.condition) if one.split("-")[0] not in has]
            new = [one for one in served if (part.keyword_set or "", one) not in told]
            told.update((part.keyword_set or "", one) for one in new)
            if new:
                values = {"set": part.keyword_set, "languages": quoted(*new), "rule": rule.id}
                related = ((part.span, text("keywords-searched-here", rule=rule.id)),)
                place, hint = workspace.keywords[names[0]].key_at(), text("hint-keyword-language", **values)
                yield Problem(place, text("keyword-language-missing", **values), hint, related=related)


def _served(there: Mapping[str, tuple[list[str], TicketView]], condition: Condition) -> list[str]:
    """Languages of channels on which the condition can hold, as far as it asks for languages itself."""
    asked = [part for part in demanded(condition) if part.field.name == "language"]
    found: dict[str, None] = {}
    for languages, view in there.values():
        if can_hold(condition, view, CHANNEL_FACTS) is not False:
            found.update((language, None) for language in languages if all(_admits(part, language) for part in asked))
    return list(found)


def _admits(part: Comparison, language: str) -> bool:
    if part.operator not in ("is", "one_of", "not_in"):
        return True
    named = any(equals(part.field, language, one) or equals(part.field, one, language) for one in part.operands)
    return named is (part.operator != "not_in")
