"""The command line: due dates, elapsed business time, pictures of hours, and checks of policy files."""

from __future__ import annotations

import json
import sys
import warnings
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

try:
    import typer
except ImportError:  # pragma: no cover - tried by hand: the tests have the extra
    sys.exit("the command line needs an extra; run: pip install 'slaclock[cli]'")

if TYPE_CHECKING:
    from slaclock.policy import SlaPolicy
    from slaclock.schedule import Schedule

# Whatever a command needs is imported when it runs, so that the others start quickly.

# A line of \b alone keeps the lines below it as they are.
_EXAMPLES = """\
Examples:

\b
  slaclock due policy.yaml --plan standard --priority P1 --opened "2026-11-25 17:00" --why
  slaclock elapsed policy.yaml --schedule standard --from 2026-11-25T17:00 --to 2026-11-27T12:00
  slaclock hours policy.yaml --schedule standard --from 2026-11-23 --days 14
  slaclock notice policy.yaml maintenance --before "2026-12-05 22:00"
  slaclock check policy.yaml
  slaclock schema > policy.schema.json
"""

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

PolicyFile = Annotated[Path, typer.Argument(metavar="POLICY", help="Policy file: .yaml, .toml or .json.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_INSTANT = 'Date and time, e.g. "2026-11-25 17:00" in the policy\'s zone, or 2026-11-25T22:00Z.'


def main() -> None:
    """Run the command line; what goes wrong is said in a paragraph on stderr, with exit code 2."""
    from slaclock.errors import SlaClockError

    try:
        with warnings.catch_warnings():
            warnings.showwarning = _show_warning
            app()
    except (SlaClockError, OSError) as error:
        print(f"slaclock: {_os_message(error) if isinstance(error, OSError) else error}", file=sys.stderr)
        sys.exit(2)


def _os_message(error: OSError) -> str:
    return f"cannot open {error.filename}: {str(error.strerror).lower()}"


def _show_warning(message: Warning | str, *_: object, **__: object) -> None:
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


@app.command(
    epilog='Example:\n\n\b\n  slaclock due policy.yaml --plan standard --priority P1 --opened "2026-11-25 17:00"'
)
def due(
    policy: PolicyFile,
    opened: Annotated[str, typer.Option(help=f"When it was opened. {_INSTANT}")],
    plan: Annotated[str | None, typer.Option(help="Plan; not needed when the policy has one only.")] = None,
    priority: Annotated[str | None, typer.Option(help="Priority; not needed when all have one target.")] = None,
    metric: Annotated[str, typer.Option(help="Metric that is due.")] = "first_response",
    why: Annotated[bool, typer.Option("--why", help="Show every stretch from opening to due.")] = False,
    as_json: AsJson = False,
) -> None:
    """When something is due, and why."""
    document = _load(policy)
    moment = _Moment(opened, document, "opened")
    explanation = document.explain(moment.instant, plan=plan, priority=priority, metric=metric)
    if as_json:
        answer = {
            "due": explanation.due.isoformat(),
            "opened": explanation.opened.isoformat(),
            "policy": document.name,
            "plan": plan or next(iter(document.plans)),
            "priority": priority,
            "metric": metric,
            "target": explanation.target.written,
            "schedule": explanation.schedule,
            "notes": [*moment.notes, *map(str, explanation.notes)],
        }
        _print_json(answer | {"explanation": explanation.model_dump(mode="json")} if why else answer)
    elif why:
        _print_lines(explanation.text(), moment.notes)
    else:
        subject, target, hours_line, opened_line, due_line = explanation.text().splitlines()[:5]
        _print_lines("\n".join([due_line, opened_line, target, hours_line, f"promise  {subject}"]), moment.notes)


@app.command(
    epilog="Example:\n\n\b\n"
    "  slaclock elapsed policy.yaml --schedule standard --from 2026-11-25T17:00 --to 2026-11-27T12:00"
)
def elapsed(
    policy: PolicyFile,
    start: Annotated[str, typer.Option("--from", help=_INSTANT)],
    end: Annotated[str, typer.Option("--to", help=_INSTANT)],
    schedule: Annotated[str | None, typer.Option(help="Schedule; not needed when the policy has one only.")] = None,
    as_json: AsJson = False,
) -> None:
    """How much open time lies between two instants."""
    from slaclock.target import write_duration

    document = _load(policy)
    hours = _schedule_of(document, schedule)
    first, last = _Moment(start, document, "from"), _Moment(end, document, "to")
    counted = hours.elapsed(first.instant, last.instant)
    notes = [*first.notes, *last.notes]
    if as_json:
        _print_json(
            {
                "elapsed": _iso_duration(counted),
                "from": first.instant.isoformat(),
                "to": last.instant.isoformat(),
                "schedule": str(hours),
                "notes": notes,
            }
        )
    else:
        span = f"from     {first}\nto       {last}"
        _print_lines(f"elapsed  {write_duration(counted)}\n{span}\nhours    {hours}", notes)


@app.command(epilog="Example:\n\n\b\n  slaclock hours policy.yaml --schedule standard --from 2026-11-23 --days 14")
def hours(
    policy: PolicyFile,
    start: Annotated[str, typer.Option("--from", help="First date, e.g. 2026-11-23.")],
    schedule: Annotated[
        str | None, typer.Option(help="Schedule or closure; not needed when there is one only.")
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=3660, help="How many dates.")] = 14,
    as_json: AsJson = False,
) -> None:
    """A picture of the days: open, closed, holidays and half days."""
    from slaclock.pictures import hours_text, picture_days

    document = _load(policy)
    shown = _schedule_of(document, schedule)
    first = _Moment(start, document, "from").instant.date()
    if as_json:
        rows = [day.model_dump(mode="json", exclude={"cells"}) for day in picture_days(shown, first, days)]
        _print_json({"schedule": str(shown), "timezone": shown.timezone, "days": rows})
    else:
        print(hours_text(shown, first, days))


@app.command(epilog='Example:\n\n\b\n  slaclock notice policy.yaml maintenance --before "2026-12-05 22:00"')
def notice(
    policy: PolicyFile,
    name: Annotated[str, typer.Argument(help="Name of the notice in the policy.")],
    before: Annotated[str, typer.Option(help=f"When it happens. {_INSTANT}")],
    as_json: AsJson = False,
) -> None:
    """The latest instant at which notice may be given."""
    document = _load(policy)
    moment = _Moment(before, document, "before")
    latest = document.notice(name, before=moment.instant)
    if as_json:
        _print_json(
            {"due": latest.isoformat(), "before": moment.instant.isoformat(), "notice": name, "notes": moment.notes}
        )
    else:
        target = document.notices[name].target
        _print_lines(f"due      {_shown(latest)}\nbefore   {moment}\nnotice   {target}, {name}", moment.notes)


@app.command(epilog="Example:\n\n\b\n  slaclock check policy.yaml")
def check(policy: PolicyFile, as_json: AsJson = False) -> None:
    """Whether a policy file is sound, and every assumption and default reading in it with its rule."""
    from slaclock.check import check as checked

    report = checked(_load(policy))
    if as_json:
        _print_json(report.model_dump(mode="json"))
    else:
        print(report.text())


@app.command(epilog="Example:\n\n\b\n  slaclock schema > policy.schema.json")
def schema(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON; it always is.")] = True,
) -> None:
    """The JSON Schema of policy files, for editors."""
    from slaclock.policy import SlaPolicy

    _print_json({"$schema": "https://json-schema.org/draft/2020-12/schema", **SlaPolicy.model_json_schema()})


class _Moment:
    """An instant as it was typed, and what should be said about how it was read."""

    def __init__(self, text: str, policy: SlaPolicy, option: str) -> None:
        from slaclock.errors import ChoiceError
        from slaclock.zone import first_instant, shown_as, zone_named

        zone = zone_named(policy.timezone)
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
        self.notes.append(f"{text.strip()!r} has no offset, so it is read in {policy.timezone}")
        match shown_as(reading, zone):
            case "never":
                self.notes.append(
                    f"the clocks of {policy.timezone} skipped {reading:%Y-%m-%d %H:%M}; "
                    f"it is read as the end of the gap, {_shown(self.instant)}"
                )
            case "twice":
                second = reading.replace(tzinfo=zone, fold=1)
                self.notes.append(
                    f"the clocks of {policy.timezone} showed {reading:%Y-%m-%d %H:%M} twice; "
                    f"it is read as the first time; write '{second.isoformat()}' for the second"
                )

    def __str__(self) -> str:
        return _shown(self.instant)


def _shown(at: datetime) -> str:
    return f"{at:%a %Y-%m-%d} {at.time().isoformat('auto' if at.second or at.microsecond else 'minutes')} {at:%Z}"


def _load(path: Path) -> SlaPolicy:
    from slaclock.policy import SlaPolicy

    return SlaPolicy.load(path)


def _schedule_of(policy: SlaPolicy, name: str | None) -> Schedule:
    from slaclock.errors import UnknownNameError

    if name is None and len(policy.schedules) == 1:
        name = next(iter(policy.schedules))
    if name is None:
        raise UnknownNameError(
            f"this policy has several schedules; name one with --schedule: {', '.join(policy.schedules)}"
        )
    return policy.closure(name) if name in policy.closures else policy.schedule(name)


def _print_json(answer: dict[str, Any]) -> None:
    print(json.dumps(answer, indent=2, ensure_ascii=False))


def _print_lines(text: str, notes: list[str]) -> None:
    print(text)
    for number, note in enumerate(notes):
        print(f"\n  {note}" if not number else f"  {note}")


def _iso_duration(duration: Any) -> str:
    from pydantic import TypeAdapter

    return str(TypeAdapter(type(duration)).dump_python(duration, mode="json"))


if __name__ == "__main__":
    main()
