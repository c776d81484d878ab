"""Why a compiled policy has no due date for a question, in the words of the policy, with the standard library alone."""

from __future__ import annotations

from slaclock.errors import NotPromisedError, UnknownNameError, did_you_mean, named

TYPE_CHECKING = False  # Not from typing, which takes longer than all that a due date needs of this wing.
if TYPE_CHECKING:
    from typing import Any, NoReturn


def refuse_names(version: dict[str, Any], plan: str | None, priority: str | None, metric: str) -> NoReturn:
    """Say which name is not known in a version, or is lacking.

    Args:
        version: The entry of `versions`, which offers nothing for these names.
        plan: The plan, as the policy calls it.
        priority: The priority, as the policy calls it.
        metric: The metric.

    Raises:
        UnknownNameError: Always.

    Rules: R11, R19.
    """
    plans, priorities = version["plans"], version["priorities"]
    if plan is None and len(plans) > 1:
        raise UnknownNameError(f"this policy has several plans; name one of: {', '.join(plans)}")
    plan = next(iter(plans)) if plan is None else plan
    offers = named(named(plans, plan, "plan"), metric, "metric", f"plan {plan!r}")
    if priority and priorities and priority not in priorities:
        raise UnknownNameError(f"there is no priority {priority!r} here; {did_you_mean(priority, priorities)}")
    lacking = f"{metric} has no target for priority {priority!r}" if priority else f"{metric} differs by priority"
    raise UnknownNameError(f"{lacking}; name one of: {', '.join(offers)}")


def refuse_offer(offer: dict[str, Any]) -> NoReturn:
    """Say why nothing is due under an offer that has no target.

    Args:
        offer: The entry of `offers`, or one of its cases.

    Raises:
        UnknownNameError: It depends on a customer of whom nothing is said.
        NotPromisedError: Nothing is promised.

    Rules: R11.
    """
    if "problem" in offer:
        raise UnknownNameError(offer["problem"])
    raise NotPromisedError(offer["nothing"])
