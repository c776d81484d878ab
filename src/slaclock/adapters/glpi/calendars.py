"""Calendars of GLPI with their segments and closed times, as a policy states them (R3, R4, R5)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slaclock.adapters.day_clocks import frame_in
from slaclock.adapters.day_frames import Frame, hours_of
from slaclock.adapters.glpi.closures import read_closures
from slaclock.adapters.glpi.fields import RECORD, number
from slaclock.adapters.losses import Account
from slaclock.adapters.named_records import named_records
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Kind, collected
from slaclock.adapters.weekly_hours import DAYS
from slaclock.hours import Weekday

CALENDARS = Kind("calendars", "Calendar")
SEGMENTS = Kind("calendar_segments", "CalendarSegment")
_TWICE = "GLPI counts the time in which they overlap twice, and this once; make one segment of them"
_CACHE = "GLPI counts whole days by that cache; save a segment of the calendar, so that it is made anew"
_NEVER = "GLPI counts what uses it as calendar time, and so does this; there is no schedule of it"


@dataclass(frozen=True)
class ReadCalendar:
    """One calendar of a payload."""

    id: str
    name: str
    """Its name, with the id beside it where several have that name."""
    hours: tuple[str, ...]
    """Nothing where it has no segments."""
    holidays: list[dict[str, Any]]

    def entry(self, timezone: str) -> dict[str, Any]:
        """The schedule as a policy states it."""
        return {"timezone": timezone, "hours": list(self.hours), "holidays": self.holidays}


def read_calendars(
    calendars: Payload, segments: Payload, holidays: Payload, links: Payload, account: Account
) -> list[ReadCalendar]:
    """The calendars of a payload, in their order.

    Raises:
        PayloadError: Something in it cannot be read, or it is not said when they are open.
    """
    records = collected(calendars, CALENDARS, account).records
    if records and segments.value is None:
        raise records[0].error("its hours stand in CalendarSegment; pass calendar_segments=")
    named = named_records(records, needs_id=True)
    called = {each.id: each.name for each in named}
    frames = _frames(segments, called, account)
    closed = read_closures(holidays, links, called, account)
    return [_calendar(*each, frames.get(each.id, {}), closed.entries.get(each.id, []), account) for each in named]


def _frames(segments: Payload, calendars: Mapping[str, str], account: Account) -> dict[str, dict[Weekday, list[Frame]]]:
    """The frames of each calendar by its days."""
    found: dict[str, dict[Weekday, list[Frame]]] = {}
    for record in collected(segments, SEGMENTS, account).records:
        calendar = record.need("calendars_id").id()
        day = DAYS[number(record.need("day"), 0, 6, "(the day, 0 for Sunday)")]
        frame = frame_in(record.need("begin"), record.need("end"))
        record.get("id")
        record.leave(account, RECORD)
        if calendar not in calendars:
            account.lose(record.path, f"calendar {calendar} was not given", "its hours were left out")
            continue
        beside = found.setdefault(calendar, {}).setdefault(day, [])
        if any(frame[0] < end and start < frame[1] for start, end in beside):
            account.lose(record.path, "it overlaps another segment", _TWICE, ("schedules", calendars[calendar]))
        beside.append(frame)
    return found


def _calendar(
    record: Record,
    key: str,
    name: str,
    frames: Mapping[Weekday, Sequence[Frame]],
    holidays: list[dict[str, Any]],
    account: Account,
) -> ReadCalendar:
    about = ("schedules", name)
    if cache := record.get("cache_duration"):
        _compare_cache(cache, frames, account)
    if not frames:
        account.lose(record.path, "it has no segments", _NEVER)
    record.leave(account, RECORD, about)
    return ReadCalendar(key, name, tuple(hours_of(frames)), holidays)


def _compare_cache(cache: Payload, frames: Mapping[Weekday, Sequence[Frame]], account: Account) -> None:
    """Say where the seconds that the product keeps for whole days are not those of the segments."""
    held = cache.value
    if isinstance(held, str):
        try:
            held = json.loads(held) if held else []
        except ValueError:
            held = None
    seconds = [sum(end - start for start, end in frames.get(day, ())) for day in DAYS]
    kept = list(held.values()) if isinstance(held, dict) else held
    if kept != [] and kept != seconds:
        account.lose(cache.path, "it is not what the segments of the days come to", _CACHE)
