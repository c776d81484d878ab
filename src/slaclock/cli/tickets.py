"""Where tickets stand, what breaches next, and how far goals were met: `status`, `agenda`, `goals`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from slaclock.cli.moments import Moment, read_moment, right_now
from slaclock.cli.parameters import AsJson, CustomerHolidays, CustomerZone, Now, PolicyFile, Reader, TicketsFile
from slaclock.cli.policies import is_compiled, load_either
from slaclock.cli.printing import print_as_of, print_json, print_text, shown, table
from slaclock.cli.queues import Errors, MaxBad, OnError, Queue
from slaclock.cli.streams import is_standard, named, put_out, refuse_overwriting, refuse_reading_twice
from slaclock.cli.ticket_files import read_tickets

if TYPE_CHECKING:
    from slaclock.policy import Attainment, Attainments, SlaPolicy
    from slaclock.targets import Audience
    from slaclock.tickets import AgendaItem, Evaluation, MetricStatus, OnBadTicket, Status, Ticket, TicketProblem


def status(
    policy: PolicyFile,
    ticket: Annotated[
        Path, typer.Argument(metavar="TICKET", help="The ticket with its events, as JSON, or - for standard input.")
    ],
    now: Now = None,
    why: Annotated[bool, typer.Option("--why", help="Show every stretch of time of every metric.")] = False,
    html: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a page with pictures to this file; - prints it alone."),
    ] = None,
    audience: Reader = None,
    customer_timezone: CustomerZone = None,
    customer_holidays: CustomerHolidays = None,
    as_json: AsJson = False,
) -> None:
    """Where every metric of a ticket stands."""
    refuse_reading_twice(policy, ticket)
    refuse_overwriting({"--html": html}, {"POLICY": policy, "TICKET": ticket})
    _refuse_two_answers(html, as_json)
    document = load_either(policy, customer_timezone, customer_holidays)
    moment = _as_of(now, document)
    evaluation = _evaluated(document, ticket, moment)
    if html:
        _write_page(evaluation, html, audience or "customer")
    if as_json:
        print_json(_standing(evaluation, moment, why, audience or "engineer"))
    elif not is_standard(html):
        _print_standing(evaluation, moment, document, why, audience or "engineer")


def _refuse_two_answers(html: Path | None, as_json: bool) -> None:
    from slaclock.errors import ChoiceError

    if as_json and is_standard(html):
        raise ChoiceError("standard output holds a page or JSON, not both; name a file for the page with --html")


def _write_page(evaluation: Evaluation, html: Path, audience: Audience) -> None:
    from slaclock.render import evaluation_html

    put_out(evaluation_html(evaluation, audience), html, in_utf8=True)


def _standing(evaluation: Evaluation, moment: Moment, why: bool, audience: Audience) -> dict[str, object]:
    """Where every metric stands, for programs; names that are looked up stay, and sentences are for who reads them."""
    from slaclock.targets import text_words

    explained = {"explanations": [each.explain().for_audience(audience) for each in evaluation.cycles]} if why else {}
    said = {"problems": evaluation.problems, "notes": moment.notes}
    sentences = {name: [text_words(each, audience) for each in texts] for name, texts in said.items()}
    return {**evaluation.to_dict(), **explained, **sentences}


def _print_standing(evaluation: Evaluation, moment: Moment, policy: SlaPolicy, why: bool, audience: Audience) -> None:
    from slaclock.targets import text_words

    rows = [(_metric_name(each, audience), *_status_cells(each.status, policy)) for each in evaluation.cycles]
    notes = [*moment.notes, *_escalated(evaluation, policy, audience), *evaluation.problems]
    words = [text_words(note, audience) for note in notes]
    print_as_of(moment.instant, table(("metric", "state", "due", "used", "left", "next change"), rows), words)
    for each in evaluation.cycles if why else ():
        print_text(f"\n{each.explain().text(audience)}")


def agenda(
    policy: PolicyFile,
    tickets: TicketsFile,
    now: Now = None,
    most: Annotated[int, typer.Option(metavar="NUMBER", min=1, help="Show at most so many targets.")] = 50,
    on_error: OnError = "stop",
    errors: Errors = None,
    max_bad: MaxBad = None,
    customer_timezone: CustomerZone = None,
    customer_holidays: CustomerHolidays = None,
    as_json: AsJson = False,
) -> None:
    """What breaches next, soonest first.

    What has breached already stands above it, and what is paused below.
    """
    refuse_reading_twice(policy, tickets)
    refuse_overwriting({"--errors": errors}, {"POLICY": policy, "TICKETS": tickets})
    document = load_either(policy, customer_timezone, customer_holidays)
    moment = _as_of(now, document)
    asked = Queue(tickets, on_error, errors, max_bad, one_by_one=is_compiled(policy)).ask(
        lambda each, bad: _agenda_one_by_one(document, each, moment.instant, most, bad),
        lambda each, bad: _agenda_as_columns(document, each, moment.instant, most, bad),
    )
    first, count, _ = asked.answer
    if as_json:
        answer = {
            "now": moment.instant,
            "agenda": first,
            "open": count,
            "problems": asked.problems,
            "bad": asked.bad,
            "notes": [*moment.notes],
        }
        print_json(answer)
        return
    rows = [
        (
            item.ticket.id,
            item.metric.clock.priority or "",
            _metric_name(item.metric, "engineer"),
            *_status_cells(item.status, document),
        )
        for item in first
    ]
    more = [f"{count - most} more; show them with --most {count}"] if count > most else []
    headings = ("ticket", "priority", "metric", "state", "due", "used", "left", "next change")
    print_as_of(moment.instant, table(headings, rows), [*moment.notes, *more, *asked.in_words()])


def goals(
    policy: PolicyFile,
    tickets: TicketsFile,
    now: Now = None,
    on_error: OnError = "stop",
    errors: Errors = None,
    max_bad: MaxBad = None,
    customer_timezone: CustomerZone = None,
    customer_holidays: CustomerHolidays = None,
    as_json: AsJson = False,
) -> None:
    """How far the goals of a policy were met, period by period."""
    refuse_reading_twice(policy, tickets)
    refuse_overwriting({"--errors": errors}, {"POLICY": policy, "TICKETS": tickets})
    document = load_either(policy, customer_timezone, customer_holidays)
    moment = _as_of(now, document)
    asked = Queue(tickets, on_error, errors, max_bad, one_by_one=is_compiled(policy)).ask(
        lambda each, bad: document.attainment(each, moment.instant, bad),
        lambda each, bad: _attainment_as_columns(document, each, moment.instant, bad),
    )
    found = asked.answer
    if as_json:
        answer = {
            "now": moment.instant,
            "goals": found,
            "problems": asked.problems,
            "bad": asked.bad,
            "notes": [*moment.notes],
        }
        print_json(answer)
        return
    headings = ("plan", "metric", "priority", "goal", "period", "met", "missed", "open", "share", "reached")
    rows = [_goal_cells(each) for each in found]
    nothing = [] if rows else ["no ticket counts toward a goal of this policy"]
    print_as_of(moment.instant, table(headings, rows), [*moment.notes, *nothing, *asked.in_words()])


def _as_of(now: str | None, policy: SlaPolicy) -> Moment:
    """The instant that was typed; what this computer's clock shows where none was."""
    return read_moment(now, "now", policy.timezone) if now else Moment(right_now(policy.timezone))


