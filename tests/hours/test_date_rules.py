"""Dates by a rule: what is read, on which date it falls, and what is refused with a way out that is read."""

import re
from datetime import date
from typing import Any

import pytest
from dateutil.easter import easter
from dateutil.rrule import MONTHLY, rrule
from hypothesis import given, strategies as st

from slaclock import DeclarationError, HolidayCalendar, HoursError, Season
from slaclock.hours.date_rules import DateRule, dates_of, near_date, read_date_rule, reads_as_date

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
PLACES = ("first", "second", "third", "fourth", "fifth", "last")


class TestRead:
    @pytest.mark.parametrize(
        ("text", "written", "in_2026", "words"),
        [
            pytest.param("2026-12-24", "2026-12-24", "2026-12-24", "24 December 2026", id="a-date"),
            pytest.param("--12-24", "--12-24", "2026-12-24", "24 December", id="every-year"),
            pytest.param("24 December", "--12-24", "2026-12-24", "24 December", id="in-words"),
            pytest.param("December 24th", "--12-24", "2026-12-24", "24 December", id="in-american-words"),
            pytest.param("the 24 december", None, None, "", id="with-an-article"),
            pytest.param("24th of December 2026", "2026-12-24", "2026-12-24", "24 December 2026", id="with-a-year"),
            pytest.param("December 24, 2026", "2026-12-24", "2026-12-24", "24 December 2026", id="with-a-comma"),
            pytest.param("--02-29", "--02-29", None, "29 February", id="a-leap-day"),
            pytest.param(
                "third Monday of January",
                "third Monday of January",
                "2026-01-19",
                "the third Monday of January",
                id="nth-weekday",
            ),
            pytest.param(
                "The 3rd monday  in january",
                "third Monday of January",
                "2026-01-19",
                "the third Monday of January",
                id="as-people-write-it",
            ),
            pytest.param(
                "last Friday of December",
                "last Friday of December",
                "2026-12-25",
                "the last Friday of December",
                id="last",
            ),
            pytest.param(
                "fifth Monday of February", "fifth Monday of February", None, "the fifth Monday of February", id="none"
            ),
            pytest.param("easter", "easter", "2026-04-05", "Easter", id="easter"),
            pytest.param("Easter -2", "easter -2", "2026-04-03", "2 days before Easter", id="before-easter"),
            pytest.param("easter−2", "easter -2", "2026-04-03", "2 days before Easter", id="with-a-minus"),
            pytest.param("easter + 1 day", "easter +1", "2026-04-06", "1 day after Easter", id="after-easter"),
            pytest.param("2 days before Easter Sunday", "easter -2", "2026-04-03", "2 days before Easter", id="words"),
            pytest.param("39 days after easter", "easter +39", "2026-05-14", "39 days after Easter", id="words-after"),
            pytest.param("orthodox easter", "orthodox easter", "2026-04-12", "Orthodox Easter", id="orthodox"),
            pytest.param("good friday", "Good Friday", "2026-04-03", "Good Friday", id="by-name"),
            pytest.param("New Year’s Eve", "New Year's Eve", "2026-12-31", "New Year's Eve", id="an-apostrophe"),
            pytest.param(
                "Orthodox Good Friday", "Orthodox Good Friday", "2026-04-10", "Orthodox Good Friday", id="orthodox-name"
            ),
        ],
    )
    def test_on(self, text: str, written: str | None, in_2026: str | None, words: str) -> None:
        if written is None:
            assert not reads_as_date(text)
            return
        rule = read_date_rule(text)
        assert str(rule) == written
        assert rule.words == words
        assert rule.in_year(2026) == (in_2026 and date.fromisoformat(in_2026))
        assert read_date_rule(written) == rule

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("thrid Monday of January", "did you mean 'third'?"),
            ("third Mondy of January", "did you mean 'Monday'?"),
            ("third Mon of January", "did you mean 'Monday'?"),
            ("third Monday of Janury", "did you mean 'January'?"),
            ("third Monday of Jan", "did you mean 'January'?"),
            ("sixth Monday of January", "'sixth' is none of them; did you mean 'fifth'?"),
            ("2th Monday of January", "'2th' is none of them"),
            ("Monday third of January", "'monday' is none of them"),
            ("third Monday January", "write e.g. '2026-12-24'"),
            ("24 Dec", "did you mean 'December'?"),
            ("Decembre 24", "did you mean 'December'?"),
            ("30 February", "cannot read '--02-30' as a date"),
            ("2026-02-30", "cannot read '2026-02-30' as a date"),
            ("24/12/2026", "write e.g. '2026-12-24'"),
            ("Goode Friday", "did you mean 'Good Friday'?"),
            ("easter 2", "'easter -2'"),
            ("easter -2 weeks", "'easter -2'"),
            ("easter -81", "80 days before it at most"),
            ("easter +201", "200 after it"),
            ("easter" + " " * 50 + "x" * 200, "write e.g."),
            ("", "write e.g."),
        ],
        ids=str,
    )
    def test_refused(self, text: str, message: str) -> None:
        with pytest.raises(HoursError) as caught:
            read_date_rule(text)
        assert message in str(caught.value)

    @pytest.mark.parametrize("text", ["x", "third Mon of January", "Goode Friday", "12/24"])
    def test_what_is_recommended_is_read(self, text: str) -> None:
        with pytest.raises(HoursError) as caught:
            read_date_rule(text)
        for way_out in re.findall(r"'([^']+)'", str(caught.value).partition("write e.g. ")[2]):
            assert reads_as_date(way_out)

    def test_what_is_far_off_is_near_nothing(self) -> None:
        assert (
            near_date("third Monday of January") == near_date("99 xyzzy") == near_date("a holiday of some kind") == ""
        )


