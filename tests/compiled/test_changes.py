"""What compiling a policy anew would change (R22)."""

from typing import Any

import pytest
from compiled.test_answers import WHOLE

from slaclock import SlaPolicy, compiled
from slaclock.compiled import differences


def made(**changed: Any) -> compiled.CompiledPolicy:
    return SlaPolicy(**{**WHOLE, **changed}).compile(2026)


def plans(**changed: Any) -> dict[str, Any]:
    return {"standard": {**WHOLE["plans"]["standard"], **changed}}


def told(was: compiled.CompiledPolicy, now: compiled.CompiledPolicy) -> list[str]:
    return [str(change) for change in differences(was, now) if change.of != "policy"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param(
            {"holidays": ["2026-11-26", "2026-12-24"]},
            [
                "office, 2026-12-24: closed (holiday), was 09:00-18:00",
                "nights, 2026-12-24: closed (holiday), was 22:00-06:00",
            ],
            id="a-holiday",
        ),
        pytest.param(
            {"holidays": [{"date": "2026-11-26", "name": "Thanksgiving"}]},
            [
                "office, 2026-11-26: Thanksgiving, was holiday",
                "nights, 2026-11-26: Thanksgiving, was holiday",
            ],
            id="the-name-of-a-holiday",
        ),
        pytest.param(
            {"schedules": {**WHOLE["schedules"], "late": "Mon 18:00-20:00"}},
            ["late: a schedule, was nothing"],
            id="a-schedule",
        ),
        pytest.param(
            {"plans": plans(resolution="9 hours")},
            ["standard, resolution: 9 calendar hours on office, was 8 calendar hours on office"],
            id="an-amount",
        ),
        pytest.param(
            {
                "plans": plans(
                    resolution={"target": "8 hours", "when": [{"received": "by chat on Fri", "target": "1 hour"}]}
                )
            },
            [
                "standard, resolution: 8 calendar hours on office, read otherwise, was 8 calendar hours on office",
            ],
            id="a-case",
        ),
        pytest.param(
            {"plans": plans(resolution="none")},
            ["standard, resolution: nothing, was 8 calendar hours on office"],
            id="nothing-promised",
        ),
        pytest.param(
            {"plans": {**plans(), "gold": {"schedule": "office", "resolution": "1 hour"}}},
            ["gold, resolution: 1 calendar hour on office, was nothing"],
            id="a-plan",
        ),
        pytest.param(
            {"versions": [{"effective": "2026-07-01", "plans": plans()}]},
            ["the policy, from 2026-07-01 04:00Z: a version begins, was nothing"],
            id="a-version",
        ),
        pytest.param(
            {"closures": {"maintenance": "Sat 20:00-22:00"}},
            ["maintenance: a schedule, was nothing"],
            id="a-closure",
        ),
    ],
)
def test_what_changes(changed: Any, said: list[str]) -> None:
    was, now = made(), made(**changed)
    assert told(was, now) == said
    assert len(told(now, was)) == len(said)
    assert [change.of for change in differences(was, now) if change.of == "policy"] == (
        ["policy"] if "plans" in changed or "versions" in changed else []
    )


def test_clocks() -> None:
    """As an upgrade of the data about zones would have it."""
    was = made()
    document = {**was.to_dict()}
    zone = {**document["zones"][0]}
    zone["offsets"] = [offset + 3600 * (number == 1) for number, offset in enumerate(zone["offsets"])]
    document["zones"] = [zone]
    now = compiled.CompiledPolicy(compiled.document.CompiledDocument.made(document))  # type: ignore[attr-defined]
    zones = [str(change) for change in differences(was, now) if change.of == "zone"]
    assert zones == [
        "America/New_York, from 2026-03-08 07:00Z: UTC-03:00, was UTC-04:00",
        "America/New_York, from 2026-11-01 06:00Z: UTC-05:00, was UTC-05:00",
    ]


def test_zones_of_one_alone() -> None:
    elsewhere = made(schedules={**WHOLE["schedules"], "late": {"hours": "24x7", "timezone": "Asia/Tokyo"}})
    assert told(elsewhere, made()) == ["late: nothing, was a schedule"]


def test_customers_who_are_not_known() -> None:
    stated = {"schedules": {"theirs": {"hours": "Mon-Fri 09:00-17:00", "timezone": "customer"}}}
    stated["plans"] = {"p": {"schedule": "theirs", "r": "1 business hour"}}
    was = SlaPolicy(**{**WHOLE, **stated}).compile(2026, ["Asia/Tokyo"])
    stated["schedules"] = {"theirs": {"hours": "Mon-Fri 10:00-17:00", "timezone": "customer"}}
    now = SlaPolicy(**{**WHOLE, **stated}).compile(2026, ["Asia/Tokyo", "Europe/London"])
    changes = told(was, now)
    assert changes[0] == "theirs, 2026-01-01: 10:00-17:00, was 09:00-17:00"
    assert len(changes) == 260
