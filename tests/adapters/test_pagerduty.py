"""Support hours of PagerDuty as schedules, and the way back (R3, R13, R19)."""

import json
from datetime import time
from typing import Any

import pytest
from hypothesis import given, strategies as st
from on_call_payloads import service, support_hours

from slaclock import PayloadError, Schedule, SlaPolicy, SupportWindow
from slaclock.adapters import pagerduty


@pytest.mark.parametrize(
    "given",
    [
        pytest.param({"service": service()}, id="one-with-its-key"),
        pytest.param({"services": [service()], "more": False, "limit": 25, "offset": 0}, id="a-page"),
        pytest.param([service()], id="a-list"),
    ],
)
def test_support_hours_are_read_however_they_are_wrapped(given: Any) -> None:
    found = pagerduty.policy(given)
    assert str(found.policy.schedule("Web")) == "Mon-Fri 09:00-17:00 America/Lima"
    assert [loss.path for loss in found.losses] == [""]
    assert found.counts["support_hours"] == 1


def test_support_hours_by_themselves_and_zones() -> None:
    alone = pagerduty.policy(support_hours(time_zone="Eastern Time (US & Canada)", days_of_week=[7, 1]))
    assert str(alone.policy.schedule("support hours")) == "Sun,Mon 09:00-17:00 America/New_York"
    given = pagerduty.policy(support_hours(time_zone=None), timezone="Asia/Tokyo")
    assert given.policy.timezone == "Asia/Tokyo"


def test_a_service_without_support_hours_is_said() -> None:
    bare = service(id=None, name=None, support_hours=None)
    found = pagerduty.policy({"services": [service(), bare], "more": True})
    said = [str(loss) for loss in found.losses]
    assert any("more services follow" in each for each in said)
    assert any("the service service has no support hours" in each for each in said)
    with pytest.raises(PayloadError, match=r"^services: no service has support hours"):
        pagerduty.policy(bare)


def test_what_drives_urgency_is_no_target() -> None:
    found = pagerduty.policy(service(acknowledgement_timeout=1800, incident_urgency_rule={"type": "constant"}))
    assert [loss.path for loss in found.losses[:2]] == [
        "service.incident_urgency_rule",
        "service.acknowledgement_timeout",
    ]


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"type": "weekly"}, "no type of support hours 'weekly'", id="type"),
        pytest.param({"time_zone": None}, "time_zone' is missing; pass timezone=", id="zone"),
        pytest.param({"days_of_week": [0]}, "days_of_week[0]: it is 1 to 7", id="day-nought"),
        pytest.param({"days_of_week": []}, "support would never open", id="no-days"),
        pytest.param({"end_time": "08:00:00"}, "ends at or before its start", id="a-night"),
        pytest.param({"end_time": "09:00:00"}, "ends at or before its start", id="no-time"),
        pytest.param({"end_time": "24:00:00"}, "it is a time such as '09:00:00'", id="24"),
        pytest.param({"end_time": 17}, "it is a time such as", id="a-number"),
    ],
)
def test_hours_that_cannot_be_read_are_refused(keys: dict[str, Any], problem: str) -> None:
    with pytest.raises(PayloadError) as raised:
        pagerduty.policy(service(support_hours=support_hours(**keys)))
    assert problem in str(raised.value)


def test_the_last_minute_of_a_day_is_said() -> None:
    found = pagerduty.policy(support_hours(end_time="23:59"))
    assert "what is left of it is closed here" in str(found.losses[0])


@given(
    st.sets(st.sampled_from(["Mon", "Wed", "Sat", "Sun"]), min_size=1),
    st.tuples(st.integers(0, 86_000), st.integers(0, 86_000)).filter(lambda each: each[0] != each[1]),
)
def test_support_hours_are_read_back_as_they_were(days: set[str], seconds: tuple[int, int]) -> None:
    opens, closes = (time(each // 3600, each // 60 % 60, each % 60) for each in sorted(seconds))
    windows = [SupportWindow(days=tuple(days), opens=opens, closes=closes)]
    given = Schedule(timezone="America/Lima", hours=windows, name="support hours")
    assert pagerduty.policy(pagerduty.schedule_payload(given)).policy.schedule("support hours") == given


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"hours": "Mon 09:00-17:00; Tue 10:00-17:00"}, "one window for all days", id="two-windows"),
        pytest.param({"hours": "Mon 22:00-06:00"}, "ends at midnight or after it", id="a-night"),
        pytest.param({"hours": "Mon 22:00-24:00"}, "ends at midnight or after it", id="midnight"),
        pytest.param({"holidays": ["2026-12-24"]}, "the format has no holidays", id="holidays"),
        pytest.param(
            {"hours": [SupportWindow(days="Mon", opens=time(9), closes=time(17, 0, 0, 5))]}, "whole seconds", id="parts"
        ),
    ],
)
def test_what_the_format_cannot_say_is_named(keys: dict[str, Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        pagerduty.schedule_payload(Schedule(**{"timezone": "UTC", "hours": "Mon-Fri 09:00-17:00", **keys}))


def test_files_are_read_and_written() -> None:
    found = pagerduty.policy_of_answers(
        {"a": [service()], "b": {"service": service(id="P2", name="Mail")}}, name="Acme"
    )
    assert (found.policy.name, list(found.policy.schedules)) == ("Acme", ["Web", "Mail"])
    text = pagerduty.text_of_policy(found.policy, schedule="Mail", plan=None, years=())
    assert pagerduty.policy_of_answers({"x": json.loads(text)}).policy.schedules
    with pytest.raises(PayloadError, match="the format has no targets"):
        pagerduty.text_of_policy(found.policy, schedule=None, plan="no target", years=())
    bare = SlaPolicy(name="A", timezone="UTC", plans={"G": {"first_response": "1 calendar hour"}})
    with pytest.raises(PayloadError, match="the policy has no schedule"):
        pagerduty.text_of_policy(bare, schedule=None, plan=None, years=())
