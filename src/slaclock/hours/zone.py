"""The one place where a local reading becomes an instant (R1, R2, R13)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from slaclock.errors import InstantError, InstantRangeError, NaiveDatetimeError, ZoneError
from slaclock.patterns import pattern

_FIXED = pattern(r"UTC([+-])([0-9]{2}):([0-9]{2})")
_OFFSET = pattern(r"(?:UTC|GMT|Z)?\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)

_MEANT_BY = {
    "EST": "America/New_York",
    "EDT": "America/New_York",
    "ET": "America/New_York",
    "CST": "America/Chicago",
    "CDT": "America/Chicago",
    "CT": "America/Chicago",
    "MST": "America/Denver",
    "MDT": "America/Denver",
    "MT": "America/Denver",
    "PST": "America/Los_Angeles",
    "PDT": "America/Los_Angeles",
    "PT": "America/Los_Angeles",
    "AKST": "America/Anchorage",
    "HST": "Pacific/Honolulu",
    "AST": "America/Halifax",
    "NST": "America/St_Johns",
    "BRT": "America/Sao_Paulo",
    "GMT": "Europe/London",
    "BST": "Europe/London",
    "WET": "Europe/Lisbon",
    "WEST": "Europe/Lisbon",
    "CET": "Europe/Berlin",
    "CEST": "Europe/Berlin",
    "MET": "Europe/Berlin",
    "EET": "Europe/Helsinki",
    "EEST": "Europe/Helsinki",
    "MSK": "Europe/Moscow",
    "TRT": "Europe/Istanbul",
    "IRST": "Asia/Tehran",
    "GST": "Asia/Dubai",
    "PKT": "Asia/Karachi",
    "IST": "Asia/Kolkata",
    "NPT": "Asia/Kathmandu",
    "SGT": "Asia/Singapore",
    "HKT": "Asia/Hong_Kong",
    "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul",
    "AWST": "Australia/Perth",
    "ACST": "Australia/Adelaide",
    "AEST": "Australia/Sydney",
    "AEDT": "Australia/Sydney",
    "NZST": "Pacific/Auckland",
    "NZDT": "Pacific/Auckland",
}
_CALLED = {
    "uk": "Europe/London",
    "united kingdom": "Europe/London",
    "ireland": "Europe/Dublin",
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
    "central european": "Europe/Berlin",
    "germany": "Europe/Berlin",
    "france": "Europe/Paris",
    "spain": "Europe/Madrid",
    "italy": "Europe/Rome",
    "india": "Asia/Kolkata",
    "gulf": "Asia/Dubai",
    "uae": "Asia/Dubai",
    "japan": "Asia/Tokyo",
    **dict.fromkeys(("frankfurt", "munich", "hamburg", "cologne"), "Europe/Berlin"),
    **dict.fromkeys(("boston", "washington", "miami", "atlanta"), "America/New_York"),
    **dict.fromkeys(("dallas", "houston", "austin"), "America/Chicago"),
    **dict.fromkeys(("san francisco", "seattle", "san diego", "las vegas"), "America/Los_Angeles"),
    **dict.fromkeys(("mumbai", "delhi", "bangalore", "bengaluru", "hyderabad"), "Asia/Kolkata"),
    **dict.fromkeys(("beijing", "shenzhen"), "Asia/Shanghai"),
    **dict.fromkeys(("barcelona", "valencia"), "Europe/Madrid"),
    **dict.fromkeys(("manchester", "edinburgh"), "Europe/London"),
    "milan": "Europe/Rome",
    "geneva": "Europe/Zurich",
    "osaka": "Asia/Tokyo",
    "abu dhabi": "Asia/Dubai",
}
"""What people call a zone that its IANA name does not resemble; `Time` or `Standard Time` may follow."""
_OF_THIS_COMPUTER = {"localtime", "posixrules", "Factory"}


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
        return datetime.combine(day, clock, UTC) - offset
    return first_instant(datetime.combine(day, clock), zone)


@lru_cache
def _folded(clock: time) -> time:
    return clock.replace(fold=1)


def _end_of_gap(reading: datetime, before: timedelta, after: timedelta, zone: tzinfo) -> datetime:
    # The gap ends on a whole second in (reading - after, reading - before].
    first = (reading - after).replace(microsecond=0, tzinfo=UTC)
    low, high = 0, int((after - before).total_seconds()) + 1
    while high - low > 1:
        middle = (low + high) // 2
        if (first + timedelta(seconds=middle)).astimezone(zone).replace(tzinfo=None) >= reading:
            high = middle
        else:
            low = middle
    return first + timedelta(seconds=high)


def shown_as(reading: datetime, zone: tzinfo) -> str:
    """Whether the zone's clocks show this reading `once`, `twice`, or `never`: they `skipped` it."""
    local = reading.replace(tzinfo=zone, fold=0)
    before, after = local.utcoffset(), local.replace(fold=1).utcoffset()
    assert before is not None and after is not None
    return "once" if before == after else "twice" if before > after else "never"


