"""What open time one set of hours has and another has not, by day of the week where it is regular, else by date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time, timedelta, tzinfo
from typing import Literal, NamedTuple

from slaclock.hours import MIDNIGHT, WEEK, ZERO, Span, subtract, write_days, write_time, zone_named
from slaclock.review.changes import HoursChange

_LONGEST_GAP = timedelta(days=21)
"""Two holidays in a row may leave out what is regular; a month is another pattern."""
_FEWEST = 3


class _Piece(NamedTuple):
    """A stretch that is gained or lost, by the clocks."""

    change: Literal["gained", "lost"]
    opens: time
    closes: time
    days: int
    """How many dates later it closes."""
    date: date


def hours_change(
    name: str, timezone: str, old: Sequence[Span], new: Sequence[Span], whole: tuple[date, date]
) -> HoursChange | None:
    """What open time differs between two sorted lists of spans, in words of a zone's clocks.

    Args:
        name: Whose hours they are.
        timezone: The zone in whose clocks it is shown.
        old: What was open.
        new: What is open.
        whole: The first and the last date that were looked at.

    Returns:
        The change, or nothing where the same time is open.

    Rules: R3, R4.
    """
    lost, gained = subtract(old, new), subtract(new, old)
    if not lost and not gained:
        return None
    zone = zone_named(timezone)
    pieces = [_piece("lost", span, zone) for span in lost] + [_piece("gained", span, zone) for span in gained]
    runs = list(_runs(pieces))
    return HoursChange(
        name=name,
        timezone=timezone,
        gained=_length(gained),
        lost=_length(lost),
        regular=tuple(_regular(runs, whole)),
        by_date=tuple(_by_date(each for run in runs if len(run) < _FEWEST for each in run)),
    )


def _length(spans: Iterable[Span]) -> timedelta:
    return sum((end - start for start, end in spans), ZERO)


def _piece(change: Literal["gained", "lost"], span: Span, zone: tzinfo) -> _Piece:
    start, end = (at.astimezone(zone) for at in span)
    return _Piece(change, start.time(), end.time(), (end.date() - start.date()).days, start.date())


def _runs(pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces that are alike, on one day of the week, week by week."""
    alike: dict[tuple[object, ...], list[_Piece]] = {}
    for piece in sorted(pieces, key=lambda piece: piece.date):
        alike.setdefault((*piece[:4], piece.date.weekday()), []).append(piece)
    for group in alike.values():
        run: list[_Piece] = []
        for piece in group:
            if run and piece.date - run[-1].date > _LONGEST_GAP:
                yield run
                run = []
            run.append(piece)
        yield run


def _regular(runs: Iterable[list[_Piece]], whole: tuple[date, date]) -> Iterator[str]:
    """Runs of several days of the week in one line, where they go over the same weeks."""
    groups: list[list[list[_Piece]]] = []
    for run in sorted((run for run in runs if len(run) >= _FEWEST), key=lambda run: run[0].date.weekday()):
        beside = next((group for group in groups if _go_together(group[0], run)), None)
        groups.append([run]) if beside is None else beside.append(run)
    for group in groups:
        dates = sorted(piece.date for run in group for piece in run)
        throughout = dates[0] - whole[0] <= _LONGEST_GAP and whole[1] - dates[-1] <= _LONGEST_GAP
        span = "" if throughout else f", {dates[0]} to {dates[-1]}"
        yield f"{_times(group[0][0], [run[0].date.weekday() for run in group])} ({len(dates)} dates{span})"


def _go_together(one: list[_Piece], other: list[_Piece]) -> bool:
    """Whether two days of the week are alike: a holiday may take a week from either end."""
    near = max(abs(one[0].date - other[0].date), abs(one[-1].date - other[-1].date)) < timedelta(days=14)
    return near and one[0][:4] == other[0][:4]


def _times(piece: _Piece, weekdays: Iterable[int]) -> str:
    """Days and clock times as they may be written in a policy."""
    days = write_days(tuple(WEEK[number] for number in sorted(weekdays)))
    opens = write_time(piece.opens)
    at_midnight = piece.closes == MIDNIGHT and piece.days == 1
    if piece.days == 0 or at_midnight or (piece.days == 1 and piece.closes <= piece.opens):
        return f"{days} {opens}-{write_time(piece.closes, closing=at_midnight)} {piece.change}"
    closes = "the day after" if piece.days == 1 else f"{piece.days} days later"
    return f"{days} {opens} to {write_time(piece.closes)} {closes} {piece.change}"


def _by_date(pieces: Iterable[_Piece]) -> Iterator[str]:
    for piece in sorted(pieces, key=lambda piece: (piece.date, piece)):
        day, _, times = _times(piece, [piece.date.weekday()]).partition(" ")
        yield f"{day} {piece.date} {times}"
