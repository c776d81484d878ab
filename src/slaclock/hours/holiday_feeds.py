"""Feeds of iCalendar read as holidays: all-day events, of several dates, repeated, with dates left out (R5, R19, R21).

`icalendar` reads the text; which dates a rule names is the matter of `recurrence_rule`. A feed comes from strangers: it
is bounded in characters, events, rules and dates, and nothing in it is passed over but what says that it was cancelled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from slaclock.errors import HolidayError, HoursError
from slaclock.hours.date_text import ONE_DAY, moved
from slaclock.hours.holiday import UNNAMED, Holiday, note
from slaclock.hours.listed_holidays import MOST_LISTED, ListedHolidays
from slaclock.hours.recurrence_rule import Rule, read_rule
from slaclock.patterns import pattern

if TYPE_CHECKING:
    from icalendar import Component

MOST_CHARACTERS = 500_000
MOST_EVENTS = 2_000
MOST_RULES = 50
LONGEST_EVENT = timedelta(days=366)
LONGEST_NAME = 200
"""Characters of a name; more are cut."""
LAST_YEAR = 2100
"""The year up to which a rule without an end is followed."""

CALLED_OFF = ("CANCELLED", "CANCELED")
"""What the status of an event says that was called off: as the standard spells it, and as others do."""

_STEPS_A_YEAR = {"YEARLY": 1, "MONTHLY": 12, "WEEKLY": 52, "DAILY": 365}
_END = pattern(r"(UNTIL=[0-9]{8}(?:T[0-9]{6})?)Z", re.IGNORECASE)
_ENDLESS = pattern(r".*(?:UNTIL|COUNT)=.*", re.IGNORECASE | re.DOTALL)


class _Event(NamedTuple):
    """One event: its dates, and how they repeat."""

    uid: str
    name: str
    first: date
    days: int
    rules: tuple[str, ...]
    added: tuple[date, ...]
    left_out: frozenset[date]
    instead_of: date | None
    cancelled: bool

    @property
    def is_endless(self) -> bool:
        """Whether it repeats without an end."""
        return any(not _ENDLESS.fullmatch(rule) for rule in self.rules)


def read_feed(text: str, years: tuple[int, int] | None = None) -> ListedHolidays:
    """The dates of a feed.

    Raises:
        HolidayError: It cannot be read, or is larger than a feed of holidays is; the message names the event.
        ImportError: `icalendar` is not installed.
    """
    calendar = _parsed(text)
    components = calendar.walk("VEVENT")
    if not components:
        raise HolidayError("the feed has no events, so it names no holidays; give the text of a file with BEGIN:VEVENT")
    if sum(len(_all(each, "RRULE")) for each in components) > MOST_RULES:
        raise HolidayError(f"the feed has more than {MOST_RULES} rules by which events repeat; leave some out")
    every = [_event(each) for each in components]
    instead = {(event.uid, event.instead_of) for event in every if event.instead_of}
    events = [(event, _begins(event, instead)) for event in every if not event.cancelled]
    if sum(len(begins) * event.days for event, begins in events) > MOST_LISTED:
        raise HolidayError(f"the feed names more than {MOST_LISTED:,} dates; give one of holidays alone")
    found: dict[date, Holiday] = {}
    for event, begins in events:
        for day in (first + n * ONE_DAY for first in begins for n in range(event.days)):
            note(found, Holiday(day, event.name))
    listed = {day.isoformat(): each.name for day, each in sorted(found.items())}
    return ListedHolidays(listed=listed, years=years or _years_of(events), name=_name_of(calendar))


def _parsed(text: str) -> Component:
    try:
        from icalendar import Calendar
    except ImportError as error:  # pragma: no cover - the tests have the extra
        raise ImportError("feeds need an extra; run: pip install 'slaclock[ics]'", name=error.name) from error
    if not isinstance(text, str):
        raise HolidayError(
            f"a feed is text, not {type(text).__name__}; read the file first, e.g. Path('feed.ics').read_text()"
        )
    if _HALF_A_CHARACTER.search(text):
        raise HolidayError("a feed is text in which every character is whole; read the file as UTF-8")
    if len(text) > MOST_CHARACTERS:
        raise HolidayError(f"a feed has at most {MOST_CHARACTERS:,} characters, not {len(text):,}; leave years out")
    if text.upper().count("BEGIN:VEVENT") > MOST_EVENTS:
        raise HolidayError(f"a feed has at most {MOST_EVENTS:,} events; leave years out")
    try:
        found = Calendar.from_ical(text)
    except Exception as error:  # Strangers' texts meet whatever is in a parser.
        raise HolidayError(
            f"cannot read this text as iCalendar: {str(error)[:200]}; give the text of an .ics file"
        ) from None
    return found


_HALF_A_CHARACTER = pattern("[\ud800-\udfff]")


def _name_of(calendar: Component) -> str:
    # A property that the standard does not have is handed over as it is written.
    written = _ESCAPED.sub(r"\1", str(calendar.get("X-WR-CALNAME", "")))
    return " ".join(written.split())[:LONGEST_NAME] or "feed"


_ESCAPED = pattern(r"\\([,;\\])")


def _years_of(events: Iterable[tuple[_Event, list[date]]]) -> tuple[int, int]:
    """The years of the dates that come to an end; those of rules without one, where there are no others."""
    first = min((begins[0].year for _, begins in events if begins), default=LAST_YEAR)
    ends = (begins[-1] + (event.days - 1) * ONE_DAY for event, begins in events if begins and not event.is_endless)
    return first, max((last.year for last in ends), default=LAST_YEAR)


# An event


def _event(component: Any) -> _Event:
    name = " ".join(str(component.get("SUMMARY", "")).split())[:LONGEST_NAME] or UNNAMED
    try:
        return _read_event(component, name)
    except HolidayError:
        raise
    except HoursError as error:
        raise HolidayError(f"the event {name!r}: {error}") from None
    except Exception as error:  # What a value holds that cannot be read is told by the library when it is used.
        raise HolidayError(f"cannot read the event {name!r}: {str(error)[:200]}; correct it, or leave it out") from None


def _read_event(component: Any, name: str) -> _Event:
    if "DTSTART" not in component:
        raise HolidayError(f"the event {name!r} has no DTSTART; write e.g. DTSTART;VALUE=DATE:20261224")
    first = _date_of(component["DTSTART"].dt, name)
    after = _date_of(component["DTEND"].dt, name) if "DTEND" in component else _after(component, first, name)
    length = after - first
    if length < timedelta(0) or length > LONGEST_EVENT:
        raise HolidayError(f"the event {name!r} lasts {length.days} days; write a DTEND up to a year after its DTSTART")
    rules = tuple(_END.sub(r"\1", each.to_ical().decode()) for each in _all(component, "RRULE"))
    instead_of = _date_of(component["RECURRENCE-ID"].dt, name) if "RECURRENCE-ID" in component else None
    if first.year > LAST_YEAR:
        raise HolidayError(f"the event {name!r} begins after {LAST_YEAR}; leave it out")
    for rule in rules:
        _refuse_far(rule, first, name)
        read_rule(rule, first)
    return _Event(
        uid=str(component.get("UID", name)),
        name=name,
        first=first,
        days=max(length.days, 1),
        rules=rules,
        added=tuple(_dates_in(component, "RDATE", name)),
        left_out=frozenset(_dates_in(component, "EXDATE", name)),
        instead_of=instead_of,
        cancelled=str(component.get("STATUS", "")).strip().upper() in CALLED_OFF,
    )


def _after(component: Any, first: date, name: str) -> date:
    """The date after an event that has no DTEND."""
    length = component["DURATION"].dt if "DURATION" in component else ONE_DAY
    if length % ONE_DAY:
        raise HolidayError(f"the event {name!r} lasts part of a day; {_WHOLE_DAYS}")
    return moved(first, length)


_WHOLE_DAYS = "a holiday is a whole day: leave the event out, and give its hours in `exceptions`"


def _date_of(given: date | datetime, name: str) -> date:
    """A date; midnight is the beginning of one."""
    if not isinstance(given, date):
        raise HolidayError(f"cannot read the event {name!r}: it names times and no dates; {_WHOLE_DAYS}")
    if not isinstance(given, datetime):
        return given
    if given.time() != time(0):
        raise HolidayError(f"the event {name!r} has a time of day, {given:%H:%M}; {_WHOLE_DAYS}")
    return given.date()


def _all(component: Any, key: str) -> list[Any]:
    """All values of a key, which may stand several times."""
    found = component.get(key, [])
    return found if isinstance(found, list) else [found]


def _dates_in(component: Any, key: str, name: str) -> Iterator[date]:
    return (_date_of(value.dt, name) for stated in _all(component, key) for value in stated.dts)


def _refuse_far(rule: str, first: date, name: str) -> None:
    """Refuse a count that goes past what is followed."""
    stated = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    steps = _number(stated.get("COUNT", "")) * max(_number(stated.get("INTERVAL", "")), 1)
    if first.year + steps // _STEPS_A_YEAR.get(stated.get("FREQ", ""), 1) > LAST_YEAR + 1:
        raise HolidayError(f"the event {name!r} repeats past {LAST_YEAR}; write an UNTIL before that instead of COUNT")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _begins(event: _Event, instead: Set[tuple[str, date | None]]) -> list[date]:
    """The dates on which an event begins, in order, without those for which others stand."""
    begins = sorted({event.first, *event.added, *_repeated(event)} - event.left_out)
    return [day for day in begins if event.instead_of or (event.uid, day) not in instead]


def _repeated(event: _Event) -> Iterator[date]:
    for number, day in enumerate(day for rule in event.rules for day in _followed(rule, event.first)):
        if number > MOST_LISTED:
            raise HolidayError(f"the event {event.name!r} comes on more than {MOST_LISTED:,} dates; give it an UNTIL")
        yield day


def _followed(text: str, first: date) -> Iterator[date]:
    rule: Rule = read_rule(text, first)
    return rule.dates(first, date(LAST_YEAR, 12, 31))
