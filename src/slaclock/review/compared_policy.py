"""One of two policies that are compared, with its versions in the time that is looked at."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from slaclock.hours import Combination, Schedule, Span, merge
from slaclock.keeping import cached_property
from slaclock.policy import Offer, SlaPolicy


class PromiseName(NamedTuple):
    """One promise, by name."""

    plan: str
    metric: str
    priority: str | None


def versions_between(policy: SlaPolicy, start: datetime, end: datetime) -> list[tuple[datetime, SlaPolicy]]:
    """The versions in force from one instant to another, each with its first instant there.

    Rules: R17.
    """
    later = [(begins, version) for begins, version in policy._in_force_from if start < begins < end]
    return [(start, policy.in_force(start)), *later]


class Side:
    """One policy with its versions in the time that is looked at."""

    def __init__(self, policy: SlaPolicy, start: datetime, end: datetime) -> None:
        self.policy = policy
        found = versions_between(policy, start, end)
        begins = [at for at, _ in found]
        self.spans = [(at, until, version) for (at, version), until in zip(found, [*begins[1:], end], strict=True)]

    @cached_property
    def used(self) -> set[str]:
        """The schedules and closures that anything uses, in any version."""
        return {name for _, _, version in self.spans for name in _used_in(version)}

    def named(self, kind: str) -> tuple[str, ...]:
        """The names of one kind in any version."""
        return tuple(dict.fromkeys(name for _, _, version in self.spans for name in getattr(version, kind)))

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics that any plan promises."""
        return tuple(dict.fromkeys(metric for _, _, version in self.spans for metric in metrics_of(version)))

    def open(self, name: str) -> list[Span]:
        """When a schedule or closure is open, over all versions that have it."""
        return merge(
            span
            for start, end, version in self.spans
            if name in version.schedules or name in version.closures
            for span in version._schedules.either(name)._timeline.windows(start, end)
        )

    def holidays(self, name: str, zone: tzinfo) -> dict[date, str]:
        """The holidays of a schedule by date, over all versions that have it."""
        found: dict[date, str] = {}
        for start, end, version in self.spans:
            if name in version.schedules:
                dates = start.astimezone(zone).date(), (end - timedelta.resolution).astimezone(zone).date()
                found |= _holidays_of(version.schedule(name), *dates)
        return found

    @cached_property
    def schedules(self) -> tuple[Schedule, ...]:
        """The schedules of all versions."""
        return tuple(dict.fromkeys(each.schedule(name) for *_, each in self.spans for name in each.schedules))

    @cached_property
    def _offers(self) -> list[tuple[datetime, dict[PromiseName, Offer]]]:
        return [(begins, _offers_of(version)) for begins, _, version in self.spans]

    def stated(self) -> dict[tuple[str, str], dict[str | None, None]]:
        """The priorities of each plan's metrics, in any version."""
        found: dict[tuple[str, str], dict[str | None, None]] = {}
        for _, offers in self._offers:
            for plan, metric, priority in offers:
                found.setdefault((plan, metric), {})[priority] = None
        return found

    def offer(self, promise: PromiseName, at: datetime) -> Offer | None:
        """What is promised at an instant, if anything."""
        offers = next(offers for begins, offers in reversed(self._offers) if begins <= at)
        found = offers.get(promise) or offers.get(promise._replace(priority=None))
        return found if found and found.promised else None

    def first_offer(self, promise: PromiseName) -> Offer | None:
        """What the first version promises that promises anything."""
        return next(filter(None, (self.offer(promise, begins) for begins, *_ in self.spans)), None)


def metrics_of(policy: SlaPolicy) -> Iterator[str]:
    """The metrics that any plan promises, each as often as plans do."""
    return (metric for plan in policy.plans.values() for metric in plan.metrics)


def _used_in(policy: SlaPolicy) -> set[str]:
    """The names of schedules and closures on which a promise, a condition, coverage or a notice rests."""
    found = {policy._schedules.counted_on(notice.schedule).name for notice in policy.notices.values()}
    for *_, offer in policy.offers():
        found |= {offer.usual.schedule.name, *(case.promised.schedule.name for case in offer.cases)}
        found |= {hours.name for case in offer.cases for hours in (case.hours, *case.named.values())}
    for plan in policy.plans.values():
        promises = [each for promise in plan.metrics.values() for each in (promise, *promise.priorities.values())]
        coverages = (plan.coverage, *(promise.coverage for promise in promises))
        found |= {name for coverage in coverages for name in coverage.values()}
    return with_parts(policy, found)


def with_parts(policy: SlaPolicy, names: set[str]) -> set[str]:
    """Schedules, and all of which they are made."""
    parts = {part for name in names & policy.schedules.keys() for part in policy.schedules[name].parts}
    return names if parts <= names else with_parts(policy, names | parts)


def _holidays_of(schedule: Schedule, first: date, last: date) -> dict[date, str]:
    if isinstance(schedule.hours, Combination):
        parts = (_holidays_of(part, first, last) for part in schedule.hours.schedules)
        return {day: name for part in parts for day, name in part.items()}
    return {day: holiday.name for day, holiday in schedule.holidays.between(first, last).items()}


def _offers_of(policy: SlaPolicy) -> dict[PromiseName, Offer]:
    return {PromiseName(plan, metric, priority): offer for plan, metric, priority, offer in policy.offers()}
