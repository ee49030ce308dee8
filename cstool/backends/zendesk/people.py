"""Teams, memberships and skills. Agents themselves are looked up by mail: seats cost money and are never made here."""

from collections.abc import Iterator

from cstool.backends.account import Account
from cstool.backends.references import literal, number, reference
from cstool.backends.zendesk.normal import membership_name, set_of
from cstool.backends.zendesk.triggers import marker
from cstool.plan import Key, Resource


def groups(account: Account) -> Iterator[Resource]:
    """A group a team. External teams too: routing may hand a ticket to them."""
    for id_, item, _ in account.objects("teams", account.workspace.teams.items()):
        name = account.shown(item.value.name, id_)
        body = {"name": literal(name), "description": marker(Key("group", id_))}
        yield Resource("group", id_, "", name, body)


def memberships(account: Account) -> Iterator[Resource]:
    """Who works in which group."""
    for id_, item in account.workspace.teams.items():
        if not account.in_force(item.value) or account.excludes("teams", id_):
            continue
        # The group is known by our id where its description says it; in an account that was there before, by its name.
        place = account.shown(item.value.name, id_) if account.settings.adopted else id_
        for member in item.value.members:
            agent = account.workspace.agents.get(member)
            if agent is None or not account.in_force(agent.value) or account.excludes("agents", member):
                continue
            mail = agent.value.email or member
            body = {"user_id": number("user", mail), "group_id": number("group", id_)}
            yield Resource("group_membership", id_, member, membership_name(mail, place), body)


def skills(account: Account) -> Iterator[Resource]:
    """One routing attribute with a value for each skill, and the values of each agent."""
    known = {id_: item for id_, item, _ in account.objects("skills", account.workspace.skills.items())}
    if not known:
        return
    title = account.phrase("skills")
    yield Resource("skill_attribute", "skills", "", title, {"name": title})
    for id_, item in known.items():
        name = account.shown(item.value.name, id_)
        yield Resource("skill", id_, "", name, {"attribute_id": reference("skill_attribute", "skills"), "name": literal(name)})
    for id_, agent in account.workspace.agents.items():
        scope = account.scope("agents", id_, agent.at())
        held = [skill for skill in agent.value.skills if skill in known]
        if held and account.in_force(agent.value) and not scope.excluded:
            mail = agent.value.email or id_
            values = set_of(reference("skill", skill) for skill in held)
            yield Resource("agent_skills", id_, "", mail, {"user_id": reference("user", mail), "attribute_value_ids": values})
