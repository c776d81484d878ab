"""Office hours of Intercom with the dates that differ, as a policy states them (R3, R4, R5, R6, R13)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from slaclock.adapters.intercom.pages import listed
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.named_records import named_records
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import collected
from slaclock.adapters.weekly_hours import A_WEEK, DAY, windows_of
from slaclock.adapters.zones import zone_stated
from slaclock.errors import did_you_mean
from slaclock.hours import WEEK

SCHEDULES = listed("office_hours_schedule")
EXCEPTIONS = listed("office_hours_exception")
_WITHOUT_MEANING = frozenset({"type", "created_at", "updated_at"})
CLOSED, CUSTOM = "closed", "custom_hours"


@dataclass
class ReadSchedule:
    """One schedule of a payload."""

    id: str
    name: str
    """Its name, with the id beside it where several have that name."""
    timezone: str
    hours: tuple[str, ...]
    has_nights: bool
    own: Payload | None
    """Exceptions that stand in the record itself."""
    holidays: list[dict[str, Any]] = field(default_factory=list)
    exceptions: dict[str, Any] = field(default_factory=dict)
    dates: set[str] = field(default_factory=set)
    """Dates of which an exception was read."""

    @property
    def key(self) -> KeyPath:
        """Where it stands in the policy."""
        return "schedules", self.name

    @property
    def entry(self) -> dict[str, Any]:
        """The schedule as a policy states it."""
        hours = self.hours[0] if len(self.hours) == 1 else list(self.hours)
        # Hours of every year on that date would win over a holiday, and the date itself says more.
        closed = [each for each in self.holidays if f"-{each['date'][4:]}" in self.exceptions]
        holidays = [each for each in self.holidays if each not in closed]
        exceptions = self.exceptions | {each["date"]: "closed" for each in closed}
        found = {"timezone": self.timezone, "hours": hours, "holiday_rule": "calendar_date", "holidays": holidays}
        return found | ({"exceptions": exceptions} if exceptions else {})


def read_schedules(payload: Payload, timezone: str | None, account: Account) -> list[ReadSchedule]:
    """The schedules of a payload, in their order.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    records = collected(payload, SCHEDULES, account).records
    return [_schedule(*each, timezone, account) for each in named_records(records, unnamed="office hours")]


def _schedule(record: Record, key: str, name: str, timezone: str | None, account: Account) -> ReadSchedule:
    about = ("schedules", name)
    zone = zone_stated(record, "time_zone_name", timezone, account, about)
    hours, has_nights = _weekly_hours(record, account, about)
    own = record.get("office_hours_exceptions")
    record.leave(account, _WITHOUT_MEANING, about)
    return ReadSchedule(key, name, zone, hours, has_nights, own)


def _weekly_hours(record: Record, account: Account, about: KeyPath) -> tuple[tuple[str, ...], bool]:
    """The hours of a week, and whether they hold nights; the flag for all day wins over intervals."""
    always, intervals = record.get("twenty_four_seven"), record.get("time_intervals")
    if always and always.flag():
        if intervals and intervals.items():
            means = "the flag was taken, as the product does"
            account.lose(intervals.path, "there are intervals beside twenty_four_seven", means, about)
        return ("24x7",), False
    held = record.need("time_intervals")
    if not held.items():
        raise held.error("there are no intervals, so support would never open; leave the schedule out")
    stretches = [piece for each in held.items() for piece in _stretch(each.record(), account, about)]
    read = windows_of(stretches)
    for day in read.apart:
        what = f"two intervals touch at the midnight before {day}, and together are longer than a day"
        account.lose(held.path, what, "they were taken as windows of their own dates", about)
    return tuple(map(str, read.windows)), any(window.crosses_midnight for window in read.windows)


