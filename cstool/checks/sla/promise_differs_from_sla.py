"""An automatic reply promises an answer within a time that is not the SLA's.

The team works by the SLA; the customer was told something else: a broken promise by design. Numbers in texts also stay
behind when the SLA changes. Hours are read by the calendar: where the target counts working hours, the text has to say so.
Only sentences about answering are looked at, in English, Chinese and German.

Bad:

    # config/sla.yaml
    policies:
      - {id: everything, targets: {first_reply: {within: 12h, calendar: 24x7}}}
    # templates/promise/received.en.md
    ---
    kind: auto_reply
    ---
    We have your message and will answer within 2 hours.

Good:

    # templates/general/acknowledge.en.md
    ---
    kind: auto_reply
    subject: "We have your message {{ ticket.id }}"
    ---
    {{ brand.name }} will answer {{ sla.first_reply | promise }}.

中文：自动回复里写的答复时间和时效标准不一致。团队按标准工作，客户却得到另一个承诺。请用变量打印承诺时间。
"""

import re
from collections.abc import Iterator

from cstool.diagnostic import Edit, Problem, Severity, Span, text
from cstool.model.base import Duration
from cstool.ordinary_week import counts_closed_time, worst_elapsed
from cstool.sla import Promise, SlaBook, compile_sla, length, promised
from cstool.workspace import Workspace

SEVERITY = Severity.ERROR
PRINTED = "{{ sla.first_reply | promise }}"
_WORDS = (
    "one:1 two:2 four:4 twelve:12 twenty-four:24 forty-eight:48 einer:1 einem:1 zwei:2 vier:4 zwölf:12 vierundzwanzig:24 "
    "achtundvierzig:48 一:1 两:2 四:4 十二:12 二十四:24 四十八:48"
)
_NUMBERS = {word: int(number) for word, number in (pair.split(":") for pair in _WORDS.split())}
_NUMBER = r"(?:\d{1,4}\s*(?:-|–|to|bis|到|至)\s*)?(?P<n>\d{1,4}|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")"
_SAID = [
    re.compile(pattern.replace("NUMBER", _NUMBER), re.IGNORECASE)
    for pattern in (
        r"\b(?:within|in)(?: under| the next)? NUMBER[ -]?(?P<work>working |business )?(?P<unit>sec|min|h|day)[a-z]*\b",
        r"\b(?:innerhalb(?: von)?|binnen|in)(?: den nächsten)? NUMBER (?P<work>Werk|Arbeits)?(?P<unit>Sek|Min|St|Tag)[a-zü]*\b",
        r"NUMBER ?[个個]?(?P<work>工作)?(?P<unit>秒|分[钟鐘]|小[时時]|天|日)[之以]?[内內]",
    )
]
_SIZES = (("s(?!t)|秒", 1), ("m|分", 60), ("h|st|小", 3600), ("", 86_400))
_TIME_AT_WORK = re.compile(
    r"(?:工作时间|工作時間)\s*\n|\n (?:of working time|during (?:working|business) hours|Arbeitszeit)", re.IGNORECASE
)
_ANSWERING = re.compile(
    r"\b(?:repl|answer|respon|get(?:ting)? back|hear from|in touch)|antwort|meld|[回答][复覆]|联系|聯絡|回信", re.IGNORECASE
)
_END = re.compile(r"[.!?](?=\s|$)|[。！？\n]")


def check(workspace: Workspace) -> Iterator[Problem]:
    """Times stated in automatic replies against the loosest first-reply target on their channels."""
    book, automatic = compile_sla(workspace), {rule.value.then.reply for _, rule in workspace.rules()}
    for name, template in workspace.templates.items():
        if template.shared.value.kind == "auto_reply" or name in automatic:
            promise = promised(workspace, "first_reply", tuple(template.shared.value.channels))
            for wording in template.wordings.values() if promise else ():
                for start, end, said in _promises(wording.body):
                    if promise and said != promise.within:
                        yield _problem(book, promise, said, wording.at(start, end - start), wording.body[start:end])


def _problem(book: SlaBook, promise: Promise, said: Duration, span: Span, words: str) -> Problem:
    goal = promise.goal
    timed = (book.clock(goal.calendar), goal.within)
    by_calendar = not (said.working or said.working_days)
    name = "promise-counts-closed-hours" if by_calendar and counts_closed_time(timed) else "promise-differs-from-sla"
    if by_calendar:
        broken = said.seconds < worst_elapsed(timed)
    else:  # working days against hours, or working hours against others: no promise is broken for certain
        broken = _clock(said) == _clock(promise.within) and length(said) < length(promise.within)
    within = str(goal.within)
    return Problem(
        span,
        text(name, said=words, within=within, policy=goal.policy.value.id, calendar=goal.calendar),
        text("hint-print-promise", printed=PRINTED),
        related=(
            (goal.policy.at("targets", "first_reply", goal.key), text("other-target", metric="first_reply", within=within)),
        ),
        edits=(Edit(span, PRINTED, safe=False),),
        severity=None if broken else Severity.WARNING,
    )


def _clock(duration: Duration) -> tuple[bool, bool]:
    return duration.working, bool(duration.working_days)


def _promises(body: str) -> Iterator[tuple[int, int, Duration]]:
    """The times stated in sentences about answering: where they stand, and how long they are."""
    ends = [0, *(match.end() for match in _END.finditer(body)), len(body)]
    for match in (found for pattern in _SAID for found in pattern.finditer(body)):
        sentence = body[max(end for end in ends if end <= match.start()) : min(end for end in ends if end >= match.end())]
        if _ANSWERING.search(sentence):
            count, unit = match["n"].lower(), match["unit"].lower()
            number = int(count) if count.isdecimal() else _NUMBERS[count]
            size = next(seconds for start, seconds in _SIZES if re.match(start, unit))
            around = body[max(0, match.start() - 6) : match.start()], body[match.end() : match.end() + 24]
            work = bool(match["work"] or _TIME_AT_WORK.search("\n".join(around)))
            said = Duration(working_days=number) if work and size == 86_400 else Duration(number * size, working=work)
            yield match.start(), match.end(), said
