"""Zendesk's own clocks beside ours: its log replayed cycle by cycle, and what explains a difference (R7, R12, R16)."""

from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from zendesk_payloads import condition, holiday, metric, schedule, sla_policy

from slaclock import SlaPolicy
from slaclock.adapters import zendesk

NIGHTS = schedule((2760, 2880), (2880, 3240), id=102, name="Nights")


def account(**keys: Any) -> Any:
    return zendesk.policy(
        **{
            "schedules": [schedule(time_zone="UTC"), NIGHTS],
            "holidays": {101: [], 102: [holiday("2026-06-02")]},
            "sla_policies": [sla_policy(metric(), metric("requester_wait_time", business_hours=False))],
            **keys,
        }
    ).policy


_HUNDREDS = count(100, 100)


def events(*told: tuple[str, str] | tuple[str, str, Any], metric: str = "reply_time", instance: int = 1) -> list[Any]:
    """Events of a cycle, each a type, a time of June 2026 and what else stands in it."""
    usual = {"ticket_id": 7, "metric": metric, "instance_id": instance}
    return [
        {"id": number, **usual, "type": each[0], "time": f"2026-06-{each[1]}:00Z", **(each[2] if len(each) > 2 else {})}
        for number, each in enumerate(told, start=next(_HUNDREDS))
    ]


def applied(minutes: int, business: bool = True, title: str = "Gold") -> dict[str, Any]:
    policy = {"id": 36, "title": title, "description": None}
    return {"sla": {"target": minutes, "target_in_seconds": minutes * 60, "business_hours": business, "policy": policy}}


def figures(calendar: int, business: int) -> dict[str, Any]:
    return {"status": {"calendar": calendar, "business": business}}


def compared(log: Any, tickets: Any = None, **keys: Any) -> Any:
    [cycle] = zendesk.compare(account(), tickets, log, **keys).cycles
    return cycle


# Monday 1 June 2026; the office is open from 9 to 17 UTC.


def test_a_breach_at_our_due_instant_is_the_same() -> None:
    cycle = compared(events(("activate", "01T08:00"), ("apply_sla", "01T08:01", applied(120)), ("breach", "01T11:00")))
    assert (cycle.ticket, cycle.metric, cycle.cycle, cycle.plan) == ("7", "first_response", 1, "Gold")
    assert (cycle.target, cycle.schedule, cycle.reason) == ("2 business hours", "Office", "same")
    assert cycle.ours.due == cycle.theirs.due
    assert cycle.ours.breached
    assert cycle.difference == timedelta(0)


def test_activate_after_pause_resumes() -> None:
    log = events(
        ("activate", "01T08:00"), ("apply_sla", "01T08:00", applied(240, business=False)), ("pause", "01T08:40"),
        ("activate", "01T10:00"), ("breach", "01T13:20"), ("fulfill", "01T14:00"),
        ("update_status", "01T14:00", figures(280, 280)), metric="requester_wait_time",
    )  # fmt: skip
    cycle = compared(log)
    assert (cycle.metric, cycle.reason, cycle.ours.elapsed) == ("requester_wait_time", "same", timedelta(minutes=280))


def test_what_goes_on_after_its_end_had_not_ended() -> None:
    log = events(
        ("activate", "01T08:00"), ("apply_sla", "01T08:00", applied(60, business=False)), ("fulfill", "01T08:30"),
        ("activate", "02T08:00"), ("breach", "02T08:30"), metric="resolution_time",
    )  # fmt: skip
    assert (compared(log).metric, compared(log).reason) == ("resolution", "same")


def test_measures_and_what_was_undone_mean_nothing() -> None:
    log = [
        *events(("measure", "01T07:00"), ("activate", "01T07:00"), instance=0),
        *events(
            ("activate", "01T08:00"), ("apply_sla", "01T08:00", applied(60)),
            ("breach", "01T08:10", {"deleted": True}), ("measure", "01T08:20"), ("fulfill", "01T09:30"),
        ),
    ]  # fmt: skip
    cycle = compared(list(reversed(log)))
    assert (cycle.reason, cycle.theirs.breached, cycle.theirs.due) == ("same", False, None)
    assert cycle.difference is None


def test_a_target_that_is_applied_again_counts_from_the_start_and_may_break_at_once() -> None:
    log = events(
        ("activate", "01T09:00"), ("apply_sla", "01T09:00", applied(240)), ("apply_sla", "01T12:00", applied(60)),
        ("breach", "01T12:00"),
    )  # fmt: skip
    cycle = compared(log)
    assert cycle.ours.due.hour == 10
    assert cycle.ours.breached
    assert cycle.reason == "not explained"  # They are breached when it is applied, and due before.


