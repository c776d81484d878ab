"""Schedules, holidays and SLA policies of Zendesk as one policy, and what is lost on the way (R3–R5, R11, R13, R19)."""

import copy
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, strategies as st
from zendesk_payloads import account, condition, holiday, interval, metric, schedule, sla_policy

from slaclock import Limits, PayloadError, SlaPolicy, Ticket, ZoneError
from slaclock.adapters import zendesk
from slaclock.adapters.zendesk import ZendeskReading, policies
from slaclock.adapters.zendesk.metrics import GROUP_METRICS, LIFECYCLES, METRIC_NAMES, THEIR_NAMES


def lost(read: ZendeskReading) -> list[str]:
    return [f"{loss.path}: {loss.what}" for loss in read.losses]


def office(**keys: Any) -> ZendeskReading:
    return zendesk.policy(**{"schedules": [schedule()], "sla_policies": [sla_policy()], **keys})


def test_a_whole_account_is_one_policy() -> None:
    read = zendesk.policy(**account())
    policy = read.policy
    assert str(policy.schedule("Nights")) == "Mon 22:00-06:00 Europe/Copenhagen"
    assert policy.schedule("Nights").holiday_rule == "calendar_date"
    assert str(policy.target("Gold", "low")) == "8 business hours"
    assert policy.schedule_for("Gold", "low").name == "Office"
    assert policy.schedule_for("Gold on Nights", "low").name == "Nights"
    assert str(policy.target("Silver", "urgent", "requester_wait_time")) == "2 calendar hours"
    assert str(policy.target("Tier 1", "high", "group_ownership_time")) == "2 calendar hours"
    assert list(policy.plans) == ["Gold", "Silver", "Tier 1", "Gold on Nights"]
    assert (policy.boundary, policy.on_change, policy.holiday_rule) == ("next_opening", "recompute", "calendar_date")
    assert read.counts == {
        "schedules": 2, "intervals": 7, "holidays": 1, "sla_policies": 2, "group_sla_policies": 1, "policy_metrics": 4,
        "conditions": 3,
    }  # fmt: skip
    assert [loss.path for loss in read.losses] == [
        "schedules",
        "sla_policies[1].filter",
        "group_sla_policies[0].filter",
        "group_sla_policies[0]",
    ]
    assert "No holidays were given for: Nights." in policy.assumptions


def test_the_policy_file_says_the_same_with_ids_and_losses() -> None:
    read = zendesk.policy(**account())
    text = read.yaml()
    assert SlaPolicy.loads(text) == read.policy
    assert "  # Schedule 102.\n  Nights:\n" in text
    assert "  # SLA policy 37, position 2.\n  # Not carried over: sla_policies[1].filter: conditions choose" in text
    assert "# For tickets of Gold to which a trigger gives the schedule Nights.\n" in text


@pytest.mark.parametrize("theirs", [*METRIC_NAMES, *GROUP_METRICS])
def test_every_metric_has_a_life_of_its_own(theirs: str) -> None:
    given = [sla_policy(metric(theirs, business_hours=False))]
    key = "group_sla_policies" if theirs in GROUP_METRICS else "sla_policies"
    read = zendesk.policy(**{key: given})
    ours = {**METRIC_NAMES, **GROUP_METRICS}[theirs]
    assert THEIR_NAMES[ours] == theirs
    life = read.policy.lifecycle(ours, "Gold", "high")
    assert {name: list(getattr(life, name)) for name in ("starts", "stops") if name in LIFECYCLES[ours]} == {
        name: LIFECYCLES[ours][name] for name in ("starts", "stops") if name in LIFECYCLES[ours]
    }
    assert life.pauses_while("pending") is (
        theirs in {"requester_wait_time", "agent_work_time", "pausable_update_time"}
    )
    assert life.pauses_while("hold") is (theirs == "agent_work_time")


# Traps


