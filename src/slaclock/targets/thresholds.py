"""`Threshold`: a point in the life of a promise at which somebody is notified, once or again and again (R18)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from slaclock.declaration import Declaration, signature
from slaclock.errors import ChoiceError
from slaclock.targets.target import Choices, Target, TargetLike
from slaclock.targets.threshold_text import COUNTED, EXAMPLES, read_threshold

_POINTS = ("percent", "left", "after", "overdue")
_AMOUNTS = ("left", "after", "overdue", "every")
Until = Literal["stopped", "resolved", "breach"]
"""Up to when a reminder comes again; `resolved` is said where the clock stops, and means the same as `stopped`."""


class Threshold(Declaration):
    """A point in the life of a promise: at a share of it used, with so much left, after so much, or so long overdue.

    Text states each: `75%`, `30 business minutes left`, `after 1 hour`, `2 business days after breach`. A reminder
    comes again: `every 15 minutes`, `every business day after breach, up to 5 times`, `at breach, then every hour`.
    It ends when the clock stops, as a warning when it is due.

    Examples:
        >>> Threshold.model_validate("75%").percent
        75
        >>> Threshold.model_validate("2 business hours after breach").overdue.written
        '2 business hours'
        >>> reminder = Threshold.model_validate("every 30 minutes after breach, up to 5 times")
        >>> reminder.every.written, reminder.times
        ('30 calendar minutes', 5)

    Rules: R16, R18, R19.
    """

    _short_forms = (
        {
            "type": "string",
            "examples": ["75%", "30 business minutes left", "after 1 hour", "1 hour after breach", "every 15 minutes"],
        },
    )

    percent: int | None = Field(default=None, gt=0, le=1000, examples=[75])
    """Share of the target used, in percent; over 100 after the breach."""

    left: Target | None = None
    """Time or days left until it is due, in business or calendar time."""

    after: Target | None = None
    """Time or days that ran since its counting began, pauses left out, in business or calendar time."""

    overdue: Target | None = None
    """Time or days that ran since it was due, pauses left out, in business or calendar time."""

    every: Target | None = None
    """How much runs from one reminder to the next, pauses left out; the first comes at the point stated beside it."""

    times: int | None = Field(default=None, gt=0, le=1_000_000, examples=[5])
    """How many reminders come at most, the first one counted."""

    until: Until | None = None
    """Up to when reminders come; until the clock is stopped where nothing is said."""

    @signature
    def __init__(
        self,
        *,
        percent: int | None = None,
        left: TargetLike | None = None,
        after: TargetLike | None = None,
        overdue: TargetLike | None = None,
        every: TargetLike | None = None,
        times: int | None = None,
        until: Until | None = None,
    ) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        if isinstance(given, str):
            return read_threshold(given)
        if isinstance(given, int | float) and not isinstance(given, bool):
            raise ChoiceError(f"{given!r} has no unit; write e.g. {EXAMPLES}")
        return given

    @field_validator("percent", mode="before")
    @classmethod
    def _whole_percent(cls, given: Any) -> Any:
        if isinstance(given, float) and 0 < given <= 1:
            share = max(1, round(given * 100))
            raise ChoiceError(f"{given!r} is a share of one; write `percent: {share}`, or the whole as '{share}%'")
        if (isinstance(given, float) and not given.is_integer()) or (isinstance(given, str) and not given.isdigit()):
            raise ChoiceError(f"{given!r} is no whole number of percent; write `percent: 75`, or the whole as '75%'")
        return given

    @model_validator(mode="after")
    def _one_point(self) -> Self:
        stated = [name for name in _POINTS if getattr(self, name) is not None]
        if len(stated) != 1:
            raise ChoiceError(f"this states {' and '.join(stated) or 'no point'}; write one of {EXAMPLES}")
        for amount in self.amounts:
            if amount.counts not in COUNTED or isinstance(amount.ends, time) or not (amount.duration or amount.days):
                raise ChoiceError(f"{str(amount)!r} is no amount of hours, minutes or days; write one of {EXAMPLES}")
        if self.every is None and (self.times or self.until):
            raise ChoiceError("`times` and `until` end what comes again; state `every` beside them")
        if self.until == "breach" and (self.overdue or (self.percent or 0) >= 100):
            raise ChoiceError("what begins at the breach does not end there; leave out `until: breach`")
        return self

    def decided(self, choices: Choices) -> Threshold:
        """The same threshold with its business days read as all are read for which nothing is stated.

        Rules: R10.
        """
        days = {name: getattr(self, name) for name in _AMOUNTS if getattr(self, name) is not None}
        rule = {"day_rule": choices.day_rule, "day_length": choices.day_length}
        read = {name: each.model_copy(update=rule) for name, each in days.items() if each.counts == "business_days"}
        return self.model_copy(update=read) if read and choices.day_rule else self

    @property
    def is_before_breach(self) -> bool:
        """Whether it comes no later than the due instant, for a target that is long enough."""
        return self.overdue is None and (self.percent or 0) <= (99 if self.every else 100)

    @property
    def amounts(self) -> tuple[Target, ...]:
        """What it states in time or days: when it comes, and after how much again."""
        return tuple(filter(None, (self.left, self.after, self.overdue, self.every)))

    def __str__(self) -> str:
        if self.every is None:
            return self._point()
        if self.every in (self.after, self.overdue):
            begun = f"every {self.every.written}{' after breach' if self.overdue else ''}"
        else:
            begun = f"{self._point()}, then every {self.every.written}"
        times = f", up to {self.times} times" if self.times else ""
        return begun + times + (f", until {self.until}" if self.until else "")

    def _point(self) -> str:
        if self.percent is not None:
            return "at breach" if self.percent == 100 else f"{self.percent}%"
        if self.after is not None:
            return f"after {self.after.written}"
        if self.left is not None:
            return f"{self.left.written} left"
        assert self.overdue is not None
        return f"{self.overdue.written} after breach"


ThresholdLike = Threshold | str | Mapping[str, Any]
"""What may be given for a threshold."""


def in_time(threshold: Threshold) -> Threshold:
    """The threshold, when it can warn of a breach.

    Raises:
        ChoiceError: It comes after the breach.
    """
    if not threshold.is_before_breach:
        raise ChoiceError(f"a warning comes before the breach, and {threshold} does not; state it under `escalations`")
    return threshold


BeforeBreach = Annotated[Threshold, AfterValidator(in_time)]
"""A threshold that warns."""
