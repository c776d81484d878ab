"""`TicketProblem`: what is wrong with one of many tickets, which the others do not wait for (R19)."""

from __future__ import annotations

from dataclasses import dataclass

from slaclock.results import Result


@dataclass(frozen=True, slots=True)
class TicketProblem(Result):
    """What is wrong with a ticket, or why there is no answer about it.

    Rules: R19.
    """

    ticket: str
    """Its id."""
    problem: str
    """What contradicts itself, or why there is no answer."""
    place: int | None = None
    """Where it stands, if that is known: its line in a file, or which of the tickets it is, counted from 1."""
    is_answered: bool = True
    """Whether there is an answer about the ticket all the same."""

    def __str__(self) -> str:
        return f"{self.ticket}: {self.problem}" if self.ticket else self.problem
