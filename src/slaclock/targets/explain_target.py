"""Why a target is due when it is: its stretches and notes, put together."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from slaclock.hours import Schedule, to_utc
from slaclock.targets.explanation import Explanation, Note
from slaclock.targets.notes import why_notes
from slaclock.targets.stretches import counted, waiting, with_totals
from slaclock.targets.target import Target


def explain(
    target: Target,
    schedule: Schedule,
    opened: datetime,
    subject: str = "",
    condition: str = "",
    metric: str = "",
    remarks: Iterable[Note] = (),
) -> Explanation:
    """Why a target is due when it is.

    Args:
        target: The promise.
        schedule: When support is open.
        opened: An aware datetime.
        subject: What the explanation is about, for its first line.
        condition: How it was received, where that is why this is promised: `outside hours`.
        metric: The metric that is promised, where the subject names it.
        remarks: What should be said of the question, before the notes on the answer.

    Returns:
        The explanation, with instants in the zone of `opened`.

    Raises:
        NaiveDatetimeError: `opened` has no time zone.
        NeverOpenError: The target is never used up within 400 years.

    Rules: R7, R10, R11.
    """
    due = target.due(opened, schedule)
    end = to_utc(due)
    start = min(to_utc(target.counts_from(opened, schedule)), end)
    parts = (*waiting(schedule, to_utc(opened), start), *counted(target, schedule, start, end))
    stretches = tuple(with_totals(parts, opened.tzinfo))
    return Explanation(
        subject=subject,
        metric=metric,
        target=target,
        schedule=f"{schedule.name}: {schedule}" if schedule.name else str(schedule),
        timezone=schedule.timezone,
        opened=opened,
        due=due,
        stretches=stretches,
        notes=(*remarks, *why_notes(target, schedule, opened, due, stretches, condition)),
    )
