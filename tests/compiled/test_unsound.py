"""A compiled policy that has its hash and was written by others is answered from or refused, and never fails (R21)."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, strategies as st

from slaclock import CompiledPolicyError, SlaClockError, SlaPolicy, Ticket, compiled
from slaclock.compiled.sealed import sealed

AT = datetime(2026, 11, 25, 16, tzinfo=UTC)
SMALL = """
name: Small
timezone: America/New_York
holidays: US
schedules: {office: Mon-Fri 09:00-18:00, always: 24x7}
names: {plans: {basis: basic}}
plans:
  basic:
    schedule: office
    first_response:
      P1: {target: 4 business hours, when: [{received: by phone, target: 1 hour}]}
      P2: {target: 2 business days, cut_off: "15:00"}
versions: [{effective: 2026-06-01, holidays: [US, 2026-06-02]}]
"""


@cache
def whole() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(SlaPolicy.loads(SMALL).compile(2026).dumps())
    return document


def forged(document: dict[str, Any]) -> compiled.CompiledPolicy:
    """The same with its hash."""
    return compiled.loads(sealed({key: document[key] for key in document if key not in ("format", "sha256")}))


def asked(document: dict[str, Any]) -> Iterator[Callable[[], object]]:
    """Every question, each by itself."""
    policy = forged(document)
    for priority, channel in (("P1", "phone"), ("P1", None), ("P2", None), ("P3", None)):
        yield lambda p=priority, c=channel: policy.due(AT, "basis", p, channel=c)  # type: ignore[misc]
    for schedule in ("office", "always", "none"):
        yield lambda s=schedule: policy.elapsed(AT, AT + timedelta(days=9), s)  # type: ignore[misc]
        yield lambda s=schedule: policy.is_open(AT, s)  # type: ignore[misc]
    yield lambda: policy.for_customer("Asia/Tokyo")
    yield lambda: policy.explain(AT, "basic", "P2").text()
    yield lambda: policy.evaluate(Ticket(id="1", opened=AT, priority="P1"), AT + timedelta(days=2)).to_dict()
    for name in ("timezone", "years", "customers", "made_by", "source_sha256", "policy"):
        yield lambda n=name: getattr(policy, n)  # type: ignore[misc]


def places(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where something stands in a document."""
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        # Steps of packed numbers are many, and alike.
        if not isinstance(key, int) or key < 3:
            yield from places(each, (*path, key))


LEFT_OUT = object()


def changed(path: tuple[str | int, ...], value: object) -> dict[str, Any]:
    """The document with something else in a place, or nothing."""
    document = deepcopy(whole())
    *above, last = path
    held: Any = document
    for step in above:
        held = held[step]
    if value is LEFT_OUT:
        del held[last]
    else:
        held[last] = value
    return document


OTHER = (LEFT_OUT, None, -1, 0, 10**9, 10**30, "", "x", [], {}, [1], {"x": 1}, True, 0.5)


@given(st.sampled_from(sorted(places(whole()), key=str)), st.sampled_from(OTHER))
def test_whatever_stands_in_a_place_only_errors_of_the_library_leave_it(
    path: tuple[str | int, ...], value: object
) -> None:
    with suppress(CompiledPolicyError):
        for question in asked(changed(path, value)):
            with suppress(SlaClockError):
                question()


@pytest.mark.parametrize(
    ("path", "value", "question", "said"),
    [
        pytest.param(("years",), None, "name", "has something else in years than there may be (input should be a",
                     id="read"),
        pytest.param(("customers",), {}, "name", "holds numbers and places that do not go together", id="nobody"),
        pytest.param(("hours", 2, "zone"), LEFT_OUT, "due", "lacks 'zone' in hours[2]", id="a-key"),
        pytest.param(("hours", 2, "zone"), "x", "due", "has something else in hours[2].zone than there may be",
                     id="another-type"),
        pytest.param(("hours", 2, "zone"), 99, "due", "holds numbers and places that do not go together", id="place"),
        pytest.param(("source",), {}, "source_sha256", "lacks 'sha256' in source", id="what-it-is"),
        pytest.param(("policy", "plans"), 5, "explain", "states a policy that cannot be read (cannot read this",
                     id="the-policy"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(path: tuple[str | int, ...], value: object, question: str, said: str) -> None:
    questions: dict[str, Callable[[compiled.CompiledPolicy], object]] = {
        "due": lambda policy: policy.due(AT, "basic", "P1"),
        "explain": lambda policy: policy.explain(AT, "basic", "P1"),
    }
    with pytest.raises(CompiledPolicyError) as refused:
        questions.get(question, lambda policy: getattr(policy, question))(forged(changed(path, value)))
    assert str(refused.value).startswith(f"the compiled policy {said}")
    assert str(refused.value).endswith("compile the policy again")


def test_a_question_of_another_kind_fails_as_it_did() -> None:
    with pytest.raises((TypeError, AttributeError)):
        forged(whole()).due(AT, 5, "P1")  # type: ignore[arg-type]
