"""Due instants that were agreed by hand: kept through pauses and changes, and followed by statuses (R12, R16, R17)."""

from datetime import UTC, datetime
from typing import Any

import pytest
from clock_model import on
from hypothesis import given, strategies as st
from oracle import MICROSECOND
from ticket_stories import POLICY, lines, policy, stands, ticket

from slaclock import DeclarationError, Event, Schedule, SlaClock, SlaPolicy, Target, Ticket

OFFICE = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00")
CLOCK = SlaClock.starting(on("Mon 10:00"), Target("4 business hours"), OFFICE, {"half": "50%"}, {"head": "at breach"})
AGREED = CLOCK.agree(on("Mon 11:00"), on("Wed 12:00"), "by phone")


class TestClock:
    def test_it_is_due_then(self) -> None:
        before, after = (AGREED.status(on(now)) for now in ("Mon 10:59", "Mon 11:00"))
        assert (before.due, before.is_agreed) == (on("Mon 14:00"), False)
        assert (after.due, after.is_agreed, after.state) == (on("Wed 12:00"), True, "running")
        assert after.to_dict()["is_agreed"] is True

    def test_pauses_do_not_move_it(self) -> None:
        paused = AGREED.pause(on("Mon 12:00")).resume(on("Tue 12:00"))
        for now in ("Mon 13:00", "Tue 15:00"):
            assert paused.status(on(now)).due == on("Wed 12:00")

    @pytest.mark.parametrize("on_change", ["recompute", "forward", "reset"])
    def test_changes_do_not_move_it(self, on_change: Any) -> None:
        changed = AGREED.retarget(on("Mon 12:00"), target=Target("1 business hour"), on_change=on_change)
        status = changed.status(on("Mon 12:30"))
        assert (status.due, status.state) == (on("Wed 12:00"), "running")
        assert status.target == Target("1 business hour")

    def test_it_is_met_at_it_and_breached_after_it(self) -> None:
        assert AGREED.stop(on("Wed 12:00")).status(on("Thu 12:00")).state == "met"
        assert AGREED.stop(on("Wed 12:00") + MICROSECOND).status(on("Thu 12:00")).breached_at == on("Wed 12:00")

    def test_a_pause_holds_no_breach_off(self) -> None:
        paused = AGREED.pause(on("Wed 11:00"))
        assert paused.status(on("Wed 11:30")).next_change == on("Wed 12:00") + MICROSECOND
        assert paused.status(on("Wed 13:00")).breached_at == on("Wed 12:00")

    def test_a_change_after_it_breaches_nothing_anew(self) -> None:
        changed = AGREED.retarget(on("Thu 12:00"), target=Target("1 business hour"))
        assert changed.status(on("Fri 12:00")).breached_at == on("Wed 12:00")

    def test_what_is_left_is_counted_until_then(self) -> None:
        status = AGREED.status(on("Tue 12:00"))
        assert (status.elapsed.total_seconds() / 3600, status.remaining.total_seconds() / 3600) == (11, 9)
        assert status.business.remaining == status.remaining
        late = AGREED.status(on("Wed 14:00"))
        assert late.remaining.total_seconds() / 3600 == -2

    def test_warnings_and_levels_follow_it(self) -> None:
        status = AGREED.status(on("Mon 13:00"))
        assert [(each.at, each.reached) for each in status.warnings] == [(on("Tue 11:00"), False)]
        assert [each.at for each in status.escalations] == [on("Wed 12:00")]
        paused = AGREED.pause(on("Wed 11:00")).resume(on("Wed 15:00")).status(on("Wed 16:00"))
        assert [(each.at, each.reached) for each in paused.escalations] == [(on("Wed 15:00"), True)]

    def test_nobody_was_notified_of_it_before_it_was_agreed(self) -> None:
        """Half of what may run until two had run at noon; it was agreed at one."""
        begun = SlaClock.starting(
            on("Mon 10:00"), Target("20 business hours"), OFFICE, escalations={"half": "50%", "hour": "after 1 hour"}
        )
        agreed = begun.agree(on("Mon 13:00"), on("Mon 14:00"))
        for clock in (agreed, agreed.pause(on("Mon 13:15"))):
            levels = clock.status(on("Mon 13:30")).escalations
            assert [(each.name, each.at, each.reached) for each in levels] == [
                ("half", on("Mon 13:00"), True),
                ("hour", on("Mon 13:00"), True),
            ]

    def test_who_was_notified_stays_notified_while_a_pause_leaves_less_until_then(self) -> None:
        """Of eight hours until six, half had run at two, before the pause; with it six hours are left to run."""
        begun = SlaClock.starting(on("Mon 10:00"), Target("20 business hours"), OFFICE, escalations={"half": "50%"})
        paused = begun.agree(on("Mon 10:30"), on("Mon 18:00")).pause(on("Mon 15:00"))
        (half,) = paused.status(on("Mon 17:00")).escalations
        assert (half.at, half.reached) == (on("Mon 14:00"), True)

    def test_agreed_again_the_last_one_holds(self) -> None:
        again = AGREED.agree(on("Tue 10:00"), on("Fri 17:00"))
        assert again.status(on("Tue 09:59")).due == on("Wed 12:00")
        assert again.status(on("Tue 10:00")).due == on("Fri 17:00")

    def test_it_may_be_agreed_after_the_breach(self) -> None:
        late = CLOCK.agree(on("Tue 10:00"), on("Wed 12:00"))
        assert late.status(on("Tue 09:59")).state == "breached"
        assert late.status(on("Tue 10:00")).state != "breached"

    def test_what_was_past_when_it_was_agreed_is_left_out(self) -> None:
        status = CLOCK.agree(on("Mon 12:00"), on("Mon 11:00")).status(on("Mon 13:00"))
        assert (status.due, status.is_agreed) == (on("Mon 14:00"), False)
        assert status.problems == (
            "agree at 2026-09-14 16:00:00Z came for 2026-09-14 15:00:00Z, which was past by then",
        )

    def test_it_is_explained(self) -> None:
        text = AGREED.explain(on("Mon 12:00")).text()
        assert (
            "Mon 2026-09-14 11:00 EDT it was agreed to be due Wed 2026-09-16 12:00 EDT (by phone), "
            "which neither pauses nor changes move" in text
        )
        assert (
            "it was agreed to be due" in CLOCK.agree(on("Mon 11:00"), on("Wed 12:00")).explain(on("Tue 12:00")).text()
        )

    @given(st.permutations(["agree", "pause", "resume", "other"]))
    def test_the_order_of_calls_does_not_matter(self, calls: list[str]) -> None:
        """What was agreed at one instant twice ends with the later due instant, however it was said."""
        clock = CLOCK
        for call in calls:
            match call:
                case "agree":
                    clock = clock.agree(on("Mon 11:00"), on("Wed 12:00"))
                case "other":
                    clock = clock.agree(on("Mon 11:00"), on("Thu 12:00"))
                case _:
                    clock = getattr(clock, call)(on("Mon 12:00" if call == "pause" else "Mon 13:00"))
        assert clock.status(on("Mon 14:00")).due == on("Thu 12:00")


