"""What is compiled is whole numbers, shared by all that open alike, and unpacked where something is asked (R8, R10)."""

import gc
import pickle
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
import pytest
from hypothesis import given, strategies as st
from strategies import Case, cases, noisy_instants

from slaclock import CoverageError, CoverageWarning, NeverOpenError, Schedule, SlaPolicy, columns
from slaclock.hours import zone_clocks
from slaclock.hours.coverage import AllTime
from slaclock.hours.kept_time import _SHARED, KeptTime
from slaclock.hours.timeline import Timeline
from slaclock.hours.usual_hours import spans_of
from slaclock.hours.whole_numbers import EPOCH, instant, micros
from slaclock.policy.document import KEPT_CUSTOMERS

TICK, HOUR, DAY = timedelta.resolution, timedelta(hours=1), timedelta(days=1)
ZONES = [
    "America/New_York", "Europe/London", "Europe/Berlin", "Asia/Tokyo", "Asia/Kolkata", "Australia/Sydney",
    "America/Sao_Paulo", "Africa/Cairo", "America/Los_Angeles", "Pacific/Auckland",
]  # fmt: skip
JUNE = datetime(2026, 6, 15, 15, tzinfo=UTC)


def office(**more: Any) -> Schedule:
    return Schedule(**{"timezone": "America/New_York", "hours": "Mon-Fri 09:00-18:00", **more})


