"""Support windows as they are declared: weekly, for one date, or by a recurrence rule (R3, R4, R6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from slaclock.declaration import Declaration
from slaclock.errors import HoursError
from slaclock.hours.text import (
    MIDNIGHT,
    WEEK,
    ClockTimes,
    Weekday,
    in_week_order,
    read_day,
    read_days,
    read_time,
    read_week,
    write_days,
    write_time,
)
from slaclock.hours.zone import first_instant_on, zone_named
from slaclock.patterns import pattern

if TYPE_CHECKING:
    from dateutil.rrule import rrule as dateutil_rrule

ONE_DAY = timedelta(days=1)


def _time_of(given: object) -> object:
    if isinstance(given, (int, float)):
        raise HoursError(f"cannot read {given!r} as a time of day; write it as text, e.g. '09:00'")
    return read_time(given) if isinstance(given, str) else given


def _without_zone(reading: time) -> time:
    if reading.tzinfo is not None:
        raise HoursError(f"{reading} has a zone of its own; the schedule's `timezone` says where clocks are read")
    return reading


TimeOfDay = Annotated[
    time,
    BeforeValidator(_time_of, json_schema_input_type=str),
    AfterValidator(_without_zone),
    Field(examples=["22:00", "6 AM", "24:00"]),
]
"""A local time of day without a zone: a `time`, or text such as `22:00`, `10 PM` or `24:00`."""


def _date_text(given: object) -> object:
    text = given.isoformat() if isinstance(given, date) else given
    if isinstance(text, str) and text:
        read_date(text)
    return text


YearlyOrDate = Annotated[str, BeforeValidator(_date_text), Field(examples=["2026-02-18", "--06-01"])]
"""An ISO date, or `--MM-DD` for every year."""


_ISO_DATE = pattern(r"\d{4}-\d{2}-\d{2}")


def read_date(text: str) -> date:
    """The date that a text names; a yearly one as in a leap year.

    Raises:
        HoursError: It is neither an ISO date nor `--MM-DD`.
    """
    try:
        whole = text.replace("--", "2024-", 1) if text.startswith("--") else text
        if not _ISO_DATE.fullmatch(whole):
            raise ValueError(text)
        return date.fromisoformat(whole)
    except ValueError:
        raise HoursError(
            f"cannot read {text!r} as a date; write e.g. '2026-12-24', or '--12-24' for every year"
        ) from None


def _day_of(given: object) -> object:
    return read_date(given) if isinstance(given, str) and not given.startswith("--") else _no_number(given)


def _no_number(given: object) -> object:
    if isinstance(given, (int, float, str)):
        raise HoursError(f"cannot read {given!r} as a date; write e.g. '2026-12-24'")
    return given


class ClockRange(Declaration):
    """From one local reading to another, on a date that something else names.

    Rules: R3, R4.
    """

    opens: TimeOfDay
    """Local time of day, included."""

    closes: TimeOfDay
    """Local time of day, excluded; at or before `opens` means on the next day."""

    @property
    def readings(self) -> ClockTimes:
        """Opening and closing, as plain times."""
        return ClockTimes(self.opens, self.closes)

    def __str__(self) -> str:
        return f"{write_time(self.opens)}-{write_time(self.closes, closing=True)}"


class SupportWindow(ClockRange):
    """One stretch of support that repeats weekly and belongs to the day on which it opens.

    Examples:
        >>> [str(window) for window in SupportWindow.parse("Sunday to Thursday: 10:00 PM to 6:00 AM")]
        ['Sun-Thu 22:00-06:00']
        >>> SupportWindow(days="Sun-Thu", opens="22:00", closes="06:00").crosses_midnight
        True

    Rules: R3, R4.
    """

    if TYPE_CHECKING:

        def __init__(self, *, days: str | Iterable[str], opens: str | time, closes: str | time) -> None: ...

    days: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    """Local days on which the window opens, Monday first."""

    @field_validator("days", mode="before", json_schema_input_type=str | list[Weekday])
    @classmethod
    def _read_days(cls, given: object) -> object:
        if isinstance(given, str):
            return read_days(given)
        return in_week_order(given) if isinstance(given, (list, tuple)) and set(given) <= set(WEEK) else given

    @property
    def crosses_midnight(self) -> bool:
        """Whether part of the window lies on the day after the one on which it opens."""
        return MIDNIGHT < self.closes <= self.opens

    @property
    def is_whole_week(self) -> bool:
        """Whether the window alone leaves no time closed: `24x7`."""
        return self.opens == self.closes and len(self.days) == len(WEEK)

    @classmethod
    def parse(cls, text: str) -> tuple[SupportWindow, ...]:
        """Read weekly hours as people write them.

        Args:
            text: One or several rules, e.g. `Mon-Fri 09:00-13:00, 14:00-18:00; Sat 10-14`.

        Returns:
            The windows in the order of the text; a block of days is cut at each midnight.

        Raises:
            HoursError: The text is not understood, or leaves the whole week closed.

        Examples:
            >>> [str(window) for window in SupportWindow.parse("Sun 14:00 - Tue 17:00")]
            ['Sun 14:00-24:00', 'Mon 00:00-24:00', 'Tue 00:00-17:00']

        Rules: R3, R4.
        """
        return tuple(cls(days=row.days, opens=row.times.opens, closes=row.times.closes) for row in read_week(text))

    def __str__(self) -> str:
        return "24x7" if self.is_whole_week else f"{write_days(self.days)} {super().__str__()}"


class ExceptionHours(Declaration):
    """The hours of one date, in place of its weekly ones; they win over a holiday.

    Examples:
        >>> ExceptionHours(date="2026-12-24", hours="09:00-13:00", name="Christmas Eve").hours[0].closes
        datetime.time(13, 0)

    Rules: R6.
    """

    _examples: ClassVar = {
        "date": ("2026-12-24",),
        "name": ("Christmas Eve",),
    }

    if TYPE_CHECKING:

        def __init__(
            self, *, date: str | date, hours: str | Iterable[str | ClockRange | Mapping[str, Any]], name: str = ""
        ) -> None: ...

    date: Annotated[date, BeforeValidator(_day_of, json_schema_input_type=str)]
    """The local date whose hours these are."""

    hours: tuple[ClockRange, ...]
    """What opens on that date; nothing when it is closed."""

    name: str = ""
    """What people call the occasion."""

    @field_validator("hours", mode="before", json_schema_input_type=str | list[str | ClockRange])
    @classmethod
    def _read_hours(cls, given: object) -> object:
        parts = [given] if isinstance(given, str) else given
        if not isinstance(parts, (list, tuple)):
            return given
        return [row for part in parts for row in (_day_rows(part) if isinstance(part, str) else [part])]


def _day_rows(text: str) -> list[dict[str, time]]:
    return [times._asdict() for times in read_day(text)]


class Recurrence(Declaration):
    """Windows that repeat by an iCalendar rule (RFC 5545), e.g. on the first Saturday of each month.

    Examples:
        >>> patching = Recurrence(rrule="FREQ=MONTHLY;BYDAY=1SA", first="2026-01-01", opens="22:00", closes="04:00")
        >>> [str(day) for day in patching.dates(date(2026, 11, 1), date(2026, 12, 31))]
        ['2026-11-07', '2026-12-05']

    Rules: R4.
    """

    _examples: ClassVar = {
        "rrule": ("FREQ=MONTHLY;BYDAY=1SA",),
        "first": ("2026-01-01",),
    }

    if TYPE_CHECKING:

        def __init__(self, *, rrule: str, first: str | date, opens: str | time, closes: str | time) -> None: ...

    rrule: str
    """The rule, with FREQ of DAILY or longer; UNTIL, if any, is a date or a local reading."""

    first: date
    """The local date from which the rule counts (its DTSTART)."""

    opens: TimeOfDay
    """Local time of day, included."""

    closes: TimeOfDay
    """Local time of day, excluded; at or before `opens` means on the next day."""

    @model_validator(mode="after")
    def _check_rule(self) -> Recurrence:
        if not any(f"FREQ={each}" in self.rrule.upper() for each in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")):
            raise HoursError(
                f"cannot read {self.rrule!r} as a recurrence: it needs FREQ=DAILY, WEEKLY, MONTHLY or YEARLY; "
                "write e.g. 'FREQ=MONTHLY;BYDAY=1SA'"
            )
        if any(part in self.rrule.upper() for part in ("DTSTART", "BYHOUR", "BYMINUTE", "BYSECOND", "\n")):
            raise HoursError(
                f"cannot read {self.rrule!r} as a recurrence: `first`, `opens` and `closes` say when it happens; "
                "the rule names days only, e.g. 'FREQ=MONTHLY;BYDAY=1SA'"
            )
        if re.search(r"INTERVAL=0*(?:;|$)", self.rrule.upper()):
            raise HoursError(f"cannot read {self.rrule!r} as a recurrence: INTERVAL is 1 or more")
        self._rule()
        return self

    def dates(self, first: date, last: date) -> Iterator[date]:
        """The local dates from `first` to `last`, both included, on which a window opens."""
        start, end = datetime.combine(first, time.min), datetime.combine(last, time.max)
        for occurrence in self._rule().xafter(start, inc=True):
            if occurrence > end:
                return
            yield occurrence.date()

    def _rule(self) -> dateutil_rrule:
        from dateutil.rrule import rrule, rrulestr

        try:
            rule = rrulestr(self.rrule, dtstart=datetime.combine(self.first, MIDNIGHT))
        except (ValueError, TypeError, KeyError) as error:
            raise HoursError(
                f"cannot read {self.rrule!r} as a recurrence: {error}; write e.g. 'FREQ=MONTHLY;BYDAY=1SA'"
            ) from None
        assert isinstance(rule, rrule)
        return rule

    def __str__(self) -> str:
        return f"{self.rrule} from {self.first} {write_time(self.opens)}-{write_time(self.closes, closing=True)}"


class ZonedBlock(Declaration):
    """A block of days that opens on one zone's clocks and closes on another's, every week.

    Text states it, too: `Mon 08:00 Australia/Sydney - Fri 17:30 America/Los_Angeles`.

    Examples:
        >>> block = ZonedBlock.parse("Mon 08:00 Australia/Sydney - Fri 17:30 America/Los_Angeles")
        >>> block.opens_on, block.closes_in
        ('Mon', 'America/Los_Angeles')

    Rules: R2, R4.
    """

    _examples: ClassVar = {
        "opens_in": ("Australia/Sydney",),
        "closes_in": ("America/Los_Angeles",),
    }

    opens_on: Weekday
    """Day of the week on which it opens."""

    opens: TimeOfDay
    """Time of day at which it opens, included."""

    opens_in: str
    """IANA name of the zone on whose clocks it opens."""

    closes_on: Weekday
    """The next such day of the week on which it closes."""

    closes: TimeOfDay
    """Time of day at which it closes, excluded."""

    closes_in: str
    """IANA name of the zone on whose clocks it closes."""

    @field_validator("opens_in", "closes_in")
    @classmethod
    def _check_zone(cls, name: str) -> str:
        zone_named(name)
        return name

    @classmethod
    def parse(cls, text: str) -> ZonedBlock:
        """Read a block as text.

        Raises:
            HoursError: The text is not of that form.

        Rules: R4.
        """
        found = _BLOCK.fullmatch(text.strip())
        if not found:
            raise HoursError(
                f"cannot read {text!r} as a block in two zones; "
                "write e.g. 'Mon 08:00 Australia/Sydney - Fri 17:30 America/Los_Angeles'"
            )
        opens_on, opens, opens_in, closes_on, closes, closes_in = found.groups()
        if opens.startswith("24"):
            raise HoursError(
                f"cannot read {text!r} as a block: 24:00 is the end of a day; it opens at 00:00 on the next"
            )
        last = _one_day(closes_on, text)
        if closes.startswith("24"):  # The end of a day is the midnight of the next.
            last = WEEK[(WEEK.index(last) + 1) % len(WEEK)]
        return cls(
            opens_on=_one_day(opens_on, text),
            opens=read_time(opens),
            opens_in=opens_in,
            closes_on=last,
            closes=read_time(closes),
            closes_in=closes_in,
        )

    def weeks(self, first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
        """The instants of the blocks that may be open from a first date to a last one."""
        opening = first - timedelta(days=16)
        opening += timedelta(days=(WEEK.index(self.opens_on) - opening.weekday()) % 7)
        length = (WEEK.index(self.closes_on) - WEEK.index(self.opens_on)) % 7
        if length == 0 and self.opens_in == self.closes_in and self.closes <= self.opens:
            length = 7
        while opening <= last + 2 * ONE_DAY:
            start = first_instant_on(opening, self.opens, zone_named(self.opens_in))
            end = self._closing(opening + length * ONE_DAY)
            if end < start or (end == start and self.opens_in != self.closes_in):
                end = self._closing(opening + (length + 7) * ONE_DAY)
            if start < end:
                yield start, end
            opening += timedelta(days=7)

    def _closing(self, day: date) -> datetime:
        return first_instant_on(day, self.closes, zone_named(self.closes_in))

    def __str__(self) -> str:
        opens = f"{self.opens_on} {write_time(self.opens)} {self.opens_in}"
        return f"{opens} - {self.closes_on} {write_time(self.closes)} {self.closes_in}"


def _one_day(text: str, whole: str) -> Weekday:
    days = read_days(text)
    if len(days) != 1:
        raise HoursError(f"cannot read {whole!r} as a block: {text!r} names several days, and it opens on one")
    return days[0]


_BLOCK = pattern(
    r"(\w+\.?)\s+([\d:.]+(?:\s*[ap]\.?m\.?)?)\s+(\w+/[\w/+-]+|UTC\S*)"
    r"\s*(?:\s-\s|–|—|\bto\b|\buntil\b)\s*"
    r"(\w+\.?)\s+([\d:.]+(?:\s*[ap]\.?m\.?)?)\s+(\w+/[\w/+-]+|UTC\S*)",
    re.IGNORECASE,
)


_ZONE = pattern(r"[A-Za-z_]{2,}/[A-Za-z_]{2,}|\bUTC[+-]\d")


def names_zones(text: str) -> bool:
    """Whether a text of hours names zones of its own, as a block between two does."""
    return _ZONE.search(text) is not None


class Season(Declaration):
    """Other weekly hours for a run of dates: once, from a date on, or every year.

    Examples:
        >>> summer = Season(first="--06-01", last="--08-31", hours="Mon-Thu 09:00-18:00; Fri 09:00-13:00")
        >>> summer.covers(date(2026, 7, 3)), summer.covers(date(2026, 9, 1))
        (True, False)

    Rules: R4, R6.
    """

    _examples: ClassVar = {
        "name": ("Ramadan hours",),
    }

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            hours: str | Iterable[str | SupportWindow],
            first: str | date,
            last: str | date = "",
            name: str = "",
        ) -> None: ...

    first: YearlyOrDate
    """The first date, e.g. `2026-02-18`, or `--06-01` for every year."""

    last: YearlyOrDate = ""
    """The last date, included; without one the hours hold from the first date on."""

    hours: tuple[SupportWindow, ...]
    """The weekly hours in that time; `closed` for none."""

    name: str = ""
    """What people call it, e.g. `Ramadan hours`."""

    @field_validator("hours", mode="before", json_schema_input_type=str | list[str | SupportWindow])
    @classmethod
    def _read_hours(cls, given: object) -> object:
        if isinstance(given, str) and given.strip().lower() in ("closed", "off"):
            return ()
        parts = [given] if isinstance(given, str) else given
        if not isinstance(parts, (list, tuple)):
            return given
        return [row for part in parts for row in (SupportWindow.parse(part) if isinstance(part, str) else [part])]

    @model_validator(mode="after")
    def _in_order(self) -> Season:
        if not self.first:
            raise HoursError("a season states its first date, e.g. first: 2026-02-18")
        yearly = self.first.startswith("--")
        if yearly and not self.last:
            raise HoursError(f"a season of every year needs its last date beside {self.first!r}; write e.g. '--08-31'")
        if self.last and yearly != self.last.startswith("--"):
            raise HoursError(f"{self.first!r} and {self.last!r}: state a year for both dates of a season, or for none")
        if self.last and not yearly and self.last < self.first:
            raise HoursError(f"a season ends on or after its first date, but {self.last} is before {self.first}")
        return self

    def covers(self, day: date) -> bool:
        """Whether these hours hold on a date; a yearly season may go over New Year.

        Rules: R6.
        """
        if not self.first.startswith("--"):
            return self.first <= day.isoformat() and (not self.last or day.isoformat() <= self.last)
        here = f"--{day:%m-%d}"
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last

    def __str__(self) -> str:
        if self.name or not self.last:
            return self.name or f"hours from {self.first} on"
        return f"hours of {self.first}" + (f" to {self.last}" if self.last != self.first else "")
