"""Where a clock stands, out of what was replayed: each figure worked out when it is asked for (R12, R16, R18)."""

from __future__ import annotations

from datetime import timedelta

from slaclock.keeping import cached_property
from slaclock.tickets.counted_time import CountedTime
from slaclock.tickets.due_and_breached import breached_at_in, budget_in, due_in
from slaclock.tickets.figures import Figures
from slaclock.tickets.history import History
from slaclock.tickets.notifications import Warned, escalations_in, warnings_in
from slaclock.tickets.promise import Thresholds
from slaclock.tickets.replay import Replay
from slaclock.tickets.states import State


class Standing:
    """Where a clock stands that has started; all instants are in UTC."""

    def __init__(self, clock: History, replay: Replay, thresholds: Thresholds) -> None:
        self.clock = clock
        self.replay = replay
        self._thresholds = thresholds
        # What cannot be said of a clock at all is refused at once, not when somebody looks.
        self.due = due_in(replay)
        self.breached_at = breached_at_in(replay, self.due)
        self.state: State = self._state()

    def _state(self) -> State:
        stopped = self.replay.stopped
        if stopped and stopped.kind == "cancel":
            return "cancelled"
        if self.breached_at is not None:
            return "breached"
        if stopped:
            return "met"
        if self.replay.paused_by is not None:
            return "paused"
        return "at_risk" if any(warning.reached for warning in self.warnings) else "running"

    @cached_property
    def used(self) -> timedelta:
        """What ran of the promise in force, without what was used before it."""
        return self.replay.count(self.replay.period.origin, self.replay.until)

    @cached_property
    def left(self) -> timedelta:
        """What is left of it; negative after a breach."""
        return self._budget - self.used

    @cached_property
    def warnings(self) -> list[Warned]:
        """Every warning, soonest first."""
        return warnings_in(self._thresholds, self.replay, self.due, self._budget) if self._thresholds else []

    @cached_property
    def escalations(self) -> list[Warned]:
        """Every level of its escalation that is ever reached, soonest first."""
        return escalations_in(self.replay.period.promised.escalations, self.replay)

    def figures(self, while_open: bool) -> Figures:
        """What was used, is left and was paused, in business time or in calendar time."""
        replay = self.replay
        time = CountedTime(replay.period.promised.schedule, while_open)
        # Of what was promised from the start, time before the count began did not run.
        start = self.clock.start if replay.past else min(replay.period.origin, replay.until)
        ran = replay.pauses.count(time, start, replay.until)
        return Figures(ran, time.between(replay.until, self.due), time.between(start, replay.until) - ran)

    @cached_property
    def _budget(self) -> timedelta:
        return budget_in(self.replay, self.due)
