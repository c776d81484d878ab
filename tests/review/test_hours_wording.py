"""Schedules in the words that customers read."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st
from strategies import row_text, rows

from slaclock import HolidayCalendar, Schedule, SupportWindow
from slaclock.review.hours_wording import (
    ALWAYS,
    NEVER,
    days_words,
    holidays_words,
    hours_words,
    is_always_open,
    listed,
    stated_dates,
    weekly_words,
)

OFFICE = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00", name="office")
ALWAYS_OPEN = Schedule(timezone="UTC", hours="24x7", name="always")
ODD_RULE = {"rrule": "FREQ=MONTHLY;BYDAY=1SA,1SU", "first": "0001-01-01", "opens": "8:00", "closes": "9:00"}
PATCHING = {"rrule": "FREQ=MONTHLY;BYDAY=1SU", "first": "2026-01-01", "opens": "22:00", "closes": "04:00"}


def words_of(**changed: Any) -> tuple[str, ...]:
    return hours_words(Schedule(**({"timezone": "Europe/London", "hours": "Mon-Fri 09:00-17:00"} | changed)))


class TestWeeks:
    """Windows are joined where they touch and grouped by the days on which they open."""

    @pytest.mark.parametrize(
        ("written", "words"),
        [
            pytest.param("Mon-Fri 9-17", "Monday to Friday 09:00–17:00", id="an-office"),
            pytest.param("Mon-Fri 9-13, 14-18", "Monday to Friday 09:00–13:00 and 14:00–18:00", id="a-lunch-break"),
            pytest.param(
                "Mon-Fri 9-17; Sat 10-14", "Monday to Friday 09:00–17:00; Saturday 10:00–14:00", id="two-kinds"
            ),
            pytest.param("Mon-Fri 9-13; Mon-Fri 12-17", "Monday to Friday 09:00–17:00", id="overlapping-is-joined"),
            pytest.param("Sun-Thu 22:00-06:00", "Sunday to Thursday 22:00–06:00 the next day", id="a-night-shift"),
            pytest.param("Mon-Sun 08:00-20:00", "every day 08:00–20:00", id="every-day"),
            pytest.param("Sat,Mon 9-12", "Monday and Saturday 09:00–12:00", id="single-days"),
            pytest.param("Sun 14:00 - Fri 17:00", "Sunday 14:00 to Friday 17:00", id="a-block-is-one-again"),
            pytest.param("Mon-Fri 00:00-24:00", "Monday 00:00 to Friday 24:00", id="five-whole-days"),
            pytest.param("Sat 00:00-24:00", "Saturday all day", id="one-whole-day"),
            pytest.param(
                "Mon 18:00-24:00; Tue 00:00-02:00", "Monday 18:00–02:00 the next day", id="touching-at-midnight"
            ),
            pytest.param(
                "Sun 20:00-24:00; Mon 00:00-04:00", "Sunday 20:00–04:00 the next day", id="over-the-weeks-end"
            ),
            pytest.param("24x7", ALWAYS, id="all-the-time"),
            pytest.param("Mon 12:00 - Mon 12:00", ALWAYS, id="a-whole-week"),
        ],
    )
    def test_in_words(self, written: str, words: str) -> None:
        assert weekly_words(SupportWindow.parse(written)) == words

    def test_no_windows_are_closed(self) -> None:
        assert weekly_words(()) == NEVER

    @given(rows())
    def test_words_are_read_as_the_same_week(self, drawn: tuple[Any, ...]) -> None:
        """Whoever reads the words reads the same hours."""
        windows = SupportWindow.parse("; ".join(map(row_text, drawn)))
        words = weekly_words(windows)
        written = "24x7" if words == ALWAYS else words.replace(" the next day", "").replace("every day", "daily")
        assert week_of(SupportWindow.parse(written.replace(" and ", ", "))) == week_of(windows)


def week_of(windows: tuple[SupportWindow, ...]) -> list[Any]:
    monday = datetime(2024, 1, 8, tzinfo=UTC)
    return list(Schedule(timezone="UTC", hours=windows).windows(monday, monday + timedelta(days=7)))


@pytest.mark.parametrize(
    ("days", "words"),
    [
        pytest.param([0], "Monday", id="one"),
        pytest.param([0, 1], "Monday and Tuesday", id="two-in-a-row"),
        pytest.param([5, 6, 0], "Saturday to Monday", id="over-the-weekend"),
        pytest.param([0, 2, 4], "Monday, Wednesday and Friday", id="apart"),
        pytest.param(range(7), "every day", id="all"),
    ],
)
def test_days_of_the_week(days: Any, words: str) -> None:
    assert days_words(days) == words


class TestSchedules:
    """A line for each thing to know."""

    @pytest.mark.parametrize(
        ("changed", "lines"),
        [
            pytest.param(
                {}, ("Monday to Friday 09:00–17:00 (Europe/London)", "open on holidays, too"), id="hours-alone"
            ),
            pytest.param({"hours": "24x7"}, (ALWAYS, "open on holidays, too"), id="always"),
            pytest.param(
                {"hours": "24x7", "holidays": "US"},
                (f"{ALWAYS} (Europe/London)", "closed on public holidays (US)"),
                id="always-but-on-holidays",
            ),
            pytest.param(
                {"hours": PATCHING},
                (
                    "the first Sunday of each month 22:00–04:00 the next day from 1 January 2026 (Europe/London)",
                    "open on holidays, too",
                ),
                id="a-monthly-rule",
            ),
            *(
                pytest.param({"hours": hours}, (f"{words} (Europe/London)", "open on holidays, too"), id=hours)
                for hours, words in {
                    "first and third Saturday of the month 10-14": (
                        "the first and third Saturday of each month 10:00–14:00"
                    ),
                    "last Friday of March and June 10-14": "the last Friday of March and June 10:00–14:00",
                    "every other Tue and Thu 8-9 from 2026-01-08 until 2026-03-01": (
                        "every second Tuesday and Thursday 08:00–09:00 from 8 January 2026 until 1 March 2026"
                    ),
                    "Mon 9-12; first Saturday of the month 10-14": (
                        "Monday 09:00–12:00; the first Saturday of each month 10:00–14:00"
                    ),
                    "first Saturday of the month 10-14; last Sunday of the month 8-9 from 2026-06-01": (
                        "the first Saturday of each month 10:00–14:00; "
                        "the last Sunday of each month 08:00–09:00 from 1 June 2026"
                    ),
                }.items()
            ),
            pytest.param(
                {
                    "hours": {
                        "rrule": "FREQ=MONTHLY;BYDAY=1SA,1SU",
                        "first": "0001-01-01",
                        "opens": "8:00",
                        "closes": "9:00",
                    }
                },
                (
                    "08:00–09:00 on the dates of the rule FREQ=MONTHLY;BYDAY=1SA,1SU (Europe/London)",
                    "open on holidays, too",
                ),
                id="a-rule-that-is-no-text",
            ),
            pytest.param(
                {"hours": PATCHING | {"rrule": "FREQ=MONTHLY;BYDAY=-5SU"}},
                (
                    "22:00–04:00 the next day on the dates of the rule FREQ=MONTHLY;BYDAY=-5SU from 1 January 2026 "
                    "(Europe/London)",
                    "open on holidays, too",
                ),
                id="a-rule-without-words",
            ),
            pytest.param(
                {"hours": "Mon 08:00 Australia/Sydney - Fri 17:30 America/Los_Angeles"},
                ("Monday 08:00 (Australia/Sydney) to Friday 17:30 (America/Los_Angeles)", "open on holidays, too"),
                id="a-block-in-two-zones",
            ),
            pytest.param(
                {"seasons": [{"first": "--06-01", "last": "--08-31", "hours": "Mon-Thu 9-17", "name": "summer"}]},
                (
                    "Monday to Friday 09:00–17:00 (Europe/London)",
                    "open on holidays, too",
                    "1 June to 31 August: Monday to Thursday 09:00–17:00 (summer)",
                ),
                id="a-yearly-season",
            ),
            pytest.param(
                {"seasons": [{"first": "2027-01-01", "hours": "closed"}]},
                (
                    "Monday to Friday 09:00–17:00 (Europe/London)",
                    "open on holidays, too",
                    "from 1 January 2027: closed",
                ),
                id="a-season-without-an-end",
            ),
            pytest.param(
                {"seasons": [{"first": "2027-01-04", "last": "2027-01-04", "hours": "Mon 10-12"}]},
                (
                    "Monday to Friday 09:00–17:00 (Europe/London)",
                    "open on holidays, too",
                    "4 January 2027: Monday 10:00–12:00",
                ),
                id="a-season-of-a-day",
            ),
            pytest.param(
                {
                    "exceptions": {
                        "2026-12-24": {"hours": "09:00-13:00", "name": "Christmas Eve"},
                        "2026-12-31": "closed",
                    }
                },
                (
                    "Monday to Friday 09:00–17:00 (Europe/London)",
                    "open on holidays, too",
                    "24 December 2026: 09:00–13:00 (Christmas Eve)",
                    "31 December 2026: closed",
                ),
                id="single-dates",
            ),
        ],
    )
    def test_in_words(self, changed: dict[str, Any], lines: tuple[str, ...]) -> None:
        assert words_of(**changed) == lines

    def test_the_customers_own_clocks(self) -> None:
        assert hours_words(OFFICE, {"office"})[0] == "Monday to Friday 09:00–17:00 (your local time)"
        assert hours_words(OFFICE, {"other"})[0] == "Monday to Friday 09:00–17:00 (Europe/London)"

    @pytest.mark.parametrize(
        ("schedule", "lines"),
        [
            pytest.param(
                OFFICE | Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-17:00", holidays="US"),
                (
                    "Monday to Friday 09:00–17:00 (Europe/London)",
                    "or Monday to Friday 09:00–17:00 (America/New_York), closed on public holidays (US)",
                ),
                id="a-union",
            ),
            pytest.param(
                OFFICE & Schedule(timezone="UTC", hours="Mon 12:00-14:00"),
                ("Monday to Friday 09:00–17:00 (Europe/London)", "and only Monday 12:00–14:00 (UTC)"),
                id="an-intersection",
            ),
            pytest.param(
                OFFICE - Schedule(timezone="UTC", hours="Mon 12:00-14:00", name="lunch"),
                ("Monday to Friday 09:00–17:00 (Europe/London)", "except lunch: Monday 12:00–14:00 (UTC)"),
                id="a-difference",
            ),
            pytest.param(
                ~OFFICE,
                ("at all times", "except office: Monday to Friday 09:00–17:00 (Europe/London)"),
                id="out-of-hours",
            ),
            pytest.param(OFFICE | ~OFFICE, (ALWAYS, "open on holidays, too"), id="hours-and-all-other-time"),
            pytest.param(
                (OFFICE | Schedule(timezone="UTC", hours="Sat 9-12")) - Schedule(timezone="UTC", hours="Sat 10-11"),
                (
                    "(Monday to Friday 09:00–17:00 (Europe/London), or Saturday 09:00–12:00 (UTC))",
                    "except Saturday 10:00–11:00 (UTC)",
                ),
                id="one-within-another",
            ),
        ],
    )
    def test_of_several_together(self, schedule: Schedule, lines: tuple[str, ...]) -> None:
        assert hours_words(schedule) == lines

    @pytest.mark.parametrize(
        ("schedule", "always"),
        [
            pytest.param(ALWAYS_OPEN, True, id="around-the-clock"),
            pytest.param(OFFICE, False, id="an-office"),
            pytest.param(OFFICE | ALWAYS_OPEN, True, id="anything-or-all-the-time"),
            pytest.param(OFFICE | ~OFFICE, True, id="in-and-out-of-hours"),
            pytest.param(OFFICE & ALWAYS_OPEN, False, id="both"),
            pytest.param(OFFICE | (ALWAYS_OPEN - Schedule(timezone="UTC", hours="Sun 1-2")), False, id="another-gap"),
        ],
    )
    def test_what_is_always_open(self, schedule: Schedule, always: bool) -> None:
        assert is_always_open(schedule) is always


class TestHolidays:
    """Sources by name, dates unless they are many."""

    @pytest.mark.parametrize(
        ("sources", "words"),
        [
            pytest.param([], "open on holidays, too", id="none"),
            pytest.param("US", "closed on public holidays (US)", id="a-country"),
            pytest.param(["US-CA", "GB"], "closed on public holidays (US-CA, GB)", id="two-of-a-kind"),
            pytest.param("NYSE", "closed on market holidays (NYSE)", id="a-market"),
            pytest.param(
                ["US", {"listed": {"2026-12-24": "Eve"}, "years": [2026, 2026], "name": "Company calendar"}],
                "closed on public holidays (US) and Company calendar",
                id="a-list",
            ),
            pytest.param(
                {"country": "US", "only": ["Labor Day", "Memorial Day"]},
                "closed on Labor Day and Memorial Day (US)",
                id="some-holidays",
            ),
            pytest.param(
                {"country": "US", "except": "Columbus Day"},
                "closed on public holidays except Columbus Day (US)",
                id="all-but-one",
            ),
            pytest.param(
                ["third Monday of May", {"date": "easter -2"}],
                "closed on the third Monday of May and 2 days before Easter",
                id="rules",
            ),
            pytest.param(
                [{"market": "XNYS", "categories": ["public", "half_day"]}],
                "closed on market and public holidays (XNYS)",
                id="half-days-of-a-market",
            ),
            pytest.param(
                ["US", {"after": "Thanksgiving Day", "days": 1}],
                "closed on public holidays (US) and 1 day after Thanksgiving Day",
                id="counted-from-another",
            ),
            pytest.param(
                [{"date": "--12-26", "observed": "next"}, "2026-05-04"],
                "closed on 26 December, or the next working day and 4 May 2026",
                id="dates",
            ),
            pytest.param(["--12-24 to --01-01"], "closed on 24 December to 1 January", id="a-run-of-dates"),
            pytest.param(
                [{"country": "US", "observed": False}, "GB"],
                "closed on public holidays on their own dates (US) and public holidays (GB)",
                id="not-the-days-on-which-they-are-observed",
            ),
            pytest.param([f"2026-05-{day:02}" for day in range(1, 6)], "closed on 5 dates of its own", id="many-dates"),
        ],
    )
    def test_in_words(self, sources: Any, words: str) -> None:
        assert holidays_words(HolidayCalendar(sources)) == words

    def test_the_dates_that_are_too_many(self) -> None:
        assert stated_dates(HolidayCalendar(["2026-05-01", {"2026-05-02": "Party"}])) == [
            "1 May 2026",
            "2 May 2026 (Party)",
        ]


@given(st.lists(st.text("abc", min_size=1), max_size=4))
def test_a_list_names_everything_once(words: list[str]) -> None:
    """Taken apart again, a list has the same words."""
    assert [each for part in listed(words).split(" and ") for each in part.split(", ") if each] == words
