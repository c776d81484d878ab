"""Files written for a product: what of a policy stands in one (R19)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from slaclock.errors import UnknownNameError, named
from slaclock.policy import SlaPolicy


class Parts(NamedTuple):
    """What of a policy is written to a file."""

    schedule: str | None
    plan: str | None

    @staticmethod
    def span(years: Sequence[int]) -> tuple[int, int] | None:
        """The first and the last of some years."""
        return (min(years), max(years)) if years else None


def parts_of(policy: SlaPolicy, schedule: str | None, plan: str | None) -> Parts:
    """What of a policy is written: what is named, else its one schedule with its one plan.

    Raises:
        UnknownNameError: It has no part of that name, or several and none is named.
    """
    if schedule or plan:
        if schedule:
            named(policy.schedules, schedule, "schedule")
        if plan:
            named(policy.plans, plan, "plan")
        return Parts(schedule, plan)
    if len(policy.schedules) != 1 or len(policy.plans) != 1:
        known = f"schedules: {', '.join(policy.schedules) or 'none'}; plans: {', '.join(policy.plans)}"
        raise UnknownNameError(f"name the schedule or the plan that is written; {known}")
    return Parts(next(iter(policy.schedules)), next(iter(policy.plans)))
