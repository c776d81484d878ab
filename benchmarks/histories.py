"""Whole histories as columns: beside the kernel, beside tickets asked one by one, and in Spark; a section of the page.

`python -m benchmarks.histories [--tickets N] [--agenda N] [--spark N] [--page FILE]` measures and puts the
section in its place on the page.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from textwrap import fill
from time import process_time
from typing import Any

from benchmarks import tickets
from benchmarks.engines import spark_session
from benchmarks.page import table, tell
from benchmarks.timing import figure
from slaclock import Evaluation, Event, SlaPolicy, Ticket

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
TITLE = "## Whole histories"
TICKETS, AGENDA, SPARK = 1_000_000, 100_000, 200_000
EVENTS = 10
SAMPLE = 10_000
"""Tickets that are asked one by one, spread over all, and whose answers are compared."""
ROUNDS = 3
AIMS = {"rows of `columns.elapsed` for each event": 12, "one by one / columns": 100, "memory, GB": 1, "agenda": 1}
NOW = datetime(2026, 7, 1, tzinfo=UTC)
POLICY = """
name = "Histories"
timezone = "America/New_York"
holidays = "US"
schedules.standard = "Mon-Fri 09:00-18:00"
plans.standard.first_response = {P1 = "1 business hour", P2 = "4 business hours", P3 = "8 business hours"}
plans.standard.resolution = {P1 = "8 business hours", P2 = "24 business hours", P3 = "40 business hours"}
"""
INTRODUCTION = f"""{TITLE}

