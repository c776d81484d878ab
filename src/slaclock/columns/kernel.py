"""A schedule's questions asked of whole columns: int64 arithmetic over its compiled timeline (R7, R8, R14, R15).

Each answer is the scalar one; `asking.py` says how a column comes to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np

from slaclock.columns.answer_stages import Asking, Scalar, Vector
from slaclock.columns.clocks import clocks_around
from slaclock.columns.instants import (
    DAY,
    Mask,
    Micros,
    date_of,
    day_number,
    duration_of,
    instant_at,
    instant_micros,
    micros_of,
)
from slaclock.columns.lookup import both, taken, within
from slaclock.columns.timeline_arrays import IN_DOUBT, Compiled
from slaclock.hours import Boundary, business_days_between

Part = Literal["date", "opening", "closing", "end"]
"""What is asked of a business day: its date, when it begins, its last closing, or when it is over."""

_OPEN, _CLOSING, _CLOSED = 0, 1, 2


class Kernel(Asking):
    """A schedule's questions, each asked of a column of instants, none of which is missing."""

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
        nothing = np.flatnonzero(amount == 0)
        if boundary == "next_opening" and len(nothing):
            due[nothing] = self.among(nothing).opening_if_closed(at[nothing], at_closing=True)
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
            return due, both(there, self._askable(compiled, at), self._answerable(compiled, due))

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

    def sure_dates(self, at: Micros) -> Micros:
        """The dates to which instants belong that lie in hours of one date alone; `IN_DOUBT` for others."""

        def vector(compiled: Compiled, at: Micros) -> tuple[Micros, Mask | None]:
            return compiled.own_dates(self.zone).take(compiled.edges.right(at)), self._askable(compiled, at)

        return self._ask(vector, lambda _: IN_DOUBT, at)

    def _dates(self, compiled: Compiled, at: Micros) -> Micros:
        dates = compiled.own_dates(self.zone).take(compiled.edges.right(at))
        in_doubt = np.flatnonzero(dates == IN_DOUBT)
        if len(in_doubt):
            dates[in_doubt] = self._dates_by_clocks(compiled, at[in_doubt])
        return dates

    def _dates_by_clocks(self, compiled: Compiled, at: Micros) -> Micros:
        clocks = clocks_around(self.zone, at)
        here = clocks.readings(at) // DAY
        dates = here.copy()
        in_doubt = (compiled.edges.right(at) & 1).astype(np.bool_)
        # An instant may belong to the date after the one that clocks show: of a closing, or where clocks go back.
        # Where they skip a date, that is the next one but one.
        ahead = in_doubt if self.timeline.reaches_back else in_doubt & clocks.showed_later(at, here)
        for days_back in range(-2, 3):
            places = np.flatnonzero(ahead if days_back < 0 else in_doubt)
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
            end = taken(compiled.ends, place)
            held = both(
                within(place, 0, len(compiled.dates) - 1),
                self._askable(compiled, days * DAY, margin=2 * DAY),
                self._answerable(compiled, end, exactly=False),
            )
            if part == "end":
                return end, held
            parts = {"date": compiled.dates.values, "opening": compiled.openings, "closing": compiled.closings}
            return taken(parts[part], place), held

        def scalar(day: int, count: int) -> int:
            found = self.timeline.business_day(date_of(day), count)
            if part == "date":
                return day_number(found.date)
            parts = {"opening": found.opens, "closing": found.spans[-1][1], "end": found.closes}
            return instant_micros(parts[part])

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

    def business_days_between(self, start: Micros, end: Micros) -> Micros:
        """How many business days lie from the dates that clocks show at instants to those at others (R10)."""

        def vector(compiled: Compiled, first: Micros, last: Micros) -> tuple[Micros, Mask | None]:
            # Backwards the first date counts, and the last does not.
            back = (first > last).astype(np.int64)
            held = (self._askable(compiled, each * DAY, margin=2 * DAY) for each in (first, last))
            return compiled.dates.left(last + back) - compiled.dates.left(first + back), both(*held)

        def scalar(first: int, last: int) -> int:
            try:
                dates = date_of(first), date_of(last)
            except ValueError:  # So says a datetime that would leave the years on a zone's clocks.
                raise OverflowError("date value out of range") from None
            return business_days_between(self.timeline, *dates)

        if not len(start):
            return start
        first, last = np.broadcast_arrays(*(self.readings(each) // DAY for each in (start, end)))
        found = self._ask(vector, scalar, first, last, around=lambda first, last: np.append(first, last) * DAY)
        self._note(start, end)
        return found

    # Readings

    def readings(self, at: Micros) -> Micros:
        """What the zone's clocks show at instants."""
        return clocks_around(self.zone, at).readings(at)

    def latest_readings(self, at: Micros) -> Micros:
        """The latest readings that the zone's clocks have shown up to instants (R20)."""
        return clocks_around(self.zone, at).latest_readings(at)

    def first_instants(self, readings: Micros) -> Micros:
        """The first instants at which the zone's clocks have shown readings, or later ones (R2)."""
        return clocks_around(self.zone, readings).first_instants(readings)
