"""Hours as most products keep them: frames of single weekdays, each within its day; read, and written back (R3, R4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import time

from slaclock.adapters.plain_weeks import plain_week
from slaclock.errors import PayloadError
from slaclock.hours import WEEK, Schedule, SupportWindow, Weekday

DAY = 24 * 3_600
Frame = tuple[int, int]
"""From and until when, in seconds since midnight; the end of a day is 86,400."""


def hours_of(frames: Mapping[Weekday, Sequence[Frame]]) -> list[str]:
    """The frames of a week as hours of a policy, those of equal times together."""
    days: dict[Frame, list[Weekday]] = {}
    for day in WEEK:
        for frame in _merged(frames.get(day, ())):
            days.setdefault(frame, []).append(day)
    return [
        str(SupportWindow(days=on, opens=_time(start), closes=_time(end % DAY))) for (start, end), on in days.items()
    ]


def _time(seconds: int) -> time:
    return time(seconds // 3_600, seconds // 60 % 60, seconds % 60)


def frames_of(schedule: Schedule, most: int | None = None) -> dict[Weekday, list[Frame]]:
    """The week of a schedule as frames; what frames of days cannot say is refused by name.

    Args:
        schedule: Weekly hours, each within its day.
        most: How many frames a day may have; any number where nothing is given.

    Raises:
        PayloadError: It says something that they cannot; the message names it.
    """
    found: dict[Weekday, list[Frame]] = {day: [] for day in WEEK}
    for window in plain_week(schedule):
        frame = _frame(window)
        for day in window.days:
            found[day].append(frame)
    merged: dict[Weekday, list[Frame]] = {day: _merged(frames) for day, frames in found.items()}
    for day, frames in merged.items():
        if most is not None and len(frames) > most:
            raise PayloadError("hours", f"{day} has {len(frames)} windows; the format has {most} a day")
    return merged


def _frame(window: SupportWindow) -> Frame:
    start, end = (each.hour * 3_600 + each.minute * 60 + each.second for each in (window.opens, window.closes))
    if window.opens.microsecond or window.closes.microsecond:
        raise PayloadError("hours", f"{window} is not in whole seconds, in which the format has its times")
    if end and end <= start:
        means = "the format has hours within a day; state it as two windows, cut at midnight"
        raise PayloadError("hours", f"{window} goes over midnight, and {means}")
    return start, end or DAY


def _merged(frames: Iterable[Frame]) -> list[Frame]:
    """Frames in order, those that touch or overlap as one."""
    found: list[Frame] = []
    for start, end in sorted(frames):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
