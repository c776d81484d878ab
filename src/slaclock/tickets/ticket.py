"""A ticket and the events that happened to it, as they are declared (R18)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from operator import attrgetter, lt
from typing import Annotated, Any, NamedTuple, Self

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from slaclock.declaration import Declaration, signature
from slaclock.errors import ClockError, DeclarationError, Problem
from slaclock.hours import to_utc, zone_named
from slaclock.json_forms import Instant
from slaclock.keeping import cached_property
from slaclock.limits import OF_A_TICKET, Limits
from slaclock.same_instants import ComparedByInstants
from slaclock.tickets.known_kinds import order_of_kind

DUE_AGREED = "due_agreed"
Order = tuple[datetime, int, str]


class Event(ComparedByInstants, Declaration):
    """Something that happened to a ticket.

    Examples:
        >>> Event(at="2026-11-25T17:00-05:00", kind="agent_replied").public
        True

    Rules: R18.
    """

    at: Instant
    """When it happened."""

    kind: Annotated[str, Field(min_length=1)]
    """What happened, in any spelling: `customer_replied`, `agent_replied`, `status_changed`, `priority_changed`,
    `plan_changed`, `due_agreed`, `escalated`, `acknowledged`, `workaround_given`, `resolved`, `reopened`, `closed`,
    `cancelled`, `paused`, `resumed`, `stopped`, or a name of one's own that a lifecycle of the policy uses."""

    public: bool = True
    """Whether the customer sees it; an internal note answers nobody."""

    status: str | None = None
    """The new status, for `status_changed`."""

    priority: str | None = None
    """The new priority, for `priority_changed`."""

    plan: str | None = None
    """The new plan, for `plan_changed`."""

    metric: str | None = None
    """The one metric that `paused`, `resumed` or `stopped` concerns; all of them where nothing is said. That of
    `due_agreed` is `resolution` where nothing is said."""

    agreed: Instant | None = None
    """When it is due, for `due_agreed`; neither pauses nor changes of plan and priority move that."""

    by: str = ""
    """Who or what caused it, for explanations."""

    @signature
    def __init__(
        self,
        *,
        at: datetime | str,
        kind: str,
        public: bool = True,
        status: str | None = None,
        priority: str | None = None,
        plan: str | None = None,
        metric: str | None = None,
        agreed: datetime | str | None = None,
        by: str = "",
    ) -> None: ...

    @field_validator("agreed")
    @classmethod
    def _agrees_by_its_kind(cls, agreed: datetime | None, others: ValidationInfo) -> datetime | None:
        kind = others.data.get("kind", DUE_AGREED)
        if agreed is not None and kind != DUE_AGREED:
            raise ClockError(f"{kind} agrees on nothing; state `agreed` in an event of kind 'due_agreed'")
        return agreed

    @property
    def about(self) -> str:
        """The metric whose due instant was agreed."""
        return self.metric or "resolution"

    @cached_property
    def instant(self) -> datetime:
        """When it happened, in UTC."""
        return to_utc(self.at)

    @property
    def order(self) -> Order:
        """Events in time, and at one instant in the stated order of kinds."""
        return self.instant, *order_of_kind(self.kind)


class Said(NamedTuple):
    """The words of an event."""

    kind: str
    status: str | None
    plan: str | None
    priority: str | None


def _text_of(given: object) -> object:
    return str(given) if isinstance(given, int) and not isinstance(given, bool) else given


class Ticket(ComparedByInstants, Declaration):
    """A ticket: when it was opened, as what, and everything that happened to it, in any order.

    Examples:
        >>> ticket = Ticket(id="T-1", opened="2026-11-25T15:00-05:00", priority="P1", events=[
        ...     {"at": "2026-11-25T16:00-05:00", "kind": "agent_replied"},
        ... ])
        >>> Ticket.model_validate_json(ticket.model_dump_json()) == ticket
        True

    Rules: R18.
    """

    id: Annotated[str, BeforeValidator(_text_of, json_schema_input_type=str | int)] = ""
    """What the helpdesk calls it; a number is taken as text."""

    opened: Instant
    """When it was received."""

    plan: str | None = None
    """The plan at its opening."""

    priority: str | None = None
    """The priority at its opening."""

    channel: str | None = None
    """The channel through which it came, where what is promised differs by channel."""

    status: str = "open"
    """The status at its opening."""

    timezone: str | None = None
    """IANA name of the customer's zone, where the policy has schedules that are read on it."""

    @field_validator("timezone")
    @classmethod
    def _check_zone(cls, name: str | None) -> str | None:
        if name is not None:
            zone_named(name)
        return name

    agreed: Instant | None = None
    """When its resolution is due, where that was agreed by hand at its opening."""

    events: tuple[Event, ...] = ()
    """What happened to it; order and duplicates do not matter."""

    @signature
    def __init__(
        self,
        *,
        id: str | int = "",
        opened: datetime | str,
        plan: str | None = None,
        priority: str | None = None,
        channel: str | None = None,
        status: str = "open",
        timezone: str | None = None,
        agreed: datetime | str | None = None,
        events: Iterable[Event | Mapping[str, Any]] = (),
    ) -> None: ...

    @cached_property
    def opening(self) -> tuple[Event, ...]:
        """What happens as it is opened: that, and what is agreed then."""
        opened = Event(at=self.opened, kind="opened")
        return (opened, Event(at=self.opened, kind=DUE_AGREED, agreed=self.agreed)) if self.agreed else (opened,)

    @cached_property
    def in_order(self) -> tuple[Event, ...]:
        """Its events in time, and at one instant in the stated order of kinds; what says the same again, once."""
        instants = [event.instant for event in self.events]
        return self.events if all(map(lt, instants, instants[1:])) else tuple(_once_each(self.events))

    @cached_property
    def said(self) -> frozenset[Said]:
        """What its events say, however often."""
        return frozenset([Said(event.kind, event.status, event.plan, event.priority) for event in self.events])

    @classmethod
    def loads(cls, text: str, limits: Limits = OF_A_TICKET) -> Self:
        """Read a ticket from JSON that others wrote: each key once, and no more of it than the limits allow.

        Args:
            text: The whole object.
            limits: How much of it is read.

        Raises:
            DeclarationError: The text cannot be used; each problem names its key.

        Examples:
            >>> Ticket.loads('{"id": "T-1", "opened": "2026-11-25T15:00-05:00"}').id
            'T-1'

        Rules: R18, R19, R21.
        """
        import json

        from slaclock.strict_json import read_object

        try:
            stated = read_object(text, limits=limits)
        except json.JSONDecodeError as error:
            raise _unread(
                f"this is not JSON: {error.msg.lower()} at line {error.lineno}, column {error.colno}"
            ) from None
        except ValueError as error:
            raise _unread(str(error)) from None
        return cls(**stated)

    def with_event(self, event: Event) -> Ticket:
        """The same ticket with one event more."""
        return self.model_copy(update={"events": (*self.events, event)})


def _once_each(events: Iterable[Event]) -> Iterator[Event]:
    for _, group in groupby(sorted(events, key=attrgetter("order")), key=attrgetter("order")):
        yield from dict.fromkeys(group)


def _unread(message: str) -> DeclarationError:
    return DeclarationError("Ticket", [Problem((), message)])
