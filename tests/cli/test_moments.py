"""Instants and dates as they are typed (R1, R2), and the one look at this computer's clock (R18)."""

import ast
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

import slaclock
from slaclock.cli.moments import computer_clock, read_day, read_moment
from slaclock.errors import ChoiceError

NEW_YORK = "America/New_York"


@pytest.fixture(autouse=True)
def _wednesday(clock: Any) -> None:
    clock("2026-11-25T22:00:12Z")


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        pytest.param("now", "2026-11-25T17:00:12-05:00", id="now"),
        pytest.param(" NOW ", "2026-11-25T17:00:12-05:00", id="in-capitals"),
        pytest.param("today 17:00", "2026-11-25T17:00-05:00", id="today"),
        pytest.param("Today  at 5 p.m.", "2026-11-25T17:00-05:00", id="as-people-say-it"),
        pytest.param("tomorrow 9am", "2026-11-26T09:00-05:00", id="tomorrow"),
        pytest.param("9:30 AM tomorrow", "2026-11-26T09:30-05:00", id="the-time-first"),
        pytest.param("9am on 2026-11-27", "2026-11-27T09:00-05:00", id="the-time-before-a-date"),
        pytest.param("yesterday 17:00", "2026-11-24T17:00-05:00", id="yesterday"),
        pytest.param("5:00 PM", "2026-11-25T17:00-05:00", id="a-time-is-todays"),
        pytest.param("17:00", "2026-11-25T17:00-05:00", id="on-24-hours"),
        pytest.param("17:00:30.25", "2026-11-25T17:00:30.25-05:00", id="to-the-fraction"),
        pytest.param("noon", "2026-11-25T12:00-05:00", id="noon"),
        pytest.param("today 24:00", "2026-11-26T00:00-05:00", id="the-end-of-today"),
        pytest.param("today ٢٤:٠٠", "2026-11-26T00:00-05:00", id="the-end-of-today-in-digits-of-another-script"),
        pytest.param("2026-11-25", "2026-11-25T00:00-05:00", id="a-date-begins"),
        pytest.param("2026-11-25 23:00", "2026-11-25T23:00-05:00", id="a-date-and-a-time"),
        pytest.param("2026-11-25 5:00 PM", "2026-11-25T17:00-05:00", id="a-date-and-a-time-on-12-hours"),
        pytest.param("2026-11-25T24:00", "2026-11-26T00:00-05:00", id="the-end-of-a-date"),
        pytest.param("2026-11-25T22:00Z", "2026-11-25T22:00+00:00", id="in-utc"),
        pytest.param("2026-11-25t22:00z", "2026-11-25T22:00+00:00", id="in-small-letters"),
        pytest.param("2026-11-25 22:00 +0100", "2026-11-25T22:00+01:00", id="with-an-offset"),
        pytest.param("1800-01-01T00:00:00-04:56:02", "1800-01-01T00:00:00-04:56:02", id="an-offset-with-seconds"),
        pytest.param("20261125T1700", "2026-11-25T17:00-05:00", id="the-basic-form"),
        pytest.param("2026-W48-3 10:00", "2026-11-25T10:00-05:00", id="a-week-date"),
    ],
)
def test_it_is_understood(typed: str, instant: str) -> None:
    found, meant = read_moment(typed, "opened", NEW_YORK).instant, datetime.fromisoformat(instant)
    assert (found, found.utcoffset()) == (meant, meant.utcoffset())


@pytest.mark.parametrize(
    ("typed", "notes"),
    [
        pytest.param("now", ["'now' is read as Wed 2026-11-25 17:00:12 EST, on the clocks of America/New_York"]),
        pytest.param("5:00", ["'5:00' is read as Wed 2026-11-25 05:00 EST, on the clocks of America/New_York"]),
        pytest.param("2026-11-25 17:00", ["'2026-11-25 17:00' has no offset, so it is read in America/New_York"]),
        pytest.param("2026-11-25 17:00Z", []),
        pytest.param(
            "2026-03-08 2:30 AM",
            [
                "'2026-03-08 2:30 AM' is read as Sun 2026-03-08 03:00 EDT, on the clocks of America/New_York",
                "the clocks of America/New_York skipped 2026-03-08 02:30; "
                "it is read as the end of the gap, Sun 2026-03-08 03:00 EDT",
            ],
            id="skipped",
        ),
        pytest.param(
            "1:30 AM 2026-11-01",
            [
                "'1:30 AM 2026-11-01' is read as Sun 2026-11-01 01:30 EDT, on the clocks of America/New_York",
                "the clocks of America/New_York showed 2026-11-01 01:30 twice; "
                "it is read as the first time; write '2026-11-01T01:30:00-05:00' for the second",
            ],
            id="repeated",
        ),
    ],
)
def test_how_it_was_read_is_said_with_its_zone(typed: str, notes: list[str]) -> None:
    assert [*read_moment(typed, "opened", NEW_YORK).notes] == notes


@pytest.mark.parametrize(("zone", "day"), [(NEW_YORK, "2026-11-25"), ("Asia/Tokyo", "2026-11-26")])
def test_today_is_the_date_of_the_zone(zone: str, day: str) -> None:
    assert read_day("today", "from", zone) == read_day(None, "from", zone) == date.fromisoformat(day)
    assert read_moment("today 09:00", "opened", zone).instant.date() == date.fromisoformat(day)


