"""The first answer of a fresh process, as a function or a container gives it, told in a section of the page.

`python -m benchmarks.cold [--rounds N] [--page FILE]` measures and puts the section in its place on the page.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from benchmarks.page import table, tell
from benchmarks.processes import compile_everything
from benchmarks.timing import ROUNDS, Race
from slaclock import SlaPolicy

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
TITLE = "## The first answer of a process"
YEARS = (2024, 2030)
AIM = 0.2
POLICY = """\
name: Example support
timezone: America/New_York
holidays: US
schedules: {office: Mon-Fri 09:00-18:00}
plans: {standard: {first_response: {P1: 4 business hours, P2: 2 business days}}}
"""

# What all of them need has been loaded: the interpreter, datetimes, zones and JSON.
FRAME = """\
import json
from datetime import date, datetime, time as clock, timedelta
from time import process_time_ns as now
from zoneinfo import ZoneInfo
opened = datetime(2026, 11, 25, 17, tzinfo=ZoneInfo("America/New_York"))
begin = now()
{code}
print(now() - begin)
assert due == datetime({due}, tzinfo=ZoneInfo("America/New_York")), due"""
AFTER_HOURS = "2026, 11, 27, 12"
CONTESTANTS = {
    "hours": ("from slaclock import compiled\ndue = compiled.load(FILE).due(opened, priority='P1')", AFTER_HOURS),
    "days": (
        "from slaclock import compiled\ndue = compiled.load(FILE).due(opened, priority='P2')",
        "2026, 11, 30, 17",
    ),
    "policy": ("from slaclock import SlaPolicy\ndue = SlaPolicy.load(SOURCE).due(opened, priority='P1')", AFTER_HOURS),
    "workclock": (
        """\
from workclock import Holidays, Schedule, WorkDay
closed = Holidays(frozenset([date(2026, 11, 26)]))
desk = Schedule([WorkDay(clock(9), clock(18), (0, 1, 2, 3, 4)), closed], time_zone="America/New_York")
due = desk.add(opened, timedelta(hours=4))""",
        AFTER_HOURS,
    ),
}
INTRODUCTION = """\
A policy is read and asked once, in a process of its own; processor time is told. The interpreter and the standard
library's datetime, zoneinfo and json have loaded before, and the bytecode of everything is there. workclock is told its
desk and one holiday in code, and slaclock reads a compiled policy of seven years, or the policy itself, from a file."""

WHY = """\
What goes beyond the aim is spent on finding and running nine small modules and on reading and checking the file, less
on the answer."""
MORE = """\
Business days at the same time of day unpack the dates as well. Where clocks show that time twice or not at all, or the
day is shorter, the rooms of the library that count step by step are loaded, with their errors and words."""


def section(rounds: int) -> str:
    """Measure, and return the section of the page."""
    compile_everything()
    with tempfile.TemporaryDirectory() as folder:
        source, lock = Path(folder) / "policy.yaml", Path(folder) / "policy.sla.json"
        source.write_text(POLICY, encoding="utf-8")
        SlaPolicy.load(source).compile(YEARS).save(lock)
        race = _race(rounds, {"FILE": repr(str(lock)), "SOURCE": repr(str(source))})
    when = f"`python -m benchmarks.cold` measures this section by itself: here on {date.today()}."
    missed = race.ratio("hours", "workclock").median > AIM
    return "\n\n".join([TITLE, INTRODUCTION, when, _rows(race), *([WHY] if missed else []), MORE]) + "\n"


def _race(rounds: int, files: dict[str, str]) -> Race:
    times: dict[str, list[float | None]] = {name: [] for name in CONTESTANTS}
    order = list(CONTESTANTS)
    for _ in range(rounds):
        random.shuffle(order)
        for name in order:
            code, due = CONTESTANTS[name]
            for word, file in files.items():
                code = code.replace(word, file)
            times[name].append(_nanoseconds(FRAME.format(code=code, due=due)))
    return Race.told(times)


def _nanoseconds(code: str) -> float:
    return float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout)


def _rows(race: Race) -> str:
    rows = {
        "workclock, 4 business hours": ("workclock", False),
        "slaclock, a compiled policy, 4 business hours": ("hours", True),
        "slaclock, a compiled policy, 2 business days": ("days", False),
        "slaclock, the policy in YAML, 4 business hours": ("policy", False),
    }
    return table(["first answer", "ms", "/ workclock", "aim"], (_row(race, text, *row) for text, row in rows.items()))


def _row(race: Race, text: str, name: str, is_aim: bool) -> list[str]:
    ratio = race.ratio(name, "workclock")
    reached = "reached" if ratio.median <= AIM else "missed"
    return [text, f"{race.microseconds(name) / 1e3:.2f}", str(ratio), f"at most {AIM}×, {reached}" if is_aim else ""]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cold", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds in which everybody takes a turn")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page in which the section stands")
    given = parser.parse_args()
    tell(section(given.rounds), given.page)


if __name__ == "__main__":
    main()
