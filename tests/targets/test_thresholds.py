"""`Threshold`: warnings and levels of an escalation as people write them (R18)."""

from typing import Any

import pytest
from clock_lives import told

from slaclock import ChoiceError, DeclarationError, SlaPolicy, Target, Threshold


class TestText:
    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("75%", "75%"),
            ("after 75 %", "75%"),
            ("120%", "120%"),
            ("at breach", "at breach"),
            ("100%", "at breach"),
            ("30 business minutes", "30 business minutes left"),
            ("1 hour before the breach", "1 calendar hour left"),
            ("after 1 hour", "after 1 calendar hour"),
            ("1 business hour after the breach", "1 business hour after breach"),
            ("2 hours overdue", "2 calendar hours after breach"),
        ],
    )
    def test_is_read(self, text: str, written: str) -> None:
        assert str(Threshold.model_validate(text)) == written

    @pytest.mark.parametrize("given", ["after 2 days", "2000%", "1 month overdue", {"after": "1 hour", "percent": 5}])
    def test_is_refused(self, given: Any) -> None:
        with pytest.raises(DeclarationError):
            Threshold.model_validate(given)

    @pytest.mark.parametrize("key", ["warnings", "metrics"])
    def test_a_warning_comes_before_the_breach(self, key: str) -> None:
        late: Any = {"late": "1 hour after breach"}
        with pytest.raises(DeclarationError, match="state it under `escalations`"):
            SlaPolicy(
                name="x",
                timezone="UTC",
                plans={"p": {"first_response": "1 hour"}},  # type: ignore[dict-item]
                **{key: late if key == "warnings" else {"first_response": {"warnings": late}}},
            )

    @pytest.mark.parametrize(
        "given",
        [
            "2 business days",
            "3 calendar days",
            "soon",
            "175%",
            "0%",
            "1 hour after breach",
            {},
            {"percent": 5, "left": "1 hour"},
        ],
    )
    def test_what_is_no_warning_is_refused(self, given: object) -> None:
        with pytest.raises((DeclarationError, ChoiceError)):
            Threshold(**given) if isinstance(given, dict) else told("Mon 10:00", "1 hour", w=given)  # type: ignore[arg-type]

    def test_a_threshold_may_be_given_by_name(self) -> None:
        assert Threshold(left=Target("1 hour")) == Threshold(left="1 hour") == Threshold.model_validate("1 hour")  # type: ignore[arg-type]
