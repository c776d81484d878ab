"""Support hours as people write them, read into days and clock times (R3, R4).

What is understood: `Sun–Thu 22:00–06:00` with any dash, `Monday to Friday: 9:00 AM to 6:00 PM`,
`Mon-Fri 09:00-13:00, 14:00-18:00`, `9am to 5pm, Mon-Fri`, `Sat 10-14`, `Sun 14:00 - Fri 17:00`,
`weekdays`, `weekends`, `daily`, `24x7`, and several of these separated by `;`, a comma or a line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import time
from typing import Literal, NamedTuple, NoReturn, TypeVar, get_args

from slaclock.errors import HoursError
from slaclock.patterns import pattern

Weekday = Literal["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
WEEK: tuple[Weekday, ...] = get_args(Weekday)
"""The days of a week in the order of `date.weekday()`."""

MIDNIGHT = time(0)
_LONGEST = 5_000
EXAMPLE = "'Sun-Thu 22:00-06:00'"

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = {"m": 0, "w": 2, "f": 4, "tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_DAYS: dict[str, int] = {
    **{name[:length]: index for index, name in enumerate(_NAMES) for length in (2, 3)},
    **{name: index for index, name in enumerate(_NAMES)},
    **{f"{name}s": index for index, name in enumerate(_NAMES)},
    **_SHORT,
}
_GROUPS = {
    "weekdays": range(5),
    "weekday": range(5),
    "weekends": range(5, 7),
    "weekend": range(5, 7),
    "daily": range(7),
    "everyday": range(7),
}
_RANGE_WORDS = {"to", "until", "till", "through", "thru"}
_FILLERS = {"from", "between", "on", "every", "each"}
_CLOSED_WORDS = {"closed", "off"}
_ALL_DAY_WORDS = {"24h", "24hours"}
_ZONE_HINT = pattern(r"\b(?:[A-Z]{1,3}[SD]?T|UTC|GMT)\b")

_TOKEN = pattern(
    r"""
    (?P<always> 24 \s* [x/×] \s* 7 (?: \s* [x/×] \s* 365 )? \b
              | 24 \s+ hours \s+ a \s+ day,? \s+ (?: 7 | seven ) \s+ days \s+ a \s+ week \b )
  | (?P<allday> 24 \s* h (?:ours|rs)? \b | all \s+ day \b )
  | (?P<time>   (?: 12 \s* )? (?: noon\b | midnight\b )
              | \d{1,2} (?: [:.]\d{2} (?: [:.]\d{2} (?: \.\d{1,6} )? )? )? (?: \s* [ap]\.?\s?m\b\.? )? )
  | (?P<word>   [^\W\d_]+\.? )
  | (?P<dash>   [-‐‑‒–—―−~]+ )
  | (?P<comma>  [,&+] )
  | (?P<colon>  : )
  | (?P<next>   [;\n|] )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_TIME = pattern(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?:[:.](?P<second>\d{2}))?(?:\.(?P<fraction>\d{1,6}))?"
    r"\s*(?P<half>[ap])?\.?\s?m?\.?",
    re.IGNORECASE,
)

T = TypeVar("T")


class ClockTimes(NamedTuple):
    """From one reading to another; at or before `opens`, `closes` is on the next day."""

    opens: time
    closes: time


class DayTimes(NamedTuple):
    """Clock times on some days of the week."""

    days: tuple[Weekday, ...]
    times: ClockTimes


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


class _Clock(NamedTuple):
    """A time of day as it was written."""

    hour: int
    minute: int
    second: int
    microsecond: int
    half: str | None
    bare: bool
    token: _Token

    @property
    def ends_day(self) -> bool:
        return self.hour == 24

    @property
    def may_be_afternoon(self) -> bool:
        """Whether it is written like `5:00`, as on a clock of twelve hours; `05:00` and `10:00` are not."""
        return self.half is None and 1 <= self.hour <= 9 and not self.token.text.startswith("0")

    @property
    def reading(self) -> time:
        return MIDNIGHT if self.ends_day else time(self.hour, self.minute, self.second, self.microsecond)


