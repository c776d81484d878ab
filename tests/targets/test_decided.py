"""Which choice holds for a target: what stands nearest, and for whom what stands further off holds at all (R11)."""

from datetime import time, timedelta
from typing import Any

import pytest

from slaclock import Choices, Target

ALL: dict[str, Any] = {
    "day_rule": "close",
    "day_length": "8 hours",
    "cut_off": "15:00",
    "starts": "at_once",
    "ends": "previous_closing",
    "boundary": "next_opening",
}
READ: dict[str, Any] = {**ALL, "day_length": timedelta(hours=8), "cut_off": time(15)}
OTHER: dict[str, Any] = {
    "day_rule": "open",
    "day_length": "7 hours",
    "cut_off": "14:00",
    "starts": "next_opening",
    "ends": "as_is",
    "boundary": "closing",
}
TIMES = {"cut_off", "starts", "ends", "boundary"}


def stated(target: Target) -> dict[str, Any]:
    """The choices of a target that are decided."""
    found = {name: getattr(target, name) for name in ALL}
    return {name: value for name, value in found.items() if value is not None}


@pytest.mark.parametrize(
    ("text", "reached"),
    [
        pytest.param("2 business days", set(ALL), id="business-days-take-all"),
        pytest.param("4 business hours", TIMES, id="open-time-takes-what-is-not-about-days"),
        pytest.param("4 hours", {"boundary"}, id="calendar-time-takes-next-to-nothing"),
        pytest.param("2 days", {"boundary"}, id="nor-do-calendar-days"),
        pytest.param("1 month", {"boundary"}, id="nor-do-months"),
    ],
)
def test_what_a_policy_or_a_plan_states_holds_for_business_time(text: str, reached: set[str]) -> None:
    around = Target(text).decided(Choices(), [Choices(**ALL)])
    assert stated(around) == {name: READ[name] for name in reached}


@pytest.mark.parametrize("text", ["2 business days", "4 business hours", "4 hours", "2 days", "1 month"])
def test_what_stands_beside_a_target_holds_for_any(text: str) -> None:
    assert stated(Target(text).decided(Choices(**ALL))) == READ


def test_what_stands_nearest_holds() -> None:
    own = Target("2 business days", **ALL)
    assert stated(own.decided(Choices(**OTHER), [Choices(**OTHER)])) == READ
    beside = Target("2 business days").decided(Choices(**ALL), [Choices(**OTHER)])
    assert stated(beside) == READ
    inner = Target("2 business days").decided(Choices(), [Choices(**ALL), Choices(**OTHER)])
    assert stated(inner) == READ


def test_what_one_level_leaves_open_the_next_decides() -> None:
    first, then = {"starts": "at_once"}, {"starts": "next_opening", "ends": "as_is"}
    found = Target("2 business days").decided(Choices(**first), [Choices(**then)])  # type: ignore[arg-type]
    assert stated(found) == {"starts": "at_once", "ends": "as_is"}


@pytest.mark.parametrize(
    ("own", "beside", "around"),
    [
        pytest.param({"ends": "16:00"}, {}, ALL, id="its-own-end"),
        pytest.param({}, {"ends": "16:00"}, ALL, id="one-beside-it"),
    ],
)
def test_days_that_end_at_a_time_of_day_take_no_rule_for_days_from_afar(
    own: dict[str, Any], beside: dict[str, Any], around: dict[str, Any]
) -> None:
    found = stated(Target("2 business days", **own).decided(Choices(**beside), [Choices(**around)]))
    assert found == {"ends": time(16), "cut_off": time(15), "starts": "at_once", "boundary": "next_opening"}


def test_an_end_of_a_policy_leaves_the_rule_for_days_alone() -> None:
    found = stated(Target("2 business days").decided(Choices(), [Choices(ends="16:00", day_rule="close")]))
    assert found == {"ends": time(16), "day_rule": "close"}


@pytest.mark.parametrize(
    ("target", "count"),
    [
        pytest.param(Target("2 business days"),
                     (2, "same_time", "next_opening", "next_opening", None, None), id="usual"),
        pytest.param(Target("2 business days", **ALL),
                     (2, "close", "at_once", "previous_closing", timedelta(hours=8), None), id="as-stated"),
        pytest.param(Target("next business day"),
                     (1, "same_time", "next_opening", "same_day", None, None), id="a-day-that-is-named"),
        pytest.param(Target("first business day of next month"),
                     (1, "close", "at_once", "next_opening", None, "next_month"), id="a-day-of-a-month"),
    ],
)  # fmt: skip
def test_how_its_days_are_counted(target: Target, count: tuple[object, ...]) -> None:
    assert tuple(target.day_count) == count


@pytest.mark.parametrize(
    ("target", "written"),
    [
        pytest.param(Target("1 business day"), "1 business day", id="one-day"),
        pytest.param(Target("2 days"), "2 calendar days", id="calendar-days"),
        pytest.param(Target("1 month"), "1 calendar month", id="a-month"),
        pytest.param(Target("3 months"), "3 calendar months", id="months"),
        pytest.param(Target("4 hours"), "4 calendar hours", id="calendar-time"),
        pytest.param(Target("1 business day", day_rule="close"), "1 business day, at its close", id="at-its-close"),
        pytest.param(Target("1 business day", day_rule="open"), "1 business day, at its opening", id="at-its-opening"),
        pytest.param(Target("1 business day", day_rule="same_time"), "1 business day", id="the-usual-rule"),
        pytest.param(Target("1 business day", ends="16:00"), "1 business day, by 16:00", id="by-four"),
        pytest.param(Target("4 business hours", day_rule="close"), "4 business hours", id="a-rule-for-days-of-none"),
        pytest.param(Target(counts="business_days", days=0, day_rule="close"),
                     "the same business day, at its close", id="the-day-itself"),
        pytest.param(Target(counts="calendar_days", days=0, ends="16:00"), "the same calendar day, by 16:00",
                     id="the-calendar-day-itself"),
    ],
)  # fmt: skip
def test_an_amount_in_words(target: Target, written: str) -> None:
    assert target.written == written
    assert str(target) == (target.text or written)


@pytest.mark.parametrize(
    ("number", "place"),
    [(0, "last"), (1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (10, "10th"), (11, "11th"), (12, "12th"),
     (13, "13th"), (14, "14th"), (20, "20th"), (21, "21st"), (22, "22nd"), (23, "23rd"), (101, "101st"), (111, "111th"),
     (112, "112th"), (113, "113th"), (121, "121st"), (211, "211th"), (222, "222nd")],
)  # fmt: skip
def test_which_day_of_a_year_it_is_in_words(number: int, place: str) -> None:
    target = Target(counts="business_days", days=number, of="next_year", day_rule="close")
    assert target.written == f"the {place} business day of the next year, at its close"
    assert Target(target.written).day_count == target.day_count
