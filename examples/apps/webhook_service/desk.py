"""What is decided about tickets: a message is taken once, and a look finds what is new."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from slaclock import Evaluation, Event, MetricStatus, SlaClockError, SlaPolicy, Ticket

from .messages import Alert, Message, Opened
from .store import AlertRow, MessageRow, Store, TicketRow

Taken = Literal["taken", "known"]


class Conflict(Exception):
    """A message that says something else than one that came before it."""


class NotOpened(Exception):
    """A ticket of which no opening came."""


class Desk:
    """A policy, and the tickets of which the store knows."""

    def __init__(self, policy: SlaPolicy, store: Store) -> None:
        self.policy, self.store = policy, store
        self.version = hashlib.sha256(policy.model_dump_json().encode()).hexdigest()

    # Taking messages

    def take(self, message: Message, now: datetime) -> tuple[Taken, str | None]:
        """Keep a message, and look at its ticket; nothing of it is kept unless all is.

        Returns:
            Whether it was new, and why the ticket has no answer, where it has none.

        Raises:
            Conflict: Its id, or the opening of its ticket, came before and said something else.
        """
        try:
            return self._take(message, now)
        except IntegrityError:  # Its id came at the same time with another ticket.
            return self._take(message, now)

    def _take(self, message: Message, now: datetime) -> tuple[Taken, str | None]:
        row = MessageRow(
            id=message.id,
            ticket=message.ticket_id(),
            kind="opened" if isinstance(message, Opened) else "happened",
            stated=message.stated(),
            received=now,
        )
        with self.store.transaction() as session:
            ticket = self.store.locked(session, row.ticket)
            if before := session.get(MessageRow, row.id):
                _check_the_same(before, row)
                return "known", ticket.problem
            if row.kind == "opened":
                _check_first_opening(session, row)
            session.add(row)
            session.flush()
            self.look(session, ticket, now)
            return "taken", ticket.problem

    # Looking at tickets

    def look(self, session: Session, row: TicketRow, now: datetime) -> None:
        """Note what is new about a ticket, and when to look again."""
        row.policy, row.next_change, row.problem = self.version, None, None
        try:
            found = self.policy.evaluate(_ticket_in(session, row.id), now)
            row.next_change = found.next_change
        except NotOpened:
            return
        except SlaClockError as error:
            row.problem = str(error)
            return
        for alert in _alerts_of(found):
            if session.get(AlertRow, alert.key) is None:
                session.add(AlertRow(key=alert.key, body=alert.model_dump_json(), free_from=now))

    def evaluation(self, ticket: str, now: datetime) -> Evaluation:
        """Where a ticket stands.

        Raises:
            NotOpened: No opening of it came.
            SlaClockError: It has no answer.
        """
        with self.store.transaction() as session:
            stated = _ticket_in(session, ticket)
        return self.policy.evaluate(stated, now)


def _check_the_same(before: MessageRow, row: MessageRow) -> None:
    if (before.ticket, before.kind, before.stated) != (row.ticket, row.kind, row.stated):
        raise Conflict(f"message {row.id!r} came before and said something else; give a new message an id of its own")


def _check_first_opening(session: Session, row: MessageRow) -> None:
    opened = select(MessageRow.id).where(MessageRow.ticket == row.ticket, MessageRow.kind == "opened")
    if before := session.scalar(opened):
        raise Conflict(f"ticket {row.ticket!r} was opened by message {before!r}; send what changed as what happened")


def _ticket_in(session: Session, ticket: str) -> Ticket:
    """A ticket with all that happened to it; in which order messages came makes no difference."""
    rows = session.scalars(select(MessageRow).where(MessageRow.ticket == ticket)).all()
    opened = [Ticket.model_validate_json(row.stated) for row in rows if row.kind == "opened"]
    if not opened:
        raise NotOpened(f"no opening of ticket {ticket!r} came; {len(rows)} other messages about it wait for it")
    events = [Event.model_validate_json(row.stated) for row in rows if row.kind == "happened"]
    return opened[0].model_copy(update={"events": (*opened[0].events, *events)})


def _alerts_of(found: Evaluation) -> Iterator[Alert]:
    """Warnings that have come of what runs, and every breach, also one that was seen too late to be warned of."""
    for cycle in found.cycles:
        status = cycle.status
        if status.is_breached:
            yield _alert(found, cycle, "breached", 1)
        elif status.stopped_at is None:
            for each in (warning for warning in status.warnings if warning.reached):
                yield _alert(found, cycle, each.name, each.number)


def _alert(found: Evaluation, cycle: MetricStatus, name: str, number: int) -> Alert:
    ticket, status = found.ticket.id, cycle.status
    return Alert(
        key="/".join((ticket, cycle.metric, str(cycle.cycle), name, str(number))),
        ticket=ticket,
        metric=cycle.metric,
        name=name,
        number=number,
        state=status.state,
        due=status.due,
        text=f"{ticket}: {cycle.metric} {name}, due {status.due:%a %d %b %H:%M %Z}",
    )
