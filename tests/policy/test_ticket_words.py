"""The words of tickets as a policy reads them: what nobody knows is always among the problems (R19)."""

from typing import Any

import pytest
from clock_model import on
from hypothesis import given, strategies as st
from ticket_stories import POLICY, lines, policy, ticket

from slaclock import ClockError, DeclarationError, Event, SlaPolicy, Ticket
from slaclock.spelling import folded
from slaclock.tickets import KNOWN_KINDS, known_kind, known_status

AT = on("Mon 11:00").isoformat()
NAMES = {
    "statuses": {"Awaiting vendor": "on_hold", "Parked": "with_vendor"},
    "priorities": {"urgent": "P1", 3: "P2"},
    "kinds": {"agent_reply": "agent_replied", "assigned": "none", "Triage done": "triaged"},
    "plans": {"Gold": "premium"},
    "channels": {"voice": "phone"},
}
NAMED = policy(
    names=NAMES,
    metrics={"resolution": {"pauses_in": ["with_vendor"], "starts": ["triaged"]}},
    plans={
        "standard": {
            "schedule": "office",
            "coverage": {"phone": "always"},
            "first_response": {
                "P1": {
                    "target": "1 business hour",
                    "when": [{"received": "by phone", "target": "30 business minutes"}],
                },
                "P2": "4 business hours",
            },
            "resolution": {"P1": "8 business hours", "P2": "16 business hours"},
        },
        "premium": {"schedule": "always", "first_response": "2 business hours"},
    },
)


def _problems(rules: SlaPolicy, *events: str, **more: Any) -> list[str]:
    return list(rules.evaluate(ticket("Mon 10:00", *events, **more), on("Mon 14:00")).problems)


class TestUnknown:
    @pytest.mark.parametrize(
        ("status", "hint"),
        [
            ("waiting for customr", "did you mean 'waiting for customer'?"),
            ("Pendign", "did you mean 'pending'?"),
            ("resolvd", "did you mean 'resolved'?"),
            ("3", "say what it means under `names: statuses:` in the policy"),
        ],
    )
    def test_a_status(self, status: str, hint: str) -> None:
        text = f"{status!r}, a status that is neither known nor stated in the policy, {hint}"
        told = Ticket(
            opened=on("Mon 10:00"),
            plan="standard",
            priority="P1",
            status=status,
            events=[Event(at=on("Mon 11:00"), kind="status_changed", status=status)],
        )
        found = POLICY.evaluate(told, on("Mon 14:00"))
        assert found.problems == (
            f"its status is {text}",
            f"status_changed at {AT} names {text}",
        )
        assert found["resolution"].state == "running"
        with pytest.raises(ClockError, match="its status is"):
            POLICY.evaluate(told, on("Mon 14:00"), contradictions="error")

    @pytest.mark.parametrize(
        ("kind", "hint"),
        [
            ("agent_reply", "did you mean 'agent_replied'?"),
            ("solved", "did you mean 'resolved'?"),
            ("done", "did you mean 'resolved'?"),
            ("on_hold", "did you mean 'status_changed' with the status 'on_hold'?"),
            ("pending", "did you mean 'status_changed' with the status 'pending'?"),
            ("noted", "say what it means under `names: kinds:` in the policy"),
        ],
    )
    def test_a_kind_of_event(self, kind: str, hint: str) -> None:
        text = f"is of a kind that is neither known nor stated in the policy, {hint}"
        assert _problems(POLICY, f"Mon 11:00 {kind}") == [f"{kind} at {AT} {text}"]

    @pytest.mark.parametrize("kind", ["agent_reply", "solved", "on_hold"])
    def test_what_is_recommended_is_accepted(self, kind: str) -> None:
        for problem in _problems(POLICY, f"Mon 11:00 {kind}"):
            meant, *status = problem.split("did you mean ")[1].split("'")[1::2]
            more = f" status={status[0]}" if status else ""
            assert _problems(POLICY, f"Mon 11:00 {meant}{more}") == []

    def test_what_a_version_states_is_known(self) -> None:
        later = {"effective": "2027-01-01", "metrics": {"resolution": {"pauses_in": "Parked", "stops": "deployed"}}}
        rules = policy(versions=[later])
        assert _problems(rules, "Mon 11:00 status_changed status=parked", "Mon 12:00 Deployed") == []
        assert len(_problems(POLICY, "Mon 11:00 status_changed status=parked", "Mon 12:00 Deployed")) == 2

    def test_what_comes_later_is_no_problem_yet(self) -> None:
        assert _problems(POLICY, "Mon 15:00 agent_reply", "Mon 16:00 status_changed status=x") == []

    @pytest.mark.parametrize("kind", ["Agent replied", "agent-replied", "AGENT_REPLIED"])
    def test_kinds_are_read_in_any_spelling(self, kind: str) -> None:
        told = Ticket(
            opened=on("Mon 10:00"), plan="standard", priority="P1", events=[{"at": on("Mon 10:30"), "kind": kind}]
        )
        found = POLICY.evaluate(told, on("Mon 14:00"))
        assert (found["first_response"].state, found.problems) == ("met", ())

    @given(word=st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=12))
    def test_a_name_that_nobody_knows_always_appears_among_the_problems(self, word: str) -> None:
        """Whatever is neither known in some spelling nor stated stands in a problem, as a status and as a kind."""
        events = [
            Event(at=on("Mon 11:00"), kind="status_changed", status=word),
            Event(at=on("Mon 11:30"), kind=word),
        ]
        told = Ticket(opened=on("Mon 10:00"), plan="standard", priority="P1", status=word, events=events)
        said = POLICY.evaluate(told, on("Mon 14:00")).problems
        unknown = [text for text in said if "neither known" in text]
        kinds = [text for text in unknown if text.startswith(f"{word} at ")]
        named = [text for text in unknown if repr(word) in text and text not in kinds]
        assert len(named) == (0 if known_status(word) else 2)
        assert len(kinds) == (0 if known_kind(word) else 1)


