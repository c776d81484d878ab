"""The clauses of a policy as a file states them: schedules, promises, plans and notices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from slaclock.declaration import Declaration, FrozenMapping
from slaclock.errors import HoursError, TargetError, did_you_mean
from slaclock.hours import (
    MIDNIGHT,
    WEEK,
    CalendarInput,
    ExceptionsInput,
    HolidayRule,
    Hours,
    Schedule,
    Season,
    TimeOfDay,
    Weekday,
    ZoneName,
    read_days,
    read_time,
    to_utc,
    write_days,
    write_time,
    zone_named,
)
from slaclock.patterns import pattern
from slaclock.policy.goals import Goals
from slaclock.targets import Choices, Target, Threshold


def _names_in(given: object) -> object:
    return (given,) if isinstance(given, str) else given


FORMS = ("hours", "any_of", "all_of", "outside")
CUSTOMER = "customer"
"""What stands for a zone that is known only when somebody asks."""

ANY_CHANNEL = ""
"""What stands for every channel that is not named."""


def folded(channel: str) -> str:
    """A channel in the spelling in which channels are compared: without case, spaces and hyphens."""
    return re.sub(r"[\s_-]", "", channel).casefold()


def _coverage_in(given: object) -> object:
    return {ANY_CHANNEL: given} if isinstance(given, str) else given


Coverage = Annotated[FrozenMapping[str], BeforeValidator(_coverage_in, json_schema_input_type=str | dict[str, str])]
"""The name of a schedule, or one for each channel, e.g. `{phone: office, email: always}`."""
NameList = Annotated[tuple[str, ...], BeforeValidator(_names_in, json_schema_input_type=str | list[str])]
"""One name or several."""


class ScheduleEntry(Declaration):
    """A schedule as a policy file states it; what it leaves out is as the policy says.

    Text alone, e.g. `standard: Mon-Fri 09:00-18:00`, states the hours.

    Rules: R3, R4, R5, R6.
    """

    _examples: ClassVar = {
        "any_of": (["london", "new_york"],),
        "all_of": (["office", "on_call"],),
        "outside": ("office",),
        "excluding": ("maintenance",),
    }

    _short_forms = (
        {"type": "string", "examples": ["Mon-Fri 09:00-18:00", "24x7"]},
        {"type": "array", "items": {"type": "string"}},
    )

    hours: Hours | None = None
    """When support is open in a usual week, or by a recurrence rule."""

    any_of: NameList = ()
    """Instead of hours: open when any of these schedules is."""

    all_of: NameList = ()
    """Instead of hours: open when all of these schedules are."""

    outside: NameList = ()
    """Instead of hours: open whenever none of these schedules is, on their holidays too."""

    excluding: NameList = ()
    """Closures or schedules during which it is closed."""

    timezone: ZoneName | None = None
    """IANA name of its zone; `customer` for the zone of whoever asks."""

    holidays: CalendarInput | None = None
    """Dates on which it is closed; `[]` for none."""

    exceptions: ExceptionsInput = ()
    """Hours of single dates."""

    seasons: tuple[Season, ...] = ()
    """Other weekly hours for runs of dates."""

    holiday_rule: HolidayRule | None = None
    """Whether a holiday closes what opens on it, or the time between its two midnights."""

    @model_validator(mode="before")
    @classmethod
    def _from_hours(cls, given: Any) -> Any:
        if isinstance(given, (str, list, tuple)):
            return {"hours": given}
        if isinstance(given, Mapping) and "rrule" in given:
            outside = {key: value for key, value in given.items() if key in cls.model_fields}
            return outside | {"hours": {key: value for key, value in given.items() if key not in outside}}
        return given

    @field_validator("timezone")
    @classmethod
    def _check_zone(cls, name: str | None) -> str | None:
        if name not in (None, CUSTOMER):
            zone_named(name)
        return name

    @model_validator(mode="after")
    def _one_form(self) -> ScheduleEntry:
        forms = [name for name in FORMS if getattr(self, name)]
        if len(forms) != 1:
            raise HoursError(f"a schedule states one of `{'`, `'.join(FORMS)}`, not {forms or 'none'}")
        own = [name for name in ("holidays", "exceptions", "seasons", "holiday_rule") if getattr(self, name)]
        if own and not self.hours:
            raise HoursError(f"`{own[0]}` stands beside `hours` only; state it on the schedules that are combined")
        return self

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the schedules and closures from which it is made."""
        return (*self.any_of, *self.all_of, *self.outside, *self.excluding)

    @property
    def is_open_always(self) -> bool:
        """Whether its hours are `24x7`."""
        return isinstance(self.hours, tuple) and any(window.is_whole_week for window in self.hours)


