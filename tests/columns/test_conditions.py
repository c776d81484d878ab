"""Conditions on how requests arrived, for whole columns: what each row alone is answered (R11)."""

import pickle
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, strategies as st

from slaclock import SlaPolicy, columns

pytestmark = pytest.mark.filterwarnings("ignore::slaclock.ChannelWarning")

POLICY = """
name: Conditions
timezone: America/New_York
outside_coverage: ignore
holidays: ["2026-11-26", "2026-12-25"]
schedules: {office: Mon-Fri 09:00-18:00, tokyo: {hours: Mon-Fri 09:00-18:00, timezone: Asia/Tokyo}, always: 24x7}
plans:
  office: {schedule: office, first_response: {target: 3 hours, when: [{received: CONDITION, target: 1 hour}]}}
  always: {schedule: always, first_response: {target: 3 hours, when: [{received: CONDITION, target: 1 hour}]}}
"""
CONDITIONS = [
    "on holidays",
    "on Sundays and holidays",
    "on business days",
    "after hours",
    "during tokyo hours",
    "outside office hours or on weekends",
    "in December",
    "from 09:00 to 17:00",
    "from 2026-11-20 to 2026-11-30",
    "from --12-24 to --01-01",
    "not on holidays",
    "in hours except on Fri",
    "by phone or on holidays",
    "by phone (before 09:00 or during tokyo)",
    "(during tokyo on business days before 12:00) or (after 20:00 not on Sat)",
    "(during tokyo not before 12:00) or by chat",
]


@cache
def policies(condition: str) -> tuple[SlaPolicy, SlaPolicy]:
    """One to ask about columns, and the same to ask about rows."""
    policy = SlaPolicy.loads(POLICY.replace("CONDITION", condition))
    return policy, pickle.loads(pickle.dumps(policy))


@pytest.mark.parametrize("condition", CONDITIONS)
@given(data=st.data())
def test_a_column_is_answered_as_row_by_row(condition: str, data: st.DataObject) -> None:
    """Every kind of condition holds for the same requests in a column and alone."""
    policy, alone = policies(condition)
    hours = st.integers(-40 * 48, 40 * 48)
    zone = ZoneInfo("America/New_York")
    opened = [
        datetime(2026, 12, 1, tzinfo=zone) + timedelta(minutes=30 * number)
        for number in data.draw(st.lists(hours, min_size=1, max_size=20))
    ]
    plan = data.draw(st.sampled_from(["office", "always"]))
    channel = data.draw(st.sampled_from([None, "phone", "chat"]))
    column = np.array([int(at.timestamp()) for at in opened], "M8[s]")
    found = columns.due(policy, column, plan=plan, channel=channel)
    assert [int(at) for at in found.astype("M8[s]").astype(int)] == [
        int(alone.due(at, plan, channel=channel).timestamp()) for at in opened
    ]
