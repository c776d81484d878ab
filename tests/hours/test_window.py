"""`SupportWindow` and `ClockRange`: what people write, what it says of itself, and what is refused (R3, R4)."""

from datetime import time
from typing import Any

import pytest

from slaclock import ClockRange, DeclarationError, HoursError, SupportWindow


def window(days: Any, opens: str, closes: str) -> SupportWindow:
    return SupportWindow(days=days, opens=opens, closes=closes)


EVERY_DAY = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


@pytest.mark.parametrize(
    ("opens", "closes", "written", "crosses"),
    [
        pytest.param("09:00", "17:00", "Mon-Fri 09:00-17:00", False, id="within-a-day"),
        pytest.param("22:00", "06:00", "Mon-Fri 22:00-06:00", True, id="over-midnight"),
        pytest.param("22:00", "24:00", "Mon-Fri 22:00-24:00", False, id="to-midnight"),
        pytest.param("00:00", "24:00", "Mon-Fri 00:00-24:00", False, id="whole-days"),
        pytest.param("09:00", "09:00", "Mon-Fri 09:00-09:00", True, id="24-hours-from-nine"),
        pytest.param("00:00", "00:01", "Mon-Fri 00:00-00:01", False, id="the-first-minute"),
        pytest.param("00:01", "00:01", "Mon-Fri 00:01-00:01", True, id="24-hours-from-the-second-minute"),
    ],
)
def test_what_a_window_says_of_itself(opens: str, closes: str, written: str, crosses: bool) -> None:
    week = window("Mon-Fri", opens, closes)
    assert (str(week), week.crosses_midnight, week.is_whole_week) == (written, crosses, False)


@pytest.mark.parametrize(
    ("days", "opens", "closes", "whole", "written"),
    [
        pytest.param("Mon-Sun", "00:00", "24:00", True, "24x7", id="every-day-from-midnight"),
        pytest.param("Mon-Sun", "09:00", "09:00", True, "24x7", id="every-day-from-nine-to-nine"),
        pytest.param("Mon-Sat", "00:00", "24:00", False, "Mon-Sat 00:00-24:00", id="but-for-sundays"),
        pytest.param("Mon-Sun", "00:00", "23:59", False, "Mon-Sun 00:00-23:59", id="but-for-a-minute"),
    ],
)
def test_24x7_is_every_day_from_one_reading_to_the_same(
    days: str, opens: str, closes: str, whole: bool, written: str
) -> None:
    week = window(days, opens, closes)
    assert (week.is_whole_week, str(week)) == (whole, written)


@pytest.mark.parametrize(
    ("given", "days"),
    [
        pytest.param("Sun-Tue", ("Mon", "Tue", "Sun"), id="text"),
        pytest.param(["Sun", "Mon"], ("Mon", "Sun"), id="a-list-in-any-order"),
        pytest.param(("Fri", "Mon", "Fri"), ("Mon", "Fri"), id="a-tuple-with-one-twice"),
        pytest.param(EVERY_DAY[::-1], tuple(EVERY_DAY), id="all-backwards"),
    ],
)
def test_days_are_kept_in_the_order_of_the_week(given: Any, days: tuple[str, ...]) -> None:
    assert window(given, "09:00", "17:00").days == days


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        pytest.param(["Mon", "Funday"], "days[1]: input should be 'Mon'", id="no-day"),
        pytest.param([], "days: ", id="no-days"),
        pytest.param("Funday", "'Funday' at character 1 is not a day", id="text-without-days"),
        pytest.param({"Mon": 1}, "days: input should be a valid tuple", id="a-mapping"),
        pytest.param(5, "days: input should be a valid tuple", id="a-number"),
        pytest.param(None, "days: input should be a valid tuple", id="nothing"),
    ],
)
def test_what_is_not_days_is_refused(given: Any, problem: str) -> None:
    with pytest.raises(DeclarationError) as refused:
        window(given, "09:00", "17:00")
    assert problem in str(refused.value)


@pytest.mark.parametrize(
    ("text", "windows"),
    [
        pytest.param("Mon-Fri 09:00-13:00, 14:00-18:00", ["Mon-Fri 09:00-13:00", "Mon-Fri 14:00-18:00"], id="a-break"),
        pytest.param("24x7", ["24x7"], id="always"),
        pytest.param(
            "Sun 14:00 - Tue 17:00", ["Sun 14:00-24:00", "Mon 00:00-24:00", "Tue 00:00-17:00"], id="a-block-of-days"
        ),
    ],
)
def test_text_is_read_into_windows(text: str, windows: list[str]) -> None:
    parsed = SupportWindow.parse(text)
    assert [str(each) for each in parsed] == windows
    assert all(type(each) is SupportWindow for each in parsed)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("whenever", "cannot read 'whenever' as hours: ", id="no-hours"),
        pytest.param(
            "Mon 9-17, first Monday of the month 18:00-20:00",
            "as weekly hours: it has dates of a rule, which stand in the `hours` of a schedule",
            id="dates-of-a-rule",
        ),
        pytest.param(
            "Mon-Fri 9-17, closed on public holidays",
            "as weekly hours: holidays are stated as `holidays` of a schedule",
            id="holidays",
        ),
    ],
)
def test_text_that_is_no_weekly_hours_is_refused(text: str, problem: str) -> None:
    with pytest.raises(HoursError) as refused:
        SupportWindow.parse(text)
    assert f"{text!r}" in str(refused.value)
    assert str(refused.value).endswith(problem) or str(refused.value).startswith(problem)


def test_a_clock_range_has_its_readings() -> None:
    morning = ClockRange(opens="09:00", closes="24:00")
    assert morning.readings == (time(9), time(0))
    assert str(morning) == "09:00-24:00"
