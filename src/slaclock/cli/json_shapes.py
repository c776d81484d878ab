"""What `--json` prints, command by command, as types: checked where answers are made, published as JSON Schemas.

Only a question about schemas loads this room; commands name its types and no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Any, NotRequired

from pydantic import ConfigDict, Field, TypeAdapter, with_config
from typing_extensions import TypedDict

from slaclock.errors import one_of
from slaclock.policy import SlaPolicy
from slaclock.render import Year
from slaclock.review import Comparison, Difference, Report
from slaclock.targets import Explanation
from slaclock.tickets import Status as MetricStatus

shape = with_config(ConfigDict(extra="forbid", use_attribute_docstrings=True))


@shape
class Due(TypedDict):
    """When something is due."""

    due: datetime
    """When the target is used up, in the zone of the question."""
    opened: datetime
    """When it was opened."""
    policy: str
    """Name of the policy."""
    plan: str
    """The plan that was asked for, or the only one."""
    priority: str | None
    """The priority that was asked for."""
    metric: str
    """The metric that is due."""
    starts_at: list[str]
    """The events that start it, where the opening of a ticket does not: it is counted from the instant given."""
    target: str
    """The target as it was written."""
    schedule: str
    """The schedule in words."""
    notes: list[str]
    """How the question was understood, where that could be otherwise."""
    explanation: NotRequired[Explanation]
    """With `--why`: every stretch from opening to due."""


Elapsed = TypedDict(
    "Elapsed",
    {
        "elapsed": Annotated[timedelta, Field(description="How much open time lies between them.")],
        "business_days": Annotated[
            int,
            Field(description="How many business days lie from its date, included, to that of the other instant."),
        ],
        "from": Annotated[datetime, Field(description="The first instant.")],
        "to": Annotated[datetime, Field(description="The other one.")],
        "schedule": Annotated[str, Field(description="The schedule in words.")],
        "notes": Annotated[
            list[str], Field(description="How the question was understood, where that could be otherwise.")
        ],
    },
)
"""How much open time lies between two instants; one of its keys is no name in Python."""
shape(Elapsed)


@shape
class Day(TypedDict):
    """One date of a schedule, from midnight to midnight in its zone."""

    date: date
    """The local date."""
    windows: list[tuple[datetime, datetime]]
    """What is open on it, clipped to the date."""
    open: timedelta
    """How long that is together, in real time."""
    notes: list[str]
    """What is special about it: a holiday, an exception, a closure, a clock change."""


@shape
class Hours(TypedDict):
    """When support is open, date by date."""

    schedule: str
    """The schedule in words."""
    timezone: str
    """Its zone."""
    days: list[Day]
    """The dates, one after another."""


@shape
class Notice(TypedDict):
    """The latest instant at which notice may be given."""

    due: datetime
    """That instant."""
    before: datetime
    """When what it is about happens."""
    notice: str
    """Name of the notice."""
    notes: list[str]
    """How the question was understood, where that could be otherwise."""


@shape
class Status(TypedDict):
    """Where every metric of a ticket stands."""

    ticket: str
    """The ticket's id."""
    now: datetime
    """The instant as of which this holds."""
    next_change: datetime | None
    """When an answer changes next if nothing else happens."""
    metrics: list[MetricStatus]
    """Every metric, and every cycle of it."""
    problems: list[str]
    """What in the ticket contradicts itself, and was left out, or what it does not say."""
    explanations: NotRequired[list[Explanation]]
    """With `--why`: every stretch of each."""
    notes: list[str]
    """How the question was understood, where that could be otherwise."""


@shape
class TicketProblem(TypedDict):
    """What is wrong with a ticket."""

    ticket: str
    """Its id."""
    problem: str
    """What contradicts itself, or why there is no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaItem(MetricStatus):
    """Where one metric of a ticket stands."""

    ticket: str
    """The ticket's id."""


@shape
class Agenda(TypedDict):
    """What breaches next, soonest first."""

    now: datetime
    """The instant as of which this holds."""
    agenda: list[AgendaItem]
    """Open targets, at most as many as `--most` says."""
    open: int
    """How many targets are open."""
    problems: list[TicketProblem]
    """What is wrong with tickets, those without an open target among them."""
    notes: list[str]
    """How the question was understood, where that could be otherwise."""


@shape
class Goal(TypedDict):
    """How far one goal was met in one period."""

    plan: str
    metric: str
    priority: str | None
    """The priority that the goal is about, where it is about one."""
    goal: str
    """The goal as it was written."""
    first: date | None
    """First date of the period, where the goal has one."""
    last: date | None
    """Its last date."""
    met: int
    """Targets that were met."""
    missed: int
    """Targets that were breached."""
    undecided: int
    """Targets that are still open."""
    percent: float | None
    """The share that was met of those decided, in percent."""
    is_met: bool | None
    """Whether the goal is reached, as far as is decided."""
    can_be_met: bool
    """Whether what is undecided could still reach it."""


