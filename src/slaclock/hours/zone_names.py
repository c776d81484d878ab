"""Which names of zones are accepted: those of IANA, and fixed offsets (R13)."""

from __future__ import annotations

from datetime import timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from slaclock.errors import ZoneError
from slaclock.patterns import pattern

_FIXED = pattern(r"UTC([+-])([0-9]{2}):([0-9]{2})")
_SAY_TOO_LITTLE = frozenset(
    "EST MST HST CET MET EET WET GMT GMT0 GMT+0 GMT-0 localtime posixrules Factory".upper().split()
)
"""Names that IANA has, or a computer, and that say too little."""

_OF_SOME_COMPUTERS = ("right/", "posix/")
"""How names begin that some computers have beside those of IANA; under the first, clocks change some seconds late."""

LONGEST_ZONE = 100
"""Characters of a zone's name; the longest of IANA has 32."""


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
    try:
        if name.upper() not in _SAY_TOO_LITTLE and not name.startswith(_OF_SOME_COMPUTERS):
            return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    from slaclock.hours.meant_zones import way_out  # Only a mistake needs it.

    raise ZoneError(f"{name!r} {way_out(name)}")


def _fixed_offset(name: str, sign: str, hours: str, minutes: str) -> timezone:
    if int(hours) > 23 or int(minutes) > 59:
        raise ZoneError(f"{name!r} is not an offset: it lies within 24 hours of UTC; write e.g. 'UTC-05:00'")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if sign == "-" else offset, name)
