"""A team gets tickets in a language that nobody on it speaks.

The ticket is answered late, through a translation machine, or not at all. The languages are those of the channels from which the
rules send tickets to the team, as far as the rules ask for channel, country or language. Agents of overflow teams count, and so
do agents with a skill that a rule asks for in that language.

Bad:

    # config/channels/page.yaml
    channels:
      shop-de: {type: email, languages: [de], calendar: shenzhen, team: frontline}

Good:

    # config/channels/page.yaml
    channels:
      shop-de: {type: email, languages: [de], calendar: shenzhen, team: german}
    # config/teams/page.yaml
    teams:
      german: {members: [cai]}
    agents:
      cai: {name: Cai, email: cai@base.example, languages: {de: native, en: fluent}, skills: [refunds], calendar: shenzhen}
    # config/vocabulary/page.yaml
    keywords:
      refund-de: {de: [Rückerstattung*]}
    # config/routing.yaml
    stages:
      - id: assign
        match: first
        rules:
          - {id: german, when: {channel: shop-de}, then: {team: german, priority: high}}
          - id: refund
            when: {text: {keywords: [refund, refund-de]}}
            then: {team: frontline, priority: high, skills: refunds}
          - {id: vip, when: {customer.tags: vip}, then: {team: frontline, priority: high}}
          - {id: rest, when: always, then: {team: frontline, priority: normal}}
      - id: respond
        match: first
        rules:
          - {id: acknowledge, when: {author: customer, automatic: false}, then: {reply: general/acknowledge, at_most: 1 per 12h}}

中文：小组会收到某种语言的工单，但组里（含溢出小组）没有人会这种语言，也没有人具备规则为这种语言要求的技能。
"""

from collections.abc import Iterator

from cstool.checks.receiving import receiving
from cstool.conditions.syntax import demanded
from cstool.diagnostic import Problem, Severity, text
from cstool.routing.compile import compile_routing
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Teams with members whose languages are stated, against the languages that reach them; each lack once, at its first rule."""
    if not workspace.incomplete.isdisjoint(("agents", "teams", "channels")):
        return
    skills, told = _skills(workspace), set[tuple[str, str]]()
    spoken: dict[str, frozenset[str]] = {}
    for rule, pairs in receiving(workspace):
        team = rule.actions.team or ""
        if team not in spoken:
            spoken[team] = _spoken(workspace, team, skills)
        for channel, language in pairs if spoken[team] else ():
            base = language.split("-")[0]
            if base not in spoken[team] and (team, base) not in told:
                told.add((team, base))
                message = text("team-without-language", team=team, channel=channel, language=language)
                related = ((workspace.teams[team].at("members"), text("nobody-speaks", language=language)),)
                witness = {"channel": channel, "language": language}
                place = rule.item.at("then", "team")
                yield Problem(place, message, text("hint-team-language", language=language), related=related, witness=witness)


def _spoken(workspace: Workspace, team: str, skills: dict[str, set[str]]) -> frozenset[str]:
    """Languages of a team and its overflow; empty where nothing is stated, or where people outside answer."""
    item = workspace.teams.get(team)
    if item is None or item.value.external:
        return frozenset()
    teams = [item.value, *(workspace.teams[other].value for other in item.value.overflow if other in workspace.teams)]
    if any(one.external for one in teams):
        return frozenset()
    members = [workspace.agents[name].value for one in teams for name in one.members if name in workspace.agents]
    there = [agent for agent in members if agent.in_force(workspace.today)]
    if not all(agent.languages for agent in there):
        return frozenset()
    found = {language.split("-")[0] for agent in there for language in agent.languages}
    return frozenset(found | {language for language, asked in skills.items() if any(asked & set(one.skills) for one in there)})


def _skills(workspace: Workspace) -> dict[str, set[str]]:
    """Language -> skills that rules ask for when a ticket is in that language alone."""
    found: dict[str, set[str]] = {}
    for rule in (rule for stage in compile_routing(workspace).stages for rule in stage.rules if rule.actions.skills):
        for part in demanded(rule.condition):
            if part.field.name == "language" and part.operator in ("is", "one_of") and len(part.operands) == 1:
                found.setdefault(str(part.operands[0]).split("-")[0], set()).update(rule.actions.skills)
    return found
