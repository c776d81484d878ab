"""Rotations of Opsgenie as schedules, and schedules written as rotations (R3, R4, R13, R19)."""

import json
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st
from on_call_payloads import block, on_call, restriction, rotation

from slaclock import PayloadError, Schedule, SlaPolicy, SupportWindow
from slaclock.adapters import opsgenie
from slaclock.adapters.weekly_hours import windows_of

ZONE = " Europe/Berlin"


def hours(stated: Any) -> str:
    read = opsgenie.policy(rotations=rotation(timeRestriction=stated), timezone="Europe/Berlin")
    return str(read.policy.schedule("Dev")).removesuffix(ZONE)


OF_TIMES: dict[str, Any] = {"type": "time-of-day", "restriction": {"startHour": 9, "endHour": 17, "endMin": 30}}


@pytest.mark.parametrize(
    ("stated", "windows"),
    [
        pytest.param(restriction(block("monday", 9, "monday", 17)), "Mon 09:00-17:00", id="a-day"),
        pytest.param(restriction(block("monday", 22, "tuesday", 6)), "Mon 22:00-06:00", id="a-night"),
        pytest.param(restriction(block("saturday", 22, "sunday", 6)), "Sat 22:00-06:00", id="over-the-week-of-sundays"),
        pytest.param(restriction(block("sunday", 22, "monday", 6)), "Sun 22:00-06:00", id="sunday-night"),
        pytest.param(restriction(block("saturday", 24, "sunday", 6)), "Sun 00:00-06:00", id="from-24"),
        pytest.param(restriction(block("monday", 0, "monday", 24)), "Mon 00:00-24:00", id="until-24"),
        pytest.param(
            restriction({"startDay": "monday", "endDay": "monday", "endHour": 9}),
            "Mon 00:00-09:00",
            id="zeros-left-out",
        ),
        pytest.param(
            restriction({"start_day": "monday", "start_hour": 9, "start_min": 30, "end_day": "monday", "end_hour": 17}),
            "Mon 09:30-17:00",
            id="as-the-client-spells-it",
        ),
        pytest.param(OF_TIMES, "Mon-Sun 09:00-17:30", id="every-day"),
        pytest.param(
            {"type": "time-of-day", "restriction": [{"start_hour": 22, "end_hour": 6}]},
            "Mon-Sun 22:00-06:00",
            id="every-night-in-a-list-of-one",
        ),
        pytest.param(None, "24x7", id="no-restriction"),
    ],
)
def test_restrictions_are_windows(stated: Any, windows: str) -> None:
    assert hours(stated) == windows


def test_monday_to_friday_is_one_block_of_104_hours() -> None:
    core = opsgenie.policy(on_call()).policy.schedule("Core")
    monday = datetime(2026, 6, 1, tzinfo=UTC)
    assert core.elapsed(monday, monday + timedelta(days=7)) == timedelta(hours=104)
    over = opsgenie.policy(
        rotations=rotation(timeRestriction=restriction(block("friday", 17, "monday", 9))), timezone="UTC"
    )
    assert over.policy.schedule("Dev").elapsed(monday, monday + timedelta(days=7)) == timedelta(hours=64)


