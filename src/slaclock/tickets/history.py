"""What happened to a clock, in order (R16, R17)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from itertools import groupby
from operator import attrgetter, lt
from typing import Literal, NamedTuple

from slaclock.tickets.promise import OnChange, Promised

_KINDS = ("retarget", "agree", "resume", "pause", "stop", "cancel")
_AT = attrgetter("at")
_ORDER = {kind: place for place, kind in enumerate(_KINDS)}


class ClockEvent(NamedTuple):
    """Something that happens to a clock."""

    at: datetime
    kind: Literal["retarget", "agree", "resume", "pause", "stop", "cancel"]
    by: str = ""
    """What caused it; a pause ends with the resume of the same cause."""
    promised: Promised | None = None
    on_change: OnChange = "recompute"
    due: datetime | None = None
    """When it is due from here on, for `agree`."""

    @property
    def order(self) -> tuple[datetime, int, str, str]:
        """Events in time; at one instant in the order retarget, agree, resume, pause, stop, cancel."""
        return self.at, _ORDER[self.kind], self.by, self.due.isoformat() if self.due else ""


class Remark(NamedTuple):
    """What an explanation says beside what happened to a clock."""

    at: datetime
    """From when on it can be said, in UTC."""
    text: str


@dataclass(frozen=True)
class History:
    """One promise that runs from an instant, and everything that happened to it."""

    start: datetime
    """When it starts, in UTC."""
    promised: Promised
    """What is promised at the start."""
    zone: tzinfo | None
    """The zone in which it answers."""
    since: datetime | None = None
    """When it came to be promised, in UTC, where that was after its start."""
    events: tuple[ClockEvent, ...] = ()
    """What happened to it, in order."""


def in_order(events: Iterable[ClockEvent]) -> tuple[ClockEvent, ...]:
    """Events in their order, each once."""
    stated = tuple(events)
    return stated if one_at_a_time(stated) else tuple(_each_once(stated))


def _each_once(events: Iterable[ClockEvent]) -> Iterator[ClockEvent]:
    for _, together in groupby(sorted(events, key=_AT), key=_AT):
        yield from sorted(dict.fromkeys(together), key=lambda event: event.order)


def one_at_a_time(events: Sequence[ClockEvent]) -> bool:
    """Whether events are in time, and no two of them at one instant."""
    instants = [event.at for event in events]
    return all(map(lt, instants, instants[1:]))
