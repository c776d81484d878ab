"""Plans and promises as files state them: in short and in full, and like others."""

import re
from copy import copy
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from small_policy import at, small

from slaclock import DeclarationError, FrozenMapping, Plan, SlaPolicy, Target


class TestForms:
    """A target, a plan, a schedule may be said shortly or in full."""

    @pytest.mark.parametrize(
        "promise",
        [
            "4 business hours",
            {"target": "4 business hours"},
            {"target": {"text": "4 business hours"}},
            {"text": "4 business hours"},
            Target("4 business hours"),
            {"target": Target("4 business hours")},
        ],
        ids=str,
    )
    def test_a_promise(self, promise: Any) -> None:
        assert small(plans={"only": {"first_response": promise}}) == small()
        assert small(plans={"only": {"metrics": {"first_response": promise}}}) == small()

    def test_a_target_by_its_fields(self) -> None:
        policy = small(plans={"only": {"first_response": {"counts": "open_time", "duration": "4 hours"}}})
        assert policy.target().duration == timedelta(hours=4)

    @pytest.mark.parametrize(
        "hours",
        [
            "Mon-Fri 09:00-18:00",
            ["Mon-Wed 09:00-18:00", "Thu-Fri 09:00-18:00"],
            {"hours": "Mon-Fri 09:00-18:00"},
            {"hours": [{"days": "Mon-Fri", "opens": "09:00", "closes": "18:00"}]},
        ],
        ids=str,
    )
    def test_a_schedule(self, hours: Any) -> None:
        assert small(schedules={"office": hours}).due(at("2026-11-20 17:00")) == at("2026-11-23 12:00")

    def test_priorities_may_be_gathered(self) -> None:
        spread = small(plans={"only": {"first_response": {"P1": "1 business hour", "P2": "2 business hours"}}})
        gathered = small(
            plans={"only": {"first_response": {"priorities": {"P1": "1 business hour"}, "P2": "2 business hours"}}}
        )
        assert spread == gathered

    def test_declarations_are_shared_not_copied(self) -> None:
        policy = small()
        assert copy(policy) is policy
        assert isinstance(policy.plans, FrozenMapping)
        assert repr(FrozenMapping({"a": 1})) == "FrozenMapping({'a': 1})"
        assert len(policy.plans) == 1
        with pytest.raises(TypeError):
            policy.plans["more"] = Plan()  # type: ignore[index]


class TestAPlanLikeAnother:
    """What a plan does not state is as in the plan that it is like."""

    PLANS: ClassVar[dict[str, Any]] = {
        "gold": {"like": "standard", "first_response": "1 business hour"},
        "standard": {
            "schedule": "office",
            "first_response": {"P1": "4 business hours"},
            "resolution": "2 business days",
        },
        "platinum": {"like": "gold", "schedule": "always", "day_rule": "close"},
    }

    SCHEDULES: ClassVar = {"office": "Mon-Fri 09:00-18:00", "always": "24x7"}

    def test_metric_by_metric(self) -> None:
        policy = small(plans=self.PLANS, schedules=self.SCHEDULES)
        assert list(policy.plans) == ["gold", "standard", "platinum"]
        assert str(policy.target("gold")) == "1 business hour"
        assert str(policy.target("platinum")) == "1 business hour"
        assert policy.schedule_for("gold", metric="resolution").name == "office"
        assert policy.schedule_for("platinum", metric="resolution").name == "always"
        assert policy.target("platinum", metric="resolution").day_rule == "close"
        assert policy.target("gold", metric="resolution").day_rule == "same_time"
        assert SlaPolicy.model_validate_json(policy.model_dump_json()) == policy

    def test_priority_by_priority(self) -> None:
        base = {"P1": "4 business hours", "P2": "8 business hours", "escalations": {"lead": "50%"}}
        plans: dict[str, Any] = {
            "standard": {"first_response": base, "resolution": {"P1": "2 business days"}},
            "gold": {"like": "standard", "first_response": {"P1": "1 business hour"}, "resolution": "1 business day"},
        }
        policy = small(plans=plans)
        assert [str(policy.target("gold", each)) for each in ("P1", "P2")] == ["1 business hour", "8 business hours"]
        assert str(policy.target("gold", "P1", "resolution")) == "1 business day"
        assert list(policy.plans["gold"].metrics["first_response"].escalations) == ["lead"]

    @pytest.mark.parametrize(
        ("plans", "message"),
        [
            pytest.param(
                {"gold": {"like": "standrad"}, "standard": {"first_response": "1 hour"}},
                "plan 'gold' is like 'standrad', and there is none; did you mean 'standard'?",
                id="no-such-plan",
            ),
            pytest.param(
                {"a": {"like": "b"}, "b": {"like": "a"}},
                "a, b: each of these plans is like another of them",
                id="each-other",
            ),
            pytest.param({"a": {"like": "a"}}, "a: each of these plans is like another of them", id="itself"),
            pytest.param(
                {f"p{n}": {"like": f"p{n + 1}"} for n in range(200)} | {"p200": {"first_response": "1 hour"}},
                "more than 100 plans are each like the next",
                id="a-long-chain",
            ),
        ],
    )
    def test_refused(self, plans: dict[str, Any], message: str) -> None:
        with pytest.raises(DeclarationError, match=re.escape(message)):
            small(plans=plans)
