"""How long before something it is announced (R7, R10, R11)."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from small_policy import at, shown_with_offset, small

from slaclock import DeclarationError, NaiveDatetimeError, Notice


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

    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("at least 48 hours in advance", "48 calendar hours"),
            ("no later than 5 business days before", "5 business days"),
            ("5 business days' notice", "5 business days"),
            ("at least five working days beforehand", "5 business days"),
            ("two weeks ahead", "14 calendar days"),
            ("minimum of 2 business hours of advance notice", "2 business hours"),
        ],
    )
    def test_the_least_time_is_said_so(self, text: str, written: str) -> None:
        assert Notice.model_validate(text).target.written == written
        assert Notice.model_validate({"target": text}).target.text == text

    @pytest.mark.parametrize("text", ["at most 48 hours", "every 2 days", "next business day", "48 hours or less"])
    def test_the_most_is_no_notice(self, text: str) -> None:
        with pytest.raises(DeclarationError, match="a notice is the least time before something; write 'at least 48 "):
            Notice.model_validate(text)
        assert Notice.model_validate("at least 48 hours in advance").target.duration == timedelta(hours=48)

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


class TestClearDays:
    """Whole days between the notice and what it announces: the dates of both do not count."""

    @pytest.mark.parametrize(
        ("notice", "before", "latest"),
        [
            pytest.param("5 clear working days", "2026-05-29 10:00", "Wed 2026-05-20 17:00", id="over-a-bank-holiday"),
            pytest.param("5 clear business days", "2026-05-29 00:00", "Wed 2026-05-20 17:00", id="whatever-the-time"),
            pytest.param("5 clear working days", "2026-05-29 23:00", "Wed 2026-05-20 17:00", id="or-late-that-day"),
            pytest.param("5 clear working days", "2026-05-30 10:00", "Thu 2026-05-21 17:00", id="of-a-saturday"),
            pytest.param("1 clear business day", "2026-05-27 10:00", "Fri 2026-05-22 17:00", id="one"),
            pytest.param("5 business days", "2026-05-29 10:00", "Thu 2026-05-21 10:00", id="not-clear"),
            pytest.param("7 clear calendar days", "2026-05-29 10:00", "Fri 2026-05-22 00:00", id="calendar-days"),
            pytest.param(
                {"target": "5 business days", "clear": True}, "2026-05-29 10:00", "Wed 2026-05-20 17:00", id="by-key"
            ),
            pytest.param(
                {"target": "5 clear working days", "cut_off": "15:00"},
                "2026-05-29 10:00",
                "Wed 2026-05-20 15:00",
                id="given-by-a-time-of-day",
            ),
        ],
    )
    def test_latest(self, notice: Any, before: str, latest: str) -> None:
        london = ZoneInfo("Europe/London")
        policy = small(
            timezone="Europe/London",
            holidays="GB-ENG",
            schedules={"office": "Mon-Fri 09:00-17:00"},
            notices={"change": notice},
        )
        found = policy.notice("change", before=datetime.fromisoformat(before).replace(tzinfo=london))
        assert f"{found:%a %Y-%m-%d %H:%M}" == latest

    @pytest.mark.parametrize(
        ("notice", "message"),
        [
            ("5 clear hours", "clear days are whole days"),
            ("2 clear business hours", "write e.g. '5 clear business days'"),
            (72, "72 has no unit; write e.g. '72 hours' or '5 business days'"),
            (1.5, "1.5 has no unit"),
            (True, "valid dictionary"),
            ("clear 5 working days", "clear"),
            ("5 claer working days", "claer"),
            ({"target": "2 hours", "clear": True}, "clear days are whole days"),
        ],
        ids=str,
    )
    def test_refused(self, notice: Any, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            small(notices={"change": notice})
        assert message in str(caught.value)

    def test_in_words(self) -> None:
        assert str(Notice(target="5 clear working days")) == "5 clear business days"
        assert str(Notice(target="72 hours")) == "72 hours"
        stated = Notice(target="5 clear working days", cut_off="15:00")
        assert Notice.model_validate_json(stated.model_dump_json()) == stated


class TestEveryChoiceOfTargets:
    @pytest.mark.parametrize(
        ("notice", "before", "latest"),
        [
            pytest.param(
                {"target": "2 business days", "day_rule": "close"},
                "2026-11-25 10:00",
                "Mon 2026-11-23 18:00",
                id="close",
            ),
            pytest.param(
                {"target": "2 business days", "day_rule": "open"},
                "2026-11-25 10:00",
                "Mon 2026-11-23 09:00",
                id="open",
            ),
            pytest.param(
                {"target": "2 business days", "day_rule": "hours", "day_length": "9 hours"},
                "2026-11-25 10:00",
                "Mon 2026-11-23 10:00",
                id="hours",
            ),
            pytest.param(
                {"target": "1 business day", "starts": "at_once", "ends": "as_is"},
                "2026-11-28 22:00",
                "Fri 2026-11-27 22:00",
                id="at-once-and-as-it-is",
            ),
            pytest.param(
                {"target": "1 business day", "ends": "16:00"},
                "2026-11-25 10:00",
                "Tue 2026-11-24 16:00",
                id="a-time",
            ),
            pytest.param(
                {"target": "1 business day", "cut_off": "16:00"},
                "2026-11-25 17:00",
                "Tue 2026-11-24 16:00",
                id="cut-off",
            ),
            pytest.param(
                {"target": "1 business day", "cut_off": "16:00"},
                "2026-11-25 15:00",
                "Tue 2026-11-24 15:00",
                id="before-it",
            ),
            pytest.param(
                {"target": "1 business day", "cut_off": {"Mon-Tue": "15:00"}},
                "2026-11-25 17:00",
                "Tue 2026-11-24 15:00",
                id="cut-off-of-that-weekday",
            ),
            pytest.param(
                {"target": "1 business day", "cut_off": {"Fri": "15:00"}},
                "2026-11-25 17:00",
                "Tue 2026-11-24 17:00",
                id="no-cut-off-on-that-weekday",
            ),
            pytest.param(
                {"target": "2 calendar days", "cut_off": "16:00"},
                "2026-11-24 17:00",
                "Sun 2026-11-22 17:00",
                id="closed",
            ),
        ],
    )
    def test_latest(self, notice: Any, before: str, latest: str) -> None:
        found = small(holidays="US", notices={"change": notice}).notice("change", before=at(before))
        assert f"{found:%a %Y-%m-%d %H:%M}" == latest

    def test_a_notice_after_its_cut_off_would_be_too_late(self) -> None:
        """Given a microsecond after the latest instant, what was announced would lie before it may happen."""
        promise = {"target": "1 business day", "cut_off": "16:00"}
        policy = small(holidays="US", notices={"change": promise}, plans={"only": {"first_response": promise}})
        before = at("2026-11-25 17:00")
        latest = policy.notice("change", before=before)
        assert policy.due(latest) <= before < policy.due(latest + timedelta(microseconds=1))


class TestNoticesAndChoices:
    def test_what_arrives_is_no_matter_of_notices(self) -> None:
        stated = small(notices={"change": "5 business days"})
        before = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("America/New_York"))
        other = stated.model_copy(update={"ends": "16:00", "starts": "at_once", "cut_off": "12:00"})
        assert other.notice("change", before) == stated.notice("change", before)
