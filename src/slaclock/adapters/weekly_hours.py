"""Minutes since Sunday as windows of support, nights joined again; and windows as such minutes (R3, R4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import time
from typing import NamedTuple

from slaclock.adapters.unsayable_hours import Step, refuse_between
from slaclock.errors import PayloadError
from slaclock.hours import WEEK, SupportWindow, Weekday

DAY = 24 * 60
A_WEEK = 7 * DAY
DAYS: tuple[Weekday, ...] = (WEEK[-1], *WEEK[:-1])
"""The days of a week as it is counted there: from Sunday on."""


class Piece(NamedTuple):
    """A stretch of one day, in minutes since its midnight; it may end at the next."""

    day: int
    """0 is Sunday."""
    opens: int
    closes: int

    @property
    def is_whole_day(self) -> bool:
        """Whether it goes from midnight to midnight."""
        return (self.opens, self.closes) == (0, DAY)


class Read(NamedTuple):
    """The windows that stretches of a week mean."""

    windows: tuple[SupportWindow, ...]
    apart: tuple[str, ...]
    """Days at whose midnight two windows touch that were not joined."""


def windows_of(stretches: Iterable[tuple[int, int]]) -> Read:
    """The windows that stretches of a week mean, each in minutes since Sunday, the first before the second.

    What ends at a midnight is joined with what begins there, over the end of the week too, unless one of them is a
    whole day or both together are longer than one: then each stays by itself.
    """
    pieces = _pieces(stretches)
    starting = {piece.day: piece for piece in pieces if piece.opens == 0}
    joined: list[Piece] = []
    gone: set[Piece] = set()
    apart: list[str] = []
    for piece in pieces:
        after = starting.get((piece.day + 1) % 7)
        if piece.closes < DAY or after is None or (piece.is_whole_day and after.is_whole_day):
            continue
        if piece.is_whole_day or after.is_whole_day or after.closes > piece.opens:
            apart.append(DAYS[after.day])
        else:
            joined.append(Piece(piece.day, piece.opens, after.closes))
            gone |= {piece, after}
    return Read(_grouped([*(piece for piece in pieces if piece not in gone), *joined]), tuple(apart))


def _pieces(stretches: Iterable[tuple[int, int]]) -> list[Piece]:
    """The same cut at each midnight, without overlaps, in order."""
    cut: list[list[int]] = []
    for start, end in sorted(_cut(stretches)):
        # What touches at a midnight stays cut there.
        if cut and start <= cut[-1][1] and start // DAY == cut[-1][0] // DAY:
            cut[-1][1] = max(cut[-1][1], end)
        else:
            cut.append([start, end])
    return [Piece(start // DAY, start % DAY, end - start // DAY * DAY) for start, end in cut]


def _cut(stretches: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for start, end in stretches:
        while start // DAY < (end - 1) // DAY:
            midnight = (start // DAY + 1) * DAY
            yield start, midnight
            start = midnight
        yield start, end


def _grouped(pieces: Sequence[Piece]) -> tuple[SupportWindow, ...]:
    """Windows in the order of their first days, those of equal times together."""
    days: dict[tuple[int, int], list[Weekday]] = {}
    for piece in sorted(pieces, key=lambda each: ((each.day - 1) % 7, each.opens)):
        days.setdefault((piece.opens, piece.closes % DAY), []).append(DAYS[piece.day])
    return tuple(
        SupportWindow(days=on, opens=_time(opens), closes=_time(closes)) for (opens, closes), on in days.items()
    )


def _time(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def cut_at_midnight(windows: Sequence[SupportWindow], step: Step) -> list[tuple[int, int]]:
    """Windows as stretches of a week in order, cut at midnight, of which `windows_of` makes the same windows again.

    Raises:
        PayloadError: One opens or closes between the steps of the format, or two would be read as one.
    """
    for window in windows:
        refuse_between(step, window)
    cut = sorted(each for window in windows for each in stretches_of(window))
    if _shifts(windows_of(cut).windows) != _shifts(windows):
        raise PayloadError("hours", "windows touch or overlap, and would be read as one; write them as one")
    return cut


def _shifts(windows: Iterable[SupportWindow]) -> set[tuple[Weekday, time, time]]:
    return {(day, window.opens, window.closes) for window in windows for day in window.days}


def stretches_of(window: SupportWindow) -> list[tuple[int, int]]:
    """A window as stretches of a week, cut at midnight; its times are whole minutes."""
    found = []
    opens, closes = _minutes(window.opens), _minutes(window.closes)
    for day in window.days:
        start = DAYS.index(day) * DAY + opens
        end = start + ((closes - opens) % DAY or DAY)
        found += [(start, end)] if end <= A_WEEK else [(start, A_WEEK), (0, end - A_WEEK)]
    return sorted(_cut(each for each in found if each[0] < each[1]))


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute
