"""Leaves of Odoo: when a calendar is closed, as whole dates and as hours of single dates (R5, R6)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from slaclock.adapters.day_frames import DAY, Frame
from slaclock.adapters.losses import Account
from slaclock.adapters.odoo.fields import RECORD, kind, reference, rows
from slaclock.adapters.payloads import Payload
from slaclock.hours import ONE_DAY, ClockRange

LEAVES = kind("leaves", "resource.calendar.leaves")
FramesOn = Callable[[date], list[Frame]]
"""What usually opens on a date."""
_WITHOUT_MEANING = RECORD | {"holiday_id", "timesheet_ids", "elligible_for_accrual_rate", "work_entry_type_id"}
_SECOND = timedelta(seconds=1)
_LAST_SECOND = 59
_OFF_OR_WORKED = {"time_type": ("leave", "other"), "count_as": ("absence", "working_time")}
"""For each key, which differ by release, the word for time off, and that for time that is worked."""


@dataclass(frozen=True)
class Leave:
    """A time in which a calendar is closed."""

    calendar: str
    """The id of the calendar; blank for all of them."""
    company: str
    """The id of the company; blank for all of them."""
    name: str
    start: datetime
    end: datetime

    def closes(self, calendar: str, company: str) -> bool:
        """Whether it closes a calendar of a company."""
        if self.calendar:
            return self.calendar == calendar
        return not (self.company and company) or self.company == company


@dataclass
class Closed:
    """What leaves close in a zone."""

    holidays: list[dict[str, Any]] = field(default_factory=list)
    exceptions: dict[str, Any] = field(default_factory=dict)
    """The hours that are left, by date."""


def read_leaves(payload: Payload, account: Account) -> list[Leave]:
    """The leaves of a payload that are for all.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    found = []
    for record in rows(payload, LEAVES, account):
        start, end = (_instant(record.need(key)) for key in ("date_from", "date_to"))
        if end < start:
            raise record.need("date_to").error("it ends before it begins")
        person, calendar, company = (reference(record, key) for key in ("resource_id", "calendar_id", "company_id"))
        named = record.get("name")
        other = [
            key
            for key, words in _OFF_OR_WORKED.items()
            if (of := record.get(key)) and of.choice(words, "kind of leave") == words[1]
        ]
        record.leave(account, _WITHOUT_MEANING)
        if person:
            what = f"{person.name or person.id} alone is away"
            account.lose(record.path, what, "it closes nothing for all, and was left out")
        elif other:
            account.lose((*record.path, other[0]), "it is time that is worked", "it closes nothing, and was left out")
        else:
            name = named.text() if named else ""
            found.append(Leave(calendar.id if calendar else "", company.id if company else "", name, start, end))
    return found


def _instant(payload: Payload) -> datetime:
    at = payload.instant("UTC")
    if not MINYEAR < at.year < MAXYEAR:
        raise payload.error(
            f"{payload.shown} lies at the end of all years, where zones have no dates; take a nearer one"
        )
    return at


def closed_by(leaves: Iterable[Leave], zone: ZoneInfo, usual: FramesOn) -> Closed:
    """What leaves close on the clocks of a zone: whole dates as holidays, and of others what is left of their hours."""
    found = Closed()
    parts: dict[date, list[tuple[Frame, str]]] = {}
    runs: list[tuple[date, date]] = []
    for leave in leaves:
        for first, last, frame in _pieces(leave, zone):
            if frame == (0, DAY):
                runs.append((first, last))
                found.holidays.append(_holiday(first, last, leave.name))
            else:
                parts.setdefault(first, []).append((frame, leave.name))
    for day, held in sorted(parts.items()):
        frames = usual(day)
        left = _without(frames, sorted(frame for frame, _ in held))
        if left == frames or any(first <= day <= last for first, last in runs):
            continue
        if left:
            found.exceptions[day.isoformat()] = [_clocks(frame) for frame in left]
        else:
            found.holidays.append(_holiday(day, day, " and ".join(dict.fromkeys(name for _, name in held if name))))
    return found


def _pieces(leave: Leave, zone: ZoneInfo) -> Iterator[tuple[date, date, Frame]]:
    """A leave cut into parts of its first and last date, and the run of whole dates between them."""
    start, end = leave.start.astimezone(zone), leave.end.astimezone(zone)
    if end.second == _LAST_SECOND:
        end = (leave.end + _SECOND).astimezone(zone)
    begins, ends = _seconds(start), _seconds(end)
    if start.date() == end.date():
        if begins < ends:
            yield start.date(), start.date(), (begins, ends)
        return
    first = start.date()
    if begins:
        yield first, first, (begins, DAY)
        first += ONE_DAY
    if first < end.date():
        yield first, end.date() - ONE_DAY, (0, DAY)
    if ends:
        yield end.date(), end.date(), (0, ends)


def _seconds(at: datetime) -> int:
    return at.hour * 3_600 + at.minute * 60 + at.second


def _holiday(first: date, last: date, name: str) -> dict[str, Any]:
    run = {"last": last.isoformat()} if last > first else {}
    return {"date": first.isoformat(), **run, **({"name": name} if name else {})}


def _without(frames: list[Frame], taken: list[Frame]) -> list[Frame]:
    """What is left of frames without others."""
    for start, end in taken:
        frames = [
            piece
            for opens, closes in frames
            for piece in ((opens, min(closes, start)), (max(opens, end), closes))
            if piece[0] < piece[1]
        ]
    return frames


def _clocks(frame: Frame) -> str:
    opens, closes = (time(seconds % DAY // 3_600, seconds // 60 % 60, seconds % 60) for seconds in frame)
    return str(ClockRange(opens=opens, closes=closes))