@pytest.mark.parametrize(
    ("keys", "target"),
    [
        pytest.param({"target": 61, "target_in_seconds": 3660}, "61 business minutes", id="both-agree"),
        pytest.param({"target": 61, "target_in_seconds": 3650}, "3650 business seconds", id="seconds-win"),
        pytest.param({"target": 30, "target_in_seconds": ...}, "30 business minutes", id="minutes-alone"),
        pytest.param({"target": ..., "target_in_seconds": 90}, "90 business seconds", id="seconds-alone"),
        pytest.param({"target": 60, "target_in_seconds": None}, "1 business hour", id="seconds-that-are-null"),
        pytest.param(
            {"target": 60.0, "business_hours": False, "target_in_seconds": 1}, "1 calendar second", id="one-second"
        ),
    ],
)
def test_seconds_come_before_minutes(keys: dict[str, Any], target: str) -> None:
    read = office(sla_policies=[sla_policy(metric(**keys))])
    assert str(read.policy.target(priority="high")) == target
    assert len(read.losses) == (target == "1 calendar second")


def test_minutes_of_a_group_may_be_seconds() -> None:
    read = zendesk.policy(
        group_sla_policies=sla_policy(metric("group_ownership_time", target_in_seconds=..., business_hours=False))
    )
    assert "group_sla_policy.policy_metrics[0].target: target 120 of a group has no seconds beside it" in lost(read)


def test_a_metric_without_a_target_for_a_priority_promises_nothing_there() -> None:
    read = office(sla_policies=[sla_policy(metric(priority="high"), metric("total_resolution_time", "low"))])
    told = {"id": "7", "plan": "Gold", "opened": "2026-06-01T09:00:00Z"}
    for priority, metrics in (("high", ["first_response"]), ("low", ["resolution"]), ("normal", []), ("urgent", [])):
        found = read.policy.evaluate(Ticket(**told, priority=priority), datetime(2026, 6, 1, 10, tzinfo=UTC))
        assert [cycle.metric for cycle in found.cycles] == metrics
    assert "normal: none" in read.yaml()


def test_two_policies_of_one_title_have_their_ids_beside_it() -> None:
    read = office(sla_policies=[sla_policy(id=1), sla_policy(id=2), sla_policy(id=3, title="Gold (2)")])
    assert list(read.policy.plans) == ["Gold (1)", "Gold (2, 1)", "Gold (2)"]


def test_policies_without_ids_are_numbered() -> None:
    read = office(sla_policies=[sla_policy(id=None), sla_policy(id=None)])
    assert list(read.policy.plans) == ["Gold (1)", "Gold (2)"]


def test_a_plan_on_another_schedule_has_a_name_of_its_own() -> None:
    read = zendesk.policy(
        schedules=[schedule(), schedule(id=2, name="B")],
        sla_policies=[sla_policy(), sla_policy(id=2, title="Gold on B", policy_metrics=[metric(business_hours=False)])],
    )
    assert list(read.policy.plans) == ["Gold", "Gold on B", "Gold on B (2)"]
    assert read.policy.schedule_for("Gold on B (2)", "high").name == "B"


def test_policies_are_tried_by_position() -> None:
    read = office(
        sla_policies=[
            sla_policy(id=1, title="C", position=None),
            sla_policy(id=2, title="B", position=9),
            sla_policy(id=3),
        ]
    )
    assert [(rule.plan, rule.position, rule.id) for rule in read.rules] == [
        ("Gold", 1, "3"),
        ("B", 9, "2"),
        ("C", None, "1"),
    ]
    assert [(loss.what, loss.about) for loss in read.losses] == [("it has no position", ("plans", "C"))]
    tied = office(sla_policies=[sla_policy(id=1, title="B"), sla_policy(id=2, title="A")])
    assert [rule.plan for rule in tied.rules] == ["B", "A"]
    assert [loss.what for loss in tied.losses] == ["its position 1 is not its own"] * 2
    assert not office(sla_policies=[sla_policy(position=None)]).losses


