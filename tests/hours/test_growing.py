"""How what is kept of open time grows: by whole years, where it is asked, and never too much (R15, R21)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from slaclock import Schedule
from slaclock.hours import FIRST_DATE, LAST_DATE
from slaclock.hours.kept_time import KeptTime, _grown_dates, _whole_years, shared_time
from slaclock.hours.open_dates import dates_of
from slaclock.hours.snapshot import Snapshot

EVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
FIRST, LAST = str(FIRST_DATE), str(LAST_DATE)


def ordinal(text: str) -> int:
    return date.fromisoformat(text).toordinal()


def kept(hours: str = "Mon-Fri 09:00-18:00") -> KeptTime:
    """Nothing yet of the time of a schedule in UTC."""
    return KeptTime(Schedule(timezone="UTC", hours=hours)._days, EVER)


def often(windows: int) -> str:
    """So many windows on each date, of half the time."""
    minutes = 1_440 // windows
    opens = range(0, minutes * windows, minutes)
    times = (f"{at // 60:02}:{at % 60:02}-{(at + minutes // 2) // 60:02}:{(at + minutes // 2) % 60:02}" for at in opens)
    return f"Mon-Sun {', '.join(times)}"


def asked(time: KeptTime, low: str, high: str = "", **most: int) -> Snapshot:
    return time.grown(ordinal(low), ordinal(high or low), **most)


def dates(snapshot: Snapshot) -> str:
    return f"{snapshot.first} {snapshot.last}"


@pytest.mark.parametrize(
    ("low", "high", "first", "last"),
    [
        pytest.param("2026-06-15", "2026-06-20", "2026-01-01", "2027-12-31", id="a-year-and-the-next"),
        pytest.param("2026-06-15", "2029-06-20", "2026-01-01", "2030-12-31", id="years"),
        pytest.param("2026-01-05", "2026-01-05", "2026-01-01", "2027-12-31", id="four-dates-after-New-Year"),
        pytest.param("2026-01-04", "2026-01-04", "2025-01-01", "2027-12-31", id="three-need-the-year-before"),
        pytest.param("2026-12-27", "2026-12-27", "2026-01-01", "2027-12-31", id="four-dates-before-the-end-of-a-year"),
        pytest.param("2026-12-28", "2026-12-28", "2026-01-01", "2028-12-31", id="three-need-another"),
        pytest.param(FIRST, FIRST, FIRST, "0002-12-31", id="the-first-date"),
        pytest.param(LAST, LAST, "9999-01-01", LAST, id="the-last-date"),
        pytest.param("9998-06-01", "9998-06-01", "9998-01-01", LAST, id="the-last-year-but-one"),
    ],
)
def test_the_years_of_a_question(low: str, high: str, first: str, last: str) -> None:
    assert tuple(map(str, _whole_years(ordinal(low), ordinal(high)))) == (first, last)


@pytest.mark.parametrize(
    ("old", "new", "most", "expected"),
    [
        pytest.param("2026 2027", "2026 2028", 100, "2026-01-01 2029-12-31", id="later-by-as-much-as-there-is"),
        pytest.param("2026 2027", "2026 2040", 100, "2026-01-01 2040-12-31", id="or-as-is-asked"),
        pytest.param("2026 2027", "2025 2027", 100, "2024-01-01 2027-12-31", id="earlier-by-as-much-as-there-is"),
        pytest.param("2026 2027", "2010 2012", 100, "2010-01-01 2027-12-31", id="or-as-is-asked-before"),
        pytest.param("2026 2027", "2025 2028", 100, "2024-01-01 2029-12-31", id="on-both-sides"),
        pytest.param("2026 2029", "2027 2028", 100, "2026-01-01 2029-12-31", id="what-is-there-is-enough"),
        pytest.param("2000 2039", "2041 2041", 50, "2000-01-01 2049-12-31", id="later-no-more-than-may-be"),
        pytest.param("2000 2039", "1998 1998", 50, "1990-01-01 2039-12-31", id="nor-earlier"),
        pytest.param("2000 2039", "1998 2041", 50, "1998-01-01 2047-12-31", id="later-before-earlier"),
        pytest.param("2000 2004", "1998 2006", 50, "1995-01-01 2009-12-31", id="and-both-where-there-is-room"),
        pytest.param("2000 2004", "1998 2020", 25, "1996-01-01 2020-12-31", id="earlier-with-what-room-is-left"),
        pytest.param("2000 2039", "2000 2041", 10, "2000-01-01 2041-12-31", id="what-is-asked-in-any-case"),
        pytest.param("9980 9990", "9980 9995", 100, f"9980-01-01 {LAST}", id="to-the-last-date"),
        pytest.param("0005 0015", "0003 0015", 100, f"{FIRST} 0015-12-31", id="to-the-first-date"),
    ],
)
def test_it_grows_by_as_much_again(old: str, new: str, most: int, expected: str) -> None:
    (first, last), (low, high) = ((f"{one}-01-01", f"{other}-12-31") for one, other in (old.split(), new.split()))
    snapshot = Snapshot(dates_of({}), date.fromisoformat(first), date.fromisoformat(last), EVER, EVER)
    grown = _grown_dates(snapshot, date.fromisoformat(low), date.fromisoformat(high), most)
    assert " ".join(map(str, grown)) == expected


@pytest.mark.parametrize(("windows", "years"), [(1, 399), (2, 204), (10, 40), (24, 17), (144, 3)])
def test_fewer_years_are_kept_where_more_opens_on_a_date(windows: int, years: int) -> None:
    """About 150,000 windows, and less than 400 years; but three in any case."""
    time = kept(often(windows))
    assert time.years == years
    assert time.longest == timedelta(days=(years - 2) * 365)


class TestGrown:
    def test_a_question_compiles_its_year_and_the_next(self) -> None:
        time = kept()
        assert dates(asked(time, "2026-06-15")) == "2026-01-01 2027-12-31"
        assert time.dates_compiled == 730

    def test_what_is_there_is_not_compiled_again(self) -> None:
        time = kept()
        first = asked(time, "2026-06-15", "2030-06-15")
        assert asked(time, "2027-03-01", "2028-03-01") is first is time.snapshot
        assert time.dates_compiled == 2_191

    def test_it_takes_in_what_lies_between_on_either_side(self) -> None:
        """Each date is compiled once; what opens is what a schedule that was never asked before says."""
        time = kept()
        asked(time, "2026-06-15")
        assert dates(asked(time, "2031-06-15")) == "2026-01-01 2032-12-31"
        found = asked(time, "2020-06-15")
        assert dates(found) == "2019-01-01 2032-12-31"
        assert time.dates_compiled == found.last.toordinal() - found.first.toordinal() + 1
        whole = asked(kept(), "2019-06-15", "2031-06-15")
        assert dates(whole) == dates(found)
        assert (found.edges, found.totals, found.days) == (whole.edges, whole.totals, whole.days)

    @pytest.mark.parametrize(
        ("then", "most", "expected"),
        [
            pytest.param("2030-06-15", 4, "2026-01-01 2031-12-31", id="later-as-many-years-as-may-be"),
            pytest.param("2030-06-15", 3, "2030-01-01 2031-12-31", id="later-more"),
            pytest.param("2022-06-15", 4, "2022-01-01 2027-12-31", id="earlier-as-many"),
            pytest.param("2022-06-15", 3, "2022-01-01 2023-12-31", id="earlier-more"),
            pytest.param("2126-06-15", 100, "2026-01-01 2127-12-31", id="a-century"),
            pytest.param("2127-06-15", 100, "2127-01-01 2128-12-31", id="and-a-year"),
        ],
    )
    def test_what_is_far_off_is_kept_by_itself(self, then: str, most: int, expected: str) -> None:
        time = kept()
        asked(time, "2026-06-15")
        assert dates(asked(time, then, most=most)) == expected

    def test_a_century_is_far_enough_where_nothing_is_said(self) -> None:
        near, far = kept(), kept()
        for time in (near, far):
            asked(time, "2026-06-15")
        assert dates(asked(near, "2126-06-15")) == "2026-01-01 2127-12-31"
        assert dates(asked(far, "2127-06-15")) == "2127-01-01 2128-12-31"

    def test_two_that_lie_far_apart_are_both_kept(self) -> None:
        time = kept()
        here = asked(time, "2026-06-15")
        there = asked(time, "2526-06-15")
        assert asked(time, "2026-06-15") is here
        assert asked(time, "2526-06-15") is there
        assert time.dates_compiled == 2 * 730

    def test_the_one_elsewhere_grows_as_well(self) -> None:
        time = kept()
        for each in ("2026-06-15", "2526-06-15"):
            asked(time, each)
        assert dates(asked(time, "2028-06-15")) == "2026-01-01 2029-12-31"
        assert dates(asked(time, "2528-06-15")) == "2526-01-01 2529-12-31"

    def test_no_more_years_than_may_be_kept(self) -> None:
        """With 24 windows a day 17 years are kept."""
        time = kept(often(24))
        asked(time, "2026-06-15")
        assert dates(asked(time, "2041-06-15")) == "2026-01-01 2042-12-31"
        assert dates(asked(time, "2042-06-15")) == "2042-01-01 2043-12-31"


class TestFurther:
    """A search goes on where a snapshot ends, over about as many dates again."""

    def test_after_it(self) -> None:
        time = kept()
        found = time.further(asked(time, "2026-06-15"), ordinal("2100-01-01"), forward=True)
        assert found is time.snapshot
        assert dates(found) == "2026-01-01 2031-12-31"

    def test_before_it(self) -> None:
        time = kept()
        found = time.further(asked(time, "2026-06-15"), ordinal("1900-01-01"), forward=False)
        assert found is not None
        assert dates(found) == "2023-01-01 2027-12-31"

    @pytest.mark.parametrize(
        ("near", "forward", "expected"),
        [
            pytest.param("2027-12-31", True, False, id="it-reaches-as-far-as-is-near"),
            pytest.param("2028-01-01", True, True, id="or-a-date-less"),
            pytest.param("2026-01-01", False, False, id="it-reaches-back-as-far"),
            pytest.param("2025-12-31", False, True, id="or-a-date-less-far"),
        ],
    )
    def test_no_farther_than_what_is_near(self, near: str, forward: bool, expected: bool) -> None:
        time = kept()
        found = time.further(asked(time, "2026-06-15"), ordinal(near), forward)
        assert (found is not None) is expected

    @pytest.mark.parametrize(
        ("first", "last", "expected"),
        [
            pytest.param("2026-06-15", "2044-06-15", True, id="twice-twenty-are-few-enough"),
            pytest.param("2026-06-15", "2045-06-15", False, id="twice-21-are-too-many"),
        ],
    )
    def test_no_more_than_may_be_kept(self, first: str, last: str, expected: bool) -> None:
        """With ten windows a day forty years are kept."""
        time = kept(often(10))
        found = time.further(asked(time, first, last), ordinal("2100-01-01"), forward=True)
        assert (found is not None) is expected

    @pytest.mark.parametrize(
        ("year", "forward", "expected"),
        [
            pytest.param(9990, True, f"9990-01-01 {LAST}", id="to-the-last-date"),
            pytest.param(10, False, f"{FIRST} 0011-12-31", id="to-the-first-date"),
        ],
    )
    def test_to_the_ends_of_the_calendar_and_no_further(self, year: int, forward: bool, expected: str) -> None:
        time, near = kept(), ordinal("9999-12-31" if forward else "0001-01-01")
        snapshot: Any = asked(time, f"{year:04}-06-15")
        while (following := time.further(snapshot, near, forward)) is not None:
            snapshot = following
        assert dates(snapshot) == expected


def test_all_of_the_time_is_there_in_pieces_that_are_not_kept() -> None:
    time = kept()
    assert time.far.business_days(date(2026, 11, 20), date(2026, 11, 30)) == 6
    assert time.dates_compiled > 0
    assert time.snapshot.first == date.max


class TestShared:
    def test_by_what_opens_and_what_is_known(self) -> None:
        made: list[str] = []

        def source() -> Any:
            made.append("made")
            return Schedule(timezone="UTC", hours="Mon-Fri 09:00-18:00")._days

        known = datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
        one, same, another, of_less = (
            shared_time(*each, source) for each in [("a", EVER), ("a", EVER), ("b", EVER), ("a", known)]
        )
        assert one is same
        assert len({id(one), id(another), id(of_less)}) == 3
        assert len(made) == 3
        found = asked(of_less, "2026-06-15")
        assert (found.start, found.end) == known
