"""A schedule's questions asked of whole columns: int64 arithmetic over its compiled timeline (R7, R8, R14, R15).

Each answer is the scalar one. What the compiled time does not hold makes the timeline grow, and what is left then is
asked row by row, so that errors are the scalar ones, too, each with its row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cached_property, lru_cache
from typing import Literal, TypeAlias
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from slaclock.columns.instants import (
    DAY,
    FIRST_MICROS,
    LAST_MICROS,
    Mask,
    Micros,
    Sorted,
    clocks_around,
    date_of,
    day_number,
    duration_of,
    instant_at,
    instant_micros,
    micros_of,
)
from slaclock.errors import SlaClockError
from slaclock.hours import FIRST_DATE, HORIZON, LAST_DATE, Boundary, Schedule, Snapshot, Timeline

Places: TypeAlias = npt.NDArray[np.intp]
"""Where in a column, or which rows."""
Part = Literal["date", "opening", "closing"]
"""What is asked of a business day: its date, its first opening or its last closing."""
Vector: TypeAlias = Callable[..., tuple[Micros, Mask | None]]
"""Answers from what is compiled, and where they hold; `None` for everywhere."""
Scalar: TypeAlias = Callable[..., int]
"""The answer for one row."""

_HORIZON = micros_of(HORIZON)
_COUNTED_FROM = (day_number(FIRST_DATE) + 5) * DAY
_COUNTED_TO = (day_number(LAST_DATE) - 5) * DAY
"""Where open time is counted in every zone."""
_OPEN, _CLOSING, _CLOSED = 0, 1, 2
_IN_DOUBT = np.iinfo(np.int64).min
"""In the place of a date: it depends on more than which stretch of open time an instant lies in."""


class Compiled:
    """One snapshot of a timeline as arrays."""

    def __init__(self, snapshot: Snapshot) -> None:
        edges = _all_micros(snapshot.edges)
        totals = np.array([micros_of(total) for total in snapshot.totals], np.int64)
        self.snapshot = snapshot
        self.edges = Sorted(edges)
        self.totals = Sorted(totals)
        self.start, self.end = instant_micros(snapshot.exact_start), instant_micros(snapshot.exact_end)
        self.reaches_horizon = snapshot.last - snapshot.first >= HORIZON
        # Open time before an instant is `level` where closed, and `level` and the instant where open.
        self._level = np.repeat(totals, 2)[: len(edges) + 1]
        self._level[1::2] -= edges[::2]
        # How far totals lie from the instants at which they are first, and last, reached.
        self._to_first = np.append(0, edges[1::2] - totals[1:])
        self._to_last = np.append(edges[::2] - totals[:-1], 0)
        self._own_dates: Micros | None = None

    def open_before(self, at: Micros) -> Micros:
        """Open time before instants, from the beginning."""
        place = self.edges.right(at)
        counted = self._level.take(place)
        place &= 1
        np.negative(place, out=place)
        place &= at
        counted += place
        return counted

    def first_at(self, goal: Micros) -> tuple[Micros, Mask | None]:
        """The first instants at which totals are reached, and where there are any."""
        place = self.totals.left(goal)
        return self._reached(goal, self._to_first, place), within(place, 1, len(self.totals) - 1)

    def last_at(self, goal: Micros) -> tuple[Micros, Mask | None]:
        """The last instants at which totals are still the same, and where there are any."""
        place = self.totals.right(goal)
        place -= 1
        return self._reached(goal, self._to_last, place), within(place, 0, len(self.totals) - 2)

    @staticmethod
    def _reached(goal: Micros, distance: Micros, place: Places) -> Micros:
        found = distance.take(place, mode="clip")
        found += goal
        return found

    # Business days

    @cached_property
    def dates(self) -> Sorted:
        """The business days, as days since 1970."""
        return Sorted(np.array([day_number(day) for day in self.snapshot.dates], np.int64))

    @cached_property
    def openings(self) -> Micros:
        """The first opening of each business day."""
        return _all_micros([day.spans[0][0] for day in self.snapshot.days])

    @cached_property
    def closings(self) -> Micros:
        """The last closing of each business day."""
        return _all_micros([day.spans[-1][1] for day in self.snapshot.days])

    def belong(self, at: Micros, days: Micros) -> Mask:
        """Whether instants lie in spans that opened on these dates."""
        keys, ends = self._spans
        place = keys.right(self._span_key(days, at)) - 1
        of_day = taken(keys.values, place) >> _KEY_BITS == days - day_number(self.snapshot.first)
        belong: Mask = of_day & (place >= 0) & (at < taken(ends, place))
        return belong

    def own_dates(self, zone: tzinfo) -> Micros:
        """For each place among the edges, the date to which all instants there belong, or that it is in doubt.

        It is known for a stretch that is one span, begun on the date of its business day.
        """
        if self._own_dates is None:
            self._own_dates = self._find_own_dates(zone)
        return self._own_dates

    def _find_own_dates(self, zone: tzinfo) -> Micros:
        found = np.full(len(self.edges) + 1, _IN_DOUBT)
        if not len(self.edges):
            return found
        days = np.repeat(self.dates.values, [len(day.spans) for day in self.snapshot.days])
        starts, ends = (
            _all_micros([span[side] for day in self.snapshot.days for span in day.spans]) for side in (0, 1)
        )
        place = self.edges.right(starts)
        alone = (self.edges.values[place - 1] == starts) & (taken(self.edges.values, place) == ends)
        alone &= np.bincount(place)[place] == 1
        for instants, most in ((starts, 0), (ends - 1, 1)):
            shown = clocks_around(zone, instants).readings(instants) // DAY - days
            alone &= (shown >= 0) & (shown <= most)
        found[place[alone]] = days[alone]
        return found

    @cached_property
    def _spans(self) -> tuple[Sorted, Micros]:
        days = np.repeat(self.dates.values, [len(day.spans) for day in self.snapshot.days])
        spans = [span for day in self.snapshot.days for span in day.spans]
        keys = self._span_key(days, _all_micros([start for start, _ in spans]))
        return Sorted(keys), _all_micros([end for _, end in spans])

    def _span_key(self, days: Micros, at: Micros) -> Micros:
        """Numbers that sort by date and then by instant, for instants at most days from their dates."""
        return ((days - day_number(self.snapshot.first)) << _KEY_BITS) + (at - (days - 3) * DAY)


_KEY_BITS = 40
"""Twelve days in microseconds."""


def _all_micros(instants: list[datetime]) -> Micros:
    return np.array([instant_micros(at) for at in instants], np.int64)


def taken(values: Micros, places: Places) -> Micros:
    """The values at places; any value where there is no such place."""
    return values.take(places, mode="clip") if len(values) else np.zeros(places.shape, np.int64)


def within(column: Micros | Places, low: int, high: int) -> Mask | None:
    """Where a column lies between two values, both included; `None` for everywhere."""
    if low <= column.min() and column.max() <= high:
        return None
    return (low <= column) & (column <= high)


def both(one: Mask | None, *others: Mask | None) -> Mask | None:
    """Where all of these hold; `None` for everywhere."""
    for other in others:
        one = other if one is None else one if other is None else one & other
    return one


@lru_cache(maxsize=256)
def _limits_of(start: datetime, end: datetime) -> tuple[int, int]:
    return instant_micros(start), instant_micros(end)


_COMPILED: WeakKeyDictionary[Timeline, Compiled] = WeakKeyDictionary()


@dataclass
class Found:
    """What one call finds out beside its answers."""

    problems: dict[int, str] = field(default_factory=dict)
    """For each row without an answer, why."""

    left: dict[int, tuple[Schedule, int]] = field(default_factory=dict)
    """Schedules whose known years an answer leaves, each with such an instant."""

    def tell(self) -> None:
        """Warn once for each schedule whose known years were left (R14)."""
        for schedule, at in self.left.values():
            schedule._known.leave(instant_at(min(max(at, FIRST_MICROS), LAST_MICROS)))


@dataclass(frozen=True)
class Kernel:
    """A schedule's questions, each asked of a column of instants, none of which is missing."""

    schedule: Schedule
    found: Found
    rows: Places | None = None
    """Which rows of the call these are; `None` for all of them in order."""

    def among(self, places: Places) -> Kernel:
        """The same for some of the rows."""
        return Kernel(self.schedule, self.found, places if self.rows is None else self.rows[places])

    @property
    def timeline(self) -> Timeline:
        """The compiled timeline, for questions about single rows; it does not warn."""
        return self.schedule._timeline_of_columns

    @property
    def zone(self) -> tzinfo:
        """The zone on whose clocks the schedule is read."""
        return self.schedule._zone

    @property
    def compiled(self) -> Compiled:
        """What is compiled so far, as arrays."""
        snapshot = self.timeline.snapshot
        found = _COMPILED.get(self.timeline)
        if found is None or found.snapshot is not snapshot:
            found = _COMPILED[self.timeline] = Compiled(snapshot)
        return found

    # Counting

    def elapsed(self, start: Micros, end: Micros) -> Micros:
        """Open time from one column of instants to another; either may be a single instant (R8)."""

        def vector(compiled: Compiled, start: Micros, end: Micros) -> tuple[Micros, Mask | None]:
            counted = compiled.open_before(end) - compiled.open_before(start)
            return counted, both(self._askable(compiled, start), self._askable(compiled, end))

        def scalar(start: int, end: int) -> int:
            return micros_of(self.timeline.elapsed(instant_at(start), instant_at(end)))

        self._note(start, end)
        return self._ask(vector, scalar, start, end, around=lambda start, end: np.append(start, end))

    def add(self, at: Micros, amount: Micros, boundary: Boundary = "closing") -> Micros:
        """When so much open time has passed; the amounts are a column or a single one, of any sign (R7)."""
        if not len(at) or amount.min() > 0 or amount.max() < 0:
            return self._added(at, amount, boundary)
        amount = np.broadcast_to(amount, at.shape)
        due = at.copy()
        for places in (np.flatnonzero(amount > 0), np.flatnonzero(amount < 0)):
            due[places] = self.among(places)._added(at[places], amount[places], boundary)
        return due

    def _added(self, at: Micros, amount: Micros, boundary: Boundary) -> Micros:
        forward = len(amount) > 0 and bool(amount[0] > 0)
        first = forward == (boundary == "closing")
        timeline = self.timeline
        if forward:
            count = timeline.add if first else timeline.add_late
        else:
            count = timeline.subtract_early if first else timeline.subtract

        def vector(compiled: Compiled, at: Micros, amount: Micros) -> tuple[Micros, Mask | None]:
            goal = compiled.open_before(at)
            goal += amount
            due, there = compiled.first_at(goal) if first else compiled.last_at(goal)
            near = within(due - at, -_HORIZON, _HORIZON) if compiled.reaches_horizon else None
            return due, both(there, near, self._askable(compiled, at), self._answerable(compiled, due))

        def scalar(at: int, amount: int) -> int:
            return instant_micros(count(instant_at(at), duration_of(abs(amount))))

        def farthest(at: Micros, amount: Micros) -> int:
            goal = self.compiled.open_before(at) + amount
            return int(goal.argmax() if forward else goal.argmin())

        due = self._ask(vector, scalar, at, amount, farthest=farthest)
        self._note(at, due)
        return due

    # Openings and closings

    def is_open(self, at: Micros) -> Mask:
        """Whether instants are open; a closing is not (R3)."""
        return self._is(_OPEN, at)

    def is_closing(self, at: Micros) -> Mask:
        """Whether open time ends exactly at instants."""
        return self._is(_CLOSING, at)

    def is_closed(self, at: Micros) -> Mask:
        """Whether instants are neither open nor a closing."""
        return self._is(_CLOSED, at)

    def _is(self, state: int, at: Micros) -> Mask:
        found: Mask = self._state(at) == state
        return found

    def _state(self, at: Micros) -> Micros:
        def vector(compiled: Compiled, at: Micros) -> tuple[Micros, Mask | None]:
            place = compiled.edges.right(at)
            state = _CLOSED - _CLOSED * (place & 1)
            state -= (state == _CLOSED) & (taken(compiled.edges.values, place - 1) == at)
            return state, self._askable(compiled, at)

        def scalar(at: int) -> int:
            # Only ever an error: where open time can be counted, it was.
            return _OPEN if self.timeline.is_open(instant_at(at)) else _CLOSED

        self._note(at)
        return self._ask(vector, scalar, at)

    def next_edge(self, at: Micros, opening: bool) -> Micros:
        """The next openings or closings strictly after instants."""

        def vector(compiled: Compiled, at: Micros) -> tuple[Micros, Mask | None]:
            place = compiled.edges.right(at)
            place += (place & 1) == opening
            found = taken(compiled.edges.values, place)
            there = (place < len(compiled.edges)) & (found < compiled.end)
            return found, both(there, self._askable(compiled, at), self._answerable(compiled, found))

        def scalar(at: int) -> int:
            return instant_micros(self.timeline.next_edge(instant_at(at), opening))

        return self._edge(vector, scalar, at, lambda at: int(at.argmax()))

    def opening_if_closed(self, at: Micros, at_closing: bool) -> Micros:
        """The next openings where instants are closed, and they themselves elsewhere.

        Args:
            at: The instants.
            at_closing: Whether a closing counts as closed; otherwise it stays.
        """

        def vector(compiled: Compiled, at: Micros) -> tuple[Micros, Mask | None]:
            # Of an opening, `left` finds the opening itself.
            place = compiled.edges.right(at) if at_closing else compiled.edges.left(at)
            found = np.where(place & 1, at, taken(compiled.edges.values, place))
            there = within(place, 0, len(compiled.edges) - 1)
            held = self._askable(compiled, at)
            return found, both(
                there, within(found, compiled.start, compiled.end - 1), held, self._answerable(compiled, found)
            )

        def scalar(at: int) -> int:
            instant = instant_at(at)
            if self.timeline.is_open(instant) or (not at_closing and self.timeline.is_closing(instant)):
                return at
            return instant_micros(self.timeline.next_edge(instant, opening=True))

        return self._edge(vector, scalar, at, lambda at: int(at.argmax()))

    def previous_edge(self, at: Micros, opening: bool) -> Micros:
        """The last openings or closings strictly before instants."""

        def vector(compiled: Compiled, at: Micros) -> tuple[Micros, Mask | None]:
            place = compiled.edges.left(at) - 1
            place -= (place & 1) == opening
            found = taken(compiled.edges.values, place)
            there = (place >= 0) & (found >= compiled.start)
            return found, both(there, self._askable(compiled, at), self._answerable(compiled, found))

        def scalar(at: int) -> int:
            return instant_micros(self.timeline.previous_edge(instant_at(at), opening))

        return self._edge(vector, scalar, at, lambda at: int(at.argmin()))

    def _edge(self, vector: Vector, scalar: Scalar, at: Micros, farthest: Callable[[Micros], int]) -> Micros:
        found = self._ask(vector, scalar, at, farthest=farthest)
        self._note(at, found)
        return found

    # Business days

    def dates_at(self, at: Micros) -> Micros:
        """The dates to which instants belong, as days since 1970: in a shift's tail, the one that opened it (R10)."""

        def vector(compiled: Compiled, at: Micros) -> tuple[Micros, Mask | None]:
            held = self._askable(compiled, at, margin=4 * DAY)
            return (at // DAY, held) if held is not None and not held.any() else (self._dates(compiled, at), held)

        def scalar(at: int) -> int:
            return day_number(self.timeline.date_at(instant_at(at)))

        self._note(at)
        return self._ask(vector, scalar, at, otherwise=lambda at: at // DAY)

    def _dates(self, compiled: Compiled, at: Micros) -> Micros:
        dates = compiled.own_dates(self.zone).take(compiled.edges.right(at))
        in_doubt = np.flatnonzero(dates == _IN_DOUBT)
        if len(in_doubt):
            dates[in_doubt] = self._dates_by_clocks(compiled, at[in_doubt])
        return dates

    def _dates_by_clocks(self, compiled: Compiled, at: Micros) -> Micros:
        clocks = clocks_around(self.zone, at)
        here = clocks.readings(at) // DAY
        dates = here.copy()
        in_doubt = (compiled.edges.right(at) & 1).astype(np.bool_)
        # Where clocks go back over midnight, an instant may belong to the date after the one they show.
        for days_back in range(-1, 3):
            places = np.flatnonzero(in_doubt & clocks.showed_later(at, here) if days_back < 0 else in_doubt)
            if not len(places):
                continue
            days = here[places] - days_back
            belong = compiled.belong(at[places], days)
            dates[places[belong]] = days[belong]
            in_doubt[places[belong]] = False
        return dates

    def business_days(self, days: Micros, counts: Micros, part: Part) -> Micros:
        """Of the business days that many after dates, or before them, one part; counts are of one sign (R10)."""
        forward = len(counts) > 0 and bool(counts[0] > 0)

        def vector(compiled: Compiled, days: Micros, counts: Micros) -> tuple[Micros, Mask | None]:
            place = compiled.dates.right(days) - 1 if forward else compiled.dates.left(days)
            place += counts
            closing = taken(compiled.closings, place)
            held = both(
                within(place, 0, len(compiled.dates) - 1),
                self._askable(compiled, days * DAY, margin=2 * DAY),
                self._answerable(compiled, closing, exactly=False),
            )
            parts = {"date": compiled.dates.values, "opening": compiled.openings, "closing": compiled.closings}
            return taken(parts[part], place), held

        def scalar(day: int, count: int) -> int:
            found = self.timeline.business_day(date_of(day), count)
            if part == "date":
                return day_number(found.date)
            return instant_micros(found.spans[0][0] if part == "opening" else found.spans[-1][1])

        scale = 1 if part == "date" else DAY
        found = self._ask(
            vector,
            scalar,
            days,
            counts,
            around=lambda days, _: days * DAY,
            farthest=lambda days, counts: int((days + counts).argmax() if forward else (days + counts).argmin()),
            otherwise=lambda days, _: days * scale,
        )
        self._note(found * (DAY // scale))
        return found

    # Readings

    def readings(self, at: Micros) -> Micros:
        """What the zone's clocks show at instants."""
        return clocks_around(self.zone, at).readings(at)

    def first_instants(self, readings: Micros) -> Micros:
        """The first instants at which the zone's clocks have shown readings, or later ones (R2)."""
        return clocks_around(self.zone, readings).first_instants(readings)

    # Asking

    def _ask(
        self,
        vector: Vector,
        scalar: Scalar,
        *columns: Micros,
        around: Callable[..., Micros] = lambda at, *_: at,
        farthest: Callable[..., int] | None = None,
        otherwise: Callable[..., Micros] = lambda at, *_: at,
    ) -> Micros:
        """Answers from what is compiled; what that does not hold is compiled first, or asked row by row.

        Args:
            vector: The answers for whole columns.
            scalar: The answer for one row.
            columns: What is asked; a column, or one value for every row.
            around: The instants around which time must be compiled.
            farthest: Which of some rows has the farthest answer, for which the timeline grows.
            otherwise: What stands in rows that have no answer.
        """
        if not len(columns[0]):
            return columns[0]
        values, held = vector(self.compiled, *columns)
        if held is None or held.all():
            return values
        columns = tuple(np.broadcast_arrays(*columns))
        missed = np.flatnonzero(~np.broadcast_to(held, values.shape))
        for grow in self._growths(scalar, around, farthest):
            some = [column[missed] for column in columns]
            grow(*some)
            values[missed], held = vector(self.compiled, *some)
            missed = missed[:0] if held is None else missed[~held]
            if not len(missed):
                return values
        some = [column[missed] for column in columns]
        values[missed] = self.among(missed).one_by_one(scalar, *some, otherwise=otherwise(*some))
        return values

    def _growths(
        self, scalar: Scalar, around: Callable[..., Micros], farthest: Callable[..., int] | None
    ) -> Iterator[Callable[..., None]]:
        """Ways to let the timeline grow, one after the other: around what is asked, then towards the answers."""

        def ask_farthest(*columns: Micros) -> None:
            assert farthest is not None
            row = farthest(*columns)
            self._answer(scalar, *(int(column[row]) for column in columns))

        for _ in range(2):
            yield lambda *columns: self._cover(around(*columns))
        for _ in range(2 if farthest else 0):
            yield ask_farthest

    def mended(self, values: Micros, sound: Mask | None, scalar: Scalar, *columns: Micros) -> Micros:
        """Answers that need nothing compiled, with those that are not sound asked row by row."""
        if sound is not None:
            places = np.flatnonzero(~sound)
            some = [column[places] for column in np.broadcast_arrays(*columns)]
            values[places] = self.among(places).one_by_one(scalar, *some, otherwise=some[0])
        return values

    def _cover(self, at: Micros) -> None:
        """Compile the time around instants; around all of them, unless they lie centuries apart."""
        at = at[(at >= _COUNTED_FROM) & (at < _COUNTED_TO)]
        if len(at):
            low = int(at.min())
            high = int(at[at - low <= _HORIZON].max())
            self.timeline.cover(instant_at(low), instant_at(high))

    def one_by_one(self, scalar: Scalar, *columns: Micros, otherwise: Micros) -> Micros:
        """The answers of single rows; equal rows are asked once, and those without an answer are problems."""
        answers = otherwise.copy()
        known: dict[tuple[int, ...], int | str] = {}
        for place, values in enumerate(zip(*(column.tolist() for column in columns), strict=True)):
            if values not in known:
                known[values] = self._answer(scalar, *values)
            answer = known[values]
            if isinstance(answer, int):
                answers[place] = answer
            else:
                self.found.problems.setdefault(place if self.rows is None else int(self.rows[place]), answer)
        return answers

    @staticmethod
    def _answer(scalar: Scalar, *values: int) -> int | str:
        try:
            return scalar(*values)
        except (SlaClockError, OverflowError) as error:
            return str(error)

    # What is known

    @property
    def _limits(self) -> tuple[int, int]:
        """The first and the last instant that the holiday sources know."""
        known = self.schedule._known
        return _limits_of(known.start, known.end)

    def _askable(self, compiled: Compiled, at: Micros, margin: int = 0) -> Mask | None:
        """Where questions can be answered from what is compiled."""
        low, high = compiled.start + margin, compiled.end - 1 - margin
        if self.schedule.outside_coverage == "error":
            first, last = self._limits
            low, high = max(low, first + margin), min(high, last - margin)
        return within(at, low, high)

    def _answerable(self, compiled: Compiled, at: Micros, exactly: bool = True) -> Mask | None:
        """Where answers can be relied on."""
        held = within(at, compiled.start, compiled.end) if exactly else None
        return both(held, within(at, *self._limits)) if self.schedule.outside_coverage == "error" else held

    def _note(self, *columns: Micros) -> None:
        """Remember one instant that lies in years unknown, to warn of it once (R14)."""
        if self.schedule.outside_coverage != "warn" or id(self.schedule) in self.found.left:
            return
        first, last = self._limits
        for column in columns:
            if len(column) and not first <= (low := int(column.min())):
                self.found.left[id(self.schedule)] = self.schedule, low
            elif len(column) and (high := int(column.max())) > last:
                self.found.left[id(self.schedule)] = self.schedule, high
