"""`TicketReading`: tickets that a payload tells of, what is wrong with some of them, and what was lost (R19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from slaclock.adapters.losses import Account, KeyPath, Loss
from slaclock.errors import PayloadError, key_path
from slaclock.tickets import Ticket

LEFT_OUT = "nothing is promised for it, so it was left out"
"""What is said of a ticket to which no SLA policy applies: it is not among the tickets, and no answer counts it."""


@dataclass(frozen=True)
class TicketReading:
    """Tickets that were read of another product's payload, and what could not be carried over.

    Rules: R18, R19.
    """

    tickets: tuple[Ticket, ...]
    """Tickets with their events, in the order of the payload; what cannot be read at all is not among them."""

    problems: Mapping[str, tuple[str, ...]]
    """What is wrong with tickets, by their ids: why one was not read, or what makes its answers doubtful."""

    losses: tuple[Loss, ...]
    """What could not be carried over, each with its place and what it means for answers."""

    counts: Mapping[str, int]
    """How many records were read, by their kind: `tickets`, `audits`."""

    @classmethod
    def of(cls, tickets: Iterable[Ticket], problems: Mapping[str, Iterable[str]], account: Account) -> TicketReading:
        """Tickets with what is wrong with some of them, and all that was noted while they were read."""
        wrong = {key: tuple(said) for key, said in problems.items() if said}
        return cls(tuple(tickets), wrong, tuple(account.losses), dict(account.counts))

    def beside(self, losses: Sequence[Loss]) -> TicketReading:
        """The same with the losses of what was read beside it, such as the policies that say its plans."""
        return replace(self, losses=(*losses, *self.losses))

    def jsonl(self) -> str:
        """The tickets as JSON lines, which commands read as a file of tickets."""
        return "".join(f"{ticket.model_dump_json(exclude_defaults=True)}\n" for ticket in self.tickets)

    def tables(self) -> tuple[Any, Any]:
        """The same as two Arrow tables, which `columns.evaluate` takes: tickets, and their events.

        Raises:
            ModuleNotFoundError: The extra `columns` is not installed.
        """
        from slaclock.columns import tables_of_tickets

        return tables_of_tickets(self.tickets)


class UnpromisedError(PayloadError):
    """A ticket to which none of the SLA policies that were given applies."""

    @classmethod
    def of(cls, path: KeyPath, why: str) -> UnpromisedError:
        """What is raised of a ticket, with the place of its record and why: `it has no SLA`."""
        return cls(key_path(path), why)

    def leave_out(self, ticket: str, problems: MutableMapping[str, Any], account: Account) -> None:
        """Note that the ticket is left out; whatever is doubtful of it changes no answer."""
        problems.pop(ticket, None)
        account.losses.append(Loss(self.path, self.message, LEFT_OUT))
