"""Whole histories as columns: where every cycle of every ticket stands at an instant (R12, R16–R18).

Each answer is that of `policy.evaluate`. Tickets in which something has no form for whole columns are asked one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from slaclock.columns.answer_stages import Found
from slaclock.columns.cycle_promises import Naming, Register, held_promises
from slaclock.columns.cycle_standings import STATES, Figures, standing
from slaclock.columns.evaluation_tables import Answer, Named, Part, in_one_table
from slaclock.columns.event_masks import NEVER, where_named
from slaclock.columns.happened import Happened
from slaclock.columns.history_tables import match_tables
from slaclock.columns.instants import NO_INSTANT, Mask, instant_at, instant_micros, micros_of
from slaclock.columns.lazy_tables import is_lazy, lazily
from slaclock.columns.lookup import Places, groups
from slaclock.columns.promises import versions_at
from slaclock.columns.table_kinds import in_make
from slaclock.columns.ticket_lives import Lives, in_order
from slaclock.columns.ticket_problems import Odd, left_out_texts, same_text
from slaclock.columns.ticket_words import in_words, odd_words
from slaclock.columns.told_tickets import told
from slaclock.columns.tracks import followed, paused_by
from slaclock.errors import SlaClockError
from slaclock.hours import to_utc
from slaclock.policy import SlaPolicy
from slaclock.tickets import DUE_AGREED, Lifecycle, MetricStatus

_Ranks: TypeAlias = Sequence[Mapping[str, int]]
"""For each name of a plan its metrics in their order."""


def evaluate(
    policy: SlaPolicy,
    tickets: Any,
    events: Any,
    now: datetime,
    *,
    ticket_columns: Mapping[str, str] = MappingProxyType({}),
    event_columns: Mapping[str, str] = MappingProxyType({}),
) -> Any:
    """Where every cycle of every ticket stands at an instant; for each ticket what `policy.evaluate` answers.

    Args:
        policy: With all its versions.
        tickets: A table with a row for each ticket. `id` (text or whole numbers, each once) and `opened` (instants)
            must be there; `plan`, `priority`, `channel`, `status`, `timezone` (names), `agreed` (an instant) may.
        events: A table of what happened to them, in any order. `ticket` (an id), `at` (instants) and `kind` (as for
            `Event`) must be there; `status`, `priority`, `plan`, `metric`, `by` (names), `public` (yes, no), `agreed`
            (instants) may be.
        now: An aware datetime; what happens after it does not exist yet, nor do tickets that are opened then.
        ticket_columns: Names of columns of `tickets` by what they mean, where these differ: `{"opened": "created_at"}`.
        event_columns: The same of `events`.

    Returns:
        A table like `tickets` (of pandas, polars or Arrow; of a LazyFrame a LazyFrame, which is answered when it is
        collected) with a row for each cycle, by ticket, metric and cycle: `ticket`, `metric`, `cycle`, `plan`,
        `priority`, `state`, `started`, `stopped`, `due`, `breached_at` (instants in the zone of `opened`), `elapsed`,
        `remaining`, `paused` (durations of the kind that the target counts), `next_change`, and `problem`: what
        contradicts itself, or why there is no answer. A ticket that has problems and no cycle has a row of its own, and
        so has an id of which events alone speak. Names stand once (categories).

    Raises:
        TicketTableError: A column is missing, is there twice or holds something else, or two tickets have one id.
        NaiveDatetimeError: `now` or a column of instants has no time zone.
        InstantError: Something is no table, or a column holds no instants.

    Examples:
        >>> from datetime import UTC, datetime
        >>> import pandas
        >>> from slaclock import SlaPolicy, columns
        >>> policy = SlaPolicy.loads('''
        ... {name: Example, timezone: UTC, schedules: {office: Mon-Fri 09:00-17:00},
        ...  plans: {standard: {schedule: office, first_response: 2 business hours, resolution: 8 business hours}}}
        ... ''')
        >>> tickets = pandas.DataFrame({"id": ["T-1"], "opened": pandas.to_datetime(["2026-11-25 15:00Z"])})
        >>> events = pandas.DataFrame({
        ...     "ticket": ["T-1", "T-1"],
        ...     "at": pandas.to_datetime(["2026-11-25 16:00Z", "2026-11-25 16:30Z"]),
        ...     "kind": ["agent_replied", "status_changed"],
        ...     "status": [None, "pending"],
        ... })
        >>> stands = columns.evaluate(policy, tickets, events, datetime(2026, 11, 26, 12, tzinfo=UTC))
        >>> print(stands[["metric", "state", "elapsed", "paused"]].to_string(index=False))
                metric  state         elapsed          paused
        first_response    met 0 days 01:00:00 0 days 00:00:00
            resolution paused 0 days 01:30:00 0 days 03:30:00

    Rules: R1, R9, R12, R16, R17, R18, R19.
    """

    def ask(some_tickets: Any, some_events: Any) -> Any:
        return evaluated(policy, some_tickets, some_events, now, ticket_columns, event_columns).table

    return lazily(ask, tickets, events) if is_lazy(tickets) else ask(tickets, events)


class Evaluated(NamedTuple):
    """Where every cycle of every ticket stands."""

    table: Any
    """A row for each cycle, in a table of the kind of the tickets."""
    one_by_one: int
    """How many tickets were asked one by one, because something in them has no form for whole columns."""


def evaluated(
    policy: SlaPolicy,
    tickets: Any,
    events: Any,
    now: datetime,
    ticket_columns: Mapping[str, str],
    event_columns: Mapping[str, str],
) -> Evaluated:
    """The answer of `columns.evaluate`, and what it took."""
    histories = match_tables(tickets, events, ticket_columns, event_columns)
    named, found, at = Named(), Found(), instant_micros(to_utc(now))
    one_by_one, batches = 0, []
    for read in histories.pieces():
        asking = _Asking(policy, at, Answer(read, named), found)
        asking.ask_all()
        batches.append(asking.answer.rows())
        one_by_one += asking.one_by_one
    if not batches:
        batches = [Answer(histories.piece(0, 0), named).rows()]
    found.tell()
    return Evaluated(in_make(in_one_table(batches, named, histories.strangers), histories.make), one_by_one)


@dataclass
class _Asking:
    """Who is asked about some tickets, and what is found so far."""

    policy: SlaPolicy
    now: int
    answer: Answer
    found: Found
    one_by_one: int = 0

    def ask_all(self) -> None:
        """Ask about every ticket that is there by now, each by the policy that governs it."""
        lives = self.answer.read.lives
        lives = lives.among(np.flatnonzero(lives.tickets.opened <= self.now))
        for governing, places in self.governing(lives):
            self.ask(governing, lives.among(places))

    def governing(self, lives: Lives) -> Iterator[tuple[SlaPolicy, Places]]:
        """The tickets of each policy: of a version of it, for a customer in a zone."""
        zone = lives.tickets.timezone
        codes = np.zeros(len(lives.tickets.number), np.intp) if zone.codes is None else zone.codes
        for (code,), places in groups(codes):
            name = zone.names[code]
            try:
                there = self.policy.for_customer(name) if name else self.policy
            except SlaClockError:
                self.ask_one_by_one(lives.among(places))
                continue
            yield from _versions(there, lives, places)

    def ask(self, policy: SlaPolicy, lives: Lives) -> None:
        """Ask about the tickets of one policy."""
        told, read = lives, self.answer.read
        lives, crowded = in_order(in_words(told, policy._words))
        happened = Happened.by(lives, self.now, policy.ending_of)
        naming = Naming(happened)
        singly = np.zeros(happened.count, np.bool_)
        singly[crowded] = True
        singly[happened.unclear] = True
        singly[lives.events.ticket[where_named(lives.events.kind, _has_no_form)]] = True
        if lives.events.agreed is not None:
            singly[lives.events.ticket[lives.events.agreed != NO_INSTANT]] = True
        if lives.tickets.agreed is not None:
            singly |= lives.tickets.agreed != NO_INSTANT
        ranks = _ranks(policy, naming, singly)
        metrics = dict.fromkeys(metric for of_plan in ranks for metric in of_plan)
        odd = [*odd_words(told, policy._words, self.now, read.kinds["at"].tz), *happened.ended]
        parts = [self._of_metric(policy, metric, naming, ranks, singly, odd) for metric in metrics]
        bad = np.zeros(int(lives.tickets.number.max(initial=0)) + 1, np.bool_)
        bad[lives.tickets.number[singly]] = True
        self.answer.parts += [part.among(~bad[part.ticket]) if singly.any() else part for part in parts]
        self._say_what_was_left_out(happened, singly)
        for each in (each.among(~singly) for each in odd):
            read.problems.say_all(happened.tickets.number[each.ticket], each.texts)
        self.ask_one_by_one(told.among(np.flatnonzero(singly)))

    def _of_metric(
        self,
        policy: SlaPolicy,
        metric: str,
        naming: Naming,
        ranks: _Ranks,
        singly: Mask,
        odd: list[Odd],
    ) -> Part:
        happened, answer = naming.happened, self.answer
        life, others = _life(policy, metric, naming)
        singly[others] = True
        paused, cycles = paused_by(happened, life, metric), followed(happened, life, metric, policy.reopens)
        register, found = Register(), Found(left=self.found.left)
        held = held_promises(policy, metric, naming, cycles, register, found)
        stands = standing(cycles, held, paused, register, found, self.now)
        singly[paused.unclear] = True
        singly[cycles.ticket[stands.singly]] = True
        ticket = cycles.ticket
        odd += (Odd(ticket[each], same_text(why, len(each))) for each, why in held.lacking)
        rank = np.array([of_plan.get(metric, len(of_plan)) for of_plan in ranks], np.intp)
        every = Part(
            stands.figures,
            happened.tickets.number[ticket],
            rank[naming.plan.at_opening[ticket]],
            np.full(len(ticket), answer.named.metrics.of(metric)),
            cycles.number,
            answer.named.plans.of_all(naming.plan.names, held.plan),
            answer.named.priorities.of_all(naming.priority.names, held.priority),
        )
        return every.among(stands.promised)

    def _say_what_was_left_out(self, happened: Happened, singly: Mask) -> None:
        kinds, read = happened.events.kind.names, self.answer.read
        for left_out in happened.problems:
            kept = np.flatnonzero(~singly[left_out.ticket])
            if len(kept):
                texts = left_out_texts(kinds, left_out.kind[kept], left_out.at[kept], read.kinds["at"].tz, left_out.why)
                read.problems.say_all(happened.tickets.number[left_out.ticket[kept]], texts)

    # One by one

    def ask_one_by_one(self, lives: Lives) -> None:
        """Ask about tickets as `policy.evaluate` does."""
        numbers = lives.tickets.number.tolist()
        self.one_by_one += len(numbers)
        for place, number in enumerate(numbers):
            try:
                evaluation = self.policy.evaluate(told(lives, place, self.answer.read), instant_at(self.now))
                parts = [self._part_of(number, evaluation.cycles)] if evaluation.cycles else []
            except (SlaClockError, OverflowError) as error:
                self.answer.read.problems.say(number, [str(error)])
                continue
            self.answer.parts += parts
            self.answer.read.problems.say(number, evaluation.problems)

    def _part_of(self, number: int, cycles: Sequence[MetricStatus]) -> Part:
        answer = self.answer
        ranks = {metric: rank for rank, metric in enumerate(dict.fromkeys(each.metric for each in cycles))}
        names = [
            (
                number,
                ranks[each.metric],
                answer.named.metrics.of(each.metric),
                each.cycle,
                answer.named.plans.of(each.clock.plan),
                answer.named.priorities.of(each.clock.priority),
            )
            for each in cycles
        ]
        figures = np.array([_figures(each) for each in cycles], np.int64).T
        return Part(Figures(*figures), *np.array(names, np.int64).T)


def _life(policy: SlaPolicy, metric: str, naming: Naming) -> tuple[Lifecycle, Places]:
    """The lifecycle of a metric in most tickets, and the tickets that have another one at some time."""
    happened, plan, priority = naming.happened, naming.plan, naming.priority
    if len(plan.names) * len(priority.names) <= happened.count:
        of_any = {policy.lifecycle(metric, *names) for names in product(plan.names, priority.names)}
        if len(of_any) == 1:
            return of_any.pop(), np.zeros(0, np.intp)
    changes = np.flatnonzero(plan.changes | priority.changes)
    tickets = np.append(np.arange(happened.count), happened.events.ticket[changes])
    rows = np.append(np.full(happened.count, NEVER), changes)
    lives: dict[Lifecycle, list[Places]] = {}
    for codes, places in groups(*(changed.after(rows, tickets) for changed in (plan, priority))):
        names = (changed.names[code] for changed, code in zip((plan, priority), codes, strict=True))
        lives.setdefault(policy.lifecycle(metric, *names), []).append(tickets[places])
    most = max(lives, key=lambda life: sum(map(len, lives[life])), default=policy.lifecycle(metric))
    others = [places for life, found in lives.items() if life != most for places in found]
    return most, np.concatenate([np.zeros(0, np.intp), *others])


def _has_no_form(kind: str | None) -> bool:
    return kind in (DUE_AGREED, "")


def _figures(each: MetricStatus) -> tuple[int, ...]:
    """The figures of one cycle, in the order of `Figures`."""
    status = each.status
    of_its_kind = status.business if status.target.counts in ("open_time", "business_days") else status.calendar
    return (
        STATES.index(status.state),
        *map(_instant, (status.started, status.stopped_at, status.due, status.breached_at)),
        *map(micros_of, (status.elapsed, status.remaining, of_its_kind.paused)),
        _instant(status.next_change),
    )


def _instant(at: datetime | None) -> int:
    return NO_INSTANT if at is None else instant_micros(at)


def _versions(policy: SlaPolicy, lives: Lives, places: Places) -> Iterator[tuple[SlaPolicy, Places]]:
    """The tickets of each version, where the one at a ticket's opening governs it (R17)."""
    if policy.governed_by != "opening":
        yield policy, places
        return
    versions, in_force = versions_at(policy, lives.tickets.opened[places])
    for (number,), some in groups(in_force):
        yield versions[number], places[some]


def _ranks(policy: SlaPolicy, naming: Naming, singly: Mask) -> _Ranks:
    """The metrics of each plan that is named; tickets that name an unknown one are to be asked one by one."""
    ranks: list[Mapping[str, int]] = []
    unknown: set[str | None] = set()
    for name in naming.plan.names:
        try:
            ranks.append({metric: rank for rank, metric in enumerate(policy.metrics_of(name))})
        except SlaClockError:
            ranks.append({})
            unknown.add(name)
    if unknown:
        happened = naming.happened
        singly |= where_named(happened.tickets.plan, unknown.__contains__)
        named = where_named(happened.events.plan, lambda name: name is not None and name in unknown)
        singly[happened.events.ticket[np.broadcast_to(named, len(happened.events.ticket))]] = True
    return ranks
