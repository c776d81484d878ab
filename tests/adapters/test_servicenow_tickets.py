"""ServiceNow: incidents and other tasks with what happened to them, the plans of those, and clocks with histories."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from servicenow_payloads import (
    account,
    audited,
    choice,
    clock,
    definition,
    histories,
    incident,
    schedule,
    shown,
    span,
    user,
    written,
)

from slaclock import PayloadError
from slaclock.adapters import of_product, servicenow

HOLD = [audited("15:30", "1", "2"), audited("17:00", "2", "3"), audited("18:00", "3", "2")]
"""New, then in progress, and on hold for an hour."""
RESPONSE = definition(sys_id="b2", name="P1 response", target="response", duration="1970-01-01 01:00:00")


def told(*audits: dict[str, Any], of: Any = None, entries: Any = None, **keys: Any) -> Any:
    return servicenow.tickets(of or incident(), list(audits) or None, entries, **keys)


def events(read: Any) -> list[str]:
    """What happened, in order: the time in UTC, the kind, and what it became."""
    [found] = read.tickets
    return [
        " ".join(filter(None, (f"{each.instant.astimezone(UTC):%H:%M}", each.kind, each.status or each.priority)))
        for each in found.in_order
    ]


# What changed


def test_states_are_told_by_their_names_and_the_first_is_that_before_the_first_change() -> None:
    read = told(*HOLD)
    assert events(read) == [
        "15:30 status_changed In Progress",
        "17:00 status_changed On Hold",
        "18:00 status_changed In Progress",
    ]
    [found] = read.tickets
    assert (found.id, found.status, found.priority, found.plan) == ("INC1", "New", "1 - Critical", None)
    assert found.opened == datetime(2026, 6, 1, 15, tzinfo=UTC)
    assert (read.problems, read.losses) == ({}, ())


def test_changes_come_in_any_order_and_are_told_once() -> None:
    again = audited("17:00", "2", "3", sys_id="another")
    assert events(told(*reversed(HOLD), again)) == events(told(*HOLD))


def test_values_with_what_people_see_are_read_as_the_bare_ones() -> None:
    seen = [shown(each) for each in HOLD]
    of = shown(incident(), number="INC1", state="In Progress", priority="1 - Critical")
    assert told(*seen, of=of).tickets == told(*HOLD).tickets
    assert told(*HOLD, of={"result": [of]}).tickets == told(*HOLD).tickets
    numbers = incident(state=2, priority=1)
    assert told(*HOLD, of=numbers).tickets == told(*HOLD).tickets


def test_what_changes_as_it_is_opened_is_what_it_was_opened_with() -> None:
    made = [audited("15:00", "", "1"), audited("15:00", "", "2", "priority"), *HOLD]
    [found] = told(*made, of=incident(priority="2")).tickets
    assert (found.status, found.priority, len(found.events)) == ("New", "2 - High", 3)


def test_a_value_that_is_taken_away_changes_nothing() -> None:
    assert events(told(audited("16:00", "1", "", "priority"), *HOLD)) == events(told(*HOLD))


def test_priorities_and_the_first_assignment_are_told_and_groups_are_not() -> None:
    more = [
        audited("15:10", "", "ada", "assigned_to"),
        audited("16:10", "ada", "eve", "assigned_to"),
        audited("16:20", "eve", "", "assigned_to"),
        audited("16:00", "", "g1", "assignment_group"),
        audited("18:30", "2", "1", "priority"),
    ]
    read = told(*more, of=incident(state="1"))
    assert events(read) == ["15:10 acknowledged", "18:30 priority_changed 1 - Critical"]
    assert read.tickets[0].priority == "2 - High"


def test_a_task_that_its_history_does_not_tell_ended_says_so_itself() -> None:
    ended = incident(state="7", resolved_at="2026-06-01 18:00:00", closed_at="2026-06-01 19:00:00")
    assert events(told(of=ended)) == ["18:00 resolved", "19:00 closed"]
    assert told(of=ended).tickets[0].status == "New"
    assert events(told(of=incident(state="2", resolved_at="2026-06-01 18:00:00"))) == []
    assert events(told(*HOLD, of=ended)) == events(told(*HOLD))
    assert told(of=incident(state="6")).tickets[0].status == "Resolved"


@pytest.mark.parametrize("state", ["2", "3", "6"])
def test_a_state_since_nobody_says_when_is_a_doubt(state: str) -> None:
    [said] = told(of=incident(state=state)).problems["INC1"]
    assert "nothing says since when it waited or worked; pass sys_audit=" in said
    assert told(of=incident(state="1")).problems == {}
    assert told(of=incident(state="")).problems == {}


# Who wrote


def test_the_caller_writes_as_a_customer_others_as_agents_and_notes_answer_nobody() -> None:
    entries = [
        written("14:59", "joe"),
        written("16:00"),
        written("17:30", "joe"),
        written("17:40", element="work_notes"),
        written("17:50", "system"),
        written("17:55", element="approval_history"),
    ]
    read = told(*HOLD, entries=entries, sys_user=[user(), user(sys_id="u2", user_name="eve")])
    said = [each for each in read.tickets[0].in_order if each.kind.endswith("replied")]
    assert [(f"{each.instant.astimezone(UTC):%H:%M}", each.kind, each.public) for each in said] == [
        ("16:00", "agent_replied", True),
        ("17:30", "customer_replied", True),
        ("17:40", "agent_replied", False),
    ]
    assert read.problems == {}
    walked = told(*HOLD, of=incident(**{"caller_id.user_name": "joe"}), entries=entries)
    assert walked.tickets == read.tickets


def test_audits_say_who_wrote_where_there_are_no_entries_of_a_journal() -> None:
    audits = [*HOLD, audited("16:00", "", "words", "comments"), audited("17:30", "", "w", "comments", user="joe")]
    alone = told(*audits, sys_user=user())
    assert [each.kind for each in alone.tickets[0].in_order if each.kind.endswith("replied")] == [
        "agent_replied",
        "customer_replied",
    ]
    both = told(*audits, entries=[written("16:00"), written("17:30", "joe")], sys_user=user())
    assert both.tickets == alone.tickets
    by = audited("16:00", "", "words", "comments", user="", sys_created_by="joe")
    assert events(told(by, of=incident(state="1"), sys_user=user())) == ["16:00 customer_replied"]


@pytest.mark.parametrize("keys", [{}, {"sys_user": [user(sys_id="u2")]}, {"of": incident(caller_id="")}])
def test_comments_are_left_out_where_the_caller_is_not_known(keys: dict[str, Any]) -> None:
    read = told(*HOLD, entries=[written("16:00"), written("16:10", element="work_notes")], **keys)
    assert events(read)[1] == "16:10 agent_replied"
    assert "it is not known under which name its caller writes: pass sys_user=" in read.problems["INC1"][0]


# What states are called


def test_states_of_other_tables_are_called_as_they_are_chosen_there() -> None:
    change = incident(sys_class_name="change_request", number="CHG1", state="-2")
    moved = [audited("16:00", "-5", "-2")]
    assert (
        "there is no state '-5' of change_request; none are known; pass sys_choice="
        in (told(*moved, of=change).problems["CHG1"][0])
    )
    chosen = [
        choice("-5", "Neu", name="change_request", language="de"),
        choice("-5", "New", name="change_request", language="en"),
        choice("-5", "Nouveau", name="change_request", language="fr"),
        choice("-2", "Scheduled", name="change_request"),
    ]
    [found] = told(*moved, of=change, sys_choice=chosen).tickets
    assert (found.status, found.events[0].status) == ("New", "Scheduled")


def test_what_records_show_and_what_all_tasks_have_gives_names_too() -> None:
    seen = shown(incident(state="21"), number="INC1", state="Awaiting Vendor", priority="1 - Critical")
    [found] = told(audited("16:00", "1", "21"), of=seen).tickets
    assert found.events[0].status == "Awaiting Vendor"
    [found] = told(audited("16:00", "1", "-9"), sys_choice=choice("-9", "Parked", name="task")).tickets
    assert found.events[0].status == "Parked"


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"state": "33"}, "there is no state '33' of incident; did you mean '3'?", id="another-state"),
        pytest.param({"state": "In Progress"}, "'In Progress' is what people see of a state", id="a-display-value"),
        pytest.param({"priority": "1 - Critical"}, "is what people see of a priority", id="a-display-priority"),
        pytest.param({"opened_at": "06/01/2026 08:00:00"}, "it is an instant in UTC such as", id="another-notation"),
        pytest.param({"opened_at": ""}, "key 'sys_created_on' is missing", id="never-opened"),
        pytest.param({"state": True}, "it is text, not True", id="another-type"),
    ],
)
def test_a_task_that_cannot_be_read_is_a_problem(keys: dict[str, Any], problem: str) -> None:
    read = told(of=[incident(**keys), incident(sys_id="t2", number="INC2", state="1")])
    assert problem in read.problems["INC1"][0]
    assert [each.id for each in read.tickets] == ["INC2"]


def test_what_is_wrong_with_a_change_is_a_problem_of_its_task() -> None:
    read = told(audited("16:00", "1", "2", sys_created_on="soon"), *HOLD)
    assert "sys_audit[0].sys_created_on: it is an instant in UTC" in read.problems["INC1"][0]
    assert len(read.tickets) == 1
    entry = told(*HOLD, entries=[written("16:00", "")], sys_user=user())
    assert "key 'sys_created_by' is null" in entry.problems["INC1"][0]
    assert "state '9' of incident" in told(audited("16:00", "1", "9")).problems["INC1"][0]


@pytest.mark.parametrize(
    "change", [audited("16:00", "1", "2", documentkey="t9"), audited("x", "1", "2", documentkey="t9")]
)
def test_a_history_of_another_task_is_a_loss(change: dict[str, Any]) -> None:
    assert [each.what for each in told(change, *HOLD).losses] == ["task t9 is not among the tasks"]


def test_display_values_alone_are_refused_since_their_times_are_of_whoever_asked() -> None:
    alone = incident(caller_id={"link": "https://example.test/sys_user/u1", "display_value": "Joe"})
    with pytest.raises(PayloadError, match=r"^incident\.caller_id: there is a display_value without its value"):
        told(of=alone)
    with pytest.raises(PayloadError, match="times on the clocks of whoever asked"):
        servicenow.policy(schedule(), span(), definition(schedule={"display_value": "Desk", "link": "x"}))


def test_tasks_of_one_number_are_told_apart_and_one_without_is_called_by_its_id() -> None:
    held = [incident(), incident(sys_id="t2"), incident(sys_id="t3", number="")]
    assert [each.id for each in told(of=held).tickets] == ["INC1 (t1)", "INC1 (t2)", "t3"]
    with pytest.raises(PayloadError, match="key 'sys_id' is missing"):
        told(of={key: value for key, value in incident().items() if key != "sys_id"})


def test_unknown_keys_of_histories_are_losses() -> None:
    read = told(*HOLD[:2], HOLD[2] | {"odd": "1"}, entries=[written("16:00", odd="1")], sys_user=user())
    assert [str(each).partition(":")[0] for each in read.losses] == ["sys_audit[2].odd", "sys_journal_field[0].odd"]


# Which plan


def reading(*more: dict[str, Any], **keys: Any) -> Any:
    return servicenow.policy(schedule(), span(), [definition(), *more], paused_statuses=["On Hold"], **keys)


def test_the_clocks_of_a_task_say_its_plan() -> None:
    rows = [clock(), clock(sys_id="c2", sla="b2", stage="cancelled")]
    read = told(*HOLD, task_sla=rows, reading=reading())
    assert (read.tickets[0].plan, read.problems) == ("P1 resolution", {})


def test_definitions_that_tasks_have_together_become_a_plan() -> None:
    rows = [clock(), clock(sys_id="c2", sla="b2"), clock(sys_id="c3", task="t2")]
    both = reading(RESPONSE, task_sla=rows)
    assert list(both.policy.plans) == ["P1 resolution", "P1 response", "P1 resolution + P1 response"]
    assert both.plan_of(["b2", "b1"]) == "P1 resolution + P1 response"
    assert (both.plan_of(["b2"]), both.plan_of([]), both.plan_of(["b9"])) == ("P1 response", None, None)
    [ticket] = told(*HOLD, entries=[written("16:30")], sys_user=user(), task_sla=rows, reading=both).tickets
    assert ticket.plan == "P1 resolution + P1 response"
    at = datetime(2026, 6, 1, 19, tzinfo=UTC)
    found = {each.metric: each.status for each in both.policy.evaluate(ticket, at).cycles}
    assert {metric: each.is_breached for metric, each in found.items()} == {"first_response": True, "resolution": False}
    assert found["resolution"].elapsed == timedelta(hours=3)
    named = definition(sys_id="b3", name="P1 resolution + P1 response")
    assert list(reading(RESPONSE, named, task_sla=rows).policy.plans)[-1].endswith("(together)")


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        pytest.param([], "no SLA definition is attached to it", id="none"),
        pytest.param([clock(), clock(sys_id="c2", sla="b2")], "no plan has its SLA definitions together: b1", id="two"),
        pytest.param([clock(sla="b9")], "no plan has its SLA definitions together: b9", id="another"),
    ],
)  # fmt: skip
def test_definitions_that_make_no_plan_are_a_problem(rows: list[Any], problem: str) -> None:
    read = told(*HOLD, task_sla=rows, reading=reading(definition(sys_id="b2", name="P2"), task_sla=rows))
    assert problem in read.problems["INC1"][0]
    assert read.tickets[0].plan is None


# Clocks with histories


def compared(row: dict[str, Any], *audits: dict[str, Any], read: Any = None, **keys: Any) -> Any:
    of = keys.pop("of", incident())
    return servicenow.compare(read or reading(), [row], incident=of, sys_audit=list(audits), **keys)


DONE = {"stage": "completed", "end_time": "2026-06-01 22:00:00", "business_duration": "1970-01-01 06:00:00"}
HOUR = {"business_pause_duration": "1970-01-01 01:00:00"}


def test_pauses_are_those_of_the_history_where_it_is_given() -> None:
    late = clock(**DONE, **HOUR, planned_end_time="2026-06-02 16:00:00")
    [cycle] = compared(late, *HOLD).cycles
    assert (cycle.ticket, cycle.reason, cycle.ours.elapsed) == ("INC1", "same", timedelta(hours=6))
    unsummed = clock(**{**DONE, "business_duration": "1970-01-01 07:00:00"}, planned_end_time="2026-06-01 23:00:00")
    [cycle] = compared(unsummed, *HOLD).cycles
    assert (cycle.reason, cycle.detail) == (
        *("rule of the product", "its clock sums up other pauses than the statuses of its history"),
    )
    assert cycle.ours.elapsed == timedelta(hours=6)


def test_a_pause_is_taken_as_far_as_the_clock_ran() -> None:
    early = clock(stage="completed", end_time="2026-06-01 17:30:00", business_duration="1970-01-01 02:00:00",
                  start_time="2026-06-01 15:00:00", planned_end_time="2026-06-01 23:00:00")  # fmt: skip
    [cycle] = compared(early, *HOLD).cycles
    assert (cycle.ours.elapsed, cycle.reason) == (timedelta(hours=2), "rule of the product")
    later = clock(start_time="2026-06-01 18:00:00", planned_end_time="2026-06-02 18:00:00")
    assert [each.reason for each in compared(later, *HOLD).cycles] == ["same"]


def test_a_clock_that_is_paused_now_stands_as_of_its_pause() -> None:
    row = clock(stage="paused", pause_time="2026-06-01 17:00:00", business_duration="1970-01-01 02:00:00")
    [cycle] = compared(row, *HOLD[:2], of=incident(state="3")).cycles
    assert (cycle.reason, cycle.ours.elapsed) == ("same", timedelta(hours=2))


def test_calendar_time_is_paused_by_the_history_too() -> None:
    calendar = servicenow.policy(contract_sla=definition(schedule=""), paused_statuses=["On Hold"])
    row = clock(planned_end_time="2026-06-02 00:00:00", pause_duration="1970-01-01 01:00:00")
    assert [each.reason for each in compared(row, *HOLD, read=calendar).cycles] == ["same"]


@pytest.mark.parametrize(
    ("keys", "audits"),
    [
        pytest.param({"read": servicenow.policy(schedule(), span(), [definition()])}, HOLD, id="no-pauses"),
        pytest.param({}, [], id="no-history"),
        pytest.param({"of": incident(sys_id="t2")}, [], id="another-task"),
        pytest.param({"read": reading(RESPONSE)}, [audited("15:30", "2", "1", "priority")], id="no-change-of-state"),
    ],
)  # fmt: skip
def test_without_a_history_pauses_are_as_the_clock_sums_them_up(keys: dict[str, Any], audits: list[Any]) -> None:
    late = clock(**DONE, **HOUR, planned_end_time="2026-06-02 16:00:00")
    [cycle] = compared(late, *audits, **keys).cycles
    assert (cycle.reason, cycle.ours.elapsed) == ("same", timedelta(hours=6))


def test_that_a_policy_says_no_status_in_which_a_clock_was_paused_is_a_loss() -> None:
    silent = servicenow.policy(schedule(), span(), [definition()])
    late = clock(**DONE, **HOUR, planned_end_time="2026-06-02 16:00:00")
    [loss] = compared(late, *HOLD, read=silent).losses
    assert "resolution of the plan 'P1 resolution' pauses in no status" in loss.what
    assert compared(clock(), *HOLD, read=silent).losses == ()


def test_a_history_that_cannot_be_read_is_a_loss_and_its_clock_sums_up() -> None:
    late = clock(**DONE, **HOUR, planned_end_time="2026-06-02 16:00:00")
    found = compared(late, audited("16:00", "1", "9"), *HOLD)
    assert [each.reason for each in found.cycles] == ["same"]
    assert "task INC1" in found.losses[0].what
    assert "its pauses are those that its clocks sum up" in found.losses[0].meaning
    named = compared(late, audited("16:00", "2", "9"), *HOLD, sys_choice=choice("9", "Parked"))
    assert named.losses == ()


# Files


def test_files_are_told_apart_by_their_keys() -> None:
    held = histories()
    files = {f"{number}.json": held[table] for number, table in enumerate(sorted(held, reverse=True))}
    read = of_product("servicenow", "tickets_of_answers")(files)
    assert [(each.id, each.plan) for each in read.tickets] == [("INC1", "P1 resolution"), ("INC2", "P1 resolution")]
    assert read.problems == {}
    assert any("days" in loss.what or "condition" in loss.what for loss in read.losses)
    bare = {table: held[table] for table in ("incident", "sys_audit", "sys_journal_field", "sys_user")}
    assert servicenow.tickets_of_answers(bare).tickets[0].plan is None
    one = servicenow.tickets_of_answers({"all.json": held})
    assert one.tickets == read.tickets


def test_files_of_histories_are_replayed_beside_a_policy() -> None:
    held = histories()
    files = {table: held[table] for table in ("task_sla", "contract_sla", "incident", "sys_audit", "sys_choice")}
    found = servicenow.comparison_of_answers(files, reading().policy)
    assert [(each.ticket, each.reason) for each in found.cycles] == [("INC1", "rule of the product"), ("INC2", "same")]
    with pytest.raises(PayloadError, match="its keys do not show what it is"):
        servicenow.comparison_of_answers({"a": held["sys_user"]}, reading().policy)


def test_clocks_beside_definitions_make_plans_of_those_that_tasks_have_together() -> None:
    held = {**account(), "contract_sla": [definition(), RESPONSE]}
    rows = [clock(), clock(sys_id="c2", sla="b2")]
    read = servicenow.policy_of_answers({**{f"{key}.json": each for key, each in held.items()}, "c": rows})
    assert list(read.policy.plans)[-1] == "P1 resolution + P1 response"
    with pytest.raises(PayloadError, match="of which no policy is made"):
        servicenow.policy_of_answers({"c": rows})
