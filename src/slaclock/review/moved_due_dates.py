"""Which due dates move between two policies: the same requests under both, promise by promise (R7, R10, R11)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import NamedTuple

from slaclock.hours import Schedule, instant, micros
from slaclock.policy import NoCommitment, Offer, OfferedIf
from slaclock.review.changes import Example, PromiseChange, PromiseFate
from slaclock.review.compared_pair import Sides
from slaclock.review.compared_policy import PromiseName, Side
from slaclock.review.due_dates import NEVER, due_dates
from slaclock.review.promise_wording import offer_words
from slaclock.review.requests import Requests
from slaclock.tickets import Promised


class Moves(NamedTuple):
    """What came of trying requests under both policies."""

    changes: tuple[PromiseChange, ...]
    """The promises whose due dates move, or that only one policy makes."""
    requests: int
    """How many requests were tried, for promises that the two policies do not word alike."""


def moves_between(sides: Sides) -> Moves:
    """The promises whose due dates move, judged by requests of all hours and of every kind of date.

    Amounts are not compared: `8 business hours` may be less than `1 business day`, or more. Requests are opened at each
    hour of ordinary weeks, also after each new version and season, of the dates around holidays, exceptions and clock
    changes, and about the times of day and the ends of hours on which a promise of either policy turns. Promises that
    differ from each other in their names alone are judged once.

    Args:
        sides: The policy as it was and as it is to be, in the time of the requests.

    Rules: R7, R10, R11, R17.
    """
    judge = _Judge(sides)
    judged = [judge.change(promise) for promise in sides.promises()]
    return Moves(tuple(change for change, _ in judged if change), sum(tried for _, tried in judged))


class _Due(NamedTuple):
    """When one request is due on both sides, in microseconds since 1970."""

    opened: datetime
    channel: str | None
    old: int
    new: int

    @property
    def moved(self) -> int:
        """By how much it moves, either way."""
        return abs(self.new - self.old)


class _Verdict(NamedTuple):
    """What trying requests showed of a promise."""

    requests: int = 0
    earlier: int = 0
    later: int = 0
    most: _Due | None = None
    """The request whose due date moves most; nothing where none moves."""

    @property
    def change(self) -> PromiseFate:
        """What becomes of the promise, where a due date moves."""
        return "mixed" if self.earlier and self.later else "tighter" if self.earlier else "looser"


class _Judge:
    """Judges the promises of two policies by requests; those that are alike but for their names, once."""

    def __init__(self, sides: Sides) -> None:
        self._sides, self._requests = sides, Requests(sides)
        self._verdicts: dict[object, _Verdict] = {}
        self._plain = cache(_plain)

    def change(self, promise: PromiseName) -> tuple[PromiseChange | None, int]:
        """What becomes of a promise, if anything, and how many requests were tried to know."""
        sides = self._sides.old, self._sides.new
        old, new = (side.first_offer(promise) for side in sides)
        if old is None and new is None:
            return None, 0
        if old is None or new is None:
            return self._told(promise, "added" if old is None else "removed", (old, new)), 0
        verdict = self._verdict(promise)
        if verdict.most is None:
            return None, verdict.requests
        offers = tuple(side.offer(promise, verdict.most.opened) for side in sides)
        counts = {"requests": verdict.requests, "earlier": verdict.earlier, "later": verdict.later}
        told = self._told(promise, verdict.change, offers)
        return told.model_copy(update={**counts, "example": self._example(verdict.most)}), verdict.requests

    def _verdict(self, promise: PromiseName) -> _Verdict:
        offers = [(self._nameless(each.old), self._nameless(each.new)) for each in self._sides.offers(promise)]
        if all(old == new for old, new in offers):
            return _Verdict()
        key = tuple(offers)
        if key not in self._verdicts:
            self._verdicts[key] = self._tried(promise)
        return self._verdicts[key]

    def _nameless(self, offer: Offer | None) -> object:
        """An offer without names and wording: where these are alike, so is every due date."""
        if offer is None:
            return None
        return self._plain(offer.usual), tuple(self._plain_case(case) for case in offer.cases)

    def _plain_case(self, case: OfferedIf) -> tuple[object, ...]:
        named = ((phrase, _unnamed(schedule)) for phrase, schedule in case.named.items())
        return case.received, _unnamed(case.hours), tuple(named), case.holidays, self._plain(case.promised)

    def _tried(self, promise: PromiseName) -> _Verdict:
        """What becomes of the due dates of all requests."""
        tried = self._requests.about(promise)
        requests, moved = 0, list[_Due]()
        for channel in self._requests.channels(promise):
            for beside in self._sides.offers(promise):
                opened = tried[bisect_left(tried, beside.start) : bisect_left(tried, beside.end)]
                at = list(map(micros, opened))
                old, new = (due_dates(offer, at, channel) for offer in (beside.old, beside.new))
                both = zip(opened, old, new, strict=True)
                moved += [_Due(each, channel, was, now) for each, was, now in both if was != now]
                requests += len(opened)
        earlier = sum(due.new < due.old for due in moved)
        return _Verdict(requests, earlier, len(moved) - earlier, self._most_telling(promise, moved))

    def _most_telling(self, promise: PromiseName, moved: Sequence[_Due]) -> _Due | None:
        """The request that moves farthest; of several one that is opened while open, on the hour and early."""
        usual, zone = self._sides.new.first_offer(promise), self._sides.zone
        assert usual is not None, "only what both policies promise is tried"
        is_open = usual.usual.schedule.is_open

        def telling(due: _Due) -> tuple[bool, bool, timedelta]:
            return is_open(due.opened), due.opened.astimezone(zone).minute == 0, self._sides.end - due.opened

        most = max((due.moved for due in moved), default=None)
        return max((due for due in moved if due.moved == most), key=telling, default=None)

    def _example(self, due: _Due) -> Example:
        """One request, told on the clocks of the new policy."""
        zone = self._sides.zone
        old, new = (None if at == NEVER else instant(at).astimezone(zone) for at in (due.old, due.new))
        return Example(opened=due.opened.astimezone(zone), channel=due.channel or "", old_due=old, new_due=new)

    def _told(self, promise: PromiseName, change: PromiseFate, offers: tuple[Offer | None, ...]) -> PromiseChange:
        """A change with what is promised on both sides; with the names of hours only where the words are alike."""
        sides = tuple(zip((self._sides.old, self._sides.new), offers, strict=True))
        words = [_words(side, offer, named=False) for side, offer in sides]
        if words[0] == words[1]:
            words = [_words(side, offer, named=True) for side, offer in sides]
        return PromiseChange(
            plan=promise.plan,
            metric=promise.metric,
            priority=promise.priority or "",
            change=change,
            old=words[0],
            new=words[1],
        )


def _plain(promised: Promised | NoCommitment) -> tuple[object, ...]:
    """A target and a schedule without names and wording."""
    if isinstance(promised, NoCommitment):
        return ()
    target = promised.target.model_copy(update={"text": "", "basis_stated": True})
    return target, _unnamed(promised.schedule)


def _unnamed(schedule: Schedule) -> Schedule:
    return schedule.model_copy(update={"name": ""})


def _words(side: Side, offer: Offer | None, named: bool) -> str:
    """What is promised, in words, with the names of its hours or without."""
    if offer is None:
        return ""
    return ", ".join(offer_words(offer, None if named else offer.usual.schedule, side.policy))
