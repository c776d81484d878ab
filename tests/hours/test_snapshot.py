"""What is compiled between two dates, and each look-up in it: weekdays from nine to six in 2026 (R7, R8, R10)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from slaclock import Schedule
from slaclock.hours.open_dates import dates_of
from slaclock.hours.snapshot import NOTHING, PAGE_BITS, Snapshot, end_of, laid_out
from slaclock.hours.whole_numbers import micros

DAY, HOUR, TICK = timedelta(days=1), timedelta(hours=1), timedelta.resolution
EVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def at(text: str) -> datetime:
    """An instant in the week of Monday, 23 November 2026, the one before, or any other: `Mon 09:00`, `-1 Fri 18:00`."""
    if text[:4].isdigit():
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    *weeks, name, clock = text.split()
    day = date(2026, 11, 23) + timedelta(days=NAMES.index(name), weeks=int("".join(weeks) or 0))
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=UTC)


def snapshot(known: tuple[datetime, datetime] = EVER, **stated: Any) -> Snapshot:
    schedule = Schedule(**({"timezone": "UTC", "hours": "Mon-Fri 09:00-18:00"} | stated))
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    days: Any = schedule._days.days(first, last)
    return laid_out(days if hasattr(days, "edges") else dates_of(days), first, last, schedule._days, known)


YEAR = snapshot()
MONDAY = YEAR.open_before(at("Mon 00:00"))
"""Open time before the Monday."""


class TestEnds:
    def test_it_is_exact_from_two_dates_after_the_first_to_the_end_of_the_last(self) -> None:
        """What opens on the date before the first may go on for two days."""
        year = snapshot()
        assert (year.first, year.last) == (date(2026, 1, 1), date(2026, 12, 31))
        assert (year.start, year.end) == (year.exact_start, year.exact_end) == (at("2026-01-03"), at("2027-01-01"))

    def test_hours_that_belong_to_the_next_date_may_open_on_the_last(self) -> None:
        nights = snapshot(hours="Sun-Thu 22:00-06:00", belongs_to="closing_date")
        assert nights.exact_end == at("2026-12-31")
        schedule = Schedule(timezone="Asia/Tokyo", hours="Mon-Fri 09:00-18:00")
        assert end_of(date(2026, 12, 31), schedule._days) == at("2026-12-31T15:00")

    def test_it_speaks_for_what_is_known(self) -> None:
        found = snapshot((at("2026-02-01"), at("2026-12-01")))
        assert (found.start, found.end) == (at("2026-02-01"), at("2026-12-01"))
        assert (found.exact_start, found.exact_end) == (at("2026-01-03"), at("2027-01-01"))

    def test_dates_within_it_lie_five_from_its_ends(self) -> None:
        first, *_, last = snapshot().inner
        assert (date.fromordinal(first), date.fromordinal(last)) == (date(2026, 1, 8), date(2026, 12, 26))

    @pytest.mark.parametrize(
        ("low", "high", "exact"),
        [
            pytest.param("2026-01-03", "2026-12-31T23:59:59", True, id="all-of-it"),
            pytest.param("2026-01-02T23:59:59", "2026-12-31", False, id="before-it"),
            pytest.param("2026-01-03", "2027-01-01", False, id="its-end"),
        ],
    )
    def test_is_exact(self, low: str, high: str, exact: bool) -> None:
        assert YEAR.is_exact(at(low), at(high)) is exact

    def test_nothing_is_known_of_no_dates(self) -> None:
        assert NOTHING.edge(0) is None
        assert not NOTHING.is_exact(at("Mon 09:00"), at("Mon 09:00"))
        assert len(NOTHING.inner) == 0


@pytest.mark.parametrize(
    ("instant", "hours"),
    [
        pytest.param("Mon 09:00", 0, id="at-an-opening"),
        pytest.param("Mon 10:30", 1.5, id="in-hours"),
        pytest.param("Mon 18:00", 9, id="at-a-closing"),
        pytest.param("Tue 08:59", 9, id="at-night"),
        pytest.param("Sun 12:00", 45, id="at-the-weekend"),
        pytest.param("-1 Fri 17:00", -1, id="the-week-before"),
    ],
)
def test_open_time_before_an_instant(instant: str, hours: float) -> None:
    assert YEAR.open_before(at(instant)) - MONDAY == hours * HOUR


@pytest.mark.parametrize(
    ("hours", "first", "last"),
    [
        pytest.param(0, "-1 Fri 18:00", "Mon 09:00", id="at-a-closing-it-is-reached-and-left-at-the-opening"),
        pytest.param(1.5, "Mon 10:30", "Mon 10:30", id="in-hours-at-one-instant"),
        pytest.param(9, "Mon 18:00", "Tue 09:00", id="at-the-next-closing"),
        pytest.param(-4, "-1 Fri 14:00", "-1 Fri 14:00", id="back"),
    ],
)
def test_when_so_much_was_open(hours: float, first: str, last: str) -> None:
    goal = MONDAY + hours * HOUR
    assert (YEAR.first_at(goal), YEAR.last_at(goal)) == (at(first), at(last))


def test_before_its_first_hour_and_after_its_last_nothing_was_open() -> None:
    """In 2026 weekdays have 261 dates, the first a Thursday and the last one as well."""
    whole = 261 * 9 * HOUR
    assert YEAR.open_before(at("2027-01-01")) == whole
    assert (YEAR.first_at(timedelta(0)), YEAR.last_at(timedelta(0))) == (None, at("2026-01-01T09:00"))
    assert (YEAR.first_at(TICK), YEAR.last_at(-TICK)) == (at("2026-01-01T09:00:00.000001"), None)
    assert (YEAR.first_at(whole), YEAR.last_at(whole)) == (at("2026-12-31T18:00"), None)
    assert (YEAR.first_at(whole + TICK), YEAR.last_at(whole - TICK)) == (None, at("2026-12-31T17:59:59.999999"))


class TestEdges:
    @pytest.mark.parametrize(
        ("instant", "before", "until"),
        [
            pytest.param("2026-01-01T08:00", 0, 0, id="before-all"),
            pytest.param("2026-01-01T09:00", 0, 1, id="at-an-opening"),
            pytest.param("2026-01-01T10:00", 1, 1, id="in-hours"),
            pytest.param("2026-01-01T18:00", 1, 2, id="at-a-closing"),
            pytest.param("2027-01-01", 522, 522, id="after-all"),
        ],
    )
    def test_how_many_come_before_and_until(self, instant: str, before: int, until: int) -> None:
        assert (YEAR.edges_before(at(instant)), YEAR.edges_until(at(instant))) == (before, until)

    def test_by_number(self) -> None:
        assert (YEAR.edge(0), YEAR.edge(521)) == (at("2026-01-01T09:00"), at("2026-12-31T18:00"))
        assert (YEAR.edge(-1), YEAR.edge(522)) == (None, None)

    @pytest.mark.parametrize(
        ("start", "end", "spans"),
        [
            pytest.param(
                "Mon 10:00", "Tue 10:00", ["Mon 10:00 Mon 18:00", "Tue 09:00 Tue 10:00"], id="cut-at-its-ends"
            ),
            pytest.param("Mon 09:00", "Mon 18:00", ["Mon 09:00 Mon 18:00"], id="whole"),
            pytest.param("Mon 18:00", "Tue 09:00", [], id="from-a-closing-to-an-opening"),
            pytest.param("Mon 12:00", "Mon 13:00", ["Mon 12:00 Mon 13:00"], id="within-one"),
            pytest.param("Sat 00:00", "Sun 12:00", [], id="where-nothing-opens"),
        ],
    )
    def test_what_is_open_between(self, start: str, end: str, spans: list[str]) -> None:
        found = [f"{opens:%a %H:%M} {closes:%a %H:%M}" for opens, closes in YEAR.spans(at(start), at(end))]
        assert found == spans


class TestBusinessDays:
    @pytest.mark.parametrize(
        ("day", "before", "until"),
        [
            pytest.param("2026-01-01", 0, 1, id="the-first"),
            pytest.param("2026-01-03", 2, 2, id="a-saturday"),
            pytest.param("2026-01-05", 2, 3, id="a-monday"),
            pytest.param("2026-12-31", 260, 261, id="the-last"),
        ],
    )
    def test_how_many_come_before_and_until(self, day: str, before: int, until: int) -> None:
        on = date.fromisoformat(day)
        assert (YEAR.days_before(on), YEAR.days_until(on)) == (before, until)

    @pytest.mark.parametrize(
        ("day", "count", "expected"),
        [
            pytest.param("2026-11-23", 0, "2026-11-23", id="itself"),
            pytest.param("2026-11-23", 1, "2026-11-24", id="the-next"),
            pytest.param("2026-11-23", 5, "2026-11-30", id="a-week-later"),
            pytest.param("2026-11-23", -1, "2026-11-20", id="the-one-before"),
            pytest.param("2026-11-21", 0, "2026-11-23", id="on-a-saturday-the-next"),
            pytest.param("2026-11-21", 1, "2026-11-23", id="which-is-one-later-too"),
            pytest.param("2026-11-21", -1, "2026-11-20", id="and-the-one-before"),
        ],
    )
    def test_so_many_after_a_date(self, day: str, count: int, expected: str) -> None:
        found = YEAR.day(YEAR.number_of(date.fromisoformat(day), count))
        assert str(found.date) == expected
        assert [(f"{opens:%H:%M}", f"{closes:%H:%M}") for opens, closes in found.spans] == [("09:00", "18:00")]

    @pytest.mark.parametrize(("day", "is_one"), [("2026-11-23", True), ("2026-11-21", False), ("2026-12-31", True)])
    def test_of_a_date(self, day: str, is_one: bool) -> None:
        found = YEAR.day_on(date.fromisoformat(day))
        assert (found is not None and str(found.date) == day) is is_one

    def test_none_of_a_date_after_the_last(self) -> None:
        assert YEAR.day_on(date(2027, 1, 1)) is None


class TestOverlapping:
    """Three dates, of which the first goes on past the second's opening, and past its closing."""

    @staticmethod
    def made(*of_each: tuple[int, int]) -> Snapshot:
        days = {date(2026, 11, 23 + place).toordinal(): edges for place, edges in enumerate(of_each)}
        return Snapshot(dates_of(days), date(2026, 11, 23), date(2026, 11, 25), EVER, EVER)

    def test_edges_are_merged_and_totals_count_once(self) -> None:
        found = self.made((10, 60), (20, 40), (100, 130))
        assert list(found.edges) == [10, 60, 100, 130]
        assert list(found.totals) == [0, 50, 80]

    def test_a_day_is_over_when_those_before_it_are_and_begins_before_those_after_it(self) -> None:
        found = self.made((30, 60), (20, 40), (100, 130))
        assert [(micros(day.opens), micros(day.closes)) for day in map(found.day, range(3))] == [
            (20, 60),
            (20, 60),
            (100, 130),
        ]

    def test_those_that_touch_are_merged_as_well(self) -> None:
        found = self.made((10, 20), (20, 40), (100, 130))
        assert list(found.edges) == [10, 40, 100, 130]
        assert [(micros(day.opens), micros(day.closes)) for day in map(found.day, range(3))] == [
            (10, 20),
            (20, 40),
            (100, 130),
        ]

    def test_where_none_do_each_day_is_its_own(self) -> None:
        found = self.made((10, 20), (30, 40), (100, 130))
        assert (found.earliest, found.latest) == (None, None)
        assert list(found.edges) == [10, 20, 30, 40, 100, 130]
        assert list(found.totals) == [0, 10, 20, 50]


