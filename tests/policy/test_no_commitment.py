"""Where a policy promises nothing, and says so (R11, R19)."""

from typing import Any

import numpy as np
import pytest
from small_policy import at, promising, small

from slaclock import DeclarationError, NotPromisedError, Promise, SlaClockError, SlaPolicy, Ticket, columns
from slaclock.policy.no_commitment import promises_nothing
from slaclock.review import check, compare, diff

PLANS = {
    "gold": {"first_response": {"P1": "1 business hour", "P4": "2 business days"}, "resolution": "5 business days"},
    "silver": {"like": "gold", "first_response": {"P4": "none"}, "resolution": "Best effort"},
    "lead": {"first_response": {"P1": {"when": [{"received": "in hours", "target": "1 hour 24/7"}]}, "P4": "n/a"}},
}
POLICY = small(plans=PLANS)


class TestNothingIsPromised:
    @pytest.mark.parametrize(
        ("asked", "message"),
        [
            pytest.param(
                {"plan": "silver", "priority": "P4"},
                "nothing is promised for first_response of P4 in plan silver: none",
                id="a-priority",
            ),
            pytest.param(
                {"plan": "silver", "metric": "resolution"},
                "nothing is promised for resolution in plan silver: Best effort",
                id="a-metric-inherited-otherwise",
            ),
            pytest.param(
                {"plan": "lead", "priority": "P1"},
                "nothing is promised for first_response of P1 in plan lead "
                "for requests that meet no condition of `when`",
                id="no-condition-holds",
            ),
        ],
    )
    def test_due_explain_and_clock_say_so(self, asked: dict[str, str], message: str) -> None:
        for question in (POLICY.due, POLICY.explain, POLICY.clock):
            with pytest.raises(NotPromisedError) as caught:
                question(at("Mon 20:00"), **asked)  # type: ignore[operator]
            assert str(caught.value) == message

    def test_it_is_no_unknown_name(self) -> None:
        with pytest.raises(SlaClockError, match="there is no priority 'P9'"):
            POLICY.due(at("Mon 12:00"), "silver", "P9")
        with pytest.raises(SlaClockError, match="first_response differs by priority"):
            POLICY.due(at("Mon 12:00"), "lead")

    def test_the_others_stay(self) -> None:
        assert POLICY.due(at("Mon 12:00"), "silver", "P1") == at("Mon 13:00")
        assert POLICY.due(at("Mon 12:00"), "lead", "P1") == at("Mon 13:00")

    def test_a_target_that_is_not_there(self) -> None:
        with pytest.raises(NotPromisedError):
            POLICY.target("silver", "P4")
        assert POLICY.schedule_for("silver", "P4").name == "office"
        assert POLICY.coverage("silver", "P4").name == "office"

    def test_a_case_may_promise_nothing(self) -> None:
        policy = promising({"target": "1 hour", "when": [{"received": "on weekends", "target": "none"}]})
        assert policy.due(at("Fri 12:00")) == at("Fri 13:00")
        with pytest.raises(NotPromisedError, match="for first_response in plan only received on Sat,Sun: none"):
            policy.due(at("Sat 12:00"))


class TestTickets:
    """A ticket for which nothing is promised has no clock, and no problem."""

    @pytest.mark.parametrize(
        ("plan", "priority", "opened", "metrics"),
        [
            ("silver", "P4", "Mon 12:00", []),
            ("gold", "P4", "Mon 12:00", ["first_response", "resolution"]),
            ("lead", "P1", "Mon 20:00", []),
            ("lead", "P1", "Mon 12:00", ["first_response"]),
        ],
    )
    def test_clocks(self, plan: str, priority: str, opened: str, metrics: list[str]) -> None:
        found = POLICY.evaluate(Ticket(opened=at(opened), plan=plan, priority=priority), at("Tue 12:00"))
        assert [each.metric for each in found.cycles] == metrics
        assert found.problems == ()

    def test_a_clock_ends_where_nothing_is_promised_any_more(self) -> None:
        changed = {"at": at("Mon 12:30"), "kind": "priority_changed", "priority": "P4"}
        ticket = Ticket(opened=at("Mon 12:00"), plan="silver", priority="P1", events=[changed])
        status = POLICY.evaluate(ticket, at("Tue 12:00"))["first_response"]
        assert (status.state, status.breached_at) == ("cancelled", None)


