"""Milestones of cases in Salesforce: targets and what became of them, one record for each time (R7, R12, R16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Kind, collected
from slaclock.adapters.salesforce.written_amounts import amount_in

MILESTONES = Kind("records", "CaseMilestone", id_key="Id")
_WITHOUT_MEANING = frozenset(
    (
        *("attributes", "Id", "MilestoneTypeId", "SystemModstamp", "CreatedDate", "CreatedById", "LastModifiedDate"),
        *("LastModifiedById", "LastViewedDate", "PausedDate"),
        *(f"TimeSinceTargetIn{unit}" for unit in ("Mins", "Hrs", "Days")),
    )
)


@dataclass(frozen=True)
class Milestone:
    """One milestone of a case."""

    case: str
    """The first 15 characters of the id of its case, which every form of it has."""
    kind: str
    """What the milestone is called."""
    start: datetime
    due: datetime | None
    """When it is due, without its seconds."""
    completed: datetime | None
    violated: bool | None
    """Nothing where nobody asked for it."""
    target: timedelta
    used: timedelta | None
    """Time used without what was stopped, where that does not depend on when somebody asked."""
    hours: str
    """The id of its business hours; blank where those of its entitlement or its case count."""
    path: KeyPath


def case_key(payload: Payload) -> str:
    """What an id of 15 or 18 characters says of a case: the last three of 18 repeat the rest."""
    return payload.id()[:15]


def read_milestones(payload: Payload, account: Account) -> list[Milestone]:
    """The milestones of a payload, in their order.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    records = collected(payload, MILESTONES, account).records
    account.counts["milestones"] += account.counts.pop(MILESTONES.plural, 0)
    return [_milestone(record, account) for record in records]


def _milestone(record: Record, account: Account) -> Milestone:
    start, completed, violated = record.need("StartDate"), record.get("CompletionDate"), record.get("IsViolated")
    target = amount_in(record, "TargetResponse")
    if target is None or target <= timedelta(0):
        raise record.error("it has no 'TargetResponseInMins' above zero, so nothing is promised; leave it out")
    is_completed = record.flag_of("IsCompleted", otherwise=completed is not None)
    if is_completed and completed is None:
        raise record.error("it is completed, and does not say when; ask for 'CompletionDate'")
    found = Milestone(
        case_key(record.need("CaseId")),
        _kind(record),
        start.instant(),
        record.instant_of("TargetDate"),
        completed.instant() if completed and is_completed else None,
        violated.flag() if violated else None,
        target,
        _used(record, target, is_completed),
        record.id_of("BusinessHoursId"),
        record.path,
    )
    if found.completed and found.completed < found.start:
        raise record.error("it is completed before it starts")
    record.leave(account, _WITHOUT_MEANING)
    return found


def _kind(record: Record) -> str:
    """What the milestone is called: the name of its type, else that type's id."""
    named, key = record.get("MilestoneType"), record.get("MilestoneTypeId")
    name = named.record().get("Name") if named else None
    return name.text() if name else key.id() if key else "milestone"


def _used(record: Record, target: timedelta, is_completed: bool) -> timedelta | None:
    """Time used without what was stopped; while a milestone runs it depends on when somebody asked."""
    actual, whole, stopped, left = (
        amount_in(record, stem) for stem in ("ActualElapsedTime", "ElapsedTime", "StoppedTime", "TimeRemaining")
    )
    paused = record.get("IsPaused")
    if paused and paused.flag() and left is not None and not is_completed:
        return target - left
    if not is_completed:
        return None
    return actual if actual is not None or whole is None else whole - (stopped or timedelta(0))
