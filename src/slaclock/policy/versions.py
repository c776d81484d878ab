"""`PolicyVersion`: what changes in a policy from a date on, which version governs when (R17)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Literal, Protocol, Self, TypeVar

from pydantic import Field

from slaclock.declaration import NOTHING, Declaration, FrozenMapping, signature
from slaclock.errors import DeclarationError, Problem
from slaclock.hours import (
    CalendarInput,
    DateLike,
    HolidayCalendar,
    HolidaysLike,
    OutsideCoverage,
    Schedule,
    Season,
    midnight,
    to_utc,
    zone_named,
)
from slaclock.policy.notices import Notice, NoticeLike
from slaclock.policy.plans import Plan
from slaclock.policy.schedule_entries import ScheduleEntry, ScheduleLike
from slaclock.policy.schedules import combined, for_customer
from slaclock.tickets import Lifecycle

GovernedBy = Literal["opening", "each_event"]
"""Which version of a policy governs a ticket: the one at its opening, or at each start of a metric."""


class Versioned(Protocol):
    """A policy, as far as a version changes it otherwise than by replacing what has a name."""

    @property
    def plans(self) -> Mapping[str, Plan]:
        """What each plan promises."""
        ...

    @property
    def holidays(self) -> HolidayCalendar:
        """Dates on which schedules are closed."""
        ...

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """The same with some fields changed."""
        ...


P = TypeVar("P", bound=Versioned)
_BY_NAME = ("closures", "schedules", "plans", "notices", "metrics")
"""What a version replaces or adds, name by name."""


class PolicyVersion(Declaration):
    """What changes in a policy from a date on; schedules, closures, plans, notices and metrics by name.

    Rules: R17.
    """

    _examples: ClassVar = {
        "effective": ("2027-01-01",),
    }

    effective: date
    """The first date, in the policy's zone, of what is opened under it."""

    holidays: CalendarInput | None = None
    """Replaces the policy's holidays."""

    closures: FrozenMapping[ScheduleEntry] = Field(default_factory=FrozenMapping)
    """Replaces or adds closures."""

    schedules: FrozenMapping[ScheduleEntry] = Field(default_factory=FrozenMapping)
    """Replaces or adds schedules."""

    plans: FrozenMapping[Plan] = Field(default_factory=FrozenMapping)
    """Replaces or adds plans."""

    notices: FrozenMapping[Notice] = Field(default_factory=FrozenMapping)
    """Replaces or adds notices."""

    metrics: FrozenMapping[Lifecycle] = Field(default_factory=FrozenMapping)
    """Replaces or adds lifecycles."""

    @signature
    def __init__(
        self,
        *,
        effective: DateLike,
        holidays: HolidaysLike = None,
        closures: Mapping[str, ScheduleLike] = NOTHING,
        schedules: Mapping[str, ScheduleLike] = NOTHING,
        plans: Mapping[str, Plan | Mapping[str, Any]] = NOTHING,
        notices: Mapping[str, NoticeLike] = NOTHING,
        metrics: Mapping[str, Lifecycle | Mapping[str, Any]] = NOTHING,
    ) -> None: ...

    def applied_to(self, policy: P) -> P:
        """The policy as it stands from this date on."""
        stated = {name: FrozenMapping({**getattr(policy, name), **getattr(self, name)}) for name in _BY_NAME}
        # A plan that is like the one of its own name is like what that was before.
        own = {name: plan for name, plan in self.plans.items() if plan.like == name and name in policy.plans}
        changed = {name: plan.filled_from(policy.plans[name]) for name, plan in own.items()}
        stated["plans"] = FrozenMapping({**stated["plans"], **changed})
        holidays = policy.holidays if self.holidays is None else self.holidays
        return policy.model_copy(update={**stated, "holidays": holidays, "versions": ()})


def merged(policy: P, versions: Sequence[PolicyVersion], timezone: str) -> list[tuple[datetime, P]]:
    """The first instant of each later version, and the policy from then on, in time.

    Raises:
        DeclarationError: A version does not fit the policy; its problems say which.
    """
    found: list[tuple[datetime, P]] = []
    for number, version in sorted(enumerate(versions), key=lambda each: each[1].effective):
        try:
            policy = version.applied_to(policy)
        except DeclarationError as error:
            problems = [Problem(("versions", number, *each.path), each.message) for each in error.problems]
            raise DeclarationError("policy", problems) from None
        found.append((midnight(version.effective, zone_named(timezone)), policy))
    return found


def version_for_customer(version: PolicyVersion, timezone: str, holidays: HolidayCalendar | None) -> PolicyVersion:
    """The same version, for a customer on whose clocks some of its schedules are read."""
    return version.model_copy(update=for_customer(version.schedules, version.closures, timezone, holidays))


def latest_begun(later: Iterable[tuple[datetime, P]], at: datetime) -> P | None:
    """The last of the later versions that has begun at an instant, if any has."""
    begun = [policy for start, policy in later if start <= to_utc(at)]
    return begun[-1] if begun else None


def through_versions(
    parts: Sequence[Schedule], begins: Sequence[date], name: str, timezone: str, outside_coverage: OutsideCoverage
) -> Schedule:
    """A schedule as it changes from version to version.

    Args:
        parts: What it is in each version, the first included.
        begins: The first date of each version but the first, in time.
        name: What it is called.
        timezone: The zone in which versions begin at midnight.
        outside_coverage: What happens when an answer needs a year that a holiday source does not know.
    """
    if len(set(parts)) == 1:
        return parts[0]
    spans = (_dates_only(timezone, *dates) for dates in zip([None, *begins], [*begins, None], strict=True))
    held = [part & span for part, span in zip(parts, spans, strict=True)]
    return combined("union", held, name, parts[0].timezone, outside_coverage)


def _dates_only(timezone: str, first: date | None, after: date | None) -> Schedule:
    """Open from one midnight to another, and closed before and after."""
    before = [Season(first="0001-01-01", last=first - timedelta(days=1), hours="closed")] if first else []
    later = [Season(first=after, hours="closed")] if after else []
    return Schedule(timezone=timezone, hours="24x7", seasons=[*before, *later])
