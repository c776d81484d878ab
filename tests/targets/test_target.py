"""`Target`: every way to write an amount, what it counts, and when it is due."""

import pickle
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st
from strategies import Case, amounts, cases
from work import calls_of

from slaclock import (
    DeclarationError,
    InstantRangeError,
    NaiveDatetimeError,
    NeverOpenError,
    Schedule,
    SlaClockError,
    Target,
)

NEW_YORK = ZoneInfo("America/New_York")
OFFICE = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US")
NIGHTS = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00", holidays="US")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


def shown(instant: datetime) -> str:
    return f"{instant.astimezone(NEW_YORK):%a %Y-%m-%d %H:%M %Z}"


class TestAmounts:
    """Text that people write is read as they write it; an amount that names no basis is calendar time."""

    @pytest.mark.parametrize("text", ["4 business hours", "1 day (within Support Hours)", "NBD", "PT4H"])
    def test_a_text_stays_as_it_was_written(self, text: str) -> None:
        assert str(Target(text)) == Target(text).text == text
        assert Target.model_validate(text) == Target(text)

    def test_a_target_stays_as_it_is(self) -> None:
        target = Target("4 business hours", ends="16:00")
        assert Target.model_validate(target) is target

    @pytest.mark.parametrize(
        ("target", "written"),
        [
            (Target("24 hours during normal business hours"), "24 business hours"),
            (Target("90 min"), "1 hour 30 minutes of calendar time"),
            (Target("1 business day"), "1 business day"),
            (Target("1 week"), "7 calendar days"),
            (
                Target(counts="open_time", duration=timedelta(seconds=61, microseconds=1)),
                "1 minute 1 second 1 microsecond of business time",
            ),
        ],
        ids=str,
    )
    def test_in_words_that_say_what_it_counts(self, target: Target, written: str) -> None:
        assert target.written == written
        assert str(Target(counts=target.counts, duration=target.duration, days=target.days)) == written

    def test_an_error_has_the_text_the_problem_and_examples(self) -> None:
        with pytest.raises(DeclarationError) as caught:
            Target("4 parsecs")
        assert str(caught.value) == (
            "cannot read this Target: cannot read '4 parsecs' as a target: 'parsecs' at character 3 is not a unit of "
            "time; write e.g. '4 business hours', '2 business days', '30 minutes' or 'PT4H'"
        )

    @pytest.mark.parametrize("text", ["0 hours", "PT0S", "0 business minutes"])
    def test_nothing_is_no_amount(self, text: str) -> None:
        with pytest.raises(DeclarationError, match="an amount is more than nothing, not 0:00:00"):
            Target(text)

    @given(st.integers(1, 36_600), st.sampled_from(("business", "calendar")))
    def test_written_days_read_back(self, days: int, kind: str) -> None:
        """Days in words are the same days."""
        target = Target(counts=f"{kind}_days", days=days)  # type: ignore[arg-type]
        read = Target(target.written)
        assert (read.counts, read.days) == (target.counts, days)

    @given(
        st.timedeltas(timedelta(seconds=1), timedelta(days=400)).map(
            lambda t: timedelta(seconds=t // timedelta(seconds=1))
        )
    )
    def test_written_time_reads_back(self, duration: timedelta) -> None:
        """Whole seconds in words are the same time."""
        target = Target(counts="open_time", duration=duration)
        read = Target(target.written)
        assert (read.counts, read.duration) == ("open_time", duration)


FOUR = timedelta(hours=4)


def test_a_text_that_was_read_before_is_not_read_again() -> None:
    """The targets of a policy repeat a few texts; a new text costs more calls than a known one."""
    _ = Target("17 business hours 17 minutes")
    new, known = (calls_of(lambda: Target("19 business hours 19 minutes")) for _ in range(2))
    assert known < new


def test_what_was_read_before_is_not_changed_by_what_stands_beside_it() -> None:
    stated = Target(text="3 days", counts="business_days")  # type: ignore[call-arg]
    assert (stated.counts, stated.basis_stated) == ("business_days", True)
    assert (Target("3 days").counts, Target("3 days").basis_stated) == ("calendar_days", False)


class TestFields:
    """Everything can be given by name; what contradicts itself is refused."""

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            pytest.param({"counts": "open_time", "duration": FOUR}, "open_time 4:00:00", id="a-timedelta"),
            pytest.param({"counts": "open_time", "duration": "4 hours"}, "open_time 4:00:00", id="in-words"),
            pytest.param({"counts": "calendar_time", "duration": "PT4H"}, "calendar_time 4:00:00", id="iso"),
            pytest.param({"counts": "calendar_time", "duration": "P1D"}, "calendar_time 1 day, 0:00:00", id="iso-day"),
            pytest.param({"counts": "business_days", "days": 2}, "business_days 2", id="days"),
            pytest.param({"text": "4 hours", "counts": "open_time"}, "open_time 4:00:00", id="a-basis-for-a-text"),
            pytest.param({"text": "2 days", "counts": "business_days"}, "business_days 2", id="a-basis-for-days"),
            pytest.param(
                {"text": "4 business hours", "counts": None}, "open_time 4:00:00", id="no-basis-beside-a-text"
            ),
            pytest.param({"text": "4 business hours", "counts": "open_time"}, "open_time 4:00:00", id="the-same-basis"),
        ],
    )
    def test_amounts_by_name(self, fields: dict[str, object], expected: str) -> None:
        target = Target(**fields)  # type: ignore[arg-type]
        assert f"{target.counts} {target.duration or target.days}" == expected
        assert target.basis_stated

    @pytest.mark.parametrize(
        ("fields", "message"),
        [
            pytest.param({}, "it has no amount", id="nothing"),
            pytest.param({"counts": "open_time"}, "it has no amount", id="no-amount"),
            pytest.param(
                {"counts": "open_time", "days": 2},
                "counts 'open_time' needs `duration` and nothing else",
                id="days-of-time",
            ),
            pytest.param(
                {"counts": "business_days", "duration": FOUR},
                "counts 'business_days' needs `days` and nothing else",
                id="time-of-days",
            ),
            pytest.param(
                {"counts": "open_time", "duration": FOUR, "days": 2}, "needs `duration` and nothing else", id="both"
            ),
            pytest.param(
                {"counts": "open_time", "duration": "2 days"},
                "'2 days' is an amount of days; state it as `days`",
                id="days-as-a-duration",
            ),
            pytest.param(
                {"counts": "open_time", "duration": 240}, "240 has no unit; write e.g. '8 hours'", id="a-bare-number"
            ),
            pytest.param({"counts": "open_time", "duration": True}, "True has no unit", id="true-is-no-duration"),
            pytest.param(
                {"counts": "open_time", "duration": timedelta(0)},
                "an amount is more than nothing, not 0:00:00",
                id="zero",
            ),
            pytest.param(
                {"counts": "open_time", "duration": -FOUR}, "an amount is more than nothing", id="less-than-nothing"
            ),
            pytest.param(
                {"counts": "business_days", "days": 0}, "no days at all need the day rule 'close'", id="no-days"
            ),
            pytest.param(
                {"counts": "business_days", "days": 40_000}, "less than or equal to 36600", id="a-century-of-days"
            ),
            pytest.param(
                {"counts": "hours", "duration": FOUR},
                "counts: input should be 'open_time', 'business_days'",
                id="no-basis",
            ),
            pytest.param(
                {"counts": "business_days", "days": 1, "of": "month", "day_rule": "same_time"},
                "what counts `of: month` is a business day, at its close",
                id="a-day-of-a-month-at-the-same-time",
            ),
            pytest.param(
                {"counts": "business_days", "days": 1, "of": "month", "day_rule": "hours", "day_length": "8 hours"},
                "what counts `of: month` is a business day, at its close",
                id="a-day-of-a-month-in-hours",
            ),
            pytest.param(
                {"counts": "open_time", "duration": "X4H"}, "cannot read 'X4H' as a target", id="no-iso-duration"
            ),
            pytest.param({"days": 2}, "key 'counts' is missing", id="days-of-what"),
            pytest.param(
                {"text": "4 business hours", "counts": "calendar_time"},
                "'4 business hours' does not count 'calendar_time'",
                id="a-basis-against-the-text",
            ),
            pytest.param(
                {"text": "2 days", "counts": "open_time"}, "'2 days' does not count 'open_time'", id="time-against-days"
            ),
            pytest.param(
                {"counts": "business_days", "days": 1, "day_rule": "hours"},
                "day rule 'hours' needs `day_length`, e.g. '8 hours'",
                id="a-day-without-length",
            ),
            pytest.param(
                {"text": "4 hours", "starts": "tomorrow"},
                "starts: input should be 'at_once' or 'next_opening', which is about what arrives while closed, not",
                id="no-start",
            ),
            pytest.param({"text": "4 hours", "ends": "noonish"}, "ends: cannot read 'noonish' as hours", id="no-end"),
            pytest.param(
                {"text": "4 hours", "boundary": "open"},
                "boundary: input should be 'closing' or 'next_opening'",
                id="no-boundary",
            ),
            pytest.param(
                {"text": "4 hours", "duraton": "4 hours"},
                "duraton: unknown key; did you mean 'duration'?",
                id="misspelt",
            ),
        ],
    )
    def test_refused(self, fields: dict[str, object], message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            Target(**fields)  # type: ignore[arg-type]
        assert message in str(caught.value)
        assert isinstance(caught.value, ValueError)

    def test_only_text_or_a_mapping_is_a_target(self) -> None:
        with pytest.raises(ValueError, match="Target"):
            Target.model_validate(4)

    @pytest.mark.parametrize(
        "target",
        [
            Target("4 business hours"),
            Target("2 business days"),
            Target("1 hour 24/7"),
            Target(text="2 business days", day_rule="hours", day_length="8 hours", ends="16:00", starts="at_once"),  # type: ignore[call-arg]
            Target(counts="open_time", duration=timedelta(microseconds=1), boundary="next_opening"),
        ],
        ids=str,
    )
    def test_what_is_dumped_loads_back(self, target: Target) -> None:
        assert Target.model_validate_json(target.model_dump_json()) == target
        assert Target(**target.model_dump(mode="json")) == target
        assert Target(**target.model_dump()) == target
        assert pickle.loads(pickle.dumps(target)) == target
        assert hash(Target(**target.model_dump())) == hash(target)


class TestDue:
    """R11: where the count starts, what it counts, where it ends."""

    @pytest.mark.parametrize(
        ("target", "opened", "due"),
        [
            pytest.param(
                Target("4 business hours"), "2026-11-25 17:00", "Fri 2026-11-27 12:00 EST", id="over-thanksgiving"
            ),
            pytest.param(
                Target("4 business hours"), "2026-11-20 14:00", "Fri 2026-11-20 18:00 EST", id="used-up-at-closing"
            ),
            pytest.param(
                Target(text="4 business hours", boundary="next_opening"),
                "2026-11-20 14:00",
                "Mon 2026-11-23 09:00 EST",
                id="used-up-at-closing-goes-to-the-next-opening",
            ),
            pytest.param(
                Target(text="4 business hours", ends="16:00"),
                "2026-11-20 10:00",
                "Fri 2026-11-20 16:00 EST",
                id="ends-at-a-reading",
            ),
            pytest.param(
                Target(text="4 business hours", starts="next_opening"),
                "2026-11-21 11:00",
                "Mon 2026-11-23 13:00 EST",
                id="open-time-from-the-next-opening-is-the-same",
            ),
            pytest.param(Target("2 business days"), "2026-11-24 10:30", "Fri 2026-11-27 10:30 EST", id="the-same-time"),
            pytest.param(
                Target("1 business day"), "2026-11-21 11:00", "Tue 2026-11-24 09:00 EST", id="received-on-saturday"
            ),
            pytest.param(
                Target(text="1 business day", starts="at_once"),
                "2026-11-21 11:00",
                "Mon 2026-11-23 11:00 EST",
                id="at-once",
            ),
            pytest.param(
                Target(text="2 business days", day_rule="close"),
                "2026-11-24 10:30",
                "Fri 2026-11-27 18:00 EST",
                id="close",
            ),
            pytest.param(
                Target(text="2 business days", day_rule="open"),
                "2026-11-24 10:30",
                "Fri 2026-11-27 09:00 EST",
                id="open",
            ),
            pytest.param(
                Target(text="2 business days", day_rule="hours", day_length="8 hours"),
                "2026-11-24 10:30",
                "Wed 2026-11-25 17:30 EST",
                id="hours",
            ),
            pytest.param(
                Target(text="1 business day", ends="16:00"),
                "2026-11-24 10:30",
                "Wed 2026-11-25 16:00 EST",
                id="by-four",
            ),
            pytest.param(Target("1 hour"), "2026-11-21 23:30", "Sun 2026-11-22 00:30 EST", id="calendar-time"),
            pytest.param(
                Target("1 hour"), "2026-03-08 01:30", "Sun 2026-03-08 03:30 EDT", id="an-hour-when-clocks-go-forward"
            ),
            pytest.param(
                Target("24 hours"), "2026-03-07 12:00", "Sun 2026-03-08 13:00 EDT", id="24-hours-are-not-a-day"
            ),
            pytest.param(
                Target("1 day"), "2026-03-07 12:00", "Sun 2026-03-08 12:00 EDT", id="a-day-is-the-same-clock-time"
            ),
            pytest.param(
                Target("1 day"), "2026-03-07 02:30", "Sun 2026-03-08 03:00 EDT", id="a-day-to-a-skipped-reading"
            ),
            pytest.param(
                Target(text="24 hours", starts="next_opening"),
                "2026-11-21 11:00",
                "Tue 2026-11-24 09:00 EST",
                id="calendar-time-from-the-next-opening",
            ),
            pytest.param(
                Target(text="24 hours", starts="next_opening"),
                "2026-11-23 11:00",
                "Tue 2026-11-24 11:00 EST",
                id="which-while-open-is-now",
            ),
            pytest.param(
                Target(text="24 hours", ends="next_opening"),
                "2026-11-25 11:00",
                "Fri 2026-11-27 09:00 EST",
                id="calendar-time-to-the-next-opening",
            ),
            pytest.param(
                Target(text="24 hours", ends="previous_closing"),
                "2026-11-25 11:00",
                "Wed 2026-11-25 18:00 EST",
                id="calendar-time-to-the-last-closing",
            ),
            pytest.param(
                Target(text="24 hours", ends="as_is"), "2026-11-25 11:00", "Thu 2026-11-26 11:00 EST", id="as-is"
            ),
            pytest.param(
                Target(text="2 days", ends="17:00"), "2026-11-23 11:00", "Wed 2026-11-25 17:00 EST", id="days-by-five"
            ),
        ],
    )
    def test_on_the_office(self, target: Target, opened: str, due: str) -> None:
        assert shown(target.due(at(opened), OFFICE)) == due
        # R9: in the zone of the question.
        assert target.due(at(opened), OFFICE).tzinfo is NEW_YORK
        assert target.due(at(opened).astimezone(UTC), OFFICE).tzinfo is UTC

    @pytest.mark.parametrize("target", ["4 business hours", "2 business days", "1 hour", "2 days"])
    def test_a_naive_time_is_refused(self, target: str) -> None:
        with pytest.raises(NaiveDatetimeError):
            Target(target).due(datetime(2026, 11, 25, 17), OFFICE)

    @pytest.mark.parametrize(
        ("target", "error"),
        [
            pytest.param("99999999 hours", InstantRangeError, id="calendar-time"),
            pytest.param("36600 days", InstantRangeError, id="calendar-days"),
            pytest.param("30000 business hours", NeverOpenError, id="open-time"),
            pytest.param("20000 business days", NeverOpenError, id="business-days"),
        ],
    )
    def test_past_the_last_year(self, target: str, error: type[Exception]) -> None:
        always = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-17:00")
        with pytest.raises(error) as caught:
            Target(target).due(at("9990-11-25 17:00"), always)
        assert isinstance(caught.value, SlaClockError)

    @given(cases(), amounts())
    def test_open_time_is_what_the_schedule_adds(self, case: Case, amount: timedelta) -> None:
        """A target in open time is due when the schedule says so much time has passed."""
        (opened,) = case.instants
        due = Target(counts="open_time", duration=amount).due(opened, case.schedule)
        assert case.schedule.elapsed(opened, due) == amount

    @given(cases(), amounts())
    def test_calendar_time_knows_no_hours(self, case: Case, amount: timedelta) -> None:
        """A target in calendar time is due exactly so much later, whatever is open."""
        (opened,) = case.instants
        due = Target(counts="calendar_time", duration=amount).due(opened, case.schedule)
        assert due.astimezone(UTC) - opened.astimezone(UTC) == amount

    def test_an_end_at_a_reading_may_be_given_as_a_time(self) -> None:
        assert Target(text="1 business day", ends=time(16)) == Target(text="1 business day", ends="4 PM")  # type: ignore[call-arg]

    def test_an_end_in_the_morning_or_in_the_afternoon_is_refused(self) -> None:
        for text in ("5", "5:00"):
            with pytest.raises(DeclarationError, match="write '05:00' or '17:00'"):
                Target("1 business day", ends=text)

    @pytest.mark.parametrize("ends", ["midnight", "24:00", "12 AM"])
    def test_an_end_at_the_beginning_or_at_the_end_of_a_day_is_refused(self, ends: str) -> None:
        with pytest.raises(DeclarationError, match="write '00:00' or '23:59'"):
            Target("1 business day", ends=ends)
        assert Target("1 business day", ends="00:00") != Target("1 business day", ends="23:59")

    def test_time_from_the_opening_of_business_is_written_as_recommended(self) -> None:
        sunday = datetime(2026, 11, 22, 12, tzinfo=UTC)
        office = Schedule(timezone="UTC", hours="Mon-Fri 09:00-18:00")
        due = Target("4 hours from receipt", starts="next_opening").due(sunday, office)
        assert due == datetime(2026, 11, 23, 13, tzinfo=UTC)

    def test_the_readings_of_business_days(self) -> None:
        assert Target("2 business days").day_count == (2, "same_time", "next_opening", "next_opening", None, None)

    def test_a_night_shift_counts_its_own_dates(self) -> None:
        assert shown(Target("1 business day").due(at("2026-11-20 02:00"), NIGHTS)) == "Mon 2026-11-23 02:00 EST"


class TestTheEndOfADay:
    """24:00 is no time of day by which something is due: the close of business is."""

    def test_it_is_refused(self) -> None:
        with pytest.raises(DeclarationError, match="24:00 is the end of a day"):
            Target("next business day by 24:00")

    @pytest.mark.parametrize("ends", [16, 9.5, True])
    def test_a_number_is_no_time_of_day(self, ends: object) -> None:
        with pytest.raises(DeclarationError, match="write a time of day as text"):
            Target("1 business day", ends=ends)  # type: ignore[arg-type]

    def test_a_text_has_its_length(self) -> None:
        with pytest.raises(DeclarationError, match="it has 8,007 characters"):
            Target("1 hour" + " " * 8_000 + "x")


@pytest.mark.parametrize(("rule", "due"), [("close", "2014-11-04 00:00"), ("open", "2014-11-03 00:00")])
def test_a_day_that_has_ended_already_does_not_follow(rule: str, due: str) -> None:
    """In Friday's night, on Saturday at four, Saturday's only hour is over: the next business day is Monday."""
    moscow = ZoneInfo("Europe/Moscow")
    nights = Schedule(timezone="Europe/Moscow", hours=["Mon 00:00-24:00", "Fri 22:00-06:00"])
    early = Schedule(timezone="Europe/Moscow", hours="Sat 00:00-01:00")
    opened = datetime(2014, 11, 1, 4, tzinfo=moscow)
    found = Target("1 business day", day_rule=rule).due(opened, nights | early)  # type: ignore[arg-type]
    assert f"{found:%Y-%m-%d %H:%M}" == due
