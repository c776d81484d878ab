"""Dates, times and zones as iCalendar writes them (R1, R2, R13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from slaclock.adapters.ical.content import Component, Property
from slaclock.adapters.losses import Account
from slaclock.errors import ZoneError, did_you_mean
from slaclock.hours import first_instant, in_zone, zone_named
from slaclock.patterns import pattern

_PARAMETERS = ("TZID", "VALUE", "RANGE")
"""What may be said of a time."""
FIRST_YEAR, LAST_YEAR = 1970, 2100
"""The years of the dates that are read."""

_DATE = pattern(r"[0-9]{8}")
_TIME = pattern(r"([0-9]{8}T[0-9]{6})(Z?)")
_DURATION = pattern(
    r"\+?P(?:([0-9]{1,3})W|(?:([0-9]{1,4})D)?(?:T(?:([0-9]{1,4})H)?(?:([0-9]{1,5})M)?(?:([0-9]{1,6})S)?)?)"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clocks of a zone show."""

    local: datetime
    """Without a zone."""
    zone: str

    def on_clocks_of(self, zone: str) -> datetime:
        """What the clocks of another zone show at the same instant, without a zone."""
        if zone == self.zone:
            return self.local
        at = first_instant(self.local, zone_named(self.zone))
        return in_zone(at, zone_named(zone)).replace(tzinfo=None)


class Zones:
    """The zones that a calendar names: of IANA, of Windows, and those that it says itself what to call."""

    def __init__(self, calendar: Component, timezone: str | None, account: Account) -> None:
        if timezone is not None:
            zone_named(timezone)
        self._timezone = timezone
        self._calendar = calendar
        self._account = account
        self._known: dict[str, str] = {}

    @property
    def usual(self) -> str | None:
        """The zone of times that name none: as given, else as the calendar says of itself."""
        stated = self._calendar.get("X-WR-TIMEZONE")
        if self._timezone is None and stated:
            return self._named(stated, stated.value.strip())
        return self._timezone

    def refuse_unknown_parameters(self, stated: Property) -> None:
        """Refuse what is said of a time in a way that nobody knows: it may have been meant to name its zone.

        Raises:
            PayloadError: It has a parameter that no time has, and that is not one's own.
        """
        for name in stated.parameters:
            if name not in _PARAMETERS and not name.startswith("X-"):
                raise stated.error(f"a time has no parameter {name[:50]!r}; {did_you_mean(name, _PARAMETERS)}")

    def of(self, stated: Property, in_utc: bool) -> str:
        """The zone in which a time is read.

        Raises:
            PayloadError: It names none, or one that nobody knows.
        """
        name = stated.parameters.get("TZID")
        if name and not in_utc:
            return self._named(stated, name)
        if in_utc:
            if name and self._named(stated, name) != "UTC":
                raise stated.error(f"{stated.shown} is UTC by its Z, and has the zone {name!r}; leave one of them out")
            return "UTC"
        usual = self.usual
        if usual is None:
            raise stated.error(f"{stated.shown} names no zone; pass timezone=, the IANA name of its zone")
        return usual

    def _named(self, stated: Property, name: str) -> str:
        if name not in self._known:
            self._known[name] = self._found(stated, name)
        return self._known[name]

    def _found(self, stated: Property, name: str) -> str:
        try:
            zone_named(name)
        except ZoneError as error:
            otherwise = _of_vendor(name) or _of_windows(name) or self._called(name)
            if otherwise is None:
                raise stated.error(f"{error}; write the name of IANA as TZID in the text") from None
        else:
            return name
        what = f"{name!r} is no name of IANA"
        self._account.lose(stated.path, what, f"it was read as {otherwise}; write another in its place to choose")
        return otherwise

    def _called(self, name: str) -> str | None:
        """What the calendar itself says which place a zone is."""
        for part in self._calendar.of_kind("VTIMEZONE"):
            id, place = part.get("TZID"), part.get("X-LIC-LOCATION")
            if id and place and id.text == name:
                return _zone_or_none(place.text)
        return None


def _zone_or_none(name: str) -> str | None:
    try:
        zone_named(name)
    except ZoneError:
        return None
    return name


def _of_vendor(name: str) -> str | None:
    """The zone behind the address of a vendor: `/example.org/20240205/Europe/Berlin`."""
    parts = name.split("/")
    ends = ("/".join(parts[-number:]) for number in (3, 2) if name.startswith("/") and len(parts) > number)
    return next(filter(None, map(_zone_or_none, ends)), None)


def _of_windows(name: str) -> str | None:
    return _windows_zones().get(name)


@cache
def _windows_zones() -> Mapping[str, str]:
    try:
        from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON
    except ImportError as error:  # pragma: no cover - the tests have the extra
        raise ImportError("names of zones of Windows need an extra; run: pip install 'slaclock[ics]'") from error
    return WINDOWS_TO_OLSON


def date_or_reading(stated: Property, zones: Zones) -> date | Reading:
    """A whole date, whether or not it says that it is one, or what clocks show.

    Raises:
        PayloadError: It is neither, or its zone is not known.

    Rules: R1, R13.
    """
    return value_of(stated, stated.value.strip(), zones)


def is_date(stated: Property) -> bool:
    """Whether a value is a whole date, and no time.

    Raises:
        PayloadError: It is neither.
    """
    text = stated.value.strip()
    if not _TIME.fullmatch(text) and not _DATE.fullmatch(text):
        raise stated.error(f"it is a date or a time such as 20261224 or 20261224T090000, not {text[:50]!r}")
    return "T" not in text


def value_of(stated: Property, text: str, zones: Zones) -> date | Reading:
    """The same of one of several values of a property."""
    found = _TIME.fullmatch(text)
    if not found and not _DATE.fullmatch(text):
        raise stated.error(f"it is a date or a time such as 20261224 or 20261224T090000, not {text[:50]!r}")
    zones.refuse_unknown_parameters(stated)
    if found and stated.parameters.get("VALUE", "").upper() == "DATE":
        raise stated.error(f"{text} has a time of day, and says that it is a date; leave one of them out")
    try:
        local = datetime.fromisoformat(found[1] if found else text)
    except ValueError:
        raise stated.error(f"there is no such date or time as {text}") from None
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        raise stated.error(f"{text} lies outside the years {FIRST_YEAR} to {LAST_YEAR}; leave it out")
    return Reading(local, zones.of(stated, bool(found[2]))) if found else local.date()


def duration_of(stated: Property) -> timedelta:
    """A length of time above zero.

    Raises:
        PayloadError: It is none.
    """
    found = _DURATION.fullmatch(stated.value.strip().upper())
    if not found or not any(found.groups()):
        raise stated.error(f"it is a length of time such as PT8H or P1D, not {stated.shown}")
    weeks, days, hours, minutes, seconds = (int(each or 0) for each in found.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
