"""What a reader should know beside the table of plans."""

from datetime import UTC, datetime
from typing import Any

import pytest
from compared_plans import cell, cells, notes, policy

from slaclock import SlaPolicy
from slaclock.review import compare
from slaclock.review.footnotes import footnotes_of

WAKEFUL = {
    "gold": {
        "schedule": "office",
        "first_response": "4 business hours",
        "resolution": {
            "P1": {"target": "8 business hours", "lifecycle": {"pauses_in": []}},
            "P2": {"target": "8 business hours", "lifecycle": {"pauses_in": [], "runs_in": "open"}},
        },
    }
}


class TestFootnotes:
    """What a reader should know besides."""

    @pytest.mark.parametrize(
        ("changed", "note"),
        [
            pytest.param({"assumptions": ["We assume."]}, "We assume.", id="an-assumption"),
            pytest.param(
                {}, "A target used up exactly at closing time is due at that closing time.", id="a-default-reading"
            ),
            pytest.param(
                {"boundary": "next_opening"},
                "A target used up exactly at closing time is due at the next opening.",
                id="a-stated-reading",
            ),
            pytest.param(
                {"notices": {"maintenance": "72 hours"}},
                "Notice of maintenance: at least 72 hours before.",
                id="a-notice",
            ),
            pytest.param(
                {"notices": {"price_change": {"target": "5 business days", "schedule": "office"}}},
                "Notice of price change: at least 5 business days before.",
                id="a-notice-in-days",
            ),
            pytest.param(
                {"metrics": {"first_response": {"starts": ["escalated", "call_taken"]}}},
                "The clock of first response starts at “escalated” or “call taken”.",
                id="a-metric-that-starts-elsewhere",
            ),
            pytest.param(
                {
                    "metrics": {"first_response": {"starts": "escalated"}},
                    "plans": {
                        "gold": {
                            "schedule": "office",
                            "first_response": {"P1": {"target": "1 hour", "lifecycle": {"starts": "opened"}}},
                        }
                    },
                },
                "The clock of gold, P1, first response starts at the opening.",
                id="a-priority-that-starts-elsewhere",
            ),
            pytest.param(
                {"plans": WAKEFUL},
                "The clock of gold, P1, resolution does not stop while a ticket waits.",
                id="a-priority-that-never-waits",
            ),
            pytest.param(
                {"plans": WAKEFUL},
                "The clock of gold, P2, resolution runs only while a ticket is open.",
                id="a-priority-that-waits-otherwise",
            ),
            pytest.param(
                {"escalations": {"lead": "after 1 hour", "boss": "1 business hour after breach"}},
                "Every open promise escalates to lead after 1 calendar hour and boss 1 business hour after breach.",
                id="a-ladder-for-all",
            ),
            pytest.param(
                {
                    "schedules": {
                        "office": {"hours": "Mon-Fri 9-17", "holidays": [f"2026-05-0{day}" for day in range(1, 6)]}
                    }
                },
                "Office is closed on 1 May 2026, 2 May 2026, 3 May 2026, 4 May 2026 and 5 May 2026.",
                id="many-dates",
            ),
            pytest.param(
                {"names": {"priorities": {"urgent": "P1", "high": "P1"}}},
                "Priorities in the helpdesk: “urgent” and “high” mean P1.",
                id="names-of-a-priority",
            ),
            pytest.param(
                {"names": {"statuses": {"Parked": "on_hold", "Back": "open"}}},
                "Statuses in the helpdesk: “Parked” means on hold; “Back” means open.",
                id="names-of-statuses",
            ),
            pytest.param(
                {"names": {"kinds": {"reply": "agent_replied", "assigned": "none"}}},
                "Events in the helpdesk: “reply” means agent replied; “assigned” means nothing.",
                id="names-of-events",
            ),
            pytest.param(
                {"reopens": "only_reopened"},
                "Replies after `resolved`: once a ticket is resolved, nothing but `reopened` starts a metric "
                "again that `resolved` stops.",
                id="what-a-reply-after-the-end-does",
            ),
        ],
    )
    def test_are_told(self, changed: dict[str, Any], note: str) -> None:
        assert note in notes(**changed)

    def test_a_ladder_for_all_is_not_repeated_in_cells(self) -> None:
        assert cell("4 business hours", escalations={"lead": "after 1 hour"}) == ["4 business hours"]

    def test_readings_of_some_targets_leave_the_usual_one(self) -> None:
        plans = {
            "gold": {
                "schedule": "office",
                "first_response": {"P1": {"target": "2 business days", "day_rule": "close"}, "P2": "1 business day"},
            }
        }
        told = [note for note in notes(plans=plans) if "business days end" in note]
        assert told == [
            "Where nothing else is said, N business days end at the same clock time on the Nth following business day."
        ]

    def test_what_one_target_states_is_no_default(self) -> None:
        noon = {"target": "next business day by 12:00", "starts": "at_once"}
        plans = {"gold": {"schedule": "office", "first_response": {"P1": noon, "P2": "3 business days"}}}
        told = [note for note in notes(plans=plans) if note.startswith("Targets in business days")]
        assert told == [
            "Targets in business days: where nothing else is said, what arrives while closed counts as received at the "
            "next opening.",
            "Targets in business days: where nothing else is said, what would be due while closed is due at the next "
            "opening.",
        ]

    def test_a_time_of_day_that_the_policy_states(self) -> None:
        plans = {"gold": {"schedule": "office", "first_response": "3 business days"}}
        assert "Targets in business days: what is due on a day is due at 16:00." in notes(plans=plans, ends="16:00")

    @pytest.mark.parametrize(
        ("lifecycle", "note"),
        [
            pytest.param(
                {"pauses_in": ["on_hold", "waiting_on_customer"]},
                "The clock of resolution stops while a ticket is on hold or waiting for the customer.",
                id="stops-in",
            ),
            pytest.param(
                {"pauses_in": [], "runs_in": ["open"]},
                "The clock of resolution runs only while a ticket is open.",
                id="runs-in",
            ),
        ],
    )
    def test_when_a_clock_stands_still(self, lifecycle: dict[str, Any], note: str) -> None:
        plans = {name: {"schedule": "office", "resolution": "5 business days"} for name in ("basic", "gold")}
        told = [each for each in notes(plans=plans, metrics={"resolution": lifecycle}) if "The clock of" in each]
        assert told == [note]

    def test_pauses_and_notices_to_come(self) -> None:
        versions = [
            {"effective": "2027-01-01", "metrics": {"first_response": {"pauses_in": ["on_hold"]}}},
            {"effective": "2028-01-01", "notices": {"maintenance": "48 hours"}},
        ]
        told = [note for note in notes(versions=versions, notices={"maintenance": "72 hours"}) if "before." in note]
        assert told == [
            "Notice of maintenance: at least 72 hours before.",
            "From 1 January 2028 on: Notice of maintenance: at least 48 hours before.",
        ]
        (pauses,) = [note for note in notes(versions=versions) if "stops while" in note]
        assert pauses == "From 1 January 2027 on: The clock of first response stops while a ticket is on hold."

    def test_holidays_that_are_read_otherwise_by_schedule(self) -> None:
        nights = {"hours": "Sun-Thu 22:00-06:00", "holidays": "US"}
        schedules = {"office": nights, "other": {**nights, "holiday_rule": "calendar_date"}}
        told = [note.partition(":")[0] for note in notes(schedules=schedules)]
        assert {"Schedule office", "Schedule other"} <= set(told)

    def test_versions_to_come(self) -> None:
        versions = [
            {"effective": "2027-01-01", "schedules": {"office": "Mon-Thu 09:00-17:00"}},
            {
                "effective": "2028-01-01",
                "plans": {
                    "basic": {"schedule": "office", "first_response": {"P1": "2 business hours"}, "update": "1 day"},
                    "gold": {"schedule": "office", "first_response": {"P1": "1 hour"}},
                },
            },
        ]
        document = policy(versions=versions)
        hours = "from 1 January 2027 on, basic, support hours: Monday to Thursday 09:00–17:00 (Europe/London)"
        later = [
            "From 1 January 2028 on there is a plan gold.",
            "From 1 January 2028 on, basic, first response, P1: 2 business hours (until then 4 business hours).",
            "From 1 January 2028 on, basic, update, every priority: 1 calendar day (until then —).",
        ]
        told = [note for note in compare(document).footnotes if note.startswith("From ")]
        assert told[0].lower().startswith(hours.lower())
        assert told[1:] == later
        then = compare(document, datetime(2027, 6, 1, tzinfo=UTC))
        assert [note for note in then.footnotes if note.startswith("From ")] == later
        assert cells(then)["Support hours", "hours", "basic"].startswith("Monday to Thursday")
        last = compare(document, datetime(2028, 6, 1, tzinfo=UTC))
        assert (last.plans, [note for note in last.footnotes if note.startswith("From ")]) == (("basic", "gold"), [])


def test_ten_times_as_many_metrics_need_promises_no_more_often(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    every = SlaPolicy.offers

    def counted(rules: SlaPolicy) -> Any:
        asked[-1] += 1
        return every(rules)

    monkeypatch.setattr(SlaPolicy, "offers", counted)
    for count in (2, 20):
        metrics = {f"step_{number}": "4 business hours" for number in range(count)}
        many = policy(plans={"gold": {"schedule": "office", **metrics}})
        asked.append(0)
        list(footnotes_of(many))
    assert asked[0] == asked[1] > 0
