"""Compiling hours, and single calls after it: this checkout beside an earlier one; a section of the page.

`python -m benchmarks.compiling --before CHECKOUT [--called NAME] [--rounds N] [--page FILE]` measures both in
processes that take turns, and puts the section in its place on the page.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from benchmarks.page import put
from benchmarks.timing import figure

HERE = Path(__file__).parent.parent
PAGE = HERE / "docs" / "benchmarks.md"
TITLE = "## Compiling hours"
ROUNDS = 7
AIMS = {
    "compile 2 years": 0.5 / 2.8,
    "compile 30 years": 6 / 66,
    "memory of 2 years, compiled": 0.1,
    "1,000 customers in 10 zones": 0.02,
}
"""At most this share of what the earlier checkout takes; a single call at most all of it."""
ADD_DAYS_AIM = 2
"""`add_days` in units of `add`."""
NOISE = 1.05
"""What a call may take more before it is called slower."""
INTRODUCTION = f"""{TITLE}

Office hours in New York without holidays. Both checkouts are measured in processes that take turns; each tells the
least of its own repetitions, and a ratio is the median over the rounds. A call is one of many with a start in New York,
spread over two years, after all of them were asked once. `python -m benchmarks.compiling --before CHECKOUT` measures
this section."""

CONTESTANT = r"""
import gc, json, random, tracemalloc
from datetime import UTC, datetime, timedelta
from time import process_time
from zoneinfo import ZoneInfo
from slaclock import Schedule

NEW_YORK, HOUR, DAY = ZoneInfo("America/New_York"), timedelta(hours=1), timedelta(days=1)
ZONES = ("America/New_York Europe/London Europe/Berlin Asia/Tokyo Asia/Kolkata Australia/Sydney "
         "America/Sao_Paulo Africa/Cairo America/Los_Angeles Pacific/Auckland").split()


def office(**more):
    return Schedule(**{"timezone": "America/New_York", "hours": "Mon-Fri 09:00-18:00", **more})


def least(calls, repeated, times=1):
    found = []
    for _ in range(repeated):
        begin = process_time()
        for _ in range(times):
            calls()
        found.append((process_time() - begin) / times)
    return min(found)


def compiling(first, last):
    found = []
    for number in range(9):
        schedule = office(name=str(number))
        schedule._timeline
        begin = process_time()
        schedule.elapsed(datetime(first, 1, 5, tzinfo=UTC), datetime(last, 12, 1, tzinfo=UTC))
        found.append(process_time() - begin)
        del schedule
        gc.collect()
    return min(found)


def growing():
    schedule = office(hours="Mon-Fri 09:00-17:00")
    begin = process_time()
    for year in range(2000, 2100):
        schedule.is_open(datetime(year, 6, 15, tzinfo=UTC))
    return process_time() - begin


def memory(asked):
    office(hours="Mon-Fri 08:00-18:00").add(datetime(2026, 6, 15, 15, tzinfo=UTC), HOUR)
    schedule = office(hours="Mon-Fri 09:00-18:30")
    schedule._timeline
    gc.collect()
    tracemalloc.start()
    if asked:
        schedule.is_open(datetime(2026, 6, 15, 15, tzinfo=UTC))
    else:
        schedule._timeline.cover(datetime(2026, 6, 15, tzinfo=UTC), datetime(2026, 6, 16, tzinfo=UTC))
    gc.collect()
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return held


def customers():
    made = [office(timezone=ZONES[n % 10], name=f"customer {n}", hours="Mon-Fri 09:00-17:15") for n in range(1_000)]
    for each in made[:10]:
        office(timezone=each.timezone, hours="Mon-Fri 10:00-11:00").is_open(datetime(2026, 6, 15, 15, tzinfo=UTC))
    begin = process_time()
    for each in made:
        each.add(datetime(2026, 6, 15, 15, tzinfo=UTC), 8 * HOUR)
    return process_time() - begin