class TestColumns:
    def test_there_is_no_answer_and_no_problem(self) -> None:
        opened = np.array(["2026-09-14T16:00", "2026-09-14T16:00", "2026-09-15T00:00"], "M8[s]")
        due = columns.due(POLICY, opened, ["silver", "silver", "lead"], ["P1", "P4", "P1"])
        assert due.astype(str).tolist() == ["2026-09-14T17:00:00", "NaT", "NaT"]
        now = at("Tue 12:00")
        breached = columns.breached(POLICY, opened, None, now, ["silver", "silver", "lead"], ["P1", "P4", "P1"])
        assert breached.tolist() == [True, None, None]

    def test_where_some_instants_are_missing(self) -> None:
        opened = np.array(["NaT", "2026-09-14T16:00", "2026-09-14T16:00"], "M8[s]")
        due = columns.due(POLICY, opened, "silver", ["P4", "P4", "P1"])
        assert due.astype(str).tolist() == ["NaT", "NaT", "2026-09-14T17:00:00"]


class TestReview:
    def test_a_table_has_a_dash_or_the_words(self) -> None:
        table = {
            row.name: [str(cell) for cell in row.cells]
            for section in compare(POLICY).sections
            if section.title == "First response"
            for row in section.rows
        }
        assert table["P4"] == ["2 business days", "—", "—"]
        resolution = next(each for each in compare(POLICY).sections if each.title == "Resolution")
        assert [str(cell) for cell in resolution.rows[0].cells] == ["5 business days", "Best effort", "—"]

    def test_a_case_without_a_promise(self) -> None:
        policy = promising({"target": "1 hour", "when": [{"received": "on weekends", "target": "none"}]})
        cell = compare(policy).sections[1].rows[0].cells[0]
        assert cell.lines == ("1 hour, around the clock", "received on Sat,Sun: no commitment")

    def test_no_warning_of_a_priority_that_is_said_to_have_none(self) -> None:
        said = small(plans={"gold": PLANS["gold"], "lead": {"first_response": {"P1": "1 hour", "P4": "none"}}})
        unsaid = small(plans={"gold": PLANS["gold"], "lead": {"first_response": {"P1": "1 hour"}}})
        assert [each.text for each in check(said).warnings] == []
        assert [each.text for each in check(unsaid).warnings] == [
            "other plans have a target for P4, and this one has none; write `P4: none` if that is meant"
        ]

    def test_what_is_promised_no_more(self) -> None:
        before = small(plans={"gold": {"first_response": {"P1": "1 hour", "P4": "2 business days"}}})
        after = small(plans={"gold": {"first_response": {"P1": "1 hour", "P4": "none"}}})
        week = at("Mon 00:00").date(), at("Sun 00:00").date()
        changes = diff(before, after, *week).promises
        assert [(each.priority, each.change) for each in changes] == [("P4", "removed")]
        assert diff(after, after, *week).promises == ()


class TestWords:
    @pytest.mark.parametrize("text", ["none", "None.", "N/A", "no commitment", "-", "—", "best-effort", "Best Effort"])
    def test_read(self, text: str) -> None:
        assert promises_nothing(text)
        assert Promise.model_validate(text).no_commitment == text
        assert Promise.model_validate({"target": text}) == Promise.model_validate(text)

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            pytest.param("nonee", "did you mean 'none', which promises nothing?", id="a-letter-more"),
            pytest.param("best eforts", "did you mean 'best efforts'", id="a-letter-less"),
            pytest.param("None of these", "cannot read 'None of these' as a target", id="more-words"),
            pytest.param("no commitment on a fix (best effort)", "write 'none' or 'best effort', which", id="a-reason"),
            pytest.param("", "cannot read '' as a target", id="nothing"),
            pytest.param(None, "or 'none' where nothing is promised", id="null"),
            pytest.param({"P4": None}, "or 'none' where nothing is promised", id="null-of-a-priority"),
            pytest.param({"target": "1 hour", "no_commitment": "none"}, "it says '1 hour' and 'none'", id="both"),
            pytest.param(
                {"target": "none", "escalations": {"lead": "after 1 hour"}},
                "'none' promises nothing, so leave out the `escalations` beside it",
                id="escalations",
            ),
            pytest.param({"target": "none", "goals": "95%"}, "leave out the `goals` beside it", id="goals"),
            pytest.param(
                {"target": "1 hour", "when": [{"received": "on Fri"}]}, "a case of `when` states a `target`", id="case"
            ),
            pytest.param({"target": "1 hour", "when": ["on Fri"]}, "when[0]", id="no-case"),
            pytest.param(
                {"target": "1 hour", "when": [{"received": "on Fri", "target": "1 hour", "no_commitment": "none"}]},
                "it says '1 hour' and 'none'",
                id="both-in-a-case",
            ),
            pytest.param({"P1": {"P2": "1 hour"}}, "a priority has one target", id="priorities-of-a-priority"),
            pytest.param({"P1": {"schedule": "office"}}, "'none' where nothing is promised", id="no-target"),
        ],
    )
    def test_refused(self, given: Any, message: str) -> None:
        with pytest.raises(DeclarationError) as caught:
            promising(given)
        assert message in str(caught.value)

    def test_as_plain_data(self) -> None:
        assert SlaPolicy.model_validate_json(POLICY.model_dump_json()) == POLICY
