"""What is promised by when a request arrives: conditions, cut-offs, phrases, months, the customer's zone (R2, R11)."""

import pickle
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st
from oracle import utc
from strategies import Case, amounts, cases, separate_declarations

from slaclock import (
    Choices,
    DeclarationError,
    InstantRangeError,
    PolicyFileError,
    PolicyVersion,
    Received,
    Schedule,
    SlaClock,
    SlaPolicy,
    Target,
    Ticket,
    UnknownNameError,
    ZoneError,
    explain,
)

NEW_YORK = ZoneInfo("America/New_York")
MICROSECOND = timedelta(microseconds=1)
OFFICE = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US")
EVENINGS = Schedule(timezone="America/New_York", hours="Mon-Fri 14:00-22:00")
NIGHTS = Schedule(timezone="America/New_York", hours="Sun-Thu 22:00-06:00")
ALWAYS = Schedule(timezone="America/New_York", hours="24x7")

# Monday is 14 September 2026.
WEEK = {name: f"2026-09-{14 + n}" for n, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"))}


def at(text: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    day, clock = text.split()
    return datetime.fromisoformat(f"{WEEK.get(day, day)} {clock}").replace(tzinfo=zone)


def shown(instant: datetime, zone: ZoneInfo = NEW_YORK) -> str:
    return f"{instant.astimezone(zone):%a %Y-%m-%d %H:%M}"


def small(**parts: Any) -> SlaPolicy:
    usual = {
        "name": "Small",
        "timezone": "America/New_York",
        "schedules": {"office": "Mon-Fri 09:00-18:00"},
        "plans": {"only": {"first_response": "4 business hours"}},
    }
    return SlaPolicy(**(usual | parts))


def promising(promise: Any, **parts: Any) -> SlaPolicy:
    return small(plans={"only": {"first_response": promise}}, **parts)


class TestReceived:
    """R3, R11: a condition on when a request arrived, read on the schedule's clocks."""

    @pytest.mark.parametrize(
        ("text", "arrived", "holds"),
        [
            pytest.param("before 13:00", "Mon 12:59:59.999999", True, id="just-before"),
            pytest.param("before 13:00", "Mon 13:00", False, id="one-is-not-before-one"),
            pytest.param("after 13:00", "Mon 13:00", False, id="nor-after"),
            pytest.param("after 13:00", "Mon 13:00:00.000001", True, id="just-after"),
            pytest.param("from 13:00", "Mon 13:00", True, id="but-from-one-on"),
            pytest.param("from 13:00", "Mon 12:59:59.999999", False, id="and-not-sooner"),
            pytest.param("in hours", "Mon 09:00", True, id="open-at-opening"),
            pytest.param("in hours", "Mon 18:00", False, id="not-at-closing"),
            pytest.param("during hours", "Mon 17:59", True, id="during"),
            pytest.param("outside hours", "Mon 18:00", True, id="outside-from-closing-on"),
            pytest.param("out of hours", "Mon 08:59", True, id="out-of"),
            pytest.param("out of hours", "Mon 09:00", False, id="until-opening"),
            pytest.param("outside hours", "2026-11-26 12:00", True, id="a-holiday-is-outside"),
            pytest.param("on Fri", "Fri 00:00", True, id="friday-begins"),
            pytest.param("on Fri", "Thu 23:59", False, id="and-not-sooner-than-midnight"),
            pytest.param("on weekends", "Sun 23:59", True, id="a-weekend"),
            pytest.param("on Sat, Sun", "Mon 00:00", False, id="is-over-on-monday"),
            pytest.param("on Fri after 3 PM", "Fri 15:01", True, id="friday-afternoon"),
            pytest.param("on Fri after 3 PM", "Thu 15:01", False, id="not-thursday"),
            pytest.param("on Fri after 3 PM", "Fri 15:00", False, id="not-at-three"),
            pytest.param("from 9 AM before 1 PM on Mon", "Mon 09:00", True, id="three-conditions"),
            pytest.param("from 9 AM before 1 PM on Mon", "Mon 13:00", False, id="the-last-fails"),
            pytest.param("from 9 AM before 1 PM on Mon", "Mon 08:59", False, id="the-first-fails"),
            pytest.param("from 9 AM before 1 PM on Mon", "Tue 09:00", False, id="the-day-fails"),
            pytest.param("in hours on Mon before 10:00", "Mon 08:59", False, id="before-ten-but-closed"),
            pytest.param("before noon", "Mon 11:59", True, id="noon"),
        ],
    )
    def test_holds(self, text: str, arrived: str, holds: bool) -> None:
        condition = Received.model_validate(text)
        assert condition.holds(at(arrived), OFFICE) is holds
        assert condition.holds(at(arrived).astimezone(UTC), OFFICE) is holds

    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("During Hours", "in hours"),
            ("out of hours", "outside hours"),
            ("before 1 PM", "before 13:00"),
            ("FROM 1 pm", "from 13:00"),
            ("on weekdays after 3 PM", "on Mon-Fri after 15:00"),
            ("from 9 AM before 1 PM on Fri", "on Fri before 13:00 from 09:00"),
            ("on Fri in hours", "in hours on Fri"),
            ("on Fri outside hours", "outside hours on Fri"),
        ],
    )
    def test_in_words_that_read_back(self, text: str, written: str) -> None:
        condition = Received.model_validate(text)
        assert str(condition) == written
        again = Received.model_validate(written)
        assert again.model_dump() == condition.model_dump()
        assert Received.model_validate_json(condition.model_dump_json()).model_dump() == condition.model_dump()

    def test_by_its_fields(self) -> None:
        fields = Received(hours="outside", days=("Fri",), since=time(13), after="14:00")  # type: ignore[arg-type]
        assert str(fields) == "outside hours on Fri from 13:00 after 14:00"

    @pytest.mark.parametrize(
        ("given_as", "message"),
        [
            pytest.param("", "a condition says how something is received; write e.g. 'outside hours'", id="nothing"),
            pytest.param({}, "a condition says how something is received", id="no-fields"),
            pytest.param("soon", "cannot read 'soon' as a condition: 'soon' is not understood", id="not-understood"),
            pytest.param("on Fri before 3 PM or so", "cannot read '3 PM or so' as hours", id="more-than-a-time"),
            pytest.param(
                "in hours roughly",
                "cannot read 'in hours roughly' as a condition: 'roughly' is not understood; write e.g.",
                id="a-tail",
            ),
            pytest.param("on Fryday", "cannot read 'Fryday' as hours", id="no-day"),
            pytest.param("before 25:00", "cannot read '25:00' as hours", id="no-time"),
            pytest.param({"hours": "near"}, "hours: input should be 'in' or 'outside', not 'near'", id="no-hours"),
            pytest.param({"befor": "13:00"}, "befor: unknown key; did you mean 'before'?", id="misspelt"),
        ],
    )
    def test_refused(self, given_as: Any, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            promising({"target": "1 hour", "when": [{"received": given_as, "target": "2 hours"}]})
        assert message in str(caught.value)

    @pytest.mark.parametrize(
        "given_as",
        [
            pytest.param({"days": []}, id="no-days"),
            pytest.param({"before": None}, id="before-nothing"),
            pytest.param("before 24:00", id="before-the-end-of-the-day-never-holds"),
            pytest.param("before 13:00 before 14:00", id="the-same-twice"),
            pytest.param("in hours outside hours", id="both"),
        ],
    )
    def test_what_should_be_refused(self, given_as: Any) -> None:
        with pytest.raises(DeclarationError):
            promising({"target": "1 hour", "when": [{"received": given_as, "target": "2 hours"}]})

    @pytest.mark.parametrize("text", ["on Fri out of hours", "on Fri during hours", "before 13:00 outside hours"])
    def test_the_order_of_conditions_is_free(self, text: str) -> None:
        assert Received.model_validate(text).hours


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
                {"when": [{"received": "in hours", "target": "1 hour"}]},
                (),
                "it needs a `target` for requests that meet no condition of `when`",
                id="no-usual-target",
            ),
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
                "key 'target' is missing",
                id="no-target",
            ),
            pytest.param(
                {"target": "1 hour", "when": [{"received": "in hours", "cut_off": "15:00"}]},
                ("when", 0),
                "key 'target' is missing",
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
            pytest.param("      target: 4 hours\n", "", 6, "it needs a `target` for requests", id="no-usual-target"),
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


def received_by(cut_off: str, target: str = "1 business day", **more: Any) -> Target:
    return Target(text=target, cut_off=cut_off, **more)  # type: ignore[call-arg]


THREE = "3 PM"


class TestCutOff:
    """R11: what is received after the cut-off of a business day counts as received at the next one's opening."""

    @pytest.mark.parametrize(
        ("target", "schedule", "arrived", "due"),
        [
            pytest.param(received_by(THREE), OFFICE, "Mon 15:00", "Tue 2026-09-15 15:00", id="exactly-at-three"),
            pytest.param(
                received_by(THREE), OFFICE, "Mon 15:00:00.000001", "Wed 2026-09-16 09:00", id="just-after-three"
            ),
            pytest.param(received_by(THREE), OFFICE, "Mon 14:59", "Tue 2026-09-15 14:59", id="before-three"),
            pytest.param(received_by(THREE), OFFICE, "Mon 08:00", "Tue 2026-09-15 09:00", id="before-opening"),
            pytest.param(received_by(THREE), OFFICE, "Mon 20:00", "Wed 2026-09-16 09:00", id="after-closing"),
            pytest.param(received_by(THREE), OFFICE, "Fri 15:30", "Tue 2026-09-22 09:00", id="on-friday-afternoon"),
            pytest.param(received_by(THREE), OFFICE, "Sat 10:00", "Tue 2026-09-22 09:00", id="on-saturday-morning"),
            pytest.param(
                received_by(THREE), OFFICE, "Sat 16:00", "Tue 2026-09-22 09:00", id="on-saturday-afternoon-no-later"
            ),
            pytest.param(
                received_by(THREE), OFFICE, "2026-11-25 15:30", "Mon 2026-11-30 09:00", id="before-thanksgiving"
            ),
            pytest.param(received_by(THREE), OFFICE, "2026-11-26 15:30", "Mon 2026-11-30 09:00", id="on-thanksgiving"),
            pytest.param(
                received_by(THREE, "4 business hours"), OFFICE, "Mon 15:00", "Tue 2026-09-15 10:00", id="hours-at-three"
            ),
            pytest.param(
                received_by(THREE, "4 business hours"),
                OFFICE,
                "Mon 15:01",
                "Tue 2026-09-15 13:00",
                id="hours-after-three",
            ),
            pytest.param(
                received_by(THREE, "4 business hours"),
                OFFICE,
                "Sat 16:00",
                "Mon 2026-09-21 13:00",
                id="hours-on-saturday",
            ),
            pytest.param(
                received_by(THREE, "4 hours"), OFFICE, "Mon 15:01", "Tue 2026-09-15 13:00", id="any-hours-after-three"
            ),
            pytest.param(
                received_by(THREE, "2 days"), OFFICE, "Mon 15:01", "Thu 2026-09-17 09:00", id="days-after-three"
            ),
            pytest.param(
                received_by(THREE, "1 month"), OFFICE, "Mon 15:01", "Thu 2026-10-15 09:00", id="months-after-three"
            ),
            pytest.param(
                received_by(THREE, day_rule="close"),
                OFFICE,
                "Mon 15:01",
                "Wed 2026-09-16 18:00",
                id="closings-after-three",
            ),
            pytest.param(
                received_by(THREE, "same business day"),
                OFFICE,
                "Mon 15:01",
                "Tue 2026-09-15 18:00",
                id="the-same-day-is-the-next",
            ),
            pytest.param(
                received_by(THREE, "same day by 5 PM"),
                OFFICE,
                "Mon 16:00",
                "Tue 2026-09-15 17:00",
                id="by-five-the-next-day",
            ),
            pytest.param(
                received_by(THREE, starts="at_once"),
                OFFICE,
                "Mon 15:01",
                "Wed 2026-09-16 09:00",
                id="at-once-but-cut-off",
            ),
            pytest.param(received_by(THREE), ALWAYS, "Sat 15:01", "Mon 2026-09-21 00:00", id="around-the-clock"),
            pytest.param(
                received_by("23:00", "1 business hour"),
                NIGHTS,
                "Mon 22:30",
                "Mon 2026-09-14 23:30",
                id="a-night-before",
            ),
            pytest.param(
                received_by("23:00", "1 business hour"), NIGHTS, "Mon 23:30", "Tue 2026-09-15 23:00", id="a-night-after"
            ),
            pytest.param(
                received_by("23:00", "1 business hour"), NIGHTS, "Sat 23:30", "Sun 2026-09-20 23:00", id="a-night-off"
            ),
            pytest.param(
                received_by("23:00", "1 business hour"), NIGHTS, "Tue 01:00", "Tue 2026-09-15 23:00", id="a-nights-tail"
            ),
            pytest.param(
                received_by("02:00", "1 business hour"),
                NIGHTS,
                "Mon 22:30",
                "Mon 2026-09-14 23:30",
                id="a-cut-off-in-the-tail",
            ),
            pytest.param(
                received_by("02:00", "1 business hour"),
                NIGHTS,
                "Fri 02:30",
                "Sun 2026-09-20 23:00",
                id="in-the-weeks-last-tail",
            ),
            pytest.param(
                received_by("24:00", "1 business hour"),
                OFFICE,
                "Mon 10:00",
                "Mon 2026-09-14 11:00",
                id="at-the-end-of-the-day",
            ),
        ],
    )
    def test_when_it_is_due(self, target: Target, schedule: Schedule, arrived: str, due: str) -> None:
        assert shown(target.due(at(arrived), schedule)) == due
        assert target.due(at(arrived).astimezone(UTC), schedule) == target.due(at(arrived), schedule).astimezone(UTC)

    @pytest.mark.parametrize("schedule", [pytest.param(OFFICE, id="office"), pytest.param(NIGHTS, id="nights")])
    @pytest.mark.parametrize("amount", ["4 business hours", "1 business day"])
    def test_a_later_arrival_is_never_due_earlier(self, schedule: Schedule, amount: str) -> None:
        """Whatever is received in a fortnight, waiting does not help."""
        target = received_by("23:00" if schedule is NIGHTS else THREE, amount)
        start = at("2026-11-16 00:00").astimezone(UTC)
        due = [target.due(start + n * timedelta(minutes=30), schedule) for n in range(2 * 24 * 14)]
        assert due == sorted(due)

    def test_it_is_never_due_before_it_was_received(self) -> None:
        overlapping = Schedule(timezone="America/New_York", hours="Wed 22:00-06:00; Thu 00:00-01:00")
        assert received_by("00:00", "1 business hour").due(at("Thu 02:00"), overlapping) > at("Thu 02:00")

    @given(cases(declared=separate_declarations), amounts(), st.integers(0, 95))
    def test_it_only_ever_puts_off(self, case: Case, amount: timedelta, quarter: int) -> None:
        """With a cut-off nothing is due sooner than without, and counting begins at an opening or at once."""
        (arrived,) = case.instants
        plain = Target(counts="open_time", duration=amount)
        cut = plain.model_copy(update={"cut_off": time(quarter // 4, quarter % 4 * 15)})
        assert utc(plain.due(arrived, case.schedule)) <= utc(cut.due(arrived, case.schedule))
        begins = cut.counts_from(arrived, case.schedule)
        assert begins == arrived or case.schedule.is_open(begins)

    def test_the_stretches_of_an_explanation(self) -> None:
        found = explain(received_by(THREE, "4 business hours"), OFFICE, at("Fri 15:30"))
        assert [(shown(s.start), s.kind, s.reason, s.counted) for s in found.stretches] == [
            ("Fri 2026-09-18 15:30", "waiting", "open, not counted yet", timedelta(0)),
            ("Fri 2026-09-18 18:00", "outside_hours", "outside hours", timedelta(0)),
            ("Mon 2026-09-21 09:00", "open", "counted", timedelta(hours=4)),
        ]
        assert [str(note) for note in found.notes] == [
            "it came after the cut-off at 15:00, so it counts as received Mon 2026-09-21 09:00 EDT (R11)"
        ]

    def test_days_are_explained_from_the_opening_on(self) -> None:
        found = explain(received_by(THREE, "2 business days"), OFFICE, at("Mon 15:30"))
        assert [(s.kind, shown(s.start)) for s in found.stretches if s.kind != "outside_hours"][:2] == [
            ("waiting", "Mon 2026-09-14 15:30"),
            ("open", "Tue 2026-09-15 09:00"),
        ]
        assert (shown(found.due), found.counted_days) == ("Thu 2026-09-17 09:00", 2)

    @pytest.mark.parametrize("arrived", ["Mon 15:00", "Sat 16:00"])
    def test_without_effect_it_is_not_mentioned(self, arrived: str) -> None:
        found = explain(received_by(THREE, "4 business hours"), OFFICE, at(arrived))
        assert not any("cut-off" in note.text for note in found.notes)
        assert "waiting" not in {stretch.kind for stretch in found.stretches}

    @given(cases(declared=separate_declarations), amounts(), st.integers(0, 95))
    def test_stretches_partition_the_span(self, case: Case, amount: timedelta, quarter: int) -> None:
        """What waits is told too, and what counts sums to the target."""
        opened = utc(case.instants[0])
        target = Target(counts="open_time", duration=amount, cut_off=time(quarter // 4, quarter % 4 * 15))
        found = explain(target, case.schedule, opened)
        edges = [opened, *(utc(stretch.end) for stretch in found.stretches)]
        assert [utc(stretch.start) for stretch in found.stretches] == edges[:-1]
        assert edges[-1] == utc(found.due)
        assert found.counted == amount


class TestClocksWithACutOff:
    """R11, R16, R18: a clock that waits for an opening has used nothing until then."""

    CLOCK = SlaClock.starting(at("Mon 15:30"), received_by(THREE, "4 business hours"), OFFICE)

    @pytest.mark.parametrize(
        ("now", "state", "elapsed", "remaining"),
        [
            ("Mon 15:30", "running", 0, 4),
            ("Mon 17:30", "running", 0, 4),
            ("Tue 09:00", "running", 0, 4),
            ("Tue 10:00", "running", 1, 3),
            ("Tue 13:00", "running", 4, 0),
            ("Tue 13:30", "breached", 4.5, -0.5),
        ],
    )
    def test_elapsed_counts_from_the_opening(self, now: str, state: str, elapsed: float, remaining: float) -> None:
        status = self.CLOCK.status(at(now))
        assert (status.state, shown(status.due)) == (state, "Tue 2026-09-15 13:00")
        assert (status.elapsed, status.remaining) == (timedelta(hours=elapsed), timedelta(hours=remaining))
        assert shown(status.started) == "Mon 2026-09-14 15:30"

    def test_it_is_explained_while_it_waits(self) -> None:
        found = self.CLOCK.explain(at("Mon 17:00"))
        assert [(shown(s.start), s.kind, s.ahead) for s in found.stretches] == [
            ("Mon 2026-09-14 15:30", "waiting", False),
            ("Mon 2026-09-14 17:00", "waiting", True),
            ("Mon 2026-09-14 18:00", "outside_hours", True),
            ("Tue 2026-09-15 09:00", "open", True),
        ]
        assert found.counted == timedelta(0)
        assert "open, not counted yet (ahead)" in found.text()
        assert "it came after the cut-off at 15:00" in found.text()

    def test_a_pause_while_it_waits_changes_nothing(self) -> None:
        paused = self.CLOCK.pause(at("Mon 16:00")).resume(at("Mon 17:00"))
        assert paused.status(at("Tue 10:00")).due == self.CLOCK.status(at("Tue 10:00")).due
        through = self.CLOCK.pause(at("Mon 16:00")).resume(at("Tue 10:00"))
        assert shown(through.status(at("Tue 10:00")).due) == "Tue 2026-09-15 14:00"

    def test_an_answer_while_it_waits_is_in_time(self) -> None:
        status = self.CLOCK.stop(at("Mon 16:00")).status(at("Tue 20:00"))
        assert (status.state, status.elapsed) == ("met", timedelta(0))
        found = self.CLOCK.stop(at("Mon 16:00")).explain(at("Tue 20:00"))
        assert [(s.kind, shown(s.end)) for s in found.stretches] == [("waiting", "Mon 2026-09-14 16:00")]

    @pytest.mark.parametrize(
        ("amount", "schedule", "cut_off"),
        [
            pytest.param("4 business hours", OFFICE, THREE, id="hours"),
            pytest.param("1 business day", OFFICE, THREE, id="days"),
            pytest.param("1 month", OFFICE, THREE, id="months"),
            pytest.param("4 business hours", EVENINGS, "13:00", id="hours-that-open-after-the-cut-off"),
            pytest.param("1 business day", EVENINGS, "13:00", id="days-that-open-after-the-cut-off"),
        ],
    )
    def test_the_clock_and_the_target_agree(self, amount: str, schedule: Schedule, cut_off: str) -> None:
        target = received_by(cut_off, amount)
        for hour in range(24 * 7):
            opened = (at("Mon 00:30").astimezone(UTC) + timedelta(hours=hour)).astimezone(NEW_YORK)
            assert SlaClock.starting(opened, target, schedule).status(opened).due == target.due(opened, schedule)

    def test_business_figures_leave_out_the_wait(self) -> None:
        assert self.CLOCK.status(at("Tue 10:00")).business.elapsed == timedelta(hours=1)


class TestPhrases:
    """What people say of days without a number, of times at which they end, and of ranges."""

    @pytest.mark.parametrize(
        ("text", "days", "rule", "ends"),
        [
            pytest.param("next business day", 1, None, None, id="next"),
            pytest.param("the next working day", 1, None, None, id="the-next"),
            pytest.param("on the following business day.", 1, None, None, id="on-the-following"),
            pytest.param("by next business day", 1, None, None, id="by-next"),
            pytest.param("within the next business day", 1, None, None, id="within-the-next"),
            pytest.param("By close of business the next working day", 1, "close", None, id="close-of-the-next"),
            pytest.param("close of business on the next business day", 1, "close", None, id="close-on-the-next"),
            pytest.param("by the end of the next business day", 1, "close", None, id="end-of-the-next"),
            pytest.param("end of next business day", 1, "close", None, id="end-of-next"),
            pytest.param("by end of play, next business day", 1, "close", None, id="end-of-play"),
            pytest.param("by end of day on the following working day", 1, "close", None, id="end-of-day"),
            pytest.param("at the opening of the next business day", 1, "open", None, id="opening"),
            pytest.param("by start of next working day", 1, "open", None, id="start"),
            pytest.param("by close of business", 0, "close", None, id="close"),
            pytest.param("close of business today", 0, "close", None, id="close-today"),
            pytest.param("by the end of the business day", 0, "close", None, id="end"),
            pytest.param("end of business on the same day", 0, "close", None, id="end-on-the-same"),
            pytest.param("same business day", 0, "close", None, id="same"),
            pytest.param("the same working day", 0, "close", None, id="the-same"),
            pytest.param("next business day by 4 PM", 1, None, "16:00", id="next-by-four"),
            pytest.param("next business day, before 9:30 a.m.", 1, None, "09:30", id="next-before-nine-thirty"),
            pytest.param("2 business days until noon", 2, None, "12:00", id="two-until-noon"),
            pytest.param("same day by 5 PM", 0, None, "17:00", id="same-by-five"),
            pytest.param("the same day by 17:00", 0, None, "17:00", id="the-same-by-five"),
            pytest.param("today by 5 p.m.", 0, None, "17:00", id="today-by-five"),
            pytest.param("same business day by 5 PM", 0, None, "17:00", id="the-time-stands-for-the-close"),
            pytest.param("1-2 business days", 2, None, None, id="a-range"),
            pytest.param("1–2 business days", 2, None, None, id="a-range-with-a-dash"),
            pytest.param("1 to 2 business days", 2, None, None, id="a-range-in-words"),
            pytest.param("within 3 - 5 working days by 4 PM", 5, None, "16:00", id="a-range-by-four"),
            pytest.param("2 business days, not counting the day of receipt", 2, None, None, id="not-the-first"),
            pytest.param("2 business days (excluding the day of receipt)", 2, None, None, id="excluding-the-first"),
        ],
    )
    def test_business_days(self, text: str, days: int, rule: str | None, ends: str | None) -> None:
        target = Target(text)
        assert (target.counts, target.days, target.day_rule) == ("business_days", days, rule)
        assert target.ends == (ends and time.fromisoformat(ends))
        assert str(target) == text
        assert Target.model_validate_json(target.model_dump_json()) == target

    @pytest.mark.parametrize(
        ("text", "counts", "amount"),
        [
            pytest.param("2-4 business hours", "open_time", "4:00:00", id="hours"),
            pytest.param("1 to 2 hours 24/7", "calendar_time", "2:00:00", id="any-hours"),
            pytest.param("5–10 days", "calendar_days", "10", id="days"),
            pytest.param("1-2 months", "calendar_months", "2", id="months"),
            pytest.param("2-2.5 hours", "calendar_time", "2:30:00", id="to-a-part"),
            pytest.param("1.5-2 hours", "calendar_time", "2:00:00", id="from-a-part"),
        ],
    )
    def test_of_a_range_the_last_is_promised(self, text: str, counts: str, amount: str) -> None:
        target = Target(text)
        assert (target.counts, str(target.duration or target.days or target.months)) == (counts, amount)

    @pytest.mark.parametrize(
        ("text", "written", "stated"),
        [
            ("next business day by 4 PM", "1 business day, by 16:00", True),
            ("same day by 5 PM", "the same business day, by 17:00", False),
            ("by close of business", "the same business day, at its close", True),
            ("by close of business the next working day", "1 business day, at its close", True),
            ("at the opening of the next business day", "1 business day, at its opening", True),
            ("1 month", "1 calendar month", False),
            ("2 calendar months", "2 calendar months", True),
            ("1 year", "12 calendar months", False),
            ("one year and six months", "18 calendar months", False),
            ("by 4 PM on the next business day", "1 business day, by 16:00", True),
            ("before noon the next working day", "1 business day, by 12:00", True),
            ("end of the same business day", "the same business day, at its close", True),
            ("by the end of the second business day", "2 business days, at its close", True),
            ("by the close of the 3rd working day", "3 business days, at its close", True),
            ("NBD", "1 business day", True),
            ("COB", "the same business day, at its close", True),
            ("EOD next business day", "1 business day, at its close", True),
            ("within one (1) business day", "1 business day", True),
            ("four (4) business hours", "4 business hours", True),
            ("half an hour", "30 calendar minutes", False),
            ("an hour and a half", "1 hour 30 minutes of calendar time", False),
            ("up to 4 business hours", "4 business hours", True),
            ("30 minutes or less", "30 calendar minutes", False),
            ("less than 2 hours (business)", "2 business hours", True),
            ("8 hours (business hours)", "8 business hours", True),
            ("4 hours max", "4 calendar hours", False),
            ("twenty-four (24) business hours", "24 business hours", True),
            ("forty-eight hours", "48 calendar hours", False),
            ("every 2 hours", "2 calendar hours", False),
            ("by end of day", "the same business day, at its close", True),
            ("3 banking days", "3 business days", True),
            ("next banking day", "1 business day", True),
            ("next day before 9 AM", "1 business day, by 09:00", False),
            ("the following day by noon", "1 business day, by 12:00", False),
            ("1 calendar day by 9 AM", "1 calendar day, by 09:00", True),
        ],
    )
    def test_in_words_that_say_what_it_counts(self, text: str, written: str, stated: bool) -> None:
        assert (Target(text).written, Target(text).basis_stated) == (written, stated)

    @pytest.mark.parametrize(
        ("text", "arrived", "due"),
        [
            pytest.param("next business day", "Fri 10:00", "Mon 2026-09-21 10:00", id="next"),
            pytest.param(
                "by close of business the next working day", "Fri 10:00", "Mon 2026-09-21 18:00", id="close-of-the-next"
            ),
            pytest.param(
                "by the start of the next business day", "Fri 10:00", "Mon 2026-09-21 09:00", id="start-of-the-next"
            ),
            pytest.param("next business day by 4 PM", "Fri 17:00", "Mon 2026-09-21 16:00", id="next-by-four"),
            pytest.param(
                "next business day by 4 PM", "Sat 12:00", "Tue 2026-09-22 16:00", id="next-by-four-from-saturday"
            ),
            pytest.param("same day by 5 PM", "Fri 09:30", "Fri 2026-09-18 17:00", id="same"),
            pytest.param("same day by 5 PM", "Fri 18:30", "Mon 2026-09-21 17:00", id="same-after-closing"),
            pytest.param("by close of business", "Fri 17:59", "Fri 2026-09-18 18:00", id="close"),
            pytest.param("by close of business", "Fri 18:00", "Mon 2026-09-21 18:00", id="close-after-closing"),
            pytest.param("1–2 business days", "Thu 12:00", "Mon 2026-09-21 12:00", id="a-range"),
            pytest.param("2 days by 5 PM", "Thu 12:00", "Sat 2026-09-19 17:00", id="calendar-days-by-five"),
            pytest.param("same day by 5 PM", "Fri 17:30", "Mon 2026-09-21 17:00", id="same-after-five"),
            pytest.param("same day by 5 PM", "Sat 10:00", "Mon 2026-09-21 17:00", id="same-on-no-business-day"),
        ],
    )
    def test_when_it_is_due(self, text: str, arrived: str, due: str) -> None:
        assert shown(Target(text).due(at(arrived), OFFICE)) == due

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            pytest.param(
                "4 business hours by 5 PM", "a time of day ends an amount of days, not of hours", id="hours-by-five"
            ),
            pytest.param("1 month by 5 PM", "a time of day ends an amount of days", id="a-month-by-five"),
            pytest.param("soon by 5 PM", "cannot read 'soon' as a target", id="soon-by-five"),
            pytest.param("next business day by 25:00", "cannot read '25:00' as hours", id="by-no-time"),
            pytest.param("next business week", "'next' is not a number", id="next-week"),
            pytest.param("same day", "'same' is not a number", id="same-day"),
            pytest.param(
                "1-2 parsecs",
                "cannot read '1-2 parsecs' as a target: '2 parsecs' is not understood",
                id="a-range-of-nothing",
            ),
            pytest.param(
                "4 business hours excluding the day of receipt", "day of receipt", id="hours-not-counting-a-day"
            ),
            pytest.param("same day by 5", "'same' is not a number", id="by-five-of-what"),
            pytest.param("4-2 business days", "4-2", id="a-range-backwards"),
            pytest.param("two (3) hours", "two is not 3", id="a-number-said-otherwise"),
            pytest.param("end of the last business day", "is not understood", id="no-ordinal"),
            pytest.param("1 year and 2 hours", "months are whole calendar months", id="a-year-and-hours"),
        ],
    )
    def test_refused(self, text: str, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            Target(text)
        assert message in str(caught.value)

    def test_a_time_at_which_it_ends_is_read_on_the_schedules_clocks(self) -> None:
        with pytest.raises(
            DeclarationError, match="has a zone of its own; the schedule's `timezone` says where clocks are read"
        ):
            Target(text="next business day", ends=time(16, tzinfo=UTC))  # type: ignore[call-arg]

    def test_a_sentence_may_end(self) -> None:
        assert Target("next business day by 16:00.").ends == time(16)

    def test_a_day_that_is_none_needs_an_end(self) -> None:
        with pytest.raises(
            DeclarationError, match="no days at all need the day rule 'close' or a time of day at which they end"
        ):
            Target(counts="business_days", days=0, day_rule="open")
        assert Target(counts="business_days", days=0, ends="17:00").written == "the same business day, by 17:00"
        assert Target(counts="calendar_days", days=0, ends="17:00").written == "the same calendar day, by 17:00"


class TestMonths:
    """R2, R11: so many calendar months keep the day of the month and the clock time, where they can."""

    @pytest.mark.parametrize(
        ("text", "opened", "due"),
        [
            pytest.param("1 month", "2026-01-15 10:00", "Sun 2026-02-15 10:00", id="a-month"),
            pytest.param("1 month", "2026-01-31 10:00", "Sat 2026-02-28 10:00", id="a-date-that-the-month-lacks"),
            pytest.param("1 month", "2028-01-31 10:00", "Tue 2028-02-29 10:00", id="in-a-leap-year"),
            pytest.param("1 month", "2026-02-28 10:00", "Sat 2026-03-28 10:00", id="the-last-stays-the-28th"),
            pytest.param("P1M", "2026-12-31 10:00", "Sun 2027-01-31 10:00", id="over-new-year"),
            pytest.param("12 months", "2028-02-29 10:00", "Wed 2029-02-28 10:00", id="a-year-after-a-leap-day"),
            pytest.param("1 month", "2026-02-08 02:30", "Sun 2026-03-08 03:00", id="into-a-skipped-hour"),
            pytest.param("1 month", "2026-10-01 01:30", "Sun 2026-11-01 01:30", id="into-a-repeated-hour"),
            pytest.param("two months", "2026-02-20 10:00", "Mon 2026-04-20 10:00", id="over-a-clock-change"),
        ],
    )
    def test_when_it_is_due(self, text: str, opened: str, due: str) -> None:
        found = Target(text).due(at(opened), OFFICE)
        assert shown(found) == due
        assert utc(Target(text).due(at(opened).astimezone(UTC), OFFICE)) == utc(found)

    def test_a_repeated_hour_is_its_first(self) -> None:
        assert Target("1 month").due(at("2026-10-01 01:30"), OFFICE).fold == 0

    def test_the_months_are_those_of_the_schedules_zone(self) -> None:
        opened = datetime(2026, 3, 1, 3, tzinfo=UTC)  # still 28 February in New York
        assert str(Target("1 month").due(opened, OFFICE)) == "2026-03-29 02:00:00+00:00"

    def test_they_may_end_at_the_next_opening(self) -> None:
        target = Target(text="1 month", ends="next_opening")  # type: ignore[call-arg]
        assert shown(target.due(at("2026-01-15 10:00"), OFFICE)) == "Tue 2026-02-17 09:00"

    def test_explained(self) -> None:
        found = explain(Target("1 month"), OFFICE, at("2026-01-31 10:00"))
        assert [(s.kind, shown(s.end)) for s in found.stretches] == [("any_time", "Sat 2026-02-28 10:00")]
        assert [note.text for note in found.notes] == [
            "'1 month' does not say what it counts; read as 1 calendar month"
        ]

    def test_a_clock_and_a_notice(self) -> None:
        clock = SlaClock.starting(at("2026-01-31 10:00"), Target("1 month"), OFFICE)
        assert clock.status(at("2026-02-28 10:00")).state == "running"
        assert clock.status(at("2026-02-28 10:00") + MICROSECOND).state == "breached"
        policy = small(notices={"change": "1 month"})
        assert shown(policy.notice("change", before=at("2026-03-31 00:00"))) == "Sat 2026-02-28 00:00"

    @pytest.mark.parametrize("text", ["1.5 months", "1 business month", "1 month 2 days", "P1M2D", "2 months 1 hour"])
    def test_whole_and_alone(self, text: str) -> None:
        with pytest.raises(DeclarationError, match="months are whole calendar months, and stand alone"):
            Target(text)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("0 months", "months: input should be greater than 0, not 0"),
            ("1201 months", "months: input should be less than or equal to 1200, not 1201"),
        ],
    )
    def test_some_and_not_too_many(self, text: str, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            Target(text)
        assert message in str(caught.value)

    @pytest.mark.parametrize("counts", ["business_days", "calendar_days", "open_time", "calendar_time"])
    def test_they_count_nothing_else(self, counts: Any) -> None:
        with pytest.raises(DeclarationError):
            Target(text="1 month", counts=counts)  # type: ignore[call-arg]
        with pytest.raises(DeclarationError):
            Target(counts=counts, days=2, months=2)

    def test_past_the_last_year(self) -> None:
        with pytest.raises(InstantRangeError, match="2 months from 9999-11-30 12:00:00-05:00 lies outside the years"):
            Target("2 months").due(at("9999-11-30 12:00"), OFFICE)

    def test_by_name(self) -> None:
        target = Target(counts="calendar_months", months=2)
        assert (target.months, target.written) == (2, "2 calendar months")

    @given(st.integers(1, 24), st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)))
    def test_later_months_end_later(self, months: int, opened: datetime) -> None:
        """One month more is later, and by no more than a month and an hour."""
        start = opened.replace(tzinfo=UTC)
        one, more = (utc(Target(f"{n} months").due(start, OFFICE)) for n in (months, months + 1))
        assert timedelta(days=27) < more - one <= timedelta(days=31, hours=1)


CUSTOMERS = {
    "schedules": {
        "local": {"hours": "Mon-Fri 09:00-17:00", "timezone": "customer"},
        "office": "Mon-Fri 09:00-18:00",
    },
    "plans": {"only": {"schedule": "local", "first_response": "2 business hours"}},
}
TOKYO = ZoneInfo("Asia/Tokyo")


class TestTheCustomersZone:
    """R13: what the policy reads on the customer's clocks is read in the zone of whoever asks."""

    POLICY = small(**CUSTOMERS)

    def test_due_on_the_customers_clocks(self) -> None:
        opened = at("Mon 08:00", TOKYO)
        assert shown(self.POLICY.for_customer("Asia/Tokyo").due(opened), TOKYO) == "Mon 2026-09-14 11:00"
        assert shown(self.POLICY.for_customer("America/New_York").due(opened)) == "Mon 2026-09-14 11:00"

    def test_other_schedules_stay_where_they_are(self) -> None:
        here = self.POLICY.for_customer("Asia/Tokyo")
        assert (here.schedule("local").timezone, here.schedule("office").timezone) == ("Asia/Tokyo", "America/New_York")
        assert here.timezone == "America/New_York"

    def test_asked_again_it_is_the_same_policy(self) -> None:
        assert self.POLICY.for_customer("Asia/Tokyo") is self.POLICY.for_customer("Asia/Tokyo")

    def test_a_later_version_is_read_there_too(self) -> None:
        version = PolicyVersion(
            effective="2026-09-15",  # type: ignore[arg-type]
            schedules={"local": {"hours": "Mon-Fri 12:00-17:00", "timezone": "customer"}},  # type: ignore[arg-type]
        )
        here = small(**CUSTOMERS, versions=[version]).for_customer("Asia/Tokyo")
        assert shown(here.due(at("Mon 08:00", TOKYO)), TOKYO) == "Mon 2026-09-14 11:00"
        assert shown(here.due(at("Wed 08:00", TOKYO)), TOKYO) == "Wed 2026-09-16 14:00"

    def test_conditions_are_read_there_too(self) -> None:
        promise = {"target": "4 hours", "when": [{"received": "before 10 AM", "target": "1 hour"}]}
        policy = small(**(CUSTOMERS | {"plans": {"only": {"schedule": "local", "first_response": promise}}}))
        here = policy.for_customer("Asia/Tokyo")
        assert shown(here.due(at("Mon 09:59", TOKYO)), TOKYO) == "Mon 2026-09-14 10:59"
        assert shown(here.due(at("Mon 10:00", TOKYO)), TOKYO) == "Mon 2026-09-14 14:00"

    def test_without_a_zone_it_is_not_known(self) -> None:
        with pytest.raises(UnknownNameError) as caught:
            self.POLICY.due(at("Mon 08:00"))
        assert "local is read on the clocks of the customer; say where that is" in str(caught.value)
        assert "policy.for_customer('Asia/Tokyo')" in str(caught.value)

    @pytest.mark.parametrize("zone", ["JST", "Asia/Tokio", "customer"])
    def test_no_such_zone(self, zone: str) -> None:
        with pytest.raises(ZoneError, match=f"'{zone}'"):
            self.POLICY.for_customer(zone)

    def test_a_schedules_zone_is_a_zone_or_the_customers(self) -> None:
        with pytest.raises(DeclarationError, match=r"schedules.local.timezone: 'custmer' is not a time zone"):
            small(schedules={"local": {"hours": "24x7", "timezone": "custmer"}})

    def test_what_is_dumped_loads_back(self) -> None:
        assert SlaPolicy.loads(self.POLICY.model_dump_json(), format="json") == self.POLICY
        ticket = Ticket(opened=at("Mon 08:00"), timezone="Asia/Tokyo")
        assert Ticket.model_validate_json(ticket.model_dump_json()).timezone == "Asia/Tokyo"

    def test_a_ticket_says_where_its_customer_is(self) -> None:
        ticket = Ticket(opened=at("Mon 08:00", TOKYO), timezone="Asia/Tokyo")
        status = self.POLICY.evaluate(ticket, at("Mon 08:00", TOKYO))["first_response"]
        assert shown(status.due, TOKYO) == "Mon 2026-09-14 11:00"

    def test_a_tickets_zone_exists(self) -> None:
        with pytest.raises(DeclarationError, match="Asia/Tokio"):
            Ticket(opened=at("Mon 08:00"), timezone="Asia/Tokio")

    def test_a_closure_may_be_the_customers(self) -> None:
        policy = small(closures={"siesta": {"hours": "Mon-Fri 13:00-15:00", "timezone": "customer"}})
        assert policy.for_customer("Asia/Tokyo").closure("siesta").timezone == "Asia/Tokyo"

    def test_a_combination_in_the_customers_zone_needs_one_too(self) -> None:
        schedules = {
            "a": "Mon 09:00-17:00",
            "b": "Tue 09:00-17:00",
            "both": {"any_of": ["a", "b"], "timezone": "customer"},
        }
        policy = small(schedules=schedules, plans={"only": {"schedule": "both", "first_response": "1 business day"}})
        with pytest.raises(UnknownNameError, match="customer"):
            policy.due(at("Mon 08:00"))


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

    def test_a_changed_priority_keeps_the_channel(self) -> None:
        by_phone = {"when": [{"received": "by phone", "target": "1 business hour"}], "target": "2 business hours"}
        policy = small(plans={"only": {"first_response": {"P1": by_phone, "P2": "8 business hours"}}})
        clock = policy.clock(at("Mon 09:00"), priority="P2", channel="phone").retarget(at("Mon 10:00"), priority="P1")
        assert clock.status(at("Mon 10:00")).due == at("Mon 10:00")

    @pytest.mark.parametrize(
        ("text", "written"),
        [
            ("by phone", "by phone"),
            ("by e-mail, chat or web form", "by e-mail or chat or web form"),
            ("by phone on Fri after 3 PM", "by phone on Fri after 15:00"),
            ("outside hours by phone", "by phone outside hours"),
            ("between 9:00 and 17:00", "before 17:00 from 09:00"),
            ("on Fri or Sat", "on Fri,Sat"),
            ("in support hours", "in hours"),
            ("outside of business hours", "outside hours"),
            ("by phone, in hours", "by phone in hours"),
            ("by chat and on Fri", "by chat on Fri"),
            ("on Fri and after 15:00", "on Fri after 15:00"),
            ("outside normal hours on weekends", "outside hours on Sat,Sun"),
        ],
    )
    def test_as_text(self, text: str, written: str) -> None:
        assert str(Received.model_validate(text)) == written

    def test_one_channel_by_name(self) -> None:
        assert Received(channels="phone") == Received.model_validate("by phone")  # type: ignore[arg-type]


class TestTimesOverMidnight:
    @pytest.mark.parametrize("received", ["between 22:00 and 06:00", "after 21:59 before 06:00"])
    def test_from_an_evening_to_a_morning(self, received: str) -> None:
        condition = Received.model_validate(received)
        found = [
            clock
            for clock in ("21:59", "22:00", "23:59", "00:00", "05:59", "06:00", "12:00")
            if condition.holds(at(f"Mon {clock}"), OFFICE)
        ]
        assert found == ["22:00", "23:59", "00:00", "05:59"]

    def test_one_day_by_name(self) -> None:
        assert Received(days="Fri", before="13:00") == Received.model_validate("on Fri before 13:00")  # type: ignore[arg-type]


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

    @pytest.mark.parametrize(
        ("text", "fields"),
        [
            ("during evenings", {"hours": "in", "of": "evenings"}),
            ("outside evenings on Fri", {"hours": "outside", "of": "evenings", "days": ("Fri",)}),
            ("by phone during second shift before 20:00", {"hours": "in", "of": "second shift"}),
        ],
    )
    def test_text(self, text: str, fields: dict[str, Any]) -> None:
        received = Received.model_validate(text)
        assert {name: getattr(received, name) for name in fields} == fields
        assert str(received) == text

    @pytest.mark.parametrize(
        ("received", "message"),
        [
            pytest.param("during nights", "there is no schedule 'nights'; known: office", id="no-schedule"),
            pytest.param(
                {"of": "office"}, "say whether 'office' was open; write e.g. 'during office'", id="open-or-not"
            ),
            pytest.param("by 16:00", "write 'before 16:00', which leaves that out", id="by-a-time"),
            pytest.param("by noon", "write 'before noon', which leaves that out", id="by-noon"),
        ],
    )
    def test_refused(self, received: Any, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            promising({"target": "1 hour", "when": [{"received": received, "target": "2 hours"}]})
        assert message in str(caught.value)


class TestCoverage:
    """When support can be reached, where that is not when time is counted."""

    POLICY = small(
        schedules={"office": "Mon-Fri 09:00-18:00", "always": "24x7", "phone": "Mon-Fri 10:00-16:00"},
        plans={
            "standard": {"schedule": "office", "first_response": "4 business hours"},
            "priority": {
                "schedule": "office",
                "coverage": {"": "always", "phone": "phone"},
                "first_response": {"P1": "1 hour", "P2": {"target": "4 business hours", "coverage": "office"}},
                "resolution": {"coverage": "phone", "P1": "1 business day"},
            },
        },
    )

    @pytest.mark.parametrize(
        ("asked", "name"),
        [
            pytest.param({"plan": "standard"}, "office", id="when-time-is-counted"),
            pytest.param({"plan": "priority", "priority": "P1"}, "always", id="of-the-plan"),
            pytest.param({"plan": "priority", "priority": "P1", "channel": "phone"}, "phone", id="of-a-channel"),
            pytest.param({"plan": "priority", "priority": "P1", "channel": "fax"}, "always", id="of-any-other-channel"),
            pytest.param({"plan": "priority", "priority": "P2"}, "office", id="of-the-priority"),
            pytest.param({"plan": "priority", "priority": "P1", "metric": "resolution"}, "phone", id="of-the-metric"),
        ],
    )
    def test_the_nearest_holds(self, asked: dict[str, str], name: str) -> None:
        assert self.POLICY.coverage(**asked).name == name  # type: ignore[arg-type]

    def test_it_does_not_change_what_is_counted(self) -> None:
        assert self.POLICY.schedule_for("priority", "P2").name == "office"
        assert self.POLICY.due(at("Sat 10:00"), "priority", "P2") == at("2026-09-21 13:00")

    def test_a_schedule_that_is_not_there(self) -> None:
        with pytest.raises(DeclarationError, match="coverage: there is no schedule 'alwys'; did you mean 'always'"):
            small(
                schedules={"always": "24x7"},
                plans={"only": {"first_response": {"P1": {"target": "1 hour", "coverage": "alwys"}}}},
            )
        with pytest.raises(DeclarationError, match=r"plans\.only\.coverage: there is no schedule"):
            small(plans={"only": {"coverage": "nights", "first_response": "1 hour"}})

    def test_an_unknown_priority(self) -> None:
        with pytest.raises(UnknownNameError):
            self.POLICY.coverage("priority", "P9")
