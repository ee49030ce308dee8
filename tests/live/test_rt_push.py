"""A workspace's life on a running Request Tracker: first push, tickets, drift, an edit, the way back, deletion, a lost lockfile.

The pitfalls cited as R1 to R9 are the server's own, all measured on Request Tracker 5.0.3: R1 REST drops what it does not know
without a word; R2 a program pushed again is a second one; R3 a server that serves REST alone keeps old settings; R4 a queue
with `/` in its name has no address by name; R5 a name stays taken after deletion; R6 the server's own automatic reply; R7 its
clock adds to the settings it counts with; R8 customers read a queue's description; R9 what stands in a setting belongs to all.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from cstool.backends.rt.desk import CONFIG, HOURS, LEVELS
from cstool.backends.rt.pages import page_of
from cstool.tickets import Customer, Order, Ticket
from tests.live.rt.commands import Desk
from tests.live.rt.proof import proved
from tests.live.rt.seller import settle
from tests.live.rt.server import Server
from tests.live.rt.tickets import Door

pytestmark = pytest.mark.xdist_group("rt")
GENERAL = "templates/general"
FOREIGN_LEVEL = {"Response": {"RealMinutes": 60}, "Resolve": {"BusinessMinutes": 480}, "BusinessHours": "theirs"}
FOREIGN_HOURS = {"1": {"Start": "8:00", "End": "12:00", "Breaks": [{"Start": "9:00", "End": "9:30"}]}}
FOREIGN_SCRIP = """use RT -init; my $scrip = RT::Scrip->new(RT->SystemUser);
my ($id, $said) = $scrip->Create(Queue => 1, Description => 'theirs', ScripCondition => 'On Create',
    ScripAction => 'User Defined', Template => 'Blank', CustomPrepareCode => '1;', CustomCommitCode => '1; # theirs');
die $said unless $id; print $id;"""


def settings(server: Server) -> tuple[dict[str, object], dict[str, object]]:
    fields = page_of(server.html("GET", CONFIG)).fields
    return json.loads(fields[LEVELS]), json.loads(fields[HOURS])


def write(server: Server, name: str, value: object) -> None:
    server.html("POST", CONFIG, {"Update": "Save", name: json.dumps(value), f"{name}-Current": "x"})


def fields(server: Server) -> list[str]:
    search = [{"field": "LookupType", "value": "RT::Queue-RT::Ticket"}]
    return sorted(row["Name"] for row in server.rows("customfields", "Name", search))


def programs(server: Server) -> list[str]:
    page = page_of(server.html("GET", "Admin/Scrips/index.html?Rows=1000&FindDisabledScrips=1"))
    return [words for address, words in page.links if "Modify.html?id=" in address and not words.isdigit()]


@pytest.fixture(scope="module")
def small(request_tracker: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The small seller on a server of its own, on which others had been before."""
    server = request_tracker.another(Path(tmp_path_factory.mktemp("rt-small")) / "server")
    server.start()
    write(server, LEVELS, {"Levels": {"gold": FOREIGN_LEVEL}, "QueueDefault": {"General": "gold"}})
    write(server, HOURS, {"theirs": FOREIGN_HOURS})
    server.perl(FOREIGN_SCRIP)
    server.call("POST", "queue", {"Name": "Odd/Queue", "Description": "theirs"})  # R4
    desk = Desk(server, settle(Path(tmp_path_factory.mktemp("small")), server.base, small=True))
    desk.people()
    desk.said = desk.run("push", "--yes")
    yield desk
    server.stop()


def test_a_push_and_nothing_left(small: Desk) -> None:
    said = small.said
    assert "read back, everything agrees" in said
    assert "by hand" in said, "rights and reminders are not pushed"
    small.run("plan", "--expect-empty")
    levels, hours = settings(small.server)
    assert levels["Levels"]["gold"]["Resolve"] == FOREIGN_LEVEL["Resolve"]  # type: ignore[index]  # R9
    assert levels["QueueDefault"] == {"General": "gold"}
    assert hours["theirs"]["1"]["Start"] == "8:00"  # type: ignore[index]
    assert "theirs" in programs(small.server)


