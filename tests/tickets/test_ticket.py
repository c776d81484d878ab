"""Tickets: the life of each metric, told as stories (R16 to R18)."""

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from clock_model import on
from hypothesis import given, strategies as st

from slaclock import (
    ClockError,
    DeclarationError,
    Evaluation,
    Event,
    Lifecycle,
    PolicyVersion,
    SlaPolicy,
    Ticket,
    UnknownNameError,
)
from slaclock.errors import ChoiceError
from slaclock.tickets.evaluation import MetricStatus
from slaclock.tickets.lifecycle import usual_lifecycle

HOUR = timedelta(hours=1)
PROMISES = {
    "first_response": {"P1": "1 business hour", "P2": "4 business hours", "P3": "1 business day"},
    "next_response": {"P1": "1 business hour", "P2": "4 business hours"},
    "update": {"P1": "2 business hours"},
    "workaround": {"P1": "6 business hours"},
    "resolution": {"P1": "8 business hours", "P2": "16 business hours"},
    "acknowledgement": {"P1": "30 business minutes"},
    "escalation": {"P1": "1 business hour", "P2": "1 business hour"},
}


def policy(**more: Any) -> SlaPolicy:
    stated = {
        "name": "Example",
        "timezone": "America/New_York",
        "schedules": {"office": "Mon-Fri 09:00-18:00", "always": "24x7"},
        "plans": {
            "standard": {"schedule": "office", **PROMISES},
            "premium": {"schedule": "always", "first_response": "2 business hours", "resolution": "8 business hours"},
        },
    }
    return SlaPolicy(**(stated | more))


POLICY = policy()


def event(text: str) -> Event:
    """Read `Mon 10:00 agent_replied public=no by=bob`."""
    words = text.split()
    named = dict(word.split("=") for word in words if "=" in word)
    *at, kind = [word for word in words if "=" not in word]
    if "public" in named:
        return Event(at=on(" ".join(at)), kind=kind, **{**named, "public": named["public"] == "yes"})
    return Event(at=on(" ".join(at)), kind=kind, **named)


def ticket(opened: str, *events: str, **more: Any) -> Ticket:
    stated = {"id": "T-1", "plan": "standard", "priority": "P1"} | more
    return Ticket(opened=on(opened), events=tuple(map(event, events)), **stated)


def lines(evaluation: Evaluation, metric: str) -> list[str]:
    """Tell each cycle of a metric: `met Mon 10:00`."""
    return [_line(each) for each in evaluation.cycles if each.metric == metric]


def _line(each: MetricStatus) -> str:
    return f"{each.status.state} {each.status.due.astimezone(ZoneInfo('America/New_York')):%a %H:%M}"


def stands(story: list[str], metric: str, now: str, rules: SlaPolicy = POLICY, **more: Any) -> list[str]:
    opened, *events = story
    evaluation = rules.evaluate(ticket(opened, *events, **more), on(now), contradictions="error")
    return lines(evaluation, metric)


