"""The functions of `slaclock.columns`: each case stands in a column twice, with a missing value between."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from conformance.forms import amount, instant, told
from conformance.ours import declared, one_ticket, scalar
from conformance.replies import Asked, Refused, Unsupported
from slaclock import Schedule, SlaPolicy, columns
from slaclock.errors import SlaClockError

name = "slaclock, columns"
about = "every choice"

INSTANTS = pa.timestamp("us", tz="UTC")
MICROSECOND = timedelta(microseconds=1)


def answer(asked: Asked) -> Any:
    question, choices = asked["question"], asked["choices"]
    ask = QUESTIONS.get(question["ask"])
    if ask is None or "told_in" in question:
        raise Unsupported(f"has no call for {question['ask']} in that form")
    try:
        return ask(scalar.schedule_of(asked["schedule"], choices), asked)
    except SlaClockError as error:
        raise Refused(str(error)) from None


def column(text: str) -> pa.Array:
    """Make a column of an instant, twice and with a missing one between."""
    at = instant(text)
    return pa.array([at, None, at], INSTANTS if at.tzinfo else pa.timestamp("us"))


def one(found: pa.Array) -> Any:
    """Give the answer of both rows, which are the same; the missing one stays missing."""
    first, missing, last = found.to_pylist()
    assert first == last, found
    assert missing is None, found
    return first


def _told(found: pa.Array) -> str:
    at: datetime = one(found)
    return told(at)


def _is_open(schedule: Schedule, asked: Asked) -> bool:
    found: bool = one(columns.is_open(schedule, column(asked["question"]["at"])))
    return found


def _edge(schedule: Schedule, asked: Asked) -> str:
    question = asked["question"]
    ask = getattr(columns, question["ask"])
    return _told(ask(schedule, column(question["at"])))


def _elapsed(schedule: Schedule, asked: Asked) -> int:
    question = asked["question"]
    found: timedelta = one(columns.elapsed(schedule, column(question["start"]), column(question["end"])))
    return found // MICROSECOND


def _add(schedule: Schedule, asked: Asked) -> str:
    question = asked["question"]
    boundary = asked["choices"].get("boundary", "closing")
    return _told(columns.add(schedule, column(question["start"]), amount(question["amount_us"]), boundary=boundary))


def _add_days(schedule: Schedule, asked: Asked) -> str:
    question = asked["question"]
    stated = scalar.day_choices(question, asked["choices"])
    return _told(columns.add_days(schedule, column(question["start"]), question["days"], **stated))


def _business_days(schedule: Schedule, asked: Asked) -> int:
    question, zone = asked["question"], declared.zone(asked["schedule"])
    found: int = one(columns.business_days(schedule, _noon(question["first"], zone), _noon(question["last"], zone)))
    return found


def _noon(day: str, zone: str) -> pa.Array:
    """Make a column of an instant on a date, for questions about dates are asked of instants."""
    at = datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if at.astimezone(ZoneInfo(zone)).date() != date.fromisoformat(day):
        raise Unsupported("asks for instants, and no instant lies on a date that clocks skip")
    return column(at.isoformat())


def _due(schedule: Schedule, asked: Asked) -> str:
    policy = _policy(json.dumps(declared.policy(asked, asked["question"]["target"])))
    return _told(columns.due(policy, column(asked["question"]["start"])))


def _promised(schedule: Schedule, asked: Asked) -> str:
    question = asked["question"]
    policy = _policy(json.dumps(declared.promising_policy(asked)))
    found = columns.due(policy, column(question["start"]), **declared.request(question))
    if found.null_count == len(found):
        raise Refused("nothing is promised")
    return _told(found)


@lru_cache(maxsize=64)
def _policy(stated: str) -> SlaPolicy:
    return SlaPolicy(**json.loads(stated))


TICKETS = pa.schema([("id", pa.string()), ("opened", INSTANTS), ("plan", pa.string())])
EVENTS = pa.schema([("ticket", pa.string()), ("at", INSTANTS), *((key, pa.string()) for key in ("kind", "plan", "by"))])


def _status(schedule: Schedule, asked: Asked) -> dict[str, Any]:
    """Ask about two tickets alike."""
    question = asked["question"]
    tickets = [one_ticket.ticket(question) | {"id": name} for name in ("first", "last")]
    events = [{"ticket": each["id"], **event} for each in tickets for event in one_ticket.events(question)]
    tables = pa.Table.from_pylist(tickets, TICKETS), pa.Table.from_pylist(events, EVENTS)
    found = columns.evaluate(_policy(json.dumps(one_ticket.policy(asked))), *tables, instant(question["now"]))
    first, last = found.drop_columns("ticket").to_pylist()
    assert first == last, found
    return {
        "state": first["state"],
        "due": told(first["due"]),
        "elapsed_us": first["elapsed"] // MICROSECOND,
        "breached": first["breached_at"] is not None,
        "breached_at": first["breached_at"] and told(first["breached_at"]),
    }


QUESTIONS: Mapping[str, Callable[[Schedule, Asked], Any]] = {
    "is_open": _is_open,
    **dict.fromkeys(("next_opening", "next_closing", "previous_opening", "previous_closing"), _edge),
    "elapsed": _elapsed,
    "add": _add,
    "add_days": _add_days,
    "business_days": _business_days,
    "due": _due,
    "promised": _promised,
    "status": _status,
}
