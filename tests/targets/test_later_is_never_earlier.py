"""R20: under one target, a later request is never due earlier, whatever its words and its hours."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st
from oracle import utc
from strategies import Case, cases, noisy_instants, separate_declarations
from test_phrase_book import READ

from slaclock import Schedule, SlaClockError, Target

PHRASES = sorted(row.text for (row,) in (param.values for param in READ) if row.book == "targets")


def targets() -> st.SearchStrategy[Target]:
    """Targets of the phrase book, one in two of them in days."""
    read = [Target(text) for text in PHRASES]
    in_days = [target for target in read if target.days is not None]
    return st.one_of(st.sampled_from(in_days), st.sampled_from(read))


def in_order(target: Target, case: Case) -> bool:
    first, later = sorted(case.instants, key=utc)
    try:
        return utc(target.due(first, case.schedule)) <= utc(target.due(later, case.schedule))
    except SlaClockError:
        return True  # Some hours never open.


@given(targets(), cases(size=2, at=noisy_instants))
def test_a_later_request_is_never_due_earlier(target: Target, case: Case) -> None:
    """By default choices, for every phrase, schedule and instant."""
    assert in_order(target, case)


DAYS_THAT_ARE_NAMED = [text for text in PHRASES if Target(text).names_day or Target(text).of]


@given(st.sampled_from(DAYS_THAT_ARE_NAMED), cases(size=2, declared=separate_declarations))
def test_nor_at_once_where_a_day_is_named(text: str, case: Case) -> None:
    """What names a day keeps its word also when counting begins at once, if hours belong to one day each."""
    assert in_order(Target(text, starts="at_once"), case)


@st.composite
def crowded_weeks(draw: st.DrawFn) -> Schedule:
    """Hours of any length up to a day, on any days, that overlap as they will."""
    half_hours = st.integers(0, 47).map(lambda number: time(number // 2, 30 * (number % 2)))
    days = st.sampled_from(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))
    windows = draw(st.lists(st.tuples(days, half_hours, half_hours), min_size=1, max_size=6))
    return Schedule(
        timezone=draw(st.sampled_from(("UTC", "America/New_York", "Asia/Kolkata"))),
        hours=[f"{day} {opens:%H:%M}-{closes:%H:%M}" for day, opens, closes in windows],
        belongs_to=draw(st.sampled_from(("opening_date", "closing_date"))),
    )


IN_DAYS = [Target(text) for text in PHRASES if Target(text).days is not None]
BY_EACH_RULE = [Target("2 business days", day_rule=rule) for rule in ("same_time", "open", "close")]
HALF_HOURS = [datetime(2026, 11, 22, tzinfo=UTC) + timedelta(minutes=30 * number) for number in range(9 * 48)]


@given(crowded_weeks(), st.sampled_from([*IN_DAYS, *BY_EACH_RULE]))
def test_nor_where_hours_of_many_dates_overlap(schedule: Schedule, target: Target) -> None:
    """In the tail of one shift as in the hours of the next, on every half hour of a week."""
    due = [target.due(opened, schedule) for opened in HALF_HOURS]
    assert due == sorted(due)


class TestTheNextBusinessDay:
    """A phrase that names a date is due on that date, also when it arrives after closing."""

    OFFICE = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-17:00", holidays="US")
    SHORT_FRIDAYS = Schedule(timezone="America/New_York", hours="Mon-Thu 09:00-17:00; Fri 09:00-13:00")
    NIGHTS = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00")

    @pytest.mark.parametrize(
        ("schedule", "starts", "opened", "due"),
        [
            pytest.param(OFFICE, "at_once", "2026-11-20 10:00", "Mon 2026-11-23 10:00", id="friday-morning"),
            pytest.param(OFFICE, "at_once", "2026-11-20 17:00", "Mon 2026-11-23 17:00", id="friday-at-closing"),
            pytest.param(OFFICE, "at_once", "2026-11-20 17:30", "Mon 2026-11-23 17:00", id="friday-evening"),
            pytest.param(OFFICE, "at_once", "2026-11-21 10:00", "Mon 2026-11-23 17:00", id="saturday"),
            pytest.param(OFFICE, "at_once", "2026-11-22 23:00", "Mon 2026-11-23 17:00", id="sunday"),
            pytest.param(OFFICE, "at_once", "2026-11-23 08:00", "Tue 2026-11-24 09:00", id="before-monday-opens"),
            pytest.param(OFFICE, "at_once", "2025-12-26 18:30", "Mon 2025-12-29 17:00", id="published-for-december"),
            pytest.param(OFFICE, "at_once", "2025-12-31 18:30", "Fri 2026-01-02 17:00", id="published-for-new-year"),
            pytest.param(OFFICE, None, "2026-11-20 17:30", "Tue 2026-11-24 09:00", id="by-default-from-the-opening"),
            pytest.param(SHORT_FRIDAYS, None, "2026-11-19 15:00", "Fri 2026-11-20 13:00", id="no-later-than-its-close"),
            pytest.param(NIGHTS, "at_once", "2026-11-21 12:00", "Mon 2026-11-23 06:00", id="a-closing-ends-its-shift"),
        ],
    )
    def test_it_is_due_on_that_day(self, schedule: Schedule, starts: str | None, opened: str, due: str) -> None:
        at = datetime.fromisoformat(opened).replace(tzinfo=ZoneInfo("America/New_York"))
        found = Target("next business day", starts=starts).due(at, schedule)  # type: ignore[arg-type]
        assert f"{found:%a %Y-%m-%d %H:%M}" == due

    def test_backwards_it_is_no_earlier_than_its_opening(self) -> None:
        late = Schedule(timezone="America/New_York", hours="Mon-Thu 09:00-17:00; Fri 12:00-17:00")
        monday = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("America/New_York"))
        assert f"{late.add_days(monday, -1, ends='same_day'):%a %H:%M}" == "Fri 12:00"
        assert f"{late.add_days(monday, -1):%a %H:%M}" == "Thu 17:00"


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        pytest.param("Sun 00:00", "Mon 06:00", id="from-saturdays-night"),
        pytest.param("Sun 06:00", "Mon 06:00", id="mondays-own-hours-end-within-sundays-night"),
        pytest.param("Mon 00:30", "Sun 06:00", id="from-mondays-own-hours"),
        pytest.param("Mon 04:00", "Sun 06:00", id="in-sundays-night-when-mondays-own-hours-are-over"),
    ],
)
def test_a_day_closes_no_earlier_than_those_before_it(opened: str, due: str) -> None:
    schedule = Schedule(timezone="UTC", hours="Mon 00:00-02:00; Sat-Sun 22:00-06:00")
    day = {"Sun": 22, "Mon": 23}[opened[:3]]
    at = datetime.fromisoformat(f"2026-11-{day}T{opened[4:]}Z")
    assert f"{Target('by end of day on the following working day').due(at, schedule):%a %H:%M}" == due


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        pytest.param("Mon 17:00", "Tue 17:00", id="before-the-shift"),
        pytest.param("Mon 18:00", "Tue 17:00", id="in-the-shift-in-the-tail-of-which-it-is-due"),
        pytest.param("Tue 16:30", "Wed 17:00", id="in-its-tail"),
    ],
)
def test_a_calendar_day_is_of_the_date_that_clocks_show(opened: str, due: str) -> None:
    schedule = Schedule(timezone="UTC", hours="Mon 17:30-17:30")
    at = datetime.fromisoformat(f"2026-11-{ {'Mon': 23, 'Tue': 24}[opened[:3]] }T{opened[4:]}Z")
    assert f"{Target('next calendar day by 5 PM').due(at, schedule):%a %H:%M}" == due


@pytest.mark.parametrize(
    ("zone", "opened", "due"),
    [
        pytest.param("America/New_York", "2026-11-01T01:45:00-04:00", "2026-11-02 01:45", id="the-first-time"),
        pytest.param("America/New_York", "2026-11-01T01:15:00-05:00", "2026-11-02 02:00", id="the-second-time"),
        pytest.param("America/New_York", "2026-11-01T02:00:00-05:00", "2026-11-02 02:00", id="when-it-is-made-up-for"),
        pytest.param("Australia/Lord_Howe", "2026-04-05T01:45:00+10:30", "2026-04-06 02:00", id="half-an-hour"),
        pytest.param("America/St_Johns", "2010-11-06T23:30:00-03:30", "2010-11-08 00:01", id="a-minute-past-midnight"),
    ],
)
def test_what_arrives_in_a_repeated_hour_counts_as_its_end(zone: str, opened: str, due: str) -> None:
    schedule = Schedule(timezone=zone, hours="24x7")
    at = datetime.fromisoformat(opened)
    for text in ("1 day", "1 business day"):
        assert f"{Target(text).due(at, schedule).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" == due
