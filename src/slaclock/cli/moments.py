"""Instants and dates as they are typed, and the one look at this computer's clock (R1, R2, R18)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import NamedTuple

from slaclock.cli.printing import shown
from slaclock.errors import ChoiceError, HoursError, nearest
from slaclock.hours import first_instant, in_zone, read_time, shown_as, zone_named
from slaclock.patterns import pattern

_A_DATE = "2026-11-25"
_INSTANTS = f"'now', 'today 17:00', 'tomorrow 9am', '{_A_DATE} 17:00' or '{_A_DATE}T22:00Z'"
_DATES = f"'{_A_DATE}' or 'today'"

_DAYS_AWAY = {"yesterday": -1, "today": 0, "tomorrow": 1}
_DAY = rf"{'|'.join(_DAYS_AWAY)}|\d{{4}}-\d\d-\d\d"
_CLOCK = r"\d{1,2}:\d\d(?::\d\d(?:\.\d{1,6})?)?(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?|noon"
_ISO = pattern(r"\d{4}-?(?:\d\d-?\d\d|W\d\d-?\d)(?:[T ][\d:.,]+ ?(?:Z|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)?)?")
_DAY_CLOCK = pattern(rf"(?:(?P<day>{_DAY})[T, ]+)?(?:at )?(?P<clock>{_CLOCK})", re.IGNORECASE)
_CLOCK_DAY = pattern(rf"(?P<clock>{_CLOCK}),? (?:on )?(?P<day>{_DAY})", re.IGNORECASE)


class Moment(NamedTuple):
    """An instant that was typed, and what should be said about how it was read."""

    instant: datetime
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return shown(self.instant)


def computer_clock() -> datetime:
    """What instant it is, to the second; no answer depends on any other look."""
    return datetime.now(UTC).replace(microsecond=0)


def right_now(timezone: str) -> datetime:
    """What instant it is, as the clocks of a zone show it."""
    return computer_clock().astimezone(zone_named(timezone))


def read_moment(text: str, option: str, timezone: str) -> Moment:
    """An instant as it was typed: with an offset, or on the clocks of a zone.

    Args:
        text: `now`, `today 17:00`, `9am tomorrow`, `5:00 PM`, `2026-11-25 17:00`, or ISO 8601.
        option: What errors call it.
        timezone: The zone whose clocks are meant where there is no offset.

    Raises:
        ChoiceError: It can be read in no way, or in two.
    """
    said = " ".join(text.split())
    if said.lower() == "now":
        at = right_now(timezone)
        return Moment(at, (_read_as(said, at, timezone),))
    reading = _in_iso(said.upper()) or _of_a_day(said.lower(), timezone)
    if reading is None:
        raise ChoiceError(f"cannot read {text.strip()!r} as --{option}{_why(said)}; write e.g. {_INSTANTS}")
    if reading.tzinfo:
        return Moment(reading)
    zone = zone_named(timezone)
    at = in_zone(first_instant(reading, zone), zone)
    in_full = _ISO.fullmatch(said.upper())
    note = f"{said!r} has no offset, so it is read in {timezone}" if in_full else _read_as(said, at, timezone)
    return Moment(at, (note, *_on_change(reading, at, zone, timezone)))


def read_day(text: str | None, option: str, timezone: str) -> date:
    """A date as it was typed, or today's in a zone."""
    said = (text or "today").strip()
    if said.lower() in _DAYS_AWAY:
        return _day_named(said.lower(), timezone)
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise ChoiceError(f"cannot read {said!r} as --{option}{_why_no_day(said)}; write e.g. {_DATES}") from None


def _in_iso(said: str) -> datetime | None:
    with suppress(ValueError):
        if _ISO.fullmatch(said):
            return datetime.fromisoformat(said.replace(" ", "T", 1).replace(" ", ""))
    return None


