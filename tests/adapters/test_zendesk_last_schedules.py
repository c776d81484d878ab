"""Zendesk: the schedule that a ticket had last, as files say it beside its log of clocks."""

from typing import Any

import pytest
from zendesk_payloads import applied, audit, condition, created, metric, moves, said, schedule, sla_policy, ticket

from slaclock import PayloadError, SlaPolicy, UnknownNameError
from slaclock.adapters import zendesk

LATE = schedule((2100, 2640), id=102, name="Late")
"""Mondays from eleven to eight."""
LOG = [*moves("reply_time", "14:00 activate", "16:00 breach"), applied("14:00")]
"""Two hours from four in the afternoon: they end at six where it is open until eight, in an office on the next day."""


def policy(*schedules: dict[str, Any]) -> SlaPolicy:
    return zendesk.policy(list(schedules) or [schedule(), LATE], sla_policies=sla_policy(metric())).policy


def given(at: str, key: Any, **keys: Any) -> dict[str, Any]:
    """The audit that gives a ticket a schedule."""
    event = {"type": "ScheduleAssignment", "previous_schedule_id": None, "new_schedule_id": key}
    return audit(at, said(9), event, **keys)


def row(at: str, key: Any, **keys: Any) -> dict[str, Any]:
    return {"ticket_id": 7, "schedule_id": key, "created_at": f"2026-06-01T{at}:00Z", **keys}


def compared(*answers: Any, of: SlaPolicy | None = None) -> Any:
    files = {f"{number}.json": answer for number, answer in enumerate([LOG, *answers])}
    return zendesk.comparison_of_answers(files, of or policy())


SCHEDULES = {"schedules": [schedule(), LATE]}


@pytest.mark.parametrize(
    ("answers", "on"),
    [
        pytest.param([SCHEDULES, {"audits": [given("12:00", "102")]}], "Late", id="audits"),
        pytest.param([SCHEDULES, [given("12:00", 102), given("12:30", 101)]], "Office", id="the-last-of-them"),
        pytest.param([SCHEDULES, [given("12:30", 102), given("12:00", 101)]], "Late", id="in-another-order"),
        pytest.param([SCHEDULES, [row("12:00", 102)]], "Late", id="rows-of-a-warehouse"),
        pytest.param([SCHEDULES, {"ticket_schedules": [row("12:00", "102")]}], "Late", id="a-whole-answer"),
        pytest.param([SCHEDULES, {"ticket_schedule": row("12:00", 102)}], "Late", id="one-row"),
        pytest.param([{**SCHEDULES, "audits": [given("12:00", 102)]}], "Late", id="one-file"),
        pytest.param([SCHEDULES, [row("12:00", 102)], [given("12:30", 101)]], "Office", id="both"),
        pytest.param([SCHEDULES, [row("12:00", 102, ticket_id=8)]], "Office", id="of-another-ticket"),
    ],
)
def test_all_of_a_tickets_time_is_counted_on_the_schedule_that_it_had_last(answers: list[Any], on: str) -> None:
    [cycle] = compared(*answers).cycles
    assert (cycle.schedule, cycle.reason) == (on, "same" if on == "Late" else "another schedule")
    says = "counted on 'Late', the last schedule of the ticket, where its plan has 'Office'"
    assert cycle.note == (says if on == "Late" else "")


def test_calendar_time_is_counted_on_no_schedule() -> None:
    [cycle] = zendesk.comparison_of_answers(
        {
            "log": [*LOG[:2], {**LOG[2], "sla": {**LOG[2]["sla"], "business_hours": False}}],
            "hours": SCHEDULES,
            "given": [row("12:00", 102)],
        },
        policy(),
    ).cycles
    assert (cycle.schedule, "last schedule" in cycle.note) == ("", False)


@pytest.mark.parametrize(
    ("answers", "loss"),
    [
        pytest.param([SCHEDULES], "nothing says which of these schedules a ticket had last", id="alone"),
        pytest.param([SCHEDULES, {"audits": [audit("12:00", said(9))]}], "nothing says which", id="no-schedule-given"),
        pytest.param([[row("12:00", 102)]], "ticket 7 had schedule 102 last, which is not among", id="no-names"),
        pytest.param([SCHEDULES, [row("12:00", 103)]], "ticket 7 had schedule 103 last", id="another"),
    ],
)  # fmt: skip
def test_what_is_not_known_of_it_is_a_loss_and_the_plans_schedule_counts(answers: list[Any], loss: str) -> None:
    found = compared(*answers)
    assert [cycle.schedule for cycle in found.cycles] == ["Office"]
    assert any(loss in str(each) for each in found.losses)


