"""Policies drawn: targets as people write them, plans, priorities and choices (R7, R10, R11, R17)."""

from __future__ import annotations

from typing import Any

from slaclock.policy import SlaPolicy
from slaclock.testing.drawing import st
from slaclock.testing.drawn_hours import drawn_hours
from slaclock.testing.few_weeks import Weeks

PRIORITIES = ("P1", "P2", "P3")
PLANS = ("standard", "premium")
_CHOICES = {
    "boundary": ("closing", "next_opening"),
    "day_rule": ("same_time", "close", "open", "hours"),
    "starts": ("at_once", "next_opening"),
    "on_change": ("recompute", "reset"),
    "reopens": ("any_customer_reply", "only_reopened"),
}
"""Choices that every policy may state. `forward` is none of them: time used is no share of a target in days."""


def target_texts() -> st.SearchStrategy[str]:
    """A target as people write it: in business hours, in business days or in calendar time.

    Examples:
        >>> from hypothesis import given
        >>> from slaclock import Target
        >>> @given(target_texts())
        ... def test_it_says_what_it_counts(text: str) -> None:
        ...     assert Target(text).basis_stated
        >>> test_it_says_what_it_counts()

    Rules: R11.
    """
    hours = st.integers(1, 40).map(lambda n: _amount(n, "business hour"))
    minutes = st.integers(1, 20).map(lambda n: f"{15 * n} business minutes")
    days = st.integers(1, 5).map(lambda n: _amount(n, "business day"))
    calendar = st.integers(1, 72).map(lambda n: _amount(n, "calendar hour"))
    return st.one_of(hours, minutes, days, calendar)


def _amount(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


@st.composite
def policies(draw: st.DrawFn, weeks: Weeks) -> SlaPolicy:
    """A policy with one or two schedules and plans, priorities P1 to P3, a warning, and choices of its own.

    Every plan promises `first_response` by priority and `resolution` for all of them, so that any plan and any
    priority of it may be asked.

    Args:
        weeks: Its zone, and where its holidays and exceptions lie.

    Returns:
        A strategy of policies; they shrink towards one plan on one schedule, with no choices stated.

    Examples:
        >>> from datetime import date
        >>> from hypothesis import given
        >>> @given(policies(Weeks("America/New_York", date(2026, 11, 1))))
        ... def test_it_loads_as_it_was_dumped(policy: SlaPolicy) -> None:
        ...     assert SlaPolicy.model_validate_json(policy.model_dump_json()) == policy
        >>> test_it_loads_as_it_was_dumped()

    Rules: R7, R10, R11, R17.
    """
    schedules = {name: draw(drawn_hours(weeks)).written() for name in ("office", "on call")[: draw(st.integers(1, 2))]}
    plans = {name: draw(_plan(tuple(schedules))) for name in PLANS[: draw(st.integers(1, 2))]}
    stated = {name: draw(st.sampled_from((None, *values))) for name, values in _CHOICES.items()}
    whole: dict[str, Any] = {
        "name": "Drawn support",
        "timezone": weeks.zone,
        "outside_coverage": "ignore",
        "day_length": "8 hours",
        "schedules": schedules,
        "plans": plans,
        "warnings": {"soon": "75%"},
    }
    return SlaPolicy(**whole, **_stated(stated))


def _stated(choices: dict[str, str | None]) -> dict[str, Any]:
    return {name: value for name, value in choices.items() if value is not None}


def _plan(schedules: tuple[str, ...]) -> st.SearchStrategy[dict[str, object]]:
    by_priority = st.fixed_dictionaries({name: target_texts() for name in PRIORITIES})
    return st.fixed_dictionaries(
        {"schedule": st.sampled_from(schedules), "first_response": by_priority, "resolution": target_texts()}
    )
