"""Business days of compiled hours that overlap are those of their source (R10, R20, R22)."""

from datetime import UTC, datetime, timedelta

import pytest

from slaclock import SlaPolicy

POLICY = """
name: Small
timezone: America/New_York
holidays: []
belongs_to: {belongs_to}
schedules: {{crowded: "{hours}"}}
plans:
  only:
    first_response:
      same time: 2 business days
      named: next business day
      by a time: 2 business days by 04:00
      by the calendar: next calendar day by 5 PM
      close: {{target: 1 business day, day_rule: close}}
      open: {{target: 2 business days, day_rule: open}}
"""
HALF_HOURS = [datetime(2026, 11, 22, tzinfo=UTC) + timedelta(minutes=30 * number) for number in range(9 * 48)]


@pytest.mark.parametrize("belongs_to", ["opening_date", "closing_date"])
@pytest.mark.parametrize(
    "hours",
    [
        pytest.param("Tue 22:00-06:00; Thu-Fri 00:00-06:00", id="the-same-time-in-a-tail-lies-in-other-hours"),
        pytest.param("Mon 06:30-06:30; Tue 08:00-08:30; Sat 23:00-19:30", id="a-day-long"),
        pytest.param("Tue 19:00-21:00; Wed 16:00-22:30; Wed 03:00-01:30", id="one-within-another"),
        pytest.param("Mon-Tue 00:00-24:00; Tue 20:00-19:00", id="touching-and-overlapping"),
    ],
)
def test_they_are_due_as_their_source_says(hours: str, belongs_to: str) -> None:
    policy = SlaPolicy.loads(POLICY.format(hours=hours, belongs_to=belongs_to))
    compiled = policy.compile((2026, 2026))
    for priority in policy.priorities:
        asked = [{"opened": at, "plan": "only", "priority": priority} for at in HALF_HOURS]
        assert [compiled.due(**each) for each in asked] == [policy.due(**each) for each in asked]
