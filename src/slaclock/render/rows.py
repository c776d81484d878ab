"""The rows of a timeline: a row for each date, folded where dates are alike and bounded where they are many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from slaclock.hours import ZERO, day_and_month, short_date
from slaclock.render.dates import DrawnDate, Mark, Piece, drawn_dates
from slaclock.render.figures import counts_days
from slaclock.targets import Explanation, short_duration

# Beyond so many dates, each run of closed ones is folded, and rows are drawn lower.
MANY_DATES = 15
_LONG_RUN = 3
# Beyond so many rows, those between the first and the last are left out.
_MOST_ROWS = 100
_ROWS_AT_ENDS = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a timeline: a date, or several that are folded."""

    label: str
    pieces: tuple[Piece, ...] = ()
    marks: tuple[Mark, ...] = ()
    amount: str = ""
    """What was counted on it."""
    notes: tuple[str, ...] = ()
    """What is special about it."""
    folded: str = ""
    """What a folded row stands for."""


class _Group(NamedTuple):
    """Dates that become one row."""

    days: list[DrawnDate]
    word: str = ""
    """What all of them are; nothing for a date with something to see on it."""


def timeline_rows(explanation: Explanation) -> list[Row]:
    """The rows of an explanation's timeline, folded where dates are alike and bounded where they are many."""
    days = drawn_dates(explanation)
    groups = _bounded(list(_groups(days, 1 if len(days) >= MANY_DATES else _LONG_RUN)))
    with_year = days[0].date.year != days[-1].date.year
    return [_row(group, with_year, counts_days(explanation)) for group in groups]


def _groups(days: list[DrawnDate], shortest: int) -> Iterator[_Group]:
    for (word, _), run in groupby(days, key=lambda day: day.sameness):
        alike = list(run)
        if word and len(alike) >= shortest:
            yield _Group(alike, word)
        else:
            yield from (_Group([day]) for day in alike)


def _bounded(groups: list[_Group]) -> list[_Group]:
    if len(groups) <= _MOST_ROWS:
        return groups
    first, middle, last = groups[:_ROWS_AT_ENDS], groups[_ROWS_AT_ENDS:-_ROWS_AT_ENDS], groups[-_ROWS_AT_ENDS:]
    return [*first, *_left_out(middle), *last]


def _left_out(groups: list[_Group]) -> Iterator[_Group]:
    """Groups in one, apart from those that hold a mark."""
    for marked, run in groupby(groups, key=lambda group: any(day.marks for day in group.days)):
        several = list(run)
        if marked:
            yield from several
        else:
            yield _Group([day for group in several for day in group.days], "not drawn one by one")


def _row(group: _Group, with_year: bool, in_days: bool) -> Row:
    first, last = group.days[0], group.days[-1]
    pieces = [piece for day in group.days for piece in day.pieces]
    notes = tuple(_notes(group.days))
    amount = _amount(pieces, in_days)
    if not group.word:
        label = f"{short_date(first.date)} {first.date.year}" if with_year else short_date(first.date)
        return Row(label, tuple(pieces), tuple(first.marks), amount, notes)
    return Row(_span_label(first.date, last.date), amount=amount, notes=notes, folded=_folded(group))


def _span_label(first: date, last: date) -> str:
    return short_date(first) if first == last else f"{day_and_month(first)} – {day_and_month(last)}"


def _folded(group: _Group) -> str:
    many, first, last = len(group.days), group.days[0].date, group.days[-1].date
    words = f"{many} {'day' if many == 1 else 'days'} {group.word}"
    if first.year == last.year:
        return words
    return f"{words}, {day_and_month(first)} {first.year} to {day_and_month(last)} {last.year}"


def _amount(pieces: Sequence[Piece], in_days: bool) -> str:
    if in_days:
        return next((piece.complete for piece in reversed(pieces) if piece.complete), "")
    counted = sum((piece.counted for piece in pieces), ZERO)
    return f"+ {short_duration(counted)}" if counted else ""


def _notes(days: Sequence[DrawnDate]) -> Iterator[str]:
    """What is special about dates, each thing once: names, time overdue, clock changes."""
    pieces = [piece for day in days for piece in day.pieces]
    for before, kinds in (("", _UNEXPLAINED), ("excluded: ", {"excluded"}), ("paused: ", {"paused"})):
        if names := dict.fromkeys(piece.name for piece in pieces if piece.kind in kinds and piece.name):
            yield before + ", ".join(names)
    if overdue := sum((piece.counted for piece in pieces if piece.kind == "overdue"), ZERO):
        yield f"{short_duration(overdue)} overdue"
    yield from dict.fromkeys(day.change for day in days if day.change)


_UNEXPLAINED = {"holiday", "exception", "season", "waiting", "open", "any_time", "extra_time", "superseded", "overdue"}
"""Kinds whose names say by themselves what they are."""