class TestSharing:
    def test_a_thousand_customers_in_ten_zones_compile_ten_timelines(self) -> None:
        customers = [office(timezone=ZONES[number % 10], name=f"customer {number}") for number in range(1_000)]
        answers = [customer.add(JUNE, 8 * HOUR) for customer in customers]
        assert answers == answers[:10] * 100
        kept = {id(customer._timeline.kept): customer._timeline.kept for customer in customers}
        assert len(kept) == 10
        assert sum(each.dates_compiled for each in kept.values()) == 10 * 730

    @pytest.mark.parametrize(
        ("customers", "kept"),
        [
            pytest.param([ZONES[number % 10] for number in range(1_000)], 10, id="a-thousand-in-ten-zones"),
            pytest.param(sorted(available_timezones())[: 2 * KEPT_CUSTOMERS], KEPT_CUSTOMERS, id="each-elsewhere"),
        ],
    )
    def test_a_policy_keeps_those_of_whom_it_was_asked_last(self, customers: list[str], kept: int) -> None:
        """What is kept of others goes at once, and the rest with the policy."""
        gc.disable()
        try:
            theirs = {"hours": "Mon-Fri 09:00-17:00", "timezone": "customer"}
            promised = {"p": {"schedule": "theirs", "first_response": "8 business hours"}}
            policy = SlaPolicy(name="Shared", timezone="UTC", schedules={"theirs": theirs}, plans=promised)
            for zone in customers:
                policy.for_customer(zone).due(JUNE)
            assert len(_SHARED) == kept
            assert sum(each.dates_compiled for each in _SHARED.values()) == kept * 730
            del policy
            gc.collect()
            assert len(_SHARED) == 0
        finally:
            gc.enable()

    @pytest.mark.parametrize(
        "other",
        [
            pytest.param({"name": "other"}, id="the-name"),
            pytest.param({"outside_coverage": "ignore"}, id="what-happens-outside-years-that-all-are-known"),
            pytest.param({"hours": ["Mon-Fri 09:00-18:00"]}, id="how-it-is-written"),
        ],
    )
    def test_what_does_not_change_when_it_is_open(self, other: dict[str, Any]) -> None:
        assert office()._timeline.kept is not office(timezone="Asia/Tokyo")._timeline.kept
        one, another = office(), office(**other)
        assert one._timeline.kept is another._timeline.kept

    @pytest.mark.parametrize(
        "other",
        [
            pytest.param({"timezone": "America/Toronto"}, id="zone"),
            pytest.param({"hours": "Mon-Fri 09:00-17:00"}, id="hours"),
            pytest.param({"holidays": "2026-06-16"}, id="holidays"),
            pytest.param({"exceptions": {"2026-06-16": "closed"}}, id="exceptions"),
            pytest.param({"seasons": [{"first": "--06-01", "last": "--08-31", "hours": "Mon 09:00-10:00"}]},
                         id="seasons"),
            pytest.param({"holiday_rule": "calendar_date"}, id="holiday-rule"),
            pytest.param({"belongs_to": "closing_date"}, id="belongs-to"),
        ],
    )  # fmt: skip
    def test_everything_else_does(self, other: dict[str, Any]) -> None:
        one, another = office(), office(**other)
        assert one._timeline.kept is not another._timeline.kept

    def test_years_that_are_not_known_are_not_answered_from_those_of_another_without_a_word(self) -> None:
        careless = office(holidays="US", outside_coverage="ignore")
        careful = office(holidays="US", outside_coverage="error")
        far = datetime(2600, 6, 15, tzinfo=UTC)
        careless.is_open(far)
        with pytest.raises(CoverageError, match="holidays are known for"):
            careful.is_open(far)

    def test_errors_name_the_schedule_that_was_asked(self) -> None:
        nothing = {"seasons": [{"first": "0001-01-01", "last": "9999-12-31", "hours": "closed"}]}
        for name in ("first", "second"):
            with pytest.raises(NeverOpenError, match=f"{name} never opens"):
                office(name=name, **nothing).next_opening(JUNE)

    def test_combinations_share_by_their_parts(self) -> None:
        parts = [(office(name=name), office(timezone="Asia/Tokyo", name=name)) for name in ("one", "other")]
        one, other = (ours | theirs for ours, theirs in parts)
        assert one._timeline.kept is other._timeline.kept
        assert (parts[0][1] | parts[0][0])._timeline.kept is not one._timeline.kept
        assert (parts[0][0] & parts[0][1])._timeline.kept is not one._timeline.kept

    def test_nothing_is_kept_for_nobody(self) -> None:
        schedule = office(hours="Mon-Fri 09:00-17:30", exceptions={"2026-06-16": "closed"}, holidays="US")
        schedule.add_days(JUNE, 3)
        assert len(_SHARED) == 1
        gc.disable()
        try:
            del schedule
            assert len(_SHARED) == 0
        finally:
            gc.enable()

    def test_a_copy_by_pickle_shares_it(self) -> None:
        schedule = office(holidays="US")
        due = schedule.add(JUNE, 400 * HOUR)
        copied = pickle.loads(pickle.dumps(schedule))
        assert copied._timeline.kept is schedule._timeline.kept
        assert copied.add(JUNE, 400 * HOUR) == due


class Asked(tzinfo):
    """New York, and how often it was asked for its offset."""

    def __init__(self) -> None:
        self.times = 0
        self._zone = ZoneInfo("America/New_York")

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        self.times += 1
        return self._zone.utcoffset(at and at.replace(tzinfo=self._zone))

    def dst(self, at: datetime | None) -> timedelta | None:
        return None

    def fromutc(self, at: datetime) -> datetime:
        self.times += 1
        return at.replace(tzinfo=UTC).astimezone(self._zone).replace(tzinfo=self)


@pytest.mark.parametrize(
    "hours",
    [
        pytest.param("Mon-Sun 00:30-13:00, 14:00-18:00", id="weekly"),
        pytest.param({"rrule": "FREQ=DAILY", "first": "2000-01-01", "opens": "01:00", "closes": "17:00"}, id="by-rule"),
    ],
)
def test_a_zone_is_asked_when_its_clocks_change_and_nothing_of_hours(hours: Any) -> None:
    """Each midnight of the years is asked about, and each change is searched for by halves; once for all hours."""
    zone, stated = Asked(), office(hours=hours).hours
    usual = spans_of(stated, zone, "opening_date")  # type: ignore[arg-type]
    first, last = date(2020, 1, 1), date(2029, 12, 31)
    zone_clocks._changes.cache_clear()
    expected = spans_of(stated, ZoneInfo("America/New_York"), "opening_date")(first, last)  # type: ignore[arg-type]
    assert usual(first, last) == expected
    asked, zone.times = zone.times, 0
    assert asked < 12 * 367 + 12 * 2 * 2 * 20
    usual(first, last)
    assert zone.times == 1


