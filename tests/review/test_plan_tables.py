"""What the table of plans says: every cell as the policy has it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from compared_plans import PUBLISHED, cell, cells, policy

from slaclock import SlaPolicy, UnknownNameError
from slaclock.review import compare
from slaclock.review.plan_tables import NOTHING


class TestCells:
    """What a cell says."""

    @pytest.mark.parametrize(
        ("promise", "lines"),
        [
            pytest.param("4 business hours", ["4 business hours"], id="in-the-plans-hours"),
            pytest.param("1 hour 24/7", ["1 hour, around the clock"], id="around-the-clock"),
            pytest.param(
                {"target": "4 business hours", "schedule": "late"},
                ["4 business hours", "in the hours of late"],
                id="in-other-hours",
            ),
            pytest.param(
                {"target": "4 business hours", "schedule": "always"}, ["4 hours, around the clock"], id="in-all-hours"
            ),
            pytest.param(
                {"target": "2 business days", "schedule": "always"},
                ["2 business days", "in the hours of always"],
                id="days-of-hours-that-never-end",
            ),
            pytest.param(
                {"target": "2 business days", "cut_off": "15:00", "ends": "16:00"},
                ["2 business days, by 16:00", "received after 15:00 counts from the next business day's opening"],
                id="with-options",
            ),
            pytest.param(
                {"target": "4 business hours", "boundary": "next_opening"},
                ["4 business hours", "due at the next opening when it is used up at closing time"],
                id="read-otherwise-than-the-policy",
            ),
            pytest.param(
                {
                    "target": "4 business hours",
                    "when": [
                        {"received": "outside hours", "target": "8 hours"},
                        {"received": "by phone on Fri", "target": "1 business hour", "schedule": "late"},
                    ],
                },
                [
                    "4 business hours",
                    "received outside hours: 8 hours, around the clock",
                    "received by phone on Fri: 1 business hour, in the hours of late",
                ],
                id="depending-on-the-arrival",
            ),
            pytest.param(
                {"target": "4 business hours", "escalations": {"lead": "after 1 business hour", "boss": "80%"}},
                ["4 business hours", "escalates to lead after 1 business hour and boss at 80%"],
                id="with-a-ladder",
            ),
            pytest.param(
                {"target": "4 business hours", "goals": ["95% per month", "99% within 8 business hours"]},
                ["4 business hours", "goal: 95% per month", "goal: 99% within 8 business hours"],
                id="with-goals",
            ),
            pytest.param(
                {"target": "4 business hours", "coverage": {"phone": "late"}},
                ["4 business hours", "reached by phone in the hours of late"],
                id="with-coverage-of-its-own",
            ),
            pytest.param("1 hour", ["1 hour, around the clock"], id="which-is-no-opening-time"),
        ],
    )
    def test_of_a_promise(self, promise: Any, lines: list[str]) -> None:
        assert cell(promise) == lines

    @pytest.mark.parametrize(
        ("metric", "own", "lines"),
        [
            pytest.param("office", "always", ["reached in the hours of always"], id="all-channels-hide-all"),
            pytest.param(
                {"phone": "office"}, "always", ["reached in the hours of always"], id="all-channels-hide-each"
            ),
            pytest.param(
                {"Phone": "office", "email": "late"},
                {"phone": "always"},
                ["reached by phone in the hours of always", "reached by email in the hours of late"],
                id="a-channel-hides-itself-in-any-spelling",
            ),
            pytest.param(
                "office",
                {"phone": "always"},
                ["reached by phone in the hours of always", "reached in the hours of office"],
                id="other-channels-as-before",
            ),
        ],
    )
    def test_the_nearest_coverage_holds(self, metric: Any, own: Any, lines: list[str]) -> None:
        promise = {"coverage": metric, "P1": {"target": "1 hour", "coverage": own}}
        document = policy(plans={"gold": {"schedule": "office", "first_response": promise}})
        assert cells(document)["First response", "P1", "gold"].splitlines()[1:] == lines
        for channel in ("phone", "email"):
            name = document.coverage(priority="P1", channel=channel).name
            told = [line for line in lines if f" by {channel} " in line or " by " not in line]
            assert told[0].endswith(f"the hours of {name}")

    @pytest.mark.parametrize(
        ("around", "promise", "lines"),
        [
            pytest.param(
                {"starts": "at_once"},
                {"target": "2 business days", "starts": "next_opening"},
                ["2 business days", "counts from the next opening when received while closed"],
                id="where-it-starts",
            ),
            pytest.param({"starts": "at_once"}, "2 business days", ["2 business days"], id="as-the-policy-starts"),
            pytest.param(
                {"ends": "16:00"},
                {"target": "2 business days", "ends": "next_opening"},
                ["2 business days", "due at the next opening where it ends while closed"],
                id="where-it-ends",
            ),
            pytest.param(
                {"day_rule": "close"},
                {"target": "2 business days", "day_rule": "same_time"},
                ["2 business days", "ends at the same clock time"],
                id="how-days-count",
            ),
        ],
    )
    def test_what_it_reads_otherwise_than_the_footnotes(
        self, around: dict[str, Any], promise: Any, lines: list[str]
    ) -> None:
        assert cell(promise, **around) == lines

    def test_a_plan_that_promises_nothing(self) -> None:
        plans = {
            "basic": {"first_response": {"P1": "1 hour", "P2": "2 hours"}},
            "gold": {"first_response": {"P1": "1 hour"}, "resolution": "5 days"},
        }
        found = cells(policy(plans=plans))
        assert found["First response", "P2", "gold"] == NOTHING
        assert found["Resolution", "every priority", "basic"] == NOTHING
        assert found["Resolution", "every priority", "gold"] == "5 calendar days"

    @pytest.mark.parametrize(
        ("promises", "rows"),
        [
            pytest.param([{"P2": "2 hours", "P1": "1 hour"}], ["P2", "P1"], id="in-the-order-of-the-file"),
            pytest.param(["1 hour"], ["every request"], id="without-priorities"),
            pytest.param([{"P1": "1 hour"}, "2 hours"], ["P1"], id="a-target-for-all-holds-for-each"),
            pytest.param(
                [{"P1": "1 hour", "target": "2 hours"}, "2 hours"], ["P1", "any other priority"], id="and-for-any-other"
            ),
        ],
    )
    def test_the_rows_of_a_metric(self, promises: list[Any], rows: list[str]) -> None:
        found = compare(policy(plans={str(number): {"first_response": each} for number, each in enumerate(promises)}))
        assert [row.name for row in found.sections[1].rows] == rows

    def test_a_priority_of_another_metric_is_any_other(self) -> None:
        plans = {
            "basic": {
                "schedule": "office",
                "first_response": {"P1": "1 hour", "P2": "1 hour"},
                "update": {"P1": "1 hour"},
            },
            "gold": {"schedule": "office", "first_response": "1 hour", "update": "2 hours"},
        }
        found = cells(policy(plans=plans))
        assert [row for section, row, plan in found if section == "Update" and plan == "gold"] == [
            "P1",
            "any other priority",
        ]
        assert found["Update", "any other priority", "basic"] == NOTHING

    def test_goals_for_all_priorities_together(self) -> None:
        plans = {
            "basic": {"first_response": {"P1": "1 hour", "goals": "95% per month"}},
            "gold": {"first_response": "1 hour"},
            "none": {"resolution": "1 day"},
        }
        found = cells(policy(plans=plans))
        row = {plan: found["First response", "all priorities together", plan] for plan in plans}
        assert row == {"basic": "goal: 95% per month", "gold": NOTHING, "none": NOTHING}

    @pytest.mark.parametrize("file", PUBLISHED, ids=lambda path: path.stem)
    def test_a_cell_is_empty_exactly_where_nothing_is_due(self, file: Path) -> None:
        """For every plan, metric and priority the table promises what the policy does."""
        document = SlaPolicy.load(file).for_customer("Europe/Paris")
        comparison = compare(document)
        for section, metric in zip(comparison.sections[1:], metrics_of(document), strict=True):
            for row in section.rows:
                for plan, found in zip(comparison.plans, row.cells, strict=True):
                    if row.name in document.priorities or row.name in ("every priority", "every request"):
                        priority = row.name if row.name in document.priorities else None
                        assert bool(found.lines) is promises(document, plan, priority, metric)


def metrics_of(document: SlaPolicy) -> list[str]:
    return list(dict.fromkeys(metric for plan in document.plans.values() for metric in plan.metrics))


def promises(document: SlaPolicy, plan: str, priority: str | None, metric: str) -> bool:
    try:
        document.due(datetime(2026, 11, 25, 12, tzinfo=UTC), plan=plan, priority=priority, metric=metric)
    except UnknownNameError:
        return False
    return True


class TestHours:
    """The first section: when support is open, and when it can be reached."""

    def test_other_schedules_that_cells_name_follow(self) -> None:
        plans = {"gold": {"schedule": "office", "first_response": {"target": "4 business hours", "schedule": "late"}}}
        assert cells(policy(plans=plans))["Support hours", "hours", "gold"].splitlines() == [
            "Monday to Friday 09:00–17:00 (Europe/London)",
            "open on holidays, too",
            "late: Monday to Friday 09:00–22:00 (Europe/London), open on holidays, too",
        ]

    def test_a_plan_without_hours_of_its_own(self) -> None:
        plans = {"gold": {"first_response": {"target": "4 business hours", "schedule": "late"}, "resolution": "5 days"}}
        found = cells(policy(plans=plans))["Support hours", "hours", "gold"]
        assert found == "late: Monday to Friday 09:00–22:00 (Europe/London), open on holidays, too"

    def test_a_plan_of_calendar_time_alone_has_none(self) -> None:
        assert cells(policy(plans={"gold": {"resolution": "5 days"}}))["Support hours", "hours", "gold"] == NOTHING

    def test_the_only_schedule_is_every_plans(self) -> None:
        only = policy(
            schedules={"office": "Mon-Fri 09:00-17:00"}, plans={"gold": {"first_response": "4 business hours"}}
        )
        assert cells(only)["Support hours", "hours", "gold"].startswith("Monday to Friday 09:00–17:00")

    def test_coverage_where_it_differs(self) -> None:
        plans = {
            "basic": {"schedule": "office", "first_response": "1 hour"},
            "gold": {
                "schedule": "office",
                "coverage": {"phone": "late", "email": "always"},
                "first_response": "1 hour",
            },
            "all": {"schedule": "office", "coverage": "late", "first_response": "1 hour"},
        }
        found = cells(policy(plans=plans))
        assert found["Support hours", "reachable", "basic"] == "in the same hours"
        assert found["Support hours", "reachable", "gold"].splitlines() == [
            "by phone: Monday to Friday 09:00–22:00 (Europe/London), open on holidays, too",
            "by email: 24 hours a day, 7 days a week, open on holidays, too",
        ]
        assert found["Support hours", "reachable", "all"].startswith("Monday to Friday 09:00–22:00")

    def test_the_customers_own_clocks(self) -> None:
        theirs = policy(schedules={"office": {"hours": "Mon-Fri 9-17", "timezone": "customer"}})
        assert cells(theirs)["Support hours", "hours", "basic"].startswith(
            "Monday to Friday 09:00–17:00 (your local time)"
        )
        tokyo = theirs.for_customer("Asia/Tokyo")
        assert cells(tokyo)["Support hours", "hours", "basic"].startswith("Monday to Friday 09:00–17:00 (Asia/Tokyo)")
