"""A survey goes to customers in a country where it needs their consent.

In Germany a mail that asks how satisfied somebody is counts as advertising, even inside an invoice mail: without consent it is
unlawful (BGH, 10 July 2018, VI ZR 225/17; UWG § 7). Leave the country out, or ask for a tag or field that records the consent.

Bad:

    # config/channels/more.yaml
    channels:
      shop-de: {type: email, country: DE, languages: [en], calendar: shenzhen, team: frontline}
    # config/outreach.yaml
    outreach:
      - {id: csat, event: order.delivered, after: 3d, template: survey/csat, kind: survey, survey: {scale: 1-5}}
    # templates/survey/csat.en.md
    ---
    kind: survey
    subject: How was it?
    ---
    How was it?
    # templates/survey/csat.zh-CN.md
    ---
    subject: 您满意吗？
    ---
    您满意吗？

Good:

    # config/channels/more.yaml
    channels:
      shop-de: {type: email, country: DE, languages: [en], calendar: shenzhen, team: frontline}
    # config/outreach.yaml
    outreach:
      - id: csat
        event: order.delivered
        after: 3d
        when: {customer.country: {not_in: [DE]}}
        template: survey/csat
        kind: survey
        survey: {scale: 1-5}
        at_most: 1 per 30d
    # templates/survey/csat.en.md
    ---
    kind: survey
    subject: How was it?
    ---
    How was it?
    # templates/survey/csat.zh-CN.md
    ---
    subject: 您满意吗？
    ---
    您满意吗？

中文：满意度调查会发给德国客户。德国最高法院认定这类邮件属于广告，没有事先同意就违法。请在 when 里排除，或要求有同意标签。
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from cstool.conditions.around import surroundings
from cstool.conditions.book import book_of
from cstool.conditions.view import view_of
from cstool.diagnostic import Problem, Severity, text
from cstool.sla import CHANNEL_FACTS, can_hold
from cstool.tickets import Customer, Ticket
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
_CONSENT = {"DE": "BGH, 10 July 2018, VI ZR 225/17"}
"""Country -> the law or judgment that asks for consent."""
_KNOWN = CHANNEL_FACTS | {"customer.country"}
_WORDS = ("consent", "opt_in", "opt-in", "optin")


def check(workspace: Workspace) -> Iterator[Problem]:
    """Surveys whose condition can hold for a customer of such a country, and that do not ask for a recorded consent."""
    book = book_of(workspace)
    around = surroundings(workspace)
    for item in workspace.outreach:
        condition = book.condition(item, "when")
        asks = any(word in repr(item.value.when).lower() for word in _WORDS)
        if item.value.kind != "survey" or not item.value.in_force(workspace.today) or condition is None or asks:
            continue
        for country, source in _CONSENT.items():
            for channel in _serving(workspace, country):
                ticket = Ticket(datetime(2026, 1, 1, tzinfo=UTC), channel=channel, customer=Customer(country=country))
                if can_hold(condition, view_of(ticket, around), _KNOWN) is not False:
                    message = text("survey-without-consent", id=item.value.id, country=country, source=source)
                    yield Problem(item.at("when"), message, text("hint-exclude-country", country=country))
                    break


def _serving(workspace: Workspace, country: str) -> Iterator[str]:
    """Channels on which customers of the country may be met; none where the workspace does not serve it at all."""
    language = country.lower()
    spoken = {one.split("-")[0] for one in workspace.settings.value.locales}
    spoken |= {one.split("-")[0] for item in workspace.channels.values() for one in item.value.languages}
    countries = {item.value.country for item in workspace.channels.values()}
    if country in countries or language in spoken:
        yield from (id_ for id_, item in workspace.channels.items() if item.value.country in (None, country))
