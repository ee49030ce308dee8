"""The keyword that decides on a test's ticket is negated there.

"I do **not** want a refund, just tell me where it is" holds the word refund and goes to the refunds team: a keyword does not
understand a sentence. Looked at are tests that do not expect that category. Say in the test which category is right; if it is
another one, put a rule for it above, or the negated phrase under `none`.

Bad:

    # config/tests/page.yaml
    tests:
      - name: only wants the parcel
        ticket: {channel: shop-email, language: en, body: I do not want a refund. Where is my parcel?}
        expect: {team: frontline, rules: [refund, everything-else, acknowledge]}
      - {name: vip, ticket: {channel: shop-email, customer: {tags: vip}}, expect: {rules: [other, vip, important]}}

Good:

    # config/tests/page.yaml
    tests:
      - name: wants the money
        ticket: {channel: shop-email, language: en, body: I want a refund and not another parcel.}
        expect: {team: frontline, rules: [refund, everything-else, acknowledge]}
      - {name: vip, ticket: {channel: shop-email, customer: {tags: vip}}, expect: {rules: [other, vip, important]}}

中文：决定分类的关键词在测试工单里被否定了（“我不要退款，只想知道快递到哪了”）。关键词听不懂句子。
请在测试里写明正确的分类；如果是别的分类，把对应规则放到上面，或用 none 排除否定说法。
"""

from collections.abc import Iterator

from cstool.conditions.negations import negated
from cstool.conditions.operators import found_keywords
from cstool.conditions.syntax import demanded
from cstool.conditions.text_form import Keyword
from cstool.diagnostic import Problem, Severity, text
from cstool.errors import CstoolError
from cstool.routing.compile import Router, compile_routing
from cstool.routing.decide import decide
from cstool.routing.tested import Tested, all_tests, waiting_for
from cstool.workspace import Workspace

SEVERITY = Severity.WARNING


def check(workspace: Workspace) -> Iterator[Problem]:
    """Tests whose category was decided by keywords that all stand behind a negation, unless the test expects the category."""
    if "tests" in workspace.incomplete or waiting_for(workspace):
        return
    router = compile_routing(workspace)
    if not any(rule.actions.category for stage in router.stages for rule in stage.rules):
        return
    try:
        asked = [one for one in all_tests(workspace) if one.item.value.expect.category is None]
        found = [problem for one in asked if not one.item.value.expect.unmatched for problem in _judged(router, one)]
    except CstoolError:  # a clock without a known zone: unknown-timezone says why
        return
    yield from found


def _judged(router: Router, one: Tested) -> Iterator[Problem]:
    decision = decide(router, one.ticket, one.event)
    by = decision.outcome.written.get("category")
    entry = next((entry for entry in decision.fired if entry.rule == by), None)
    for part in demanded(entry.compiled.condition) if entry else ():
        if entry is None or part.field.kind != "text" or part.operator != "any":
            continue
        words = [word for word in part.operands if isinstance(word, Keyword)]
        found = set(found_keywords(entry.view, part.field.name, tuple(words)))
        hits, form = [word for word in words if word.raw in found], entry.view.texts.form(part.field.name)
        if hits and all(negated(form, word.form, one.ticket.language or "") for word in hits):
            values = {"keyword": hits[0].raw, "rule": entry.rule, "category": decision.outcome.category}
            related = ((part.span, text("keywords-searched-here", rule=entry.rule)),)
            yield Problem(one.item.at("ticket"), text("negated-keyword", **values), text("hint-negated-keyword"), related=related)