@pytest.mark.parametrize(
    ("stated", "problem"),
    [
        pytest.param(
            restriction(block("monday", 22, "monday", 6)), "name the next day as the end of a night", id="night"
        ),
        pytest.param(restriction(block("monday", 9, "monday", 9)), "not after it", id="no-time"),
        pytest.param(restriction(block("mon", 9, "monday", 17)), "no day 'mon'", id="another-day"),
        pytest.param(restriction({"endDay": "monday", "endHour": 9}), "key 'startDay' is missing", id="no-day"),
        pytest.param(restriction(block("monday", 9, "monday", 25)), "it is 0 to 24 hours", id="hour-25"),
        pytest.param(
            restriction(block("monday", 9, "monday", 24, endMin=30)), "24:00 is the end of a day", id="past-midnight"
        ),
        pytest.param({"type": "weekly", "restrictions": []}, "no type of time restriction 'weekly'", id="type"),
        pytest.param(restriction() | {"restrictions": []}, "nobody would ever be on call", id="no-restrictions"),
        pytest.param({"type": "time-of-day", "restriction": {}}, "which may mean always or never", id="no-times"),
        pytest.param({"type": "time-of-day", "restriction": [{}, {}]}, "it holds 2 restrictions", id="two-of-one"),
    ],
)
def test_restrictions_that_cannot_be_read_are_refused(stated: Any, problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        hours(stated)


def test_the_zone_is_that_of_the_schedule() -> None:
    with pytest.raises(
        PayloadError, match="a rotation has the zone of its schedule, which is not here; pass timezone="
    ):
        opsgenie.policy(rotations={"data": rotation()})
    assert opsgenie.policy(on_call(timezone=None), timezone="Asia/Tokyo").policy.timezone == "Asia/Tokyo"


def test_each_rotation_is_a_schedule() -> None:
    two = {"data": [on_call(name=None, rotations=[rotation(), rotation(id="r2")], enabled=False)], "took": 0.1}
    found = opsgenie.policy(two)
    assert list(found.policy.schedules) == ["Dev (r1)", "Dev (r2)"]
    assert found.counts == {"schedules": 1, "rotations": 2, "restrictions": 2}
    said = [str(loss) for loss in found.losses]
    assert sum("who is on call when" in each for each in said) == 2
    assert any("is not enabled" in each for each in said)
    bare = {"timeRestriction": None}
    plain = opsgenie.policy(on_call(rotations=[bare]))
    assert list(plain.policy.schedules) == ["Core"]
    assert len(plain.losses) == 1
    with pytest.raises(PayloadError, match="there are no rotations"):
        opsgenie.policy(on_call(rotations=[]))


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    starts = draw(st.lists(st.integers(0, 335), min_size=1, max_size=5, unique=True))
    pieces = [(start * 30, start * 30 + draw(st.integers(1, 40)) * 30) for start in starts]
    cut = [each for start, end in pieces for each in ([(start, min(end, 10080))] + [(0, end - 10080)] * (end > 10080))]
    found = windows_of(cut)
    windows = found.windows if not found.apart else windows_of([(1980, 2460)]).windows
    return Schedule(timezone="Europe/Berlin", hours=windows, name="A & <b>")


@given(schedules())
def test_a_schedule_is_read_back_as_it_was(given: Schedule) -> None:
    assert opsgenie.policy(opsgenie.schedule_payload(given)).policy.schedule(given.name) == given


def test_what_never_closes_has_no_restriction() -> None:
    always = Schedule(timezone="UTC", hours="24x7")
    assert opsgenie.schedule_payload(always)["rotations"] == [{"name": "rotation"}]


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        pytest.param({"hours": "Mon 09:15-17:00"}, "is not in half hours", id="odd-minutes"),
        pytest.param(
            {"hours": [SupportWindow(days="Mon", opens=time(9), closes=time(17, 0, 30))]}, "half hours", id="seconds"
        ),
        pytest.param({"holidays": ["2026-12-24"]}, "the format has no holidays", id="holidays"),
        pytest.param({"exceptions": {"2026-12-24": "closed"}}, "2026-12-24 has hours of its own", id="a-date"),
        pytest.param({"timezone": "UTC+02:00"}, "is an offset and no place", id="an-offset"),
        pytest.param(
            {"seasons": [{"first": "2026-07-01", "last": "2026-07-31", "hours": "Mon 09:00-12:00"}]},
            "^seasons: other hours",
            id="a-season",
        ),
        pytest.param({"hours": "first Monday of the month 09:00-17:00"}, "is no weekly hours", id="a-rule"),
        pytest.param({"hours": "Mon 18:00-24:00; Tue 00:00-02:00"}, "touch or overlap", id="two-that-touch"),
        pytest.param({"hours": "Mon 22:00-06:00", "belongs_to": "closing_date"}, "^belongs_to: ", id="another-date"),
    ],
)
def test_what_the_format_cannot_say_is_named(keys: dict[str, Any], problem: str) -> None:
    with pytest.raises(PayloadError, match=problem):
        opsgenie.schedule_payload(Schedule(**{"timezone": "UTC", "hours": "Mon-Fri 09:00-17:00", **keys}))


def test_files_are_told_apart_and_written() -> None:
    answers = {"a": {"data": [on_call()]}, "b": {"data": rotation(id="r9")}}
    found = opsgenie.policy_of_answers(answers, "UTC", "Acme")
    assert (found.policy.name, list(found.policy.schedules)) == ("Acme", ["Core", "Dev"])
    text = opsgenie.text_of_policy(found.policy, schedule=None, plan=None, years=())
    assert "Core" in opsgenie.policy_of_answers({"x": [json.loads(text)]}).policy.schedules
    with pytest.raises(PayloadError, match="the format has no targets"):
        opsgenie.text_of_policy(found.policy, schedule=None, plan="no target", years=())
    bare = SlaPolicy(name="A", timezone="UTC", plans={"G": {"first_response": "1 calendar hour"}})
    with pytest.raises(PayloadError, match="the policy has no schedule"):
        opsgenie.text_of_policy(bare, schedule=None, plan=None, years=())
    for other in ({"x": 1}, "text"):
        with pytest.raises(PayloadError, match="its keys do not show what it is"):
            opsgenie.policy_of_answers({"a": other})
