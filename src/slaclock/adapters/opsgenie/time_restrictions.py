"""Time restrictions of rotations as windows, and windows as restrictions (R3, R4, R19)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.weekly_hours import A_WEEK, DAY, windows_of
from slaclock.hours import SupportWindow

DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
OF_DAYS, OF_TIMES = "weekday-and-time-of-day", "time-of-day"
_SNAKE = {"startDay": "start_day", "startHour": "start_hour", "startMin": "start_min"}
_SNAKE |= {"endDay": "end_day", "endHour": "end_hour", "endMin": "end_min"}


def windows_in(payload: Payload, account: Account) -> tuple[SupportWindow, ...]:
    """The windows that a time restriction means: those of days run over midnights, those of times come every day.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    record = payload.record()
    kind = record.need("type").choice((OF_DAYS, OF_TIMES), "type of time restriction")
    if kind == OF_DAYS:
        held = record.need("restrictions").items()
        if not held:
            raise record.error("there are no restrictions, so nobody would ever be on call; leave it out for all day")
        stretches = [each for item in held for each in _of_days(item.record(), account)]
    else:
        stretches = list(_of_times(_the_one(record), account))
    record.leave(account, ())
    return windows_of(stretches).windows


def _the_one(record: Record) -> Record:
    """What `restriction` holds: an object, or a list of one, as some tools have it."""
    held = record.need("restriction")
    if isinstance(held.value, list):
        items = held.items()
        if len(items) != 1:
            raise held.error(f"it holds {len(items)} restrictions; {OF_TIMES} has one, and {OF_DAYS} has several")
        return items[0].record()
    return held.record()


def _of_days(record: Record, account: Account) -> Iterator[tuple[int, int]]:
    days = [DAYS.index(_get(record, key, needed=True).choice(DAYS, "day")) for key in ("startDay", "endDay")]
    opens, closes = _clock(record, "start"), _clock(record, "end")
    start, end = days[0] * DAY + opens, days[1] * DAY + closes
    if days[0] == days[1] and closes <= opens:
        raise record.error(
            "it ends on the day on which it starts, and not after it; name the next day as the end of a night"
        )
    _done(record, account)
    yield from _in_a_week(start, end if end > start else end + A_WEEK)


def _of_times(record: Record, account: Account) -> Iterator[tuple[int, int]]:
    opens, closes = _clock(record, "start"), _clock(record, "end")
    if opens == closes:
        raise record.error("it starts and ends at one time, which may mean always or never; leave it out for all day")
    _done(record, account)
    for day in range(7):
        start = day * DAY + opens
        yield from _in_a_week(start, start + (closes - opens) % DAY)


def _done(record: Record, account: Account) -> None:
    record.leave(account, ())
    account.read("restrictions")


def _in_a_week(start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch of minutes since Sunday, in two pieces where it goes over the end of the week."""
    if start >= A_WEEK:
        start, end = start - A_WEEK, end - A_WEEK
    yield start, min(end, A_WEEK)
    if end > A_WEEK:
        yield 0, end - A_WEEK


def _clock(record: Record, side: str) -> int:
    """Minutes since midnight; what is nought is left out."""
    hour, minute = _get(record, f"{side}Hour"), _get(record, f"{side}Min")
    hours = hour.whole(0, 24, "hours") if hour else 0
    minutes = minute.whole(0, 59, "minutes") if minute else 0
    if hours == 24 and minutes:
        raise record.error("24:00 is the end of a day; there are no minutes after it")
    return hours * 60 + minutes


def _get(record: Record, key: str, needed: bool = False) -> Any:
    """What stands under a key as the product spells it, or as its client for Python does."""
    snake = _SNAKE[key]
    return record.get(snake) or (record.need(key) if needed else record.get(key))


def restriction_of(stretches: Iterable[tuple[int, int]]) -> dict[str, Any]:
    """Stretches of minutes since Sunday as a time restriction."""
    return {"type": OF_DAYS, "restrictions": [_row(*each) for each in stretches]}


def _row(start: int, end: int) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for side, minutes in (("start", start), ("end", end % A_WEEK)):
        day, clock = divmod(minutes, DAY)
        row |= {f"{side}Day": DAYS[day], f"{side}Hour": clock // 60, f"{side}Min": clock % 60}
    return row
