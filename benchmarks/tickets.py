"""What a ticket costs: the status of one with twenty events, and the agenda of many open ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import perf_counter

from benchmarks.timing import Entry, Race
from slaclock import Event, Schedule, SlaPolicy, Ticket

POLICY = """
name = "Benchmark"
timezone = "America/New_York"
holidays = "US"
schedules.standard = "Mon-Fri 09:00-18:00"
plans.standard.resolution = {P1 = "8 business hours", P2 = "40 business hours"}
"""
OPENED = datetime(2026, 11, 2, 14, tzinfo=UTC)
NOW = datetime(2026, 11, 10, 15, tzinfo=UTC)
EVENTS = 20
AGENDA = 100_000
SAMPLE = 2_000
"""The yardstick is timed on a part of the agenda: it is the same for every ticket."""


@dataclass(frozen=True)
class AgendaTimes:
    """How long an agenda took, and its yardstick for as many tickets."""

    tickets: int
    seconds: float
    yardstick: float


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


def status(rounds: int) -> Race:
    """Time the status of one ticket against its arithmetic."""
    told, one = policy(), ticket(0)
    schedule = told.schedule("standard")
    return Race(
        {
            "slaclock": Entry(told.evaluate, [(one, NOW)]),
            "yardstick": Entry(bare_arithmetic, [(schedule, one)]),
        },
        rounds,
    )


def agenda() -> AgendaTimes:
    """Time the agenda of many open tickets once, and its yardstick on a part of them."""
    told = policy()
    tickets = [ticket(number) for number in range(AGENDA)]
    began = perf_counter()
    told.agenda(tickets, NOW)
    took = perf_counter() - began
    schedule = told.schedule("standard")
    began = perf_counter()
    for one in tickets[:SAMPLE]:
        bare_arithmetic(schedule, one)
    return AgendaTimes(AGENDA, took, (perf_counter() - began) * AGENDA / SAMPLE)
