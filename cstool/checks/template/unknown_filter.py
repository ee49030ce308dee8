"""A filter that does not exist, or with the wrong number of arguments.

Helpdesks ignore such a filter or print an error in the middle of the sentence.

Bad:

    # templates/general/note.en.md
    ---
    kind: note
    audience: internal
    ---
    Ticket {{ ticket.id | uppercase }}

Good:

    # templates/general/note.en.md
    ---
    kind: note
    audience: internal
    ---
    Ticket {{ ticket.id | upcase }}

中文：过滤器不存在，或参数个数不对。后台会忽略它，或者把错误文字印在句子里。
"""

from collections.abc import Iterator

from cstool.diagnostic import Edit, Problem, Severity, Span, text
from cstool.spelling import nearest
from cstool.texts import OURS, filter_arguments, filter_names, pieces
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
# What the same thing is called in Twig, Jinja or moment.js templates.
_ELSEWHERE = {"uppercase": "upcase", "upper": "upcase", "lowercase": "downcase", "lower": "downcase", "length": "size"}
_ELSEWHERE |= {"trim": "strip", "datetime_format": "date", "datefmt": "date", "currency": "money", "title": "capitalize"}


def check(workspace: Workspace) -> Iterator[Problem]:
    """Filters outside the list, and calls with too few or too many arguments."""
    seen: set[Span] = set()
    for piece in pieces(workspace):
        for use in piece.analysis.filters:
            takes = filter_arguments(use.filter.name)
            given = len(use.filter.arguments)
            if takes and takes[0] <= given <= takes[1]:
                continue
            span = piece.span(use.start, use.end, use.origin)
            if span in seen:
                continue
            seen.add(span)
            if takes:
                message = text("filter-arguments", name=use.filter.name, given=given, least=takes[0], most=takes[1])
                yield Problem(span, message, text("hint-filter-arguments", name=use.filter.name))
                continue
            near = _ELSEWHERE.get(use.filter.name) or nearest(use.filter.name, filter_names())
            edits = (Edit(span, near, safe=False),) if near and piece.part == "body" else ()
            hint = text("hint-did-you-mean", name=near) if near else text("hint-see-filters", ours=OURS)
            yield Problem(span, text("unknown-filter", name=use.filter.name), hint, edits=edits)
