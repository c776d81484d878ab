"""Answers of Zendesk in files: of what kind each is, as its keys show, and all of them as one policy (R19)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slaclock.adapters.zendesk.metrics import GROUP_METRICS
from slaclock.adapters.zendesk.policies import ZendeskReading, policy
from slaclock.errors import PayloadError

_BY_KEY = {
    "schedules": ("schedules", "schedule", "workweek", "intervals"),
    "holidays": ("holidays", "holiday", "start_date"),
    "group_sla_policies": ("group_sla_policies", "group_sla_policy"),
    "sla_policies": ("sla_policies", "sla_policy", "policy_metrics"),
}
"""For each argument of `policy` the keys of answers and records that go there."""


def policy_of_answers(answers: Mapping[str, Any], timezone: str | None = None, name: str = "Zendesk") -> ZendeskReading:
    """The policy that several answers make together, whatever their order.

    Args:
        answers: Parsed JSON, by what messages call it: a file.
        timezone: IANA name of the zone of a schedule that states none.
        name: What the policy is to be called.

    Raises:
        PayloadError: It is not known what one of them is, or something in it cannot be read.

    Rules: R19.
    """
    given: dict[str, list[Any]] = {}
    for file, answer in answers.items():
        for part in _parts(answer):
            given.setdefault(_kind_of(part, file), []).extend(part if isinstance(part, list) else [part])
    schedules, holidays, targets, of_groups = (
        held[0] if held and len(held) == 1 else held
        for held in map(given.get, ("schedules", "holidays", "sla_policies", "group_sla_policies"))
    )
    return policy(schedules, holidays, targets, of_groups, timezone, name=name)


def _parts(answer: Any) -> list[Any]:
    """Answers of one kind each: one file may hold several."""
    several = [kind for kind in _BY_KEY if kind in answer] if isinstance(answer, dict) else []
    if len(several) < 2:
        return [answer]
    beside = {key: value for key, value in answer.items() if key not in several}
    return [{several[0]: answer[several[0]], **beside}, *({kind: answer[kind]} for kind in several[1:])]


def _kind_of(answer: Any, file: str) -> str:
    first = answer[0] if isinstance(answer, list) and answer else answer
    if isinstance(first, dict):
        if first and all(isinstance(each, dict) and "holidays" in each for each in first.values()):
            return "holidays"  # Answers by the id or the name of their schedule, which they do not say themselves.
        for kind, keys in _BY_KEY.items():
            if any(key in first for key in keys):
                return "group_sla_policies" if _is_of_group(first) else kind
    known = ", ".join(_BY_KEY)
    raise PayloadError(file, f"its keys do not show what it is; it holds one of: {known}, as the product answers them")


def _is_of_group(record: Mapping[str, Any]) -> bool:
    metrics = record.get("policy_metrics")
    first = metrics[0] if isinstance(metrics, list) and metrics else None
    return isinstance(first, dict) and first.get("metric") in list(GROUP_METRICS)
