"""What a zone is called: IANA names, fixed offsets, and what people write instead of either (R13)."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from slaclock.errors import ZoneError, nearest
from slaclock.patterns import pattern

_FIXED = pattern(r"UTC([+-])([0-9]{2}):([0-9]{2})")
_OFFSET = pattern(r"(?:UTC|GMT|Z)?\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)

LONGEST_ZONE = 100
"""Characters of a zone's name; the longest of IANA has 32."""

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


@lru_cache(maxsize=1_024)
def zone_named(name: str) -> tzinfo:
    """The zone of an IANA name such as `America/New_York`, or of `UTC-05:00` (R13).

    Raises:
        ZoneError: an abbreviation (`EST`), a loose offset (`GMT+2`) or an unknown name.
    """
    if len(name) > LONGEST_ZONE:
        raise ZoneError(f"{name[:LONGEST_ZONE]!r}… is not a time zone; write an IANA name, e.g. 'America/New_York'")
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
    place = name.lower().rpartition("/")[2].replace("_", " ")
    called = re.sub(r"\s*(?:\(.*\)|(?:standard |daylight )?time)", "", place).strip()
    if called in _CALLED:
        return f"did you mean {_CALLED[called]!r}?"
    zones = {zone.lower(): zone for zone in available_timezones() - _OF_THIS_COMPUTER}
    places = {zone.rpartition("/")[2]: zone for zone in sorted(zones)}
    sought = name.lower().replace(" ", "_")
    alike = [places[place] for place in nearest(sought, places, 2)]
    near = [*([places[sought]] if sought in places else []), *nearest(sought, zones, 2), *alike]
    names = list(dict.fromkeys(repr(zones[each]) for each in near))
    return f"did you mean {' or '.join(names[:2])}?" if names else "write an IANA name, e.g. 'America/New_York'"
