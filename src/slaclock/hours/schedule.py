"""`Schedule`: when support is open, as it is declared; and combinations of schedules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, tzinfo
from functools import partial
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Discriminator, Field, field_validator, model_validator

from slaclock.declaration import Declaration, branch, signature
from slaclock.errors import HolidayError, HoursError
from slaclock.hours.clock_times import ClockTimes
from slaclock.hours.combined_days import CombinedDays
from slaclock.hours.coverage import AllTime, Known, KnownTime, OutsideCoverage, common_years
from slaclock.hours.days import BelongsTo, DeclaredDays, HolidayRule, OpeningDays, Operator, Years
from slaclock.hours.effort import effort_of, irregular_years, too_many_windows, windows_a_date
from slaclock.hours.exception_days import DayException, exceptions_between, unknown_occasions
from slaclock.hours.exception_hours import ExceptionHours, ExceptionsInput, ExceptionsLike, single_date
from slaclock.hours.holiday_calendar import CalendarInput, HolidayCalendar, HolidaysLike
from slaclock.hours.kept_time import shared_time
from slaclock.hours.open_dates import OpenDates
from slaclock.hours.open_time import OpenTime
from slaclock.hours.recurrence import Recurrence
from slaclock.hours.rota import Rota, excludes_holidays, rota_in, rules_among, the_rule_in, windows_in
from slaclock.hours.season import Season, SeasonsInput
from slaclock.hours.timeline import Timeline
from slaclock.hours.usual_hours import in_season, leave_nothing_closed, spans_of, with_working_days
from slaclock.hours.window import SupportWindow
from slaclock.hours.zone_names import zone_named
from slaclock.hours.zoned_block import ZonedBlock, names_zones
from slaclock.keeping import cached_property
from slaclock.notebook import Pictured
from slaclock.safe import shortened


def _checked_zone(name: str) -> str:
    zone_named(name)
    return name


ZoneName = Annotated[str, Field(examples=["America/New_York", "UTC-05:00"])]
"""An IANA time zone, or a fixed offset written `UTC-05:00` (R13)."""


class Combination(Declaration):
    """Hours made from other schedules, each with its own zone, holidays and exceptions.

    Rules: R10.
    """

    combine: Operator
    """`union`: open when any is; `intersection`: when all are; `difference`: when the first is and no other."""

    schedules: Annotated[tuple[Schedule, ...], Field(min_length=1)]
    """The schedules, in order; a difference takes the others from the first."""

    @signature
    def __init__(self, *, combine: Operator, schedules: Iterable[Schedule | Mapping[str, Any]]) -> None: ...

    def __str__(self) -> str:
        sign = {"union": " | ", "intersection": " & ", "difference": " - "}[self.combine]
        return "(" + sign.join(schedule.name or str(schedule) for schedule in self.schedules) + ")"


def _not_empty(windows: tuple[SupportWindow, ...]) -> tuple[SupportWindow, ...]:
    if not windows:
        raise HoursError("hours are empty, so support would never open; write e.g. 'Mon-Fri 09:00-17:00'")
    return windows


def _form_of_hours(given: object) -> str:
    keys = set(given) if isinstance(given, Mapping) else set()
    if isinstance(given, Combination) or "combine" in keys:
        return "(combination)"
    if isinstance(given, ZonedBlock) or "opens_in" in keys or (isinstance(given, str) and names_zones(given)):
        return "(block)"
    if isinstance(given, Recurrence) or "rrule" in keys:
        return "(recurrence)"
    if isinstance(given, Rota) or "dated" in keys:
        return "(rota)"
    rules = rules_among(given) if isinstance(given, (str, list, tuple)) else None
    return {None: "(weekly)", 1: "(recurrence)"}.get(rules, "(rota)")


Hours = Annotated[
    Annotated[
        tuple[SupportWindow, ...],
        # A list of windows and rules is a rota, but a list like any other.
        BeforeValidator(
            windows_in, json_schema_input_type=str | list[str | SupportWindow | Recurrence] | SupportWindow
        ),
        branch("(weekly)"),
    ]
    | Annotated[
        Recurrence,
        BeforeValidator(the_rule_in, json_schema_input_type=Recurrence),  # Its text is a text of hours like any other.
        branch("(recurrence)"),
    ]
    | Annotated[
        Rota,
        BeforeValidator(rota_in, json_schema_input_type=Rota),
        branch("(rota)"),
    ]
    | Annotated[
        ZonedBlock,
        BeforeValidator(
            lambda given: ZonedBlock.parse(given) if isinstance(given, str) else given,
            json_schema_input_type=ZonedBlock,  # Its text is a text of hours like any other.
        ),
        branch("(block)"),
    ]
    | Annotated[Combination, branch("(combination)")],
    Discriminator(_form_of_hours),
]
"""Weekly windows as text or structure, a rule, both, a block in two zones, or a combination of schedules."""


HoursLike = (
    str
    | SupportWindow
    | Recurrence
    | Rota
    | ZonedBlock
    | Combination
    | Mapping[str, Any]
    | Iterable[str | SupportWindow | Recurrence | Mapping[str, Any]]
)
"""Everything that may be given as hours."""


NO_HOLIDAYS_STATED = "its hours are closed on holidays, and none are stated; state `holidays`, e.g. US"


def _excludes_unstated_holidays(given: Mapping[str, Any]) -> bool:
    holidays = given.get("holidays")
    unstated = not (holidays.sources if isinstance(holidays, HolidayCalendar) else holidays)
    try:
        return unstated and excludes_holidays(given.get("hours"))
    except HoursError:
        return False  # What is wrong with it is found where it is read.


class Schedule(OpenTime, Pictured, Declaration):
    """When support is open: weekly hours in a time zone, with holidays and exceptions.

    Immutable, hashable, equal by value, and safe to share among threads. Combine schedules with
    `|` (open when either is), `&` (when both are) and `-` (when the first is and the second is not).

    Args:
        timezone: An IANA name; `EST` and the like are refused.
        hours: Hours as people write them, one text or several, `SupportWindow`s or `Recurrence`s.
        holidays: A country (`US`), a part of one (`US-CA`), a market (`NYSE`), dates, or any list of these.
        exceptions: Hours in place of the weekly ones, of dates and of holidays: `{"2026-12-24": "09:00-13:00"}`,
            `{"--12-24": "09:00-13:00"}`, `{"holidays": "09:00-12:00"}`.
        seasons: Other weekly hours for runs of dates.
        holiday_rule: `opening_date` closes what opens on a holiday; `calendar_date` everything on that date.
        belongs_to: Whether a window over midnight belongs to its `opening_date` or its `closing_date`: as a holiday or
            an exception, and as a business day. The days of its hours are those on which it opens.
        outside_coverage: What to do when an answer needs a year that the holiday source does not know.
        name: What people call it, for errors and explanations.

    Raises:
        DeclarationError: Something given is not understood; the message says what and how to write it.

    Examples:
        >>> from datetime import datetime, timedelta
        >>> from zoneinfo import ZoneInfo
        >>> nights = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00", holidays="US")
        >>> opened = datetime(2026, 11, 25, 23, tzinfo=ZoneInfo("America/New_York"))
        >>> str(nights.add(opened, timedelta(hours=8)))
        '2026-11-29 23:00:00-05:00'

    Rules: R3, R4, R5, R6, R13, R14.
    """

    _examples: ClassVar = {
        "name": ("nights",),
    }

    timezone: ZoneName
    """IANA name of the zone whose clocks the hours are read on."""

    hours: Hours
    """When support is open in a usual week."""

    holidays: CalendarInput = Field(default_factory=HolidayCalendar)
    """Dates on which it is closed."""

    exceptions: ExceptionsInput = ()
    """Hours of single dates, of dates of every year and of holidays; they win over weekly hours and holidays."""

    seasons: SeasonsInput = ()
    """Other weekly hours for runs of dates, such as Ramadan or a shutdown; of two, the later stated holds."""

    holiday_rule: HolidayRule = "opening_date"
    """Whether a holiday closes the windows that open on it, or the time between its two midnights."""

    belongs_to: BelongsTo = "opening_date"
    """The date to which a window over midnight belongs: whose holidays close it, and whose business day it is."""

    outside_coverage: OutsideCoverage = "warn"
    """What happens when an answer needs a year that the holiday source does not know."""

    name: str = ""
    """What people call it."""

    @signature
    def __init__(
        self,
        *,
        timezone: str,
        hours: HoursLike,
        holidays: HolidaysLike = None,
        exceptions: ExceptionsLike = (),
        seasons: Iterable[Season | Mapping[str, Any]] = (),
        holiday_rule: HolidayRule = "opening_date",
        belongs_to: BelongsTo = "opening_date",
        outside_coverage: OutsideCoverage = "warn",
        name: str = "",
    ) -> None: ...

    @field_validator("timezone")
    @classmethod
    def _check_zone(cls, name: str) -> str:
        return _checked_zone(name)

    @field_validator("hours")
    @classmethod
    def _check_hours(cls, hours: Any) -> Any:
        return _not_empty(hours) if isinstance(hours, tuple) else hours

    @field_validator("exceptions")
    @classmethod
    def _one_exception_an_occasion(cls, exceptions: tuple[ExceptionHours, ...]) -> tuple[ExceptionHours, ...]:
        times = Counter(exception.occasion for exception in exceptions)
        if twice := sorted(occasion for occasion, count in times.items() if count > 1):
            raise HoursError(f"{twice[0]} has hours twice; give all hours of a date in one entry")
        # What comes once is in the order of time; of what comes every year the later stated holds.
        return tuple(sorted(exceptions, key=lambda exception: single_date(exception) or date.max))

    @model_validator(mode="before")
    @classmethod
    def _holidays_are_stated(cls, given: Any) -> Any:
        """Hours that say `excluding public holidays` stand beside the holidays that close them."""
        if isinstance(given, Mapping) and _excludes_unstated_holidays(given):
            raise HolidayError(NO_HOLIDAYS_STATED)
        return given

    @model_validator(mode="after")
    def _exceptions_are_of_known_holidays(self) -> Schedule:
        if unknown := unknown_occasions(self.exceptions, self.holidays):
            raise HolidayError(next(iter(unknown.values())))
        return self

    @model_validator(mode="after")
    def _opens_few_windows(self) -> Schedule:
        if reason := too_many_windows(self._windows):
            raise HoursError(reason)
        return self

    @model_validator(mode="after")
    def _closures_belong_to_parts(self) -> Schedule:
        if isinstance(self.hours, Combination) and (self.holidays.sources or self.exceptions or self.seasons):
            raise HolidayError(
                "a combination of schedules has no holidays, exceptions or seasons of its own; state them on its parts"
            )
        if isinstance(self.hours, Combination) and self.belongs_to != "opening_date":
            raise HoursError("the windows of a combination belong to dates as they do in its parts; state it on them")
        return self

    # Combining

    def __or__(self, other: Schedule) -> Schedule:
        """Open when either is; each keeps its own zone and holidays."""
        return self._combined("union", other) if isinstance(other, Schedule) else NotImplemented

    def __and__(self, other: Schedule) -> Schedule:
        """Open when both are."""
        return self._combined("intersection", other) if isinstance(other, Schedule) else NotImplemented

    def __sub__(self, other: Schedule) -> Schedule:
        """Open when this one is and the other is not."""
        return self._combined("difference", other) if isinstance(other, Schedule) else NotImplemented

    def __invert__(self) -> Schedule:
        """Open whenever this one is closed, its holidays included: out of hours."""
        always = Schedule(timezone=self.timezone, hours="24x7", outside_coverage=self.outside_coverage)
        return always - self

    def _combined(self, operator: Operator, other: Schedule) -> Schedule:
        return Schedule(
            timezone=self.timezone,
            hours=Combination(combine=operator, schedules=(self, other)),
            outside_coverage=self.outside_coverage,
        )

    # Compiling

    @cached_property
    def _zone(self) -> tzinfo:
        return zone_named(self.timezone)

    @cached_property
    def _days(self) -> OpeningDays:
        if isinstance(self.hours, Combination):
            parts = tuple(part._days for part in self.hours.schedules)
            return CombinedDays(self._zone, self.hours.combine, parts)
        ordinary = spans_of(self.hours, self._zone, self.belongs_to)
        usual = in_season(ordinary, self.seasons, self._zone, self.belongs_to) if self.seasons else ordinary
        if isinstance(self.hours, tuple) and self.holidays.may_open_weekends:
            working = self.holidays.working_days
            usual = with_working_days(usual, self.hours, self.seasons, self._zone, self.belongs_to, working)
        return DeclaredDays(
            self._zone,
            usual,
            ordinary,
            partial(_times_that_hold, self.exceptions, self.holidays),
            self.holidays._dates_between,
            self.holiday_rule,
            self.belongs_to,
            self._windows,
            effort_of(self.hours, self._windows, self.exceptions, self.seasons, self.holidays),
            irregular_years(self.hours, self.exceptions, self.seasons, self.holidays),
        )

    def _exceptions_between(self, first: date, last: date) -> dict[date, DayException]:
        """The exceptions that hold from a first to a last date, in order."""
        if not self.exceptions:
            return {}
        declared = self._days
        assert isinstance(declared, DeclaredDays)
        usual = declared.usual(first, last)
        return dict(sorted(_that_hold(self.exceptions, self.holidays, first, last, usual).items()))

    @cached_property
    def _windows(self) -> int:
        """At most how many windows open on a date."""
        if isinstance(self.hours, Combination):
            return sum(part._windows for part in self.hours.schedules)
        return windows_a_date(self.hours, self.exceptions, self.seasons)

    @cached_property
    def _timeline(self) -> Timeline:
        return self._timeline_for(self._known)

    @cached_property
    def _timeline_of_columns(self) -> Timeline:
        """The timeline for whole columns, which warn once, and not for each row (R14)."""
        return self._timeline_for(AllTime()) if self.outside_coverage == "warn" else self._timeline

    def _timeline_for(self, known: Known) -> Timeline:
        kept = shared_time(self._what_opens, (known.start, known.end), lambda: self._days)
        return Timeline(kept, known, self._called, self.never_closes)

    @property
    def _what_opens(self) -> Hashable:
        """What its open time hangs on: equal for schedules that open alike, whatever they are called."""
        hours: Hashable = self.hours
        if isinstance(self.hours, Combination):
            hours = (self.hours.combine, tuple(part._what_opens for part in self.hours.schedules))
        return (
            self.timezone,
            hours,
            self.holidays,
            self.exceptions,
            self.seasons,
            self.holiday_rule,
            self.belongs_to,
        )

    @cached_property
    def _known(self) -> KnownTime:
        return KnownTime(self._limiting_years, self._zone, self._called, self.outside_coverage)

    @property
    def _limiting_years(self) -> Years | None:
        """The years that its answers must not leave unnoticed."""
        if self.outside_coverage == "ignore":
            return None
        if not isinstance(self.hours, Combination):
            return self.holidays.covered_years
        return common_years(part._limiting_years for part in self.hours.schedules)

    @property
    def _called(self) -> Callable[[], str]:
        """Names it in errors; what keeps this keeps no schedule, whose time would then be kept, too."""
        return partial(_name_of, self.name, self.hours, self.timezone, self.holidays)

    # What it is

    @property
    def never_closes(self) -> bool:
        """Whether its weekly hours leave no time closed, and nothing else does: `24x7` without holidays.

        Rules: R4.
        """
        if not isinstance(self.hours, tuple) or self.holidays.sources or self.exceptions or self.seasons:
            return False
        return leave_nothing_closed(self.hours)

    @property
    def covered_years(self) -> tuple[int, int] | None:
        """The first and the last year that all holiday sources know; `None` when nothing limits them.

        Rules: R14.
        """
        if not isinstance(self.hours, Combination):
            return self.holidays.covered_years
        return common_years(part.covered_years for part in self.hours.schedules)

    def __str__(self) -> str:
        beside = [each.words for each in self.seasons]
        if len(beside) > _MOST_SEASONS_SHOWN:
            beside = [f"{len(beside)} seasons"]
        if number := len(self.exceptions):
            beside.append("1 exception" if number == 1 else f"{number} exceptions")
        return ", ".join((_written(self.hours, self.timezone, self.holidays), *beside))


_MOST_SEASONS_SHOWN = 2
"""More of them are counted."""


def _written(hours: Any, timezone: str, holidays: HolidayCalendar) -> str:
    if isinstance(hours, Combination):
        return f"{hours} {timezone}"
    text = "; ".join(map(str, hours)) if isinstance(hours, tuple) else str(hours)
    return f"{text} {timezone}" + (f", holidays {holidays.words}" if holidays.sources else "")


def _name_of(name: str, hours: Any, timezone: str, holidays: HolidayCalendar) -> str:
    return name or shortened(_written(hours, timezone, holidays))


def _that_hold(
    exceptions: Sequence[ExceptionHours], holidays: HolidayCalendar, first: date, last: date, usual: OpenDates
) -> dict[date, DayException]:
    """The exceptions that hold from a first to a last date, where usual hours open what is given."""
    found = exceptions_between(exceptions, holidays, first, last)
    return {
        day: each for day, each in found.items() if each.exception.opens_days_off or usual.edges_of(day.toordinal())
    }


def _times_that_hold(
    exceptions: Sequence[ExceptionHours], holidays: HolidayCalendar, first: date, last: date, usual: OpenDates
) -> dict[date, list[ClockTimes]]:
    """The hours of these exceptions."""
    found = _that_hold(exceptions, holidays, first, last, usual) if exceptions else {}
    return {day: [hours.readings for hours in each.exception.hours] for day, each in found.items()}
