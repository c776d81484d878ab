"""`OpeningHoursSpecification`: on which days which hours, and for which dates (R3, R4, R6, R19)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.opening_hours_rules import DAY, WEEKDAYS
from slaclock.adapters.payloads import Payload, Record
from slaclock.hours import DAY_NAMES
from slaclock.patterns import pattern

HOLIDAYS = 7
"""What stands for public holidays among the days of a week."""

_ADDRESS = pattern(r"(?:https?://(?:www\.)?schema\.org/|schema:)?([A-Za-z]+)")
_TIME = pattern(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_DATE = pattern(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T(?:00:00|23:59)(?::[0-9]{2})?(?:\.0+)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_DAYS = {name.lower(): place for place, name in enumerate(DAY_NAMES)} | {
    name.lower(): place for place, name in enumerate(WEEKDAYS)
}
_DAYS["publicholidays"] = HOLIDAYS
_WITHOUT_MEANING = frozenset(("@type", "@id", "@context", "url", "identifier"))


@dataclass(frozen=True)
class Specification:
    """One of them."""

    record: Record
    days: tuple[int, ...]
    """0 is Monday, 7 public holidays; none where it names no day."""
    span: tuple[int, int] | None
    """Minutes since midnight; nothing where it is closed. An end past the day is on the next."""
    first: date | None
    last: date | None
    name: str

    @property
    def is_of_dates(self) -> bool:
        """Whether it is about single dates: it names them, and no day."""
        return not self.days and self.first is not None and self.last is not None


def specification(payload: Payload, account: Account, about: KeyPath) -> Specification:
    """One specification.

    Raises:
        PayloadError: Something of it cannot be read.
    """
    record = payload.record()
    days = record.get("dayOfWeek")
    first, last = (_date(record.get(key)) for key in ("validFrom", "validThrough"))
    if first and last and last < first:
        raise record.error(f"it is valid through {last}, before {first}; exchange the two")
    names = [named.text() for key in ("name", "description") if (named := record.get(key))]
    found = Specification(
        record=record,
        days=tuple(dict.fromkeys(_days(days))) if days else (),
        span=_span(record, account, about),
        first=first,
        last=last,
        name=names[0] if names else "",
    )
    record.leave(account, _WITHOUT_MEANING, about)
    account.read("specifications")
    return found


def _days(payload: Payload) -> Iterator[int]:
    for each in payload.items() if isinstance(payload.value, list) else [payload]:
        stated = each
        if isinstance(each.value, dict):
            stated = each.record().need("@id")
        text = stated.text().strip()
        found = _ADDRESS.fullmatch(text)
        known = _DAYS.get(found[1].lower()) if found else None
        if known is None:
            raise stated.error(f"there is no day {text!r}; write one of {', '.join(DAY_NAMES)}, PublicHolidays")
        yield known


def _date(payload: Payload | None) -> date | None:
    if payload is None:
        return None
    found = _DATE.fullmatch(payload.value) if isinstance(payload.value, str) else None
    return Payload(found[1] if found else payload.value, payload.path).date()


def _span(record: Record, account: Account, about: KeyPath) -> tuple[int, int] | None:
    """From when to when it is open; nothing where it is closed."""
    opens, closes = record.get("opens"), record.get("closes")
    if opens is None and closes is None:
        return None
    if opens is None or closes is None:
        raise record.error("it has one of opens and closes; write both, or none where it is closed")
    start, end = _minutes(opens, account, about, False), _minutes(closes, account, about, True)
    if start == end == 0:
        return None
    if start in (end, DAY):
        raise closes.error("it closes when it opens; write 00:00 and 23:59 for all day, 00:00 twice where it is closed")
    return start, end + (DAY if end < start else 0)


def _minutes(payload: Payload, account: Account, about: KeyPath, is_end: bool) -> int:
    found = _TIME.fullmatch(payload.value.strip()) if isinstance(payload.value, str) else None
    if not found:
        raise payload.error(f"it is a local time such as '09:00', not {payload.shown}")
    hours, minutes, seconds = (int(each or 0) for each in found.groups())
    at = hours * 60 + minutes
    if is_end and at == DAY - 1 and seconds in (0, 59):
        account.lose(
            payload.path, f"it closes at {payload.value}", "it was read as midnight, as the format means it", about
        )
        return DAY
    if seconds:
        raise payload.error(f"{payload.value} has seconds, and hours are read to the minute")
    if minutes > 59 or at > DAY:
        raise payload.error(f"there is no time {payload.value}")
    return at
