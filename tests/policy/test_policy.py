"""`SlaPolicy`: which promise holds, on which schedule, and what a policy may not say."""

import json
import pickle
import re
from collections.abc import Iterator
from copy import copy, deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from paths import POLICIES
from real_tickets import TABLE
from ruamel.yaml import YAML

from slaclock import (
    Combination,
    DeclarationError,
    FrozenMapping,
    NaiveDatetimeError,
    Plan,
    PolicyFileError,
    Promise,
    Schedule,
    ScheduleEntry,
    SlaPolicy,
    Target,
    UnknownNameError,
)

NEW_YORK = ZoneInfo("America/New_York")
BYTEZ = SlaPolicy.load(POLICIES / "byteztech.yaml")
CODEX = SlaPolicy.load(str(POLICIES / "codexpert.yaml"))


def at(text: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def shown(instant: datetime) -> str:
    return f"{instant:%a %Y-%m-%d %H:%M} {instant.isoformat()[-6:]}"


def small(**parts: Any) -> SlaPolicy:
    """Build a policy of one plan, with some parts said otherwise."""
    usual = {
        "name": "Small",
        "timezone": "America/New_York",
        "schedules": {"office": "Mon-Fri 09:00-18:00"},
        "plans": {"only": {"first_response": "4 business hours"}},
    }
    return SlaPolicy(**(usual | parts))


class TestPublishedPolicies:
    """The two example policies, clause by clause."""

    @pytest.mark.parametrize(("policy", "plan", "priority", "opened", "due"), TABLE)
    def test_the_table(self, policy: str, plan: str | None, priority: str | None, opened: str, due: str) -> None:
        document = {"byteztech": BYTEZ, "codexpert": CODEX}[policy]
        start = datetime.fromisoformat(opened).astimezone(NEW_YORK)
        assert shown(document.due(start, plan=plan, priority=priority)) == due
        assert document.explain(start, plan=plan, priority=priority).due == document.due(start, plan, priority)

    @pytest.mark.parametrize(
        ("plan", "priority", "metric", "opened", "due"),
        [
            pytest.param(
                "standard", "P4", "first_response", "2026-11-24 10:30", "Mon 2026-11-30 10:30 -05:00", id="standard-p4"
            ),
            pytest.param(
                "standard", "P2", "first_response", "2026-11-23 09:00", "Mon 2026-11-23 17:00 -05:00", id="standard-p2"
            ),
            pytest.param(
                "standard",
                None,
                "escalation",
                "2026-11-20 17:00",
                "Mon 2026-11-23 12:00 -05:00",
                id="standard-escalation",
            ),
            pytest.param(
                "standard",
                "P1",
                "escalation",
                "2026-11-20 17:00",
                "Mon 2026-11-23 12:00 -05:00",
                id="escalation-of-a-priority",
            ),
            pytest.param(
                "premium",
                None,
                "escalation",
                "2026-11-20 17:00",
                "Mon 2026-11-23 12:00 -05:00",
                id="premium-escalation",
            ),
            pytest.param(
                "premium",
                "P1",
                "first_response",
                "2026-11-26 03:00",
                "Thu 2026-11-26 04:00 -05:00",
                id="premium-p1-on-thanksgiving",
            ),
            pytest.param(
                "premium", "P2", "first_response", "2026-11-20 17:00", "Mon 2026-11-23 12:00 -05:00", id="premium-p2"
            ),
            pytest.param(
                "premium", "P3", "first_response", "2026-11-28 10:15", "Tue 2026-12-01 09:00 -05:00", id="premium-p3"
            ),
            pytest.param(
                "premium", "P4", "first_response", "2026-11-24 10:30", "Fri 2026-11-27 10:30 -05:00", id="premium-p4"
            ),
        ],
    )
    def test_every_other_promise_of_byteztech(
        self, plan: str, priority: str | None, metric: str, opened: str, due: str
    ) -> None:
        assert shown(BYTEZ.due(at(opened), plan=plan, priority=priority, metric=metric)) == due

    @pytest.mark.parametrize(
        ("plan", "priority", "schedule"),
        [("standard", "P1", "standard"), ("premium", "P1", "emergency"), ("premium", "P2", "standard")],
    )
    def test_schedules_by_priority(self, plan: str, priority: str, schedule: str) -> None:
        assert BYTEZ.schedule_for(plan=plan, priority=priority) is BYTEZ.schedule(schedule)

    @pytest.mark.parametrize(
        ("schedule", "instant", "is_open"),
        [
            pytest.param("standard", "2026-11-26 10:00", False, id="closed-on-thanksgiving"),
            pytest.param("emergency", "2026-11-26 10:00", True, id="24x7-is-open-on-it"),
            pytest.param("phone", "2026-11-25 17:59", True, id="phone-in-standard-hours"),
            pytest.param("phone", "2026-11-25 18:00", False, id="phone-until-six"),
        ],
    )
    def test_hours_of_byteztech(self, schedule: str, instant: str, is_open: bool) -> None:
        assert BYTEZ.schedule(schedule).is_open(at(instant)) is is_open

    @pytest.mark.parametrize(
        ("instant", "during"),
        [
            ("2026-11-21 22:00", True),
            ("2026-11-22 03:59", True),
            ("2026-11-22 04:00", False),
            ("2026-11-23 03:59", True),
            ("2026-11-20 23:00", False),
            ("2026-12-26 23:00", True),
        ],
    )
    def test_maintenance_belongs_to_the_evening(self, instant: str, during: bool) -> None:
        assert BYTEZ.closure("maintenance").is_open(at(instant)) is during

    @pytest.mark.parametrize(
        ("notice", "before", "latest"),
        [
            pytest.param("maintenance", "2026-12-05 22:00", "Wed 2026-12-02 22:00 -05:00", id="72-hours"),
            pytest.param(
                "maintenance", "2026-03-08 22:00", "Thu 2026-03-05 21:00 -05:00", id="72-hours-over-a-clock-change"
            ),
            pytest.param("policy_change", "2026-12-01 00:00", "Sun 2026-11-01 00:00 -04:00", id="30-days"),
        ],
    )
    def test_notices(self, notice: str, before: str, latest: str) -> None:
        assert shown(BYTEZ.notice(notice, before=at(before))) == latest

    @pytest.mark.parametrize(
        ("opened", "due"),
        [
            pytest.param("2026-11-25 23:00", "Tue 2026-12-01 23:00 -05:00", id="the-night-before-thanksgiving"),
            pytest.param("2026-11-20 12:00", "Wed 2026-11-25 06:00 -05:00", id="on-friday-noon"),
        ],
    )
    def test_codexpert_counts_shifts(self, opened: str, due: str) -> None:
        assert CODEX.target().counts == "open_time"
        assert shown(CODEX.due(at(opened))) == due

    def test_what_the_documents_assume_is_said(self) -> None:
        assert len(BYTEZ.assumptions) == len(CODEX.assumptions) == 5

    def test_every_promise_is_listed(self) -> None:
        promises = [(plan, metric, priority) for plan, metric, priority, _ in BYTEZ.promises()]
        assert len(promises) == len(set(promises)) == 10
        for plan, metric, priority, promised in BYTEZ.promises():
            assert promised.target == BYTEZ.target(plan, priority, metric)
            assert promised.schedule == BYTEZ.schedule_for(plan, priority, metric)

    @pytest.mark.parametrize("policy", [BYTEZ, CODEX], ids=lambda policy: policy.name)
    def test_what_is_dumped_loads_back(self, policy: SlaPolicy) -> None:
        assert SlaPolicy.model_validate_json(policy.model_dump_json()) == policy
        assert SlaPolicy(**policy.model_dump(mode="json")) == policy
        assert SlaPolicy(**policy.model_dump()) == policy
        assert SlaPolicy.loads(policy.model_dump_json(), format="json") == policy
        assert hash(SlaPolicy(**policy.model_dump())) == hash(policy)
        # Also after it was used.
        policy.due(at("2026-11-25 17:00"), plan=next(iter(policy.plans)), priority="P1" if policy is BYTEZ else None)
        assert pickle.loads(pickle.dumps(policy)) == policy
        assert copy(policy) is deepcopy(policy) is policy


class TestWhichPromise:
    """R11: the target by plan, priority and metric; the innermost schedule wins."""

    POLICY = small(
        schedules={"office": "Mon-Fri 09:00-18:00", "always": "24x7", "nights": "Sun-Thu 22:00-06:00"},
        plans={
            "gold": {
                "schedule": "office",
                "first_response": {
                    "P1": {"target": "30 business minutes", "schedule": "always"},
                    "P2": "4 business hours",
                    "target": "2 business days",
                },
                "resolution": "5 business days",
                "update": {"target": "1 business hour", "schedule": "always"},
                "night_watch": {
                    "schedule": "nights",
                    "P1": "1 business hour",
                    "P2": {"target": "1 business hour", "schedule": "always"},
                },
            },
            "free": {"first_response": "3 days"},
        },
    )

    @pytest.mark.parametrize(
        ("asked", "target", "schedule"),
        [
            pytest.param({"priority": "P1"}, "30 business minutes", "always", id="a-priority-with-its-own-schedule"),
            pytest.param({"priority": "P2"}, "4 business hours", "office", id="a-priority-on-the-plans-schedule"),
            pytest.param({}, "2 business days", "office", id="no-priority"),
            pytest.param(
                {"priority": "P1", "metric": "resolution"}, "5 business days", "office", id="one-target-for-all"
            ),
            pytest.param({"metric": "update"}, "1 business hour", "always", id="a-metric-with-its-own-schedule"),
            pytest.param(
                {"priority": "P1", "metric": "night_watch"}, "1 business hour", "nights", id="on-the-metrics-schedule"
            ),
            pytest.param(
                {"priority": "P2", "metric": "night_watch"},
                "1 business hour",
                "always",
                id="the-priority-over-the-metric",
            ),
        ],
    )
    def test_gold(self, asked: dict[str, str], target: str, schedule: str) -> None:
        assert str(self.POLICY.target("gold", **asked)) == target
        assert self.POLICY.schedule_for("gold", **asked).name == schedule

    def test_without_a_schedule_calendar_days_are_of_the_policys_zone(self) -> None:
        assert self.POLICY.schedule_for("free") == Schedule(timezone="America/New_York", hours="24x7", name="24x7")
        assert (
            shown(self.POLICY.due(datetime(2026, 3, 7, 17, tzinfo=UTC), plan="free")) == "Tue 2026-03-10 16:00 +00:00"
        )

    def test_the_only_plan_and_the_only_schedule_need_no_name(self) -> None:
        policy = small()
        assert policy.schedule_for() is policy.schedule("office")
        assert shown(policy.due(at("2026-11-20 17:00"))) == "Mon 2026-11-23 12:00 -05:00"
        assert policy.explain(at("2026-11-20 17:00")).subject == "Small, only, first_response"

    @pytest.mark.parametrize(
        ("asked", "message"),
        [
            pytest.param(
                {"plan": "golf"}, "this policy has no plan 'golf'; did you mean 'gold'? known: gold, free", id="a-plan"
            ),
            pytest.param({}, "this policy has several plans; name one of: gold, free", id="no-plan"),
            pytest.param(
                {"plan": "gold", "metric": "resolutoin"},
                "plan 'gold' has no metric 'resolutoin'; did you mean 'resolution'?",
                id="a-metric",
            ),
            pytest.param({"plan": "gold", "priority": "P9"}, "there is no priority 'P9' here; ", id="a-priority"),
            pytest.param(
                {"plan": "gold", "metric": "night_watch"},
                "night_watch differs by priority; name one of: P1, P2",
                id="no-priority",
            ),
        ],
    )
    def test_unknown_names(self, asked: dict[str, str], message: str) -> None:
        with pytest.raises(UnknownNameError) as caught:
            self.POLICY.due(at("2026-11-25 17:00"), **asked)
        assert message in str(caught.value)
        assert isinstance(caught.value, LookupError)

    def test_a_priority_that_others_have_and_this_metric_has_not(self) -> None:
        policy = small(
            plans={"only": {"first_response": {"P1": "1 hour"}, "resolution": {"P1": "1 hour", "P2": "2 hours"}}}
        )
        with pytest.raises(UnknownNameError, match="first_response has no target for priority 'P2'; name one of: P1"):
            policy.due(at("2026-11-25 17:00"), priority="P2")

    @pytest.mark.parametrize(
        ("ask", "message"),
        [
            pytest.param(
                lambda p: p.schedule("offices"), "no schedule 'offices'; did you mean 'office'?", id="schedule"
            ),
            pytest.param(lambda p: p.closure("maintenance"), "no closure 'maintenance'; known: none", id="closure"),
            pytest.param(
                lambda p: p.notice("change", at("2026-11-25 17:00")), "no notice 'change'; known: none", id="notice"
            ),
        ],
    )
    def test_unknown_parts(self, ask: Any, message: str) -> None:
        with pytest.raises(UnknownNameError, match="this policy has ") as caught:
            ask(small())
        assert message in str(caught.value)

    def test_a_naive_time_is_refused(self) -> None:
        with pytest.raises(NaiveDatetimeError):
            small().due(datetime(2026, 11, 25, 17))


class TestReadings:
    """R7, R10: what a policy says holds for the targets that do not say otherwise."""

    @pytest.mark.parametrize(
        ("said", "target", "due"),
        [
            pytest.param({}, "4 business hours", "Fri 2026-11-20 18:00 -05:00", id="closing-by-default"),
            pytest.param(
                {"boundary": "next_opening"}, "4 business hours", "Mon 2026-11-23 09:00 -05:00", id="next-opening"
            ),
            pytest.param(
                {"boundary": "next_opening"},
                {"text": "4 business hours", "boundary": "closing"},
                "Fri 2026-11-20 18:00 -05:00",
                id="the-target-over-the-policy",
            ),
            pytest.param({}, "1 business day", "Mon 2026-11-23 14:00 -05:00", id="same-time-by-default"),
            pytest.param({"day_rule": "close"}, "1 business day", "Mon 2026-11-23 18:00 -05:00", id="close"),
            pytest.param({"day_rule": "open"}, "1 business day", "Mon 2026-11-23 09:00 -05:00", id="open"),
            pytest.param(
                {"day_rule": "hours", "day_length": "8 hours"},
                "1 business day",
                "Mon 2026-11-23 13:00 -05:00",
                id="hours",
            ),
            pytest.param(
                {"day_rule": "hours"},
                {"text": "1 business day", "day_length": "4 hours"},
                "Fri 2026-11-20 18:00 -05:00",
                id="a-length-of-its-own",
            ),
            pytest.param(
                {"day_rule": "close"},
                {"text": "1 business day", "day_rule": "same_time"},
                "Mon 2026-11-23 14:00 -05:00",
                id="a-rule-of-its-own",
            ),
            pytest.param(
                {"holidays": "2026-11-23"},
                "1 business day",
                "Tue 2026-11-24 14:00 -05:00",
                id="a-holiday-of-the-policy",
            ),
        ],
    )
    def test_received_on_friday_at_two(self, said: dict[str, Any], target: Any, due: str) -> None:
        policy = small(plans={"only": {"first_response": {"target": target}}}, **said)
        assert shown(policy.due(at("2026-11-20 14:00"))) == due

    @pytest.mark.parametrize(
        ("holidays", "entry", "is_open"),
        [
            pytest.param("US", "Mon-Fri 09:00-18:00", False, id="the-policys-holidays"),
            pytest.param("US", {"hours": "Mon-Fri 09:00-18:00", "holidays": []}, True, id="none-of-its-own"),
            pytest.param(None, {"hours": "Mon-Fri 09:00-18:00", "holidays": "US"}, False, id="some-of-its-own"),
            pytest.param("US", "24x7", True, id="24x7-is-open"),
            pytest.param("US", {"hours": "24x7", "holidays": "US"}, False, id="24x7-that-states-them"),
            pytest.param(
                "US",
                {"hours": "Mon-Fri 09:00-18:00", "exceptions": {"2026-11-26": "10:00-12:00"}},
                True,
                id="an-exception",
            ),
        ],
    )
    def test_thanksgiving_at_eleven(self, holidays: Any, entry: Any, is_open: bool) -> None:
        policy = small(holidays=holidays, schedules={"office": entry})
        assert policy.schedule("office").is_open(at("2026-11-26 11:00")) is is_open

    def test_the_holiday_rule_by_schedule(self) -> None:
        policy = small(
            holidays="US",
            holiday_rule="calendar_date",
            schedules={
                "by_date": "Wed 22:00-06:00",
                "by_opening": {"hours": "Wed 22:00-06:00", "holiday_rule": "opening_date"},
            },
            plans={"only": {"schedule": "by_date", "first_response": "1 business hour"}},
        )
        assert not policy.schedule("by_date").is_open(at("2026-11-26 02:00"))
        assert policy.schedule("by_opening").is_open(at("2026-11-26 02:00"))

    def test_what_happens_outside_the_coverage(self) -> None:
        assert small(outside_coverage="ignore").schedule("office").outside_coverage == "ignore"


class TestCombinations:
    """Schedules made from others, and closures."""

    POLICY = small(
        holidays="US",
        closures={
            "maintenance": "Sat-Sun 22:00-04:00",
            "patching": {
                "rrule": "FREQ=MONTHLY;BYDAY=2TU",
                "first": "2026-01-01",
                "opens": "20:00",
                "closes": "23:00",
                "timezone": "UTC",
            },
        },
        schedules={
            "all": {"any_of": ["day", "night"], "excluding": "maintenance"},
            "day": "Mon-Fri 09:00-18:00",
            "night": "Sun-Thu 22:00-06:00",
            "london": {"hours": "Mon-Fri 09:00-17:00", "timezone": "Europe/London", "holidays": "GB-ENG"},
            "joint": {"all_of": ["day", "london"]},
            "joint_in_london": {"all_of": ["day", "london"], "timezone": "Europe/London"},
            "always": {"hours": "24x7", "excluding": ["maintenance", "patching"]},
            "day_again": {"any_of": "day"},
        },
        plans={"only": {"schedule": "all", "first_response": "1 business hour"}},
    )

    @pytest.mark.parametrize(
        ("schedule", "instant", "is_open"),
        [
            pytest.param("all", "2026-11-23 10:00", True, id="any-of-by-day"),
            pytest.param("all", "2026-11-23 23:00", True, id="any-of-by-night"),
            pytest.param("all", "2026-11-22 23:00", False, id="excluding-maintenance"),
            pytest.param("all", "2026-11-23 05:00", True, id="after-maintenance"),
            pytest.param("joint", "2026-11-23 10:00", True, id="all-of"),
            pytest.param("joint", "2026-11-23 12:30", False, id="after-london-went-home"),
            pytest.param("joint", "2026-11-26 10:00", False, id="all-of-on-one-parts-holiday"),
            pytest.param("always", "2026-11-22 23:00", False, id="24x7-excluding"),
            pytest.param("always", "2026-11-10 16:00", False, id="excluding-by-a-rule-in-utc"),
            pytest.param("always", "2026-11-17 16:00", True, id="a-tuesday-that-is-not-the-second"),
            pytest.param("always", "2026-11-26 12:00", True, id="24x7-on-a-holiday"),
            pytest.param("day_again", "2026-11-23 10:00", True, id="any-of-one"),
        ],
    )
    def test_is_open(self, schedule: str, instant: str, is_open: bool) -> None:
        assert self.POLICY.schedule(schedule).is_open(at(instant)) is is_open

    def test_zones(self) -> None:
        assert self.POLICY.schedule("joint").timezone == "America/New_York"
        assert self.POLICY.schedule("joint_in_london").timezone == "Europe/London"

    def test_names_are_kept_for_explanations(self) -> None:
        for name in self.POLICY.schedules:
            assert self.POLICY.schedule(name).name == name
        hours = self.POLICY.schedule("all").hours
        assert isinstance(hours, Combination)
        assert str(hours) == "((day | night) America/New_York - maintenance)"

    def test_a_combination_loads_back(self) -> None:
        assert SlaPolicy(**self.POLICY.model_dump(mode="json")) == self.POLICY


class TestNotices:
    """Notice is counted back from what it announces."""

    @pytest.mark.parametrize(
        ("notice", "before", "latest"),
        [
            pytest.param("72 hours", "2026-12-05 22:00", "Wed 2026-12-02 22:00 -05:00", id="hours"),
            pytest.param("2 business hours", "2026-11-30 10:00", "Fri 2026-11-27 17:00 -05:00", id="business-hours"),
            pytest.param(
                "2 business days", "2026-11-27 10:00", "Tue 2026-11-24 10:00 -05:00", id="business-days-over-a-holiday"
            ),
            pytest.param(
                "1 business day", "2026-11-28 22:00", "Wed 2026-11-25 18:00 -05:00", id="business-days-from-a-saturday"
            ),
            pytest.param("30 days", "2026-11-25 10:00", "Mon 2026-10-26 10:00 -04:00", id="days-keep-the-clock-time"),
        ],
    )
    def test_latest(self, notice: str, before: str, latest: str) -> None:
        policy = small(holidays="US", notices={"change": notice})
        assert shown(policy.notice("change", before=at(before))) == latest

    @pytest.mark.parametrize("amount", ["72 hours", "2 business hours", "2 business days", "9 days"])
    def test_counted_forward_it_reaches_what_it_announces(self, amount: str) -> None:
        """The two directions agree where the hours let them: from open time to open time."""
        policy = small(holidays="US", notices={"change": amount}, plans={"only": {"first_response": amount}})
        before = at("2026-11-30 15:00")
        latest = policy.notice("change", before=before)
        assert policy.due(latest) == before

    def test_on_a_schedule_by_name(self) -> None:
        policy = small(
            schedules={"office": "Mon-Fri 09:00-18:00", "nights": "Sun-Thu 22:00-06:00"},
            plans={"only": {"first_response": "1 hour"}},
            notices={"change": {"target": "1 business hour", "schedule": "nights"}},
        )
        assert shown(policy.notice("change", before=at("2026-11-24 12:00"))) == "Tue 2026-11-24 05:00 -05:00"

    def test_a_naive_time_is_refused(self) -> None:
        with pytest.raises(NaiveDatetimeError):
            small(notices={"change": "72 hours"}).notice("change", before=datetime(2026, 11, 25))


class TestForms:
    """A target, a plan, a schedule may be said shortly or in full."""

    @pytest.mark.parametrize(
        "promise",
        [
            "4 business hours",
            {"target": "4 business hours"},
            {"target": {"text": "4 business hours"}},
            {"text": "4 business hours"},
            Target("4 business hours"),
            {"target": Target("4 business hours")},
        ],
        ids=str,
    )
    def test_a_promise(self, promise: Any) -> None:
        assert small(plans={"only": {"first_response": promise}}) == small()
        assert small(plans={"only": {"metrics": {"first_response": promise}}}) == small()

    def test_a_target_by_its_fields(self) -> None:
        policy = small(plans={"only": {"first_response": {"counts": "open_time", "duration": "4 hours"}}})
        assert policy.target().duration == timedelta(hours=4)

    @pytest.mark.parametrize(
        "hours",
        [
            "Mon-Fri 09:00-18:00",
            ["Mon-Wed 09:00-18:00", "Thu-Fri 09:00-18:00"],
            {"hours": "Mon-Fri 09:00-18:00"},
            {"hours": [{"days": "Mon-Fri", "opens": "09:00", "closes": "18:00"}]},
        ],
        ids=str,
    )
    def test_a_schedule(self, hours: Any) -> None:
        assert small(schedules={"office": hours}).due(at("2026-11-20 17:00")) == at("2026-11-23 12:00")

    def test_priorities_may_be_gathered(self) -> None:
        spread = small(plans={"only": {"first_response": {"P1": "1 business hour", "P2": "2 business hours"}}})
        gathered = small(
            plans={"only": {"first_response": {"priorities": {"P1": "1 business hour"}, "P2": "2 business hours"}}}
        )
        assert spread == gathered

    def test_declarations_are_shared_not_copied(self) -> None:
        policy = small()
        assert copy(policy) is policy
        assert isinstance(policy.plans, FrozenMapping)
        assert repr(FrozenMapping({"a": 1})) == "FrozenMapping({'a': 1})"
        assert len(policy.plans) == 1
        with pytest.raises(TypeError):
            policy.plans["more"] = Plan()  # type: ignore[index]


WRONG = [
    pytest.param({"foo": 1}, "foo: unknown key; known: name, timezone", id="an-unknown-key"),
    pytest.param({"schedule": {}}, "schedule: unknown key; did you mean 'schedules'?", id="a-key-misspelt"),
    pytest.param(
        {"day_rule": "nearest"},
        "day_rule: input should be 'same_time', 'close', 'open' or 'hours', not 'nearest'",
        id="no-rule",
    ),
    pytest.param({"name": None}, "name: input should be a valid string, not None", id="no-name"),
    pytest.param({"day_length": 8}, "day_length: 8 has no unit", id="a-length-without-unit"),
    pytest.param(
        {"plans": {"only": 5}},
        "plans.only: a plan names metrics and their targets, not 5; write e.g. {first_response: 1 hour}",
        id="a-plan-that-is-a-number",
    ),
    pytest.param(
        {"plans": {"only": {"first_response": 5}}},
        "cannot read 5 as a target; write e.g. '4 business hours'",
        id="a-bare-number",
    ),
    pytest.param({"schedules": {"office": 5}}, "schedules.office: input should be", id="a-schedule-that-is-a-number"),
    pytest.param({"notices": {"change": 5}}, "notices.change: input should be", id="a-notice-that-is-a-number"),
    pytest.param(
        {"assumptions": "none"}, "assumptions: input should be a valid tuple, not 'none'", id="assumptions-as-text"
    ),
]


class TestWhatIsRefused:
    """Everything that does not hold together is named with its place and a way out."""

    @pytest.mark.parametrize(
        ("parts", "message"),
        [
            *WRONG,
            pytest.param({"timezone": "EST"}, "timezone: 'EST' does not say whether clocks change in summer", id="est"),
            pytest.param({"holidays": "ZZ"}, "'ZZ' is not a country whose holidays are known", id="no-country"),
            pytest.param({"plans": {}}, "plans: there are none; state at least one", id="no-plans"),
            pytest.param(
                {"plans": {"only": {"shedule": "office"}}},
                "plans.only: unknown key 'shedule'; did you mean 'schedule'?",
                id="a-metric-like-a-key",
            ),
            pytest.param(
                {"plans": {"only": {"schedule": "offices"}}},
                "plans.only.schedule: there is no schedule 'offices'; did you mean",
                id="a-plans-schedule",
            ),
            pytest.param(
                {"plans": {"only": {"first_response": {"target": "1 hour", "schedule": "x"}}}},
                "there is no schedule 'x'; known: office",
                id="a-metrics-schedule",
            ),
            pytest.param(
                {"plans": {"only": {"first_response": {"P1": {"target": "1 hour", "schedule": "x"}}}}},
                "there is no schedule 'x'",
                id="a-prioritys-schedule",
            ),
            pytest.param(
                {"plans": {"only": {"first_response": {}}}},
                "first_response: it has no target; write e.g. '4 business hours'",
                id="no-target",
            ),
            pytest.param(
                {"plans": {"only": {"first_response": {"P1": {"schedule": "office"}}}}},
                "P1: a priority has one target",
                id="a-priority-without-target",
            ),
            pytest.param(
                {"plans": {"only": {"first_response": {"P1": {"target": "1 hour", "P2": "2 hours"}}}}},
                "a priority has one target",
                id="priorities-within-a-priority",
            ),
            pytest.param(
                {"plans": {"only": {"first_response": "4 parsecs"}}},
                "cannot read '4 parsecs' as a target",
                id="no-amount",
            ),
            pytest.param(
                {"schedules": {}},
                "4 business hours counts business time but no `schedule` is named for it; known: none stated",
                id="business-time-without-schedules",
            ),
            pytest.param(
                {"schedules": {"a": "24x7", "b": "24x7"}},
                "no `schedule` is named for it; known: a, b",
                id="one-of-two-schedules",
            ),
            pytest.param(
                {"day_rule": "hours", "plans": {"only": {"first_response": "1 business day"}}},
                "day rule 'hours' needs `day_length`, e.g. '8 hours'",
                id="days-without-length",
            ),
            pytest.param(
                {"day_rule": "hours", "plans": {"only": {"first_response": {"P1": "1 business day"}}}},
                "P1: day rule 'hours' needs `day_length`",
                id="a-prioritys-days-without-length",
            ),
            pytest.param(
                {"schedules": {"office": {}}},
                "schedules.office: a schedule states one of `hours`, `any_of`, `all_of`, `outside`, not none",
                id="a-schedule-without-hours",
            ),
            pytest.param(
                {"schedules": {"office": {"hours": "24x7", "any_of": ["office"]}}},
                "not ['hours', 'any_of']",
                id="two-forms",
            ),
            pytest.param(
                {"schedules": {"office": {"any_of": ["day"]}}},
                "there is no schedule or closure 'day'",
                id="no-such-part",
            ),
            pytest.param(
                {"schedules": {"office": {"hours": "24x7", "excluding": "rest"}}},
                "excluding: there is no schedule or closure 'rest'",
                id="no-such-closure",
            ),
            pytest.param(
                {"schedules": {"office": {"any_of": ["office"]}}},
                "schedules.office: it is made from itself",
                id="a-loop-of-one",
            ),
            pytest.param(
                {
                    "schedules": {
                        "office": {"any_of": ["b"]},
                        "b": {"all_of": ["c"]},
                        "c": {"hours": "24x7", "excluding": ["office"]},
                    },
                    "plans": {"only": {"first_response": "1 hour"}},
                },
                "schedules.c: it is made from itself",
                id="a-loop-of-three",
            ),
            pytest.param(
                {"closures": {"rest": {"any_of": ["office"]}}},
                "closures.rest.any_of: a closure states its hours",
                id="a-joined-closure",
            ),
            pytest.param(
                {"closures": {"rest": {"hours": "24x7", "excluding": "office"}}},
                "closures.rest.excluding: a closure states its hours",
                id="a-closure-excluding",
            ),
            pytest.param(
                {"closures": {"office": "Sat 22:00-04:00"}},
                "closures.office: a schedule has the same name",
                id="one-name-twice",
            ),
            pytest.param(
                {
                    "closures": {
                        "rest": {"rrule": "FREQ=HOURLY", "first": "2026-01-01", "opens": "22:00", "closes": "04:00"}
                    }
                },
                "closures.rest.hours: cannot read 'FREQ=HOURLY' as a recurrence",
                id="an-unreadable-rule",
            ),
            pytest.param(
                {"notices": {"change": "soon"}}, "notices.change.target: cannot read 'soon' as a target", id="no-notice"
            ),
            pytest.param(
                {"notices": {"change": {"target": "1 hour", "schedule": "x"}}},
                "notices.change.schedule: there is no schedule 'x'",
                id="a-notices-schedule",
            ),
        ],
    )
    def test_it_is_named(self, parts: dict[str, Any], message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            small(**parts)
        assert message in str(caught.value)

    def test_all_problems_at_once(self) -> None:
        with pytest.raises(DeclarationError) as caught:
            small(
                plans={"only": {"schedule": "x", "first_response": {"P1": {"schedule": "y"}}}},
                notices={"change": {"target": "1 day", "schedule": "z"}},
            )
        assert [problem.path[-1] for problem in caught.value.problems] == ["schedule", "P1", "schedule", "schedule"]

    def test_missing_keys(self) -> None:
        with pytest.raises(DeclarationError) as caught:
            SlaPolicy()  # type: ignore[call-arg]
        assert {problem.message for problem in caught.value.problems} == {
            f"key {key!r} is missing" for key in ("name", "timezone", "plans")
        }

    def test_errors_survive_pickling(self) -> None:
        with pytest.raises(PolicyFileError) as caught:
            SlaPolicy.loads('{"name": "N"}', format="json")
        copied = pickle.loads(pickle.dumps(caught.value))
        assert (str(copied), copied.problems) == (str(caught.value), caught.value.problems)


class TestAPlanLikeAnother:
    """What a plan does not state is as in the plan that it is like."""

    PLANS: ClassVar[dict[str, Any]] = {
        "gold": {"like": "standard", "first_response": "1 business hour"},
        "standard": {
            "schedule": "office",
            "first_response": {"P1": "4 business hours"},
            "resolution": "2 business days",
        },
        "platinum": {"like": "gold", "schedule": "always", "day_rule": "close"},
    }
    SCHEDULES: ClassVar = {"office": "Mon-Fri 09:00-18:00", "always": "24x7"}

    def test_metric_by_metric(self) -> None:
        policy = small(plans=self.PLANS, schedules=self.SCHEDULES)
        assert list(policy.plans) == ["gold", "standard", "platinum"]
        assert str(policy.target("gold")) == "1 business hour"
        assert str(policy.target("platinum")) == "1 business hour"
        assert policy.schedule_for("gold", metric="resolution").name == "office"
        assert policy.schedule_for("platinum", metric="resolution").name == "always"
        assert policy.target("platinum", metric="resolution").day_rule == "close"
        assert policy.target("gold", metric="resolution").day_rule == "same_time"
        assert SlaPolicy.model_validate_json(policy.model_dump_json()) == policy

    def test_priority_by_priority(self) -> None:
        base = {"P1": "4 business hours", "P2": "8 business hours", "escalations": {"lead": "50%"}}
        plans: dict[str, Any] = {
            "standard": {"first_response": base, "resolution": {"P1": "2 business days"}},
            "gold": {"like": "standard", "first_response": {"P1": "1 business hour"}, "resolution": "1 business day"},
        }
        policy = small(plans=plans)
        assert [str(policy.target("gold", each)) for each in ("P1", "P2")] == ["1 business hour", "8 business hours"]
        assert str(policy.target("gold", "P1", "resolution")) == "1 business day"
        assert list(policy.plans["gold"].metrics["first_response"].escalations) == ["lead"]

    @pytest.mark.parametrize(
        ("plans", "message"),
        [
            pytest.param(
                {"gold": {"like": "standrad"}, "standard": {"first_response": "1 hour"}},
                "plan 'gold' is like 'standrad', and there is none; did you mean 'standard'?",
                id="no-such-plan",
            ),
            pytest.param(
                {"a": {"like": "b"}, "b": {"like": "a"}},
                "a, b: each of these plans is like another of them",
                id="each-other",
            ),
            pytest.param({"a": {"like": "a"}}, "a: each of these plans is like another of them", id="itself"),
            pytest.param(
                {f"p{n}": {"like": f"p{n + 1}"} for n in range(200)} | {"p200": {"first_response": "1 hour"}},
                "more than 100 plans are each like the next",
                id="a-long-chain",
            ),
        ],
    )
    def test_refused(self, plans: dict[str, Any], message: str) -> None:
        with pytest.raises(DeclarationError, match=re.escape(message)):
            small(plans=plans)

    def test_in_a_version_it_is_like_what_it_was_before(self) -> None:
        policy = small(
            plans={"only": {"first_response": "4 business hours", "resolution": "2 business days"}},
            versions=[
                {"effective": "2027-01-01", "plans": {"only": {"like": "only", "first_response": "1 business hour"}}}
            ],
        )
        later = policy.in_force(datetime(2027, 1, 1, 12, tzinfo=UTC))
        assert (str(later.target()), str(later.target(metric="resolution"))) == ("1 business hour", "2 business days")


class TestProblemsInVersions:
    def test_they_stand_where_the_version_does(self) -> None:
        text = """
name: x
timezone: UTC
schedules: {office: Mon-Fri 09:00-17:00}
plans: {p: {first_response: 1 business hour}}
versions:
  - {effective: 2028-01-01, plans: {p: {like: p}}}
  - effective: 2027-01-01
    plans:
      q: {schedule: nights, first_response: 1 business hour}
"""
        with pytest.raises(PolicyFileError) as caught:
            SlaPolicy.loads(text)
        assert str(caught.value).startswith("policy:10:11: versions[1].plans.q.schedule: there is no schedule 'nights'")


class TestNoticesAndChoices:
    def test_what_arrives_is_no_matter_of_notices(self) -> None:
        stated = small(notices={"change": "5 business days"})
        before = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("America/New_York"))
        other = stated.model_copy(update={"ends": "16:00", "starts": "at_once", "cut_off": "12:00"})
        assert other.notice("change", before) == stated.notice("change", before)


class TestASchedulesVersions:
    """A schedule through all versions of its policy, each from its first midnight on."""

    POLICY = small(
        schedules={"office": "Mon-Fri 09:00-18:00", "night": "Sun-Thu 22:00-06:00", "same": "24x7"},
        closures={"patching": "Sun 02:00-04:00"},
        plans={"only": {"schedule": "office", "first_response": "4 business hours"}},
        versions=[
            {"effective": "2027-07-01", "schedules": {"office": "Mon-Fri 10:00-16:00"}},
            {"effective": "2027-01-05", "schedules": {"office": "Mon-Fri 08:00-20:00", "night": "Sun-Thu 23:00-07:00"}},
        ],
    )

    @pytest.mark.parametrize(
        ("name", "day", "hours"),
        [
            pytest.param("office", "2027-01-04", 9, id="the-day-before"),
            pytest.param("office", "2027-01-05", 12, id="the-first-day"),
            pytest.param("office", "2027-06-30", 12, id="the-last-day"),
            pytest.param("office", "2027-07-01", 6, id="the-next-version"),
            pytest.param("night", "2027-01-04", 8, id="a-night-before"),
            pytest.param("night", "2027-01-05", 8, id="from-midnight-on-the-new-nights"),
            pytest.param("patching", "2027-01-10", 2, id="a-closure"),
        ],
    )
    def test_open_time(self, name: str, day: str, hours: int) -> None:
        schedule = self.POLICY.schedule_through_versions(name)
        start = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo("America/New_York"))
        assert schedule.elapsed(start, start + timedelta(days=1)) == timedelta(hours=hours)

    def test_what_never_changes_is_itself(self) -> None:
        assert self.POLICY.schedule_through_versions("same") is self.POLICY.in_force(
            datetime.min.replace(tzinfo=UTC)
        ).schedule("same")
        assert small().schedule_through_versions("office") == small().schedule("office")

    def test_an_unknown_name(self) -> None:
        with pytest.raises(UnknownNameError, match="no schedule 'offise'"):
            self.POLICY.schedule_through_versions("offise")


