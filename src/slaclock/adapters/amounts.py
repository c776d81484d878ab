"""Amounts of time that products state in seconds, as a policy states them (R11)."""

from __future__ import annotations

from collections.abc import Mapping

MOST_SECONDS = 100 * 366 * 24 * 3600
"""A target of more is taken for a mistake."""


def amount_text(seconds: int, basis: str) -> str:
    """An amount as a policy states it, in the largest unit in which it is whole: `4 business hours`.

    Examples:
        >>> amount_text(3_660, "calendar"), amount_text(3_600, "business"), amount_text(90, "business")
        ('61 calendar minutes', '1 business hour', '90 business seconds')
    """
    for unit, size in (("hour", 3_600), ("minute", 60)):
        if seconds % size == 0:
            return f"{seconds // size} {basis} {unit}{'' if seconds == size else 's'}"
    return f"{seconds} {basis} second{'' if seconds == 1 else 's'}"


def plan_entry(seconds: Mapping[str, int], schedule: str | None) -> dict[str, str]:
    """A plan of targets by their metrics, as a policy states it: on a schedule, and without one in calendar time.

    Examples:
        >>> plan_entry({"first_response": 3_600}, "Office")
        {'schedule': 'Office', 'first_response': '1 business hour'}
    """
    basis = "business" if schedule else "calendar"
    on = {"schedule": schedule} if schedule else {}
    return on | {metric: amount_text(amount, basis) for metric, amount in seconds.items()}
