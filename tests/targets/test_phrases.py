"""What people say of days without a number, of times of day and of ranges (R11)."""

from datetime import UTC, time

import pytest
from small_policy import OFFICE, at, shown

from slaclock import DeclarationError, Target


class TestPhrases:
    """What people say of days without a number, of times at which they end, and of ranges."""

    @pytest.mark.parametrize(
        ("text", "days", "rule", "ends"),
        [
            pytest.param("next business day", 1, None, None, id="next"),
            pytest.param("the next working day", 1, None, None, id="the-next"),
            pytest.param("on the following business day.", 1, None, None, id="on-the-following"),
            pytest.param("by next business day", 1, None, None, id="by-next"),
            pytest.param("within the next business day", 1, None, None, id="within-the-next"),
            pytest.param("By close of business the next working day", 1, "close", None, id="close-of-the-next"),
            pytest.param("close of business on the next business day", 1, "close", None, id="close-on-the-next"),
            pytest.param("by the end of the next business day", 1, "close", None, id="end-of-the-next"),
            pytest.param("end of next business day", 1, "close", None, id="end-of-next"),
            pytest.param("by end of play, next business day", 1, "close", None, id="end-of-play"),
            pytest.param("by end of day on the following working day", 1, "close", None, id="end-of-day"),
            pytest.param("at the opening of the next business day", 1, "open", None, id="opening"),
            pytest.param("by start of next working day", 1, "open", None, id="start"),
            pytest.param("by close of business", 0, "close", None, id="close"),
            pytest.param("close of business today", 0, "close", None, id="close-today"),
            pytest.param("by the end of the business day", 0, "close", None, id="end"),
            pytest.param("end of business on the same day", 0, "close", None, id="end-on-the-same"),
            pytest.param("same business day", 0, "close", None, id="same"),
            pytest.param("the same working day", 0, "close", None, id="the-same"),
            pytest.param("next business day by 4 PM", 1, None, "16:00", id="next-by-four"),
            pytest.param("next business day, before 9:30 a.m.", 1, None, "09:30", id="next-before-nine-thirty"),
            pytest.param("2 business days until noon", 2, None, "12:00", id="two-until-noon"),
            pytest.param("same day by 5 PM", 0, None, "17:00", id="same-by-five"),
            pytest.param("the same day by 17:00", 0, None, "17:00", id="the-same-by-five"),
            pytest.param("today by 5 p.m.", 0, None, "17:00", id="today-by-five"),
            pytest.param("same business day by 5 PM", 0, None, "17:00", id="the-time-stands-for-the-close"),
            pytest.param("1-2 business days", 2, None, None, id="a-range"),
            pytest.param("1–2 business days", 2, None, None, id="a-range-with-a-dash"),
            pytest.param("1 to 2 business days", 2, None, None, id="a-range-in-words"),
            pytest.param("within 3 - 5 working days by 4 PM", 5, None, "16:00", id="a-range-by-four"),
            pytest.param("2 business days, not counting the day of receipt", 2, None, None, id="not-the-first"),
            pytest.param("2 business days (excluding the day of receipt)", 2, None, None, id="excluding-the-first"),
        ],
    )
    def test_business_days(self, text: str, days: int, rule: str | None, ends: str | None) -> None:
        target = Target(text)
        assert (target.counts, target.days, target.day_rule) == ("business_days", days, rule)
        assert target.ends == (ends and time.fromisoformat(ends))
        assert str(target) == text
        assert Target.model_validate_json(target.model_dump_json()) == target

    @pytest.mark.parametrize(
        ("text", "counts", "amount"),
        [
            pytest.param("2-4 business hours", "open_time", "4:00:00", id="hours"),
            pytest.param("1 to 2 hours 24/7", "calendar_time", "2:00:00", id="any-hours"),
            pytest.param("5–10 days", "calendar_days", "10", id="days"),
            pytest.param("1-2 months", "calendar_months", "2", id="months"),
            pytest.param("2-2.5 hours", "calendar_time", "2:30:00", id="to-a-part"),
            pytest.param("1.5-2 hours", "calendar_time", "2:00:00", id="from-a-part"),
        ],
    )
    def test_of_a_range_the_last_is_promised(self, text: str, counts: str, amount: str) -> None:
        target = Target(text)
        assert (target.counts, str(target.duration or target.days or target.months)) == (counts, amount)

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
            ("NBD", "1 business day", True),
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
            ("next banking day", "1 business day", True),
            ("next day before 9 AM", "1 business day, by 09:00", False),
            ("the following day by noon", "1 business day, by 12:00", False),
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
        ("text", "message"),
        [
            pytest.param(
                "4 business hours by 5 PM", "a time of day ends an amount of days, not of hours", id="hours-by-five"
            ),
            pytest.param("1 month by 5 PM", "a time of day ends an amount of days", id="a-month-by-five"),
            pytest.param("soon by 5 PM", "cannot read 'soon' as a target", id="soon-by-five"),
            pytest.param("next business day by 25:00", "cannot read '25:00' as hours", id="by-no-time"),
            pytest.param("next business week", "'next' is not a number", id="next-week"),
            pytest.param("same day", "'same' is not a number", id="same-day"),
            pytest.param(
                "1-2 parsecs",
                "cannot read '1-2 parsecs' as a target: '2 parsecs' is not understood",
                id="a-range-of-nothing",
            ),
            pytest.param(
                "4 business hours excluding the day of receipt", "day of receipt", id="hours-not-counting-a-day"
            ),
            pytest.param("same day by 5", "'same' is not a number", id="by-five-of-what"),
            pytest.param("4-2 business days", "4-2", id="a-range-backwards"),
            pytest.param("two (3) hours", "two is not 3", id="a-number-said-otherwise"),
            pytest.param("end of the last business day", "is not understood", id="no-ordinal"),
            pytest.param("1 year and 2 hours", "months are whole calendar months", id="a-year-and-hours"),
        ],
    )
    def test_refused(self, text: str, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            Target(text)
        assert message in str(caught.value)

    def test_a_time_at_which_it_ends_is_read_on_the_schedules_clocks(self) -> None:
        with pytest.raises(
            DeclarationError, match="has a zone of its own; the schedule's `timezone` says where clocks are read"
        ):
            Target(text="next business day", ends=time(16, tzinfo=UTC))  # type: ignore[call-arg]

    def test_a_sentence_may_end(self) -> None:
        assert Target("next business day by 16:00.").ends == time(16)

    def test_a_day_that_is_none_needs_an_end(self) -> None:
        with pytest.raises(
            DeclarationError, match="no days at all need the day rule 'close' or a time of day at which they end"
        ):
            Target(counts="business_days", days=0, day_rule="open")
        assert Target(counts="business_days", days=0, ends="17:00").written == "the same business day, by 17:00"
        assert Target(counts="calendar_days", days=0, ends="17:00").written == "the same calendar day, by 17:00"