def read_week(text: str) -> list[DayTimes]:
    """Weekly hours, e.g. `Mon-Fri 09:00-13:00, 14:00-18:00; Sat 10-14`."""
    reader = _Reader(text, EXAMPLE)
    rows = reader.all_rules()
    return rows or reader.fail("it has no open time")


def read_day(text: str) -> list[ClockTimes]:
    """One date's hours without a day, e.g. `09:00-13:00`; none for `closed`."""
    return _Reader(text, "'09:00-13:00' or 'closed'").one_day()


def read_days(text: str) -> tuple[Weekday, ...]:
    """Days alone, e.g. `Sun-Thu`."""
    reader = _Reader(text, "'Sun-Thu'")
    return reader.whole(reader.days)


def read_time(text: str) -> time:
    """One time of day, e.g. `10 PM`; `24:00` is midnight at the end of the day."""
    reader = _Reader(text, "'22:00'")
    return reader.whole(reader.clock).reading


class _Reader:
    """Reads one text from left to right, and marks the place where it cannot go on."""

    def __init__(self, text: str, example: str) -> None:
        self.text = text
        self.example = example
        if len(text) > _LONGEST:
            raise HoursError(
                f"cannot read {text[:40]!r}… as hours: it has {len(text):,} characters; write e.g. {example}"
            )
        self.tokens = self._split()
        self.here = 0
        self.closed: set[Weekday] = set()

    def _split(self) -> list[_Token]:
        tokens, at = [], 0
        while at < len(self.text):
            if self.text[at].isspace() and self.text[at] != "\n":
                at += 1
            elif found := _TOKEN.match(self.text, at):
                tokens.append(_Token(str(found.lastgroup), found[0], at))
                at = found.end()
            else:
                self.fail(f"{self.text[at]!r} at character {at + 1} is not understood")
        return [*tokens, _Token("end", "", len(self.text))]

    # Looking

    @property
    def token(self) -> _Token:
        return self.tokens[self.here]

    def ahead(self, kind: str, steps: int = 0) -> bool:
        """Whether the token that many steps on is of this kind (a day, a range word, …)."""
        place = self.here + steps
        return place < len(self.tokens) and kind in _kinds(self.tokens[place])

    def take(self, *kinds: str) -> bool:
        """Step over the next token if it is of one of these kinds."""
        found = any(self.ahead(kind) for kind in kinds)
        self.here += found
        return found

    def fail(self, problem: str) -> NoReturn:
        raise HoursError(f"cannot read {self.text!r} as hours: {problem}; write e.g. {self.example}")

    def refuse(self, wanted: str) -> NoReturn:
        token = self.token
        if token.kind == "end":
            self.fail(f"it ends where {wanted} should stand")
        if _ZONE_HINT.fullmatch(token.text):
            self.fail(f"{token.text!r} at character {token.at + 1} is a time zone, which is stated as `timezone`")
        self.fail(f"{token.text!r} at character {token.at + 1} is not {wanted}")

    def whole(self, part: Callable[[], T]) -> T:
        """Read one part that must be all of the text."""
        value = part()
        return value if self.ahead("end") else self.refuse("the end of the text")

    # Rules

    def all_rules(self) -> list[DayTimes]:
        rows: list[DayTimes] = []
        while True:
            while self.take("next", "list"):
                pass
            if self.ahead("end"):
                self._refuse_open_and_closed(rows)
                return rows
            rows += self.rule()

    def _refuse_open_and_closed(self, rows: list[DayTimes]) -> None:
        both = [day for day in WEEK if day in self.closed and any(day in row.days for row in rows)]
        if both:
            self.fail(f"{both[0]} is open and closed; leave it out of the days that are open")

    def rule(self) -> list[DayTimes]:
        if self.take("always"):
            self.take("all week")
            return [DayTimes(WEEK, ClockTimes(MIDNIGHT, MIDNIGHT))]
        self.take("filler")
        if self.ahead("time"):
            return self._times_then_days()
        if self.ahead("day") and self.ahead("time", 1) and self.ahead("range", 2) and self.ahead("day", 3):
            return self._block()
        return self._days_then_times()

    def _days_then_times(self) -> list[DayTimes]:
        days = self.days()
        self.take("colon", "list")
        times = self.times()
        if not times:
            self.closed.update(days)
        return [DayTimes(days, each) for each in times]

    def _times_then_days(self) -> list[DayTimes]:
        times = self.times()
        self.take("list")
        self.take("filler")
        days = self.days()
        return [DayTimes(days, each) for each in times]

    def _block(self) -> list[DayTimes]:
        """`Sun 14:00 - Fri 17:00`; longer than a day, it is cut at each midnight (R4)."""
        first, opens = self._day(), self.opening()
        self.take("range")
        last, closing = self._day(), self.clock()
        closes = closing.reading
        days = (last - first) % 7 + closing.ends_day
        if days == 0 and closes <= opens:
            days = 7
        if days == 0 or (days == 1 and closes <= opens):
            return [DayTimes((WEEK[first],), ClockTimes(opens, closes))]
        whole = tuple(WEEK[(first + step) % 7] for step in range(1, days))
        rows = [DayTimes((WEEK[first],), ClockTimes(opens, MIDNIGHT))]
        if whole:
            rows.append(DayTimes(in_week_order(whole), ClockTimes(MIDNIGHT, MIDNIGHT)))
        if closes > MIDNIGHT:
            rows.append(DayTimes((WEEK[last],), ClockTimes(MIDNIGHT, closes)))
        return rows

    # Days

    def days(self) -> tuple[Weekday, ...]:
        self.take("filler")
        found = self._day_range()
        while self.ahead("list") and self.ahead("day", 1):
            self.take("list")
            found += self._day_range()
        return in_week_order(WEEK[index] for index in found)

    def _day_range(self) -> list[int]:
        word = self.token.text.lower()
        if word in _GROUPS:
            self.here += 1
            return list(_GROUPS[word])
        first = self._day()
        if not (self.ahead("range") and self.ahead("word", 1)):
            return [first]
        self.take("range")
        last = self._day()
        return [(first + step) % 7 for step in range((last - first) % 7 + 1)]

    def _day(self) -> int:
        word = self.token.text.lower().rstrip(".")
        if word not in _DAYS:
            self.refuse("a day of the week")
        self.here += 1
        return _DAYS[word]

    # Times

    def one_day(self) -> list[ClockTimes]:
        return self.whole(self.times)

    def times(self) -> list[ClockTimes]:
        if self.take("closed"):
            return []
        if self.take("allday", "always"):
            return [ClockTimes(MIDNIGHT, MIDNIGHT)]
        found = [self._time_range(None)]
        while self.ahead("list") and self.ahead("time", 1):
            self.take("list")
            found.append(self._time_range(found[-1]))
        return found

    def _time_range(self, before: ClockTimes | None) -> ClockTimes:
        self.take("filler")
        first = self.clock()
        if before and before.opens < before.closes and first.reading < before.closes and first.may_be_afternoon:
            self.fail(
                f"{first.token.text!r} may mean the afternoon or the night; say AM or PM, or write 01:00 or 13:00"
            )
        opens = self._as_opening(first)
        if not self.take("range", "and"):
            self.refuse("a dash or 'to' between two times")
        last = self.clock()
        self._refuse_half_said(first, last)
        return ClockTimes(opens, last.reading)

    def _refuse_half_said(self, first: _Clock, last: _Clock) -> None:
        """`9-5` and `1-5 PM` have two readings; neither is taken in silence."""
        written = f"{first.token.text}-{last.token.text}"
        for one, other in ((first, last), (last, first)):
            if one.half and not other.half and 1 <= other.hour <= 12:
                self.fail(f"{written!r} says AM or PM for one time only; say it for both")
        bare = first.bare and last.bare
        earlier = last.hour < first.hour or (bare and last.hour == first.hour)
        written_on_24 = first.token.text.startswith("0") and not (bare and last.may_be_afternoon)
        if earlier and first.hour <= 12 and (bare or last.may_be_afternoon) and not written_on_24:
            self.fail(f"{written!r} may mean the afternoon or the next morning; say AM or PM, or write 05:00 or 17:00")

    def opening(self) -> time:
        return self._as_opening(self.clock())

    def _as_opening(self, clock: _Clock) -> time:
        if clock.ends_day:
            self.fail("24:00 is the end of a day; a window opens at 00:00 on the next")
        return clock.reading

    def clock(self) -> _Clock:
        if not self.ahead("time"):
            self.refuse("a time of day")
        token = self.token
        self.here += 1
        return self._read_clock(token)

    def _read_clock(self, token: _Token) -> _Clock:
        if token.text.lower().endswith("noon"):
            return _Clock(12, 0, 0, 0, "p", False, token)
        if token.text.lower().endswith("midnight"):
            return _Clock(0, 0, 0, 0, None, False, token)
        found = _TIME.fullmatch(token.text)
        assert found is not None, "every time token has this form"
        hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
        fraction = int((found["fraction"] or "0").ljust(6, "0"))
        half = found["half"] and found["half"].lower()
        if half:
            hour = self._on_24_hours(hour, half, token)
        if minute > 59 or second > 59 or (hour, minute, second, fraction) > (24, 0, 0, 0):
            self.fail(f"{token.text} is past the end of {'a day' if minute < 60 and second < 60 else 'an hour'}")
        return _Clock(hour, minute, second, fraction, half, found["minute"] is None and not half, token)

    def _on_24_hours(self, hour: int, half: str, token: _Token) -> int:
        if not 1 <= hour <= 12:
            self.fail(f"{token.text} mixes the 24-hour clock with AM or PM")
        return hour % 12 + (12 if half == "p" else 0)