def a_ticket(number: int, channel: str, text: str, **more: object) -> Ticket:
    amount, loyalty, country = more.get("amount"), more.get("loyalty"), more.get("country")
    return Ticket(
        datetime.now(UTC),
        str(number),
        channel,
        language=str(more["language"]) if "language" in more else None,
        subject=f"{text[:20]} {number}",
        body=text,
        customer=Customer(email=f"b{number}@customer.example", country=str(country) if country else None),
        order=Order(amount=Decimal(str(amount)), currency="EUR") if amount else Order(),
        fields={"loyalty": loyalty} if loyalty else {},
    )


def test_every_construct_of_the_small_seller(small: Desk) -> None:
    texts = ("refund please", "awful, angry, refund", "lamp and LIGHT", "re\u00adfund", "nothing", "Ｒｅｆｕｎｄ", "angry lamp")
    sent = []
    for number, text in enumerate(texts * 3):
        channel = ("shop", "chat", "shop", "chat", "mail")[number % 5]
        if channel == "mail":
            sent.append(a_ticket(number, channel, text))
        else:
            more = {
                "amount": ("45.45", "45.46", "181.81", "181.82", "")[number % 5],
                "country": ("DE", "FR", "IT", "")[number % 4],
            }
            more |= {"loyalty": ("gold", "silver", "")[number % 3], "language": ("de", "en")[number % 2]}
            sent.append(a_ticket(number, channel, text, **more))
    found = proved(small, sent, "Incoming")
    assert not found.unequal, "\n".join(found.unequal)


def test_no_second_reply_and_no_marker_before_customers(small: Desk) -> None:
    """R6: the queue's own empty template keeps the server's reply away. R8: the sender's name is the team's."""
    mails = [path.read_text("utf-8", "replace") for path in (small.server.folder / "mail").iterdir()]
    to_customers = [mail for mail in mails if "@customer.example" in mail.partition("\n\n")[0]]
    assert all("X-cstool-template" in mail for mail in to_customers)
    assert not [mail for mail in mails if "cstool:" in mail]


def test_a_subject_longer_than_the_server_keeps(small: Desk) -> None:
    door = Door(small.server, small.workspace(), "Incoming")
    long = replace(a_ticket(79, "shop", "nothing"), subject="very " * 60 + "awful")
    number = door.post(long)
    assert door.results()[number].fields["category"] == ("complaint",)


def test_mail_that_is_html_alone(small: Desk) -> None:
    """The server makes text of it, so that markup in the middle of a phrase hides nothing."""
    head = "From: b80@customer.example\nTo: help@small.example\nSubject: x\nContent-Type: text/html; charset=utf-8\n\n"
    said = small.server.mail_in(f"{head}<p>an <i>aw</i>ful, <b>an</b>gry\nmess</p>".encode(), "Incoming")
    number = said.partition("Ticket: ")[2].split()[0]
    assert Door(small.server, small.workspace(), "Incoming").results()[number].fields["category"] == ("complaint",)


def test_a_later_message_of_the_customer(small: Desk) -> None:
    door = Door(small.server, small.workspace(), "Incoming")
    number = door.post(a_ticket(77, "mail", "a question"))
    before = door.results()[number]
    answer = f"From: b77@customer.example\nTo: help@small.example\nSubject: Re: [cs.example.test #{number}] x\n\nnow I am ANGRY\n"
    assert f"Ticket: {number}" in small.server.mail_in(answer.encode(), "Incoming")
    after = door.results()[number]
    assert (before.priority, after.priority) == (50, 75)
    assert after.queue == before.queue, "a later message does not route again"


def test_drift_says_who_and_when(small: Desk) -> None:
    queue = next(row for row in small.server.rows("queues/all", "Name") if row["Name"] == "Back")
    small.server.call("PUT", f"queue/{queue['id']}", {"Description": "changed by hand"})
    said = small.run("drift", code=1)
    assert "queue/back" in said
    assert "root" in said
    assert "changed by hand" in said
    small.run("push", "--yes")
    small.run("drift")