@pytest.mark.parametrize("hours", ["Mon 00:00-01:00", "Sat 00:00-01:00"])
def test_a_shift_over_a_date_that_is_skipped_belongs_to_the_date_on_which_it_ends(hours: str) -> None:
    """The clocks of Kwajalein went from the end of 20 August 1993 to the beginning of the 22nd (R4, R10)."""
    nights = office(timezone="Asia/Kathmandu", hours="Tue-Thu, Sat 00:00-24:00", belongs_to="closing_date")
    both = office(timezone="Pacific/Kwajalein", hours=hours) | nights
    at = datetime(1993, 8, 21, 11, 45, tzinfo=UTC)
    assert at.astimezone(both._zone).date() == date(1993, 8, 20)
    assert both._timeline.date_at(at) == both._timeline._date_near(at) == date(1993, 8, 22)
    column = np.array([at.replace(tzinfo=None)], "datetime64[us]")
    assert columns.add_days(both, column, 1).item() == both.add_days(at, 1).replace(tzinfo=None)


class TestWhatIsKept:
    def test_whole_numbers_alone(self) -> None:
        schedule = office()
        schedule._timeline.cover(JUNE, JUNE + 1_000 * DAY)
        snapshot = schedule._timeline.snapshot
        arrays = (snapshot.edges, snapshot.totals, snapshot.days.dates)
        assert [array.typecode for array in arrays] == ["q", "q", "i"]
        assert snapshot.days.edges is snapshot.edges
        # 28 bytes a date: its opening, its closing, the time before them, and the date.
        assert sum(array.itemsize * len(array) for array in arrays) == 28 * len(snapshot.days.dates) + 8
        assert snapshot.pages == {}

    def test_around_what_is_asked_a_page_is_unpacked(self) -> None:
        schedule = office()
        schedule.is_open(JUNE)
        snapshot = schedule._timeline.snapshot
        ((start, end, *_),) = snapshot.pages.values()
        assert start <= JUNE < end
        assert end - start == 128 * DAY
        for days in range(0, 60, 7):
            schedule.is_open(start + days * DAY)
        assert len(snapshot.pages) == 1

    def test_what_was_compiled_just_now_is_unpacked_when_somebody_asks_again(self) -> None:
        schedule = office()
        counted = schedule.elapsed(JUNE, JUNE + DAY)
        assert schedule._timeline.snapshot.pages == {}
        assert schedule.elapsed(JUNE, JUNE + DAY) == counted
        assert len(schedule._timeline.snapshot.pages) == 1

    def test_what_is_not_known_is_not_unpacked(self) -> None:
        schedule = office(holidays="US", outside_coverage="ignore").model_copy(update={"outside_coverage": "warn"})
        with pytest.warns(CoverageWarning, match="holidays are known for"):
            schedule.elapsed(datetime(2600, 6, 15, tzinfo=UTC), datetime(2600, 6, 16, tzinfo=UTC))
        assert schedule._timeline.snapshot.pages == {}


@given(st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31), timezones=st.just(UTC)))
def test_an_instant_is_a_whole_number_and_back(at: datetime) -> None:
    assert instant(micros(at)) == at
    assert micros(EPOCH) == 0
    assert micros(EPOCH + DAY) == 86_400_000_000


