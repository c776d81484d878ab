"""What `--json` prints around results, as types, and the published JSON Schemas of everything that is read and told.

What a result is in JSON, the result itself says; here stands what a command puts around it. Only a question about
schemas loads this room; commands name its types and no more.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal, NotRequired

from pydantic import ConfigDict, Field, TypeAdapter, with_config
from typing_extensions import TypedDict

from slaclock.compiled import Compiled
from slaclock.errors import one_of
from slaclock.json_forms import Duration
from slaclock.policy import Attainment, SlaPolicy
from slaclock.render import Year
from slaclock.reports import Reported
from slaclock.review import Comparison, Difference, FailedExample, Report, WordsUsed
from slaclock.tables import Summary
from slaclock.targets import Explanation
from slaclock.tickets import AgendaItem, Evaluation, Ticket, TicketProblem

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
        "elapsed": Annotated[Duration, Field(description="How much open time lies between them.")],
        "elapsed_seconds": Annotated[float, Field(description="The same as `elapsed`, in seconds.")],
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
    open: Duration
    """How long that is together, in real time."""
    open_seconds: float
    """The same as `open`, in seconds."""
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
class BesideEvaluation(TypedDict):
    """What stands beside an evaluation."""

    notes: list[str]
    """How the question was understood, where that could be otherwise."""
    explanations: NotRequired[list[Explanation]]
    """With `--why`: every stretch of each."""


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
    bad: int
    """How many tickets are left out, for there is no answer about them."""
    notes: list[str]
    """How the question was understood, where that could be otherwise."""


@shape
class Goals(TypedDict):
    """How far the goals of a policy were met."""

    now: datetime
    """The instant as of which this holds."""
    goals: list[Attainment]
    """Every goal, period by period."""
    problems: list[TicketProblem]
    """What is wrong with tickets, also with those that count nowhere."""
    bad: int
    """How many tickets are left out, for there is no answer about them."""
    notes: list[str]
    """How the question was understood, where that could be otherwise."""


@shape
class BesideSummary(TypedDict):
    """What stands beside what became of a file."""

    now: datetime | None
    """The instant as of which this holds, where one was given, or where there are events."""


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


@shape
class Change(TypedDict):
    """One thing of which two compiled policies say something else."""

    of: Literal["years", "customers", "zone", "version", "promise", "policy", "hours", "reason"]
    """What changes: the years, the zones of customers, clocks, from when versions hold, what is promised, what is
    stated, when something is open, and why it is closed."""
    name: str
    """Of which schedule, zone or promise, or the key of the policy."""
    when: str
    """On which dates and times of day, or from which instant; empty for always."""
    was: str
    """What the old one says."""
    now: str
    """What the new one says."""
    dates: tuple[str, ...]
    """The local dates on which it does, for hours and reasons."""


@shape
class Recompiled(TypedDict):
    """What changes between two policies of which at least one is compiled."""

    old: str
    """The old policy."""
    new: str
    """The new one."""
    years: list[int]
    """The first and the last year for which both answer; none where they have none in common."""
    was_made_by: dict[str, str]
    """The versions of slaclock, holidays and tzdata of which the old one was made."""
    is_made_by: dict[str, str]
    """Those of which the new one was made: of a policy that is not compiled, the versions that are here."""
    changes: list[Change]
    """What changes."""
    failures: tuple[FailedExample, ...]
    """The examples that fail, of a policy that is not compiled."""


class Sound(Report):
    """What a policy file leaves open."""

    file: str
    """The file."""
    errors: tuple[FileError, ...]
    """What is wrong with it: nothing."""


class WordsOfTickets(WordsUsed):
    """What the words of tickets do under a policy."""

    file: str
    """The policy file."""
    tickets: str
    """The file of tickets."""
    bad: int
    """How many rows or lines are left out, for they cannot be read."""
    problems: tuple[TicketProblem, ...]
    """Those of them that are to be reported, each with its line."""


DECLARED: dict[str, Any] = {"policy": SlaPolicy, "ticket": Ticket, "compiled": Compiled}
"""What people and programs write, and what `compile` writes for programs."""
RESULTS: dict[str, Any] = {"evaluation": Evaluation, "explanation": Explanation}
"""Results in Python that no command prints alone."""
ANSWERS: dict[str, Any] = {
    "due": Due,
    "elapsed": Elapsed,
    "hours": Hours,
    "notice": Notice,
    "status": Evaluation,
    "agenda": Agenda,
    "batch": Summary,
    "goals": Goals,
    "report": Reported,
    "check": Sound | Unsound | WordsOfTickets,
    "compare": Comparison,
    "calendar": Year,
    "diff": Difference | Recompiled,
}
"""The commands that print JSON, each with the shape of it; `check` prints one such line for each file."""
_BESIDE: dict[str, Any] = {"status": BesideEvaluation, "batch": BesideSummary}
"""Commands that print more keys beside those of a result."""
NAMES = (*DECLARED, *RESULTS, *ANSWERS)
"""Everything that has a schema."""
VERSION = 1
"""Of all schemas: a number that rises when a key goes, or comes to mean something else."""


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of policies or tickets, of a result, or of what a command prints with `--json`."""
    one_of(name, NAMES, "NAME")
    known = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:slaclock:{name}:{VERSION}"}
    if name in DECLARED:
        return known | _schema(DECLARED[name], "validation")
    whole = _schema({**RESULTS, **ANSWERS}[name], "serialization")
    beside = _schema(_BESIDE[name], "serialization") if name in _BESIDE else {}
    for part in ("properties", "$defs"):
        if part in beside:
            whole[part] |= beside[part]
    if beside:
        whole["required"] += beside["required"]
    return known | whole


def _schema(kind: Any, mode: Literal["validation", "serialization"]) -> dict[str, Any]:
    return TypeAdapter(kind).json_schema(mode=mode)