def test_replies_after_the_first_are_next_responses() -> None:
    log = events(("activate", "01T10:00"), ("apply_sla", "01T10:00", applied(60)), ("fulfill", "01T10:30"), instance=2)
    assert (compared(log).metric, compared(log).cycle) == ("next_response", 2)


@pytest.mark.parametrize(
    ("log", "reason", "detail"),
    [
        pytest.param(
            [("activate", "01T09:00"), ("apply_sla", "01T09:00", applied(60)), ("fulfill", "01T09:31"),
             ("update_status", "01T09:31", figures(32, 32))],
            "rounding", "to whole minutes", id="rounding",
        ),
        pytest.param(
            [("activate", "01T15:00"), ("apply_sla", "01T15:00", applied(120)), ("breach", "01T17:00")],
            "boundary", "closing", id="boundary",
        ),
        pytest.param(
            [("activate", "01T19:00"), ("apply_sla", "01T19:00", applied(420)), ("breach", "02T03:00")],
            "another schedule", "Nights", id="another-schedule",
        ),
        pytest.param(
            [("activate", "01T09:00"), ("apply_sla", "01T09:00", applied(60)), ("breach", "05T09:00")],
            "not explained", "", id="not-explained",
        ),
        pytest.param(
            [("activate", "01T09:00"), ("apply_sla", "01T09:00", applied(60, business=False)), ("breach", "05T09:00")],
            "not explained", "", id="calendar-time-has-no-other-reading",
        ),
    ],
)  # fmt: skip
def test_a_difference_has_its_reason(log: Any, reason: str, detail: str) -> None:
    holidays = {101: [], 102: []}
    [cycle] = zendesk.compare(account(holidays=holidays), None, events(*log)).cycles
    assert (cycle.reason, cycle.detail) == (reason, detail)


def test_a_holiday_rule_is_a_reason() -> None:
    # The holiday is Tuesday; Monday's night opens at 20:00 UTC, and from midnight in Copenhagen on it is closed.
    log = events(("activate", "01T19:00"), ("apply_sla", "01T19:00", applied(180)), ("breach", "01T23:00"))
    cycle = compared(log, schedules={"7": "Nights"})
    assert (cycle.schedule, cycle.reason, cycle.detail) == ("Nights", "holiday rule", "opening_date")


def test_a_ticket_states_the_due_instant_of_its_latest_cycle() -> None:
    log = [
        *events(("activate", "01T09:00"), ("apply_sla", "01T09:00", applied(60, False)), metric="agent_work_time"),
        *events(("activate", "01T09:00"), ("apply_sla", "01T09:00", applied(60))),
    ]
    slas = {"policy_metrics": [
        {"metric": "first_reply_time", "stage": "active", "breach_at": "2026-06-01T10:00:00Z", "minutes": 35},
        {"metric": "agent_work_time", "stage": "paused", "breach_at": None},
    ]}  # fmt: skip
    ticket = {"id": 7, "slas": slas}
    for given in (ticket, {"ticket": ticket}, [ticket, {"id": 8}], {"tickets": [ticket]}):
        first, second = zendesk.compare(account(), given, log).cycles
        assert first.theirs.due is None
        assert (second.theirs.due, second.theirs.breached, second.reason) == (second.ours.due, False, "same")


@pytest.mark.parametrize("distance", [{"days": -141}, {"hours": 3}, {"minutes": 35}, {}])
def test_the_distance_from_the_time_of_asking_is_no_target(distance: dict[str, int]) -> None:
    """It stands beside the due instant, rounded, and is negative where that has passed."""
    log = events(("activate", "01T09:00"), ("apply_sla", "01T09:00", applied(60)))
    stated = {"metric": "first_reply_time", "stage": "active", "breach_at": "2026-06-01T10:00:00Z", **distance}
    [cycle] = zendesk.compare(account(), {"id": 7, "slas": {"policy_metrics": [stated]}}, log).cycles
    assert (cycle.target, cycle.theirs.due, cycle.reason) == ("1 business hour", cycle.ours.due, "same")


def test_events_may_stand_beside_tickets() -> None:
    log = events(("activate", "01T09:00"), ("apply_sla", "01T09:00", applied(60)))
    for given in (
        {"ticket": {"id": 7, "metric_events": {"reply_time": log}}},
        {"tickets": [{"metric_events": {"x": log}}]},
    ):
        assert compared(given).metric == "first_response"


