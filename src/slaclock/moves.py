"""Which due dates move between two policies: the same requests under both, promise by promise (R7, R10, R11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Literal, NamedTuple, TypeVar

from slaclock.days import ONE_DAY, midnight
from slaclock.declaration import Declaration
from slaclock.errors import NeverOpenError
from slaclock.interval import Span, subtract
from slaclock.policy import Offer, SlaPolicy
from slaclock.rows import HOUR, LocalTime
from slaclock.schedule import Combination, Schedule
from slaclock.wording import offer_words
from slaclock.zone import first_instant_on, zone_named

NEVER = datetime.max.replace(tzinfo=UTC)
"""When something is due whose schedule never opens for it."""

_MINUTE = timedelta(minutes=1)
_MOST_SPANS = 12
_MOST_DATES = 30
T = TypeVar("T")

Kind = Literal["tighter", "looser", "mixed", "added", "removed"]
"""What becomes of a promise."""


class Example(Declaration):
    """One request and when it is due under both policies."""

    opened: datetime
    """When it was opened."""

    channel: str = ""
    """How it came, where what is promised differs by channel."""

    old_due: datetime | None
    """When it was due; nothing for never."""

    new_due: datetime | None
    """When it is due now; nothing for never."""


class PromiseChange(Declaration):
    """What changes in one promise.

    Rules: R7, R10, R11.
    """

    plan: str
    """Name of the plan."""

    metric: str
    """Name of the metric."""

    priority: str
    """Name of the priority; empty where all have one target."""

    change: Kind
    """Whether due dates come earlier, later, or both; or whether it is promised at all."""

    old: str
    """What was promised, in words."""

    new: str
    """What is promised, in words."""

    requests: int = 0
    """How many requests were tried."""

    earlier: int = 0
    """How many of them are due earlier."""

    later: int = 0
    """How many are due later."""

    example: Example | None = None
    """The request whose due date moves most."""


class Promise(NamedTuple):
    """One promise, by name."""

    plan: str
    metric: str
    priority: str | None


def changed_promises(old: SlaPolicy, new: SlaPolicy, first: date, last: date) -> Iterator[PromiseChange]:
    """The promises whose due dates move, judged by requests of all hours and of every kind of date.

    Amounts are not compared: `8 business hours` may be less than `1 business day`, or more. Requests are opened at each
    hour of ordinary weeks, of the dates around holidays, exceptions, seasons, clock changes and new versions, and about
    the times at which the hours or the conditions of the two policies differ.

    Args:
        old: The policy as it was.
        new: The policy as it is to be.
        first: The first local date of the requests.
        last: The last one.

    Raises:
        UnknownNameError: A policy speaks of the customer's clocks, and nobody said where that is.

    Rules: R7, R10, R11, R17.
    """
    requests = _Requests(old, new, first, last)
    for promise in _promises(requests.old, requests.new):
        if change := _change(promise, requests):
            yield change


def versions_between(policy: SlaPolicy, start: datetime, end: datetime) -> list[tuple[datetime, SlaPolicy]]:
    """The versions in force from one instant to another, each with its first instant there.

    Rules: R17.
    """
    later = [(begins, version) for begins, version in policy._in_force_from if start < begins < end]
    return [(start, policy._version_at(start)), *later]


def _promises(old: _Side, new: _Side) -> Iterator[Promise]:
    """Every promise of either side; where one tells priorities apart and the other does not, each by itself."""
    sides = [new.stated(), old.stated()]
    for plan, metric in dict.fromkeys(key for side in sides for key in side):
        stated = [side.get((plan, metric), {}) for side in sides]
        named = dict.fromkeys(priority for side in stated for priority in side if priority)
        yield from (Promise(plan, metric, priority) for priority in named)
        if not named or all(None in side for side in stated):
            yield Promise(plan, metric, None)


class _Side:
    """One of the two policies, with its versions in the time that is looked at."""

    def __init__(self, policy: SlaPolicy, start: datetime, end: datetime) -> None:
        self.policy = policy
        self.versions = versions_between(policy, start, end)
        self._offers = [(begins, _offers_of(version)) for begins, version in self.versions]

    def stated(self) -> dict[tuple[str, str], dict[str | None, None]]:
        """The priorities of each plan's metrics, in any version."""
        found: dict[tuple[str, str], dict[str | None, None]] = {}
        for _, offers in self._offers:
            for plan, metric, priority in offers:
                found.setdefault((plan, metric), {})[priority] = None
        return found

    def offer(self, promise: Promise, at: datetime) -> Offer | None:
        """What is promised at an instant, if anything."""
        offers = next(offers for begins, offers in reversed(self._offers) if begins <= at)
        return offers.get(promise) or offers.get(promise._replace(priority=None))

    def first_offer(self, promise: Promise) -> Offer | None:
        """What the first version promises that promises anything."""
        return next(filter(None, (self.offer(promise, begins) for begins, _ in self.versions)), None)

    def due(self, promise: Promise, at: datetime, channel: str | None) -> datetime:
        """When a request is due; never, where nothing is promised or the schedule does not open for it."""
        offer = self.offer(promise, at)
        if offer is None:
            return NEVER
        promised = offer.received(at, channel)
        try:
            return promised.target.due(at, promised.schedule)
        except NeverOpenError:
            return NEVER

    def words(self, offer: Offer | None, named: bool) -> str:
        """What is promised, in words, with the names of its hours or without."""
        if offer is None:
            return ""
        return ", ".join(offer_words(offer, None if named else offer.usual.schedule, self.policy))


