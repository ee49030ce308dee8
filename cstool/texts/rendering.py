"""What the customer sees: a template with values, in one language, as one helpdesk prints it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cstool.diagnostic import Text, text
from cstool.model.helpdesk import Helpdesk
from cstool.texts.environment import Missing
from cstool.texts.filters import environment_for
from cstool.texts.locales import pick
from cstool.texts.partials import counted_pieces
from cstool.texts.pieces import Shared, shared_for
from cstool.texts.segments import Assign, Capture, Include, Loop, Other, Output, Plain, Segment
from cstool.texts.tree import parse
from cstool.texts.values import nested
from cstool.texts.walk import without_conditionals
from cstool.workspace import Workspace


class _Dash(Missing):
    shown = "-"


class _Raw(Missing):
    shown = "{{ … }}"


class _Debug(Missing):
    shown = "#{…}"


_MISSING: dict[str, type[Missing]] = {"blank": Missing, "dash": _Dash, "raw": _Raw, "debug": _Debug}


@dataclass(frozen=True, slots=True)
class Rendered:
    """One text as it is read. `failure` says why there is none; `notes` what else to know."""

    subject: str | None
    body: str
    locale: str
    notes: tuple[Text, ...] = ()
    failure: Text | None = None


def render(
    workspace: Workspace, template_id: str, locale: str, values: Mapping[str, object], dialect: Helpdesk | None = None
) -> Rendered:
    """The template in the language that serves `locale`, with values by dotted path. Raises KeyError for an unknown template."""
    template = workspace.templates[template_id]
    default = workspace.settings.value.default_locale
    used = pick(template.wordings, locale, default) or default
    wording = template.wordings[used]
    shared = shared_for(workspace, used)
    notes = [] if used == locale else [text("rendered-in-other-locale", locale=locale, used=used)]
    if dialect and not dialect.conditionals:
        notes.append(text("rendered-without-conditionals", product=dict(dialect.name)))
    subject = wording.front.subject or template.shared.value.subject
    try:
        body = render_text(wording.body, used, values, shared, dialect)
        title = render_text(subject, used, values, shared, dialect) if subject else None
    except RenderError as fault:
        return Rendered(None, "", used, tuple(notes), fault.message)
    return Rendered(title, body, used, tuple(notes))


class RenderError(Exception):
    """A text that cannot be printed: a fault of its syntax, or a limit that it passed."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.id)
        self.message = message


def render_text(
    body: str, locale: str, values: Mapping[str, object], shared: Shared | None = None, dialect: Helpdesk | None = None
) -> str:
    """One text with values. Raises RenderError."""
    from liquid.exceptions import LiquidError

    parsed = parse(body)
    if parsed.faults:
        raise RenderError(parsed.faults[0].message)
    partials = dict(shared.texts) if shared else {}
    if dialect and not dialect.conditionals:
        body = _source(without_conditionals(parsed.segments), body)
        partials = {name: _source(without_conditionals(parse(part).segments), part) for name, part in partials.items()}
    environment = environment_for(locale, _MISSING[dialect.missing_value] if dialect else Missing)
    environment.loader = counted_pieces(partials)
    try:
        return str(environment.from_string(body).render(**nested(values))).rstrip("\n")
    except LiquidError as error:
        raise RenderError(text("render-failed", problem=str(error.message or type(error).__name__))) from error
    except (RecursionError, OverflowError, ValueError, ArithmeticError) as error:
        raise RenderError(text("render-failed", problem=type(error).__name__)) from error


def _source(segments: Iterable[Segment], body: str) -> str:
    """Liquid of a tree without branches; the markup itself is copied from the text."""
    written: list[str] = []
    for segment in segments:
        match segment:
            case Plain() if "{{" in segment.text or "{%" in segment.text:
                written.append("{% raw %}" + segment.text + "{% endraw %}")
            case Plain():
                written.append(segment.text)
            case Output():
                written.append("{{ " + segment.expression.text + " }}")
            case Assign() | Include():
                tag = "render" if isinstance(segment, Include) and segment.isolated else type(segment).__name__.lower()
                written.append("{% " + tag + " " + segment.expression.text + " %}")
            case Loop():
                inner = _source(segment.body, body)
                other = "{% else %}" + _source(segment.otherwise, body) if segment.otherwise else ""
                written.append("{% for " + segment.over.text + " %}" + inner + other + "{% endfor %}")
            case Capture():
                inner = _source(segment.body, body)
                written.append("{% capture " + segment.name + " %}" + inner + "{% endcapture %}")
            case Other() if segment.tag in ("cycle", "increment", "decrement"):
                written.append("{% " + segment.tag + " " + segment.expression.text + " %}")
            case _:
                pass
    return "".join(written)
