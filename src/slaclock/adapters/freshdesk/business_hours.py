"""Business hours of Freshdesk and Freshservice with their holidays, as a policy states them (R3, R5, R13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from slaclock.adapters.freshdesk.clock_times import clock_time
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.named_records import named_records
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Kind, collected
from slaclock.adapters.zones import zone_stated
from slaclock.hours import WEEK, SupportWindow, Weekday
from slaclock.patterns import pattern

BUSINESS_HOURS = Kind("business_hours", "business_hours", marked_by="time_zone")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LATEST = time(23, 59)
"""The last minute of a day, which may mean midnight."""
_MIDNIGHT = time(0)
_HOURS = {
    "working_hours": ("start_time", "end_time"),
    "business_hours": ("start_time", "end_time"),
    "service_desk_hours": ("beginning_of_workday", "end_of_workday"),
}
"""Where the hours of each day stand: in Freshdesk under either key, and in Freshservice."""
_WITHOUT_MEANING = frozenset({"description", "created_at", "updated_at", "workspace_id"})
_EVERY_YEAR = pattern(r"--([0-9]{2})-([0-9]{2})")
_LEAP_YEAR = 2000


@dataclass(frozen=True)
class ReadHours:
    """Business hours of a payload."""

    id: str
    name: str
    """Their name, with the id beside it where several have that name."""
    is_default: bool
    timezone: str
    hours: tuple[str, ...]
    holidays: tuple[dict[str, Any], ...] | None
    """Nothing where the record does not say."""

    @property
    def key(self) -> KeyPath:
        """Where they stand in the policy."""
        return "schedules", self.name

    @property
    def entry(self) -> dict[str, Any]:
        """The schedule as a policy states it."""
        hours = self.hours[0] if len(self.hours) == 1 else list(self.hours)
        return {"timezone": self.timezone, "hours": hours, "holidays": list(self.holidays or ())}


def read_business_hours(payload: Payload, timezone: str | None, account: Account) -> list[ReadHours]:
    """The business hours of a payload, the default ones first.

    Args:
        payload: As the products hand business hours over.
        timezone: IANA name of the zone of a record that states none.
        account: Where losses are noted.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    records = collected(payload, BUSINESS_HOURS, account).records
    read = [_read(*each, timezone, account) for each in named_records(records, unnamed="business hours")]
    return sorted(read, key=lambda each: not each.is_default)


def _read(record: Record, key: str, name: str, timezone: str | None, account: Account) -> ReadHours:
    about = ("schedules", name)
    zone = zone_stated(record, "time_zone", timezone, account, about)
    is_default = record.flag_of("is_default")
    hours = _weekly_hours(record, account, about)
    holidays = _holidays(record, account, about)
    record.leave(account, _WITHOUT_MEANING, about)
    return ReadHours(key, name, is_default, zone, hours, holidays)


def _weekly_hours(record: Record, account: Account, about: KeyPath) -> tuple[str, ...]:
    key = next((each for each in _HOURS if each in record), "working_hours")
    week = record.need(key).record()
    days: dict[tuple[time, time], list[Weekday]] = {}
    for name in week.values:
        day = WEEK[DAYS.index(Payload(name, (*week.path, name)).choice(DAYS, "day"))]
        if hours := week.get(name):
            days.setdefault(_day(hours, _HOURS[key], account, about), []).append(day)
    if not days:
        raise week.error("no day has hours, which may mean always or never; state those of each day, or leave it out")
    return tuple(str(SupportWindow(days=on, opens=opens, closes=closes)) for (opens, closes), on in days.items())


def _day(payload: Payload, keys: tuple[str, str], account: Account, about: KeyPath) -> tuple[time, time]:
    record = payload.record()
    ends = record.need(keys[1])
    opens, closes = clock_time(record.need(keys[0])), clock_time(ends)
    if closes != _MIDNIGHT and closes <= opens:
        raise ends.error(f"it ends at {ends.value}, not after its start; a night has no place in one day")
    if opens == closes:
        what = f"a day from {ends.value} to {ends.value}"
        account.lose(payload.path, what, "it was read as the whole day, from midnight to midnight", about)
    if closes == LATEST:
        means = "the last minute is closed here; write '12:00 am' in its place if it ends at midnight"
        account.lose(ends.path, "the day ends at 11:59 pm", means, about)
    record.leave(account, (), about)
    account.read("days")
    return opens, closes


def _holidays(record: Record, account: Account, about: KeyPath) -> tuple[dict[str, Any], ...] | None:
    if "list_of_holidays" not in record:
        means = "nothing is closed for holidays; state them in the schedule of the policy"
        account.lose(record.path, "it does not say which holidays it has", means, about)
        return None
    return tuple(_holiday(each.record(), account, about) for each in record.need("list_of_holidays").items())


def _holiday(record: Record, account: Account, about: KeyPath) -> dict[str, Any]:
    stated = record.need("holiday_date")
    name = record.get("holiday_name")
    day = _yearly(stated) or stated.date().isoformat()
    record.leave(account, {"id"}, about)
    account.read("holidays")
    return {"date": day, **({"name": name.text()} if name else {})}


def _yearly(payload: Payload) -> str | None:
    """A date of every year, such as `--07-04`."""
    found = _EVERY_YEAR.fullmatch(payload.value) if isinstance(payload.value, str) else None
    if found is None:
        return None
    try:
        date(_LEAP_YEAR, int(found[1]), int(found[2]))
    except ValueError:
        raise payload.error(f"there is no date {found[0]}") from None
    return found[0]
