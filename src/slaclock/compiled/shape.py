"""The JSON of a compiled policy, key by key: of this its JSON Schema is made, and its page in the reference."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict

shape = with_config(ConfigDict(extra="forbid", use_attribute_docstrings=True))

Place = Annotated[int, Field(ge=0)]
"""The place of an entry in a list, from 0."""
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
TimeOfDay = Annotated[int, Field(ge=0, lt=86_400_000_000)]
"""A time of day, in microseconds since midnight."""


@shape
class Packed(TypedDict):
    """Whole numbers in order: each is the one before it and the next step, times the unit; the first begins at 0."""

    unit: Annotated[int, Field(gt=0)]
    """What one of a step is."""
    steps: list[int]
    """How far it is to each number from the one before it."""


@shape
class Source(TypedDict):
    """Of which policy it was made."""

    sha256: Sha256
    """The hash of the policy, whatever the layout of its file."""


@shape
class MadeBy(TypedDict):
    """Of which versions it was made; `unknown` where that could not be found."""

    slaclock: str
    """The version of slaclock."""
    holidays: str
    """The version of the package `holidays`."""
    tzdata: str
    """The version of the data about time zones."""


@shape
class Zone(TypedDict):
    """A time zone by its offsets."""

    name: str
    """Its IANA name."""
    from_: Annotated[int, Field(alias="from")]
    """The first instant of which it is known, in microseconds since 1970."""
    until: int
    """The last one."""
    changes: Packed
    """The instants from which each offset holds, in microseconds since 1970; the first is `from`."""
    offsets: list[int]
    """How far its clocks are ahead of UTC from then on, in seconds."""
    names: list[str]
    """What its clocks are called from then on, e.g. `EST`."""


Kind = Literal["holiday", "exception", "season", "excluded"]


@shape
class Reason(TypedDict):
    """What closes a schedule when its usual hours would be open."""

    kind: Kind
    """What it is."""
    name: str
    """What it is called."""
    estimated: bool
    """Whether the source of a holiday says that its date may still move."""


@shape
class Days(TypedDict):
    """The business days of a schedule, with a few before and after the years."""

    dates: Packed
    """The dates, in days since 1970."""
    windows: int | list[int]
    """How many windows open on each of them; one number where that is the same on all."""
    edges: Packed | None
    """The opening and the closing of each of these windows; null where they are those of `open`."""


@shape
class Closed(TypedDict):
    """What closes a schedule when its usual hours would be open."""

    spans: Packed
    """From when to when, in order, none over another, in microseconds since 1970."""
    reasons: list[Place]
    """Why, for each of them: a place in `reasons`."""


@shape
class Special(TypedDict):
    """Why a schedule is open on dates when its usual hours would not be, or not so."""

    dates: Packed
    """These dates, in days since 1970."""
    names: list[str]
    """Why, for each of them."""


Beyond = Literal["open", "closed", "goes_on"]


@shape
class Hours(TypedDict):
    """When support is open. Instants are in microseconds since the beginning of 1970 in UTC."""

    zone: Place
    """The zone in which its dates and clock times are read: a place in `zones`."""
    open: Packed
    """Opening, closing, opening, closing, and so on; none touches the next."""
    before: Beyond
    """Before the first instant: always `open`, always `closed`, or it `goes_on` to change."""
    after: Beyond
    """The same after the last instant."""
    days: Days
    """Its business days."""
    holidays: Packed | None
    """The dates of its own holidays, in days since 1970; null where it has no source of holidays."""
    closed: Closed | None
    """What closes it when its usual hours would be open; null where nobody asks."""
    special: Special
    """Why it is open when its usual hours would not be."""


@shape
class Schedule(TypedDict):
    """A schedule by name."""

    name: str
    """What it is called; an empty text where it has no name."""
    text: str
    """Its hours in words."""
    hours: Place
    """When it is open: a place in `hours`."""


@shape
class NoSchedule(TypedDict):
    """A schedule that is not known before it is known where the customer is."""

    problem: str
    """What is said to a question about it."""


@shape
class Target(TypedDict):
    """A target, with every choice decided. Durations are in microseconds."""

    written: str
    """The amount in words."""
    counts: Literal["open_time", "business_days", "calendar_time", "calendar_days", "calendar_months"]
    """What the amount counts."""
    duration: NotRequired[int]
    """How much time, where it counts open time or calendar time."""
    days: NotRequired[int | None]
    """How many business or calendar days."""
    months: NotRequired[int | None]
    """How many calendar months."""
    rule: NotRequired[Literal["same_time", "close", "open", "hours"]]
    """How business days are counted."""
    of: NotRequired[str | None]
    """The run of dates of which it is that business day, or for no days the last, e.g. `next_month`."""
    day_length: NotRequired[int | None]
    """How much open time a business day has, for the rule `hours`."""
    starts: Literal["at_once", "next_opening"]
    """Where the count begins for what arrives while closed."""
    ends: Literal["as_is", "next_opening", "previous_closing", "same_day"] | TimeOfDay
    """Where a due instant goes that lies outside open time, or at which time of day it ends."""
    boundary: Literal["closing", "next_opening"]
    """Where open time goes that is used up exactly at a closing."""
    cut_off: Annotated[list[TimeOfDay | None], Field(min_length=7, max_length=7)] | None
    """The cut-off of each weekday, Monday first, null on days without one; null where there is none."""


@shape
class ArrivesOn(TypedDict):
    """The local dates on which a request arrives; one of these must hold."""

    weekdays: list[int]
    """On these weekdays, Monday being 0."""
    holidays: Place | None
    """On one of these dates: a place in `calendars`; null where holidays are not among the days."""
    business_days: bool
    """On a business day of the schedule, or while that is open."""


@shape
class ArrivesWithin(TypedDict):
    """The local dates between which a request arrives, both included."""

    yearly: bool
    """Whether they come every year, and are then a month times 100 and a day, else days since 1970."""
    first: int | None
    """The first of them; null for none."""
    last: int | None
    """The last of them, which may lie before the first where they go over New Year; null for none."""


@shape
class Condition(TypedDict):
    """How a request arrives. Every key that is there must hold; times of day are local, in microseconds."""

    schedule: Place
    """Whose hours, clocks and business days are meant: a place in `schedules`."""
    channels: NotRequired[list[str]]
    """Through one of these, as names are compared."""
    open: NotRequired[bool]
    """While the schedule is open, or while it is closed."""
    days: NotRequired[ArrivesOn]
    """On which days."""
    months: NotRequired[list[int]]
    """In one of these months, January being 1."""
    dates: NotRequired[ArrivesWithin]
    """Between which dates."""
    since: NotRequired[TimeOfDay]
    """At this time of day or later."""
    after: NotRequired[TimeOfDay]
    """After this time of day."""
    before: NotRequired[TimeOfDay]
    """Before it; where it is no later than `since` or `after`, the time between goes over midnight."""
    any_of: NotRequired[list[Condition]]
    """One of these holds."""
    none_of: NotRequired[list[Condition]]
    """None of these holds."""


@shape
class Case(TypedDict):
    """What is offered to requests that meet a condition."""

    if_: Annotated[Condition, Field(alias="if")]
    """The condition."""
    target: NotRequired[Place]
    """What is promised: a place in `targets`."""
    schedule: NotRequired[Place]
    """On which schedule it is counted: a place in `schedules`."""
    nothing: NotRequired[str]
    """In the place of both, where nothing is promised: what is said to a question."""


@shape
class Offer(TypedDict):
    """What is offered: the first of its cases whose condition a request meets, or else what stands beside them."""

    target: NotRequired[Place]
    """What is promised: a place in `targets`."""
    schedule: NotRequired[Place]
    """On which schedule it is counted: a place in `schedules`."""
    nothing: NotRequired[str]
    """In the place of both, where nothing is promised: what is said to a question."""
    cases: NotRequired[list[Case]]
    """What is offered under conditions."""
    problem: NotRequired[str]
    """In the place of all, where that is not known before it is known where the customer is."""


@shape
class Version(TypedDict):
    """The policy in one of its versions."""

    from_: Annotated[int | None, Field(alias="from")]
    """The instant from which it holds, in microseconds since 1970; null for the first."""
    schedules: dict[str, Place]
    """Its schedules by name: places in `schedules`."""
    closures: dict[str, Place]
    """Its closures by name, open while the closure lasts."""
    unnamed: Place
    """The schedule of what names none."""
    holidays: Place
    """The dates of its holidays: a place in `calendars`."""
    priorities: list[str]
    """The priorities that any of its plans names; no other is known, unless there are none."""
    plans: dict[str, dict[str, dict[str, Place]]]
    """What is offered, by plan, metric and priority: places in `offers`; the priority without a name is for all
    that have no entry of their own."""


@shape
class Party(TypedDict):
    """The policy for customers of one zone, or for all."""

    versions: list[Version]
    """Its versions in time: the last that has begun holds."""
    schedules: dict[str, Place]
    """Its schedules and closures by name, through all versions: places in `schedules`."""


@shape
class Names(TypedDict):
    """What a helpdesk calls things, as names are compared, and what the policy calls them."""

    plans: dict[str, str]
    """Plans."""
    priorities: dict[str, str]
    """Priorities."""
    channels: dict[str, str]
    """Channels."""


class Compiled(TypedDict):
    """A policy as plain data, for stated years."""

    __pydantic_config__ = ConfigDict(extra="forbid", use_attribute_docstrings=True)  # type: ignore[misc]  # Pydantic takes it so.

    format: Literal["urn:slaclock:compiled:1"]
    """The format and its version."""
    sha256: Sha256
    """The hash of the file: of its text in UTF-8 with zeros in the place of these 64 digits."""
    name: str
    """What the policy is called."""
    source: Source
    """Of which policy it was made."""
    made_by: MadeBy
    """Of which versions it was made."""
    years: Annotated[list[int], Field(min_length=2, max_length=2)]
    """The first and the last year for which it answers."""
    from_: Annotated[int, Field(alias="from")]
    """The first instant about which it answers, in microseconds since 1970: where the first year has begun in each of
    its zones."""
    until: int
    """The last one: where the year after the last begins in one of its zones."""
    zone: Place
    """The zone of the policy: a place in `zones`."""
    zones: list[Zone]
    """Time zones."""
    calendars: list[Packed]
    """Dates of holidays that conditions ask for, in days since 1970."""
    reasons: list[Reason]
    """What closes schedules."""
    hours: list[Hours]
    """When support is open; schedules with equal hours share one."""
    schedules: list[Schedule | NoSchedule]
    """Schedules."""
    targets: list[Target]
    """What is promised."""
    offers: list[Offer]
    """What is offered for plans, metrics and priorities."""
    names: Names
    """What a helpdesk calls things."""
    governed_by: Literal["opening", "each_event"]
    """Whether the version at a ticket's opening governs all of it, or the one at each start of a metric."""
    customers: dict[str, Party]
    """The policy by the zone of customers; the one without a name is for whom no zone is known."""
    policy: dict[str, Any]
    """What the policy states beside its hours, as in a policy file: plans, lifecycles, warnings, escalations, names,
    versions, `on_change`, `reopens`. Explanations and evaluations of tickets need it."""
