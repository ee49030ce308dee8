"""Workflows that nobody of ours wrote, made by chance from a seed: every operator, every field, and what people get wrong."""

import random
from collections.abc import Mapping, Sequence

from tests.live.escalated.engine import OPERATORS

FIELDS: Mapping[str, Sequence[str]] = {
    "status": ("open", "resolved", "Open", "waiting_on_customer"),
    "priority": ("low", "medium", "high", "urgent", "critical", "3", ""),
    "channel": ("api", "email", "web", "e"),
    "ticket_type": ("question", "problem", "quest"),
    "subject": ("Refund", "refund", "re", "#0", "", "退款"),
    "description": ("refund", "Card", "card", "a", "money", "卡", "استرداد"),
    "sla_breached": ("False", "false", "True"),
    "tags": ("vip", "vip-gold", ",", "VIP", "vip,", "退款", "new tag", ""),
    "hours_since_created": ("0", "1", "0.0"),
    "account_type": ("", "x"),
    "no_such_field": ("", "x"),
}
IDS: Mapping[str, Sequence[str]] = {"department_id": ("2", "3", "77", ""), "assigned_to": ("2", "3", "")}
ACTIONS: Mapping[str, Sequence[str]] = {
    "change_status": ("open", "resolved", "waiting_on_customer", "nonsense"),
    "assign_agent": ("2", "3", "nobody"),
    "change_priority": ("low", "high", "critical", "normal"),
    "add_tag": ("vip", "vip-gold", "VIP", "退款", "投诉", "new tag", "new-tag", "a,b"),
    "remove_tag": ("vip", "VIP", "退款", "absent"),
    "set_department": ("2", "3", "3", "77", "frontline"),
    "add_note": ("{{subject}} {{ticket_ref}} {{nothing}}", "@{x/y} is {{priority}}"),
    "insert_canned_reply": ("{{requester}}: {{status}} {{ticket_id}}", ""),
    "set_type": ("problem", "quest"),
    "delay": ("5", "soon"),
    "send_notification": ("x",),
    "do_what_i_mean": ("x",),
}


def workflows(count: int, seed: int) -> list[dict[str, object]]:
    """So many, as the form takes them."""
    dice = random.Random(seed)
    return [
        {
            "name": f"theirs {number}",
            "trigger_event": "ticket.created" if dice.random() < 0.95 else "reply.created",
            "conditions": _conditions(dice),
            "actions": [_action(dice) for _ in range(dice.randint(1, 3))],
            "is_active": dice.random() < 0.95,
        }
        for number in range(count)
    ]


def _conditions(dice: random.Random) -> object:
    rows = [_row(dice) for _ in range(dice.randint(1, 3))]
    others = [_row(dice) for _ in range(dice.randint(0, 2))]
    forms: Sequence[object] = (
        {"all": rows},
        {"any": rows},
        {"any": rows, "all": others},
        {"any": []},
        {"all": []},
        {},
        rows,
        rows[0],
        {"none": rows},
    )
    return dice.choices(forms, (8, 8, 2, 1, 1, 1, 2, 2, 1))[0]


def _row(dice: random.Random) -> dict[str, object]:
    if dice.random() < 0.15:
        name = dice.choice(sorted(IDS))
        return {"field": name, "operator": dice.choice(("equals", "not_equals", "is_empty")), "value": dice.choice(IDS[name])}
    name = dice.choice(sorted(FIELDS))
    row: dict[str, object] = {"field": name, "operator": dice.choice((*OPERATORS, "matches")), "value": dice.choice(FIELDS[name])}
    if dice.random() < 0.05:
        del row["operator"]
    return row


def _action(dice: random.Random) -> dict[str, object]:
    kind = dice.choice((*ACTIONS, "add_tag", "add_tag", "set_department", "change_priority"))
    return {"type": kind, "value": dice.choice(ACTIONS[kind])}
