"""A due date in short: when, of which target and on which schedule, with the standard library alone (R11, R22).

What a few lines of the command line need of a compiled policy, and no more; who asks why asks the policy.
"""

from __future__ import annotations

from datetime import UTC, datetime

from slaclock.compiled.compiled_policy import CompiledPolicy
from slaclock.compiled.steps import due
from slaclock.compiled.years import ticks

TYPE_CHECKING = False  # Not from typing, which takes longer than all that a due date needs of this wing.
if TYPE_CHECKING:
    from typing import Any


class InShort:
    """When something is due, and of what."""

    __slots__ = ("due", "entry", "opened", "schedule", "target", "version")

    def __init__(self, opened: datetime, due: datetime, target: str, schedule: str, version: int, entry: str) -> None:
        self.opened = opened
        """When it was opened, on the clocks of the schedule."""
        self.due = due
        """When it is due, on the same clocks."""
        self.target = target
        """The target as it was written."""
        self.schedule = schedule
        """The schedule in words, with its name."""
        self.version = version
        """The number of the version that is in force when it is opened."""
        self.entry = entry
        """The priority for which it is promised; an empty text for all that have no entry of their own."""


def reading_of(policy: CompiledPolicy, reading: datetime) -> datetime | None:
    """The instant at which the clocks of a policy show a reading; nothing where they skip it or show it twice.

    Raises:
        CompiledYearsError: It was not compiled for that year.
    """
    zone = policy.document.zone(policy.to_dict()["zone"])
    first, second = (reading.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    return first.astimezone(UTC) if first.utcoffset() == second.utcoffset() else None


def in_short(
    policy: CompiledPolicy, at: datetime, plan: str | None, priority: str | None, metric: str
) -> InShort | None:
    """When something opened at an instant is due, where that needs no word beside it.

    Args:
        policy: The policy.
        at: When it was opened.
        plan: Name of the plan; may be left out where there is only one.
        priority: Name of the priority; may be left out where the metric has one target for all.
        metric: Name of the metric.

    Returns:
        Nothing where something in the question is not known, where nothing is promised, or where a channel decides.

    Raises:
        CompiledYearsError: The answer needs years for which it was not compiled.

    Rules: R7, R9, R10, R11, R22.
    """
    at, told = at.astimezone(UTC), policy.to_dict()
    offered = policy._offered(at, plan, priority, metric)
    if offered is None or any(map(_asks_for_channels, _conditions(offered.offer))):
        return None
    promised = policy._promised(at, plan, priority, metric, None)
    if promised is None:
        return None
    hours, zone = policy.document.time(promised["schedule"])
    target, schedule = told["targets"][promised["target"]], told["schedules"][promised["schedule"]]
    found = due(target, at, hours, zone)
    policy.document.years.check(ticks(found))
    words = f"{schedule['name']}: {schedule['text']}" if schedule["name"] else schedule["text"]
    shown = (at.astimezone(zone), found.astimezone(zone))
    return InShort(*shown, target["written"], words, offered.version, offered.entry)


def _conditions(offer: dict[str, Any]) -> list[dict[str, Any]]:
    return [case["if"] for case in offer.get("cases", ())]


def _asks_for_channels(condition: dict[str, Any]) -> bool:
    within = (*condition.get("any_of", ()), *condition.get("none_of", ()))
    return "channels" in condition or any(map(_asks_for_channels, within))
