"""`Threshold`: a point in the life of a promise at which somebody is notified (R18)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator

from slaclock.declaration import Declaration, signature
from slaclock.errors import ChoiceError
from slaclock.patterns import pattern
from slaclock.targets.target import Target, TargetLike

_LONGEST = 200
_FORMS = ("percent", "left", "after", "overdue")
_EXAMPLES = "'75%', '30 business minutes', 'after 1 hour' or '1 hour after breach'"
_OVERDUE = pattern(r"\s+(?:after (?:the )?breach|overdue|late)$", re.IGNORECASE)
_LEFT = pattern(r"\s+(?:left|before(?: (?:the )?breach)?)$", re.IGNORECASE)


class Threshold(Declaration):
    """A point in the life of a promise: at a share of it used, with so much left, after so much, or so long overdue.

    Text states each: `75%`, `30 business minutes` for what is left, `after 1 hour`, `1 hour after breach`.

    Examples:
        >>> Threshold.model_validate("75%").percent
        75
        >>> Threshold.model_validate("2 business hours after breach").overdue.written
        '2 business hours'

    Rules: R16, R18.
    """

    _short_forms = (
        {"type": "string", "examples": ["75%", "30 business minutes", "after 1 hour", "1 hour after breach"]},
    )

    percent: int | None = Field(default=None, gt=0, le=1000, examples=[75])
    """Share of the target used, in percent; over 100 after the breach."""

    left: Target | None = None
    """Time left until it is due, in business or calendar time."""

    after: Target | None = None
    """Time that ran since its counting began, pauses left out, in business or calendar time."""

    overdue: Target | None = None
    """Time that ran since it was due, pauses left out, in business or calendar time."""

    @signature
    def __init__(
        self,
        *,
        percent: int | None = None,
        left: TargetLike | None = None,
        after: TargetLike | None = None,
        overdue: TargetLike | None = None,
    ) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        return _read(given) if isinstance(given, str) else given

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        stated = [name for name in _FORMS if getattr(self, name) is not None]
        if len(stated) != 1:
            raise ChoiceError(f"this states {' and '.join(stated) or 'nothing'}; write one of {_EXAMPLES}")
        amount = getattr(self, stated[0])
        if isinstance(amount, Target) and amount.duration is None:
            raise ChoiceError(f"this counts hours or minutes, not {amount}; write one of {_EXAMPLES}")
        return self

    @property
    def is_before_breach(self) -> bool:
        """Whether it comes no later than the due instant, for a target that is long enough."""
        return self.overdue is None and (self.percent or 0) <= 100

    def __str__(self) -> str:
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


def _read(text: str) -> dict[str, object]:
    if len(text) > _LONGEST:
        raise ChoiceError(f"this states {text[:40]!r}…, which is too long; write one of {_EXAMPLES}")
    words = text.strip()
    share = words.removesuffix("%").strip()
    if words.endswith("%") and share.removeprefix("after").strip().isdecimal():
        return {"percent": int(share.removeprefix("after"))}
    if words.lower() in ("at breach", "on breach", "breach"):
        return {"percent": 100}
    if _OVERDUE.search(words):
        return {"overdue": _OVERDUE.sub("", words)}
    if words.lower().startswith("after "):
        return {"after": words[len("after ") :]}
    return {"left": _LEFT.sub("", words)}


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
