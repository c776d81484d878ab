"""Business days are those of the schedule; Saturdays and Sundays among them are told with their lines (R10, R19)."""

from typing import Any

import pytest
from checked_policy import report

from slaclock.review import Reading

SATURDAYS = "Mon-Fri 09:00-18:00, Sat 09:00-14:00"
OTHERS = {"office": "Mon-Fri 09:00-17:00", "saturdays": "Sat 10:00-12:00", "shop": SATURDAYS}


def told(target: Any = "2 business days", **parts: Any) -> list[Reading]:
    usual = {"schedules": {"shop": SATURDAYS}, "plans": {"only": {"first_response": target}}}
    return [each for each in report(**(usual | parts)).readings if each.choice.startswith("business_days")]


def days_of(schedule: Any) -> list[str]:
    found = told({"target": "2 business days", "schedule": "it"}, schedules={**OTHERS, "it": schedule})
    return [each.choice.removeprefix("business_days: ") for each in found]


@pytest.mark.parametrize("target", ["2 días hábiles", "2 working days", "next business day", "3 Arbeitstage"])
def test_saturdays(target: str) -> None:
    (found,) = told(target)
    assert (found.where, found.choice) == ("business days of schedule shop", "business_days: Mon-Sat")
    assert found.keys == ("plans.only.first_response",)
    assert "are the days on which it opens, Saturdays among them" in found.text
    assert not found.stated


@pytest.mark.parametrize(
    "schedule",
    [
        pytest.param("Mon-Fri 09:00-18:00", id="no-weekend"),
        pytest.param("24x7", id="never-closed"),
        pytest.param({"hours": "Mon-Fri 9:00-17:00", "exceptions": {"2026-12-19": "09:00-12:00"}}, id="a-single-date"),
        pytest.param({"all_of": ["shop", "office"]}, id="only-where-both-open"),
    ],
)
def test_nothing_is_told(schedule: Any) -> None:
    assert days_of(schedule) == []


@pytest.mark.parametrize(
    ("schedule", "days"),
    [
        pytest.param("Sun-Thu 08:00-16:00", "Sun-Thu", id="sunday-to-thursday"),
        pytest.param(["Mon-Fri 9:00-17:00", "first Saturday of the month 10:00-12:00"], "Mon-Sat", id="once-a-month"),
        pytest.param(
            {
                "hours": "Mon-Fri 09:00-17:00",
                "seasons": [{"first": "2026-06-01", "last": "2026-08-31", "hours": "Mon-Sat 09:00-17:00"}],
            },
            "Mon-Sat",
            id="in-a-season",
        ),
        pytest.param({"any_of": ["office", "saturdays"]}, "Mon-Sat", id="one-or-the-other"),
        pytest.param({"any_of": ["shop"], "excluding": "saturdays"}, "Mon-Sat", id="less-some-time"),
    ],
)
def test_on_which_days(schedule: Any, days: str) -> None:
    assert days_of(schedule) == [days]


def test_of_cases_conditions_and_notices() -> None:
    target = {
        "target": "1 hour",
        "when": [
            {"received": "by phone", "target": "1 business day"},
            {"received": "not on business days", "target": "3 hours"},
        ],
    }
    (found,) = told(target, notices={"change": "5 business days"})
    place = "plans.only.first_response.when"
    assert found.keys == (f"{place}[0]", f"{place}[1].received", "notices.change")
