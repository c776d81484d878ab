"""`SlaClock`: one promise that runs, pauses, stops and changes, and where it stands at any instant (R12, R16–R18)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self, get_args

from slaclock.errors import ClockError, one_of
from slaclock.hours import Schedule, to_utc
from slaclock.targets import Explanation, Target, Threshold, in_time
from slaclock.tickets.explain_clock import explained
from slaclock.tickets.history import ClockEvent, History, Remark, in_order
from slaclock.tickets.promise import OnChange, Promised, Thresholds
from slaclock.tickets.status import Status

Lookup = Callable[[str | None, str | None], Promised]
"""The promise of a plan and a priority, for a clock whose ticket changes them."""


@dataclass(frozen=True)
class SlaClock(History):
    """One promise that runs from an instant, and everything that happened to it; each change makes a new clock.

    Made by `SlaPolicy.clock`. Changes may be given in any order: they are sorted by instant, and
    at one instant in the order retarget, agree, resume, pause, stop, cancel. The same change twice counts once.
    A retarget that names a target alone keeps the schedule of the changes given before it, and the other way round.

    Examples:
        >>> from zoneinfo import ZoneInfo
        >>> office = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US")
        >>> zone = ZoneInfo("America/New_York")
        >>> clock = SlaClock.starting(datetime(2026, 11, 25, 15, tzinfo=zone), Target("4 business hours"), office)
        >>> clock = clock.pause(datetime(2026, 11, 25, 16, tzinfo=zone)).resume(datetime(2026, 11, 25, 17, tzinfo=zone))
        >>> str(clock.status(datetime(2026, 11, 25, 17, tzinfo=zone)).due)
        '2026-11-27 11:00:00-05:00'

    Rules: R12, R16, R17, R18.
    """

    thresholds: Thresholds = ()
    """Its warnings by name."""
    metric: str = ""
    cycle: int = 1
    subject: str = ""
    plan: str | None = None
    priority: str | None = None
    on_change: OnChange = "recompute"
    remarks: tuple[Remark, ...] = ()
    """What its ticket told that explanations should say."""
    lookup: Lookup | None = field(default=None, repr=False, compare=False)

    @classmethod
    def starting(
        cls,
        start: datetime,
        target: Target,
        schedule: Schedule,
        warnings: Mapping[str, str | Threshold] | None = None,
        escalations: Mapping[str, str | Threshold] | None = None,
        **names: Any,
    ) -> Self:
        """A clock of a target and schedule of one's own.

        Args:
            start: When it starts, an aware datetime.
            target: The promise.
            schedule: When support is open.
            warnings: Names of warnings and when they come: `75%`, or `30 business minutes left`.
            escalations: Names of who is notified and when: `after 1 hour`, `1 hour after breach`.
            **names: `metric`, `subject`, … for its answers.

        Raises:
            NaiveDatetimeError: `start` has no time zone.
        """
        stated = {name: Threshold.model_validate(given) for name, given in (warnings or {}).items()}
        levels = tuple((name, Threshold.model_validate(given)) for name, given in (escalations or {}).items())
        thresholds = tuple((name, in_time(threshold)) for name, threshold in stated.items())
        return cls(to_utc(start), Promised(target, schedule, levels), start.tzinfo, thresholds=thresholds, **names)

    # What happens to it

    def pause(self, at: datetime, by: str = "") -> Self:
        """Stop counting at an instant, until a `resume` with the same cause; overlapping pauses count once.

        Rules: R16.
        """
        return self._with(ClockEvent(to_utc(at), "pause", by))

    def resume(self, at: datetime, by: str = "") -> Self:
        """Go on counting, as far as the pause of this cause goes.

        Rules: R16.
        """
        return self._with(ClockEvent(to_utc(at), "resume", by))

    def stop(self, at: datetime, by: str = "") -> Self:
        """What was promised was done: in time up to the due instant, late after it.

        Rules: R12.
        """
        return self._with(ClockEvent(to_utc(at), "stop", by))

    def cancel(self, at: datetime, by: str = "") -> Self:
        """The promise no longer holds, and is neither met nor breached from here on."""
        return self._with(ClockEvent(to_utc(at), "cancel", by))

    def agree(self, at: datetime, due: datetime, by: str = "") -> Self:
        """Agree by hand when it is due; neither pauses nor changes of the target move that.

        Args:
            at: When it was agreed, an aware datetime.
            due: When it is due, another after it.
            by: Who agreed, or why.

        Examples:
            >>> from datetime import UTC
            >>> always = Schedule(timezone="UTC", hours="24x7")
            >>> monday, friday = datetime(2026, 6, 1, 9, tzinfo=UTC), datetime(2026, 6, 5, 12, tzinfo=UTC)
            >>> clock = SlaClock.starting(monday, Target("8 hours"), always).agree(monday, friday, "by phone")
            >>> str(clock.pause(monday).status(monday).due)
            '2026-06-05 12:00:00+00:00'

        Rules: R12, R16, R17.
        """
        return self._with(ClockEvent(to_utc(at), "agree", by, due=to_utc(due)))

    def retarget(
        self,
        at: datetime,
        *,
        priority: str | None = None,
        plan: str | None = None,
        target: Target | None = None,
        schedule: Schedule | None = None,
        on_change: OnChange | None = None,
        by: str = "",
    ) -> Self:
        """Change what is promised from an instant on.

        Args:
            at: When, an aware datetime.
            priority: The new priority, for a clock made by a policy.
            plan: The new plan, for a clock made by a policy.
            target: The new target, where it is not looked up.
            schedule: The new schedule, where it is not looked up.
            on_change: `recompute` counts anew from the original start, `forward` keeps the time
                used, `reset` starts now; as the policy says where nothing is given.
            by: What caused it.

        Raises:
            ClockError: Neither names nor a target or schedule were given, or names without a policy.
            UnknownNameError: The policy has no such plan or priority.

        Rules: R17.
        """
        choice: OnChange = on_change or self.on_change
        one_of(choice, get_args(OnChange), "on_change")
        if priority or plan:
            if self.lookup is None:
                raise ClockError("a clock of its own has no priorities or plans; give `target` or `schedule`")
            plan, priority = plan or self.plan, priority or self.priority
            promised = self.lookup(plan, priority)
            named = replace(self, plan=plan, priority=priority, subject=self._subject_as(plan, priority))
        else:
            promised, named = self.promised_at(at), self
        if not (priority or plan or target or schedule):
            raise ClockError("nothing to change was given; name a priority, a plan, a target or a schedule")
        promised = promised._replace(target=target or promised.target, schedule=schedule or promised.schedule)
        return named._with(ClockEvent(to_utc(at), "retarget", by or priority or plan or "", promised, choice))

    def _subject_as(self, plan: str | None, priority: str | None) -> str:
        """The subject with another plan and priority in it."""
        swapped = {name: new for name, new in ((self.plan, plan), (self.priority, priority)) if name and new}
        return ", ".join(swapped.get(part, part) for part in self.subject.split(", "))

    def having(self, events: Iterable[ClockEvent]) -> Self:
        """The same clock with many changes at once, in any order."""
        return replace(self, events=in_order((*self.events, *events)))

    def promised_at(self, at: datetime) -> Promised:
        """What is promised at an instant, after the changes up to it.

        Rules: R17.
        """
        until = to_utc(at)
        changes = (event.promised for event in self.events if event.promised and event.at <= until)
        return [self.promised, *changes][-1]

    def _with(self, event: ClockEvent) -> Self:
        return self.having([event])

    # Asking

    def status(self, now: datetime) -> Status:
        """Where the clock stands at an instant; what happens after it does not exist yet.

        Args:
            now: An aware datetime.

        Returns:
            The status, with instants in the zone in which the clock was started.

        Raises:
            NaiveDatetimeError: `now` has no time zone.

        Rules: R12, R16, R17, R18.
        """
        return Status.of(self, to_utc(now), self.thresholds, self.metric, self.cycle)

    def explain(self, now: datetime) -> Explanation:
        """Why the clock stands where it does: from its start to now, and on to the due instant.

        Args:
            now: An aware datetime.

        Returns:
            Stretches without gaps. Those up to `now` that count sum to `status(now).elapsed`; what
            lies after `now` is marked as ahead.

        Rules: R12, R16, R17, R18.
        """
        return explained(self, to_utc(now), self.status(now).state, self.subject, self.metric, self.remarks)
