"""The life of each metric, told as stories (R16, R18)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from clock_model import on
from ruamel.yaml import YAML
from ticket_stories import policy, stands, ticket

from slaclock import DeclarationError, Lifecycle, SlaPolicy, Ticket
from slaclock.policy.plans import _EVENT
from slaclock.tickets.lifecycle import usual_lifecycle


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
            pytest.param("resolution", "Mon 16:00", ["Mon 09:00", "Mon 10:00 status_changed status=in_review",
                         "Mon 11:00 status_changed status=in_review"], ["running Mon 17:00"],
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
            warnings={"half": "50%"}, metrics={"first_response": {"warnings": {"soon": "15 business minutes left"}}}
        )
        each = rules.evaluate(ticket("Mon 10:00"), on("Mon 10:50"))["first_response"]
        assert [(warning.name, warning.reached) for warning in each.warnings] == [("half", True), ("soon", True)]
        assert each.state == "at_risk"


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


def test_made_up_metrics_are_not_kept_without_bound() -> None:
    bound = usual_lifecycle.cache_info().maxsize
    assert bound is not None
    for number in range(bound + 50):
        assert usual_lifecycle(f"made_up_{number}").stops == usual_lifecycle("another").stops
    assert usual_lifecycle.cache_info().currsize <= bound


PAGED = {"target": "1 business hour", "lifecycle": {"starts": "escalated"}}
WAKEFUL = {"target": "8 business hours", "lifecycle": {"pauses_in": [], "warnings": {"half": "60%", "last": "90%"}}}
BY_PRIORITY = policy(
    warnings={"half": "99%"},
    plans={
        "standard": {
            "schedule": "office",
            "first_response": {"P1": PAGED, "P2": "4 business hours"},
            "resolution": {"P1": WAKEFUL, "P2": "16 business hours"},
        },
        "basic": {
            "schedule": "office",
            "first_response": {"target": "1 hour", "lifecycle": {"stops": "acknowledged"}, "P1": PAGED},
        },
    },
)


class TestByPlanAndPriority:
    """R17, R18: a metric may start, stop and pause otherwise for one plan or priority, and for what becomes it."""

    @pytest.mark.parametrize(
        ("priority", "now", "story", "cycles"),
        [
            pytest.param("P1", "Mon 12:00", ["Mon 10:00"], [], id="not-started"),
            pytest.param("P1", "Mon 11:30", ["Mon 10:00", "Mon 11:00 escalated"], ["running Mon 12:00"], id="started"),
            pytest.param(
                "P2",
                "Mon 11:30",
                ["Mon 10:00", "Mon 11:00 escalated"],
                ["running Mon 14:00"],
                id="the-others-start-as-usual",
            ),
            pytest.param(
                "P2",
                "Mon 12:30",
                ["Mon 10:00", "Mon 11:00 priority_changed priority=P1"],
                ["cancelled Mon 14:00"],
                id="what-has-not-started-so-is-withdrawn",
            ),
            pytest.param(
                "P2",
                "Mon 12:30",
                ["Mon 10:00", "Mon 11:00 priority_changed priority=P1", "Mon 12:00 escalated"],
                ["cancelled Mon 14:00", "running Mon 13:00"],
                id="and-starts-later",
            ),
            pytest.param(
                "P2",
                "Mon 11:15",
                ["Mon 10:00", "Mon 10:30 escalated", "Mon 11:00 priority_changed priority=P1"],
                ["cancelled Mon 14:00", "running Mon 11:30"],
                id="or-had-started-already",
            ),
            pytest.param(
                "P2",
                "Mon 12:00",
                ["Mon 10:00", "Mon 10:30 escalated", "Mon 11:45 priority_changed priority=P1"],
                ["cancelled Mon 14:00", "breached Mon 11:30"],
                id="or-was-due-already",
            ),
            pytest.param(
                "P1",
                "Mon 12:30",
                ["Mon 10:00", "Mon 12:00 priority_changed priority=P2"],
                ["running Mon 14:00"],
                id="what-had-begun-for-the-others-runs-from-there",
            ),
            pytest.param(
                "P1",
                "Mon 12:30",
                [
                    "Mon 10:00",
                    "Mon 10:30 paused by=a",
                    "Mon 11:30 resumed by=a",
                    "Mon 12:00 priority_changed priority=P2",
                ],
                ["running Mon 15:00"],
                id="with-its-pauses",
            ),
            pytest.param(
                "P1",
                "Mon 12:30",
                ["Mon 10:00", "Mon 11:00 agent_replied", "Mon 12:00 priority_changed priority=P2"],
                [],
                id="what-was-done-by-then-does-not-begin",
            ),
            pytest.param(
                "P1",
                "Mon 12:30",
                [
                    "Mon 10:00",
                    "Mon 10:30 escalated",
                    "Mon 11:00 agent_replied",
                    "Mon 12:00 priority_changed priority=P2",
                ],
                ["met Mon 11:30"],
                id="what-was-met-stays-met",
            ),
        ],
    )
    def test_what_starts_elsewhere(self, priority: str, now: str, story: list[str], cycles: list[str]) -> None:
        assert stands(story, "first_response", now, BY_PRIORITY, priority=priority) == cycles

    def test_it_was_not_breached_before_it_was_promised(self) -> None:
        story = ticket("Mon 10:00", "Mon 12:45 priority_changed priority=P2", priority="P1")
        late = BY_PRIORITY.evaluate(story, on("Mon 15:00"))["first_response"]
        assert late.breached_at == on("Mon 14:00")
        later = ticket("Mon 10:00", "Mon 15:00 priority_changed priority=P2", priority="P1")
        assert BY_PRIORITY.evaluate(later, on("Mon 16:00"))["first_response"].breached_at == on("Mon 15:00")

    @pytest.mark.parametrize("on_reopen", ["continue", "new_cycle"])
    def test_what_was_withdrawn_is_not_reopened(self, on_reopen: str) -> None:
        urgent = {"target": "1 business hour", "lifecycle": {"starts": "escalated", "on_reopen": on_reopen}}
        plans = {"standard": {"schedule": "office", "resolution": {"P1": urgent, "P2": "16 business hours"}}}
        story = ["Mon 10:00", "Mon 11:00 priority_changed priority=P1", "Mon 12:00 resolved", "Mon 13:00 reopened"]
        assert stands(story, "resolution", "Mon 14:00", policy(plans=plans), priority="P2") == ["cancelled Tue 17:00"]

    def test_a_changed_priority_pauses_and_resumes(self) -> None:
        waiting = ["Mon 10:00", "Mon 11:00 status_changed status=pending"]
        assert stands(waiting, "resolution", "Mon 12:30", BY_PRIORITY) == ["running Mon 18:00"]
        lower = [*waiting, "Mon 12:00 priority_changed priority=P2"]
        assert stands(lower, "resolution", "Mon 12:30", BY_PRIORITY) == ["paused Tue 17:30"]
        again = [*lower, "Mon 13:00 priority_changed priority=P1"]
        assert stands(again, "resolution", "Mon 13:30", BY_PRIORITY) == ["running Tue 10:00"]

    def test_what_a_plan_says_and_what_its_priorities_say_add_up(self) -> None:
        for priority, starts in (("P1", ("escalated",)), ("P9", ("opened",)), (None, ("opened",))):
            life = BY_PRIORITY.lifecycle("first_response", "basic", priority)
            assert (life.starts, life.stops) == (starts, ("acknowledged",))
        assert BY_PRIORITY.lifecycle("first_response", "standard", "P1").starts_elsewhere == ("escalated",)
        for names in (("standard", "P2"), ("standard", None), ("nobody's", "P1"), (None, "P1")):
            assert BY_PRIORITY.lifecycle("first_response", *names).starts_elsewhere == ()
        assert BY_PRIORITY.lifecycle("update", "basic") == BY_PRIORITY.lifecycle("update")

    def test_its_warnings_stand_beside_those_of_the_policy(self) -> None:
        clock = BY_PRIORITY.clock(on("Mon 10:00"), "standard", "P1", "resolution")
        assert [(name, str(each)) for name, each in clock.thresholds] == [("half", "60%"), ("last", "90%")]

    def test_it_loads_back(self) -> None:
        assert SlaPolicy.model_validate_json(BY_PRIORITY.model_dump_json()) == BY_PRIORITY

    @pytest.mark.parametrize(
        ("stated", "problem"),
        [
            (
                {"target": "1 hour", "starts": "escalated"},
                "stands in `metrics`, e.g. metrics: {resolution: {starts",
            ),
            ({"target": "1 hour", "starts_at": "escalated"}, "write e.g. lifecycle: {starts: escalated}"),
            ({"target": "1 hour", "stops_at": "resolved"}, "write e.g. lifecycle: {stops: agent_replied}"),
            ({"target": "1 hour", "pauses_in": "pending"}, "write e.g. lifecycle: {pauses_in: waiting}"),
            ({"target": "1 hour", "warnings": {"soon": "75%"}}, "write e.g. lifecycle: {warnings: {soon: 75%}}"),
        ],
    )
    def test_what_is_said_at_another_place_leads_here(self, stated: dict[str, Any], problem: str) -> None:
        plans = {"only": {"first_response": {"P1": stated}}}
        with pytest.raises(DeclarationError) as caught:
            policy(plans=plans)
        assert problem in str(caught.value)

    def test_each_form_that_an_error_names_is_read(self) -> None:
        for name, value in _EVENT.items():
            given = YAML(typ="safe", pure=True).load(f"{{{name}: {value}}}")
            assert getattr(Lifecycle(**given), name)


def test_where_the_opening_starts_nothing_an_answer_says_what_does() -> None:
    elsewhere = Lifecycle(starts=("approved", "escalated"), stops=("resolved",))
    assert elsewhere.start_note == "starts at `approved` or `escalated`; counted from the instant given"
    assert Lifecycle().start_note == ""


@pytest.mark.parametrize(
    ("metric", "kind", "starts"),
    [
        pytest.param("resolution", "opened", True, id="what-starts-it"),
        pytest.param("update", "agent_replied", True, id="what-starts-it-again"),
        pytest.param("resolution", "reopened", True, id="reopened-it-begins-a-new-cycle"),
        pytest.param("first_response", "reopened", False, id="or-none"),
        pytest.param("resolution", "agent_replied", False, id="nothing-else"),
    ],
)
def test_which_events_may_start_a_metric(metric: str, kind: str, starts: bool) -> None:
    assert usual_lifecycle(metric).may_start_at(kind) is starts


def test_kinds_of_events_are_one_or_several_in_any_spelling_that_is_known() -> None:
    assert Lifecycle(starts=["opened", "Agent replied", "made_up"]).starts == ("opened", "agent_replied", "made_up")
    assert Lifecycle(starts="Agent replied").starts == ("agent_replied",)
    for wrong, problem in (([3], r"starts\[0\]: input should be a valid string, not 3"), (3, "starts: .*, not 3")):
        with pytest.raises(DeclarationError, match=problem):
            Lifecycle(starts=wrong)  # type: ignore[arg-type]
