"""The requests by which two policies are judged: at which instants they are opened, and how they come (R10, R11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time, timedelta, tzinfo

from slaclock.hours import CutOffs, Schedule, Span, first_instant_on, subtract, zone_named
from slaclock.policy import Offer
from slaclock.render import HOUR
from slaclock.review.compared_pair import Beside, Sides
from slaclock.review.compared_policy import PromiseName
from slaclock.review.request_dates import request_dates, spread
from slaclock.spelling import folded
from slaclock.tickets import Promised

_MINUTE = timedelta(minutes=1)
_MOST_SPANS = 12
_MOST_CLOCKS = 8


class Requests:
    """The instants at which requests are opened, under both policies."""

    def __init__(self, sides: Sides) -> None:
        self.sides = sides
        self._schedules = dict.fromkeys((*sides.old.schedules, *sides.new.schedules))
        self._dates = request_dates(sides)
        self._usual = {first_instant_on(day, time(hour), sides.zone) for day in self._dates for hour in range(24)}
        self._turns: dict[tuple[Schedule, timedelta | None], set[datetime]] = {}
        self._differences: dict[tuple[Schedule, Schedule, datetime], list[Span]] = {}

    def channels(self, promise: PromiseName) -> list[str | None]:
        """No channel, and each of which either policy speaks."""
        offers = (offer for each in self.sides.offers(promise) for offer in (each.old, each.new) if offer)
        named = {folded(name): name for offer in offers for name in _channels(offer)}
        return [None, *named.values()]

    def about(self, promise: PromiseName) -> list[datetime]:
        """The usual instants, those on which either promise turns, and those at which their hours differ."""
        beside = self.sides.offers(promise)
        turns = {at for each in beside for offer in (each.old, each.new) if offer for at in self._turns_of(offer)}
        near = {at + step for at in turns for step in (-_MINUTE, timedelta(0), _MINUTE)}
        edges = {edge for each in beside for span in self._differences_of(each) for edge in _edges(span)}
        return sorted(at for at in self._usual | near | edges if self.sides.start <= at < self.sides.end)

    def _turns_of(self, offer: Offer) -> Iterator[datetime]:
        """The instants on the dates of requests at which a due date may jump."""
        for clock, zone in _clocks(offer):
            yield from (first_instant_on(day, clock, zone) for day in self._dates)
        for promised in _all_of(offer):
            yield from self._turns_in(promised.schedule, promised.target.duration)
        for case in offer.cases:
            for hours in (case.hours, *case.named.values()):
                yield from self._turns_in(hours, None)

    def _turns_in(self, schedule: Schedule, duration: timedelta | None) -> set[datetime]:
        """Openings and closings, the same times on other dates, and where an amount would end at a closing."""
        if (schedule, duration) not in self._turns:
            dates, zone, start = {*self._dates}, zone_named(schedule.timezone), self.sides.start
            spans = list(schedule._timeline.windows(start, self.sides.end))
            ends = [at for span in spans for at in span]
            usual = Counter(at.astimezone(zone).time() for at in ends).most_common(_MOST_CLOCKS)
            found = {at for at in ends if at.astimezone(zone).date() in dates}
            late = [at for _, at in spans if at in found and duration and schedule.elapsed(start, at) >= duration]
            found |= {first_instant_on(day, clock, zone) for clock, _ in usual for day in self._dates}
            found |= {schedule.add(at, -duration) for at in late if duration}
            self._turns[schedule, duration] = found
        return self._turns[schedule, duration]

    def _differences_of(self, beside: Beside) -> Iterator[Span]:
        """Some of the spans in which only one of the schedules of two promises is open."""
        if beside.old and beside.new:
            pairs = zip(_all_of(beside.old), _all_of(beside.new), strict=False)
            for old, new in dict.fromkeys((old.schedule, new.schedule) for old, new in pairs):
                yield from self._difference(old, new, (beside.start, beside.end))

    def _difference(self, old: Schedule, new: Schedule, whole: Span) -> list[Span]:
        """Some of the spans in which only one of two schedules is open, spread over the time."""
        key = old, new, whole[0]
        if key not in self._differences:
            ours, theirs = (list(each._timeline.windows(*whole)) for each in (old, new))
            # Each way by itself: where they alternate, every second one would be of one kind.
            lost, gained = subtract(ours, theirs), subtract(theirs, ours)
            self._differences[key] = [*spread(lost, _MOST_SPANS), *spread(gained, _MOST_SPANS)]
        return self._differences[key]


def _all_of(offer: Offer) -> tuple[Promised, ...]:
    """What is promised usually, and in each case."""
    return offer.promised


def _channels(offer: Offer) -> Iterator[str]:
    """The channels of which a promise speaks."""
    return (channel for case in offer.cases for part in case.received.each() for channel in part.channels)


def _clocks(offer: Offer) -> Iterator[tuple[time, tzinfo]]:
    """The times of day of which a promise speaks, and on whose clocks."""
    stated: list[tuple[object, str]] = []
    for target, schedule, *_ in _all_of(offer):
        cut_offs = target.cut_off.by_weekday if isinstance(target.cut_off, CutOffs) else (target.cut_off,)
        stated += [(clock, schedule.timezone) for clock in (*cut_offs, target.ends)]
    for case in offer.cases:
        for part in case.received.each():
            zone = part.hours_among(case.hours, case.named).timezone
            stated += [(clock, zone) for clock in (part.before, part.since, part.after)]
    return ((clock, zone_named(timezone)) for clock, timezone in stated if isinstance(clock, time))


def _edges(span: Span) -> Iterator[datetime]:
    """About the ends of a span, and in its middle."""
    start, end = span
    yield from (start - HOUR, start - _MINUTE, start, start + (end - start) / 2, end - _MINUTE, end)
