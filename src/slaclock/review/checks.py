"""What a reader of a policy should look at and agree to: assumptions, readings, and what is probably not meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path as FilePath

from slaclock.declaration import Declaration
from slaclock.errors import key_path
from slaclock.policy import SlaPolicy, Source, read_file
from slaclock.review.interpretations import Reading, readings_of
from slaclock.review.lints import Doubt, Path, doubts
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


class Report(Declaration):
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

    def text(self) -> str:
        """The report for a terminal."""
        lines = [line for text in _lines(self) for line in text.split("\n")]
        return "\n".join(map(for_terminal, lines))


def check(policy: SlaPolicy, today: date | None = None, source: Source | None = None) -> Report:
    """List every assumption, every reading, and what is probably not meant.

    Args:
        policy: Any policy.
        today: The date from which holidays ahead are looked at; without one they are not.
        source: The file from which it was read, for lines and columns.

    Examples:
        >>> policy = SlaPolicy.loads('''
        ... name: Nights
        ... timezone: America/New_York
        ... holidays: US
        ... schedules: {nights: Sun-Thu 22:00-06:00}
        ... plans: {support: {first_response: 24 business hours}}
        ... ''')
        >>> [reading.choice for reading in check(policy).readings][:3]
        ['subdivision: none', 'holiday_rule: opening_date', 'outside_coverage: warn']

    Rules: R5, R6, R7, R10, R11, R13, R14.
    """
    # Where its customers are makes no difference to what is doubted.
    found = doubts(policy.for_customer(policy.timezone), today)
    return Report(
        policy=policy.name,
        warnings=tuple(_doubtful(doubt, source) for doubt in found),
        assumptions=policy.assumptions,
        readings=tuple(readings_of(policy)),
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


def _doubtful(doubt: Doubt, source: Source | None) -> Doubtful:
    path, place = source.located(doubt.path) if source else (_as_stated(doubt.path), "")
    return Doubtful(key=key_path(path), place=place, text=doubt.text, rule=doubt.rule)


def _as_stated(path: Path) -> Path:
    """A path without the steps that a file leaves out."""
    return tuple(step for step in path if step not in ("metrics", "priorities"))


def _lines(report: Report) -> Iterator[str]:
    yield f"{report.policy}: the file is sound" + (", but look at the warnings" if report.warnings else "")
    yield from _section(
        "Probably not meant", [f"- {each.place or each.key}: {each.text} ({each.rule})" for each in report.warnings]
    )
    yield from _section("Assumptions stated in the file", [f"- {each}" for each in report.assumptions])
    for title, stated in (("Read as the file states", True), ("Read by default", False)):
        yield from _section(
            title,
            [
                f"- {reading.where}: {reading.choice} ({reading.rule})\n    {reading.text}"
                for reading in report.readings
                if reading.stated == stated
            ],
        )


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"\n{title}:"
        yield from lines
