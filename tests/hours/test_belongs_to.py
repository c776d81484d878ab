"""R4: a shift over midnight belongs to the date on which it opens, or by choice to the one on which it closes."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from oracle import DAY
from strategies import Case, cases, schedule_of

from slaclock import DeclarationError, Schedule, SlaPolicy
from slaclock.review import check

ZONE = ZoneInfo("America/New_York")
THURSDAY = "2026-11-26"
"""A holiday; its week begins on Monday 23 November."""


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}").replace(tzinfo=ZONE)


def nights(hours: Any = "Sun-Thu 22:00-06:00", **more: Any) -> Schedule:
    return Schedule(timezone="America/New_York", hours=hours, **{"belongs_to": "closing_date", **more})


def opened(schedule: Schedule, first: str = "24 12:00", last: str = "28 12:00") -> list[str]:
    return [f"{each.start:%a %H:%M}-{each.end:%H:%M}" for each in schedule.windows(at(first), at(last))]


class TestHolidays:
    """R5: those of the date to which a shift belongs."""

    @pytest.mark.parametrize(
        ("belongs_to", "rule", "expected"),
        [
            ("opening_date", "opening_date", ["Tue 22:00-06:00", "Wed 22:00-06:00"]),
            ("closing_date", "opening_date", ["Tue 22:00-06:00", "Thu 22:00-06:00"]),
            ("opening_date", "calendar_date", ["Tue 22:00-06:00", "Wed 22:00-00:00", "Fri 00:00-06:00"]),
            ("closing_date", "calendar_date", ["Tue 22:00-06:00", "Wed 22:00-00:00", "Fri 00:00-06:00"]),
        ],
        ids=str,
    )
    def test_a_holiday_closes_its_shift(self, belongs_to: str, rule: str, expected: list[str]) -> None:
        assert opened(nights(holidays=[THURSDAY], belongs_to=belongs_to, holiday_rule=rule)) == expected

    def test_what_a_calendar_date_leaves_belongs_to_the_date_on_which_it_lies(self) -> None:
        """Of the shift that would have closed on Thursday, Wednesday's part is Wednesday's."""
        schedule = nights("Wed 22:00-06:00", holidays=[THURSDAY], holiday_rule="calendar_date")
        assert [schedule.is_business_day(date(2026, 11, day)) for day in (25, 26)] == [True, False]

    def test_hours_within_a_day_and_blocks_are_as_ever(self) -> None:
        hours = ["Mon-Fri 09:00-17:00", "Thu 18:00-24:00", "Sat 00:00-24:00"]
        assert opened(nights(hours, holidays=[THURSDAY])) == opened(
            nights(hours, holidays=[THURSDAY], belongs_to="opening_date")
        )

    def test_exceptions_are_those_of_the_shift_that_closes(self) -> None:
        """R6: an early close on Thursday ends the shift that opened on Wednesday."""
        schedule = nights(exceptions={THURSDAY: "22:00-02:00", "2026-11-27": "closed"})
        assert opened(schedule) == ["Tue 22:00-06:00", "Wed 22:00-02:00"]

    def test_seasons_are_those_of_the_closing_date(self) -> None:
        season = {"first": THURSDAY, "last": THURSDAY, "hours": "Wed 23:00-03:00; Thu 20:00-21:00"}
        assert opened(nights(seasons=[season])) == [
            "Tue 22:00-06:00", "Wed 23:00-03:00", "Thu 20:00-21:00", "Thu 22:00-06:00"
        ]  # fmt: skip

    def test_rules_by_the_month(self) -> None:
        """The fourth Wednesday's night closes on Thursday."""
        hours = ["Mon 09:00-10:00", "fourth Wednesday of the month 22:00-26:00"]
        assert opened(nights(hours)) == ["Wed 22:00-02:00"]
        assert opened(nights(hours, holidays=[THURSDAY])) == []
        assert nights(hours).is_business_day(date(2026, 11, 26))

    def test_a_part_in_another_zone_is_counted_by_its_closing(self) -> None:
        tokyo = Schedule(timezone="Asia/Tokyo", hours="Wed 22:00-06:00", belongs_to="closing_date")
        both = Schedule(timezone="Asia/Seoul", hours="Mon 09:00-10:00") | tokyo
        assert [both.is_business_day(date(2026, 11, day)) for day in (25, 26)] == [False, True]

    def test_worked_weekends_have_the_shifts_of_the_days_off(self) -> None:
        """R5: Sunday 26 January 2025 is worked in place of Monday 27; its shift opens on Saturday night."""
        schedule = Schedule(
            timezone="Asia/Shanghai", hours="Sun-Thu 22:00-06:00", holidays="CN", belongs_to="closing_date"
        )
        shanghai = ZoneInfo("Asia/Shanghai")
        assert schedule.is_open(datetime(2025, 1, 25, 23, tzinfo=shanghai))
        assert schedule.is_business_day(date(2025, 1, 26))