class TestMetrics:
    """The usual life of each metric that the field knows."""

    @pytest.mark.parametrize(
        ("metric", "now", "story", "cycles"),
        [
            pytest.param("first_response", "Mon 10:30", ["Mon 10:00"], ["running Mon 11:00"],
                         id="first-response-runs-from-the-opening"),
            pytest.param("first_response", "Mon 12:00", ["Mon 10:00", "Mon 10:45 agent_replied"], ["met Mon 11:00"],
                         id="first-response-ends-with-a-reply"),
            pytest.param("first_response", "Mon 12:00", ["Mon 10:00", "Mon 11:00 agent_replied"], ["met Mon 11:00"],
                         id="a-reply-at-the-due-instant-is-met"),
            pytest.param("first_response", "Mon 12:00", ["Mon 10:00", "Mon 11:01 agent_replied"],
                         ["breached Mon 11:00"], id="a-reply-too-late"),
            pytest.param("first_response", "Mon 12:00", ["Mon 10:00", "Mon 10:15 customer_replied",
                         "Mon 10:45 customer_replied"], ["breached Mon 11:00"],
                         id="repeated-messages-do-not-restart-first-response"),
            pytest.param("first_response", "Mon 12:00", ["Mon 10:00", "Mon 10:30 agent_replied public=no"],
                         ["breached Mon 11:00"], id="an-internal-note-answers-nobody"),
            pytest.param("first_response", "Mon 12:00", ["Mon 10:00", "Mon 10:30 resolved"], ["met Mon 11:00"],
                         id="resolving-answers"),
            pytest.param("first_response", "Mon 12:00", ["Mon 10:00", "Mon 10:30 agent_replied",
                         "Mon 10:40 customer_replied"], ["met Mon 11:00"], id="first-response-comes-once"),
            pytest.param("first_response", "Mon 12:00", ["Mon 10:00", "Mon 10:30 cancelled"], ["cancelled Mon 11:00"],
                         id="cancelled"),
            pytest.param("first_response", "Mon 12:00", ["Mon 10:00", "Mon 10:30 closed", "Mon 11:00 reopened"],
                         ["met Mon 11:00"], id="reopening-asks-for-no-first-response"),
            pytest.param("next_response", "Mon 12:00", ["Mon 10:00", "Mon 10:15 customer_replied"], [],
                         id="no-next-response-before-the-first"),
            pytest.param("next_response", "Mon 12:00", ["Mon 10:00", "Mon 10:15 agent_replied public=no",
                         "Mon 10:20 customer_replied"], [], id="nor-after-an-internal-note"),
            pytest.param("next_response", "Mon 11:30", ["Mon 10:00", "Mon 10:15 agent_replied",
                         "Mon 11:00 customer_replied"], ["running Mon 12:00"],
                         id="next-response-runs-from-the-message"),
            pytest.param("next_response", "Mon 12:30", ["Mon 10:00", "Mon 10:15 agent_replied",
                         "Mon 11:00 customer_replied", "Mon 11:30 customer_replied"], ["breached Mon 12:00"],
                         id="repeated-messages-do-not-restart-next-response"),
            pytest.param("next_response", "Mon 12:30", ["Mon 10:00", "Mon 10:15 agent_replied",
                         "Mon 11:00 customer_replied", "Mon 11:30 agent_replied public=no"], ["breached Mon 12:00"],
                         id="nor-does-a-note-stop-it"),
            pytest.param("next_response", "Mon 14:30", ["Mon 10:00", "Mon 10:15 agent_replied",
                         "Mon 11:00 customer_replied", "Mon 11:30 agent_replied", "Mon 14:00 customer_replied"],
                         ["met Mon 12:00", "running Mon 15:00"], id="next-response-repeats"),
            pytest.param("next_response", "Mon 14:30", ["Mon 10:00", "Mon 11:00 agent_replied",
                         "Mon 11:00 customer_replied"], [], id="at-one-instant-the-message-comes-before-the-reply"),
            pytest.param("update", "Mon 11:30", ["Mon 10:00"], [], id="no-update-before-a-reply"),
            pytest.param("update", "Mon 15:30", ["Mon 10:00", "Mon 11:00 agent_replied", "Mon 12:30 agent_replied",
                         "Mon 15:00 agent_replied"], ["met Mon 13:00", "breached Mon 14:30", "running Mon 17:00"],
                         id="an-update-restarts-at-each-public-reply"),
            pytest.param("update", "Mon 12:30", ["Mon 10:00", "Mon 11:00 agent_replied",
                         "Mon 12:00 agent_replied public=no"], ["running Mon 13:00"], id="but-at-no-internal-note"),
            pytest.param("update", "Tue 10:00", ["Mon 10:00", "Mon 11:00 agent_replied", "Mon 12:00 resolved",
                         "Tue 09:30 reopened"], ["met Mon 13:00", "running Tue 11:30"],
                         id="an-update-goes-on-when-reopened"),
            pytest.param("workaround", "Mon 15:00", ["Mon 09:00", "Mon 12:00 workaround_given"], ["met Mon 15:00"],
                         id="a-workaround"),
            pytest.param("workaround", "Mon 15:00", ["Mon 09:00", "Mon 10:00 status_changed status=pending",
                         "Mon 12:00 status_changed status=open"], ["running Mon 17:00"],
                         id="a-workaround-waits-for-the-customer"),
            pytest.param("resolution", "Mon 15:00", ["Mon 09:00", "Mon 10:00 status_changed status=on_hold"],
                         ["paused Tue 13:00"], id="resolution-pauses-on-hold"),
            pytest.param("resolution", "Mon 16:00", ["Mon 09:00", "Mon 10:00 status_changed status=on_hold",
                         "Mon 12:00 status_changed status=pending", "Mon 13:00 status_changed status=open"],
                         ["running Tue 11:00"], id="from-one-waiting-status-to-another"),
            pytest.param("resolution", "Mon 16:00", ["Mon 09:00", "Mon 10:00 status_changed status=solved_soon",
                         "Mon 11:00 status_changed status=solved_soon"], ["running Mon 17:00"],
                         id="other-statuses-do-not-pause"),
            pytest.param("resolution", "Tue 12:00", ["Mon 09:00", "Mon 12:00 resolved", "Tue 09:00 reopened"],
                         ["met Mon 17:00", "running Tue 17:00"], id="reopened-opens-a-new-cycle-of-resolution"),
            pytest.param("resolution", "Tue 12:00", ["Mon 09:00", "Mon 12:00 reopened"], ["breached Mon 17:00"],
                         id="reopening-what-is-open-does-nothing"),
            pytest.param("resolution", "Tue 12:00", ["Mon 09:00", "Mon 12:00 resolved", "Mon 13:00 closed"],
                         ["met Mon 17:00"], id="closed-after-resolved"),
            pytest.param("acknowledgement", "Mon 12:00", ["Mon 10:00", "Mon 10:20 acknowledged"], ["met Mon 10:30"],
                         id="acknowledged"),
            pytest.param("acknowledgement", "Mon 12:00", ["Mon 10:00", "Mon 10:20 agent_replied"], ["met Mon 10:30"],
                         id="a-reply-acknowledges"),
            pytest.param("escalation", "Mon 12:00", ["Mon 10:00"], [], id="nothing-escalated"),
            pytest.param("escalation", "Mon 15:30", ["Mon 10:00", "Mon 11:00 escalated", "Mon 11:30 acknowledged",
                         "Mon 15:00 escalated"], ["met Mon 12:00", "running Mon 16:00"],
                         id="each-escalation-is-acknowledged"),
        ],
    )  # fmt: skip
    def test_story(self, metric: str, now: str, story: list[str], cycles: list[str]) -> None:
        assert stands(story, metric, now) == cycles

    def test_a_waiting_ticket_is_paused_from_its_opening(self) -> None:
        story = ["Mon 09:00", "Mon 11:00 status_changed status=open"]
        assert stands(story[:1], "resolution", "Mon 10:00", status="pending") == ["paused Mon 18:00"]
        assert stands(story, "resolution", "Mon 12:00", status="pending") == ["running Tue 10:00"]

    def test_a_cycle_that_starts_while_waiting_is_paused(self) -> None:
        story = ["Mon 09:00", "Mon 10:00 resolved", "Mon 11:00 status_changed status=pending", "Mon 12:00 reopened"]
        assert stands(story, "resolution", "Mon 13:00") == ["met Mon 17:00", "paused Tue 12:00"]

    def test_a_metric_of_ones_own_runs_until_resolved(self) -> None:
        rules = policy(plans={"standard": {"schedule": "office", "root_cause": "3 business hours"}})
        assert stands(["Mon 10:00"], "root_cause", "Mon 11:00", rules, priority=None) == ["running Mon 13:00"]
        assert stands(["Mon 10:00", "Mon 12:00 resolved"], "root_cause", "Mon 16:00", rules) == ["met Mon 13:00"]
        assert usual_lifecycle("root_cause") == Lifecycle()


