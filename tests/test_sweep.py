"""Every zone, every clock change from 2000 to 2037: readings, nights, days and edges, held against the slow count."""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from oracle import DAY, MICROSECOND, QUARTER, Declared, Row, SlowCount, changes, midnight, moment, showing, utc
from strategies import schedule_of

from slaclock import Schedule, ZoneError
from slaclock.hours import zone_named
from slaclock.hours.zone import first_instant

pytestmark = pytest.mark.slow


def is_accepted(name: str) -> bool:
    """Whether it names a place or a fixed offset, and no build's own file or an abbreviation."""
    try:
        zone_named(name)
    except ZoneError:
        return False
    return True


ZONES = sorted(filter(is_accepted, available_timezones()))
FIRST, LAST = date(2000, 1, 1), date(2037, 12, 31)
EVERY_DAY = range(7)
NIGHTS = tuple(Row(day, 22 * 60, 30 * 60) for day in EVERY_DAY)
# Around every reading at which clocks are changed, and a working day that is near none.
DAYS = tuple(Row(day, a, a + 45) for day in EVERY_DAY for a in (15, 90, 150, 225, 1380)) + tuple(
    Row(day, 9 * 60, 17 * 60 + 30) for day in EVERY_DAY
)
SEEN: dict[object, str] = {}


@cache
def clock_changes(zone: str) -> tuple[datetime, ...]:
    return tuple(changes(zone, FIRST, LAST))


@cache
def namesake(zone: str) -> str:
    """Give the first zone met whose clocks have the same history: itself, unless this is another name for it."""
    history = tuple((at, showing(zone, at)) for at in (midnight(FIRST), *clock_changes(zone)))
    return SEEN.setdefault(history, zone)


@pytest.mark.parametrize("zone", ZONES)
def test_readings_around_every_clock_change(zone: str) -> None:
    """R2, for each name by itself: skipped, repeated and ordinary readings."""
    for change in clock_changes(zone):
        for reading in readings(zone, change):
            found = first_instant(reading, ZoneInfo(zone))
            if namesake(zone) == zone:
                assert found == moment(zone, reading), f"{reading}"
            else:
                assert found == first_instant(reading, ZoneInfo(namesake(zone))), f"{reading}"


def readings(zone: str, change: datetime) -> list[datetime]:
    left = showing(zone, change - MICROSECOND) + MICROSECOND
    return [left + n * timedelta(minutes=20) for n in range(-5, 6)]


@pytest.mark.parametrize("zone", ZONES)
def test_around_every_clock_change(zone: str) -> None:
    """A day and a half on either side: the same windows, totals, deadlines, opinions and business days."""
    # Many names stand for one history of clocks; each history is counted once.
    if namesake(zone) != zone or not clock_changes(zone):
        return
    for declared in (Declared(zone, NIGHTS), Declared(zone, DAYS)):
        schedule, count = schedule_of(declared), SlowCount(declared)
        # Grown once rather than change by change.
        schedule.elapsed(clock_changes(zone)[0], clock_changes(zone)[-1])
        for change in clock_changes(zone):
            assert disagreements(schedule, count, change) == [], f"{declared.rows[0]} around {change}"


def disagreements(schedule: Schedule, count: SlowCount, change: datetime) -> list[str]:
    start, end = change - 1.5 * DAY, change + 1.5 * DAY
    windows = [(utc(window.start), utc(window.end)) for window in schedule.windows(start, end)]
    total = count.elapsed(start, end)
    asked = {
        "windows": windows == count.windows(start, end),
        "elapsed": schedule.elapsed(start, end) == total,
        "elapsed since the change": schedule.elapsed(change, end) == count.elapsed(change, end),
        "add": schedule.add(start, total / 2) == count.add(start, total / 2),
        "add all of it": schedule.add(start, total) == count.add(start, total),
        "add backward": schedule.add(end, -total / 2) == count.add(end, -total / 2),
        "is_open": all(schedule.is_open(at) == count.is_open(at) for at in moments(change)),
        "add_days": all(schedule.add_days(at, 1) == count.add_days(at, 1) for at in (change - DAY, change)),
    }
    return [question for question, agreed in asked.items() if not agreed]


def moments(change: datetime) -> list[datetime]:
    """List the instants at which an hour too many or too few would show."""
    return [change - MICROSECOND, change + MICROSECOND, *(change + n * QUARTER for n in range(-8, 9, 2))]
