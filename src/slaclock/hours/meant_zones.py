"""What people write instead of the name of a zone, and which zones they are likely to mean (R13).

Only an error or a doubt needs it. A zone is suggested for an offset where its clocks show that offset, in winter or
in summer, and the message says when.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from slaclock.errors import nearest
from slaclock.hours.places import folded, zones_of_places
from slaclock.patterns import pattern

OF_THIS_COMPUTER = frozenset({"localtime", "posixrules", "Factory"})
"""Names of zones that differ from computer to computer."""

_OFFSET = pattern(
    r"\(?(?:\b(?:UTC|GMT)|\bZ|(?<![\w/]))\s*(?P<sign>[+\-−–])\s*(?P<hours>[0-9]{1,2})(?::?(?P<minutes>[0-9]{2}))?\)?"
    r"(?![\w:])",
    re.IGNORECASE,
)
_POSIX = pattern(r"Etc/GMT([+-])([0-9]{1,2})")
_NOISE = pattern(r"\([^)]*\)?|\b(?:standard |daylight |summer )?time\b.*")
_YEAR = 2026
"""Offsets are those of this year: no reading of a clock enters an answer (R18)."""

_NORTH_AMERICA = {
    "E": ("America/New_York", -5),
    "C": ("America/Chicago", -6),
    "M": ("America/Denver", -7),
    "P": ("America/Los_Angeles", -8),
}
_RULES_OF_THE_US = {"EST5EDT": "E", "CST6CDT": "C", "MST7MDT": "M", "PST8PDT": "P"}
_ABBREVIATIONS: dict[str, tuple[float, tuple[str, ...]]] = {
    **{f"{letter}T": (offset, (place,)) for letter, (place, offset) in _NORTH_AMERICA.items()},
    **{f"{letter}ST": (offset, (place,)) for letter, (place, offset) in _NORTH_AMERICA.items()},
    **{f"{letter}DT": (offset + 1, (place,)) for letter, (place, offset) in _NORTH_AMERICA.items()},
    "AKST": (-9, ("America/Anchorage",)),
    "AKDT": (-8, ("America/Anchorage",)),
    "HST": (-10, ("Pacific/Honolulu",)),
    "AST": (-4, ("America/Halifax",)),
    "ADT": (-3, ("America/Halifax",)),
    "NST": (-3.5, ("America/St_Johns",)),
    "NDT": (-2.5, ("America/St_Johns",)),
    "BRT": (-3, ("America/Sao_Paulo",)),
    "ART": (-3, ("America/Argentina/Buenos_Aires",)),
    "GMT": (0, ("Europe/London",)),
    "BST": (1, ("Europe/London",)),
    "WET": (0, ("Europe/Lisbon",)),
    "WEST": (1, ("Europe/Lisbon",)),
    "CET": (1, ("Europe/Berlin",)),
    "CEST": (2, ("Europe/Berlin",)),
    "MEZ": (1, ("Europe/Berlin",)),
    "MESZ": (2, ("Europe/Berlin",)),
    "MET": (1, ("Europe/Berlin",)),
    "EET": (2, ("Europe/Helsinki",)),
    "EEST": (3, ("Europe/Helsinki",)),
    "MSK": (3, ("Europe/Moscow",)),
    "TRT": (3, ("Europe/Istanbul",)),
    "SAST": (2, ("Africa/Johannesburg",)),
    "EAT": (3, ("Africa/Nairobi",)),
    "WAT": (1, ("Africa/Lagos",)),
    "IRST": (3.5, ("Asia/Tehran",)),
    "IDT": (3, ("Asia/Jerusalem",)),
    "GST": (4, ("Asia/Dubai",)),
    "PKT": (5, ("Asia/Karachi",)),
    "IST": (5.5, ("Asia/Kolkata",)),
    "NPT": (5.75, ("Asia/Kathmandu",)),
    "ICT": (7, ("Asia/Bangkok",)),
    "WIB": (7, ("Asia/Jakarta",)),
    "SGT": (8, ("Asia/Singapore",)),
    "MYT": (8, ("Asia/Kuala_Lumpur",)),
    "HKT": (8, ("Asia/Hong_Kong",)),
    "PHT": (8, ("Asia/Manila",)),
    "JST": (9, ("Asia/Tokyo",)),
    "KST": (9, ("Asia/Seoul",)),
    "AWST": (8, ("Australia/Perth",)),
    "ACST": (9.5, ("Australia/Adelaide", "Australia/Darwin")),
    "ACDT": (10.5, ("Australia/Adelaide",)),
    "AEST": (10, ("Australia/Sydney", "Australia/Brisbane")),
    "AEDT": (11, ("Australia/Sydney",)),
    "NZST": (12, ("Pacific/Auckland",)),
    "NZDT": (13, ("Pacific/Auckland",)),
}
"""Hours from UTC that an abbreviation says, and the places it is likely to mean."""
_ELSEWHERE = {
    "CST": ("China", "Asia/Shanghai"),
    "IST": ("Israel or Ireland", "Asia/Jerusalem"),
    "BST": ("Bangladesh", "Asia/Dhaka"),
    "AST": ("Arabia", "Asia/Riyadh"),
}
"""What else an abbreviation is used for."""
_KNOWN_PLACES = [
    "Europe/London",
    "Europe/Paris",
    "Europe/Athens",
    "Africa/Johannesburg",
    "Europe/Moscow",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Yangon",
    "Asia/Bangkok",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Adelaide",
    "Australia/Sydney",
    "Pacific/Noumea",
    "Pacific/Auckland",
    "Pacific/Tongatapu",
    "Pacific/Kiritimati",
    "Asia/Tehran",
    "Asia/Kabul",
    "Australia/Eucla",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "Pacific/Pago_Pago",
    "America/Halifax",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Nuuk",
    "Atlantic/Azores",
    "Atlantic/Cape_Verde",
    "America/Noronha",
    "Pacific/Marquesas",
]
"""For each offset a place that many know, first those of most people."""


class _Offsets(NamedTuple):
    """What a place's clocks show in winter and in summer."""

    winter: timedelta
    summer: timedelta


