"""Centuries away (R15, R21): answers are those of time that is kept, and little of it is kept."""

from datetime import UTC, date, datetime, timedelta
from functools import reduce
from operator import or_
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings, strategies as st

from slaclock import LimitError, NeverOpenError, Schedule
from slaclock.hours import FIRST_DATE, LAST_DATE, kept_time
from slaclock.hours.far_time import FarTime
from slaclock.hours.timeline import MOST_EFFORT

HOUR = timedelta(hours=1)
RULE = {"rrule": "FREQ=MONTHLY;BYDAY=1SA", "first": "1900-01-06", "opens": "22:00", "closes": "04:00"}


def made(**stated: object) -> Schedule:
    given = {"timezone": "America/New_York", "hours": "Mon-Fri 09:00-18:00", "outside_coverage": "ignore"}
    return Schedule(**(given | stated))  # type: ignore[arg-type]


KINDS = [
    pytest.param({}, id="a-week"),
    pytest.param({"hours": "Sun-Thu 22:00-06:00", "holidays": ["US", "--12-24"]}, id="nights-and-holidays"),
    pytest.param({"hours": "24x7", "holidays": "--01-01", "holiday_rule": "calendar_date"}, id="closed-at-new-year"),
    pytest.param({"hours": "24x7"}, id="always"),
    pytest.param({"timezone": "Asia/Tehran", "hours": "Sat-Wed 08:00-12:00, 13:00-17:00"}, id="twice-a-day"),
    pytest.param({"hours": RULE}, id="a-rule"),
    pytest.param({"hours": ["Mon-Fri 09:00-17:00", "first Saturday of the month 10:00-14:00"]}, id="a-rota"),
    pytest.param({"hours": "Sun-Thu 22:00-06:00", "belongs_to": "closing_date"}, id="nights-of-the-next-date"),
    pytest.param({"hours": "Mon 08:00 Australia/Sydney - Fri 17:30 America/Los_Angeles"}, id="a-block"),
    pytest.param({"seasons": [{"first": "2020-01-01", "last": "2101-06-30", "hours": "closed"}]}, id="a-long-closure"),
    pytest.param({"holidays": "Good Friday", "exceptions": {"easter": "10:00-11:00"}}, id="days-from-easter"),
    pytest.param({"holidays": ["US", {"after": "Thanksgiving Day", "days": 1}]}, id="a-day-beside-another"),
]


KEPT: dict[str, Schedule] = {}
FAR: dict[str, FarTime] = {}


def both(stated: dict[str, object]) -> tuple[Schedule, Schedule]:
    """A schedule that keeps nothing but amounts, and the same one when four centuries are kept."""
    fresh, name = made(**stated), repr(stated)
    if name not in KEPT:
        KEPT[name] = fresh.model_copy()
        KEPT[name]._timeline.cover(datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))
        assert KEPT[name]._timeline.snapshot.exact_end > datetime(2200, 1, 1, tzinfo=UTC)
    kept_time._SHARED.clear()  # Equal schedules share what is kept.
    fresh._timeline.kept.far = FAR.setdefault(name, fresh._timeline.kept.far)
    return fresh, KEPT[name]


def instants() -> st.SearchStrategy[datetime]:
    """Draw instants of a century, many of them at the turn of a decade, where pieces end."""
    turns = st.builds(
        lambda decade, minutes: datetime(decade * 10 + 1, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes),
        st.integers(195, 207),
        st.integers(-4_000, 4_000),
    )
    anywhere = st.datetimes(datetime(1950, 1, 1), datetime(2080, 1, 1), timezones=st.just(UTC))
    return turns | anywhere