class TestOwnLifecycles:
    """What a policy says of a metric's life replaces what its name says, key by key."""

    @pytest.mark.parametrize(
        ("life", "now", "story", "cycles"),
        [
            pytest.param({"on_reopen": "continue"}, "Tue 10:00", ["Mon 09:00", "Mon 12:00 resolved",
                         "Mon 16:00 reopened"], ["running Tue 12:00"], id="reopened-goes-on-after-a-pause"),
            pytest.param({"on_reopen": "continue"}, "Mon 15:00", ["Mon 09:00", "Mon 12:00 resolved"],
                         ["met Mon 17:00"], id="met-while-nobody-reopens-it"),
            pytest.param({"on_reopen": "continue"}, "Tue 10:00", ["Mon 09:00", "Mon 12:00 closed",
                         "Mon 16:00 reopened", "Mon 17:00 resolved"], ["met Tue 12:00"],
                         id="and-is-met-once-it-is-resolved-again"),
            pytest.param({"on_reopen": None}, "Tue 10:00", ["Mon 09:00", "Mon 12:00 resolved", "Mon 16:00 reopened"],
                         ["met Mon 17:00"], id="reopening-need-do-nothing"),
            pytest.param({"pauses_in": []}, "Mon 12:00", ["Mon 09:00", "Mon 10:00 status_changed status=pending"],
                         ["running Mon 17:00"], id="need-not-wait"),
            pytest.param({"pauses_in": ["with_vendor"]}, "Mon 12:00", ["Mon 09:00",
                         "Mon 10:00 status_changed status=with_vendor"], ["paused Tue 10:00"],
                         id="a-status-of-ones-own"),
            pytest.param({"starts": "triaged"}, "Mon 12:00", ["Mon 09:00", "Mon 11:00 triaged", "Mon 11:30 triaged"],
                         ["running Tue 10:00"], id="an-event-of-ones-own-starts-it"),
            pytest.param({"stops": ["deployed"]}, "Mon 12:00", ["Mon 09:00", "Mon 10:00 resolved",
                         "Mon 11:00 deployed"], ["met Mon 17:00"], id="another-stops-it"),
            pytest.param({"starts": "triaged", "after": "approved"}, "Mon 12:00", ["Mon 09:00", "Mon 10:00 triaged",
                         "Mon 10:30 approved", "Mon 11:00 triaged"], ["running Tue 10:00"], id="only-after-a-third"),
            pytest.param({"repeats": True, "starts": "opened_again"}, "Mon 12:00", ["Mon 09:00",
                         "Mon 09:30 opened_again", "Mon 10:00 resolved", "Mon 11:00 opened_again"], ["met Mon 17:30",
                         "running Tue 10:00"], id="again-and-again"),
        ],
    )  # fmt: skip
    def test_story(self, life: dict[str, Any], now: str, story: list[str], cycles: list[str]) -> None:
        assert stands(story, "resolution", now, policy(metrics={"resolution": life})) == cycles

    @pytest.mark.parametrize(
        ("between", "cycles"),
        [
            pytest.param(["Mon 13:00 status_changed status=pending"], ["paused Tue 12:00"], id="it-came-to-wait"),
            pytest.param(["Mon 13:00 priority_changed priority=P2"], ["running Wed 11:00"], id="its-priority-changed"),
            pytest.param(["Mon 13:00 paused by=bob", "Mon 13:30 resumed by=bob"], ["running Tue 12:00"],
                         id="it-was-paused-and-resumed"),
            pytest.param(["Mon 11:00 status_changed status=pending", "Mon 13:00 status_changed status=open"],
                         ["running Tue 13:00"], id="it-waited-when-it-was-resolved"),
        ],
    )  # fmt: skip
    def test_what_happened_while_it_was_resolved_counts_once_it_goes_on(
        self, between: list[str], cycles: list[str]
    ) -> None:
        """A ticket of Monday 09:00, resolved at 12:00 and reopened at 16:00."""
        rules = policy(metrics={"resolution": {"on_reopen": "continue"}})
        story = ["Mon 09:00", "Mon 12:00 resolved", "Mon 16:00 reopened", *between]
        assert stands(story, "resolution", "Mon 16:00", rules) == cycles

    def test_warnings_of_a_metric_add_to_those_of_the_policy(self) -> None:
        rules = policy(
            warnings={"half": "50%"}, metrics={"first_response": {"warnings": {"soon": "15 business minutes"}}}
        )
        each = rules.evaluate(ticket("Mon 10:00"), on("Mon 10:50"))["first_response"]
        assert [(warning.name, warning.reached) for warning in each.warnings] == [("half", True), ("soon", True)]
        assert each.state == "at_risk"


