"""Jira's own SLA cycles beside those of a policy, and what explains a difference (R7, R12, R16)."""

from datetime import timedelta
from typing import Any

import pytest
from jira_payloads import HOUR, at, change, completed, history, issue, ongoing, sla

from slaclock import PayloadError, SlaPolicy, UnknownNameError
from slaclock.adapters import jira


def policy(resolution: Any = "8 business hours", **keys: Any) -> SlaPolicy:
    return SlaPolicy(
        **{
            "name": "Acme",
            "timezone": "Europe/Berlin",
            "schedules": {"Office": "Mon-Fri 09:00-17:00", "Late": "Mon-Fri 12:00-20:00"},
            "plans": {"Gold": {"schedule": "Office", "resolution": resolution, "first_response": "1 business hour"}},
            **keys,
        }
    )


PENDING = [
    history("01 12:00", change("status", "Open", "Pending"), key="1"),
    history("01 14:00", change("status", "Pending", "Open"), key="2"),
]


def compared(value: dict[str, Any], *histories: dict[str, Any], by: SlaPolicy | None = None, **keys: Any) -> Any:
    [cycle] = jira.compare(by or policy(), issue(*histories, fields={"customfield_1": value}), **keys).cycles
    return cycle


# Monday 1 June 2026; the office is open from 9 to 17.


@pytest.mark.parametrize(
    ("value", "histories"),
    [
        pytest.param(sla(completed("01 09:00", "01 15:00", "01 17:00", 6)), [], id="in-time"),
        pytest.param(sla(completed("03 10:00", "05 11:30", "04 10:00", 17.5)), [], id="late"),
        pytest.param(sla(completed("01 09:00", "01 16:00", "02 11:00", 5)), PENDING, id="a-pause"),
        pytest.param(sla(completed("01 12:30", "01 16:00", "02 14:00", 2)), PENDING, id="starts-while-paused"),
        pytest.param(sla(completed("01 13:00", "01 13:30", "02 13:30", 0)), PENDING, id="paused-until-its-stop"),
        pytest.param(sla(goes_on=ongoing("01 09:00", "02 11:00")), PENDING, id="goes-on"),
        pytest.param(sla(goes_on=ongoing("01 09:00", None, 3)), PENDING[:1], id="is-paused"),
    ],
)
def test_a_cycle_that_counts_as_ours_is_the_same(value: dict[str, Any], histories: list[dict[str, Any]]) -> None:
    cycle = compared(value, *histories)
    assert (cycle.ticket, cycle.metric, cycle.plan, cycle.target) == ("EX-1", "resolution", "Gold", "8 business hours")
    assert (cycle.reason, cycle.detail, cycle.schedule) == ("same", "", "Office")
    assert cycle.difference in (timedelta(0), None)


def test_a_changed_priority_counts_from_the_start_again() -> None:
    by = policy({"High": "4 business hours", "Low": "8 business hours"})
    raised = history("01 10:00", change("priority", "Low", "High"))
    before = history("01 08:00", change("priority", "High", "Low"), key="0")
    cycle = compared(sla(completed("01 09:00", "01 12:00", "01 13:00", 3, goal=4)), before, raised, by=by)
    assert (cycle.reason, cycle.target) == ("same", "4 business hours")


def test_a_difference_is_explained_for_the_target_at_last() -> None:
    """Once its priority is high it counts calendar time, of which no boundary is another reading."""
    by = policy({"High": "4 calendar hours", "Low": "8 business hours"})
    raised = history("01 10:00", change("priority", "Low", "High"))
    cycle = compared(sla(completed("01 09:00", "01 12:00", "01 14:00", 3, goal=4)), raised, by=by)
    assert (cycle.reason, cycle.target, cycle.schedule) == ("not explained", "4 calendar hours", "")


def both(in_a_field: dict[str, Any], beside: dict[str, Any]) -> Any:
    """What is compared of an SLA that stands in a field of its issue, and as it is answered for the request."""
    page = {"values": [beside], "isLastPage": True, "size": 1, "start": 0, "limit": 50}
    return jira.compare(policy(), issue(fields={"customfield_1": in_a_field}), {"EX-1": page})


FIRST, SECOND = completed("01 09:00", "01 15:00", "01 17:00", 6), completed("02 09:00", "02 15:00", "02 17:00", 6)


def test_a_cycle_that_stands_in_a_field_and_beside_it_counts_once() -> None:
    found = both(sla(FIRST, SECOND, id="7"), sla(FIRST, SECOND))
    assert [(each.cycle, each.reason) for each in found.cycles] == [(1, "same"), (2, "same")]
    assert not found.losses
    found = both(sla(FIRST, id="7"), sla(FIRST, SECOND, name="time to RESOLUTION"))
    assert [each.cycle for each in found.cycles] == [1, 2]
    found = both(sla(FIRST, FIRST, id="7"), sla(SECOND))
    assert [(each.cycle, each.theirs.due.day) for each in found.cycles] == [(1, 1), (2, 1), (3, 2)]
    other = both(sla(FIRST, name="Time to first response"), sla(FIRST))
    assert [each.metric for each in other.cycles] == ["first_response", "resolution"]


