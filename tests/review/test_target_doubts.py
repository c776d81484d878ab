"""What `check` says of single targets: two requests out of order (R20), hours that the schedule does not have (R19)."""

import re
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from small_policy import promising

from slaclock import Schedule, Target
from slaclock.review.lints import doubts
from slaclock.review.target_doubts import out_of_order

OFFICE = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", name="office")
NEVER = OFFICE - OFFICE
TAILS = "Tue 22:00-06:00; Thu-Fri 00:00-06:00"
LONG_SHIFTS = "Wed 23:30-13:30; Thu 23:00-18:30; Fri 00:00-10:30; Wed 06:30-12:30"
A_DAY = date(2026, 11, 18)


def found(promise: Any, rule: str, **parts: Any) -> list[str]:
    return [doubt.text for doubt in doubts(promising(promise, **parts), None) if doubt.rule == rule]


class TestOrder:
    """R20: where choices make a later request due earlier, two of them show it."""

    def test_at_once_at_the_same_time(self) -> None:
        (text,) = found({"target": "1 business day", "starts": "at_once"}, "R20")
        assert text == (
            "1 business day makes a later request due earlier: what is opened Fri 2001-01-05 18:30 EST is due "
            "Tue 2001-01-09 09:00 EST, and what is opened Sat 2001-01-06 00:00 EST, Mon 2001-01-08 09:00 EST; "
            "write `starts: next_opening` or `ends: same_day`"
        )

    def test_examples_are_near_today(self) -> None:
        text = out_of_order(Target("1 business day", starts="at_once"), OFFICE, A_DAY)
        assert text is not None
        assert "Fri 2026-11-20 18:30 EST" in text

    @pytest.mark.parametrize(
        ("choices", "hours", "ways"),
        [
            pytest.param({"starts": "at_once"}, "Mon-Fri 09:00-17:00",
                         "write `starts: next_opening` or `ends: same_day`", id="at-once"),
            pytest.param({"ends": "as_is"}, TAILS, "write `ends: same_day` or `ends: next_opening`", id="as-it-is"),
            pytest.param({"starts": "at_once", "ends": "as_is"}, TAILS, "write `ends: same_day`", id="both"),
            pytest.param({"starts": "at_once", "ends": "same_day"}, LONG_SHIFTS, "write `starts: next_opening`",
                         id="also-where-hours-of-two-dates-overlap"),
        ],
    )  # fmt: skip
    def test_each_way_out_is_one(self, choices: dict[str, Any], hours: str, ways: str) -> None:
        """What is recommended keeps the order."""
        schedule = Schedule(timezone="America/New_York", hours=hours)
        text = out_of_order(Target("1 business day", **choices), schedule, A_DAY)
        assert text is not None
        assert text.endswith(ways)
        for choice, value in re.findall(r"`(\w+): (\w+)`", ways):
            assert out_of_order(Target("1 business day", **{**choices, choice: value}), schedule, A_DAY) is None

    @pytest.mark.parametrize(
        "promise",
        [
            pytest.param("1 business day", id="by-default"),
            pytest.param({"target": "2 business days by 4 PM", "starts": "at_once"}, id="on-the-day-by-a-time"),
            pytest.param({"target": "next business day", "starts": "at_once"}, id="a-day-that-is-named"),
            pytest.param({"target": "1 business day", "starts": "at_once", "ends": "same_day"}, id="on-the-same-day"),
            pytest.param({"target": "1 business day", "starts": "at_once", "day_rule": "close"}, id="at-its-close"),
            pytest.param({"target": "end of the month", "starts": "at_once"}, id="a-day-of-a-month"),
            pytest.param({"target": "next business day by 4 PM", "starts": "at_once"}, id="by-a-time-of-day"),
            pytest.param("4 business hours", id="hours"),
        ],
    )
    def test_other_choices_keep_the_order(self, promise: Any) -> None:
        assert found(promise, "R20") == []

    def test_time_that_ends_at_a_time_of_day(self) -> None:
        (text,) = found({"target": "4 hours", "ends": "17:00"}, "R20")
        assert "what is opened Fri 2001-01-05 17:30 EST is due Mon 2001-01-08 17:00 EST" in text

    def test_hours_that_never_open_have_no_order(self) -> None:
        assert out_of_order(Target("1 business day", starts="at_once"), NEVER, A_DAY) is None


