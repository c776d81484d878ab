"""Versions of a policy: what they change, and schedules through all of them (R17)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from small_policy import small

from slaclock import PolicyFileError, SlaPolicy, UnknownNameError


class TestAPlanLikeItself:
    """A plan of a version may be like that of its own name."""

    def test_in_a_version_it_is_like_what_it_was_before(self) -> None:
        policy = small(
            plans={"only": {"first_response": "4 business hours", "resolution": "2 business days"}},
            versions=[
                {"effective": "2027-01-01", "plans": {"only": {"like": "only", "first_response": "1 business hour"}}}
            ],
        )
        later = policy.in_force(datetime(2027, 1, 1, 12, tzinfo=UTC))
        assert (str(later.target()), str(later.target(metric="resolution"))) == ("1 business hour", "2 business days")


class TestProblemsInVersions:
    def test_they_stand_where_the_version_does(self) -> None:
        text = """
name: x
timezone: UTC
schedules: {office: Mon-Fri 09:00-17:00}
plans: {p: {first_response: 1 business hour}}
versions:
  - {effective: 2028-01-01, plans: {p: {like: p}}}
  - effective: 2027-01-01
    plans:
      q: {schedule: nights, first_response: 1 business hour}
"""
        with pytest.raises(PolicyFileError) as caught:
            SlaPolicy.loads(text)
        assert str(caught.value).startswith("policy:10:11: versions[1].plans.q.schedule: there is no schedule 'nights'")


class TestASchedulesVersions:
    """A schedule through all versions of its policy, each from its first midnight on."""

    POLICY = small(
        schedules={"office": "Mon-Fri 09:00-18:00", "night": "Sun-Thu 22:00-06:00", "same": "24x7"},
        closures={"patching": "Sun 02:00-04:00"},
        plans={"only": {"schedule": "office", "first_response": "4 business hours"}},
        versions=[
            {"effective": "2027-07-01", "schedules": {"office": "Mon-Fri 10:00-16:00"}},
            {"effective": "2027-01-05", "schedules": {"office": "Mon-Fri 08:00-20:00", "night": "Sun-Thu 23:00-07:00"}},
        ],
    )

    @pytest.mark.parametrize(
        ("name", "day", "hours"),
        [
            pytest.param("office", "2027-01-04", 9, id="the-day-before"),
            pytest.param("office", "2027-01-05", 12, id="the-first-day"),
            pytest.param("office", "2027-06-30", 12, id="the-last-day"),
            pytest.param("office", "2027-07-01", 6, id="the-next-version"),
            pytest.param("night", "2027-01-04", 8, id="a-night-before"),
            pytest.param("night", "2027-01-05", 8, id="from-midnight-on-the-new-nights"),
            pytest.param("patching", "2027-01-10", 2, id="a-closure"),
        ],
    )
    def test_open_time(self, name: str, day: str, hours: int) -> None:
        schedule = self.POLICY.schedule_through_versions(name)
        start = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo("America/New_York"))
        assert schedule.elapsed(start, start + timedelta(days=1)) == timedelta(hours=hours)

    def test_what_never_changes_is_itself(self) -> None:
        assert self.POLICY.schedule_through_versions("same") is self.POLICY.in_force(
            datetime.min.replace(tzinfo=UTC)
        ).schedule("same")
        assert small().schedule_through_versions("office") == small().schedule("office")

    def test_an_unknown_name(self) -> None:
        with pytest.raises(UnknownNameError, match="no schedule 'offise'"):
            self.POLICY.schedule_through_versions("offise")
