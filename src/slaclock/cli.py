"""The command line: due dates, elapsed business time, pictures of hours, and checks of policy files."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Iterator, Sequence
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
    from slaclock.status import Status
    from slaclock.ticket import Evaluation, MetricStatus, Ticket

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
CustomerZone = Annotated[
    str | None, typer.Option("--customer-timezone", help="The customer's zone, where the policy speaks of it.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
_INSTANT = 'Date and time, e.g. "2026-11-25 17:00" in the policy\'s zone, or 2026-11-25T22:00Z.'


def main() -> None:
    """Run the command line; what goes wrong is said in a paragraph on stderr, with exit code 2."""
    from slaclock.errors import SlaClockError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("default")
            warnings.showwarning = _Warnings().show
            app()
    except (SlaClockError, OSError) as error:
        print(f"slaclock: {_os_message(error) if isinstance(error, OSError) else error}", file=sys.stderr)
        sys.exit(2)


def _os_message(error: OSError) -> str:
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
    customer_timezone: CustomerZone = None,
    as_json: AsJson = False,
) -> None:
    """When something is due, and why."""
    document = _load(policy, customer_timezone)
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
        facts = explanation.facts() | {"promise": explanation.subject}
        shown = (f"{name:<8} {facts[name]}" for name in ("due", "opened", "target", "hours", "promise"))
        _print_lines("\n".join(shown), moment.notes)


@app.command(
    epilog="Example:\n\n\b\n"
    "  slaclock elapsed policy.yaml --schedule standard --from 2026-11-25T17:00 --to 2026-11-27T12:00"
)
def elapsed(
    policy: PolicyFile,
    start: Annotated[str, typer.Option("--from", help=_INSTANT)],
    end: Annotated[str, typer.Option("--to", help=_INSTANT)],
    schedule: Annotated[str | None, typer.Option(help="Schedule; not needed when the policy has one only.")] = None,
    customer_timezone: CustomerZone = None,
    as_json: AsJson = False,
) -> None:
    """How much open time lies between two instants."""
    from slaclock.target import write_duration

    document = _load(policy, customer_timezone)
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
    customer_timezone: CustomerZone = None,
    as_json: AsJson = False,
) -> None:
    """A picture of the days: open, closed, holidays and half days."""
    from slaclock.pictures import hours_text, picture_days

    document = _load(policy, customer_timezone)
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


@app.command(epilog='Example:\n\n\b\n  slaclock status policy.yaml ticket.json --now "2026-11-27 10:00" --why')
def status(
    policy: PolicyFile,
    ticket: Annotated[Path, typer.Argument(metavar="TICKET", help="The ticket with its events, as JSON.")],
    now: Annotated[str, typer.Option(help=f"As of when. {_INSTANT}")],
    why: Annotated[bool, typer.Option("--why", help="Show every stretch of every metric.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write a page with pictures to this file.")] = None,
    as_json: AsJson = False,
) -> None:
    """Where every metric of a ticket stands."""
    document = _load(policy)
    moment = _Moment(now, document, "now")
    evaluation = document.evaluate(_one_ticket(ticket), moment.instant)
    if html:
        _write_page(html, evaluation)
    if as_json:
        answer = evaluation.to_dict()
        explained = [each.explain().model_dump(mode="json") for each in evaluation.cycles] if why else []
        _print_json(answer | ({"explanations": explained} if why else {}) | {"notes": moment.notes})
        return
    rows = [(_metric_name(each), *_status_cells(each.status, document)) for each in evaluation.cycles]
    _print_lines(_table(("metric", "state", "due", "left", "next change"), rows), [*moment.notes, *evaluation.problems])
    for each in evaluation.cycles if why else ():
        print(f"\n{each.explain().text()}")


@app.command(epilog='Example:\n\n\b\n  slaclock agenda policy.yaml tickets.jsonl --now "2026-11-27 10:00"')
def agenda(
    policy: PolicyFile,
    tickets: Annotated[Path, typer.Argument(metavar="TICKETS", help="Tickets as JSON lines.")],
    now: Annotated[str, typer.Option(help=f"As of when. {_INSTANT}")],
    most: Annotated[int, typer.Option(min=1, help="How many promises to show at the most.")] = 50,
    as_json: AsJson = False,
) -> None:
    """What breaks next, soonest first; what is broken already stands above it, what is paused below."""
    document = _load(policy)
    moment = _Moment(now, document, "now")
    items = document.agenda(_tickets(tickets), moment.instant)
    if as_json:
        listed = [{"ticket": item.ticket.id, **item.status.to_dict()} for item in items[:most]]
        _print_json({"now": moment.instant.isoformat(), "agenda": listed, "open": len(items), "notes": moment.notes})
        return
    rows = [
        (
            item.ticket.id,
            item.metric.clock.priority or "",
            _metric_name(item.metric),
            *_status_cells(item.status, document),
        )
        for item in items[:most]
    ]
    more = [f"{len(items) - most} more; show them with --most {len(items)}"] if len(items) > most else []
    headings = ("ticket", "priority", "metric", "state", "due", "left", "next change")
    _print_lines(_table(headings, rows), [*moment.notes, *more])


def _one_ticket(path: Path) -> Ticket:
    from slaclock.errors import ClockError

    found = list(_tickets(path))
    if len(found) != 1:
        raise ClockError(f"{path} holds {len(found)} tickets; `status` takes one, and `agenda` many")
    return found[0]


def _tickets(path: Path) -> Iterator[Ticket]:
    """One ticket from a JSON document, or one from each line; a bad one is named by its line."""
    from slaclock.errors import ClockError, DeclarationError, Problem
    from slaclock.ticket import Ticket

    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ClockError(f"{path} is not UTF-8 text: {error.reason} at byte {error.start}") from None
    name = str(path)
    lines = [(1, text)] if path.suffix == ".json" else list(enumerate(text.splitlines(), start=1))
    for number, line in lines:
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
            if not isinstance(fields, dict):
                raise DeclarationError("ticket", [Problem((), f"a ticket is a JSON object, not {line.strip()!r:.60}")])
            yield Ticket(**fields)
        except json.JSONDecodeError as error:
            place = f"{number + error.lineno - 1}:{error.colno}"
            raise ClockError(f"{name}:{place}: this is not JSON: {error.msg.lower()}") from None
        except DeclarationError as error:
            raise ClockError(f"{name}:{number}: {error}") from None


def _write_page(path: Path, evaluation: Evaluation) -> None:
    """Write a whole page or nothing."""
    from slaclock.pictures import evaluation_html

    beside = path.with_name(f".{path.name}.part")
    beside.write_text(evaluation_html(evaluation), encoding="utf-8")
    beside.replace(path)


def _metric_name(metric: MetricStatus) -> str:
    return f"{metric.metric} ({metric.cycle})" if metric.cycle > 1 else metric.metric


def _status_cells(status: Status, policy: SlaPolicy) -> tuple[str, str, str, str]:
    from slaclock.target import short_duration
    from slaclock.zone import zone_named

    zone = zone_named(policy.timezone)
    left = "" if status.stopped_at else short_duration(status.remaining)
    change = ""
    if status.next_change:
        # A breach comes with the first microsecond after the due instant.
        after = "after " if status.next_change > status.due and status.next_change.microsecond == 1 else ""
        change = after + _shown(status.next_change.replace(microsecond=0).astimezone(zone))
    return status.state.replace("_", " "), _shown(status.due.astimezone(zone)), left, change


def _table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    lines = (headings, tuple("-" * width for width in widths), *rows)
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


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
    clock = at.time()
    return f"{at:%a %Y-%m-%d} {clock.isoformat('auto' if clock.second or clock.microsecond else 'minutes')} {at:%Z}"


def _load(path: Path, customer_timezone: str | None = None) -> SlaPolicy:
    from slaclock.policy import SlaPolicy

    policy = SlaPolicy.load(path)
    return policy.for_customer(customer_timezone) if customer_timezone else policy


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
