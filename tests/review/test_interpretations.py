"""Every reading of a policy in force, with its rule."""

from typing import Any

import pytest
from checked_policy import readings, report

NIGHTS = {"nights": "Sun-Thu 22:00-06:00"}
DAYS = {"only": {"first_response": "2 business days"}}
CLOSING = "targets in business hours: boundary: closing (R7)"
SAME_TIME = "targets in business days: day_rule: same_time (R10)"
STARTS = "targets in business days: starts: next_opening (R11)"
PARTS = "schedule {}: subdivision: none (R5)"
ENDS = "targets in business days: ends: next_opening (R11)"


class TestStarts:
    """R18: a metric that starts elsewhere is counted from the instant that a question gives."""

    def test_of_the_metrics_that_are_known(self) -> None:
        plans = {"only": {"first_response": "1 hour 24/7", "update": "1 hour 24/7"}}
        assert readings(plans=plans) == ["metric update: starts: agent_replied, reopened (R18)"]

    def test_as_the_policy_states(self) -> None:
        assigned = {"lifecycle": {"starts": "assigned"}, "target": "1 hour 24/7"}
        plans = {"only": {"resolution": {"P1": assigned, "P2": "1 hour 24/7"}}}
        told = [each for each in report(plans=plans).readings if each.choice.startswith("starts")]
        assert [(each.choice, each.stated, each.keys) for each in told] == [
            ("starts: assigned", True, ("plans.only.resolution.P1",))
        ]


PATCHING = {"patching": "Sat 02:00-04:00"}


