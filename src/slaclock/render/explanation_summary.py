"""What is said of an explanation, in every medium: when it is due, where it stands, and its stretches as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from slaclock.hours import (
    ZERO,
    abbreviation,
    clock_words,
    date_words,
    day_name,
    in_zone,
    short_date,
    time_words,
    to_utc,
    zone_named,
)
from slaclock.render.figures import figures_of, stopped_at, total_of
from slaclock.targets import Audience, Explanation, Stretch, short_duration, zone_words

_DUE = {
    "met": "was due",
    "breached": "was due",
    "cancelled": "would have been due",
    "paused": "due, if it goes on now,",
}


def name_of(explanation: Explanation) -> str:
    """What is explained, by name: its subject, or the target itself."""
    return explanation.subject or explanation.target.written


def due_words(explanation: Explanation, audience: Audience) -> str:
    """What is due when, in which zone: `due on Friday 27 November 2026 at 11:00 EST (New York time)`."""
    when = _when(explanation.due, explanation.timezone, audience)
    return f"{_DUE.get(explanation.state, 'due')} on {when}"


def _when(at: datetime, timezone: str, audience: Audience) -> str:
    local = in_zone(to_utc(at), zone_named(timezone))
    name, zone = abbreviation(local), zone_words(timezone, audience)
    place = f" ({zone})" if zone != name else ""
    return f"{day_name(local)} {date_words(local)} at {time_words(local)} {name}{place}"


def standing(explanation: Explanation) -> str:
    """Where it stands, in a sentence."""
    target, clock = explanation.target.written, clock_of(explanation)
    if explanation.now is None:
        return f"That is {target} from {clock(explanation.opened)}."
    figures, stopped = figures_of(explanation), stopped_at(explanation)
    used, left, late = (short_duration(each) for each in figures)
    if stopped:
        words = {
            "met": f"It was done in time on {clock(stopped)}, with {used} used of {target}.",
            "breached": f"It was done late on {clock(stopped)}, {late} overdue after {target}.",
        }
        return words.get(explanation.state, f"It was cancelled on {clock(stopped)}, with {used} used of {target}.")
    words = {
        "not_started": "it has not started",
        "paused": f"it is paused, with {used} used of {target} and {left} left",
        "breached": f"it is {late} overdue after {target}",
        "at_risk": f"it is at risk: {used} used of {target}, {left} left",
    }
    return (
        f"On {clock(explanation.now)} "
        + words.get(explanation.state, f"it is running: {used} used of {target}, {left} left")
        + "."
    )


class TableRow(NamedTuple):
    """A stretch in words, or what is left out."""

    start: str
    end: str
    """Empty where nothing ends: of what is left out."""
    reason: str
    length: str
    total: str
    style: str = ""

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """What its four columns say."""
        return f"{self.start} – {self.end}" if self.end else self.start, self.reason, self.length, self.total


HEADS = ("When", "What", "Length", "Counted so far")


def table_rows(explanation: Explanation, at_ends: int) -> Iterator[TableRow]:
    """A row for each stretch; of very many, the first and the last and how many are left out."""
    stretches = explanation.stretches
    if len(stretches) <= 2 * at_ends + 1:
        yield from (_table_row(explanation, each) for each in stretches)
        return
    middle = stretches[at_ends:-at_ends]
    length = sum((each.duration for each in middle), ZERO)
    yield from (_table_row(explanation, each) for each in stretches[:at_ends])
    yield TableRow("…", "", f"{len(middle)} stretches left out here", short_duration(length), "", "left-out")
    yield from (_table_row(explanation, each) for each in stretches[-at_ends:])


def _table_row(explanation: Explanation, stretch: Stretch) -> TableRow:
    zone = zone_named(explanation.timezone)
    start, end = (in_zone(to_utc(at), zone) for at in (stretch.start, stretch.end))
    until = "" if start.date() == end.date() else f"{short_date(end)} "
    return TableRow(
        f"{short_date(start)} {time_words(start)}",
        f"{until}{time_words(end)}",
        f"{stretch.reason} (ahead)" if stretch.ahead else stretch.reason,
        short_duration(stretch.duration),
        total_of(explanation, stretch),
        f"{stretch.kind} ahead" if stretch.ahead else stretch.kind,
    )


def clock_of(explanation: Explanation) -> Callable[[datetime], str]:
    """What tells an instant on the explanation's clocks."""
    zone = zone_named(explanation.timezone)
    return lambda at: clock_words(at, zone)
