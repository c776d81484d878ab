"""What lies on each local date of an explanation: pieces of its stretches, and marks of its instants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from slaclock.hours import ONE_DAY, ZERO, abbreviation, clock_words, in_zone, time_words, to_utc, zone_named
from slaclock.render.figures import day_completed, stopped_at, total_of
from slaclock.render.local_time import LocalTime, Reading
from slaclock.targets import Explanation, Kind, Stretch, short_duration

_CLOSED = {"outside_hours", "holiday", "exception", "season", "excluded"}


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
class DrawnDate:
    """A date with what lies on it, in order."""

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


def drawn_dates(explanation: Explanation) -> list[DrawnDate]:
    """Every date from opening to the end, in order, with what lies on it."""
    start, last = to_utc(explanation.opened), _last_instant(explanation)
    local = LocalTime(zone_named(explanation.timezone), start, last)
    readings = [local.reading_at(start), *local.readings(start, last)]
    first_day, last_day = readings[0].day, readings[-1].day
    days = {day: DrawnDate(day, local.changes.get(day, "")) for day in _dates(first_day, last_day)}
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
        title, complete = _title(explanation, stretch), day_completed(explanation, stretch)
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
    shown = in_zone(to_utc(at), zone)
    clock = time_words(shown) if reading.lane == "only" else f"{time_words(shown)} {abbreviation(shown)}"
    return Mark(kind, reading, f"{word} {clock}", f"{word}: {clock_words(at, zone)}")


def _at_midnight_before(mark: Mark) -> Mark:
    """The same mark at the end of the date before, so that it needs no date of its own."""
    day, label = mark.reading.day - ONE_DAY, mark.label.replace("00:00", "24:00")
    return mark._replace(reading=Reading(day, ONE_DAY, ONE_DAY), label=label)
