"""All-day events as holidays: which of them close, and which are observances that close nothing (R5, R14, R19)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from slaclock.adapters.ical.content import Component, calendar_of
from slaclock.adapters.ical.events import is_cancelled, is_whole_day, leave_unknown
from slaclock.adapters.losses import Account, KeyPath, Loss
from slaclock.errors import HolidayError, PayloadError, did_you_mean, key_path
from slaclock.hours import HolidayCalendar
from slaclock.patterns import pattern

_OF_GOOGLE = pattern(r"[0-9]{8}_[0-9a-z]+@google\.com")
"""The name of an event in the feeds of holidays that Google publishes."""
_PUBLIC = "public holiday"
_CLOCK_CHANGE = pattern(r".*(daylight saving|summer time (begins|starts|ends)|clocks? change).*")
_SHOWN = 10


@dataclass(frozen=True)
class FeedEvent:
    """An event of a feed, and whether it was taken for a holiday.

    Rules: R5.
    """

    name: str
    """What it is called."""

    marks: tuple[str, ...]
    """What tells it from others: its name, its categories, and the first line of its description."""

    closes: bool
    """Whether its dates are holidays."""

    reason: str = ""
    """Why it closes nothing."""


@dataclass(frozen=True)
class FeedReading:
    """The holidays of a feed, its events, and what could not be carried over.

    Rules: R5, R14, R19.
    """

    calendar: HolidayCalendar
    """The holidays, with the years that the feed knows."""

    events: tuple[FeedEvent, ...]
    """Every event of the feed, in its order, and whether it closes."""

    losses: tuple[Loss, ...]
    """What closes nothing and what could not be carried over, each with its place."""

    counts: Mapping[str, int]
    """How many events were read as holidays."""


def holidays(
    text: str,
    *,
    only: str | Collection[str] = (),
    leave_out: str | Collection[str] = (),
    years: tuple[int, int] | None = None,
) -> FeedReading:
    """Read a feed of holidays, whose events are not all days off.

    Feeds of holidays mix days off with observances. Where a feed of Google marks its public holidays, these are taken;
    a change of clocks never is. Every event that closes nothing is a loss with its marks, so that they can be chosen.
    Needs the extra `ics`.

    Args:
        text: The text of the feed.
        only: Names, categories or first lines of descriptions: events with one of them are the holidays.
        leave_out: Names, categories or first lines of descriptions of events that are none.
        years: The first and the last year for which the feed is complete; by default those of its events.

    Raises:
        PayloadError: The text cannot be read, nothing has a mark that is given, or no event is a holiday.
        ImportError: `icalendar` is not installed.

    Examples:
        >>> from datetime import date
        >>> feed = (
        ...     "BEGIN:VCALENDAR\\nVERSION:2.0\\nPRODID:-//Example//EN\\n"
        ...     "BEGIN:VEVENT\\nUID:1\\nSUMMARY:Labour Day\\nCATEGORIES:Bank holiday\\nDTSTART:20260501\\nEND:VEVENT\\n"
        ...     "BEGIN:VEVENT\\nUID:2\\nSUMMARY:Pancake Day\\nCATEGORIES:Fun\\nDTSTART:20260217\\nEND:VEVENT\\n"
        ...     "END:VCALENDAR\\n"
        ... )
        >>> read = holidays(feed, only="Bank holiday")
        >>> [str(day) for day in read.calendar.between(date(2026, 1, 1), date(2026, 12, 31))]
        ['2026-05-01']
        >>> print(read.losses[0])
        VEVENT[1]: 'Pancake Day' has none of the marks that were chosen; it closes nothing

    Rules: R5, R14, R19, R21.
    """
    account = Account()
    choice = Choice(only, leave_out)
    found = closures(calendar_of(text), choice, years, account)
    choice.refuse_unmet()
    if found.calendar is None:
        raise PayloadError("", f"no event is a holiday; choose with only= among {_shown(found.events)}")
    return FeedReading(found.calendar, found.events, tuple(account.losses), dict(account.counts))


class Choice:
    """Which events somebody takes for holidays, by their marks."""

    def __init__(self, only: str | Collection[str], leave_out: str | Collection[str]) -> None:
        self._only = _folded_all(only)
        self._without = _folded_all(leave_out)
        self._met: set[str] = set()
        self._seen: dict[str, None] = {}

    def reason_against(self, component: Component) -> str:
        """Why an event is no holiday; blank where it is one."""
        marks = marks_of(component)
        self._seen.update(dict.fromkeys(marks))
        folded = _folded_all(marks)
        self._met |= folded & (self._only | self._without)
        if self._only or self._without:
            chosen = not self._only or folded & self._only
            return "" if chosen and not folded & self._without else "has none of the marks that were chosen"
        return _usual_reason(component)

    def refuse_unmet(self) -> None:
        """Refuse marks that no event has."""
        if unmet := sorted((self._only | self._without) - self._met):
            raise PayloadError("", f"no event is marked {unmet[0]!r}; {did_you_mean(unmet[0], self._seen)}")


def _folded_all(marks: str | Collection[str]) -> set[str]:
    return {" ".join(mark.split()).casefold() for mark in ([marks] if isinstance(marks, str) else marks)}


def marks_of(component: Component) -> tuple[str, ...]:
    """What tells an event from others: its name, its categories, and the first line of its description."""
    categories = [text for stated in component.all("CATEGORIES") for text in stated.value.split(",")]
    found = [component.name, *categories, *_described(component)]
    return tuple(dict.fromkeys(" ".join(each.split()) for each in found if each.strip()))


def _described(component: Component) -> list[str]:
    stated = component.all("DESCRIPTION")
    return stated[0].text.strip().split("\n")[:1] if stated else []


def _usual_reason(component: Component) -> str:
    """Why an event is no holiday where nobody chose."""
    if _CLOCK_CHANGE.fullmatch(component.name.casefold()):
        return "is a change of clocks"
    uid = component.get("UID")
    described = " ".join(_described(component)).strip()
    if uid and _OF_GOOGLE.fullmatch(uid.value) and described and described.casefold() != _PUBLIC:
        return f"is marked {described!r}, not as a public holiday"
    return ""


@dataclass(frozen=True)
class Closures:
    """The all-day events of a calendar."""

    calendar: HolidayCalendar | None
    """The holidays; nothing where no event is one."""
    events: tuple[FeedEvent, ...]


def closures(
    calendar: Component, choice: Choice, years: tuple[int, int] | None, account: Account, *, beside_hours: bool = False
) -> Closures:
    """The all-day events of a calendar as holidays.

    Args:
        calendar: The calendar.
        choice: Which of them are holidays.
        years: The years for which it is complete; by default those of its events.
        account: Where losses are noted.
        beside_hours: Whether its events with times are read elsewhere.
    """
    closing: list[Component] = []
    events: list[FeedEvent] = []
    reasons = dict(_reasons(calendar, choice, beside_hours))
    for place, component in enumerate(calendar.of_kind("VEVENT")):
        if place not in reasons:
            continue
        leave_unknown(component, account, {"STATUS"})
        reason = reasons[place]
        events.append(FeedEvent(component.name, marks_of(component), not reason, reason))
        if reason:
            account.lose(component.path, f"{component.name!r} {reason}", "it closes nothing")
        else:
            account.read("events")
            closing.append(component)
    if all(map(is_cancelled, closing)):
        return Closures(None, tuple(events))
    return Closures(_read(calendar, closing, years), tuple(events))


def _reasons(calendar: Component, choice: Choice, beside_hours: bool) -> Iterator[tuple[int, str]]:
    """For the place of each event why it is no holiday; what stands instead of one date follows its series."""
    of_series: dict[str, str] = {}
    later: list[tuple[int, Component, str]] = []
    for place, component in enumerate(calendar.of_kind("VEVENT")):
        if not is_whole_day(component) and (beside_hours or not _is_midnight(component)):
            if not beside_hours:
                yield place, "has a time of day; give its hours in `exceptions` where they close"
            continue
        uid = component.get("UID")
        key = uid.value if uid else ""
        if component.get("RECURRENCE-ID") and key:
            later.append((place, component, key))
            continue
        reason = choice.reason_against(component)
        of_series.setdefault(key, reason)
        yield place, reason
    for place, component, key in later:
        yield place, of_series[key] if key in of_series else choice.reason_against(component)


def _is_midnight(component: Component) -> bool:
    """Whether an event goes from midnight to midnight, which some write for whole dates."""
    start, end = component.get("DTSTART"), component.get("DTEND")
    if start is None:
        return True  # Whoever reads it says that it is missing.
    length = component.get("DURATION")
    ends = end is None or "T" not in end.value.upper() or "T000000" in end.value.upper()
    return "T000000" in start.value.upper() and ends and not (length and "T" in length.value.upper())


def _read(calendar: Component, closing: Sequence[Component], years: tuple[int, int] | None) -> HolidayCalendar:
    named = [f"X-WR-CALNAME:{each.value}" for each in calendar.all("X-WR-CALNAME")[:1]]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:slaclock", *named]
    for component in closing:
        lines += (line for line in component.line_by_line() if line.strip().upper() != "RRULE:")
    try:
        return HolidayCalendar.from_ics("\r\n".join([*lines, "END:VCALENDAR", ""]), years=years)
    except HolidayError as error:
        raise PayloadError(key_path(_place_of(error, closing, calendar.path)), str(error)) from None


def _place_of(error: HolidayError, closing: Sequence[Component], path: KeyPath) -> KeyPath:
    """Where the event stands that an error names."""
    return next((each.path for each in closing if each.name and repr(each.name) in str(error)), path)


def _shown(events: Sequence[FeedEvent]) -> str:
    marks = dict.fromkeys(mark for event in events for mark in reversed(event.marks))
    shown = ", ".join(map(repr, list(marks)[:_SHOWN])) or "names, categories and descriptions"
    return f"{shown}, …" if len(marks) > _SHOWN else shown
