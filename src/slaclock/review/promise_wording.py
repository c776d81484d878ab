"""Targets and promises in the words that customers read: `4 business hours`, `received by phone: 1 hour`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from typing import assert_never

from slaclock.hours import Boundary, CutOff, CutOffs, Schedule, write_time
from slaclock.policy import NoCommitment, Offer, SlaPolicy, says_more
from slaclock.review.hours_wording import is_always_open, listed
from slaclock.targets import Choices, Target, Threshold, write_duration
from slaclock.tickets import Promised

AROUND_THE_CLOCK = ", around the clock"
"""What follows an amount of time that never stands still; no opening time, so not `24x7`."""


def target_words(target: Target, schedule: Schedule) -> str:
    """A target in words that say what it counts: `4 business hours`, `1 hour, around the clock`.

    Examples:
        >>> always = Schedule(timezone="UTC", hours="24x7")
        >>> target_words(Target("1 hour"), always), target_words(Target("next business day by 4 PM"), always)
        ('1 hour, around the clock', '1 business day, by 16:00')

    Rules: R10, R11.
    """
    match target.counts:
        case "open_time" | "calendar_time":
            assert target.duration is not None
            around_the_clock = target.counts == "calendar_time" or is_always_open(schedule)
            return f"{write_duration(target.duration)}{AROUND_THE_CLOCK}" if around_the_clock else target.written
        case "business_days":
            if target.day_rule == "hours" and target.day_length:
                return f"{target.written} of {write_duration(target.day_length)}"
            return (
                "by the close of the same business day" if target.days == 0 and target.ends is None else target.written
            )
        case "calendar_days" | "calendar_months":
            return target.written
        case _:
            assert_never(target.counts)


def option_words(target: Target, around: Choices | None = None) -> Iterator[str]:
    """What a target says beyond its amount, a sentence each.

    Args:
        target: With every choice decided.
        around: What is said elsewhere of all targets in business days, and so not of each.

    Rules: R7, R10, R11.
    """
    around = around or Choices()
    if target.cut_off is not None:
        yield f"received after {_cut_off_words(target.cut_off)} counts from the next business day's opening"
    in_days = target.counts == "business_days"
    if in_days and target.day_rule == "same_time" and around.day_rule not in (None, "same_time"):
        yield "ends at the same clock time"
    if target.starts and target.starts != ((around.starts or "next_opening") if in_days else "at_once"):
        yield _STARTS[target.starts]
    if isinstance(target.ends, time):
        # An amount of days says so itself.
        yield from (f"due at {write_time(target.ends)}",) if target.duration is not None else ()
    elif target.ends and target.ends != ((around.ends or "next_opening") if in_days else "as_is"):
        yield _ENDS[target.ends]


def _cut_off_words(cut_off: CutOff) -> str:
    if not isinstance(cut_off, CutOffs):
        return write_time(cut_off)
    return listed([f"{write_time(reading)} on {days}" for days, reading in cut_off.by_days()], "or")


_STARTS = {
    "at_once": "counts at once, also when received while closed",
    "next_opening": "counts from the next opening when received while closed",
}
_ENDS = {
    "as_is": "may be due while closed",
    "next_opening": "due at the next opening where it ends while closed",
    "previous_closing": "due at the closing before where it ends while closed",
    "same_day": "due on its day, at the latest at its closing",
}


# Promises


def offer_words(offer: Offer, main: Schedule | None, policy: SlaPolicy, with_escalation: bool = True) -> Iterator[str]:
    """What is promised, a line for each thing: the target, how it counts, who hears of it, what holds under conditions.

    Args:
        offer: What a plan promises for a metric and a priority.
        main: The plan's own schedule; hours other than these are named.
        policy: Whose offer it is; what it says for all of its promises is not said again.
        with_escalation: Whether it is said who hears of it.

    Rules: R7, R11.
    """
    yield from _words(offer.usual, main, policy)
    ladder = [level for level in offer.usual.escalations if level not in policy.escalations.items()]
    if ladder and with_escalation:
        yield f"escalates to {listed([*map(level_words, ladder)])}"
    for case in offer.cases:
        yield f"received {case.received}: {', '.join(_words(case.promised, main, policy)) or 'no commitment'}"


def _words(promised: Promised | NoCommitment, main: Schedule | None, policy: SlaPolicy) -> Iterator[str]:
    """What is promised, or what is said where nothing is and that is worth telling."""
    if isinstance(promised, Promised):
        yield from _promised_words(promised, main, policy)
    elif says_more(promised.words):
        yield promised.words


def _promised_words(promised: Promised, main: Schedule | None, policy: SlaPolicy) -> Iterator[str]:
    target, schedule = promised.target, promised.schedule
    yield target_words(target, schedule)
    if is_counted_elsewhere(promised, main):
        yield f"in the hours of {schedule.name}"
    yield from option_words(target, policy.choices)
    if target.boundary and target.boundary != policy.boundary:
        yield _BOUNDARIES[target.boundary]


def is_counted_elsewhere(promised: Promised, main: Schedule | None) -> bool:
    """Whether a promise is counted in other hours than the plan's, and does not say so by itself."""
    target, schedule = promised.target, promised.schedule
    by_hours = target.counts in ("open_time", "business_days") or any((target.starts, target.ends, target.cut_off))
    if not by_hours or schedule == main:
        return False
    return target.counts == "business_days" or not is_always_open(schedule)


_BOUNDARIES: dict[Boundary, str] = {
    "closing": "due at closing time when it is used up then",
    "next_opening": "due at the next opening when it is used up at closing time",
}


def level_words(level: tuple[str, Threshold]) -> str:
    """Who hears of an open promise, and when: `team lead after 1 calendar hour`."""
    name, threshold = level
    preposition = "at " if threshold.percent not in (None, 100) else "with " if threshold.left else ""
    return f"{name} {preposition}{threshold}"


def promise_name(plan: str, priority: str | None, metric: str) -> str:
    """A promise by its plan, its priority and its metric: `gold, P1, first response`."""
    return ", ".join(filter(None, (plan, priority, metric.replace("_", " "))))
