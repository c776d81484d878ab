"""What a reader of a policy should look at and agree to: assumptions, readings, and what is probably not meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path as FilePath

from slaclock.declaration import Declaration
from slaclock.errors import key_path
from slaclock.patterns import pattern
from slaclock.policy import SlaPolicy, Source, read_file
from slaclock.results import Result
from slaclock.review.doubts import Doubt, Path
from slaclock.review.examples import FailedExample, failures_of
from slaclock.review.interpretations import readings_of
from slaclock.review.lints import doubts
from slaclock.review.readings import Reading
from slaclock.safe import for_terminal


class Doubtful(Declaration):
    """One thing that is probably not meant."""

    key: str
    """Where it stands: `plans.standard.first_response`."""

    place: str = ""
    """File, line and column, where the policy was read from a file: `policy.yaml:12:5`."""

    text: str
    """What is the matter."""

    rule: str
    """Number of the rule that it is about."""


class Report(Result, Declaration):
    """Everything that a reader of a policy should look at, and agree to.

    Rules: R5, R6, R7, R10, R11, R13, R14.
    """

    policy: str
    """Name of the policy."""

    warnings: tuple[Doubtful, ...] = ()
    """What is probably not meant."""

    assumptions: tuple[str, ...]
    """What the policy itself says that it assumes."""

    readings: tuple[Reading, ...]
    """Every reading in force, the defaults among them."""

    examples: int = 0
    """How many examples the policy has."""

    failures: tuple[FailedExample, ...] = ()
    """The examples of which the policy says something else."""

    def text(self) -> str:
        """The report for a terminal."""
        lines = [line for text in _lines(self) for line in text.split("\n")]
        return "\n".join(map(for_terminal, lines))


def check(policy: SlaPolicy, today: date | None = None, source: Source | None = None) -> Report:
    """List every assumption, every reading, and what is probably not meant.

    Args:
        policy: Any policy.
        today: The date from which holidays ahead are looked at, and examples taken; without one they are not, and
            examples are of 2024.
        source: The file from which it was read, for lines and columns.

    Examples:
        >>> policy = SlaPolicy.loads('''
        ... name: Nights
        ... timezone: America/New_York
        ... holidays: US
        ... schedules: {nights: Sun-Thu 22:00-06:00}
        ... plans: {support: {first_response: 24 business hours}}
        ... ''')
        >>> [reading.choice for reading in check(policy).readings][:4]
        ['subdivision: none', 'belongs_to: opening_date', 'holiday_rule: opening_date', 'outside_coverage: warn']

    Rules: R5, R6, R7, R10, R11, R13, R14.
    """
    # Where its customers are makes no difference to what is doubted.
    found = doubts(policy.for_any_customer(), today)
    return Report(
        policy=policy.name,
        warnings=tuple(_doubtful(doubt, source) for doubt in found),
        assumptions=policy.assumptions,
        readings=tuple(_located(reading, source) for reading in readings_of(policy, today)),
        examples=len(policy.examples),
        failures=tuple(failed_examples(policy, source)),
    )


def check_file(path: str | FilePath, today: date | None = None) -> Report:
    """The same for a policy file, with the line and column of each warning.

    Args:
        path: A `.yaml`, `.yml`, `.toml` or `.json` file.
        today: As for `check`.

    Raises:
        PolicyFileError: The file cannot be used; each problem names file, line and key.
        OSError: The file cannot be opened.

    Rules: R5, R6, R7, R10, R11, R13, R14.
    """
    source = read_file(path)
    return check(SlaPolicy.from_source(source), today, source)


def failed_examples(policy: SlaPolicy, source: Source | None = None) -> Iterator[FailedExample]:
    """Everything of which the examples of a policy say something else than the policy.

    Args:
        policy: Any policy.
        source: The file from which it was read, for lines and columns.

    Rules: R7, R12, R18.
    """
    for number, example in enumerate(policy.examples):
        yield from failures_of(policy, example, *_place(("examples", number), source))


def _doubtful(doubt: Doubt, source: Source | None) -> Doubtful:
    key, place = _place(doubt.path, source)
    return Doubtful(key=key, place=place, text=doubt.text, rule=doubt.rule)


def _located(reading: Reading, source: Source | None) -> Reading:
    """The same reading with the places that it concerns, each once: plans that are like another stand in its lines."""
    places = dict.fromkeys(_place(path, source) for path in reading.paths)
    keys, found = tuple(key for key, _ in places), tuple(place for _, place in places if place)
    return reading.model_copy(update={"keys": keys, "places": found, "paths": ()})


def _place(path: Path, source: Source | None) -> tuple[str, str]:
    """The key that stands in the policy for a path, and where it is in the file."""
    stated, place = source.located(path) if source else (_as_stated(path), "")
    return key_path(stated), place


def _as_stated(path: Path) -> Path:
    """A path without the steps that a file leaves out."""
    return tuple(step for number, step in enumerate(path) if number == 0 or step not in ("metrics", "priorities"))


def _headline(report: Report) -> str:
    failed = len({each.key for each in report.failures})
    if failed:
        of = f"{failed} of the {report.examples} examples" if report.examples > 1 else "the example"
        return f"{report.policy}: {of} {'fails' if failed == 1 else 'fail'}"
    held = {0: "", 1: ", and its example holds"}.get(report.examples, f", and its {report.examples} examples hold")
    return f"{report.policy}: the file is sound{held}" + (", but look at the warnings" if report.warnings else "")


def _lines(report: Report) -> Iterator[str]:
    yield _headline(report)
    yield from _section("Examples that fail", [each.item() for each in report.failures])
    yield from _section(
        "Probably not meant", [f"- {each.place or each.key}: {each.text} ({each.rule})" for each in report.warnings]
    )
    yield from _section("Assumptions stated in the file", [f"- {each}" for each in report.assumptions])
    for title, stated in (("Read as the file states", True), ("Read by default", False)):
        yield from _section(
            title,
            [
                f"- {reading.where}: {reading.choice} ({reading.rule})\n    {reading.text}{_in_lines(reading)}"
                for reading in report.readings
                if reading.stated == stated
            ],
        )


_LINE = pattern(r":(\d+):\d+$")


def _in_lines(reading: Reading) -> str:
    """The lines of the file that a reading concerns, runs of them together."""
    found = (_LINE.search(place) for place in reading.places)
    lines = sorted({int(each[1]) for each in found if each})
    if not lines:
        return ""
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][-1] + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    words = ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
    return f"\n    {'line' if len(lines) == 1 else 'lines'} {words}"


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"\n{title}:"
        yield from lines
