"""SLAs of Zammad as plans, in the order in which the product tries them: by name (R11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from slaclock.adapters.amounts import amount_text
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.named_records import named_records
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Kind, collected
from slaclock.adapters.zammad.calendars import ReadCalendar
from slaclock.adapters.zammad.conditions import Condition, read_conditions
from slaclock.adapters.zammad.states import CLOSED, States

SLAS = Kind("slas", "sla")
METRICS: Mapping[str, str] = MappingProxyType(
    {
        "first_response_time": "first_response",
        "response_time": "next_response",
        "update_time": "update",
        "solution_time": "resolution",
    }
)
"""Our name for each time of an SLA."""
STARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"next_response": ("opened", "customer_replied"), "update": ("opened", "agent_replied")}
)
"""What starts the metrics that do not start when a ticket is opened alone."""
MOST_MINUTES = 100 * 366 * 24 * 60
_WITHOUT_MEANING = frozenset({"updated_by_id", "created_by_id", "created_at", "updated_at", "updated_by", "created_by"})


@dataclass(frozen=True)
class ReadSla:
    """One SLA of a payload."""

    id: str
    name: str
    calendar: ReadCalendar
    conditions: tuple[Condition, ...]
    metrics: Mapping[str, str]
    """Targets by our names of metrics."""
    path: KeyPath


def read_slas(payload: Payload, calendars: Sequence[ReadCalendar], account: Account) -> list[ReadSla]:
    """The SLAs of a payload, in the order in which they are tried.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    records = collected(payload, SLAS, account).records
    read = [_sla(*each, calendars, account) for each in named_records(records)]
    return sorted(read, key=lambda sla: (sla.name.casefold(), sla.name))


def _sla(record: Record, key: str, name: str, calendars: Sequence[ReadCalendar], account: Account) -> ReadSla:
    about = ("plans", name)
    calendar = _calendar(record, calendars)
    conditions = read_conditions(record.get("condition"), account, about)
    metrics = {ours: text for theirs, ours in METRICS.items() if (text := _target(record.get(theirs)))}
    if not metrics:
        raise record.error("it has no times, so it promises nothing; leave it out")
    record.leave(account, _WITHOUT_MEANING, about)
    return ReadSla(key, name, calendar, conditions, metrics, record.path)


def _calendar(record: Record, calendars: Sequence[ReadCalendar]) -> ReadCalendar:
    stated = record.need("calendar_id")
    for calendar in calendars:
        if calendar.id == stated.id():
            return calendar
    known = ", ".join(f"{each.id} {each.name}" for each in calendars) or "none"
    raise stated.error(f"there is no calendar {stated.id()}; pass calendars= with it, known: {known}")


def _target(payload: Payload | None) -> str | None:
    """A target of so many minutes; nothing and zero promise nothing, and forms hand numbers over as text."""
    if payload is None or payload.value == "":
        return None
    digits = isinstance(payload.value, str) and payload.value.isascii() and payload.value.isdecimal()
    number = Payload(int(payload.value[:20]), payload.path) if digits else payload
    amount = number.whole(0, MOST_MINUTES, "minutes")
    return amount_text(amount * 60, "business") if amount else None


def lifecycles(metrics: Sequence[str], states: States) -> dict[str, Any]:
    """The life of each metric: it pauses in a state in which nothing is counted, and ends when closed."""
    waits = {"pauses_in": states.waiting}
    known: dict[str, dict[str, Any]] = {
        "first_response": {"stops": ["agent_replied", CLOSED], **waits},
        "next_response": {
            "starts": list(STARTS["next_response"]),
            "after": [],  # The first message of a customer waits for a reply as the later ones do.
            "stops": ["agent_replied", CLOSED],
            "repeats": True,
            **waits,
        },
        "update": {
            "starts": list(STARTS["update"]),
            "stops": [CLOSED],
            "restarts": ["agent_replied"],
            "repeats": True,
            "on_reopen": "continue",
            **waits,
        },
        "resolution": {"stops": [CLOSED], "on_reopen": "continue", **waits},
    }
    return {metric: known[metric] for metric in metrics}
