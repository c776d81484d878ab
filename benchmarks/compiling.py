"""Compiling hours, and single calls after it: this checkout beside earlier ones; a section of the page.

`python -m benchmarks.compiling NAME=CHECKOUT… [--rounds N] [--page FILE]` measures all of them in processes that
take turns, and puts the section in its place on the page.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

from benchmarks.page import table, tell
from benchmarks.timing import figure

HERE = Path(__file__).parent.parent
PAGE = HERE / "docs" / "benchmarks.md"
TITLE = "## Compiling hours"
ROUNDS = 7
AIMS = {
    "compile 2 years": 0.5 / 2.8,
    "compile 30 years": 6 / 66,
    "memory of 2 years, compiled": 0.1,
}
"""At most this share of what the first checkout takes; a single call at most all of what the last one does."""
ADD_DAYS_AIM = 2
"""`add_days` in units of `add`."""
NOISE = 1.05
"""What a call may take more before it is called slower."""
INTRODUCTION = f"""{TITLE}

Office hours in New York without holidays, beside earlier commits. All are measured in processes that take turns, in
processor time; each tells the least of its own repetitions, and a ratio is the median over the rounds. A call is one of
500 with starts in New York that are spread over two years, after all of them were asked once. Compiled time is kept as
whole numbers. Elapsed time is told from these by the question for which they are compiled; a page of 128 dates is
unpacked for the next one, and for other questions at once, which the second row of memory shows.
`python -m benchmarks.compiling NAME=CHECKOUT…` measures this section.

The aims of compiling were 0.5 of 2.8 ms and 6 of 66 ms, which the first commit took when they were set; where it takes
less, the ratio may be missed and the milliseconds reached. Two thirds of what thirty years take go into making the
numbers of their weeks and putting them into arrays, and most of the rest into running totals; adding to all of an array
at once, as the digits of one long number, took 0.6 of that for each number, and was not worth its reading. `add_days`
is more than two of `add`: beside both conversions it asks where counting starts and to which date that belongs, what
the clocks show there and on the Nth date, and whether that lies in its hours."""

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
    if name.startswith("business_days") and not hasattr(schedule, "business_days"):
        continue
    some = starts[:50] if name.startswith("windows") else starts
    [call(at) for at in some]
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


def section(earlier: dict[str, Path], rounds: int) -> str:
    """Measure all checkouts in turns, and write what was found."""
    checkouts = [*earlier.values(), HERE]
    turns = [[told_by(checkout) for checkout in checkouts] for _ in range(rounds)]
    head = ["", *earlier, "now", *(f"now / {name}" for name in earlier), "aim"]
    rows = []
    for name in turns[0][-1]:
        ratios = [_ratio(turns, place, name) for place in range(len(earlier))]
        least = [
            _shown(name, min(turn[place][name] for turn in turns)) if name in turns[0][place] else "–"
            for place in range(len(checkouts))
        ]
        rows.append([name, *least, *(f"{ratio:.2f}×" if ratio else "–" for ratio in ratios), _aim(name, ratios)])
    of_add = [
        median(turn[place]["add_days, 3"] / turn[place]["add 8 hours"] for turn in turns)
        for place in range(len(checkouts))
    ]
    reached = "reached" if of_add[-1] <= ADD_DAYS_AIM else "missed"
    rows.append(
        [
            "`add_days` / `add`",
            *(f"{figure(each)}×" for each in of_add),
            *([""] * len(earlier)),
            f"at most {ADD_DAYS_AIM}×, {reached}",
        ]
    )
    return f"{INTRODUCTION}\n\n{table(head, rows)}"


def _ratio(turns: list[list[dict[str, float]]], place: int, name: str) -> float | None:
    """Return what this checkout takes of what an earlier one does, which may not know the question."""
    if name not in turns[0][place]:
        return None
    return median(turn[-1][name] / turn[place][name] for turn in turns)


def _shown(name: str, value: float) -> str:
    if name.startswith("memory"):
        return f"{figure(value / 1000)} kB"
    return f"{figure(value * 1e6)} µs" if value < 1e-3 else f"{figure(value * 1e3)} ms"


def _aim(name: str, ratios: list[float | None]) -> str:
    first, last = ratios[0], ratios[-1]
    if name in AIMS and first is not None:
        return f"at most {AIMS[name]:.2f}× the first, {'reached' if first <= AIMS[name] else 'missed'}"
    if name in AIMS or name.startswith(("memory", "a year at a time", "1,000")) or last is None:
        return ""
    return f"no slower, {'reached' if last <= NOISE else 'missed'}"


def _named(given: str) -> tuple[str, Path]:
    name, _, checkout = given.partition("=")
    return name, Path(checkout)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compiling", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("earlier", type=_named, nargs="+", help="earlier checkouts, each as NAME=FOLDER")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds in which all take a turn")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page in which the section stands")
    given = parser.parse_args()
    tell(section(dict(given.earlier), given.rounds), given.page)


if __name__ == "__main__":
    main()
