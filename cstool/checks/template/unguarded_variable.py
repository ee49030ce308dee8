"""A variable that may be empty is printed without a guard.

`Hi {{ customer.first_name }},` becomes `Hi ,` for every customer who gave no first name. Say what stands there instead, with
`default`, or ask with `if`. Behind an automatic text stands no agent, so `agent.name` is empty there. What a missing value
prints differs from helpdesk to helpdesk; the message names it for yours.

Bad:

    # templates/general/note.en.md
    ---
    kind: note
    audience: internal
    ---
    Call {{ customer.first_name }} today.

Good:

    # templates/general/note.en.md
    ---
    kind: note
    audience: internal
    ---
    Call {{ customer.first_name | default: "the customer" }} today.

中文：可能为空的变量没有保护。客户没有名字时，“{{ customer.first_name }}，您好”会变成“，您好”。请用 default 或 if。
"""

from collections.abc import Iterator, Mapping

from cstool.diagnostic import Problem, Severity, Span, Text, text
from cstool.texts import exists_in, find, known_variables, readings
from cstool.texts.pieces import Reading
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
_SHOWN = {"blank": "", "dash": "-", "raw": "{{ … }}", "debug": "#{…}"}


def check(workspace: Workspace) -> Iterator[Problem]:
    """Printed holes: the variable may be empty, and nothing on the way says what then."""
    known = known_variables(workspace)
    prints = _prints(workspace)
    seen: set[Span] = set()
    for reading in readings(workspace):
        use = reading.use
        variable = find(known, use.path)
        own = variable is None and use.via is not None
        template = reading.piece.template
        absent = variable and template and not exists_in(variable, template.shared.value.kind)
        if not use.leaves_hole or not (own or absent or (variable and variable.may_be_empty)):
            continue
        span = reading.span
        if span in seen:
            continue
        seen.add(span)
        name = use.via if own and use.via else use.path
        outcome = tuple(text("prints-" + way, product=product) for product, way in prints.items()) or (text("prints-nothing"),)
        message = text("unguarded-variable", name=name, prints=outcome, line=_line(reading, prints))
        yield Problem(span, message, text("hint-guard", name=name))


def _prints(workspace: Workspace) -> Mapping[str, str]:
    """Backend -> what its product prints for a missing value."""
    found: dict[str, str] = {}
    for name, backend in workspace.settings.value.backends.items():
        product = workspace.helpdesks.get(backend.type)
        if product:
            found[name] = product.value.missing_value
    return found


def _line(reading: Reading, prints: Mapping[str, str]) -> Text | str:
    """The line as the customer would read it on the first backend."""
    body = dict(reading.piece.shared.texts)[reading.use.origin] if reading.use.origin else reading.piece.text
    start = body.rfind("{", 0, reading.use.start + 1) - 1
    close = body.find("}}", reading.use.end)
    left, right = body.rfind("\n", 0, max(start, 0)) + 1, body.find("\n", max(close, 0))
    if start < 0 or close < 0 or body[start : start + 2] != "{{":
        return ""
    shown = _SHOWN[next(iter(prints.values()), "blank")]
    line = body[left:start] + shown + body[close + 2 : right if right >= 0 else len(body)]
    return line.strip()[:80]