@pytest.mark.parametrize("turn", [1, -1], ids=["the-field-first", "beside-it-first"])
def test_of_two_sayings_of_a_cycle_the_later_counts(turn: int) -> None:
    running, done = sla(goes_on=ongoing("01 09:00", "01 17:00", 2)), sla(FIRST)
    found = both(*(running, done)[::turn])
    assert ([each.theirs.elapsed for each in found.cycles], found.losses) == ([timedelta(hours=6)], ())
    moved = sla(completed("01 09:00", "01 15:00", "01 18:00", 5))
    found = both(*(moved, done)[::turn])
    assert [each.theirs.elapsed for each in found.cycles] == [timedelta(hours=6)]
    [loss] = found.losses
    assert "stands in" in loss.what
    assert "with another goal or breach time" in loss.what


def test_values_that_do_not_say_what_they_are_called_may_be_of_several_slas() -> None:
    nameless = {key: value for key, value in sla(FIRST).items() if key not in ("name", "id")}
    found = jira.compare(policy(), issue(), {"EX-1": [nameless, nameless]}, metrics={"SLA": "resolution"})
    assert [each.cycle for each in found.cycles] == [1, 1]


def test_what_came_after_its_stop_changes_nothing() -> None:
    later = history("01 16:00", change("status", "Open", "Pending"))
    assert compared(sla(completed("01 09:00", "01 15:00", "01 17:00", 6)), later).reason == "same"


@pytest.mark.parametrize(
    ("value", "by", "why"),
    [
        pytest.param(
            sla(completed("01 09:00", "01 15:00", "02 09:00", 6)), policy(), ("boundary", "next_opening"), id="boundary"
        ),
        pytest.param(
            sla(completed("01 09:00", "01 15:00", "01 17:00", 6)),
            policy(boundary="next_opening"),
            ("boundary", "closing"),
            id="the-other-boundary",
        ),
        pytest.param(
            sla(completed("01 10:00", "01 15:00", "02 10:00", 5)),
            policy(plans={"Gold": {"schedule": "Late", "resolution": "8 business hours"}}),
            ("another schedule", "Office"),
            id="another-schedule",
        ),
        pytest.param(
            sla(goes_on=ongoing("01 09:00", "01 13:00", goal=4)),
            policy(),
            ("rule of the product", "its goal is 4 hours of open time"),
            id="another-goal",
        ),
        pytest.param(
            sla(goes_on=ongoing("01 10:00", "03 10:00", goal=16)),
            policy("3 business days"),
            ("day rule", "its goal is 16 hours of open time"),
            id="days",
        ),
        pytest.param(sla(goes_on=ongoing("01 09:00", "04 13:00")), policy(), ("not explained", ""), id="unknown"),
    ],
)
def test_a_difference_is_explained_by_a_choice(value: dict[str, Any], by: SlaPolicy, why: tuple[str, str]) -> None:
    cycle = compared(value, by=by)
    assert (cycle.reason, cycle.detail) == why


def test_a_holiday_that_closes_the_date_explains_a_night() -> None:
    nights = {"Nights": {"hours": "Mon-Fri 22:00-06:00", "holidays": ["2026-06-02"]}}
    by = policy(schedules=nights, plans={"Gold": {"schedule": "Nights", "resolution": "4 business hours"}})
    cycle = compared(sla(goes_on=ongoing("01 22:00", "03 02:00", goal=4)), by=by)
    assert (cycle.reason, cycle.detail) == ("holiday rule", "calendar_date")
    dates = {"Nights": {**nights["Nights"], "holiday_rule": "calendar_date"}}
    by = policy(schedules=dates, plans={"Gold": {"schedule": "Nights", "resolution": "4 business hours"}})
    assert compared(sla(goes_on=ongoing("01 22:00", "02 02:00", goal=4)), by=by).detail == "opening_date"


def test_what_neither_pauses_nor_changes_a_target_changes_nothing() -> None:
    told = [history("01 10:00", change("status", "Open", "In Progress"), change("resolution", None, "Done"))]
    assert compared(sla(completed("01 09:00", "01 15:00", "01 17:00", 6)), *told).reason == "same"


def test_a_status_that_pauses_here_alone_is_named() -> None:
    cycle = compared(sla(completed("01 09:00", "01 16:00", "01 17:00", 7)), *PENDING)
    assert (cycle.reason, cycle.detail) == ("rule of the product", "no status pauses it there")