@given(cases(3, at=noisy_instants))
def test_pages_answer_as_the_whole_does(case: Case) -> None:
    """Whichever pages are unpacked, an answer is that of the arrays."""
    schedule, known = case.schedule, AllTime()
    instants = [at.astimezone(UTC) for at in case.instants]
    warm, fresh = (Timeline(KeptTime(schedule._days, (known.start, known.end)), known, str) for _ in range(2))
    for at in instants:
        warm.is_open(at)
    for at in instants:
        whole = fresh._around(at)
        assert warm.is_open(at) == bool(whole.edges_until(at) & 1)
        assert warm.is_closing(at) == (whole.edge(whole.edges_before(at)) == at and whole.edges_before(at) & 1)
        day = warm.date_at(at)
        assert day == fresh._date_near(at)
        for count in range(-3, 4):
            assert warm.business_date(day, count) == fresh.business_day(day, count).date
        for other in instants:
            there = fresh._between(at, other)
            assert there is not None
            assert warm.elapsed(at, other) == there.open_before(other) - there.open_before(at)
        for hours in (1, 9, 100, 1_000):
            for goal in (hours * HOUR, hours * HOUR + TICK):
                assert warm.add(at, goal) == fresh._search(at, goal, latest=False)


class TestAtTheEndsOfPages:
    """What is unpacked ends somewhere, and answers do not show where."""

    def test_many_instants_over_many_pages(self) -> None:
        schedule = office(hours="Mon-Fri 09:00-18:00, 22:00-02:00")
        instants = [JUNE + days * DAY for days in range(-100, 400, 9)]
        schedule._timeline.cover(instants[0], instants[-1])
        counted = schedule._timeline.elapsed_to_each(JUNE, instants)
        assert counted == [schedule.elapsed(JUNE, at) for at in instants]
        assert len(schedule._timeline.snapshot.pages) > 3

    def test_hours_that_go_on_over_the_end(self) -> None:
        always = office(hours="24x7")
        always.is_open(JUNE)
        ((_, end, *_),) = always._timeline.snapshot.pages.values()
        assert always.add(end - HOUR, 2 * HOUR) == end + HOUR
        assert always.is_open(end)

    @pytest.mark.parametrize("ask", ["add", "is_open", "elapsed"])
    def test_the_last_page_of_what_is_kept_is_not_whole(self, ask: str) -> None:
        asked, fresh = office(), office(hours="Mon-Fri 09:00-17:30, 17:30-18:00")
        asked.is_open(JUNE)
        last = asked._timeline.snapshot.end
        asked.is_open(last - DAY)
        beyond = last + 3 * DAY
        assert beyond.toordinal() >> 7 == (last - DAY).toordinal() >> 7
        more = {"add": [8 * HOUR], "is_open": [], "elapsed": [beyond + 9 * DAY]}[ask]
        assert getattr(asked, ask)(beyond, *more) == getattr(fresh, ask)(beyond, *more)

    def test_a_date_beyond_what_is_kept(self) -> None:
        timeline = office()._timeline
        timeline.day(JUNE.date())
        there = timeline.business_date(JUNE.date(), 2_000)
        assert timeline.business_days(JUNE.date(), there) == 2_000

    def test_what_is_not_known_is_asked_each_time(self) -> None:
        schedule = office(holidays="US")
        far = datetime(2600, 6, 16, 15, tzinfo=UTC)
        with pytest.warns(CoverageWarning, match="this answer needs 2600"):
            assert schedule.is_open(far)
        assert schedule._timeline.snapshot.pages == {}


def test_hours_by_a_rule_that_no_clock_shows() -> None:
    hours = {"rrule": "FREQ=DAILY", "first": "2000-01-01", "opens": "02:10", "closes": "02:50"}
    days = office(hours=hours)._days.days(date(2026, 3, 6), date(2026, 3, 10))
    assert [date.fromordinal(day).day for day in days.dates] == [6, 7, 9, 10]
