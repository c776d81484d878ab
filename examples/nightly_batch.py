"""A nightly batch in the shape of an Airflow DAG, as a plain script: extract, evaluate, load, one day at a time.

Each task takes its day as an argument and writes files of that day alone, whole or not at all. So a task may fail, run
again, or run for last week, and the result is the same: nothing here looks at the computer's clock. In Airflow each
function becomes a `@task`, `run` the body of the `@dag`, and the day is `data_interval_end`.
"""

import tempfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq

from slaclock import SlaPolicy, Ticket, columns

HERE = Path(__file__).parent
ZONE = ZoneInfo("America/New_York")
EVENTS = pa.schema(
    {
        "ticket": pa.string(),
        "at": pa.timestamp("us", "UTC"),
        "kind": pa.string(),
        "status": pa.string(),
        "priority": pa.string(),
    }.items()
)


def run(day: date, folder: Path) -> str:
    """Everything for one day; what it says of that day at the end."""
    return load(evaluate(*extract(day, folder), day, folder), day, folder)


def extract(day: date, folder: Path) -> tuple[Path, Path]:
    """What was known by the end of a day, from the helpdesk; here from a file of tickets."""
    lines = (HERE / "tickets" / "queue.jsonl").read_text(encoding="utf-8").splitlines()
    known = [ticket for ticket in map(Ticket.loads, lines) if ticket.opened < end_of(day)]
    tickets = [{"id": each.id, "opened": each.opened.astimezone(UTC), "priority": each.priority} for each in known]
    events = [
        {"ticket": ticket.id, "kind": event.kind, "status": event.status, "priority": event.priority}
        | {"at": event.at.astimezone(UTC)}
        for ticket in known
        for event in ticket.events
        if event.at < end_of(day)
    ]
    return (
        write(pa.Table.from_pylist(tickets), folder / f"tickets-{day}.parquet"),
        write(pa.Table.from_pylist(events, schema=EVENTS), folder / f"events-{day}.parquet"),
    )


def evaluate(tickets: Path, events: Path, day: date, folder: Path) -> Path:
    """Where every cycle stood at the end of the day."""
    policy = SlaPolicy.load(HERE / "policies" / "helpdesk.yaml")
    stands = columns.evaluate(policy, pq.read_table(tickets), pq.read_table(events), end_of(day))
    return write(stands, folder / f"stands-{day}.parquet")


def load(stands: Path, day: date, folder: Path) -> str:
    """The row of the day in the table of days, instead of one that was there; a row without an answer fails the run."""
    table = pq.read_table(stands)
    problems = table.filter(table["problem"].is_valid())
    if problems.num_rows:
        raise ValueError(f"{day}: {problems.num_rows} rows have problems, the first: {problems['problem'][0]}")
    states = [str(state) for state in table["state"].to_pylist()]
    row = {"day": day, **{state: states.count(state) for state in ("met", "breached", "running", "at_risk", "paused")}}
    kept = folder / "days.parquet"
    others = [each for each in pq.read_table(kept).to_pylist() if each["day"] != day] if kept.exists() else []
    write(pa.Table.from_pylist(sorted([*others, row], key=lambda each: each["day"])), kept)
    return ", ".join(f"{count} {state}" for state, count in row.items() if state != "day" and count)


def end_of(day: date) -> datetime:
    """The midnight at which a day ends where support is."""
    return datetime.combine(day + timedelta(days=1), time(), ZONE)


def write(table: pa.Table, path: Path) -> Path:
    """A file whole, or the one that was there."""
    beside = path.with_suffix(".tmp")
    pq.write_table(table, beside)
    return beside.replace(path)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        days = [date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 27)]
        for day in [*days, days[1]]:  # One of them runs again.
            print(f"{day:%a %d %b}: {run(day, Path(folder))}")
        print(f"{pq.read_table(Path(folder) / 'days.parquet').num_rows} days")


if __name__ == "__main__":
    main()
