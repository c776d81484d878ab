"""What people say of days, in words that say what it counts, and when it is due (R11); more is in the phrase book."""

from datetime import UTC, time

import pytest
from small_policy import NIGHTS, OFFICE, at, shown

from slaclock import DeclarationError, Target


class TestPhrases:
    """What people say of days without a number, of times at which they end, and of ranges."""

    @pytest.mark.parametrize(
        ("text", "written", "stated"),
        [
            ("next business day by 4 PM", "1 business day, by 16:00", True),
            ("same day by 5 PM", "the same business day, by 17:00", False),
            ("by close of business", "the same business day, at its close", True),
            ("by close of business the next working day", "1 business day, at its close", True),
            ("at the opening of the next business day", "1 business day, at its opening", True),
            ("1 month", "1 calendar month", False),
            ("2 calendar months", "2 calendar months", True),
            ("1 year", "12 calendar months", False),
            ("one year and six months", "18 calendar months", False),
            ("by 4 PM on the next business day", "1 business day, by 16:00", True),
            ("before noon the next working day", "1 business day, by 12:00", True),
            ("end of the same business day", "the same business day, at its close", True),
            ("by the end of the second business day", "2 business days, at its close", True),
            ("by the close of the 3rd working day", "3 business days, at its close", True),
            ("NBD", "the next business day", True),
            ("COB", "the same business day, at its close", True),
            ("EOD next business day", "1 business day, at its close", True),
            ("within one (1) business day", "1 business day", True),
            ("four (4) business hours", "4 business hours", True),
            ("half an hour", "30 calendar minutes", False),
            ("an hour and a half", "1 hour 30 minutes of calendar time", False),
            ("up to 4 business hours", "4 business hours", True),
            ("30 minutes or less", "30 calendar minutes", False),
            ("less than 2 hours (business)", "2 business hours", True),
            ("8 hours (business hours)", "8 business hours", True),
            ("4 hours max", "4 calendar hours", False),
            ("twenty-four (24) business hours", "24 business hours", True),
            ("forty-eight hours", "48 calendar hours", False),
            ("every 2 hours", "2 calendar hours", False),
            ("by end of day", "the same business day, at its close", True),
            ("3 banking days", "3 business days", True),
            ("next banking day", "the next business day", True),
            ("next day before 9 AM", "1 business day, by 09:00", False),
            ("the following day by noon", "1 business day, by 12:00", False),
            (
                "by the 5th business day of the following month",
                "the 5th business day of the next month, at its close",
                True,
            ),
            ("first business day of next week", "the 1st business day of the next week, at its close", True),
            ("2nd business day of the quarter", "the 2nd business day of the quarter, at its close", True),
            ("third business day of the year", "the 3rd business day of the year, at its close", True),
            ("11th business day of the year", "the 11th business day of the year, at its close", True),
            ("end of the month", "the last business day of the month, at its close", False),
            ("1 calendar day by 9 AM", "1 calendar day, by 09:00", True),
        ],
    )
    def test_in_words_that_say_what_it_counts(self, text: str, written: str, stated: bool) -> None:
        assert (Target(text).written, Target(text).basis_stated) == (written, stated)

    @pytest.mark.parametrize(
        ("text", "arrived", "due"),
        [
            pytest.param("next business day", "Fri 10:00", "Mon 2026-09-21 10:00", id="next"),
            pytest.param(
                "by close of business the next working day", "Fri 10:00", "Mon 2026-09-21 18:00", id="close-of-the-next"
            ),
            pytest.param(
                "by the start of the next business day", "Fri 10:00", "Mon 2026-09-21 09:00", id="start-of-the-next"
            ),
            pytest.param("next business day by 4 PM", "Fri 17:00", "Mon 2026-09-21 16:00", id="next-by-four"),
            pytest.param(
                "next business day by 4 PM", "Sat 12:00", "Tue 2026-09-22 16:00", id="next-by-four-from-saturday"
            ),
            pytest.param("same day by 5 PM", "Fri 09:30", "Fri 2026-09-18 17:00", id="same"),
            pytest.param("same day by 5 PM", "Fri 18:30", "Mon 2026-09-21 17:00", id="same-after-closing"),
            pytest.param("by close of business", "Fri 17:59", "Fri 2026-09-18 18:00", id="close"),
            pytest.param("by close of business", "Fri 18:00", "Mon 2026-09-21 18:00", id="close-after-closing"),
            pytest.param("1–2 business days", "Thu 12:00", "Mon 2026-09-21 12:00", id="a-range"),
            pytest.param("2 days by 5 PM", "Thu 12:00", "Sat 2026-09-19 17:00", id="calendar-days-by-five"),
            pytest.param("same day by 5 PM", "Fri 17:30", "Mon 2026-09-21 17:00", id="same-after-five"),
            pytest.param("same day by 5 PM", "Sat 10:00", "Mon 2026-09-21 17:00", id="same-on-no-business-day"),
        ],
    )
    def test_when_it_is_due(self, text: str, arrived: str, due: str) -> None:
        assert shown(Target(text).due(at(arrived), OFFICE)) == due

    @pytest.mark.parametrize(
        ("target", "arrived", "counts_from"),
        [
            pytest.param(Target("4 business hours"), "Sat 12:00", "Sat 12:00", id="open-time-by-itself"),
            pytest.param(
                Target("4 business hours", starts="next_opening"),
                "Sat 12:00",
                "2026-09-21 09:00",
                id="from-the-opening",
            ),
            pytest.param(Target("4 hours", starts="next_opening"), "Sat 12:00", "2026-09-21 09:00", id="any-time"),
            pytest.param(Target("4 hours", starts="next_opening"), "Mon 12:00", "Mon 12:00", id="while-open"),
            pytest.param(
                Target("2 business days", starts="next_opening"),
                "Sat 12:00",
                "Sat 12:00",
                id="days-see-to-it",
            ),
        ],
    )
    def test_where_the_count_begins(self, target: Target, arrived: str, counts_from: str) -> None:
        assert shown(target.counts_from(at(arrived), OFFICE)) == shown(at(counts_from))

    def test_business_days_by_a_time_after_midnight_end_on_the_date_that_is_counted(self) -> None:
        """At the beginning of that date, before its own night: they are not counted back to the night before."""
        assert shown(Target("2 business days", ends="04:00").due(at("Mon 23:00"), NIGHTS)) == "Wed 2026-09-16 04:00"

    def test_a_time_at_which_it_ends_is_read_on_the_schedules_clocks(self) -> None:
        with pytest.raises(
            DeclarationError, match="has a zone of its own; the schedule's `timezone` says where clocks are read"
        ):
            Target(text="next business day", ends=time(16, tzinfo=UTC))  # type: ignore[call-arg]

    def test_a_day_that_is_none_needs_an_end(self) -> None:
        with pytest.raises(
            DeclarationError, match="no days at all need the day rule 'close' or a time of day at which they end"
        ):
            Target(counts="business_days", days=0, day_rule="open")
        assert Target(counts="business_days", days=0, ends="17:00").written == "the same business day, by 17:00"
        assert Target(counts="calendar_days", days=0, ends="17:00").written == "the same calendar day, by 17:00"