class TestByHand:
    """R16: pauses and stops said in so many words, of one metric or of all."""

    def test_all_metrics_pause(self) -> None:
        story = ["Mon 10:00", "Mon 10:30 paused by=bob", "Mon 11:30 resumed by=bob"]
        assert stands(story, "first_response", "Mon 11:45") == ["running Mon 12:00"]
        assert stands(story, "resolution", "Mon 11:45") == ["running Tue 10:00"]

    def test_one_metric_pauses(self) -> None:
        story = ["Mon 10:00", "Mon 10:30 paused metric=resolution"]
        assert stands(story, "first_response", "Mon 10:45") == ["running Mon 11:00"]
        assert stands(story, "resolution", "Mon 11:30") == ["paused Tue 10:00"]

    def test_causes_are_resumed_one_by_one(self) -> None:
        story = ["Mon 10:00", "Mon 10:15 paused by=a", "Mon 10:30 paused by=b", "Mon 11:00 resumed by=a"]
        assert stands(story, "first_response", "Mon 11:15") == ["paused Mon 12:00"]
        assert stands([*story, "Mon 11:30 resumed by=b"], "first_response", "Mon 11:45") == ["running Mon 12:15"]

    def test_one_metric_stops(self) -> None:
        story = ["Mon 10:00", "Mon 10:30 stopped metric=resolution", "Mon 10:45 stopped metric=resolution"]
        assert stands(story, "resolution", "Mon 12:00") == ["met Mon 18:00"]
        assert stands(story, "first_response", "Mon 10:50") == ["running Mon 11:00"]

    def test_a_pause_at_one_instant_changes_nothing(self) -> None:
        story = ["Mon 10:00", "Mon 10:30 resumed by=a", "Mon 10:30 paused by=a"]
        assert stands(story, "first_response", "Mon 10:45") == ["running Mon 11:00"]

    def test_paused_before_it_starts_it_starts_paused(self) -> None:
        story = ["Mon 09:00", "Mon 10:00 agent_replied", "Mon 11:00 paused by=a", "Mon 12:00 customer_replied"]
        assert stands(story, "next_response", "Mon 13:00") == ["paused Mon 14:00"]