class TestTheCustomersHolidays:
    POLICY = """
    name: x
    timezone: America/New_York
    holidays: US
    schedules:
      local: {hours: Mon-Fri 09:00-17:00, timezone: customer}
      own: {hours: Mon-Fri 09:00-17:00, timezone: customer, holidays: FR}
      always: {hours: 24x7, timezone: customer}
      office: Mon-Fri 09:00-17:00
    plans: {p: {schedule: local, first_response: 4 business hours}}
    """

    def test_where_the_customer_is(self) -> None:
        policy = SlaPolicy.loads(self.POLICY)
        there = policy.for_customer("Europe/Berlin", holidays="DE")
        names = {name: str(there.schedule(name).holidays) for name in ("local", "own", "always", "office")}
        assert names == {"local": "DE", "own": "FR", "always": "none", "office": "US"}
        assert str(policy.for_customer("Europe/Berlin").schedule("local").holidays) == "US"
        assert policy.for_customer("Europe/Berlin", holidays="DE") is there

    def test_a_closure_has_no_holidays_there_either(self) -> None:
        closures = "closures: {break: {hours: daily 12:00-13:00, timezone: customer}}"
        text = f"{self.POLICY.rstrip()}\n    {closures}\n"
        there = SlaPolicy.loads(text).for_customer("Europe/Berlin", holidays=["DE", "2026-12-23"])
        assert not there.closure("break").holidays.sources

    def test_no_such_holidays(self) -> None:
        with pytest.raises(DeclarationError, match="'XX'"):
            SlaPolicy.loads(self.POLICY).for_customer("Europe/Berlin", holidays="XX")


