"""How long before something it is announced (R7, R10, R11)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from small_policy import at, shown_with_offset, small

from slaclock import NaiveDatetimeError


class TestNotices:
    """Notice is counted back from what it announces."""

    @pytest.mark.parametrize(
        ("notice", "before", "latest"),
        [
            pytest.param("72 hours", "2026-12-05 22:00", "Wed 2026-12-02 22:00 -05:00", id="hours"),
            pytest.param("2 business hours", "2026-11-30 10:00", "Fri 2026-11-27 17:00 -05:00", id="business-hours"),
            pytest.param(
                "2 business days", "2026-11-27 10:00", "Tue 2026-11-24 10:00 -05:00", id="business-days-over-a-holiday"
            ),
            pytest.param(
                "1 business day", "2026-11-28 22:00", "Wed 2026-11-25 18:00 -05:00", id="business-days-from-a-saturday"
            ),
            pytest.param("30 days", "2026-11-25 10:00", "Mon 2026-10-26 10:00 -04:00", id="days-keep-the-clock-time"),
        ],
    )
    def test_latest(self, notice: str, before: str, latest: str) -> None:
        policy = small(holidays="US", notices={"change": notice})
        assert shown_with_offset(policy.notice("change", before=at(before))) == latest

    @pytest.mark.parametrize("amount", ["72 hours", "2 business hours", "2 business days", "9 days"])
    def test_counted_forward_it_reaches_what_it_announces(self, amount: str) -> None:
        """The two directions agree where the hours let them: from open time to open time."""
        policy = small(holidays="US", notices={"change": amount}, plans={"only": {"first_response": amount}})
        before = at("2026-11-30 15:00")
        latest = policy.notice("change", before=before)
        assert policy.due(latest) == before

    def test_on_a_schedule_by_name(self) -> None:
        policy = small(
            schedules={"office": "Mon-Fri 09:00-18:00", "nights": "Sun-Thu 22:00-06:00"},
            plans={"only": {"first_response": "1 hour"}},
            notices={"change": {"target": "1 business hour", "schedule": "nights"}},
        )
        assert (
            shown_with_offset(policy.notice("change", before=at("2026-11-24 12:00"))) == "Tue 2026-11-24 05:00 -05:00"
        )

    def test_a_naive_time_is_refused(self) -> None:
        with pytest.raises(NaiveDatetimeError):
            small(notices={"change": "72 hours"}).notice("change", before=datetime(2026, 11, 25))


class TestNoticesAndChoices:
    def test_what_arrives_is_no_matter_of_notices(self) -> None:
        stated = small(notices={"change": "5 business days"})
        before = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("America/New_York"))
        other = stated.model_copy(update={"ends": "16:00", "starts": "at_once", "cut_off": "12:00"})
        assert other.notice("change", before) == stated.notice("change", before)
