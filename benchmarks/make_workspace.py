"""A workspace of any size, always the same for the same numbers: `python benchmarks/make_workspace.py DIR --files 1000`."""

import argparse
from pathlib import Path

SETTINGS = "name: bench\nlocales: [en]\n"
VOCABULARY = """categories: {delivery: {name: Delivery}}
tags: [TAGS]
skills: {refunds: {name: Refunds}, returns: {name: Returns}}
variables:
  order.id: {type: text, from: shopify, example: 114-3941689-8772232}
  customer.first_name: {type: text, may_be_empty: true, example: Anna, from: helpdesk}
"""
CHANNELS = "channels: {mail: {type: email, languages: [en], team: team-0}}\n"
FACTS = "rates: {EUR: 1.08 USD}\n"
TEAMS = "".join(f"  team-{number}: {{name: Team {number}, members: [agent-{number}]}}\n" for number in range(20))
NOTES = "Agreed with the warehouse in the spring review; ask the team lead before it is changed, and tell the shop."
"""With it a value takes about as many bytes as in the shipped workspace: thirteen or fourteen."""
HEAD = "---\nkind: reply\nsubject: Order {{ order.id }}\n---\nHello {{ customer.first_name | default: 'there' }}\n"


def agent(number: int) -> str:
    """One agent, about as wide as a real one."""
    return f"""  agent-{number}:
    name: {{en: Agent {number}, zh-CN: 客服{number}}}
    email: agent-{number}@bench.example
    role: agent
    languages: {{en: native, zh-CN: fluent}}
    skills: [refunds, returns]
    capacity: {{chat: 3, email: 20}}
    notes: {NOTES} She also looks after the marketplaces when the others are away.
"""


def step(number: int) -> str:
    """One step of a procedure."""
    return f"""  - id: step-{number}
    name: {{en: Step {number}, zh-CN: 步骤{number}}}
    do:
      en: "Read the order, the tracking page and the last three messages; then answer with the template of this step."
      zh-CN: "先看订单、物流和最近三条消息，再用本步骤的话术回复客户，不要先承诺退款。"
    by: agent
    within: 2h
    next: step-{number + 1}
"""


def rule(number: int) -> str:
    """One routing rule."""
    return f"""  - id: rule-{number}
    when: {{channel_type: email, text: [word{number}, "money back {number}", 退款{number}], order.amount: {{gte: {number} USD}}}}
    then: {{team: team-{number % 20}, priority: high}}
    notes: {NOTES}
"""


STEPS = """  - {id: confirm, name: Confirm, kind: confirm, do: Ask the customer., by: agent, yes: record, no: {end: handed_over}}
  - {id: record, name: Record, kind: record, do: Write down the reason., by: agent, within: 1h, end: resolved}
"""


def policy(number: int) -> str:
    """One SLA policy."""
    return f"""- id: policy-{number}
  when: {{channel_type: email, customer.country: DE, order.amount: {{gte: {number + 1} USD}}}}
  targets: {{first_reply: 4h, resolution: {{urgent: 24h, high: 48h, normal: 72h, low: 96h, calendar: 24x7}}}}
  notes: {NOTES} The marketplace counts calendar time.
"""


def write(root: Path, files: int = 1000, objects: int = 10) -> int:
    """Write the workspace and return its number of objects; a fifth each of agents, procedures, rules, policies, templates."""
    part = files // 5
    for name, content in (("cstool", SETTINGS), ("vocabulary", VOCABULARY), ("channels", CHANNELS), ("facts", FACTS)):
        _put(root / f"config/{name}.yaml", content.replace("TAGS", ", ".join(f"tag-{number}" for number in range(part))))
    _put(root / "config/sla/rest.yaml", "policies: [{id: everyone, targets: {first_reply: 8h, resolution: 96h}}]\n")
    _put(root / "config/teams/all.yaml", f"teams:\n{TEAMS}")
    # First of all, so that what the others write lasts: every ticket has a team.
    everyone = "{id: everyone, when: always, then: {team: team-1, priority: normal}}"
    _put(root / "config/routing/all.yaml", f"stages: [{{id: all, match: first, rules: [{everyone}]}}]\n")
    for file in range(part):
        ids = range(file * objects, (file + 1) * objects)
        _put(root / f"config/teams/part-{file:04}.yaml", "agents:\n" + "".join(map(agent, ids)))
        _put(root / f"config/sla/part-{file:04}.yaml", "policies:\n" + "".join(map(policy, ids)))
        rules = f"stages:\n- id: stage-{file}\n  match: first\n  rules:\n"
        _put(root / f"config/routing/part-{file:04}.yaml", rules + "".join(map(rule, ids)))
        head = f"id: sop-{file}\nname: Procedure {file}\nowner: team-1\nwithin: 72h\n"
        head += f"when: {{category: delivery, tags: tag-{file}}}\nsteps:\n"
        steps = "".join(map(step, range(objects - 2))).replace(f"next: step-{objects - 2}", "next: confirm")
        _put(root / f"sop/sop-{file:04}.yaml", head + steps + STEPS)
        _put(root / f"templates/bench/text-{file}.en.md", HEAD + "Your order is on its way.\n" * objects)
    return part * (4 * objects + 1)


def _put(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8", newline="\n")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--objects", type=int, default=12)
    asked = parser.parse_args()
    print(f"{write(asked.folder, asked.files, asked.objects):,} objects in {asked.files:,} files")


if __name__ == "__main__":
    main()
