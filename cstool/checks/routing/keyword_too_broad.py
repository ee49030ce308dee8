"""A keyword finds words that have nothing to do with it.

`art*` finds "article", `contains: app` finds "happy", 退 stands in 退休 (to retire): the rule takes tickets that nobody meant,
and only they know. A keyword without `*` finds whole words; write out the forms that are meant, or a longer beginning. Looked
at are beginnings and `contains` pieces of up to five letters, and single Chinese characters.

Bad:

    # config/vocabulary/page.yaml
    keywords:
      picture: {en: [art*], zh-CN: [图]}
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: [refund, picture]}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}

Good:

    # config/vocabulary/page.yaml
    keywords:
      picture: {en: [art, artwork*, "art print"], zh-CN: [图片, 圖片, 装饰画, 裝飾畫]}
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: refund, when: {text: {keywords: [refund, picture]}}, then: {team: frontline, priority: high, skills: refunds}}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

中文：关键词会命中无关的词：art* 命中 article，contains: app 命中 happy，单字“退”出现在“退休”里。
请写完整的词或更长的开头。只看不超过五个字母的词首、contains 片段，以及单个汉字。
"""

from collections.abc import Iterable, Iterator

from cstool.conditions.syntax import comparisons
from cstool.conditions.text_form import KeywordError, keyword
from cstool.diagnostic import Problem, Severity, Text, text
from cstool.routing.compile import compile_routing
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING
_LONGEST, _TOO_SHORT = 5, 4
_HAN = ("\u3400", "\u9fff")


def check(workspace: Workspace) -> Iterator[Problem]:
    """Keywords of the vocabulary and of the text conditions of rules in force."""
    for item in workspace.keywords.values():
        for locale, written in item.value.items():
            for position, word in enumerate(written):
                if message := _of_keyword(word, (locale,)):
                    yield Problem(item.at(locale, position), message, text("hint-keyword-too-broad"))
    languages = {one.split("-")[0] for item in workspace.channels.values() for one in item.value.languages}
    spoken = sorted(languages or {one.split("-")[0] for one in workspace.settings.value.locales})
    for rule in (rule for stage in compile_routing(workspace).stages for rule in stage.rules):
        for part in comparisons(rule.condition):
            if part.field.kind == "text" and part.operator != "matches" and part.keyword_set is None:
                pieces = part.operator == "contains"
                for operand in part.operands:
                    message = _of_piece(str(operand), spoken) if pieces else _of_keyword(operand.raw, spoken)
                    if message:
                        yield Problem(part.span, message, text("hint-keyword-too-broad"))


def _of_keyword(word: str, languages: Iterable[str]) -> Text | None:
    if word[-1:] != "*":
        return _of_character(word, languages) if len(word) == 1 and _HAN[0] <= word <= _HAN[1] else None
    if " " in word.strip() or len(word) > _LONGEST + 1:
        return None
    try:
        stem = keyword(word).form.strip()
    except KeywordError:
        return None
    return _said(word, stem, languages, anywhere=False) if " " not in stem else None


def _of_piece(piece: str, languages: Iterable[str]) -> Text | None:
    letters = piece.strip().casefold()
    if not letters.isascii() or not letters.isalpha() or len(letters) > _LONGEST or piece != piece.strip():
        return None
    return _said(piece, letters, languages, anywhere=True)


def _said(word: str, letters: str, languages: Iterable[str], *, anywhere: bool) -> Text | None:
    from cstool.conditions.common_words import found_by_accident  # loaded only where a keyword is so short

    found = next((hit for one in languages if (hit := found_by_accident(letters, one, anywhere=anywhere))), None)
    if found:
        return text("keyword-too-broad", keyword=word, example=found)
    return (
        text("keyword-too-short", keyword=word, count=len(letters)) if len(letters) < _TOO_SHORT and letters.isalpha() else None
    )


def _of_character(word: str, languages: Iterable[str]) -> Text:
    from cstool.conditions.common_words import common_words

    found = [other for one in languages for other in common_words(one) if word in other]
    if found:
        return text("keyword-too-broad", keyword=word, example=found[-1])
    return text("keyword-one-character", keyword=word)
