"""`check`: what a policy assumes, and every reading in force with its rule."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from paths import POLICIES

from slaclock import SlaPolicy
from slaclock.review.checks import Report, check, check_file


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
STARTS = "targets in business days: starts: next_opening (R11)"
ENDS = "targets in business days: ends: next_opening (R11)"


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

    def test_warnings_and_rungs_that_do_not_say_what_they_count(self) -> None:
        found = readings(
            warnings={"soon": "1 hour", "later": "50%"},
            metrics={
                "first_response": {"warnings": {"at last": "10 minutes"}, "escalations": {"lead": "after 2 hours"}}
            },
            escalations={"head": "1 hour after breach"},
            plans={
                "only": {"first_response": {"P1": {"target": "1 business day", "escalations": {"me": "after 1 hour"}}}}
            },
        )
        assert [each for each in found if "calendar_time" in each] == [
            "warning soon: counts: calendar_time (R11)",
            "first_response, warning at last: counts: calendar_time (R11)",
            "first_response, escalation lead: counts: calendar_time (R11)",
            "plan only, first_response, P1, escalation me: counts: calendar_time (R11)",
            "escalation head: counts: calendar_time (R11)",
        ]

    def test_the_customers_clocks(self) -> None:
        found = readings(holidays="US", schedules={"office": {"hours": "Mon-Fri 09:00-18:00", "timezone": "customer"}})
        assert found[:2] == [
            "schedule office: timezone: customer (R13) stated",
            "schedule office: outside_coverage: warn (R14)",
        ]


ALWAYS = {"always": "24x7"}


class TestWarnings:
    """What hangs together and is probably not meant."""

    @pytest.mark.parametrize(
        ("parts", "key", "text"),
        [
            pytest.param(
                {"schedules": {"office": "Mon-Fri 09:00-18:00; Fri 17:00-20:00"}},
                "schedules.office",
                "Mon-Fri 09:00-18:00 and Fri 17:00-20:00 overlap; what overlaps counts once",
                id="windows-that-overlap",
            ),
            pytest.param(
                {"schedules": {"office": "Sun 22:00-06:00; Mon 05:00-09:00"}},
                "schedules.office",
                "Sun 22:00-06:00 and Mon 05:00-09:00 overlap",
                id="the-tail-of-a-night",
            ),
            pytest.param(
                {
                    "schedules": {
                        "office": {
                            "hours": "Mon-Fri 09:00-18:00",
                            "seasons": [{"first": "2026-02-18", "hours": ["Mon 9-12", "Mon 11-13"]}],
                        }
                    }
                },
                "schedules.office.seasons[0]",
                "Mon 09:00-12:00 and Mon 11:00-13:00 overlap",
                id="windows-of-a-season",
            ),
            pytest.param(
                {
                    "plans": {
                        "gold": {"first_response": {"P1": "1 business hour", "P2": "2 business hours"}},
                        "basic": {"first_response": {"P1": "4 business hours"}},
                    }
                },
                "plans.basic.first_response",
                "other plans have a target for P2, and this one has none",
                id="a-plan-without-a-priority",
            ),
            pytest.param(
                {"escalations": {"director": "after 4 business hours"}},
                "plans.only.first_response",
                "director hears of it after 4 business hours, when 4 business hours is used up",
                id="an-escalation-after-the-target",
            ),
            pytest.param(
                {"warnings": {"soon": "5 business hours"}},
                "plans.only.first_response",
                "soon comes with 5 business hours left, which is all of 4 business hours",
                id="a-warning-longer-than-the-target",
            ),
            pytest.param(
                {"schedules": ALWAYS},
                "plans.only.first_response",
                "4 business hours counts business time on always, which never closes; say `24/7`",
                id="business-time-that-never-closes",
            ),
            pytest.param(
                {
                    "schedules": {
                        "office": "Mon-Fri 09:00-18:00",
                        "others": {"outside": "office"},
                        "all": {"any_of": ["office", "others"]},
                    },
                    "plans": {"only": {"schedule": "all", "first_response": "2 business days"}},
                },
                "plans.only.first_response",
                "2 business days counts business time on all, which never closes; say calendar days",
                id="a-union-that-never-closes",
            ),
            pytest.param(
                {"plans": {"only": {"first_response": {"P1": "400 days"}}}},
                "plans.only.first_response.P1",
                "400 days is longer than a year",
                id="days-of-more-than-a-year",
            ),
            pytest.param(
                {"plans": {"only": {"first_response": "13 months"}}},
                "plans.only.first_response",
                "13 months is longer than a year",
                id="months-of-more-than-a-year",
            ),
            pytest.param(
                {"plans": {"only": {"first_response": "9000 business hours"}}},
                "plans.only.first_response",
                "9000 business hours is longer than a year",
                id="hours-of-more-than-a-year",
            ),
            pytest.param(
                {
                    "plans": {
                        "only": {
                            "first_response": {
                                "when": [{"received": "in hours", "target": "1 hour 24/7"}],
                                "target": "4 business hours",
                                "P1": "2 business hours",
                            }
                        }
                    }
                },
                "plans.only.first_response.when",
                "`when` holds for priorities without a target of their own, so not for P1",
                id="cases-that-a-priority-does-not-have",
            ),
            pytest.param(
                {
                    "plans": {
                        "only": {
                            "first_response": {
                                "when": [{"received": "in hours", "target": "500 days"}],
                                "target": "4 business hours",
                            }
                        }
                    }
                },
                "plans.only.first_response.when[0]",
                "500 days is longer than a year",
                id="the-target-of-a-case",
            ),
            pytest.param(
                {"notices": {"change": {"target": {"text": "5 business days", "cut_off": "15:00"}}}},
                "notices.change",
                "a notice is counted backwards, so its `cut_off` changes nothing",
                id="a-cut-off-of-a-notice",
            ),
            pytest.param(
                {
                    "closures": {"patching": "Sat 02:00-04:00"},
                    "schedules": {"office": {"hours": "24x7", "excluding": "patching"}},
                    "plans": {"only": {"first_response": "30 minutes"}},
                },
                "plans.only.first_response",
                "30 minutes is read as real time, which runs on through patching; say `business hours`",
                id="real-time-beside-what-is-excluded",
            ),
            pytest.param(
                {"holidays": "LK"},
                "holidays",
                "LK is known up to 2026 only; a newer holidays package may know more",
                id="holidays-that-end",
            ),
            pytest.param(
                {
                    "holidays": "LK",
                    "schedules": {"office": "Mon-Fri 09:00-18:00", "late": "Mon-Fri 18:00-20:00"},
                    "plans": {"only": {"schedule": "office", "first_response": "4 business hours"}},
                },
                "holidays",
                "LK is known up to 2026 only",
                id="once-for-all-schedules",
            ),
            pytest.param(
                {"holidays": ["2026-12-24"]},
                "holidays",
                "2026-12-24 is known up to 2026 only; state those of later years",
                id="dates-that-end",
            ),
            pytest.param(
                {"schedules": {"office": {"hours": "Mon-Fri 09:00-18:00", "holidays": "AE"}}},
                "schedules.office.holidays",
                "AE: ",
                id="holidays-that-are-estimated",
            ),
        ],
    )
    def test_each(self, parts: dict[str, Any], key: str, text: str) -> None:
        usual: dict[str, Any] = {
            "name": "Small",
            "timezone": "America/New_York",
            "schedules": {"office": "Mon-Fri 09:00-18:00"},
            "plans": {"only": {"first_response": "4 business hours"}},
        }
        found = check(SlaPolicy(**(usual | parts)), date(2026, 11, 23)).warnings
        assert [(each.key, text in each.text) for each in found] == [(key, True)]

    @pytest.mark.parametrize(
        "parts",
        [
            pytest.param({"schedules": {"office": "Mon-Fri 09:00-13:00, 13:00-18:00"}}, id="windows-that-touch"),
            pytest.param({"schedules": {"office": "Sun-Thu 22:00-06:00"}}, id="a-night-after-a-night"),
            pytest.param({"schedules": {"office": "Sun 14:00 - Fri 17:00"}}, id="a-block-of-days"),
            pytest.param({"escalations": {"lead": "after 3 business hours"}}, id="an-escalation-in-time"),
            pytest.param({"escalations": {"lead": "1 hour after breach", "head": "150%"}}, id="late-on-purpose"),
            pytest.param({"escalations": {"lead": "after 9 hours"}}, id="time-of-another-kind"),
            pytest.param({"warnings": {"soon": "1 business hour"}}, id="a-warning-in-time"),
            pytest.param({"holidays": "US"}, id="holidays-that-are-known"),
            pytest.param(
                {
                    "plans": {
                        "gold": {"first_response": {"P1": "1 business hour", "P2": "2 business hours"}},
                        "basic": {"first_response": {"P1": "4 business hours", "target": "8 business hours"}},
                        "mail": {"resolution": "2 business days"},
                    }
                },
                id="a-target-for-all-the-others",
            ),
        ],
    )
    def test_none(self, parts: dict[str, Any]) -> None:
        usual: dict[str, Any] = {
            "name": "Small",
            "timezone": "America/New_York",
            "schedules": {"office": "Mon-Fri 09:00-18:00"},
            "plans": {"only": {"first_response": "4 business hours"}},
        }
        assert check(SlaPolicy(**(usual | parts)), date(2026, 11, 23)).warnings == ()

    def test_without_a_date_holidays_ahead_are_not_looked_at(self) -> None:
        assert report(holidays="LK").warnings == ()

    def test_a_version_adds_its_own(self) -> None:
        late = {"effective": "2028-01-01", "schedules": {"office": "Mon-Fri 09:00-18:00; Mon 10-11"}}
        early = {"effective": "2027-01-01", "plans": {"only": {"first_response": "800 days"}}}
        found = report(versions=[late, early], warnings={"soon": "5 business hours"}).warnings
        assert [each.key for each in found] == [
            "plans.only.first_response",
            "versions[1].plans.only.first_response",
            "versions[0].schedules.office",
        ]

    def test_a_file_has_lines_and_columns(self, tmp_path: Path) -> None:
        file = tmp_path / "policy.yaml"
        file.write_text(
            "name: Small\ntimezone: America/New_York\nschedules: {always: 24x7}\n"
            "plans:\n  only:\n    first_response:\n      P1: 4 business hours\n",
            encoding="utf-8",
        )
        (found,) = check_file(file).warnings
        assert (found.key, found.place, found.rule) == ("plans.only.first_response.P1", f"{file}:7:7", "R11")
        assert check_file(file).text().splitlines()[:4] == [
            "Small: the file is sound, but look at the warnings",
            "",
            "Probably not meant:",
            f"- {file}:7:7: 4 business hours counts business time on always, which never closes; "
            "say `24/7`, or name another schedule (R11)",
        ]


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
