"""Tokens -> the tree of a template, with every fault: one wrong tag does not hide the next."""

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from cstool.diagnostic import Text, text
from cstool.texts import markup
from cstool.texts.liquid_tag import lines_of
from cstool.texts.markup import MarkupError
from cstool.texts.scan import MAX_FAULTS, MAX_MARKUPS, Token, scan
from cstool.texts.segments import (
    Arm,
    Assign,
    Branch,
    Capture,
    Expression,
    Fault,
    Include,
    Loop,
    Other,
    Output,
    Parsed,
    Plain,
    Segment,
    Test,
)

MAX_NESTING = 30
_ENDS = {"if": "endif", "unless": "endunless", "case": "endcase", "for": "endfor", "tablerow": "endtablerow"}
_ENDS |= {"capture": "endcapture", "ifchanged": "endifchanged"}
_OPENERS = {end: name for name, end in _ENDS.items()}
_MIDDLE = {"elsif": ("if", "unless"), "else": ("if", "unless", "case", "for"), "when": ("case",)}
_INNER = {"elsif": "if", "else": "if", "when": "case"}
TAGS = (
    *_ENDS,
    *_MIDDLE,
    *("assign", "break", "comment", "continue", "cycle", "decrement", "doc", "echo"),
    *("include", "increment", "liquid", "raw", "render"),
)
_NO_EXPRESSION = Expression("")


@dataclass
class _Block:
    """A block that is still open."""

    token: Token
    binding: markup.Binding = markup.Binding(None, _NO_EXPRESSION)  # noqa: RUF009 - frozen
    arms: list[tuple[Test | None, int, list[Segment], bool]] = field(default_factory=list)
    body: list[Segment] = field(default_factory=list)


@lru_cache(maxsize=4_096)
def parse(body: str) -> Parsed:
    """The text as a tree. Texts that are equal are read once."""
    tokens, faults = scan(body)
    builder = _Builder(faults)
    for token in tokens:
        builder.take(token)
        if builder.stopped or len(faults) > MAX_FAULTS:
            builder.stopped = True
            break
    builder.finish()
    ordered = tuple(sorted(faults, key=lambda fault: (fault.start, fault.end)))
    return Parsed(tuple(builder.root), ordered, tuple(builder.comments))


