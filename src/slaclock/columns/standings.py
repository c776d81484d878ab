"""Where whole columns of cycles stand: due and breached, used, left and paused, and when that changes (R12, R16, R17).

The steps are those of `tickets/due_and_breached.py` and `tickets/status.py`, taken for all cycles that count alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from slaclock.columns.answer_stages import Found
from slaclock.columns.day_counts import ended, not_before
from slaclock.columns.deadlines import counts_from, target_due
from slaclock.columns.instants import NO_INSTANT, Mask, Micros
from slaclock.columns.kernel import Kernel
from slaclock.columns.lookup import Places
from slaclock.columns.pauses import Pauses
from slaclock.columns.tracks import FOREVER
from slaclock.keeping import cached_property
from slaclock.targets import Target

_TICK = 1


@dataclass(frozen=True)
class Counted:
    """Cycles that count alike: on one schedule, by targets that differ in nothing but how much."""

    kernel: Kernel
    target: Target
    amounts: Micros
    """How much each target says, as `amount_of` has it."""
    started: Micros
    begun: Micros
    """From when on the promise of each is counted."""
    since: Micros
    """When it came to be promised, where that was after the start."""
    has_past: Mask
    until: Micros
    """Now, or when each was stopped."""
    stopped: Mask
    paused_now: Mask
    pauses: Pauses
    now: int

    @property
    def counts_open_time(self) -> bool:
        """Whether time while open is counted."""
        return self.target.counts in ("open_time", "business_days")

    # What was counted

    @cached_property
    def origin(self) -> Micros:
        """Where counting begins, which may be at the next opening."""
        return counts_from(self.kernel, self.target, self.begun)

    def counted(self, start: Micros, end: Micros, cycles: Places | None = None) -> Micros:
        """Time of the kind that is counted, in some cycles or in all of them."""
        if not self.counts_open_time:
            return end - start
        kernel = self.kernel if cycles is None else self.kernel.among(cycles)
        return kernel.elapsed(start, end)

    def _later(self, at: Micros, amount: Micros, cycles: Places) -> Micros:
        """When so much of that time has passed, none of it negative."""
        if not self.counts_open_time:
            return at + amount
        return self.kernel.among(cycles).add(at, amount)

    def _of_pauses(self, start: Micros, end: Micros) -> Micros:
        """For each pause what would have been counted between two instants, nothing where they do not follow."""
        kept = np.flatnonzero(start < end)
        found = np.zeros(len(start), np.int64)
        if len(kept):
            found[kept] = self.counted(start[kept], end[kept], self.pauses.cycle[kept])
        return found

    def running(self, end: Micros) -> Micros:
        """What was counted from the origin until instants, without pauses."""
        of = self.pauses.cycle
        paused = self._of_pauses(np.maximum(self.pauses.start, self.origin[of]), np.minimum(self.pauses.end, end[of]))
        ran = self.counted(self.origin, np.maximum(end, self.origin)) - self.pauses.summed(paused)
        return np.where(end > self.origin, ran, 0)

    @cached_property
    def used(self) -> Micros:
        """Time used."""
        return self.running(self.until)

    @cached_property
    def left(self) -> Micros:
        """Time left, negative after the due instant."""
        if self.target.duration is not None and self.target.ends in (None, "as_is"):
            return self.amounts - self.used
        return self.running(self.due) - self.used

    @cached_property
    def paused(self) -> Micros:
        """Time that passed while paused; before the count began none did."""
        start = np.where(self.has_past, self.started, np.minimum(self.origin, self.until))[self.pauses.cycle]
        passed = self._of_pauses(np.maximum(self.pauses.start, start), np.maximum(self.pauses.end, start))
        return self.pauses.summed(passed)

    # Due

    @cached_property
    def due(self) -> Micros:
        """When targets are used up, pauses so far included."""
        if self.target.duration is None:
            return self._due_in_days()
        late = self.target.boundary == "next_opening" and self.target.counts == "open_time"
        due = self.reached(self.origin, self.amounts, late)
        if self.target.ends in (None, "as_is"):
            return due
        ends = self.target.ends
        assert ends is not None
        return not_before(self.kernel, ended(self.kernel, due, ends), self.begun, ends)

    def once_used(self, amounts: Micros) -> Micros:
        """When so much of the budget is used; not before it was counted at all."""
        return np.where(amounts > 0, self.reached(self.origin, np.maximum(amounts, 0)), self.origin)

    def reached(self, since: Micros, amounts: Micros, late: bool = False) -> Micros:
        """The first instants by which amounts ran since others; the last such, if `late`."""
        pauses, of = self.pauses, self.pauses.cycle
        here, left = since.copy(), amounts.copy()
        if len(of):
            start, end = np.maximum(pauses.start, since[of]), np.maximum(pauses.end, since[of])
            counted = self.counted(since[of], start, of)
            ran = counted - pauses.before(self._of_pauses(start, end))
            passed = (ran <= amounts[of]) if late else (ran < amounts[of])
            # What lies wholly before them pauses nothing.
            passed &= pauses.end > since[of]
            last = pauses.first[:-1] - 1 + pauses.counted(pauses.end <= since[of]) + pauses.counted(passed)
            some = np.flatnonzero(pauses.counted(passed) > 0)
            here[some] = pauses.end[last[some]]
            left[some] -= ran[last[some]]
        return self._after(here, left, late)

    def _after(self, here: Micros, left: Micros, late: bool) -> Micros:
        if not self.counts_open_time:
            return here + left
        if not late:
            return self.kernel.add(here, left)
        due = here.copy()
        waits, counts = np.flatnonzero(left == 0), np.flatnonzero(left > 0)
        due[counts] = self.kernel.among(counts).add(here[counts], left[counts], "next_opening")
        due[waits] = self.kernel.among(waits).opening_if_closed(here[waits], at_closing=True)
        return due

    def _due_in_days(self) -> Micros:
        """Days move by the time that was paused (R16)."""
        due = target_due(self.kernel, self.target, self.begun, self.amounts)
        pauses = self.pauses
        step = np.arange(len(pauses.cycle)) - pauses.first[:-1][pauses.cycle]
        for number in range(int(step.max(initial=-1)) + 1):
            places = np.flatnonzero(step == number)
            cycles = pauses.cycle[places]
            start, end = np.maximum(pauses.start[places], self.origin[cycles]), pauses.end[places]
            moved = np.flatnonzero(start < np.minimum(due[cycles], end))
            cycles, start, end = cycles[moved], start[moved], end[moved]
            # Where nothing counts any more between the pause and the due instant, there is nothing left to save.
            saved = np.flatnonzero(self.counted(start, due[cycles], cycles) > 0)
            cycles, start, end = cycles[saved], start[saved], end[saved]
            due[cycles] = self._later(due[cycles], self.counted(start, end, cycles), cycles)
        return due

    # Breached

    @cached_property
    def _runs_at_due(self) -> Mask:
        if not self.counts_open_time:
            return np.ones(len(self.due), np.bool_)
        return self.kernel.is_open(self.due)

    @cached_property
    def _stops_counting(self) -> Micros:
        """The first instant after due at which none of that time passes; beyond all time where there is none."""
        if not self.counts_open_time:
            return np.full(len(self.due), FOREVER)
        return self._edge(self.due, opening=False)

    def _edge(self, at: Micros, opening: bool) -> Micros:
        """The next openings or closings; beyond all time where there are none, which is no problem."""
        found = Found(left=self.kernel.found.left)
        edges = Kernel(self.kernel.schedule, found).next_edge(at, opening)
        edges[list(found.problems)] = FOREVER
        return edges

    @cached_property
    def ran_on(self) -> Micros:
        """Where clocks run on after due: at once, or when a pause of counting time ends that lay there (R12)."""
        pauses, of = self.pauses, self.pauses.cycle
        held = np.flatnonzero((pauses.start <= self.due[of]) & (self.due[of] < pauses.end) & self._runs_at_due[of])
        ran_on = self.due.copy()
        if len(held):
            ran_on[of[held]] = np.minimum(pauses.end[held], self._stops_counting[of[held]])
        return ran_on

    @cached_property
    def breached_at(self) -> Micros:
        """Since when they are breached; before all time where they are not."""
        return np.where(self.ran_on < self.until, np.maximum(self.ran_on, self.since), NO_INSTANT)

    @property
    def is_breached(self) -> Mask:
        """Which are breached."""
        breached: Mask = self.breached_at != NO_INSTANT
        return breached

    # The next change

    @cached_property
    def paused_since(self) -> Micros:
        """Since when the pauses last that do; of what is not paused it says nothing."""
        return np.where(self.pauses.last_end == self.until, self.pauses.last_start, self.until)

    @cached_property
    def next_change(self) -> Micros:
        """When the answer changes next if nothing else happens; before all time where it never does."""
        running = ~self.stopped
        coming = np.full(len(self.until), FOREVER)
        coming[running] = self._next_edge()[running]
        breach = np.where(~self.paused_now | (self.left <= 0), self._breached_from, FOREVER)
        coming[running] = np.minimum(coming, breach)[running]
        return np.where(coming == FOREVER, NO_INSTANT, coming)

    def _next_edge(self) -> Micros:
        at = self.until
        is_open = self.kernel.is_open(at)
        edge = np.empty_like(at)
        for opening, places in ((False, np.flatnonzero(is_open)), (True, np.flatnonzero(~is_open))):
            if len(places):
                edge[places] = self._edge(at[places], opening)
        return edge

    @property
    def _breached_from(self) -> Micros:
        """When they will be breached if nothing else happens; beyond all time where never."""
        lasting = self.paused_now & (self.paused_since <= self.due) & self._runs_at_due
        ran_on = np.where(lasting, self._stops_counting, self.ran_on)
        return np.where((ran_on >= self.now) & (ran_on < FOREVER), ran_on + _TICK, FOREVER)