# Queues


class _First(NamedTuple):
    """What comes first of an agenda, how many open promises it has, and what is wrong with tickets."""

    items: list[AgendaItem]
    open: int
    problems: tuple[TicketProblem, ...]


def _agenda_one_by_one(
    policy: SlaPolicy, tickets: Iterable[Ticket], now: datetime, most: int, bad: OnBadTicket
) -> _First:
    found = policy.agenda(tickets, now, bad)
    return _First(found[:most], len(found), found.problems)


def _agenda_as_columns(
    policy: SlaPolicy, tickets: Iterable[Ticket], now: datetime, most: int, bad: OnBadTicket
) -> _First:
    from slaclock.columns import agenda

    return _First(*agenda(policy, tickets, now, most, bad))


def _attainment_as_columns(
    policy: SlaPolicy, tickets: Iterable[Ticket], now: datetime, bad: OnBadTicket
) -> Attainments:
    from slaclock.columns import attainment

    return attainment(policy, tickets, now, bad)


# Tickets


def _evaluated(policy: SlaPolicy, path: Path, moment: Moment) -> Evaluation:
    """Where the one ticket of a file stands; what has no answer is named by the file and the ticket."""
    from slaclock.errors import ClockError, SlaClockError

    ticket = _one_ticket(path)
    try:
        return policy.evaluate(ticket, moment.instant)
    except SlaClockError as error:
        called = f"ticket {ticket.id!r}" if ticket.id else "the ticket"
        raise ClockError(f"{named(path)}: {called}: {error}") from None


def _one_ticket(path: Path) -> Ticket:
    from slaclock.errors import ClockError

    found = list(read_tickets(path))
    if len(found) != 1:
        raise ClockError(f"{named(path)} holds {len(found)} tickets; `status` takes one, and `agenda` many")
    return found[0]


# Cells


def _metric_name(metric: MetricStatus, audience: Audience) -> str:
    from slaclock.targets import metric_words

    name = metric_words(metric.metric, audience)
    return f"{name} ({metric.cycle})" if metric.cycle > 1 else name


def _status_cells(status: Status, policy: SlaPolicy) -> tuple[str, str, str, str, str]:
    from slaclock.hours import in_zone, zone_named
    from slaclock.targets import short_duration

    zone = zone_named(policy.timezone)
    # Rounded down, so that what is nearly used up does not look so.
    used = "" if status.used_percent is None else f"{int(status.used_percent)}%"
    left = "" if status.stopped_at else short_duration(status.remaining)
    change = ""
    if status.next_change:
        # A breach comes with the first microsecond after the due instant.
        after = "after " if status.next_change > status.due and status.next_change.microsecond == 1 else ""
        change = after + shown(in_zone(status.next_change.replace(microsecond=0), zone))
    return status.state.replace("_", " "), shown(in_zone(status.due, zone)), used, left, change


def _escalated(evaluation: Evaluation, policy: SlaPolicy, audience: Audience) -> Iterator[str]:
    """The escalation levels that open targets have reached."""
    from slaclock.hours import in_zone, zone_named

    zone = zone_named(policy.timezone)
    for each in evaluation.running:
        for level in (level for level in each.status.escalations if level.reached):
            again = f", reminder {level.number}" if level.number > 1 else ""
            yield f"{_metric_name(each, audience)} escalated to {level.name} {shown(in_zone(level.at, zone))}{again}"


def _goal_cells(found: Attainment) -> tuple[str, ...]:
    # Rounded down, so that a share that is not enough does not look so.
    share = "" if found.share is None else f"{int(found.share * 1000) / 10}%"
    reached = {True: "yes", False: "no" if not found.can_be_met else "not yet", None: ""}[found.is_met]
    counted = (str(each) for each in (found.met, found.missed, found.undecided))
    names = (found.plan, found.metric, found.priority or "all", str(found.goal))
    return (*names, str(found.first or "all"), *counted, share, reached)
