"""`Notice`: how long before something it is announced, and the latest instant for that (R7, R10, R11)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, ClassVar, assert_never

from pydantic import BeforeValidator, model_validator

from slaclock.declaration import Declaration, signature
from slaclock.hours import Schedule, zone_named
from slaclock.targets import Choices, Target, TargetLike, dates_later, read_notice, time_later


class Notice(Declaration):
    """How long before something it must be announced.

    An amount alone, e.g. `72 hours` or `at least 5 business days in advance`, states the target.

    Examples:
        >>> Notice.model_validate("at least 48 hours in advance").target.written
        '48 calendar hours'

    Rules: R11.
    """

    _examples: ClassVar = {
        "schedule": ("office",),
    }

    _short_forms = ({"type": "string", "examples": ["72 hours", "5 business days"]},)

    target: Annotated[
        Target,
        BeforeValidator(
            lambda given: read_notice(given) if isinstance(given, str) else given, json_schema_input_type=TargetLike
        ),
    ]
    """How long before."""

    schedule: str | None = None
    """Name of the schedule on which business time is counted."""

    @signature
    def __init__(self, *, target: TargetLike, schedule: str | None = None) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        return {"target": given} if isinstance(given, str) else given


NoticeLike = Notice | str | Mapping[str, Any]
"""What may be given for a notice: its amount as text, or its keys."""


def latest_notice(notice: Notice, before: datetime, schedule: Schedule, choices: Choices) -> datetime:
    """The latest instant at which notice may be given of what happens at `before`, in the zone of `before`.

    Args:
        notice: How long before.
        before: When it happens, an aware datetime.
        schedule: On which time and days are counted.
        choices: What the policy states for all of its targets.
    """
    # Where a count begins or ends otherwise is about what arrives, not about what is announced.
    about = Choices(day_rule=choices.day_rule, day_length=choices.day_length, boundary=choices.boundary)
    return _earlier(before, notice.target.decided(Choices(), [about]), schedule)


def _earlier(before: datetime, target: Target, schedule: Schedule) -> datetime:
    """The instant from which a target, counted forward, reaches `before`: the latest such."""
    match target.counts:
        case "open_time":
            assert target.duration is not None
            return schedule.add(before, -target.duration)
        case "business_days":
            count = target.day_count
            return schedule.add_days(before, -count.days, count.rule, count.starts, count.ends, count.day_length)
        case "calendar_time":
            assert target.duration is not None
            return time_later(before, -target.duration)
        case "calendar_days" | "calendar_months":
            zone = zone_named(schedule.timezone)
            return dates_later(before, zone, days=-(target.days or 0), months=-(target.months or 0))
        case _:
            assert_never(target.counts)