class Received(Declaration):
    """How a request arrived: in or outside hours, on some days, at some times of day, through some channels.

    Text states it: `in hours`, `outside hours`, `before 13:00`, `from 1 PM`, `after 15:00`, `on Fri`,
    `by phone`, `during evenings` of a schedule by name, and several of these together, e.g. `by phone on Fri after
    15:00`.

    Examples:
        >>> str(Received.model_validate("on Fri after 3 PM"))
        'on Fri after 15:00'

    Rules: R11.
    """

    _examples: ClassVar = {
        "channels": ("phone",),
        "of": ("evenings",),
    }

    _short_forms = (
        {"type": "string", "examples": ["in hours", "outside hours", "before 13:00", "on Fri after 15:00", "by phone"]},
    )

    channels: NameList = ()
    """Through which channels, e.g. `phone`."""

    hours: Literal["in", "outside"] | None = None
    """Whether the schedule was open."""

    of: str | None = None
    """Name of the schedule that was open, or was not; that on which time is counted where nothing is said."""

    days: Annotated[
        tuple[Weekday, ...],
        BeforeValidator(
            lambda given: read_days(given) if isinstance(given, str) else given,
            json_schema_input_type=str | list[Weekday],
        ),
    ] = ()
    """On which local days of the week."""

    before: TimeOfDay | None = None
    """Before this local time of day."""

    since: TimeOfDay | None = None
    """From this local time of day on, itself included."""

    after: TimeOfDay | None = None
    """After this local time of day, itself not included."""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        if not isinstance(given, str):
            return given
        found = list(_conditions(given, given))
        if len(dict(found)) < len(found):
            raise TargetError(f"cannot read {given!r} as a condition: it says one thing twice")
        return dict(found)

    @model_validator(mode="after")
    def _says_something(self) -> Received:
        if not str(self):
            raise TargetError(
                "a condition says how something is received; write e.g. 'outside hours', 'before 13:00' or 'by phone'"
            )
        if self.of is not None and self.hours is None:
            raise TargetError(f"say whether {self.of!r} was open; write e.g. 'during {self.of}'")
        if self.before == MIDNIGHT:
            raise TargetError("nothing arrives before 00:00; write e.g. 'before 13:00'")
        return self

    def holds(self, at: datetime, schedule: Schedule, channel: str | None = None) -> bool:
        """Whether something that arrives at an instant, through a channel, meets every condition.

        Rules: R3, R11.
        """
        local = to_utc(at).astimezone(zone_named(schedule.timezone))
        clock = local.time()
        return (
            self.is_by(channel)
            and (self.hours is None or schedule.is_open(at) == (self.hours == "in"))
            and (not self.days or WEEK[local.weekday()] in self.days)
            and self.is_at(clock)
        )

    def is_at(self, clock: time) -> bool:
        """Whether it holds at a time of day; from an evening to a morning goes over midnight.

        Rules: R11.
        """
        begun = (self.since is None or clock >= self.since) and (self.after is None or clock > self.after)
        over = self.before is None or clock < self.before
        return begun or over if self.is_over_midnight else begun and over

    @property
    def is_over_midnight(self) -> bool:
        """Whether its times of day go from an evening to a morning.

        Rules: R11.
        """
        begins = self.since or self.after
        return begins is not None and self.before is not None and self.before <= begins

    def is_by(self, channel: str | None) -> bool:
        """Whether it holds for a channel, however that is spelled: `E-Mail` is `email`.

        Rules: R11.
        """
        return not self.channels or (channel is not None and folded(channel) in map(folded, self.channels))

    def __str__(self) -> str:
        parts = [f"by {' or '.join(self.channels)}"] if self.channels else []
        if self.of is not None:
            parts.append(f"{'during' if self.hours == 'in' else 'outside'} {self.of}")
        elif self.hours:
            parts.append(f"{self.hours} hours")
        parts += [f"on {write_days(self.days)}"] if self.days else []
        times = (("before", self.before), ("from", self.since), ("after", self.after))
        return " ".join([*parts, *(f"{word} {write_time(clock)}" for word, clock in times if clock is not None)])


def _list_of(text: str) -> tuple[str, ...]:
    return tuple(re.split(r"\s*,\s*(?:(?:or|and)\s+)?|\s+(?:or|and)\s+", text))


def _channels(whole: str, names: str) -> Iterator[tuple[str, object]]:
    if names[0].isdigit() or names.lower() in ("noon", "midnight"):
        raise TargetError(f"cannot read {whole!r} as a condition: write 'before {names}', which leaves that out")
    yield "channels", _list_of(names)


def _whether_open(whole: str, word: str, of: str | None = None) -> Iterator[tuple[str, object]]:
    yield "hours", "outside" if word.lower().startswith("out") else "in"
    if of:
        yield "of", of


def _days(whole: str, days: str) -> Iterator[tuple[str, object]]:
    yield "days", read_days(", ".join(_list_of(days)))


