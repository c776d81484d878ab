"""Every reader of text that people write: how what it read is written and read again, and the words that it knows."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pyarrow as pa
from pydantic import BaseModel

from slaclock import Schedule, Target
from slaclock.cli.moments import read_day, read_moment
from slaclock.errors import SlaClockError
from slaclock.hours import (
    ExceptionHours,
    HolidayCalendar,
    Recurrence,
    SupportWindow,
    ZonedBlock,
    read_days,
    read_time,
    write_days,
    write_time,
    zone_named,
)
from slaclock.hours.date_rules import read_date_rule
from slaclock.hours.date_text import read_date
from slaclock.policy import Goal, Notice, Received, ScheduleEntry
from slaclock.strict_json import read_object
from slaclock.tables import TimeFormat
from slaclock.targets import Threshold
from slaclock.tickets import Ticket

ZONE = "America/New_York"


class Reader(NamedTuple):
    """One reader of text."""

    read: Callable[[str], Any]
    again: Callable[[Any], Any]
    """What was read, written as the library writes it and read once more: it is the same."""
    words: tuple[str, ...]
    """What it reads, and the pieces of it: texts are drawn around these."""


def as_dumped(found: BaseModel) -> BaseModel:
    """A declaration through its JSON."""
    return type(found).model_validate_json(found.model_dump_json())


def as_stated(found: BaseModel) -> BaseModel:
    """A declaration through its own words, and through its JSON."""
    said = type(found).model_validate(str(found))
    assert str(said) == str(found)
    return as_dumped(found)


def _declared(kind: type[BaseModel]) -> Callable[[str], BaseModel]:
    return kind.model_validate


def _rule_of(text: str) -> Recurrence:
    return Recurrence(rrule=text, first=date(2026, 1, 1), opens="22:00", closes="04:00")


def _rule_again(found: Recurrence) -> BaseModel:
    days = list(zip(found.dates(date(2026, 1, 1), date(2027, 1, 1)), range(9), strict=False))
    assert days == list(zip(found.dates(date(2026, 1, 1), date(2027, 1, 1)), range(9), strict=False))
    return as_dumped(found)


def _schedule_of(text: str) -> Schedule:
    return Schedule(timezone=ZONE, hours=text)


def _time_of(format: str) -> Callable[[str], Any]:
    times = TimeFormat(format, "America/New_York")

    def read(text: str) -> Any:
        # No file can hold half a character.
        found = times.read(pa.array([text.encode(errors="replace").decode()]))
        if found.problems:
            raise RefusedError(found.problems[0])
        return found.at[0].as_py()

    return read


def _object_of(text: str) -> dict[str, Any]:
    try:
        return read_object(text)
    except ValueError as error:
        raise RefusedError(str(error)) from None


class RefusedError(SlaClockError):
    """What is said of a text by a reader that leaves it to others to raise an error of the library."""


def _pieces(*written: str) -> tuple[str, ...]:
    return tuple(piece for line in written for piece in line.split("|"))


DAYS = _pieces("Mon|Monday|Sun-Thu|M-F|weekdays|weekends|daily|every|to|–|-|,|and|;")
CLOCKS = _pieces("9|09:00|18:00|22:00-06:00|24:00|9 AM|5 p.m.|noon|midnight|24x7|closed|8:30:15|٣")
AMOUNTS = _pieces(
    "4|business|hours|2 business days|1 hour|30 minutes|24h|PT4H|P2D|1.5|½|twenty-one|next business day|by 4 PM",
    "close of business|of receipt|within|24/7|a|week|months|1-2|calendar|working|(4)|and|half an hour|1e9|0|-1",
    "same day|third|3rd|٣|999999999999999999999999999999",
)
DATES = _pieces("2026-12-24|--12-24|--02-29|2026|12|-|0001-01-01|9999-12-31|2026-W48-3|20261224")
CONDITIONS = _pieces(
    "on Fri after 15:00|in hours|outside hours|during|evenings|by phone|on|before|after|from|between|outside of",
    "e-mail|or|and",
)
BLOCK = "Mon 08:00 Australia/Sydney - Fri 17:30 America/Los_Angeles"

READERS = {
    "weekly hours": Reader(_schedule_of, as_dumped, (*DAYS, *CLOCKS, "Mon-Fri 09:00-18:00", "Sun 14:00 - Fri 17:00")),
    "windows": Reader(
        SupportWindow.parse, lambda found: SupportWindow.parse("; ".join(map(str, found))), (*DAYS, *CLOCKS)
    ),
    "days": Reader(read_days, lambda found: read_days(write_days(found)), DAYS),
    "a time of day": Reader(read_time, lambda found: read_time(write_time(found)), CLOCKS),
    "hours of a date": Reader(
        lambda text: ExceptionHours.model_validate({"date": "2026-12-24", "hours": text}),
        as_dumped,
        (*DAYS, *CLOCKS, "09:00-18:00"),
    ),
    "a block in two zones": Reader(
        ZonedBlock.parse,
        lambda found: ZonedBlock.parse(str(found)),
        (*DAYS, *CLOCKS, "Australia/Sydney", "America/Los_Angeles", "UTC+05:00", BLOCK),
    ),
    "a schedule of a policy": Reader(
        _declared(ScheduleEntry), as_dumped, (*DAYS, *CLOCKS, "support", "excluding", "emea", "|", "customer")
    ),
    "holidays": Reader(
        HolidayCalendar,
        as_dumped,
        (*DATES, *_pieces("US|US-CA|NYSE|DE|GB-ENG|UK|United States|--|/|ECB|EU|registry")),
    ),
    "a target": Reader(_declared(Target), as_dumped, AMOUNTS),
    "a threshold": Reader(
        _declared(Threshold), as_stated, (*AMOUNTS, *_pieces("75%|%|left|after|breach|overdue|before breach"))
    ),
    "a notice": Reader(_declared(Notice), as_dumped, AMOUNTS),
    "a condition": Reader(
        _declared(Received),
        as_stated,
        (*DAYS, *CLOCKS, *CONDITIONS),
    ),
    "a goal": Reader(
        _declared(Goal),
        as_stated,
        AMOUNTS + _pieces("95%|99.9 percent|of P2 and P3|of all requests|per month|quarterly|in|%|each"),
    ),
    "a date": Reader(
        read_date, lambda found: read_date(found.isoformat()), DATES + _pieces("24|December|--|12-24|2026-02-29")
    ),
    "a rule of a date": Reader(
        read_date_rule,
        lambda found: read_date_rule(str(found)),
        DATES
        + _pieces(
            "third Monday of January|last|fifth|5th|the|Good Friday|easter -2|orthodox|easter|+50|days before",
            "24 December|December 24|of|days after|Friday|February|29",
        ),
    ),
    "a zone": Reader(
        lambda name: (zone_named(name), name)[1],
        lambda name: (zone_named(str(zone_named(name))), name)[1],
        _pieces(
            "America/|New_York|America/New_York|Europe|UTC|UTC-05:00|EST|GMT+2|/|..|+|05:00|Etc/GMT+5|localtime",
            "new york|\0|America/Argentina/Buenos_Aires|posix/|right/UTC|US",
        ),
    ),
    "a rule": Reader(
        _rule_of,
        _rule_again,
        _pieces(
            "FREQ=MONTHLY;BYDAY=1SA|FREQ=MONTHLY|;|BYDAY=1SA|FREQ=YEARLY|FREQ=WEEKLY|FREQ=DAILY|BYMONTHDAY=-1",
            "BYSETPOS=1|INTERVAL=2|COUNT=5|UNTIL=20271231|WKST=SU|BYWEEKNO=20|BYYEARDAY=100|BYMONTH=2|RRULE:",
            "=|,|-|+|0|30|MO|5|366|BYEASTER=1|BYHOUR=9|T000000Z|_|٣",
        ),
    ),
    "an instant": Reader(
        lambda text: read_moment(text, "now", ZONE).instant,
        lambda at: read_moment(at.isoformat(), "now", ZONE).instant,
        _pieces(
            "now|today|tomorrow|yesterday|17:00|9am|2026-11-25|T22:00Z|2026-11-25 17:00|+05:00|at|on|noon|midnight",
            "24:00|0001-01-01|9999-12-31|12/11/2026|friday|.123456|Z|٣",
        ),
    ),
    "a day": Reader(
        lambda text: read_day(text, "from", ZONE),
        lambda day: read_day(day.isoformat(), "from", ZONE),
        DATES + _pieces("today|tomorrow|yesterday|friday|12/11/2026"),
    ),
    "an instant of a ticket": Reader(
        lambda text: Ticket.model_validate({"opened": text}),
        as_dumped,
        DATES + _pieces("2026-11-25T17:00-05:00|T|Z|+23:59|17:00|-05:00|.|1795644000|e|∞|nan|٣"),
    ),
    "a time of a file": Reader(
        _time_of("iso8601"),
        lambda at: _time_of("iso8601")(at.isoformat()) if at else at,
        DATES + _pieces("2026-11-25T17:00:00-05:00|T|Z| |+23:59|17:00|.123456|7|0000|10000"),
    ),
    "an epoch": Reader(_time_of("epoch_ms"), lambda at: at, _pieces("1795644000|000|.|-|e|9|E999999999|nan|inf|_|٣")),
    "a time by a format": Reader(
        _time_of("%d.%m.%Y %H:%M"),
        lambda at: at,
        _pieces("24.12.2026 17:00|24.12.2026|17:00| |.|01.01.0001|31.12.9999|00:00"),
    ),
    "an object in JSON": Reader(
        _object_of,
        lambda found: _object_of(json.dumps(found)),
        _pieces(
            '{|}|[|]|:|,|"a"|"b"|1|-0|1.5|1e400|true|null|NaN|"\\ud800"|{}|{"a": 1}|{"a": [{}]}|"\\u0061"|-|\u2028',
            "9" * 400,
        ),
    ),
}
"""By what is read."""
