"""Hours alone as a policy: of what says when somebody is there, and promises nothing (R19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slaclock.adapters.losses import Account
from slaclock.adapters.policy_readings import Notes, PolicyReading


def nothing_promised(
    plan: str, schedule: str, account: Account, what: str, *arguments: str, metric: str = "first_response"
) -> dict[str, Any]:
    """The one plan of a policy of which hours alone are known, by its name: a policy has a plan.

    Args:
        plan: What the plan is to be called.
        schedule: The name of its schedule.
        account: Where it is noted.
        what: What is missing, as a sentence: `no SLAs were given`.
        arguments: The arguments that take targets; none where no payload of the product has them.
        metric: The metric for which it promises nothing.
    """
    way_out = f"pass {' and '.join(f'{each}=' for each in arguments)} for" if arguments else "state"
    means = f"the one plan promises nothing, and the schedules answer all the same; {way_out} targets"
    account.lose(arguments[:1], what, means if arguments else f"{means} in its place", ("plans",))
    return {plan: {"schedule": schedule, metric: "none"}}


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
    document = {
        "name": name,
        "timezone": next(iter(schedules.values()))["timezone"],
        "assumptions": list(assumptions),
        "schedules": dict(schedules),
        "plans": nothing_promised("no target", next(iter(schedules)), account, "it has hours and no targets"),
    }
    return PolicyReading.of(document, account, notes or {})
