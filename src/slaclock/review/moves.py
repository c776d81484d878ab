"""Which due dates move between two policies: the same requests under both, promise by promise (R7, R10, R11)."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple, TypeVar

from slaclock.declaration import Declaration
from slaclock.errors import NeverOpenError
from slaclock.hours import ONE_DAY, Combination, Schedule, Span, first_instant_on, midnight, subtract, zone_named
from slaclock.policy import Offer, SlaPolicy, folded
from slaclock.render import HOUR, LocalTime
from slaclock.review.wording import offer_words
from slaclock.tickets import Promised

NEVER = datetime.max.replace(tzinfo=UTC)
"""When something is due whose schedule never opens for it."""

_MINUTE = timedelta(minutes=1)
_MOST_SPANS = 12
_MOST_DATES = 30
_MOST_CLOCKS = 8
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
    """What was promised, in words; empty where nothing was."""

    new: str
    """What is promised, in words; empty where nothing is."""

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


class Moves(NamedTuple):
    """What came of trying requests under both policies."""

    changes: tuple[PromiseChange, ...]
    """The promises whose due dates move, or that only one policy makes."""
    requests: int
    """How many requests were tried, for promises that the two policies do not word alike."""


def moves_between(old: SlaPolicy, new: SlaPolicy, first: date, last: date) -> Moves:
    """The promises whose due dates move, judged by requests of all hours and of every kind of date.

    Amounts are not compared: `8 business hours` may be less than `1 business day`, or more. Requests are opened at each
    hour of ordinary weeks, also after each new version and season, of the dates around holidays, exceptions and clock
    changes, and about the times of day and the ends of hours on which a promise of either policy turns.

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
    judged = [_judged(promise, requests) for promise in _promises(requests.old, requests.new)]
    return Moves(tuple(change for change, _ in judged if change), sum(tried for _, tried in judged))


class Abreast(NamedTuple):
    """A time in which neither policy changes, and what is in force then."""

    start: datetime
    end: datetime
    old: SlaPolicy
    new: SlaPolicy


def abreast(old: SlaPolicy, new: SlaPolicy, start: datetime, end: datetime) -> list[Abreast]:
    """The versions of two policies side by side, from each start of a version of either to the next.

    Rules: R17.
    """
    begins = sorted({begins for policy in (old, new) for begins, _ in versions_between(policy, start, end)})
    return [Abreast(at, until, old.in_force(at), new.in_force(at)) for at, until in pairwise([*begins, end])]


def versions_between(policy: SlaPolicy, start: datetime, end: datetime) -> list[tuple[datetime, SlaPolicy]]:
    """The versions in force from one instant to another, each with its first instant there.

    Rules: R17.
    """
    later = [(begins, version) for begins, version in policy._in_force_from if start < begins < end]
    return [(start, policy.in_force(start)), *later]


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

    @cached_property
    def schedules(self) -> tuple[Schedule, ...]:
        """The schedules of all versions."""
        return tuple(dict.fromkeys(each.schedule(name) for _, each in self.versions for name in each.schedules))

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


def _judged(promise: Promise, requests: _Requests) -> tuple[PromiseChange | None, int]:
    """What becomes of a promise, if anything, and how many requests were tried to know."""
    sides = requests.old, requests.new
    old, new = (side.first_offer(promise) for side in sides)
    if old is None or new is None:
        return _named(promise, "added" if old is None else "removed", requests, (old, new)), 0
    if all(_plain(each.old) == _plain(each.new) for each in requests.offers(promise)):
        return None, 0
    tried = requests.about(promise)
    dues = [
        _Due(at, channel, *(side.due(promise, at, channel) for side in sides))
        for channel in requests.channels(promise)
        for at in tried
    ]
    moved = [due for due in dues if due.moved]
    return (_moved(promise, requests, moved, len(dues)) if moved else None), len(dues)


def _moved(promise: Promise, requests: _Requests, moved: Sequence[_Due], tried: int) -> PromiseChange:
    """A promise some of whose requests are due at another instant."""
    earlier = sum(due.new < due.old for due in moved)
    kind: Kind = "mixed" if 0 < earlier < len(moved) else "tighter" if earlier else "looser"
    usual = requests.new.first_offer(promise)
    assert usual is not None, "only what both policies promise moves"

    def telling(due: _Due) -> tuple[timedelta, bool, bool, timedelta]:
        on_the_hour = due.opened.astimezone(requests.zone).minute == 0
        return due.moved, usual.usual.schedule.is_open(due.opened), on_the_hour, NEVER - due.opened

    most = max(moved, key=telling)
    offers = tuple(side.offer(promise, most.opened) for side in (requests.old, requests.new))
    counts = {"requests": tried, "earlier": earlier, "later": len(moved) - earlier}
    return _named(promise, kind, requests, offers).model_copy(update={**counts, "example": requests.example(most)})


