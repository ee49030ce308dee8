"""A push or a rollback as people see it: plan, consent, carrying out, report."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

import click

from cstool.backends.base import Advice, Backend
from cstool.backends.push import Look, Report, carry_out, goes_on, look, resumes
from cstool.backends.state import Snapshot, State
from cstool.cli.session import Session
from cstool.diagnostic import Text, text
from cstool.errors import RefusedError, UsageError
from cstool.plan import SHOWN, Change, Plan, Resource, guard
from cstool.render.plan import named, plan_text, report_json, tally

LEAST = 8
"""Characters of a checksum that `--plan` needs."""
Judge = Callable[[Look, bool], Text | None]
"""Why a plan should not be carried out, from what it does to tickets; True lifts what only asks for care."""


class Push:
    """One push or rollback: plan, consent, carrying out, report. Holds the gate from the first look to the last.

    A rollback goes back to the snapshot that it `restores` and takes none of its own; once nothing is left of what came after
    the snapshot, the snapshot goes, so that the next rollback leads to the one before. (The way forward again is a push.)
    """

    def __init__(
        self,
        session: Session,
        account: Backend,
        desired: Sequence[Resource],
        *,
        delete: bool,
        restores: Snapshot | None = None,
        form: str = "text",
        judge: Judge = lambda looked, force: None,
    ) -> None:
        self.session, self.account, self.desired, self.delete = session, account, desired, delete
        self.restores, self.form, self.judge = restores, form, judge
        self.state = State(session.root, account.name)

    def run(self, *, checksum: str | None, yes: bool, force: bool) -> int:
        """The exit code. Raises RefusedError where a guard or the person says no."""
        if checksum is not None and len(checksum) < LEAST:
            raise UsageError(text("short-checksum", least=LEAST, value=checksum))
        with self.state.only_push():
            looked = self._look()
            plan = looked.plan
            advice = self.account.advise(plan, looked.live)
            if plan.empty:
                self.state.settle(ended=True)
                return self._nothing(plan, advice)
            resumed = goes_on(plan, self.state.read().begun, self.account)
            refusal = next(iter(advice.refusals), None) or guard(plan, force or resumed)
            refusal = refusal or self.judge(looked, force or resumed)
            if refusal is not None:
                by_hand(self.session, advice)  # often what stands in the way: a rule of the account that answers too
                raise RefusedError(refusal)
            if checksum is not None:
                self._agreed(plan, checksum)
            elif not yes:
                looked = self._asked(looked)
            return self._told(self._carried_out(looked), advice)

    def _nothing(self, plan: Plan, advice: Advice) -> int:
        if self.form == "json":
            self.session.say(report_json(plan.backend, (), (), plan, advice.manual))
            return 0
        said = "push-nothing" if self.restores is None else "rollback-nothing"
        self.session.say(self._words(said, backend=plan.backend, managed=plan.managed))
        self._restored(plan)
        by_hand(self.session, advice)
        return 0

    def _look(self) -> Look:
        return look(self.account, self.state, self.desired, delete=self.delete)

    def _agreed(self, plan: Plan, checksum: str) -> None:
        if plan.checksum.startswith(checksum):
            return
        if not resumes(plan, self.state.read().begun, checksum, self.account.switches, self.account.orders):
            raise RefusedError(text("live-moved", wanted=checksum, now=plan.checksum[:SHOWN]))
        self.session.note(self._words("push-resumed"))

    def _asked(self, looked: Look) -> Look:
        """Show the plan and ask; while somebody thinks, the helpdesk may move: then it is another plan."""
        plan = looked.plan
        terminal = sys.stdin.isatty() and sys.stdout.isatty()
        if terminal or self.restores:  # no other command shows the plan of a rollback
            self._shown(plan)
        if not terminal:
            raise RefusedError(text("no-confirmation", checksum=plan.checksum[:SHOWN]))
        question = "push-confirm" if self.restores is None else "rollback-confirm"
        if not click.confirm(self._words(question, backend=plan.backend)):
            raise RefusedError(text("declined"))
        again = self._look()
        if again.plan.checksum != plan.checksum:
            raise RefusedError(text("live-moved", wanted=plan.checksum[:SHOWN], now=again.plan.checksum[:SHOWN]))
        return again

    def _shown(self, plan: Plan) -> None:
        if self.restores is None:
            self.session.say(plan_text(plan, self.session.lang) + "\n")
            return
        self.session.say(plan_text(replace(plan, kept=()), self.session.lang))
        self._kept(plan)
        self.session.say()

    def _kept(self, plan: Plan) -> None:
        """What was created after the snapshot and stays."""
        if plan.kept:
            objects = named([change.key for change in plan.kept], self.session.lang)
            self.session.say("  " + self._words("rollback-kept", objects=objects))

    def _carried_out(self, looked: Look) -> Report:
        progress = self.session.progress(text("push-progress"), len(looked.plan.changes))

        def show(done: int, _: int, __: Change) -> None:
            progress.update(done)

        stamp = None if self.restores else self.session.now().strftime("%Y%m%dT%H%M%S")
        try:
            return carry_out(self.account, self.state, looked, stamp, show, delete=self.delete)
        finally:
            progress.close()

    def _told(self, report: Report, advice: Advice) -> int:
        failed = bool(report.failures) or not report.left.empty
        for failure in report.failures:
            problem = self.session.words(failure.message)
            self.session.note(self._words("push-failed", object=str(failure.change.key), problem=problem))
        if self.form == "json":
            found = [(failure.change, failure.message, failure.differences) for failure in report.failures]
            self.session.say(report_json(self.account.name, report.done, found, report.left, advice.manual))
        said = tally(report.done, self.session.lang, "push")
        if failed:
            left = len(report.left.changes) + len(report.left.ambiguous)
            told = {"backend": self.account.name, "said": said, "failed": len(report.failures), "left": left}
            self.session.note(self._words("push-left", **told))
        elif self.form == "text":
            self.session.say(self._words("push-done", backend=self.account.name, said=said))
            self._restored(report.left)
            by_hand(self.session, advice)
            for twin in report.left.twins:
                self.session.note(self._words("plan-twin", object=str(twin.key), natives=twin.natives))
        return 3 if failed else 0

    def _restored(self, left: Plan) -> None:
        """After a rollback: say what stays; where nothing does, this snapshot has served."""
        if self.restores is not None:
            self._kept(left)
            if not left.kept:
                self.state.drop(self.restores)

    def _words(self, id: str, /, **values: object) -> str:
        return self.session.words(text(id, **values))


def by_hand(session: Session, advice: Advice) -> None:
    """What a person has to do there, because no call can."""
    for step in advice.manual:
        session.note(session.words(text("by-hand", step=step)))
