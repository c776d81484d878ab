"""Business hours and SLA policies of Freshdesk and Freshservice as a policy, and the way back (R3, R5, R11, R19)."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from freshdesk_payloads import DAY, business_hours, service_hours, sla_policy, target
from hypothesis import given, strategies as st

from slaclock import ChoiceError, PayloadError, Schedule, SlaPolicy, SupportWindow
from slaclock.adapters import freshdesk
from slaclock.limits import Limits


def read(**keys: Any) -> freshdesk.FreshdeskReading:
    return freshdesk.policy(business_hours(**keys))


@pytest.mark.parametrize(
    "given",
    [
        pytest.param([business_hours()], id="a-plain-list"),
        pytest.param(business_hours(), id="one-record"),
        pytest.param({"business_hours": [business_hours()]}, id="an-answer-of-several"),
        pytest.param({"business_hours": business_hours()}, id="an-answer-of-one-under-the-same-key"),
    ],
)
def test_hours_are_read_however_they_are_wrapped(given: Any) -> None:
    found = freshdesk.policy(given)
    assert str(found.policy.schedule("Office")) == "Mon-Fri 09:00-17:00 Europe/Copenhagen"
    assert found.counts == {"business_hours": 1, "days": 5}
    assert [loss.path for loss in found.losses] == ["sla_policies"]


def renamed(record: dict[str, Any]) -> dict[str, Any]:
    """The same with the other key under which Freshdesk hands over hours."""
    return {"business_hours" if key == "working_hours" else key: value for key, value in record.items()}


@pytest.mark.parametrize(
    "wrapped", [lambda record: record, lambda record: [record], lambda it: {"business_hours": [it]}]
)
def test_hours_may_stand_under_either_key(wrapped: Any) -> None:
    found, usual = freshdesk.policy(wrapped(renamed(business_hours()))), read()
    assert found.policy == usual.policy
    assert (found.losses, found.counts) == (usual.losses, usual.counts)


def test_hours_under_another_key_are_not_known() -> None:
    record = business_hours()
    record["working_hour"] = record.pop("working_hours")
    with pytest.raises(PayloadError, match="'working_hours' is missing"):
        freshdesk.policy(record)


@pytest.mark.parametrize(
    ("ends", "hours"),
    [
        pytest.param("12:00 pm", "Mon 09:00-12:00", id="noon"),
        pytest.param("12:30 PM", "Mon 09:00-12:30", id="after-noon"),
        pytest.param("12:00 am", "Mon 09:00-24:00", id="midnight-ends-the-day"),
        pytest.param("09:30 a.m.", "Mon 09:00-09:30", id="with-points"),
    ],
)
def test_times_are_those_of_a_clock_of_twelve_hours(ends: str, hours: str) -> None:
    found = read(working_hours={"monday": DAY | {"end_time": ends}, "sunday": None})
    assert str(found.policy.schedule("Office")) == f"{hours} Europe/Copenhagen"


@pytest.mark.parametrize(
    ("week", "problem"),
    [
        pytest.param({"monday": DAY | {"end_time": "17:00"}}, "monday.end_time: it is a time such as", id="24-hours"),
        pytest.param({"monday": DAY | {"end_time": "5:00"}}, "not '5:00'", id="half-of-the-day-unsaid"),
        pytest.param({"monday": DAY | {"end_time": "0:30 am"}}, "not '0:30 am'", id="hour-nought"),
        pytest.param({"monday": DAY | {"end_time": "13:00 pm"}}, "not '13:00 pm'", id="hour-thirteen"),
        pytest.param({"monday": DAY | {"end_time": 17}}, "not 17", id="a-number"),
        pytest.param({"monday": DAY | {"end_time": "8:00 am"}}, "a night has no place in one day", id="a-night"),
        pytest.param({"monday": DAY | {"end_time": "9:00 am"}}, "not after its start", id="no-time"),
        pytest.param({"mondays": DAY}, "there is no day 'mondays'; did you mean 'monday'", id="another-day"),
        pytest.param({"monday": "(empty)"}, "working_hours.monday: it is an object", id="text"),
        pytest.param({}, "no day has hours, which may mean always or never", id="no-day"),
    ],
)
def test_hours_that_cannot_be_read_are_neither_open_nor_closed(week: Any, problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        read(working_hours=week)


def test_a_day_that_may_be_read_in_two_ways_is_named() -> None:
    whole = read(working_hours={"monday": {"start_time": "12:00 am", "end_time": "12:00 am"}})
    assert str(whole.policy.schedule("Office")).startswith("Mon 00:00-24:00")
    assert "the whole day" in str(whole.losses[0])
    late = read(working_hours={"monday": DAY | {"end_time": "11:59 pm"}})
    assert "write '12:00 am' in its place" in str(late.losses[0])


def test_freshservice_has_other_keys_and_holidays_of_every_year() -> None:
    found = freshdesk.policy({"business_hours": [service_hours()], "meta": {"count": 1}})
    desk = found.policy.schedule("Office")
    assert str(desk).startswith("Mon 08:00-12:00")
    closed = desk.holidays.between(date(2026, 1, 1), date(2029, 1, 1))
    assert [str(day) for day in closed] == ["2026-12-24", "2028-02-29"]
    assert any("every year" in each for each in found.policy.assumptions)
    assert found.counts["holidays"] == 2


@pytest.mark.parametrize("day", ["07-04", "--13-01", "--02-30", "2026-02-29", "4 July", None])
def test_a_holiday_that_is_no_date_is_refused(day: Any) -> None:
    with pytest.raises(PayloadError, match=r"list_of_holidays\[0\]"):
        read(list_of_holidays=[{"holiday_date": day}])


def test_holidays_that_the_record_does_not_state_are_a_loss() -> None:
    assert "it does not say which holidays it has" in str(read(list_of_holidays=None).losses[0])
    assert read(list_of_holidays=[{"holiday_date": "--01-01"}]).policy.schedule("Office").holidays.sources


def test_a_zone_is_stated_or_given() -> None:
    with pytest.raises(PayloadError, match="time_zone' is missing; pass timezone="):
        read(time_zone=None)
    found = freshdesk.policy(business_hours(time_zone=None), timezone="Asia/Tokyo")
    assert found.policy.timezone == "Asia/Tokyo"


def test_default_hours_come_first_and_each_plan_has_one_like_it_for_the_others() -> None:
    night = business_hours(id=None, name=None, is_default=None, working_hours={"sunday": DAY})
    found = freshdesk.policy([night, business_hours()], [sla_policy()])
    assert list(found.policy.schedules) == ["Office", "business hours"]
    assert found.policy.plans["Usual"].schedule == "Office"
    assert found.policy.plans["Usual on business hours"].schedule == "business hours"
    assert any("groups give business hours" in str(loss) for loss in found.losses)
    assert SlaPolicy.loads(found.yaml()) == found.policy


def test_too_many_plans_are_refused() -> None:
    hours = [business_hours(id=number, name=f"H{number}") for number in range(101)]
    policies = [sla_policy(id=number, name=f"P{number}", position=None) for number in range(60)]
    with pytest.raises(PayloadError, match="more than 5,000 plans"):
        freshdesk.policy(hours, policies)


def test_targets_are_seconds_by_priority() -> None:
    policy = freshdesk.policy(business_hours(), {"sla_policies": [sla_policy()]}).policy
    assert str(policy.target(priority="Urgent")) == "1 business hour"
    assert str(policy.target(priority="Low", metric="resolution")) == "8 business hours"
    assert policy.lifecycle("resolution").pauses_while("Pending")
    other = freshdesk.policy(business_hours(), sla_policy(), paused_statuses=("Parked",)).policy
    assert not other.lifecycle("resolution").pauses_while("Pending")


def test_targets_of_freshservice_are_rows() -> None:
    row = target(1_800, None, business_hours=False, next_respond_within=60) | {"priority": 2}
    rows = sla_policy(sla_targets=[row])
    del rows["sla_target"]
    found = freshdesk.policy(None, rows)
    assert str(found.policy.target(priority="Medium", metric="next_response")) == "1 calendar minute"
    assert found.policy.timezone == "UTC"
    assert found.counts["targets"] == 2


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"sla_target": {"priority_5": target()}}, "no priority 'priority_5'", id="a-fifth-priority"),
        pytest.param({"sla_target": {"priority_4": None}}, "it has no targets", id="no-targets"),
        pytest.param({"sla_target": {"priority_4": target(0)}}, "respond_within: it is 1 to", id="nought"),
        pytest.param({"sla_target": {"priority_4": target("1h")}}, "whole number of seconds", id="text"),
        pytest.param(
            {"sla_targets": [target() | {"priority": 4}, target() | {"priority": 4}]},
            "respond_within of Urgent has a target already",
            id="twice",
        ),
    ],
)
def test_targets_that_cannot_be_read_are_named(keys: Any, problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        freshdesk.policy(business_hours(), sla_policy(**keys))


def test_what_is_not_active_is_left_out_and_said() -> None:
    found = freshdesk.policy(business_hours(), [sla_policy(), sla_policy(id=22, name="Old", active=False)])
    assert list(found.policy.plans) == ["Usual"]
    assert "the SLA policy is not active" in str(found.losses[0])
    deleted = [sla_policy(deleted=False), sla_policy(id=22, name="Old", deleted=True)]
    assert "the SLA policy was deleted" in str(freshdesk.policy(business_hours(), deleted).losses[0])
    with pytest.raises(PayloadError, match="no active SLA policies; pass at least one"):
        freshdesk.policy(None, sla_policy(active=False))


def test_business_hours_are_needed_where_they_are_counted() -> None:
    with pytest.raises(PayloadError, match="'Usual' counts business hours, and none are given"):
        freshdesk.policy(None, sla_policy())


def test_escalations_are_a_loss() -> None:
    found = freshdesk.policy(business_hours(), sla_policy(escalation={"response": {"escalation_time": 0}}))
    assert "state escalations in it" in str(found.losses[0])


RULED = [
    sla_policy(),
    sla_policy(
        id=22, name="VIP", is_default=False, position=1, applicable_to={"company_ids": [70, 71], "sources": [2]}
    ),
]


@pytest.mark.parametrize(
    ("ticket", "plan"),
    [
        pytest.param({"company_id": 70, "source": 2}, "VIP", id="all-hold"),
        pytest.param({"company_id": 70, "source": 3}, "Usual", id="one-does-not"),
        pytest.param({"company_id": 9}, "Usual", id="one-does-not-and-the-other-is-unsaid"),
        pytest.param({"company_id": None, "source": 2}, "Usual", id="no-company"),
    ],
)
def test_the_first_policy_by_position_whose_conditions_hold_is_the_plan(ticket: dict[str, Any], plan: str) -> None:
    found = freshdesk.policy(business_hours(), RULED)
    assert found.plan_of(ticket) == plan
    assert [rule.plan for rule in found.rules] == ["VIP", "Usual"]


@pytest.mark.parametrize(
    ("keys", "lost"),
    [
        pytest.param({"position": None, "applicable_to": {"sources": [2]}}, ["position is not stated"], id="unplaced"),
        pytest.param({"position": 1, "applicable_to": {"sources": [2]}}, ["position is", "position is"], id="tied"),
        pytest.param({"position": 2, "applicable_to": None}, ["not the default policy, and has no"], id="for-all"),
        pytest.param({"position": 2, "applicable_to": {"sources": [2]}}, [], id="clear"),
    ],
)
def test_an_order_that_is_not_stated_is_a_loss(keys: dict[str, Any], lost: list[str]) -> None:
    found = freshdesk.policy(business_hours(), [*RULED, sla_policy(id=23, name="Third", is_default=False, **keys)])
    told = [str(loss) for loss in found.losses if "applicable_to" not in loss.path and "sla_policies" in loss.path]
    assert [each in loss for each, loss in zip(lost, told, strict=True)] == [True] * len(lost)


def test_a_ticket_that_does_not_say_gets_no_plan_by_guess() -> None:
    with pytest.raises(PayloadError, match="does not say whether `sources` is true, which decides on the plan 'VIP'"):
        freshdesk.policy(business_hours(), RULED).plan_of({"company_id": 70})
    lonely = freshdesk.policy(business_hours(), RULED[1])
    assert lonely.plan_of({"company_id": 1, "source": 1}) is None
    odd = freshdesk.policy(business_hours(), sla_policy(applicable_to={"moods": ["bad"]}))
    assert any("the condition moods" in str(loss) for loss in odd.losses)
    with pytest.raises(PayloadError, match="whether `moods` is true"):
        odd.plan_of({"id": 1})


def test_without_conditions_a_policy_is_for_all() -> None:
    assert freshdesk.policy(business_hours(), sla_policy(applicable_to=None)).plan_of({}) == "Usual"


def test_a_caller_bounds_what_is_read() -> None:
    with pytest.raises(PayloadError, match="more than 5 values"):
        freshdesk.policy(business_hours(), limits=Limits(values=5))


# The way back

TIMES = st.tuples(st.integers(0, 1437), st.integers(1, 1438)).map(lambda each: (min(each), max(each)))
WINDOWS = (
    st.tuples(TIMES, st.booleans())
    .map(lambda each: (time(*divmod(each[0][0], 60)), time(0) if each[1] else time(*divmod(each[0][1] + 0, 60))))
    .filter(lambda each: each[0] != each[1])
)


@st.composite
def schedules(draw: st.DrawFn, with_holidays: bool) -> Schedule:
    """One window a day, inside the day, and holidays by date."""
    days = draw(st.dictionaries(st.sampled_from(["Mon", "Tue", "Wed", "Sat", "Sun"]), WINDOWS, min_size=1))
    texts = [str(SupportWindow(days=day, opens=opens, closes=closes)) for day, (opens, closes) in days.items()]
    closed = draw(st.sets(st.dates(date(2025, 1, 1), date(2028, 12, 31)), max_size=3)) if with_holidays else ()
    yearly = [{"date": "--07-04", "name": "Parade"}] if with_holidays and draw(st.booleans()) else []
    holidays = [*yearly, *({"date": str(day), "name": f"Closed on {day}"} for day in sorted(closed))]
    return Schedule(timezone="Europe/Copenhagen", hours=texts, holidays=holidays, name="A & b: <c>")


def same(schedule: Schedule, back: Schedule) -> bool:
    start, end = datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 8, 1, tzinfo=UTC)
    schedule, back = (each.model_copy(update={"outside_coverage": "ignore"}) for each in (schedule, back))
    return (
        list(schedule.windows(start, end)) == list(back.windows(start, end))
        and schedule.holidays.sources == back.holidays.sources
    )


@given(schedules(with_holidays=False))
def test_hours_of_freshdesk_are_read_back_as_they_were(schedule: Schedule) -> None:
    assert same(schedule, freshdesk.policy(freshdesk.schedule_payload(schedule)).policy.schedule(schedule.name))


@given(schedules(with_holidays=True))
def test_hours_of_freshservice_are_read_back_as_they_were(schedule: Schedule) -> None:
    payload = freshdesk.schedule_payload(schedule, "freshservice")
    assert same(schedule, freshdesk.policy(payload).policy.schedule(schedule.name))


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"timezone": "UTC-05:00"}, "^timezone: 'UTC-05:00' is an offset", id="an-offset"),
        pytest.param({"exceptions": {"2026-12-24": "09:00-12:00"}}, "^exceptions: 2026-12-24", id="a-date"),
        pytest.param(
            {"seasons": [{"first": "2026-07-01", "last": "2026-07-31", "hours": "Mon 09:00-12:00"}]},
            "^seasons: other hours",
            id="a-season",
        ),
        pytest.param({"hours": "first Monday of the month 09:00-17:00"}, "is no weekly hours", id="a-rule"),
        pytest.param({"hours": "Mon 09:00-12:00, 13:00-17:00"}, "is a second window of monday", id="two-windows"),
        pytest.param({"hours": "Mon 22:00-06:00"}, "goes past midnight", id="a-night"),
        pytest.param({"hours": "Mon 06:00-06:00"}, "goes past midnight", id="round-the-clock-from-six"),
        pytest.param({"hours": "Mon 09:00-23:59"}, "write 24:00, which the format has", id="a-minute-before-midnight"),
        pytest.param(
            {"hours": [SupportWindow(days="Mon", opens=time(9), closes=time(17, 0, 30))]},
            "not in whole minutes",
            id="seconds",
        ),
        pytest.param({"holidays": "DK"}, "closes by a rule; the format has dates", id="a-country"),
        pytest.param({"holidays": ["last Monday of May"]}, "closes by a rule", id="a-rule-for-holidays"),
        pytest.param(
            {"holidays": ["--12-24 to --01-01"]}, "a run of dates every year; state each of them", id="a-yearly-run"
        ),
    ],
)
def test_what_the_format_cannot_say_is_named(keys: dict[str, Any], problem: str) -> None:
    given = Schedule(**{"timezone": "Europe/Copenhagen", "hours": "Mon-Fri 09:00-17:00", **keys})
    with pytest.raises(PayloadError, match=problem):
        freshdesk.schedule_payload(given, "freshservice")


def test_freshdesk_has_no_holidays_in_its_hours() -> None:
    given = Schedule(timezone="UTC", hours="Mon 09:00-24:00", holidays=["2026-12-24"])
    with pytest.raises(PayloadError, match=r"^holidays: .*write product='freshservice'"):
        freshdesk.schedule_payload(given)
    assert freshdesk.schedule_payload(given, "freshservice")["name"] == "business hours"
    with pytest.raises(ChoiceError, match="product is 'freshdesk' or 'freshservice', not 'jira'"):
        freshdesk.schedule_payload(given, "jira")  # type: ignore[arg-type]


# Files


def test_files_are_told_apart_by_their_keys() -> None:
    answers = {"a.json": [sla_policy()], "b.json": {"business_hours": [business_hours()]}}
    found = freshdesk.policy_of_answers(answers, name="Acme")
    assert (found.policy.name, list(found.policy.plans)) == ("Acme", ["Usual"])
    two = freshdesk.policy_of_answers({"a": business_hours(), "b": business_hours(id=12, name="B")})
    assert list(two.policy.schedules) == ["Office", "B"]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        pytest.param({"x": 1}, "^a.json: its keys do not show what it is; it holds one of: business_hours", id="keys"),
        pytest.param("text", "its keys do not show what it is", id="text"),
        pytest.param({"activities": []}, "sentences for people", id="activities-of-freshservice"),
    ],
)
def test_a_file_of_another_kind_is_refused(answer: Any, problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        freshdesk.policy_of_answers({"a.json": answer})


def test_the_text_of_an_export_is_read_back() -> None:
    import json

    found = freshdesk.policy(service_hours(), sla_policy())
    text = freshdesk.text_of_policy(found.policy, schedule=None, plan=None, years=())
    again = freshdesk.policy_of_answers({"hours.json": json.loads(text)})
    assert again.policy.schedules == found.policy.schedules
    dated = json.loads(freshdesk.text_of_policy(found.policy, schedule="Office", plan=None, years=(2028, 2026)))
    assert [each["holiday_date"] for each in dated["list_of_holidays"]] == ["2026-12-24", "2028-02-29"]
    with pytest.raises(PayloadError, match="SLA policies are not written"):
        freshdesk.text_of_policy(found.policy, schedule=None, plan="Usual", years=())
    bare = SlaPolicy(name="A", timezone="UTC", plans={"G": {"first_response": "1 calendar hour"}})
    with pytest.raises(PayloadError, match="the policy has no schedule"):
        freshdesk.text_of_policy(bare, schedule=None, plan=None, years=())