class _Builder:
    """Takes tokens one by one; `root` is the tree when all are taken."""

    def __init__(self, faults: list[Fault]) -> None:
        self.root: list[Segment] = []
        self.faults = faults
        self.comments: list[tuple[int, str]] = []
        self.open: list[_Block] = []
        self.stopped = False

    @property
    def body(self) -> list[Segment]:
        return self.open[-1].body if self.open else self.root

    def take(self, token: Token) -> None:
        if token.kind == "text":
            self.body.append(Plain(token.value, token.start, token.end))
        elif token.kind == "comment":
            self.comments.append((token.offset, token.value))
        elif token.kind == "output" or token.name == "echo":
            self._output(token)
        elif token.name == "#":
            self.comments.append((token.offset, token.value))
        elif token.name == "liquid":
            for line in islice(lines_of(token), MAX_MARKUPS):
                self.take(line)
        elif token.name in _ENDS:
            self._enter(token)
        elif token.name in _MIDDLE:
            self._middle(token)
        elif token.name in _OPENERS:
            self._leave(token)
        else:
            self._single(token)

    def finish(self) -> None:
        while self.open:
            block = self.open[-1]
            if not self.stopped:
                closing = _ENDS[block.token.name]
                self._fault(
                    block.token, text("liquid-block-open", tag=block.token.name), text("close-the-block", closing=closing)
                )
            self._close(block.token.end)

    def _fault(self, token: Token, message: Text, hint: Text | None = None) -> None:
        self.faults.append(Fault(token.start, token.end, message, hint))

    def _refused(self, token: Token, fault: MarkupError) -> None:
        start = token.offset + fault.start if token.value else token.start
        end = token.offset + fault.end if token.value else token.end
        self.faults.append(Fault(start, end, fault.message))

    def _output(self, token: Token) -> None:
        try:
            read = markup.expression(token.value)
        except MarkupError as fault:
            self._refused(token, fault)
            return
        self.body.append(Output(read, token.offset, token.start, token.end))

    def _enter(self, token: Token) -> None:
        if len(self.open) >= MAX_NESTING:
            self._fault(token, text("liquid-too-deep", limit=MAX_NESTING), text("split-the-template"))
            self.stopped = True
            return
        block = _Block(token)
        self.open.append(block)
        try:
            if token.name in ("if", "unless"):
                block.arms.append((markup.test("if", token.value), token.offset, block.body, token.name == "unless"))
            elif token.name != "ifchanged":
                block.binding = markup.binding(token.name, token.value)
        except MarkupError as fault:
            self._refused(token, fault)
            if token.name in ("if", "unless"):
                block.arms.append((Test(token.value), token.offset, block.body, token.name == "unless"))

    def _middle(self, token: Token) -> None:
        block = self.open[-1] if self.open else None
        if not block or block.token.name not in _MIDDLE[token.name]:
            self._fault(token, text("liquid-tag-outside", tag=token.name, opener=_INNER[token.name]))
            return
        if block.arms and block.arms[-1][0] is None:
            self._fault(token, text("liquid-after-else", tag=token.name), text("move-before-else"))
        test: Test | None = None
        try:
            if token.name == "elsif":
                test = markup.test("if", token.value)
            elif token.name == "when":
                test = markup.choice(block.binding.expression, token.value)
            elif token.value:
                self._fault(token, text("liquid-else-condition", markup=token.value), text("write-elsif"))
        except MarkupError as fault:
            self._refused(token, fault)
            test = Test(token.value)
        if block.token.name == "for":
            block.arms.append((Test(""), token.offset, block.body, False))
        block.body = []
        block.arms.append((test, token.offset, block.body, False))

    def _leave(self, token: Token) -> None:
        opener = _OPENERS[token.name]
        if not any(block.token.name == opener for block in self.open):
            self._fault(token, text("liquid-nothing-to-close", tag=token.name, opener=opener))
            return
        while self.open[-1].token.name != opener:
            inner = self.open[-1].token
            closing = _ENDS[inner.name]
            self._fault(inner, text("liquid-block-open", tag=inner.name), text("close-the-block", closing=closing))
            self._close(token.start)
        self._close(token.end)

    def _close(self, end: int) -> None:
        block = self.open.pop()
        token, start = block.token, block.token.start
        arms = tuple(Arm(test, offset, tuple(body), negated) for test, offset, body, negated in block.arms)
        if token.name in ("if", "unless", "case"):
            if token.name == "case" and block.binding.expression.names:
                self.body.append(Other("case", block.binding.expression, token.offset, start, token.end))
            self.body.append(Branch(token.name, arms, start, end))
        elif token.name in ("for", "tablerow"):
            inside = arms[0].body if arms else tuple(block.body)
            otherwise = arms[-1].body if arms else ()
            over = block.binding.expression
            self.body.append(Loop(block.binding.name or "", over, token.offset, inside, otherwise, start, end))
        elif token.name == "capture":
            self.body.append(Capture(block.binding.name or "", tuple(block.body), start, end))
        else:
            self.body.extend(block.body)

    def _single(self, token: Token) -> None:
        if token.name not in TAGS or token.name in ("raw", "doc"):
            self._fault(token, text("liquid-unknown-tag", tag=token.name), self._near(token.name))
            return
        if token.name in ("break", "continue"):
            self.body.append(Other(token.name, _NO_EXPRESSION, token.offset, token.start, token.end))
            return
        try:
            bound = markup.binding(token.name, token.value)
        except MarkupError as fault:
            self._refused(token, fault)
            return
        place = (token.offset, token.start, token.end)
        if token.name == "assign":
            self.body.append(Assign(bound.name or "", bound.expression, *place))
        elif token.name in ("include", "render"):
            self.body.append(Include(bound.name, bound.bound, bound.expression, *place, token.name == "render"))
        else:
            self.body.append(Other(token.name, bound.expression, *place, bound.name))

    @staticmethod
    def _near(name: str) -> Text | None:
        from difflib import get_close_matches

        known = (*TAGS, *_OPENERS, "endcomment", "endraw")
        near = get_close_matches(name, known, n=1, cutoff=0.6)
        return text("did-you-mean-tag", tag=near[0]) if near else None
