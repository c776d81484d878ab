"""Whether a calendar explains the breach times of Jira's SLA cycles, and where it does not (R7, R8, R16)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st
from jira_payloads import HOUR, account, at, completed, issue, lasting, ongoing, sla

from slaclock import PayloadError, Schedule
from slaclock.adapters import jira

OFFICE = Schedule(timezone="Europe/Berlin", hours="Mon-Fri 09:00-17:00", name="Office")
LUNCH = Schedule(timezone="Europe/Berlin", hours="Mon-Fri 09:00-12:00, 13:00-17:00", name="Lunch")


def checked(value: dict[str, Any], calendar: Schedule = OFFICE, **keys: Any) -> Any:
    [cycle] = jira.explains(calendar, value, **keys).cycles
    return cycle


DONE = completed("01 09:00", "01 15:00", "01 17:00", 6)

# Monday 1 June 2026; the office is open from 9 to 17.

EXPLAINED = [
    pytest.param(completed("01 09:00", "01 15:00", "01 17:00", 6), OFFICE, id="due-at-closing"),
    pytest.param(completed("03 10:00", "05 11:30", "04 10:00", 17.5), OFFICE, id="late"),
    pytest.param(ongoing("01 12:00", "02 12:00"), OFFICE, id="goes-on"),
    pytest.param(completed("01 11:00", "01 14:00", "02 12:00", 2), LUNCH, id="a-lunch-break"),
    pytest.param(completed("01 09:00", "01 15:00", "02 09:00", 6), OFFICE, id="next-opening"),
    pytest.param(completed("01 09:00", "01 15:00", "01 17:00", 6, breachTime=...), OFFICE, id="no-breach-time"),
]


@pytest.mark.parametrize(("cycle", "calendar"), EXPLAINED)
def test_a_calendar_explains_what_it_counts(cycle: dict[str, Any], calendar: Schedule) -> None:
    value = sla(goes_on=cycle) if "stopTime" not in cycle else sla(cycle)
    found = jira.explains(calendar, value)
    assert [each.verdict for each in found.cycles] == ["explained"]
    assert found.holds
    assert not found.not_explained


def test_an_hour_that_clocks_show_twice_counts_twice() -> None:
    """On 25 October 2026 midnight to six in Berlin is seven hours long."""
    nights = Schedule(timezone="Europe/Berlin", hours="Sun 00:00-06:00")
    start, breach = (
        {"epochMillis": round(datetime.fromisoformat(f"2026-10-25T{time}").timestamp() * 1000)}
        for time in ("00:00:00+02:00", "06:00:00+01:00")
    )
    cycle = completed("01 09:00", "01 10:00", "01 10:00", 7, 7, startTime=start, stopTime=breach, breachTime=breach)
    assert checked(sla(cycle), nights).verdict == "explained"


@pytest.mark.parametrize("within", [True, False])
def test_whether_it_is_within_hours_now_says_nothing_of_a_cycle(within: bool) -> None:
    """It is false in a break at noon, too."""
    cycle = ongoing("01 11:00", "02 12:00", withinCalendarHours=within)
    assert checked(sla(goes_on=cycle), LUNCH).verdict == "explained"


def test_a_closing_and_the_next_opening_are_told_apart() -> None:
    found = checked(sla(completed("01 09:00", "01 15:00", "02 09:00", 6)))
    assert found.why == (
        "due 2026-06-01 17:00:00+02:00 here, at a closing, and 2026-06-02 09:00:00+02:00 there: "
        "no open time lies between"
    )


@pytest.mark.parametrize(
    ("cycle", "why"),
    [
        pytest.param(
            completed("01 08:00", "01 15:00", "01 16:00", 7),
            "6 hours open up to its stop, 7 hours used: 1 hour too little",
            id="too-narrow-up-to-the-stop",
        ),
        pytest.param(
            ongoing("01 09:00", "01 16:30"),
            "7 hours 30 minutes open up to its breach time, 8 hours as its goal: 30 minutes too little",
            id="too-narrow-up-to-the-breach",
        ),
        pytest.param(
            completed("01 09:00", "01 15:00", "02 10:00", 6),
            "6 hours open up to its stop, 6 hours used: 0 hours more; "
            "9 hours open up to its breach time, 8 hours as its goal: 1 hour more",
            id="a-pause-after-its-stop",
        ),
        pytest.param(
            completed("01 09:00", "03 09:00", "02 10:00", 16),
            "16 hours open up to its stop, 16 hours used: 0 hours more; "
            "9 hours open up to its breach time, 8 hours as its goal: 1 hour more",
            id="a-pause-that-is-gone-again",
        ),
    ],
)
def test_a_calendar_that_does_not_fit_is_told_where(cycle: dict[str, Any], why: str) -> None:
    value = sla(cycle) if "stopTime" in cycle else sla(goes_on=cycle)
    found = jira.explains(OFFICE, value)
    assert [each.verdict for each in found.not_explained] == ["not explained"]
    assert found.cycles[0].why == why
    assert str(found) == f"Office does not hold\n  EX-1 Time to resolution, cycle 1: not explained: {why}"


@pytest.mark.parametrize(
    ("cycle", "paused", "due"),
    [
        pytest.param(completed("01 09:00", "01 15:00", "02 11:00", 4), 2, "02 09:00", id="before-its-stop"),
        pytest.param(completed("01 09:00", "03 09:00", "02 10:00", 13), 3, "02 08:00", id="also-after-its-breach"),
        pytest.param(ongoing("01 09:00", "02 10:00"), 1, "02 08:00", id="goes-on"),
        pytest.param(completed("01 09:00", "01 15:00", "01 17:00", 4, breachTime=...), 2, None, id="no-breach-time"),
    ],
)
def test_open_time_that_was_not_counted_must_have_been_paused(
    cycle: dict[str, Any], paused: int, due: str | None
) -> None:
    found = checked(sla(cycle) if "stopTime" in cycle else sla(goes_on=cycle))
    assert (found.verdict, found.paused) == ("explained with a pause", timedelta(hours=paused))
    assert due == (found.due and f"{found.due.astimezone(UTC):%d %H:%M}")


def test_pauses_alone_prove_nothing() -> None:
    found = jira.explains(OFFICE, sla(goes_on=ongoing("01 09:00", "02 10:00")))
    assert not found.holds
    assert str(found).startswith("Office is not proven\n")


LAST = {"epochMillis": 253_402_300_799_999}


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(sla(goes_on=ongoing("01 09:00", None, 1)), id="paused"),
        pytest.param(sla(goes_on=ongoing("01 09:00", "01 17:00", breachTime=...)), id="no-breach-time"),
        pytest.param(
            sla(goes_on=ongoing("01 09:00", "01 17:00", breachTime={"epochMillis": 253402300799999})), id="9999"
        ),
    ],
)
def test_what_cannot_be_checked_says_so(value: dict[str, Any]) -> None:
    never = Schedule(timezone="UTC", hours="Mon 09:00-10:00", name="Rare")
    found = jira.explains(never, value)
    assert found.cycles[0].verdict in ("cannot be checked", "explained with a pause")
    assert not found.holds


def test_an_sla_that_never_started_has_no_cycles() -> None:
    assert jira.explains(OFFICE, [sla(), {"id": "1", "completedCycles": []}]).cycles == ()


def test_a_goal_is_checked_where_one_is_believed() -> None:
    value = sla(completed("01 09:00", "01 15:00", "01 17:00", 6))
    assert checked(value, goal=timedelta(hours=8)).verdict == "explained"
    found = checked(value, goal=timedelta(hours=4))
    assert (found.verdict, found.why) == ("not explained", "its goal is 8 hours, not 4 hours")


# What is read of a cycle


def test_milliseconds_are_the_truth() -> None:
    """What stands beside them is for eyes, or drops the milliseconds."""
    lying = {"iso8601": "2020-01-01T00:00:00+0000", "jira": "(present)"}
    value = sla(completed("01 09:00", "01 15:00", "01 17:00", 6, startTime=at("01 09:00", **lying)))
    assert checked(value).verdict == "explained"


def test_a_second_is_lost_where_only_iso8601_is_there() -> None:
    cycle = DONE | {"startTime": {"iso8601": DONE["startTime"]["iso8601"]}, "elapsedTime": {"millis": 6 * HOUR + 999}}
    assert checked(sla(cycle)).verdict == "explained"
    assert checked(sla(cycle | {"elapsedTime": {"millis": 6 * HOUR + 1001}})).verdict == "not explained"
    assert checked(sla(DONE | {"elapsedTime": {"millis": 6 * HOUR + 2}})).verdict == "not explained"


def test_cycles_are_in_the_order_in_which_they_started() -> None:
    value = sla(
        completed("03 09:00", "03 10:00", "03 17:00", 1),
        completed("01 09:00", "01 10:00", "01 17:00", 1),
        goes_on=ongoing("04 09:00", "04 17:00"),
    )
    found = [each.cycle for each in jira.explains(OFFICE, value).cycles]
    assert [(cycle.cycle, cycle.start.day, cycle.stop is None) for cycle in found] == [
        (1, 1, False),
        (2, 3, False),
        (3, 4, True),
    ]


OLD = issue(fields={"x": "com.atlassian.servicedesk@1f"})


@pytest.mark.parametrize(
    ("payload", "named"),
    [
        pytest.param(issue(fields={"customfield_1": sla(DONE)}), "EX-1", id="an-issue"),
        pytest.param({"issues": [issue(fields={"x": sla(DONE)})]}, "EX-1", id="issues"),
        pytest.param({"isLastPage": True, "values": [sla(DONE)]}, "EX-1", id="a-page"),
        pytest.param({"EX-7": {"values": [sla(DONE)]}}, "EX-7", id="by-key"),
        pytest.param(sla(DONE, _links=None), "", id="a-value"),
        pytest.param(
            [
                issue(fields={"x": "com.atlassian.servicedesk@1f"}),
                issue(key="EX-2", id="2", fields={"y": sla(DONE)}),
            ],
            "EX-2",
            id="an-old-field",
        ),
    ],
)
def test_values_are_found_wherever_they_stand(payload: Any, named: str) -> None:
    [found] = jira.explains(OFFICE, payload).cycles
    assert found.cycle.issue == named
    assert found.cycle.named == f"{named} Time to resolution, cycle 1".strip()


def test_a_value_without_a_name_goes_by_its_id() -> None:
    done = completed("01 09:00", "01 15:00", "01 17:00", 6)
    assert checked({"id": 9, "completedCycles": [done]}).cycle.sla == "SLA 9"
    assert checked({"completedCycles": [done]}).cycle.sla == "SLA"


@pytest.mark.parametrize(
    ("cycle", "problem"),
    [
        pytest.param({"startTime": ...}, "key 'startTime' is missing", id="no-start"),
        pytest.param({"stopTime": ...}, "key 'stopTime' is missing", id="no-stop"),
        pytest.param({"stopTime": at("01 08:00")}, "it stops before it starts", id="backwards"),
        pytest.param({"goalDuration": lasting(0)}, "its goal is above zero", id="no-goal"),
        pytest.param({"goalDuration": "8h"}, "it is an object, not '8h'", id="text"),
        pytest.param({"elapsedTime": lasting(-1)}, "its elapsed time is not below zero", id="before-its-start"),
        pytest.param({"breached": "no"}, "it is true or false", id="a-word"),
    ],
)
def test_a_cycle_that_cannot_be_read_is_a_loss(cycle: dict[str, Any], problem: str) -> None:
    found = jira.explains(
        OFFICE,
        sla(
            completed("01 09:00", "01 15:00", "01 17:00", 6, **cycle),
            DONE,
        ),
    )
    assert len(found.cycles) + len(found.losses) == 2
    assert problem in str(found.losses[0])
    assert found.losses[0].path.startswith("cycles.completedCycles[0]")


def test_a_key_that_nobody_knows_is_a_loss() -> None:
    found = jira.explains(OFFICE, sla(completed("01 09:00", "01 15:00", "01 17:00", 6, shelved=True), mood="good"))
    assert [loss.path for loss in found.losses] == ["cycles.mood", "cycles.completedCycles[0].shelved"]


def test_something_else_is_refused() -> None:
    with pytest.raises(PayloadError, match=r"^cycles: it is an object"):
        jira.explains(OFFICE, "8h")


# Laws

INSTANTS = st.integers(0, 4 * 7 * 24 * 3600 * 4).map(lambda quarter: quarter * 250)
"""Milliseconds in quarters of a second, within four weeks that hold a change of clocks."""
ORIGIN = datetime(2026, 10, 12, tzinfo=UTC)


def stated(instant: datetime) -> dict[str, Any]:
    return {"epochMillis": round(instant.timestamp() * 1000)}


@given(INSTANTS, st.integers(1, 40 * 3600), INSTANTS, st.sampled_from([OFFICE, LUNCH]))
def test_a_calendar_explains_whatever_it_counted_itself(start: int, goal: int, length: int, calendar: Schedule) -> None:
    """To the millisecond, over the change of clocks, late or in time."""
    begins = ORIGIN + timedelta(milliseconds=start)
    ends = begins + timedelta(milliseconds=length)
    used = calendar.elapsed(begins, ends)
    cycle = {
        "startTime": stated(begins),
        "stopTime": stated(ends),
        "breachTime": stated(calendar.add(begins, timedelta(seconds=goal))),
        "breached": used > timedelta(seconds=goal),
        "goalDuration": {"millis": goal * 1000},
        "elapsedTime": {"millis": round(used.total_seconds() * 1000)},
    }
    assert checked(sla(cycle), calendar).verdict == "explained"


def test_an_account_is_explained() -> None:
    [found] = jira.explains(OFFICE, account()["issues"]).cycles
    assert (found.verdict, found.paused) == ("explained with a pause", timedelta(hours=5))
