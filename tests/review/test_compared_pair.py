"""What a policy says at later dates is looked at, too."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from changed_policies import USUAL, between, policy, promising

from slaclock.review.compared_policy import versions_between


class TestVersions:
    """What a policy says at later dates is looked at, too."""

    def test_a_version_within_the_time(self) -> None:
        later = {"effective": "2027-07-01", "schedules": {"office": "Mon-Thu 09:00-18:00"}}
        found = between(policy(), policy(versions=[later]))
        assert found.hours[0].regular == ("Fri 09:00-18:00 lost (25 dates, 2027-07-02 to 2027-12-17)",)
        assert [each.change for each in found.promises] == ["looser"]

    def test_a_version_after_the_time_changes_nothing(self) -> None:
        later = {"effective": "2028-07-01", "schedules": {"office": "Mon-Thu 09:00-18:00"}}
        assert not between(policy(), policy(versions=[later])).changes_for_customers

    def test_a_schedule_that_a_version_adds(self) -> None:
        later = {"effective": "2027-07-01", "schedules": {"late": "Mon-Fri 09:00-22:00"}}
        now = policy(schedules={**USUAL["schedules"], "late": "Mon-Fri 09:00-22:00"})
        found = between(policy(versions=[later]), now)
        assert [each.name for each in found.hours] == ["late"]
        assert found.hours[0].regular == ("Mon-Fri 09:00-22:00 gained (124 dates, 2027-01-04 to 2027-06-30)",)
        assert {each.date < date(2027, 7, 1) for each in found.holidays} == {True}

    def test_a_promise_that_a_version_adds_is_tighter_than_none(self) -> None:
        plans = {"gold": {"schedule": "office", "first_response": {"P1": "4 business hours"}, "resolution": "5 days"}}
        later = {"effective": "2027-07-01", "plans": plans}
        now = policy(plans=plans)
        found = {each.metric: each.change for each in between(policy(versions=[later]), now).promises}
        assert found == {"resolution": "tighter"}

    LATE = "2027-10-02"

    @pytest.mark.parametrize(
        ("changed", "rows"),
        [
            pytest.param(
                {"metrics": {"first_response": {"pauses_in": ["on_hold"]}}},
                [("first_response", "pauses_in", "none", "on_hold")],
                id="pauses",
            ),
            pytest.param(
                {"plans": {"gold": {"like": "gold", "coverage": "always"}}},
                [("gold", "reached", "none", "24 hours a day, 7 days a week, open on holidays, too")],
                id="coverage",
            ),
            pytest.param(
                {"plans": {"gold": {"like": "gold", "first_response": {"goals": "95%"}}}},
                [("gold, first response", "goal", "none", "95%")],
                id="goals",
            ),
            pytest.param(
                {"metrics": {"first_response": {"escalations": {"lead": "80%"}}}},
                [("gold, P1, first response", "escalates to", "none", "lead at 80%")],
                id="escalations",
            ),
            pytest.param(
                {"notices": {"maintenance": "48 hours"}},
                [("notice maintenance", "at least", "72 hours", "48 hours")],
                id="a-notice",
            ),
        ],
    )
    def test_what_a_version_says_beside_its_promises(
        self, changed: dict[str, Any], rows: list[tuple[str, ...]]
    ) -> None:
        base = {"schedules": {**USUAL["schedules"], "always": "24x7"}, "notices": {"maintenance": "72 hours"}}
        versions = [{"effective": self.LATE, **changed}, {"effective": "2027-11-01", "holidays": []}]
        early = [{"effective": "2027-11-01", "holidays": []}]
        found = between(policy(**base, versions=early), policy(**base, versions=versions))
        assert [(each.where, each.name, each.old, each.new) for each in found.choices] == rows
        assert {(str(each.since), each.until) for each in found.choices} == {(self.LATE, None)}
        assert found.changes_for_customers
        assert ", from 2 October 2027" in found.text()

    def test_what_is_so_until_a_version(self) -> None:
        versions = [{"effective": self.LATE, "metrics": {"first_response": {"pauses_in": ["on_hold"]}}}]
        now = policy(metrics={"first_response": {"pauses_in": ["on_hold"]}})
        (choice,) = between(policy(versions=versions), now).choices
        assert (choice.since, str(choice.until)) == (None, "2027-10-01")
        assert between(policy(versions=versions), now).text().endswith("none → on_hold, until 1 October 2027")

    def test_the_weeks_after_a_version_are_tried(self) -> None:
        wednesdays = {"target": "8 business hours", "when": [{"received": "on Wed", "target": "1 business hour"}]}
        later = {"effective": self.LATE, "plans": {"gold": {"first_response": wednesdays}}}
        old, new = (promising("8 business hours", holidays=[], versions=each) for each in ([], [later]))
        (change,) = between(old, new).promises
        assert change.change == "tighter"

    def test_the_weeks_after_a_new_season_are_tried(self) -> None:
        usual = "Mon-Tue 09:00-18:00; Thu-Fri 09:00-18:00"
        seasons = [{"first": "--09-02", "last": "--09-30", "hours": "Mon-Fri 09:00-18:00"}]
        hours = {"schedules": {"office": {"hours": usual, "seasons": seasons}}, "holidays": []}
        on_wednesdays = [{"received": "in hours on Wed", "target": "1 business hour"}]
        new = promising({"target": "8 business hours", "when": on_wednesdays}, **hours)
        (change,) = between(promising("8 business hours", **hours), new).promises
        assert change.change == "tighter"

    def test_a_promise_that_a_version_takes_back(self) -> None:
        plans = {"gold": {"schedule": "office", "first_response": {"P1": "4 business hours"}, "resolution": "5 days"}}
        later = {"effective": self.LATE, "plans": USUAL["plans"]}
        found = between(policy(plans=plans), policy(plans=plans, versions=[later]))
        assert [(each.metric, each.change, each.new) for each in found.promises] == [("resolution", "looser", "")]
        assert "resolution: looser: 5 calendar days → nothing" in found.text()

    def test_a_promise_moved_by_a_version_to_other_hours(self) -> None:
        schedules = {"office": "Mon-Fri 09:00-18:00", "late": "Mon-Fri 09:00-20:00"}
        moved = {"gold": {"schedule": "late", "first_response": {"P1": "4 business hours"}}}
        later = {"effective": self.LATE, "plans": moved}
        found = between(policy(schedules=schedules), policy(schedules=schedules, versions=[later]))
        (hours,) = found.hours
        assert (hours.name, hours.regular) == (
            "office → late",
            ("Mon-Fri 18:00-20:00 gained (60 dates, 2027-10-04 to 2027-12-30)",),
        )
        assert found.holidays == ()

    def test_the_holidays_of_other_hours_from_a_version_on(self) -> None:
        schedules = {"office": "Mon-Fri 09:00-18:00", "local": {"hours": "Mon-Fri 09:00-18:00", "holidays": []}}
        moved = {"gold": {"schedule": "local", "first_response": {"P1": "4 business hours"}}}
        later = {"effective": self.LATE, "plans": moved}
        found = between(policy(schedules=schedules), policy(schedules=schedules, versions=[later]))
        assert {each.change for each in found.holidays} == {"removed"}
        assert min(each.date for each in found.holidays) == date(2027, 10, 11)

    def test_versions_between_two_instants(self) -> None:
        versions = [{"effective": f"{year}-01-01", "holidays": []} for year in (2026, 2027, 2028)]
        start, end = (datetime(year, 6, 1, tzinfo=UTC) for year in (2026, 2028))
        found = versions_between(policy(versions=versions), start, end)
        midnights = [datetime(year, 1, 1, 5, tzinfo=UTC) for year in (2027, 2028)]
        assert [begins for begins, _ in found] == [start, *midnights]
