"""Hours alone as a policy: of what says when somebody is there, and promises nothing (R19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slaclock.adapters.losses import Account
from slaclock.adapters.policy_readings import Notes, PolicyReading, policy_of


def reading_of_hours(
    name: str,
    schedules: Mapping[str, Mapping[str, Any]],
    account: Account,
    assumptions: Sequence[str] = (),
    notes: Notes | None = None,
) -> PolicyReading:
    """A policy with schedules and one plan that promises nothing: a policy has a plan.

    Args:
        name: What the policy is to be called.
        schedules: The schedules as a policy file states them, each with its zone; at least one.
        account: What was read and lost; that there are no targets is noted there.
        assumptions: How the payload was read, as sentences.
        notes: What is known of keys of the policy.

    Raises:
        PayloadError: They do not hold together.
    """
    means = "the one plan promises nothing, and the schedules answer all the same; state targets in its place"
    account.lose((), "it has hours and no targets", means, ("plans",))
    document = {
        "name": name,
        "timezone": next(iter(schedules.values()))["timezone"],
        "assumptions": list(assumptions),
        "schedules": dict(schedules),
        "plans": {"no target": {"schedule": next(iter(schedules)), "first_response": "none"}},
    }
    return PolicyReading(policy_of(document), tuple(account.losses), dict(account.counts), document, notes or {})
