"""What pauses, changes and versions do to the cycles of a metric (R16, R17)."""

from datetime import date

import pytest
from clock_model import on
from ticket_stories import POLICY, lines, policy, stands, ticket

from slaclock import PolicyVersion, UnknownNameError


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
