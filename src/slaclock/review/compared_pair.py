"""Two policies side by side: what is in force at the same time, and which schedule stands in the place of which."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import pairwise
from typing import NamedTuple

from slaclock.hours import ONE_DAY, Span, merge, midnight, zone_named
from slaclock.keeping import cached_property
from slaclock.policy import Offer, SlaPolicy
from slaclock.review.compared_policy import PromiseName, Side, versions_between


class Abreast(NamedTuple):
    """A time in which neither policy changes, and what is in force then."""

    start: datetime
    end: datetime
    old: SlaPolicy
    new: SlaPolicy


def versions_abreast(old: SlaPolicy, new: SlaPolicy, start: datetime, end: datetime) -> list[Abreast]:
    """The versions of two policies side by side, from each start of a version of either to the next.

    Rules: R17.
    """
    begins = sorted({begins for policy in (old, new) for begins, _ in versions_between(policy, start, end)})
    return [Abreast(at, until, old.in_force(at), new.in_force(at)) for at, until in pairwise([*begins, end])]


class Beside(NamedTuple):
    """What both policies promise from one instant to another."""

    start: datetime
    end: datetime
    old: Offer | None
    new: Offer | None


class Sides:
    """The policy as it was and as it is to be."""

    def __init__(self, old: SlaPolicy, new: SlaPolicy, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.zone = zone_named(new.timezone)
        self.start, self.end = midnight(first, self.zone), midnight(last + ONE_DAY, self.zone)
        self.old, self.new = (Side(policy, self.start, self.end) for policy in (old, new))
        self.abreast = versions_abreast(old, new, self.start, self.end)

    @cached_property
    def used_pairs(self) -> list[dict[Pair, None]]:
        """The schedules of the same promise, where they have different names; for each time abreast."""
        return [dict.fromkeys(_used_pairs_in(each)) for each in self.abreast]

    def while_paired(self, pair: Pair) -> list[Span]:
        """When a schedule stands in the place of another: where a version moves a promise to it, only then."""
        used = [each for each, found in zip(self.abreast, self.used_pairs, strict=True) if pair in found]
        return merge(each[:2] for each in used or self.abreast)

    def is_on(self, day: date, spans: Iterable[Span]) -> bool:
        """Whether a date begins in one of some spans."""
        return any(start <= midnight(day, self.zone) < end for start, end in spans)

    def promises(self) -> Iterator[PromiseName]:
        """Every promise of either side; where one tells priorities apart and the other does not, each by itself."""
        sides = [self.new.stated(), self.old.stated()]
        for plan, metric in dict.fromkeys(key for side in sides for key in side):
            stated = [side.get((plan, metric), {}) for side in sides]
            named = dict.fromkeys(priority for side in stated for priority in side if priority)
            yield from (PromiseName(plan, metric, priority) for priority in named)
            if not named or all(None in side for side in stated):
                yield PromiseName(plan, metric, None)

    def offers(self, promise: PromiseName) -> list[Beside]:
        """What both policies promise, version by version."""
        return [
            Beside(each.start, each.end, *(side.offer(promise, each.start) for side in (self.old, self.new)))
            for each in self.abreast
        ]


# Which schedule stands in the place of which


Pair = tuple[str, str]
"""A schedule or closure of the old policy, and the one of the new that stands in its place."""


def pairs(sides: Sides) -> Iterator[Pair]:
    """Schedules and closures of the same name, those that a promise is counted in now, and those that are alike."""
    old, new = (dict.fromkeys((*side.named("schedules"), *side.named("closures"))) for side in (sides.old, sides.new))
    same = [(name, name) for name in new if name in old]
    found = dict.fromkeys(pair for each in sides.used_pairs for pair in each)
    used = [pair for pair in found if pair[0] in old and pair[1] in new]
    yield from same
    yield from used
    paired_old, paired_new = ({pair[number] for pair in (*same, *used)} for number in (0, 1))
    left: dict[tuple[Span, ...], list[str]] = {}
    for name in reversed([name for name in new if name not in paired_new]):
        left.setdefault(tuple(sides.new.open(name)), []).append(name)
    for name in (name for name in old if name not in paired_old):
        if alike := left.get(tuple(sides.old.open(name))):
            yield name, alike.pop()


def _used_pairs_in(versions: Abreast) -> Iterator[Pair]:
    old, new = _counted_in(versions.old), _counted_in(versions.new)
    return ((old[key], new[key]) for key in old if key in new and old[key] != new[key])


def _counted_in(policy: SlaPolicy) -> dict[tuple[str, str, str | None], str]:
    """The schedule of each promise of business time."""
    return {
        (plan, metric, priority): promised.schedule.name
        for plan, metric, priority, promised in policy.promises()
        if promised.target.counts in ("open_time", "business_days")
    }
