"""Every zone, every clock change from 2000 to 2037: nights, days and edges, held against the slow count."""

from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import available_timezones

import pytest
from oracle import DAY, MICROSECOND, Declared, Row, SlowCount, changes, utc
from strategies import schedule_of

from slaclock import Schedule

pytestmark = pytest.mark.slow

# Not places: the build's own, and the file that says where the machine is.
ZONES = sorted(name for name in available_timezones() if name not in ("Factory", "localtime"))
FIRST, LAST = date(2000, 1, 1), date(2037, 12, 31)
EVERY_DAY = range(7)

HOURS = {
    "nights": tuple(Row(day, 22 * 60, 30 * 60) for day in EVERY_DAY),
    "days": tuple(Row(day, 9 * 60, 17 * 60 + 30) for day in EVERY_DAY),
    "always": tuple(Row(day, 0, 24 * 60) for day in EVERY_DAY),
    # Edges on and around every reading at which clocks are changed.
    "small-hours": tuple(Row(day, opens, opens + 45) for day in EVERY_DAY for opens in (15, 90, 150, 225, 1380)),
}


@cache
def clock_changes(zone: str) -> list[datetime]:
    return changes(zone, FIRST, LAST)


@pytest.mark.parametrize("zone", ZONES)
def test_around_every_clock_change(zone: str) -> None:
    """Two days on either side, whatever the hours: the same windows, totals, deadlines and opinions."""
    told_twice = {name: Declared(zone, rows) for name, rows in HOURS.items()}
    pairs = [(name, schedule_of(declared), SlowCount(declared)) for name, declared in told_twice.items()]
    for change in clock_changes(zone):
        for name, schedule, count in pairs:
            assert disagreements(schedule, count, change) == [], f"{name} around {change}"


def disagreements(schedule: Schedule, count: SlowCount, change: datetime) -> list[str]:
    start, end = change - 2 * DAY, change + 2 * DAY
    windows = [(utc(window.start), utc(window.end)) for window in schedule.windows(start, end)]
    total = count.elapsed(start, end)
    half = total / 2
    asked = {
        "windows": windows == count.windows(start, end),
        "elapsed": schedule.elapsed(start, end) == total,
        "elapsed since the change": schedule.elapsed(change, end) == count.elapsed(change, end),
        "add": schedule.add(start, half) == count.add(start, half),
        "add to the last closing": schedule.add(start, total) == count.add(start, total),
        "add backward": schedule.add(end, -half) == count.add(end, -half),
        "is_open": all(schedule.is_open(at) == count.is_open(at) for at in moments(change)),
    }
    return [question for question, agreed in asked.items() if not agreed]


def moments(change: datetime) -> list[datetime]:
    """List the instants at which an hour too many or too few would show."""
    quarters = (change + n * timedelta(minutes=15) for n in range(-8, 9))
    return [change - MICROSECOND, change + MICROSECOND, *quarters]


@pytest.mark.parametrize("zone", ZONES)
def test_business_days_over_every_clock_change(zone: str) -> None:
    """The same reading one business day on, or the moment that stands for it."""
    night, day = (Declared(zone, HOURS[name]) for name in ("nights", "days"))
    for change in clock_changes(zone):
        for declared, schedule in ((night, _night(zone)), (day, _day(zone))):
            for start in (change - DAY, change - DAY + timedelta(minutes=30), change - timedelta(hours=20)):
                found, expected = schedule.add_days(start, 1), SlowCount(declared).add_days(start, 1)
                assert found == expected, f"{declared.rows[0]} from {start}"


@cache
def _night(zone: str) -> Schedule:
    return schedule_of(Declared(zone, HOURS["nights"]))


@cache
def _day(zone: str) -> Schedule:
    return schedule_of(Declared(zone, HOURS["days"]))
