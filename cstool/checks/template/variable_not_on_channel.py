"""A variable does not exist on a channel where the template is used.

An order number in a chat before the sale, a tracking link on the telephone: there is no value there, ever. Take the channel
out of the template, or guard the variable.

Bad:

    # config/vocabulary/more.yaml
    variables:
      order.id: {channels: [shop-phone], example: "1001"}
    # config/channels/more.yaml
    channels:
      shop-phone: {type: phone, languages: [en], calendar: shenzhen, team: frontline}
    # templates/general/note.en.md
    ---
    kind: note
    audience: internal
    channels: [shop-email]
    ---
    Look at order {{ order.id }}.

Good:

    # config/vocabulary/more.yaml
    variables:
      order.id: {channels: [shop-email], example: "1001"}
    # templates/general/note.en.md
    ---
    kind: note
    audience: internal
    channels: [shop-email]
    ---
    Look at order {{ order.id }}.

中文：变量在模板所用的渠道上不存在（例如电话渠道没有订单号）。请去掉该渠道，或用 if / default 保护。
"""

from collections.abc import Iterator

from cstool.diagnostic import Problem, Severity, Span, text
from cstool.texts import channels_of, find, known_variables, readings
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR


def check(workspace: Workspace) -> Iterator[Problem]:
    """Unguarded variables on channels that never have a value for them."""
    known = known_variables(workspace)
    seen: set[tuple[Span, str]] = set()
    for reading in readings(workspace):
        variable = find(known, reading.use.path)
        template = reading.piece.template
        # What may be empty anyway is reported as unguarded.
        if not reading.use.leaves_hole or not variable or not variable.channels or variable.may_be_empty or not template:
            continue
        absent = tuple(channel for channel in channels_of(workspace, template) if channel not in variable.channels)
        if absent and (reading.span, template.id) not in seen:
            seen.add((reading.span, template.id))
            message = text("variable-not-on-channel", name=variable.path, channels=absent, template=template.id)
            yield Problem(reading.span, message, text("hint-channel-or-guard", name=variable.path))
