"""What open time one set of hours has and another has not, by day of the week where it is regular, else by date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time, timedelta, tzinfo
from typing import Literal, NamedTuple

from slaclock.hours import MIDNIGHT, WEEK, ZERO, Span, Weekday, subtract, write_days, write_time, zone_named
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

    @property
    def alike(self) -> tuple[object, ...]:
        """What other pieces have of it on other dates."""
        return self[:4]


class Changed(NamedTuple):
    """Stretches that are gained or lost on the same clock times."""

    change: Literal["gained", "lost"]
    """Which of the two."""
    weekdays: tuple[Weekday, ...]
    """The days of the week on which they open, week by week; none where it is on single dates."""
    times: str
    """The clock times, as a policy has them: `09:00-18:00`."""
    dates: tuple[date, ...]
    """The dates on which they open."""

    def span_in(self, whole: tuple[date, date]) -> str:
        """The first and the last of the dates, where these do not reach from end to end of what was looked at."""
        first, last = self.dates[0], self.dates[-1]
        throughout = first - whole[0] <= _LONGEST_GAP and whole[1] - last <= _LONGEST_GAP
        return "" if throughout else f", {first} to {last}"


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
    changed = changed_time(lost, gained, zone_named(timezone))
    return HoursChange(
        name=name,
        timezone=timezone,
        gained=_length(gained),
        lost=_length(lost),
        regular=tuple(
            f"{write_days(each.weekdays)} {each.times} {each.change} ({len(each.dates)} dates{each.span_in(whole)})"
            for each in changed
            if each.weekdays
        ),
        by_date=tuple(
            f"{WEEK[day.weekday()]} {day} {each.times} {each.change}"
            for each in changed
            if not each.weekdays
            for day in each.dates
        ),
    )


def changed_time(lost: Iterable[Span], gained: Iterable[Span], zone: tzinfo) -> list[Changed]:
    """Time that is lost and gained, by a zone's clocks: what is regular week by week, then date by date."""
    pieces = [_piece("lost", span, zone) for span in lost] + [_piece("gained", span, zone) for span in gained]
    runs = list(_runs(pieces))
    single = sorted((each for run in runs if len(run) < _FEWEST for each in run), key=lambda piece: (piece.date, piece))
    return [*_regular(runs), *(Changed(each.change, (), _times(each), (each.date,)) for each in single)]


def _length(spans: Iterable[Span]) -> timedelta:
    return sum((end - start for start, end in spans), ZERO)


def _piece(change: Literal["gained", "lost"], span: Span, zone: tzinfo) -> _Piece:
    start, end = (at.astimezone(zone) for at in span)
    return _Piece(change, start.time(), end.time(), (end.date() - start.date()).days, start.date())


def _runs(pieces: Iterable[_Piece]) -> Iterator[list[_Piece]]:
    """Pieces that are alike, on one day of the week, week by week."""
    alike: dict[tuple[object, ...], list[_Piece]] = {}
    for piece in sorted(pieces, key=lambda piece: piece.date):
        alike.setdefault((*piece.alike, piece.date.weekday()), []).append(piece)
    for group in alike.values():
        run: list[_Piece] = []
        for piece in group:
            if run and piece.date - run[-1].date > _LONGEST_GAP:
                yield run
                run = []
            run.append(piece)
        yield run


def _regular(runs: Iterable[list[_Piece]]) -> Iterator[Changed]:
    """Runs of several days of the week together, where they go over the same weeks."""
    groups: list[list[list[_Piece]]] = []
    for run in sorted((run for run in runs if len(run) >= _FEWEST), key=lambda run: run[0].date.weekday()):
        beside = next((group for group in groups if _go_together(group[0], run)), None)
        groups.append([run]) if beside is None else beside.append(run)
    for group in groups:
        first = group[0][0]
        weekdays: tuple[Weekday, ...] = tuple(
            WEEK[number] for number in sorted({run[0].date.weekday() for run in group})
        )
        dates = sorted(piece.date for run in group for piece in run)
        yield Changed(first.change, weekdays, _times(first), tuple(dates))


def _go_together(one: list[_Piece], other: list[_Piece]) -> bool:
    """Whether two days of the week are alike: a holiday may take a week from either end."""
    near = max(abs(one[0].date - other[0].date), abs(one[-1].date - other[-1].date)) < timedelta(days=14)
    return near and one[0].alike == other[0].alike


def _times(piece: _Piece) -> str:
    """Clock times as they may be written in a policy."""
    opens = write_time(piece.opens)
    at_midnight = piece.closes == MIDNIGHT and piece.days == 1
    if piece.days == 0 or at_midnight or (piece.days == 1 and piece.closes <= piece.opens):
        return f"{opens}-{write_time(piece.closes, closing=at_midnight)}"
    closes = "the day after" if piece.days == 1 else f"{piece.days} days later"
    return f"{opens} to {write_time(piece.closes)} {closes}"
