"""Where every metric of a ticket stands, whatever the order of its events, and how much work that is (R18)."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from clock_model import on
from hypothesis import given, strategies as st
from ticket_stories import HOUR, POLICY, event, policy, stands, ticket
from work import calls_of

from slaclock import ClockError, DeclarationError, Event, Lifecycle, SlaPolicy, Ticket, UnknownNameError
from slaclock.errors import ChoiceError


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
        found, expected = (POLICY.evaluate(each, now).to_dict() for each in (whole, known))
        assert {**found, "ticket_details": None} == {**expected, "ticket_details": None}

    @given(st.permutations(STORY))
    def test_one_at_a_time_is_all_at_once(self, story: list[str]) -> None:
        grown = ticket("Mon 10:00")
        for text in story:
            grown = grown.with_event(event(text))
        assert POLICY.evaluate(grown, on("Tue 15:00")) == POLICY.evaluate(ticket("Mon 10:00", *story), on("Tue 15:00"))

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

    @pytest.mark.parametrize(
        ("more", "events", "lacking"),
        [
            pytest.param({}, [], ["first_response", "resolution"], id="of-no-priority"),
            pytest.param({"plan": "premium"}, [], [], id="where-one-target-holds-for-all"),
            pytest.param({}, ["Mon 10:30 priority_changed priority=P1"], [], id="until-one-is-set"),
            pytest.param({}, ["Mon 10:30 plan_changed plan=premium"], [], id="until-the-plan-needs-none"),
            pytest.param(
                {"plan": "premium"},
                ["Mon 10:30 resolved", "Mon 11:00 plan_changed plan=standard", "Mon 11:30 reopened"],
                ["resolution"],
                id="once-the-plan-needs-one",
            ),
        ],
    )
    def test_a_ticket_without_a_priority_is_a_problem_where_targets_differ_by_it(
        self, more: dict[str, Any], events: list[str], lacking: list[str]
    ) -> None:
        plans = {
            "standard": {"schedule": "office", "first_response": {"P1": "1 hour"}, "resolution": {"P1": "8 hours"}},
            "premium": {"schedule": "always", "first_response": "2 business hours", "resolution": "8 business hours"},
        }
        told = ticket("Mon 10:00", *events, **{"priority": None, "plan": "standard"} | more)
        found = policy(plans=plans).evaluate(told, on("Mon 12:00"))
        wanted = [f"the ticket has no priority, by which {metric} differs: P1" for metric in lacking]
        assert list(found.problems) == wanted
        if wanted:
            with pytest.raises(ClockError, match=f"ticket T-1: {wanted[0]}"):
                policy(plans=plans).evaluate(told, on("Mon 12:00"), contradictions="error")

    def test_a_ticket_that_ended_may_be_reopened(self) -> None:
        story = ["Mon 10:00", "Mon 10:10 closed", "Mon 10:20 reopened", "Mon 10:40 resolved"]
        assert stands(story, "resolution", "Mon 11:00") == ["met Mon 18:00", "met Tue 09:20"]

    def test_an_event_that_opens_it_says_nothing_new(self) -> None:
        assert stands(["Mon 10:00", "Mon 10:30 opened"], "first_response", "Mon 10:45") == ["running Mon 11:00"]

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
        return calls_of(lambda: rules.evaluate(long, now).to_dict())

    def test_lifecycles_that_change_and_change_are_no_more_work(self) -> None:
        """A metric that has not started by either of two lifecycles is not lived through anew at each change."""
        promised = [
            {"target": "2 business hours", "lifecycle": {"starts": kind}}
            for kind in ("acknowledged", "workaround_given")
        ]
        plans = {"standard": {"schedule": "office", "handover": dict(zip(["P1", "P2"], promised, strict=True))}}
        work = {size: self._work(policy(plans=plans), _priorities(size)) for size in (250, 500, 1_000)}
        assert all(twice < 2.4 * once for once, twice in pairwise(work.values())), work

    def test_a_policy_finds_what_it_promises_once(self) -> None:
        rules, asked = policy(), ticket("Mon 10:00", "Mon 10:30 priority_changed priority=P2")

        def looked_for() -> list[int]:
            kept: list[Any] = [rules._life, rules._metrics, rules._commitments._found]
            return [each.cache_info().misses for each in kept]

        rules.evaluate(asked, on("Mon 11:00"))
        found = looked_for()
        rules.evaluate(asked.model_copy(update={"id": "T-2"}), on("Mon 12:00"))
        assert looked_for() == found
        assert all(found)

    def test_what_a_ticket_says_is_put_in_order_once(self) -> None:
        story = ["Mon 12:00 agent_replied", "Mon 11:00 customer_replied", "Mon 11:00 opened"]
        asked = ticket("Mon 10:00", *story)
        assert [event.kind for event in asked.in_order] == ["opened", "customer_replied", "agent_replied"]
        assert asked.in_order is asked.in_order
        assert asked == ticket(
            "Mon 10:00", *["Mon 12:00 agent_replied", "Mon 11:00 customer_replied", "Mon 11:00 opened"]
        )

    def test_a_clock_is_made_when_it_is_asked_for(self) -> None:
        found = POLICY.evaluate(ticket("Mon 10:00", "Mon 10:30 paused"), on("Mon 11:00")).latest("resolution")
        assert "clock" not in vars(found)
        assert found.clock is found.clock
        assert found.clock.status(on("Mon 11:00")) == found.status
        assert found == POLICY.evaluate(ticket("Mon 10:00", "Mon 10:30 paused"), on("Mon 11:00")).latest("resolution")

    def test_ten_thousand_events(self) -> None:
        long = Ticket(opened=on("Mon 10:00"), plan="standard", priority="P1", events=tuple(_waits(10_000)))
        resolution = POLICY.evaluate(long, on("Mon 10:00") + 10_000 * MINUTE)["resolution"]
        assert (resolution.state, resolution.problems) == ("breached", ())
        assert resolution.calendar.paused == 5_000 * MINUTE


@pytest.mark.parametrize("kinds", [{"a": 1}, 5, [["resolved"]], [False]])
def test_kinds_of_events_are_words(kinds: Any) -> None:
    with pytest.raises(DeclarationError, match="valid"):
        Lifecycle(stops=kinds)