def _of_a_day(said: str, timezone: str) -> datetime | None:
    """The reading of `today 17:00` and its like; a time of day alone is today's."""
    found = _DAY_CLOCK.fullmatch(said) or _CLOCK_DAY.fullmatch(said)
    if not found:
        return None
    with suppress(ValueError, OverflowError):
        clock, day = read_time(found["clock"]), found["day"] or "today"
        hour = found["clock"].partition(":")[0]
        ends_day = timedelta(days=hour.isdecimal() and int(hour) == 24)
        on = _day_named(day, timezone) if day in _DAYS_AWAY else date.fromisoformat(day)
        return datetime.combine(on, clock) + ends_day
    return None


def _day_named(name: str, timezone: str) -> date:
    return right_now(timezone).date() + timedelta(days=_DAYS_AWAY[name])


def _read_as(said: str, at: datetime, timezone: str) -> str:
    return f"{said!r} is read as {shown(at)}, on the clocks of {timezone}"


def _on_change(reading: datetime, at: datetime, zone: tzinfo, timezone: str) -> Iterator[str]:
    """What to say where the clocks changed (R2)."""
    match shown_as(reading, zone):
        case "never":
            yield (
                f"the clocks of {timezone} skipped {reading:%Y-%m-%d %H:%M}; "
                f"it is read as the end of the gap, {shown(at)}"
            )
        case "twice":
            second = reading.replace(tzinfo=zone, fold=1)
            yield (
                f"the clocks of {timezone} showed {reading:%Y-%m-%d %H:%M} twice; "
                f"it is read as the first time; write '{second.isoformat()}' for the second"
            )


# Why a text is not understood


def _why(said: str) -> str:
    """The rule that a text breaks, where it is known: `: '25:00' is not a time of day`."""
    return next((f": {reason}" for reason in _reasons(said)), "")


def _why_no_day(said: str) -> str:
    return next((f": {reason}" for reason in (*_two_dates(said), *_no_such_date(said), *_misspelt(said))), "")


def _reasons(said: str) -> Iterator[str]:
    yield from _two_dates(said)
    yield from _no_such_date(said)
    if said.lower() in _DAYS_AWAY:
        yield "it has no time of day"
    if "midnight" in said.lower():
        yield "midnight may begin the day or end it; write 00:00 or 24:00"
    yield from _misspelt(said)
    yield from _no_such_time(said)


def _two_dates(said: str) -> Iterator[str]:
    """`12/11/2026` is in November here and in December there."""
    if found := re.search(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)", said):
        one, other, year = found.groups()
        ways = {f"{year}-{one:0>2}-{other:0>2}", f"{year}-{other:0>2}-{one:0>2}"}
        dates = sorted(filter(_is_date, ways))
        yield (
            f"{found[0]!r} can mean {' or '.join(dates)}" if dates[1:] else f"write the date as {(*dates, _A_DATE)[0]}"
        )


def _no_such_date(said: str) -> Iterator[str]:
    found = re.match(r"\d{4}-\d\d-\d\d", said)
    if found and not _is_date(found[0]):
        yield f"there is no such date as {found[0]}"


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _no_such_time(said: str) -> Iterator[str]:
    if clock := re.search(r"(?<!\S)\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?", said, re.IGNORECASE):
        try:
            read_time(clock[0])
        except HoursError:
            yield f"{clock[0]!r} is not a time of day"
    elif (bare := re.search(r"(?<!\S)(\d{1,2})(?!\S)", said)) and (hour := int(bare[1])) <= 24:
        yield f"{bare[1]!r} is not a time of day; write {hour:02}:00" + (f" or {hour} PM" if 1 <= hour <= 12 else "")


def _misspelt(said: str) -> Iterator[str]:
    for word in re.findall(r"[a-z]{3,}", said.lower()):
        if word[:3] in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"):
            yield f"{word!r} can mean the last one or the next; write its date"
        for meant in nearest(word, (*_DAYS_AWAY, "noon"), cutoff=0.8):
            if meant != word:
                yield f"{word!r} is not understood; perhaps you mean {meant!r}"