class TestChanges:
    """R17: another priority or plan, one that promises nothing, and back."""

    @pytest.mark.parametrize(
        ("metric", "now", "story", "cycles"),
        [
            pytest.param("first_response", "Mon 10:45", ["Mon 10:00", "Mon 10:30 priority_changed priority=P2"],
                         ["running Mon 14:00"], id="a-lower-priority"),
            pytest.param("first_response", "Mon 10:45", ["Mon 10:00", "Mon 10:30 plan_changed plan=premium"],
                         ["running Mon 12:00"], id="another-plan"),
            pytest.param("first_response", "Mon 10:45", ["Mon 10:00", "Mon 10:30 priority_changed priority=P2",
                         "Mon 10:40 priority_changed priority=P1"], ["running Mon 11:00"], id="there-and-back"),
            pytest.param("update", "Mon 11:30", ["Mon 10:00", "Mon 10:15 agent_replied",
                         "Mon 11:00 priority_changed priority=P2"], ["cancelled Mon 12:15"],
                         id="one-that-promises-nothing-cancels"),
            pytest.param("update", "Mon 11:30", ["Mon 10:00", "Mon 10:15 agent_replied",
                         "Mon 11:00 plan_changed plan=premium"], ["cancelled Mon 12:15"], id="so-does-a-plan"),
            pytest.param("update", "Mon 11:30", ["Mon 10:00", "Mon 10:15 agent_replied",
                         "Mon 11:00 priority_changed priority=P2", "Mon 11:10 priority_changed priority=P1"],
                         ["running Mon 12:15"], id="and-back"),
            pytest.param("update", "Mon 11:30", ["Mon 10:00", "Mon 10:15 agent_replied",
                         "Mon 10:30 priority_changed priority=P2", "Mon 10:45 priority_changed priority=P3"],
                         ["cancelled Mon 12:15"], id="it-is-cancelled-once"),
            pytest.param("update", "Mon 15:00", ["Mon 10:00", "Mon 10:15 agent_replied",
                         "Mon 11:00 priority_changed priority=P2", "Mon 12:00 resolved"], ["cancelled Mon 12:15"],
                         id="what-comes-later-contradicts-nothing"),
            pytest.param("resolution", "Mon 10:45", ["Mon 10:00", "Mon 10:30 resolved",
                         "Mon 10:40 priority_changed priority=P2"], ["met Mon 18:00"],
                         id="what-has-stopped-does-not-change"),
        ],
    )  # fmt: skip
    def test_story(self, metric: str, now: str, story: list[str], cycles: list[str]) -> None:
        assert stands(story, metric, now) == cycles

    def test_promised_later_only_it_cannot_have_been_broken_before(self) -> None:
        story = ["Mon 10:00", "Mon 12:00 agent_replied public=no", "Mon 17:00 priority_changed priority=P1"]
        evaluation = POLICY.evaluate(ticket(*story, priority="P3"), on("Mon 18:00"))
        assert lines(evaluation, "acknowledgement") == ["breached Mon 10:30"]
        assert evaluation["acknowledgement"].breached_at == on("Mon 17:00")

    def test_what_was_never_promised_has_no_clock(self) -> None:
        evaluation = POLICY.evaluate(ticket("Mon 10:00", priority="P3"), on("Mon 18:00"))
        assert [each.metric for each in evaluation.cycles] == ["first_response"]

    def test_an_unknown_priority_or_plan_is_refused(self) -> None:
        for change in ("priority_changed priority=P7", "plan_changed plan=gold"):
            with pytest.raises(UnknownNameError):
                POLICY.evaluate(ticket("Mon 10:00", f"Mon 10:30 {change}"), on("Mon 11:00"))

    def test_an_explanation_names_the_change(self) -> None:
        evaluation = POLICY.evaluate(ticket("Mon 10:00", "Mon 10:30 priority_changed priority=P2"), on("Mon 11:00"))
        why = evaluation.latest("first_response").explain()
        assert why.subject.startswith("T-1: Example, standard, P")
        assert "(plan standard, priority P2)" in why.notes[0].text


class TestVersions:
    """R17: a policy changes at a date; what governs a ticket is the version at its opening, or at each start."""

    VERSION = PolicyVersion(
        effective=date(2026, 9, 16),
        plans={
            "standard": {
                "schedule": "office", "first_response": "2 business hours", "next_response": "2 business hours"
            },
        },
    )  # fmt: skip

    @pytest.mark.parametrize(
        ("governed_by", "due"),
        [
            pytest.param("opening", "Wed 11:00", id="by-the-version-at-its-opening"),
            pytest.param("each_event", "Wed 12:00", id="by-the-version-at-each-start"),
        ],
    )
    def test_a_ticket_across_the_date(self, governed_by: str, due: str) -> None:
        rules = policy(versions=[self.VERSION], governed_by=governed_by)
        asked = ticket("Tue 10:00", "Tue 10:30 agent_replied", "Wed 10:00 customer_replied")
        evaluation = rules.evaluate(asked, on("Wed 10:30"))
        assert evaluation["first_response"].due == on("Tue 11:00")
        assert evaluation["next_response"].due == on(due)

    def test_from_its_first_midnight_on(self) -> None:
        rules = policy(versions=[self.VERSION])
        late, early = (
            rules.evaluate(ticket(at), on("Wed 10:00"))["first_response"] for at in ("Wed 00:00", "Tue 23:59")
        )
        assert (late.due, early.due) == (on("Wed 11:00"), on("Wed 10:00"))

    def test_a_version_may_change_how_a_metric_lives(self) -> None:
        rules = policy(versions=[{"effective": "2026-09-16", "metrics": {"first_response": {"stops": "acknowledged"}}}])
        for opened, state in (("Tue 10:00", "met"), ("Wed 10:00", "running")):
            day = opened[:3]
            evaluation = rules.evaluate(ticket(opened, f"{day} 10:15 agent_replied"), on(f"{day} 10:30"))
            assert evaluation["first_response"].state == state