def test_holidays_close_whole_dates_and_include_both_ends() -> None:
    read = office(schedules=[schedule((2760, 2880), (2880, 3240))], holidays=[holiday("2026-12-28", "2026-12-29")])
    nights = read.policy.schedule("Office")
    # Monday 28 December, 22:00 to 06:00 in Copenhagen: all of it lies on closed dates.
    assert not list(nights.windows(datetime(2026, 12, 28, 12, tzinfo=UTC), datetime(2026, 12, 29, 12, tzinfo=UTC)))


def test_a_holiday_cuts_the_night_before_it_at_midnight() -> None:
    read = office(schedules=[schedule((2760, 2880), (2880, 3240))], holidays=[holiday("2026-12-29")])
    nights = read.policy.schedule("Office")
    [left] = nights.windows(datetime(2026, 12, 28, 12, tzinfo=UTC), datetime(2026, 12, 29, 12, tzinfo=UTC))
    assert (left.start.hour, left.end.hour) == (21, 23)  # 22:00 to 24:00 in Copenhagen.


def test_what_is_used_up_at_closing_is_due_at_the_next_opening() -> None:
    read = office(holidays=[])
    opened = datetime(2026, 6, 1, 13, tzinfo=UTC)  # Monday, 15:00 in Copenhagen, two hours before closing.
    assert read.policy.due(opened, priority="high") == datetime(2026, 6, 2, 7, tzinfo=UTC)


HOLIDAYS = [holiday("2026-12-24")]
TWO = [schedule(), schedule(id=102, name="Nights")]