texts = st.one_of(
    st.builds("{} {} of {}".format, st.sampled_from(PLACES), st.sampled_from(WEEKDAYS), st.sampled_from(MONTHS)),
    st.builds("{} {}".format, st.integers(1, 28), st.sampled_from(MONTHS)),
    st.sampled_from(
        ["Good Friday", "Christmas Eve", "Easter Monday", "New Year's Day", "Whit Monday", "Ash Wednesday"]
    ),
)


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and the same with one letter dropped, doubled, swapped or replaced."""
    text = draw(texts)
    letters = [place for place, each in enumerate(text) if each.isalpha()]
    at = draw(st.sampled_from(letters))
    by = draw(st.sampled_from([text[at] * 2, "", draw(st.sampled_from("aeinorstuy"))]))
    return text, text[:at] + by + text[at + 1 :]


class TestLaws:
    @given(st.sampled_from(WEEKDAYS), st.sampled_from(MONTHS), st.integers(1900, 2200))
    def test_each_weekday_of_a_month_has_its_place(self, weekday: str, month: str, year: int) -> None:
        """The first to the fifth are the weekdays of the month in order, and the last is the last of them."""
        first = date(year, MONTHS.index(month) + 1, 1)
        days = (date.fromordinal(first.toordinal() + n) for n in range(31))
        expected = [day for day in days if day.month == first.month and WEEKDAYS[day.weekday()] == weekday]
        found = [read_date_rule(f"{place} {weekday} of {month}").in_year(year) for place in PLACES]
        assert [day for day in found[:-1] if day] == expected
        assert found[-1] == expected[-1]

    @given(st.integers(1583, 4099), st.integers(-80, 200), st.booleans())
    def test_days_from_easter_stay_in_its_year(self, year: int, days: int, orthodox: bool) -> None:
        """A rule that counts from Easter names one date in each year, so far from Easter."""
        rule = read_date_rule(f"{'orthodox ' if orthodox else ''}easter {days:+}")
        found = rule.in_year(year)
        assert found is not None
        assert found.year == year
        assert (found - easter(year, 2 if orthodox else 3)).days == days

    @given(slips())
    def test_a_slip_is_refused_and_never_read_as_something_else(self, slip: tuple[str, str]) -> None:
        """One letter off, a date is refused, or it means the same."""
        text, slipped = slip
        assert not reads_as_date(slipped) or read_date_rule(slipped) == read_date_rule(text)

    @given(
        st.sampled_from(["--02-29", "fifth Monday of February", "easter", "last Sunday of March"]), st.integers(1, 9999)
    )
    def test_an_edge_is_there_in_every_year(self, text: str, year: int) -> None:
        """Where a rule names no date, what begins by it begins later, and what ends by it ends earlier."""
        rule: DateRule = read_date_rule(text)
        earlier, later = rule.nearest_in_year(year, later=False), rule.nearest_in_year(year, later=True)
        assert earlier <= later or rule.in_year(year) is None
        assert rule.in_year(year) in (None, earlier)
        assert list(dates_of(rule, year, year)) == ([earlier] if rule.in_year(year) else [])

    def test_a_year_before_easter_was_computed_so_has_none(self) -> None:
        assert read_date_rule("easter").in_year(1500) is None


class TestWhereRulesStand:
    @pytest.mark.parametrize(
        ("source", "closed"),
        [
            pytest.param({"date": "Good Friday"}, ("2026-04-03", "Good Friday"), id="a-named-day-brings-its-name"),
            pytest.param("Good Friday", ("2026-04-03", "Good Friday"), id="as-text"),
            pytest.param(
                {"date": "Good Friday", "name": "Quiet day"}, ("2026-04-03", "Quiet day"), id="unless-it-is-named"
            ),
            pytest.param({"date": "easter -2"}, ("2026-04-03", "holiday"), id="by-easter"),
            pytest.param({"third Monday of January": "MLK"}, ("2026-01-19", "MLK"), id="as-a-key-with-a-name"),
            pytest.param("last Friday of November", ("2026-11-27", "holiday"), id="the-last"),
            pytest.param(
                {"after": "easter", "days": 39}, ("2026-05-14", "39 days after easter"), id="counted-from-a-rule"
            ),
            pytest.param({"before": "easter", "days": 2}, ("2026-04-03", "2 days before easter"), id="before-a-rule"),
            pytest.param(
                {"after": "Good Friday", "days": -1}, ("2026-04-02", "1 day before Good Friday"), id="negative"
            ),
            pytest.param(
                {"after": "fourth Thursday of November", "name": "Friday"}, ("2026-11-27", "Friday"), id="next-day"
            ),
        ],
    )
    def test_in_holidays(self, source: Any, closed: tuple[str, str]) -> None:
        found = HolidayCalendar(source).between(date(2026, 1, 1), date(2026, 12, 31))
        assert (date.fromisoformat(closed[0]), closed[1]) in [(day, each.name) for day, each in found.items()]
        calendar = HolidayCalendar(source)
        assert HolidayCalendar.model_validate_json(calendar.model_dump_json()) == calendar

    def test_what_a_source_calls_so_wins_over_the_rule(self) -> None:
        """Greece keeps the Good Friday of the Orthodox."""
        calendar = HolidayCalendar(["GR", {"after": "Good Friday", "days": -1, "name": "Eve"}])
        year = calendar.between(date(2026, 1, 1), date(2026, 12, 31))
        assert [day for day, each in year.items() if each.name == "Eve"] == [date(2026, 4, 9)]

    def test_a_run_by_rules(self) -> None:
        calendar = HolidayCalendar("third Saturday of July to first Sunday of August")
        assert min(calendar.between(date(2026, 1, 1), date(2026, 12, 31))) == date(2026, 7, 18)
        assert max(calendar.between(date(2026, 1, 1), date(2026, 12, 31))) == date(2026, 8, 2)
        assert str(calendar) == "third Saturday of July to first Sunday of August"

    @pytest.mark.parametrize(
        ("source", "message"),
        [
            ("Goode Friday", "did you mean 'Good Friday'?"),
            ({"date": "third Munday of January"}, "'munday' is none of them"),
            ({"after": "Goode Friday"}, "there is no holiday 'Goode Friday' to count from"),
            ({"after": "easter", "before": "easter"}, "states `after` or `before`"),
            ({"days": 1}, "or what it is `after` or `before`"),
            ("last Saturday of October to last Sunday of October", "in others, such as 20"),
        ],
        ids=str,
    )
    def test_refused(self, source: Any, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            HolidayCalendar([source])
        assert message in str(caught.value)

    @pytest.mark.parametrize(
        ("first", "last", "inside", "outside"),
        [
            pytest.param(
                "last Sunday of March",
                "last Saturday of October",
                "2026-03-29 2026-10-31",
                "2026-03-28 2026-11-01",
                id="summer",
            ),
            pytest.param(
                "first Sunday of November",
                "second Saturday of March",
                "2026-11-01 2027-03-13",
                "2026-10-31 2027-03-14",
                id="winter",
            ),
            pytest.param("Palm Sunday", "Easter Monday", "2026-03-29 2026-04-06", "2026-03-28 2026-04-07", id="named"),
            pytest.param("easter -7", "easter +7", "2026-03-29 2026-04-12", "2026-03-28 2026-04-13", id="easter"),
            pytest.param("--03-01", "--02-29", "2026-02-28 2026-03-01 2028-02-29", "", id="all-year"),
            pytest.param("--02-29", "--02-29", "2028-02-29", "2027-02-28 2027-03-01", id="a-leap-day-only"),
        ],
    )
    def test_as_edges_of_seasons(self, first: str, last: str, inside: str, outside: str) -> None:
        season = Season(first=first, last=last, hours="closed")
        assert all(season.covers(date.fromisoformat(day)) for day in inside.split())
        assert not any(season.covers(date.fromisoformat(day)) for day in outside.split())
        assert Season.model_validate_json(season.model_dump_json()) == season

    @pytest.mark.parametrize("source", [{"after": "easter", "days": 366}, {"before": "easter", "days": 366}], ids=str)
    def test_the_ends_of_years_hold(self, source: Any) -> None:
        assert HolidayCalendar(source).between(date.min, date(1, 1, 31)) == {}
        assert HolidayCalendar(source).between(date(9999, 12, 1), date.max) == {}


def test_months_of_dateutil_have_the_same_first_mondays() -> None:
    """A second opinion."""
    ours = [read_date_rule(f"first Monday of {month}").in_year(2026) for month in MONTHS]
    theirs = rrule(MONTHLY, count=12, bysetpos=1, byweekday=0, dtstart=date(2026, 1, 1))
    assert ours == [each.date() for each in theirs]
