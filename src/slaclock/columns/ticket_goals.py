"""How far the goals of a policy were met over many tickets, counted from columns (R12, R18)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

from slaclock.columns.arrow_functions import pc
from slaclock.columns.clocks import clocks_around
from slaclock.columns.instants import DAY, Micros, instant_at, instant_micros
from slaclock.columns.lookup import Places, groups
from slaclock.columns.promises import versions_at
from slaclock.columns.ticket_queues import Asked, asked_together
from slaclock.hours import to_utc, zone_named
from slaclock.policy import Attainments, Outcome, Pursued, SlaPolicy, attained, goals_for
from slaclock.tickets import OnBadTicket, Ticket, TicketProblem

_BECAME = ("met", "missed", "undecided")
_CANCELLED = -1


def attainment(
    policy: SlaPolicy, tickets: Iterable[Ticket], now: datetime, on_error: OnBadTicket = "stop"
) -> Attainments:
    """What `policy.attainment` answers.

    Args:
        policy: With all its versions.
        tickets: Tickets with their events.
        now: An aware datetime; what still runs then is undecided, unless it is late already.
        on_error: What a ticket does that has no answer: it ends everything (`stop`), is left out (`skip`), or is left
            out and stands among `problems` (`report`).

    Raises:
        NaiveDatetimeError: `now` has no time zone.
        ClockError: A ticket has no answer, and `on_error` is `stop`; the message names it.

    Rules: R12, R18, R19.
    """
    to_utc(now)  # Refused at once where it is naive.
    problems: list[TicketProblem] = []
    asked = asked_together(policy, tickets, now, policy._outcomes, problems, on_error)
    outcomes = (outcome for some in asked for outcome in _outcomes(policy, some, now))
    return Attainments(attained(outcomes, policy.goals(), zone_named(policy.timezone)), problems)


def _outcomes(policy: SlaPolicy, asked: Asked[list[Outcome]], now: datetime) -> Iterator[Outcome]:
    """What became of the cycles of some tickets, those counted together that became the same on one date."""
    for _, told in asked.alone:
        yield from told
    cycles = asked.cycles.filter(pc.is_valid(asked.cycles["metric"]))
    tickets = cycles["ticket"].to_numpy()
    pursued = [(list(goals), rows) for goals, rows in _pursued(policy, asked, cycles)]
    # A goal within an amount of its own asks what else would have been promised.
    singly = [tickets[rows] for goals, rows in pursued if any(each.goal.within for each in goals)]
    alone = np.unique(np.concatenate([np.zeros(0, np.int64), *singly]))
    for place in alone.tolist():
        yield from policy._outcomes(policy.evaluate(asked.tickets[place], now))
    kept = ~np.isin(tickets, alone)
    became, started = _became(cycles), _micros(cycles["started"])
    readings = clocks_around(zone_named(policy.timezone), started).readings(started) if len(started) else started
    same = (readings // DAY) * len(_BECAME) + became
    for goals, rows in pursued:
        counted = rows[kept[rows] & (became[rows] != _CANCELLED)]
        _, examples, times = np.unique(same[counted], return_index=True, return_counts=True)
        for row, count in zip(counted[examples].tolist(), times.tolist(), strict=True):
            for each in goals:
                yield Outcome(each, instant_at(int(started[row])), _BECAME[became[row]], count)


def _pursued(policy: SlaPolicy, asked: Asked[Any], cycles: Any) -> Iterator[tuple[Iterator[Pursued], Places]]:
    """Rows of cycles with the goals for which they count, by the version that governs each of them."""
    if policy.governed_by == "opening":
        opened = np.array([instant_micros(to_utc(ticket.opened)) for ticket in asked.tickets], np.int64)
        begun = opened[cycles["ticket"].to_numpy()]
    else:
        begun = _micros(cycles["started"])
    versions, version = versions_at(policy, begun)
    names = [cycles[name].cast("string").combine_chunks().dictionary_encode("encode") for name in _NAMED]
    for (number, *codes), rows in groups(version, *(each.indices.to_numpy() for each in names)):
        metric, plan, priority = (each.dictionary[code].as_py() for each, code in zip(names, codes, strict=True))
        yield goals_for(metric, plan, priority, versions[number].plans), rows


_NAMED = ("metric", "plan", "priority")


def _became(cycles: Any) -> Micros:
    """Which of `_BECAME` each cycle became."""
    state, late = cycles["state"].cast("string"), pc.is_valid(cycles["breached_at"])
    codes = pc.if_else(pc.equal(state, "met"), 0, pc.if_else(late, 1, 2))
    found: Micros = pc.if_else(pc.equal(state, "cancelled"), _CANCELLED, codes).to_numpy().astype(np.int64)
    return found


def _micros(instants: Any) -> Micros:
    found: Micros = instants.cast(pa.int64()).to_numpy()
    return found
