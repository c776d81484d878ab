"""A policy as SQL in DuckDB, and `slaclock.duckdb.answer`, beside the kernel, told in a section of the page.

`python -m benchmarks.databases [--rows N] [--rounds N] [--page FILE]` measures and puts the section in its place.
"""

import argparse
import time
from collections import deque
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.engines import PAGE, POLICY, tickets
from benchmarks.page import table, tell
from benchmarks.timing import Entry, Race, figure
from slaclock import SlaPolicy

ROWS = 1_000_000
ROUNDS = 5
TITLE = "## SQL without Python"
INTRODUCTION = f"""{TITLE}

The tickets and the policy of [engines and files](#engines-and-files), written by `slaclock sql` for three years and
asked in DuckDB in one thread, in turns with the kernel, which has the same rows as Arrow columns. All of it is
processor time. `python -m benchmarks.databases` measures this section by itself."""
REST = """\
What was missed, and why: a join first tells each instant as a number, and does so again to find the piece of its
slot; of spans it does both twice, and looks up two slots in a table. A prototype of the join of spans that compared
plain microseconds, and refused no instant without a zone, took 2.0 times the kernel. A function finds its digits in a
text and reads them as a number, twice for each instant; it is for conditions and single rows."""
CALLS = {
    "sla_deadlines('tickets')": ("SELECT count(due) FROM sla_deadlines('tickets')", "due", 1.6),
    "sla_open_times('tickets', …)": (
        "SELECT count(elapsed) FROM sla_open_times('tickets', 'standard', opened, stopped)",
        "elapsed",
        1.6,
    ),
    "sla_due(…)": ("SELECT count(sla_due(opened, plan, priority)) FROM tickets", "due", None),
    "sla_elapsed(…)": ("SELECT count(sla_elapsed('standard', opened, stopped)) FROM tickets", "elapsed", None),
}
"""Each call, the question of the kernel that it stands beside, and how many times as long it may take."""


def race(rows: int, rounds: int) -> Race:
    """Time each call and the kernel."""
    import duckdb

    import slaclock.duckdb
    from slaclock import columns
    from slaclock.sql import sql_script

    policy, given = SlaPolicy.load(POLICY), tickets(rows)
    schedule = policy.schedule("standard")
    opened, plan, priority, stopped = (
        given[name].combine_chunks() for name in ("opened", "plan", "priority", "stopped")
    )
    con = duckdb.connect()
    con.execute("SET threads = 1")
    con.register("given", given)
    con.execute("CREATE TABLE tickets AS FROM given")
    con.execute(sql_script(policy, policy.compile((2024, 2026)), "duckdb"))

    def asked(query: str) -> object:
        return con.execute(query).fetchall()

    def answered() -> None:
        deque(slaclock.duckdb.answer(con, "SELECT opened, plan, priority FROM tickets", policy), maxlen=0)

    calls: dict[str, Any] = {name: partial(asked, query) for name, (query, _, _) in CALLS.items()}
    calls |= {
        "answer": answered,
        "due": lambda: columns.due(policy, opened, plan, priority),
        "elapsed": lambda: columns.elapsed(schedule, opened, stopped),
    }
    entries = {name: Entry(call, [()]) for name, call in calls.items()}
    return Race(entries, rounds, every=1, clock=time.process_time_ns)


def section(rows: int = ROWS, rounds: int = ROUNDS) -> str:
    """Measure, and return the section."""
    times = race(rows, rounds)
    told = [(name, beside, aim) for name, (_, beside, aim) in CALLS.items()]
    lines = [
        (
            f"`{name}`",
            figure(times.microseconds(beside) / 1000),
            figure(times.microseconds(name) / 1000),
            str(times.ratio(name, beside)),
            "" if aim is None else f"at most {aim}×, {_reached(times.ratio(name, beside).median <= aim)}",
        )
        for name, beside, aim in [*told, ("answer", "due", 1.5)]
    ]
    heads = (f"{rows:,} rows", "kernel, ms", "DuckDB, ms", "DuckDB / kernel", "aim")
    return "\n\n".join([INTRODUCTION, table(heads, lines), REST]) + "\n"


def _reached(held: bool) -> str:
    return "reached" if held else "missed"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.databases", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of the table")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds in which everybody takes a turn")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page in which the section stands")
    given = parser.parse_args()
    tell(section(given.rows, given.rounds), given.page)


if __name__ == "__main__":
    main()
