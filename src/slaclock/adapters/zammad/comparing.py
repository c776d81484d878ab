"""`compare`: Zammad's own due instants and minutes beside ours, and why they differ (R7, R12, R16)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from slaclock.adapters.comparisons import (
    Answered,
    ComparedCycle,
    Comparison,
    OtherReading,
    lose_unread,
    or_lost,
    reason_of,
)
from slaclock.adapters.histories import in_order
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Record, taken
from slaclock.adapters.records import collected
from slaclock.adapters.replays import Replay, minutes, offered, other_readings
from slaclock.adapters.zammad.exchanges import runs_of
from slaclock.adapters.zammad.histories import (
    TICKETS,
    Told,
    pauses_of,
    plan_of,
    read_articles,
    read_histories,
)
from slaclock.adapters.zammad.policies import ZammadReading
from slaclock.adapters.zammad.states import States, read_states
from slaclock.errors import PayloadError, named
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.policy import SlaPolicy

TOLERANCE = timedelta(minutes=1)
"""By how much figures in whole minutes differ, and each pause, whose ends the product cuts to whole minutes."""
_FIGURES = {"first_response": "first_response", "next_response": "update", "update": "update", "resolution": "close"}
"""What the product calls its figures of a metric: those of a next response stand in the same fields as an update's."""
_REPEAT = ("next_response", "update")
_OLDER = "older releases count update_time from the customer's contact"
_LONGEST_ANSWER = "update_in_min is the longest time in which an agent answered a customer"

Replayed = tuple[int, Replay]
"""A run of a metric by its number, counted by us."""


def compare(
    policy: SlaPolicy | ZammadReading,
    tickets: Any,
    histories: Any = None,
    ticket_states: Any = None,
    *,
    articles: Any = None,
    reading: ZammadReading | None = None,
    plans: Mapping[str, str] = MappingProxyType({}),
    limits: Limits = OF_A_PAYLOAD,
) -> Comparison:
    """Compare the figures of Zammad's tickets with ours.

    Args:
        policy: The policy that was read of the account, or the reading, which says which plan a ticket gets.
        tickets: Tickets with their figures, as the product hands them over.
        histories: Their histories, which say when nothing was counted.
        ticket_states: States of tickets.
        articles: Their articles, which say who wrote when: next responses and updates are then counted cycle by cycle,
            where a ticket states the longest of them and when the present one is due.
        reading: What was read of the SLAs, to say which plan a ticket gets, where `policy` is a policy alone.
        plans: The plan of a ticket by its id, where the reading does not say it.
        limits: How much of each payload is read.

    Returns:
        Each metric of which a ticket states a due instant or minutes: theirs, ours, and what explains the difference.

    Raises:
        PayloadError: Something cannot be read; the message has the place inside the payload.
        UnknownNameError: The policy has no plan of a name in `plans`.

    Examples:
        >>> policy = SlaPolicy(name="A", timezone="UTC", schedules={"o": "24x7"},
        ...     plans={"Gold": {"schedule": "o", "first_response": "1 business hour"}})
        >>> answered = {"id": 7, "created_at": "2026-06-01T08:00:00Z", "first_response_at": "2026-06-01T08:40:00Z",
        ...     "first_response_in_min": 40, "first_response_diff_in_min": 20}
        >>> [cycle] = compare(policy, [answered]).cycles
        >>> cycle.metric, cycle.reason, str(cycle.ours.elapsed)
        ('first_response', 'same', '0:40:00')

    Rules: R7, R12, R16, R19.
    """
    if isinstance(policy, ZammadReading):
        reading = policy
        policy = policy.policy
    for plan in plans.values():
        named(policy.plans, plan, "plan")
    account = Account()
    problems: dict[str, list[str]] = {}
    states = read_states(taken(ticket_states, "ticket_states", limits), account)
    told = read_histories(taken(histories, "histories", limits), states, account, problems)
    has_articles = read_articles(taken(articles, "articles", limits), told, account, problems)
    lose_unread(problems, "histories", account)
    cycles: list[ComparedCycle] = []
    for record in collected(taken(tickets, "tickets", limits), TICKETS, account).records:
        key = record.need("id").id()
        what = told.get(key, Told())
        given = plans.get(key) or _plan(policy, reading, record, what, states, account)
        if given is not None:
            compared = _Figures(policy, record, key, given, what, states, has_articles)
            cycles.extend(compared.cycles(account))
    return Comparison(tuple(cycles), tuple(account.losses))


def _plan(
    policy: SlaPolicy, reading: ZammadReading | None, record: Record, told: Told, states: States, account: Account
) -> str | None:
    """The plan of a ticket; where nothing says it, or it is none of the policy, that is a loss."""
    try:
        if reading is not None:
            plan = plan_of(record, in_order(told.changes), states, reading)
        else:
            plan = next(iter(policy.plans)) if len(policy.plans) == 1 else None
        why = "no SLA takes it"
    except PayloadError as error:
        plan, why = None, error.message
    if plan is not None and plan not in policy.plans:
        plan, why = None, f"its SLA {plan!r} is no plan of the policy"
    if plan is None:
        means = "there is nothing to compare; pass plans= with it, or the SLAs"
        account.lose(record.path, f"its plan is not known: {why}", means)
    return plan


