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
from slaclock.review import compiled_changes

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


def asked_of_the_policy(document: dict[str, Any]) -> Iterator[Callable[[], object]]:
    """Questions to the policy that is made of it, each by itself; none where that is refused."""
    with suppress(CompiledPolicyError):
        policy = forged(document).policy
        for priority, channel in (("P1", "phone"), ("P1", None), ("P2", None), ("P3", None)):
            yield lambda p=priority, c=channel: policy.due(AT, "basis", p, channel=c)  # type: ignore[misc]
            yield lambda p=priority, c=channel: policy.explain(AT, "basis", p, channel=c).text()  # type: ignore[misc]
            yield lambda p=priority, c=channel: policy.clock(AT, "basis", p, channel=c).status(AT).to_dict()  # type: ignore[misc]
        for name in ("office", "always", "none"):
            for schedule in (policy.schedule, policy.schedule_through_versions):
                yield lambda f=schedule, n=name: f(n).elapsed(AT, AT + timedelta(days=9))  # type: ignore[misc]
                yield lambda f=schedule, n=name: f(n).next_opening(AT)  # type: ignore[misc]
                yield lambda f=schedule, n=name: f(n).add_days(AT, 3)  # type: ignore[misc]
                yield lambda f=schedule, n=name: list(f(n).windows(AT, AT + timedelta(days=9)))  # type: ignore[misc]
                yield lambda f=schedule, n=name: (str(f(n)), f(n).holidays, hash(f(n)))  # type: ignore[misc]
        ticket = Ticket(id="1", opened=AT, priority="P1")
        yield lambda: policy.evaluate(ticket, AT + timedelta(days=2)).to_dict()
        yield lambda: policy.agenda([ticket], AT + timedelta(days=2))
        yield lambda: list(policy.attainment([ticket], AT + timedelta(days=2)))
        yield lambda: policy.for_customer("Asia/Tokyo").due(AT, "basis", "P1")


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
    document = changed(path, value)
    with suppress(CompiledPolicyError):
        for question in (*asked(document), *asked_of_the_policy(document)):
            with suppress(SlaClockError):
                question()
    with suppress(SlaClockError):
        compiled_changes(forged(document), forged(whole()))


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
        pytest.param(("from",), 0.5, "policy", "has something else in from than there may be", id="half-an-instant"),
        pytest.param(("hours", 2, "zone"), LEFT_OUT, "policy", "lacks 'zone' in hours[2]", id="a-key-of-the-policy"),
        pytest.param(("reasons", 0, "kind"), "x", "policy", "has something else in reasons[0].kind than", id="a-kind"),
        pytest.param(("zones", 0, "names", 0), 5, "policy", "has something else in zones[0].names[0]", id="a-name"),
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


