"""`Target`: an amount, what it counts, where its clock starts and where it ends (R11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Annotated, Any, ClassVar, Literal, assert_never, get_args

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from slaclock.declaration import Declaration, signature
from slaclock.errors import TargetError
from slaclock.hours import (
    ENDS,
    Boundary,
    CutOffInput,
    CutOffLike,
    DayCount,
    DayRule,
    Ends,
    Of,
    Schedule,
    Starts,
    read_lone_time,
    write_time,
)
from slaclock.json_forms import Duration
from slaclock.targets.calendar_time import dates_later, time_later
from slaclock.targets.target_text import read_target
from slaclock.targets.target_tokens import EXAMPLE
from slaclock.targets.written_durations import write_duration

Counts = Literal["open_time", "business_days", "calendar_time", "calendar_days", "calendar_months"]
"""What an amount counts: time while open, business days, any time, any dates, or months."""

_AMOUNTS = ("duration", "days", "months")
_AMOUNT_OF = {
    "open_time": "duration",
    "business_days": "days",
    "calendar_time": "duration",
    "calendar_days": "days",
    "calendar_months": "months",
}

_EDGES: Mapping[DayRule | None, str] = {"close": ", at its close", "open": ", at its opening"}


def _read_amount(given: object) -> object:
    if isinstance(given, int | float):
        raise TargetError(f"{given!r} has no unit; write e.g. '8 hours'")
    # As the length of a duration, ISO 8601's days have 24 hours.
    if not isinstance(given, str) or given[:1] in "P-":
        return given
    fields = read_target(given)
    if "duration" not in fields:
        raise TargetError(f"{given!r} is an amount of days; state it as `days`")
    return fields["duration"]


def _read_ends(given: object) -> object:
    if not isinstance(given, (str, time, type(None))):
        raise TargetError(f"cannot read {given!r} as where a target ends; write a time of day as text, e.g. '16:00'")
    if isinstance(given, time) and given.tzinfo is not None:
        raise TargetError(f"{given} has a zone of its own; the schedule's `timezone` says where clocks are read")
    if isinstance(given, str) and given not in ENDS:
        reading = read_lone_time(given)
        if reading == time(0) and not given.lstrip().startswith("0"):
            raise TargetError(
                f"cannot read {given!r} as where a target ends: midnight begins a day and ends it; write '00:00' or "
                "'23:59'"
            )
        return reading
    return given


def _read_starts(given: object) -> object:
    if isinstance(given, str) and given not in get_args(Starts):
        choices = " or ".join(map(repr, get_args(Starts)))
        raise TargetError(
            f"input should be {choices}, which is about what arrives while closed, not {given!r}; the event that "
            f"starts a metric stands in `metrics`, e.g. metrics: {{resolution: {{starts: {given}}}}}, or beside one "
            f"target as lifecycle: {{starts: {given}}}"
        )
    return given


Amount = Annotated[Duration, BeforeValidator(_read_amount, json_schema_input_type=str)]
EndsInput = Annotated[Ends, BeforeValidator(_read_ends, json_schema_input_type=str)]
StartsInput = Annotated[Starts, BeforeValidator(_read_starts, json_schema_input_type=Starts)]


class Choices(Declaration):
    """How a target is read where its words do not say.

    A policy, a plan, a metric, a priority and a target may each state any of these; the innermost holds.

    Rules: R7, R10, R11.
    """

    _examples: ClassVar = {
        "day_length": ("8 hours",),
        "ends": ("next_opening", "16:00"),
    }

    day_rule: DayRule | None = None
    """How business days are read; where nothing is said, as the policy says."""

    day_length: Amount | None = None
    """Open time in a business day, for the day rule `hours`."""

    cut_off: CutOffInput = None
    """What is received later on a business day counts as received at the next one's opening."""

    starts: StartsInput | None = None
    """Where counting begins for what arrives while closed; business days at the `next_opening`, else `at_once`."""

    ends: EndsInput | None = None
    """Where a due instant goes that lies outside open time; business days to the `next_opening`, else `as_is`."""

    boundary: Boundary | None = None
    """Where open time goes that is used up exactly at closing time; the `closing` where nothing is said."""

    @signature
    def __init__(
        self,
        *,
        day_rule: DayRule | None = None,
        day_length: timedelta | str | None = None,
        cut_off: CutOffLike | None = None,
        starts: Starts | None = None,
        ends: Ends | str | None = None,
        boundary: Boundary | None = None,
    ) -> None: ...


