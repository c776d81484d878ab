"""What ran between two instants, and when so much had run, against a count of half hours (R16)."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from clock_lives import OFFICE
from clock_model import on

from slaclock import InstantRangeError, Schedule
from slaclock.tickets.counted_time import CountedTime
from slaclock.tickets.pauses import Pause, Pauses, within

HALF = timedelta(minutes=30)
ZERO = timedelta(0)
OPEN = CountedTime(OFFICE, while_open=True)
ANY = CountedTime(OFFICE, while_open=False)
KINDS = pytest.mark.parametrize("time", [pytest.param(OPEN, id="open-time"), pytest.param(ANY, id="any-time")])
Stretches = tuple[tuple[str, str], ...]
PAUSED: Stretches = (
    ("Mon 10:00", "Mon 11:00"),
    ("Mon 12:30", "Mon 14:00"),
    ("Mon 17:00", "Tue 10:00"),
    ("Tue 10:30", "Tue 11:00"),
    ("Tue 19:00", "Tue 20:00"),
    ("Wed 09:00", "Wed 18:00"),
)
"""In hours, over a night, in a night, and a whole day."""
INSTANTS = [on("Mon 09:00") + number * 3 * HALF for number in range(50)]


def paused(*stretches: tuple[str, str]) -> Pauses:
    found = Pauses()
    for number, (start, end) in enumerate(stretches):
        found.add(Pause(on(start), on(end), f"cause {number}"))
    return found


def is_paused(at: datetime, stretches: Stretches) -> bool:
    return any(on(start) <= at < on(end) for start, end in stretches)


def ran(time: CountedTime, start: datetime, end: datetime, stretches: Stretches = PAUSED) -> timedelta:
    """Count half hours one by one."""
    counted = ZERO
    while start < end:
        counted += HALF if time.runs_at(start) and not is_paused(start, stretches) else ZERO
        start += HALF
    return counted


@KINDS
def test_what_ran_between_two_instants(time: CountedTime) -> None:
    pauses = paused(*PAUSED)
    for start in INSTANTS[::2]:
        for end in INSTANTS:
            assert pauses.count(time, start, end) == ran(time, start, end), (start, end)


@KINDS
@pytest.mark.parametrize("left", [HALF, 2 * HALF, 3 * HALF, 8 * HALF, 13 * HALF, 14 * HALF, 20 * HALF], ids=str)
def test_when_so_much_had_run(time: CountedTime, left: timedelta) -> None:
    pauses = paused(*PAUSED)
    for start in INSTANTS[:30]:
        reached = pauses.reached(time, start, left)
        assert ran(time, start, reached) == left, start
        assert ran(time, start, reached - HALF) < left, start


@pytest.mark.parametrize("left", [HALF, 3 * HALF, 8 * HALF, 13 * HALF, 14 * HALF], ids=str)
def test_the_last_instant_by_which_no_more_had_run(left: timedelta) -> None:
    pauses = paused(*PAUSED)
    for start in INSTANTS[:30]:
        reached = pauses.reached(OPEN, start, left, late=True)
        assert ran(OPEN, start, reached) == left, start
        assert ran(OPEN, start, reached + HALF) > left, start


def test_without_pauses_all_of_it_runs() -> None:
    none = Pauses()
    assert len(none) == 0
    assert none.count(ANY, on("Mon 09:00"), on("Tue 09:00")) == timedelta(days=1)
    assert none.count(ANY, on("Tue 09:00"), on("Mon 09:00")) == ZERO
    assert none.reached(OPEN, on("Mon 09:00"), 20 * HALF) == on("Tue 10:00")


@KINDS
def test_the_first_of_them_know_nothing_of_the_others(time: CountedTime) -> None:
    pauses = paused(*PAUSED)
    assert pauses.count(time, on("Mon 09:00"), on("Wed 20:00")) == ran(time, on("Mon 09:00"), on("Wed 20:00"))
    for number in range(len(PAUSED) + 1):
        few = pauses.first(number)
        assert [pause.by for pause in few] == [f"cause {each}" for each in range(number)]
        assert len(few) == number
        for start in INSTANTS[::5]:
            counted = ran(time, start, on("Thu 20:00"), PAUSED[:number])
            assert few.count(time, start, on("Thu 20:00")) == counted


@KINDS
def test_what_is_added_counts_from_then_on(time: CountedTime) -> None:
    pauses = Pauses()
    for number, (start, end) in enumerate(PAUSED, 1):
        pauses.add(Pause(on(start), on(end), ""))
        assert len(pauses) == number
        counted = ran(time, on("Mon 09:00"), on("Thu 20:00"), PAUSED[:number])
        assert pauses.count(time, on("Mon 09:00"), on("Thu 20:00")) == counted


@KINDS
def test_one_that_goes_on_where_the_last_ended_is_one_with_it(time: CountedTime) -> None:
    handed = paused(("Mon 10:00", "Mon 11:00"), ("Mon 12:00", "Mon 13:00"))
    assert handed.count(time, on("Mon 09:00"), on("Mon 18:00")) == 14 * HALF
    handed.add(Pause(on("Mon 13:00"), on("Mon 15:00"), "handed over"))
    assert [(pause.start, pause.end, pause.by) for pause in handed] == [
        (on("Mon 10:00"), on("Mon 11:00"), "cause 0"),
        (on("Mon 12:00"), on("Mon 15:00"), "handed over"),
    ]
    assert handed.last.by == "handed over"
    assert handed.count(time, on("Mon 09:00"), on("Mon 18:00")) == 10 * HALF


@pytest.mark.parametrize(
    ("at", "cause", "begun"),
    [
        pytest.param("Mon 09:00", None, 0, id="before-all"),
        pytest.param("Mon 10:00", "cause 0", 0, id="at-the-beginning-of-one"),
        pytest.param("Mon 10:30", "cause 0", 1, id="within-one"),
        pytest.param("Mon 11:00", None, 1, id="at-its-end"),
        pytest.param("Mon 11:30", None, 1, id="between-two"),
        pytest.param("Mon 13:00", "cause 1", 2, id="within-the-next"),
        pytest.param("Thu 09:00", None, 6, id="after-all"),
    ],
)
def test_the_pause_that_lasts_at_an_instant(at: str, cause: str | None, begun: int) -> None:
    pauses = paused(*PAUSED)
    lasting = pauses.lasting_at(on(at))
    assert (lasting and lasting.by) == cause
    assert len(pauses.begun_before(on(at))) == begun


def test_those_that_lie_between_two_instants() -> None:
    pauses = paused(*PAUSED)
    for start, end in pairwise(INSTANTS[::4]):
        expected = [begin for begin, finish in PAUSED if on(begin) < end and on(finish) > start]
        assert [pause.start for pause in pauses.within(start, end)] == [on(begin) for begin in expected]
        assert [pause.start for pause in within(list(pauses), start, end)] == [on(begin) for begin in expected]


@pytest.mark.parametrize(
    ("time", "due", "moved"),
    [
        pytest.param(OPEN, "Mon 10:00", "Mon 10:00", id="due-as-a-pause-begins"),
        pytest.param(OPEN, "Mon 10:30", "Mon 11:30", id="due-within-one"),
        pytest.param(OPEN, "Mon 12:00", "Mon 14:30", id="moved-into-the-next-and-past-it"),
        pytest.param(OPEN, "Mon 15:00", "Tue 10:30", id="moved-over-the-night-by-its-open-time"),
        pytest.param(ANY, "Mon 12:00", "Mon 14:30", id="of-any-time"),
        pytest.param(ANY, "Mon 15:00", "Tue 10:30", id="of-any-time-over-the-night"),
        pytest.param(OPEN, "Tue 19:30", "Thu 14:00", id="due-in-a-pause-of-the-night"),
    ],
)
def test_a_due_instant_moves_by_the_time_paused_before_it(time: CountedTime, due: str, moved: str) -> None:
    pauses = paused(*PAUSED)
    start = on("Mon 09:00")
    found = [pauses.moved(time, start, on(due)) for _ in range(2)]
    assert [f"{each:%a %H:%M}" for each in found] == [f"{on(moved):%a %H:%M}"] * 2


def test_what_moves_in_one_way_says_nothing_of_another() -> None:
    pauses, start = paused(("Mon 10:00", "Mon 11:00"), ("Mon 17:00", "Tue 10:00")), on("Mon 09:00")
    assert pauses.moved(OPEN, start, on("Mon 17:30")) == on("Tue 11:30")
    assert pauses.moved(ANY, start, on("Mon 17:30")) == on("Tue 11:30")
    assert pauses.moved(ANY, start, on("Mon 12:00")) == on("Mon 13:00")
    assert pauses.moved(OPEN, start, on("Mon 09:30")) == on("Mon 09:30")
    assert pauses.moved(OPEN, on("Mon 10:30"), on("Mon 12:00")) == on("Mon 12:30")


def test_a_pause_that_goes_on_moves_a_due_instant_further() -> None:
    pauses, start = paused(("Mon 10:00", "Mon 11:00")), on("Mon 09:00")
    assert pauses.moved(OPEN, start, on("Mon 12:00")) == on("Mon 13:00")
    pauses.add(Pause(on("Mon 11:00"), on("Mon 13:00"), "handed over"))
    assert pauses.moved(OPEN, start, on("Mon 12:00")) == on("Mon 15:00")


@KINDS
def test_how_much_was_paused_in_all(time: CountedTime) -> None:
    pauses = paused(*PAUSED)
    assert Pauses().paused(time) == ZERO
    for number in range(len(PAUSED) + 1):
        all_of_it = sum((time.between(on(start), on(end)) for start, end in PAUSED[:number]), ZERO)
        assert pauses.first(number).paused(time) == all_of_it


EVENINGS = CountedTime(
    Schedule(timezone="America/New_York", hours="Mon-Fri 14:00-22:00", name="evenings"), while_open=True
)
DUE = [on("Mon 16:00"), on("Tue 12:00"), on("Tue 19:30"), on("Wed 12:00")]


def test_each_schedule_has_its_own_time() -> None:
    pauses = paused(*PAUSED)
    for start in INSTANTS[:24:4]:
        for time in (OPEN, EVENINGS, ANY):
            assert pauses.count(time, start, on("Thu 20:00")) == ran(time, start, on("Thu 20:00"))
            for due in (each for each in DUE if each > start):
                later = paused(*(each for each in PAUSED if on(each[1]) > start))
                assert pauses.moved(time, start, due) == later.moved(time, start, due)


@KINDS
def test_the_first_of_them_lead_where_they_would_alone(time: CountedTime) -> None:
    pauses = paused(*PAUSED)
    for number in (6, 2, 4, 1, 3, 5, 0):
        few, alone = pauses.first(number), paused(*PAUSED[:number])
        for start in INSTANTS[:30:3]:
            for left in (HALF, 8 * HALF, 14 * HALF, 30 * HALF):
                assert few.reached(time, start, left) == alone.reached(time, start, left), (number, start)
                if time is OPEN:
                    assert few.reached(time, start, left, late=True) == alone.reached(time, start, left, late=True)
            for due in (each for each in DUE if each > start):
                assert few.moved(time, start, due) == alone.moved(time, start, due), (number, start, due)
            assert len(few.begun_before(start)) == len(alone.begun_before(start))
            assert list(few.within(start, on("Wed 12:00"))) == list(alone.within(start, on("Wed 12:00")))


@KINDS
def test_what_is_asked_while_some_are_added_is_as_if_they_had_been_there(time: CountedTime) -> None:
    pauses = Pauses()
    for number, stretch in enumerate(PAUSED, 1):
        pauses.add(Pause(on(stretch[0]), on(stretch[1]), ""))
        for instant in (on(stretch[0]), on(stretch[0]) + HALF, on(stretch[1]), on("Thu 20:00")):
            counted = ran(time, on("Mon 09:00"), instant, PAUSED[:number])
            assert pauses.count(time, on("Mon 09:00"), instant) == counted, (number, instant)


def test_one_that_ends_where_others_are_looked_for_is_none_of_them() -> None:
    pauses = paused(*PAUSED)
    for found in (pauses.within, lambda start, end: within(list(pauses), start, end)):
        assert [each.by for each in found(on("Mon 11:00"), on("Mon 12:30"))] == []
        assert [each.by for each in found(on("Mon 11:00"), on("Mon 12:31"))] == ["cause 1"]


def test_time_beyond_the_year_9999_is_refused() -> None:
    with pytest.raises(InstantRangeError, match=r"from 2026-09-14 .* lies outside the years 1 to 9999"):
        ANY.after(on("Mon 09:00"), timedelta(days=3_000_000))
