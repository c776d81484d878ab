"""`Target`: an amount, what it counts, where its clock starts and where it ends (R11)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta, tzinfo
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, assert_never

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from slaclock.business_days import DayCount, DayRule, Ends, Starts
from slaclock.declaration import Declaration
from slaclock.errors import InstantRangeError, TargetError
from slaclock.hours_text import read_time, write_time
from slaclock.schedule import Boundary, Schedule
from slaclock.window import TimeOfDay
from slaclock.zone import first_instant, in_zone, to_utc, zone_named

Counts = Literal["open_time", "business_days", "calendar_time", "calendar_days", "calendar_months"]
"""What an amount counts: time while open, business days, any time, any dates, or months."""

_LONGEST = 200
_AMOUNTS = ("duration", "days", "months")
_AMOUNT_OF = {
    "open_time": "duration",
    "business_days": "days",
    "calendar_time": "duration",
    "calendar_days": "days",
    "calendar_months": "months",
}
EXAMPLE = "'4 business hours', '2 business days', '30 minutes' or 'PT4H'"

_UNITS = {
    **dict.fromkeys(("d", "day", "days"), "days"),
    **dict.fromkeys(("month", "months"), "months"),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), "weeks"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "hours"),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), "minutes"),
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), "seconds"),
}
if TYPE_CHECKING:
    from dateutil.relativedelta import relativedelta

_MICROSECONDS = {"seconds": 1_000_000, "minutes": 60_000_000, "hours": 3_600_000_000}
_NUMBERS = {"a": 1, "an": 1} | {
    word: number
    for number, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
        start=1,
    )
}
_AMOUNT = re.compile(
    r"(\d+(?:\.\d+)?|[a-z]+)[\s-]*(?:(business|working|calendar|clock|support)[\s-]+)?([a-z]+)\b,?\s*(?:and\s+)?"
)
_ISO = re.compile(
    r"P(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+(?:\.\d+)?)H)?(?:(?P<minutes>\d+(?:\.\d+)?)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?",
    re.IGNORECASE,
)
_OPEN_PHRASES = re.compile(
    r"(?:during|in|of|within)(?:\s+(?:normal|our|standard|regular))*\s+(?:business|working|support|office)\s+(?:hours|time)\b"
)
_CALENDAR_PHRASES = re.compile(r"[\s(,]*24\s*[x/]\s*7\)?|around the clock|at any time|of calendar time")
_LEAD = re.compile(r"^(?:within|in|at most|no more than)\s+")
_TAIL = re.compile(r"^(?:of receipt|of (?:opening|creation))?[\s.]*$")
_RANGE = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s*(?:-|–|—|to)\s*(?=(\d+(?:\.\d+)?))")
_NOT_THE_FIRST = re.compile(r"[\s,(]*(?:excluding|not counting) the day of receipt\)?")
_BY_TIME = re.compile(r"[\s,]+(?:by|before|until)\s+(\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?|noon)$")
_DAY = r"(?:the\s+)?(?:business|working)\s+day"
_PHRASES: tuple[tuple[re.Pattern[str], dict[str, Any]], ...] = (
    (
        re.compile(
            r"(?:by\s+)?(?:the\s+)?(?:close|end)(?:\s+of\s+(?:business|day|play))?(?:\s+of|\s+on)?,?"
            r"\s+(?:the\s+)?(?:next|following)\s+(?:business|working)\s+day"
        ),
        {"days": 1, "day_rule": "close"},
    ),
    (
        re.compile(
            r"(?:by\s+|at\s+)?(?:the\s+)?(?:opening|start)\s+of\s+(?:the\s+)?(?:next|following)\s+(?:business|working)\s+day"
        ),
        {"days": 1, "day_rule": "open"},
    ),
    (
        re.compile(
            rf"(?:by\s+)?(?:the\s+)?(?:close|end)\s+of\s+(?:business|{_DAY})(?:\s+(?:today|(?:on\s+)?the\s+same\s+day))?"
        ),
        {"days": 0, "day_rule": "close"},
    ),
    (re.compile(r"(?:the\s+)?same\s+(?:business|working)\s+day"), {"days": 0, "day_rule": "close"}),
    (re.compile(r"(?:by\s+|on\s+)?(?:the\s+)?(?:next|following)\s+(?:business|working)\s+day"), {"days": 1}),
)
"""What people say of business days without a number."""


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
    if isinstance(given, str) and given not in ("as_is", "next_opening", "previous_closing"):
        return read_time(given)
    return given


Amount = Annotated[timedelta, BeforeValidator(_read_amount, json_schema_input_type=str)]
EndsInput = Annotated[Ends, BeforeValidator(_read_ends, json_schema_input_type=str)]


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

    cut_off: TimeOfDay | None = None
    """What is received later on a business day counts as received at the next one's opening."""

    starts: Starts | None = None
    """Where counting begins for what arrives while closed; business days at the `next_opening`, else `at_once`."""

    ends: EndsInput | None = None
    """Where a due instant goes that lies outside open time; business days to the `next_opening`, else `as_is`."""

    boundary: Boundary | None = None
    """Where open time goes that is used up exactly at closing time; the `closing` where nothing is said."""


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

    basis_stated: bool = True
    """Whether the text said what the amount counts."""

    text: str = ""
    """The amount as it was written."""

    if TYPE_CHECKING:

        def __init__(
            self,
            text: str = "",
            /,
            *,
            counts: Counts | None = None,
            duration: timedelta | str | None = None,
            days: int | None = None,
            months: int | None = None,
            cut_off: time | str | None = None,
            day_rule: DayRule | None = None,
            day_length: timedelta | str | None = None,
            starts: Starts | None = None,
            ends: Ends | str | None = None,
            boundary: Boundary | None = None,
        ) -> None: ...
    else:

        def __init__(self, text: str = "", /, **fields: Any) -> None:
            super().__init__(**({"text": text} | fields if text else fields))

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        if isinstance(given, str):
            given = {"text": given}
        if not isinstance(given, (Mapping, Target)):
            raise TargetError(f"cannot read {given!r} as a target; write e.g. {EXAMPLE}")
        if isinstance(given, Target) or any(given.get(key) is not None for key in _AMOUNTS):
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
            self.starts or "next_opening",
            self.ends or "next_opening",
            self.day_length,
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
                return schedule.add_days(start, *self.day_count)
            case "calendar_time":
                assert self.duration is not None
                return time_later(start, self.duration)
            case "calendar_days" | "calendar_months":
                return dates_later(start, zone_named(schedule.timezone), days=self.days or 0, months=self.months or 0)
            case _:
                assert_never(self.counts)

    def ended(self, due: datetime, schedule: Schedule, opened: datetime) -> datetime:
        """Where a count of time that is used up at an instant comes to be due, for what was opened at another.

        Rules: R11.
        """
        if self.counts == "business_days" or self.ends in (None, "as_is"):
            return due
        return schedule.ended(due, self.ends or "as_is", opened)

    def __str__(self) -> str:
        return self.text or self.written

    def _written_days(self) -> str:
        assert self.days is not None
        amount = f"{self.days} business {'day' if self.days == 1 else 'days'}"
        if self.days == 0:
            amount = "the same business day"
        rule = {"close": ", at its close", "open": ", at its opening"}.get(self.day_rule or "", "")
        return f"{amount}, by {write_time(self.ends)}" if isinstance(self.ends, time) else amount + rule

    @property
    def written(self) -> str:
        """The amount in words that say what it counts: `4 business hours`, `2 calendar days`."""
        kind = "business" if self.counts in ("open_time", "business_days") else "calendar"
        if self.months is not None:
            return f"{self.months} calendar {'month' if self.months == 1 else 'months'}"
        if self.counts == "business_days":
            return self._written_days()
        if self.days is not None:
            return f"{self.days} {kind} {'day' if self.days == 1 else 'days'}"
        assert self.duration is not None
        return f"{write_duration(self.duration, f'{kind} ')}"


