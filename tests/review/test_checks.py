"""`check`: everything that a reader of a policy should look at, as text and as data."""

from checked_policy import report
from paths import POLICIES

from slaclock import SlaPolicy
from slaclock.review import Report, check


class TestText:
    def test_byteztech(self) -> None:
        text = check(SlaPolicy.load(POLICIES / "byteztech.yaml")).text()
        assert text.startswith("BytezTech support: the file is sound\n\nAssumptions stated in the file:\n- ")
        assert "\n\nRead by default:\n- schedule standard: subdivision: none (R5)\n    US has the days that all" in text
        assert "Read as the file states" not in text

    def test_stated_and_default_readings_stand_apart(self) -> None:
        text = report(
            boundary="next_opening", plans={"only": {"first_response": "4 business hours", "update": "1 hour"}}
        ).text()
        assert text.splitlines() == [
            "Small: the file is sound",
            "",
            "Read as the file states:",
            "- targets in business hours: boundary: next_opening (R7)",
            "    a target used up exactly at closing time is due at the next opening",
            "",
            "Read by default:",
            "- plan only, update: counts: calendar_time (R11)",
            "    '1 hour' does not say what it counts; read as 1 calendar hour",
        ]

    def test_a_policy_that_leaves_nothing_open(self) -> None:
        assert report(plans={"only": {"first_response": "1 hour 24/7"}}).text() == "Small: the file is sound"

    def test_a_report_is_data(self) -> None:
        made = report(holidays="US")
        assert Report.model_validate_json(made.model_dump_json()) == made