def test_an_edit_of_a_rule_changes_programs_alone_and_leads_back(small: Desk, tmp_path: Path) -> None:
    routing, log = small.folder / "config/routing.yaml", tmp_path / "requests.jsonl"
    old = routing.read_text("utf-8")
    routing.write_text(old.replace("text: [angry, awful]", "text: [angry, awful, dreadful]"), "utf-8")
    small.run("push", "--yes", "--requests", str(log))
    rows = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    written = {row["path"] for row in rows if row["method"] in ("POST", "PUT", "DELETE") and "search" not in str(row["path"])}
    assert {path for path in written if path.startswith("Admin/")} == {"Admin/Scrips/Modify.html"}
    assert not [row for row in rows if row["method"] in ("PUT", "DELETE")]
    door = Door(small.server, small.workspace(), "Incoming")
    number = door.post(a_ticket(90, "shop", "a dreadful lamp"))
    assert door.results()[number].fields["category"] == ("complaint",)
    small.run("rollback", "--yes")
    number = door.post(a_ticket(91, "shop", "a dreadful lamp"))
    assert door.results()[number].fields["category"] == ("other",)
    routing.write_text(old, "utf-8")
    small.run("plan", "--expect-empty")


def test_deletion_switches_off_and_the_name_comes_back(small: Desk) -> None:
    """R5: what was deleted keeps its name for ever, so it is taken up again; a program is put aside under another name."""
    names = ("config/routing.yaml", f"{GENERAL}/hello.de.md", f"{GENERAL}/approved.de.md")
    routing, mail, article = (small.folder / name for name in names)
    kept = {path: path.read_text("utf-8") for path in (routing, mail, article)}
    search = [{"field": "Name", "value": "general/approved [de]"}]
    first = small.server.rows("articles", "Name,Disabled", search)
    routing.write_text(kept[routing].partition("  - id: again")[0], "utf-8")
    mail.unlink()
    article.unlink()
    small.run("push", "--yes", "--delete", "--force")
    assert [row["Disabled"] for row in small.server.rows("articles", "Name,Disabled", search, find_disabled_rows=1)] == ["1"]
    assert "retired cstool:scrip:later: routing" in programs(small.server)
    assert "cstool general/hello [de]" not in small.server.html("GET", "Admin/Global/Templates.html?Rows=1000")
    for path, text in kept.items():
        path.write_text(text, "utf-8")
    small.run("push", "--yes", "--force")
    assert [row["id"] for row in small.server.rows("articles", "Name,Disabled", search)] == [row["id"] for row in first]
    assert programs(small.server).count("cstool:scrip:later: routing") == 1
    small.run("plan", "--expect-empty")


def test_a_solved_ticket_that_comes_back(small: Desk) -> None:
    """The server opens it again by a scrip of its own, which is what our program for later events hears of."""
    routing = small.folder / "config/routing.yaml"
    old = routing.read_text("utf-8")
    stage = "  - id: back\n    event: ticket.reopened\n    match: first\n    rules:\n"
    rule = "      - {id: came-back, when: {text: dark}, then: {priority: urgent, tags: vip}}\n"
    routing.write_text(old + stage + rule, "utf-8")
    small.run("push", "--yes")
    door = Door(small.server, small.workspace(), "Incoming")
    number = door.post(a_ticket(78, "mail", "a lamp"))
    small.server.call("PUT", f"ticket/{number}", {"Status": "resolved"})
    answer = f"From: b78@customer.example\nTo: help@small.example\nSubject: Re: [cs.example.test #{number}] x\n\nstill dark\n"
    small.server.mail_in(answer.encode(), "Incoming")
    after = door.results()[number]
    assert (after.priority, after.fields["Tags"]) == (100, ("vip",))
    routing.write_text(old, "utf-8")
    small.run("push", "--yes")


def test_a_lost_lockfile_makes_no_twins(small: Desk) -> None:
    """R2, R7: found by markers and names; nothing is there twice, and what the clock added is no change."""
    before = sorted(programs(small.server)), fields(small.server)
    (small.folder / "cstool.lock/desk.json").unlink()
    small.run("push", "--yes")
    small.run("plan", "--expect-empty")
    assert (sorted(programs(small.server)), fields(small.server)) == before


def test_a_new_level_counts_at_once(small: Desk) -> None:
    """R3: the program asks for the settings of now; a server that serves REST alone would keep the old ones."""
    sla = small.folder / "config/sla.yaml"
    sla.write_text(sla.read_text("utf-8").replace("urgent: 30m", "urgent: 25m"), "utf-8")
    small.run("push", "--yes", "--force")
    found = proved(small, [a_ticket(100 + number, "shop", "awful lamp") for number in range(4)], "Incoming")
    assert not found.unequal, "\n".join(found.unequal)