_TIMES = ("cut_off", "starts", "ends", "boundary")
_INHERITED = {"business_days": ("day_rule", "day_length", *_TIMES), "open_time": _TIMES}


def _nearest(name: str, levels: Iterable[Choices]) -> Any:
    stated = (getattr(level, name) for level in levels)
    return next((value for value in stated if value is not None), None)


def time_later(at: datetime, duration: timedelta) -> datetime:
    """The instant so much later, or earlier, in the zone of `at`."""
    try:
        return in_zone(to_utc(at) + duration, at.tzinfo)
    except OverflowError:
        raise _past_the_end(at, duration) from None


def dates_later(at: datetime, zone: tzinfo, days: int = 0, months: int = 0) -> datetime:
    """The same clock time in a zone so many dates or months later, or earlier, in the zone of `at` (R2)."""
    reading = to_utc(at).astimezone(zone).replace(tzinfo=None)
    try:
        later = reading + (timedelta(days=days) if not months else _months(months))
    except (OverflowError, ValueError):
        raise _past_the_end(at, f"{days or months} {'days' if days else 'months'}") from None
    return in_zone(first_instant(later, zone), at.tzinfo)


def _past_the_end(at: datetime, amount: object) -> InstantRangeError:
    return InstantRangeError(f"{amount} from {at} lies outside the years 1 to 9999")


