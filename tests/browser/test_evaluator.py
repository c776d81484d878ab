"""What is answered in a browser is what the policy answers: ten thousand questions (R22)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from published_questions import asked, compiled_policy, parts_of, promising

from slaclock.compiled import ticks
from slaclock.errors import SlaClockError
from slaclock.publish import evaluator_module
from slaclock.testing import instants, policies, weeks

OF_EXAMPLES, DRAWN, OF_EACH_DRAWN = 500, 250, 12

ANSWERED = """
globalThis.answers = (document, questions) => {
  const policy = new CompiledPolicy(document);
  const of = (answer) => {
    try { return answer(); }
    catch (error) { if (error instanceof SlaError) return null; throw error; }
  };
  return questions.map((asked) => {
    const question = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== null));
    const why = of(() => policy.explain(question));
    const stretches = why && why.stretches.map((s) => [s.start, s.end, s.kind, s.name, s.estimated, s.counted, s.days]);
    const { opened, until, schedule } = asked;
    const open = of(() => [policy.isOpen(opened, schedule), policy.elapsed(opened, until, schedule)]);
    const edges = schedule && ["nextOpening", "nextClosing"].map((next) => of(() => policy[next](opened, schedule)));
    return [why && why.due, why && policy.due(question), stretches, open, edges];
  });
};
"""


@pytest.fixture
def answers(opened: Any) -> Any:
    page = f'<!DOCTYPE html><meta charset="utf-8"><script type="module">{evaluator_module()}{ANSWERED}</script>'
    browser = opened(page)
    return lambda document, questions: browser.execute_script(
        "return answers(arguments[0], arguments[1])", document, questions
    )


def expected(question: dict[str, Any]) -> list[Any]:
    open_time = None if question["is_open"] is None else [question["is_open"], question["elapsed"]]
    edges = [question["opens"], question["closes"]]
    return [question["due"], question["due"], question.get("stretches"), open_time, edges]


def test_policies_of_every_kind(answers: Any) -> None:
    told = 0
    for seed, name in enumerate(promising()):
        policy, compiled = compiled_policy(name)
        questions = list(asked(policy, compiled, OF_EXAMPLES, seed))
        document = json.loads(compiled.dumps())
        for question, answer in zip(questions, answers(document, questions), strict=True):
            assert answer == expected(question), (name, question)
            told += answer[0] is not None
    assert told > 5_000


def test_policies_that_are_drawn(answers: Any) -> None:
    """Shifts over midnight, exceptions and holidays, around clock changes in many zones."""
    told = 0

    @settings(max_examples=DRAWN, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def answers_alike(data: st.DataObject) -> None:
        nonlocal told
        around = data.draw(weeks())
        policy = data.draw(policies(around))
        year = around.middle.year
        compiled = policy.compile((year - 2, year + 2))
        questions: list[dict[str, Any]] = []
        reasons: list[list[Any]] = []
        for at in data.draw(st.lists(instants(around), min_size=OF_EACH_DRAWN, max_size=OF_EACH_DRAWN)):
            plan = data.draw(st.sampled_from(list(policy.plans)))
            metric = data.draw(st.sampled_from(list(policy.plans[plan].metrics)))
            priority = data.draw(st.sampled_from([None, *policy.priorities]))
            try:
                why = policy.explain(at, plan, priority, metric)
                reasons.append([ticks(why.due), parts_of(why)])
            except SlaClockError:
                reasons.append([None, None])
            questions.append({"opened": ticks(at), "plan": plan, "metric": metric, "priority": priority})
        found = answers(json.loads(compiled.dumps()), questions)
        assert [[answer[0], answer[2]] for answer in found] == reasons
        told += sum(due is not None for due, _ in reasons)

    answers_alike()
    assert told > 1_500


def test_names_of_a_helpdesk_are_those_of_the_policy(answers: Any) -> None:
    from slaclock import SlaPolicy

    policy = SlaPolicy.loads(
        "{name: Small, timezone: UTC, schedules: {always: 24x7}, names: {priorities: {Urgent-ish: P1}}, "
        "plans: {only: {first_response: {P1: 1 hour, P2: 2 hours}}}}"
    )
    document = json.loads(policy.compile(2026).dumps())
    question = {"opened": 1_780_000_000_000_000, "metric": "first_response", "priority": "URGENT_ISH"}
    assert answers(document, [question])[0][0] == question["opened"] + 3_600_000_000
