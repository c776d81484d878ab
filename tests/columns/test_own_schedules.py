"""Rows that say whose clocks count, on which schedule, and from when: each has what it alone would get (R11, R17)."""

import tempfile
import warnings
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, strategies as st

from slaclock import ColumnError, SlaClockError, SlaPolicy, StartWarning, columns
from slaclock.columns import answers
from slaclock.tables import run

HEAD = """
name: Teams
timezone: America/New_York
holidays: US
schedules:
  office: {hours: Mon-Fri 09:00-18:00, timezone: customer}
  nights: Sun-Thu 22:00-06:00
  always: 24x7
plans:
  standard:
    schedule: office
    first_response: {P1: {target: 2 hours, when: [{received: by phone, target: 30 minutes}]}, P2: 4 business hours}
    next_response: {P1: 1 business hour, P2: 1 business day}
  nightly:
    schedule: nights
    first_response: {target: 3 business hours, when: [{received: outside hours, target: 1 hour}]}
versions:
  - {effective: 2026-11-02, schedules: {nights: Sun-Thu 21:00-05:00, always: 24x7, office: Mon-Fri 08:00-16:00}}
"""
GOVERNED = {each: SlaPolicy.loads(f"{HEAD}governed_by: {each}\n") for each in ("opening", "each_event")}
FIRST = datetime(2026, 10, 26, tzinfo=UTC)
NOW = FIRST + timedelta(days=7)
_INSTANTS = st.integers(0, 14 * 96).map(lambda quarter: FIRST + quarter * timedelta(minutes=15))


class Row(NamedTuple):
    """What a row says; what it does not say is missing."""

    opened: datetime
    plan: str | None
    priority: str | None
    metric: str
    channel: str | None
    schedule: str | None
    timezone: str | None
    started: datetime | None


ROWS = st.builds(
    Row,
    _INSTANTS,
    st.sampled_from(["standard", "standard", "nightly"]),
    st.sampled_from(["P1", "P2", "P9", None]),
    st.sampled_from(["first_response", "first_response", "next_response"]),
    st.sampled_from([None, "phone"]),
    st.sampled_from([None, "nights", "always", "office", "nowhere"]),
    st.sampled_from([None, "Europe/London", "Asia/Tokyo", "America/New_York", "EST"]),
    st.one_of(st.none(), _INSTANTS),
)


class Alone(NamedTuple):
    """When the row alone is due, and what of its target is used by now."""

    due: datetime
    used: timedelta


def alone(policy: SlaPolicy, row: Row) -> Alone | None:
    """What the row alone gets; nothing for one that has no answer."""
    started = row.started or row.opened
    if started < row.opened:
        return None
    try:
        there = policy.for_customer(row.timezone) if row.timezone else policy
        version = there.in_force(row.opened if policy.governed_by == "opening" else started)
        names = {"plan": row.plan, "priority": row.priority, "metric": row.metric, "channel": row.channel}
        clock = version.clock(started, **names)
        if row.schedule:
            promised = clock.promised_at(started)
            clock = replace(clock, promised=promised._replace(schedule=version.schedule(row.schedule)))
        used = clock.status(NOW).elapsed if started <= NOW else timedelta(0)
        return Alone(clock.promised_at(started).target.due(started, clock.promised_at(started).schedule), used)
    except SlaClockError:
        return None


def column(name: str, rows: list[Row]) -> Any:
    values = [getattr(row, name) for row in rows]
    return pa.array(values, pa.timestamp("us", "UTC") if name in ("opened", "started") else pa.string())


@pytest.mark.filterwarnings("ignore::slaclock.StartWarning", "ignore::slaclock.ChannelWarning")
@pytest.mark.parametrize("governed_by", GOVERNED)
@given(rows=st.lists(ROWS, min_size=1, max_size=12), piece=st.sampled_from([1, 3, 1 << 17]))
def test_each_row_is_due_as_it_alone_is(governed_by: str, rows: list[Row], piece: int) -> None:
    """By its zone, its schedule and its start, under the version that governs it."""
    policy = GOVERNED[governed_by]
    asked = {name: column(name, rows) for name in Row._fields}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("slaclock.columns.pieces.PIECE", piece)
        found = answers.due(policy, **asked)
        late = answers.breached(policy, **asked, stopped=None, now=NOW)
        used = answers.used(policy, **asked, until=NOW)
    expected = [alone(policy, row) for row in rows]
    assert found.column().to_pylist() == [each and each.due for each in expected]
    assert set(found.problems) == set(late.problems) == {row for row, each in enumerate(expected) if each is None}
    assert late.column().to_pylist() == [each and each.due < NOW for each in expected]
    passed = used.column().to_pylist()
    assert [each and passed[row] for row, each in enumerate(expected)] == [each and each.used for each in expected]


