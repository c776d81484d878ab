"""What `check` lists of cut-offs in shifts over midnight (R11); those that it doubts are tried with targets."""

from typing import Any

import pytest

from slaclock import SlaPolicy, check
from slaclock.review.readings import Reading

NIGHTS = "Sun-Thu 22:00-06:00"
IN_THE_SHIFT = (
    "it is the {} in the shift from 22:00 to 06:00: what comes later in that shift counts from the next business day"
)


def listed(promise: Any, hours: str = NIGHTS, **more: Any) -> list[Reading]:
    policy = SlaPolicy(
        name="Small",
        timezone="America/New_York",
        schedules={"office": {"hours": hours}},
        plans={"only": {"first_response": promise}},
        **more,
    )
    return [each for each in check(policy).readings if each.choice.startswith("cut_off")]


@pytest.mark.parametrize(
    ("cut_off", "written", "shown"),
    [
        pytest.param("02:00", "02:00", "02:00", id="after-midnight"),
        pytest.param("11 PM", "23:00", "23:00", id="before-midnight"),
        pytest.param("24:00", "00:00", "00:00", id="at-midnight"),
        pytest.param({"Mon-Fri": "2 AM"}, "Mon-Fri 02:00", "02:00", id="by-weekday"),
    ],
)
def test_where_a_cut_off_lies_in_a_shift_over_midnight(cut_off: Any, written: str, shown: str) -> None:
    (reading,) = listed({"target": "1 business day", "cut_off": cut_off})
    assert (reading.where, reading.choice) == ("cut-offs on schedule office", f"cut_off: {written}")
    assert reading.text == IN_THE_SHIFT.format(shown)
    assert (reading.rule, reading.stated) == ("R11", True)
    assert reading.keys == ("plans.only.first_response",)


@pytest.mark.parametrize(
    ("promise", "hours"),
    [
        pytest.param({"target": "1 business day", "cut_off": "4 PM"}, NIGHTS, id="doubted"),
        pytest.param({"target": "1 business day", "cut_off": "4 PM"}, "Mon-Fri 09:00-18:00", id="of-days"),
        pytest.param({"target": "1 business day", "cut_off": "4 PM"}, "Mon-Fri 09:00-24:00", id="until-midnight"),
        pytest.param({"target": "1 hour", "cut_off": "2 AM"}, NIGHTS, id="of-real-time"),
        pytest.param("1 business day", NIGHTS, id="none"),
    ],
)
def test_not_where_there_is_one_meaning(promise: Any, hours: str) -> None:
    assert listed(promise, hours) == []


def test_once_for_all_that_it_concerns() -> None:
    case = {"received": "by e-mail", "target": "4 business hours"}
    (reading,) = listed(
        {"when": [case], "P1": "1 business hour", "P2": "none", "target": "1 hour 24/7"}, cut_off="2 AM"
    )
    assert reading.keys == ("plans.only.first_response.when[0]", "plans.only.first_response.P1")
