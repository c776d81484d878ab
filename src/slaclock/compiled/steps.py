"""When something is due, and which case of `when` a request meets, from the plain data of a compiled policy (R11).

The counting of business days is that of `hours.business_days`, which is loaded for targets that need it.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from slaclock.compiled.packing import unpacked
from slaclock.compiled.years import EPOCH

TYPE_CHECKING = False  # Not from typing, which takes longer than all that a due date needs of this wing.
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from slaclock.compiled.stated_time import StatedTime
    from slaclock.compiled.zones import StatedZone
    from slaclock.hours import CutOff, Ends

_EPOCH_DAY = EPOCH.date()
_AS_USUAL = {"rule": "same_time", "starts": "next_opening", "ends": "next_opening", "day_length": None, "of": None}
"""How business days are counted where nothing else is said."""


def due(target: dict[str, Any], at: datetime, hours: StatedTime, zone: StatedZone) -> datetime:
    """When a target is due, for what was opened at an instant. All instants are in UTC.

    Args:
        target: An entry under `targets`.
        at: When it was opened.
        hours: When support is open.
        zone: Whose clocks show its readings.
    """
    start = _counts_from(target, at, hours, zone)
    counts = target["counts"]
    if counts == "business_days":
        return _days_later(target, start, hours, zone)
    if counts == "open_time":
        amount = timedelta(microseconds=target["duration"])
        found = (hours.add if target["boundary"] == "closing" else hours.add_late)(start, amount)
    elif counts == "calendar_time":
        found = start + timedelta(microseconds=target["duration"])
    else:
        from slaclock.targets import dates_later

        found = dates_later(start, zone, days=target["days"] or 0, months=target["months"] or 0)
    return found if target["ends"] == "as_is" else _ended(target, found, at, hours, zone)


def _counts_from(target: dict[str, Any], at: datetime, hours: StatedTime, zone: StatedZone) -> datetime:
    """Where the count begins: after a cut-off at the next business day's opening."""
    if target["cut_off"] is not None:
        from slaclock.hours import after_cut_off

        if later := after_cut_off(hours, zone, at, _cut_off(target["cut_off"])):
            return later
    if target["counts"] == "business_days" or target["starts"] != "next_opening" or hours.is_open(at):
        return at
    return hours.next_edge(at, opening=True)


def _cut_off(told: list[int | None]) -> CutOff:
    from slaclock.hours import CutOffs

    return CutOffs(tuple(None if each is None else reading(each) for each in told))


def _days_later(target: dict[str, Any], start: datetime, hours: StatedTime, zone: StatedZone) -> datetime:
    if target["days"] > 0 and all(target[choice] == usual for choice, usual in _AS_USUAL.items()):
        due = hours.same_time_later(start, target["days"], zone)
        if due is not None:
            return due
    from slaclock.hours import DayCount, add_days

    length = target["day_length"]
    count = DayCount(
        target["days"],
        target["rule"],
        target["starts"],
        _end(target),
        None if length is None else timedelta(microseconds=length),
        target["of"],
    )
    return add_days(hours, zone, start, count)


def _ended(target: dict[str, Any], found: datetime, at: datetime, hours: StatedTime, zone: StatedZone) -> datetime:
    from slaclock.hours import ended, not_before

    ends = _end(target)
    by_clocks = target["counts"] in ("calendar_days", "calendar_months")
    return not_before(hours, zone, ended(hours, zone, found, ends, by_clocks=by_clocks), at, ends)


def _end(target: dict[str, Any]) -> Ends:
    ends: Any = target["ends"]
    return reading(ends) if isinstance(ends, int) else ends


def reading(since_midnight: int) -> time:
    """A time of day, so many microseconds after midnight."""
    return (EPOCH + timedelta(microseconds=since_midnight)).time()


class Arrival:
    """How a request arrived: when, and through which channel.

    Args:
        at: When, in UTC.
        channel: Through which channel, as channels are compared; none where nothing is known.
        schedule: Gives the open time and the zone of an entry under `schedules`.
        calendars: The dates under `calendars`.
    """

    def __init__(
        self,
        at: datetime,
        channel: str | None,
        schedule: Callable[[int], tuple[StatedTime, StatedZone]],
        calendars: list[Any],
    ) -> None:
        self.at = at
        self.channel = channel
        self.schedule = schedule
        self.calendars = calendars

    def meets(self, told: dict[str, Any]) -> bool:
        """Whether it meets a condition, and all that is told in it."""
        hours, zone = self.schedule(told["schedule"])
        shown = self.at.astimezone(zone)
        return (
            ("channels" not in told or self.channel in told["channels"])
            and ("open" not in told or hours.is_open(self.at) == told["open"])
            and ("days" not in told or self._is_on(told["days"], shown, hours))
            and ("months" not in told or shown.month in told["months"])
            and ("dates" not in told or _is_within(told["dates"], shown))
            and _is_at(told, shown)
            and ("any_of" not in told or any(map(self.meets, told["any_of"])))
            and not any(map(self.meets, told.get("none_of", ())))
        )

    def _is_on(self, told: dict[str, Any], shown: datetime, hours: StatedTime) -> bool:
        day = shown.date()
        return (
            day.weekday() in told["weekdays"]
            or (told["holidays"] is not None and (day - _EPOCH_DAY).days in unpacked(self.calendars[told["holidays"]]))
            or (told["business_days"] and (hours.day(day) is not None or hours.is_open(self.at)))
        )


def _is_within(told: dict[str, Any], shown: datetime) -> bool:
    first, last = told["first"], told["last"]
    here = shown.month * 100 + shown.day if told["yearly"] else (shown.date() - _EPOCH_DAY).days
    begun, over = first is None or first <= here, last is None or here <= last
    # Dates of every year may go over New Year.
    return begun or over if told["yearly"] and told["first"] > told["last"] else begun and over


def _is_at(told: dict[str, Any], shown: datetime) -> bool:
    since, after, before = told.get("since"), told.get("after"), told.get("before")
    if since is None and after is None and before is None:
        return True
    clock = ((shown.hour * 60 + shown.minute) * 60 + shown.second) * 1_000_000 + shown.microsecond
    begun = (since is None or clock >= since) and (after is None or clock > after)
    over = before is None or clock < before
    begins = after if since is None else since
    # From an evening to a morning goes over midnight.
    return begun or over if begins is not None and before is not None and before <= begins else begun and over
