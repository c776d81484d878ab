"""What a ticket costs: its status, reading it, ever more pauses, and the agenda of many; told in a section of the page.

`python -m benchmarks.tickets [--rounds N] [--page FILE]` measures and puts the section in its place on the page.
"""

from __future__ import annotations

import argparse
import gc
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time, process_time_ns

from benchmarks.page import AgendaTimes, tell, tickets
from benchmarks.timing import ROUNDS, Entry, Race
from slaclock import Event, Schedule, SlaPolicy, Status, Ticket

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"

POLICY = """
name = "Benchmark"
timezone = "America/New_York"
holidays = "US"
schedules.standard = "Mon-Fri 09:00-18:00"
plans.standard.resolution = {P1 = "8 business hours", P2 = "40 business hours"}
"""
LADDER = """
name = "Ladder"
timezone = "America/New_York"
holidays = "US"
schedules.standard = "Mon-Fri 09:00-18:00"
plans.standard.resolution = "90 business days"
escalations = {agent = "80%", lead = "2 business days left", head = "at breach", board = "2 business days after breach"}
"""
OPENED = datetime(2026, 11, 2, 14, tzinfo=UTC)
NOW = datetime(2026, 11, 10, 15, tzinfo=UTC)
EVENTS = 20
PAUSES = (125, 250, 500, 1_000)
AGENDA = 100_000
SAMPLE = 2_000
"""The yardstick is timed on a part of the agenda: it is the same for every ticket."""


def policy() -> SlaPolicy:
    return SlaPolicy.loads(POLICY, format="toml")


def ticket(number: int) -> Ticket:
    opened = OPENED + timedelta(minutes=number % 600)
    statuses = ("pending", "open")
    events = tuple(
        Event(at=opened + timedelta(hours=5 * step + 1), kind="status_changed", status=statuses[step % 2])
        for step in range(EVENTS)
    )
    return Ticket(id=str(number), opened=opened, priority="P2", events=events)


def bare_arithmetic(schedule: Schedule, one: Ticket) -> tuple[datetime, timedelta]:
    """Return due and elapsed of a ticket with nothing but the schedule's arithmetic: a look-up for each pause."""
    times = [one.opened, *(event.at for event in one.events), NOW]
    ran = sum((schedule.elapsed(*span) for span in zip(times[::2], times[1::2], strict=True)), timedelta(0))
    return schedule.add(NOW, timedelta(hours=40) - ran), ran


def standing(told: SlaPolicy, one: Ticket) -> tuple[object, ...]:
    """Return what the bare arithmetic knows, and the state."""
    found = told.evaluate(one, NOW)["resolution"]
    return found.state, found.due, found.elapsed


def everything(told: SlaPolicy, one: Ticket) -> list[object]:
    """Return every field of the status."""
    found = told.evaluate(one, NOW)["resolution"]
    return [getattr(found, name) for name in Status.__dataclass_fields__]


def status(rounds: int) -> Race:
    """Time the status of one ticket against its arithmetic."""
    told, one = policy(), ticket(0)
    schedule = told.schedule("standard")
    assert standing(told, one)[1:] == bare_arithmetic(schedule, one)
    return Race(
        {
            "standing": Entry(standing, [(told, one)]),
            "everything": Entry(everything, [(told, one)]),
            "yardstick": Entry(bare_arithmetic, [(schedule, one)]),
        },
        rounds,
        clock=process_time_ns,
    )


def reading(rounds: int) -> Race:
    """Time a ticket read from JSON against the bare reader of JSON."""
    text = ticket(0).model_dump_json(exclude_defaults=True)
    return Race(
        {
            "model_validate_json": Entry(Ticket.model_validate_json, [(text,)]),
            "loads": Entry(Ticket.loads, [(text,)]),
            "yardstick": Entry(json.loads, [(text,)]),
        },
        rounds,
        clock=process_time_ns,
    )


def growth(rounds: int) -> Race:
    """Time the levels of a ladder of escalations over business days, for ever more pauses."""
    told = SlaPolicy.loads(LADDER, format="toml")
    return Race(
        {str(pauses): Entry(_levels, [(told, *_waiting(pauses))]) for pauses in PAUSES},
        rounds,
        every=1,
        clock=process_time_ns,
    )


def _levels(told: SlaPolicy, one: Ticket, now: datetime) -> object:
    return told.evaluate(one, now)["resolution"].escalations


def _waiting(pauses: int) -> tuple[Ticket, datetime]:
    """Return a ticket that waited so many times, and an instant after all of that."""
    statuses = ("pending", "open")
    events = [
        Event(at=OPENED + timedelta(hours=step + 1), kind="status_changed", status=statuses[step % 2])
        for step in range(2 * pauses)
    ]
    return Ticket(opened=OPENED, events=events), OPENED + timedelta(hours=2 * pauses + 1)


def agenda() -> AgendaTimes:
    """Time the agenda of many open tickets once, and its yardstick on a part of them."""
    told = policy()
    tickets = [ticket(number) for number in range(AGENDA)]
    with _collecting() as collected:
        began = process_time()
        told.agenda(tickets, NOW)
        took = process_time() - began
    schedule = told.schedule("standard")
    began = process_time()
    for one in tickets[:SAMPLE]:
        bare_arithmetic(schedule, one)
    return AgendaTimes(AGENDA, took, sum(collected), (process_time() - began) * AGENDA / SAMPLE)


@contextmanager
def _collecting() -> Iterator[list[float]]:
    """Note how long each collection of garbage takes meanwhile."""
    took: list[float] = []

    def note(phase: str, info: Mapping[str, int]) -> None:
        took.append(-process_time() if phase == "start" else process_time())

    gc.callbacks.append(note)
    yield took
    gc.callbacks.remove(note)


def section(rounds: int) -> str:
    """Measure, and return the section of the page."""
    return tickets(status(rounds), reading(rounds), growth(rounds), agenda())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tickets", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds in which everybody takes a turn")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page in which the section stands")
    given = parser.parse_args()
    tell(section(given.rounds), given.page)


if __name__ == "__main__":
    main()
