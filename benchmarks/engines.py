"""What stands on the kernel, beside the kernel: DuckDB, Spark and whole files, told in a section of the page.

`python -m benchmarks.engines [--rows N] [--page FILE]` measures and puts the section in its place on the page.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.page import table, tell
from benchmarks.timing import Entry, Race, figure
from slaclock import SlaPolicy

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
POLICY = Path(__file__).parent.parent / "examples" / "policies" / "byteztech.yaml"
ROWS = 1_000_000
FILE_ROWS = 5_000_000
ROUNDS = 5
TITLE = "## Engines and files"
DUCKDB_AIM = 3
INTRODUCTION = f"""{TITLE}

The policy has two plans of four priorities each, in business hours, business days and real hours; rows are mixed
evenly. Rounds are few and long here, and `nox -s engines` measures them."""
DUCKDB = """### DuckDB beside the kernel

The same rows from a table of DuckDB, in one thread, and as Arrow columns in one piece. DuckDB calls a function with at
most 2,048 rows, the size of its vectors, which is compiled into it. A call of so few rows costs more for its many
small steps than for its rows. The kernel called with as many rows at a time shows how much more; and a function that
answers nothing, called with the same columns, shows what DuckDB takes to hand them over. The rest was not traced to its
end: the same steps took about a third longer called by DuckDB than called beside it. Where the aim is missed, it is
these steps that are left; those of promises that differ in their amounts alone are taken together."""
SPARK = """### Spark with and without

`local[2]` reads a Parquet file and counts its rows, looking at every column; and counts the answers of an `arrow_udf`
for every row. What is between is the way to the workers and back, and the answers."""
FILES = """### Whole files

`batch` in a process of its own with due dates, breaches and seconds used, and the bare pyarrow reader and writer of the
same file with nothing between, in turns; the share has its lowest and highest round in brackets. Memory is the most
that the process held, Python and libraries included. pyarrow reads pieces of CSV ahead, up to a bound that the
smaller file does not reach."""


@dataclass(frozen=True)
class Run:
    """What a process said of its work."""

    seconds: float
    megabytes: float


@dataclass(frozen=True)
class FileRuns:
    """Rounds of the bare reader and writer and of `batch`, and `batch` on a smaller file."""

    rounds: list[tuple[Run, Run]]
    part: Run

    @property
    def shares(self) -> list[float]:
        """In each round, what the bare took of the whole."""
        return sorted(bare.seconds / batch.seconds for bare, batch in self.rounds)

    @property
    def share(self) -> float:
        return median(self.shares)

    @property
    def shown_share(self) -> str:
        return f"{self.share:.0%} ({self.shares[0]:.0%}–{self.shares[-1]:.0%})"


def tickets(rows: int) -> Any:
    """Return tickets as an Arrow table, the same in every run."""
    import numpy as np
    import pyarrow as pa

    pick = np.random.default_rng(2026)
    begin = int(datetime(2025, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000
    opened = begin + pick.integers(0, 31_536_000, rows) * 1_000_000
    stopped = opened + pick.integers(0, 500_000, rows) * 1_000_000
    instant = pa.timestamp("us", "UTC")
    names = {"plan": ["standard", "premium"], "priority": ["P1", "P2", "P3", "P4"]}
    chosen = {name: pa.array(each).take(pa.array(pick.integers(0, len(each), rows))) for name, each in names.items()}
    stops = pa.array(stopped, mask=pick.random(rows) < 0.2).cast(instant)
    return pa.table({"id": np.arange(rows), "opened": pa.array(opened).cast(instant), **chosen, "stopped": stops})


# DuckDB


def duckdb_races(rows: int) -> dict[str, Race]:
    """Time a policy and a schedule asked by DuckDB, by the kernel, and by the kernel in pieces of DuckDB's size."""
    import duckdb

    import slaclock.duckdb
    from slaclock import columns

    policy, table = SlaPolicy.load(POLICY), tickets(rows)
    schedule = policy.schedule("standard")
    opened, plan, priority, stopped = (
        table[name].combine_chunks() for name in ("opened", "plan", "priority", "stopped")
    )
    con = duckdb.connect()
    con.execute("SET threads = 1")
    slaclock.duckdb.register(con, policy)
    con.register("given", table)
    con.execute("CREATE TABLE tickets AS FROM given")
    _register_nothing(con)

    def asked(call: str) -> object:
        return con.execute(f"SELECT count({call}) FROM tickets").fetchall()

    def due(size: int) -> None:
        for at in range(0, rows, size):
            columns.due(policy, *(column.slice(at, size) for column in (opened, plan, priority)))

    def elapsed(size: int) -> None:
        for at in range(0, rows, size):
            columns.elapsed(schedule, opened.slice(at, size), stopped.slice(at, size))

    calls = {"sla_due(opened, plan, priority)": due, "sla_elapsed('standard', opened, stopped)": elapsed}
    return {
        call: Race(
            {
                "duckdb": Entry(partial(asked, call), [()]),
                "kernel": Entry(partial(kernel, rows), [()]),
                "pieces": Entry(partial(kernel, 2_048), [()]),
                "nothing": Entry(partial(asked, call.replace("sla_", "nothing_")), [()]),
            },
            ROUNDS,
            every=1,
        )
        for call, kernel in calls.items()
    }