class TestPages:
    """A page is 128 dates; 6 April 2026 is the first of one, as its ordinal is 128 times 5779."""

    FIRST = date.fromordinal(5_779 << PAGE_BITS)

    def test_one_has_what_opens_from_its_first_midnight_to_its_last(self) -> None:
        first = datetime(self.FIRST.year, self.FIRST.month, self.FIRST.day, tzinfo=UTC)
        start, end, edges, totals, before = YEAR.page(first + 30 * DAY)
        assert (start, end) == (first, first + 128 * DAY)
        assert YEAR.page(first) is YEAR.page(end - TICK)
        assert before == YEAR.edges_before(first)
        assert edges == [YEAR.edge(place) for place in range(before, YEAR.edges_before(end))]
        assert totals == [*map(YEAR.open_before, edges[::2]), YEAR.open_before(end)]

    def test_the_first_and_the_last_end_where_it_does(self) -> None:
        assert YEAR.page(YEAR.start)[0] == YEAR.start
        assert YEAR.page(YEAR.end - TICK)[1] == YEAR.end

    def test_hours_over_its_ends_belong_to_it_whole(self) -> None:
        nights = snapshot(hours="Mon-Sun 22:00-06:00")
        first = datetime(self.FIRST.year, self.FIRST.month, self.FIRST.day, tzinfo=UTC)
        start, end, edges, totals, before = nights.page(first)
        assert (edges[0], edges[-1]) == (start - 2 * HOUR, end + 6 * HOUR)
        assert len(edges) == 2 * 129
        assert totals == [nights.open_before(edges[0]) + 8 * number * HOUR for number in range(130)]
        assert before == nights.edges_before(edges[0])

    def test_an_opening_or_a_closing_at_its_start_is_its_own(self) -> None:
        first = datetime(self.FIRST.year, self.FIRST.month, self.FIRST.day, tzinfo=UTC)
        opening = snapshot(hours="Mon-Sun 00:00-06:00").page(first)
        assert (opening[2][0], opening[2][-1]) == (first, first + 127 * DAY + 6 * HOUR)
        closing = snapshot(hours="Mon-Sun 18:00-24:00").page(first)
        assert (closing[2][0], closing[2][-1]) == (first - 6 * HOUR, first + 128 * DAY)

    @pytest.mark.parametrize(
        ("hours", "due"),
        [
            pytest.param(1, "Mon 10:00", id="in-hours"),
            pytest.param(9, "Mon 18:00", id="at-a-closing"),
            pytest.param(45 * 3, "2026-12-11T18:00", id="three-weeks-later"),
            pytest.param(-45 * 40, "2026-02-13T18:00", id="forty-weeks-before"),
            pytest.param(9 * 29, "2026-12-31T18:00", id="at-the-last-closing"),
        ],
    )
    def test_when_a_total_is_reached(self, hours: int, due: str) -> None:
        assert YEAR.due_at(MONDAY + hours * HOUR) == at(due)

    def test_it_is_not_reached_within_it(self) -> None:
        assert YEAR.due_at(MONDAY + 9 * 29 * HOUR + TICK) is None
        short = snapshot((at("2026-05-01"), at("Mon 18:00")))
        assert short.due_at(MONDAY + 9 * HOUR) is None
        assert short.due_at(MONDAY + 9 * 15 * HOUR) is None
        assert short.due_at(MONDAY + 9 * HOUR - TICK) == at("Mon 18:00") - TICK
