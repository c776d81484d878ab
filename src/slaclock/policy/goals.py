"""`Goal`: which share of requests must be met within their targets, as people write it (R12, R18)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, model_validator

from slaclock.declaration import Declaration, signature
from slaclock.errors import TargetError
from slaclock.hours import Per
from slaclock.patterns import pattern
from slaclock.targets import Target, TargetLike

_LONGEST = 200
_EXAMPLES = "'95%', '95% per month' or '99% within 4 business hours per quarter'"
_GOAL = pattern(
    r"(?:at least\s+)?(\d+(?:\.\d+)?)\s*(?:%|percent|per cent)"
    r"(?:\s+of\s+(?:(?:all\s+|the\s+)?(?:requests|tickets|cases|issues|incidents|time)|(.+?)))?"
    r"(?:\s+(?:with)?in\s+(.+?))?"
    r"(?:,?\s+(?:(?:per|each|every|a)\s+(?:calendar\s+)?(day|week|month|quarter|year)|(daily|weekly|monthly|quarterly|yearly)))?",
    re.IGNORECASE,
)
_ADVERBS: dict[str, Per] = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
}


class Goal(Declaration):
    """Which share of requests must be met: within their target or within another amount, over periods of dates.

    Text states it: `95% per month`, `99% within 4 business hours per quarter`, `90% of P2 and P3 per month`.

    Examples:
        >>> goal = Goal.model_validate("95% within 1 business hour per month")
        >>> str(goal.percent), goal.within.written, goal.per
        ('95', '1 business hour', 'month')

    Rules: R12, R18.
    """

    _examples: ClassVar = {"priorities": (["P2", "P3"],)}
    _short_forms = ({"type": "string", "examples": ["95%", "95% per month", "99% within 4 business hours"]},)

    percent: Annotated[Decimal, Field(gt=0, le=100, examples=[95])]
    """The share that must be met, in percent."""

    priorities: tuple[str, ...] = ()
    """Of which priorities of a metric; of all of them where nothing is said."""

    within: Target | None = None
    """The amount within which it must be met; the target of each request where nothing is said."""

    per: Per | None = None
    """Over which dates the share is counted; over all that is given where nothing is said."""

    @signature
    def __init__(
        self,
        *,
        percent: Decimal | float | str,
        priorities: Iterable[str] = (),
        within: TargetLike | None = None,
        per: Per | None = None,
    ) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        if not isinstance(given, str):
            return given
        found = _GOAL.fullmatch(given.strip()) if len(given) <= _LONGEST else None
        if found is None:
            raise TargetError(f"cannot read {given[:_LONGEST]!r} as a goal; write e.g. {_EXAMPLES}")
        percent, priorities, within, per, adverb = found.groups()
        return {
            "percent": percent,
            "priorities": re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", priorities) if priorities else (),
            "within": within,
            "per": per.lower() if per else _ADVERBS.get(str(adverb).lower()),
        }

    def __str__(self) -> str:
        within = f" within {self.within.written}" if self.within else ""
        those = f" of {', '.join(self.priorities)}" if self.priorities else ""
        return f"{self.percent.normalize():f}%{those}{within}{f' per {self.per}' if self.per else ''}"


GoalLike = Goal | str | Mapping[str, Any]
"""What may be given for a goal."""


def _goals_in(given: object) -> object:
    return (given,) if isinstance(given, (str, dict, Goal)) else given


Goals = Annotated[tuple[Goal, ...], BeforeValidator(_goals_in, json_schema_input_type=Goal | list[Goal])]
"""One goal or several."""