def _register_nothing(con: Any) -> None:
    """Functions of the same names that answer nothing: what DuckDB itself takes to call one."""
    import pyarrow as pa
    from duckdb.sqltypes import INTERVAL, TIMESTAMP_TZ

    kinds = {"due": (pa.timestamp("us", "UTC"), TIMESTAMP_TZ), "elapsed": (pa.duration("us"), INTERVAL)}
    for name, (kind, answer) in kinds.items():
        empty = pa.nulls(2_048, kind)

        def nothing(*given: Any, empty: Any = empty) -> Any:
            return empty[: len(given[0])]

        con.create_function(f"nothing_{name}", nothing, None, answer, type="arrow", null_handling="special")


def _duckdb_table(races: dict[str, Race], rows: int) -> str:
    heads = (
        "call",
        "kernel, ms",
        "DuckDB, ms",
        "DuckDB / kernel",
        "aim",
        "kernel in pieces / kernel",
        "nothing / kernel",
    )
    return table(
        heads,
        [
            (
                f"`{call}`, {rows:,} rows",
                figure(race.microseconds("kernel") / 1000),
                figure(race.microseconds("duckdb") / 1000),
                str(race.ratio("duckdb", "kernel")),
                f"at most {DUCKDB_AIM}×, {_reached(race.ratio('duckdb', 'kernel').median <= DUCKDB_AIM)}",
                str(race.ratio("pieces", "kernel")),
                str(race.ratio("nothing", "kernel")),
            )
            for call, race in races.items()
        ],
    )


def _reached(held: bool) -> str:
    return "reached" if held else "missed"


# Spark


@contextmanager
def spark_session() -> Iterator[Any]:
    """A Spark of two workers on this machine."""
    import os

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    from pyspark.sql import SparkSession

    source = str(Path(__file__).parent.parent / "src")
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    session = builder.config("spark.executorEnv.PYTHONPATH", source).getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


def spark_race(rows: int, folder: Path) -> Race:
    """Time Spark counting rows, and counting their answers."""
    import pyarrow.parquet as pq

    import slaclock.spark

    pq.write_table(tickets(rows), folder / "spark.parquet")
    policy = SlaPolicy.load(POLICY)
    with spark_session() as session:
        frame = session.read.parquet(str(folder / "spark.parquet"))
        due = slaclock.spark.due(policy)("opened", "plan", "priority")
        used = slaclock.spark.elapsed(policy.schedule("standard"))("opened", "stopped")

        # Asked twice, a frame remembers what it did; so each round makes its own.
        def bare() -> object:
            return frame.selectExpr("count(opened)", "max(plan)", "max(priority)", "max(stopped)").collect()

        def answered(answer: Any) -> object:
            return frame.select(answer.alias("answer")).selectExpr("count(answer)").collect()

        calls = {"bare": bare, "due": partial(answered, due), "elapsed": partial(answered, used)}
        return Race({name: Entry(call, [()]) for name, call in calls.items()}, ROUNDS, every=1)


def _spark_table(race: Race, rows: int) -> str:
    texts = {"bare": "counting alone", "due": "`due(policy)`", "elapsed": "`elapsed(schedule)`"}
    return table(
        (f"{rows:,} rows", "s", "rows a second", "/ counting alone"),
        [
            (
                text,
                figure(race.microseconds(name) / 1e6),
                f"{rows / race.microseconds(name) * 1e6:,.0f}",
                str(race.ratio(name, "bare")),
            )
            for name, text in texts.items()
        ],
    )


# Files


