"""`check`: what a policy assumes, and every reading in force with its rule."""

from pathlib import Path
from typing import Any

import pytest

from slaclock import SlaPolicy
from slaclock.check import Report, check

POLICIES = Path(__file__).parent.parent / "examples" / "policies"


def report(**parts: Any) -> Report:
    usual = {
        "name": "Small",
        "timezone": "America/New_York",
        "schedules": {"office": "Mon-Fri 09:00-18:00"},
        "plans": {"only": {"first_response": "4 business hours"}},
    }
    return check(SlaPolicy(**(usual | parts)))


def readings(**parts: Any) -> list[str]:
    return [
        f"{each.where}: {each.choice} ({each.rule}){' stated' if each.stated else ''}"
        for each in report(**parts).readings
    ]


NIGHTS = {"nights": "Sun-Thu 22:00-06:00"}
DAYS = {"only": {"first_response": "2 business days"}}
CLOSING = "targets in business hours: boundary: closing (R7)"
SAME_TIME = "targets in business days: day_rule: same_time (R10)"
STARTS = "targets in business days: starts: next_opening, ends: next_opening (R11)"


class TestReadings:
    @pytest.mark.parametrize(
        ("parts", "expected"),
        [
            pytest.param({}, [CLOSING], id="business-hours"),
            pytest.param(
                {"boundary": "next_opening"},
                ["targets in business hours: boundary: next_opening (R7) stated"],
                id="a-stated-boundary",
            ),
            pytest.param({"plans": DAYS}, [SAME_TIME, STARTS], id="business-days"),
            pytest.param(
                {"plans": DAYS, "day_rule": "close"},
                ["targets in business days: day_rule: close (R10) stated", STARTS],
                id="a-stated-day-rule",
            ),
            pytest.param(
                {
                    "plans": {
                        "only": {
                            "first_response": {
                                "target": {
                                    "text": "2 business days",
                                    "day_rule": "same_time",
                                    "starts": "next_opening",
                                    "ends": "next_opening",
                                }
                            }
                        }
                    }
                },
                [f"{SAME_TIME} stated", f"{STARTS} stated"],
                id="stated-by-every-target",
            ),
            pytest.param(
                {
                    "plans": {"only": {"first_response": "1 business hour"}},
                    "versions": [
                        {"effective": "2027-01-01", "plans": {"only": {"first_response": "30 business minutes"}}}
                    ],
                },
                [CLOSING, "versions: governed_by: opening (R17)"],
                id="versions",
            ),
            pytest.param(
                {"plans": {"only": {"first_response": {"P1": "1 hour", "P2": "2 days", "target": "3 hours"}}}},
                [
                    "plan only, first_response: counts: calendar_time (R11)",
                    "plan only, first_response, P1: counts: calendar_time (R11)",
                    "plan only, first_response, P2: counts: calendar_days (R11)",
                    "changes of priority or plan: on_change: recompute (R17)",
                ],
                id="unstated-bases",
            ),
            pytest.param({"plans": {"only": {"first_response": "1 hour 24/7"}}}, [], id="a-stated-basis"),
            pytest.param(
                {"notices": {"change": "30 days"}},
                [CLOSING, "notice change: counts: calendar_days (R11)"],
                id="a-notice",
            ),
            pytest.param({"notices": {"change": "30 calendar days"}}, [CLOSING], id="a-notice-with-a-basis"),
            pytest.param(
                {"holidays": "US"},
                ["schedule office: outside_coverage: warn (R14)", CLOSING],
                id="holidays-of-a-day-shift",
            ),
            pytest.param(
                {"holidays": "US", "schedules": NIGHTS},
                [
                    "schedule nights: holiday_rule: opening_date (R5)",
                    "schedule nights: outside_coverage: warn (R14)",
                    CLOSING,
                ],
                id="holidays-of-a-night-shift",
            ),
            pytest.param(
                {"holidays": "US", "schedules": NIGHTS, "holiday_rule": "calendar_date", "outside_coverage": "error"},
                [
                    "schedule nights: holiday_rule: calendar_date (R5) stated",
                    "schedule nights: outside_coverage: error (R14) stated",
                    CLOSING,
                ],
                id="stated-choices-of-holidays",
            ),
            pytest.param(
                {
                    "holidays": "US",
                    "schedules": {"nights": {"hours": "Sun 22:00-06:00", "holiday_rule": "opening_date"}},
                },
                [
                    "schedule nights: holiday_rule: opening_date (R5) stated",
                    "schedule nights: outside_coverage: warn (R14)",
                    CLOSING,
                ],
                id="stated-by-the-schedule",
            ),
            pytest.param(
                {"holidays": "US", "schedules": {"always": "24x7"}},
                ["schedule always: holidays: none (R5)", CLOSING],
                id="24x7",
            ),
            pytest.param(
                {"holidays": "US", "schedules": {"always": {"hours": "24x7", "holidays": []}}},
                [CLOSING],
                id="24x7-without-holidays",
            ),
            pytest.param(
                {
                    "schedules": {
                        "london": {"hours": "Mon-Fri 9-17", "holidays": "GB-ENG"},
                        "office": "Mon-Fri 09:00-18:00",
                        "both": {"any_of": ["london", "office"]},
                    },
                    "plans": {"only": {"schedule": "both", "first_response": "1 business hour"}},
                },
                [
                    "schedule london: outside_coverage: warn (R14)",
                    "schedule both: outside_coverage: warn (R14)",
                    CLOSING,
                ],
                id="a-combination-knows-its-parts",
            ),
        ],
    )
    def test_each_with_its_rule(self, parts: dict[str, Any], expected: list[str]) -> None:
        assert readings(**parts) == expected

    def test_what_the_sources_know_is_said(self) -> None:
        (reading, _) = report(holidays="LK", outside_coverage="ignore").readings
        assert reading.text == (
            "holidays (LK) are known from 2003 to 2026; other years are taken to have no holidays of these sources"
        )

    @pytest.mark.parametrize("rule", ["same_time", "close", "open", "hours"])
    def test_every_day_rule_is_explained(self, rule: str) -> None:
        texts = [each.text for each in report(plans=DAYS, day_rule=rule, day_length="8 hours").readings]
        assert texts[0].startswith("N business days ")


class TestText:
    def test_byteztech(self) -> None:
        text = check(SlaPolicy.load(POLICIES / "byteztech.yaml")).text()
        assert text.startswith("BytezTech support: the file is sound\n\nAssumptions stated in the file:\n- ")
        assert (
            "\n\nRead by default:\n- schedule standard: outside_coverage: warn (R14)\n    holidays (US) are known"
            in text
        )
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