@dataclass(frozen=True)
class _Figures:
    """What a ticket states of its clocks, and those clocks counted by us."""

    policy: SlaPolicy
    record: Record
    key: str
    plan: str
    told: Told
    states: States
    has_articles: bool

    def cycles(self, account: Account) -> Iterator[ComparedCycle]:
        """Each metric of its plan of which it states something."""
        for metric in self.policy.plans[self.plan].metrics:
            if metric not in _FIGURES:
                continue
            theirs = self._theirs(metric)
            if theirs.due is None and theirs.elapsed is None:
                continue
            with or_lost(account, self.record.path, f"{metric} of ticket {self.key}"):
                if self.has_articles and metric in _REPEAT:
                    yield from self._of_runs(metric, theirs, account)
                else:
                    start, stopped = self._span(metric)
                    replay = self._replay(metric, start, stopped)
                    yield self._compared(metric, 1, theirs, replay, self._older_rules(metric, replay))

    def _of_runs(self, metric: str, theirs: Answered, account: Account) -> Iterator[ComparedCycle]:
        """The longest of the runs of a metric, and the one that goes on: of no others the ticket states anything."""
        runs = self._runs(metric, metric)
        older = self._runs(metric, "next_response") if metric == "update" else []
        if theirs.elapsed is not None:
            said = Answered(None, theirs.elapsed, theirs.breached)
            longest = _longest(older)
            others = [OtherReading("rule of the product", _LONGEST_ANSWER, longest[1].answer)] if longest else []
            yield from self._of_run(metric, _longest(runs), said, others, "that has ended", account)
        if theirs.due:
            said = Answered(theirs.due, None, None)
            others = [OtherReading("rule of the product", _OLDER, each.answer) for _, each in older if not each.stopped]
            yield from self._of_run(metric, _open(runs), said, others, "that goes on", account)

    def _of_run(
        self,
        metric: str,
        run: Replayed | None,
        theirs: Answered,
        older: Sequence[OtherReading],
        sort: str,
        account: Account,
    ) -> Iterator[ComparedCycle]:
        if run is not None:
            yield self._compared(metric, run[0], theirs, run[1], older)
        else:
            what = f"{metric} of ticket {self.key} has a figure, and its articles show none {sort}"
            account.lose(self.record.path, what, "there is nothing to compare; pass all of its articles")

    def _runs(self, metric: str, measured_as: str) -> list[Replayed]:
        """The runs of a metric that repeats, measured as it is or as older releases do, each with its number."""
        runs = runs_of(measured_as, self._opened, self.record.instant_of("close_at"), self.told.replies)
        return [(each.number, self._replay(metric, each.start, each.stop)) for each in runs]

    @property
    def _opened(self) -> datetime:
        return self.record.need("created_at").instant()

    def _theirs(self, metric: str) -> Answered:
        name = _FIGURES[metric]
        due = self.record.instant_of(f"{name}_escalation_at")
        used, left = (
            found.whole(-(10**9), 10**9, "minutes") if (found := self.record.get(f"{name}_{kind}in_min")) else None
            for kind in ("", "diff_")
        )
        return Answered(due, minutes(used), None if left is None else left < 0)

    def _compared(
        self, metric: str, number: int, theirs: Answered, replay: Replay, older: Iterable[OtherReading]
    ) -> ComparedCycle:
        ours = replay.answer()
        tolerance = TOLERANCE * (1 + len(replay.pauses))
        readings = [*other_readings(replay, self.policy), *older]
        reason, detail = reason_of(theirs, ours, tolerance, "to whole minutes", readings)
        target, on = str(replay.target), replay.counted_on
        return ComparedCycle(self.key, metric, number, self.plan, target, on, theirs, ours, reason, detail)

    def _replay(self, metric: str, start: datetime, stopped: datetime | None) -> Replay:
        target, schedule = offered(self.policy, self.plan, None, metric)
        pauses = pauses_of(self.told, self._opened, self.states, self.states.of(self.record))
        clipped = [(max(since, start), end) for since, end in pauses if end is None or end > start]
        closed = [(since, end) for since, end in clipped if stopped is None or since < stopped]
        return Replay(start, target, schedule, tuple(closed), stopped)

    def _span(self, metric: str) -> tuple[datetime, datetime | None]:
        """When a metric starts, and when it stops if it has, as the ticket itself says it."""
        opened = self._opened
        if metric == "first_response":
            return opened, self.record.instant_of("first_response_at")
        if metric == "resolution":
            return opened, self.record.instant_of("close_at")
        agent, customer = (self.record.instant_of(f"last_contact_{who}_at") for who in ("agent", "customer"))
        if metric == "update":
            return agent or opened, None
        asked = customer or opened
        return asked, agent if agent and agent > asked else None

    def _older_rules(self, metric: str, replay: Replay) -> Iterator[OtherReading]:
        """Releases before the response time counted updates from whatever contact was the last, or the customer's."""
        customer, agent = (self.record.instant_of(f"last_contact_{who}_at") for who in ("customer", "agent"))
        if metric != "update":
            return
        if customer:
            yield OtherReading("rule of the product", _OLDER, replace(replay, start=customer).answer)
            if agent and agent > customer:
                used = replace(replay, start=customer, stopped=agent)
                yield OtherReading("rule of the product", _LONGEST_ANSWER, used.answer)


def _longest(runs: Sequence[Replayed]) -> Replayed | None:
    """The first of the longest runs that have ended."""
    return max(
        (run for run in runs if run[1].stopped), key=lambda run: run[1].answer().elapsed or timedelta(0), default=None
    )


def _open(runs: Sequence[Replayed]) -> Replayed | None:
    return next((run for run in runs if not run[1].stopped), None)
