"""What a zone's clocks show of stretches of time: readings of each local date (R2)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal, NamedTuple

from slaclock.hours import ONE_DAY

HOUR, _SECOND = timedelta(hours=1), timedelta(seconds=1)


class Reading(NamedTuple):
    """What the clocks of one date showed of a stretch of time."""

    day: date
    opens: timedelta
    """Reading at its start, as the time since 00:00."""
    closes: timedelta
    """Reading at its end, at most 24 hours."""
    lane: Literal["only", "first", "second"] = "only"
    """Which time the clocks showed it, where they went back."""


class _Section(NamedTuple):
    """A time in which a zone's offset stays the same."""

    start: datetime
    offset: timedelta
    lane: Literal["only", "first", "second"] = "only"


class LocalTime:
    """What a zone's clocks showed between two instants (R2)."""

    def __init__(self, zone: tzinfo, start: datetime, end: datetime) -> None:
        start, end = start - ONE_DAY, end + ONE_DAY
        self._sections = [_Section(start, _offset(start, zone))]
        self.skipped: list[Reading] = []
        """Readings that the clocks never showed."""
        self.changes: dict[date, str] = {}
        """Clock changes by date, in words."""
        for at in _changes(zone, start, end):
            self._change(at, _offset(at - _SECOND, zone), _offset(at, zone))

    def _change(self, at: datetime, before: timedelta, after: timedelta) -> None:
        moved = abs(after - before)
        if after > before:
            self._sections.append(_Section(at, after))
            readings = list(_by_date(_Section(at, before), at, at + moved))
            self.skipped += readings
        else:
            again = [_Section(at - moved, before, "first"), _Section(at, after, "second"), _Section(at + moved, after)]
            self._sections += again
            readings = list(_by_date(again[1], at, at + moved))
        words = "clocks go forward, {} skipped" if after > before else "clocks go back, {} twice"
        for each in readings:
            self.changes[each.day] = words.format(f"{reading_words(each.opens)}–{reading_words(each.closes)}")

    def readings(self, start: datetime, end: datetime) -> Iterator[Reading]:
        """A stretch of time, cut at midnights and at clock changes."""
        number = bisect_right(self._sections, start, key=lambda section: section.start)
        while start < end:
            until = min(end, self._sections[number].start) if number < len(self._sections) else end
            yield from _by_date(self._sections[number - 1], start, until)
            start, number = until, number + 1

    def reading_at(self, at: datetime) -> Reading:
        """What the clocks showed at an instant."""
        return next(self.readings(at, at + timedelta.resolution))


def _by_date(section: _Section, start: datetime, end: datetime) -> Iterator[Reading]:
    here, until = ((at + section.offset).replace(tzinfo=None) for at in (start, end))
    while here < until:
        midnight = datetime.combine(here.date(), time.min)
        closes = min(until, midnight + ONE_DAY)
        yield Reading(here.date(), here - midnight, closes - midnight, section.lane)
        here = closes


def _changes(zone: tzinfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The instants at which a zone's offset changes, which they do on whole seconds."""
    start = start.replace(microsecond=0)
    while start < end:
        low, high = 0, int(ONE_DAY / _SECOND)
        if _offset(start, zone) != _offset(start + ONE_DAY, zone):
            while high - low > 1:
                middle = (low + high) // 2
                unchanged = _offset(start + middle * _SECOND, zone) == _offset(start, zone)
                low, high = (middle, high) if unchanged else (low, middle)
            yield start + high * _SECOND
        start += ONE_DAY


def _offset(at: datetime, zone: tzinfo) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def reading_words(reading: timedelta) -> str:
    """A reading of a clock from the time since midnight: `09:30`, `24:00`."""
    minutes = reading // timedelta(minutes=1)
    return f"{minutes // 60:02}:{minutes % 60:02}"
