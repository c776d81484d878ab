"""What policies of many schedules and plans cost to load, check, compare, compile and diff; a section of the page.

`python -m benchmarks.large_policies [--page FILE]` measures and puts the section in its place on the page.
"""

import argparse
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.page import table, tell
from benchmarks.timing import figure
from slaclock import SlaPolicy
from slaclock.review import check, compare, diff

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
TITLE = "## Large policies"
LOADED = (125, 250, 500, 1_000)
REVIEWED = (60, 120, 240)
COUNTED = (15, 30, 60)
LINEAR = 2.3
"""At most this many times as long for twice the plans."""
FIRST, LAST = date(2027, 1, 1), date(2027, 12, 31)
ZONES = ("America/New_York", "Europe/London", "Europe/Berlin", "Asia/Tokyo", "Asia/Kolkata")
INTRODUCTION = f"""{TITLE}

Policies in JSON with as many schedules as plans, up to 240 different hours among them, in five zones; each plan has two
metrics with four priorities. Between the two policies of `diff`, all schedules close half an hour earlier and one
amount of each plan is another, which is looked at for a year; due dates are asked as columns. Processor time, measured
once; `diff` of 240 such plans took 23 s of a busy machine.
`nox -s large_policies` measures this section: here on {date.today()}."""


def stated(plans: int, closes: str = "18:00", amount: int = 4) -> dict[str, Any]:
    return {
        "name": "Large",
        "timezone": "America/New_York",
        "holidays": "US",
        "schedules": {
            f"hours {n}": {"timezone": ZONES[n % 5], "hours": f"Mon-Fri {6 + n % 4:02}:{n // 4 % 60:02}-{closes}"}
            for n in range(plans)
        },
        "plans": {
            f"plan {n}": {
                "schedule": f"hours {n}",
                "first_response": _targets("1 business hour", f"{amount} business hours"),
                "resolution": _targets(f"{4 + n % 7} business hours", "1 business day"),
            }
            for n in range(plans)
        },
    }


def _targets(first: str, second: str) -> dict[str, str]:
    return {"P1": first, "P2": second, "P3": "3 business days", "P4": "5 business days"}


def loaded(text: str) -> SlaPolicy:
    return SlaPolicy.loads(text, format="json")


def loading(plans: int) -> Callable[[], object]:
    text = json.dumps(stated(plans))
    return lambda: loaded(text)


def asking(ask: Callable[[SlaPolicy], object]) -> Callable[[int], Callable[[], object]]:
    def prepared(plans: int) -> Callable[[], object]:
        policy = loaded(json.dumps(stated(plans)))
        return lambda: ask(policy)

    return prepared


def differing(plans: int) -> Callable[[], object]:
    old, new = (loaded(json.dumps(each)) for each in (stated(plans), stated(plans, "17:30", 5)))
    return lambda: diff(old, new, FIRST, LAST).text()


WORK = {
    "load": (loading, LOADED),
    "`check`": (asking(lambda policy: check(policy).text()), REVIEWED),
    "`compare`": (asking(lambda policy: compare(policy).text()), REVIEWED),
    "compile one year": (asking(lambda policy: policy.compile(2027)), COUNTED),
    "`diff`": (differing, COUNTED),
}


def seconds(work: Callable[[], object]) -> float:
    begin = process_time()
    work()
    return process_time() - begin


def section() -> str:
    """Measure everything, and write what was found."""
    rows = []
    for name, (prepared, sizes) in WORK.items():
        prepared(4)()  # What is loaded and compiled once for all is no part of it.
        took = {plans: seconds(prepared(plans)) for plans in sizes}
        for half, plans in zip((None, *sizes), sizes, strict=False):
            ratio = took[plans] / took[half] if half else None
            aim = "" if ratio is None else f"at most {LINEAR}×, {'reached' if ratio <= LINEAR else 'missed'}"
            rows.append([name, f"{plans:,}", figure(took[plans]), f"{ratio:.2f}×" if ratio else "", aim])
    return f"{INTRODUCTION}\n\n{table(['', 'plans', 's', '/ half as many', 'aim'], rows)}"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.large_policies")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page in which the section stands")
    page = parser.parse_args().page
    tell(section(), page)


if __name__ == "__main__":
    main()