@pytest.mark.parametrize(
    ("schedules", "given"),
    [
        pytest.param([schedule()], HOLIDAYS, id="the-only-schedule"),
        pytest.param([schedule()], holiday("2026-12-24"), id="one-record"),
        pytest.param(TWO, {"holidays": HOLIDAYS, "url": "https://x.test/schedules/101/holidays.json"}, id="address"),
        pytest.param(TWO, [{**HOLIDAYS[0], "url": "https://x.test/schedules/101/holidays/5"}], id="its-own-address"),
        pytest.param(TWO, [{**HOLIDAYS[0], "schedule_id": 101}], id="as-warehouses-have-it"),
        pytest.param(TWO, {101: HOLIDAYS}, id="by-id"),
        pytest.param(TWO, {"101": {"holidays": HOLIDAYS}, "Nights": []}, id="by-id-as-text-and-by-name"),
        pytest.param(TWO, {"Office": HOLIDAYS}, id="by-name"),
        pytest.param([schedule(holidays=HOLIDAYS), TWO[1]], None, id="in-the-schedule"),
        pytest.param(
            TWO,
            [
                {"holidays": HOLIDAYS, "url": "https://x.test/schedules/101/holidays.json"},
                {"holidays": [], "url": "https://x.test/schedules/102/holidays.json"},
            ],
            id="an-answer-for-each",
        ),
    ],
)
def test_holidays_belong_to_their_schedule(schedules: Any, given: Any) -> None:
    read = office(schedules=schedules, holidays=given)
    assert [each.date for each in read.policy.schedules["Office"].holidays.sources] == ["2026-12-24"]
    assert not any(entry.holidays.sources for name, entry in read.policy.schedules.items() if name != "Office")
    assert read.counts["holidays"] == 1
    assert not [loss for loss in read.losses if "holidays" in loss.path]


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param(
            {"schedules": TWO, "holidays": HOLIDAYS},
            r"^holidays\[0\]: it does not say to which schedule it belongs; pass holidays=\{id or name.*Office, Nights",
            id="holidays-of-nobody",
        ),
        pytest.param(
            {"holidays": {"holidays": HOLIDAYS, "url": "https://x.test/schedules/7/holidays.json"}},
            r"^holidays\[0\]: there is no schedule '7' to which these holidays belong; known: 101 Office",
            id="holidays-of-another-schedule",
        ),
        pytest.param({"holidays": {"Ofice": []}}, "there is no schedule 'Ofice'.*did you mean", id="one-letter-off"),
        pytest.param(
            {"holidays": [holiday("2026-12-24", "2026-12-23")]},
            r"^holidays\[0\].end_date: it ends on 2026-12-23, before it starts on 2026-12-24",
            id="a-holiday-that-ends-before-it-starts",
        ),
        pytest.param(
            {"holidays": [holiday("0001-01-01", "9999-12-31")]},
            "it closes 3,652,059 dates; at most 3,660",
            id="all-time",
        ),
        pytest.param(
            {"schedules": [schedule((2460, 1980))]},
            r"^schedules\[0\].intervals\[0\].end_time: it ends at 1,980, and does not begin before 2,460; one over",
            id="an-interval-that-runs-backwards",
        ),
        pytest.param(
            {"schedules": [schedule((0, 10081))]},
            r"^schedules\[0\].intervals\[0\].end_time: it is 0 to 10,080 minutes since Sunday 00:00, not 10081",
            id="past-the-end-of-the-week",
        ),
        pytest.param(
            {"schedules": [schedule(intervals=[])]}, "there are no intervals, so support would never open", id="no"
        ),
        pytest.param(
            {"schedules": [schedule(time_zone=None)]}, "key 'time_zone' is missing; pass timezone=", id="no-zone"
        ),
        pytest.param({"schedules": [schedule(time_zone="CET")]}, "time_zone: 'CET' does not say", id="an-abbreviation"),
        pytest.param(
            {"schedules": None}, r"^sla_policies\[0\]: 'Gold' counts business hours, and no schedule", id="none"
        ),
        pytest.param({"sla_policies": [sla_policy(policy_metrics=[])]}, "there are no policy_metrics", id="no-metrics"),
        pytest.param(
            {"sla_policies": [sla_policy(metric("first_replay_time"))]},
            r"policy_metrics\[0\].metric: there is no metric 'first_replay_time'; did you mean 'first_reply_time'",
            id="a-metric-one-letter-off",
        ),
        pytest.param(
            {"sla_policies": [sla_policy(metric("group_ownership_time"))]},
            "there is no metric",
            id="a-metric-of-groups",
        ),
        pytest.param({"sla_policies": [sla_policy(metric(priority=None))]}, "priority.* is null", id="no-priority"),
        pytest.param(
            {"sla_policies": [sla_policy(metric(business_hours=None))]}, "'business_hours' is null", id="no-basis"
        ),
        pytest.param(
            {"sla_policies": [sla_policy(metric(target=None, target_in_seconds=None))]},
            "it has neither 'target_in_seconds' nor 'target'",
            id="no-target",
        ),
        pytest.param({"sla_policies": [sla_policy(metric(target=0))]}, "target: it is 1 to", id="a-target-of-nothing"),
        pytest.param({"sla_policies": [sla_policy(metric(), metric())]}, "has a target already", id="twice"),
        pytest.param(
            {"sla_policies": [sla_policy(filter={"all": [condition("group_id", {"a": 1})]})]},
            r"filter.all\[0\]: the value of a condition is text",
            id="a-condition-on-an-object",
        ),
        pytest.param(
            {"sla_policies": [sla_policy(filter={"any": [condition("group_id", [[1]])]})]},
            "the value of a",
            id="a-list",
        ),
        pytest.param(
            {"schedules": [], "sla_policies": []}, "^there are no schedules and no SLA policies", id="nothing"
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(keys: dict[str, Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        office(**keys)


def test_an_unknown_key_that_may_matter_is_a_loss() -> None:
    read = office(
        schedules=[schedule(lunch=True)],
        sla_policies=[sla_policy(metric(grace=5), moods={"first_reply_time": {}}, filter={"all": [], "none": [1]})],
    )
    assert [loss.path for loss in read.losses] == [
        "schedules[0].lunch",
        "sla_policies[0].filter.none",
        "sla_policies[0].policy_metrics[0].grace",
        "sla_policies[0].moods",
    ]
    assert [loss.about for loss in read.losses][2] == ("plans", "Gold", "first_response", "high")
    assert "      # Not carried over: sla_policies[0].policy_metrics[0].grace:" in read.yaml()


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        pytest.param(
            {"first_reply_time": {"fulfill_on_agent_internal_comment": True}}, "first_response stops", id="end"
        ),
        pytest.param({"next_reply_time": {"activate_on_x": True}}, "next_response starts", id="start"),
        pytest.param({"periodic_update_time": {"activate_on_x": "yes"}}, "update starts", id="no-flag"),
        pytest.param({"first_reply_time": {"mood": 7}}, "first_response starts, pauses or stops", id="unknown"),
        pytest.param(
            {"next_reply_time": {"activate_on_ticket_created_for_end_user": True}}, "next_response starts", id="another"
        ),
        pytest.param(
            {"first_reply_time": {"activate_on_tickets_created_for_end_user": True}}, "first_response starts", id="near"
        ),
    ],
)
def test_a_setting_that_moves_a_metric_is_named_for_what_it_decides(settings: dict[str, Any], says: str) -> None:
    [loss] = office(sla_policies=[sla_policy(metric_settings=settings)]).losses
    [(metric_name, [setting])] = ((name, list(held)) for name, held in settings.items())
    assert loss.path == f"sla_policies[0].metric_settings.{metric_name}.{setting}"
    assert loss.what == f"it says when {says}"


def test_settings_that_are_off_or_as_it_is_counted_here_are_none() -> None:
    settings = {
        "first_reply_time": {
            "activate_on_ticket_created_for_end_user": True,
            "fulfill_on_agent_internal_comment": False,
        },
        "next_reply_time": {"activate_on_x": None},
        "periodic_update_time": {},
    }
    read = office(sla_policies=[sla_policy(metric_settings=settings)])
    assert (read.losses, read.starts_at_opening) == ((), {"Gold"})
    assert office(sla_policies=[sla_policy()]).starts_at_opening == frozenset()
    assert office(sla_policies=[sla_policy(metric("next_reply_time"))]).starts_at_opening == {"Gold"}
    [loss] = office(sla_policies=[sla_policy(metric_settings={"reply_time": {"x": True}})]).losses
    assert loss.path == "sla_policies[0].metric_settings.reply_time"


def test_touching_windows_with_two_readings_are_named() -> None:
    read = office(schedules=[schedule((0, 1440), (1440, 1500))])
    assert len(read.losses) == 1
    assert lost(read)[0].startswith("schedules[0].intervals: two intervals touch at the midnight before Mon, and one")


def test_a_moved_zone_is_named_where_it_stands() -> None:
    read = office(schedules=[schedule(time_zone="Astana")])
    assert read.policy.schedule("Office").timezone == "Asia/Dhaka"
    assert "  # Not carried over: schedules[0].time_zone: 'Astana' was Asia/Almaty in other releases" in read.yaml()


def test_a_site_says_its_zone() -> None:
    assert office(schedules=[schedule(time_zone=None)], timezone="Asia/Tokyo").policy.timezone == "Asia/Tokyo"
    with pytest.raises(ZoneError, match="'Tokio' is not a time zone"):
        office(timezone="Tokio")


def test_hours_alone_answer_too() -> None:
    week = {"workweek": {"intervals": [interval(1980, 2460)]}}
    read = zendesk.policy(schedules=week, timezone="Asia/Tokyo", name="Acme")
    assert read.policy.name == "Acme"
    assert str(read.policy.schedule("schedule")) == "Mon 09:00-17:00 Asia/Tokyo"
    assert lost(read) == ["sla_policies: no SLA policies were given"]


def test_objects_of_clients_are_taken() -> None:
    record = SimpleNamespace(to_dict=lambda: schedule())
    page = SimpleNamespace(raw={"sla_policies": [sla_policy()]})
    assert zendesk.policy(schedules=iter([record]), sla_policies=page).policy == office().policy


def test_too_many_plans_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policies, "MOST_PLANS", 2)
    with pytest.raises(PayloadError, match="2 SLA policies on 2 schedules are more than 2 plans"):
        office(schedules=TWO, sla_policies=[sla_policy(id=1), sla_policy(id=2)])