Tickets with {EVENTS} events each, in order: replies, changed statuses and priorities, resolutions and reopenings at
random, so that one in some tickets contradicts itself. Two metrics; names are plain text. `nox -s histories` measures
this section, in processor time of one thread. A row of `columns.elapsed` is one of a column as long as there are
events, asked in the same rounds. Memory is the most that a process held which read both tables from Parquet and
answered: Python, libraries, tables and answers together. The agenda has tickets with {tickets.EVENTS} events, as
`Ticket`, and its yardstick is the arithmetic of their pauses."""

WHY = "What was not reached, and why."
REASONS = """The row is two look-ups in a grid. Of an event, names
are read as numbers, a seventh of the time, statuses are followed into pauses, events into cycles, and changed
priorities into promises, for each metric; no step takes more than a seventh. Half of what the agenda takes goes into
reading `Ticket`s, attribute by attribute, into columns; tables go without that."""


def policy() -> SlaPolicy:
    return SlaPolicy.loads(POLICY, format="toml")


def histories(count: int) -> tuple[Any, Any]:
    """Return tickets and their events as two Arrow tables, the same in every run."""
    import numpy as np
    import pyarrow as pa

    kinds = ["agent_replied", "customer_replied", "status_changed", "priority_changed", "resolved", "reopened"]
    statuses, priorities = ["open", "pending", "on_hold", "in_progress"], ["P1", "P2", "P3"]
    pick = np.random.default_rng(2026)
    begin = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000
    opened = begin + pick.integers(0, 180 * 86_400, count) * 1_000_000
    ticket = np.repeat(np.arange(count), EVENTS)
    at = np.sort(pick.integers(60, 20 * 86_400, (count, EVENTS)), axis=1).ravel() * 1_000_000 + opened[ticket]
    kind = pick.choice(len(kinds), len(ticket), p=[0.25, 0.2, 0.4, 0.05, 0.065, 0.035]).astype(np.int8)
    instant = pa.timestamp("us", "UTC")

    def named(names: list[str], codes: Any, missing: Any = None) -> Any:
        encoded = pa.DictionaryArray.from_arrays(pa.array(codes, pa.int8(), mask=missing), pa.array(names))
        return encoded.cast(pa.string())

    known = pa.table(
        {
            "id": np.arange(count),
            "opened": pa.array(opened).cast(instant),
            "priority": named(priorities, pick.integers(0, 3, count)),
        }
    )
    happened = pa.table(
        {
            "ticket": ticket,
            "at": pa.array(at).cast(instant),
            "kind": named(kinds, kind),
            "status": named(statuses, pick.integers(0, 4, len(ticket)), kind != 2),
            "priority": named(priorities, pick.integers(0, 3, len(ticket)), kind != 3),
            "public": (kind != 0) | (pick.random(len(ticket)) < 0.7),
        }
    )
    return known, happened


def _took(call: Callable[[], object]) -> float:
    began = process_time()
    call()
    return process_time() - began


@dataclass(frozen=True)
class Figures:
    tickets: int
    seconds: float
    """Of all tickets as columns."""
    elapsed: float
    """Of as many rows of `columns.elapsed` as there are events."""
    one_by_one: float
    """Of all tickets one by one, by a sample."""
    different: int
    """Rows of the sample that differ in any column."""
    compared: int
    alone: int
    """Tickets that had no form for whole columns."""
    gigabytes: float
    """The most that a process held."""

    @property
    def events(self) -> int:
        return self.tickets * EVENTS

    @property
    def rows(self) -> float:
        return self.seconds / self.elapsed

    @property
    def ratio(self) -> float:
        return self.one_by_one / self.seconds


def measured(count: int, folder: Path) -> Figures:
    """Time histories as columns beside the kernel, and beside a sample asked one by one."""
    import pyarrow.parquet as pq

    from slaclock import columns

    asked, (known, happened) = policy(), histories(count)
    schedule, instants = asked.schedule("standard"), happened["at"].combine_chunks()
    pq.write_table(known, folder / "tickets.parquet")
    pq.write_table(happened, folder / "events.parquet")
    columns.evaluate(asked, known.slice(0, 2_000), happened.slice(0, 2_000 * EVENTS), NOW)
    rounds = [
        (
            _took(lambda: columns.evaluate(asked, known, happened, NOW)),
            min(_took(lambda: columns.elapsed(schedule, instants, NOW)) for _ in range(3)),
        )
        for _ in range(ROUNDS)
    ]
    found = columns.evaluated(asked, known, happened, NOW, {}, {})
    stated = _stated(known, happened)
    began = process_time()
    evaluations = [asked.evaluate(ticket, NOW) for ticket in stated]
    for evaluation in evaluations:
        _ = [(each.status.state, each.status.due, each.status.elapsed) for each in evaluation.cycles]
    alone = (process_time() - began) * count / len(stated)
    compared, different = _compared(found.table, evaluations)
    seconds, elapsed = (median(each) for each in zip(*rounds, strict=True))
    return Figures(count, seconds, elapsed, alone, different, compared, found.one_by_one, _memory(folder))


def _compared(table: Any, evaluations: list[Evaluation]) -> tuple[int, int]:
    """Return how many rows were compared with what is said of tickets one by one, and how many differ."""
    import pyarrow as pa
    import pyarrow.compute as pc

    ids = pa.array([int(evaluation.ticket.id) for evaluation in evaluations])
    rows = table.filter(pc.is_in(table["ticket"], value_set=ids)).to_pylist()
    theirs = [row for evaluation in evaluations for row in _rows(evaluation)]
    assert len(rows) == len(theirs), f"{len(rows):,} rows as columns, {len(theirs):,} one by one"
    return len(rows), sum(
        {**ours, "problem": _parts(ours["problem"] or "")} != other for ours, other in zip(rows, theirs, strict=True)
    )


def _rows(evaluation: Evaluation) -> list[dict[str, Any]]:
    """Return what a ticket's rows must hold."""
    problem = _parts("; ".join(evaluation.problems))
    return [
        {
            "ticket": int(evaluation.ticket.id),
            "metric": each.metric,
            "cycle": each.cycle,
            "plan": each.clock.plan,
            "priority": each.clock.priority,
            "state": each.status.state,
            "started": each.status.started,
            "stopped": each.status.stopped_at,
            "due": each.status.due,
            "breached_at": each.status.breached_at,
            "elapsed": each.status.elapsed,
            "remaining": each.status.remaining,
            "paused": each.status.business.paused,
            "next_change": each.status.next_change,
            "problem": problem,
        }
        for each in evaluation.cycles
    ]


def _parts(problem: str) -> set[str]:
    """Return what is wrong, in no order."""
    return {*problem.split("; ")} - {""}


def _stated(known: Any, happened: Any) -> list[Ticket]:
    """Some tickets, spread over all of them, as they are stated one by one."""
    import numpy as np

    places = np.linspace(0, known.num_rows - 1, min(SAMPLE, known.num_rows)).astype(int)
    events = happened.take((places[:, None] * EVENTS + np.arange(EVENTS)).ravel()).to_pylist()
    owned = [events[place : place + EVENTS] for place in range(0, len(events), EVENTS)]
    return [
        Ticket(
            id=str(row["id"]),
            opened=row["opened"],
            priority=row["priority"],
            events=[
                Event(**{name: value for name, value in each.items() if name != "ticket" and value is not None})
                for each in own
            ],
        )
        for row, own in zip(known.take(places).to_pylist(), owned, strict=True)
    ]


MEMORY = """
import json, re, sys
import pyarrow.parquet as pq
from benchmarks.histories import NOW, policy
from slaclock import columns
folder = sys.argv[1]
known, happened = (pq.read_table(f"{folder}/{name}.parquet") for name in ("tickets", "events"))
stands = columns.evaluate(policy(), known, happened, NOW)
peak = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())
print(json.dumps(int(peak[1]) / 1e6))
"""


