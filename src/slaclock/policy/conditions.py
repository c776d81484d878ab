"""`Received`: when, and through which channel, a request arrived, and whether a condition on that holds (R3, R11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, model_validator

from slaclock.declaration import NOTHING, Declaration, NameList, signature
from slaclock.errors import TargetError
from slaclock.hours import (
    MIDNIGHT,
    WEEK,
    Combination,
    DateLike,
    HolidayCalendar,
    Schedule,
    TimeLike,
    TimeOfDay,
    in_week_order,
    in_zone,
    is_within,
    is_yearly,
    read_date,
    to_utc,
    write_days,
    write_time,
)
from slaclock.policy.condition_text import read_condition
from slaclock.policy.condition_times import MONTHS, DayKind, Month, read_day_kinds, read_months
from slaclock.policy.condition_words import EXAMPLE
from slaclock.policy.hour_names import is_closed_time, is_closing_of, is_open_time
from slaclock.spelling import folded


def _in_order(given: object, order: Iterable[str]) -> object:
    known = list(order)
    if isinstance(given, (list, tuple)) and all(each in known for each in given):
        return tuple(each for each in known if each in given)
    return given


def _date_in(given: object) -> object:
    text = given.isoformat() if isinstance(given, date) else given
    if isinstance(text, str) and text:
        read_date(text)
    return text


WrittenDate = Annotated[str, BeforeValidator(_date_in), Field(examples=["2026-12-01", "--12-24"])]
"""An ISO date, or `--MM-DD` for every year."""


class Received(Declaration):
    """How a request arrived: in or outside hours, on some days, at some times of day, through some channels.

    Text states it: `in hours`, `outside hours`, `before 13:00`, `from 1 PM`, `after 15:00`, `on Fri`, `on Sundays and
    holidays`, `on business days`, `in December`, `from 2026-12-01 to 2026-12-31`, `by phone`, `during evenings` of a
    schedule by name, `not on holidays`, and several of these together, e.g. `by phone on Fri after 15:00`, or joined by
    `or`, e.g. `on weekends or after 17:00`.

    Examples:
        >>> str(Received.model_validate("on Fri after 3 PM"))
        'on Fri after 15:00'

    Rules: R11.
    """

    _examples: ClassVar = {
        "channels": ("phone",),
        "of": ("evenings",),
        "days": (["Sun", "holidays"],),
        "months": (["Dec"],),
        "any_of": (["on weekends", "after 17:00"],),
        "none_of": (["on holidays"],),
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
        tuple[DayKind, ...],
        BeforeValidator(
            lambda given: _in_order(
                read_day_kinds(given) if isinstance(given, str) else given, (*WEEK, "holidays", "business_days")
            ),
            json_schema_input_type=str | list[DayKind],
        ),
    ] = ()
    """On which local dates: days of the week, holidays, business days."""

    months: Annotated[
        tuple[Month, ...],
        BeforeValidator(
            lambda given: _in_order(read_months(given) if isinstance(given, str) else given, MONTHS),
            json_schema_input_type=str | list[Month],
        ),
    ] = ()
    """In which months."""

    first: WrittenDate = ""
    """From this local date on, itself included: `2026-12-01`, or `--12-01` for every year."""

    last: WrittenDate = ""
    """Up to this local date, itself included."""

    before: TimeOfDay | None = None
    """Before this local time of day."""

    since: TimeOfDay | None = None
    """From this local time of day on, itself included."""

    after: TimeOfDay | None = None
    """After this local time of day, itself not included."""

    any_of: tuple[Received, ...] = ()
    """Conditions of which at least one must hold as well."""

    none_of: tuple[Received, ...] = ()
    """Conditions of which none may hold."""

    @signature
    def __init__(
        self,
        *,
        channels: str | Iterable[str] = (),
        hours: Literal["in", "outside"] | None = None,
        of: str | None = None,
        days: str | Iterable[str] = (),
        months: str | Iterable[str] = (),
        first: DateLike = "",
        last: DateLike = "",
        before: TimeLike | None = None,
        since: TimeLike | None = None,
        after: TimeLike | None = None,
        any_of: Iterable[Received | str | Mapping[str, Any]] = (),
        none_of: Iterable[Received | str | Mapping[str, Any]] = (),
    ) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        if not isinstance(given, str):
            return given
        if not given.strip():
            raise TargetError(_SAYS_NOTHING)
        return read_condition(given)

    @model_validator(mode="after")
    def _says_something(self) -> Received:
        if self.of is not None and self.hours is None:
            raise TargetError(f"say whether {self.of!r} was open; write e.g. 'during {self.of}'")
        if not self._parts:
            raise TargetError(_SAYS_NOTHING)
        if self.before == MIDNIGHT:
            raise TargetError("nothing arrives before 00:00; write e.g. 'before 13:00'")
        self._refuse_dates_without_end()
        return self

    def _refuse_dates_without_end(self) -> None:
        first, last = self.first, self.last
        if is_yearly(first or last) and not (is_yearly(first) and is_yearly(last)):
            raise TargetError(
                f"dates of every year have a first and a last one, not {first or 'none'} and {last or 'none'}; "
                "write e.g. 'from --12-24 to --12-31'"
            )
        if first and last and not is_yearly(first) and last < first:
            raise TargetError(f"{last} is before {first}; the first date comes first")

    def holds(
        self,
        at: datetime,
        schedule: Schedule,
        channel: str | None = None,
        named: Mapping[str, Schedule] = NOTHING,
        holidays: HolidayCalendar | None = None,
    ) -> bool:
        """Whether something that arrives at an instant, through a channel, meets every condition.

        Args:
            at: An aware datetime.
            schedule: Whose hours, clocks and holidays are meant where the condition names no schedule.
            channel: How it came.
            named: The schedules that the condition names, by the words that it has for them.
            holidays: What counts as a holiday where a schedule has none of its own, as `24x7` has none.

        Raises:
            NaiveDatetimeError: `at` has no time zone.

        Rules: R3, R11.
        """
        hours = self.hours_among(schedule, named)
        local = in_zone(to_utc(at), hours._zone)

        def held(other: Received) -> bool:
            return other.holds(at, hours, channel, named, holidays)

        return (
            self.is_by(channel)
            and (self.hours is None or hours.is_open(at) == self.wants_open(named))
            and self._is_on(local, at, hours, holidays)
            and self.is_in(local.date())
            and self.is_at(local.time())
            and (not self.any_of or any(map(held, self.any_of)))
            and not any(map(held, self.none_of))
        )

    def hours_among(self, schedule: Schedule, named: Mapping[str, Schedule]) -> Schedule:
        """The schedule that is meant: the one that is named, or else the one that is asked.

        Rules: R11.
        """
        return schedule if self.of is None else named.get(self.of, schedule)

    def wants_open(self, named: Mapping[str, Schedule]) -> bool:
        """Whether the schedule that is meant must be open: `during after hours` means that another is closed,
        and `after business hours` that the schedule of that name is.

        Rules: R11.
        """
        is_closed = self.of is not None and (
            is_closing_of(self.of, named[self.of].name) if self.of in named else is_closed_time(self.of)
        )
        return (self.hours == "in") != is_closed

    def _is_on(self, local: datetime, at: datetime, hours: Schedule, holidays: HolidayCalendar | None) -> bool:
        day = local.date()
        return (
            not self.days
            or WEEK[day.weekday()] in self.days
            or ("holidays" in self.days and is_holiday(day, hours, holidays))
            or ("business_days" in self.days and (hours.is_business_day(day) or hours.is_open(at)))
        )

    def is_in(self, day: date) -> bool:
        """Whether it holds for its months and dates on a local date.

        Rules: R11.
        """
        return (not self.months or MONTHS[day.month - 1] in self.months) and (
            not (self.first or self.last) or is_within(day, self.first, self.last)
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

    def each(self) -> Iterator[Received]:
        """This condition, and those within it.

        Rules: R11.
        """
        yield self
        for part in (*self.any_of, *self.none_of):
            yield from part.each()

    def __str__(self) -> str:
        return " ".join(self._parts)

    @property
    def _parts(self) -> list[str]:
        """Each thing that it says, in words that read back."""
        either = " or ".join(_bracketed(each) for each in self.any_of)
        before = [*self._where_and_when()]
        several = bool(before or self.none_of) and len(self.any_of) > 1
        before += [f"({either})" if several else either] if either else []
        return [*before, *(f"not {_bracketed(each)}" for each in self.none_of)]

    def _where_and_when(self) -> Iterator[str]:
        if self.channels:
            yield f"by {' or '.join(self.channels)}"
        if self.hours:
            yield self._hours_words()
        if self.days:
            yield f"on {_days_words(self.days)}"
        if self.months:
            yield f"in {', '.join(self.months)}"
        yield from _dates_words(self.first, self.last)
        yield from self._times_words()

    def _hours_words(self) -> str:
        if self.of is None:
            return f"{self.hours} hours"
        if self.hours == "outside":
            return f"outside {self.of}"
        if is_closed_time(self.of):
            return self.of
        return f"{'in' if is_open_time(self.of) else 'during'} {self.of}"

    def _times_words(self) -> Iterator[str]:
        if self.since is not None and self.before is not None:
            yield f"between {write_time(self.since)} and {write_time(self.before)}"
        elif self.since is not None:
            yield f"from {write_time(self.since)}"
        if self.after is not None:
            yield f"after {write_time(self.after)}"
        if self.before is not None and self.since is None:
            yield f"before {write_time(self.before)}"


_SAYS_NOTHING = f"a condition says how something is received; write e.g. {EXAMPLE}"


def _bracketed(received: Received) -> str:
    """Another condition within one, in parentheses where it says several things."""
    parts = received._parts
    return f"({' '.join(parts)})" if len(parts) > 1 or len(received.any_of) > 1 else parts[0]


def _days_words(days: tuple[DayKind, ...]) -> str:
    weekdays = in_week_order(days)
    words = [write_days(weekdays)] if weekdays else []
    return " and ".join([*words, *(day.replace("_", " ") for day in ("holidays", "business_days") if day in days)])


def _dates_words(first: str, last: str) -> Iterator[str]:
    if first and first == last:
        yield f"on {first}"
    elif first and last:
        yield f"from {first} to {last}"
    elif first or last:
        yield f"from {first}" if first else f"until {last}"


def is_holiday(day: date, schedule: Schedule, otherwise: HolidayCalendar | None) -> bool:
    """Whether a date is a holiday of a schedule, or of another calendar where it has none of its own.

    Rules: R5, R11.
    """
    own = [calendar for calendar in calendars_of(schedule) if calendar.sources]
    if own:
        # The schedule knows what to do about a year that its sources do not know.
        schedule.is_business_day(day)
    return any(calendar.on(day) for calendar in own or filter(None, [otherwise]))


def calendars_of(schedule: Schedule) -> Iterator[HolidayCalendar]:
    """The holidays of a schedule and of those of which it is made.

    Rules: R5.
    """
    yield schedule.holidays
    if isinstance(schedule.hours, Combination):
        for part in schedule.hours.schedules:
            yield from calendars_of(part)
