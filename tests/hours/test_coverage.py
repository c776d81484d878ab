"""How often an answer says that it needs a year of which no holidays are known (R14)."""

import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from slaclock import CoverageError, CoverageWarning, Schedule, SlaPolicy, columns
from slaclock.hours.coverage import KnownTime, common_years

THREADS = 8
KNOWN = ["2026-07-03"]
JANUARY = datetime(2027, 1, 4, 15, tzinfo=UTC)
POLICY = """
name: Example
timezone: America/New_York
holidays: ["2026-07-03"]
schedules: {office: Mon-Fri 09:00-17:00}
plans:
  standard:
    schedule: office
    first_response: {P1: 1 hour, P2: 4 business hours}
    resolution: {P1: 4 hours, P2: 2 business days}
"""


def office(zone: str = "America/New_York") -> Schedule:
    return Schedule(timezone=zone, hours="24x7", holidays=KNOWN, name="office")


def told(ask: Callable[[], object]) -> list[str]:
    """The texts of all warnings, those that Python itself would leave out as well."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        ask()
    assert {each.category for each in caught} <= {CoverageWarning}
    return [str(each.message) for each in caught]


class TestAWarning:
    """It comes once for each schedule and year, however often the year is needed."""

    def test_names_the_year_and_no_date(self) -> None:
        (text,) = told(lambda: office().is_open(JANUARY))
        assert "office: holidays are known for 2026 only, and this answer needs 2027; newer data" in text

    def test_comes_once_for_a_thousand_answers(self) -> None:
        schedule = office()
        assert len(told(lambda: [schedule.is_open(JANUARY + timedelta(hours=hour)) for hour in range(1_000)])) == 1

    def test_comes_for_each_year(self) -> None:
        schedule = office()
        years = [2024, 2025, 2027, 2028, 2029]
        texts = told(lambda: [schedule.is_open(JANUARY.replace(year=year)) for year in years * 3])
        assert [next(year for year in years if f"needs {year};" in text) for text in texts] == years

    def test_comes_for_each_schedule(self) -> None:
        both = office(), office("Asia/Tokyo")
        assert len(told(lambda: [each.is_open(JANUARY) for each in both * 3])) == 2

    def test_comes_once_where_columns_ask_again(self) -> None:
        schedule = office()
        column = pd.Series([JANUARY + timedelta(days=day) for day in range(100)])
        texts = told(lambda: [columns.is_open(schedule, column) for _ in range(3)] + [schedule.is_open(JANUARY)])
        assert len(texts) == 1

    def test_comes_once_for_a_policy_of_which_all_is_asked(self) -> None:
        policy = SlaPolicy.loads(POLICY)

        def ask() -> None:
            for day in range(100):
                for metric in ("first_response", "resolution"):
                    for priority in ("P1", "P2"):
                        policy.due(JANUARY + timedelta(days=day), priority=priority, metric=metric)

        assert len(told(ask)) == 1

    def test_comes_once_for_threads_that_ask_together(self) -> None:
        for _ in range(20):
            schedule, ready = office(), Barrier(THREADS)

            def ask(_: int, schedule: Schedule = schedule, ready: Barrier = ready) -> bool:
                ready.wait(60)
                return schedule.is_open(JANUARY)

            def together(ask: Callable[[int], bool] = ask) -> None:
                with ThreadPoolExecutor(THREADS) as pool:
                    list(pool.map(ask, range(THREADS)))

            assert len(told(together)) == 1

    def test_is_raised_each_time_where_warnings_are_errors(self) -> None:
        schedule = office()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            for _ in range(3):
                with pytest.raises(CoverageWarning):
                    schedule.is_open(JANUARY)
        assert len(told(lambda: schedule.is_open(JANUARY))) == 1

    @pytest.mark.parametrize(
        ("zone", "at", "year"),
        [
            pytest.param("America/New_York", "2027-12-31T23:00:00-05:00", 2027, id="its-clocks-say-the-year"),
            pytest.param("Asia/Tokyo", "2027-12-31T23:00:00-05:00", 2028, id="another-one-in-Tokyo"),
            pytest.param("Asia/Tokyo", "9999-12-31T20:00:00+00:00", 9999, id="past-the-last-year-there-is"),
        ],
    )
    def test_names_the_year_of_the_schedules_clocks(self, zone: str, at: str, year: int) -> None:
        known = office(zone)._known
        instant = datetime.fromisoformat(at).astimezone(UTC)
        (text,) = told(lambda: known.leave(instant))
        assert f"this answer needs {year};" in text

    def test_names_all_years_that_are_known(self) -> None:
        schedule = office().model_copy(update={"holidays": ["2024-07-04", "2026-07-03"]})
        (text,) = told(lambda: schedule.is_open(JANUARY))
        assert "office: holidays are known for 2024-2026 only, and" in text

    def test_is_an_error_by_choice_and_names_the_date(self) -> None:
        schedule = office().model_copy(update={"outside_coverage": "error"})
        with pytest.raises(CoverageError, match="this answer needs 2027-01-04;"):
            schedule.is_open(JANUARY)


class TestKnownYears:
    """They begin and end at midnights of the zone; what knows the first year or the last has no limit there."""

    @pytest.mark.parametrize(
        ("years", "zone", "start", "end"),
        [
            pytest.param((2026, 2026), "UTC", "2026-01-01T00:00", "2027-01-01T00:00", id="one"),
            pytest.param((2024, 2026), "Asia/Tokyo", "2023-12-31T15:00", "2026-12-31T15:00", id="three-in-Tokyo"),
            pytest.param((2, 9998), "UTC", "0002-01-01T00:00", "9999-01-01T00:00", id="all-but-the-first-and-the-last"),
            pytest.param((1, 9999), "UTC", "0001-01-01T00:00", "9999-12-31T23:59:59.999999", id="all"),
            pytest.param((1, 9999), "Asia/Tokyo", "0001-01-01T00:00", "9999-12-31T23:59:59.999999", id="all-in-Tokyo"),
            pytest.param(None, "UTC", "0001-01-01T00:00", "9999-12-31T23:59:59.999999", id="no-limit"),
        ],
    )
    def test_from_when_until_when(self, years: tuple[int, int] | None, zone: str, start: str, end: str) -> None:
        known = KnownTime(years, ZoneInfo(zone), lambda: "office", "warn")
        assert (known.start, known.end) == tuple(datetime.fromisoformat(f"{each}+00:00") for each in (start, end))

    @pytest.mark.parametrize(
        ("each", "common"),
        [
            pytest.param([(2020, 2030), (2025, 2035)], (2025, 2030), id="of-two"),
            pytest.param([(2020, 2030), None], (2020, 2030), id="one-that-has-no-limit"),
            pytest.param([None], None, id="no-limit"),
            pytest.param([], None, id="no-sources"),
        ],
    )
    def test_that_all_sources_know(self, each: list[tuple[int, int] | None], common: tuple[int, int] | None) -> None:
        assert common_years(each) == common


def test_an_answer_beyond_what_is_known_is_the_same_when_it_is_asked_again() -> None:
    """The first one is found in what was just compiled, and the next one in what is unpacked of it."""
    schedule, june = office(), datetime(2026, 6, 1, 15, tzinfo=UTC)
    answers: list[timedelta] = []
    told(lambda: answers.extend(schedule.elapsed(june, JANUARY) for _ in range(3)))
    assert len(answers) == 3
    assert len(set(answers)) == 1
