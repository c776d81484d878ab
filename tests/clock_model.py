"""The slow clock: what a ticket's clock says, counted minute by minute.

It shares no code with the library. Time is a row of whole minutes; each is open or closed, as the oracle says,
and paused or not. Whatever a clock says of a ticket is said by walking along that row.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from oracle import DAY, Declared, Row, SlowCount, midnight

MINUTE = timedelta(minutes=1)
DAY_MINUTES = 24 * 60
FIRST_DAY = date(2026, 10, 19)
"""Clocks go back in London on 25 October 2026, and in New York a week later."""
BEGIN = midnight(FIRST_DAY)
LENGTH = 84 * DAY_MINUTES
ORDER = ("retarget", "resume", "pause", "stop", "cancel")
WEEKDAYS, WEEK = range(5), range(7)


def instant(minute: int) -> datetime:
    """Name a minute of the row as an instant."""
    return BEGIN + minute * MINUTE


def minute_of(at: datetime) -> int:
    """Name an instant on a whole minute by its place in the row."""
    minutes, rest = divmod(at.astimezone(UTC) - BEGIN, MINUTE)
    assert not rest, at
    return minutes


def on(text: str, zone: str = "America/New_York") -> datetime:
    """Read `Mon 09:00` in the week of Monday 14 September 2026, `next Mon 09:00` a week later, or a date.

    Neither week has a holiday or a clock change in New York.
    """
    *later, day, clock = text.split()
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    week = date(2026, 9, 21) if later == ["next"] else date(2026, 9, 14)
    found = week + names.index(day) * DAY if day in names else date.fromisoformat(day)
    return datetime.combine(found, time.fromisoformat(clock), ZoneInfo(zone))


# Hours of support


@dataclass
class Hours:
    """Declared hours, and for each minute of the row whether it is open."""

    name: str
    declared: Declared = field(repr=False)

    @cached_property
    def count(self) -> SlowCount:
        return SlowCount(self.declared)

    @cached_property
    def open(self) -> bytearray:
        """A one for each minute that is open, a nought for each that is closed."""
        found = bytearray(LENGTH)
        for day in (FIRST_DAY + n * DAY for n in range(LENGTH // DAY_MINUTES)):
            for cell, dates in self.count.opinions_on(day):
                for minute in range(minute_of(cell.start), minute_of(cell.end) if dates else 0):
                    found[minute] = 1
        return found


HOLIDAYS = frozenset({date(2026, 10, 30), date(2026, 11, 4), date(2026, 11, 8)})


def _hours(name: str, zone: str, days: range | tuple[int, ...], *times: tuple[int, int], **more: object) -> Hours:
    rows = tuple(Row(day, opens * 60, closes * 60) for day in days for opens, closes in times)
    return Hours(name, Declared(zone, rows, HOLIDAYS, **more))  # type: ignore[arg-type]


NEW_YORK, LONDON = "America/New_York", "Europe/London"
HOURS = (
    _hours("office", NEW_YORK, WEEKDAYS, (9, 18)),
    _hours("lunch", LONDON, WEEKDAYS, (9, 13), (14, 18)),
    _hours("nights", NEW_YORK, (6, 0, 1, 2, 3), (22, 30)),
    _hours("nights by calendar date", NEW_YORK, (6, 0, 1, 2, 3), (22, 30), holiday_rule="calendar_date"),
    _hours("weekend nights", NEW_YORK, (5, 6), (22, 30)),
    _hours("early close", NEW_YORK, WEEKDAYS, (9, 18), exceptions=((date(2026, 10, 29), ((540, 780),)),)),
    Hours("always", Declared(NEW_YORK, tuple(Row(day, 0, DAY_MINUTES) for day in WEEK))),
)


# What is promised, and what happens


@dataclass(frozen=True)
class Promise:
    """An amount, what it counts, and the hours on which it is counted."""

    hours: Hours
    amount: int
    """Minutes, or business days."""
    counts: str = "open_time"
    boundary: str = "closing"

    def __hash__(self) -> int:
        return hash((self.hours.name, self.amount, self.counts, self.boundary))

    def ticks(self, minute: int) -> int:
        """Say whether a minute counts, if nothing is paused."""
        return 1 if self.counts == "calendar_time" else self.hours.open[minute]


@dataclass(frozen=True)
class Happening:
    """Something that happens to a clock on a whole minute."""

    at: int
    kind: str
    by: str = ""
    promise: Promise | None = None
    on_change: str = "recompute"


@dataclass(frozen=True)
class Reading:
    """What the slow clock says at a minute."""

    state: str
    due: int
    elapsed: int
    breached: bool
    is_paused: bool
    warned: bool
    ran: int
    """Minutes since the start in which support was open and nothing was paused."""
    paused: int
    """Minutes since the start in which support was open and something was paused."""
    closed: int
    """Minutes since the start in which support was closed."""
    disputed: bool
    """Whether a pause began at the due instant and went on past a closing: see R12 and R16."""


@dataclass
class _Walk:
    """How far one has come along the row."""

    promise: Promise
    start: int
    origin: int
    """Where the promise in force began to be counted."""
    carried: int = 0
    """Minutes used before that which stay used."""
    paused: bytearray = field(default_factory=bytearray)
    """For each minute from the start whether it was paused."""
    causes: set[str] = field(default_factory=set)
    stopped: str = ""

    def is_paused(self, minute: int) -> bool:
        """Say whether a minute was paused; none is that has not come yet."""
        return minute < self.until and bool(self.paused[minute - self.start])

    @property
    def until(self) -> int:
        return self.start + len(self.paused)

    def runs(self, minute: int) -> int:
        return 0 if self.is_paused(minute) else self.promise.ticks(minute)

    def used(self) -> int:
        return self.carried + sum(self.runs(minute) for minute in range(self.origin, self.until))

    def let(self, event: Happening) -> None:
        """Let something happen now."""
        match event.kind:
            case "pause":
                self.causes.add(event.by)
            case "resume":
                self.causes.discard(event.by)
            case "stop" | "cancel":
                self.stopped = event.kind
            case "retarget":
                assert event.promise is not None
                kept = self.used() if event.on_change == "forward" else 0
                origin = self.start if event.on_change == "recompute" else self.until
                self.promise, self.origin, self.carried = event.promise, origin, kept

    # When so much is used

    def reaches(self, amount: int, last: bool = False) -> int:
        """Find the first minute by which so many were used; the last such, if asked."""
        used, minute = self.carried, self.origin
        while used < amount or (last and not self.runs(minute)):
            used += self.runs(minute)
            minute += 1
        return minute

    def due(self) -> int:
        if self.promise.counts == "business_days":
            return self._due_in_days()
        last = self.promise.boundary == "next_opening" and self.carried <= self.promise.amount
        return self.reaches(self.promise.amount, last)

    def _due_in_days(self) -> int:
        """Each open minute that was paused before it was due moves it by one."""
        due = minute_of(self.promise.hours.count.add_days(instant(self.origin), self.promise.amount))
        for minute in range(self.origin, self.until):
            if minute < due and self.is_paused(minute) and self.promise.ticks(minute):
                due = self._a_counted_minute_after(due)
        return due

    def _a_counted_minute_after(self, minute: int) -> int:
        while not self.promise.ticks(minute):
            minute += 1
        return minute + 1

    def warned(self, percent: int) -> int:
        """Find when a share of the target was used; of days, which carry no amount of time, all of it at the end."""
        if self.promise.counts == "business_days":
            return LENGTH
        share, rest = divmod(self.promise.amount * percent, 100)
        assert not rest, "the share is no whole minute"
        return self.reaches(share)

    def held(self, due: int) -> list[int]:
        """List the minutes from the due instant on through which a pause held the breach off."""
        if not self.promise.ticks(due):
            return []
        minutes = []
        while self.is_paused(due + len(minutes)):
            minutes.append(due + len(minutes))
        return minutes


@dataclass(frozen=True)
class SlowClock:
    """A promise from a minute on, and everything that happened to it, in any order."""

    start: int
    promise: Promise
    events: tuple[Happening, ...] = ()

    def having(self, *events: Happening) -> "SlowClock":
        return replace(self, events=(*self.events, *events))

    def at(self, now: int, percent: int = 100) -> Reading:
        """Say where the clock stands at a minute from its start on, with a warning at a share of the target."""
        walk = self._walked(now)
        due, elapsed, until = walk.due(), walk.used(), walk.until
        held = walk.held(due)
        breached = due + len(held) < until
        warned = walk.warned(percent) <= until
        hours = walk.promise.hours.open
        paused = sum(hours[minute] for minute in range(self.start, until) if walk.is_paused(minute))
        opened = sum(hours[self.start : until])
        return Reading(
            state=_state(walk, breached, warned),
            due=due,
            elapsed=elapsed,
            breached=breached,
            is_paused=bool(walk.causes),
            warned=warned,
            ran=opened - paused,
            paused=paused,
            closed=until - self.start - opened,
            disputed=bool(held) and not all(map(walk.promise.ticks, held)),
        )

    def _walked(self, now: int) -> _Walk:
        walk = _Walk(self.promise, self.start, self.start)
        by_minute = self._by_minute
        for minute in range(self.start, now + 1):
            for event in by_minute.get(minute, ()):
                if not walk.stopped:
                    walk.let(event)
            if minute < now and not walk.stopped:
                walk.paused.append(bool(walk.causes))
        return walk

    @cached_property
    def _by_minute(self) -> dict[int, list[Happening]]:
        found: defaultdict[int, list[Happening]] = defaultdict(list)
        for event in sorted(set(self.events), key=lambda each: (each.at, ORDER.index(each.kind), each.by)):
            found[event.at].append(event)
        return {minute: list(_without_empty_pauses(events)) for minute, events in found.items()}


def _without_empty_pauses(events: list[Happening]) -> Iterator[Happening]:
    """A pause and a resume of one cause at one instant are nothing."""
    kinds = {(event.kind, event.by) for event in events}
    for event in events:
        other = {"pause": "resume", "resume": "pause"}.get(event.kind)
        if (other, event.by) not in kinds:
            yield event


def _state(walk: _Walk, breached: bool, warned: bool) -> str:
    if walk.stopped == "cancel":
        return "cancelled"
    if breached:
        return "breached"
    if walk.stopped:
        return "met"
    if walk.causes:
        return "paused"
    return "at_risk" if warned else "running"
