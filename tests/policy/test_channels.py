"""When support can be reached, and through which channel (R11)."""

import pytest
from small_policy import at, small

from slaclock import DeclarationError, UnknownNameError


class TestCoverage:
    """When support can be reached, where that is not when time is counted."""

    POLICY = small(
        schedules={"office": "Mon-Fri 09:00-18:00", "always": "24x7", "phone": "Mon-Fri 10:00-16:00"},
        plans={
            "standard": {"schedule": "office", "first_response": "4 business hours"},
            "priority": {
                "schedule": "office",
                "coverage": {"": "always", "phone": "phone"},
                "first_response": {"P1": "1 hour", "P2": {"target": "4 business hours", "coverage": "office"}},
                "resolution": {"coverage": "phone", "P1": "1 business day"},
            },
        },
    )

    @pytest.mark.parametrize(
        ("asked", "name"),
        [
            pytest.param({"plan": "standard"}, "office", id="when-time-is-counted"),
            pytest.param({"plan": "priority", "priority": "P1"}, "always", id="of-the-plan"),
            pytest.param({"plan": "priority", "priority": "P1", "channel": "phone"}, "phone", id="of-a-channel"),
            pytest.param({"plan": "priority", "priority": "P1", "channel": "fax"}, "always", id="of-any-other-channel"),
            pytest.param({"plan": "priority", "priority": "P2"}, "office", id="of-the-priority"),
            pytest.param({"plan": "priority", "priority": "P1", "metric": "resolution"}, "phone", id="of-the-metric"),
        ],
    )
    def test_the_nearest_holds(self, asked: dict[str, str], name: str) -> None:
        assert self.POLICY.coverage(**asked).name == name  # type: ignore[arg-type]

    def test_it_does_not_change_what_is_counted(self) -> None:
        assert self.POLICY.schedule_for("priority", "P2").name == "office"
        assert self.POLICY.due(at("Sat 10:00"), "priority", "P2") == at("2026-09-21 13:00")

    def test_a_schedule_that_is_not_there(self) -> None:
        with pytest.raises(DeclarationError, match="coverage: there is no schedule 'alwys'; did you mean 'always'"):
            small(
                schedules={"always": "24x7"},
                plans={"only": {"first_response": {"P1": {"target": "1 hour", "coverage": "alwys"}}}},
            )
        with pytest.raises(DeclarationError, match=r"plans\.only\.coverage: there is no schedule"):
            small(plans={"only": {"coverage": "nights", "first_response": "1 hour"}})

    def test_an_unknown_priority(self) -> None:
        with pytest.raises(UnknownNameError):
            self.POLICY.coverage("priority", "P9")