def _memory(folder: Path) -> float:
    run = subprocess.run([sys.executable, "-c", MEMORY, str(folder)], check=True, capture_output=True, text=True)
    return float(json.loads(run.stdout))


def agenda(count: int) -> tuple[float, float]:
    """Return what the agenda of many tickets takes as columns, and its yardstick."""
    from slaclock import columns

    asked = tickets.policy()
    told = [tickets.ticket(number) for number in range(count)]
    took = min(_took(lambda: columns.agenda(asked, told, tickets.NOW, 50)) for _ in range(2))
    schedule = asked.schedule("standard")
    yardstick = _took(lambda: [tickets.bare_arithmetic(schedule, one) for one in told[: tickets.SAMPLE]])
    return took, yardstick * count / min(count, tickets.SAMPLE)


def spark(count: int, folder: Path) -> tuple[float, float]:
    """Return the seconds in which Spark answers, and counts, as many histories; the medians of some rounds."""
    from time import perf_counter

    import pyarrow.parquet as pq

    import slaclock.spark

    for name, each in zip(("tickets", "events"), histories(count), strict=True):
        pq.write_table(each, folder / f"spark-{name}.parquet")
    with spark_session() as session:
        known, happened = (
            session.read.parquet(str(folder / f"spark-{name}.parquet")) for name in ("tickets", "events")
        )

        def bare() -> None:
            known.selectExpr("count(id)", "max(opened)", "max(priority)").collect()
            happened.selectExpr("count(ticket)", "max(at)", "max(kind)", "max(status)", "max(priority)").collect()

        def answered() -> None:
            stands = slaclock.spark.evaluate(policy(), known, happened, NOW, groups=16)
            stands.selectExpr("count(due)", "max(state)").collect()

        rounds: list[tuple[float, float]] = []
        for _ in range(ROUNDS + 1):
            times = []
            for call in (answered, bare):
                began = perf_counter()
                call()
                times.append(perf_counter() - began)
            rounds.append((times[0], times[1]))
    of_answers, of_counting = (median(each) for each in zip(*rounds[1:], strict=True))
    return of_answers, of_counting


def _reached(holds: bool) -> str:
    return "reached" if holds else "missed"


def section(count: int, queue: int, in_spark: int) -> str:
    """Measure, and return the section."""
    with tempfile.TemporaryDirectory() as name:
        found = measured(count, Path(name))
        took, yardstick = agenda(queue)
        rows = [
            (
                f"{found.tickets:,} tickets, {figure(found.seconds)} s: rows of `columns.elapsed` for each event",
                figure(found.rows),
                f"at most 12, {_reached(found.rows <= 12)}",
            ),
            (
                f"tickets one by one ({SAMPLE:,} of them) / as columns",
                f"{figure(found.ratio)}×",
                f"at least 100×, {_reached(found.ratio >= 100)}",
            ),
            ("memory, GB", figure(found.gigabytes), f"at most 1, {_reached(found.gigabytes <= 1)}"),
            (
                f"agenda of {queue:,} tickets, {figure(took)} s / yardstick",
                f"{figure(took / yardstick)}×",
                f"at most 1×, {_reached(took <= yardstick)}",
            ),
        ]
        if in_spark:
            answers, counting = spark(in_spark, Path(name))
            what = f"Spark, `local[2]`, {in_spark:,} tickets, {figure(answers)} s / counting the same rows"
            rows.append((what, f"{figure(answers / counting)}×", ""))
    said = (
        f"{SAMPLE:,} of the tickets, spread over all, have {found.compared:,} cycles, of which {found.different:,} "
        f"differ from what `policy.evaluate` says, in any column. {found.alone:,} of {found.tickets:,} tickets were "
        "asked one by one."
    )
    row, event = (figure(seconds / found.events * 1e9) for seconds in (found.elapsed, found.seconds))
    why = f"{WHY} A row of `columns.elapsed` takes {row} ns, and an event {event} ns. {REASONS}"
    said, why = (fill(each, 120, break_on_hyphens=False) for each in (said, why))
    return "\n\n".join([INTRODUCTION, table(("", "measured", "aim"), rows), said, why]) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.histories", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tickets", type=int, default=TICKETS, help="tickets asked as columns")
    parser.add_argument("--agenda", type=int, default=AGENDA, help="tickets of the agenda")
    parser.add_argument("--spark", type=int, default=SPARK, help="tickets asked in Spark; 0 leaves it out")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page in which the section stands")
    given = parser.parse_args()
    tell(section(given.tickets, given.agenda, given.spark), given.page)


if __name__ == "__main__":
    main()
