"""Business days of compiled hours that are told without counting them say what step by step is found (R10, R22)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from slaclock import SlaPolicy
from slaclock.compiled.stated_time import StatedTime
from slaclock.errors import SlaClockError
from slaclock.hours import DayCount
from slaclock.hours.business_days import add_days

NEW_YORK = ZoneInfo("America/New_York")
POLICY = SlaPolicy.loads("""
name: Small
timezone: America/New_York
holidays: [2026-11-26]
outside_coverage: ignore
schedules:
  office: {hours: "Mon-Fri 09:00-18:00", exceptions: {"2026-11-25": "09:00-12:00"}}
  lunch: "Mon-Fri 09:00-13:00, 14:00-18:00"
  nights: "Mon-Sun 22:00-09:00"
  crowded: "Tue 20:00-19:00; Wed 03:00-01:30"
  closed in winter: {hours: "Mon-Fri 09:00-18:00", seasons: [{first: "2026-12-01", hours: closed}]}
plans: {only: {schedule: office, first_response: 1 business day}}
""")
COMPILED = POLICY.compile(2026)
SCHEDULES = ("office", "lunch", "nights", "crowded", "closed in winter")
START = datetime(2026, 1, 1, 5, tzinfo=UTC)
NEAR_A_CHANGE = [datetime(2026, 3, 6, tzinfo=UTC), datetime(2026, 10, 30, tzinfo=UTC)]


class StepByStep(StatedTime):
    """One that tells nothing at once."""

    def same_time_later(self, *asked: object) -> None:
        return None


def told(name: str, at: datetime, days: int) -> datetime | None:
    hours, zone = COMPILED._time_of(name)
    return hours.same_time_later(at.astimezone(UTC), days, zone)


def test_nothing_is_told_of_what_is_open_on_no_date() -> None:
    """The step that finds no date says that slaclock did not write it."""
    hours, zone = COMPILED._time_of("office")
    told, *others = hours.__reduce__()[1]
    dateless = {**told, "days": {**told["days"], "dates": {"unit": 1, "steps": []}}}
    assert StatedTime(dateless, *others).same_time_later(datetime(2026, 6, 15, 15, tzinfo=UTC), 1, zone) is None


@given(
    st.sampled_from(SCHEDULES),
    st.one_of(
        st.integers(0, 365 * 96 - 1).map(lambda quarters: START + quarters * timedelta(minutes=15)),
        st.tuples(st.sampled_from(NEAR_A_CHANGE), st.integers(0, 5 * 96)).map(
            lambda near: near[0] + near[1] * timedelta(minutes=15)
        ),
    ),
    st.integers(1, 9),
)
def test_what_is_told_is_what_each_step_finds(name: str, at: datetime, days: int) -> None:
    hours, zone = COMPILED._time_of(name)
    slow = StepByStep(*hours.__reduce__()[1])
    found = hours.same_time_later(at, days, zone)
    try:
        expected = add_days(slow, zone, at, DayCount(days))
    except SlaClockError:
        assert found is None
    else:
        assert found in (None, expected)


@pytest.mark.parametrize(
    ("schedule", "opened", "days", "due"),
    [
        pytest.param("office", "2026-06-15 10:00", 2, "2026-06-17 10:00", id="in-hours"),
        pytest.param("office", "2026-06-15 20:00", 2, "2026-06-18 09:00", id="closed-it-counts-from-the-next-opening"),
        pytest.param("office", "2026-11-24 17:00", 2, "2026-11-27 17:00", id="over-a-holiday"),
        pytest.param("lunch", "2026-06-15 15:00", 1, "2026-06-16 15:00", id="in-the-second-of-two-windows"),
        pytest.param("nights", "2026-06-16 02:00", 1, "2026-06-17 02:00", id="in-the-tail-of-a-shift"),
        pytest.param("office", "2026-03-06 10:00", 1, "2026-03-09 10:00", id="clocks-changed-between"),
        pytest.param("crowded", "2026-06-16 21:00", 1, "2026-06-17 21:00", id="where-hours-of-two-dates-overlap"),
        pytest.param("office", "2026-11-24 17:00", 1, None, id="not-after-the-close-of-a-shorter-day"),
        pytest.param("office", "2026-11-24 12:00", 1, None, id="nor-as-it-closes"),
        pytest.param("nights", "2026-03-07 02:30", 1, None, id="nor-at-a-reading-that-is-skipped"),
        pytest.param("nights", "2026-11-01T06:30Z", 1, None, id="nor-from-one-shown-the-second-time"),
        pytest.param("nights", "2026-10-31 01:30", 1, None, id="nor-to-one-that-is-shown-twice"),
        pytest.param("crowded", "2026-06-17 04:00", 1, None, id="nor-before-the-day-opens"),
        pytest.param("office", "2026-12-30 10:00", 400, None, id="nor-beyond-all-that-is-known"),
        pytest.param("office", "2026-12-31 10:00", 1, None, id="nor-after-the-last-year"),
        pytest.param("office", "2026-12-31 20:00", 1, None, id="nor-from-an-opening-after-it"),
        pytest.param("closed in winter", "2026-12-30 10:00", 1, None, id="nor-where-nothing-opens-again"),
    ],
)
def test_what_is_told_at_once(schedule: str, opened: str, days: int, due: str | None) -> None:
    at = datetime.fromisoformat(opened)
    found = told(schedule, at if at.tzinfo else at.replace(tzinfo=NEW_YORK), days)
    assert found == (due and datetime.fromisoformat(due).replace(tzinfo=NEW_YORK))
