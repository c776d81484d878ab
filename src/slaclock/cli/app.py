"""What the commands share: the application, its options, how instants are read and answers printed."""

from __future__ import annotations

import errno
import json
import os
import sys
import tempfile
import warnings
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

try:
    import typer
except ImportError:  # pragma: no cover - tried by hand: the tests have the extra
    sys.exit("the command line needs an extra; run: pip install 'slaclock[cli]'")

if TYPE_CHECKING:
    from slaclock.hours import Schedule
    from slaclock.policy import SlaPolicy

# Whatever a command needs is imported when it runs, so that the others start quickly.

# A line of \b alone keeps the lines below it as they are.
_EXAMPLES = """\
Examples:

\b
  slaclock due policy.yaml --plan standard --priority P1 --opened "2026-11-25 17:00" --why
  slaclock elapsed policy.yaml --schedule standard --from 2026-11-25T17:00 --to 2026-11-27T12:00
  slaclock hours policy.yaml --schedule standard --from 2026-11-23 --days 14
  slaclock notice policy.yaml maintenance --before "2026-12-05 22:00"
  slaclock status policy.yaml ticket.json --now "2026-11-27 10:00" --why
  slaclock agenda policy.yaml tickets.jsonl --now "2026-11-27 10:00"
  slaclock batch policy.yaml tickets.csv --out due.csv --timezone America/New_York
  slaclock goals policy.yaml tickets.jsonl --now "2026-12-01 00:00"
  slaclock check policy.yaml --strict
  slaclock compare policy.yaml --format html --out plans.html
  slaclock calendar policy.yaml --schedule standard --year 2027
  slaclock diff policy.yaml policy-2027.yaml --from 2027-01-01
  slaclock schema > policy.schema.json
"""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

PolicyFile = Annotated[Path, typer.Argument(metavar="POLICY", help="Policy file: .yaml, .toml or .json.")]
CustomerZone = Annotated[
    str | None, typer.Option("--customer-timezone", help="The customer's zone, where the policy speaks of it.")
]
Channel = Annotated[
    str | None, typer.Option(help="How it came, e.g. phone, where what is promised differs by channel.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
INSTANT = "Date and time, e.g. \"2026-11-25 17:00\" in the policy's or the customer's zone, or 2026-11-25T22:00Z."


def main() -> None:
    """Run the command line; what goes wrong is said in a paragraph on stderr, with exit code 2."""
    from slaclock.errors import SlaClockError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            warnings.showwarning = _Warnings().show
            app()
    except (SlaClockError, OSError) as error:
        print(f"slaclock: {os_message(error) if isinstance(error, OSError) else error}", file=sys.stderr)
        sys.exit(2)


def os_message(error: OSError) -> str:
    """What went wrong with a file, as a sentence."""
    return f"cannot open {error.filename}: {str(error.strerror).lower()}"


class _Warnings:
    """Shows warnings as sentences on stderr, and of many about one schedule only the first."""

    def __init__(self) -> None:
        self.shown: set[str] = set()

    def show(self, message: Warning | str, *_: object, **__: object) -> None:
        """Print a warning."""
        about = str(message).partition(", and this answer needs")[0]
        if about not in self.shown:
            self.shown.add(about)
            print(f"slaclock: warning: {message}", file=sys.stderr)


def _print_version(wanted: bool) -> None:
    if wanted:
        from slaclock import __version__

        print(f"slaclock {__version__}")
        raise typer.Exit


@app.callback(epilog=_EXAMPLES)
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Due dates by support hours, exact and explained. POLICY is a YAML, TOML or JSON file."""


class Moment:
    """An instant as it was typed, and what should be said about how it was read."""

    def __init__(self, text: str, policy: SlaPolicy, option: str, timezone: str | None = None) -> None:
        from slaclock.errors import ChoiceError
        from slaclock.hours import first_instant, shown_as, zone_named

        timezone = timezone or policy.timezone
        zone = zone_named(timezone)
        self.notes: list[str] = []
        try:
            reading = datetime.fromisoformat(text.strip())
        except ValueError:
            raise ChoiceError(
                f"cannot read {text!r} as --{option}; write e.g. '2026-11-25 17:00' or '2026-11-25T22:00Z'"
            ) from None
        if reading.tzinfo:
            self.instant = reading
            return
        self.instant = first_instant(reading, zone).astimezone(zone)
        self.notes.append(f"{text.strip()!r} has no offset, so it is read in {timezone}")
        match shown_as(reading, zone):
            case "never":
                self.notes.append(
                    f"the clocks of {timezone} skipped {reading:%Y-%m-%d %H:%M}; "
                    f"it is read as the end of the gap, {shown(self.instant)}"
                )
            case "twice":
                second = reading.replace(tzinfo=zone, fold=1)
                self.notes.append(
                    f"the clocks of {timezone} showed {reading:%Y-%m-%d %H:%M} twice; "
                    f"it is read as the first time; write '{second.isoformat()}' for the second"
                )

    def __str__(self) -> str:
        return shown(self.instant)


def date_of(text: str | None, option: str) -> date:
    """A date as it was typed; today's where none was."""
    from slaclock.errors import ChoiceError

    try:
        return date.fromisoformat(text.strip()) if text else date.today()  # noqa: DTZ011 - a date on this computer
    except ValueError:
        raise ChoiceError(f"cannot read {text!r} as --{option}; write e.g. '2026-11-25'") from None


def shown(at: datetime) -> str:
    """An instant as people read it: `Wed 2026-11-25 17:00 EST`."""
    clock = at.time()
    return f"{at:%a %Y-%m-%d} {clock.isoformat('auto' if clock.second or clock.microsecond else 'minutes')} {at:%Z}"


def load(path: Path, customer_timezone: str | None = None) -> SlaPolicy:
    """The policy in a file, for a customer's zone where one is given."""
    from slaclock.policy import SlaPolicy

    policy = SlaPolicy.load(path)
    return policy.for_customer(customer_timezone) if customer_timezone else policy


def schedule_of(policy: SlaPolicy, name: str | None) -> Schedule:
    """A schedule or closure by name; without one the only schedule."""
    from slaclock.errors import UnknownNameError

    if name is None and len(policy.schedules) == 1:
        name = next(iter(policy.schedules))
    if name is None:
        raise UnknownNameError(
            f"this policy has several schedules; name one with --schedule: {', '.join(policy.schedules)}"
        )
    return policy.schedule_through_versions(name)


def print_json(answer: dict[str, Any]) -> None:
    """Print an answer as JSON."""
    print(json.dumps(answer, indent=2, ensure_ascii=False))


def print_lines(text: str, notes: list[str]) -> None:
    """Print an answer, and below it what should be said about how it was read."""
    print(text)
    for number, note in enumerate(notes):
        print(f"\n  {note}" if not number else f"  {note}")


def iso_duration(duration: Any) -> str:
    """A duration in ISO 8601: `PT4H`."""
    from pydantic import TypeAdapter

    return str(TypeAdapter(type(duration)).dump_python(duration, mode="json"))


def table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Rows under their headings, each column as wide as its longest cell."""
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    lines = (headings, tuple("-" * width for width in widths), *rows)
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def write_whole(path: Path, text: str) -> None:
    """Write a whole file or nothing, to where a link leads."""
    place = path.resolve()
    if place.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a directory", str(path))
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{place.name}.", suffix=".part", dir=place.parent, text=True)
    except OSError as error:
        raise type(error)(error.errno, error.strerror, str(path)) from None
    try:
        with open(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(beside).chmod(place.stat().st_mode & 0o777 if place.exists() else 0o644)
        os.replace(beside, place)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
