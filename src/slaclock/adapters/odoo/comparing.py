"""`compare`: the deadlines that Odoo keeps for tickets beside ours, and why they differ (R7, R10, R12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from slaclock.adapters.comparisons import Answered, ComparedCycle, Comparison, or_lost, reason_of
from slaclock.adapters.losses import Account
from slaclock.adapters.odoo.deadlines import as_the_product
from slaclock.adapters.odoo.fields import rows
from slaclock.adapters.odoo.policies import OdooReading
from slaclock.adapters.odoo.sla_statuses import SlaStatus, Together, read_sla_statuses
from slaclock.adapters.odoo.ticket_records import TICKETS
from slaclock.adapters.payloads import Record, taken
from slaclock.adapters.replays import Replay, offered, other_readings
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.policy import SlaPolicy

TOLERANCE = timedelta(seconds=1)
"""By how much answers differ that are cut to whole seconds."""


def compare(
    policy: SlaPolicy | OdooReading,
    tickets: Any,
    sla_statuses: Any,
    *,
    plans: Mapping[str, str] = MappingProxyType({}),
    limits: Limits = OF_A_PAYLOAD,
) -> Comparison:
    """Compare the deadlines of Odoo's SLA statuses with ours.

    Args:
        policy: The policy that was read of the product, or the reading, which says which plan an SLA policy became.
        tickets: `helpdesk.ticket` records, which say when each was created.
        sla_statuses: `helpdesk.sla.status` records of these tickets.
        plans: The plan of an SLA policy by its id, where the reading does not say it.
        limits: How much of each payload is read.

    Returns:
        Each SLA status with a deadline: theirs, ours, and what explains the difference.

    Raises:
        PayloadError: Something cannot be read; the message has the place inside the payload.

    Examples:
        >>> policy = SlaPolicy(name="A", timezone="Europe/Brussels", schedules={"o": "Mon-Fri 08:00-16:00"},
        ...     plans={"Solve": {"schedule": "o", "resolution": "4 business hours"}})
        >>> ticket = {"id": 7, "create_date": "2026-06-01 06:00:00"}
        >>> status = {"id": 1, "ticket_id": [7, "A"], "sla_id": [3, "Solve"], "deadline": "2026-06-01 10:00:00"}
        >>> [cycle] = compare(policy, [ticket], [status]).cycles
        >>> cycle.plan, cycle.reason
        ('Solve', 'same')

    Rules: R7, R10, R12, R19.
    """
    account = Account()
    held = rows(taken(tickets, "tickets", limits), TICKETS, account)
    opened = {record.need("id").id(): record for record in held}
    compared = _Compared(policy, plans, opened, account)
    statuses = read_sla_statuses(taken(sla_statuses, "sla_statuses", limits), account)
    cycles = [cycle for status in statuses for cycle in compared.cycle(status)]
    return Comparison(tuple(cycles), tuple(account.losses))


@dataclass(frozen=True)
class _Compared:
    """SLA statuses beside the clocks that they state, counted by us."""

    source: SlaPolicy | OdooReading
    plans: Mapping[str, str]
    opened: Mapping[str, Record]
    account: Account

    def cycle(self, status: SlaStatus) -> Iterator[ComparedCycle]:
        """Both answers, where the status has a deadline and it is known what it counts."""
        plan, record = self._plan(status), self.opened.get(status.ticket)
        if status.due is None:
            what = "it has no deadline: its ticket is in a stage that is excluded, or its team has no calendar"
            self.account.lose(status.path, what, "there is nothing to compare")
        elif record is None:
            self.account.lose(status.path, f"ticket {status.ticket} is not among the tickets", "it was left out")
        elif plan is not None:
            with or_lost(self.account, status.path, f"ticket {status.ticket}"):
                yield self._compared(status, plan, record)

    @property
    def _policy(self) -> SlaPolicy:
        return self.source.policy if isinstance(self.source, OdooReading) else self.source

    def _plan(self, status: SlaStatus) -> str | None:
        """The plan of an SLA policy; where nothing says it, that is a loss."""
        known: Mapping[Together, str] = self.source.plans if isinstance(self.source, OdooReading) else {}
        plan = self.plans.get(status.sla) or known.get((status.sla,))
        if plan is None and not known and len(self._policy.plans) == 1:
            plan = next(iter(self._policy.plans))
        if plan is None:
            what = f"the plan of SLA policy {status.sla} is not known"
            self.account.lose(status.path, what, "there is nothing to compare; pass plans= with it")
        return plan

    def _compared(self, status: SlaStatus, plan: str, record: Record) -> ComparedCycle:
        metric = next(iter(self._policy.plans[plan].metrics))
        target, schedule = offered(self._policy, plan, None, metric)
        replay = Replay(record.need("create_date").instant("UTC"), target, schedule, (), status.reached)
        theirs = Answered(status.due, None, status.late if status.reached else None)
        ours = replay.answer()
        lengths = self.source.day_lengths if isinstance(self.source, OdooReading) else {}
        readings = [*as_the_product(replay, lengths.get(schedule.name)), *other_readings(replay, self._policy)]
        reason, detail = reason_of(theirs, ours, TOLERANCE, "to whole seconds", readings)
        if reason == "not explained" and self._excludes(plan, metric):
            what = f"SLA policy {status.sla} excludes stages"
            self.account.lose(status.path, what, "the time in them is not stated, and may explain the difference")
        on = replay.counted_on
        return ComparedCycle(status.ticket, metric, 1, plan, str(target), on, theirs, ours, reason, detail)

    def _excludes(self, plan: str, metric: str) -> bool:
        life = self._policy.plans[plan].metrics[metric].lifecycle
        return bool(life and life.pauses_in)
