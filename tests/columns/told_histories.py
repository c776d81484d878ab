"""Tickets and events told as plain rows, as tables of every make, and what `policy.evaluate` says of each."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
from hypothesis import strategies as st

from slaclock import Event, SlaPolicy, Ticket
from slaclock.errors import SlaClockError

Row = dict[str, Any]

_INSTANT = pa.timestamp("us", "UTC")
_TICKETS = pa.schema(
    [
        ("id", pa.string()),
        ("opened", _INSTANT),
        *((name, pa.string()) for name in ("plan", "priority", "channel", "status", "timezone")),
        ("agreed", _INSTANT),
    ]
)
_EVENTS = pa.schema(
    [
        ("ticket", pa.string()),
        ("at", _INSTANT),
        ("kind", pa.string()),
        ("public", pa.bool_()),
        *((name, pa.string()) for name in ("status", "priority", "plan", "metric", "by")),
        ("agreed", _INSTANT),
    ]
)


def tables(tickets: list[Row], events: list[Row], make: str = "Arrow") -> tuple[Any, Any]:
    """The rows as two tables of one make."""
    both = pa.Table.from_pylist(tickets, _TICKETS), pa.Table.from_pylist(events, _EVENTS)
    if make == "pandas":
        return tuple(table.to_pandas() for table in both)
    return tuple(map(pl.from_arrow, both)) if make == "polars" else both


def rows_of(table: Any) -> list[Row]:
    """The rows of a table of any make."""
    if isinstance(table, pd.DataFrame):
        table = pa.Table.from_pandas(table, preserve_index=False)
    if isinstance(table, pl.LazyFrame):
        table = table.collect()
    rows: list[Row] = table.to_dicts() if isinstance(table, pl.DataFrame) else table.to_pylist()
    return rows


def told_singly(policy: SlaPolicy, tickets: list[Row], events: list[Row], now: datetime) -> list[Row]:
    """The rows that `policy.evaluate` gives, ticket by ticket; what is opened later does not exist yet."""
    return [row for ticket in tickets if ticket["opened"] <= now for row in _told(policy, ticket, events, now)]


def _told(policy: SlaPolicy, row: Row, events: Iterable[Row], now: datetime) -> list[Row]:
    own = [Event(**_stated(event, "ticket")) for event in events if event["ticket"] == row["id"]]
    try:
        evaluation = policy.evaluate(Ticket(**_stated(row), events=own), now)
    except SlaClockError as error:
        return [_empty(row["id"], _parts([str(error)]))]
    found = []
    for each in evaluation.cycles:
        status, clock = each.status, each.clock
        own_kind = status.target.counts in ("open_time", "business_days")
        found.append(
            {
                "ticket": row["id"],
                "metric": each.metric,
                "cycle": each.cycle,
                "plan": clock.plan,
                "priority": clock.priority,
                "state": status.state,
                "started": status.started,
                "stopped": status.stopped_at,
                "due": status.due,
                "breached_at": status.breached_at,
                "elapsed": status.elapsed,
                "remaining": status.remaining,
                "paused": (status.business if own_kind else status.calendar).paused,
                "next_change": status.next_change,
                "problem": _parts(evaluation.problems),
            }
        )
    return found or ([_empty(row["id"], _parts(evaluation.problems))] if evaluation.problems else [])


_NAMES = (
    *("metric", "cycle", "plan", "priority", "state", "started", "stopped", "due", "breached_at"),
    *("elapsed", "remaining", "paused", "next_change"),
)


def _empty(ticket: Any, problems: set[str]) -> Row:
    return {"ticket": ticket, **dict.fromkeys(_NAMES), "problem": problems}


def _stated(row: Mapping[str, Any], *left_out: str) -> Row:
    return {name: value for name, value in row.items() if value is not None and name not in left_out}


def with_problems_apart(rows: list[Row]) -> list[Row]:
    """The rows, with what is wrong as a set."""
    return [{**row, "problem": _parts([row["problem"] or ""])} for row in rows]


def _parts(problems: Iterable[str]) -> set[str]:
    return set("; ".join(problems).split("; ")) - {""}


# Aimed examples: a few weeks around a clock change and Thanksgiving, on the quarter hour

_BEGIN = datetime(2026, 10, 26, tzinfo=UTC)
_KINDS = (
    ["agent_replied"] * 4
    + ["status_changed"] * 6
    + ["customer_replied", "priority_changed", "resolved", "reopened"] * 2
    + [
        "due_agreed",
        "plan_changed",
        "closed",
        "cancelled",
        "paused",
        "resumed",
        "stopped",
        "escalated",
        "acknowledged",
        "opened",
    ]
)
_STATUSES = ("open", "pending", "on_hold", "in_progress", "waiting")
_ODD_STATUSES = (
    *("On-Hold", "Waiting for customer", "Waiting on 3rd party", "Solved", "closed", "Done", "Canceled", "New"),
    *("Parked", "parked", "With vendor", "Waiting for customr"),
)
_ODD_KINDS = ("Agent Replied", "agent_reply", "solved", "assigned", "triaged", "Status-Changed", "on_hold")
_NOBODY = st.none()


def _instants(days: int) -> st.SearchStrategy[datetime]:
    return st.integers(0, days * 96).map(lambda quarters: _BEGIN + quarters * timedelta(minutes=15))


@st.composite
def _event(draw: st.DrawFn, ticket: str, opened: datetime) -> Row:
    kind = draw(st.one_of(*[st.sampled_from(_KINDS)] * 4, st.sampled_from(_ODD_KINDS)))
    event: Row = dict.fromkeys(("status", "priority", "plan", "metric", "by", "agreed"))
    event |= {"ticket": ticket, "kind": kind, "public": draw(st.sampled_from([True, True, False, None]))}
    event["at"] = opened + draw(st.integers(-2, 12 * 96)) * timedelta(minutes=15)
    if kind in ("status_changed", "Status-Changed"):
        event["status"] = draw(st.sampled_from([*_STATUSES, *_STATUSES, *_ODD_STATUSES, None]))
    if kind == "priority_changed":
        event["priority"] = draw(st.sampled_from(["P1", "P2", "P3", "P3", "Urgent", "", None]))
    if kind == "plan_changed":
        event["plan"] = draw(st.sampled_from(["standard", "nights", "nights", "gold", "by-night", "", None]))
    if draw(st.integers(0, 9)) == 0:  # What only one kind of event changes, stated by any.
        event[draw(st.sampled_from(["status", "priority", "plan"]))] = draw(
            st.sampled_from(["open", "P1", "nights", ""])
        )
    if kind == "due_agreed":
        event["agreed"] = draw(st.one_of(st.none(), _instants(50)))
        event["metric"] = draw(st.sampled_from([None, None, "first_response", "root_cause"]))
    if kind in ("paused", "resumed", "stopped"):
        event["by"] = draw(st.sampled_from([None, None, "", "vendor", "status pending"]))
        event["metric"] = draw(st.sampled_from([None, None, "resolution", "first_response"]))
    return event


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """A few tickets and what happened to them, in any order and some of it twice."""
    tickets, events = [], []
    for number in range(draw(st.integers(1, 4))):
        opened = draw(_instants(35))
        tickets.append(
            {
                "id": f"T-{number}",
                "opened": opened,
                "plan": draw(st.sampled_from(["standard", "standard", "nights", None])),
                "priority": draw(st.sampled_from(["P1", "P2", "P3", "urgent", "", None])),
                "channel": draw(st.sampled_from([None, "phone", "email", "Voice", ""])),
                "status": draw(st.sampled_from([None, None, "open", "open", "pending", *_ODD_STATUSES])),
                "timezone": draw(st.sampled_from([None, None, "Europe/London"])),
                "agreed": draw(st.one_of(st.none(), st.none(), st.none(), _instants(50))),
            }
        )
        events += draw(st.lists(_event(f"T-{number}", opened), max_size=9))
    again = draw(st.lists(st.sampled_from(events), max_size=2)) if events else []
    return tickets, draw(st.permutations([*events, *again]))