DAY = 86_400_000_000
FAR = {"unit": DAY, "steps": [10**5, 1]}
"""Two dates, or instants, in 2243."""
ONE, TWO = {"unit": DAY, "steps": [20_500]}, {"unit": DAY, "steps": [20_500, 1]}
BACKWARDS = {"unit": DAY, "steps": [20_500, -1]}
DATES_BACKWARDS, FAR_DATES = {"unit": 1, "steps": [20_500, -1]}, {"unit": 1, "steps": [10**5]}
OFFICE, PARTY = ("hours", 0), ("customers", "")


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        pytest.param(("years",), [2026, 2025], "years", id="backwards"),
        pytest.param(("years",), [1026, 1026], "years", id="centuries-ago"),
        pytest.param(("years",), [2025, 2026], "years", id="a-year-that-was-not-compiled"),
        pytest.param(("until",), 10**18, "years", id="an-end-in-another-year"),
        pytest.param(("zone",), 1, "zone", id="no-such-zone"),
        pytest.param(("zones", 0, "offsets"), [0], "zones[0]", id="an-offset-for-one-of-three-changes"),
        pytest.param(("zones", 0, "names"), ["EST"], "zones[0]", id="a-name-for-one-of-three-changes"),
        pytest.param(("zones", 0, "changes", "steps", 1), -1, "zones[0]", id="changes-backwards"),
        pytest.param(("zones", 0, "changes", "steps", 2), 10**6, "zones[0]", id="a-change-in-another-century"),
        pytest.param(("zones", 0, "from"), 0, "zones[0]", id="known-before-its-first-offset"),
        pytest.param(("zones", 0, "until"), 0, "zones[0]", id="not-known-for-all-years"),
        pytest.param(("zones", 0, "offsets", 0), 86_400, "zones[0]", id="a-day-ahead"),
        pytest.param(("calendars", 1), DATES_BACKWARDS, "calendars[1]", id="dates-backwards"),
        pytest.param(("calendars", 1), FAR_DATES, "calendars[1]", id="dates-of-another-century"),
        pytest.param((*OFFICE, "zone"), 1, "hours[0]", id="hours-in-no-zone"),
        pytest.param((*OFFICE, "open"), ONE, "hours[0]", id="an-opening-without-a-closing"),
        pytest.param((*OFFICE, "open"), BACKWARDS, "hours[0]", id="closed-before-it-opens"),
        pytest.param((*OFFICE, "open"), FAR, "hours[0]", id="open-in-another-century"),
        pytest.param((*OFFICE, "days", "dates"), DATES_BACKWARDS, "hours[0]", id="business-days-backwards"),
        pytest.param((*OFFICE, "days", "windows"), 2, "hours[0]", id="more-windows-than-openings"),
        pytest.param((*OFFICE, "days", "windows"), [1], "hours[0]", id="windows-of-one-day"),
        pytest.param((*OFFICE, "days"), {"dates": TWO, "windows": 0, "edges": TWO}, "hours[0]", id="no-window"),
        pytest.param((*OFFICE, "days", "edges"), TWO, "hours[0]", id="two-edges-for-all-days"),
        pytest.param((*OFFICE, "days"), {"dates": {"unit": 1, "steps": [20_500]}, "windows": 1, "edges": BACKWARDS},
                     "hours[0]", id="a-day-that-ends-before-it-begins"),
        pytest.param((*OFFICE, "days"), {"dates": {"unit": 1, "steps": [20_500]}, "windows": 1, "edges": FAR},
                     "hours[0]", id="a-day-that-opens-in-another-century"),
        pytest.param((*OFFICE, "holidays"), FAR_DATES, "hours[0]", id="holidays-of-another-century"),
        pytest.param((*OFFICE, "closed", "reasons"), [0], "hours[0]", id="a-reason-for-one-of-many"),
        pytest.param((*OFFICE, "closed", "reasons", 0), 99, "hours[0]", id="no-such-reason"),
        pytest.param((*OFFICE, "closed"), {"spans": BACKWARDS, "reasons": [0]}, "hours[0]", id="closed-backwards"),
        pytest.param((*OFFICE, "closed"), {"spans": FAR, "reasons": [0]}, "hours[0]", id="closed-in-another-century"),
        pytest.param((*OFFICE, "special", "dates"), DATES_BACKWARDS, "hours[0]", id="special-dates-backwards"),
        pytest.param((*OFFICE, "special", "names"), ["x"], "hours[0]", id="more-names-than-special-dates"),
        pytest.param(("schedules", 0, "hours"), 5, "schedules[0]", id="no-such-hours"),
        pytest.param(("offers", 1, "target"), 3, "offers[1]", id="no-such-target"),
        pytest.param(("offers", 0, "cases", 0, "schedule"), 6, "offers[0]", id="no-such-schedule-of-a-case"),
        pytest.param(("offers", 0, "cases", 0, "if", "schedule"), 6, "offers[0]", id="no-such-schedule-of-a-condition"),
        pytest.param((*PARTY, "schedules", "office"), 6, "customers.", id="no-such-schedule-through-versions"),
        pytest.param((*PARTY, "versions"), [], "customers.", id="no-version"),
        pytest.param((*PARTY, "versions", 0, "from"), 0, "customers.", id="a-first-version-that-begins"),
        pytest.param((*PARTY, "versions", 1, "from"), None, "customers.", id="a-version-that-never-begins"),
        pytest.param((*PARTY, "versions", 1, "schedules", "office"), 6, "customers.", id="no-such-schedule"),
        pytest.param((*PARTY, "versions", 1, "closures"), {"x": 6}, "customers.", id="no-such-closure"),
        pytest.param((*PARTY, "versions", 1, "unnamed"), 6, "customers.", id="nothing-where-none-is-named"),
        pytest.param((*PARTY, "versions", 1, "holidays"), 2, "customers.", id="no-such-calendar"),
        pytest.param((*PARTY, "versions", 0, "plans", "basic", "first_response", "P1"), 4, "customers.",
                     id="no-such-offer"),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_refused_where_a_policy_is_made_of_it(
    path: tuple[str | int, ...], value: object, where: str
) -> None:
    found = forged(changed(path, value))
    for made in (lambda: found.policy, lambda: compiled_changes(found, forged(whole()))):
        with pytest.raises(CompiledPolicyError) as refused:
            made()
        assert str(refused.value) == (
            f"the compiled policy has numbers or places in {where} that do not go together with the rest, "
            "so it was not written by slaclock; compile the policy again"
        )


def test_versions_that_are_stated_and_do_not_begin() -> None:
    said = "says when other versions begin than it states, so it was not written by slaclock"
    with pytest.raises(CompiledPolicyError, match=said):
        _ = forged(changed(("policy", "versions"), [])).policy


def test_time_that_is_open_by_hours_of_no_date() -> None:
    """All of it is in order, and only a question finds out."""
    alone = {"dates": {"unit": 1, "steps": [20_500]}, "windows": 1, "edges": TWO}
    held = forged(changed(("hours", 0, "days"), alone)).policy
    with pytest.raises(CompiledPolicyError, match="is open at 2026-02-25 16:00Z by hours of no date, so it was not"):
        held.schedule("office").add_days(AT.replace(month=2), 1)


def test_a_question_of_another_kind_fails_as_it_did() -> None:
    with pytest.raises((TypeError, AttributeError)):
        forged(whole()).due(AT, 5, "P1")  # type: ignore[arg-type]
