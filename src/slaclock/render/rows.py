"""A timeline as rows: each local date from midnight to midnight, placed by what the clocks showed (R2)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from itertools import groupby
from typing import Literal, NamedTuple

from slaclock.hours import WEEK, ZERO, Schedule, Span, SupportWindow, intersect, merge, to_utc, zone_named
from slaclock.targets import Explanation, Kind, Stretch, short_duration

ONE_DAY, HOUR, _SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
_COUNTED: tuple[str, ...] = ("open", "any_time", "overdue")
_CLOSED = {"outside_hours", "holiday", "exception", "season", "excluded"}

# Beyond so many dates, each run of closed ones is folded, and rows are drawn lower.
MANY_DATES = 15
_LONG_RUN = 3
# Beyond so many rows, those between the first and the last are left out.
_MOST_ROWS = 100
_ROWS_AT_ENDS = 40


def stopped_at(explanation: Explanation) -> datetime | None:
    """When the explained clock was stopped or cancelled, if it was."""
    end = explanation.stretches[-1].end if explanation.stretches else explanation.opened
    late = explanation.state == "breached" and explanation.now and to_utc(end) < to_utc(explanation.now)
    return end if late or explanation.state in ("met", "cancelled") else None


def clock_words(at: datetime, zone: tzinfo) -> str:
    """An instant as a zone's clocks show it: `Fri 27 Nov 2026 11:00 EST`."""
    local = to_utc(at).astimezone(zone)
    return f"{local:%a %d %b %Y} {time_words(local)} {abbreviation(local)}"


def time_words(local: datetime) -> str:
    """A reading of a clock, as exact as it needs to be."""
    exact = "microseconds" if local.microsecond else "seconds" if local.second else "minutes"
    return local.time().isoformat(exact)


def abbreviation(local: datetime) -> str:
    """What a zone calls its time just then, e.g. `EST`; its offset from UTC where it has no word for it."""
    name = local.tzname() or ""
    offset = local.utcoffset()
    assert offset is not None
    return name if name.isalpha() else str(timezone(offset))


# Readings of clocks


class Reading(NamedTuple):
    """What the clocks of one date showed of a stretch of time."""

    day: date
    opens: timedelta
    """Reading at its start, as the time since 00:00."""
    closes: timedelta
    """Reading at its end, at most 24 hours."""
    lane: Literal["only", "first", "second"] = "only"
    """Which time the clocks showed it, where they went back."""


class _Section(NamedTuple):
    """A time in which a zone's offset stays the same."""

    start: datetime
    offset: timedelta
    lane: Literal["only", "first", "second"] = "only"


class LocalTime:
    """What a zone's clocks showed between two instants (R2)."""

    def __init__(self, zone: tzinfo, start: datetime, end: datetime) -> None:
        start, end = start - ONE_DAY, end + ONE_DAY
        self._sections = [_Section(start, _offset(start, zone))]
        self.skipped: list[Reading] = []
        """Readings that the clocks never showed."""
        self.changes: dict[date, str] = {}
        """Clock changes by date, in words."""
        for at in _changes(zone, start, end):
            self._change(at, _offset(at - _SECOND, zone), _offset(at, zone))

    def _change(self, at: datetime, before: timedelta, after: timedelta) -> None:
        moved = abs(after - before)
        if after > before:
            self._sections.append(_Section(at, after))
            readings = list(_by_date(_Section(at, before), at, at + moved))
            self.skipped += readings
        else:
            again = [_Section(at - moved, before, "first"), _Section(at, after, "second"), _Section(at + moved, after)]
            self._sections += again
            readings = list(_by_date(again[1], at, at + moved))
        words = "clocks go forward, {} skipped" if after > before else "clocks go back, {} twice"
        for each in readings:
            self.changes[each.day] = words.format(f"{_written(each.opens)}–{_written(each.closes)}")

    def readings(self, start: datetime, end: datetime) -> Iterator[Reading]:
        """A stretch of time, cut at midnights and at clock changes."""
        number = bisect_right(self._sections, start, key=lambda section: section.start)
        while start < end:
            until = min(end, self._sections[number].start) if number < len(self._sections) else end
            yield from _by_date(self._sections[number - 1], start, until)
            start, number = until, number + 1

    def reading_at(self, at: datetime) -> Reading:
        """What the clocks showed at an instant."""
        return next(self.readings(at, at + timedelta.resolution))


def _by_date(section: _Section, start: datetime, end: datetime) -> Iterator[Reading]:
    here, until = ((at + section.offset).replace(tzinfo=None) for at in (start, end))
    while here < until:
        midnight = datetime.combine(here.date(), time.min)
        closes = min(until, midnight + ONE_DAY)
        yield Reading(here.date(), here - midnight, closes - midnight, section.lane)
        here = closes