class TestHoursInTheText:
    """R19: hours that a target names are those of its schedule, or `check` says so."""

    @pytest.mark.parametrize(
        ("promise", "text"),
        [
            pytest.param("NBD 8x5", "says 8 hours on 5 days, and office is usually open 9 hours on 5 days", id="8"),
            pytest.param("4 hours 24x5", "'4 hours 24x5' says 24 hours on 5 days", id="around-the-clock-on-five-days"),
            pytest.param("2 local business hours", "are read on the clocks of America/New_York", id="local"),
        ],
    )  # fmt: skip
    def test_they_are_not_those_of_the_schedule(self, promise: str, text: str) -> None:
        (said,) = found(promise, "R19")
        assert text in said

    @pytest.mark.parametrize("promise", ["NBD 9x5", "1 hour 24x7", "4 business hours", "PT4H", "next business day"])
    def test_they_are(self, promise: str) -> None:
        assert found(promise, "R19") == []

    def test_holidays_and_exceptions_are_not_usual(self) -> None:
        closed = {"schedules": {"office": {"hours": "Mon-Fri 09:00-17:00", "holidays": ["2001-01-01"]}}}
        assert found("NBD 8x5", "R19", **closed) == []

    def test_combined_schedules_have_no_usual_hours(self) -> None:
        parts = {"a": "Mon-Fri 09:00-12:00", "b": "Mon-Fri 12:00-18:00", "office": {"any_of": ["a", "b"]}}
        promise = {"target": "NBD 8x5", "schedule": "office"}
        assert found(promise, "R19", schedules=parts) == []

    def test_a_text_beside_stated_fields_may_be_anything(self) -> None:
        odd = {"target": {"text": "as agreed", "counts": "open_time", "duration": timedelta(hours=4)}}
        assert found(odd, "R19") == []


class TestWeeks:
    """A week begins on Monday; where support opens on Sundays, that may not be the week that is meant."""

    @pytest.mark.parametrize(
        ("promise", "hours", "said"),
        [
            pytest.param("end of the next business week", "Sun-Thu 09:00-17:00", 1, id="a-week-from-sunday"),
            pytest.param("end of the week", "Mon-Sun 09:00-17:00", 1, id="a-week-of-seven-days"),
            pytest.param("end of the week", "Mon-Fri 09:00-17:00", 0, id="a-week-from-monday"),
            pytest.param("end of the month", "Sun-Thu 09:00-17:00", 0, id="a-month"),
        ],
    )
    def test_whether_it_may_begin_on_sunday(self, promise: str, hours: str, said: int) -> None:
        texts = found(promise, "R19", schedules={"office": hours})
        assert len(texts) == said
        assert all("opens on Sundays" in text for text in texts)


