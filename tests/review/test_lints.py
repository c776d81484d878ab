"""What in a policy is probably not meant."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from checked_policy import report

from slaclock import SlaPolicy
from slaclock.review import check, check_file

ALWAYS = {"always": "24x7"}


def under_a_condition(received: str) -> dict[str, Any]:
    """The plans of a policy of one promise, with a case."""
    promise = {"when": [{"received": received, "target": "2 hours"}], "target": "1 hour"}
    return {"only": {"first_response": promise}}


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
                {"timezone": "Etc/GMT-5"},
                "timezone",
                "'Etc/GMT-5' is UTC+05:00, east of Greenwich: its sign is the other way round",
                id="a-sign-the-other-way-round",
            ),
            pytest.param(
                {"closures": {"patching": {"hours": "Sat 22:00-23:00", "timezone": "EST5EDT"}}},
                "closures.patching.timezone",
                "'EST5EDT' is no place, but the clocks of 'America/New_York' under an old name",
                id="an-old-name-of-a-zone",
            ),
            pytest.param(
                {"schedules": {"week": "Mon 08:00 Etc/GMT+10 - Fri 17:00 Europe/London"}},
                "schedules.week",
                "'Etc/GMT+10' is UTC-10:00, west of Greenwich",
                id="a-zone-of-a-block",
            ),
            pytest.param(
                {"schedules": ALWAYS, "plans": under_a_condition("in hours")},
                "plans.only.first_response.when[0].received",
                "'in hours' is about always, which never closes; name other hours",
                id="in-hours-that-never-close",
            ),
            pytest.param(
                {"schedules": ALWAYS, "plans": under_a_condition("by phone or on business days")},
                "plans.only.first_response.when[0].received",
                "'on business days' is about always, which never closes",
                id="business-days-that-are-all-days",
            ),
            pytest.param(
                {"holidays": [], "plans": under_a_condition("on Sundays and holidays")},
                "plans.only.first_response.when[0].received",
                "'on Sun and holidays' is about holidays, and none are stated; state `holidays`",
                id="holidays-of-nowhere",
            ),
            pytest.param(
                {"holidays": "--12-31 to --12-26"},
                "holidays",
                "--12-31 to --12-26 is closed on 361 dates of a year, over New Year; "
                "write '--12-26 to --12-31' if the dates between are meant",
                id="holidays-round-the-year",
            ),
            pytest.param(
                {
                    "schedules": {
                        "office": {
                            "hours": "Mon-Fri 09:00-18:00",
                            "seasons": [{"first": "--12-26", "last": "--12-24", "hours": "closed"}],
                        }
                    }
                },
                "schedules.office.seasons[0]",
                "--12-26 to --12-24 is closed on 364 dates of a year, over New Year; write '--12-24 to --12-26'",
                id="a-season-round-the-year",
            ),
            pytest.param(
                {"schedules": {"office": {"hours": "Mon-Fri 09:00-18:00", "holidays": "--02-01 to --11-30"}}},
                "schedules.office.holidays",
                "--02-01 to --11-30 is closed on 303 dates of a year",
                id="holidays-of-most-of-a-year",
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
                {"warnings": {"soon": "5 business hours left"}},
                "plans.only.first_response",
                "soon comes with 5 business hours left, which is all of 4 business hours",
                id="a-warning-longer-than-the-target",
            ),
            pytest.param(
                {
                    "plans": {"only": {"first_response": "2 business days"}},
                    "escalations": {"director": "after 2 business days"},
                },
                "plans.only.first_response",
                "director hears of it after 2 business days, when 2 business days is used up",
                id="an-escalation-as-many-days-as-the-target",
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
                {"notices": {"change": {"target": {"text": "5 business hours", "boundary": "next_opening"}}}},
                "notices.change",
                "a notice is counted backwards, so its `boundary` changes nothing",
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
            pytest.param({"escalations": {"lead": "every 9 business hours"}}, id="reminders-of-what-is-late"),
            pytest.param({"escalations": {"lead": "after 1 business day"}}, id="days-beside-hours"),
            pytest.param({"warnings": {"soon": "1 business hour left"}}, id="a-warning-in-time"),
            pytest.param({"holidays": "US"}, id="holidays-that-are-known"),
            pytest.param({"holidays": "--12-24 to --01-02"}, id="a-run-over-new-year"),
            pytest.param({"holidays": ["US", "2026-12-24 to 2027-11-30"]}, id="a-run-of-once"),
            pytest.param(
                {
                    "schedules": {
                        "office": {
                            "hours": "Mon-Fri 09:00-18:00",
                            "seasons": [
                                {"first": "--12-24", "last": "--01-02", "hours": "closed"},
                                {"first": "--03-01", "last": "--12-01", "hours": "Mon-Fri 08:00-17:00"},
                                {"first": "2027-12-01", "hours": "closed"},
                            ],
                        }
                    }
                },
                id="seasons-that-are-short-or-open-or-come-once",
            ),
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

    @pytest.mark.parametrize(
        ("first", "expected"),
        [
            pytest.param(
                "2026-11-24", [("schedules.office", "it never opens within a year from 2026-11-23 on")], id="never"
            ),
            pytest.param("2026-11-25", [], id="once-more"),
        ],
    )
    def test_a_schedule_that_never_opens(self, first: str, expected: list[tuple[str, str]]) -> None:
        office = {"hours": "Tue 09:00-18:00", "seasons": [{"first": first, "hours": "closed"}]}
        policy = SlaPolicy(
            name="Small",
            timezone="America/New_York",
            schedules={"office": office},
            plans={"only": {"first_response": "4 business hours"}},
        )
        assert [(each.key, each.text) for each in check(policy, date(2026, 11, 23)).warnings] == expected
        assert check(policy).warnings == ()

    @pytest.mark.parametrize("today", [date.min, date.max], ids=str)
    def test_any_date_may_be_today(self, today: date) -> None:
        policy = SlaPolicy(
            name="Small",
            timezone="America/New_York",
            schedules={"office": "Mon-Fri 09:00-18:00"},
            plans={"only": {"first_response": "4 business hours"}},
        )
        assert check(policy, today).warnings == ()

    def test_without_a_date_holidays_ahead_are_not_looked_at(self) -> None:
        assert report(holidays="LK").warnings == ()

    def test_a_version_adds_its_own(self) -> None:
        late = {"effective": "2028-01-01", "schedules": {"office": "Mon-Fri 09:00-18:00; Mon 10-11"}}
        early = {"effective": "2027-01-01", "plans": {"only": {"first_response": "800 days"}}}
        found = report(versions=[late, early], warnings={"soon": "5 business hours left"}).warnings
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