@pytest.mark.parametrize("stated", KINDS)
class TestAnswers:
    """What is compiled in pieces and dropped answers as what is kept does."""

    @settings(max_examples=15)  # Each compiles decades, and each kind draws its own.
    @given(st.data())
    def test_elapsed(self, stated: dict[str, object], data: st.DataObject) -> None:
        """Open time over more than a century is the same, and less its sign backwards."""
        start = data.draw(instants())
        end = start + timedelta(days=data.draw(st.integers(36_600, 38_000)), minutes=data.draw(st.integers(0, 1_440)))
        schedule, known = both(stated)
        assert schedule._timeline._between(start, end) is None
        assert schedule.elapsed(start, end) == known.elapsed(start, end) == -schedule.elapsed(end, start)

    def test_windows(self, stated: dict[str, object]) -> None:
        """The windows of more than a century are the same, also where a piece ends within one."""
        schedule, known = both(stated)
        start, end = datetime(1960, 12, 30, 3, tzinfo=UTC), datetime(2071, 1, 1, 7, tzinfo=UTC)
        assert list(schedule.windows(start, end)) == list(known.windows(start, end))

    @given(instants(), st.integers(1, 20_000), st.booleans(), st.sampled_from(["closing", "next_opening"]))
    def test_add(self, stated: dict[str, object], at: datetime, hours: int, back: bool, boundary: str) -> None:
        """A deadline decades off is the one of time that is kept, in each direction and at each boundary."""
        (schedule, known), amount = both(stated), hours * HOUR * (-1 if back else 1)
        assert answer(schedule, at, amount, boundary) == answer(known, at, amount, boundary)

    @given(instants(), st.integers(-9_000, 9_000), st.sampled_from(["same_time", "open", "close"]))
    def test_add_days(self, stated: dict[str, object], at: datetime, days: int, rule: str) -> None:
        """So many business days lead to the same instant."""
        schedule, known = both(stated)
        assert days_later(schedule, at, days, rule) == days_later(known, at, days, rule)

    @settings(max_examples=15)
    @given(instants())
    def test_business_days(self, stated: dict[str, object], at: datetime) -> None:
        """As many business days lie between two dates, and as many less their sign backwards."""
        schedule, known = both(stated)
        first, end = at.date(), at.date() + timedelta(days=37_000)
        assert schedule.business_days(first, end) == known.business_days(first, end)
        assert schedule.business_days(end, first) == known.business_days(end, first)

    @given(instants())
    def test_edges(self, stated: dict[str, object], at: datetime) -> None:
        """The openings and closings beside an instant are the same, however far off."""
        schedule, known = both(stated)
        assert edges(schedule, at) == edges(known, at)


def answer(schedule: Schedule, at: datetime, amount: timedelta, boundary: str) -> object:
    try:
        return schedule.add(at, amount, boundary=boundary)  # type: ignore[arg-type]
    except NeverOpenError as error:
        return str(error)


def days_later(schedule: Schedule, at: datetime, days: int, rule: str) -> object:
    try:
        return schedule.add_days(at, days, rule=rule)  # type: ignore[arg-type]
    except NeverOpenError as error:
        return str(error)


def edges(schedule: Schedule, at: datetime) -> list[object]:
    found: list[object] = []
    for ask in (schedule.next_opening, schedule.next_closing, schedule.previous_opening, schedule.previous_closing):
        try:
            found.append(ask(at))
        except NeverOpenError as error:
            found.append(str(error))
    return found


class TestLikeOtherYears:
    """What happens every 400 years is measured once."""

    @pytest.mark.parametrize("stated", KINDS)
    @pytest.mark.parametrize("number", [3, 88, 150, 178, 221, 260, 400, 998])
    def test_a_piece_that_is_like_another_is_measured_the_same(self, stated: dict[str, object], number: int) -> None:
        schedule = made(**stated)
        far = FarTime(schedule._days, schedule._timeline.kept._compiler.compiled)
        number = number * 10 // far.years
        told, measured = far._whole_piece(number), far._measured(number)
        assert told[:7] == measured[:7]
        assert told.compiled().days == measured.compiled().days

    @pytest.mark.parametrize("stated", [pytest.param({}, id="a-week"), pytest.param({"hours": RULE}, id="a-rule")])
    def test_all_the_years_there_are_compile_some_of_them(self, stated: dict[str, object]) -> None:
        schedule = made(**stated)
        first = datetime.combine(FIRST_DATE + timedelta(days=3), datetime.min.time(), UTC)
        last = datetime.combine(LAST_DATE - timedelta(days=3), datetime.min.time(), UTC)
        assert schedule.elapsed(first, last) > timedelta(0)
        assert schedule._timeline.dates_compiled < 1_300 * 366

    @pytest.mark.parametrize(
        "rule",
        [
            pytest.param("FREQ=DAILY;INTERVAL=2", id="every-other-day"),
            pytest.param("FREQ=YEARLY;INTERVAL=7", id="every-seventh-year"),
        ],
    )
    def test_a_rule_whose_interval_does_not_fit_is_followed(self, rule: str) -> None:
        """Two such days are a day apart in each other period of 400 years."""
        hours = {"rrule": rule, "first": "0101-03-01", "opens": "09:00", "closes": "17:00"}
        far = (every := made(hours=hours))._timeline.kept.far
        assert every._days.irregular == (1, 9999)
        assert [far._alike(number) for number in (3, 500, 998)] == [3, 500, 998]

    def test_a_rule_that_ends_is_irregular_until_then(self) -> None:
        hours = {"rrule": "FREQ=DAILY;UNTIL=25000101", "first": "2026-03-01", "opens": "09:00", "closes": "17:00"}
        assert made(hours=hours)._days.irregular == (1800, 2500)


class TestEnds:
    """At the ends of the calendar every search ends."""

    @pytest.mark.parametrize("year", [2, 12, 9985, 9998])
    @pytest.mark.parametrize("years", [-30, 30])
    def test_past_the_ends(self, year: int, years: int) -> None:
        schedule, amount = made(), years * 2_340 * HOUR
        if 2 < year + years < 9998:
            assert abs(schedule.add(at(year), amount) - at(year)) < timedelta(days=31 * 366)
        else:
            with pytest.raises(NeverOpenError, match="or the years 1 to 9999 end"):
                schedule.add(at(year), amount)
            with pytest.raises(NeverOpenError, match="or the years 1 to 9999 end"):
                schedule.add_days(at(year), years * 300)