@cache
def zone_named(name: str) -> tzinfo:
    """The zone of an IANA name such as `America/New_York`, or of `UTC-05:00` (R13).

    Raises:
        ZoneError: an abbreviation (`EST`), a loose offset (`GMT+2`) or an unknown name.
    """
    if fixed := _FIXED.fullmatch(name):
        return _fixed_offset(name, *fixed.groups())
    if name.upper() in _MEANT_BY:
        raise ZoneError(_abbreviation_message(name))
    if loose := _OFFSET.fullmatch(name):
        raise ZoneError(_loose_offset_message(name, *loose.groups()))
    if name in _OF_THIS_COMPUTER:
        raise ZoneError(f"{name!r} is no place; {_nearest_zones('')}")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ZoneError(f"{name!r} is not a time zone; {_nearest_zones(name)}") from None


def _fixed_offset(name: str, sign: str, hours: str, minutes: str) -> timezone:
    if int(hours) > 23 or int(minutes) > 59:
        raise ZoneError(f"{name!r} is not an offset: it lies within 24 hours of UTC; write e.g. 'UTC-05:00'")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if sign == "-" else offset, name)


def _abbreviation_message(name: str) -> str:
    place = _MEANT_BY[name.upper()]
    january = datetime(2026, 1, 15, tzinfo=ZoneInfo(place))
    offset, summer = january.utcoffset(), january.dst()
    assert offset is not None and summer is not None
    fixed = datetime(2026, 1, 15, tzinfo=timezone(offset - summer)).isoformat()[-6:]
    return (
        f"{name!r} does not say whether clocks change in summer; write the place, likely "
        f"{place!r}, or a fixed offset on purpose, e.g. 'UTC{fixed}'"
    )


def _loose_offset_message(name: str, sign: str, hours: str, minutes: str | None) -> str:
    return (
        f"{name!r} does not say whether clocks change in summer; write the place, e.g. 'Europe/Paris', "
        f"or the fixed offset on purpose: 'UTC{sign}{int(hours):02}:{minutes or '00'}'"
    )


def _nearest_zones(name: str) -> str:
    import difflib  # Only a mistake needs it.

    place = name.lower().rpartition("/")[2].replace("_", " ")
    called = re.sub(r"\s*(?:\(.*\)|(?:standard |daylight )?time)", "", place).strip()
    if called in _CALLED:
        return f"did you mean {_CALLED[called]!r}?"
    zones = {zone.lower(): zone for zone in available_timezones() - _OF_THIS_COMPUTER}
    places = {zone.rpartition("/")[2]: zone for zone in sorted(zones)}
    sought = name.lower().replace(" ", "_")
    alike = [places[place] for place in difflib.get_close_matches(sought, places, n=2)]
    near = [*([places[sought]] if sought in places else []), *difflib.get_close_matches(sought, zones, n=2), *alike]
    names = list(dict.fromkeys(repr(zones[each]) for each in near))
    return f"did you mean {' or '.join(names[:2])}?" if names else "write an IANA name, e.g. 'America/New_York'"