def properties_of(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The keys of an object, in whichever of its forms they stand."""
    for form in (schema, *schema.get("anyOf", ())):
        yield from form.get("properties", {}).items()


def undescribed(name: str, schema: dict[str, Any]) -> Iterator[str]:
    """Keys that an editor could not explain, or could not show how to write."""
    for key, each in properties_of(schema):
        if "description" not in each:
            yield f"{name}.{key} has no description"
        if not shows_a_value(each):
            yield f"{name}.{key} shows no value"


def shows_a_value(schema: Any) -> bool:
    if isinstance(schema, dict):
        told = schema.keys() & {"examples", "enum", "const", "$ref"} or schema.get("type") == "boolean"
        return bool(told) or any(shows_a_value(each) for each in schema.values())
    return isinstance(schema, list) and any(shows_a_value(each) for each in schema)


class TestJsonSchema:
    """A JSON Schema is published: it takes what the library takes, and refuses at least what has the wrong form."""

    SCHEMA = SlaPolicy.model_json_schema()
    VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

    def test_it_is_a_schema(self) -> None:
        jsonschema.Draft202012Validator.check_schema(self.SCHEMA)

    def test_every_key_is_described_and_shown(self) -> None:
        definitions = {"SlaPolicy": self.SCHEMA, **self.SCHEMA["$defs"]}
        assert [place for name, schema in definitions.items() for place in undescribed(name, schema)] == []

    def test_the_examples_are_sound(self) -> None:
        definitions = {"SlaPolicy": self.SCHEMA, **self.SCHEMA["$defs"]}
        shown = [
            (f"{name}.{key}", {**schema, "$defs": self.SCHEMA["$defs"]}, example)
            for name, definition in definitions.items()
            for key, schema in properties_of(definition)
            for example in schema.get("examples", ())
        ]
        assert len(shown) > 50
        assert [
            (place, example)
            for place, schema, example in shown
            if not jsonschema.Draft202012Validator(schema).is_valid(example)
        ] == []

    @pytest.mark.parametrize("file", sorted(POLICIES.glob("*.yaml")), ids=lambda path: path.name)
    def test_the_example_files_fit(self, file: Path) -> None:
        written = YAML(typ="safe", pure=True).load(file)
        assert [error.message for error in self.VALIDATOR.iter_errors(written)] == []
        dumped = json.loads(SlaPolicy.load(file).model_dump_json())
        assert [error.message for error in self.VALIDATOR.iter_errors(dumped)] == []

    @pytest.mark.parametrize(("parts", "message"), WRONG)
    def test_these_do_not(self, parts: dict[str, Any], message: str) -> None:
        written = json.loads(small().model_dump_json()) | json.loads(json.dumps(parts))
        assert list(self.VALIDATOR.iter_errors(written)), message

    @pytest.mark.parametrize(
        "parts",
        [
            {"schedules": {"office": ["Mon 09:00-18:00", "Tue 09:00-18:00"]}},
            {
                "schedules": {
                    "office": {
                        "hours": "24x7",
                        "exceptions": {"2026-12-24": "09:00-13:00"},
                        "holidays": ["US", "--12-24"],
                    }
                }
            },
            {
                "closures": {
                    "rest": {
                        "hours": {"rrule": "FREQ=DAILY", "first": "2026-01-01", "opens": "22:00", "closes": "04:00"}
                    }
                }
            },
            {
                "plans": {
                    "only": {"first_response": {"target": {"text": "1 business day", "ends": "16:00"}, "P1": "1 hour"}}
                }
            },
            {"day_rule": "hours", "day_length": "8 hours"},
        ],
        ids=str,
    )
    def test_these_do(self, parts: dict[str, Any]) -> None:
        assert small(**parts)
        written = {"name": "N", "timezone": "UTC", "plans": {"only": {"first_response": "1 hour"}}} | parts
        assert [error.message for error in self.VALIDATOR.iter_errors(written)] == []

    @pytest.mark.parametrize("model", [SlaPolicy, Schedule, Target, ScheduleEntry, Promise, Plan])
    def test_every_field_is_described(self, model: Any) -> None:
        schema = model.model_json_schema()
        definitions = [schema, *schema.get("$defs", {}).values()]
        named = [part for whole in definitions for part in (whole, *whole.get("anyOf", ())) if "properties" in part]
        missing = [name for part in named for name, field in part["properties"].items() if not field.get("description")]
        assert missing == []
