"""Answers of PagerDuty in files: services, or support hours by themselves; and support hours written (R19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slaclock.adapters.answer_kinds import one_kind
from slaclock.adapters.pagerduty.policies import policy
from slaclock.adapters.pagerduty.schedule_payloads import schedule_payload
from slaclock.adapters.policy_readings import PolicyReading
from slaclock.adapters.written_parts import first_schedule, json_text
from slaclock.policy import SlaPolicy

_KINDS = one_kind("services", "service")


def policy_of_answers(
    answers: Mapping[str, Any], timezone: str | None = None, name: str = "PagerDuty"
) -> PolicyReading:
    """The policy of services, or of support hours by themselves, in files.

    Rules: R19.
    """
    given = _KINDS.of(answers)
    return given.read(policy, **given.arguments(), timezone=timezone, name=name)


def text_of_policy(policy: SlaPolicy, *, schedule: str | None, plan: str | None, years: Sequence[int]) -> str:
    """A schedule as support hours: the first where none is named; the format has no targets and no holidays.

    Rules: R19.
    """
    return json_text(schedule_payload(first_schedule(policy, schedule, plan)))
