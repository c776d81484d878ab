"""Why a clock stands where it does: its stretches with pauses and changes, and what lies ahead (R12, R16, R17)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from slaclock.hours import ZERO, Span, clock_text, in_zone, intersect, subtract, zone_named
from slaclock.targets import (
    Explanation,
    Note,
    Part,
    Stretch,
    parts_of,
    waiting,
    why_notes,
    with_totals,
    write_duration,
)
from slaclock.tickets.due_and_breached import due_in
from slaclock.tickets.history import ClockEvent, History, Remark
from slaclock.tickets.pauses import within
from slaclock.tickets.promise import Promised
from slaclock.tickets.replay import Period, Replay, replayed


def explained(
    clock: History, now: datetime, state: str, subject: str, metric: str, remarks: Sequence[Remark] = ()
) -> Explanation:
    """Why a clock stands where it does at an instant in UTC.

    Args:
        clock: The promise, and what happened to it.
        now: The instant.
        state: Where the clock stands then.
        subject: What the explanation is about.
        metric: The metric that is promised.
        remarks: What should be said beside what happened to it.
    """
    replay = replayed(clock, now)
    due = due_in(replay)
    end = replay.until if replay.stopped else max(due, replay.now)
    target, schedule = replay.period.promised[:2]
    parts = list(_all_parts(clock, replay, due, end))
    stretches = tuple(with_totals(parts, clock.zone))
    return Explanation(
        subject=subject,
        metric=metric,
        target=target,
        schedule=f"{schedule.name}: {schedule}" if schedule.name else str(schedule),
        timezone=schedule.timezone,
        opened=in_zone(clock.start, clock.zone),
        due=in_zone(due, clock.zone),
        now=in_zone(replay.now, clock.zone),
        state=state,
        stretches=stretches,
        notes=(*_said_by(remarks, replay), *_clock_notes(clock, replay, due, stretches)),
    )


def _said_by(remarks: Sequence[Remark], replay: Replay) -> Iterator[Note]:
    """What its ticket had told by the instant that is explained."""
    zone = zone_named(replay.period.promised.schedule.timezone)
    known = (remark for remark in remarks if remark.at <= replay.now)
    yield from (Note(rule="R18", text=f"{clock_text(remark.at, zone)} {remark.text}") for remark in known)


def _all_parts(clock: History, replay: Replay, due: datetime, end: datetime) -> Iterator[Part]:
    for number, (period, ended) in enumerate(replay.past):
        for part in _period_parts(replay, period, min(ended, end)):
            yield _earlier_part(part, period, number >= replay.kept_from) if part.counted else part
    for part in _period_parts(replay, replay.period, end):
        for span in _cut(part.span, due, replay.until):
            yield _as_of(replay, part, span, due)


def _earlier_part(part: Part, period: Period, kept: bool) -> Part:
    """Time that was counted before the target changed: it stays used, or no longer counts."""
    before = part._replace(name=part.name or f"as {period.promised.target.written}")
    return before if kept else before._replace(kind="superseded", counted=ZERO)


def _cut(span: Span, *marks: datetime) -> Iterator[Span]:
    here, end = span
    for mark in sorted({mark for mark in marks if here < mark < end}):
        yield here, mark
        here = mark
    yield here, end


def _as_of(replay: Replay, part: Part, span: Span, due: datetime) -> Part:
    start, end = span
    counted = part.counted and end - start
    kind = "overdue" if counted and start >= due else part.kind
    return part._replace(span=span, kind=kind, counted=counted, ahead=start >= replay.until and not replay.stopped)


def _period_parts(replay: Replay, period: Period, end: datetime) -> Iterator[Part]:
    """The time of a period: not begun, paused, or as its schedule has it."""
    first = min(period.origin, end)
    yield from waiting(period.promised.schedule, period.begun, first)
    whole = [(first, end)] if first < end else []
    pauses = [(pause.start, pause.end) for pause in replay.pauses.within(first, end)]
    found = [part for span in subtract(whole, pauses) for part in _running_parts(period.promised, span)]
    for pause in within(replay.causes, first, end):
        found += [Part(span, "paused", pause.by) for span in intersect([(pause.start, pause.end)], whole)]
    yield from sorted(found, key=lambda part: part.span)


def _running_parts(promised: Promised, span: Span) -> Iterator[Part]:
    if not promised.counts_open_time:
        yield Part(span, "any_time", counted=span[1] - span[0])
        return
    for part in parts_of(promised.schedule, *span):
        yield part._replace(counted=part.span[1] - part.span[0]) if part.kind == "open" else part


def _clock_notes(clock: History, replay: Replay, due: datetime, stretches: Sequence[Stretch]) -> Iterator[Note]:
    period = replay.period
    before = clock.promised
    for event in clock.events:
        if event.promised and clock.start <= event.at <= replay.until:
            if event.promised[:2] != before[:2] or event.on_change == "reset":
                yield Note(rule="R17", text=_changed(event, before, event.promised))
            before = event.promised
    if any(stretch.kind == "paused" for stretch in stretches):
        yield Note(rule="R16", text=_paused(replay))
    promised = period.promised
    if replay.agreed:
        yield Note(rule="R17", text=_agreed(replay.agreed, zone_named(promised.schedule.timezone)))
        return
    yield from why_notes(promised.target, promised.schedule, period.begun, due, stretches, promised.condition)


def _agreed(event: ClockEvent, zone: tzinfo) -> str:
    assert event.due is not None
    cause = f" ({event.by})" if event.by else ""
    return (
        f"{clock_text(event.at, zone)} it was agreed to be due {clock_text(event.due, zone)}{cause}, "
        "which neither pauses nor changes move"
    )


def _changed(event: ClockEvent, before: Promised, after: Promised) -> str:
    cause = f" ({event.by})" if event.by else ""
    words = {
        "recompute": "counted anew from the original start",
        "forward": "with the time used so far staying used",
        "reset": "starting from the change",
    }
    zone = zone_named(after.schedule.timezone)
    was = f" instead of {before.target.written}" if before.target.written != after.target.written else ""
    return (
        f"{clock_text(event.at, zone)} the target became {after.target.written}{was}{cause}, {words[event.on_change]}"
    )


def _paused(replay: Replay) -> str:
    """How much was paused in all, of the kind that the target counts."""
    time = replay.period.time
    paused = replay.pauses.paused(time)
    what = "open time" if time.while_open else "time"
    if not paused:
        return f"no {what} passed while it was paused"
    return f"{write_duration(paused)} of {what} passed while it was paused, and did not count"
