"""Inboxes of Chatwoot with their working hours, as a policy states them (R3, R4, R13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slaclock.adapters.chatwoot.fields import RECORD, rows
from slaclock.adapters.day_frames import DAY, Frame, hours_of
from slaclock.adapters.losses import Account
from slaclock.adapters.named_records import named_records
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Kind
from slaclock.adapters.weekly_hours import DAYS
from slaclock.adapters.zones import zone_in
from slaclock.hours import Weekday

INBOXES = Kind("inboxes", "inbox")
_OF_ROWS = RECORD | {"inbox_id", "workable_id", "workable_type"}
_CLOCKS = ("open_hour", "open_minutes", "close_hour", "close_minutes")
_ALWAYS = "Chatwoot counts all hours of it, and so does this; there is no schedule of it"


@dataclass(frozen=True)
class ReadInbox:
    """One inbox of a payload."""

    id: str
    name: str
    """Its name, with the id beside it where several have that name."""
    timezone: str
    hours: tuple[str, ...]
    """Nothing where all hours count."""

    @property
    def entry(self) -> dict[str, Any]:
        """The schedule as a policy states it."""
        return {"timezone": self.timezone, "hours": list(self.hours)}


def read_inboxes(payload: Payload, account: Account) -> list[ReadInbox]:
    """The inboxes of a payload, in their order.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    return [_inbox(*each, account) for each in named_records(rows(payload, INBOXES, account), needs_id=True)]


def _inbox(record: Record, key: str, name: str, account: Account) -> ReadInbox:
    about = ("schedules", name)
    stated = record.get("timezone")
    if stated is None:
        account.lose(record.path, "it states no zone", "Chatwoot takes UTC, and so does this", about)
    zone = zone_in(stated, account, about) if stated else "UTC"
    enabled = record.need("working_hours_enabled").flag()
    frames = _frames(record.need("working_hours"), account)
    if not enabled:
        account.lose(record.path, "its working hours are not enabled", _ALWAYS)
    elif not frames:
        account.lose(record.path, "it is closed on all days", _ALWAYS)
    return ReadInbox(key, name, zone, tuple(hours_of(frames)) if enabled else ())


def _frames(payload: Payload, account: Account) -> dict[Weekday, list[Frame]]:
    """The one window of each day that is open."""
    found: dict[Weekday, list[Frame]] = {}
    seen: set[int] = set()
    for row in payload.items():
        record = row.record()
        day = record.need("day_of_week")
        number = day.whole(0, 6, "(the day, 0 for Sunday)")
        if number in seen:
            raise day.error(f"day {number} stands here twice; keep one of them")
        seen.add(number)
        if frame := _frame(record):
            found[DAYS[number]] = [frame]
        record.leave(account, _OF_ROWS)
        account.read("working_hours")
    return found


def _frame(record: Record) -> Frame | None:
    """The window of a day; a day that is open all day is stored as one that ends a minute early."""
    closed, whole = record.flag_of("closed_all_day"), record.flag_of("open_all_day")
    for key in _CLOCKS:
        record.get(key)
    if closed and whole:
        raise record.error("it is closed all day and open all day; keep one of both")
    if closed or whole:
        return None if closed else (0, DAY)
    opens, closes = _clock(record, "open"), _clock(record, "close")
    if closes <= opens:
        raise record.error("it closes before it opens; the product has no nights, so correct it there")
    return opens, closes


def _clock(record: Record, which: str) -> int:
    hour = record.need(f"{which}_hour").whole(0, 23, "(an hour)")
    return hour * 3_600 + record.need(f"{which}_minutes").whole(0, 59, "minutes") * 60
