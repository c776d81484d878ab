"""What explains that a product and we answer differently: the nearest choice, and nothing that was not needed (R19)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from slaclock.adapters import Answered, ComparedCycle
from slaclock.adapters.comparisons import OtherReading, agree, reason_of

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def answered(minutes: float | None = 0, elapsed: float | None = None, breached: bool | None = False) -> Answered:
    due = None if minutes is None else NOON + minutes * MINUTE
    return Answered(due, None if elapsed is None else elapsed * MINUTE, breached)


@pytest.mark.parametrize(
    ("theirs", "ours", "same"),
    [
        pytest.param(answered(), answered(), True, id="the same instant"),
        pytest.param(answered(), answered(1), True, id="as far apart as is tolerated"),
        pytest.param(answered(), answered(1.01), False, id="further apart"),
        pytest.param(answered(1.01), answered(), False, id="further apart the other way"),
        pytest.param(answered(None), answered(99), True, id="a due instant that is not said"),
        pytest.param(answered(elapsed=5), answered(elapsed=6), True, id="time used, nearly the same"),
        pytest.param(answered(elapsed=5), answered(elapsed=7), False, id="other time used"),
        pytest.param(answered(elapsed=5), answered(), True, id="time used that is not said"),
        pytest.param(answered(breached=True), answered(), False, id="late and in time"),
        pytest.param(answered(breached=None), answered(breached=True), True, id="lateness that is not said"),
    ],
)
def test_answers_agree_where_both_say_something(theirs: Answered, ours: Answered, same: bool) -> None:
    assert agree(theirs, ours, MINUTE) is same


def test_the_first_reading_that_explains_it_is_the_reason_and_no_other_is_asked() -> None:
    asked: list[str] = []

    def reading(detail: str, minutes: float) -> OtherReading:
        return OtherReading("boundary", detail, lambda: asked.append(detail) or answered(minutes))  # type: ignore[func-returns-value]

    others = [reading("far", 60), reading("near", 5), reading("also near", 5)]
    assert reason_of(answered(5.5), answered(), MINUTE, "to minutes", others) == ("boundary", "near")
    assert asked == ["far", "near"]
    assert reason_of(answered(), answered(), MINUTE, "to minutes", others) == ("same", "")
    assert reason_of(answered(1), answered(), MINUTE, "to minutes", others) == ("rounding", "to minutes")
    assert reason_of(answered(30), answered(), MINUTE, "to minutes", others) == ("not explained", "")


def test_what_a_product_does_not_say_is_not_called_the_same() -> None:
    silent = answered(None, breached=None)
    assert reason_of(silent, answered(), MINUTE, "to minutes", []) == ("not said", "")
    assert reason_of(answered(None), answered(), MINUTE, "to minutes", []) == ("same", "")


def test_a_difference_is_one_of_due_instants_else_of_time_used() -> None:
    def cycle(theirs: Answered, ours: Answered) -> ComparedCycle:
        return ComparedCycle("T-1", "resolution", 1, "Gold", "1 hour", "", theirs, ours, "not explained")

    assert cycle(answered(), answered(2)).difference == 2 * MINUTE
    assert cycle(answered(None, 5), answered(2, 4)).difference == -MINUTE
    assert cycle(answered(None, 5), answered(2)).difference is None


@pytest.mark.parametrize(
    ("theirs", "ours", "said"),
    [
        pytest.param(answered(), answered(30), "look at its start, its pauses and its target there", id="due-alone"),
        pytest.param(answered(0, 30), answered(9, 30), "as much was used there, so look at its target", id="as-much"),
        pytest.param(answered(0, 20), answered(9, 30), "its pauses there: it used 10 minutes less", id="less-used"),
        pytest.param(answered(None, 35), answered(9, 30), "its pauses there: it used 5 minutes more", id="more-used"),
        pytest.param(answered(None, breached=True), answered(None), "look at when it stopped there", id="late-alone"),
        pytest.param(answered(breached=True), answered(), "look at when it stopped there", id="due-as-we-say"),
    ],
)
def test_where_nothing_explains_a_difference_it_is_said_what_to_look_at(
    theirs: Answered, ours: Answered, said: str
) -> None:
    cycle = ComparedCycle("T-1", "resolution", 1, "Gold", "1 hour", "", theirs, ours, "not explained")
    assert said in cycle.look_at
    assert replace(cycle, reason="same").look_at == ""
