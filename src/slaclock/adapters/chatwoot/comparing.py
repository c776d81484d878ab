"""`compare`: the due instants and misses of Chatwoot's applied SLAs beside ours, and why they differ (R7, R12)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from slaclock.adapters.chatwoot.conversations import CONVERSATIONS, Instants
from slaclock.adapters.chatwoot.fields import instant, instant_in, need_instant, rows
from slaclock.adapters.chatwoot.policies import ChatwootReading
from slaclock.adapters.comparisons import Answered, ComparedCycle, Comparison, OtherReading, or_lost, reason_of
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Record, taken
from slaclock.adapters.records import Kind
from slaclock.adapters.replays import Replay, offered, other_readings
from slaclock.hours import to_utc
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.policy import SlaPolicy
from slaclock.targets import Target

APPLIED_SLAS = Kind("applied_slas", "applied_sla_record", beside={"meta"})
TOLERANCE = timedelta(seconds=1)
"""By how much answers differ that are cut to whole seconds."""
_SHORT = {"first_response": "frt", "next_response": "nrt", "resolution": "rt"}
"""What the product calls each metric."""
_STATUSES = ("active", "hit", "missed", "active_with_misses")
_ENDED = ("hit", "missed")
_IN_THE_SECOND = "a clock that runs is missed in the second in which it is due"
_OLDER = "older releases count calendar time, whatever only_during_business_hours says"


def compare(
    policy: SlaPolicy | ChatwootReading,
    conversations: Any,
    applied_slas: Any,
    *,
    resolved: Instants = MappingProxyType({}),
    plans: Mapping[str, str] = MappingProxyType({}),
    limits: Limits = OF_A_PAYLOAD,
) -> Comparison:
    """Compare the due instants and misses of Chatwoot's applied SLAs with ours.

    Args:
        policy: The policy that was read of the account, or the reading, which says which plan a conversation gets.
        conversations: Conversations, which say when each was opened and answered.
        applied_slas: Applied SLAs with their events, as their report hands them over; releases that state no due
            instants state misses.
        resolved: When conversations were resolved, by their ids.
        plans: The plan of a conversation by its id, where the reading does not say it.
        limits: How much of each payload is read.

    Returns:
        Each metric of which an applied SLA states something: theirs, ours, and what explains the difference.

    Raises:
        PayloadError: Something cannot be read; the message has the place inside the payload.

    Examples:
        >>> policy = SlaPolicy(name="A", timezone="UTC", plans={"Gold": {"first_response": "1 calendar hour"}})
        >>> chat = {"id": 7, "inbox_id": 1, "created_at": 1780304400, "first_reply_created_at": 1780308001}
        >>> applied = {"applied_sla": {"sla_id": 1, "sla_status": "active_with_misses", "sla_frt_due_at": 1780308000},
        ...     "conversation": {"id": 7}, "sla_events": [{"event_type": "frt", "created_at": 1780308000}]}
        >>> [cycle] = compare(policy, [chat], [applied]).cycles
        >>> cycle.metric, cycle.reason
        ('first_response', 'same')

    Rules: R7, R12, R19.
    """
    account = Account()
    held = rows(taken(conversations, "conversations", limits), CONVERSATIONS, account)
    known = {record.need("id").id(): record for record in held}
    cycles: list[ComparedCycle] = []
    for row in rows(taken(applied_slas, "applied_slas", limits), APPLIED_SLAS, account):
        key = row.need("conversation").record().need("id").id()
        applied = row.need("applied_sla").record()
        record = known.get(key)
        if record is None:
            what = f"conversation {key} is not among the conversations"
            account.lose(row.path, what, "when it was opened is not known, so there is nothing to compare")
            continue
        plan = plans.get(key) or _plan(policy, applied, record)
        if plan is None:
            what = f"the plan of conversation {key} is not known"
            account.lose(row.path, what, "there is nothing to compare; pass plans= with it")
            continue
        ended = to_utc(resolved[key]) if key in resolved else None
        cycles.extend(_Applied(_as_policy(policy), record, row, key, plan, ended).cycles(account))
    return Comparison(tuple(cycles), tuple(account.losses))


def _as_policy(policy: SlaPolicy | ChatwootReading) -> SlaPolicy:
    return policy.policy if isinstance(policy, ChatwootReading) else policy


def _plan(policy: SlaPolicy | ChatwootReading, applied: Record, record: Record) -> str | None:
    """The plan of an SLA that was applied to a conversation."""
    if isinstance(policy, ChatwootReading):
        return policy.plan_of(applied.need("sla_id").id(), record.need("inbox_id").id())
    return next(iter(policy.plans)) if len(policy.plans) == 1 else None


@dataclass(frozen=True)
class _Applied:
    """What an applied SLA states, and the same clocks counted by us."""

    policy: SlaPolicy
    record: Record
    row: Record
    key: str
    plan: str
    resolved: datetime | None

    def cycles(self, account: Account) -> Iterator[ComparedCycle]:
        """Each metric of its plan of which it states something."""
        misses = self._misses()
        for metric in self.policy.plans[self.plan].metrics:
            start = self._start(metric) if metric in _SHORT else None
            theirs = self._theirs(metric, start, misses) if start else None
            if metric in misses and (theirs is None or theirs.breached is None):
                what = f"a miss of {metric} of conversation {self.key}"
                account.lose(self.row.path, what, "since when a customer waited for that message is not said")
            if start is None or theirs is None or (theirs.due is None and theirs.breached is None):
                continue
            with or_lost(account, self.row.path, f"{metric} of conversation {self.key}"):
                yield self._compared(metric, theirs, start, misses.get(metric))

    def _misses(self) -> dict[str, datetime]:
        """When the latest miss of each metric was noted."""
        metrics = {short: metric for metric, short in _SHORT.items()}
        stated = self.row.get("sla_events")
        found: dict[str, datetime] = {}
        for each in stated.items() if stated else ():
            event = each.record()
            metric = metrics[event.need("event_type").choice(metrics, "type of miss")]
            at = instant(event.need("created_at"))
            found[metric] = max(at, found.get(metric, at))
        return found

    def _start(self, metric: str) -> datetime | None:
        """When a metric starts; the next response once there was a first, and a customer waits."""
        opened = need_instant(self.record, "created_at")
        if metric != "next_response":
            return opened
        return instant_in(self.record, "waiting_since") if instant_in(self.record, "first_reply_created_at") else None

    def _theirs(self, metric: str, start: datetime, misses: Mapping[str, datetime]) -> Answered:
        applied = self.row.need("applied_sla").record()
        due = instant_in(applied, f"sla_{_SHORT[metric]}_due_at")
        status = applied.need("sla_status").choice(_STATUSES, "status")
        if metric == "next_response":
            # Misses before the present wait are of earlier messages.
            return Answered(due, None, True if metric in misses and misses[metric] >= start else None)
        return Answered(due, None, True if metric in misses else False if status in _ENDED else None)

    def _compared(self, metric: str, theirs: Answered, start: datetime, missed: datetime | None) -> ComparedCycle:
        target, schedule = offered(self.policy, self.plan, None, metric)
        stopped = self.resolved if metric == "resolution" else None
        if metric == "first_response":
            stopped = instant_in(self.record, "first_reply_created_at") or self.resolved
        asked = missed if stopped is None and theirs.breached else None
        replay = Replay(start, target, schedule, (), stopped, asked)
        ours = replace(replay.answer(), elapsed=None)
        readings = [*_in_the_second(replay), *_older(replay), *other_readings(replay, self.policy)]
        reason, detail = reason_of(theirs, ours, TOLERANCE, "to whole seconds", readings)
        on = replay.counted_on
        return ComparedCycle(self.key, metric, 1, self.plan, str(target), on, theirs, ours, reason, detail)


def _in_the_second(replay: Replay) -> Iterator[OtherReading]:
    """A clock that nobody stopped, as the product looks at it: late in its very second."""
    if replay.asked:
        later = replace(replay, asked=replay.asked + TOLERANCE)
        yield OtherReading("rule of the product", _IN_THE_SECOND, later.answer)


def _older(replay: Replay) -> Iterator[OtherReading]:
    """Releases that looked at no hours when they looked for misses."""
    if replay.target.counts == "open_time":
        calendar = Target(counts="calendar_time", duration=replay.target.duration)
        yield OtherReading("rule of the product", _OLDER, replay.counting(calendar).answer)
