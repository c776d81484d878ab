"""The work that a timeline does, and that nothing of it shows: growing, sharing among threads, far-off years."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

from slaclock import InstantRangeError, NeverOpenError, Schedule
from slaclock.hours import FIRST_DATE, HORIZON, LAST_DATE, Snapshot, kept_time
from slaclock.hours.days import OpeningDays
from slaclock.hours.interval import Span
from slaclock.hours.open_dates import OpenDates
from slaclock.hours.snapshot import laid_out

NEW_YORK = ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)


def office(**more: object) -> Schedule:
    return Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", **more)  # type: ignore[arg-type]


def nights() -> Schedule:
    return Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00", holidays="US", outside_coverage="ignore")


def at(year: int, month: int = 6, day: int = 15, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=NEW_YORK)


QUESTIONS = [
    pytest.param(lambda s, t: s.is_open(t), id="is_open"),
    pytest.param(lambda s, t: s.add(t, 400 * HOUR), id="add"),
    pytest.param(lambda s, t: s.add(t, -400 * HOUR), id="add-backward"),
    pytest.param(lambda s, t: s.add(t, 400 * HOUR, boundary="next_opening"), id="add-to-the-next-opening"),
    pytest.param(lambda s, t: s.add(t, -400 * HOUR, boundary="next_opening"), id="add-backward-to-the-closing"),
    pytest.param(lambda s, t: s.elapsed(t, t + timedelta(days=100)), id="elapsed"),
    pytest.param(lambda s, t: s.add_days(t, 20), id="add_days"),
    pytest.param(lambda s, t: s.add_days(t, -20, rule="close"), id="add_days-backward"),
    pytest.param(lambda s, t: s.next_opening(t), id="next_opening"),
    pytest.param(lambda s, t: s.next_closing(t), id="next_closing"),
    pytest.param(lambda s, t: s.previous_opening(t), id="previous_opening"),
    pytest.param(lambda s, t: s.previous_closing(t), id="previous_closing"),
    pytest.param(lambda s, t: list(s.windows(t, t + timedelta(days=100))), id="windows"),
]
Question = Callable[[Schedule, datetime], object]


def work(schedule: Schedule) -> int:
    """How many dates the schedule has compiled so far."""
    return schedule._timeline.dates_compiled


class TestWorkDone:
    """Open time is compiled once; a question is a look-up, whatever the span."""

    @pytest.mark.parametrize("ask", QUESTIONS)
    def test_a_question_asked_again_compiles_nothing(self, ask: Question) -> None:
        schedule = nights()
        first = ask(schedule, at(2026))
        done = work(schedule)
        assert done > 0
        assert [ask(schedule, at(2026)) for _ in range(5)] == [first] * 5
        assert work(schedule) == done

    def test_all_questions_together_compile_a_few_years(self) -> None:
        schedule = nights()
        for ask in QUESTIONS:
            ask.values[0](schedule, at(2026))  # type: ignore[operator]
        assert work(schedule) < 6 * 366

    @pytest.mark.parametrize("ask", QUESTIONS)
    def test_questions_of_one_year_compile_it_once(self, ask: Question) -> None:
        schedule = nights()
        for month in range(1, 13):
            ask(schedule, at(2026, month, 1))
            ask(schedule, at(2026, month, 28))
        done = work(schedule)
        for month in range(1, 13):
            for day in range(1, 28, 9):
                ask(schedule, at(2026, month, day))
        assert work(schedule) == done

    def test_the_span_does_not_matter_once_compiled(self) -> None:
        schedule = office()
        schedule.elapsed(at(2000), at(2050))
        done = work(schedule)
        for years in (1, 10, 49):
            assert schedule.elapsed(at(2000), at(2000 + years)) > years * 2000 * HOUR
            assert schedule.add(at(2000), years * 2000 * HOUR) < at(2050)
        assert work(schedule) == done

    def test_no_date_is_compiled_twice(self) -> None:
        schedule = office()
        schedule.is_open(at(2020))
        for year in (2021, 2030, 2010, 2025, 2029, 2011):
            schedule.is_open(at(year))
        snapshot = schedule._timeline.snapshot
        assert work(schedule) == (snapshot.last - snapshot.first).days + 1

    @pytest.mark.parametrize("step", [1, -1], ids=["forwards", "backwards"])
    def test_asked_year_by_year_it_grows_in_a_few_goes(self, step: int, monkeypatch: pytest.MonkeyPatch) -> None:
        """Each go lays all dates out anew; by doubling, all of them together cost about two of the last."""
        dates_laid_out: list[int] = []

        def counted(days: OpenDates, first: date, last: date, source: OpeningDays, known: Span) -> Snapshot:
            dates_laid_out.append((last - first).days + 1)
            return laid_out(days, first, last, source, known)

        monkeypatch.setattr(kept_time, "laid_out", counted)
        schedule = office()
        for year in range(100):
            schedule.is_open(at(2026 + step * year))
        assert len(dates_laid_out) < 10
        assert sum(dates_laid_out) < 2.5 * dates_laid_out[-1]
        assert work(schedule) == dates_laid_out[-1] < 2.2 * 100 * 366

    @pytest.mark.parametrize(("first", "then"), [(1800, 2026), (2026, 1800), (2026, 2250)], ids=str)
    def test_it_does_not_grow_past_the_horizon_by_itself(self, first: int, then: int) -> None:
        """A snapshot that is longer than the horizon answers less quickly, so only what is asked makes one."""
        schedule = office()
        schedule.elapsed(at(first), at(first + 1))
        for year in range(min(first, then), max(first, then)):
            schedule.is_open(at(year))
        snapshot = schedule._timeline.snapshot
        assert snapshot.last - snapshot.first < HORIZON
        assert snapshot.first.year <= min(first, then)
        assert snapshot.last.year >= max(first, then)

    def test_it_grows_to_the_ends_of_the_calendar_and_no_further(self) -> None:
        schedule = office()
        for year in (9800, 9900, 9950):
            schedule.is_open(at(year))
        assert schedule._timeline.snapshot.last == LAST_DATE
        early = office()
        for year in (190, 100, 99, 7):
            early.is_open(at(year))
        assert early._timeline.snapshot.first == FIRST_DATE

    def test_a_long_promise_compiles_in_a_few_goes(self) -> None:
        """The first question about forty years compiles about what it needs, not much more."""
        schedule = office()
        due = schedule.add(at(2026), 40 * 2340 * HOUR)
        assert due.year in (2065, 2066, 2067)
        assert work(schedule) < 3 * 41 * 366

    def test_a_copy_of_other_hours_starts_from_nothing(self) -> None:
        schedule = office()
        schedule.is_open(at(2026))
        assert work(schedule.model_copy(update={"hours": "Mon-Fri 09:00-17:00"})) == 0


def asked(*questions: str) -> Schedule:
    """A schedule that was asked about some instants, or from one to another."""
    schedule = Schedule(timezone="UTC", hours="Mon-Fri 09:00-18:00")
    for question in questions:
        start, *end = (datetime.fromisoformat(part).replace(tzinfo=UTC) for part in question.split(".."))
        schedule.elapsed(start, *(end or [start]))
    return schedule


JUNE, CENTURIES = "2026-06-15", ["2000-06-15..2090-06-15", "2180-06-15", "2280-06-15"]


class TestWhatIsCompiled:
    """Whole years, and one more after them; on the side on which it grows as many again, and 399 at the most."""

    @pytest.mark.parametrize(
        ("questions", "first", "last"),
        [
            pytest.param([JUNE], "2026-01-01", "2027-12-31", id="the-year-and-the-next"),
            pytest.param(["2026-01-05"], "2026-01-01", "2027-12-31", id="in-the-first-days-of-a-year"),
            pytest.param(["2026-01-04"], "2025-01-01", "2027-12-31", id="whose-tails-reach-back-into-the-year-before"),
            pytest.param(["2026-12-27"], "2026-01-01", "2027-12-31", id="in-the-last-days-of-a-year"),
            pytest.param(["2026-12-28"], "2026-01-01", "2028-12-31", id="which-reach-into-the-next"),
            pytest.param([JUNE, "2028-06-15"], "2026-01-01", "2029-12-31", id="as-many-again-after-them"),
            pytest.param([JUNE, "2030-06-15"], "2026-01-01", "2031-12-31", id="or-as-many-as-are-asked-for"),
            pytest.param([JUNE, "2028-06-15", "2030-06-15"], "2026-01-01", "2033-12-31", id="then-twice-as-many"),
            pytest.param([JUNE, "2025-06-15"], "2024-01-01", "2027-12-31", id="as-many-again-before-them"),
            pytest.param([JUNE, "2020-06-15"], "2020-01-01", "2027-12-31", id="or-as-many-as-are-asked-for-there"),
            pytest.param([JUNE, "2025-06-15", "2023-06-15"], "2020-01-01", "2027-12-31",
                         id="then-twice-as-many-there"),
            pytest.param([JUNE, "2020-06-15..2035-06-15"], "2020-01-01", "2036-12-31", id="on-both-sides"),
            pytest.param([*CENTURIES, "2370-06-15"], "2000-01-01", "2398-12-31", id="up-to-399-years"),
            pytest.param([*CENTURIES, "2300-06-15"], "2000-01-01", "2367-12-31", id="what-is-there-already"),
            pytest.param([*CENTURIES, "2400-06-15"], "2400-01-01", "2401-12-31", id="beyond-which-it-starts-anew"),
            pytest.param(["9999-06-15"], "9999-01-01", "9999-11-30", id="to-the-last-year"),
            pytest.param(["9950-06-15", "9980-06-15"], "9950-01-01", "9981-12-31", id="near-the-last-year"),
            pytest.param(["9900-06-15..9970-06-15", "9980-06-15"], "9900-01-01", "9999-11-30", id="no-further-than-it"),
            pytest.param(["0001-02-03"], "0001-02-01", "0002-12-31", id="from-the-first-year"),
            pytest.param(["0050-06-15", "0020-06-15"], "0020-01-01", "0051-12-31", id="near-the-first-year"),
            pytest.param(["0030-06-15..0090-06-15", "0020-06-15"], "0001-02-01", "0091-12-31", id="no-earlier-than-it"),
            pytest.param([JUNE, "2126-06-15"], "2026-01-01", "2127-12-31", id="a-century-on"),
            pytest.param([JUNE, "2127-06-15"], "2127-01-01", "2128-12-31", id="further-on-it-starts-anew"),
            pytest.param([JUNE, "1926-06-15"], "1926-01-01", "2027-12-31", id="a-century-back"),
            pytest.param([JUNE, "1925-06-15"], "1925-01-01", "1926-12-31", id="further-back-it-starts-anew"),
        ],
    )  # fmt: skip
    def test_which_dates(self, questions: list[str], first: str, last: str) -> None:
        snapshot = asked(*questions)._timeline.snapshot
        assert (str(snapshot.first), str(snapshot.last)) == (first, last)

    def test_what_is_known_and_compiled_is_answered_from_it(self) -> None:
        """From two days after the first date, to which the night before may reach, to the midnight after the last."""
        snapshot = asked("2026-06-15")._timeline.snapshot
        assert (snapshot.start, snapshot.end) == (datetime(2026, 1, 3, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))
        assert (snapshot.exact_start, snapshot.exact_end) == (snapshot.start, snapshot.end)

    @pytest.mark.parametrize("forward", [True, False], ids=["forwards", "backwards"])
    def test_a_search_ends_at_the_horizon(self, forward: bool) -> None:
        once = Schedule(timezone="UTC", hours="Mon 09:00-10:00", seasons=[{"first": "0001-01-01", "last": "9999-12-31",
                        "hours": "closed"}])  # fmt: skip
        start = datetime(2026, 6, 15, tzinfo=UTC)
        with pytest.raises(NeverOpenError):
            once.next_opening(start) if forward else once.previous_opening(start)
        assert once._timeline.dates_compiled < HORIZON.days + 40 * 366


class TestGrowth:
    """What was asked before changes no answer."""

    @pytest.mark.parametrize("ask", QUESTIONS)
    @pytest.mark.parametrize("before", [(2031,), (2021,), (2021, 2031), (2031, 2021)], ids=str)
    def test_to_the_left_and_right(self, before: tuple[int, ...], ask: Question) -> None:
        schedule = nights()
        for year in before:
            schedule.is_open(at(year))
        assert ask(schedule, at(2026)) == ask(nights(), at(2026))

    @pytest.mark.parametrize("seam", [(12, 30), (12, 31), (1, 1), (1, 2), (1, 3)], ids=str)
    def test_at_the_turn_of_a_year(self, seam: tuple[int, int]) -> None:
        """The night over New Year belongs to one side of the seam and is open on both."""
        asked_before, fresh = nights(), nights()
        asked_before.is_open(at(2024))
        asked_before.is_open(at(2028))
        start = at(2026, *seam, 20)
        for hours in (1, 5, 9, 40, 200):
            assert asked_before.elapsed(start, start + hours * HOUR) == fresh.elapsed(start, start + hours * HOUR)
            assert asked_before.add(start, hours * HOUR) == fresh.add(start, hours * HOUR)

    @pytest.mark.parametrize("year", [2, 1000, 2600, 9000, 9998])
    @pytest.mark.parametrize("ask", QUESTIONS)
    def test_a_far_off_year(self, ask: Question, year: int) -> None:
        """What lies between is not compiled, and the answer is the same."""
        schedule = office()
        schedule.is_open(at(2026))
        assert ask(schedule, at(year)) == ask(office(), at(year))
        assert work(schedule) < 700 * 366
        # And back.
        assert ask(schedule, at(2026)) == ask(office(), at(2026))

    @pytest.mark.parametrize("hour", [3, 15], ids=["while-closed", "while-open"])
    def test_a_search_for_more_than_a_duration_holds_ends(self, hour: int) -> None:
        office = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00")
        office.add(datetime(2026, 11, 23, 15, tzinfo=UTC), timedelta(hours=1))
        with pytest.raises(NeverOpenError):
            office.add(datetime(2026, 11, 23, hour, tzinfo=UTC), timedelta.max)

    @pytest.mark.parametrize("never", [datetime.max, datetime.min], ids=["the-last", "the-first"])
    def test_an_instant_that_stands_for_never_is_refused_before_anything_is_compiled(self, never: datetime) -> None:
        schedule = office()
        with pytest.raises(InstantRangeError, match="open time is counted from"):
            schedule.elapsed(at(2026), never.replace(tzinfo=UTC))
        assert work(schedule) == 0

    def test_so_far_off_that_it_starts_anew(self) -> None:
        schedule = office()
        schedule.is_open(at(2026))
        schedule.is_open(at(9000))
        assert schedule._timeline.snapshot.first.year > 8000
        assert work(schedule) < 8 * 366

    @given(st.lists(st.integers(2015, 2040), min_size=1, max_size=3), st.integers(2015, 2040), st.integers(1, 365))
    def test_any_order_of_years(self, years: list[int], year: int, day: int) -> None:
        """Whatever was asked before, the windows of a fortnight are those of a fresh schedule."""
        grown, fresh = office(), office()
        for each in years:
            grown.is_open(at(each))
        start = at(year, 1, 1) + timedelta(days=day - 1)
        end = start + timedelta(days=14)
        assert list(grown.windows(start, end)) == list(fresh.windows(start, end))
        assert grown.elapsed(start, end) == fresh.elapsed(start, end)

    @pytest.mark.parametrize(
        ("start", "end"),
        [
            pytest.param(datetime(1, 1, 5, tzinfo=UTC), datetime(1, 6, 1, tzinfo=UTC), id="the-first-january"),
            pytest.param(datetime(9999, 6, 1, tzinfo=UTC), datetime(9999, 12, 20, tzinfo=UTC), id="the-last-december"),
        ],
    )
    def test_at_the_ends_of_the_calendar_nothing_is_made_up(self, start: datetime, end: datetime) -> None:
        with pytest.raises(InstantRangeError, match=r"open time is counted from 0001-02-03 to 9999-11-30"):
            office().elapsed(start, end)

    def test_the_last_opening_of_a_schedule_that_ends(self) -> None:
        """R15: a search ends where nothing more is found, and says what was left."""
        once = Schedule(timezone="UTC", hours="Mon 09:00-10:00") & Schedule(
            timezone="UTC",
            hours={"rrule": "FREQ=DAILY;COUNT=7", "first": date(2026, 11, 23), "opens": "00:00", "closes": "24:00"},  # type: ignore[arg-type]
        )
        monday = datetime(2026, 11, 23, tzinfo=UTC)
        assert once.add(monday, HOUR) == monday + 10 * HOUR
        with pytest.raises(NeverOpenError, match=r"^1:00:00 of 2:00:00 left: .* within 400 years after 2026-11-23"):
            once.add(monday, 2 * HOUR)
        with pytest.raises(NeverOpenError, match=r"0:30:00 of 1:30:00 left: .* within 400 years before 2026-11-30"):
            once.add(monday + timedelta(days=7), -1.5 * HOUR)


class TestThreads:
    """A timeline grows by swapping in a new snapshot: threads never see half of one."""

    @pytest.mark.parametrize("make", [office, nights], ids=["office", "nights"])
    def test_eight_threads_grow_one_timeline_at_once(self, make: Callable[[], Schedule]) -> None:
        years = [2026 + (step if step % 2 else -step) for step in range(24)]
        expected = {year: answers(make(), year) for year in years}
        shared, gate = make(), threading.Barrier(8)

        def ask(offset: int) -> dict[int, object]:
            gate.wait()
            return {year: answers(shared, year) for year in years[offset:] + years[:offset]}

        with ThreadPoolExecutor(8) as pool:
            for found in pool.map(ask, range(0, 24, 3)):
                assert found == expected
        snapshot = shared._timeline.snapshot
        assert snapshot.first.year <= min(years)
        assert snapshot.last.year >= max(years)

    def test_a_snapshot_in_hand_does_not_change(self) -> None:
        schedule = office()
        schedule.is_open(at(2026))
        held = schedule._timeline.snapshot
        edges, totals = held.edges[:], held.totals[:]
        schedule.elapsed(at(2000), at(2050))
        assert schedule._timeline.snapshot is not held
        assert (held.edges, held.totals) == (edges, totals)


def answers(schedule: Schedule, year: int) -> tuple[object, ...]:
    start = at(year, 12, 23, 21)
    return (
        schedule.add(start, 50 * HOUR),
        schedule.elapsed(start, start + timedelta(days=20)),
        schedule.next_opening(start),
        schedule.add_days(start, 7),
        len(list(schedule.windows(start, start + timedelta(days=20)))),
    )
