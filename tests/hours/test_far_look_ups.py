"""Every look-up near hours that lie years and centuries apart, against the list of them (R3, R7, R8, R10, R15).

A source that merely looks its few days up takes no time to compile, so whatever a timeline keeps, drops and compiles
anew, and in which order, can be gone through.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

import pytest

from slaclock import LimitError, NeverOpenError
from slaclock.hours import HORIZON, Day
from slaclock.hours.coverage import AllTime, Known
from slaclock.hours.days import BelongsTo, Years
from slaclock.hours.interval import Span, merge
from slaclock.hours.kept_time import KeptTime
from slaclock.hours.open_dates import OpenDates, dates_of
from slaclock.hours.timeline import MOST_EFFORT, Timeline
from slaclock.hours.whole_numbers import edges_of, micros

TICK, HOUR, DAY, ZERO = timedelta.resolution, timedelta(hours=1), timedelta(days=1), timedelta(0)
EAST = timezone(timedelta(hours=9))
ALL_TIME = AllTime()


@dataclass
class Few:
    """Some days, and how much work they are said to be."""

    found: list[Day]
    zone: tzinfo = UTC
    reaches_back: bool = False
    windows: int = 1
    effort: int = 1
    irregular: Years = (1, 9999)
    belongs_to: BelongsTo = "opening_date"
    dates: list[date] = field(init=False)

    def __post_init__(self) -> None:
        self.dates = [day.date for day in self.found]

    def days(self, first: date, last: date) -> OpenDates:
        found = self.found[bisect_left(self.dates, first) : bisect_right(self.dates, last)]
        return dates_of({day.date.toordinal(): edges_of((micros(a), micros(b)) for a, b in day.spans) for day in found})


def some(*written: str, zone: tzinfo = UTC, **more: object) -> Few:
    """Read `2026-06-15 9-13 14-18`: a date and hours after its midnight."""
    return Few([_day(each, zone) for each in written], zone, **more)  # type: ignore[arg-type]


def _day(written: str, zone: tzinfo) -> Day:
    day, *hours = written.split()
    midnight = datetime.fromisoformat(day).replace(tzinfo=zone).astimezone(UTC)
    ends = (hour.rpartition("-") for hour in hours)
    spans = tuple((midnight + int(opens) * HOUR, midnight + int(closes) * HOUR) for opens, _, closes in ends)
    return Day(date.fromisoformat(day), spans)


def timeline(source: Few, asked_before: bool = False, known: Known = ALL_TIME, always_open: bool = False) -> Timeline:
    found = Timeline(KeptTime(source, (known.start, known.end)), known, lambda: "few", always_open)
    if asked_before:
        for year in (2300, 1950, 2026):
            found.is_open(at(f"{year}-06-15 12:00"))
    return found


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


NOON = at("2026-06-15 12:00")
WRITTEN = (
    "1700-03-01 9-17",
    "1990-12-31 20-28",
    "2010-06-01 9-13 14-18",
    "2026-06-15 9-13 14-18",
    "2026-06-16 9-17",
    "2030-12-31 9-17 20-24",
    "2031-01-01 0-4 9-17",
    "2058-02-28 9-17",
    "2101-01-01 0-8",
    "2190-12-31 22-30",
    "2191-06-01 9-17",
    "2290-12-31 20-24",
    "2291-01-01 0-4",
    "2400-02-29 9-17",
)
"""Some nights go over the end of a decade, two of them in two windows that touch."""
every_source = pytest.mark.parametrize(
    "source",
    [
        pytest.param(some(*WRITTEN), id="utc"),
        pytest.param(some(*WRITTEN, zone=EAST, reaches_back=True), id="reaching-back-in-the-east"),
    ],
)
in_either_state = pytest.mark.parametrize("before", [False, True], ids=["fresh", "asked-before"])


def spans(source: Few) -> list[Span]:
    return merge(span for day in source.found for span in day.spans)


def around(source: Few) -> list[datetime]:
    """The instants at all edges and beside them, and some between."""
    edges = [edge for span in spans(source) for edge in span]
    between = [at(f"{year}-{rest}") for year in (1800, 2020, 2027, 2100) for rest in ("01-01 00:00", "06-15 12:00")]
    return sorted({edge + step for edge in edges for step in (-TICK, ZERO, TICK)} | set(between))


def open_between(source: Few, start: datetime, end: datetime) -> timedelta:
    return sum((max(min(closes, end) - max(opens, start), ZERO) for opens, closes in spans(source)), ZERO)


def answer(ask: Callable[[], object]) -> object:
    try:
        return ask()
    except NeverOpenError:
        return None


def near(found: list[datetime], start: datetime) -> datetime | None:
    """The first of these, unless it is more than 400 years away."""
    return found[0] if found and abs(found[0] - start) <= HORIZON else None


@every_source
@in_either_state
class TestLookUps:
    @pytest.mark.parametrize("opening", [True, False], ids=["openings", "closings"])
    def test_the_edges_beside_an_instant(self, source: Few, before: bool, opening: bool) -> None:
        edges = [span[0] if opening else span[1] for span in spans(source)]
        for start in around(source):
            asked = timeline(source, before)
            later = near([edge for edge in edges if edge > start], start)
            earlier = near([edge for edge in reversed(edges) if edge < start], start)
            assert answer(lambda: asked.next_edge(start, opening)) == later, start  # noqa: B023
            assert answer(lambda: asked.previous_edge(start, opening)) == earlier, start  # noqa: B023

    def test_open_time_between_two_instants(self, source: Few, before: bool) -> None:
        instants = around(source)
        for start in instants[::3]:
            asked = timeline(source, before)
            for end in instants[::5]:
                low, high = min(start, end), max(start, end)
                counted = open_between(source, low, high)
                assert asked.elapsed(start, end) == (counted if start <= end else -counted), (start, end)

    def test_open_time_from_an_instant_to_each_of_many(self, source: Few, before: bool) -> None:
        instants = around(source)
        for start in instants[::6]:
            asked = timeline(source, before)
            for some_of_them in (instants, instants[7:22], [start], []):
                counted = [asked.elapsed(start, each) for each in some_of_them]
                assert asked.elapsed_to_each(start, some_of_them) == counted, start

    def test_what_is_open_between_two_instants(self, source: Few, before: bool) -> None:
        instants = around(source)
        for start in instants[::4]:
            asked = timeline(source, before)
            for end in instants[::3]:
                clipped = [(max(a, start), min(b, end)) for a, b in spans(source) if a < end and b > start]
                assert list(asked.windows(start, end)) == (clipped if start < end else []), (start, end)

    @pytest.mark.parametrize("amount", [TICK, 4 * HOUR, 8 * HOUR, 9 * HOUR, 24 * HOUR], ids=str)
    def test_when_so_much_was_open(self, source: Few, before: bool, amount: timedelta) -> None:
        for start in around(source)[::2]:
            asked = timeline(source, before)
            for reached, late in ((asked.add, False), (asked.add_late, True)):
                found = answer(lambda: reached(start, amount))  # noqa: B023
                assert found == _after(source, start, amount, late), (start, late)
            for reached, late in ((asked.subtract, True), (asked.subtract_early, False)):
                found = answer(lambda: reached(start, amount))  # noqa: B023
                assert found == _before(source, start, amount, late), (start, late)

    def test_business_days_beside_a_date(self, source: Few, before: bool) -> None:
        dates = source.dates
        for here in [date(1800, 1, 1), date(2100, 1, 1), *(day + n * DAY for day in dates for n in (-1, 0, 1))]:
            asked = timeline(source, before)
            assert asked.day(here) == next((day for day in source.found if day.date == here), None)
            for count in (1, 2, 5):
                later = [day for day in source.found if day.date > here][count - 1 : count]
                earlier = [day for day in reversed(source.found) if day.date < here][count - 1 : count]
                assert _date_of(asked, here, count) == _within_reach(later, here), (here, count)
                assert _date_of(asked, here, -count) == _within_reach(earlier, here), (here, -count)
            following = [day for day in source.found if day.date >= here][:1]
            assert _date_of(asked, here, 0) == _within_reach(following, here), here

    def test_how_many_business_days_lie_between_two_dates(self, source: Few, before: bool) -> None:
        ends = [day + n * DAY for day in source.dates for n in (0, 1)]
        for first in ends[::3]:
            asked = timeline(source, before)
            for end in (end for end in ends if end >= first):
                assert asked.business_days(first, end) == sum(first <= day < end for day in source.dates), (first, end)

    def test_instants_belong_to_the_day_that_is_open_then(self, source: Few, before: bool) -> None:
        asked = timeline(source, before)
        assert asked.reaches_back is source.reaches_back
        for day in source.found:
            for opens, closes in day.spans:
                assert asked.date_at(opens) == asked.date_at(closes - TICK) == day.date
                assert asked.is_open(opens)
                assert asked.is_closing(closes) != asked.is_open(closes)
        closed = at("2026-06-18 20:00")
        assert asked.date_at(closed) == closed.astimezone(source.zone).date()


@pytest.mark.parametrize(
    ("instant", "belongs"),
    [
        pytest.param("2026-06-15 22:00", "2026-06-15", id="at-an-opening"),
        pytest.param("2026-06-17 05:00", "2026-06-15", id="in-hours-that-last-until-two-dates-later"),
        pytest.param("2026-06-17 06:00", "2026-06-17", id="at-their-closing"),
        pytest.param("2026-06-19 22:00", "2026-06-20", id="at-an-opening-on-the-date-before"),
        pytest.param("2026-06-20 05:00", "2026-06-20", id="in-a-shift-of-the-date-on-which-it-ends"),
        pytest.param("2026-06-23 05:00", "2026-06-22", id="in-the-second-of-two-stretches"),
        pytest.param("2026-06-23 22:30", "2026-06-24", id="of-two-dates-the-later"),
    ],
)
def test_the_date_to_which_an_instant_belongs(instant: str, belongs: str) -> None:
    source = some(
        "2026-06-15 22-54", "2026-06-20 -2-6", "2026-06-22 20-22 23-30", "2026-06-23 20-24", "2026-06-24 -2-6"
    )
    source.reaches_back = True
    assert timeline(source).date_at(at(instant)) == date.fromisoformat(belongs)


@pytest.mark.parametrize("windows", [5, 2_000_000], ids=["two-years-a-piece", "a-year-a-piece"])
class TestManyWindows:
    """Where many windows open on a date, little is kept and pieces are short."""

    def test_the_openings_beside_an_instant(self, windows: int) -> None:
        source = some(*WRITTEN, windows=windows)
        openings = [opens for opens, _ in spans(source)]
        for start in around(source)[::2]:
            asked = timeline(source)
            assert answer(lambda: asked.next_edge(start, opening=True)) == near(  # noqa: B023
                [edge for edge in openings if edge > start], start
            )

    def test_open_time_and_business_days(self, windows: int) -> None:
        source = some(*WRITTEN, windows=windows)
        for start, end in ((1700, 2400), (1990, 2192), (2027, 2100)):
            low, high = at(f"{start}-01-01 00:00"), at(f"{end}-06-15 12:00")
            asked = timeline(source)
            assert asked.elapsed(low, high) == -asked.elapsed(high, low) == open_between(source, low, high)
            assert asked.business_days(low.date(), high.date()) == sum(start <= day.year <= end for day in source.dates)


def _after(source: Few, start: datetime, amount: timedelta, late: bool) -> datetime | None:
    """The first instant by which so much was open, or the last: where it opens next."""
    left = amount
    ahead = [(max(opens, start), closes) for opens, closes in spans(source) if closes > start]
    for number, (opens, closes) in enumerate(ahead):
        if left < closes - opens or (left == closes - opens and not late):
            return near([opens + left], start)
        if left == closes - opens:
            return near([each for each, _ in ahead[number + 1 :]], start)
        left -= closes - opens
    return None


def _before(source: Few, start: datetime, amount: timedelta, late: bool) -> datetime | None:
    """The last instant since which so much was open, or the first: where it closed before."""
    left = amount
    behind = [(opens, min(closes, start)) for opens, closes in reversed(spans(source)) if opens < start]
    for number, (opens, closes) in enumerate(behind):
        if left < closes - opens or (left == closes - opens and late):
            return near([closes - left], start)
        if left == closes - opens:
            return near([each for _, each in behind[number + 1 :]], start)
        left -= closes - opens
    return None


def _date_of(asked: Timeline, here: date, count: int) -> object:
    found = answer(lambda: asked.business_day(here, count))
    return found.date if isinstance(found, Day) else None


def _within_reach(found: list[Day], here: date) -> date | None:
    return found[0].date if found and abs(found[0].date - here) <= HORIZON else None


class TestHorizon:
    """R15: a search goes 400 years and not a microsecond further, as far as open time is counted."""

    START = at("2000-06-15 00:00")

    @pytest.mark.parametrize(
        ("beyond", "found"), [pytest.param(ZERO, True, id="just-there"), pytest.param(TICK, False, id="beyond-it")]
    )
    @pytest.mark.parametrize("ahead", [True, False], ids=["ahead", "back"])
    def test_open_time_is_counted_up_to_it(self, beyond: timedelta, found: bool, ahead: bool) -> None:
        opens = self.START + HORIZON if ahead else self.START - HORIZON - HOUR
        asked = timeline(Few([Day(opens.date(), ((opens, opens + HOUR),))]))
        start = self.START + HOUR - beyond if ahead else self.START - HOUR + beyond
        due = answer(lambda: asked.add(start, HOUR) if ahead else asked.subtract(start, HOUR))
        assert due == ((opens + HOUR if ahead else opens) if found else None)

    def test_exactly_400_years_of_open_time_are_just_there(self) -> None:
        midnights = [self.START + n * DAY for n in range(HORIZON.days + 3)]
        always = Few([Day(each.date(), ((each, each + DAY),)) for each in midnights])
        assert timeline(always).add(self.START, HORIZON) == self.START + HORIZON

    def test_an_opening_where_a_piece_begins_is_just_there(self) -> None:
        asked = timeline(some("2401-01-01 0-8"))
        assert asked.next_edge(at("2001-01-01 00:00"), opening=True) == at("2401-01-01 00:00")

    def test_what_is_open_in_a_century_that_is_not_is_nothing(self) -> None:
        asked = timeline(some("2300-06-15 9-17"))
        assert list(asked.windows(at("2000-06-15 00:00"), at("2200-06-15 00:00"))) == []
        assert asked.elapsed(at("2000-06-15 00:00"), at("2200-06-15 00:00")) == ZERO
        assert asked.business_days(date(2000, 6, 15), date(2200, 6, 15)) == 0


SEAMS = [
    "1989-12-30", "1989-12-31", "1990-01-01", "1990-12-31", "1991-01-01",
    "2004-12-30", "2004-12-31", "2005-01-01", "2005-01-02", "2005-01-03", "2005-01-04", "2005-01-05",
    "2055-12-29", "2055-12-30", "2055-12-31", "2056-01-01", "2056-01-02", "2056-01-03",
    "2060-12-30", "2060-12-31", "2061-01-01", "2061-01-02",
]  # fmt: skip
"""Where what is kept for a question about 2026 ends, and pieces of ten years beyond it."""


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(some(*(f"{day} 9-17" for day in SEAMS)), id="days"),
        pytest.param(some(*(f"{day} 22-30" for day in SEAMS)), id="nights"),
        pytest.param(some(*(f"{day} 16-24" for day in SEAMS)), id="until-midnight"),
        pytest.param(some(*(f"{day} 0-8" for day in SEAMS)), id="from-midnight"),
        pytest.param(some(*(f"{day} -2-6" for day in SEAMS), reaches_back=True), id="nights-of-the-next-date"),
        pytest.param(some(*(f"{day} 9-17" for day in SEAMS), reaches_back=True), id="days-beside-such-nights"),
    ],
)
class TestSeams:
    """Nothing is left out, and nothing counted twice, where what is kept ends."""

    HERE = date(2026, 6, 15)

    def test_business_days(self, source: Few) -> None:
        later = [day for day in source.dates if day > self.HERE]
        earlier = [day for day in reversed(source.dates) if day < self.HERE]
        assert [_date_of(timeline(source), self.HERE, number + 1) for number in range(len(later))] == later
        assert [_date_of(timeline(source), self.HERE, -number - 1) for number in range(len(earlier))] == earlier
        assert [_date_of(timeline(source), day, 0) for day in source.dates] == source.dates
        assert _date_of(timeline(source), self.HERE, 0) == later[0]

    def test_open_time(self, source: Few) -> None:
        for amount in (number * 4 * HOUR - less for number in range(1, 22) for less in (ZERO, TICK)):
            asked = timeline(source)
            for late, ahead, back in ((False, asked.add, asked.subtract_early), (True, asked.add_late, asked.subtract)):
                assert answer(lambda: ahead(NOON, amount)) == _after(source, NOON, amount, late)  # noqa: B023
                assert answer(lambda: back(NOON, amount)) == _before(source, NOON, amount, late)  # noqa: B023


class TestWhatIsKept:
    """A search keeps what lies near its start, in a few goes; farther off it keeps amounts alone."""

    @pytest.mark.parametrize(
        ("opens", "windows", "kept"),
        [
            pytest.param("2026-08-15 9-17", 1, (2026, 2027), id="what-is-asked-about"),
            pytest.param("2028-06-15 9-17", 1, (2026, 2031), id="as-many-again-and-whole-years-beyond"),
            pytest.param("2031-06-15 9-17", 1, (2026, 2031), id="which-is-enough"),
            pytest.param("2032-06-15 9-17", 1, (2026, 2039), id="then-twice-as-many"),
            pytest.param("2040-06-15 9-17", 1, (2026, 2055), id="and-again-within-sixteen-years"),
            pytest.param("2099-06-15 9-17", 1, (2026, 2055), id="and-no-more-for-what-lies-farther-off"),
            pytest.param("2099-06-15 9-17", 25, (2026, 2039), id="fewer-where-more-windows-open"),
            pytest.param("2099-06-15 9-17", 34, (2031, 2039), id="or-as-many-in-their-place"),
            pytest.param("2099-06-15 9-17", 40, (2026, 2031), id="and-fewer-still"),
            pytest.param("2023-06-15 9-17", 1, (2023, 2027), id="back-as-many-again"),
            pytest.param("2008-06-15 9-17", 1, (2005, 2027), id="back-and-again-within-sixteen-years"),
            pytest.param("1900-06-15 9-17", 1, (2005, 2027), id="back-and-no-more"),
            pytest.param("1900-06-15 9-17", 25, (2017, 2027), id="back-fewer-where-more-windows-open"),
        ],
    )
    def test_years(self, opens: str, windows: int, kept: tuple[int, int]) -> None:
        source = some(opens, windows=windows)
        asked = timeline(source)
        start = at("2026-06-15 00:00")
        found = asked.next_edge(start, opening=True) if opens > "2026-06" else asked.previous_edge(start, opening=True)
        assert found == source.found[0].spans[0][0]
        assert (asked.snapshot.first.year, asked.snapshot.last.year) == kept

    @pytest.mark.parametrize(
        "ask",
        [
            pytest.param(lambda asked, start, days: asked.business_day(start.date(), days), id="business-days"),
            pytest.param(
                lambda asked, start, days: asked.add(start, HOUR) if days > 0 else asked.subtract(start, HOUR),
                id="open-time",
            ),
        ],
    )
    def test_by_every_search(self, ask: Callable[[Timeline, datetime, int], object]) -> None:
        for opens, days, kept in (("2040-06-15 9-17", 1, (2026, 2055)), ("2008-06-15 9-17", -1, (2005, 2027))):
            asked = timeline(some(opens))
            ask(asked, at("2026-06-15 00:00"), days)
            assert (asked.snapshot.first.year, asked.snapshot.last.year) == kept

    @pytest.mark.parametrize(
        ("year", "kept"),
        [
            pytest.param(2036, (2026, 2037), id="twelve-years-and-what-lies-between"),
            pytest.param(2037, (2037, 2038), id="beyond-which-it-starts-anew"),
            pytest.param(2016, (2016, 2027), id="twelve-years-back"),
            pytest.param(2015, (2015, 2016), id="and-anew"),
        ],
    )
    def test_where_there_is_room_for_twelve_years(self, year: int, kept: tuple[int, int]) -> None:
        asked = timeline(some("2026-06-15 9-17", windows=34))
        for each in (2026, year):
            asked.is_open(at(f"{each}-06-15 00:00"))
        assert (asked.snapshot.first.year, asked.snapshot.last.year) == kept

    @pytest.mark.parametrize(
        ("first", "then", "kept"),
        [
            pytest.param((2026, 2030), (2025, 2032), (2025, 2036), id="ahead-first-and-nothing-back"),
            pytest.param((2026, 2031), (2036, 2036), (2026, 2037), id="no-more-than-there-is-room-for"),
            pytest.param((2026, 2026), (2025, 2034), (2024, 2035), id="back-what-room-is-left"),
        ],
    )
    def test_growth_on_both_sides_within_twelve_years(
        self, first: tuple[int, int], then: tuple[int, int], kept: tuple[int, int]
    ) -> None:
        asked = timeline(some("2026-06-15 9-17", windows=34))
        for start, end in (first, then):
            asked.elapsed(at(f"{start}-06-15 00:00"), at(f"{end}-06-15 00:00"))
        assert (asked.snapshot.first.year, asked.snapshot.last.year) == kept

    def test_of_two_centuries_both(self) -> None:
        asked = timeline(some("2026-06-15 9-17"))
        asked.is_open(at("2026-06-15 00:00"))
        kept = asked.snapshot
        asked.is_open(at("2300-06-15 00:00"))
        done = asked.dates_compiled
        asked.is_open(at("2026-06-15 00:00"))
        assert asked.snapshot is kept
        asked.is_open(at("2300-06-15 00:00"))
        assert asked.dates_compiled == done

    @pytest.mark.parametrize(
        ("years", "kept"), [pytest.param(99, True, id="what-is-counted"), pytest.param(100, False, id="no-centuries")]
    )
    def test_for_a_count(self, years: int, kept: bool) -> None:
        asked = timeline(some("2026-06-15 9-17"))
        assert asked.elapsed(at("2001-06-15 00:00"), at(f"{2001 + years}-06-15 00:00")) == 8 * HOUR
        assert (asked.snapshot.first <= date(2001, 6, 15)) is kept

    def test_asked_again_it_compiles_where_the_answer_lies_alone(self) -> None:
        asked = timeline(some("2026-06-15 9-17", "2250-06-15 9-17"))
        due, done = asked.add(at("2026-06-15 00:00"), 9 * HOUR), asked.dates_compiled
        assert asked.add(at("2026-06-15 00:00"), 9 * HOUR) == due
        assert asked.dates_compiled - done < 2 * 10 * 366


@pytest.mark.parametrize(
    ("windows", "years"),
    [pytest.param(1, 397, id="centuries"), pytest.param(40, 8, id="years"), pytest.param(10**6, 1, id="a-year")],
)
def test_how_much_can_be_kept(windows: int, years: int) -> None:
    assert timeline(some("2026-06-15 9-17", windows=windows)).longest_kept == 365 * years * DAY


def test_what_is_always_open_is_not_searched_for_edges() -> None:
    asked = timeline(some("2026-06-15 0-24"), always_open=True)
    for edge in (asked.next_edge, asked.previous_edge):
        with pytest.raises(NeverOpenError, match="few never opens"):
            edge(at("2026-06-15 12:00") + 2 * DAY * (1 if edge == asked.next_edge else -1), opening=True)
    assert asked.dates_compiled < 3 * 366


class TestCover:
    """What will be asked about is compiled at once, as far as it can be kept."""

    @pytest.mark.parametrize(
        ("windows", "years", "kept"),
        [
            pytest.param(1, 300, True, id="centuries"),
            pytest.param(40, 8, True, id="as-many-years-as-there-is-room-for"),
            pytest.param(40, 9, False, id="but-no-more"),
        ],
    )
    def test_what_is_kept(self, windows: int, years: int, kept: bool) -> None:
        asked = timeline(some("2026-06-15 9-17", windows=windows))
        low, high = at("2026-06-15 00:00"), at("2026-06-15 00:00") + timedelta(days=365 * years)
        assert (high - low <= asked.longest_kept) is kept
        asked.cover(low, high)
        done = asked.dates_compiled
        assert (asked.snapshot.exact_start <= low and high < asked.snapshot.exact_end) is kept
        asked.cover(low, high)
        assert asked.dates_compiled == done

    def test_what_is_kept_already_is_not_compiled_again(self) -> None:
        asked = timeline(some("2026-06-15 9-17"))
        asked.cover(at("2026-01-05 00:00"), at("2027-12-30 00:00"))
        kept = asked.snapshot
        asked.cover(at("2026-06-15 00:00"), at("2027-06-15 00:00"))
        assert asked.snapshot is kept

    def test_what_is_kept_already_stays(self) -> None:
        asked = timeline(some("2026-06-15 9-17"))
        asked.is_open(at("2026-06-15 00:00"))
        asked.cover(at("2140-06-15 00:00"), at("2240-06-15 00:00"))
        assert (asked.snapshot.first.year, asked.snapshot.last.year) == (2026, 2241)

    def test_what_is_known_is_not_asked(self) -> None:
        class Nothing(AllTime):
            start = end = at("1800-01-01 00:00")

        asked = timeline(some("2026-06-15 9-17"), known=Nothing())
        asked.cover(at("2026-06-15 00:00"), at("2027-06-15 00:00"))
        assert asked.snapshot.exact_start <= at("2026-06-15 00:00")


class TestWork:
    """R21: a question goes through so many windows and no more, whatever was compiled before."""

    @pytest.mark.parametrize(
        "ask",
        [
            pytest.param(lambda asked: asked.next_edge(NOON, opening=True), id="next-edge"),
            pytest.param(lambda asked: asked.add(NOON, HOUR), id="add"),
            pytest.param(lambda asked: asked.business_day(date(2026, 6, 15), 1), id="business-day"),
        ],
    )
    @pytest.mark.parametrize("years", [pytest.param(5, id="near-by"), pytest.param(50, id="far-off")])
    def test_searches(self, ask: Callable[[Timeline], object], years: int) -> None:
        """So many years are gone through, and not one more, whether what is found is kept or not."""
        effort = MOST_EFFORT // (366 * years)
        there = timeline(some(f"{2026 + years}-06-15 12-14", windows=5, effort=effort))
        assert ask(there)
        beyond = timeline(some(f"{2027 + years}-06-15 12-14", windows=5, effort=effort))
        with pytest.raises(LimitError, match=r"few is too much work from 2026-06-1[56] to 20\d\d-\d\d-\d\d: "):
            ask(beyond)

    @pytest.mark.parametrize(
        ("ask", "end"),
        [
            pytest.param(lambda asked: asked.next_edge(at("2026-06-15 12:00"), opening=True), "2081-01-01", id="ahead"),
            pytest.param(
                lambda asked: asked.previous_edge(at("2026-06-15 12:00"), opening=True), "1971-01-01", id="back"
            ),
        ],
    )
    def test_a_search_that_finds_nothing_ends_there_too(self, ask: Callable[[Timeline], object], end: str) -> None:
        nothing = timeline(some("5000-06-15 12-14", effort=MOST_EFFORT // (366 * 50)))
        with pytest.raises(LimitError, match=f"few is too much work from 2026-06-15 to {end}: "):
            ask(nothing)
        # Three decades that are kept or two, and pieces up to there.
        assert nothing.dates_compiled < 68 * 366

    @pytest.mark.parametrize(
        "ask",
        [
            pytest.param(lambda asked, low, high: asked.elapsed(low, high), id="elapsed"),
            pytest.param(lambda asked, low, high: asked.elapsed(high, low), id="elapsed-back"),
            pytest.param(lambda asked, low, high: asked.business_days(low.date(), high.date()), id="business-days"),
        ],
    )
    def test_counts(self, ask: Callable[[Timeline, datetime, datetime], object]) -> None:
        low, high = at("2001-06-15 12:00"), at("2201-06-15 12:00")
        # From 2001 to 2201 that is twenty pieces of ten years and another.
        for effort, refused in ((MOST_EFFORT // (366 * 210), False), (MOST_EFFORT // (366 * 210) + 1, True)):
            asked = timeline(some("2026-06-15 12-14", effort=effort))
            if refused:
                with pytest.raises(LimitError, match="few is too much work from 2001-06-15 to 2201-06-15: "):
                    ask(asked, low, high)
            else:
                assert ask(asked, low, high)


class TestEnds:
    """At the first and the last year there are a search ends, as little as it has gone through."""

    def test_searches(self) -> None:
        asked = timeline(some("5000-06-15 9-17"))
        for year, ahead in (("9900", True), ("9995", True), ("0100", False), ("0005", False)):
            start = at(f"{year}-06-15 12:00")
            edge = asked.next_edge if ahead else asked.previous_edge
            add = asked.add if ahead else asked.subtract
            with pytest.raises(NeverOpenError, match="or the years 1 to 9999 end"):
                edge(start, opening=True)
            with pytest.raises(NeverOpenError, match=r"^1:00:00 of 1:00:00 left: few has no more open time"):
                add(start, HOUR)
            with pytest.raises(NeverOpenError, match="fewer than 1 business days within 400 years"):
                asked.business_day(start.date(), 1 if ahead else -1)


def test_a_business_day_is_known_to_its_last_closing() -> None:
    """R14: whoever asks about a day asks about all of its hours."""

    class Until(AllTime):
        end = at("2026-06-16 23:30")

        def leave(self, at: datetime) -> None:
            raise LookupError(at)

    source = some("2026-06-15 9-13 14-18", "2026-06-16 9-13 23-24")
    asked = timeline(source, known=Until())
    assert asked.business_day(date(2026, 6, 14), 1).date == date(2026, 6, 15)
    with pytest.raises(LookupError, match="2026-06-17 00:00"):
        asked.business_day(date(2026, 6, 15), 1)