told = {
    "compile 2 years": compiling(2026, 2026),
    "compile 30 years": compiling(2000, 2028),
    "a year at a time, 100 years": growing(),
    "1,000 customers in 10 zones": customers(),
}
schedule, drawn = office(), random.Random(1)
starts = [(datetime(2026, 1, 5, tzinfo=UTC) + drawn.randrange(600 * 86400) * timedelta(seconds=1)).astimezone(NEW_YORK)
          for _ in range(500)]
calls = {
    "is_open": schedule.is_open,
    "add 8 hours": lambda at: schedule.add(at, 8 * HOUR),
    "add 400 hours": lambda at: schedule.add(at, 400 * HOUR),
    "elapsed, 30 days": lambda at: schedule.elapsed(at, at + 30 * DAY),
    "next_opening": schedule.next_opening,
    "windows of 30 days": lambda at: list(schedule.windows(at, at + 30 * DAY)),
    "add_days, 3": lambda at: schedule.add_days(at, 3),
    "add_days, 3, to the close": lambda at: schedule.add_days(at, 3, "close"),
    "business_days of 30 days": lambda at: schedule.business_days(at.date(), at.date() + 30 * DAY),
}
for name, call in calls.items():
    some = starts[:50] if name.startswith("windows") else starts
    deque = [call(at) for at in some]
    told[name] = least(lambda: [call(at) for at in some], 7) / len(some)
told["memory of 2 years, compiled"] = memory(asked=False)
told["memory of 2 years, asked once"] = memory(asked=True)
print(json.dumps(told))
"""


def told_by(checkout: Path) -> dict[str, float]:
    environment = {**os.environ, "PYTHONPATH": str(checkout / "src")}
    command = [sys.executable, "-c", CONTESTANT]
    ran = subprocess.run(command, env=environment, cwd=checkout, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(ran.stdout)
    return found


def section(before: Path, called: str, rounds: int) -> str:
    """Measure both checkouts in turns, and write what was found."""
    turns = [(told_by(before), told_by(HERE)) for _ in range(rounds)]
    lines = [INTRODUCTION, "", f"|  | {called} | now | now / {called} | aim |", "| --- | --- | --- | --- | --- |"]
    for name in turns[0][0]:
        earlier, now = (min(turn[which][name] for turn in turns) for which in (0, 1))
        ratio = median(turn[1][name] / turn[0][name] for turn in turns)
        lines.append(f"| {name} | {_shown(name, earlier)} | {_shown(name, now)} | {ratio:.2f}× | {_aim(name, ratio)} |")
    of_add = [median(turn[which]["add_days, 3"] / turn[which]["add 8 hours"] for turn in turns) for which in (0, 1)]
    reached = "reached" if of_add[1] <= ADD_DAYS_AIM else "missed"
    lines.append(
        f"| `add_days` / `add` | {figure(of_add[0])}× | {figure(of_add[1])}× |  | at most {ADD_DAYS_AIM}×, {reached} |"
    )
    return "\n".join(lines)


def _shown(name: str, value: float) -> str:
    if name.startswith("memory"):
        return f"{figure(value / 1000)} kB"
    return f"{figure(value * 1e6)} µs" if value < 1e-3 else f"{figure(value * 1e3)} ms"


def _aim(name: str, ratio: float) -> str:
    if name.startswith(("memory of 2 years, asked", "a year at a time")):
        return ""
    if name in AIMS:
        return f"at most {AIMS[name]:.2f}×, {'reached' if ratio <= AIMS[name] else 'missed'}"
    return f"no slower, {'reached' if ratio <= NOISE else 'missed'}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compiling", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--before", type=Path, required=True, help="a checkout of an earlier commit")
    parser.add_argument("--called", default="before", help="what the page calls it")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds in which both take a turn")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page in which the section stands")
    given = parser.parse_args()
    text = section(given.before, given.called, given.rounds)
    print(text)
    given.page.write_text(put(given.page.read_text(encoding="utf-8"), text), encoding="utf-8")


if __name__ == "__main__":
    main()