def test_a_policy_that_cannot_be_is_refused_as_a_payload(monkeypatch: pytest.MonkeyPatch) -> None:
    # More windows than may open on a date.
    with pytest.raises(PayloadError, match="what it says makes no policy"):
        office(schedules=[schedule(*[(minute, minute + 1) for minute in range(0, 1400, 2)])])


# Which ticket gets which plan


def rules(*conditions: dict[str, Any], any_of: Any = ()) -> ZendeskReading:
    chosen = sla_policy(filter={"all": list(conditions), "any": list(any_of)})
    return office(sla_policies=[chosen, sla_policy(id=2, title="Rest", position=2)])


@pytest.mark.parametrize(
    ("conditions", "ticket", "plan"),
    [
        pytest.param([], {}, "Gold", id="no-conditions"),
        pytest.param([condition("organization_id", "7")], {"organization_id": 7}, "Gold", id="digits-and-a-number"),
        pytest.param([condition("organization_id", 7)], {"organization_id": 8}, "Rest", id="another"),
        pytest.param([condition("group_id", "")], {"group_id": None}, "Gold", id="nobody"),
        pytest.param([condition("type", "incident", "is_not")], {"type": "question"}, "Gold", id="is-not"),
        pytest.param(
            [condition("current_tags", "vip big", "includes")], {"tags": ["big"]}, "Gold", id="one-of-the-tags"
        ),
        pytest.param(
            [condition("current_tags", "vip", "not_includes")], {"tags": ["vip"]}, "Rest", id="none-of-the-tags"
        ),
        pytest.param([condition("group_id", [1, 2])], {"group_id": 2}, "Gold", id="one-of-a-list"),
        pytest.param(
            [condition("custom_fields_5", "true")],
            {"custom_fields": [{"id": 5, "value": True}]},
            "Gold",
            id="own-field",
        ),
        pytest.param(
            [condition("via_id", "4"), condition("type", "incident")],
            {"type": "task"},
            "Rest",
            id="one-is-enough-to-fail",
        ),
    ],
)
def test_a_ticket_gets_the_first_plan_whose_conditions_hold(conditions: Any, ticket: Any, plan: str) -> None:
    read = rules(*conditions)
    assert read.plan_of({"id": 1, **ticket}) == plan
    assert read.plan_of({"ticket": {"id": 1, **ticket}}) == plan


