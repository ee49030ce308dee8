"""Tickets for measuring, always the same: English texts of sixty words, one in five with a word that a rule looks for."""

import json
import random
from pathlib import Path

TEXT = """hello my parcel has not come yet and the shop says it was sent two weeks ago could you look where it is now because
we need it for a birthday on friday the box was open when it came one lamp is broken the other works but the colour is wrong"""


def write_tickets(path: Path, count: int, rules: int = 500) -> Path:
    """Write so many tickets as JSON lines; the seed is fixed."""
    chance, known = random.Random(7), TEXT.split()
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for number in range(count):
            words = chance.choices(known, k=60)
            if number % 5 == 0:
                words[30] = f"word{chance.randrange(rules)}"
            file.write(json.dumps(_ticket(number, " ".join(words))) + "\n")
    return path


def _ticket(number: int, body: str) -> dict[str, object]:
    order = {"id": f"114-{number:07}", "amount": 10 + number % 990, "currency": "USD"}
    moment = f"2026-07-{1 + number % 28:02}T{number % 24:02}:{number % 60:02}:00Z"
    return {"id": str(number), "received_at": moment, "channel": "mail", "language": "en", "body": body, "order": order}
