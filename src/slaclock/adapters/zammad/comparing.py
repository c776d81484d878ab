"""`compare`: Zammad's own due instants and minutes beside ours, and why they differ (R7, R12, R16)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from slaclock.adapters.comparisons import Answered, ComparedCycle, Comparison, OtherReading, reason_of
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Record, taken
from slaclock.adapters.records import collected
from slaclock.adapters.replays import Replay, minutes, offered, other_readings
from slaclock.adapters.zammad.histories import TICKETS, Told, noted, pauses_of, read_histories
from slaclock.adapters.zammad.policies import ZammadReading
from slaclock.adapters.zammad.states import States, read_states
from slaclock.errors import PayloadError, SlaClockError, named
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.policy import SlaPolicy

TOLERANCE = timedelta(minutes=1)
"""By how much figures in whole minutes differ, and each pause, whose ends the product cuts to whole minutes."""
_FIGURES = {"first_response": "first_response", "next_response": "update", "update": "update", "resolution": "close"}
"""What the product calls its figures of a metric: those of a next response stand in the same fields as an update's."""


def compare(
    policy: SlaPolicy | ZammadReading,
    tickets: Any,
    histories: Any = None,
    ticket_states: Any = None,
    *,
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
    noted(problems, account)
    cycles: list[ComparedCycle] = []
    for record in collected(taken(tickets, "tickets", limits), TICKETS, account).records:
        key = record.need("id").id()
        given = plans.get(key) or _plan(policy, reading, record, account)
        if given is not None:
            compared = _Figures(policy, record, key, given, told.get(key, Told()), states)
            cycles.extend(compared.cycles(account))
    return Comparison(tuple(cycles), tuple(account.losses))


def _plan(policy: SlaPolicy, reading: ZammadReading | None, record: Record, account: Account) -> str | None:
    """The plan of a ticket; where nothing says it, or it is none of the policy, that is a loss."""
    try:
        plan, why = _chosen(policy, reading, record), "no SLA takes it"
    except PayloadError as error:
        plan, why = None, error.message
    if plan is not None and plan not in policy.plans:
        plan, why = None, f"its SLA {plan!r} is no plan of the policy"
    if plan is None:
        means = "there is nothing to compare; pass plans= with it, or the SLAs"
        account.lose(record.path, f"its plan is not known: {why}", means)
    return plan


def _chosen(policy: SlaPolicy, reading: ZammadReading | None, record: Record) -> str | None:
    if reading is not None:
        return reading.plan_of(record.values)
    return next(iter(policy.plans)) if len(policy.plans) == 1 else None


@dataclass(frozen=True)
class _Figures:
    """What a ticket states of its clocks, and those clocks counted by us."""

    policy: SlaPolicy
    record: Record
    key: str
    plan: str
    told: Told
    states: States

    def cycles(self, account: Account) -> Iterator[ComparedCycle]:
        """Each metric of its plan of which it states something."""
        for metric in self.policy.plans[self.plan].metrics:
            if metric not in _FIGURES:
                continue
            theirs = self._theirs(metric)
            if theirs.due is None and theirs.elapsed is None:
                continue
            try:
                yield self._compared(metric, theirs)
            except PayloadError:
                raise
            except SlaClockError as error:
                account.lose(self.record.path, f"{metric} of ticket {self.key}", f"it has no answer: {error}")

    def _theirs(self, metric: str) -> Answered:
        name = _FIGURES[metric]
        due = self.record.get(f"{name}_escalation_at")
        used, left = (
            found.whole(-(10**9), 10**9, "minutes") if (found := self.record.get(f"{name}_{kind}in_min")) else None
            for kind in ("", "diff_")
        )
        return Answered(due.instant() if due else None, minutes(used), None if left is None else left < 0)

    def _compared(self, metric: str, theirs: Answered) -> ComparedCycle:
        replay = self._replay(metric)
        ours = replay.answer()
        tolerance = TOLERANCE * (1 + len(replay.pauses))
        readings = [*other_readings(replay, self.policy), *self._older_rules(metric, replay)]
        reason, detail = reason_of(theirs, ours, tolerance, "to whole minutes", readings)
        target, on = str(replay.target), replay.schedule.name
        return ComparedCycle(self.key, metric, 1, self.plan, target, on, theirs, ours, reason, detail)

    def _replay(self, metric: str) -> Replay:
        target, schedule = offered(self.policy, self.plan, None, metric)
        opened = self.record.need("created_at").instant()
        pauses = pauses_of(self.told, opened, self.states, self.states.of(self.record))
        start, stopped = self._span(metric, opened)
        closed = [(since, end) for since, end in pauses if stopped is None or since < stopped]
        return Replay(start, target, schedule, tuple(closed), stopped)

    def _span(self, metric: str, opened: datetime) -> tuple[datetime, datetime | None]:
        """When a metric starts, and when it stops if it has."""
        if metric == "first_response":
            return opened, self._at("first_response_at")
        if metric == "resolution":
            return opened, self._at("close_at")
        agent, customer = self._at("last_contact_agent_at"), self._at("last_contact_customer_at")
        if metric == "update":
            return agent or opened, None
        asked = customer or opened
        return asked, agent if agent and agent > asked else None

    def _at(self, key: str) -> datetime | None:
        found = self.record.get(key)
        return found.instant() if found else None

    def _older_rules(self, metric: str, replay: Replay) -> Iterator[OtherReading]:
        """Releases before the response time counted updates from whatever contact was the last, or the customer's."""
        customer, agent = self._at("last_contact_customer_at"), self._at("last_contact_agent_at")
        if metric != "update":
            return
        if customer:
            detail = "older releases count update_time from the customer's contact"
            yield OtherReading("rule of the product", detail, replace(replay, start=customer).answer)
            if agent and agent > customer:
                used = replace(replay, start=customer, stopped=agent)
                detail = "update_in_min is the longest time in which an agent answered a customer"
                yield OtherReading("rule of the product", detail, used.answer)
