"""When a schedule is open in some years, as plain data; and zones, and dates of holidays (R22)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any, NamedTuple

from slaclock.compiled.packing import packed
from slaclock.compiled.years import ticks
from slaclock.errors import CoverageError, LimitError, NeverOpenError
from slaclock.hours import AllTime, HolidayCalendar, Schedule, Timeline, midnight
from slaclock.policy import calendars_of
from slaclock.targets import Cause, closed_by, opened_specially

if TYPE_CHECKING:
    from slaclock.compiled.packing import Packed

_REACH = timedelta(days=3)
"""How far around the years dates are written: what opens on them may last into the years."""
_STEP = timedelta(hours=12)
"""How often a zone is asked for its offset; none changes it twice within that time."""
_SECOND = timedelta(seconds=1)
_FIRST = date(1970, 1, 1).toordinal()


class Span(NamedTuple):
    """The years that are compiled, and the instants between which all zones show them."""

    first: int
    last: int
    start: datetime
    until: datetime

    def dates(self) -> Iterator[date]:
        """Every date on which something may open that is open in these years."""
        low, high = date(self.first, 1, 1) - _REACH, date(self.last, 12, 31) + _REACH
        return (date.fromordinal(number) for number in range(low.toordinal(), high.toordinal() + 1))


def span_of(first: int, last: int, zones: Iterable[tzinfo]) -> Span:
    """The years as all of these zones see them: from the last of their first midnights to the first of their ends."""
    known = list(zones)
    starts, ends = ([midnight(date(year, 1, 1), zone) for zone in known] for year in (first, last + 1))
    return Span(first, last, max(starts), min(ends))


def zone_facts(name: str, zone: tzinfo, span: Span) -> dict[str, Any]:
    """A zone by its offsets, in seconds, and by the instants at which they change."""
    low, high = span.start - _REACH - timedelta(days=1), span.until + _REACH + timedelta(days=1)
    changes, shown = [low], [_clocks(low, zone)]
    at = low
    while at < high:
        later = min(at + _STEP, high)
        if _clocks(later, zone) != shown[-1]:
            changes.append(_change(at, later, zone))
            shown.append(_clocks(later, zone))
        at = later
    return {
        "name": name,
        "from": ticks(low),
        "until": ticks(high),
        "changes": packed([ticks(each) for each in changes]),
        "offsets": [offset // _SECOND for offset, _ in shown],
        "names": [called for _, called in shown],
    }


def _clocks(at: datetime, zone: tzinfo) -> tuple[timedelta, str]:
    local = at.astimezone(zone)
    return local.utcoffset() or timedelta(0), local.tzname() or ""


def _change(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """The first instant at which a zone's clocks show what they show later; on a whole second."""
    low, high, shown = before, after, _clocks(after, zone)
    while high - low > _SECOND:
        middle = low + (high - low) // 2 // _SECOND * _SECOND
        low, high = (low, middle) if _clocks(middle, zone) == shown else (middle, high)
    return high


def dates_packed(dates: Iterable[date]) -> Packed:
    """Dates as days since 1970."""
    return packed([day.toordinal() - _FIRST for day in sorted(dates)])


def holidays_of(calendars: Iterable[HolidayCalendar], span: Span) -> Packed:
    """The dates that any of some calendars closes."""
    days = list(span.dates())
    return dates_packed({day for calendar in calendars for day in calendar.between(days[0], days[-1])})


class Reasons:
    """What closes schedules, each reason once."""

    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []
        self._places: dict[tuple[str, str, bool], int] = {}

    def place(self, cause: Cause) -> int:
        """The place of a reason in the list."""
        key = (cause.kind, cause.name, cause.estimated)
        if key not in self._places:
            self._places[key] = len(self.told)
            self.told.append({"kind": cause.kind, "name": cause.name, "estimated": cause.estimated})
        return self._places[key]


def hours_facts(schedule: Schedule, zone: int, span: Span, reasons: Reasons, explained: bool) -> dict[str, Any]:
    """When a schedule is open, in microseconds since 1970.

    Args:
        schedule: The schedule.
        zone: The place of its zone.
        span: The years.
        reasons: Where what closes it is written.
        explained: Whether it may be asked why it is closed.

    Raises:
        CoverageError: Its holidays are not known for all of these years.
    """
    _refuse_unknown_years(schedule, span)
    timeline = schedule._timeline_for(AllTime())
    days = [day for day in map(timeline.day, span.dates()) if day]
    windows = [len(day.spans) for day in days]
    edges = [ticks(edge) for opened in timeline.windows(span.start - _REACH, span.until + _REACH) for edge in opened]
    day_edges = [ticks(edge) for day in days for opened in day.spans for edge in opened]
    own = [calendar for calendar in calendars_of(schedule) if calendar.sources]
    specially = _opened_specially(schedule, [day.date for day in days]) if days and explained else {}
    return {
        "zone": zone,
        "open": packed(edges),
        "before": _beyond(timeline, span.start, later=False),
        "after": _beyond(timeline, span.until, later=True),
        "days": {
            "dates": dates_packed(day.date for day in days),
            "windows": windows[0] if len(set(windows)) == 1 else windows,
            "edges": None if day_edges == edges else packed(day_edges),
        },
        "holidays": holidays_of(own, span) if own else None,
        "closed": _closed(schedule, span, reasons) if explained else None,
        "special": {
            "dates": dates_packed(specially),
            "names": [name for _, name in sorted(specially.items())],
        },
    }


def _refuse_unknown_years(schedule: Schedule, span: Span) -> None:
    known = schedule._limiting_years
    if known and not known[0] <= span.first <= span.last <= known[1]:
        raise CoverageError(
            f"cannot compile {_words(span.first, span.last)}: {schedule.name or schedule} has holidays known for "
            f"{_words(*known)} only; compile these years, or state outside_coverage: ignore, which takes others "
            "to have no holidays"
        )


def _words(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first}-{last}"


def _beyond(timeline: Timeline, at: datetime, later: bool) -> str:
    """Whether it stays `open` or `closed` after the last instant, or before the first, or `goes_on` to change."""
    is_open = timeline.is_open(at)
    try:
        if later:
            timeline.next_edge(at, opening=not is_open)
        else:
            timeline.previous_edge(at, opening=is_open)
    except NeverOpenError:
        return "open" if is_open else "closed"
    except LimitError:
        return "goes_on"  # Nobody knows: it is too much work for its source as well.
    return "goes_on"


def _opened_specially(schedule: Schedule, days: Sequence[date]) -> dict[date, str]:
    """Why it is open on some of its business days on which it would not be by its usual hours."""
    found = opened_specially(schedule, days[0], days[-1])
    return {day: found[day] for day in days if day in found}


def _closed(schedule: Schedule, span: Span, reasons: Reasons) -> dict[str, Any]:
    """What closes it when its usual hours would be open."""
    causes = closed_by(schedule, span.start, span.until)
    edges = [ticks(edge) for cause in causes for edge in cause.span]
    return {"spans": packed(edges), "reasons": [reasons.place(cause) for cause in causes]}
