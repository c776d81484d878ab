"""Whole histories as columns: exactly what `policy.evaluate` says, ticket by ticket (R12, R16–R18)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pyarrow as pa
import pytest
from columns.told_histories import Row, histories, rows_of, tables, told_singly, with_problems_apart
from hypothesis import given, strategies as st

from slaclock import InstantError, NaiveDatetimeError, SlaPolicy, TicketTableError, columns
from slaclock.columns.histories import evaluated

_PLANS = """
plans:
  standard:
    schedule: office
    first_response:
      P1: 1 business hour
      P2: {target: 4 business hours, when: [{received: by phone, target: 1 business hour}]}
      P3: 2 business days
    next_response: {P1: 2 business hours, P2: {target: 4 business hours, boundary: next_opening}, P3: 1 hour}
    update: {P1: 4 business hours, P2: 1 business day}
    resolution:
      P1: 8 business hours
      P2: {target: 2 business days, when: [{received: outside hours, target: 1 business day}]}
      P3: {target: 40 hours, ends: next_opening}
  nights:
    schedule: nights
    resolution: {P1: {target: 9 business hours, ends: previous_closing}, P2: 5 days, P3: "2 business days"}
    first_response: 2 business hours
"""
_HEAD = """
name: Histories
timezone: America/New_York
holidays: US
schedules:
  office: {hours: Mon-Fri 09:00-18:00, timezone: customer}
  nights: Sun-Thu 22:00-06:00
"""
POLICIES = {
    "recompute": "on_change: recompute",
    "reset": "on_change: reset",
    "forward": "on_change: forward",
    "each event": (
        "versions: [{effective: 2026-11-09, plans: {nights: {schedule: nights, resolution: 4 business hours}}}]\n"
        "governed_by: each_event"
    ),
    "opening": "versions: [{effective: 2026-11-09, plans: {nights: {schedule: nights, resolution: 4 business hours}}}]",
    "lives": (
        "metrics:\n"
        "  resolution: {on_reopen: continue, runs_in: [open, in_progress]}\n"
        "  first_response: {starts: [opened, escalated], after: [customer_replied], repeats: true}\n"
        "  update: {restarts: [agent_replied, reopened], starts: [agent_replied, stopped], after: [opened]}"
    ),
    "warnings": "warnings: {soon: 75%}",
}


def policy(more: str = "") -> SlaPolicy:
    return SlaPolicy.loads("\n".join([_HEAD, more, _PLANS]))


WRITTEN = {name: policy(more) for name, more in POLICIES.items()}


class TestLaw:
    """Every figure is that of `policy.evaluate`, whatever the order, the make of the tables and the pieces."""

    @pytest.mark.parametrize("name", POLICIES)
    @given(told=histories(), after=st.integers(0, 60 * 96), piece=st.sampled_from([1, 2, 1 << 17]), data=st.data())
    def test_each_cycle_is_the_scalar_one(
        self, name: str, told: tuple[list[Row], list[Row]], after: int, piece: int, data: st.DataObject
    ) -> None:
        now = datetime(2026, 10, 26, tzinfo=UTC) + after * timedelta(minutes=15)
        make = data.draw(st.sampled_from(["Arrow", "pandas", "polars"]))
        with patch("slaclock.columns.histories.PIECE", piece):
            found = columns.evaluate(WRITTEN[name], *tables(*told, make), now)
        expected = told_singly(WRITTEN[name], *told, now)
        assert with_problems_apart([_plain(row) for row in rows_of(found)]) == expected


def _plain(row: Row) -> Row:
    return {name: None if value != value else value for name, value in row.items()}