def _plain(offer: Offer | None) -> object:
    """An offer without names and wording: where these are alike, so is every due date."""
    if offer is None:
        return None
    cases = ((each.received, each.hours.model_copy(update={"name": ""}), each.promised) for each in offer.cases)
    return _plainly(offer.usual), [(*condition, _plainly(promised)) for *condition, promised in cases]


def _plainly(promised: Promised) -> tuple[object, ...]:
    target = promised.target.model_copy(update={"text": "", "basis_stated": True})
    return target, promised.schedule.model_copy(update={"name": ""})


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


class _Beside(NamedTuple):
    """What both policies promise from one instant to another."""

    start: datetime
    end: datetime
    old: Offer | None
    new: Offer | None


class _Requests:
    """The instants at which requests are opened, under both policies."""

    def __init__(self, old: SlaPolicy, new: SlaPolicy, first: date, last: date) -> None:
        self.zone = zone_named(new.timezone)
        self.start, self.end = midnight(first, self.zone), midnight(last + ONE_DAY, self.zone)
        self.old, self.new = (_Side(policy, self.start, self.end) for policy in (old, new))
        self._spans = [each[:2] for each in abreast(old, new, self.start, self.end)]
        self._schedules = dict.fromkeys((*self.old.schedules, *self.new.schedules))
        self._dates = [day for day in self._dates_in(first, last) if first <= day <= last]
        self._usual = {first_instant_on(day, time(hour), self.zone) for day in self._dates for hour in range(24)}
        self._turns: dict[tuple[Schedule, timedelta | None], set[datetime]] = {}
        self._differences: dict[tuple[Schedule, Schedule, datetime], list[Span]] = {}

    def offers(self, promise: Promise) -> list[_Beside]:
        """What both policies promise, version by version."""
        return [
            _Beside(*span, *(side.offer(promise, span[0]) for side in (self.old, self.new))) for span in self._spans
        ]

    def channels(self, promise: Promise) -> list[str | None]:
        """No channel, and each of which either policy speaks."""
        offers = (offer for each in self.offers(promise) for offer in (each.old, each.new) if offer)
        named = {folded(name): name for offer in offers for name in _channels(offer)}
        return [None, *named.values()]

    def about(self, promise: Promise) -> list[datetime]:
        """The usual instants, those on which either promise turns, and those at which their hours differ."""
        beside = self.offers(promise)
        turns = {at for each in beside for offer in (each.old, each.new) if offer for at in self._turns_of(offer)}
        near = {at + step for at in turns for step in (-_MINUTE, timedelta(0), _MINUTE)}
        edges = {edge for each in beside for span in self._differences_of(each) for edge in _edges(span)}
        return sorted(at for at in self._usual | near | edges if self.start <= at < self.end)

    def example(self, due: _Due) -> Example:
        """One request, told on the clocks of the new policy."""
        old, new = (None if at == NEVER else at.astimezone(self.zone) for at in (due.old, due.new))
        return Example(opened=due.opened.astimezone(self.zone), channel=due.channel or "", old_due=old, new_due=new)

    def _turns_of(self, offer: Offer) -> Iterator[datetime]:
        """The instants on the dates of requests at which a due date may jump."""
        for clock, zone in _clocks(offer):
            yield from (first_instant_on(day, clock, zone) for day in self._dates)
        for promised in _all_of(offer):
            yield from self._turns_in(promised.schedule, promised.target.duration)
        for case in offer.cases:
            yield from self._turns_in(case.hours, None)

    def _turns_in(self, schedule: Schedule, duration: timedelta | None) -> set[datetime]:
        """Openings and closings, the same times on other dates, and where an amount would end at a closing."""
        if (schedule, duration) not in self._turns:
            dates, zone = {*self._dates}, zone_named(schedule.timezone)
            spans = list(schedule._timeline.windows(self.start, self.end))
            ends = [at for span in spans for at in span]
            usual = Counter(at.astimezone(zone).time() for at in ends).most_common(_MOST_CLOCKS)
            found = {at for at in ends if at.astimezone(zone).date() in dates}
            late = [at for _, at in spans if at in found and duration and schedule.elapsed(self.start, at) >= duration]
            found |= {first_instant_on(day, clock, zone) for clock, _ in usual for day in self._dates}
            found |= {schedule.add(at, -duration) for at in late if duration}
            self._turns[schedule, duration] = found
        return self._turns[schedule, duration]

    def _differences_of(self, beside: _Beside) -> Iterator[Span]:
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
            self._differences[key] = [*_spread(lost, _MOST_SPANS), *_spread(gained, _MOST_SPANS)]
        return self._differences[key]

    def _dates_in(self, first: date, last: date) -> set[date]:
        """Ordinary weeks, also after each new version and season, and what is special with the dates before it."""
        sides = self.old, self.new
        begins = {at.astimezone(self.zone).date() for side in sides for at, _ in side.versions}
        begins |= {day for schedule in self._schedules for day in _new_seasons(schedule, first, last)}
        weeks = (first, first + (last - first) // 2, *begins)
        was, now = ({day for each in side.schedules for day in _special_dates(each, first, last)} for side in sides)
        special = was & now
        for zone in dict.fromkeys((self.zone, *(zone_named(each.timezone) for each in self._schedules))):
            special |= LocalTime(zone, self.start, self.end).changes.keys()
        # What only one policy has matters most, and must not get lost among many holidays.
        changed = _spread(sorted(was ^ now), _MOST_DATES)
        chosen = {*changed, *_spread(sorted(special), _MOST_DATES), *begins}
        ordinary = {week + number * ONE_DAY for week in weeks for number in range(7)}
        ordinary |= {day - number * ONE_DAY for day in changed for number in range(7)}
        return ordinary | chosen | {*self._before(chosen)}

    def _before(self, days: Collection[date]) -> Iterator[date]:
        """The dates before, and the last ones on which each schedule opens."""
        yield from (day - ONE_DAY for day in days)
        for schedule in self._schedules:
            zone = zone_named(schedule.timezone)
            windows = schedule._timeline.windows(self.start, self.end)
            opened = sorted({opens.astimezone(zone).date() for opens, _ in windows})
            places = (bisect_left(opened, day) for day in days)
            yield from (opened[place - 1] for place in places if place)


def _special_dates(schedule: Schedule, first: date, last: date) -> Iterator[date]:
    """Dates of holidays and exceptions, of each part."""
    for part in _declared(schedule):
        yield from part.holidays.between(first, last)
        yield from (each.date for each in part.exceptions)


def _new_seasons(schedule: Schedule, first: date, last: date) -> Iterator[date]:
    """Dates on which a season begins, or the usual hours do again, of each part."""
    days = [first + number * ONE_DAY for number in range((last - first).days + 1)]
    for season in (season for part in _declared(schedule) for season in part.seasons):
        yield from (day for before, day in pairwise(days) if season.covers(before) != season.covers(day))


def _declared(schedule: Schedule) -> Iterator[Schedule]:
    """The schedules with hours of their own of which one is made."""
    if isinstance(schedule.hours, Combination):
        for part in schedule.hours.schedules:
            yield from _declared(part)
    else:
        yield schedule


def _all_of(offer: Offer) -> tuple[Promised, ...]:
    """What is promised usually, and in each case."""
    return (offer.usual, *(case.promised for case in offer.cases))


def _channels(offer: Offer) -> Iterator[str]:
    """The channels of which a promise speaks."""
    return (channel for case in offer.cases for channel in case.received.channels)


def _clocks(offer: Offer) -> Iterator[tuple[time, tzinfo]]:
    """The times of day of which a promise speaks, and on whose clocks."""
    stated: list[tuple[object, str]] = []
    for target, schedule, *_ in _all_of(offer):
        stated += [(clock, schedule.timezone) for clock in (target.cut_off, target.ends)]
    for received, hours, _ in offer.cases:
        stated += [(clock, hours.timezone) for clock in (received.before, received.since, received.after)]
    return ((clock, zone_named(timezone)) for clock, timezone in stated if isinstance(clock, time))


def _edges(span: Span) -> Iterator[datetime]:
    """About the ends of a span, and in its middle."""
    start, end = span
    yield from (start - HOUR, start - _MINUTE, start, start + (end - start) / 2, end - _MINUTE, end)


def _spread(items: Sequence[T], most: int) -> list[T]:
    """No more items than that, taken evenly."""
    step = max(len(items) / most, 1)
    return [items[int(number * step)] for number in range(min(len(items), most))]
