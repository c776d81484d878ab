"""`explains`: whether a calendar explains the breach times of SLA cycles, and where it does not (R7, R8, R16).

Calendars have no API: people state the hours that they believe to hold, and each cycle says whether it agrees.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from slaclock.adapters.jira.issues import names_of, read_issues
from slaclock.adapters.jira.sla_values import SlaCycle, is_sla_value, read_cycles
from slaclock.adapters.losses import Account, Loss
from slaclock.adapters.payloads import Payload, taken
from slaclock.errors import SlaClockError
from slaclock.hours import Schedule, zone_named
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.targets import write_duration

Verdict = Literal["explained", "explained with a pause", "not explained", "cannot be checked"]
"""What a calendar says of a cycle."""


@dataclass(frozen=True)
class ExplainedCycle:
    """One cycle, and whether a calendar explains it.

    Rules: R7, R8, R16.
    """

    cycle: SlaCycle
    verdict: Verdict
    due: datetime | None
    """When the calendar says that it is due, its pause included; nothing where that cannot be said."""
    paused: timedelta
    """Open time that must have been paused for the calendar to hold; the payload does not say when."""
    why: str
    """What agrees or does not, in a sentence."""

    def __str__(self) -> str:
        return f"{self.cycle.named}: {self.verdict}: {self.why}"


@dataclass(frozen=True)
class CalendarCheck:
    """Whether a calendar explains what Jira states of its cycles, and where it does not.

    Rules: R7, R8, R16, R19.
    """

    calendar: str
    """What the calendar is called."""
    cycles: tuple[ExplainedCycle, ...]
    """Every cycle, in the order of the payload."""
    losses: tuple[Loss, ...]
    """What could not be read."""

    @property
    def holds(self) -> bool:
        """Whether it explains at least one cycle without a pause, and contradicts none."""
        verdicts = {each.verdict for each in self.cycles}
        return "explained" in verdicts and "not explained" not in verdicts

    @property
    def not_explained(self) -> tuple[ExplainedCycle, ...]:
        """The cycles that contradict it."""
        return tuple(each for each in self.cycles if each.verdict == "not explained")

    def __str__(self) -> str:
        does = "holds" if self.holds else "does not hold" if self.not_explained else "is not proven"
        return "\n".join([f"{self.calendar} {does}", *(f"  {each}" for each in self.cycles)])


def explains(
    calendar: Schedule, cycles: Any, goal: timedelta | None = None, *, limits: Limits = OF_A_PAYLOAD
) -> CalendarCheck:
    """Check whether a calendar and a goal explain what Jira states of SLA cycles; no calendar is ever guessed.

    Open time from the start of a cycle to its breach time is its goal, and to its stop its time used. Where it is more,
    the rest must have been paused: that is consistent where a completed cycle shows as much of it up to its stop as up
    to its breach time, and can otherwise not be told from a calendar that is too wide.

    Args:
        calendar: The hours that are believed to hold.
        cycles: SLA values: issues with these fields, answers for requests, or `{key: answer}`.
        goal: The goal that is believed to hold; what each cycle states where nothing is given.
        limits: How much of the payload is read.

    Raises:
        PayloadError: It holds no SLA values, or is not of this shape.

    Examples:
        >>> def at(hour): return {"jira": f"2026-06-01T{hour}:00:00.000+0200"}
        >>> done = {"startTime": at("09"), "stopTime": at("15"), "breachTime": at("17"), "breached": False,
        ...     "goalDuration": {"millis": 28800000}, "elapsedTime": {"millis": 21600000}}
        >>> value = {"name": "Time to resolution", "completedCycles": [done]}
        >>> office = Schedule(timezone="Europe/Berlin", hours="Mon-Fri 09:00-17:00", name="Office")
        >>> print(explains(office, value))
        Office holds
          Time to resolution, cycle 1: explained: due 2026-06-01 17:00:00+02:00 here and there
        >>> print(explains(Schedule(timezone="Europe/Berlin", hours="Mon-Fri 10:00-17:00", name="Late"), value))
        Late does not hold
          Time to resolution, cycle 1: not explained: 5 hours open up to its stop, 6 hours used: 1 hour too little

    Rules: R7, R8, R16, R19.
    """
    account = Account()
    read = cycles_in(taken(cycles, "cycles", limits), account)
    quiet = calendar.model_copy(update={"outside_coverage": "ignore"})
    checked = tuple(_checked(quiet, each, goal) for each in read)
    return CalendarCheck(calendar.name or "the calendar", checked, tuple(account.losses))


def cycles_in(payload: Payload, account: Account) -> list[SlaCycle]:
    """The cycles of whatever holds SLA values: issues, answers, or values."""
    if _are_issues(payload.value):
        issues = read_issues(Payload(payload.value, ("issues",)), account)
        return read_cycles(issues, Payload(None, ()), names_of(issues), account)
    return read_cycles([], payload, {}, account)


def _are_issues(value: Any) -> bool:
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, dict) and not is_sla_value(first) and any(key in first for key in ("issues", "fields"))


def _checked(calendar: Schedule, cycle: SlaCycle, believed: timedelta | None) -> ExplainedCycle:
    if believed is not None and believed != cycle.goal:
        return _of(cycle, "not explained", f"its goal is {write_duration(cycle.goal)}, not {write_duration(believed)}")
    if cycle.breach is None and cycle.stop is None:
        return _of(cycle, "cannot be checked", f"it {'is paused and ' if cycle.paused else ''}states no breach time")
    try:
        return _counted(calendar, cycle, list(_counts(calendar, cycle)))
    except SlaClockError as error:
        return _of(cycle, "cannot be checked", str(error))


def _counted(calendar: Schedule, cycle: SlaCycle, counts: list[_Count]) -> ExplainedCycle:
    for count in counts:
        if count.rest < -cycle.precision:
            return _of(cycle, "not explained", f"{count.said}: {write_duration(-count.rest)} too little")
    if len(counts) == 2 and _are_apart(cycle, *(count.rest for count in counts)):
        return _of(
            cycle, "not explained", "; ".join(f"{count.said}: {write_duration(count.rest)} more" for count in counts)
        )
    return _agreeing(calendar, cycle, counts)


class _Count(NamedTuple):
    """Open time from the start of a cycle to an end of it, beside what was counted there."""

    rest: timedelta
    """What was open and not counted; below zero where more was counted than was open."""
    said: str


def _counts(calendar: Schedule, cycle: SlaCycle) -> Iterator[_Count]:
    ends = (("stop", cycle.stop, cycle.elapsed, "used"), ("breach time", cycle.breach, cycle.goal, "as its goal"))
    for name, end, counted, what in ends:
        if end:
            opened = calendar.elapsed(cycle.start, end)
            yield _Count(
                opened - counted, f"{write_duration(opened)} open up to its {name}, {write_duration(counted)} {what}"
            )


def _are_apart(cycle: SlaCycle, to_stop: timedelta, to_breach: timedelta) -> bool:
    """Whether pauses contradict one another: none lies between a stop in time and the breach time after it."""
    if cycle.stop and cycle.breach and cycle.breach < cycle.stop:
        return to_breach - to_stop > cycle.precision
    return abs(to_stop - to_breach) > cycle.precision


def _agreeing(calendar: Schedule, cycle: SlaCycle, counts: list[_Count]) -> ExplainedCycle:
    paused = max(count.rest for count in counts)
    zone = zone_named(calendar.timezone)
    if paused > cycle.precision:
        how = "the rest agrees" if cycle.stop else "a calendar that is too wide would look the same"
        due = calendar.add(cycle.start, cycle.goal + counts[-1].rest) if cycle.breach else None
        return _of(
            cycle,
            "explained with a pause",
            f"{write_duration(paused)} of open time must have been paused; {how}",
            due,
            paused,
        )
    due = calendar.add(cycle.start, cycle.goal)
    shown = due.astimezone(zone).isoformat(" ", "milliseconds" if due.microsecond else "seconds")
    if cycle.breach and abs(due - cycle.breach) > cycle.precision:
        there = f"due {shown} here, at a closing, and {cycle.breach.astimezone(zone).isoformat(' ', 'seconds')} there"
        return _of(cycle, "explained", f"{there}: no open time lies between", due)
    return _of(cycle, "explained", f"due {shown} here{' and there' if cycle.breach else ''}", due)


def _of(
    cycle: SlaCycle, verdict: Verdict, why: str, due: datetime | None = None, paused: timedelta = timedelta(0)
) -> ExplainedCycle:
    return ExplainedCycle(cycle, verdict, due, paused, why)