def _months(months: int) -> relativedelta:
    from dateutil.relativedelta import relativedelta

    return relativedelta(months=months)


def read_target(text: str) -> dict[str, Any]:
    """What a written amount says, as the fields of a `Target`."""
    if len(text) > _LONGEST:
        raise TargetError(
            f"cannot read {text[:40]!r}… as a target: it has {len(text):,} characters; write e.g. {EXAMPLE}"
        )
    if iso := _ISO.fullmatch(text.strip()):
        return _from_iso(text, {name: Fraction(value) for name, value in iso.groupdict().items() if value})
    rest = _LEAD.sub("", text.strip().lower()).rstrip(". ")
    rest, excluded = _NOT_THE_FIRST.subn("", _without_ranges(text, rest))
    fields = _read_amount_in(text, rest)
    if excluded and fields["counts"] != "business_days":
        raise _unreadable(text, "the day of receipt is left out of business days only")
    return fields


def _without_ranges(text: str, rest: str) -> str:
    """Of `1-2 days` the last is the promise."""
    for low, high in _RANGE.findall(rest):
        if Fraction(low) >= Fraction(high):
            raise _unreadable(text, f"a range goes from less to more, not from {low} to {high}")
    return _RANGE.sub("", rest)


def _read_amount_in(text: str, rest: str) -> dict[str, Any]:
    if by_time := _BY_TIME.search(rest):
        return _by_time(text, rest[: by_time.start()], by_time[1])
    for phrase, fields in _PHRASES:
        if phrase.fullmatch(rest.rstrip(". ")):
            return {"text": text, "counts": "business_days", "basis_stated": True, **fields}
    rest, open_phrases = _OPEN_PHRASES.subn("", rest)
    rest, calendar_phrases = _CALENDAR_PHRASES.subn("", rest)
    units: dict[str, Fraction] = {}
    kinds: set[str] = {"business"} if open_phrases else set()
    kinds |= {"calendar"} if calendar_phrases else set()
    at = 0
    while found := _AMOUNT.match(rest, at):
        number, kind, unit = found.groups()
        name = _UNITS.get(unit)
        if name is None or name in units:
            break
        units[name] = _number(text, number)
        kinds |= {_kind(kind)} if kind else set()
        at = found.end()
    if not units or not _TAIL.match(rest[at:].strip()):
        raise _unreadable(text, f"{rest[at:].strip()!r} is not understood" if rest[at:].strip() else "it has no amount")
    if len(kinds) > 1:
        raise _unreadable(text, "it counts business and calendar time at once")
    return _fields(text, units, next(iter(kinds), None))