def _offers_of(policy: SlaPolicy) -> dict[Promise, Offer]:
    return {Promise(plan, metric, priority): offer for plan, metric, priority, offer in policy.offers()}


# Judging


class _Due(NamedTuple):
    """When one request is due on both sides."""

    opened: datetime
    channel: str | None
    old: datetime
    new: datetime

    @property
    def moved(self) -> timedelta:
        """By how much it moves, either way."""
        return abs(self.new - self.old)


def _change(promise: Promise, requests: _Requests) -> PromiseChange | None:
    sides = requests.old, requests.new
    old, new = (side.first_offer(promise) for side in sides)
    if old is None or new is None:
        return _named(promise, "added" if old is None else "removed", requests, (old, new))
    if old == new and not any(len(side.versions) > 1 for side in sides):
        return None
    tried = requests.about(old, new)
    channels = (None, *dict.fromkeys(name for offer in (old, new) for name in _channels(offer)))
    dues = [
        _Due(at, channel, *(side.due(promise, at, channel) for side in sides)) for channel in channels for at in tried
    ]
    moved = [due for due in dues if due.moved]
    if not moved:
        return None
    earlier = sum(due.new < due.old for due in moved)
    kind: Kind = "mixed" if 0 < earlier < len(moved) else "tighter" if earlier else "looser"
    most = max(moved, key=lambda due: (due.moved, new.usual.schedule.is_open(due.opened), NEVER - due.opened))
    offers = tuple(side.offer(promise, most.opened) for side in sides)
    change = _named(promise, kind, requests, offers)
    return change.model_copy(
        update={
            "requests": len(dues),
            "earlier": earlier,
            "later": len(moved) - earlier,
            "example": requests.example(most),
        }
    )


def _named(promise: Promise, change: Kind, requests: _Requests, offers: tuple[Offer | None, ...]) -> PromiseChange:
    sides = requests.old, requests.new
    words = [side.words(offer, named=False) for side, offer in zip(sides, offers, strict=True)]
    if words[0] == words[1]:
        words = [side.words(offer, named=True) for side, offer in zip(sides, offers, strict=True)]
    return PromiseChange(
        plan=promise.plan,
        metric=promise.metric,
        priority=promise.priority or "",
        change=change,
        old=words[0],
        new=words[1],
    )


# Requests


