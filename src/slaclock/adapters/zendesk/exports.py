"""`text_of_policy`: a whole policy as Zendesk has it, as the text of a file (R11, R19)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slaclock.adapters.written_parts import json_text, refuse_other_hours, span_of
from slaclock.adapters.zendesk.schedule_payloads import schedule_payload
from slaclock.adapters.zendesk.sla_policy_payloads import sla_policy_payload
from slaclock.policy import Plan, SlaPolicy

_SAYS_NO_CONDITIONS = "Every ticket gets it unless conditions are set: a policy file does not say which tickets do."


def text_of_policy(
    policy: SlaPolicy, *, schedule: str | None = None, plan: str | None = None, years: Sequence[int] = ()
) -> str:
    """Schedules with their holidays, and SLA policies, as JSON that `policy_of_answers` reads.

    A plan that promises what another does on another schedule is not written: an SLA policy of Zendesk has no
    schedule, and a trigger gives one to a ticket. Nor is one that promises nothing.

    Args:
        policy: One version of a policy.
        schedule: The one schedule to write; without it all, unless a plan is named.
        plan: The one plan to write; without it all, unless a schedule is named.
        years: Years whose holidays are written where they follow rules; the first and the last one count.

    Raises:
        PayloadError: Something in it cannot be said in the format; the message names it.
        UnknownNameError: There is no such schedule or plan.

    Examples:
        >>> import json
        >>> policy = SlaPolicy(
        ...     name="A",
        ...     timezone="UTC",
        ...     schedules={"Office": "Mon-Fri 09:00-17:00"},
        ...     plans={"Gold": {"first_response": {"high": "2 calendar hours"}}},
        ... )
        >>> list(json.loads(text_of_policy(policy)))
        ['schedules', 'sla_policies']

    Rules: R3, R5, R11, R19.
    """
    schedules = [schedule] if schedule else list(policy.schedules)
    span = span_of(years)
    whole = {
        "schedules": []
        if plan and not schedule
        else [schedule_payload(policy.schedule(each), span) for each in schedules],
        "sla_policies": [] if schedule and not plan else _sla_policies(policy, plan),
    }
    if schedule and plan:
        refuse_other_hours(policy, schedule, plan)
    return json_text(whole)


def _sla_policies(policy: SlaPolicy, plan: str | None) -> list[dict[str, Any]]:
    """SLA policies in the order in which they are tried, each with a word on whom it is for."""
    if plan:
        payloads = [sla_policy_payload(policy, plan)]
    else:
        promising = [name for name, each in policy.plans.items() if not _promises_nothing(each)]
        payloads = _once_each(policy, [sla_policy_payload(policy, name) for name in promising])
    return [
        {"title": payload["title"], "description": _SAYS_NO_CONDITIONS, "position": place, **payload}
        for place, payload in enumerate(payloads, start=1)
    ]


def _once_each(policy: SlaPolicy, payloads: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same without those that another plan, on another schedule, is already."""
    kept: list[dict[str, Any]] = []
    for payload in payloads:
        on = policy.plans[payload["title"]].schedule
        same = [each for each in kept if each["policy_metrics"] == payload["policy_metrics"]]
        if not any(policy.plans[each["title"]].schedule != on for each in same):
            kept.append(payload)
    return kept


def _promises_nothing(plan: Plan) -> bool:
    return all(promise.no_commitment and not (promise.when or promise.priorities) for promise in plan.metrics.values())