class Target(Choices):
    """How long something may take: an amount and what it counts.

    Args:
        text: The amount as people write it: `4 business hours`, `2 business days`, `1 hour`,
            `30 minutes`, `24h`, `PT4H`, `1 hour 24/7`. An amount that names no basis counts
            calendar time. Everything can be given by name instead.

    Raises:
        DeclarationError: The text is not understood, or the fields contradict one another.

    Examples:
        >>> target = Target("2 business days")
        >>> target.counts, target.days
        ('business_days', 2)
        >>> Target("24 hours during normal business hours").counts
        'open_time'

    Rules: R7, R10, R11.
    """

    _examples: ClassVar = {
        "duration": ("4 hours",),
        "days": (2,),
        "months": (1,),
        "text": ("2 business days",),
    }

    model_config = ConfigDict(
        json_schema_extra=lambda schema: schema.update(
            required=[], anyOf=[{"required": ["text"]}, {"required": ["counts"]}]
        )
    )

    _short_forms = ({"type": "string", "examples": ["4 business hours", "2 business days", "30 minutes", "PT4H"]},)

    counts: Counts
    """What the amount counts."""

    duration: Amount | None = None
    """How much open or calendar time."""

    days: Annotated[int, Field(ge=0, le=36_600)] | None = None
    """How many business or calendar days; none with the day rule `close` is the close of the day itself."""

    months: Annotated[int, Field(gt=0, le=1_200)] | None = None
    """How many calendar months; a date that the month does not have becomes its last."""

    of: Of | None = None
    """The run of dates of which it is that business day, or for no days the last, e.g. `next_month`."""

    names_day: bool = False
    """Whether the text names its day, as "the next business day" does: it is due on that day (`ends: same_day`)."""

    basis_stated: bool = True
    """Whether the text said what the amount counts."""

    text: str = ""
    """The amount as it was written."""

    @signature
    def __init__(
        self,
        text: str = "",
        /,
        *,
        counts: Counts | None = None,
        duration: timedelta | str | None = None,
        days: int | None = None,
        months: int | None = None,
        of: Of | None = None,
        names_day: bool = False,
        basis_stated: bool = True,
        day_rule: DayRule | None = None,
        day_length: timedelta | str | None = None,
        cut_off: CutOffLike | None = None,
        starts: Starts | None = None,
        ends: Ends | str | None = None,
        boundary: Boundary | None = None,
    ) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        if isinstance(given, str):
            given = {"text": given}
        if not isinstance(given, Mapping):
            raise TargetError(f"cannot read {given!r} as a target; write e.g. {EXAMPLE}")
        if any(given.get(key) is not None for key in _AMOUNTS):
            return given
        stated = {key: value for key, value in given.items() if value is not None}
        fields = read_target(str(stated.get("text") or ""))
        if "counts" in stated and fields["counts"] != stated["counts"]:
            if fields["basis_stated"] or ("days" in fields) is not stated["counts"].endswith("days"):
                raise TargetError(f"{fields['text']!r} does not count {stated['counts']!r}")
            fields["basis_stated"] = True
        return fields | stated

    @model_validator(mode="after")
    def _one_amount(self) -> Target:
        needed = _AMOUNT_OF[self.counts]
        stated = [key for key in _AMOUNTS if getattr(self, key) is not None]
        if stated != [needed]:
            raise TargetError(f"counts {self.counts!r} needs `{needed}` and nothing else, not {stated or 'nothing'}")
        if self.days == 0 and self.day_rule != "close" and not isinstance(self.ends, time):
            raise TargetError("no days at all need the day rule 'close' or a time of day at which they end")
        if self.of and (self.counts != "business_days" or self.day_rule in ("same_time", "hours")):
            raise TargetError(
                f"what counts `of: {self.of}` is a business day, at its close, at its opening or at a time of day"
            )
        if self.duration is not None and self.duration <= timedelta(0):
            raise TargetError(f"an amount is more than nothing, not {self.duration}; write e.g. {EXAMPLE}")
        if self.day_rule == "hours" and self.day_length is None:
            raise TargetError("day rule 'hours' needs `day_length`, e.g. '8 hours'")
        return self

    def decided(self, beside: Choices, around: Iterable[Choices] = ()) -> Target:
        """The same target with every choice decided by what is stated nearest to it.

        Args:
            beside: What stands in the same place as the target; it holds for any target.
            around: What stands around that, from the inside out; it holds for business time only,
                so that a cut-off of a policy leaves its 24/7 promises alone.

        Rules: R7, R10, R11.
        """
        levels = (self, beside, *around)
        inherited = _INHERITED.get(self.counts, ("boundary",))
        if self.counts == "business_days" and isinstance(_nearest("ends", levels[:2]), time):
            # What is said to end at a time of day counts days, not hours of them.
            inherited = _TIMES
        reach = {name: levels if name in inherited else levels[:2] for name in Choices.model_fields}
        return self.model_copy(update={name: _nearest(name, within) for name, within in reach.items()})

    def due(self, opened: datetime, schedule: Schedule) -> datetime:
        """When it is due, for what was opened at an instant.

        Args:
            opened: An aware datetime.
            schedule: When support is open; calendar days are dates in its zone.

        Returns:
            The due instant in the zone of `opened`.

        Raises:
            NaiveDatetimeError: `opened` has no time zone.
            NeverOpenError: The schedule does not open enough within 400 years.

        Examples:
            >>> from zoneinfo import ZoneInfo
            >>> office = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US")
            >>> tuesday = datetime(2026, 11, 24, 10, 30, tzinfo=ZoneInfo("America/New_York"))
            >>> str(Target("2 business days").due(tuesday, office))
            '2026-11-27 10:30:00-05:00'

        Rules: R7, R10, R11.
        """
        return self.ended(self._counted(self.counts_from(opened, schedule), schedule), schedule, opened)

    @property
    def day_count(self) -> DayCount:
        """The business days of this target, with every reading decided (R10, R11)."""
        assert self.days is not None
        return DayCount(
            self.days,
            self.day_rule or "same_time",
            # A run of dates is that of the date on which something arrives.
            self.starts or ("at_once" if self.of else "next_opening"),
            self.ends or ("same_day" if self.names_day else "next_opening"),
            self.day_length,
            self.of,
        )

    def counts_from(self, opened: datetime, schedule: Schedule) -> datetime:
        """Where the count of time begins for what was opened at an instant.

        Rules: R11.
        """
        if self.cut_off is not None and (later := schedule.after_cut_off(opened, self.cut_off)):
            return later
        if self.counts == "business_days" or self.starts != "next_opening" or schedule.is_open(opened):
            return opened
        return schedule.next_opening(opened)

    def _counted(self, start: datetime, schedule: Schedule) -> datetime:
        match self.counts:
            case "open_time":
                assert self.duration is not None
                return schedule.add(start, self.duration, self.boundary or "closing")
            case "business_days":
                return schedule.counted_days(start, self.day_count)
            case "calendar_time":
                assert self.duration is not None
                return time_later(start, self.duration)
            case "calendar_days" | "calendar_months":
                return dates_later(start, schedule._zone, days=self.days or 0, months=self.months or 0)
            case _:
                assert_never(self.counts)

    def ended(self, due: datetime, schedule: Schedule, opened: datetime) -> datetime:
        """Where a count of time that is used up at an instant comes to be due, for what was opened at another.

        Rules: R11.
        """
        if self.counts == "business_days" or self.ends is None:
            return due
        return schedule.ended(due, self.ends, opened, by_clocks=self.counts_dates)

    @property
    def counts_dates(self) -> bool:
        """Whether it counts days or months of the calendar."""
        return self.counts in ("calendar_days", "calendar_months")

    def __str__(self) -> str:
        return self.text or self.written

    @property
    def written(self) -> str:
        """The amount in words that say what it counts: `4 business hours`, `2 calendar days`."""
        if isinstance(self.ends, time):
            return f"{self._written_amount()}, by {write_time(self.ends)}"
        edge = _EDGES.get(self.day_rule, "") if self.counts == "business_days" else ""
        return self._written_amount() + edge

    def _written_amount(self) -> str:
        kind = "business" if self.counts in ("open_time", "business_days") else "calendar"
        if self.months is not None:
            return f"{self.months} calendar {'month' if self.months == 1 else 'months'}"
        if self.days is not None:
            return self._written_days(kind)
        assert self.duration is not None
        return write_duration(self.duration, f"{kind} ")

    def _written_days(self, kind: str) -> str:
        if self.of:
            place = _ordinal(self.days) if self.days else "last"
            return f"the {place} business day of the {self.of.replace('_', ' ')}"
        if self.names_day and self.days == 1:
            return f"the next {kind} day"
        return f"{self.days} {kind} {'day' if self.days == 1 else 'days'}" if self.days else f"the same {kind} day"


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number % 100 not in (11, 12, 13) else 0, "th")
    return f"{number}{ending}"


TargetLike = Target | str | Mapping[str, Any]
"""What may be given for a target."""


_TIMES = ("cut_off", "starts", "ends", "boundary")
_INHERITED = {"business_days": ("day_rule", "day_length", *_TIMES), "open_time": _TIMES}


def _nearest(name: str, levels: Iterable[Choices]) -> Any:
    stated = (getattr(level, name) for level in levels)
    return next((value for value in stated if value is not None), None)