class _Requests:
    """The instants at which requests are opened, under both policies."""

    def __init__(self, old: SlaPolicy, new: SlaPolicy, first: date, last: date) -> None:
        self.zone = zone_named(new.timezone)
        self.start, self.end = midnight(first, self.zone), midnight(last + ONE_DAY, self.zone)
        self.old, self.new = (_Side(policy, self.start, self.end) for policy in (old, new))
        self._dates = [day for day in self._dates_in(first, last) if first <= day <= last]
        self._usual = {first_instant_on(day, time(hour), self.zone) for day in self._dates for hour in range(24)}
        self._differences: dict[tuple[Schedule, Schedule], list[Span]] = {}

    def about(self, old: Offer, new: Offer) -> list[datetime]:
        """The usual instants, and those at which the hours and conditions of two promises differ."""
        clocks = {clock for offer in (old, new) for clock in _clocks(offer)}
        at_clocks = {first_instant_on(day, clock, self.zone) for day in self._dates for clock in clocks}
        edges = {edge for span in self._difference(old.usual.schedule, new.usual.schedule) for edge in _edges(span)}
        near = {at + step for at in at_clocks for step in (-_MINUTE, timedelta(0), _MINUTE)}
        return sorted(at for at in self._usual | near | edges if self.start <= at < self.end)

    def example(self, due: _Due) -> Example:
        """One request, told on the clocks of the new policy."""
        old, new = (None if at == NEVER else at.astimezone(self.zone) for at in (due.old, due.new))
        return Example(opened=due.opened.astimezone(self.zone), channel=due.channel or "", old_due=old, new_due=new)

    def _difference(self, old: Schedule, new: Schedule) -> list[Span]:
        """Some of the spans in which only one of two schedules is open, spread over the time."""
        if (old, new) not in self._differences:
            ours, theirs = (list(each._timeline.windows(self.start, self.end)) for each in (old, new))
            # Each way by itself: where they alternate, every second one would be of one kind.
            lost, gained = subtract(ours, theirs), subtract(theirs, ours)
            self._differences[old, new] = [*_spread(lost, _MOST_SPANS), *_spread(gained, _MOST_SPANS)]
        return self._differences[old, new]

    def _dates_in(self, first: date, last: date) -> list[date]:
        """Two ordinary weeks, and what is special with the dates before it."""
        middle = first + (last - first) // 2
        ordinary = {week + number * ONE_DAY for week in (first, middle) for number in range(7)}
        versions = [version for side in (self.old, self.new) for _, version in side.versions]
        schedules = dict.fromkeys(version.schedule(name) for version in versions for name in version.schedules)
        special = {day for schedule in schedules for day in _special_dates(schedule, first, last)}
        special |= {begins.astimezone(self.zone).date() for side in (self.old, self.new) for begins, _ in side.versions}
        special |= LocalTime(self.zone, self.start, self.end).changes.keys()
        chosen = _spread(sorted(special), _MOST_DATES)
        return sorted({*ordinary, *chosen, *(day - ONE_DAY for day in chosen)})


def _special_dates(schedule: Schedule, first: date, last: date) -> Iterator[date]:
    """Dates of holidays, exceptions and the ends of seasons, of each part."""
    if isinstance(schedule.hours, Combination):
        for part in schedule.hours.schedules:
            yield from _special_dates(part, first, last)
        return
    yield from schedule.holidays.between(first, last)
    yield from (each.date for each in schedule.exceptions)
    for season in schedule.seasons:
        covered = [season.covers(first + number * ONE_DAY) for number in range((last - first).days + 1)]
        yield from (first + number * ONE_DAY for number, pair in enumerate(pairwise(covered), 1) if pair[0] != pair[1])


def _channels(offer: Offer) -> Iterator[str]:
    """The channels of which a promise speaks."""
    return (channel for case in offer.cases for channel in case.received.channels)


def _clocks(offer: Offer) -> Iterator[time]:
    """The times of day of which a promise speaks."""
    yield from filter(None, (offer.usual.target.cut_off, *(case.promised.target.cut_off for case in offer.cases)))
    for received in (case.received for case in offer.cases):
        yield from filter(None, (received.before, received.since, received.after))


def _edges(span: Span) -> Iterator[datetime]:
    """About the ends of a span, and in its middle."""
    start, end = span
    yield from (start - HOUR, start - _MINUTE, start, start + (end - start) / 2, end - _MINUTE, end)


def _spread(items: Sequence[T], most: int) -> list[T]:
    """No more items than that, taken evenly."""
    step = max(len(items) / most, 1)
    return [items[int(number * step)] for number in range(min(len(items), most))]
