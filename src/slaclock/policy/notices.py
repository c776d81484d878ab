"""`Notice`: how long before something it is announced, and the latest instant for that (R7, R10, R11)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, ClassVar, assert_never

from pydantic import BeforeValidator, model_validator

from slaclock.declaration import signature
from slaclock.errors import TargetError
from slaclock.hours import (
    ONE_DAY,
    Boundary,
    CutOff,
    CutOffLike,
    DayRule,
    Ends,
    Schedule,
    Starts,
    cut_off_of,
    in_zone,
    midnight,
    to_utc,
)
from slaclock.patterns import pattern
from slaclock.targets import Choices, Target, TargetLike, dates_later, read_notice, time_later

_CLEAR = pattern(r"(.*\w)\s+clear\s+(.+)")
"""An amount of clear days: `5 clear working days`."""


class Notice(Choices):
    """How long before something it must be announced; the choices of a target may stand beside the amount.

    An amount alone, e.g. `72 hours` or `at least 5 business days in advance`, states the target.

    "Clear" days are whole ones between the notice and what it announces, neither date counted: `5 clear working days`.

    Examples:
        >>> Notice.model_validate("at least 48 hours in advance").target.written
        '48 calendar hours'

    Rules: R10, R11.
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

    clear: bool = False
    """Whether its days lie between the date of the notice and that of what it announces, and neither counts."""

    @signature
    def __init__(
        self,
        *,
        target: TargetLike,
        schedule: str | None = None,
        clear: bool = False,
        day_rule: DayRule | None = None,
        day_length: timedelta | str | None = None,
        cut_off: CutOffLike | None = None,
        starts: Starts | None = None,
        ends: Ends | str | None = None,
        boundary: Boundary | None = None,
    ) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        if isinstance(given, int | float) and not isinstance(given, bool):
            raise TargetError(f"{given!r} has no unit; write e.g. '72 hours' or '5 business days'")
        stated = {"target": given} if isinstance(given, str) else given
        if not isinstance(stated, Mapping) or not isinstance(text := stated.get("target"), str):
            return stated
        clear = _CLEAR.fullmatch(text)
        return {"clear": True, **stated, "target": f"{clear[1]} {clear[2]}"} if clear else stated

    @model_validator(mode="after")
    def _clear_days_are_days(self) -> Notice:
        if self.clear and self.target.counts not in ("business_days", "calendar_days"):
            raise TargetError(
                f"clear days are whole days, and {self.target} counts none; write e.g. '5 clear business days'"
            )
        return self

    def __str__(self) -> str:
        return self.target.written.replace(" ", " clear ", 1) if self.clear else str(self.target)


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
    # Where a policy's counts begin or end otherwise is about what arrives; a notice says so itself.
    about = Choices(day_rule=choices.day_rule, day_length=choices.day_length, boundary=choices.boundary)
    target = notice.target.decided(notice, [about])
    latest = _before_clear_days(before, target, schedule) if notice.clear else _earlier(before, target, schedule)
    return latest if target.cut_off is None else _by_cut_off(latest, target.cut_off, schedule)


def _before_clear_days(before: datetime, target: Target, schedule: Schedule) -> datetime:
    """The end of the last date after which so many whole days lie before that of what is announced."""
    assert target.days is not None
    if target.counts == "business_days":
        return schedule.add_days(before, -target.days - 1, "close", "at_once", "as_is")
    zone = schedule._zone
    return midnight(before.astimezone(zone).date() - target.days * ONE_DAY, zone).astimezone(before.tzinfo)


def _by_cut_off(latest: datetime, cut_off: CutOff, schedule: Schedule) -> datetime:
    """The cut-off on the business day of the latest notice, after which it would count as given on the next."""
    day = schedule._timeline.day(schedule._timeline.date_at(to_utc(latest)))
    ends = day and cut_off_of(day, cut_off, schedule._zone)
    return min(latest, in_zone(ends, latest.tzinfo)) if ends else latest


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
            zone = schedule._zone
            return dates_later(before, zone, days=-(target.days or 0), months=-(target.months or 0))
        case _:
            assert_never(target.counts)