ANY = "; write e.g. 'now', 'today 17:00', 'tomorrow 9am', '2026-11-25 17:00' or '2026-11-25T22:00Z'"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        pytest.param("today 25:00", ": '25:00' is not a time of day", id="past-the-end-of-a-day"),
        pytest.param("today 24:01", ": '24:01' is not a time of day", id="just-past-it"),
        pytest.param("2026-11-25 9:75", ": '9:75' is not a time of day", id="past-the-end-of-an-hour"),
        pytest.param("13:00 PM", ": '13:00 PM' is not a time of day", id="both-clocks"),
        pytest.param("5 PM tomorow", ": 'tomorow' is not understood; perhaps you mean 'tomorrow'", id="misspelt"),
        pytest.param("todya 9am", ": 'todya' is not understood; perhaps you mean 'today'", id="letters-swapped"),
        pytest.param("5", ": '5' is not a time of day; write 05:00 or 5 PM", id="a-number"),
        pytest.param("today 17", ": '17' is not a time of day; write 17:00", id="a-number-of-the-24-hours"),
        pytest.param("99", "", id="a-number-of-nothing"),
        pytest.param("nowish", "", id="nearly-now"),
        pytest.param("soon", "", id="soon"),
        pytest.param("", "", id="nothing"),
        pytest.param("today", ": it has no time of day", id="a-day-alone"),
        pytest.param("midnight", ": midnight may begin the day or end it; write 00:00 or 24:00", id="midnight"),
        pytest.param("Monday 9am", ": 'monday' can mean the last one or the next; write its date", id="a-weekday"),
        pytest.param("12/11/2026", ": '12/11/2026' can mean 2026-11-12 or 2026-12-11", id="month-or-day-first"),
        pytest.param("12.11.2026 10:00", ": '12.11.2026' can mean 2026-11-12 or 2026-12-11", id="with-dots"),
        pytest.param("25/12/2026", ": write the date as 2026-12-25", id="day-first"),
        pytest.param("31/31/2026", ": write the date as 2026-11-25", id="no-date"),
        pytest.param("2026-02-30 10:00", ": there is no such date as 2026-02-30", id="no-such-date"),
        pytest.param("2026-11-25 17:00 EST", "", id="an-abbreviation-for-an-offset"),
        pytest.param("17:00Z", "", id="an-offset-without-a-date"),
        pytest.param("2026-11-25_17:00", "", id="joined-by-another-sign"),
        pytest.param("2026-11-25 tomorrow 17:00", "", id="two-days"),
    ],
)
def test_what_is_near_it_is_refused_with_the_way_out(typed: str, why: str) -> None:
    with pytest.raises(ChoiceError) as refused:
        read_moment(typed, "opened", NEW_YORK)
    assert str(refused.value) == f"cannot read {typed!r} as --opened{why}{ANY}"


@pytest.mark.parametrize("form", re.findall(r"'(.+?)'", ANY))
def test_what_an_error_recommends_is_understood(form: str) -> None:
    assert read_moment(form, "opened", NEW_YORK).instant.tzinfo


@pytest.mark.parametrize(
    ("typed", "said", "instead"),
    [
        ("today 5", "write 05:00 or 5 PM", "today 05:00"),
        ("5 tomorrow", "write 05:00 or 5 PM", "5 PM tomorrow"),
        ("today midnight", "write 00:00 or 24:00", "today 24:00"),
        ("12/11/2026", "can mean 2026-11-12", "2026-11-12"),
        ("5 PM tomorow", "perhaps you mean 'tomorrow'", "5 PM tomorrow"),
    ],
)
def test_what_it_recommends_is_understood_in_place(typed: str, said: str, instead: str) -> None:
    with pytest.raises(ChoiceError, match=re.escape(said)):
        read_moment(typed, "opened", NEW_YORK)
    assert read_moment(instead, "opened", NEW_YORK).notes


class TestDays:
    @pytest.mark.parametrize(
        ("typed", "day"), [("2026-12-01", "2026-12-01"), ("Yesterday", "2026-11-24"), ("tomorrow ", "2026-11-26")]
    )
    def test_understood(self, typed: str, day: str) -> None:
        assert read_day(typed, "from", NEW_YORK) == date.fromisoformat(day)

    @pytest.mark.parametrize(
        ("typed", "why"),
        [
            ("2026-11-25 17:00", ""),
            ("12/11/2026", ": '12/11/2026' can mean 2026-11-12 or 2026-12-11"),
            ("2026-02-30", ": there is no such date as 2026-02-30"),
            ("tomorow", ": 'tomorow' is not understood; perhaps you mean 'tomorrow'"),
        ],
    )
    def test_refused(self, typed: str, why: str) -> None:
        with pytest.raises(ChoiceError) as refused:
            read_day(typed, "from", NEW_YORK)
        assert str(refused.value) == f"cannot read {typed!r} as --from{why}; write e.g. '2026-11-25' or 'today'"


class TestTheClock:
    """R18: nothing below the command line looks at the clock, and there one place does."""

    def test_it_shows_now_to_the_second(self) -> None:
        before = datetime.now(UTC).replace(microsecond=0)
        assert before <= computer_clock() <= datetime.now(UTC)
        assert computer_clock().microsecond == 0

    def test_one_place_looks(self) -> None:
        source = Path(slaclock.__file__).parent
        looks = {"now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime"}
        found = [
            path.relative_to(source).as_posix()
            for path in sorted(source.rglob("*.py"))
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in looks
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in {"datetime", "date", "time"}
        ]
        assert found == ["cli/moments.py"]