def test_a_policy_without_a_filter_holds_for_all() -> None:
    for stated in (None, {}, {"none": None}):
        read = office(sla_policies=[sla_policy(filter=stated)])
        assert read.plan_of({"id": 1}) == "Gold"
        assert [loss.what for loss in read.losses] == ["its filter is not here"]
    assert not office(sla_policies=[sla_policy(filter={"any": []})]).losses


def test_a_condition_without_a_value_is_refused() -> None:
    bare = {"field": "group_id", "operator": "is"}
    with pytest.raises(PayloadError, match=r"filter.all\[0\]: key 'value' is missing, so it does not say with what"):
        rules(bare)
    assert rules(bare | {"value": None}).plan_of({"group_id": None}) == "Gold"
    assert lost(rules(bare | {"operator": "present"}))[0].endswith("the condition group_id present None")


@pytest.mark.parametrize(
    ("keys", "path"),
    [
        pytest.param(
            {"schedules": [schedule(deleted_at="2026-01-01T00:00:00Z")]}, "schedules[0].deleted_at", id="hours"
        ),
        pytest.param(
            {"holidays": [holiday("2026-12-24", deleted_at="2026-01-01T00:00:00Z")]},
            "holidays[0].deleted_at",
            id="a-holiday",
        ),
        pytest.param({"schedules": [schedule(deleted_at=None)]}, None, id="not-deleted"),
    ],
)
def test_what_was_deleted_is_read_and_said(keys: dict[str, Any], path: str | None) -> None:
    losses = office(**keys).losses
    assert [loss.path for loss in losses] == ([path] if path else [])