def test_where_no_due_instant_is_stated_the_time_used_differs() -> None:
    log = events(("activate", "01T09:00"), ("apply_sla", "01T09:00", applied(600)), ("fulfill", "01T10:00"))
    log += [{**log[0], "id": 7, "type": "update_status", "time": "2026-06-01T10:00:00Z", **figures(90, 30)}]
    assert (compared(log).difference, compared(log).reason) == (timedelta(minutes=30), "not explained")


def test_a_target_of_a_group_may_be_without_seconds() -> None:
    said = {"group_sla": {"target": 60, "business_hours": False, "policy": {"id": "PPP", "title": "Tier 1"}}}
    log = events(("activate", "01T09:00"), ("apply_group_sla", "01T09:00", said), metric="group_ownership_time")
    assert (compared(log).plan, compared(log).target) == ("Tier 1", "1 calendar hour")


@pytest.mark.parametrize(
    "log",
    [
        pytest.param(events(("activate", "01T09:00")), id="no-target"),
        pytest.param(events(("apply_sla", "01T09:00", applied(60))), id="no-start"),
        pytest.param(events(("activate", "01T09:00"), ("apply_sla", "01T09:00", {"sla": None})), id="nothing"),
        pytest.param(
            events(("activate", "01T09:00"), ("apply_sla", "01T09:00", {"sla": {"target": None}})), id="no-amount"
        ),
        pytest.param(
            [{**each, "time": each["time"].replace("2026", "9999")} for each in
             events(("activate", "01T09:00"), ("apply_sla", "01T09:00", applied(10**7)))],
            id="past-all-years",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_a_loss(log: Any) -> None:
    found = zendesk.compare(account(), None, log)
    assert not found.cycles
    assert [loss.path for loss in found.losses] == ["ticket_metric_events[0]"]


@pytest.mark.parametrize(
    ("page", "losses"),
    [
        pytest.param(
            {"next_page": "https://…", "count": 2, "end_time": 7}, 0, id="an-export-names-a-next-page-for-ever"
        ),
        pytest.param({"next_page": "https://…", "end_of_stream": True}, 0, id="its-end"),
    ],
)
def test_an_export_ends_with_a_page_that_is_not_full(page: Any, losses: int) -> None:
    log = events(("activate", "01T09:00"), ("apply_sla", "01T09:00", applied(60)))
    assert len(zendesk.compare(account(), None, {"ticket_metric_events": log, **page}).losses) == losses


def test_a_full_page_of_an_export_goes_on() -> None:
    log = [{**events(("measure", "01T09:00"), instance=0)[0], "id": number} for number in range(1_000)]
    [loss] = zendesk.compare(account(), None, {"ticket_metric_events": log, "next_page": "https://…"}).losses
    assert loss.what == "more ticket_metric_events follow on another page"
    assert not zendesk.compare(account(), None, {"ticket_metric_events": log, "end_of_stream": True}).losses


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param({"type": "resume"}, "there is no type of event 'resume'", id="a-type"),
        pytest.param(
            {"metric": "reply_tme"}, "there is no metric 'reply_tme'; did you mean 'reply_time'", id="a-metric"
        ),
        pytest.param({"time": "2026-06-01T09:00:00"}, "names no zone", id="naive"),
        pytest.param({"time": None}, "key 'time' is null", id="no-time"),
        pytest.param({"deleted": "yes"}, "it is true or false", id="deleted"),
        pytest.param({"status": {"business": "x"}}, "it is a whole number of minutes", id="figures"),
    ],
)
def test_an_event_that_cannot_be_read_is_a_loss_of_its_ticket_alone(change: Any, problem: str) -> None:
    of_it = events(("activate", "01T09:00"), ("apply_sla", "01T09:00", applied(60)))
    others = [{**each, "id": 900 + place, "ticket_id": 8} for place, each in enumerate(of_it)]
    bad = events(("pause", "01T09:10"))[0] | change
    found = zendesk.compare(account(), None, [bad, *of_it, *others])
    assert [cycle.ticket for cycle in found.cycles] == ["8"]
    [loss] = found.losses
    assert loss.path.startswith("ticket_metric_events[0]")
    assert loss.what.startswith("an event of ticket 7 cannot be read: ")
    assert problem in loss.what


@pytest.mark.parametrize("ticket", [{}, {"ticket_id": None}, {"ticket_id": [7]}])
def test_an_event_of_no_ticket_is_a_loss_and_the_others_go_on(ticket: dict[str, Any]) -> None:
    of_it = events(("activate", "01T09:00"), ("apply_sla", "01T09:00", applied(60)))
    found = zendesk.compare(account(), None, [{"type": "pause", "metric": "reply_time", **ticket}, *of_it])
    assert [cycle.ticket for cycle in found.cycles] == ["7"]
    [loss] = found.losses
    assert loss.path == "ticket_metric_events[0]"
    assert loss.what.startswith("it cannot be read: ")


def test_a_missing_key_is_said_with_the_keys_that_are_there() -> None:
    [loss] = zendesk.compare(account(), None, [{"id": 1, "type": "pause"}]).losses
    assert loss.what == "it cannot be read: key 'ticket_id' is missing; there are: id, type"


def test_a_ticket_is_counted_on_the_schedule_of_its_plan() -> None:
    policy = account(sla_policies=[sla_policy(filter={"all": [condition("group_id", 1)]})])
    log = events(("activate", "01T19:00"), ("apply_sla", "01T19:00", applied(120, title="Gold on Nights")))
    [cycle] = zendesk.compare(policy, None, log).cycles
    assert cycle.schedule == "Nights"


def test_what_counts_business_hours_needs_a_schedule() -> None:
    policy = zendesk.policy(sla_policies=[sla_policy(metric(business_hours=False))]).policy
    log = events(("activate", "01T09:00"), ("apply_sla", "01T09:00", applied(60)), ("breach", "01T10:00"))
    [loss] = zendesk.compare(policy, None, log).losses
    assert loss.meaning == "it has no answer: it counts business hours, and the policy has no schedule"


def test_an_sla_policy_that_is_no_plan_is_counted_on_the_first_schedule() -> None:
    log = events(("activate", "01T09:00"), ("apply_sla", "01T09:00", applied(60, title="Old")), ("breach", "01T10:00"))
    found = zendesk.compare(account(), None, log)
    assert found.cycles[0].schedule == "Office"
    assert [loss.what for loss in found.losses] == ["the SLA policy 'Old' is no plan of this policy"]


@pytest.mark.parametrize(
    ("said", "given", "note"),
    [
        pytest.param(applied(120), {}, "", id="what-the-policy-promises"),
        pytest.param(applied(120, title="Old"), {}, "plan 'Old' is not in the policy", id="another-plan"),
        pytest.param(
            applied(61),
            {},
            "the log's target 61 business minutes differs from the policy's 2 business hours (high)",
            id="another-amount",
        ),
        pytest.param(
            applied(120, business=False),
            {},
            "the log's target 2 calendar hours differs from the policy's 2 business hours (high)",
            id="time-of-another-kind",
        ),
        pytest.param(applied(60), {"low": "1 business hour"}, "", id="any-of-its-priorities"),
        pytest.param(
            applied(60), "2 business hours",
            "the log's target 1 business hour differs from the policy's 2 business hours", id="one-for-all-priorities",
        ),
        pytest.param(
            applied(60), "2 business days",
            "the log's target 1 business hour differs from the policy's 2 business days", id="days",
        ),
        pytest.param(applied(60), None, "the policy promises no first_response in plan 'Gold'", id="no-such-metric"),
        pytest.param(
            applied(60), "none", "the policy promises no first_response in plan 'Gold'", id="where-nothing-is-promised"
        ),
        pytest.param(
            {"sla": {"target": 60, "business_hours": True}}, {},
            "the log names no SLA policy, so its target was compared with none of the policy", id="no-name",
        ),
    ],
)  # fmt: skip
def test_what_was_applied_and_the_policy_does_not_promise_is_noted(said: Any, given: Any, note: str) -> None:
    promised = {"high": "2 business hours", **given} if isinstance(given, dict) else given
    metrics = {"resolution": "9 calendar hours", **({"first_response": promised} if promised else {})}
    policy = SlaPolicy(
        name="A",
        timezone="UTC",
        schedules={"Office": "Mon-Fri 09:00-17:00"},
        plans={"Gold": {"schedule": "Office", **metrics}},
    )
    log = events(("activate", "01T08:00"), ("apply_sla", "01T08:01", said))
    [cycle] = zendesk.compare(policy, None, log).cycles
    assert cycle.note == note


def test_a_plan_with_its_id_is_the_one_of_that_sla_policy() -> None:
    two = account(sla_policies=[sla_policy(metric(), id=36), sla_policy(metric(target=60), id=37)])
    [cycle] = zendesk.compare(
        two, None, events(("activate", "01T08:00"), ("apply_sla", "01T08:01", applied(120)))
    ).cycles
    assert (cycle.plan, cycle.note) == ("Gold", "")