@cache
def _offsets(place: str) -> _Offsets:
    shown = [datetime(_YEAR, month, 15, tzinfo=ZoneInfo(place)).utcoffset() or timedelta() for month in (1, 7)]
    return _Offsets(*sorted(shown))  # Summer is when clocks are ahead, on either side of the equator.


def way_out(name: str) -> str:
    """What is wrong with a name that is no zone, and what to write instead."""
    if name.upper() in _ABBREVIATIONS:
        return _of_abbreviation(name)
    if name in OF_THIS_COMPUTER:
        return "is no place; write an IANA name, e.g. 'America/New_York'"
    if (place := name.partition("/")[2]) in available_timezones():
        return f"is no name of IANA; write {place!r}"
    found = None if name.startswith("Etc/") else _OFFSET.search(name)
    if found and (offset := _offset_in(**found.groupdict())) is not None:
        return _of_offset(offset, f"{name[: found.start()]} {name[found.end() :]}")
    return f"is not a time zone; {_nearest(name)}"


def _of_abbreviation(name: str) -> str:
    hours, places = _ABBREVIATIONS[name.upper()]
    fixed = timedelta(hours=hours)
    other, there = _ELSEWHERE.get(name.upper(), ("", ""))
    elsewhere = f" ({there!r} where it is that of {other})" if other else ""
    return (
        f"does not say whether clocks change in summer; write the place, likely {_either(places)}{elsewhere}, or "
        f"a fixed offset on purpose, e.g. {written_offset(fixed)!r}"
    )


def _offset_in(sign: str, hours: str, minutes: str | None) -> timedelta | None:
    """An offset as it was written; none where it is further from UTC than a day."""
    if int(hours) > 23 or int(minutes or 0) > 59:
        return None
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return offset if sign == "+" else -offset


def _of_offset(offset: timedelta, beside: str) -> str:
    fixed = written_offset(offset)
    named = [place for place in _named(beside) if offset in _offsets(place)]
    places = [_when(place, offset) for place in named] or list(_places_at(offset))
    write = f"write the place, e.g. {' or '.join(places)}, or" if places else "write"
    return f"does not say whether clocks change in summer; {write} the fixed offset on purpose: {fixed!r}"