def test_any_of_some_conditions_is_enough() -> None:
    either = [condition("group_id", 1), condition("type", "task")]
    read = rules(any_of=either)
    assert read.plan_of({"group_id": 2, "type": "task"}) == "Gold"
    assert read.plan_of({"group_id": 2, "type": "question"}) == "Rest"
    assert read.plan_of({"type": "task"}) == "Gold"  # Whatever the other one says.


@pytest.mark.parametrize(
    ("asked", "ticket"),
    [
        pytest.param(condition("via_id", "4"), {"via_id": 4}, id="a-field-that-tickets-do-not-have"),
        pytest.param(condition("group_id", "4"), {}, id="a-ticket-that-does-not-say"),
        pytest.param(condition("group_id", "4", "matches"), {"group_id": 4}, id="an-unknown-operator"),
        pytest.param(condition("current_tags", "a", "is"), {"tags": ["a"]}, id="an-operator-not-for-tags"),
        pytest.param(
            condition("custom_fields_5", "x"), {"custom_fields": [{"id": 6, "value": "x"}]}, id="no-such-field"
        ),
        pytest.param(condition("custom_fields_5", "x"), {"custom_fields": "x"}, id="no-fields"),
    ],
)
def test_what_a_ticket_does_not_say_is_refused(asked: Any, ticket: Any) -> None:
    with pytest.raises(
        PayloadError, match=r"^ticket: it does not say whether `.*` is true, which decides on the plan 'Gold'"
    ):
        rules(asked).plan_of(ticket)
    with pytest.raises(PayloadError, match="it does not say whether"):
        rules(any_of=[asked]).plan_of(ticket)


def test_conditions_that_no_ticket_says_are_losses() -> None:
    read = rules(condition("via_id", "4"), condition("type", "task"))
    assert lost(read)[0] == "sla_policies[0].filter.all[0]: the condition via_id is '4'"


def test_a_ticket_may_get_no_plan_and_a_plan_of_its_group() -> None:
    read = zendesk.policy(**account())
    assert read.plan_of({"organization_id": 8}) == "Gold"
    only = office(sla_policies=[sla_policy(filter={"all": [condition("type", "task")]})])
    assert only.plan_of({"type": "question"}) is None
    assert read.group_plan_of({"group_id": 9}) == "Tier 1"
    assert read.group_plan_of({"group_id": 8}) is None
    with pytest.raises(PayloadError, match=r"^ticket: it is an object, not a list"):
        read.plan_of([])


# Whatever strangers write

JUNK = st.sampled_from(
    [None, True, -1, 0, 7.5, 10**30, "", "x", "1980", "<b>", "=1+1", [], {}, [[]], {"a": 1}, float("nan")]
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, each in inner for place in places(each, (*path, key)))]


ACCOUNT = account()
PLACES = [path for path in places(ACCOUNT) if path]


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, Any]:
    """An account with one or two of its values replaced, left out, or beside unknown ones."""
    whole: Any = copy.deepcopy(ACCOUNT)
    for path in draw(st.lists(st.sampled_from(PLACES), min_size=1, max_size=2)):
        holder = whole
        try:
            for step in path[:-1]:
                holder = holder[step]
            match draw(st.sampled_from(["replace", "drop", "double", "rename"])):
                case "replace":
                    holder[path[-1]] = draw(JUNK)
                case "drop":
                    del holder[path[-1]]
                case "double":
                    holder[path[-1]] = [holder[path[-1]]] * 2
                case _:
                    holder[f"{path[-1]}x"] = holder.pop(path[-1])
        except (TypeError, KeyError, IndexError):
            continue
    return {key: value for key, value in whole.items() if key in ACCOUNT}


@given(damaged())
def test_a_damaged_payload_is_read_or_refused_as_a_payload(payloads: dict[str, Any]) -> None:
    try:
        read = zendesk.policy(**payloads)
    except PayloadError:
        return
    assert SlaPolicy.loads(read.yaml()) == read.policy


def test_a_caller_bounds_what_is_read() -> None:
    with pytest.raises(PayloadError, match=r"^schedules.*: there are more than 5 values"):
        office(limits=Limits(values=5))