@pytest.mark.filterwarnings("ignore::slaclock.StartWarning", "ignore::slaclock.ChannelWarning")
@given(rows=st.lists(ROWS, min_size=1, max_size=8))
def test_a_file_has_the_same(rows: list[Row]) -> None:
    """A row whose zone, schedule or start is not known is bad, and the others have their answers."""
    policy = GOVERNED["opening"]
    due = [each and each.due for each in (alone(policy, row) for row in rows)]
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "in.parquet"), Path(folder, "out.parquet")
        pq.write_table(pa.table({name: column(name, rows) for name in Row._fields}), source)
        done = run(policy, source, out, on_error="skip")
        assert pq.read_table(out)["due"].to_pylist() == [at for at in due if at is not None]
    assert done.bad == due.count(None)


OPENED = np.array(["2026-10-26T15:00", "2026-10-26T15:00"], "datetime64[us]")


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({"timezone": ["EST", None]}, "'EST' does not say"),
        ({"timezone": "Mars/Base"}, "Mars/Base"),
        ({"schedule": ["offices", None]}, "has no schedule 'offices'"),
        ({"schedule": "offices"}, "has no schedule 'offices'"),
        ({"schedule": "office"}, "office is read on the clocks of the customer"),
        (
            {"started": datetime(2026, 10, 26, 14, tzinfo=UTC)},
            "it started at 2026-10-26 14:00:00.00:00, before it was opened at 2026-10-26 15:00:00.00:00",
        ),
        (
            {"started": np.array(["2026-10-26T14:00", "NaT"], "datetime64[us]")},
            "it started at 2026-10-26 14:00:00.00:00, before it was opened",
        ),
    ],
)
def test_what_is_not_known_is_the_problem_of_its_row(asked: dict[str, Any], problem: str) -> None:
    with pytest.raises(ColumnError, match=problem) as caught:
        columns.due(GOVERNED["opening"], OPENED, "nightly", **asked)
    one = any(isinstance(each, (list, np.ndarray)) for each in asked.values())
    assert list(caught.value.problems) == ([0] if one else [0, 1])


@pytest.mark.parametrize(("started", "said"), [("2026-10-26T16:00", "started"), (None, "was opened")])
def test_a_stop_before_the_start_is_refused(started: str | None, said: str) -> None:
    begun = started and datetime.fromisoformat(f"{started}+00:00")
    stopped = datetime(2026, 10, 26, 14, 30, tzinfo=UTC)
    with pytest.raises(ColumnError, match=f"it was stopped at 2026-10-26 14:30.*, before it {said} at"):
        columns.breached(GOVERNED["opening"], OPENED, stopped, stopped, "nightly", started=begun)


def test_a_start_that_cannot_be_read_is_not_taken_for_none() -> None:
    far = np.array([OPENED[0].astype("datetime64[us]"), np.datetime64(10**18, "s")], "datetime64[s]")
    with pytest.raises(ColumnError) as caught:
        columns.due(GOVERNED["opening"], OPENED, "nightly", started=far)
    assert list(caught.value.problems) == [1]


def test_as_many_starts_as_rows() -> None:
    with pytest.raises(SlaClockError, match="columns of 2 and 1 rows"):
        columns.due(GOVERNED["opening"], OPENED, "nightly", started=OPENED[:1])


def test_who_says_when_it_started_is_not_warned_that_it_starts_elsewhere() -> None:
    asked = (GOVERNED["opening"].for_customer("Europe/London"), OPENED, "standard", "P1", "next_response")
    with pytest.warns(StartWarning, match="next_response"):
        columns.due(*asked)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        columns.due(*asked, started=datetime(2026, 10, 26, 16, tzinfo=UTC))
