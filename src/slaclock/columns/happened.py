"""What had happened to whole columns of tickets by an instant, and what was left out of it (R18)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from slaclock.columns.event_masks import NEVER, is_kind, last_where, where_named
from slaclock.columns.instants import Mask, Micros
from slaclock.columns.lookup import Places
from slaclock.columns.status_endings import with_endings
from slaclock.columns.ticket_lives import Events, Lives, Tickets, first_of_each
from slaclock.columns.ticket_problems import Odd
from slaclock.keeping import cached_property
from slaclock.tickets import EndingOf

_ENDINGS = ("closed", "cancelled")


class LeftOut(NamedTuple):
    """Events that were left out, all of them for one reason."""

    ticket: Places
    kind: Places
    """For each where its kind stands among the names of kinds."""
    at: Micros
    why: str


@dataclass(frozen=True)
class Happened:
    """What had happened to some tickets by an instant, as every metric sees it."""

    tickets: Tickets
    events: Events
    """What did not happen is of no kind."""
    problems: tuple[LeftOut, ...]
    """Events that contradict the others, or do not say what they should."""
    ended: tuple[Odd, ...]
    """Tickets whose status alone says that they ended."""
    unclear: Places
    """Tickets whose events need a closer look."""

    @classmethod
    def by(cls, lives: Lives, now: int, ending_of: EndingOf) -> Happened:
        """Events up to an instant; what came before the opening or after the end of a ticket is left out.

        Args:
            lives: The tickets with their events in order.
            now: The instant.
            ending_of: Says which event a status stands for, if it ends a ticket.
        """
        events = lives.events
        early = events.at < lives.tickets.opened[events.ticket]
        gone = events.at > now
        problems = [_left_out(events, early & ~gone, "came before the ticket was opened")]
        gone |= early | is_kind(events.kind, ("opened",))
        said = with_endings(Lives(lives.tickets, _without(events, gone)), ending_of)
        events = said.lives.events
        late = _after_the_end(events)
        problems.append(_left_out(events, late, "came after the ticket had ended"))
        events = _without(events, late)
        for key, labels in (("plan", events.plan), ("priority", events.priority), ("status", events.status)):
            nameless = is_kind(events.kind, (f"{key}_changed",)) & where_named(labels, lambda name: name is None)
            problems.append(_left_out(events, nameless, f"names no {key}"))
        left_out = tuple(problem for problem in problems if len(problem.ticket))
        return cls(said.lives.tickets, events, left_out, said.ended, said.unclear)

    @property
    def count(self) -> int:
        """How many tickets there are."""
        return len(self.tickets.opened)

    @cached_property
    def first(self) -> Places:
        """For each ticket where its events begin, and at last how many there are."""
        return first_of_each(self.events.ticket, self.count)

    def is_kind(self, kinds: Collection[str]) -> Mask:
        """Which events are of some kinds."""
        return is_kind(self.events.kind, kinds)

    @cached_property
    def counts(self) -> Mask:
        """Which events start and stop metrics: not what the customer does not see."""
        return self.events.public | ~self.is_kind(("agent_replied",))

    def held(self, mask: Mask) -> Places:
        """For each event the last one of its ticket up to it where a mask holds; -1 where there is none."""
        last = last_where(mask)
        return np.where(last >= self.first[self.events.ticket], last, NEVER)


def _left_out(events: Events, where: Mask, why: str) -> LeftOut:
    places = np.flatnonzero(where)
    assert events.kind.codes is not None
    return LeftOut(events.ticket[places], events.kind.codes[places], events.at[places], why)


def _without(events: Events, gone: Mask) -> Events:
    """The same events, of which some are of no kind."""
    if not gone.any():
        return events
    assert events.kind.codes is not None
    codes = np.where(gone, len(events.kind.names) - 1, events.kind.codes)
    return events._replace(kind=events.kind._replace(codes=codes))


def _after_the_end(events: Events) -> Mask:
    """Which events came after their ticket had ended, and before it was reopened."""
    ends, reopens = is_kind(events.kind, _ENDINGS), is_kind(events.kind, ("reopened",))
    if not ends.any():
        return ends
    before = np.append(NEVER, last_where(ends | reopens)[:-1])[: len(ends)]
    of_ticket = (before >= 0) & (events.ticket[before] == events.ticket)
    ended: Mask = of_ticket & ends[before] & ~reopens & where_named(events.kind, lambda name: name is not None)
    return ended