def test_seconds_are_what_iso8601_rounds_to() -> None:
    start = {"iso8601": at("01 09:00")["iso8601"]}
    only: dict[str, Any] = {"startTime": start, "elapsedTime": {"millis": 6 * HOUR + 400}}
    cycle = compared(sla(completed("01 09:00", "01 15:00", "01 17:00", 6, **only)))
    assert (cycle.reason, cycle.detail) == ("rounding", "to whole seconds")
    exact: dict[str, Any] = {"elapsedTime": {"millis": 6 * HOUR + 1}}
    cycle = compared(sla(completed("01 09:00", "01 15:00", "01 17:00", 6, **exact)))
    assert (cycle.reason, cycle.detail) == ("rounding", "to milliseconds")


def test_calendar_time_has_no_schedule() -> None:
    by = policy("8 calendar hours")
    cycle = compared(sla(goes_on=ongoing("01 12:00", "01 20:00")), by=by)
    assert (cycle.reason, cycle.schedule) == ("same", "")


# Which metric, which issue


@pytest.mark.parametrize(
    ("name", "metrics", "metric"),
    [
        pytest.param("Time to first response", {}, "first_response", id="usual"),
        pytest.param("TIME TO RESOLUTION", {}, "resolution", id="in-any-spelling"),
        pytest.param("first response", {}, "first_response", id="as-the-metric"),
        pytest.param("Zeit bis zur Lösung", {"Zeit bis zur Lösung": "resolution"}, "resolution", id="stated"),
    ],
)
def test_an_sla_means_a_metric(name: str, metrics: dict[str, str], metric: str) -> None:
    assert compared(sla(goes_on=ongoing("01 09:00", "01 10:00", goal=1), name=name), metrics=metrics).metric == metric


def test_an_sla_of_which_nobody_knows_what_it_means_is_a_loss() -> None:
    found = jira.compare(policy(), issue(), [sla(goes_on=ongoing("01 09:00", "01 17:00"), name="Review")])
    assert found.cycles == ()
    assert [str(loss) for loss in found.losses] == [
        "slas[0].ongoingCycle: it is not known which metric 'Review' means; "
        "pass metrics={'Review': …}, one of: first_response, resolution"
    ]
    with pytest.raises(UnknownNameError, match="metrics: no plan promises 'fixing'"):
        jira.compare(policy(), issue(), metrics={"Review": "fixing"})
    only = policy(plans={"Gold": {"schedule": "Office", "first_response": "1 hour"}})
    [loss] = jira.compare(only, issue(), sla(goes_on=ongoing("01 09:00", None))).losses
    assert loss.meaning == "pass metrics={'Time to resolution': …}, one of: first_response"


def test_values_and_changelogs_may_come_beside_issues() -> None:
    two = [issue(), issue(id="10002", key="EX-2")]
    values = {"EX-2": sla(completed("01 09:00", "01 16:00", "02 11:00", 5))}
    [cycle] = jira.compare(policy(), two, values, {"EX-2": PENDING}).cycles
    assert (cycle.ticket, cycle.reason) == ("EX-2", "same")


def test_a_plan_is_named_where_there_are_several() -> None:
    eight, day = ({"schedule": "Office", "resolution": given} for given in ("8 business hours", "1 business day"))
    plans = {"Gold": eight, "Tin": day}
    value = sla(completed("01 09:00", "01 15:00", "01 17:00", 6))
    assert compared(value, by=policy(plans=plans), plans={"EX-1": "Gold"}).plan == "Gold"
    found = jira.compare(policy(plans=plans), issue(fields={"x": value}))
    assert found.cycles == ()
    assert "it has no answer here" in str(found.losses[0])


def test_an_issue_without_a_readable_history_is_compared_and_that_is_said() -> None:
    value = sla(completed("01 09:00", "01 15:00", "01 17:00", 6))
    found = jira.compare(policy(), issue(fields={"created": "soon", "x": value}))
    assert [cycle.reason for cycle in found.cycles] == ["same"]
    assert "its history may be wrong or missing here" in str(found.losses[0])


def test_files_are_known_by_their_keys() -> None:
    value = sla(completed("01 09:00", "01 16:00", "02 11:00", 5))
    files = {"c": [{"values": [value]}], "b": {"EX-1": PENDING}, "a": [issue()]}
    assert [cycle.reason for cycle in jira.comparison_of_answers(files, policy()).cycles] == ["same"]
    with pytest.raises(PayloadError, match=r"^x\.json: it holds comments, which are no part of a comparison"):
        jira.comparison_of_answers({"x.json": {"comments": []}}, policy())


def test_something_else_is_refused() -> None:
    with pytest.raises(PayloadError, match=r"^issues: it is an object"):
        jira.compare(policy(), "EX-1")
