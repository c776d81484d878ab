"""Calendars of Zammad with their holidays, as a policy states them (R3, R4, R5, R13)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from slaclock.adapters.day_clocks import frame_in
from slaclock.adapters.day_frames import Frame, hours_of
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.named_records import named_records
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Kind, collected
from slaclock.adapters.zones import zone_in
from slaclock.hours import WEEK, Weekday

CALENDARS = Kind("calendars", "calendar")
LAST_MINUTE = (23 * 60 + 59) * 60
"""What the product takes for the end of a day."""
_WITHOUT_MEANING = frozenset(
    {"last_log", "last_sync", "updated_by_id", "created_by_id", "created_at", "updated_at", "updated_by", "created_by"}
)
_FROM_A_FEED = (
    "the product takes of its feed the first day of each event only, and none of other calendars in it; "
    "read the feed as iCalendar where events last for days"
)
_NOT_ACTIVE = "it closes nothing, as in the product; say that it is active where it does"
_DAYS = tuple(day.lower() for day in WEEK)


@dataclass(frozen=True)
class ReadCalendar:
    """One calendar of a payload."""

    id: str
    name: str
    """Its name, with the id beside it where several have that name."""
    timezone: str
    hours: tuple[str, ...]
    holidays: list[dict[str, Any]]

    @property
    def entry(self) -> dict[str, Any]:
        """The schedule as a policy states it."""
        return {"timezone": self.timezone, "hours": list(self.hours), "holidays": self.holidays}


def read_calendars(payload: Payload, account: Account) -> list[ReadCalendar]:
    """The calendars of a payload, in their order.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    return [_calendar(*each, account) for each in named_records(collected(payload, CALENDARS, account).records)]


def _calendar(record: Record, key: str, name: str, account: Account) -> ReadCalendar:
    about = ("schedules", name)
    zone = zone_in(record.need("timezone"), account, about)
    stated = record.need("business_hours")
    frames = _frames(stated.record(), account, about)
    if not any(frames.values()):
        raise stated.error("no day is active, so support would never open; leave the calendar out")
    closed = record.get("public_holidays")
    holidays = _holidays(closed.record(), account, about) if closed else []
    if (feed := record.get("ical_url")) and feed.value != "":
        account.lose(feed.path, "its holidays come from a feed", _FROM_A_FEED, about)
    record.get("default")
    record.leave(account, _WITHOUT_MEANING, about)
    return ReadCalendar(key, name, zone, tuple(hours_of(frames)), holidays)


def _frames(week: Record, account: Account, about: KeyPath) -> dict[Weekday, list[Frame]]:
    found: dict[Weekday, list[Frame]] = {}
    for name in week.values:
        day = WEEK[_DAYS.index(Payload(name, (*week.path, name)).choice(_DAYS, "day"))]
        record = week.need(name).record()
        active = record.need("active").flag()
        held = record.need("timeframes") if active else record.get("timeframes")
        frames = [_frame(each, account) for each in (held.items() if held else ())]
        # A day that is not active keeps its frames, and they open nothing.
        found[day] = frames if active else []
        record.leave(account, (), about)
    return {day: found[day] for day in WEEK if day in found}


def _frame(payload: Payload, account: Account) -> Frame:
    both = payload.items()
    if len(both) != 2:
        raise payload.error("a frame has two times of day, e.g. ['09:00', '17:00']")
    account.read("timeframes")
    return frame_in(both[0], both[1], LAST_MINUTE)


def _holidays(dates: Record, account: Account, about: KeyPath) -> list[dict[str, Any]]:
    """The dates that are closed: those that are active and were not removed."""
    found: list[dict[str, Any]] = []
    for key in dates.values:
        account.read("public_holidays")
        day = Payload(key, (*dates.path, key)).date()
        stated = dates.get(key)
        if stated is None:
            continue
        record = stated.record()
        active, removed = record.flag_of("active"), record.flag_of("removed")
        summary = record.get("summary")
        record.leave(account, {"feed"}, about)
        if "active" not in record:
            account.lose(record.path, "it does not say that it is active", _NOT_ACTIVE, about)
        if active and not removed:
            named = {"name": summary.text()} if summary and summary.value != "" else {}
            found.append({"date": day.isoformat(), **named})
    return found