class TestBusinessDays:
    """R10: a shift is the business day on which it closes."""

    @pytest.mark.parametrize(
        ("start", "rule", "expected"),
        [
            pytest.param("23 23:00", "same_time", "24 23:00", id="before-midnight-of-the-next-shift"),
            pytest.param("24 02:00", "same_time", "25 02:00", id="after-midnight-of-the-next-shift"),
            pytest.param("24 23:00", "same_time", "26 23:00", id="over-the-holiday"),
            pytest.param("23 23:00", "close", "25 06:00", id="its-closing"),
            pytest.param("23 23:00", "open", "24 22:00", id="its-opening"),
        ],
    )
    def test_the_next_one(self, start: str, rule: Any, expected: str) -> None:
        assert nights(holidays=[THURSDAY]).add_days(at(start), 1, rule=rule) == at(expected)

    def test_a_session_is_the_date_on_which_it_ends(self) -> None:
        """From Sunday evening to Monday afternoon it is Monday's session."""
        session = nights("Sun-Thu 18:00-17:00")
        assert not session.is_business_day(date(2026, 11, 22))
        assert session.add_days(at("22 19:00"), 1, rule="close") == at("24 17:00")

    @pytest.mark.parametrize(
        ("instant", "cut_off", "expected"),
        [
            pytest.param("24 14:00", time(15), None, id="in-time"),
            pytest.param("24 16:00", time(15), "24 18:00", id="after-it"),
            pytest.param("23 19:00", time(20), None, id="in-time-before-midnight"),
            pytest.param("24 02:00", time(20), "24 18:00", id="after-it-before-midnight"),
            pytest.param("23 19:00", time(0), None, id="before-the-end-of-the-day"),
        ],
    )
    def test_a_cut_off_may_lie_before_midnight(self, instant: str, cut_off: time, expected: str | None) -> None:
        later = nights("Sun-Thu 18:00-17:00").after_cut_off(at(instant), cut_off)
        assert later == (at(expected) if expected else None)


class TestDeclaring:
    """It is stated for a schedule, or for all of a policy."""

    def test_it_is_kept(self) -> None:
        assert Schedule.model_validate_json(nights().model_dump_json()) == nights()
        assert nights() != nights(belongs_to="opening_date")

    def test_a_combination_takes_it_from_its_parts(self) -> None:
        both = nights() | nights("Sat 09:00-12:00")
        with pytest.raises(
            DeclarationError, match="the windows of a combination belong to dates as they do in its parts"
        ):
            nights(both.hours)

    def policy(self, **parts: Any) -> SlaPolicy:
        plans = {"only": {"schedule": "nights", "first_response": "1 business day"}}
        return SlaPolicy(
            **{"name": "N", "timezone": "America/New_York", "plans": plans, "holidays": [THURSDAY], **parts}
        )

    @pytest.mark.parametrize(
        ("parts", "choice"),
        [
            pytest.param({"schedules": {"nights": "Sun-Thu 22:00-06:00"}}, "opening_date", id="by-default"),
            pytest.param(
                {"belongs_to": "closing_date", "schedules": {"nights": "Sun-Thu 22:00-06:00"}},
                "closing_date",
                id="for-all-of-a-policy",
            ),
            pytest.param(
                {"schedules": {"nights": {"hours": "Sun-Thu 22:00-06:00", "belongs_to": "closing_date"}}},
                "closing_date",
                id="for-a-schedule",
            ),
        ],
    )
    def test_check_lists_it(self, parts: dict[str, Any], choice: str) -> None:
        policy = self.policy(**parts)
        found = [each for each in check(policy).readings if each.choice.startswith("belongs_to")]
        assert [(each.where, each.choice, each.rule, each.stated) for each in found] == [
            ("schedule nights", f"belongs_to: {choice}", "R4", "belongs_to" in str(parts))
        ]
        assert policy.schedule("nights").belongs_to == choice

    @pytest.mark.parametrize(
        ("hours", "days"),
        [
            pytest.param(
                "Mon-Fri 23:00-07:00",
                ": Fri 23:00-07:00 ends on Sat; the shift that ends on Fri is written Thu 23:00-07:00",
                id="a-night",
            ),
            pytest.param(
                ["Mon 09:00-17:00", "Sun 22:00-06:00", "first Friday of the month 09:00-10:00"],
                ": Sun 22:00-06:00 ends on Mon; the shift that ends on Sun is written Sat 22:00-06:00",
                id="beside-days",
            ),
            pytest.param(["Mon 09:00-17:00", "first Friday of the month 22:00-04:00"], "", id="a-night-by-the-month"),
            pytest.param(
                {"rrule": "FREQ=DAILY", "first": "2026-01-01", "opens": "22:00", "closes": "04:00"},
                "",
                id="a-recurrence",
            ),
        ],
    )
    def test_check_says_what_days_name(self, hours: Any, days: str) -> None:
        policy = self.policy(schedules={"nights": {"hours": hours, "belongs_to": "closing_date"}})
        found = {each.choice: each.text for each in check(policy).readings}
        assert found["days: opening_date"] == "the days of its hours are those on which it opens" + days
        assert found["holiday_rule: opening_date"] == (
            "a holiday cancels what closes on it; a shift over midnight that opens on it belongs to the next date"
        )

    def test_days_that_name_the_opening_are_no_question_by_default(self) -> None:
        policy = self.policy(schedules={"nights": "Sun-Thu 22:00-06:00"})
        assert "days: opening_date" not in [each.choice for each in check(policy).readings]


class TestLaws:
    """The choice moves nothing where nothing depends on dates."""

    @given(cases(size=2))
    def test_without_closures_the_same_time_is_open(self, case: Case) -> None:
        """Days name when a shift opens, whichever date it belongs to."""
        plain = {"holidays": [], "exceptions": {}}
        one, other = (schedule_of(case.declared, belongs_to=each, **plain) for each in ("opening_date", "closing_date"))
        span = (min(case.instants) - DAY, max(case.instants) + DAY)
        assert list(one.windows(*span)) == list(other.windows(*span))
