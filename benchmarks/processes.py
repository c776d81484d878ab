"""What it costs to start: whole processes, from the shell's point of view, told in a section of the page.

`python -m benchmarks.processes [--rounds N] [--page FILE]` measures and puts the section in its place on the page.
"""

import argparse
import compileall
import os
import random
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from subprocess import CalledProcessError

import slaclock
from benchmarks.page import starting, tell
from benchmarks.timing import ROUNDS, Race

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
POLICY = Path(__file__).parent.parent / "examples" / "policies" / "byteztech.yaml"
DUE = ["due", str(POLICY), "--plan", "standard", "--opened", "2026-11-25 17:00", "--priority"]
HOURS, DAYS = "P1", "P3"
"""Priorities that are promised something in business hours, and in business days."""

# Each loads all but the country, and says how many nanoseconds the country took.
ONE_COUNTRY = {
    "package": """\
import holidays
from time import process_time_ns as now
begin = now()
holidays.country_holidays("US", years=range(2025, 2028), expand=False, language="en_US")
print(now() - begin)""",
    "slaclock": """\
import holidays
from datetime import date
from time import process_time_ns as now
from slaclock import HolidayCalendar
HolidayCalendar("2026-12-24").on(date(2026, 12, 24))
begin = now()
HolidayCalendar("US").on(date(2026, 11, 26))
print(now() - begin)""",
}


def section(rounds: int) -> str:
    """Measure, and return the section of the page."""
    compile_everything()
    try:
        return starting(race(rounds), one_country(rounds))
    except CalledProcessError as error:
        return starting(f"A process failed in this run: `{error.stderr.decode().strip().splitlines()[-1]}`")


def compile_everything() -> None:
    """Write bytecode for all that is installed: without it every process compiles what it imports anew."""
    for folder in (sysconfig.get_path("purelib"), str(Path(slaclock.__file__).parent)):
        compileall.compile_dir(folder, quiet=2)


def race(rounds: int) -> Race:
    """Take the processor time of what loads slaclock, of one answer of the command line, and of `import pydantic`."""
    with tempfile.TemporaryDirectory() as folder:
        kept, fresh = (os.path.join(folder, name) for name in ("kept", "fresh"))
        commands = {
            "nothing": _python("pass"),
            "pydantic": _python("import pydantic"),
            "model": _python("from pydantic import BaseModel"),
            "slaclock": _python("import slaclock"),
            "policy": _python("from slaclock import SlaPolicy"),
            "due": _asked(HOURS, "--no-cache"),
            "why": _asked(HOURS, "--why"),
            "kept": _asked(HOURS),
            "kept days": _asked(DAYS),
        }
        _run(commands["kept"], kept)
        contestants = {name: partial(_processor_time, command, kept) for name, command in commands.items()}
        return _in_turns(contestants | {"first": partial(_first_time, _asked(HOURS), fresh)}, rounds)


def _asked(priority: str, *options: str) -> list[str]:
    return _python("from slaclock.cli import main; main()", *DUE, priority, *options)


def _first_time(command: Sequence[str], cache: str) -> float:
    """Return the same of a process that finds nothing kept, and keeps what the next one needs."""
    shutil.rmtree(cache, ignore_errors=True)
    return _processor_time(command, cache)


def one_country(rounds: int) -> Race:
    """Time the first holiday of a country, read by the package's own function and by slaclock."""
    return _in_turns({name: partial(_told_by, _python(code)) for name, code in ONE_COUNTRY.items()}, rounds)


def _in_turns(contestants: Mapping[str, Callable[[], float]], rounds: int) -> Race:
    times: dict[str, list[float | None]] = {name: [] for name in contestants}
    order = list(contestants)
    for _ in range(rounds):
        random.shuffle(order)
        for name in order:
            times[name].append(contestants[name]())
    return Race.told(times)


def _processor_time(command: Sequence[str], cache: str) -> float:
    """Return the nanoseconds that a process kept a processor busy, for itself and in the system."""
    before = getrusage(RUSAGE_CHILDREN)
    _run(command, cache)
    after = getrusage(RUSAGE_CHILDREN)
    return 1e9 * (after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def _told_by(command: Sequence[str]) -> float:
    return float(_run(command))


def _python(code: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", code, *arguments]


def _run(command: Sequence[str], cache: str = "off") -> bytes:
    surroundings = os.environ | {"SLACLOCK_CACHE": cache}
    return subprocess.run(command, check=True, capture_output=True, env=surroundings).stdout


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.processes", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds in which everybody takes a turn")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page in which the section stands")
    given = parser.parse_args()
    tell(section(given.rounds), given.page)


if __name__ == "__main__":
    main()