def _times(whole: str, word: str, clock: str) -> Iterator[tuple[str, object]]:
    yield {"from": "since"}.get(word.lower(), word.lower()), read_time(clock)


def _between(whole: str, since: str, before: str) -> Iterator[tuple[str, object]]:
    yield "since", read_time(since)
    yield "before", read_time(before)


_AND_MORE = pattern(r"(?:\s*,)?(?:\s+(?:and|or))?\s*$")
"""What leads to the next condition: `by phone, and on Fri`."""
_HOURS = r"(in|during|outside of|outside|out of)\s+(?:(?:support|business|office|working|normal|service)\s+)?hours\b"
_NEXT = rf"(?=\s+(?:before|after|from|on|by|between|during|outside|{_HOURS.replace('(in', '(?:in')})\b|$)"
_CONDITIONS = tuple(
    (pattern(form, re.IGNORECASE), read)
    for form, read in (
        (_HOURS, _whether_open),
        (rf"(during|outside)\s+(.+?){_NEXT}", _whether_open),
        (rf"by\s+(.+?){_NEXT}", _channels),
        (rf"on\s+(.+?){_NEXT}", _days),
        (rf"between\s+(.+?)\s+and\s+(.+?){_NEXT}", _between),
        (rf"(before|after|from)\s+(.+?){_NEXT}", _times),
    )
)


def _conditions(text: str, whole: str) -> Iterator[tuple[str, object]]:
    """The conditions that a text names, one after another."""
    words = text.strip()
    for form, read in _CONDITIONS if words else ():
        if found := form.match(words):
            yield from read(whole, *(_AND_MORE.sub("", said) for said in found.groups()))
            yield from _conditions(words[found.end() :], whole)
            return
    if words:
        raise TargetError(
            f"cannot read {whole!r} as a condition: {words!r} is not understood; "
            "write e.g. 'outside hours', 'before 13:00', 'on Fri after 15:00' or 'during evenings'"
        )


class Stated(Choices):
    """A target where it stands: with the schedule on which it is counted, and choices beside it."""

    _examples: ClassVar = {
        "schedule": ("office",),
    }

    schedule: str | None = None
    """Name of the schedule on which it is counted, where it is another."""


def _said_once(target: Target | None, beside: Choices) -> None:
    """Refuse a choice that a target's own words make otherwise than what stands beside it."""
    for name in Choices.model_fields if target else ():
        inside, outside = getattr(target, name), getattr(beside, name)
        if None not in (inside, outside) and inside != outside:
            raise TargetError(f"{target} says {name} {inside} and {name} {outside} stands beside it; state one of them")


class Case(Stated):
    """What is promised for requests that arrive under a condition.

    Rules: R11.
    """

    received: Received
    """When, and through which channel, the request arrived."""

    target: Target
    """The target for it; its choices may stand beside it."""

    @model_validator(mode="after")
    def _says_each_choice_once(self) -> Self:
        _said_once(self.target, self)
        return self


class Promise(Stated):
    """What a plan promises for a metric: a target, for every priority or for each.

    A target alone (`4 business hours`) holds for every priority; a mapping whose keys are not
    the ones below names priorities: `{P1: 1 hour, P2: 4 business hours}`.

    Rules: R11.
    """

    _examples: ClassVar = {
        "coverage": ("always",),
    }

    _short_forms = ({"type": "string", "examples": ["4 business hours", "2 business days", "30 minutes"]},)
    _other_keys_go_to = "priorities"

    target: Target | None = None
    """The target for every priority that has none of its own; its choices may stand beside it."""

    when: tuple[Case, ...] = ()
    """Other targets for requests that arrive under a condition; the first that holds counts."""

    coverage: Coverage = Field(default_factory=FrozenMapping)
    """When support can be reached, where that is not when time is counted: a schedule, or one for each channel."""

    escalations: FrozenMapping[Threshold] = Field(default_factory=FrozenMapping)
    """Who hears of it when: `{team lead: after 1 hour, director: 1 hour after breach}`."""

    goals: Goals = ()
    """Which share must be met: `95% per month`, or `99% within 1 hour`."""

    priorities: FrozenMapping[Promise] = Field(default_factory=FrozenMapping)
    """The promise for each priority."""

    @model_validator(mode="before")
    @classmethod
    def _from_short_form(cls, given: Any) -> Any:
        if isinstance(given, (str, Target)):
            return {"target": given}
        if not isinstance(given, Mapping):
            raise TargetError(f"cannot read {given!r} as a target; write e.g. '4 business hours'")
        if "counts" in given or "text" in given:
            return {"target": given}
        if "received" in given:
            raise TargetError(
                "`received` belongs to a case of `when`; write e.g. when: [{received: in hours, target: 1 hour}]"
            )
        return _gathered(given, "priorities", cls.model_fields)

    @model_validator(mode="after")
    def _says_each_choice_once(self) -> Self:
        _said_once(self.target, self)
        return self

    def filled_from(self, other: Promise | None) -> Promise:
        """This promise, with the priorities that the other states and it does not, unless it is one for all."""
        if other is None or self.target is not None:
            return self
        fields = [name for name in Promise.model_fields if name != "priorities"]
        stated = {name: getattr(self, name) or getattr(other, name) for name in fields}
        return Promise(**stated, priorities=FrozenMapping({**other.priorities, **self.priorities}))


