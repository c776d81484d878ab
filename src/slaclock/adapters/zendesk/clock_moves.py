"""Metric events as events of tickets, where the audits of a ticket are not here (R16, R17, R18)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from slaclock.adapters.zendesk.metric_events import Applied, CycleLog, MetricEvent
from slaclock.adapters.zendesk.metrics import GROUP_ASSIGNED, GROUP_REMOVED

_OF_REPLIES = {"first_response": "agent_replied", "next_response": "agent_replied"}
_UPDATES = ("update", "pausable_update_time")
_WORK = ("requester_wait_time", "agent_work_time", "resolution")
_GROUP = "group_ownership_time"


def moves_of(logs: Sequence[CycleLog], follows_groups: bool) -> list[dict[str, Any]]:
    """What the clocks of one ticket say happened to it, as events.

    A clock of replies that stops says that an agent replied, unless the ticket was solved at that instant; one of next
    replies that starts, that the customer did. Clocks of work stop when it is solved, and pause by themselves.
    """
    solved = {event.at for log in logs if log.metric in _WORK for event in log.events if event.type == "fulfill"}
    found = [
        {"at": event.at, **said}
        for log in logs
        if log.metric != _GROUP or follows_groups
        for event, said in _moves(log, solved)
    ]
    return [each for place, each in enumerate(found) if each not in found[:place]]


def opened_in(logs: Sequence[CycleLog]) -> datetime | None:
    """When the clocks say that a ticket was opened: the first of them starts then."""
    return min((event.at for log in logs for event in log.events if event.type == "activate"), default=None)


def applied_in(logs: Sequence[CycleLog]) -> list[tuple[datetime, Applied]]:
    """The targets that a ticket got, in the order of time; those of groups hold beside them."""
    found = [(event.at, event.applied) for log in logs if log.metric != _GROUP for event in log.events if event.applied]
    return sorted(found, key=lambda each: each[0])


def has_another_target(logs: Sequence[CycleLog]) -> CycleLog | None:
    """A cycle whose target became another under the same SLA policy, as it does with another priority."""
    for log in logs:
        targets = [event.applied for event in log.events if event.applied]
        if any(each.title == targets[0].title and each.seconds != targets[0].seconds for each in targets):
            return log
    return None


def _moves(log: CycleLog, solved: set[datetime]) -> Iterator[tuple[MetricEvent, dict[str, Any]]]:
    before = ""
    for event in log.events:
        said = _said(log, event, before, solved)
        if said:
            yield event, said
        before = event.type if event.type in ("activate", "pause", "fulfill") else before


def _said(log: CycleLog, event: MetricEvent, before: str, solved: set[datetime]) -> dict[str, Any] | None:
    match event.type:
        case "pause":
            return {"kind": "paused", "metric": log.metric}
        case "activate" if before == "pause":
            return {"kind": "resumed", "metric": log.metric}
        case "activate" if before == "fulfill" and log.metric in _WORK:
            return {"kind": "reopened"}
        case "activate":
            kind = _started(log.metric)
            return {"kind": kind} if kind else None
        case "fulfill":
            return {"kind": _stopped(log.metric, event.at in solved)}
    return None


def _started(metric: str) -> str:
    if metric in _UPDATES:
        return "agent_replied"
    return {"next_response": "customer_replied", _GROUP: GROUP_ASSIGNED}.get(metric, "")


def _stopped(metric: str, is_solved: bool) -> str:
    if is_solved or metric in _WORK:
        return "resolved"
    return GROUP_REMOVED if metric == _GROUP else "agent_replied"
