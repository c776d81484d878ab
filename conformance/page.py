"""Ask everybody that is named, and write who passes what into the page: `python -m conformance.page [NAME ...]`."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from conformance import commands, registry
from conformance.case import FOLDER, read_cases, version
from conformance.verdicts import ALL, Tally, in_order

PAGE = FOLDER.parent / "docs" / "reference" / "conformance.md"
BEGIN, END = "<!-- who passes what: begin -->", "<!-- who passes what: end -->"
PATIENCE = 5.0
"""Seconds for a case; ours take a thousandth of one."""


def main(names: Sequence[str]) -> None:
    cases = list(read_cases())
    tallies = []
    for name in names or registry.NAMES:
        tallies.append(Tally.of(name, commands.ask(registry.command(name), cases, PATIENCE)))
        print(f"\n{tallies[-1].table()}", flush=True)
    write(PAGE, section(tallies))


def write(page: Path, section: str) -> None:
    """Put a section in the place of the one that stands in a page."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{BEGIN}\n\n{section}\n\n{END}{after}", encoding="utf-8", newline="\n")


def section(tallies: Sequence[Tally]) -> str:
    """Tell who passed how many of the cases that it has calls for, by rule, and which interpretations each takes."""
    return "\n\n".join((f"Of the cases of version {version()}:", _passed(tallies), _interpretations(tallies)))


def _passed(tallies: Sequence[Tally]) -> str:
    rules = [*in_order({rule for tally in tallies for rule in tally.rules}), ALL]
    head = ["", *(tally.name for tally in tallies)]
    lines = [head, ["---", *["--:"] * len(tallies)], *([rule, *(_cell(t, rule) for t in tallies)] for rule in rules)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(tally: Tally, rule: str) -> str:
    """Show how many passed of those that were answered; nothing where none was."""
    passed, failed, _ = tally.row(rule)
    return f"{passed:,} of {passed + failed:,}" if passed + failed else "–"


def _interpretations(tallies: Sequence[Tally]) -> str:
    lines = ["| | release | takes |", "|---|---|---|"]
    lines += [f"| {tally.name} | {' | '.join(registry.about(tally.name))} |" for tally in tallies]
    return "\n".join(lines)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m conformance.page", description=(__doc__ or "").splitlines()[0])
    asked.add_argument("names", nargs="*", metavar="NAME", help=f"who is asked: {', '.join(registry.NAMES)}; all")
    given = asked.parse_args().names
    if unknown := [name for name in given if name not in registry.NAMES]:
        asked.error(f"nobody is called {unknown[0]!r}; known: {', '.join(registry.NAMES)}")
    main(given)
