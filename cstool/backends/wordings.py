"""Templates in a product's own placeholders: what it cannot hold is replaced by the text for a missing value, and said.

Values that are fixed when templates are compiled (facts, addresses of articles, promises) are printed here and now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from cstool.backends.account import Account, Scope
from cstool.diagnostic import Span
from cstool.model.base import METRICS, Duration
from cstool.model.settings import FieldBinding
from cstool.sla import promise
from cstool.texts import OURS, Known, Segment, example_values, known_variables, pieces_of, render_text, without_allows
from cstool.texts import parse as parse_text
from cstool.texts.pieces import Piece, channels_of
from cstool.texts.segments import Assign, Branch, Capture, Expression, Include, Loop, Output, Plain, Test
from cstool.workspace import Template

FIXED = ("facts", "kb", "sla")
"""Origins of values that no helpdesk knows and that do not differ between tickets."""
MAX_INCLUDES = 8
_NEEDS_LIST = ("join", "first", "last", "size", "sort", "uniq", "reverse", "map")


class Syntax(Protocol):
    """How a product writes texts."""

    @property
    def conditionals(self) -> bool:
        """Whether texts may hold if and else."""
        ...

    def plain(self, text: str) -> str:
        """Text that is printed as it stands."""
        ...

    def output(self, native: str, filters: str) -> str:
        """A value; `filters` begin with ` | ` or are empty."""
        ...

    def bound(self, account: Account, name: str, binding: FieldBinding) -> str | None:
        """The placeholder of a bound field; None where it cannot print the value."""
        ...


@dataclass(frozen=True, slots=True)
class Native:
    """One template in one language, ready for the product."""

    locale: str
    subject: str
    body: str


def natives(account: Account, template: Template, scope: Scope, syntax: Syntax, automatic: bool) -> tuple[Native, ...]:
    """Every language of a template. `automatic`: the product sends it by itself, so no agent stands behind it."""
    channels, category = channels_of(account.workspace, template), template.shared.value.category
    promises: dict[str, Duration | None] = {metric: promise(account.workspace, metric, channels, category) for metric in METRICS}
    known = known_variables(account.workspace)
    texts: dict[str, dict[str, str]] = {}
    for piece in pieces_of(account.workspace, template):
        values = example_values(account.workspace, piece.locale, "best", promises)
        writer = _Writer(account, scope, syntax, automatic, piece, known, values)
        texts.setdefault(piece.locale, {})[piece.part] = writer.write()
    default = account.workspace.settings.value.default_locale
    shared_subject = texts.get(default, {}).get("subject", "")
    return tuple(
        Native(locale, parts.get("subject", shared_subject), parts.get("body", "")) for locale, parts in sorted(texts.items())
    )


@dataclass
class _Writer:
    account: Account
    scope: Scope
    syntax: Syntax
    automatic: bool
    piece: Piece
    known: Mapping[str, Known]
    values: Mapping[str, object]
    aliases: dict[str, str] = field(default_factory=dict)
    """Names that the template gave to another variable."""
    captured: dict[str, str] = field(default_factory=dict)
    origin: list[str] = field(default_factory=list)
    """The shared pieces we are in."""

    def write(self) -> str:
        return self.body(parse_text(without_allows(self.piece.text)).segments).strip()

    def body(self, segments: Sequence[Segment]) -> str:
        return "".join(self.segment(segment) for segment in segments)

    def segment(self, segment: Segment) -> str:
        match segment:
            case Plain():
                return self.syntax.plain(segment.text)
            case Output():
                return self.output(segment)
            case Branch():
                return self.branch(segment)
            case Include():
                return self.include(segment)
            case Assign() if segment.expression.variable and not segment.expression.filters:
                self.aliases[segment.name] = self.path(segment.expression.variable)
                return ""
            case Capture():
                self.captured[segment.name] = self.body(segment.body)
                return ""
            case Loop() if segment.otherwise:
                self.scope.differs("guarded-fallback", self.span(segment))
                return self.body(segment.otherwise)
            case _:
                return self.refused(segment)

    def span(self, segment: Segment) -> Span:
        return self.piece.span(segment.start, segment.end, self.origin[-1] if self.origin else None)

    def refused(self, segment: Segment) -> str:
        self.scope.unsupported("template-construct", self.span(segment))
        return ""

    def path(self, name: str) -> str:
        return self.aliases.get(name, name)

    def native(self, name: str) -> str | None:
        """The placeholder of a variable; None where the product has no such value."""
        held = self.account.helpdesk.placeholders.get(name)
        if held is not None:
            if held.native is None or (self.automatic and held.only_agents):
                return None
            return held.automatic if self.automatic and held.automatic else held.native
        binding = self.account.field_binding(name)
        return self.syntax.bound(self.account, name, binding) if binding else None

    def fixed(self, names: Sequence[str]) -> bool:
        """Whether all these variables have the same value on every ticket."""
        return all((found := self.known.get(name)) is not None and found.origin in FIXED for name in names)

    def output(self, segment: Output) -> str:
        expression = segment.expression
        names = [self.path(name.path) for name in expression.names]
        if expression.variable in self.captured and not expression.filters:
            return self.captured[expression.variable]
        if self.fixed(names):
            return self.syntax.plain(render_text(f"{{{{ {expression.text} }}}}", self.piece.locale, self.values))
        native = self.native(self.path(expression.variable)) if expression.variable else None
        if expression.fallback is not None and (native is None or not self.syntax.conditionals):
            self.scope.differs("guarded-fallback", self.span(segment))
            return self.syntax.plain(expression.fallback)
        if native is None or len(names) > 1:
            self.scope.no_placeholder(next((name for name in names if self.native(name) is None), names[0]), self.span(segment))
            return ""
        return self.syntax.output(native, self.filters(segment, expression))

    def filters(self, segment: Output, expression: Expression) -> str:
        """The filters that the product knows too."""
        kept = ""
        known = self.known.get(self.path(expression.variable or ""))
        for position, entry in enumerate(expression.filters):
            after = expression.filters[position + 1 :]
            written = expression.text[entry.start : after[0].start if after else len(expression.text)].strip().rstrip("|").strip()
            is_list = known is not None and known.type == "list" and entry.name in _NEEDS_LIST
            if entry.name in OURS or is_list or not self.syntax.conditionals:
                self.scope.differs("unformatted-value", self.span(segment))
            else:
                kept += f" | {written}"
        return kept

    def include(self, segment: Include) -> str:
        texts = dict(self.piece.shared.texts)
        if segment.name is None or segment.name not in texts or segment.bound or len(self.origin) >= MAX_INCLUDES:
            return self.refused(segment)
        self.origin.append(segment.name)
        written = self.body(parse_text(texts[segment.name]).segments)
        self.origin.pop()
        return written

    def decided(self, test: Test) -> bool | None:
        """Whether a test holds, where that does not depend on the ticket."""
        names = [self.path(name.path) for name in test.names]
        if self.fixed(names):
            markup = f"{{% if {test.text} %}}1{{% endif %}}"
            return render_text(markup, self.piece.locale, self.values) == "1"
        if any(self.native(name) is None for name in names) or not self.syntax.conditionals:
            return test.holds_if_missing
        return None

    def branch(self, segment: Branch) -> str:
        written: list[str] = []
        for arm in segment.arms:
            held = True if arm.test is None else self.decided(arm.test)
            if held is not None and arm.test is not None:
                if not self.fixed([self.path(name.path) for name in arm.test.names]):
                    self.scope.differs("guarded-fallback", self.span(segment))
                held = held is not arm.negated
            if held is False:
                continue
            if held:
                written.append(("{% else %}" if written else "") + self.body(arm.body))
                break
            assert arm.test is not None
            condition = self.condition(arm.test, arm.negated)
            if condition is None or segment.kind == "case":
                return self.refused(segment)
            written.append(f"{{% {'elsif' if written else 'if'} {condition} %}}" + self.body(arm.body))
        dynamic = bool(written) and written[0].startswith("{% if ")
        return "".join(written) + ("{% endif %}" if dynamic else "")

    def condition(self, test: Test, negated: bool) -> str | None:
        """A test in the product's own names. A bare value asks for blank: an empty text counts as true in Liquid."""
        name = test.names[0] if len(test.names) == 1 else None
        if name is not None and name.path == test.text.strip():
            return f"{self.native(self.path(name.path))} {'==' if negated else '!='} blank"
        if negated:
            return None
        written, position = "", 0
        for entry in sorted(test.names, key=lambda entry: entry.start):
            written += test.text[position : entry.start] + (self.native(self.path(entry.path)) or "")
            position = entry.end
        return written + test.text[position:]
