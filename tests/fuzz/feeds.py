"""Feeds of iCalendar: their dates are read or refused, and what is read can be stored."""

from __future__ import annotations

from pathlib import Path
from random import Random

from fuzz import seeds
from fuzz.cases import Case
from fuzz.changes import changed_bytes, changed_text
from slaclock import HolidayCalendar

EVENTS = (
    ("SUMMARY:Shutdown", "DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20270102"),
    (
        "SUMMARY:Stocktaking\\, all day",
        "DTSTART;VALUE=DATE:20260131",
        "DURATION:P1D",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1",
    ),
    (
        "SUMMARY:Founders' day",
        "DTSTART;VALUE=DATE:20200503",
        "RRULE:FREQ=YEARLY;COUNT=10",
        "EXDATE;VALUE=DATE:20210503",
    ),
    ("SUMMARY:Training", "DTSTART;VALUE=DATE:20260302", "RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=20261231;BYDAY=MO,TH"),
    (
        "SUMMARY:Thanksgiving",
        "DTSTART;VALUE=DATE:20261126",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
        "STATUS:CONFIRMED",
    ),
    ("SUMMARY:Fair", "DTSTART;VALUE=DATE:20260914", "RDATE;VALUE=DATE:20270913,20280911", "STATUS:CANCELLED"),
    ("SUMMARY:Night", "DTSTART;TZID=Europe/Berlin:20260914T220000", "DTEND;TZID=Europe/Berlin:20260915T060000"),
)
OFTEN = (*(10,) * (len(EVENTS) - 1), 1)
"""How often each stands in a feed: one with a time of day is refused."""
RULES = (
    *("FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=DAILY;COUNT=999999999"),
    *(
        "FREQ=YEARLY;BYEASTER=1",
        "FREQ=WEEKLY;BYDAY=9MO",
        "FREQ=DAILY;UNTIL=99991231",
        "FREQ=MONTHLY;BYSETPOS=-1;BYDAY=FR",
    ),
    *("FREQ=YEARLY;BYWEEKNO=53", "FREQ=YEARLY;BYYEARDAY=-366", "FREQ=DAILY;UNTIL=00010101", "FREQ=DAILY;FREQ=YEARLY"),
)
DATES = ("00010101", "99991231", "20260229", "20261332", "20261224T000000Z", "20261224T000000", "2026-12-24", "")


def made(random: Random) -> Case:
    """A feed of some events, of which some lines are changed, and the years it is said to be complete for."""
    lines = [
        line
        for event in random.choices(EVENTS, OFTEN, k=random.choice((0, 1, 1, 2, 2, 3, 5)))
        for line in _event(event)
    ]
    lines *= random.choice((1,) * 20 + (400,))
    for _ in range(random.choice((0, 1, 1, 2, 4))):
        _CHANGES[random.randrange(len(_CHANGES))](random, lines)
    text = random.choice(("\r\n",) * 10 + ("\n",) * 5 + ("\r",)).join(
        ("BEGIN:VCALENDAR", "VERSION:2.0", *lines, "END:VCALENDAR", "")
    )
    content = text.encode("utf-8", "surrogatepass")
    years = random.choice((*("",) * 6, "2026-2027", "2027-2026", "1-9999"))
    return Case("feeds", {"feed.ics": changed_bytes(random, content) if random.random() < 0.2 else content}, (years,))


def _event(lines: tuple[str, ...]) -> tuple[str, ...]:
    return ("BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT")


def _change(random: Random, lines: list[str]) -> None:
    if lines:
        at = random.randrange(len(lines))
        lines[at] = changed_text(random, lines[at])


def _change_value(random: Random, lines: list[str]) -> None:
    """Another rule or another date, where one may stand."""
    for at, line in random.sample(list(enumerate(lines)), len(lines)):
        name, sign, _ = line.partition(":")
        if name.startswith(("DT", "EXDATE", "RDATE", "RRULE")):
            lines[at] = name + sign + random.choice(RULES if name == "RRULE" else DATES)
            return


def _move(random: Random, lines: list[str]) -> None:
    if lines:
        line = lines.pop(random.randrange(len(lines)))
        for _ in range(random.choice((0, 1, 2, 100))):
            lines.insert(random.randint(0, len(lines)), line)


def _insert(random: Random, lines: list[str]) -> None:
    lines.insert(random.randint(0, len(lines)), random.choice((*_OTHERS, random.choice(seeds.phrases()))))


_OTHERS = (
    "RRULE:FREQ=DAILY",
    "EXRULE:FREQ=DAILY",
    "DURATION:P400D",
    "DURATION:-P1D",
    "BEGIN:VTIMEZONE",
    "BEGIN:VALARM",
)
_OTHERS += (
    "END:VEVENT",
    "RECURRENCE-ID;VALUE=DATE:20261224",
    "DTSTART;TZID=Nowhere/Land:20260101T000000",
    " folded",
    ":",
)
_CHANGES = (_change, _change, _change_value, _change_value, _move, _insert)


def attempted(case: Case, folder: Path) -> None:
    """Read it, ask for all of its dates, and store it."""
    text = case.files["feed.ics"].decode("utf-8", "surrogateescape")
    first, _, last = case.words[0].partition("-")
    read = HolidayCalendar.from_ics(text, years=(int(first), int(last)) if first else None)
    stored = HolidayCalendar.model_validate_json(read.model_dump_json())
    assert stored == read, "what was read is another calendar when it was stored"
