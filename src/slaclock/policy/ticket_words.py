"""`TicketWords`: the words of tickets as a policy reads them, and those that nobody knows (R16, R18, R19)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from slaclock.errors import nearest
from slaclock.hours import to_utc
from slaclock.keeping import cached_property
from slaclock.policy.helpdesk_names import NO_EVENT, HelpdeskNames
from slaclock.policy.plans import Plan
from slaclock.spelling import folded
from slaclock.tickets import (
    KNOWN_KINDS,
    KNOWN_SPELLINGS,
    Ending,
    Event,
    Lifecycle,
    Said,
    Ticket,
    known_status,
    meaning,
)

_KINDS_OF_LIVES = ("starts", "stops", "after", "restarts")
_STATUSES_OF_LIVES = ("pauses_in", "runs_in")


class Clauses(Protocol):
    """The parts of a policy, or of a version of it, that state lifecycles."""

    @property
    def metrics(self) -> Mapping[str, Lifecycle]:
        """Lifecycles by metric."""
        ...

    @property
    def plans(self) -> Mapping[str, Plan]:
        """What each plan promises."""
        ...


def stated_lives(clauses: Clauses) -> Iterator[Lifecycle]:
    """Every lifecycle that is stated: of metrics, and nearer."""
    yield from clauses.metrics.values()
    promises = (promise for plan in clauses.plans.values() for promise in plan.metrics.values())
    for promise in promises:
        yield from (each.lifecycle for each in (promise, *promise.priorities.values()) if each.lifecycle)


@dataclass(frozen=True, eq=False)
class TicketWords:
    """The words of tickets, as a policy reads them."""

    names: HelpdeskNames
    """What the helpdesk calls things."""
    lives: Sequence[Lifecycle]
    """Every lifecycle that any version of the policy states."""

    @cached_property
    def stated_statuses(self) -> dict[str, str]:
        """The statuses that lifecycles state, by what they mean."""
        return _first_spellings(_words_in(self.lives, _STATUSES_OF_LIVES), meaning)

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kinds of events that mean something, by their folded spelling."""
        return _first_spellings([*KNOWN_KINDS, *_words_in(self.lives, _KINDS_OF_LIVES)], folded)

    # Statuses

    def is_known_status(self, status: str) -> bool:
        """Whether a status of the policy's is known, or stated in it."""
        return known_status(status) is not None or meaning(status) in self.stated_statuses

    def ending_of(self, status: str) -> Ending | None:
        """The event for which a status stands, if it ends a ticket; none that a lifecycle states does so."""
        known = known_status(status)
        return None if known is None or known.name in self.stated_statuses else known.ends

    def status_problem(self, status: str) -> str:
        """What is wrong with a change to a status that nobody knows."""
        return f"names {self._unknown_status(status)}"

    def opening_problem(self, status: str) -> str:
        """What is wrong with a ticket that has such a status."""
        return f"its status is {self._unknown_status(status)}"

    def _unknown_status(self, status: str) -> str:
        near = self.nearest_statuses(status)
        return f"{status!r}, a status that is neither known nor stated in the policy{_hint(near, 'statuses')}"

    def nearest_statuses(self, status: str) -> list[str]:
        """The status that is spelled nearly so, if there is one."""
        return nearest(status.lower(), [*self.stated_statuses.values(), *KNOWN_SPELLINGS])

    # Kinds of events

    def kind(self, told: str) -> str | None:
        """A kind of event as the policy calls it, or as it is told where nobody knows it; nothing if it means none."""
        named = self.names.kind(told)
        return None if named == NO_EVENT and named != told else self.kinds.get(folded(named), named)

    def is_known_kind(self, kind: str) -> bool:
        """Whether a kind of event means something."""
        return folded(kind) in self.kinds

    def kind_problem(self, kind: str) -> str:
        """What is wrong with a kind of event that nobody knows."""
        status = known_status(kind)
        if status is not None and status.ends is None:
            hint = f", did you mean 'status_changed' with the status {kind!r}?"
        else:
            near = [status.ends] if status and status.ends else nearest(kind.lower(), self.kinds.values())
            hint = _hint(near, "kinds")
        return f"is of a kind that is neither known nor stated in the policy{hint}"

    # Whole tickets

    def read(self, ticket: Ticket, now: datetime) -> tuple[Ticket, list[str]]:
        """A ticket in the words of the policy, and what nobody knows of what had happened to it by an instant."""
        if self._says_nothing_odd(ticket):
            return ticket, []
        stated = {
            "status": self.names.status(ticket.status),
            "plan": self.names.plan(ticket.plan),
            "priority": self.names.priority(ticket.priority),
            "channel": self.names.channel(ticket.channel),
            "events": tuple(filter(None, map(self._read, ticket.events))),
        }
        changed = {name: value for name, value in stated.items() if value != getattr(ticket, name)}
        problems = list(self._odd(ticket, to_utc(now)))
        return ticket.model_copy(update=changed) if changed else ticket, problems

    def _says_nothing_odd(self, ticket: Ticket) -> bool:
        """Whether every word stands in the spelling in which it is known, as nearly everywhere."""
        if not self.names.is_empty or not self._plain_status(ticket.status):
            return False
        kinds, plain = self._plain_kinds, self._plain_status
        return all(
            said.kind in kinds
            and (said.status is None or plain(said.status))
            and not any(_stated_elsewhere(said, said.kind))
            for said in ticket.said
        )

    @cached_property
    def _plain_kinds(self) -> frozenset[str]:
        return frozenset(self.kinds.values())

    @cached_property
    def _plain_status(self) -> Callable[[str], bool]:
        return lru_cache(1_000)(self.is_known_status)

    def _read(self, event: Event) -> Event | None:
        """An event in the words of the policy; nothing where it means nothing."""
        kind = self.kind(event.kind)
        if kind is None:
            return None
        stated = {
            "kind": kind,
            "status": None if event.status is None else self.names.status(event.status),
            "priority": self.names.priority(event.priority),
            "plan": self.names.plan(event.plan),
        }
        changed = {name: value for name, value in stated.items() if value != getattr(event, name)}
        return event.model_copy(update=changed) if changed else event

    def _odd(self, ticket: Ticket, now: datetime) -> Iterator[str]:
        """What nobody knows of a ticket at an instant."""
        if to_utc(ticket.opened) > now:
            return
        if not self.is_known_status(self.names.status(ticket.status)):
            yield self.opening_problem(ticket.status)
        for event in (event for event in ticket.events if to_utc(event.at) <= now):
            kind, at = self.kind(event.kind), event.at.isoformat()
            if kind is not None and not self.is_known_kind(kind):
                yield f"{event.kind} at {at} {self.kind_problem(event.kind)}"
            if kind is not None:
                yield from (f"{event.kind} at {at} {why}" for why in _stated_elsewhere(event, kind))
            named = event.status if kind == "status_changed" else None
            if named is not None and not self.is_known_status(self.names.status(named)):
                yield f"{kind} at {at} {self.status_problem(named)}"


