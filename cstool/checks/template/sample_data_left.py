"""A sample name, address or number was left in the text.

`John Doe`, `张三`, `test@example.com`: written as an example for the next editor, sent to a real customer.

Bad:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Dear John Doe, thank you for your message.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

Good:

    # templates/general/acknowledge.en.md
    ---
    category: other
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    Thank you for your message.
    We will answer {{ sla.first_reply | promise }}. {{ brand.name }}

中文：话术里留着示例数据（John Doe、张三、test@example.com 等），会发给真实客户。请改成变量。
"""

import re
from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, text
from cstool.texts.prose import found, prose, texts_for
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
_MAIL = re.compile(r"(?i)(?<![\w.])(?:test|sample|demo|foo|your\.?name|name)@[\w.-]+\.[a-z]{2,}")
_NUMBER = re.compile(r"(?<![\w-])(?:ORD|ORDER|RMA|TRK|SKU|INV)-?(?:0?12345\d*|X{3,}|0{4,}\d?)(?![\w-])")


def check(workspace: Workspace) -> Iterator[Problem]:
    """Names of the word list, addresses of hosts that nobody owns, numbers that count up."""
    for piece in texts_for(workspace):
        words = prose(piece)
        hits = [
            (hit.start, hit.end) for topic in ("sample", "sample_host") for hit in found(workspace, topic, piece.locale, words)
        ]
        hits += [match.span() for pattern in (_MAIL, _NUMBER) for match in pattern.finditer(words)]
        last = -1
        for start, end in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
            if start >= last:
                last = end
                message = text("sample-data-left", written=words[start:end])
                yield Problem(piece.span(start, end), message, text("hint-write-variable"))