class TestKept:
    """A question about centuries leaves little behind, and is not asked anew from the start."""

    @pytest.mark.parametrize(
        "ask",
        [
            pytest.param(lambda s: s.elapsed(at(1000), at(3000)), id="elapsed"),
            pytest.param(lambda s: s.add(at(2026), 700_000 * HOUR), id="add"),
            pytest.param(lambda s: s.add_days(at(2026), 36_600), id="add_days"),
            pytest.param(lambda s: sum(1 for _ in s.windows(at(1000), at(1500))), id="windows"),
        ],
    )
    def test_years_and_no_centuries_are_kept(self, ask: object) -> None:
        schedule = made()
        first = ask(schedule)  # type: ignore[operator]
        snapshot, pieces = schedule._timeline.snapshot, schedule._timeline.kept.far._recent
        assert (snapshot.last.toordinal() - snapshot.first.toordinal()) / 366 < 34
        assert len(pieces) <= 2
        assert ask(schedule) == first  # type: ignore[operator]

    def test_asked_again_it_compiles_the_ends_alone(self) -> None:
        schedule = made()
        first = schedule.elapsed(at(1000), at(3000))
        done = schedule._timeline.dates_compiled
        assert schedule.elapsed(at(1000), at(3000)) == first
        assert schedule._timeline.dates_compiled - done <= 2 * 10 * 366

    def test_two_centuries_in_turn_are_compiled_once_each(self) -> None:
        """Rows with a date that stands for never lie beside the rows of today."""
        schedule = made()
        for _ in range(5):
            assert schedule.is_open(at(2026))
            assert schedule.is_open(at(9001))
        assert schedule._timeline.dates_compiled < 5 * 366

    def test_many_windows_a_day_keep_fewer_years(self) -> None:
        hours = [f"Mon-Sun {hour:02}:{minute:02}-{hour:02}:{minute + 5:02}" for hour in range(24) for minute in (0, 20)]
        schedule = made(hours=hours)
        assert schedule._timeline.longest_kept < timedelta(days=10 * 366) < made()._timeline.longest_kept
        year = schedule.elapsed(at(2026), at(2027))
        assert schedule.elapsed(at(2001), at(2101)) > 99 * year
        assert len(schedule._timeline.snapshot.edges) < 1_000_000


class TestLimit:
    """What is too much work is refused, whatever was asked before."""

    @pytest.fixture
    def many(self) -> Schedule:
        zones = ["Asia/Tokyo", "Asia/Kolkata", "Europe/Paris", "America/Lima", "America/Denver", "Africa/Cairo"] * 5
        return reduce(or_, [made(timezone=zone) for zone in zones])

    @pytest.mark.parametrize(
        "ask",
        [
            pytest.param(lambda s: s.elapsed(at(2026), at(2226)), id="elapsed"),
            pytest.param(lambda s: s.add(at(2026), 1_000_000 * HOUR), id="add"),
            pytest.param(lambda s: s.add(at(2026), -1_000_000 * HOUR), id="add-backwards"),
            pytest.param(lambda s: s.add_days(at(2026), 40_000), id="add_days"),
            pytest.param(lambda s: s.business_days(date(2026, 6, 15), date(2226, 6, 15)), id="business_days"),
            pytest.param(
                lambda s: (s & made(hours="Sun 08:00-08:30", timezone="UTC")).next_opening(at(2026)), id="edge"
            ),
        ],
    )
    def test_it_names_the_schedule_and_the_way_out(self, many: Schedule, ask: object) -> None:
        for _ in range(2):
            with pytest.raises(LimitError, match=r"is too much work from 2026-06-1[456] to .*; ask about fewer years"):
                ask(many)  # type: ignore[operator]

    def test_a_near_question_is_answered(self, many: Schedule) -> None:
        assert many.add(at(2026), 9 * HOUR) > at(2026)
        assert many.elapsed(at(2026), at(2046)) > timedelta(days=365)

    def test_what_is_kept_for_columns_changes_no_answer(self) -> None:
        """Two dozen schedules are refused a century, also where that was compiled before."""
        several = reduce(or_, [made(timezone="Asia/Tokyo", hours=f"Mon {n:02}:00-{n:02}:30") for n in range(24)])
        assert several._days.effort * 366 * 100 > MOST_EFFORT
        for year in range(2026, 2140, 10):
            assert several.elapsed(at(year), at(year + 10)) > timedelta(0)
        with pytest.raises(LimitError):
            several.add(at(2026), 75_000 * HOUR)


def at(year: int) -> datetime:
    return datetime(year, 6, 15, 12, tzinfo=ZoneInfo("America/New_York"))
