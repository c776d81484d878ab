"""`Replay`: a ticket's clock as one promise with pauses, which answers as the clock does."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from slaclock import Schedule, Target
from slaclock.adapters.replays import Replay
from slaclock.tickets import SlaClock

START = datetime(2026, 6, 1, 9, tzinfo=UTC)
OFFICE = Schedule(timezone="UTC", hours="Mon-Fri 09:00-17:00")
PAUSES = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30), st.sampled_from("ab")), max_size=4)


@given(PAUSES, st.booleans(), st.booleans())
def test_a_replay_of_a_clock_answers_as_the_clock_does(
    pauses: list[tuple[int, int, str]], stops: bool, changes: bool
) -> None:
    """Whatever its pauses, which may overlap where their causes differ, and whatever is promised at last."""
    clock = SlaClock.starting(START, Target("8 business hours"), OFFICE)
    ends = dict.fromkeys("ab", -1)
    for begin, length, by in sorted(pauses):
        if begin > ends[by]:  # A cause pauses once at a time.
            ends[by] = begin + length
            clock = clock.pause(START + timedelta(hours=begin), by).resume(START + timedelta(hours=ends[by]), by)
    end = START + timedelta(hours=100)
    clock = clock.retarget(START + timedelta(hours=2), target=Target("6 business hours")) if changes else clock
    clock = clock.stop(end) if stops else clock
    clock = clock.retarget(end + timedelta(hours=1), target=Target("1 business hour")) if stops else clock
    answer, status = Replay.of(clock).answer(), clock.status(end)
    assert answer.due == status.due
    assert answer.elapsed == (status.elapsed if stops else None)


def test_a_clock_that_stands_still_is_due_as_of_its_pause() -> None:
    clock = SlaClock.starting(START, Target("8 business hours"), OFFICE).pause(START + timedelta(hours=2))
    assert Replay.of(clock).answer().due == START + timedelta(hours=8)


def test_a_replay_names_the_schedule_on_which_it_counts() -> None:
    schedule = OFFICE.model_copy(update={"name": "Office"})
    assert Replay(START, Target("8 business hours"), schedule).counted_on == "Office"
    assert Replay(START, Target("8 calendar hours"), schedule).counted_on == ""