BATCH = """
from slaclock import SlaPolicy, batch
policy = SlaPolicy.load({policy!r})
work = lambda: batch.run(policy, {source!r}, {out!r})
"""
BARE = {
    ".csv": """
import pyarrow as pa, pyarrow.csv as csv
names = ("id", "opened", "plan", "priority", "stopped")
as_text = csv.ConvertOptions(column_types={{name: pa.string() for name in names}})
bare = csv.WriteOptions(quoting_style="none")
def work():
    reader = csv.open_csv({source!r}, convert_options=as_text)
    with csv.CSVWriter({out!r}, reader.schema, write_options=bare) as writer:
        for piece in reader:
            writer.write_batch(piece)
""",
    ".parquet": """
import pyarrow.parquet as pq
def work():
    source = pq.ParquetFile({source!r})
    with pq.ParquetWriter({out!r}, source.schema_arrow) as writer:
        for piece in source.iter_batches():
            writer.write_batch(piece)
""",
}
TIMED = """
import json, re, time
began = time.perf_counter()
work()
seconds = time.perf_counter() - began
peak = re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())
print(json.dumps([seconds, int(peak[1]) / 1024]))
"""
"""Linux counts the memory of the program itself; `getrusage` would tell of its parent's, too."""


def file_runs(rows: int, folder: Path) -> dict[str, FileRuns]:
    """Run `batch` and the bare reader and writer over files of so many rows, and of a fifth of them."""
    import pyarrow.csv as pcsv
    import pyarrow.parquet as pq

    from slaclock.tables.writer import as_text

    found: dict[str, FileRuns] = {}
    for ending in BARE:
        whole, part = folder / f"whole{ending}", folder / f"part{ending}"
        for path, size in ((whole, rows), (part, rows // 5)):
            made = tickets(size)
            if ending == ".parquet":
                pq.write_table(made, path)
            else:
                text = made.from_arrays(
                    [as_text(column.combine_chunks()) for column in made.columns], made.column_names
                )
                pcsv.write_csv(text, path, pcsv.WriteOptions(quoting_style="none"))
        out = str(folder / f"out{ending}")
        bare = BARE[ending].format(source=str(whole), out=out)
        batch = BATCH.format(policy=str(POLICY), source=str(whole), out=out)
        rounds = [(_timed(bare), _timed(batch)) for _ in range(ROUNDS)]
        found[ending] = FileRuns(rounds, _timed(BATCH.format(policy=str(POLICY), source=str(part), out=out)))
    return found


def _timed(code: str) -> Run:
    return Run(*json.loads(_said(code + TIMED)))


def _said(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


def _files_table(found: dict[str, FileRuns], rows: int) -> str:
    heads = ("file", "rows a second", "bare, rows a second", "share of the bare", "memory, MB")
    return table(
        (*heads, f"of {rows // 5:,} rows, MB"),
        [
            (
                f"{ending}, {rows:,} rows",
                f"{rows / median(batch.seconds for _, batch in runs.rounds):,.0f}",
                f"{rows / median(bare.seconds for bare, _ in runs.rounds):,.0f}",
                runs.shown_share,
                figure(max(batch.megabytes for _, batch in runs.rounds)),
                figure(runs.part.megabytes),
            )
            for ending, runs in found.items()
        ],
    )


# The section


def section(rows: int = ROWS, file_rows: int = FILE_ROWS) -> str:
    """Measure, and return the section."""
    with tempfile.TemporaryDirectory() as name:
        files = file_runs(file_rows, Path(name))
        duckdb = duckdb_races(rows)
        spark = spark_race(2 * rows, Path(name))
    parts = [INTRODUCTION, DUCKDB, _duckdb_table(duckdb, rows), SPARK, _spark_table(spark, 2 * rows)]
    parts += [FILES, _files_table(files, file_rows), _limit(files)]
    return "\n\n".join(parts) + "\n"


def _limit(files: dict[str, FileRuns]) -> str:
    return f"""\
The aim is that the reader of CSV is the limit, and not slaclock: {_reached(files[".csv"].share > 0.5)}. A thread reads
ahead of the answers and another writes behind them, so on two processors a file is done in some two thirds of the
processor time that it takes. What the bare reader and writer do not take goes into reading the times of two columns as
instants, three answers for each row, and writing them as text. The file itself is read by one thread, for only then
does pyarrow number its rows."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engines", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of the tables")
    parser.add_argument("--file-rows", type=int, default=FILE_ROWS, help="rows of the files")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page in which the section stands")
    given = parser.parse_args()
    tell(section(given.rows, given.file_rows), given.page)


if __name__ == "__main__":
    main()
