"""Declared hours in the neutral form of cases, and in the notation of rows."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from oracle import Hours, Row, utc

from conformance_cases.fuller_hours import AnyHours, Combined, Stated

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY_MINUTES = 24 * 60
MICROSECOND = timedelta(microseconds=1)
NEW_YORK = "America/New_York"


# The neutral form


def told(at: datetime) -> str:
    """Write an instant in UTC."""
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"


def micros(duration: timedelta) -> int:
    return duration // MICROSECOND


def neutral(declared: AnyHours) -> dict[str, Any]:
    """Write hours in the neutral form: windows with the days on which they open, and what dates change."""
    if isinstance(declared, Combined):
        return {"combine": declared.combine, "schedules": [*map(neutral, declared.parts)]}
    found: dict[str, Any] = {"zone": declared.zone, "windows": _windows(declared.rows)}
    if isinstance(declared, Stated) and declared.seasons:
        found["seasons"] = [
            {"first": first.isoformat(), "last": last.isoformat(), "windows": _windows(rows)}
            for first, last, rows in declared.seasons
        ]
    if declared.holidays:
        found["closed"] = [day.isoformat() for day in sorted(declared.holidays)]
    if isinstance(declared, Stated) and declared.known:
        found["closed_known"] = [*declared.known]
    if declared.exceptions:
        found["exceptions"] = [
            {"date": day.isoformat(), "hours": [{"opens": a, "closes": b} for a, b in hours]}
            for day, hours in declared.exceptions
        ]
    return found


def _windows(rows: Iterable[Row]) -> list[dict[str, Any]]:
    days: defaultdict[tuple[int, int, int], list[str]] = defaultdict(list)
    stated = Counter(rows)
    for row in sorted(stated, key=lambda row: (row.opens, row.closes, row.weekday)):
        for nth in range(stated[row]):  # Hours that are stated twice are two windows.
            days[row.opens, row.closes, nth].append(DAYS[row.weekday])
    return [{"days": on, "opens": opens, "closes": closes} for (opens, closes, _), on in days.items()]


def choices_of(declared: AnyHours) -> dict[str, Any]:
    """Give the choices that matter to hours: for holidays, and for windows over midnight."""
    found = {}
    if declared.holidays:
        found["holiday_rule"] = declared.holiday_rule
    if declared.belongs_to != "opening_date" or crosses(declared):
        found["belongs_to"] = declared.belongs_to
    return found


def crosses(declared: AnyHours) -> bool:
    """Whether hours go on after a midnight."""
    seasons = declared.seasons if isinstance(declared, Stated) else ()
    closings = [row.closes for row in (*declared.rows, *(row for _, _, rows in seasons for row in rows))]
    closings += [closes for _, stated in declared.exceptions for _, closes in stated]
    return any(closes > DAY_MINUTES for closes in closings)


# The notation of rows: `Mon-Fri 09:00-13:00, 14:00-18:00; off 2026-11-26; on 2026-12-24 09:00-13:00; in Asia/Tokyo`,
# with `from 2026-06-01 to 2026-08-31 Mon-Fri 08:00-16:00` and `known 2026-2027`; `union: office // nights` of several

US = "2026-02-16 2026-07-03 2026-09-07 2026-11-26 2026-12-25 2027-01-01"
NAMED = {
    "office": f"Mon-Fri 09:00-18:00; off {US}",
    "lunch": f"Mon-Fri 09:00-13:00, 14:00-18:00; off {US}",
    "nights": f"Sun-Thu 22:00-06:00; off {US}",
    "nights by calendar date": f"Sun-Thu 22:00-06:00; off {US}; calendar_date",
    "always": "Mon-Sun 00:00-24:00",
    "touching": "Mon-Fri 09:00-13:00, 13:00-18:00",
    "long": "Sun 14:00-24:00; Mon-Thu 00:00-24:00; Fri 00:00-17:00",
    "early": f"Mon-Fri 09:00-18:00; off {US}; on 2026-12-24 09:00-13:00; on 2026-12-31 closed",
    "extra Saturday": "Mon-Fri 09:00-18:00; on 2026-09-19 10:00-14:00",
    "sessions": f"Sun-Thu 18:00-17:00; off {US}; closing_date",
}
WEEK = {name: date(2026, 9, 14) + timedelta(days=n) for n, name in enumerate(DAYS)}
"""A week in which New York has neither a holiday nor a clock change."""
BESIDE = {"last": timedelta(days=-7), "next": timedelta(days=7)}


def hours_of(text: str) -> AnyHours:
    """Read hours by their name, or in the notation."""
    combine, _, parts = text.partition(": ")
    if combine in ("union", "intersection", "difference"):
        return Combined(combine, tuple(map(_one_schedule, parts.split(" // "))))
    return _one_schedule(text)


def _one_schedule(text: str) -> Stated:
    stated: dict[str, Any] = {"zone": NEW_YORK, "rows": (), "holidays": frozenset(), "exceptions": (), "seasons": ()}
    for part in NAMED.get(text, text).split("; "):
        word, _, rest = part.partition(" ")
        match word:
            case "in":
                stated["zone"] = rest
            case "off":
                stated["holidays"] = frozenset(map(date.fromisoformat, rest.split()))
            case "known":
                stated["known"] = tuple(map(int, rest.split("-")))
            case "on":
                day, _, hours = rest.partition(" ")
                stated["exceptions"] += ((date.fromisoformat(day), tuple(map(_hours, _several(hours)))),)
            case "from":
                first, _, last, *weekly = rest.split(" ", 4)
                rows = _rows(*weekly) if weekly != ["closed"] else ()
                stated["seasons"] += ((date.fromisoformat(first), date.fromisoformat(last), rows),)
            case "calendar_date":
                stated["holiday_rule"] = word
            case "closing_date":
                stated["belongs_to"] = word
            case _:
                stated["rows"] += _rows(word, rest)
    return Stated(**stated)


def _rows(days: str, hours: str) -> tuple[Row, ...]:
    return tuple(Row(day, *_hours(each)) for day in _days(days) for each in _several(hours))


def _several(text: str) -> list[str]:
    return [] if text == "closed" else text.split(", ")


def _hours(text: str) -> Hours:
    opens, closes = (int(each[:2]) * 60 + int(each[3:]) for each in text.split("-"))
    return opens, closes if closes > opens else closes + DAY_MINUTES


def _days(text: str) -> list[int]:
    first, _, last = text.partition("-")
    start, end = DAYS.index(first), DAYS.index(last or first)
    return [day % 7 for day in range(start, end + 1 + 7 * (end < start))]


def reading(text: str, zone: str) -> datetime:
    """Read `Mon 09:00`, `next Mon 09:00`, a date and a time, and `again` where the clocks show that twice."""
    *beside, day, clock = text.removesuffix(" again").split()
    on = WEEK[day] + BESIDE[beside[0]] if beside else WEEK.get(day) or date.fromisoformat(day)
    local = datetime.combine(on, time.fromisoformat(clock), ZoneInfo(zone))
    return utc(local.replace(fold=text.endswith("again")))


def amount(text: str) -> timedelta:
    """Read `-1h30m`, `25h` or `1us`."""
    units = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds", "us": "microseconds"}
    parts = {units[unit]: int(number) for number, unit in re.findall(r"(\d+)(us|[dhms])", text)}
    return timedelta(**parts) * (-1 if text.startswith("-") else 1)
