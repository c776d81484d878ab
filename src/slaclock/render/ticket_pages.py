"""A whole ticket as a page: an overview of its metrics, and each of their cycles explained."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from slaclock.hours import clock_words, to_utc, zone_named
from slaclock.render.explanation_pages import STYLE, badge, explained
from slaclock.render.markup import element
from slaclock.render.pages import facts, notes, page, row, table, unbroken
from slaclock.safe import Markup, for_html
from slaclock.targets import Audience, metric_words, short_duration, text_words
from slaclock.tickets import Evaluation, MetricStatus

_MOST_SECTIONS = 30
_OVERVIEW = ("Metric", "State", "Due", "Used", "Left")


def evaluation_html(evaluation: Evaluation, audience: Audience = "customer") -> str:
    """A whole ticket as a page of its own: an overview of its metrics, and each of their cycles explained.

    Of very many cycles, it shows the latest and says how many it leaves out.

    Args:
        evaluation: What `SlaPolicy.evaluate` answered.
        audience: Who reads it: a `customer`, without internal names and numbers of rules, or an `engineer`, with them.

    Raises:
        ChoiceError: There is no such audience.

    Example:
        >>> from datetime import datetime
        >>> from slaclock import SlaPolicy, Ticket
        >>> policy = SlaPolicy(
        ...     name="Support", timezone="Europe/London", schedules={"office": "Mon-Fri 09:00-17:00"},
        ...     plans={"standard": {"resolution": "8 business hours"}},
        ... )
        >>> ticket = Ticket(id="T-7", opened="2026-11-20T16:00+00:00")
        >>> "Ticket T-7" in evaluation_html(policy.evaluate(ticket, datetime.fromisoformat("2026-11-23T10:00+00:00")))
        True

    Rules: R16, R17, R18.
    """
    return page(_name_of(evaluation), element("main", *evaluated(evaluation, audience)), STYLE)


def evaluated(evaluation: Evaluation, audience: Audience) -> Iterator[Markup]:
    """Everything of a ticket, its heading first."""
    yield element("h1", for_html(_name_of(evaluation)))
    yield _facts(evaluation, audience)
    if evaluation.problems:
        yield element("h2", for_html("Left out"))
        yield notes(text_words(problem, audience) for problem in evaluation.problems)
    if not evaluation.cycles:
        yield element("p", for_html("No metric has started."))
        return
    shown = _shown_cycles(evaluation)
    yield table("Metrics", _OVERVIEW, (_overview_row(each, audience) for each in shown), "figures")
    if left_out := len(evaluation.cycles) - len(shown):
        yield element("p", for_html(f"{left_out} earlier cycles that have ended are not shown."))
    for each in shown:
        heading = element("h2", for_html(_cycle_name(each, audience)))
        yield element("section", heading, explained(each.explain(), audience), id=_anchor(each))


def _name_of(evaluation: Evaluation) -> str:
    return f"Ticket {evaluation.ticket.id}".strip()


def _facts(evaluation: Evaluation, audience: Audience) -> Markup:
    ticket, zone = evaluation.ticket, evaluation.now.tzinfo or UTC
    return facts(
        {
            "Plan": text_words(ticket.plan or "", audience),
            "Priority at opening": text_words(ticket.priority or "", audience),
            "Opened": clock_words(ticket.opened, zone),
            "As of": clock_words(evaluation.now, zone),
        }
    )


def _shown_cycles(evaluation: Evaluation) -> list[MetricStatus]:
    """The running cycles and the latest others, in order."""
    running_last = sorted(
        evaluation.cycles, key=lambda each: (each.status.stopped_at is None, to_utc(each.status.started))
    )
    chosen = {(each.metric, each.cycle) for each in running_last[-_MOST_SECTIONS:]}
    return [each for each in evaluation.cycles if (each.metric, each.cycle) in chosen]


def _overview_row(metric: MetricStatus, audience: Audience) -> Markup:
    status = metric.status
    due = clock_words(status.due, zone_named(metric.clock.promised.schedule.timezone))
    left = "" if status.stopped_at else short_duration(status.remaining)
    link = element("a", for_html(_cycle_name(metric, audience)), href=f"#{_anchor(metric)}")
    return row((link, badge(status.state), unbroken(due), *map(for_html, (short_duration(status.elapsed), left))))


def _cycle_name(metric: MetricStatus, audience: Audience) -> str:
    return f"{metric_words(metric.metric, audience)}{f', cycle {metric.cycle}' if metric.cycle > 1 else ''}"


def _anchor(metric: MetricStatus) -> str:
    """What a link leads to: a name without blanks."""
    return f"{'-'.join(metric.metric.split())}-{metric.cycle}"