class TestChoicesThatAreProbablyNotMeant:
    """R10, R11: a cut-off before support opens, and a length of a day that no target takes."""

    @pytest.mark.parametrize(
        ("promise", "said"),
        [
            pytest.param({"target": "1 business day", "cut_off": "03:00"}, "cut-off 03:00", id="of-days"),
            pytest.param({"target": "1 business hour", "cut_off": "12:30 AM"}, "cut-off 00:30", id="of-hours"),
            pytest.param({"target": "1 business day", "cut_off": {"Mon": "8 AM"}}, "cut-off 08:00", id="of-a-weekday"),
        ],
    )
    def test_a_cut_off_before_support_opens(self, promise: Any, said: str) -> None:
        (text,) = found(promise, "R11")
        assert said in text
        assert "lies before office opens at 09:00" in text

    def test_a_cut_off_twelve_hours_later_is_recommended(self) -> None:
        (text,) = found({"target": "1 business day", "cut_off": "03:00"}, "R11")
        assert text.endswith("write e.g. `cut_off: 15:00`")
        assert found({"target": "1 business day", "cut_off": "15:00"}, "R11") == []

    def test_at_an_opening_in_the_afternoon_a_fixed_example_stands(self) -> None:
        hours = {"schedules": {"office": "Mon-Fri 14:00-22:00"}}
        (text,) = found({"target": "1 business day", "cut_off": "13:00"}, "R11", **hours)
        assert text.endswith("write e.g. `cut_off: 16:00`")

    @pytest.mark.parametrize(
        ("promise", "hours"),
        [
            pytest.param({"target": "1 business day", "cut_off": "3 AM"}, "Sun-Thu 22:00-06:00", id="in-a-night-shift"),
            pytest.param(
                {"target": "1 business day", "cut_off": "5:59 AM"}, "Sun-Thu 22:00-06:00", id="before-its-end"
            ),
            pytest.param({"target": "1 business day", "cut_off": "10:01 PM"}, "Sun-Thu 22:00-06:00", id="in-its-head"),
            pytest.param({"target": "1 business day", "cut_off": "24:00"}, "Sun-Thu 22:00-06:00", id="its-midnight"),
            pytest.param({"target": "4 hours", "cut_off": "4 PM"}, "Sun-Thu 22:00-06:00", id="of-real-time-at-night"),
            pytest.param({"target": "1 business day", "cut_off": "4 PM"}, "Mon-Fri 09:00-01:00", id="of-a-long-day"),
            pytest.param({"target": "1 business day", "cut_off": "8 PM"}, "Mon-Fri 09:00-18:00", id="after-a-day"),
            pytest.param({"target": "1 business day", "cut_off": "4 PM"}, "Mon-Thu 9-18; Fri 22-06", id="in-some-days"),
            pytest.param({"target": "4 hours", "cut_off": "3 AM"}, "Mon-Fri 09:00-18:00", id="of-real-time"),
            pytest.param({"target": "1 business day", "cut_off": {"Sat": "3 AM"}}, "Mon-Fri 09:00-18:00", id="closed"),
            pytest.param({"target": "1 business day", "cut_off": "24:00"}, "Mon-Fri 09:00-18:00", id="end-of-day"),
        ],
    )
    def test_cut_offs_that_are_no_doubt(self, promise: Any, hours: str) -> None:
        assert found(promise, "R11", schedules={"office": hours}) == []

    @pytest.mark.parametrize(
        ("cut_off", "hours", "way_out"),
        [
            pytest.param("4 PM", "Sun-Thu 22:00-06:00", "02:00", id="between-two-shifts"),
            pytest.param("6 AM", "Sun-Thu 22:00-06:00", "02:00", id="at-their-end"),
            pytest.param("10 PM", "Sun-Thu 22:00-06:00", "02:00", id="at-their-beginning"),
            pytest.param("8 AM", "Mon-Fri 09:00-01:00", "17:00", id="before-a-long-day"),
            pytest.param("4 PM", "Mon-Fri 23:10-00:20", "23:45", id="of-less-than-an-hour"),
        ],
    )
    def test_a_cut_off_beside_shifts_over_midnight_puts_nothing_off(
        self, cut_off: str, hours: str, way_out: str
    ) -> None:
        for target in ("1 business day", "1 business hour"):
            (text,) = found({"target": target, "cut_off": cut_off}, "R11", schedules={"office": hours})
            assert "lies in no shift of office, which opens at" in text
            assert text.endswith(
                f"is due as without it; write a time of day in the shift, e.g. `cut_off: {way_out}`, or leave it out"
            )
            assert found({"target": target, "cut_off": way_out}, "R11", schedules={"office": hours}) == []

    @pytest.mark.parametrize(("starts", "said"), [("next_opening", 1), ("at_once", 0)])
    def test_where_shifts_belong_to_their_end_it_starts_at_the_opening_what_would_start_at_once(
        self, starts: str, said: int
    ) -> None:
        nights = {"schedules": {"office": {"hours": "Sun-Thu 22:00-06:00", "belongs_to": "closing_date"}}}
        promise = {"target": "1 business day", "cut_off": "4 PM", "starts": starts, "ends": "same_day"}
        assert len([each for each in found(promise, "R11", **nights) if "lies in no shift" in each]) == said

    def test_an_idle_length_of_a_day(self) -> None:
        (text,) = found({"target": "2 business days", "day_length": "8 hours"}, "R10")
        assert text == (
            "the `day_length` beside '2 business days' changes nothing without `day_rule: hours`; state that, or "
            "leave it out"
        )
        assert found({"target": "2 business days", "day_length": "8 hours", "day_rule": "hours"}, "R10") == []

    def test_an_idle_length_for_all_targets_is_said_once(self) -> None:
        (text,) = found("2 business days", "R10", day_length="8 hours")
        assert text.startswith("`day_length` changes nothing")
        assert found({"target": "2 business days", "day_rule": "hours"}, "R10", day_length="8 hours") == []


