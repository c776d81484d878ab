"""What is added and removed by name."""

from datetime import timedelta
from typing import Any

import pytest
from changed_policies import USUAL, between, policy


class TestNames:
    """A name alone changes nothing for customers."""

    def test_a_renamed_schedule(self) -> None:
        plans = {"gold": {"schedule": "desk", "first_response": {"P1": "4 business hours"}}}
        found = between(policy(), policy(schedules={"desk": "Mon-Fri 09:00-18:00"}, plans=plans))
        assert not found.changes_for_customers
        assert found.text() == "Nothing changes for customers from 1 January 2027 to 31 December 2027."

    def test_a_renamed_schedule_that_nothing_counts(self) -> None:
        phone = "Mon-Fri 08:00-20:00"
        old, new = (policy(schedules={**USUAL["schedules"], name: phone}) for name in ("phone", "telephone"))
        assert not between(old, new).changes_for_customers
        assert [(each.name, each.change) for each in between(old, policy()).names] == [("phone", "removed")]
        found = between(policy(), old)
        assert [(each.name, each.change, each.matters) for each in found.names] == [("phone", "added", False)]
        assert not found.changes_for_customers
        assert "schedule phone added, which nothing uses" in found.text()

    @pytest.mark.parametrize(
        "used",
        [
            pytest.param({"plans": {"gold": {**USUAL["plans"]["gold"], "coverage": "phone"}}}, id="coverage"),
            pytest.param({"notices": {"maintenance": {"target": "1 day", "schedule": "phone"}}}, id="a-notice"),
            pytest.param({"schedules": {"phone": "Sat 9-12", "week": "Mon-Fri 9-18",
                                        "office": {"any_of": ["week", "phone"]}}}, id="a-part"),
            pytest.param({"plans": {"gold": {"schedule": "office", "first_response": {"target": "4 hours", "when": [
                {"received": "during phone", "target": "2 hours"}]}}}}, id="a-condition"),
        ],
    )  # fmt: skip
    def test_a_schedule_that_something_uses(self, used: dict[str, Any]) -> None:
        now = policy(**({"schedules": {**USUAL["schedules"], "phone": "Mon-Fri 08:00-20:00"}} | used))
        assert [each.matters for each in between(policy(), now).names if each.name == "phone"] == [True]

    def test_reordered_keys(self) -> None:
        schedules = {"office": "Mon-Fri 09:00-18:00", "late": "Mon-Fri 09:00-22:00"}
        plans = {"gold": USUAL["plans"]["gold"], "basic": {"schedule": "late", "resolution": "5 business days"}}
        old = policy(schedules=schedules, plans=plans)
        new = policy(schedules=dict(reversed(schedules.items())), plans=dict(reversed(plans.items())))
        assert not between(old, new).changes_for_customers

    def test_a_plan_that_moves_to_another_schedule(self) -> None:
        schedules = {"office": "Mon-Fri 09:00-18:00", "late": "Mon-Fri 09:00-20:00"}
        moved = {"gold": {"schedule": "late", "first_response": {"P1": "4 business hours"}}}
        found = between(policy(schedules=schedules), policy(schedules=schedules, plans=moved))
        assert [(each.name, each.lost) for each in found.hours] == [("office → late", timedelta(0))]
        assert found.promises[0].change == "tighter"

    def test_plans(self) -> None:
        found = between(policy(), policy(plans={"silver": USUAL["plans"]["gold"]}))
        assert [(each.kind, each.name, each.change) for each in found.names] == [
            ("plan", "silver", "added"),
            ("plan", "gold", "removed"),
        ]