def test_a_key_of_a_row_that_is_not_known_is_a_loss() -> None:
    found = compared(SCHEDULES, [row("12:00", 102, odd=1, id=3)])
    assert [str(each).partition(";")[0] for each in found.losses] == [
        "2.json: ticket_schedule.odd: key 'odd' is not known"
    ]


@pytest.mark.parametrize(
    ("answers", "problem"),
    [
        pytest.param([[row("12:00", None)]], "key 'schedule_id' is null", id="no-schedule"),
        pytest.param([[row("12:00", 102, created_at="soon")]], "it is an instant such as", id="no-time"),
        pytest.param([[row("12:00", 102, ticket_id=None)]], "key 'ticket_id' is null", id="no-ticket"),
        pytest.param([[given("12:00", None)]], "key 'new_schedule_id' is null", id="nothing-given"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(answers: list[Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        compared(SCHEDULES, *answers)


def test_a_schedule_that_the_policy_does_not_have_is_refused_by_its_name() -> None:
    with pytest.raises(UnknownNameError, match="'Late'"):
        compared(SCHEDULES, [row("12:00", 102)], of=policy(schedule()))


def test_rows_of_schedules_are_no_part_of_tickets() -> None:
    with pytest.raises(PayloadError, match="it holds ticket schedules, which are no part of tickets"):
        zendesk.tickets_of_answers({"a": [ticket()], "b": [row("12:00", 102)]})


TASKS = {"title": "Tasks", "filter": {"all": [condition("type", "task")]}}
"""An SLA policy that is tried before Gold; it counts calendar time."""


def told(*audits: dict[str, Any], type: str = "question") -> Any:
    policies = [sla_policy(metric(business_hours=False), id=37, **TASKS), sla_policy(metric(), position=2)]
    read = zendesk.policy([schedule(), LATE], sla_policies=policies)
    return zendesk.tickets(ticket(type=type), [created(), *audits], policy=read)


@pytest.mark.parametrize(
    ("audits", "plan"),
    [
        pytest.param([given("12:00", "102")], "Gold on Late", id="another-schedule"),
        pytest.param([given("12:00", 102), given("12:30", 101)], "Gold", id="the-last-is-the-usual-one"),
        pytest.param([given("12:30", 102), given("12:00", 101)], "Gold on Late", id="in-another-order"),
        pytest.param([], "Gold", id="none"),
    ],
)
def test_a_ticket_has_the_plan_on_the_schedule_that_it_had_last(audits: list[Any], plan: str) -> None:
    found = told(*audits)
    assert ([each.plan for each in found.tickets], dict(found.problems)) == ([plan], {})


def test_a_plan_of_calendar_time_is_on_no_schedule() -> None:
    found = told(given("12:00", 999), type="task")
    assert ([each.plan for each in found.tickets], dict(found.problems)) == (["Tasks"], {})


def test_plans_that_were_applied_are_on_its_schedule_too() -> None:
    read = zendesk.policy([schedule(), LATE], sla_policies=[sla_policy(metric()), sla_policy(metric(), id=37)])
    log = [*LOG, {**applied("15:00", id=37), "id": 51}]
    found = zendesk.tickets(ticket(), [created(), given("12:00", 102)], log, read)
    assert found.tickets[0].plan == "Gold (36) on Late"
    assert [each.plan for each in found.tickets[0].events if each.plan] == ["Gold (37) on Late"]


def test_a_schedule_that_is_not_here_makes_its_plan_doubtful() -> None:
    found = told(given("12:00", 999))
    assert found.tickets[0].plan == "Gold"
    said = "it had schedule 999 last, which is not among the schedules; hand over the schedules with it"
    assert found.problems == {"7": (said,)}


@pytest.mark.parametrize("policy", [None, policy(), zendesk.policy([schedule(), LATE])], ids=["none", "bare", "hours"])
def test_without_sla_policies_it_is_said_that_plans_do_not_know_the_schedules(policy: Any) -> None:
    found = zendesk.tickets(ticket(), [created(), given("12:00", 102)], policy=policy)
    assert "triggers gave schedules to tickets" in [loss.what for loss in found.losses]
