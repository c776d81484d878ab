"""Goals as people write them (R12, R18)."""

from decimal import Decimal

import pytest
from small_policy import promising

from slaclock import DeclarationError, Goal


class TestText:
    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("95%", "95%"),
            ("at least 99.5 % of requests per quarter", "99.5% per quarter"),
            ("90 percent of all tickets within 4 business hours monthly", "90% within 4 business hours per month"),
            ("95% in 1 hour each week", "95% within 1 calendar hour per week"),
            ("100% within 2 business days", "100% within 2 business days"),
            ("90% of P2, P3 and P4 each calendar month", "90% of P2, P3, P4 per month"),
            ("90% of P2 within 1 hour", "90% of P2 within 1 calendar hour"),
            ("at most 4 misses per quarter", "at most 4 misses per quarter"),
            ("no more than 1 breach a month", "at most 1 miss per month"),
            ("At most 2 missed tickets of P1 and P2 monthly", "at most 2 misses of P1, P2 per month"),
            ("up to 0 violations", "at most 0 misses"),
        ],
    )
    def test_is_read(self, text: str, written: str) -> None:
        goal = Goal.model_validate(text)
        assert str(goal) == written
        assert Goal.model_validate_json(goal.model_dump_json()) == goal

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "most",
            "0%",
            "101%",
            "95% soon",
            "9" * 300 + "%",
            "95% within soon",
            "4 misses per quarter",
            "at least 4 misses per quarter",
            "at most 4 mises",
            "at most four misses of",
            "at most 4 misses per parsec",
        ],
    )
    def test_is_refused(self, text: str) -> None:
        with pytest.raises(DeclarationError):
            Goal.model_validate(text)

    def test_a_goal_has_one_measure(self) -> None:
        for fields in ({}, {"percent": 95, "misses": 4}):
            with pytest.raises(DeclarationError, match="a goal states `percent` or `misses`, and one of them"):
                Goal(**fields)  # type: ignore[arg-type]

    def test_by_its_fields(self) -> None:
        assert Goal(misses=4, per="quarter") == Goal.model_validate("at most 4 misses per quarter")
        assert Goal(percent=Decimal(95), per="month") == Goal.model_validate("95% per month")

    def test_a_goal_in_business_time_needs_a_schedule(self) -> None:
        with pytest.raises(DeclarationError, match="counts business time but no `schedule` is named"):
            promising(
                {"target": "1 hour", "goals": "95% within 1 business hour"},
                schedules={"office": "Mon-Fri 09:00-18:00", "always": "24x7"},
            )
