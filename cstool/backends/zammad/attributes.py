"""Attributes that conditions and actions name: which there are in every account, and which a rule names."""

from collections.abc import Iterator, Mapping
from typing import Any

BUILT_IN = frozenset(
    {
        *(f"ticket.{name}" for name in ("action", "tags", "title", "number", "note", "type", "id")),
        *(f"ticket.{name}_id" for name in ("group", "owner", "customer", "organization", "state", "priority")),
        *(f"ticket.{name}_at" for name in ("created", "updated", "close", "last_close", "escalation", "first_response")),
        *(f"ticket.last_contact{who}_at" for who in ("", "_agent", "_customer")),
        *(f"ticket.{name}_escalation_at" for name in ("first_response", "update", "close")),
        *("ticket.pending_time", "ticket.mention_user_ids", "ticket.created_by_id", "ticket.updated_by_id"),
        *("ticket.create_article_type_id", "ticket.create_article_sender_id", "ticket.subscribe", "ticket.unsubscribe"),
        *(f"article.{name}" for name in ("action", "body", "subject", "from", "to", "cc", "type_id", "sender_id", "internal")),
        *("article.time_accounting", "article.detected_language", "article.note"),
        *(f"customer.{name}" for name in ("email", "login", "firstname", "lastname", "phone", "mobile", "fax", "web", "note")),
        *(f"customer.{name}" for name in ("street", "zip", "city", "country", "address", "department", "vip", "active")),
        *("customer.organization_id", "customer.role_ids", "organization.id"),
        *(f"organization.{name}" for name in ("name", "domain", "shared", "note", "active", "vip", "members_existing")),
        "execution_time.calendar_id",
        *(f"notification.{name}" for name in ("email", "sms", "webhook")),
        "ticket.delete",
    }
)
"""zammad/zammad: lib/selector/sql.rb, db/seeds/object_manager_attributes.rb, app/models/ticket/perform_changes.rb."""
NEWER_OPERATORS = frozenset(
    {
        *("matches regex", "does not match regex", "starts with", "starts with one of", "ends with", "ends with one of"),
        *("is any of", "is none of", "is set", "not set"),
    }
)
"""A Zammad 5.5 refuses them (measured); zammad/zammad: lib/selector/sql.rb has them since 6."""


def rows(condition: object) -> Iterator[Mapping[str, Any]]:
    """Every test of a condition, flat or nested, with the attribute under `name`."""
    if not isinstance(condition, Mapping):
        return
    if isinstance(condition.get("conditions"), list):
        for part in condition["conditions"]:
            yield from rows(part)
    elif "name" in condition and "operator" in condition:
        yield condition
    else:
        for name, test in condition.items():
            yield {"name": name, **(test if isinstance(test, Mapping) else {})}


def attributes_of(body: Mapping[str, Any]) -> frozenset[str]:
    """Every attribute that a rule reads or sets."""
    return frozenset({str(row["name"]) for row in rows(body.get("condition"))} | set(body.get("perform") or {}))
