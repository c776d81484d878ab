"""Files of a product: what each answer holds, as its keys show; what of a policy is written to one (R19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from slaclock.errors import PayloadError, UnknownNameError, named
from slaclock.policy import SlaPolicy


def unbundled(answers: Mapping[str, Any], kinds: Mapping[str, str]) -> dict[str, Any]:
    """Answers, of which one that holds lists of several kinds is one for each of them.

    Args:
        answers: Parsed JSON, by the name of its file.
        kinds: The kind of each list, by what the product calls it.
    """
    found: dict[str, Any] = {}
    for file, answer in answers.items():
        if isinstance(answer, dict) and answer and kinds.keys() >= answer.keys():
            for name, held in answer.items():
                found[f"{file}: {name}"] = {kinds[name]: [held] if isinstance(held, dict) else held}
        else:
            found[file] = answer
    return found


def by_kind(answers: Mapping[str, Any], keys: Mapping[str, tuple[str, ...]], inside: str = "") -> dict[str, Any]:
    """Answers by their kind; several files of one kind as one list.

    Args:
        answers: Parsed JSON, by the name of its file.
        keys: For each kind keys that answers or records of it have; the first kind that fits is taken.
        inside: The key under which every answer has its records, where no key of an answer says what they are.

    Raises:
        PayloadError: The keys of one of them show no kind.
    """
    found: dict[str, list[Any]] = {}
    for file, answer in answers.items():
        held = found.setdefault(_kind_of(answer, file, keys, inside), [])
        held.extend(answer if isinstance(answer, list) else [answer])
    return {kind: held[0] if len(held) == 1 else held for kind, held in found.items()}


def _kind_of(answer: Any, file: str, keys: Mapping[str, tuple[str, ...]], inside: str) -> str:
    first = _first(answer)
    within = _first(first[inside]) if inside and isinstance(first, dict) and inside in first else None
    for kind, known in keys.items():
        if any(isinstance(each, dict) and not each.keys().isdisjoint(known) for each in (first, within)):
            return kind
    kinds = ", ".join(keys)
    raise PayloadError(file, f"its keys do not show what it is; it holds one of: {kinds}, as the product answers them")


def _first(answer: Any) -> Any:
    return answer[0] if isinstance(answer, list) and answer else answer


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
