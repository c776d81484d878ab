"""Dates and clock times in words."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from slaclock.hours import clock_text, clock_words, date_words, day_and_month, day_name, iso_date, short_date
from slaclock.hours.written_dates import month_name, time_words

NEW_YORK, SAO_PAULO = ZoneInfo("America/New_York"), ZoneInfo("America/Sao_Paulo")
EVENING = datetime(2026, 12, 4, 23, 30, tzinfo=ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (day_name, "Friday"),
        (month_name, "December"),
        (date_words, "4 December 2026"),
        (short_date, "Fri 04 Dec"),
        (day_and_month, "04 Dec"),
        (iso_date, "Fri 2026-12-04"),
    ],
)
def test_a_date(words: Callable[[date], str], said: str) -> None:
    assert words(date(2026, 12, 4)) == said


@pytest.mark.parametrize(
    ("after", "said"),
    [
        pytest.param(timedelta(), "23:30", id="minutes"),
        pytest.param(timedelta(seconds=5), "23:30:05", id="seconds"),
        pytest.param(timedelta(microseconds=1), "23:30:00.000001", id="microseconds"),
    ],
)
def test_a_time_is_as_exact_as_it_needs_to_be(after: timedelta, said: str) -> None:
    assert time_words(EVENING + after) == said


def test_an_instant_as_the_clocks_of_a_zone_show_it() -> None:
    assert clock_text(EVENING, NEW_YORK) == "Fri 2026-12-04 18:30 EST"
    assert clock_words(EVENING, NEW_YORK) == "Fri 04 Dec 2026 18:30 EST"


def test_a_zone_without_a_word_for_its_time_says_its_offset() -> None:
    assert clock_words(EVENING, SAO_PAULO) == "Fri 04 Dec 2026 20:30 UTC-03:00"


@given(st.dates(date(1000, 1, 1)))
def test_names_are_those_of_the_c_locale(day: date) -> None:
    """What a program prints that sets no locale, which no test does."""
    assert f"{day_name(day)} {month_name(day)} {iso_date(day)}" == f"{day:%A %B %a %Y-%m-%d}"
    assert short_date(day) == f"{day:%a %d %b}"
