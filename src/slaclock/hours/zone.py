"""The one place where a local reading becomes an instant (R1, R2)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from slaclock.errors import InstantError, InstantRangeError, NaiveDatetimeError


def to_utc(at: datetime) -> datetime:
    """The same instant in UTC; a naive datetime is refused (R1)."""
    try:
        zone = at.tzinfo
    except AttributeError:
        raise _not_an_instant(at) from None
    if zone is UTC:
        return at
    # A ZoneInfo always knows its offset; of other zones it is asked.
    if zone.__class__ is not ZoneInfo and at.utcoffset() is None:
        raise NaiveDatetimeError(
            f"{at.isoformat(' ')} has no time zone, so it names no instant; "
            f"give it one, e.g. at.replace(tzinfo=ZoneInfo('America/New_York'))"
        )
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise InstantRangeError(f"{at.isoformat(' ')} lies outside the years 1 to 9999 in UTC") from None


def _not_an_instant(given: object) -> InstantError:
    return InstantError(
        f"{given!r} is no instant; give a datetime with a time zone, "
        "e.g. datetime(2026, 11, 25, 17, tzinfo=ZoneInfo('America/New_York'))"
    )


def in_zone(at: datetime, zone: tzinfo | None) -> datetime:
    """An instant in the zone in which the question was asked (R9)."""
    if zone is UTC:
        return at
    try:
        return at.astimezone(zone)
    except OverflowError:
        raise InstantRangeError(f"{at.isoformat(' ')} lies outside the years 1 to 9999 in {zone}") from None


def first_instant(reading: datetime, zone: tzinfo) -> datetime:
    """The first moment, in UTC, at which the zone's clocks have shown this reading or later (R2).

    A skipped reading means the end of the gap; a repeated one its first occurrence.
    """
    local = reading.replace(tzinfo=zone, fold=0)
    before = local.utcoffset()
    after = local.replace(fold=1).utcoffset()
    assert before is not None and after is not None
    if before < after:
        return _end_of_gap(reading, before, after, zone)
    try:
        return (reading - before).replace(tzinfo=UTC)
    except OverflowError:
        raise InstantRangeError(f"{reading.isoformat(' ')} in {zone} lies outside the years 1 to 9999 in UTC") from None


def first_instant_on(day: date, clock: time, zone: tzinfo) -> datetime:
    """The same for a date and a time of day; quicker, since most readings are ordinary (R2)."""
    offset = datetime.combine(day, clock, zone).utcoffset()
    if offset == datetime.combine(day, _folded(clock), zone).utcoffset():
        assert offset is not None
        try:
            return datetime.combine(day, clock, UTC) - offset
        except OverflowError:
            return first_instant(datetime.combine(day, clock), zone)
    return first_instant(datetime.combine(day, clock), zone)


@lru_cache
def _folded(clock: time) -> time:
    return clock.replace(fold=1)


def _end_of_gap(reading: datetime, before: timedelta, after: timedelta, zone: tzinfo) -> datetime:
    # The gap ends on a whole second in (reading - after, reading - before]: the last one that high may be.
    first = (reading - after).replace(microsecond=0, tzinfo=UTC)
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (first + timedelta(seconds=middle)).astimezone(zone).replace(tzinfo=None) >= reading:
            high = middle
        else:
            low = middle
    return first + timedelta(seconds=high)


def latest_reading(at: datetime, zone: tzinfo) -> datetime:
    """The latest reading that the zone's clocks have shown up to an instant.

    Where clocks go back, that is the reading at which they did, until they have made up for it: what comes later is
    never read as earlier (R20).
    """
    local = in_zone(at, zone)
    if not local.fold:
        return local.replace(tzinfo=None)
    before, after = local.replace(fold=0).utcoffset(), local.utcoffset()
    assert before is not None and after is not None
    # They went back on a whole second in (at - (before - after), at].
    last = to_utc(at).replace(microsecond=0)
    low, high = 0, int((before - after).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (last - timedelta(seconds=middle)).astimezone(zone).utcoffset() == after:
            low = middle
        else:
            high = middle
    return (last - timedelta(seconds=low)).replace(tzinfo=None) + before


def same_reading_later(at: datetime, days: timedelta, zone: tzinfo) -> datetime:
    """The first instant at which clocks show what they showed at another, whole days later or earlier (R2, R20)."""
    local = in_zone(at, zone)
    there = local if local.fold else in_zone(at + days, zone)
    # Most often they keep their offset, and show every reading once.
    if not there.fold and local.utcoffset() == there.utcoffset():
        return at + days
    return first_instant(latest_reading(at, zone) + days, zone)


def shown_as(reading: datetime, zone: tzinfo) -> str:
    """Whether the zone's clocks show this reading `once`, `twice`, or `never`: they `skipped` it."""
    local = reading.replace(tzinfo=zone, fold=0)
    before, after = local.utcoffset(), local.replace(fold=1).utcoffset()
    assert before is not None and after is not None
    return "once" if before == after else "twice" if before > after else "never"
