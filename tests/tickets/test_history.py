"""What happened to a clock comes in one order, whatever order it is stated in, and each of it once (R16, R17)."""

from datetime import UTC, datetime
from itertools import permutations

from slaclock.tickets.history import ClockEvent, in_order, one_at_a_time

NINE, TEN = (datetime(2026, 9, 14, hour, tzinfo=UTC) for hour in (9, 10))
AT_ONE_INSTANT = (
    ClockEvent(TEN, "retarget"),
    ClockEvent(TEN, "agree", due=datetime(2026, 9, 15, tzinfo=UTC)),
    ClockEvent(TEN, "agree", due=datetime(2026, 9, 16, tzinfo=UTC)),
    ClockEvent(TEN, "pause", "customer"),
    ClockEvent(TEN, "pause", "vendor"),
    ClockEvent(TEN, "stop"),
)


def test_at_one_instant_by_kind_cause_and_due_instant() -> None:
    for stated in permutations(AT_ONE_INSTANT):
        assert in_order(stated) == AT_ONE_INSTANT


def test_what_is_earlier_comes_first_whatever_it_is() -> None:
    stopped, paused = ClockEvent(NINE, "stop"), ClockEvent(TEN, "pause")
    assert in_order([paused, stopped]) == in_order([stopped, paused]) == (stopped, paused)


def test_what_is_stated_twice_happened_once() -> None:
    paused, resumed = ClockEvent(TEN, "pause"), ClockEvent(TEN, "resume")
    assert in_order([paused, resumed, paused]) == (resumed, paused)


def test_events_are_one_at_a_time_where_none_is_with_another() -> None:
    earlier, later = ClockEvent(NINE, "pause"), ClockEvent(TEN, "resume")
    assert one_at_a_time([earlier, later])
    assert one_at_a_time([])
    assert not one_at_a_time([later, earlier])
    assert not one_at_a_time([later, later._replace(kind="stop")])