class TestEvents:
    """R18: any order, any zone, any number of times; what cannot be is recorded, or refused."""

    STORY = (
        "Mon 10:15 customer_replied", "Mon 10:30 agent_replied", "Mon 11:00 status_changed status=pending",
        "Mon 12:00 customer_replied", "Mon 12:00 status_changed status=open", "Mon 13:00 priority_changed priority=P2",
        "Mon 14:00 escalated", "Mon 14:30 acknowledged", "Mon 15:00 paused by=bob", "Mon 16:00 resumed by=bob",
        "Tue 09:30 resolved", "Tue 10:00 reopened", "Tue 11:00 agent_replied", "Tue 12:00 closed",
    )  # fmt: skip

    @given(st.permutations([*STORY, *STORY[:3]]), st.sampled_from(["Asia/Kathmandu", "UTC"]))
    def test_order_and_duplicates_do_not_matter(self, story: list[str], zone: str) -> None:
        events = [event(text) for text in story]
        moved = [each.model_copy(update={"at": each.at.astimezone(ZoneInfo(zone))}) for each in events]
        plain = POLICY.evaluate(ticket("Mon 10:00", *self.STORY), on("Tue 15:00"))
        found = POLICY.evaluate(
            Ticket(id="T-1", opened=on("Mon 10:00"), plan="standard", priority="P1", events=moved), on("Tue 15:00")
        )
        assert [each.status for each in found.cycles] == [each.status for each in plain.cycles]
        assert found.problems == plain.problems == ()

    @given(st.integers(0, 30 * 4), st.permutations(STORY))
    def test_later_events_do_not_change_what_is_said(self, quarters: int, story: list[str]) -> None:
        now = on("Mon 09:00") + quarters * timedelta(minutes=15)
        whole = ticket("Mon 10:00", *story)
        known = whole.model_copy(update={"events": tuple(each for each in whole.events if each.at <= now)})
        assert POLICY.evaluate(whole, now).to_dict() == POLICY.evaluate(known, now).to_dict()

    @given(st.permutations(STORY))
    def test_one_at_a_time_is_all_at_once(self, story: list[str]) -> None:
        grown = ticket("Mon 10:00")
        for text in story:
            grown = grown.with_event(event(text))
        assert POLICY.evaluate(grown, on("Tue 15:00")) == POLICY.evaluate(ticket("Mon 10:00", *story), on("Tue 15:00"))

    def test_a_ticket_survives_json(self) -> None:
        whole = ticket("Mon 10:00", *self.STORY, status="new")
        assert Ticket.model_validate_json(whole.model_dump_json()) == whole
        assert Ticket(**whole.model_dump()) == whole

    def test_before_its_opening_a_ticket_has_nothing(self) -> None:
        evaluation = POLICY.evaluate(ticket("Mon 10:00", "Mon 09:00 agent_replied"), on("Mon 09:30"))
        assert (evaluation.cycles, evaluation.problems, evaluation.next_change) == ((), (), None)

    @pytest.mark.parametrize(
        ("events", "problem"),
        [
            pytest.param(["Mon 09:00 agent_replied"],
                         "agent_replied at 2026-09-14T09:00:00-04:00 came before the ticket was opened",
                         id="before-the-opening"),
            pytest.param(["Mon 10:10 closed", "Mon 10:20 agent_replied"],
                         "agent_replied at 2026-09-14T10:20:00-04:00 came after the ticket had ended",
                         id="after-the-end"),
            pytest.param(["Mon 10:10 cancelled", "Mon 10:20 resolved"],
                         "resolved at 2026-09-14T10:20:00-04:00 came after the ticket had ended",
                         id="after-it-was-cancelled"),
            pytest.param(["Mon 10:20 resumed"],
                         "resumed at 2026-09-14T10:20:00-04:00 came while nothing was paused by it",
                         id="resumed-while-running"),
            pytest.param(["Mon 10:20 status_changed"], "status_changed at 2026-09-14T10:20:00-04:00 names no status",
                         id="no-status"),
            pytest.param(["Mon 10:20 priority_changed"],
                         "priority_changed at 2026-09-14T10:20:00-04:00 names no priority", id="no-priority"),
            pytest.param(["Mon 10:20 plan_changed"], "plan_changed at 2026-09-14T10:20:00-04:00 names no plan",
                         id="no-plan"),
        ],
    )  # fmt: skip
    def test_a_contradiction_is_recorded_or_refused(self, events: list[str], problem: str) -> None:
        asked = ticket("Mon 10:00", *events)
        (found,) = POLICY.evaluate(asked, on("Mon 10:30")).problems
        assert found.startswith(problem)
        with pytest.raises(ClockError, match=f"ticket T-1: {events[-1].split()[2]}"):
            POLICY.evaluate(asked, on("Mon 10:30"), contradictions="error")
        with pytest.raises(ClockError, match="ticket without id"):
            POLICY.evaluate(asked.model_copy(update={"id": ""}), on("Mon 10:30"), "error")

    def test_a_ticket_that_ended_may_be_reopened(self) -> None:
        story = ["Mon 10:00", "Mon 10:10 closed", "Mon 10:20 reopened", "Mon 10:40 resolved"]
        assert stands(story, "resolution", "Mon 11:00") == ["met Mon 18:00", "met Tue 09:20"]

    def test_an_event_that_opens_it_says_nothing_new(self) -> None:
        assert stands(["Mon 10:00", "Mon 10:30 opened"], "first_response", "Mon 10:45") == ["running Mon 11:00"]

    @pytest.mark.parametrize("given", [{"kind": "Agent replied"}, {"at": datetime(2026, 9, 14, 10)}, {"colour": "red"}])
    def test_what_is_no_event_is_refused(self, given: dict[str, Any]) -> None:
        with pytest.raises(DeclarationError):
            Event(**({"at": on("Mon 10:00"), "kind": "agent_replied"} | given))

    def test_an_unknown_choice_is_refused(self) -> None:
        with pytest.raises(ChoiceError):
            POLICY.evaluate(ticket("Mon 10:00"), on("Mon 11:00"), contradictions="ignore")  # type: ignore[arg-type]


