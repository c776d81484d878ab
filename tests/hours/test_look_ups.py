"""Every look-up at every edge of a few weeks, against the list of what is open (R3, R7, R8, R10)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from slaclock import CoverageError, InstantRangeError, NeverOpenError, Schedule
from slaclock.hours import FIRST_DATE, LAST_DATE

TICK, HOUR, DAY = timedelta.resolution, timedelta(hours=1), timedelta(days=1)
ZERO = timedelta(0)
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
Spans = list[tuple[datetime, datetime]]
# A day with a break, a night, and a time that touches the next day.
WEEK = ((9, 13), (14, 18), (2 * 24 + 22, 2 * 24 + 30), (4 * 24 + 20, 5 * 24 + 2))


def schedule() -> Schedule:
    return Schedule(
        timezone="UTC", hours="Mon 09:00-13:00, 14:00-18:00; Wed 22:00-06:00; Fri 20:00-24:00; Sat 00:00-02:00"
    )


def spans(weeks: range = range(-8, 9)) -> Spans:
    """What is open in some weeks around that Monday."""
    return [
        (MONDAY + week * 7 * DAY + opens * HOUR, MONDAY + week * 7 * DAY + closes * HOUR)
        for week in weeks
        for opens, closes in WEEK
    ]


EDGES = [edge for span in spans(range(2)) for edge in span]
AROUND = sorted({edge + step for edge in EDGES for step in (-TICK, ZERO, TICK, 30 * timedelta(minutes=1))})


def open_between(start: datetime, end: datetime) -> timedelta:
    """Count what is open between two instants, span by span."""
    return sum((max(min(closes, end) - max(opens, start), ZERO) for opens, closes in spans()), ZERO)


def test_is_open_at_every_edge() -> None:
    asked = schedule()
    for at in AROUND:
        assert asked.is_open(at) == any(opens <= at < closes for opens, closes in spans()), at


def test_is_closing_at_every_edge() -> None:
    timeline = schedule()._timeline
    for at in AROUND:
        assert timeline.is_closing(at) == any(at == closes for _, closes in spans()), at


def test_edges_before_and_after_every_edge() -> None:
    asked = schedule()
    openings, closings = ([span[which] for span in spans()] for which in (0, 1))
    for at in AROUND:
        assert asked.next_opening(at) == min(edge for edge in openings if edge > at), at
        assert asked.next_closing(at) == min(edge for edge in closings if edge > at), at
        assert asked.previous_opening(at) == max(edge for edge in openings if edge < at), at
        assert asked.previous_closing(at) == max(edge for edge in closings if edge < at), at


def test_elapsed_between_all_edges() -> None:
    asked = schedule()
    for start in AROUND[::3]:
        for end in AROUND[::2]:
            counted = open_between(start, end) if start <= end else -open_between(end, start)
            assert asked.elapsed(start, end) == counted, (start, end)


def test_elapsed_from_an_edge_to_all_edges() -> None:
    asked = schedule()
    for start in AROUND[::3]:
        counted = [open_between(start, end) if start <= end else -open_between(end, start) for end in AROUND]
        assert schedule()._timeline.elapsed_to_each(start, AROUND) == counted, start
        assert asked._timeline.elapsed_to_each(start, AROUND) == counted, start


AMOUNTS = [TICK, HOUR, 4 * HOUR, 4 * HOUR + TICK, 8 * HOUR - TICK, 8 * HOUR, 16 * HOUR, 22 * HOUR, 23 * HOUR]


@pytest.mark.parametrize("amount", AMOUNTS, ids=str)
def test_a_deadline_is_the_first_or_the_last_instant_by_which_so_much_was_open(amount: timedelta) -> None:
    asked = schedule()
    for at in AROUND[::2]:
        first, last = asked.add(at, amount), asked.add(at, amount, "next_opening")
        assert open_between(at, first) == open_between(at, last) == amount, at
        assert open_between(at, first - TICK) < amount < open_between(at, last + TICK), at
        assert asked.add(at, ZERO) == at
        assert asked.add(at, ZERO, "next_opening") == (at if asked.is_open(at) else asked.next_opening(at))


@pytest.mark.parametrize("amount", AMOUNTS, ids=str)
def test_back_it_is_the_last_or_the_first_instant_since_which_so_much_was_open(amount: timedelta) -> None:
    asked = schedule()
    for at in AROUND[::2]:
        last, first = asked.add(at, -amount), asked.add(at, -amount, "next_opening")
        assert open_between(last, at) == open_between(first, at) == amount, at
        assert open_between(last + TICK, at) < amount < open_between(first - TICK, at), at


def test_windows_are_clipped_to_what_is_asked() -> None:
    asked = schedule()
    for start in AROUND[::4]:
        for end in AROUND[::5]:
            clipped = [
                (max(opens, start), min(closes, end)) for opens, closes in spans() if opens < end and closes > start
            ]
            found = [(window.start, window.end) for window in asked.windows(start, end)]
            assert found == (clipped if start < end else []), (start, end)


def test_business_days_before_and_after_every_date() -> None:
    timeline = schedule()._timeline
    # Saturday's hours touch Friday's, and are days of their own.
    days = [(MONDAY + week * 7 * DAY).date() + day * DAY for week in range(-8, 9) for day in (0, 2, 4, 5)]
    for number in range(14):
        here = MONDAY.date() + number * DAY
        assert (timeline.day(here) is not None) == (here in days)
        after, before = [day for day in days if day > here], [day for day in days if day < here]
        for count in range(1, 6):
            assert timeline.business_day(here, count).date == after[count - 1]
            assert timeline.business_day(here, -count).date == before[-count]
        assert timeline.business_day(here, 0).date == (here if here in days else after[0])


@pytest.mark.parametrize(
    ("hours", "belongs"),
    [
        pytest.param(2 * 24 + 21, 2, id="before-the-night"),
        pytest.param(2 * 24 + 22, 2, id="at-its-opening"),
        pytest.param(3 * 24 + 5, 2, id="in-its-tail"),
        pytest.param(3 * 24 + 6, 3, id="at-its-closing"),
        pytest.param(5 * 24 + 1, 5, id="on-a-date-that-opens-at-midnight"),
        pytest.param(6 * 24, 6, id="on-a-closed-date"),
    ],
)
def test_the_date_of_an_instant(hours: int, belongs: int) -> None:
    assert schedule()._timeline.date_at(MONDAY + hours * HOUR) == MONDAY.date() + belongs * DAY


@pytest.mark.parametrize(
    ("ask", "refused"),
    [
        pytest.param(lambda s: s.next_opening(MONDAY), "never opens within 400 years after 2026-11-23 00:00Z, or",
                     id="next-opening"),
        pytest.param(lambda s: s.next_closing(MONDAY), "never closes within 400 years after", id="next-closing"),
        pytest.param(lambda s: s.previous_opening(MONDAY), "never opens within 400 years before",
                     id="previous-opening"),
        pytest.param(lambda s: s.previous_closing(MONDAY), "never closes within 400 years before",
                     id="previous-closing"),
    ],
)  # fmt: skip
def test_what_never_closes_has_no_edges(ask: object, refused: str) -> None:
    with pytest.raises(NeverOpenError) as error:
        ask(Schedule(timezone="UTC", hours="24x7"))  # type: ignore[operator]
    assert refused in str(error.value)


@pytest.mark.parametrize(
    ("amount", "left"),
    [
        pytest.param(timedelta(days=146_097, microseconds=1), "cannot hold that much", id="more-than-400-years"),
        pytest.param(timedelta(days=999_999_999), "cannot hold that much", id="the-longest-of-all"),
        pytest.param(timedelta(days=146_000), "has no more open time within 400 years after 2026-11-23",
                     id="too-much-of-it"),
    ],
)  # fmt: skip
def test_more_than_400_years_hold_is_refused(amount: timedelta, left: str) -> None:
    yearly = Schedule(timezone="UTC", hours="Mon 09:00-10:00", name="Mondays")
    for asked in (amount, -amount):
        with pytest.raises(NeverOpenError) as error:
            yearly.add(MONDAY, asked)
        assert "Mondays" in str(error.value)
        assert left.replace("after", "before" if asked < ZERO else "after") in str(error.value)


def test_more_than_a_year_holds_is_refused_in_these_words() -> None:
    with pytest.raises(NeverOpenError) as error:
        Schedule(timezone="UTC", hours="Mon 09:00-10:00", name="Mondays").add(MONDAY, timedelta(days=200_000))
    assert str(error.value) == (
        "200000 days, 0:00:00 of 200000 days, 0:00:00 left: an answer within 400 years of 2026-11-23 cannot hold that "
        "much open time of Mondays"
    )


def test_the_first_and_the_last_instants_that_are_counted() -> None:
    always = Schedule(timezone="UTC", hours="24x7")
    first = datetime(FIRST_DATE.year, FIRST_DATE.month, FIRST_DATE.day + 2, tzinfo=UTC)
    last = datetime(LAST_DATE.year, LAST_DATE.month, LAST_DATE.day, tzinfo=UTC) + DAY - TICK
    assert always.is_open(first)
    assert always.is_open(last)
    for beyond in (first - TICK, last + TICK):
        with pytest.raises(InstantRangeError, match="is counted from 0001-02-03 to 9999-11-30"):
            always.is_open(beyond)
    assert always.elapsed(last - HOUR, last) == HOUR
    for ask in (
        lambda: always.elapsed(last, last + TICK),
        lambda: always.elapsed(last + TICK, last),
        lambda: always._timeline.elapsed_to_each(last, [last, last + TICK]),
        lambda: always._timeline.elapsed_to_each(last + TICK, [last]),
    ):
        with pytest.raises(InstantRangeError, match="is counted from 0001-02-03 to 9999-11-30"):
            ask()


KNOWN = Schedule(
    timezone="UTC",
    hours="Mon-Fri 09:00-17:00",
    holidays={"sources": ["2026-12-25"], "years": [2026, 2026]},
    outside_coverage="error",
)
TURN = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ask", "known"),
    [
        pytest.param(lambda: KNOWN.is_open(TURN - TICK), True, id="the-last-instant"),
        pytest.param(lambda: KNOWN.is_open(TURN + TICK), False, id="the-one-after"),
        pytest.param(lambda: KNOWN.is_open(datetime(2026, 1, 1, tzinfo=UTC)), True, id="the-first-instant"),
        pytest.param(lambda: KNOWN.is_open(datetime(2026, 1, 1, tzinfo=UTC) - TICK), False, id="the-one-before"),
        pytest.param(lambda: KNOWN.elapsed(TURN - 9 * DAY, TURN), True, id="elapsed-up-to-the-end"),
        pytest.param(lambda: KNOWN.elapsed(TURN - 9 * DAY, TURN + TICK), False, id="elapsed-past-it"),
        pytest.param(lambda: KNOWN.elapsed(TURN + TICK, TURN - 9 * DAY), False, id="elapsed-back-from-past-it"),
        pytest.param(lambda: KNOWN.elapsed(datetime(2025, 12, 31, tzinfo=UTC), TURN - 9 * DAY), False,
                     id="elapsed-from-before-it"),
        pytest.param(lambda: KNOWN.add(TURN - DAY, 8 * HOUR), True, id="a-deadline-before-it"),
        pytest.param(lambda: KNOWN.add(TURN - DAY, 8 * HOUR, "next_opening"), False, id="an-opening-due-past-it"),
        pytest.param(lambda: KNOWN.add(TURN - DAY, 9 * HOUR), False, id="a-deadline-past-it"),
        pytest.param(lambda: KNOWN.next_opening(TURN - DAY), True, id="an-opening-before-it"),
        pytest.param(lambda: KNOWN.next_opening(TURN - HOUR), False, id="an-opening-past-it"),
        pytest.param(lambda: KNOWN.previous_closing(datetime(2026, 1, 1, 8, tzinfo=UTC)), False,
                     id="a-closing-before-all"),
        pytest.param(lambda: KNOWN.add_days(TURN - DAY, 1), False, id="a-business-day-past-it"),
        pytest.param(lambda: KNOWN.is_business_day(date(2026, 12, 31)), True, id="the-last-date"),
        pytest.param(lambda: KNOWN.is_business_day(date(2027, 1, 2)), False, id="a-date-past-it"),
        pytest.param(lambda: list(KNOWN.windows(TURN - DAY, TURN + DAY)), False, id="windows-past-it"),
    ],
)  # fmt: skip
def test_an_answer_that_needs_a_year_that_is_not_known_says_so(ask: object, known: bool) -> None:
    if known:
        ask()  # type: ignore[operator]
        return
    with pytest.raises(CoverageError):
        ask()  # type: ignore[operator]
