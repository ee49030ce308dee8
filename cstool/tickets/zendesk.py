"""A ticket as Zendesk exports it, under canonical names.

Shape: https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/ and the JSON export of
https://support.zendesk.com/hc/en-us/articles/4408886165402 (a ticket a line, with its people and comments).
"""

from collections.abc import Mapping

_SIGNS = frozenset({"requester_id", "submitter_id", "group_id", "ticket_form_id", "requester"})


def is_ticket(entry: Mapping[str, object]) -> bool:
    """Whether the keys are those of a Zendesk ticket."""
    return bool(_SIGNS & entry.keys()) and ("description" in entry or "comments" in entry)


def canonical(entry: Mapping[str, object], users: Mapping[object, object]) -> dict[str, object]:
    """Canonical columns; what routing wrote there becomes `actual.*` on the way, as for every file."""
    requester = _object(entry.get("requester")) or _object(users.get(entry.get("requester_id")))
    assignee, group = _object(entry.get("assignee")), _object(entry.get("group"))
    metrics = _object(entry.get("metric_set"))
    row: dict[str, object] = {
        "id": entry.get("id"),
        "received_at": entry.get("created_at"),
        "subject": entry.get("subject") or entry.get("raw_subject"),
        "body": entry.get("description"),
        "customer.id": entry.get("requester_id") or requester.get("id"),
        "customer.name": requester.get("name"),
        "customer.email": requester.get("email"),
        "language": requester.get("locale"),
        "tags": entry.get("tags"),
        "priority": entry.get("priority"),
        "status": entry.get("status"),
        "category": entry.get("type"),
        "team": group.get("name") or entry.get("group_id"),
        "agent": assignee.get("name") or entry.get("assignee_id"),
        "solved_at": metrics.get("solved_at"),
        "actual.via": _object(entry.get("via")).get("channel"),
        "actual.recipient": entry.get("recipient"),
        "actual.brand": entry.get("brand_id"),
        "actual.satisfaction": _object(entry.get("satisfaction_rating")).get("score"),
        "replies": _replies(entry),
    }
    custom = entry.get("custom_fields")
    for field in custom if isinstance(custom, list) else ():
        if isinstance(field, dict) and field.get("value") not in (None, "", False, []):
            row[f"actual.field-{field.get('id')}"] = field.get("value")
    return {name: value for name, value in row.items() if value not in (None, "", [])}


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _replies(entry: Mapping[str, object]) -> list[object]:
    """Public comments after the first, which is the description."""
    comments = entry.get("comments")
    found: list[object] = []
    for comment in comments[1:] if isinstance(comments, list) else ():
        if isinstance(comment, dict) and comment.get("public", True) and comment.get("created_at"):
            by_customer = comment.get("author_id") == entry.get("requester_id")
            body = comment.get("plain_body") or comment.get("body")
            found.append({"at": comment["created_at"], "author": "customer" if by_customer else "agent", "body": body})
    return found
