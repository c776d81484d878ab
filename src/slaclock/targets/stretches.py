"""How time is cut into stretches: open, or closed and why, and what a target counts of each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import NamedTuple, assert_never

from slaclock.hours import ZERO, DaySteps, Schedule, Span, day_steps, in_zone, intersect
from slaclock.targets.causes import Cause, StatesCauses, closed_by, opened_specially
from slaclock.targets.explanation import Kind, Stretch
from slaclock.targets.target import Target


class Part(NamedTuple):
    """A stretch before it is known what it added."""

    span: Span
    kind: Kind
    name: str = ""
    estimated: bool = False
    counted: timedelta = ZERO
    days: int = 0
    ahead: bool = False


def parts_of(schedule: Schedule, start: datetime, end: datetime) -> Iterator[Part]:
    """All of the time between two instants: open, or closed and why."""
    if not start < end:
        return
    causes = closed_by(schedule, start, end)
    here = start
    for opens, closes in [*schedule._timeline.windows(start, end), (end, end)]:
        if here < opens:
            yield from _closed_parts((here, opens), causes)
        if opens < closes:
            yield Part((opens, closes), "open", _special_at(schedule, opens))
        here = closes


def _closed_parts(gap: Span, causes: Sequence[Cause]) -> Iterator[Part]:
    here, end = gap
    # They follow one another, so those of a gap stand together.
    first = bisect_right(causes, here, key=lambda cause: cause.span[1])
    last = bisect_left(causes, end, lo=first, key=lambda cause: cause.span[0])
    for cause in causes[first:last]:
        for start, until in intersect([(here, end)], [cause.span]):
            if here < start:
                yield Part((here, start), "outside_hours")
            yield Part((start, until), cause.kind, cause.name, cause.estimated)
            here = until
    if here < end:
        yield Part((here, end), "outside_hours")


def _special_at(schedule: Schedule, at: datetime) -> str:
    """Why it is open just then, where it would not be by its usual hours."""
    if isinstance(schedule, StatesCauses):
        return schedule.special_on(schedule._timeline.date_at(at))
    if not schedule.exceptions and not schedule.holidays.may_open_weekends:
        return ""
    day = schedule._timeline.date_at(at)
    return opened_specially(schedule, day, day).get(day, "")


def waiting(schedule: Schedule, start: datetime, end: datetime) -> Iterator[Part]:
    """The time before a count begins."""
    for part in parts_of(schedule, start, end):
        yield part._replace(kind="waiting") if part.kind == "open" else part


def with_totals(parts: Iterable[Part], zone: tzinfo | None) -> Iterator[Stretch]:
    """Parts as stretches in a zone, with what was counted so far."""
    total, total_days = ZERO, 0
    for (start, end), kind, name, estimated, counted, days, ahead in parts:
        total, total_days = total + counted, total_days + days
        yield Stretch(
            start=in_zone(start, zone),
            end=in_zone(end, zone),
            kind=kind,
            name=name,
            estimated=estimated,
            counted=counted,
            days=days,
            total=total,
            total_days=total_days,
            ahead=ahead,
        )


# What a target counts


def counted(target: Target, schedule: Schedule, start: datetime, end: datetime) -> Iterator[Part]:
    """The time from where a target's count begins to where it is due."""
    if not start < end:
        return iter(())
    match target.counts:
        case "open_time":
            assert target.duration is not None
            return _count_open_time(parts_of(schedule, start, end), target.duration)
        case "business_days":
            return _count_days(schedule, start, end, target)
        case "calendar_time":
            return _count_any_time(schedule, start, end, target)
        case "calendar_days" | "calendar_months":
            return iter([Part((start, end), "any_time", days=target.days or 0)])
        case _:
            assert_never(target.counts)


def _count_open_time(parts: Iterable[Part], left: timedelta) -> Iterator[Part]:
    for part in parts:
        opens, closes = part.span
        if part.kind != "open":
            yield part
            continue
        used = min(left, closes - opens)
        left -= used
        if used:
            yield part._replace(span=(opens, opens + used), counted=used)
        if opens + used < closes:
            yield part._replace(span=(opens + used, closes), kind="extra_time")


def _count_any_time(schedule: Schedule, start: datetime, end: datetime, target: Target) -> Iterator[Part]:
    assert target.duration is not None
    used_up = min(start + target.duration, end)
    yield Part((start, used_up), "any_time", counted=used_up - start)
    for part in parts_of(schedule, used_up, end):
        yield part._replace(kind="extra_time") if part.kind == "open" else part


def _count_days(schedule: Schedule, start: datetime, end: datetime, target: Target) -> Iterator[Part]:
    steps: DaySteps = day_steps(schedule._timeline, schedule._zone, start, target.day_count)
    complete = Counter(min(mark, end) for mark in steps.marks)
    marks = sorted(complete)
    for whole in parts_of(schedule, start, end):
        for part in _cut_at(whole, marks):
            counted = part.span[1] - part.span[0] if part.kind == "open" else ZERO
            yield part._replace(days=complete[part.span[1]], counted=counted)


def _cut_at(part: Part, marks: Sequence[datetime]) -> Iterator[Part]:
    opens, closes = part.span
    for mark in marks[bisect_right(marks, opens) : bisect_left(marks, closes)]:
        yield part._replace(span=(opens, mark))
        opens = mark
    yield part._replace(span=(opens, closes))