class TestClosures:
    """R3: a closure closes the schedules that exclude it."""

    def idle(self, **parts: Any) -> list[str]:
        found = report(closures=PATCHING, **parts).readings
        return [key for each in found if each.choice == "excluded by: no schedule" for key in each.keys]

    def test_one_that_no_schedule_excludes(self) -> None:
        assert self.idle() == ["closures.patching"]
        assert "closure patching: excluded by: no schedule (R3)" in readings(closures=PATCHING)

    def test_one_that_is_excluded(self) -> None:
        assert not self.idle(schedules={"always": {"hours": "24x7", "excluding": "patching"}})

    def test_one_that_a_later_version_excludes(self) -> None:
        later = {"effective": "2027-01-01", "schedules": {"office": {"hours": "24x7", "excluding": "patching"}}}
        assert not self.idle(versions=[later])

    def test_one_of_a_later_version(self) -> None:
        later = {"effective": "2027-01-01", "closures": {"moving": "Sun 10:00-11:00"}}
        assert self.idle(versions=[later]) == ["closures.patching", "versions[0].closures.moving"]


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
            pytest.param({"plans": DAYS}, [SAME_TIME, STARTS, ENDS], id="business-days"),
            pytest.param(
                {"plans": DAYS, "day_rule": "close"},
                ["targets in business days: day_rule: close (R10) stated", STARTS, ENDS],
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
                [f"{SAME_TIME} stated", f"{STARTS} stated", f"{ENDS} stated"],
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
                [PARTS.format("office"), "schedule office: outside_coverage: warn (R14)", CLOSING],
                id="holidays-of-a-day-shift",
            ),
            pytest.param(
                {"holidays": "US", "schedules": NIGHTS},
                [
                    PARTS.format("nights"),
                    "schedule nights: belongs_to: opening_date (R4)",
                    "schedule nights: holiday_rule: opening_date (R5)",
                    "schedule nights: outside_coverage: warn (R14)",
                    CLOSING,
                ],
                id="holidays-of-a-night-shift",
            ),
            pytest.param(
                {"holidays": "US", "schedules": NIGHTS, "holiday_rule": "calendar_date", "outside_coverage": "error"},
                [
                    PARTS.format("nights"),
                    "schedule nights: belongs_to: opening_date (R4)",
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
                    PARTS.format("nights"),
                    "schedule nights: belongs_to: opening_date (R4)",
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

    @pytest.mark.parametrize(
        ("parts", "expected"),
        [
            pytest.param({}, [SAME_TIME], id="by-default"),
            pytest.param(
                {"day_rule": "close"}, ["targets in business days: day_rule: close (R10) stated"], id="of-the-policy"
            ),
        ],
    )
    def test_a_day_rule_is_said_once_and_not_of_what_ends_at_a_time_of_day(
        self, parts: dict[str, Any], expected: list[str]
    ) -> None:
        promises = {"P1": "2 business days", "P2": "3 business days", "P4": "next business day by 4 PM"}
        found = report(plans={"only": {"first_response": promises}}, **parts).readings
        (told,) = [each for each in found if each.choice.startswith("day_rule")]
        assert [
            each for each in readings(plans={"only": {"first_response": promises}}, **parts) if "day_rule" in each
        ] == (expected)
        assert told.keys == ("plans.only.first_response.P1", "plans.only.first_response.P2")

    @pytest.mark.parametrize("rule", ["same_time", "close", "open", "hours"])
    def test_every_day_rule_is_explained(self, rule: str) -> None:
        texts = [each.text for each in report(plans=DAYS, day_rule=rule, day_length="8 hours").readings]
        assert texts[0].startswith("N business days ")

    @pytest.mark.parametrize(
        ("parts", "expected"),
        [
            pytest.param(
                {"plans": DAYS, "starts": "at_once", "ends": "16:00"},
                [
                    "targets in business days: starts: at_once (R11) stated",
                    "targets in business days: ends: 16:00 (R11) stated",
                ],
                id="of-the-policy",
            ),
            pytest.param(
                {
                    "plans": {
                        "only": {"starts": "at_once", "ends": "as_is", "a": "1 business day", "b": "2 business days"}
                    }
                },
                [
                    "targets in business days: starts: at_once (R11) stated",
                    "targets in business days: ends: as_is (R11) stated",
                ],
                id="of-the-plan",
            ),
            pytest.param(
                {"plans": {"only": {"a": {"target": "1 business day", "ends": "as_is"}, "b": "2 business days"}}},
                [STARTS, "targets in business days: ends: as_is (R11) stated", ENDS],
                id="of-one-of-two",
            ),
        ],
    )
    def test_choices_are_read_where_they_stand(self, parts: dict[str, Any], expected: list[str]) -> None:
        assert [each for each in readings(**parts) if "starts" in each or "ends" in each] == expected

    def test_a_time_of_day_is_said(self) -> None:
        texts = [each.text for each in report(plans=DAYS, ends="16:00").readings]
        assert texts[-1] == "what is due on a day is due at 16:00"

    def test_warnings_and_escalations_that_do_not_say_what_they_count(self) -> None:
        one = {
            "target": "1 business day",
            "escalations": {"me": "after 1 hour"},
            "lifecycle": {"warnings": {"now": "5 minutes left"}},
        }
        found = readings(
            warnings={"soon": "1 hour left", "later": "50%"},
            metrics={
                "first_response": {"warnings": {"at last": "10 minutes left"}, "escalations": {"lead": "after 2 hours"}}
            },
            escalations={"head": "1 hour after breach"},
            plans={"only": {"first_response": {"P1": one}}},
        )
        assert [each for each in found if "calendar_time" in each] == [
            "warning soon: counts: calendar_time (R11)",
            "first_response, warning at last: counts: calendar_time (R11)",
            "first_response, escalation lead: counts: calendar_time (R11)",
            "plan only, first_response, P1, escalation me: counts: calendar_time (R11)",
            "plan only, first_response, P1, warning now: counts: calendar_time (R11)",
            "escalation head: counts: calendar_time (R11)",
        ]

    def test_the_customers_clocks(self) -> None:
        found = readings(holidays="US", schedules={"office": {"hours": "Mon-Fri 09:00-18:00", "timezone": "customer"}})
        assert found[:3] == [
            "schedule office: timezone: customer (R13) stated",
            PARTS.format("office"),
            "schedule office: outside_coverage: warn (R14)",
        ]
