"""Schedules and plans written as Zendesk has them, and read back; what its format cannot say (R3–R5, R11, R19)."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st
from zendesk_payloads import account, sla_policy

from slaclock import PayloadError, Schedule, SlaPolicy, SupportWindow, UnknownNameError
from slaclock.adapters import zendesk
from slaclock.adapters.weekly_hours import stretches_of, windows_of
from slaclock.adapters.zendesk.metrics import LIFECYCLES, METRIC_NAMES, PRIORITIES

ZONES = st.sampled_from(["Europe/Copenhagen", "America/St_Johns", "Asia/Kathmandu"])
DATES = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """A schedule that the format can hold: quarter hours, hours at least, nights that are joined again."""
    starts = draw(st.lists(st.integers(0, 167), min_size=1, max_size=6, unique=True))
    pieces = [(hour * 60 + 15 * draw(st.integers(0, 3)), draw(st.integers(4, 40)) * 15) for hour in starts]
    cut = [each for start, length in pieces for each in _in_week(start, start + length)]
    read = windows_of(cut)
    hours = [each for window in read.windows for each in stretches_of(window)]
    if read.apart or any(end - start < 60 for start, end in hours):
        hours, windows = [], windows_of([(1980, 2460)]).windows
    else:
        windows = read.windows
    days = sorted(draw(st.sets(DATES, max_size=4)))
    holidays = [
        {"date": day.isoformat(), "last": (day + timedelta(days=1)).isoformat(), "name": f"Closed {place}"}
        if place % 2
        else {"date": day.isoformat(), "name": f"Closed {place}"}
        for place, day in enumerate(days)
    ]
    return Schedule(
        timezone=draw(ZONES), hours=windows, holidays=holidays, holiday_rule="calendar_date", name=draw(NAMES)
    )


NAMES = st.sampled_from(["Office", "Nights & days", "<b>", "a: b", "=1+1"])


def _in_week(start: int, end: int) -> list[tuple[int, int]]:
    return [(start, end)] if end <= 10080 else [(start, 10080), (0, end - 10080)]


@given(schedules())
def test_a_schedule_is_read_back_as_it_was(schedule: Schedule) -> None:
    read = zendesk.policy(schedules=zendesk.schedule_payload(schedule))
    assert read.policy.schedule(schedule.name) == schedule
    assert [loss.path for loss in read.losses] == ["sla_policies"]


@given(schedules())
def test_intervals_are_as_the_product_takes_them(schedule: Schedule) -> None:
    for each in zendesk.schedule_payload(schedule)["intervals"]:
        start, end = each["start_time"], each["end_time"]
        assert 0 <= start < end <= 10080
        assert end - start >= 60
        assert start % 15 == end % 15 == 0
        assert start // 1440 == (end - 1) // 1440


TARGETS = st.builds(
    lambda amount, unit, kind: f"{amount} {kind} {unit}",
    st.integers(2, 500),
    st.sampled_from(["minutes", "hours", "seconds"]),
    st.sampled_from(["business", "calendar"]),
)
OURS = sorted(METRIC_NAMES.values())


@given(
    st.dictionaries(
        st.sampled_from(OURS),
        st.dictionaries(st.sampled_from(PRIORITIES), TARGETS, min_size=1),
        min_size=1,
    )
)
def test_a_plan_is_read_back_as_it_was(targets: dict[str, dict[str, str]]) -> None:
    """Each target, schedule and life of a metric, whatever units it was written in."""
    policy = SlaPolicy(
        name="Acme",
        timezone="UTC",
        boundary="next_opening",
        schedules={"Office": {"hours": "Mon-Fri 09:00-17:00", "holiday_rule": "calendar_date"}},
        plans={"Gold": {"schedule": "Office", **targets}},
        metrics={metric: LIFECYCLES[metric] for metric in targets},
    )
    office = zendesk.schedule_payload(policy.schedule("Office"))
    back = zendesk.policy(schedules=office, sla_policies=zendesk.sla_policy_payload(policy)).policy
    for metric, by_priority in targets.items():
        assert back.lifecycle(metric) == policy.lifecycle(metric)
        for priority in by_priority:
            mine, theirs = (each.target("Gold", priority, metric) for each in (policy, back))
            assert (mine.duration, mine.counts) == (theirs.duration, theirs.counts)


def test_a_whole_account_comes_back() -> None:
    first = zendesk.policy(**account())
    schedules = [zendesk.schedule_payload(first.policy.schedule(name)) for name in first.policy.schedules]
    plans = [
        zendesk.sla_policy_payload(first.policy, rule.plan, rule.conditions)
        | {"id": rule.id, "position": rule.position}
        for rule in first.rules
    ]
    groups = [zendesk.sla_policy_payload(first.policy, each.plan, each.conditions) for each in first.group_rules]
    again = zendesk.policy(schedules=schedules, sla_policies=plans, group_sla_policies=groups)
    assert again.policy == first.policy
    assert again.rules == first.rules


def schedule(**keys: Any) -> Schedule:
    return Schedule(**{"timezone": "Europe/Copenhagen", "hours": "Mon-Fri 09:00-17:00", **keys})


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"timezone": "UTC-05:00"}, "^timezone: 'UTC-05:00' is an offset and no place", id="an-offset"),
        pytest.param(
            {"exceptions": {"2026-12-24": "09:00-12:00"}}, "^exceptions: 2026-12-24 has hours of its own", id="a-date"
        ),
        pytest.param(
            {"seasons": [{"first": "2026-07-01", "last": "2026-07-31", "hours": "Mon 09:00-12:00"}]},
            "^seasons: other hours",
            id="a-season",
        ),
        pytest.param({"hours": "Mon 09:10-17:00"}, "^hours: Mon 09:10-17:00 is not in quarter hours", id="odd-minutes"),
        pytest.param(
            {"hours": [SupportWindow(days="Mon", opens=time(9), closes=time(17, 0, 30))]},
            "is not in quarter",
            id="seconds",
        ),
        pytest.param({"hours": "Mon 09:00-09:45"}, "Mon 09:00-09:45 is less than an hour", id="less-than-an-hour"),
        pytest.param({"hours": "Mon 23:30-06:00"}, "or on one side of midnight", id="half-an-hour-before-midnight"),
        pytest.param({"hours": "Mon 18:00-24:00; Tue 00:00-02:00"}, "windows touch or overlap", id="two-that-touch"),
        pytest.param({"hours": "first Monday of the month 09:00-17:00"}, "is no weekly hours", id="a-rule"),
        pytest.param(
            {"holidays": "DK"},
            "closes by a rule, and the format has dates; say of which years",
            id="a-country",
        ),
        pytest.param({"holidays": ["--12-24"]}, "closes by a rule", id="every-year"),
        pytest.param(
            {"hours": "Mon 22:00-06:00", "holidays": ["2026-12-24"]},
            "^holiday_rule: a holiday closes the nights that open on it here, and the product closes from midnight",
            id="another-holiday-rule",
        ),
        pytest.param({"hours": "Mon 22:00-06:00", "belongs_to": "closing_date"}, "^belongs_to: ", id="another-date"),
    ],
)
def test_what_a_schedule_says_and_the_format_cannot_is_named(keys: dict[str, Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        zendesk.schedule_payload(schedule(**keys))


def test_holidays_of_a_country_are_written_year_by_year() -> None:
    payload = zendesk.schedule_payload(schedule(holidays=["DK", "2027-01-02"]), years=(2026, 2026))
    assert payload["name"] == "schedule"
    assert payload["holidays"][0] == {"name": "New Year's Day", "start_date": "2026-01-01", "end_date": "2026-01-01"}
    assert not [each for each in payload["holidays"] if "2027" in each["start_date"]]


def test_listed_dates_of_one_name_are_one_holiday() -> None:
    listed = {
        "listed": {"2026-12-24": "Shutdown", "2026-12-25": "Shutdown", "2026-12-28": "Shutdown"},
        "years": [2026, 2026],
    }
    closed = zendesk.schedule_payload(schedule(holidays=[listed]))["holidays"]
    assert [(each["start_date"], each["end_date"]) for each in closed] == [
        ("2026-12-24", "2026-12-25"),
        ("2026-12-28", "2026-12-28"),
    ]


def policy(first_response: Any = "2 business hours", **keys: Any) -> SlaPolicy:
    metric = keys.pop("metric", "first_response")
    return SlaPolicy(
        name="Acme",
        timezone="UTC",
        schedules={"Office": "Mon-Fri 09:00-17:00"},
        plans={"Gold": {"schedule": "Office", metric: first_response}},
        **keys,
    )


def test_one_target_for_all_is_one_for_each_priority() -> None:
    rows = zendesk.sla_policy_payload(policy("90 business seconds"))["policy_metrics"]
    assert [(row["priority"], row["target"], row["target_in_seconds"]) for row in rows] == [
        (priority, 2, 90) for priority in PRIORITIES
    ]


@pytest.mark.parametrize(
    ("given", "keys", "problem"),
    [
        pytest.param(
            "2 business days", {}, r"^plans.Gold.first_response.low: 2 business days is no business or", id="days"
        ),
        pytest.param("2 calendar days", {}, "2 calendar days is no business or calendar time", id="calendar-days"),
        pytest.param(
            {"P1": "1 hour"}, {}, "^plans.Gold.first_response: the product has no priority 'P1'", id="priority"
        ),
        pytest.param("1 hour", {"metric": "workaround"}, "the product does not measure workaround", id="a-metric"),
        pytest.param(
            {"when": [{"received": "in hours", "target": "1 hour"}]},
            {},
            "it depends on how a request arrives",
            id="cases",
        ),
        pytest.param(
            {
                "target": "1 hour",
                "high": {"when": [{"received": "in hours", "target": "1 minute"}], "target": "2 hours"},
            },
            {},
            "first_response.high: it depends on how a request arrives",
            id="cases-of-a-priority",
        ),
        pytest.param({"low": "best effort"}, {}, "it says 'best effort'; leave it out", id="no-commitment"),
        pytest.param(
            {"low": "none"},
            {},
            "^plans.Gold: it promises nothing, and an SLA policy has a target",
            id="no-target-at-all",
        ),
        pytest.param("4 business hours", {"cut_off": "15:00"}, "starts or ends elsewhere", id="a-cut-off"),
        pytest.param({"target": "4 hours", "starts": "next_opening"}, {}, "starts or ends elsewhere", id="starts"),
        pytest.param({"target": "4 hours", "ends": "next_opening"}, {}, "starts or ends elsewhere", id="ends"),
        pytest.param(
            {"counts": "calendar_time", "duration": timedelta(milliseconds=1500)},
            {},
            "no whole number of seconds",
            id="ms",
        ),
        pytest.param(
            "4 hours",
            {"metric": "resolution"},
            "it pauses in the status pending, and total_resolution_time does not; requester_wait_time pauses",
            id="a-resolution-that-pauses",
        ),
        pytest.param(
            "4 hours",
            {"metric": "agent_work_time"},
            "it runs in the status pending, and agent_work_time does not",
            id="a-work-time-that-runs",
        ),
        pytest.param(
            "4 hours",
            {"metrics": {"first_response": {"starts": "assigned"}}},
            "it starts at assigned, and first_reply_time at opened",
            id="another-start",
        ),
    ],
)
def test_what_a_plan_says_and_the_format_cannot_is_named(given: Any, keys: dict[str, Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        zendesk.sla_policy_payload(policy(given, **keys))


def test_a_priority_for_which_nothing_is_promised_is_left_out() -> None:
    rows = zendesk.sla_policy_payload(policy({"low": "none", "high": "1 hour"}))["policy_metrics"]
    assert [row["priority"] for row in rows] == ["high"]


def test_an_sla_policy_holds_one_plan() -> None:
    two = zendesk.policy(
        sla_policies=[sla_policy(id=1, policy_metrics=[calendar()]), sla_policy(title="B", policy_metrics=[calendar()])]
    )
    with pytest.raises(UnknownNameError, match="an SLA policy holds one plan; name one of: Gold, B"):
        zendesk.sla_policy_payload(two.policy)
    with pytest.raises(UnknownNameError, match="this policy has no plan 'Glod'; did you mean 'Gold'"):
        zendesk.sla_policy_payload(two.policy, "Glod")
    assert zendesk.sla_policy_payload(two.policy, "B")["title"] == "B"


def calendar() -> dict[str, Any]:
    return {"priority": "high", "metric": "first_reply_time", "target": 60, "business_hours": False}