CHANGED_BY = {"status": "status_changed", "plan": "plan_changed", "priority": "priority_changed"}
"""What an event states that changes it, and the one kind of event that does so."""


def stated_elsewhere(field: str, value: str) -> str:
    """What is wrong with an event of another kind that states a status, a plan or a priority."""
    return f"states the {field} {value!r}, and only {CHANGED_BY[field]} changes it; tell that as an event of its own"


def _stated_elsewhere(event: Event | Said, kind: str) -> Iterator[str]:
    for field, changes in CHANGED_BY.items():
        value = getattr(event, field)
        if value and kind != changes:
            yield stated_elsewhere(field, value)


def words_of(names: HelpdeskNames, *clauses: Clauses) -> TicketWords:
    """The words of tickets, as a policy reads them.

    Args:
        names: What the helpdesk calls things.
        clauses: The policy and its versions.
    """
    return TicketWords(names, [life for each in clauses for life in stated_lives(each)])


def _words_in(lives: Iterable[Lifecycle], fields: Iterable[str]) -> list[str]:
    return [word for life in lives for field in fields for word in getattr(life, field)]


def _first_spellings(words: Iterable[str], fold: Callable[[str], str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word in words:
        found.setdefault(fold(word), word)
    return found


def _hint(near: Sequence[str], key: str) -> str:
    """What to do about a name that nobody knows."""
    return f", did you mean {near[0]!r}?" if near else f", say what it means under `names: {key}:` in the policy"
