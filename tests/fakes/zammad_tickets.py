"""Tickets of the fake Zammad: triggers run inside the POST, in the order of their names. Measured on zammad/zammad 5.5."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from tests.fakes import zammad_clock, zammad_selector
from tests.fakes.zammad_account import Account
from tests.fakes.zammad_kinds import Record, Refused

TYPES = {
    "email": 1,
    "sms": 2,
    "chat": 3,
    "fax": 4,
    "phone": 5,
    "twitter status": 6,
    "twitter direct-message": 7,
    "facebook feed post": 8,
    "facebook feed comment": 9,
    "note": 10,
    "web": 11,
    "telegram personal-message": 12,
    "facebook direct-message": 13,
    "whatsapp message": 14,
}
SENDERS = {"Agent": 1, "Customer": 2, "System": 3}
_TIMES = tuple(
    f"{what}_{part}" for what in ("first_response", "close", "update") for part in ("escalation_at", "in_min", "diff_in_min")
)
_EMPTY = (
    *("organization_id", "note", "first_response_at", "close_at", "last_close_at", "last_contact_at", "last_contact_agent_at"),
    *("last_contact_customer_at", "last_owner_update_at", "escalation_at", "pending_time", "type", "time_unit", *_TIMES),
)
_COLUMNS = {"group_id", "priority_id", "state_id", "owner_id", "title", "note", "customer_id", "organization_id", "pending_time"}
_LOST = "PG::InFailedSqlTransaction: ERROR:  current transaction is aborted, commands ignored until end of transaction block\n"


class _Broken(Exception):
    """A trigger that cannot be carried out: it and all later ones do nothing, and only the log says so."""


def _name(table: Mapping[str, int], number: int) -> str:
    return next(name for name, one in table.items() if one == number)


class Desk:
    """Tickets, their articles and tags."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.tickets: dict[int, Record] = {}
        self.articles: dict[int, list[Record]] = {}
        self.tags: dict[int, list[str]] = {}
        self.last, self.last_article = 1, 1
        self.clock = ""
        """The moment of the next change; empty: the account's own."""
        account.hidden.append(self._holds)

    def post(self, words: list[str], body: Any, user: int) -> tuple[int, Any]:
        """POST /tickets, /ticket_articles, /tickets/mass_macro."""
        if words == ["ticket_articles"]:
            ticket = self._find(str(body["ticket_id"]), user)
            article = self._article(ticket, body, user)
            self._ran("update", ticket, {"article"}, article)
            return 201, article
        if words == ["tickets", "mass_macro"]:
            return self._macro(body, user)
        return 201, self._shown(self._made(body, user))

    def get(self, words: list[str], query: Mapping[str, str], user: int) -> tuple[int, Any]:
        """GET of tickets, tags, articles."""
        if words[0] == "tags":
            return 200, {"tags": list(self.tags.get(int(query["o_id"]), []))}
        if words[0] == "ticket_articles":
            return 200, deepcopy(self.articles[int(words[2])])
        if len(words) == 2 and words[1].isdigit():
            return 200, self._shown(self._find(words[1], user), query.get("expand") == "true")
        size = min(int(query.get("per_page", 100)), 100)
        seen = [one for one in self.tickets.values() if self._may(user, one["group_id"], "read")]
        page = int(query.get("page", 1)) - 1
        return 200, [self._shown(one) for one in seen[page * size : page * size + size]]

    def put(self, words: list[str], body: Any, user: int) -> tuple[int, Any]:
        """PUT /tickets/1."""
        ticket = self._find(words[1], user)
        before = dict(ticket)
        ticket.update(self._taken(body))
        article = self._article(ticket, body["article"], user) if body.get("article") else None
        ticket["updated_by_id"] = user
        changed = {name for name in _COLUMNS if ticket[name] != before[name]} | ({"article"} if article else set())
        at = zammad_selector.Moment("update", article is not None, set(), self._in_hours, self.account.newer)
        zammad_clock.escalate(self.account, ticket, self._value(ticket, article), at, self.clock)
        answer = self._shown(ticket)  # what triggers do is not in the answer yet
        self._ran("update", ticket, changed, article)
        return 200, answer

    def delete(self, words: list[str]) -> tuple[int, Any]:
        """DELETE /tickets/1."""
        self.tickets.pop(int(words[1]), None)
        return 200, None

    def select(self, condition: Any, user: int) -> Record:
        """The dry run: which tickets a condition matches now. A bad operator is told, an unknown attribute matches nothing."""
        try:
            zammad_selector.check(condition, self.account.newer, self.account.known_attributes())
        except zammad_selector.BadSelector as error:
            raise Refused(500, str(error), human=False) from None
        at = zammad_selector.Moment("update", True, set(), self._in_hours, self.account.newer)
        found = [one["id"] for one in self.tickets.values() if zammad_selector.holds(condition, self._value(one, None), at)]
        assets = {str(number): self._shown(self.tickets[number]) for number in found[:6]}
        return {"ticket_ids": found[:6], "ticket_count": len(found), "assets": {"Ticket": assets} if assets else {}}

    def retag(self, old: str, new: str | None) -> None:
        """A tag was renamed, or taken off everywhere."""
        for number, tags in self.tags.items():
            swapped = [new if tag == old else tag for tag in tags]
            self.tags[number] = list(dict.fromkeys(tag for tag in swapped if tag is not None))

    def _made(self, body: Record, user: int) -> Record:
        taken = self._taken(body)
        group = taken.get("group_id")
        if not body.get("title"):
            raise Refused(422, "Missing required value for field 'title'!", human=False)
        if body.get("article") and not body["article"].get("body"):
            raise Refused(422, "Need at least an 'article body' field.")
        if group not in self.account.tables["groups"]:
            nil = "undefined method `id' for nil:NilClass\n\n    user.group_access?(record.group.id, access)\n"
            raise Refused(500, nil + " " * 35 + "^^^", human=False)
        customer = 3 in self.account.tables["users"][user]["role_ids"]
        if not customer and not self._may(user, group, "create"):
            raise Refused(403, "Not authorized")
        owner = taken.get("owner_id", 1)
        if owner != 1 and not self._may(owner, group, "full"):
            raise Refused(422, f"Invalid value '{owner}' for field 'owner_id'!", human=False)
        self.last += 1
        start = {"group_id": group, "priority_id": 2, "state_id": 1, "owner_id": 1, "customer_id": user if customer else None}
        ticket: Record = {"id": self.last, **dict.fromkeys(_EMPTY), **start, "preferences": {}, "article_count": None}
        ticket.update({"create_article_type_id": None, "create_article_sender_id": None, "number": str(48000 + self.last)})
        now = self.clock or self.account.now()
        ticket.update(taken, title=body["title"], updated_by_id=user, created_by_id=user, created_at=now, updated_at=now)
        ticket.update(
            {one["name"]: body.get(one["name"]) for one in self.account.attributes.values() if one["object"] == "Ticket"}
        )
        self.tickets[self.last], self.articles[self.last], self.tags[self.last] = ticket, [], []
        self._tagged(ticket, str(body.get("tags") or ""))
        article = self._article(ticket, body["article"], user) if body.get("article") else None
        try:
            self._ran("create", ticket, set(), article)
        except Refused:
            del self.tickets[ticket["id"]]
            raise
        return ticket

    def _taken(self, body: Record) -> Record:
        taken = {name: value for name, value in body.items() if name in _COLUMNS and name != "title"}
        tables = {"group": "groups", "priority": "ticket_priorities", "state": "ticket_states"}
        for name in ("group", "customer", "priority", "state", "owner"):
            if name not in body:
                continue
            if name in tables:
                found = [one["id"] for one in self.account.tables[tables[name]].values() if one["name"] == body[name]]
            else:
                found = [one["id"] for one in self.account.tables["users"].values() if body[name] in (one["email"], one["login"])]
            if not found:
                raise Refused(422, f"No lookup value found for '{name}': \"{body[name]}\"")
            taken[f"{name}_id"] = found[0]
        guess = str(taken.get("customer_id", ""))
        if guess.startswith("guess:"):
            taken["customer_id"] = self.account.create("users", {"email": guess.removeprefix("guess:")})["id"]
        if "title" in body:
            taken["title"] = body["title"]
        return taken

    def _article(self, ticket: Record, sent: Record, user: int) -> Record:
        self.last_article += 1
        type_, sender = TYPES[sent.get("type", "note")], SENDERS[sent.get("sender", "Agent")]
        if 3 in self.account.tables["users"][user]["role_ids"]:
            sender = SENDERS["Customer"]
        kind = {"content_type": sent.get("content_type", "text/plain"), "internal": sent.get("internal", False)}
        article: Record = {"id": self.last_article, "ticket_id": ticket["id"], "type_id": type_, "sender_id": sender}
        article.update(subject=sent.get("subject"), body=sent["body"], to=sent.get("to"), **kind)
        article["detected_language"] = sent.get("detected_language")  # a real one finds it by itself
        held = self.articles[ticket["id"]]
        held.append(article)
        if len(held) == 1:
            ticket.update(create_article_type_id=type_, create_article_sender_id=sender)
        ticket["article_count"] = len(held)
        if type_ != TYPES["note"]:
            ticket["last_contact_at"] = ticket["updated_at"]
            who = "agent" if sender == SENDERS["Agent"] else "customer"
            ticket[f"last_contact_{who}_at"] = ticket["updated_at"]
            if who == "agent" and type_ in (TYPES["phone"], TYPES["email"]) and ticket["first_response_at"] is None:
                ticket["first_response_at"] = ticket["updated_at"]
                ticket["state_id"] = 2 if ticket["state_id"] == 1 else ticket["state_id"]
        return article

    def _ran(self, action: str, ticket: Record, changed: set[str], article: Record | None) -> None:
        """Every active trigger once, by name; with the setting, an earlier one gets another look after each change."""
        triggers = [one for one in self.account.tables["triggers"].values() if one["active"]]
        triggers = [one for one in triggers if one.get("activator", "action") == "action"]
        triggers.sort(key=lambda one: one["name"].lower())
        again, done = bool(self.account.setting("ticket_trigger_recursive")), set()
        names = {name if name == "article" else f"ticket.{name}" for name in changed}
        at = zammad_selector.Moment(action, article is not None, names, self._in_hours, self.account.newer)
        position = 0
        while position < len(triggers) and (changed or action == "create"):
            trigger = triggers[position]
            position += 1
            if trigger["id"] in done or not zammad_selector.holds(trigger["condition"], self._value(ticket, article), at):
                continue
            done.add(trigger["id"])
            try:
                moved = self._performed(ticket, trigger["perform"])
            except _Broken:
                break
            position = 0 if again and moved else position
        zammad_clock.escalate(self.account, ticket, self._value(ticket, article), at, self.clock)

    def _performed(self, ticket: Record, perform: Record) -> bool:
        wanted, before = dict(ticket), (dict(ticket), list(self.tags[ticket["id"]]))
        own = {one["name"] for one in self.account.attributes.values() if one["object"] == "Ticket" and not one["to_create"]}
        for name, action in perform.items():
            table, _, attribute = name.partition(".")
            if name in ("notification.email", "notification.webhook", "notification.sms", "ticket.tags", "article.note"):
                continue
            if table != "ticket" or attribute not in _COLUMNS | own or not isinstance(action, dict):
                raise _Broken
            wanted[attribute] = self._cast(attribute, action)
        if ticket["owner_id"] != wanted["owner_id"] and not self._may(wanted["owner_id"], wanted["group_id"], "full"):
            wanted["owner_id"] = 1
        ticket.update(wanted)
        if "ticket.tags" in perform:
            self._tagged(ticket, perform["ticket.tags"]["value"], add=perform["ticket.tags"]["operator"] == "add")
        if "article.note" in perform:
            self.articles[ticket["id"]].append({"type_id": 10, "sender_id": 3, **perform["article.note"]})
        if before[0] != ticket:
            ticket["updated_by_id"] = 1
        return before != (dict(ticket), self.tags[ticket["id"]])

    def _cast(self, attribute: str, action: Record) -> Any:
        value = action.get("value")
        if not attribute.endswith("_id"):
            return value
        if action.get("pre_condition") == "not_set":
            return 1
        if isinstance(value, list):
            raise _Broken
        number = int(value) if str(value).isdigit() else 0
        table = {"group_id": "groups", "priority_id": "ticket_priorities", "state_id": "ticket_states"}.get(attribute, "users")
        if number not in self.account.tables[table]:
            if attribute == "state_id":
                raise _Broken
            raise Refused(422, _LOST, human=False)
        return number

    def _tagged(self, ticket: Record, written: str, add: bool = True) -> None:
        from tests.fakes.zammad_objects import tag

        held = self.tags[ticket["id"]]
        for name in filter(None, (one.strip() for one in written.split(","))):
            if add and name not in held:
                held.append(name)
                tag(self.account, name)
            elif not add and name in held:
                held.remove(name)

    def _macro(self, body: Record, user: int) -> tuple[int, Any]:
        macro = self.account.find("macros", body["macro_id"])
        tickets = [self._find(str(number), user) for number in body["ticket_ids"]]
        if macro["group_ids"] and any(ticket["group_id"] not in macro["group_ids"] for ticket in tickets):
            raise Refused(422, "Macro group restrictions do not cover all tickets")
        return 200, {"ticket_ids": body["ticket_ids"]}

    def _value(self, ticket: Record, article: Record | None) -> zammad_selector.Value:
        customer = self.account.tables["users"].get(ticket["customer_id"] or 0, {})
        first = article or (self.articles[ticket["id"]] or [{}])[-1]

        def read(name: str) -> Any:
            table, _, attribute = name.partition(".")
            if name == "ticket.tags":
                return frozenset(self.tags[ticket["id"]])
            return {"ticket": ticket, "article": first, "customer": customer}[table][attribute]

        return read

    def _in_hours(self, calendar: Any) -> bool:
        record = self.account.tables["calendars"].get(int(calendar))
        return record is None or zammad_clock.is_open(record, self.clock)

    def _may(self, user: int, group: int, right: str) -> bool:
        rights = self.account.tables["users"].get(user, {}).get("group_ids", {}).get(str(group), [])
        return self.account.tables["groups"][group]["active"] and ("full" in rights or right in rights)

    def _find(self, number: str, user: int) -> Record:
        ticket = self.tickets.get(int(number))
        if ticket is None:
            raise Refused(404, f"Couldn't find Ticket with 'id'={number}")
        if not self._may(user, ticket["group_id"], "read") and ticket["customer_id"] != user:
            raise Refused(403, "Not authorized")
        return ticket

    def _shown(self, ticket: Record, expand: bool = False) -> Record:
        found = deepcopy(ticket)
        if expand:
            tables, people = self.account.tables, self.account.tables["users"]
            found["group"] = tables["groups"][ticket["group_id"]]["name"]
            found["state"] = tables["ticket_states"][ticket["state_id"]]["name"]
            found["priority"] = tables["ticket_priorities"][ticket["priority_id"]]["name"]
            by = ("owner", "customer", "created_by", "updated_by")
            found.update({name: people[ticket[f"{name}_id"]]["login"] for name in by if ticket[f"{name}_id"]})
            if ticket["create_article_type_id"]:
                found["create_article_type"] = _name(TYPES, ticket["create_article_type_id"])
                found["create_article_sender"] = _name(SENDERS, ticket["create_article_sender_id"])
            else:
                found["articles"] = []
        return found

    def _holds(self, route: str, number: int) -> bool:
        if route == "groups":
            return any(one["group_id"] == number for one in self.tickets.values())
        return route == "users" and any(number in (one["customer_id"], one["owner_id"]) for one in self.tickets.values())