def _places_at(offset: timedelta) -> list[str]:
    """A place whose clocks show the offset in winter or all year, and one where they do in summer only."""
    shown = [(place, _offsets(place)) for place in _KNOWN_PLACES]
    winter = next((place for place, (there, _) in shown if there == offset), None)
    summer = next((place for place, (there, ahead) in shown if ahead == offset != there), None)
    return [_when(place, offset) for place in (winter, summer) if place]


def _when(place: str, offset: timedelta) -> str:
    winter, summer = _offsets(place)
    when = "all year" if winter == summer else "in winter" if winter == offset else "in summer"
    return f"{place!r} ({written_offset(offset)} {when})"


def written_offset(offset: timedelta) -> str:
    """An offset as a fixed one is named: `UTC-05:00`."""
    minutes = abs(offset) // timedelta(minutes=1)
    return f"UTC{'-' if offset < timedelta() else '+'}{minutes // 60:02}:{minutes % 60:02}"


def _named(name: str) -> tuple[str, ...]:
    """The zones that somebody calls so."""
    plain = _NOISE.sub(" ", name.lower()).strip(" ()-")
    parts = dict.fromkeys(map(folded, (plain, plain.rpartition("/")[2], plain.partition(",")[0])))
    found = (known[part] for known in (zones_of_places(), _cities()) for part in parts if part in known)
    return next(found, ())


@cache
def _cities() -> dict[str, tuple[str, ...]]:
    """The zones of IANA by their last part; of two alike the one with the shorter name."""
    zones = sorted(_names_of_zones(), key=len, reverse=True)
    return {folded(zone.rpartition("/")[2]): (zone,) for zone in zones if "/" in zone}


@cache
def _names_of_zones() -> frozenset[str]:
    return frozenset(zone for zone in available_timezones() if not zone.startswith("Etc/")) - OF_THIS_COMPUTER


def _nearest(name: str) -> str:
    exact = {zone.lower(): zone for zone in _names_of_zones()}
    written = name.strip().lower().replace(" ", "_")
    same = (exact[written],) if written in exact else ()
    if found := (same if "/" in written else _named(name) or same):
        several = "clocks differ from place to place there: " if len(found) > 1 else ""
        return f"{several}did you mean {_either(found)}?"
    called = {**_cities(), **zones_of_places()}
    alike = [*_named(name), *(exact[each] for each in nearest(written, exact, 2, cutoff=0.75))]
    alike += [zone for each in nearest(folded(name), called, 1, cutoff=0.75) for zone in called[each]]
    places = [place for place in dict.fromkeys(alike) if place.upper() not in _ABBREVIATIONS]
    return f"did you mean {_either(places[:2])}?" if places else "write an IANA name, e.g. 'America/New_York'"


def _either(places: tuple[str, ...] | list[str]) -> str:
    *others, last = map(repr, places)
    return f"{', '.join(others)} or {last}" if others else last


def names_a_zone(text: str) -> bool:
    """Whether a text is likely to name a zone: an abbreviation, an offset, a place or what IANA has."""
    if text.upper() in {*_ABBREVIATIONS, "UTC", "Z"} or _OFFSET.fullmatch(text):
        return True
    return folded(text) in {"local time", "your time"} or bool(_named(text)) or text in _names_of_zones()


def meant_otherwise(name: str) -> str | None:
    """What a name of IANA says that few expect of it, and what to write instead.

    Args:
        name: A name that is accepted.

    Examples:
        >>> meant_otherwise("Etc/GMT-5")
        "'Etc/GMT-5' is UTC+05:00, east of Greenwich: its sign is the other way round; write 'UTC+05:00' or 'UTC-05:00'"

    Rules: R13.
    """
    if name in _RULES_OF_THE_US:
        place, _ = _NORTH_AMERICA[_RULES_OF_THE_US[name]]
        return f"{name!r} is no place, but the clocks of {place!r} under an old name; write {place!r}"
    found = _POSIX.fullmatch(name)
    if not found or not int(found[2]):
        return None
    offset = timedelta(hours=int(found[2])) * (1 if found[1] == "-" else -1)
    east = "east" if found[1] == "-" else "west"
    return (
        f"{name!r} is {written_offset(offset)}, {east} of Greenwich: its sign is the other way round; "
        f"write {written_offset(offset)!r} or {written_offset(-offset)!r}"
    )