class TestNames:
    def test_every_word_is_read_as_the_policy_calls_it(self) -> None:
        told = ticket(
            "Mon 10:00",
            "Mon 10:10 assigned",
            "Mon 10:20 triage-done",
            "Mon 10:30 agent_reply",
            "Mon 11:00 status_changed status=PARKED",
            priority="Urgent",
            channel="Voice",
        )
        found = NAMED.evaluate(told, on("Mon 14:00"))
        assert found.problems == ()
        assert lines(found, "first_response") == ["met Mon 10:30"]
        assert [each.status.is_paused for each in found.cycles if each.metric == "resolution"] == [True]
        assert {each.clock.priority for each in found.cycles} == {"P1"}
        assert found.ticket is told

    def test_changes_are_read_as_the_policy_calls_them(self) -> None:
        told = ticket(
            "Mon 10:00", "Mon 10:10 priority_changed priority=3", "Mon 10:20 plan_changed plan=gold", priority="urgent"
        )
        (cycle,) = NAMED.evaluate(told, on("Mon 10:30")).cycles
        assert (cycle.clock.plan, cycle.clock.priority) == ("premium", "P2")

    def test_every_question_takes_them(self) -> None:
        opened = on("Mon 10:00")
        names = {"plan": "standard", "priority": "urgent"}
        own = {"plan": "standard", "priority": "P1"}
        assert NAMED.due(opened, **names, channel="voice") == on("Mon 10:30")
        assert NAMED.due(opened, **names) == NAMED.due(opened, **own)
        assert NAMED.due(opened, "Gold") == NAMED.due(opened, "premium")
        assert NAMED.target(**names) == NAMED.target(**own)
        assert NAMED.clock(opened, **names).subject == NAMED.clock(opened, **own).subject
        assert str(NAMED.explain(opened, **names, channel="voice").due) == str(on("Mon 10:30"))
        assert NAMED.coverage(**names, channel="voice") == NAMED.schedule("always")
        assert NAMED.lifecycle("resolution", **names) == NAMED.lifecycle("resolution", **own)
        assert NAMED.clock(opened, **own).retarget(on("Mon 10:10"), priority="3").status(opened).due

    def test_they_are_dumped_and_loaded_back(self) -> None:
        assert SlaPolicy.model_validate_json(NAMED.model_dump_json()) == NAMED
        assert NAMED.model_dump(mode="json")["names"]["priorities"] == {"urgent": "P1", "3": "P2"}

    @pytest.mark.parametrize(
        ("names", "problem"),
        [
            (
                {"statuses": {"x": "waiting_on_vendr"}},
                "there is no status 'waiting_on_vendr'; did you mean 'waiting_on_",
            ),
            ({"statuses": {"x": "qqq"}}, "there is no status 'qqq'; known: new, open"),
            ({"priorities": {"urgent": "P9"}}, "there is no priority 'P9'; known: P1, P2, P3"),
            ({"priorities": {"P2": "P1"}}, "the policy has a priority 'P2' itself; leave it out"),
            ({"kinds": {"reply": "public_reply"}}, "there is no kind of event 'public_reply'; known: opened"),
            (
                {"kinds": {"reply": "agent_reply"}},
                "there is no kind of event 'agent_reply'; did you mean 'agent_replied'",
            ),
            ({"plans": {"Gold": "premum"}}, "there is no plan 'premum'; did you mean 'premium'?"),
            ({"plans": {"premium": "standard"}}, "the policy has a plan 'premium' itself"),
            ({"channels": {"voice": "phone"}}, "there is no channel 'phone'; known: none"),
            (
                {"statuses": {"On Hold": "open", "on-hold": "open"}},
                "'on-hold' is given twice, the first time as 'On Hold'",
            ),
            ({"statuses": {3: "open", "3": "pending"}}, "'3' is given twice"),
            ({"states": {"x": "open"}}, "states"),
            ({"statuses": "open"}, "names.statuses"),
        ],
    )
    def test_what_means_nothing_is_refused(self, names: dict[str, Any], problem: str) -> None:
        with pytest.raises(DeclarationError, match="(?s)" + problem.replace("?", r"\?")):
            policy(names=names)

    def test_a_file_says_where(self) -> None:
        text = (
            "name: x\ntimezone: UTC\nplans: {p: {first_response: {P1: 1 hour}}}\nnames:\n  priorities: {urgent: P2}\n"
        )
        with pytest.raises(DeclarationError, match=r"policy:5:16: names.priorities.urgent: there is no priority 'P2'"):
            SlaPolicy.loads(text)

    def test_names_of_ones_own_may_be_spelled_out(self) -> None:
        assert policy(names={"priorities": {"P1": "P1"}}).names.priority("p1") == "P1"

    @pytest.mark.parametrize("kind", [kind for kind in KNOWN_KINDS if kind != "opened"])
    def test_any_event_may_be_called_otherwise(self, kind: str) -> None:
        rules = policy(names={"kinds": {"something else": kind}})
        states: dict[str, dict[str, Any]] = {
            "status_changed": {"status": "open"},
            "priority_changed": {"priority": "P1"},
            "plan_changed": {"plan": "standard"},
            "due_agreed": {"agreed": on("Tue 10:00")},
        }
        more = states.get(kind, {})
        said = [
            rules.evaluate(
                Ticket(
                    opened=on("Mon 10:00"),
                    plan="standard",
                    priority="P1",
                    events=[Event(at=on("Mon 11:00"), kind=each, **more)],  # type: ignore[arg-type]
                ),
                on("Mon 14:00"),
            ).to_dict()
            for each in (kind, "Something-else" if kind != "due_agreed" else kind)
        ]
        assert said[0]["metrics"] == said[1]["metrics"]
        assert said[0]["problems"] == said[1]["problems"]

    def test_folding_is_that_of_channels(self) -> None:
        assert {folded(name) for name in ("On hold", "on-hold", "ON_HOLD", "on\u2011hold")} == {"onhold"}


@pytest.mark.parametrize(
    ("kind", "stated", "problem"),
    [
        ("agent_replied", {"status": "pending"}, "the status 'pending', and only status_changed changes it"),
        (
            "status_changed",
            {"status": "open", "plan": "premium"},
            "the plan 'premium', and only plan_changed changes it",
        ),
        (
            "plan_changed",
            {"plan": "standard", "priority": "P1"},
            "the priority 'P1', and only priority_changed changes it",
        ),
    ],
)
def test_what_only_another_kind_of_event_changes_is_no_change(kind: str, stated: dict[str, Any], problem: str) -> None:
    told = Ticket(opened=on("Mon 10:00"), plan="standard", priority="P1", events=[Event(at=AT, kind=kind, **stated)])
    assert (
        f"{kind} at {AT} states {problem}; tell that as an event of its own"
        in NAMED.evaluate(told, on("Mon 14:00")).problems
    )