def _stretch(record: Record, account: Account, about: KeyPath) -> Iterator[tuple[int, int]]:
    """An interval, which counts from Monday, as minutes since Sunday."""
    ends, day = record.need("end_minute"), record.get("day_of_week")
    start = record.need("start_minute").whole(0, A_WEEK - 1, "minutes since Monday 00:00")
    end = ends.whole(1, A_WEEK, "minutes since Monday 00:00")
    if end <= start:
        raise ends.error(f"it ends at {end:,}, and does not begin before {start:,}; one over the end of a week is two")
    if day and day.whole(0, 6, "days since Monday") != start // DAY:
        on = WEEK[start // DAY]
        raise day.error(f"it is day {day.value}, and its minutes since Monday begin on {on}; state either")
    record.leave(account, (), about)
    account.read("intervals")
    start, end = start + DAY, end + DAY
    if start < A_WEEK:
        yield start, min(end, A_WEEK)
    if end > A_WEEK:
        yield max(start - A_WEEK, 0), end - A_WEEK


# Dates that differ


def read_exceptions(payload: Payload, schedules: list[ReadSchedule], account: Account) -> None:
    """Give each schedule its dates that are closed or have hours of their own.

    Raises:
        PayloadError: Something in it cannot be read, or it does not say whose dates they are.
    """
    by_id = {each.id: each for each in schedules if each.id}
    for schedule in schedules:
        if schedule.own:
            for record in collected(schedule.own, EXCEPTIONS, account).records:
                record.get("office_hours_schedule_id")
                _add(record, schedule, account)
    for record in collected(payload, EXCEPTIONS, account).records:
        _add(record, _owner(record, by_id, schedules), account)


def _owner(record: Record, by_id: Mapping[str, ReadSchedule], schedules: list[ReadSchedule]) -> ReadSchedule:
    stated = record.get("office_hours_schedule_id")
    if stated is None and len(schedules) == 1:
        return schedules[0]
    if stated is None:
        raise record.error("key 'office_hours_schedule_id' is missing, and there is more than one schedule, or none")
    if stated.id() not in by_id:
        raise stated.error(f"there is no schedule {stated.id()!r}; {did_you_mean(stated.id(), by_id)}")
    return by_id[stated.id()]


def _add(record: Record, schedule: ReadSchedule, account: Account) -> None:
    kind = record.need("exception_type").choice((CLOSED, CUSTOM), "type of exception")
    stated, yearly, named = record.need("exception_date"), record.get("recurring_annually"), record.get("name")
    day = stated.date()
    key = f"--{day:%m-%d}" if yearly and yearly.flag() else day.isoformat()
    if key in schedule.dates:
        raise stated.error(f"{key} has an exception already; keep one of them")
    schedule.dates.add(key)
    title = {"name": named.text()} if named else {}
    intervals = record.get("time_intervals")
    if kind == CUSTOM:
        # Of a date of every year nobody says whether it also opens days that are off; here it does.
        opens = {"days_off": "open"} if key.startswith("--") else {}
        schedule.exceptions[key] = {"hours": _custom(record, account), **opens, **title}
        if schedule.has_nights:
            means = "the night before goes on after midnight here, and these hours replace it in the product"
            account.lose(record.path, "hours of a date in a schedule with nights", means, schedule.key)
    elif intervals and intervals.items():
        raise intervals.error(f"it is closed, and has hours; call it {CUSTOM}, or leave them out")
    else:
        schedule.holidays.append({"date": key, **title})
    for each in ("id", "office_hours_schedule_id"):
        record.get(each)
    record.leave(account, _WITHOUT_MEANING, schedule.key)


def _custom(record: Record, account: Account) -> str:
    """Hours of a date, whose minutes count from its own midnight."""
    held = record.need("time_intervals")
    pieces = sorted(_of_date(each.record(), account) for each in held.items())
    if not pieces:
        raise held.error(f"there are no intervals; call it {CLOSED} if that is meant")
    return ", ".join(f"{_clock(start)}-{_clock(end)}" for start, end in pieces)


def _of_date(record: Record, account: Account) -> tuple[int, int]:
    ends = record.need("end_minute")
    start = record.need("start_minute").whole(0, DAY - 1, "minutes since midnight of that date")
    end = ends.whole(1, DAY, "minutes since midnight of that date")
    if end <= start:
        raise ends.error(f"it ends at {end:,}, and does not begin before {start:,}")
    # The weekday of the date says nothing more.
    record.leave(account, {"day_of_week"})
    return start, end


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