def _kinds(token: _Token) -> set[str]:
    """Everything that a token can be taken for."""
    word = token.text.lower().rstrip(".")
    kinds = {token.kind}
    if word in _DAYS or word in _GROUPS:
        kinds.add("day")
    if word in _RANGE_WORDS or token.kind == "dash":
        kinds.add("range")
    if word == "and":
        kinds |= {"and", "list"}
    if token.kind == "comma":
        kinds.add("list")
    if word in _FILLERS:
        kinds.add("filler")
    if word in _CLOSED_WORDS:
        kinds.add("closed")
    if word == "daily":
        kinds.add("all week")
    return kinds


def in_week_order(days: Iterable[object]) -> tuple[Weekday, ...]:
    """Days once each, Monday first."""
    named = set(days)
    return tuple(day for day in WEEK if day in named)


def write_days(days: tuple[Weekday, ...]) -> str:
    """Days in the shortest usual form, a run over the weekend included: `Sun-Thu`."""
    indices = {WEEK.index(day) for day in days}
    if len(indices) == 7:
        return "Mon-Sun"
    starts = [index for index in sorted(indices) if (index - 1) % 7 not in indices]
    return ",".join(_write_run(start, indices) for start in starts)


def _write_run(start: int, indices: set[int]) -> str:
    last = start
    while (last + 1) % 7 in indices:
        last += 1
    first_name, last_name = WEEK[start], WEEK[last % 7]
    if last == start:
        return first_name
    return f"{first_name}{',' if last - start == 1 else '-'}{last_name}"


def write_time(reading: time, closing: bool = False) -> str:
    """A time of day as `22:00`, with seconds only where there are any."""
    if closing and reading == MIDNIGHT:
        return "24:00"
    if reading.microsecond:
        return reading.isoformat("microseconds")
    return reading.isoformat("seconds" if reading.second else "minutes")
