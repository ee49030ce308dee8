"""Pushes on which everything falls that can fall, counted: `python -m tests.fakes.chaos --help`.

One run: a helpdesk with objects of others, a proxy that breaks requests, a push in a process of its own that may be killed; then
the push again, as a person would, until it says that all is well. Then what is there is compared with what an undisturbed push
leaves: no twin, no loss, nothing of others touched, nothing left in plan or journal.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cstool.backends import http as transport
from cstool.backends.base import Backend
from cstool.backends.http import Http
from cstool.backends.push import carry_out, goes_on, look, moved
from cstool.backends.state import State
from cstool.errors import CstoolError, RefusedError
from cstool.plan import Live, guard
from cstool.render.words import translate
from tests.fakes.desks import Helpdesk, Scene, desks
from tests.fakes.proxy import Proxy

LOST = (
    *("drop-before", "hang-before", "late", "drop-after", "hang-after", "500", "502", "503", "500-after", "502-after"),
    *("half", "cut", "half-chunked", "html", "html-after", "drip", "drip-forever", "429", "409"),
    *("odd-object", "odd-list", "odd-null", "odd-after"),
)
"""What happens to one request."""
KILLS = ("interrupt", "kill-before-send", "kill-before", "kill-after", "kill-after-answer")
"""When the process dies: by Ctrl-C as a request arrives; by kill -9 before it sends, when the request has arrived, when it was
carried out, when the answer is there and nothing of it written down."""
LONG = ("storm-429", "storm-503", "down", "expired", "forbidden")
"""What goes on: a storm of some requests; a helpdesk that is gone, or a token that has expired, until the next push."""
OTHERS = ("edit-foreign", "edit-ours", "second-push", "twice-killed", "killed-then-lost")
FAULTS = (*LOST, *KILLS, *LONG, *OTHERS)
AGAIN = 5
"""Pushes at most until it must be quiet."""
STORM = 5
FINE, FAILED, REFUSED, CRASHED, INTERRUPTED, KILLED = 0, 3, 4, 99, 130, -9


@dataclass(frozen=True)
class Case:
    """One run: which helpdesk and story, which fault at which request."""

    product: str
    story: str
    fault: str
    number: int
    seed: int = 0


@dataclass
class Result:
    """What came of it. `wrong` is empty where all is well."""

    case: Case
    wrong: str = ""
    codes: list[int] = field(default_factory=list)
    """Of each push; the first one is the disturbed one."""
    requests: int = 0
    said: list[str] = field(default_factory=list)


class Run:
    """One case on its own helpdesk, in a process of its own."""

    def __init__(self, case: Case, desk: Helpdesk, scene: Scene, root: Path, proxy: Proxy) -> None:
        self.case, self.desk, self.scene, self.root, self.proxy = case, desk, scene, root, proxy
        self.said = root / "said.txt"

    def account(self, wait: Callable[[float], None] = lambda seconds: None) -> Backend:
        """The account behind the proxy."""
        return self.desk.account(self.proxy.url, wait)

    def push(self, fault: str = "", number: int = 0, *, force: bool = False) -> int:
        """Push in a child; its exit code as the command gives it, or that it was killed."""
        child = os.fork()
        if not child:
            code = CRASHED
            signal.signal(signal.SIGINT, signal.default_int_handler)  # shells have their background processes ignore it
            try:
                code = self._child(fault, number, force)
            except BaseException:
                self._say(traceback.format_exc())
            finally:
                os._exit(code)
        self.proxy.child = child
        _, status = os.waitpid(child, 0)
        return os.WEXITSTATUS(status) if os.WIFEXITED(status) else KILLED

    def _child(self, fault: str, number: int, force: bool) -> int:
        if fault in ("hang-before", "hang-after", "late"):
            transport.READ_SECONDS = 0.4
        if fault == "drip-forever":
            transport.WHOLE_SECONDS = 0.2
        if fault in ("kill-before-send", "kill-after-answer"):
            _dies_at(number, after=fault == "kill-after-answer")
        account = self.account(lambda seconds: time.sleep(min(seconds, 0.1)) if fault == "late" else None)
        try:
            return self._pushed(account, State(self.root, account.name), force)
        except KeyboardInterrupt:
            return INTERRUPTED
        except RefusedError as error:
            self._say(translate(error.message, "en"))
            return REFUSED
        except CstoolError as error:
            self._say(translate(error.message, "en"))
            return FAILED

    def _pushed(self, account: Backend, state: State, force: bool) -> int:
        """What the command does."""
        with state.only_push():
            looked = look(account, state, self.scene.desired, delete=True)
            if looked.plan.empty:
                state.settle(ended=True)
                return FINE
            advice = account.advise(looked.plan, looked.live)
            resumed = goes_on(looked.plan, state.read().begun, account)
            refusal = next(iter(advice.refusals), None) or guard(looked.plan, force or resumed or self.scene.story != "first")
            if refusal is not None:
                raise RefusedError(refusal)
            report = carry_out(account, state, looked, "chaos", delete=True)
            for failure in report.failures:
                self._say(f"{failure.change.key}: {translate(failure.message, 'en')}")
            for change in report.left.changes:
                self._say(f"left {change.action} {change.key} {change.differences[:2]}")
            return FINE if report.left.empty and not report.failures else FAILED

    def _say(self, words: str) -> None:
        with self.said.open("a", encoding="utf-8") as file:
            file.write(words[:1500] + "\n")

    def disturbed(self) -> list[int]:
        """The push on which the fault falls, and what the fault itself pushes."""
        case, codes = self.case, []
        if case.fault in ("twice-killed", "killed-then-lost"):
            chosen = random.Random(case.seed)
            codes.append(self._once(chosen.choice(KILLS), case.number))
            codes.append(
                self._once(chosen.choice(KILLS if case.fault == "twice-killed" else LOST), chosen.randint(1, case.number + 4))
            )
            return codes
        return [self._once(case.fault, case.number)]

    def _once(self, kind: str, number: int) -> int:
        faults: dict[str, Callable[[int], str | None]] = {
            "storm-429": lambda at: "429" if number <= at < number + STORM else None,
            "storm-503": lambda at: "503" if number <= at < number + STORM else None,
            "down": lambda at: "drop-before" if at >= number else None,
            "expired": lambda at: "401" if at >= number else None,
            "forbidden": lambda at: "403" if at == number else None,
            "kill-before-send": lambda at: None,
            "kill-after-answer": lambda at: None,
            **{one: lambda at: "meanwhile" if at == number else None for one in ("edit-foreign", "edit-ours", "second-push")},
        }
        chosen = faults.get(kind, lambda at: kind if at == number else None)
        self.proxy.begin(lambda at, method, path: chosen(at))
        self.proxy.meanwhile = self._meanwhile(kind)
        return self.push(kind, number)

    def _meanwhile(self, kind: str) -> Callable[[], None]:
        if kind == "edit-foreign":
            return self.desk.edit_foreign
        if kind == "edit-ours":
            return lambda: self.desk.edit_ours(self.case.seed)
        return self._second

    def _second(self) -> None:
        """Somebody else pushes the same workspace at the same time, on this machine: turned away before it asks anything."""
        first = self.proxy.child
        code = self.push()
        self.proxy.child = first
        if code != REFUSED:
            self._say(f"second push ended with {code}")
            (self.root / "second-push").touch()

    def result(self) -> Result:
        """The disturbed push, then pushes until quiet, then the comparison."""
        foreign = self.desk.foreign()
        result = Result(self.case)
        result.codes = self.disturbed()
        result.requests = len(self.proxy.seen)
        if self.case.fault == "edit-foreign":
            foreign = self.desk.foreign()
        half = self.desk.half_acting(self.scene)
        self.proxy.begin()
        force = self.case.fault == "edit-ours"
        if force:  # it may have come when the push had seen everything
            result.codes.append(self.push(force=force))
        while len(result.codes) <= AGAIN and result.codes[-1] != FINE:
            result.codes.append(self.push(force=force))
        result.wrong = half or self._judged(foreign)
        if CRASHED in result.codes:
            result.wrong = f"crashed; {result.wrong}"
        if (self.root / "second-push").exists():
            result.wrong = f"two pushes at once; {result.wrong}"
        if self.said.exists():
            result.said = self.said.read_text("utf-8").splitlines()[:60]
        return result

    def _judged(self, foreign: Mapping[str, object]) -> str:
        """What is not as an undisturbed push leaves it."""
        account = self.account()
        state = State(self.root, account.name)
        looked = look(account, state, self.scene.desired, delete=True)
        if not looked.plan.empty:
            left = [f"{change.action} {change.key} {[*change.differences][:2]}" for change in looked.plan.changes[:4]]
            return f"plan is not empty: {left} {looked.plan.ambiguous[:2]}"
        if looked.plan.twins:
            return f"twins: {looked.plan.twins}"
        there, should = Counter(map(_shape, looked.live)), self.scene.final
        if there != should and self.case.fault != "edit-foreign":
            return f"too much: {[*(there - should)][:3]}, too little: {[*(should - there)][:3]}"
        now = self.desk.foreign()
        if now != foreign:
            moved_ones = [(key, foreign.get(key), now.get(key)) for key in {*foreign, *now} if foreign.get(key) != now.get(key)]
            return f"foreign objects: {moved_ones[:2]}"
        memory = state.read()
        if memory.intents or memory.begun:
            return f"the journal is open: {[*memory.intents][:3]} {memory.begun is not None}"
        if self.case.seed % 4 == 0 and moved(account, state):
            return "drift"
        drafts = [path.name for path in (self.root / "cstool.lock").glob(".*")]
        return f"drafts: {drafts}" if drafts else ""


def _dies_at(number: int, *, after: bool) -> None:
    """This process is killed at its n-th request: before it is sent, or when its answer is there."""
    asked = Http._asked
    count = iter(range(1, 1_000_000))

    def dying(self: Http, request: Any) -> Any:
        at = next(count)
        if at == number and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        found = asked(self, request)
        if at == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return found

    Http._asked = dying  # type: ignore[method-assign]


def _shape(item: Live) -> str:
    """Comparable. What somebody renamed by hand and nobody wants any more keeps the name."""
    return json.dumps([item.kind, item.name, item.body], sort_keys=True).replace(" (by hand)", "")


def prepared(desk: Helpdesk, story: str, root: Path) -> Scene:
    """The helpdesk and the folder before the disturbed push; `final` and `requests` from an undisturbed one on a copy of both."""
    before, desired = desk.stories()[story]
    root.mkdir(parents=True)
    scene = Scene(story, desired, Counter(), 0)
    with desk.serving(), Proxy(desk.url) as proxy:
        for one in before:
            if one == "lose lock":
                shutil.rmtree(root / "cstool.lock")
                shutil.rmtree(root / ".cstool")
                continue
            run = Run(Case(desk.name, story, "", 0), desk, Scene(story, one, Counter(), 0), root, proxy)
            code = run.push()
            assert code == FINE, run.said.read_text("utf-8")
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        code = 1
        try:
            there = root.with_name(f"{root.name}-clean")
            shutil.copytree(root, there)
            with desk.serving(), Proxy(desk.url) as proxy:
                run = Run(Case(desk.name, story, "", 0), desk, scene, there, proxy)
                first = run.push()
                requests = len(proxy.seen)
                assert first == FINE or run.push() == FINE, run.said.read_text("utf-8")
                account = run.account()
                looked = look(account, State(there, account.name), scene.desired, delete=True)
                assert looked.plan.empty
                told = json.dumps({"final": [_shape(item) for item in looked.live], "requests": requests})
            with os.fdopen(writer, "w") as pipe:
                pipe.write(told)
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    assert status == 0, "an undisturbed push failed"
    data = json.loads(told)
    return Scene(story, desired, Counter(data["final"]), data["requests"])


def tried(case: Case, desk: Helpdesk, scene: Scene, prepared_root: Path, root: Path) -> Result:
    """One case in a process of its own: helpdesk and folder are copies."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            shutil.copytree(prepared_root, root)
            try:
                with desk.serving(), Proxy(desk.url) as proxy:
                    result = Run(case, desk, scene, root, proxy).result()
            except BaseException:
                result = Result(case, wrong=traceback.format_exc()[-1500:])
            with os.fdopen(writer, "w") as pipe:
                pipe.write(json.dumps(asdict(result)))
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as pipe:
        told = pipe.read()
    os.waitpid(child, 0)
    shutil.rmtree(root, ignore_errors=True)
    data = json.loads(told)
    return Result(**{**data, "case": case})


