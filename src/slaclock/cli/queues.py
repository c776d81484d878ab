"""Files of tickets as queues: a bad ticket is named by its line, and ends everything or is set aside, as asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Generic, Literal, Protocol, TypeAlias, TypeVar

import typer

from slaclock.cli.streams import is_standard, named
from slaclock.cli.ticket_files import documents, read_ticket

if TYPE_CHECKING:
    from slaclock.tables import BadRow
    from slaclock.tickets import OnBadTicket, Ticket, TicketProblem

MANY = 10_000
"""Tickets from which on they are asked as columns, where that extra is installed; fewer take no longer one by one."""

MOST_SHOWN = 20
"""Problems that are shown where people read; JSON and the file of errors have all of them."""

OnError = Annotated[
    Literal["stop", "skip", "report"],
    typer.Option(
        help="What to do with a bad ticket; `report` lists it among the problems, and in the file of --errors."
    ),
]
Errors = Annotated[Path | None, typer.Option(metavar="FILE", help="Where bad tickets are reported, as JSON lines.")]
MaxBad = Annotated[
    int | None,
    typer.Option(metavar="NUMBER", min=0, help="End with exit code 3, and no answer, where more than so many are bad."),
]


class HasProblems(Protocol):
    """What is answered about many tickets."""

    @property
    def problems(self) -> tuple[TicketProblem, ...]:
        """What is wrong with them."""
        ...


A = TypeVar("A", bound=HasProblems)
Question: TypeAlias = "Callable[[Iterable[Ticket], OnBadTicket], A]"


@dataclass(frozen=True)
class Asked(Generic[A]):
    """What was answered about the tickets of a file."""

    answer: A
    problems: list[TicketProblem]
    """What is wrong with tickets, each with its line."""
    bad: int
    """How many have no answer."""

    def in_words(self) -> Iterator[str]:
        """What is to be said of tickets."""
        yield from (f"line {each.place}: {each}" for each in self.problems[:MOST_SHOWN])
        if len(self.problems) > MOST_SHOWN:
            yield f"and {len(self.problems) - MOST_SHOWN:,} more problems; --json has all of them"
        if self.bad:
            yield f"{self.bad:,} {'ticket is' if self.bad == 1 else 'tickets are'} left out"


@dataclass
class Queue:
    """The tickets of a file, and what is done with bad ones."""

    path: Path
    on_error: Literal["stop", "skip", "report"]
    errors: Path | None
    most_bad: int | None
    one_by_one: bool = False
    """Whether tickets are asked one by one however many there are, as of a compiled policy."""
    _read: list[tuple[int, str]] = field(default_factory=list)
    """The line and the text of each ticket that could be read."""
    _bad: list[tuple[BadRow, TicketProblem]] = field(default_factory=list)
    """What has no answer."""

    def ask(self, question: Question[A], of_many: Question[A]) -> Asked[A]:
        """Ask about all tickets.

        Args:
            question: Asks one ticket after the other.
            of_many: Has the same answers, and asks them as columns.

        Raises:
            ClockError: One is bad, and that ends everything; the message names its line.
            TooManyBadError: More are bad than may be.
        """
        refuse_unclear_errors(self.on_error, self.errors)
        lines = list(documents(self.path))
        few = self.one_by_one or len(lines) < MANY
        as_columns = not (few or any(find_spec(each) is None for each in ("numpy", "pyarrow")))
        answer = self._answer(of_many if as_columns else question, lines)
        told = []
        for each in answer.problems:
            assert each.place is not None
            line, text = self._read[each.place - 1]
            placed = replace(each, place=line)
            if each.is_answered:
                told.append(placed)
            else:
                self._set_aside(placed, text)
        self._deal_with_bad_ones()
        if self.on_error == "report":
            told += [problem for _, problem in self._bad]
        return Asked(answer, sorted(told, key=lambda each: each.place or 0), len(self._bad))

    def readable(self) -> list[Ticket]:
        """All tickets that can be read; of the others, what `ask` says of them.

        Raises:
            ClockError: One cannot be read, and that ends everything.
            TooManyBadError: More are bad than may be.
        """
        tickets = list(self._tickets(list(documents(self.path))))
        self._deal_with_bad_ones()
        return tickets

    def bad_rows(self) -> list[BadRow]:
        """What was bad, in the order of the file."""
        return [row for row, _ in self._bad]

    def _answer(self, question: Question[A], lines: list[tuple[int, str]]) -> A:
        from slaclock.errors import ClockError

        try:
            return question(self._tickets(lines), "stop" if self.on_error == "stop" else "report")
        except ClockError as error:
            # What cannot be read says where it stands; what cannot be answered says which ticket it is.
            if error.place is None:
                raise
            raise ClockError(f"{named(self.path)}:{self._read[error.place - 1][0]}: {error}") from None

    def _tickets(self, lines: list[tuple[int, str]]) -> Iterator[Ticket]:
        from slaclock.errors import ClockError
        from slaclock.tickets import TicketProblem

        for line, text in lines:
            try:
                ticket = read_ticket(self.path, line, text)
            except ClockError as error:
                if self.on_error == "stop":
                    raise
                reason = str(error).removeprefix(f"{named(self.path)}:").partition(": ")[2]
                self._set_aside(TicketProblem("", reason, line, is_answered=False), text)
                continue
            self._read.append((line, text))
            yield ticket

    def _set_aside(self, problem: TicketProblem, text: str) -> None:
        from slaclock.tables import BadRow

        assert problem.place is not None
        self._bad.append((BadRow(problem.place, problem.problem, _record(text)), problem))

    def _deal_with_bad_ones(self) -> None:
        from slaclock.outputs import written_whole
        from slaclock.tables import BadRows

        self._bad.sort(key=lambda each: each[0].line)
        with ExitStack() as files:
            told = list(files.enter_context(written_whole(self.errors))) if self.errors else []
            BadRows(self.on_error, self.most_bad, told).take(self.bad_rows(), named(self.path))


def refuse_unclear_errors(on_error: str, errors: Path | None) -> None:
    """Refuse a file for bad tickets that is not to be written, or that is standard output."""
    from slaclock.errors import ChoiceError

    if errors and on_error != "report":
        raise ChoiceError(f"--errors names a file for bad tickets; write it with --on-error report, not {on_error}")
    if is_standard(errors):
        raise ChoiceError("standard output holds the answer; name a file for bad tickets")


def _record(text: str) -> Any:
    """What stands on a line: an object as such, and anything else as text."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return record if isinstance(record, dict) else text
