"""What is offered for a plan, a priority and a metric, and how a request that arrives chooses among cases (R11)."""

import pickle
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from small_policy import at, promising, shown, shown_with_offset, small

from slaclock import (
    Choices,
    DeclarationError,
    NaiveDatetimeError,
    NotPromisedError,
    PolicyFileError,
    Schedule,
    SlaPolicy,
    Target,
    Ticket,
    UnknownNameError,
)


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
            shown_with_offset(self.POLICY.due(datetime(2026, 3, 7, 17, tzinfo=UTC), plan="free"))
            == "Tue 2026-03-10 16:00 +00:00"
        )

    def test_the_only_plan_and_the_only_schedule_need_no_name(self) -> None:
        policy = small()
        assert policy.schedule_for() is policy.schedule("office")
        assert shown_with_offset(policy.due(at("2026-11-20 17:00"))) == "Mon 2026-11-23 12:00 -05:00"
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
        assert shown_with_offset(policy.due(at("2026-11-20 14:00"))) == due


class TestChoices:
    """What a target does not say is read as it is stated nearest to it: beside it, then around it (R11)."""

    @pytest.mark.parametrize(
        "promise",
        [
            {"target": "2 business days", "day_rule": "close", "cut_off": "15:00"},
            {"target": {"text": "2 business days", "day_rule": "close"}, "cut_off": "3 PM"},
            {"target": {"text": "2 business days", "day_rule": "close", "cut_off": "15:00"}},
            {"text": "2 business days", "day_rule": "close", "cut_off": "15:00"},
            Target(text="2 business days", day_rule="close", cut_off="15:00"),  # type: ignore[call-arg]
            {"target": Target("2 business days", day_rule="close"), "cut_off": time(15)},
        ],
        ids=str,
    )
    def test_beside_a_target_in_every_form(self, promise: Any) -> None:
        target = promising(promise).target()
        assert (target.day_rule, target.cut_off) == ("close", time(15))

    @pytest.mark.parametrize(
        ("policy", "plan", "metric", "priority", "expected"),
        [
            pytest.param("10:00", "11:00", "12:00", "13:00", time(13), id="beside-the-target"),
            pytest.param("10:00", "11:00", "12:00", None, time(12), id="of-the-metric"),
            pytest.param("10:00", "11:00", None, None, time(11), id="of-the-plan"),
            pytest.param("10:00", None, None, None, time(10), id="of-the-policy"),
            pytest.param(None, None, None, None, None, id="of-nobody"),
        ],
    )
    def test_the_nearest_holds(
        self, policy: str | None, plan: str | None, metric: str | None, priority: str | None, expected: time | None
    ) -> None:
        own = {"target": "1 business day", "cut_off": priority}
        plans = {"only": {"cut_off": plan, "first_response": {"cut_off": metric, "P1": own, "P2": "1 business day"}}}
        stated = small(plans=plans, cut_off=policy)
        assert stated.target(priority="P1").cut_off == expected
        assert SlaPolicy.model_validate_json(stated.model_dump_json()).target(priority="P1").cut_off == expected

    def test_it_moves_the_due_date(self) -> None:
        plans = {"only": {"first_response": {"P1": "1 business hour", "P2": "1 hour 24/7"}}}
        stated = small(plans=plans, cut_off="15:00", ends="next_opening")
        assert stated.due(at("Mon 15:30"), priority="P1") == at("Tue 10:00")
        assert stated.due(at("Mon 15:30"), priority="P2") == at("Mon 16:30")

    @pytest.mark.parametrize(
        ("text", "choices"),
        [
            pytest.param("1 hour 24/7", {"boundary": "next_opening"}, id="calendar-time-is-not-business-time"),
            pytest.param(
                "4 business hours",
                {"cut_off": time(15), "starts": "at_once", "ends": "as_is", "boundary": "next_opening"},
                id="hours-are-no-days",
            ),
            pytest.param(
                "2 business days",
                {
                    "day_rule": "hours",
                    "day_length": timedelta(hours=8),
                    "cut_off": time(15),
                    "starts": "at_once",
                    "ends": "as_is",
                    "boundary": "next_opening",
                },
                id="days-take-all",
            ),
        ],
    )
    def test_what_is_around_a_target_holds_as_far_as_it_counts_that(self, text: str, choices: dict[str, Any]) -> None:
        around = {"day_rule": "hours", "day_length": "8 hours", "cut_off": "15:00", "starts": "at_once"}
        policy = small(plans={"only": {"first_response": text}}, **around, ends="as_is", boundary="next_opening")
        target = policy.target()
        assert {name: value for name in Choices.model_fields if (value := getattr(target, name))} == choices

    @pytest.mark.parametrize(
        ("text", "ends"),
        [("2 business days", "16:00"), ("2 days", "16:00"), ("1 hour", "23:00"), ("4 business hours", "16:00")],
    )
    def test_inside_the_target_and_beside_it_is_the_same(self, text: str, ends: str) -> None:
        around: dict[str, Any] = {"day_rule": "hours", "day_length": "4 hours", "cut_off": "15:00"}
        inside, beside = (
            promising(each, **around).due(at("Mon 15:30"))
            for each in ({"target": {"text": text, "ends": ends}}, {"target": text, "ends": ends})
        )
        assert inside == beside

    @pytest.mark.parametrize("text", ["next business day by 10:00", "2 business days by noon"])
    def test_words_that_say_how_days_end_say_how_they_are_counted(self, text: str) -> None:
        policy = promising(text, day_rule="hours", day_length="12 hours")
        assert (policy.target().day_rule, policy.target().day_length) == (None, None)
        assert policy.due(at("Mon 14:00")) == promising(text).due(at("Mon 14:00"))

    @pytest.mark.parametrize(
        ("arrived", "due"), [("2026-11-26 10:00", "2026-11-27 17:00"), ("Sat 10:00", "2026-09-21 17:00")]
    )
    def test_the_same_business_day_is_one(self, arrived: str, due: str) -> None:
        policy = promising({"target": "same day by 5 PM", "starts": "at_once"}, holidays="US")
        assert policy.due(at(arrived)) == at(due)

    def test_what_is_beside_a_target_holds_for_any(self) -> None:
        target = promising({"target": "24 hours", "starts": "next_opening"}).target()
        assert (target.counts, target.starts) == ("calendar_time", "next_opening")

    @pytest.mark.parametrize(
        ("promise", "message"),
        [
            pytest.param({"day_rule": "close"}, "it has no target; write e.g. '4 business hours'", id="alone"),
            pytest.param({"target": 5, "ends": "16:00"}, "cannot read 5 as a target; write e.g.", id="beside-a-number"),
            pytest.param({"target": "1 hour", "cut_off": "soon"}, "cut_off: cannot read 'soon' as hours", id="no-time"),
            pytest.param(
                {"target": "1 hour", "day_rule": "soon"}, "day_rule: input should be 'same_time'", id="no-rule"
            ),
            pytest.param(
                {"target": "by close of business the next business day", "day_rule": "open"},
                "says day_rule close and day_rule open stands beside it; state one of them",
                id="a-contradiction",
            ),
            pytest.param(
                {"target": {"text": "1 day", "counts": "business_days", "cut_off": "15:00"}, "cut_off": "16:00"},
                "1 day says cut_off 15:00:00 and cut_off 16:00:00 stands beside it",
                id="two-cut-offs",
            ),
        ],
    )
    def test_refused(self, promise: Any, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            promising(promise)
        assert message in str(caught.value)


CALLBACK = {
    "target": "next business day before 9 am",
    "when": [{"received": "before 1 PM", "target": "same day by 5 PM"}],
}


URGENT = {"target": "4 hours", "when": [{"received": "in hours", "target": "1 hour"}]}


class TestWhen:
    """R11: the first case whose condition holds, or else the usual target."""

    @pytest.mark.parametrize(
        ("arrived", "due"),
        [
            pytest.param("Mon 12:59", "Mon 2026-09-14 17:00", id="prior-to-one-by-five"),
            pytest.param("Mon 13:00", "Tue 2026-09-15 09:00", id="at-one-the-next-day-before-nine"),
            pytest.param("Mon 17:30", "Tue 2026-09-15 09:00", id="late"),
            pytest.param("Mon 07:00", "Mon 2026-09-14 17:00", id="early"),
            pytest.param("Fri 14:00", "Mon 2026-09-21 09:00", id="friday-afternoon"),
            pytest.param("Sat 10:00", "Mon 2026-09-21 17:00", id="saturday-morning-counts-as-monday"),
            pytest.param("Sat 14:00", "Tue 2026-09-22 09:00", id="saturday-afternoon-counts-as-monday-too"),
        ],
    )
    def test_prior_to_one_by_five_otherwise_next_day_before_nine(self, arrived: str, due: str) -> None:
        policy = promising(CALLBACK)
        assert shown(policy.due(at(arrived))) == due
        assert policy.explain(at(arrived)).due == policy.due(at(arrived))
        assert policy.clock(at(arrived)).status(at(arrived)).due == policy.due(at(arrived))

    @pytest.mark.parametrize(
        ("arrived", "due"),
        [
            pytest.param("Mon 09:00", "Mon 2026-09-14 10:00", id="at-opening"),
            pytest.param("Mon 17:59", "Mon 2026-09-14 18:59", id="just-before-closing"),
            pytest.param("Mon 18:00", "Mon 2026-09-14 22:00", id="at-closing"),
            pytest.param("Sat 12:00", "Sat 2026-09-19 16:00", id="on-saturday"),
        ],
    )
    def test_an_hour_in_hours_and_four_otherwise(self, arrived: str, due: str) -> None:
        assert shown(promising(URGENT).due(at(arrived))) == due

    def test_the_first_that_holds(self) -> None:
        policy = promising(
            {
                "target": "9 hours",
                "when": [
                    {"received": "on Fri after 3 PM", "target": "1 business day"},
                    {"received": {"days": ["Fri"]}, "target": "2 hours"},
                    {"received": "after 3 PM", "target": "3 hours"},
                ],
            }
        )
        due = [shown(policy.due(at(arrived)))[4:] for arrived in ("Fri 15:30", "Fri 15:00", "Mon 15:30", "Mon 15:00")]
        assert due == ["2026-09-21 15:30", "2026-09-18 17:00", "2026-09-14 18:30", "2026-09-15 00:00"]

    def test_a_case_may_count_on_another_schedule(self) -> None:
        schedules = {"office": "Mon-Fri 09:00-18:00", "emergency": {"outside": "office"}}
        policy = promising(
            {
                "target": "4 business hours",
                "schedule": "office",
                "when": [{"received": "out of hours", "target": "1 business hour", "schedule": "emergency"}],
            },
            schedules=schedules,
        )
        assert shown(policy.due(at("Mon 17:00"))) == "Tue 2026-09-15 12:00"
        # The condition asks the usual schedule, the target is counted on its own.
        assert shown(policy.due(at("Tue 08:30"))) == "Tue 2026-09-15 18:30"
        assert policy.schedule_for().name == "office"

    def test_a_priority_has_cases_of_its_own(self) -> None:
        policy = promising(
            {
                "P1": {"target": "4 hours", "when": [{"received": "in hours", "target": "1 hour"}]},
                "P2": "8 hours",
            }
        )
        assert [shown(policy.due(at("Mon 10:00"), priority=p))[-5:] for p in ("P1", "P2")] == ["11:00", "18:00"]
        assert shown(policy.due(at("Sun 10:00"), priority="P1"))[-5:] == "14:00"

    def test_a_changed_priority_goes_by_when_the_ticket_arrived(self) -> None:
        policy = promising(
            {
                "P1": {"target": "4 hours", "when": [{"received": "in hours", "target": "1 hour"}]},
                "P2": "8 hours",
            }
        )
        clock = policy.clock(at("Mon 17:30"), priority="P2").retarget(at("Mon 19:00"), priority="P1")
        assert shown(clock.status(at("Mon 19:00")).due) == "Mon 2026-09-14 18:30"

    def test_what_is_dumped_loads_back(self) -> None:
        for promise in (CALLBACK, URGENT, {"target": "2 business days", "cut_off": "3 PM", "day_rule": "close"}):
            policy = promising(promise)
            assert SlaPolicy.loads(policy.model_dump_json(), format="json") == policy
            assert hash(SlaPolicy(**policy.model_dump())) == hash(policy)
            assert pickle.loads(pickle.dumps(policy)) == policy

    @pytest.mark.parametrize(
        ("promise", "path", "message"),
        [
            pytest.param(
                {"target": "1 hour", "when": [{"received": "in hours", "target": "1 hour", "schedule": "offices"}]},
                ("when", 0, "schedule"),
                "there is no schedule 'offices'; did you mean 'office'?",
                id="a-cases-schedule",
            ),
            pytest.param(
                {"P1": {"target": "1 hour", "when": [{"received": "in hours", "target": "1 hour", "schedule": "x"}]}},
                ("priorities", "P1", "when", 0, "schedule"),
                "there is no schedule 'x'",
                id="a-prioritys-case",
            ),
            pytest.param(
                {
                    "target": "1 hour",
                    "when": [
                        {"received": "in hours", "target": "1 hour"},
                        {"received": "on Fri", "target": "1 business day", "day_rule": "hours"},
                    ],
                },
                ("when", 1),
                "day rule 'hours' needs `day_length`, e.g. '8 hours'",
                id="the-second-case",
            ),
            pytest.param(
                {"target": "1 hour", "when": [{"target": "1 hour"}]},
                ("when", 0),
                "key 'received' is missing",
                id="no-condition",
            ),
            pytest.param(
                {"target": "1 hour", "when": [{"received": "in hours"}]},
                ("when", 0),
                "a case of `when` states a `target`",
                id="no-target",
            ),
            pytest.param(
                {"target": "1 hour", "when": [{"received": "in hours", "cut_off": "15:00"}]},
                ("when", 0),
                "a case of `when` states a `target`",
                id="a-choice-alone",
            ),
            pytest.param(
                {"target": "1 hour", "when": ["in hours"]}, ("when", 0), "input should be", id="a-case-in-words"
            ),
            pytest.param(
                {"P1": {"target": "1 hour", "received": "by phone"}},
                ("priorities", "P1"),
                "`received` belongs to a case of `when`; write e.g. when: [{received: in hours, target: 1 hour}]",
                id="a-condition-without-a-case",
            ),
        ],
    )
    def test_refused(self, promise: Any, path: tuple[str | int, ...], message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            promising(promise)
        problem = next(each for each in caught.value.problems if message in each.message)
        assert problem.path == ("plans", "only", "metrics", "first_response", *path)

    def test_business_time_of_a_case_needs_a_schedule(self) -> None:
        with pytest.raises(
            DeclarationError, match="1 business day counts business time but no `schedule` is named"
        ) as caught:
            promising(
                {"target": "1 hour", "when": [{"received": "on Fri", "target": "1 business day"}]},
                schedules={"day": "Mon 09:00-17:00", "night": "Mon 20:00-22:00"},
            )
        assert caught.value.problems[0].path[-2:] == ("when", 0)

    def test_hours_in_a_condition_need_a_schedule(self) -> None:
        with pytest.raises(DeclarationError, match="schedule"):
            promising(URGENT, schedules={"day": "Mon 09:00-17:00", "night": "Mon 20:00-22:00"})

    FILE = """\
name: Arrivals
timezone: America/New_York
schedules: {office: Mon-Fri 09:00-18:00}
plans:
  only:
    first_response:
      target: 4 hours
      when:
        - {received: on Fri, target: 2 hours}
        - {received: in hours, target: 1 hour}
"""

    @pytest.mark.parametrize(
        ("wrong", "right", "line", "message"),
        [
            pytest.param(
                "received: in hours",
                "received: at lunch",
                10,
                "cannot read 'at lunch' as a condition",
                id="a-condition",
            ),
            pytest.param("target: 2 hours", "target: 2 ours", 9, "cannot read '2 ours' as a target", id="a-target"),
            pytest.param(
                "received: on Fri", "received: on Fri, schedule: x", 9, "there is no schedule 'x'", id="a-schedule"
            ),
            pytest.param(
                "target: 4 hours",
                "target: 4 hours\n      cut_off: 25:00",
                8,
                "cannot read '25:00' as hours",
                id="a-cut-off",
            ),
        ],
    )
    def test_what_is_refused_is_found_in_the_file(self, wrong: str, right: str, line: int, message: str) -> None:
        assert shown(SlaPolicy.loads(self.FILE).due(at("Mon 10:00"))) == "Mon 2026-09-14 11:00"
        with pytest.raises(PolicyFileError) as caught:
            SlaPolicy.loads(self.FILE.replace(wrong, right))
        assert message in str(caught.value)
        assert f"policy:{line}:" in str(caught.value)


class TestChannels:
    """What is promised may depend on the channel through which a request came (R11)."""

    POLICY = small(
        schedules={"office": "Mon-Fri 09:00-18:00", "phone": "Mon-Fri 09:00-13:00", "always": "24x7"},
        plans={
            "only": {
                "schedule": "office",
                "first_response": {
                    "when": [
                        {"received": "by phone in hours", "target": "15 minutes"},
                        {"received": "by phone", "target": "30 business minutes"},
                        {"received": "by e-mail or chat", "target": "8 business hours", "schedule": "office"},
                    ],
                    "target": "4 business hours",
                },
            }
        },
    )

    @pytest.mark.parametrize(
        ("channel", "arrived", "due"),
        [
            pytest.param("phone", "Mon 10:00", "Mon 10:15", id="by-phone-in-hours"),
            pytest.param("phone", "Sat 10:00", "2026-09-21 09:30", id="by-phone-on-saturday"),
            pytest.param("chat", "Mon 10:00", "Mon 18:00", id="by-the-second-of-two"),
            pytest.param("Email", "Mon 10:00", "Mon 18:00", id="in-another-spelling"),
            pytest.param("e-mail", "Mon 10:00", "Mon 18:00", id="by-the-first-of-two"),
            pytest.param("fax", "Mon 10:00", "Mon 14:00", id="by-a-channel-that-is-not-named"),
            pytest.param(None, "Mon 10:00", "Mon 14:00", id="by-nobody-knows-what"),
        ],
    )
    def test_due(self, channel: str | None, arrived: str, due: str) -> None:
        opened = at(arrived)
        assert self.POLICY.due(opened, channel=channel) == at(due)
        assert self.POLICY.explain(opened, channel=channel).due == at(due)
        assert self.POLICY.clock(opened, channel=channel).status(opened).due == at(due)
        ticket = Ticket(id="T-1", opened=opened, channel=channel)
        assert self.POLICY.evaluate(ticket, opened)["first_response"].due == at(due)

    def test_a_channel_that_no_condition_names_is_said_to_be_one(self) -> None:
        notes = [str(note) for note in self.POLICY.explain(at("Mon 10:00"), channel="fax").notes]
        expected = (
            "it was received by fax, not by phone or e-mail or chat, for which 4 business hours is promised (R11)"
        )
        assert expected in notes
        assert not [note for note in self.POLICY.explain(at("Mon 10:00")).notes if "received" in note.text]

    @pytest.mark.parametrize(
        ("arrived", "left_open"),
        [
            pytest.param(
                "Mon 10:00",
                "no channel is named, and something else is promised for some "
                "(by phone: 15 calendar minutes; by e-mail or chat: 8 business hours) (R11)",
                id="in-hours",
            ),
            pytest.param(
                "Sat 10:00",
                "no channel is named, and something else is promised for some "
                "(by phone: 30 business minutes; by e-mail or chat: 8 business hours) (R11)",
                id="on-saturday",
            ),
        ],
    )
    def test_a_question_without_a_channel_is_told_that_it_matters(self, arrived: str, left_open: str) -> None:
        """R19: what a condition asks for and a question leaves out is said with the answer."""
        assert [str(note) for note in self.POLICY.explain(at(arrived)).notes].count(left_open) == 1
        assert [str(note) for note in self.POLICY.remarks(at(arrived))] == [left_open]
        assert not self.POLICY.remarks(at(arrived), channel="fax")

    def test_a_channel_that_makes_no_difference_then_is_not_asked_for(self) -> None:
        cases = [
            {"received": "by phone on Sat", "target": "1 hour"},
            {"received": "by chat", "target": "2 business hours"},
        ]
        policy = small(plans={"only": {"first_response": {"when": cases, "target": "2 business hours"}}})
        assert not policy.remarks(at("Mon 10:00"))
        assert [str(note) for note in policy.remarks(at("Sat 10:00"))] == [
            "no channel is named, and something else is promised for some (by phone: 1 calendar hour) (R11)"
        ]

    def test_a_channel_nearly_like_one_that_decides_is_asked_for(self) -> None:
        (said,) = [note.text for note in self.POLICY.remarks(at("Mon 10:00"), channel="phnoe")]
        assert said == (
            "no condition names the channel 'phnoe', and something else is promised for one like it "
            "(by phone: 15 calendar minutes)"
        )

    def test_where_nothing_is_promised_without_a_channel(self) -> None:
        by_phone = [{"received": "by phone", "target": "1 hour"}, {"received": "by fax", "target": "none"}]
        policy = small(plans={"only": {"first_response": {"when": by_phone}}})
        with pytest.raises(NotPromisedError, match=r"; no channel is named, .* \(by phone: 1 calendar hour\)$"):
            policy.due(at("Mon 10:00"))
        with pytest.raises(NotPromisedError, match=r"received by fax: none$"):
            policy.due(at("Mon 10:00"), channel="fax")
        usual = small(plans={"only": {"first_response": {"when": by_phone[1:], "target": "1 hour"}}})
        assert [note.text for note in usual.remarks(at("Mon 10:00"))] == [
            "no channel is named, and something else is promised for some (by fax: nothing)"
        ]

    def test_a_changed_priority_keeps_the_channel(self) -> None:
        by_phone = {"when": [{"received": "by phone", "target": "1 business hour"}], "target": "2 business hours"}
        policy = small(plans={"only": {"first_response": {"P1": by_phone, "P2": "8 business hours"}}})
        clock = policy.clock(at("Mon 09:00"), priority="P2", channel="phone").retarget(at("Mon 10:00"), priority="P1")
        assert clock.status(at("Mon 10:00")).due == at("Mon 10:00")


class TestNamedHours:
    """A condition may be about the hours of another schedule than the one on which time is counted (R11)."""

    POLICY = small(
        schedules={"office": "Mon-Fri 09:00-18:00", "evenings": "Mon-Fri 18:00-22:00", "always": "24x7"},
        plans={
            "only": {
                "schedule": "office",
                "first_response": {
                    "when": [
                        {"received": "during evenings", "target": "30 minutes", "schedule": "always"},
                        {"received": "outside hours", "target": "4 hours"},
                    ],
                    "target": "1 business hour",
                },
            }
        },
    )

    @pytest.mark.parametrize(
        ("arrived", "due"),
        [
            pytest.param("Mon 17:00", "Mon 18:00", id="in-hours"),
            pytest.param("Mon 18:00", "Mon 18:30", id="in-the-evening"),
            pytest.param("Mon 22:00", "Tue 02:00", id="at-night"),
            pytest.param("Tue 03:00", "Tue 07:00", id="after-midnight"),
        ],
    )
    def test_due(self, arrived: str, due: str) -> None:
        assert self.POLICY.due(at(arrived)) == at(due)

    def test_it_is_said_why(self) -> None:
        why = self.POLICY.explain(at("Mon 19:00"))
        assert str(why.notes[0]) == "it was received during evenings, for which 30 calendar minutes is promised (R11)"
        now = self.POLICY.clock(at("Mon 19:00")).explain(at("Mon 19:10"))
        assert str(now.notes[0]) == str(why.notes[0])
        assert not [note for note in self.POLICY.explain(at("Mon 10:00")).notes if "received" in note.text]
