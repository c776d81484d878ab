"""Schedules of Zendesk with their holidays, as a policy states them (R3, R4, R5, R13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.named_records import named_records
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Collected, Kind, collected
from slaclock.adapters.weekly_hours import A_WEEK, windows_of
from slaclock.adapters.zones import zone_stated
from slaclock.errors import did_you_mean
from slaclock.patterns import pattern

SCHEDULES = Kind("schedules", "schedule")
WORKWEEKS = Kind("workweeks", "workweek")
HOLIDAYS = Kind("holidays", "holiday")
LONGEST_HOLIDAY = timedelta(days=3_660)
"""A holiday of more dates is taken for a mistake."""
_WITHOUT_MEANING = frozenset({"url", "created_at", "updated_at"})
_ADDRESS = pattern(r"/schedules/([^/?]+)/holidays")


@dataclass(frozen=True)
class ReadSchedule:
    """One schedule of a payload."""

    id: str
    name: str
    """Its name, with the id beside it where several have that name."""
    timezone: str
    hours: tuple[str, ...]
    own: Payload | None
    """Holidays that stand in the record itself."""

    @property
    def key(self) -> KeyPath:
        """Where it stands in the policy."""
        return "schedules", self.name


def read_schedules(payload: Payload, timezone: str | None, account: Account) -> list[ReadSchedule]:
    """The schedules of a payload, in their order.

    Args:
        payload: As the product hands schedules over; the hours of one alone are taken, too.
        timezone: IANA name of the zone of a schedule that states none.
        account: Where losses are noted.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    kind = WORKWEEKS if isinstance(payload.value, dict) and "workweek" in payload.value else SCHEDULES
    records = collected(payload, kind, account).records
    return [_schedule(*each, timezone, account) for each in named_records(records, unnamed="schedule")]


def _schedule(record: Record, key: str, name: str, timezone: str | None, account: Account) -> ReadSchedule:
    about = ("schedules", name)
    zone = zone_stated(record, "time_zone", timezone, account, about)
    hours = _hours(record.need("intervals"), account, about)
    own = record.get("holidays")
    _lose_deleted(record, account, about)
    record.leave(account, _WITHOUT_MEANING, about)
    return ReadSchedule(key, name, zone, hours, own)


def _lose_deleted(record: Record, account: Account, about: KeyPath) -> None:
    """Say that something was deleted in the product."""
    if deleted := record.get("deleted_at"):
        means = "it was read all the same; leave it out where it no longer holds"
        account.lose(deleted.path, f"it was deleted: {deleted.shown}", means, about)


def _hours(payload: Payload, account: Account, about: KeyPath) -> tuple[str, ...]:
    intervals = payload.items()
    if not intervals:
        raise payload.error("there are no intervals, so support would never open; leave the schedule out")
    read = windows_of([_stretch(each.record(), account, about) for each in intervals])
    for day in read.apart:
        account.lose(
            payload.path,
            f"two intervals touch at the midnight before {day}, and one is a whole day or both are more than one",
            "they were taken as windows of their own dates; that makes a difference for business days alone",
            about,
        )
    return tuple(map(str, read.windows))


def _stretch(record: Record, account: Account, about: KeyPath) -> tuple[int, int]:
    ends = record.need("end_time")
    start = record.need("start_time").whole(0, A_WEEK, "minutes since Sunday 00:00")
    end = ends.whole(0, A_WEEK, "minutes since Sunday 00:00")
    if end <= start:
        raise ends.error(f"it ends at {end:,}, and does not begin before {start:,}; one over the end of a week is two")
    record.leave(account, _WITHOUT_MEANING, about)
    account.read("intervals")
    return start, end


# Holidays


def read_holidays(
    payload: Payload, schedules: Sequence[ReadSchedule], account: Account
) -> dict[str, list[dict[str, Any]]]:
    """The holidays of each schedule, by its name, as a policy states them.

    Args:
        payload: Answers, pages, lists or records, or a mapping from ids or names of schedules to these.
        schedules: The schedules to which they belong.
        account: Where losses are noted.

    Raises:
        PayloadError: Something in it cannot be read, or it does not say whose holidays they are.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for schedule in schedules:
        if schedule.own:
            _add(found, collected(schedule.own, HOLIDAYS, account), schedules, schedule, account)
    if _is_by_schedule(payload.value):
        for key, value in payload.value.items():
            inner = Payload(value, (*payload.path, key))
            _add(found, collected(inner, HOLIDAYS, account), schedules, _named(inner, key, schedules), account)
    else:
        _add(found, collected(payload, HOLIDAYS, account), schedules, None, account)
    return found


def _is_by_schedule(value: Any) -> bool:
    return isinstance(value, dict) and not {"holidays", "holiday", "start_date", "end_date"} & set(value)


def _named(place: Payload | Record, key: str, schedules: Sequence[ReadSchedule]) -> ReadSchedule:
    for schedule in schedules:
        if key in (schedule.id, schedule.name):
            return schedule
    known = [f"{schedule.id} {schedule.name}".strip() for schedule in schedules]
    raise place.error(f"there is no schedule {key!r} to which these holidays belong; {did_you_mean(key, known)}")


def _add(
    found: dict[str, list[dict[str, Any]]],
    held: Collected,
    schedules: Sequence[ReadSchedule],
    owner: ReadSchedule | None,
    account: Account,
) -> None:
    for place, record in enumerate(held.records):
        schedule = owner or _owner(record, held.answer_of.get(place), schedules)
        found.setdefault(schedule.name, []).append(_holiday(record, schedule, account))


def _owner(record: Record, answer: Record | None, schedules: Sequence[ReadSchedule]) -> ReadSchedule:
    """The schedule to which a holiday belongs: as it says itself, as the address says, or the only one."""
    if stated := record.get("schedule_id"):
        return _named(record, stated.id(), schedules)
    for addressed in _addresses(record, answer):
        return _named(record, addressed, schedules)
    if len(schedules) == 1:
        return schedules[0]
    names = ", ".join(schedule.name for schedule in schedules) or "none"
    raise record.error(
        f"it does not say to which schedule it belongs; pass holidays={{id or name: …}}, one for each of: {names}"
    )


def _addresses(record: Record, answer: Record | None) -> Iterator[str]:
    for holder in (record, answer):
        url = holder.get("url") if holder else None
        if url and isinstance(url.value, str) and (found := _ADDRESS.search(url.value)):
            yield found[1]


def _holiday(record: Record, schedule: ReadSchedule, account: Account) -> dict[str, Any]:
    ends = record.need("end_date")
    first, last = record.need("start_date").date(), ends.date()
    if last < first:
        raise ends.error(f"it ends on {last}, before it starts on {first}")
    if last - first > LONGEST_HOLIDAY:
        raise ends.error(
            f"it closes {(last - first).days + 1:,} dates; at most {LONGEST_HOLIDAY.days:,} are read as a holiday"
        )
    name = record.get("name")
    for key in ("id", "schedule_id"):
        record.get(key)
    _lose_deleted(record, account, schedule.key)
    record.leave(account, _WITHOUT_MEANING, schedule.key)
    run = {"last": last.isoformat()} if last > first else {}
    return {"date": first.isoformat(), **run, **({"name": name.text()} if name else {})}