def agreed(at: str, due: str, **more: Any) -> Event:
    return Event(at=on(at), kind="due_agreed", agreed=on(due), **more)


class TestTicket:
    """An event `due_agreed`, or `agreed` of the ticket, is about its resolution unless it says otherwise."""

    def asked(self, now: str, *events: Event, rules: SlaPolicy = POLICY, **more: Any) -> list[str]:
        story = ticket("Mon 10:00", **more)
        for event in events:
            story = story.with_event(event)
        return lines(rules.evaluate(story, on(now), contradictions="error"), "resolution")

    def test_the_resolution_is_due_then(self) -> None:
        assert self.asked("Mon 12:00", agreed("Mon 11:00", "Thu 12:00")) == ["running Thu 12:00"]
        assert self.asked("Mon 12:00", agreed=on("Thu 12:00")) == ["running Thu 12:00"]

    def test_a_changed_priority_does_not_move_it(self) -> None:
        change = Event(at=on("Mon 12:00"), kind="priority_changed", priority="P2")
        assert self.asked("Mon 13:00", agreed("Mon 11:00", "Thu 12:00"), change) == ["running Thu 12:00"]

    def test_another_metric_may_be_meant(self) -> None:
        story = ticket("Mon 10:00").with_event(agreed("Mon 10:15", "Tue 12:00", metric="first_response"))
        evaluation = POLICY.evaluate(story, on("Mon 11:30"), contradictions="error")
        assert lines(evaluation, "first_response") == ["running Tue 12:00"]
        assert lines(evaluation, "resolution") == ["running Mon 18:00"]

    def test_agreed_before_it_starts_it_holds_from_the_start(self) -> None:
        rules = policy(metrics={"resolution": {"starts": "assigned"}})
        assigned = Event(at=on("Mon 12:00"), kind="assigned")
        assert self.asked("Mon 13:00", agreed("Mon 11:00", "Thu 12:00"), assigned, rules=rules) == ["running Thu 12:00"]

    @pytest.mark.parametrize("dues", [("Thu 12:00", "Fri 12:00"), ("Fri 12:00", "Thu 12:00")])
    def test_of_two_at_one_instant_the_later_holds_in_any_order(self, dues: tuple[str, str]) -> None:
        for life in ({"after": []}, {"starts": "assigned"}):
            rules = policy(metrics={"resolution": life, "update": {"after": "assigned"}})
            both = [agreed("Mon 11:00", due) for due in dues]
            assigned = Event(at=on("Mon 12:00"), kind="assigned")
            assert self.asked("Mon 13:00", *both, assigned, rules=rules) == ["running Fri 12:00"]

    def test_it_goes_on_when_reopened_and_ends_with_its_cycle(self) -> None:
        story = ["Mon 10:00", "Mon 12:00 resolved", "Tue 12:00 reopened"]
        going_on = policy(metrics={"resolution": {"on_reopen": "continue"}})
        for rules, cycles in ((going_on, ["running Thu 12:00"]), (POLICY, ["met Thu 12:00", "running Wed 11:00"])):
            assert stands(story, "resolution", "Tue 13:00", rules, agreed=on("Thu 12:00")) == cycles

    @pytest.mark.parametrize(
        ("event", "problem"),
        [
            pytest.param(
                Event(at=on("Mon 11:00"), kind="due_agreed"), "names no instant; state `agreed`", id="for-when"
            ),
            pytest.param(agreed("Mon 11:00", "Mon 10:30"), "which was past by then", id="past"),
            pytest.param(agreed("Mon 13:00", "Tue 10:30"), "came after resolution had stopped", id="stopped"),
            pytest.param(
                agreed("Mon 11:00", "Tue 10:30", metric="root_cause"),
                "is about root_cause, which is not promised",
                id="not-promised",
            ),
        ],
    )
    def test_a_contradiction_is_a_problem(self, event: Event, problem: str) -> None:
        story = ticket("Mon 10:00", "Mon 12:00 resolved").with_event(event)
        (found,) = POLICY.evaluate(story, on("Mon 14:00")).problems
        assert problem in found

    @pytest.mark.parametrize(
        ("fields", "problem"),
        [
            (
                {"kind": "escalated", "agreed": "2026-06-05T12:00Z"},
                "agreed: escalated agrees on nothing; state `agreed` in an event of kind 'due_agreed'",
            ),
            ({"kind": "due_agreed", "agreed": "2026-06-05T12:00"}, "timezone"),
            ({"kind": "due_agreed", "agreed": 20260605}, "names no instant"),
        ],
    )
    def test_it_is_refused(self, fields: dict[str, Any], problem: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            Event(at=datetime(2026, 6, 1, tzinfo=UTC), **fields)
        assert problem in str(caught.value)

    def test_it_loads_back(self) -> None:
        story = ticket("Mon 10:00", agreed=on("Thu 12:00")).with_event(agreed("Mon 11:00", "Thu 12:00"))
        assert Ticket.model_validate_json(story.model_dump_json()) == story