class TestEvaluation:
    """What is asked of all metrics together."""

    def test_the_next_change_is_the_soonest(self) -> None:
        evaluation = POLICY.evaluate(ticket("Mon 10:00"), on("Mon 10:10"))
        assert evaluation.next_change == on("Mon 10:30") + timedelta.resolution
        assert evaluation.next_breach is not None
        assert evaluation.next_breach.metric == "acknowledgement"
        assert not evaluation.is_breached

    def test_what_is_broken_or_paused_breaks_no_more(self) -> None:
        asked = ticket("Mon 10:00", "Mon 10:40 paused metric=first_response")
        evaluation = POLICY.evaluate(asked, on("Mon 10:45"))
        assert evaluation.is_breached
        assert [each.metric for each in evaluation.running] == [
            "first_response",
            "workaround",
            "resolution",
            "acknowledgement",
        ]
        assert evaluation.next_breach is not None
        assert evaluation.next_breach.metric == "workaround"

    def test_when_all_has_stopped_nothing_is_left(self) -> None:
        evaluation = POLICY.evaluate(ticket("Mon 10:00", "Mon 10:15 resolved"), on("Mon 12:00"))
        assert (evaluation.running, evaluation.next_change, evaluation.next_breach) == ((), None, None)
        assert {each.status.state for each in evaluation.latest_cycles} == {"met"}

    def test_the_latest_cycle_answers_for_its_metric(self) -> None:
        evaluation = POLICY.evaluate(ticket("Mon 10:00", "Mon 10:15 resolved", "Mon 11:00 reopened"), on("Mon 12:00"))
        assert (evaluation["resolution"].cycle, evaluation["resolution"].metric) == (2, "resolution")
        assert [each.cycle for each in evaluation.latest_cycles if each.metric == "resolution"] == [2]

    def test_a_metric_that_has_not_started_is_named(self) -> None:
        with pytest.raises(
            UnknownNameError, match="'update' has not started or is not promised; started: first_response, "
        ):
            POLICY.evaluate(ticket("Mon 10:00"), on("Mon 12:00"))["update"]
        with pytest.raises(UnknownNameError, match="started: none"):
            POLICY.evaluate(ticket("Mon 10:00"), on("Mon 09:00"))["update"]

    def test_it_is_plain_data(self) -> None:
        plain = POLICY.evaluate(ticket("Mon 10:00", priority="P3"), on("Mon 12:00")).to_dict()
        assert (plain["ticket"], plain["next_change"], plain["problems"]) == ("T-1", "2026-09-14T18:00:00-04:00", [])
        assert [each["metric"] for each in plain["metrics"]] == ["first_response"]

    def test_an_agenda_is_by_due_instant_with_what_is_paused_last(self) -> None:
        rules = policy(
            plans={
                "standard": {"schedule": "office", "resolution": {"P1": "1 business hour", "P2": "4 business hours"}}
            }
        )
        tickets = [
            ticket("Mon 10:00", id="later", priority="P2"),
            ticket("Mon 10:00", "Mon 10:10 paused", id="paused"),
            ticket("Mon 10:00", "Mon 10:10 resolved", id="done"),
            ticket("Mon 11:30", id="soon"),
            ticket("Mon 09:00", id="broken"),
            ticket("Mon 11:30", id="as soon"),
            Ticket(id="elsewhere", opened=on("Mon 11:15").astimezone(UTC), priority="P1"),
        ]
        found = rules.agenda(tickets, on("Mon 12:00"))
        assert [item.ticket.id for item in found] == ["broken", "elsewhere", "as soon", "soon", "later", "paused"]
        assert found[0].status.state == "breached"


