"""`Goal`: which share of a promise must be met, and how far it was over many tickets."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta, tzinfo
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, NamedTuple

from pydantic import BeforeValidator, Field, model_validator

from slaclock.declaration import Declaration
from slaclock.errors import TargetError
from slaclock.hours import ONE_DAY, to_utc
from slaclock.patterns import pattern
from slaclock.targets import Target
from slaclock.tickets import MetricStatus, Promised

Per = Literal["day", "week", "month", "quarter", "year"]
"""Over which runs of dates a share is counted; weeks begin on Monday."""

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


def _goals_in(given: object) -> object:
    return (given,) if isinstance(given, (str, dict, Goal)) else given


Goals = Annotated[tuple[Goal, ...], BeforeValidator(_goals_in, json_schema_input_type=Goal | list[Goal])]
"""One goal or several."""


class Pursued(NamedTuple):
    """A goal where it stands: for a plan's metric, and one priority or all of them together."""

    plan: str
    metric: str
    priority: str | None
    goal: Goal


@dataclass(frozen=True)
class Attainment:
    """How far a goal was met in one period.

    A request belongs to the period in which its clock started; what was cancelled counts nowhere.

    Rules: R12, R18.
    """

    plan: str
    metric: str
    priority: str | None
    """The priority, or `None` for all of them together."""
    goal: Goal
    first: date | None
    """The first date of the period, in the policy's zone; `None` where the goal names no period."""
    last: date | None
    """The last date of the period, included."""
    met: int
    """How many were met."""
    missed: int
    """How many were not."""
    undecided: int
    """How many still run and may yet be met."""

    @property
    def share(self) -> Fraction | None:
        """The exact share met of those that are decided; `None` where none is."""
        decided = self.met + self.missed
        return Fraction(self.met, decided) if decided else None

    @property
    def is_met(self) -> bool | None:
        """Whether the share met is enough; `None` where nothing is decided."""
        return None if self.share is None else self.share * 100 >= Fraction(self.goal.percent)

    @property
    def can_be_met(self) -> bool:
        """Whether it is enough if all that still run are met."""
        every = self.met + self.missed + self.undecided
        return 100 * (self.met + self.undecided) >= Fraction(self.goal.percent) * every

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain data for JSON; the share in percent."""
        return {
            "plan": self.plan,
            "metric": self.metric,
            "priority": self.priority,
            "goal": str(self.goal),
            "first": self.first and self.first.isoformat(),
            "last": self.last and self.last.isoformat(),
            "met": self.met,
            "missed": self.missed,
            "undecided": self.undecided,
            "percent": None if self.share is None else float(self.share * 100),
            "is_met": self.is_met,
            "can_be_met": self.can_be_met,
        }


def tally(pursuits: Iterable[tuple[Pursued, MetricStatus, Promised]], zone: tzinfo) -> list[Attainment]:
    """How far goals were met: each cycle with a goal that it counts for, and that goal's own promise."""
    counts: dict[tuple[Pursued, date | None], Counter[str]] = defaultdict(Counter)
    for pursued, cycle, promised in pursuits:
        started = to_utc(cycle.status.started).astimezone(zone).date()
        outcome = _outcome(cycle, promised)
        if outcome:
            first = _first_of(started, pursued.goal.per) if pursued.goal.per else None
            counts[pursued, first][outcome] += 1
    return [_attainment(pursued, first, count) for (pursued, first), count in counts.items()]


def _outcome(cycle: MetricStatus, promised: Promised) -> str | None:
    """What became of a cycle, as the goal counts it."""
    clock, status = cycle.clock, cycle.status
    if promised.target != status.target:
        others = tuple(event for event in clock.events if event.kind != "retarget")
        status = replace(clock, promised=promised, events=others).status(status.now)
    if status.state == "cancelled":
        return None
    return status.state if status.state == "met" else "missed" if status.is_breached else "undecided"


def _attainment(pursued: Pursued, first: date | None, count: Counter[str]) -> Attainment:
    per = pursued.goal.per
    last = _last_of(first, per) if first and per else None
    return Attainment(*pursued, first, last, count["met"], count["missed"], count["undecided"])


def _first_of(day: date, per: Per) -> date:
    match per:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case _:
            months = {"month": 1, "quarter": 3, "year": 12}[per]
            return date(day.year, (day.month - 1) // months * months + 1, 1)


def _last_of(first: date, per: Per) -> date:
    """The day before the next period begins: a month later at the least, whatever its length."""
    longest = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}[per]
    return _first_of(first + timedelta(days=longest), per) - ONE_DAY
