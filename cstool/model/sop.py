"""sop/<topic>.yaml: one procedure a file."""

from typing import Annotated, Literal

from pydantic import Field

from cstool.model.base import Dotted, DurationField, Id, Many, Model, Names, Object, Path, Short, TagName, When

End = Literal["resolved", "closed", "handed_over"]


def _exit(value: object) -> object:
    return {"next": value} if isinstance(value, str) else value


class Exit(Model):
    """Where it goes on: a step, or an end."""

    next: Id | None = None
    end: End | None = None


ExitField = Annotated[Exit, Short(_exit, {"type": "string", "description": "id of the next step"})]


class Branch(Model):
    """One branch of a decision: `{when, next}` or `{else: step}`; `end` instead of `next` is allowed."""

    when: When = None
    next: Id | None = None
    end: End | None = None
    else_: ExitField | None = Field(None, alias="else", description="when no branch above holds")


class Step(Model):
    """One part of a procedure."""

    id: Id
    name: Names | None = None
    kind: Literal["task", "approve", "confirm", "decide", "record", "wait"] = Field("task", description="what sort of step")
    do: Names | None = Field(None, description="how it is done, in full sentences, by language")
    checklist: list[Names] = Field([], description="what to tick off")
    by: Id | None = Field(None, description="the role that does it")
    within: DurationField | None = Field(None, description="time for this step")
    template: Path | None = Field(None, description="text to send")
    article: Id | None = Field(None, description="knowledge article that helps")
    next: Id | None = Field(None, description="the next step")
    end: End | None = Field(None, description="the procedure ends here")
    amount: Dotted | None = Field(None, description="approve: the money in question")
    limits: Literal["authority"] | None = Field(None, description="approve: who may approve how much, from facts.yaml")
    approved: ExitField | None = None
    rejected: ExitField | None = None
    yes: ExitField | None = None
    no: ExitField | None = None
    decide: list[Branch] = Field([], description="branches, the first that holds; the last is `else`")
    max_times: Annotated[int, Field(ge=1, le=20)] | None = Field(None, description="how often a loop may come back here")


class Sop(Object):
    """A procedure."""

    id: Id
    name: Names
    owner: Id = Field(description="the team that answers for it")
    when: When = Field(None, description="the tickets it is for")
    within: DurationField | None = Field(None, description="time for the whole")
    tags: Annotated[list[TagName], Many] = Field([])
    steps: list[Step] = Field(min_length=1, description="the first step is the start")