class Plan(Choices):
    """What one plan promises: a promise for each metric.

    Every key that is not one of those below is a metric: `first_response: 4 business hours`.

    Rules: R11.
    """

    _examples: ClassVar = {
        "like": ("standard",),
        "schedule": ("office",),
        "coverage": ("always", {"phone": "office", "e-mail": "always"}),
    }

    _other_keys_go_to = "metrics"

    like: str | None = None
    """Name of a plan whose promises, schedule, coverage and choices hold where this one states none."""

    schedule: str | None = None
    """Name of the schedule on which its targets are counted."""

    coverage: Coverage = Field(default_factory=FrozenMapping)
    """When support can be reached, where that is not when time is counted: a schedule, or one for each channel."""

    metrics: FrozenMapping[Promise] = Field(default_factory=FrozenMapping)
    """The promise for each metric, e.g. `first_response`."""

    @model_validator(mode="before")
    @classmethod
    def _from_short_form(cls, given: Any) -> Any:
        if not isinstance(given, Mapping):
            raise TargetError(
                f"a plan names metrics and their targets, not {given!r}; write e.g. {{first_response: 1 hour}}"
            )
        return _gathered(given, "metrics", cls.model_fields)

    def filled_from(self, other: Plan) -> Plan:
        """This plan, with what the other states and it does not."""
        fields = [name for name in Plan.model_fields if name not in ("like", "metrics")]
        stated = {name: getattr(self, name) or getattr(other, name) for name in fields}
        own = {name: promise.filled_from(other.metrics.get(name)) for name, promise in self.metrics.items()}
        return Plan(**stated, metrics=FrozenMapping({**other.metrics, **own}))


def priorities_of(plans: Mapping[str, Plan]) -> tuple[str, ...]:
    """The priorities that any plan names, in their order."""
    promises = (promise for plan in plans.values() for promise in plan.metrics.values())
    return tuple(dict.fromkeys(priority for promise in promises for priority in promise.priorities))


_LONGEST_CHAIN = 100


def alike(plans: Mapping[str, Plan]) -> FrozenMapping[Plan]:
    """The same plans, each with what it takes from the plan that it is like.

    Raises:
        TargetError: A plan is like one that is not there, or like itself.
    """
    made: dict[str, Plan] = {}
    for name in plans:
        _make_alike(name, plans, made, ())
    return FrozenMapping({name: made[name] for name in plans})


def _make_alike(name: str, plans: Mapping[str, Plan], made: dict[str, Plan], likes: tuple[str, ...]) -> Plan:
    plan = plans[name]
    if len(likes) > _LONGEST_CHAIN:
        raise TargetError(f"more than {_LONGEST_CHAIN} plans are each like the next; say what {name!r} promises")
    if name in likes:
        raise TargetError(
            f"{', '.join(likes)}: each of these plans is like another of them; one must state its promises"
        )
    if plan.like is not None and plan.like not in plans:
        raise TargetError(f"plan {name!r} is like {plan.like!r}, and there is none; {did_you_mean(plan.like, plans)}")
    if name not in made:
        other = _make_alike(plan.like, plans, made, (*likes, name)) if plan.like else None
        made[name] = plan.filled_from(other) if other else plan
    return made[name]


def _gathered(given: Mapping[str, Any], into: str, fields: Iterable[str]) -> dict[str, Any]:
    """Move the keys that are no fields under one that is."""
    import difflib

    known = list(fields)
    for key in given:
        if key not in known and (near := difflib.get_close_matches(key, known, n=1, cutoff=0.8)):
            raise ValueError(f"unknown key {key!r}; did you mean {near[0]!r}?")
    stated = {key: value for key, value in given.items() if key in known}
    extra = {key: value for key, value in given.items() if key not in known}
    return stated | {into: dict(stated.get(into) or {}) | extra} if extra else stated


class Notice(Declaration):
    """How long before something it must be announced.

    An amount alone, e.g. `72 hours`, states the target.

    Rules: R11.
    """

    _examples: ClassVar = {
        "schedule": ("office",),
    }

    _short_forms = ({"type": "string", "examples": ["72 hours", "5 business days"]},)

    target: Target
    """How long before."""

    schedule: str | None = None
    """Name of the schedule on which business time is counted."""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        return {"target": given} if isinstance(given, str) else given
