"""Calendars of Odoo with their attendances and leaves, as a policy states them (R3, R4, R5, R6, R13)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from slaclock.adapters.losses import Account
from slaclock.adapters.named_records import named_records
from slaclock.adapters.odoo.attendances import frames_on, hours_in, read_attendances, work_rows
from slaclock.adapters.odoo.fields import RECORD, kind, number, reference, references, rows
from slaclock.adapters.odoo.leaves import Leave, closed_by, read_leaves
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.zones import zone_in

CALENDARS = kind("calendars", "resource.calendar")
USUAL_DAY = timedelta(hours=8)
"""The hours of a working day of a calendar that says 0, to the product."""
_WITHOUT_MEANING = RECORD | {
    *("active", "hours_per_week", "full_time_required_hours", "work_time_rate", "is_fulltime", "two_weeks_explanation"),
    *("associated_leaves_count", "tz_offset", "leave_ids", "global_leave_ids"),
}


@dataclass(frozen=True)
class ReadCalendar:
    """One calendar of a payload."""

    id: str
    name: str
    """Its name, with the id beside it where several have that name."""
    entry: dict[str, Any]
    """The schedule as a policy states it."""
    day: timedelta | None
    """How many hours a working day has there, eight where it says none; nothing where it does not say."""


def read_calendars(
    calendars: Payload, attendances: Payload, leaves: Payload, timezone: str | None, account: Account
) -> list[ReadCalendar]:
    """The calendars of a payload, in their order.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    records = rows(calendars, CALENDARS, account)
    if records and attendances.value is None:
        raise records[0].error("its hours stand in resource.calendar.attendance; pass attendances=")
    named = named_records(records, needs_id=True)
    ids = [each.id for each in named]
    held = _by_calendar(records, ids, read_attendances(attendances, account), account)
    closing = read_leaves(leaves, account)
    for leave in closing:
        if leave.calendar and leave.calendar not in ids:
            what = f"calendar {leave.calendar} was not given"
            account.lose(leaves.path, what, f"its leave {leave.name!r} was left out")
    return [_calendar(*each, held[each.id], closing, timezone, account) for each in named]


def _by_calendar(
    calendars: Sequence[Record], ids: Sequence[str], attendances: Sequence[Record], account: Account
) -> dict[str, list[Record]]:
    """The rows of each calendar: a row names it, or it names the row."""
    found: dict[str, list[Record]] = {key: [] for key in ids}
    owner = {
        row.id: key for record, key in zip(calendars, ids, strict=True) for row in references(record, "attendance_ids")
    }
    for record in attendances:
        stated, key = reference(record, "calendar_id"), record.get("id")
        calendar = stated.id if stated else owner.get(key.id() if key else "", "")
        if not calendar:
            raise record.error("no calendar has it; ask for its calendar_id, or for attendance_ids of calendars")
        if calendar not in found:
            account.lose(record.path, f"calendar {calendar} was not given", "its hours were left out")
            continue
        found[calendar].append(record)
    return found


def _calendar(
    record: Record,
    key: str,
    name: str,
    attendances: Sequence[Record],
    leaves: Sequence[Leave],
    timezone: str | None,
    account: Account,
) -> ReadCalendar:
    about = ("schedules", name)
    zone = _zone(record, timezone, account)
    _refuse_flexible(record)
    work = work_rows(attendances, _two_weeks(record), account)
    if not work:
        raise record.error("no row of work belongs to it, so support would never open; leave it out")
    company = reference(record, "company_id")
    held = [leave for leave in leaves if leave.closes(key, company.id if company else "")]
    closed = closed_by(held, ZoneInfo(zone), partial(frames_on, work))
    stated = record.get("hours_per_day")
    day = (timedelta(hours=number(stated, 0, 24, "hours")) or USUAL_DAY) if stated else None
    record.leave(account, _WITHOUT_MEANING, about)
    entry: dict[str, Any] = {"timezone": zone, "hours": hours_in(work), "holidays": closed.holidays}
    if closed.exceptions:
        entry["exceptions"] = closed.exceptions
    return ReadCalendar(key, name, entry, day)


def _two_weeks(record: Record) -> bool | None:
    """Whether two weeks alternate; nothing where it was not asked for."""
    stated = record.get("two_weeks_calendar")
    if stated:
        return stated.flag()
    return False if "two_weeks_calendar" in record.values else None


def _zone(record: Record, timezone: str | None, account: Account) -> str:
    stated = record.get("tz")
    if stated:
        return zone_in(stated, account, ("schedules",))
    if timezone is None:
        raise record.error("it states no zone; pass timezone=, the IANA name of that of its company")
    return timezone


def _refuse_flexible(record: Record) -> None:
    flexible, kind_of = record.get("flexible_hours"), record.get("schedule_type")
    if (flexible and flexible.flag()) or (kind_of and kind_of.value == "flexible"):
        raise record.error("its hours are flexible, without times of day; leave it out")
