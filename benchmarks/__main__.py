"""Run everything and write the page: `python -m benchmarks [--rounds N] [--output FILE]`.

The sections of engines and files, of whole histories, of compiling hours and of large policies are measured by
themselves, and kept.
"""

import argparse
from pathlib import Path

from benchmarks import (
    cold,
    columns,
    compiling,
    databases,
    engines,
    histories,
    large_policies,
    processes,
    speed,
    tickets,
)
from benchmarks.page import kept, page
from benchmarks.questions import ask_everybody
from benchmarks.timing import ROUNDS

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
BY_THEMSELVES = (engines, histories, cold, compiling, databases, large_policies)
"""What measures a section that stays as it was until that is run again."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure slaclock and its peers.")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds in which everybody takes a turn")
    parser.add_argument("--output", type=Path, default=PAGE, help="the page to write")
    given = parser.parse_args()

    results = []
    for result in speed.results(given.rounds):
        results.append(result)
        ratio = result.race.ratio("slaclock", "yardstick")
        print(f"{result.case.text}, start in {result.start_zone}: {ratio} the yardstick", flush=True)
    text = page(
        results,
        speed.spans(given.rounds),
        speed.compilation(given.rounds),
        tickets.section(given.rounds),
        columns.beside_yardstick_and_peer(),
        columns.hand_overs(),
        processes.section(given.rounds),
        ask_everybody(),
    )
    if given.output.exists():
        earlier = given.output.read_text(encoding="utf-8")
        text = kept(text, earlier, (each.TITLE for each in BY_THEMSELVES))
    given.output.write_text(text, encoding="utf-8")
    print(f"\n{text}\nwritten to {given.output}")


if __name__ == "__main__":
    main()
