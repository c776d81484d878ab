"""`Goal`: which share of requests must be met within their targets, or how many may be missed (R12, R18)."""

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

LONGEST = 200
_EXAMPLES = "'95%', '95% per month', '99% within 4 business hours per quarter' or 'at most 4 misses per quarter'"
_PER = (
    r"(?:,?\s+(?:(?:per|each|every|a)\s+(?:calendar\s+)?(day|week|month|quarter|year)"
    r"|(daily|weekly|monthly|quarterly|yearly)))?"
)
_GOAL = pattern(
    r"(?:at least\s+)?(\d+(?:\.\d+)?)\s*(?:%|percent|per cent)"
    r"(?:\s+of\s+(?:(?:all\s+|the\s+)?(?:requests|tickets|cases|issues|incidents|time)|(.+?)))?"
    r"(?:\s+(?:with)?in\s+(.+?))?" + _PER,
    re.IGNORECASE,
)
_MISSES = pattern(
    r"(?:at most|no more than|not more than|up to|a maximum of|maximum)\s+(\d+)\s+"
    r"(?:missed(?:\s+(?:requests?|tickets?|cases?|issues?|incidents?))?|miss|misses|breach|breaches|violations?)"
    r"(?:\s+of\s+(.+?))?" + _PER,
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
    """Which share of requests must be met, or how many may be missed: within their target or another amount.

    Text states it: `95% per month`, `99% within 4 business hours per quarter`, `90% of P2 and P3 per month`, `at most
    4 misses per quarter`.

    Examples:
        >>> goal = Goal.model_validate("95% within 1 business hour per month")
        >>> str(goal.percent), goal.within.written, goal.per
        ('95', '1 business hour', 'month')
        >>> Goal.model_validate("at most 4 misses per quarter").misses
        4

    Rules: R12, R18.
    """

    _examples: ClassVar = {"priorities": (["P2", "P3"],)}
    _short_forms = ({"type": "string", "examples": ["95%", "95% per month", "99% within 4 business hours"]},)

    percent: Annotated[Decimal, Field(gt=0, le=100, examples=[95])] | None = None
    """The share that must be met, in percent."""

    misses: Annotated[int, Field(ge=0, examples=[4])] | None = None
    """How many may be missed at most, in place of a share."""

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
        percent: Decimal | float | str | None = None,
        misses: int | None = None,
        priorities: Iterable[str] = (),
        within: TargetLike | None = None,
        per: Per | None = None,
    ) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        if not isinstance(given, str):
            return given
        if len(given) > LONGEST:
            raise TargetError(f"cannot read {given[:LONGEST]!r}… as a goal; write e.g. {_EXAMPLES}")
        if share := _GOAL.fullmatch(given.strip()):
            percent, priorities, within, *per = share.groups()
            stated = {"percent": percent, "within": within}
        elif misses := _MISSES.fullmatch(given.strip()):
            number, priorities, *per = misses.groups()
            stated = {"misses": int(number)}
        else:
            raise TargetError(f"cannot read {given!r} as a goal; write e.g. {_EXAMPLES}")
        names = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", priorities) if priorities else ()
        return stated | {"priorities": names, "per": _period(*per)}

    @model_validator(mode="after")
    def _one_measure(self) -> Goal:
        if (self.percent is None) is (self.misses is None):
            raise TargetError(f"a goal states `percent` or `misses`, and one of them; write e.g. {_EXAMPLES}")
        return self

    def __str__(self) -> str:
        within = f" within {self.within.written}" if self.within else ""
        those = f" of {', '.join(self.priorities)}" if self.priorities else ""
        if self.percent is None:
            much = f"at most {self.misses} {'miss' if self.misses == 1 else 'misses'}"
        else:
            much = f"{self.percent.normalize():f}%"
        return f"{much}{those}{within}{f' per {self.per}' if self.per else ''}"


def _period(noun: str | None, adverb: str | None) -> str | None:
    return noun.lower() if noun else _ADVERBS.get(str(adverb).lower())


GoalLike = Goal | str | Mapping[str, Any]
"""What may be given for a goal."""


def _goals_in(given: object) -> object:
    return (given,) if isinstance(given, (str, dict, Goal)) else given


Goals = Annotated[tuple[Goal, ...], BeforeValidator(_goals_in, json_schema_input_type=Goal | list[Goal])]
"""One goal or several."""
