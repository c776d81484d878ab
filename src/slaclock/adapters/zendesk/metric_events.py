"""Metric events of Zendesk, the log of its clocks: read, put in order, and told apart by ticket, metric and cycle."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from slaclock.adapters.amounts import MOST_SECONDS
from slaclock.adapters.histories import Order, order_of
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Kind, collected
from slaclock.adapters.zendesk.metrics import METRIC_NAMES
from slaclock.errors import PayloadError

TYPES = ("activate", "pause", "fulfill", "apply_sla", "apply_group_sla", "breach", "update_status", "measure")
FULL_PAGE = 1_000
"""Events on a page of an export, unless fewer were asked for."""
_REPLY, _RESOLUTION = "reply_time", "resolution_time"
METRICS = (_REPLY, _RESOLUTION, *(name for name in METRIC_NAMES if name not in ("first_reply_time", "next_reply_time")))
_OURS = {**METRIC_NAMES, _RESOLUTION: "resolution", "group_ownership_time": "group_ownership_time"}


def _goes_on(page: Record, size: int) -> bool:
    """An export names a next page for ever, and ends with a page that is not full."""
    end = page.get("end_of_stream")
    page.get("next_page")
    return not (end and end.value is True) and size >= FULL_PAGE


METRIC_EVENTS = Kind("ticket_metric_events", "ticket_metric_event", goes_on=_goes_on, counts=())


@dataclass(frozen=True)
class Applied:
    """A target as it was applied to a cycle."""

    seconds: int
    counts_open_time: bool
    title: str
    """The SLA policy."""
    policy_id: str
    """Its id; blank where none is stated."""


@dataclass(frozen=True)
class MetricEvent:
    """One event of a cycle."""

    at: datetime
    order: Order
    """What decides at one instant: the id."""
    type: str
    applied: Applied | None
    calendar: int | None
    business: int | None
    """Whole minutes that the product had counted."""


@dataclass
class CycleLog:
    """What happened in one cycle of a metric of a ticket, in order."""

    ticket: str
    metric: str
    """Our name for it."""
    instance: int
    path: KeyPath
    events: list[MetricEvent] = field(default_factory=list)


@dataclass
class Cycles:
    """The cycles of a log, and the tickets with an event that cannot be read."""

    logs: list[CycleLog] = field(default_factory=list)
    """Each with its events in the order of time; of tickets whose events can all be read."""

    problems: dict[str, list[PayloadError]] = field(default_factory=dict)
    """What is wrong, by ticket: without one of its events each answer about a clock may be another."""


def read_cycles(payload: Payload, account: Account) -> Cycles:
    """The cycles of a log.

    Events that were undone, and those that mean nothing to a clock (`measure`, instance 0), are read and left out. One
    that cannot be read is a problem of its ticket; one that names no ticket is a loss.

    Raises:
        PayloadError: It is no log at all.
    """
    found: dict[tuple[str, str, int], CycleLog] = {}
    cycles = Cycles()
    for record in collected(_with_beside_tickets(payload), METRIC_EVENTS, account).records:
        try:
            ticket = record.need("ticket_id").id()
        except PayloadError as error:
            means = "it was left out, and any clock here may lack it; ask for these events again"
            account.lose(record.path, f"it cannot be read: {error.message}", means)
            continue
        try:
            _take(record, ticket, found, account)
        except PayloadError as error:
            cycles.problems.setdefault(ticket, []).append(error)
    cycles.logs = [log for log in found.values() if log.ticket not in cycles.problems]
    for log in cycles.logs:
        log.events.sort(key=lambda each: (each.at, each.order))
    return cycles


def _take(record: Record, ticket: str, found: dict[tuple[str, str, int], CycleLog], account: Account) -> None:
    """Put an event into the cycle that it is of."""
    instance = record.need("instance_id").whole(0, 10**9, "cycles")
    metric = record.need("metric").choice([*METRICS, "group_ownership_time"], "metric")
    event, counts = _event(record, account)
    if counts and instance:
        ours = _OURS[metric] if metric != _REPLY else "first_response" if instance == 1 else "next_response"
        key = (ticket, metric, instance)
        found.setdefault(key, CycleLog(ticket, ours, instance, record.path)).events.append(event)


def beside_tickets(value: Any) -> Any:
    """The tickets of a payload, as `read_cycles` takes them, where metric events stand beside some; else nothing."""
    held = [
        each
        for page in (value if isinstance(value, list) else [value])
        if isinstance(page, dict)
        for each in (*_objects(page.get("tickets")), page.get("ticket"), page)
        if isinstance(each, dict) and isinstance(each.get("metric_events"), dict)
    ]
    return {"tickets": held} if held else None


def _with_beside_tickets(payload: Payload) -> Payload:
    """The events; beside tickets they stand in an object with one list for each metric."""
    value = payload.value
    tickets = value.get("tickets", [value.get("ticket")]) if isinstance(value, dict) else None
    beside = [each["metric_events"] for each in _objects(tickets) if isinstance(each.get("metric_events"), dict)]
    if not beside:
        return payload
    lists = [Payload(held, ("metric_events", name)) for each in beside for name, held in each.items()]
    return Payload([item.value for each in lists for item in each.items()], ("metric_events",))


def _objects(values: Any) -> Iterable[dict[str, Any]]:
    return [each for each in values if isinstance(each, dict)] if isinstance(values, list) else []


def _event(record: Record, account: Account) -> tuple[MetricEvent, bool]:
    """An event, and whether it means something to a clock."""
    kind = record.need("type").choice(TYPES, "type of event")
    undone = record.flag_of("deleted")
    stated = record.get("group_sla" if kind == "apply_group_sla" else "sla")
    applied = _applied(stated.record()) if stated and kind in ("apply_sla", "apply_group_sla") else None
    status = record.get("status")
    figures = status.record() if status else None
    calendar, business = (_minutes(figures, key) for key in ("calendar", "business"))
    order = order_of(record.id_of("id"))
    at = record.need("time").instant()
    record.leave(account, {"sla", "group_sla", "url"})
    event = MetricEvent(at, order, kind, applied, calendar, business)
    return event, kind != "measure" and not undone


def _minutes(figures: Record | None, key: str) -> int | None:
    found = figures.get(key) if figures else None
    return found.whole(0, 10**9, "minutes") if found else None


def _applied(record: Record) -> Applied | None:
    exact, rounded = record.get("target_in_seconds"), record.get("target")
    if record.values.keys().isdisjoint(("target_in_seconds", "target")):
        raise record.error("it has neither 'target_in_seconds' nor 'target', so it does not say what was applied")
    if exact:
        seconds = exact.whole(1, MOST_SECONDS, "seconds")
    elif rounded:
        seconds = rounded.whole(1, MOST_SECONDS // 60, "minutes") * 60
    else:
        return None
    policy = record.get("policy")
    title, key = (policy.record().get(name) if policy else None for name in ("title", "id"))
    counts_open_time = record.need("business_hours").flag()
    return Applied(seconds, counts_open_time, title.text() if title else "", key.id() if key else "")