def calls_of(work: Callable[[], object]) -> int:
    """Count every call made meanwhile, of Python's functions and of C's."""
    count = 0

    def tick(frame: object, kind: str, argument: object) -> None:
        nonlocal count
        count += kind in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(tick)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


MINUTE = timedelta(minutes=1)


def _waits(n: int) -> list[Event]:
    """A ticket that waits and goes on, over and over."""
    return [_at(n, "status_changed", status=("pending", "open")[n % 2]) for n in range(n)]


def _replies(n: int) -> list[Event]:
    """Customer and agent talk: each reply ends a cycle and begins another."""
    return [_at(n, ("customer_replied", "agent_replied")[n % 2]) for n in range(n)]


def _priorities(n: int) -> list[Event]:
    """A ticket whose priority changes and changes, while it waits now and then."""
    changes = [_at(n, "priority_changed", priority=("P1", "P2")[n % 2]) for n in range(n // 2)]
    return changes + [_at(n, "status_changed", status=("pending", "open")[n % 2]) for n in range(n // 2)]


def _hands(n: int) -> list[Event]:
    """Pauses by ever more causes, of which none has ended yet."""
    return [_at(n, "paused", by=f"cause {n}") for n in range(n)]


def _at(n: int, kind: str, **more: Any) -> Event:
    return Event(at=on("Mon 10:00") + n * MINUTE, kind=kind, **more)


class TestWork:
    """A ticket of 10,000 events is evaluated in n log n."""

    @pytest.mark.parametrize("on_change", ["recompute", "forward", "reset"])
    @pytest.mark.parametrize("events", [_waits, _replies, _priorities, _hands])
    def test_twice_the_events_are_twice_the_work(self, events: Callable[[int], list[Event]], on_change: str) -> None:
        """And a little more for sorting."""
        rules = policy(on_change=on_change)
        work = {size: self._work(rules, events(size)) for size in (250, 500, 1_000)}
        assert all(twice < 2.4 * once for once, twice in pairwise(work.values())), work

    def _work(self, rules: SlaPolicy, events: list[Event]) -> int:
        long = Ticket(opened=on("Mon 10:00"), plan="standard", priority="P1", events=tuple(events))
        now = max(each.at for each in events) + HOUR
        rules.evaluate(long, now)
        return calls_of(lambda: rules.evaluate(long, now))

    def test_ten_thousand_events(self) -> None:
        long = Ticket(opened=on("Mon 10:00"), plan="standard", priority="P1", events=tuple(_waits(10_000)))
        resolution = POLICY.evaluate(long, on("Mon 10:00") + 10_000 * MINUTE)["resolution"]
        assert (resolution.state, resolution.problems) == ("breached", ())
        assert resolution.calendar.paused == 5_000 * MINUTE


def test_a_metric_may_run_in_some_statuses_only() -> None:
    policy = SlaPolicy(
        name="x",
        timezone="UTC",
        schedules={"office": "Mon-Fri 09:00-17:00"},  # type: ignore[dict-item]
        plans={"p": {"resolution": "4 business hours"}},  # type: ignore[dict-item]
        metrics={"resolution": {"runs_in": "with_us"}},  # type: ignore[dict-item]
    )
    monday = datetime(2026, 11, 23, 9, tzinfo=UTC)
    events = [
        {"at": monday.replace(hour=hour), "kind": "status_changed", "status": status}
        for hour, status in ((10, "with_us"), (12, "with_them"), (14, "with_us"))
    ]
    ticket = Ticket(opened=monday, events=events)  # type: ignore[arg-type]
    assert policy.evaluate(ticket, monday.replace(hour=15))["resolution"].elapsed == timedelta(hours=3)
    assert policy.evaluate(ticket, monday.replace(hour=13))["resolution"].is_paused