def cases(scenes: Mapping[tuple[str, str], Scene], count: int, seed: int, faults: Sequence[str]) -> Iterator[Case]:
    """As many as asked for: faults and stories in turn, requests by chance, each boundary once before any comes twice."""
    chosen = random.Random(seed)
    places = {key: list(range(1, scene.requests + 1)) for key, scene in scenes.items()}
    left: dict[tuple[str, str, str], list[int]] = {}
    keys = list(scenes)
    for index in range(count):
        fault = faults[index % len(faults)]
        product, story = keys[(index + (index // len(faults) if len(faults) > 1 else 0)) % len(keys)]
        numbers = left.setdefault((product, story, fault), [])
        if not numbers:
            numbers += places[product, story]
            chosen.shuffle(numbers)
        yield Case(product, story, fault, numbers.pop(), chosen.randrange(10**6))


def main() -> None:
    """Runs, one line of JSON each that went wrong, then figures."""
    options = argparse.ArgumentParser()
    options.add_argument("--runs", type=int, default=60)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--faults", default=",".join(FAULTS))
    options.add_argument("--products", default="zendesk,zammad")
    options.add_argument("--stories", default="first,change,adopt")
    options.add_argument("--shipped", action="store_true", help="the shipped seller instead of the small one")
    options.add_argument("--progress", action="store_true")
    options.add_argument("--one", help="a case as JSON, shown whole")
    asked = options.parse_args()
    os.fsync = lambda descriptor: None  # processes die here, machines do not
    base = Path(tempfile.mkdtemp(prefix="chaos-"))
    try:
        made = {desk.name + "/" + story: desk for story in asked.stories.split(",") for desk in desks(asked.shipped)}
        scenes, helpdesks = {}, {}
        for place, desk in made.items():
            product, _, story = place.partition("/")
            if product in asked.products.split(","):
                scenes[product, story] = prepared(desk, story, base / product / story)
                helpdesks[product, story] = desk
        wanted = cases(scenes, asked.runs, asked.seed, asked.faults.split(","))
        if asked.one:
            wanted = iter([Case(**json.loads(asked.one))])
        total, bad, again = Counter[str](), Counter[str](), Counter[int]()
        for index, case in enumerate(wanted):
            key = case.product, case.story
            result = tried(case, helpdesks[key], scenes[key], base / case.product / case.story, base / f"run-{index}")
            total[f"{case.product} {case.fault}"] += 1
            again[len(result.codes) - 1] += 1
            if asked.progress and index % 20 == 19:
                print(index + 1, dict(bad), file=sys.stderr, flush=True)
            if result.wrong or asked.one:
                bad[f"{case.product} {case.fault}"] += 1
                print(json.dumps(asdict(result), ensure_ascii=False), flush=True)
        figures = {
            "runs": sum(total.values()),
            "wrong": sum(bad.values()),
            "by fault": {fault: [total[fault], bad[fault]] for fault in sorted(total)},
            "pushes after the disturbed one": {str(count): again[count] for count in sorted(again)},
            "requests of an undisturbed push": {
                f"{product} {story}": scene.requests for (product, story), scene in scenes.items()
            },
        }
        print(json.dumps(figures))
    finally:
        shutil.rmtree(base, ignore_errors=True)
    sys.exit(0)


if __name__ == "__main__":
    main()
