"""What it costs to start: whole processes, from the shell's point of view, told in a section of the page.

`python -m benchmarks.processes [--rounds N] [--page FILE]` measures and puts the section in its place on the page.
"""

import argparse
import compileall
import random
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from subprocess import CalledProcessError

import slaclock
from benchmarks.page import put, starting
from benchmarks.timing import ROUNDS, Entry, Race

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
POLICY = Path(__file__).parent.parent / "examples" / "policies" / "byteztech.yaml"
DUE = ["due", str(POLICY), "--plan", "standard", "--priority", "P1", "--opened", "2026-11-25 17:00"]

# Each loads all but the country, and says how many nanoseconds the country took.
ONE_COUNTRY = {
    "package": """\
import holidays
from time import perf_counter_ns as now
begin = now()
holidays.country_holidays("US", years=range(2025, 2028), expand=False, language="en_US")
print(now() - begin)""",
    "slaclock": """\
import holidays
from datetime import date
from time import perf_counter_ns as now
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
    """Time what loads slaclock, and one answer of the command line, against `import pydantic`."""
    commands = {
        "nothing": _python("pass"),
        "pydantic": _python("import pydantic"),
        "model": _python("from pydantic import BaseModel"),
        "slaclock": _python("import slaclock"),
        "policy": _python("from slaclock import SlaPolicy"),
        "due": _python("from slaclock.cli import main; main()", *DUE),
    }
    entries = {name: Entry(partial(_run, command), [()]) for name, command in commands.items()}
    return Race(entries, rounds, every=1)


def one_country(rounds: int) -> Race:
    """Time the first holiday of a country, read by the package's own function and by slaclock."""
    times: dict[str, list[float | None]] = {name: [] for name in ONE_COUNTRY}
    order = list(ONE_COUNTRY)
    for _ in range(rounds):
        random.shuffle(order)
        for name in order:
            times[name].append(float(_run(_python(ONE_COUNTRY[name]))))
    return Race.told(times)


def _python(code: str, *arguments: str) -> list[str]:
    return [sys.executable, "-c", code, *arguments]


def _run(command: Sequence[str]) -> bytes:
    return subprocess.run(command, check=True, capture_output=True).stdout


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.processes", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds in which everybody takes a turn")
    parser.add_argument("--page", type=Path, default=PAGE, help="the page in which the section stands")
    given = parser.parse_args()
    text = section(given.rounds)
    print(text)
    given.page.write_text(put(given.page.read_text(encoding="utf-8"), text), encoding="utf-8")


if __name__ == "__main__":
    main()
