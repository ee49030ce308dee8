"""config/teams.yaml: who answers. Agents also as config/agents.csv."""

from typing import Annotated, Literal

from pydantic import Field

from cstool.model.base import ChannelType, Id, Locale, Many, Model, Names, Object
from cstool.model.calendars import Hours

Email = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", description="mail address")]


class Team(Object):
    """Agents who share work."""

    name: Names | None = None
    members: list[Id] = Field([], description="agents")
    lead: Id | None = Field(None, description="the agent who leads it")
    assign: Literal["round_robin", "least_loaded", "longest_idle"] = Field("least_loaded", description="who gets the next ticket")
    overflow: list[Id] = Field([], description="teams that help when nobody is free, in order")
    on_call: Annotated[list[Id], Many] = Field([], description="agents who can be called outside hours")
    external: bool = Field(False, description="another department or company, reached by mail")
    email: Email | None = Field(None, description="address of an external team")
    channels: list[Id] = Field([], description="channels it may answer; empty means all")


class Agent(Object):
    """A person who answers."""

    name: Names
    email: Email
    role: Id = Field("agent", description="one of the vocabulary's roles")
    languages: dict[Locale, Literal["basic", "fluent", "native"]] = Field({}, description="language -> level")
    skills: list[Id] = Field([], description="skills of the vocabulary")
    calendar: Id | None = Field(None, description="working calendar")
    shift: Id | None = Field(None, description="shift, when narrower than the calendar")
    capacity: dict[ChannelType, Annotated[int, Field(ge=0, le=1000)]] = Field(
        {}, description="channel type -> tickets at the same time"
    )


class Shift(Object):
    """Hours of a part of the team, inside a calendar's days."""

    name: Names | None = None
    calendar: Id = Field(description="the calendar whose zone and holidays hold")
    hours: Hours = Field(description="hours by day")


class Teams(Model):
    """config/teams.yaml."""

    teams: dict[Id, Team] = Field({}, description="agents who share work")
    agents: dict[Id, Agent] = Field({}, description="people")
    shifts: dict[Id, Shift] = Field({}, description="hours of parts of a team")