@shape
class Goals(TypedDict):
    """How far the goals of a policy were met."""

    now: datetime
    """The instant as of which this holds."""
    goals: list[Goal]
    """Every goal, period by period."""
    problems: list[TicketProblem]
    """What is wrong with tickets, also with those that count nowhere."""
    notes: list[str]
    """How the question was understood, where that could be otherwise."""


@shape
class LateTicket(TypedDict):
    """A ticket that was late."""

    ticket: str
    """Its id."""
    over_seconds: float
    """Time beyond the target."""
    due: datetime
    """When it was due."""
    stopped: datetime | None
    """When it was stopped; nothing where it was not yet."""
    paused_seconds: float
    """Time paused."""


@shape
class Group(TypedDict):
    """What is counted of one metric in one group."""

    group: dict[str, str]
    """Each thing by which the report is grouped, with its value here; nothing in totals."""
    metric: str
    """The metric."""
    tickets: int
    """How many tickets have cycles here."""
    met: int
    """Cycles that were stopped in time."""
    breached: int
    """Cycles that are late, stopped or not."""
    open: int
    """Cycles that still run, or are paused, and are not late."""
    attainment: float | None
    """The share met of what is decided, in percent."""
    goal: float | None
    """The share in percent that the policy wants, where one goal is about just this."""
    used_mean: float | None
    """How much of its target a stopped cycle used, in percent, on average."""
    used_median: float | None
    """The same of the one in the middle."""
    used_p90: float | None
    """Nine in ten used no more."""
    used_p95: float | None
    """Nineteen in twenty used no more."""
    over_seconds: float
    """Time beyond targets, of all that was late together."""
    paused_seconds: float
    """Time paused, of all cycles together."""
    worst: list[LateTicket]
    """The tickets that were late by most."""


@shape
class Reported(TypedDict):
    """How far promises were kept."""

    name: str
    """Name of the policy."""
    now: datetime
    """The instant as of which this holds."""
    by: list[str]
    """By what it is grouped, besides metrics."""
    lines: list[Group]
    """Every group and metric."""
    totals: list[Group]
    """Each metric over all groups."""
    problems: list[TicketProblem]
    """Tickets with problems."""


@shape
class Batch(TypedDict):
    """What became of a file of tickets."""

    out: str
    """The result."""
    answered: int
    """Rows in it."""
    bad: int
    """Rows left out of it."""
    errors: str | None
    """The file that reports bad rows, where there is one."""
    now: datetime | None
    """The instant as of which this holds, where one was given, or where there are events."""
    one_by_one: int | None
    """With events: tickets asked one by one, because something in them has no form for whole columns."""
    sorted: bool | None
    """With events: whether both files were sorted by ticket; otherwise they were held in memory."""


@shape
class FileError(TypedDict):
    """One thing for which a policy file cannot be used."""

    place: str
    """File, line and column: `policy.yaml:12:5`."""
    key: str
    """Where it stands: `plans.standard.first_response`."""
    text: str
    """What is the matter."""


@shape
class Unsound(TypedDict):
    """What is wrong with a policy file that cannot be used."""

    file: str
    """The file."""
    errors: list[FileError]
    """What is wrong with it; without errors, the other keys are there."""


class Sound(Report):
    """What a policy file leaves open."""

    file: str
    """The file."""
    errors: tuple[FileError, ...]
    """What is wrong with it: nothing."""


ANSWERS: dict[str, Any] = {
    "due": Due,
    "elapsed": Elapsed,
    "hours": Hours,
    "notice": Notice,
    "status": Status,
    "agenda": Agenda,
    "batch": Batch,
    "goals": Goals,
    "report": Reported,
    "check": Sound | Unsound,
    "compare": Comparison,
    "calendar": Year,
    "diff": Difference,
}
"""The commands that print JSON, each with the shape of it; `check` prints one such line for each file."""

_DIALECT = {"$schema": "https://json-schema.org/draft/2020-12/schema"}


def schema_of_policies() -> dict[str, Any]:
    """The JSON Schema of policy files."""
    return _DIALECT | SlaPolicy.model_json_schema()


def schema_of_answer(command: str) -> dict[str, Any]:
    """The JSON Schema of what a command prints with `--json`."""
    schema = TypeAdapter(ANSWERS[one_of(command, ANSWERS, "COMMAND")]).json_schema(mode="serialization")
    if command == "diff":
        is_any = {"description": "Whether customers notice any of it.", "type": "boolean"}
        schema["properties"] = {"changes_for_customers": is_any, **schema["properties"]}
        schema["required"] = ["changes_for_customers", *schema["required"]]
    return _DIALECT | schema