def _by_time(text: str, amount: str, clock: str) -> dict[str, Any]:
    """`next business day by 4 PM`, `2 business days before 9 AM`, `same day by 5 PM`."""
    if clock.startswith("24"):
        raise _unreadable(text, "24:00 is the end of a day; write e.g. 'by close of business the next business day'")
    fields = {"days": 0, "counts": "business_days", "basis_stated": False}
    if amount.strip() not in ("same day", "the same day", "today"):
        fields = read_target(amount)
    if "days" not in fields:
        raise _unreadable(text, "a time of day ends an amount of days, not of hours")
    return fields | {"text": text, "ends": read_time(clock), "day_rule": None}


def _from_iso(text: str, units: dict[str, Fraction]) -> dict[str, Any]:
    if not units:
        raise _unreadable(text, "it has no amount")
    return _fields(text, units, None)


def _number(text: str, written: str) -> Fraction:
    number = _NUMBERS.get(written)
    if number is None and not written[0].isdigit():
        raise _unreadable(text, f"{written!r} is not a number")
    return Fraction(number or written)


def _kind(word: str) -> str:
    return "calendar" if word in ("calendar", "clock") else "business"


def _fields(text: str, units: dict[str, Fraction], kind: str | None) -> dict[str, Any]:
    if "months" in units:
        return _in_months(text, units, kind)
    in_days = bool(units.keys() & {"days", "weeks"})
    if in_days and units.keys() - {"days", "weeks"}:
        raise _unreadable(text, "days and hours together have no single meaning; write it all in hours")
    if not in_days:
        counts = "open_time" if kind == "business" else "calendar_time"
        return {"text": text, "counts": counts, "duration": _duration(text, units), "basis_stated": kind is not None}
    if kind == "business" and "weeks" in units:
        raise _unreadable(text, "a business week may have any number of days; write business days")
    days = units.get("days", 0) + 7 * units.get("weeks", 0)
    if days != int(days):
        raise _unreadable(text, "a part of a day has no single meaning; write hours")
    counts = "business_days" if kind == "business" else "calendar_days"
    return {"text": text, "counts": counts, "days": int(days), "basis_stated": kind is not None}


def _in_months(text: str, units: dict[str, Fraction], kind: str | None) -> dict[str, Any]:
    months = units["months"]
    if units.keys() != {"months"} or kind == "business" or months.denominator != 1:
        raise _unreadable(text, "months are whole calendar months, and stand alone")
    return {"text": text, "counts": "calendar_months", "months": int(months), "basis_stated": kind is not None}


def _duration(text: str, units: dict[str, Fraction]) -> timedelta:
    micros = round(sum(number * _MICROSECONDS[unit] for unit, number in units.items()))
    try:
        return timedelta(microseconds=micros)
    except OverflowError:
        raise _unreadable(text, "it is longer than any calendar") from None


def _unreadable(text: str, problem: str) -> TargetError:
    return TargetError(f"cannot read {text!r} as a target: {problem}; write e.g. {EXAMPLE}")


def write_duration(duration: timedelta, kind: str = "") -> str:
    """A duration as people say it: `1 hour 30 minutes`; `kind` says of what time."""
    seconds, micros = divmod(abs(duration) // timedelta.resolution, 1_000_000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [
        f"{amount} {kind}{unit if amount == 1 else unit + 's'}"
        for amount, unit in ((hours, "hour"), (minutes, "minute"), (seconds, "second"), (micros, "microsecond"))
        if amount
    ]
    written = " ".join(parts) or f"0 {kind}hours"
    if kind and len(parts) > 1:
        written = f"{write_duration(abs(duration))} of {kind}time"
    return f"-{written}" if duration < timedelta(0) else written


def short_duration(duration: timedelta) -> str:
    """A duration in little room: `1 h 30 min`."""
    words = {"hour": "h", "hours": "h", "minute": "min", "minutes": "min", "second": "s", "seconds": "s"}
    return " ".join(words.get(part, part) for part in write_duration(duration).split())