def _changes(zone: tzinfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The instants at which a zone's offset changes, which they do on whole seconds."""
    start = start.replace(microsecond=0)
    while start < end:
        low, high = 0, int(ONE_DAY / _SECOND)
        if _offset(start, zone) != _offset(start + ONE_DAY, zone):
            while high - low > 1:
                middle = (low + high) // 2
                unchanged = _offset(start + middle * _SECOND, zone) == _offset(start, zone)
                low, high = (middle, high) if unchanged else (low, middle)
            yield start + high * _SECOND
        start += ONE_DAY


def _offset(at: datetime, zone: tzinfo) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def _written(reading: timedelta) -> str:
    minutes = reading // timedelta(minutes=1)
    return f"{minutes // 60:02}:{minutes % 60:02}"


# Dates


class Piece(NamedTuple):
    """What one date shows of a stretch."""

    reading: Reading
    kind: Kind | Literal["skipped"]
    title: str
    """What a pointer resting on it shows."""
    name: str = ""
    ahead: bool = False
    counted: timedelta = ZERO
    complete: str = ""
    """Which business or calendar day it completes."""


class Mark(NamedTuple):
    """An instant that has a name."""

    kind: Literal["opened", "due", "breach", "stopped", "now"]
    reading: Reading
    label: str
    title: str


@dataclass(slots=True)
class _Day:
    date: date
    change: str = ""
    pieces: list[Piece] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    @property
    def sameness(self) -> tuple[str, bool]:
        """What all of the date is, and whether it lies ahead; no word where there is something to see on it."""
        kinds = {piece.kind for piece in self.pieces} - {"skipped"}
        ahead = any(piece.ahead for piece in self.pieces)
        if self.marks or (self.pieces and not kinds):
            return "", ahead
        if kinds <= _CLOSED:
            return "closed" if kinds else "after it was stopped", ahead
        for kind, word in (("paused", "paused"), ("waiting", "not counted yet")):
            if kinds <= _CLOSED | {kind}:
                return word, ahead
        return (_ALL_DAY[kinds.pop()] if len(kinds) == 1 and self._is_filled else ""), ahead

    @property
    def _is_filled(self) -> bool:
        return self.pieces[0].reading.opens == ZERO and self.pieces[-1].reading.closes == ONE_DAY


_ALL_DAY = {
    "open": "counted around the clock",
    "any_time": "counted around the clock",
    "overdue": "overdue around the clock",
    "extra_time": "open, no longer needed",
    "superseded": "no longer counted",
}


def _days(explanation: Explanation) -> list[_Day]:
    """Every date from opening to the end, in order, with what lies on it."""
    start, last = to_utc(explanation.opened), _last_instant(explanation)
    local = LocalTime(zone_named(explanation.timezone), start, last)
    readings = [local.reading_at(start), *local.readings(start, last)]
    first_day, last_day = readings[0].day, readings[-1].day
    days = {day: _Day(day, local.changes.get(day, "")) for day in _dates(first_day, last_day)}
    for piece in (*_skipped_pieces(local), *_pieces(explanation, local)):
        if piece.reading.day in days:
            days[piece.reading.day].pieces.append(piece)
    for mark in _marks(explanation, local):
        placed = mark if mark.reading.day in days else _at_midnight_before(mark)
        if placed.reading.day in days:
            days[placed.reading.day].marks.append(placed)
    return list(days.values())


def _last_instant(explanation: Explanation) -> datetime:
    ends = [explanation.opened, *(stretch.end for stretch in explanation.stretches[-1:])]
    return max(to_utc(at) for at in (ends if explanation.state == "cancelled" else [*ends, explanation.due]))


def _dates(first: date, last: date) -> Iterator[date]:
    return (first + number * ONE_DAY for number in range((last - first).days + 1))


def _skipped_pieces(local: LocalTime) -> Iterator[Piece]:
    return (Piece(reading, "skipped", local.changes[reading.day]) for reading in local.skipped)


def _pieces(explanation: Explanation, local: LocalTime) -> Iterator[Piece]:
    for stretch in explanation.stretches:
        title, complete = _title(explanation, stretch), _complete(explanation, stretch)
        readings = list(local.readings(to_utc(stretch.start), to_utc(stretch.end)))
        for number, reading in enumerate(readings, start=1):
            counted = reading.closes - reading.opens if stretch.counted else ZERO
            done = complete if number == len(readings) else ""
            yield Piece(reading, stretch.kind, title, stretch.name, stretch.ahead, counted, done)


def _title(explanation: Explanation, stretch: Stretch) -> str:
    zone = zone_named(explanation.timezone)
    when = f"{clock_words(stretch.start, zone)} – {clock_words(stretch.end, zone)}"
    ahead = " (ahead)" if stretch.ahead else ""
    total = total_of(explanation, stretch)
    return f"{stretch.reason}{ahead}: {when}, {short_duration(stretch.duration)}{', in all ' + total if total else ''}"


def total_of(explanation: Explanation, stretch: Stretch) -> str:
    """What was counted by the end of a stretch that added to it, in time or in days."""
    if stretch.days:
        return _complete(explanation, stretch)
    return short_duration(stretch.total) if stretch.counted and not counts_days(explanation) else ""


def counts_days(explanation: Explanation) -> bool:
    """Whether its stretches add days rather than time."""
    return bool(explanation.stretches and explanation.stretches[-1].total_days)


def _complete(explanation: Explanation, stretch: Stretch) -> str:
    return f"day {stretch.total_days} of {explanation.target.days}" if stretch.days else ""


def _marks(explanation: Explanation, local: LocalTime) -> Iterator[Mark]:
    stopped = stopped_at(explanation)
    yield _mark(explanation, local, "opened", explanation.opened, "opened")
    if explanation.state == "breached":
        yield _mark(explanation, local, "breach", explanation.due, "due, breached")
    elif explanation.state != "cancelled":
        yield _mark(explanation, local, "due", explanation.due, "due")
    if stopped:
        yield _mark(explanation, local, "stopped", stopped, "cancelled" if explanation.state == "cancelled" else "done")
    elif explanation.now and to_utc(explanation.opened) <= to_utc(explanation.now):
        yield _mark(explanation, local, "now", explanation.now, "now")


def _mark(
    explanation: Explanation,
    local: LocalTime,
    kind: Literal["opened", "due", "breach", "stopped", "now"],
    at: datetime,
    word: str,
) -> Mark:
    zone = zone_named(explanation.timezone)
    reading = local.reading_at(to_utc(at))
    shown = to_utc(at).astimezone(zone)
    clock = time_words(shown) if reading.lane == "only" else f"{time_words(shown)} {abbreviation(shown)}"
    return Mark(kind, reading, f"{word} {clock}", f"{word}: {clock_words(at, zone)}")


def _at_midnight_before(mark: Mark) -> Mark:
    """The same mark at the end of the date before, so that it needs no date of its own."""
    day, label = mark.reading.day - ONE_DAY, mark.label.replace("00:00", "24:00")
    return mark._replace(reading=Reading(day, ONE_DAY, ONE_DAY), label=label)


# Rows


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

    days: list[_Day]
    word: str = ""
    """What all of them are; nothing for a date with something to see on it."""


def timeline_rows(explanation: Explanation) -> list[Row]:
    """The rows of an explanation's timeline, folded where dates are alike and bounded where they are many."""
    days = _days(explanation)
    groups = _bounded(list(_groups(days, 1 if len(days) >= MANY_DATES else _LONG_RUN)))
    with_year = days[0].date.year != days[-1].date.year
    return [_row(group, with_year, counts_days(explanation)) for group in groups]


def _groups(days: list[_Day], shortest: int) -> Iterator[_Group]:
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
        label = f"{first.date:%a %d %b %Y}" if with_year else f"{first.date:%a %d %b}"
        return Row(label, tuple(pieces), tuple(first.marks), amount, notes)
    return Row(_span_label(first.date, last.date), amount=amount, notes=notes, folded=_folded(group))


def _span_label(first: date, last: date) -> str:
    return f"{first:%a %d %b}" if first == last else f"{first:%d %b} – {last:%d %b}"


def _folded(group: _Group) -> str:
    many, first, last = len(group.days), group.days[0].date, group.days[-1].date
    words = f"{many} {'day' if many == 1 else 'days'} {group.word}"
    return words if first.year == last.year else f"{words}, {first:%d %b %Y} to {last:%d %b %Y}"


def _amount(pieces: Sequence[Piece], in_days: bool) -> str:
    if in_days:
        return next((piece.complete for piece in reversed(pieces) if piece.complete), "")
    counted = sum((piece.counted for piece in pieces), ZERO)
    return f"+ {short_duration(counted)}" if counted else ""


def _notes(days: Sequence[_Day]) -> Iterator[str]:
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


def usual_week(schedule: Schedule) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    """The days of a week in which nothing special happens, each with what is open on it."""
    monday = datetime(2024, 1, 1, tzinfo=UTC)
    windows = [window for window in schedule.hours if isinstance(window, SupportWindow)]
    spans = merge(span for window in windows for span in _spans_from(window, monday - 7 * ONE_DAY))
    week = intersect(spans, [(monday, monday + 7 * ONE_DAY)])
    local = LocalTime(UTC, monday, monday)
    readings = [reading for span in week for reading in local.readings(*span)]
    for number, name in enumerate(WEEK):
        today = [each for each in readings if each.day == monday.date() + number * ONE_DAY]
        yield name, tuple(Piece(each, "open", _from_to(each), counted=each.closes - each.opens) for each in today)


def _spans_from(window: SupportWindow, monday: datetime) -> Iterator[Span]:
    """A weekly window in two weeks."""
    for number in range(14):
        if WEEK[number % 7] in window.days:
            day = monday + number * ONE_DAY
            opens, closes = (datetime.combine(day, each, UTC) for each in window.readings)
            yield opens, closes if opens < closes else closes + ONE_DAY


def _from_to(reading: Reading) -> str:
    return f"open {_written(reading.opens)}–{_written(reading.closes)}"


# Markup