class TestTimesOfDayAtWhichSupportHasClosed:
    """R11: what ends at a time of day may be due while closed, on a date that shows it."""

    SUMMER: ClassVar = {"first": "--06-01", "last": "--08-31", "hours": "Mon-Thu 09:00-18:00; Fri 09:00-13:00"}
    TODAY = date(2026, 11, 28)
    BY_FOUR = "next business day by 4 PM"

    def found(self, promise: Any = BY_FOUR, today: date | None = TODAY, **office: Any) -> list[str]:
        schedules = {"office": {"hours": "Mon-Fri 09:00-18:00"} | office}
        return [doubt.text for doubt in doubts(promising(promise, schedules=schedules), today) if doubt.rule == "R11"]

    def test_fridays_in_summer(self) -> None:
        assert self.found(seasons=[self.SUMMER]) == [
            "'next business day by 4 PM' may be due Fri 2027-06-04 16:00 EDT, and on that date office closes at "
            "13:00; write `day_rule: close` in place of the time of day if it should end with support, or leave it "
            "if it may be due while closed"
        ]

    def test_a_request_is_due_then(self) -> None:
        office = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", seasons=[self.SUMMER])
        thursday = datetime(2027, 6, 3, 10, tzinfo=ZoneInfo("America/New_York"))
        due = Target(self.BY_FOUR).due(thursday, office)
        assert f"{due:%a %Y-%m-%d %H:%M}" == "Fri 2027-06-04 16:00"
        assert not office.is_open(due)
        assert self.found({"target": "1 business day", "day_rule": "close"}, seasons=[self.SUMMER]) == []

    @pytest.mark.parametrize(
        ("promise", "office", "shown"),
        [
            pytest.param(BY_FOUR, {"exceptions": {"--12-24": "09:00-13:00"}}, "Thu 2026-12-24 16:00", id="one-date"),
            pytest.param(BY_FOUR, {"hours": "Mon-Fri 09:00-15:59"}, "Mon 2026-11-30 16:00", id="every-date"),
            pytest.param(
                "1 business day, by 16:00", {"hours": "Tue 9-12"}, "Tue 2026-12-01 16:00", id="in-other-words"
            ),
            pytest.param(
                {"target": "1 business hour", "ends": "16:00"}, {"hours": "Tue 9-12"}, "Tue 2026-12-01", id="of-hours"
            ),
        ],
    )
    def test_where_it_happens(self, promise: Any, office: dict[str, Any], shown: str) -> None:
        (text,) = self.found(promise, **office)
        assert f" may be due {shown}" in text
        assert ("`ends: previous_closing`" in text) is isinstance(promise, dict)

    @pytest.mark.parametrize(
        ("promise", "office"),
        [
            pytest.param("next business day by 1 PM", {"seasons": [SUMMER]}, id="at-the-closing"),
            pytest.param(BY_FOUR, {}, id="never"),
            pytest.param(BY_FOUR, {"exceptions": {"2026-11-27": "09:00-13:00"}}, id="not-any-more"),
            pytest.param(BY_FOUR, {"exceptions": {"2027-12-24": "09:00-13:00"}}, id="not-within-a-year"),
            pytest.param(BY_FOUR, {"seasons": [SUMMER | {"hours": "closed"}]}, id="not-on-a-closed-date"),
            pytest.param(BY_FOUR, {"hours": "Sun-Thu 22:00-06:00"}, id="before-a-shift-over-midnight"),
            pytest.param("2 calendar days by 4 PM", {"seasons": [SUMMER]}, id="dates-of-the-calendar"),
            pytest.param("end of the month by 4 PM", {"seasons": [SUMMER]}, id="edges-of-months"),
            pytest.param("next business day", {"seasons": [SUMMER]}, id="no-time-of-day"),
        ],
    )
    def test_but_not_elsewhere(self, promise: Any, office: dict[str, Any]) -> None:
        assert self.found(promise, **office) == []

    def test_any_year_will_do_where_none_is_asked(self) -> None:
        (text,) = self.found(today=None, seasons=[self.SUMMER])
        assert "Fri 2001-06-01 16:00 EDT" in text
