"""Which rules and choices mattered to a due instant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from slaclock.hours import DaySteps, Schedule, clock_text, cut_off_on, day_steps, in_zone, to_utc
from slaclock.targets.explanation import Note, Stretch
from slaclock.targets.target import Target
from slaclock.targets.written_durations import write_duration


def why_notes(
    target: Target,
    schedule: Schedule,
    opened: datetime,
    due: datetime,
    stretches: Sequence[Stretch],
    condition: str = "",
) -> Iterator[Note]:
    """The rules and choices that mattered to a due instant."""
    zone = schedule._zone
    if condition:
        yield Note(rule="R11", text=f"it was received {condition}, for which {target.written} is promised")
    if not target.basis_stated:
        yield Note(rule="R11", text=f"{target.text!r} does not say what it counts; read as {target.written}")
    counts_from = target.counts_from(opened, schedule)
    if target.cut_off and counts_from > opened:
        clock = cut_off_on(target.cut_off, schedule._timeline.date_at(to_utc(opened)))
        yield Note(
            rule="R11",
            text=f"it came after the cut-off at {clock:%H:%M}, "
            f"so it counts as received {clock_text(counts_from, zone)}",
        )
    elif target.counts == "business_days" and (begins := _steps(target, schedule, opened).start) != opened:
        yield Note(rule="R11", text=f"it came while closed, so it counts as received {clock_text(begins, zone)}")
    if target.counts == "business_days" and (moved := _moved_from(target, schedule, opened)):
        yield Note(
            rule="R11",
            text=f"{target.written} from there {'ends' if target.days == 1 else 'end'} {clock_text(moved, zone)}, "
            f"outside hours, so it is due {clock_text(due, zone)}",
        )
    if target.counts == "open_time" and schedule._timeline.is_closing(to_utc(due)):
        yield Note(
            rule="R7",
            text="the target is used up exactly at closing time, and is due then; "
            f"read the other way it would be the next opening, {clock_text(schedule.next_opening(due), zone)}",
        )
    if change := _clock_change(opened, due, zone):
        yield Note(rule="R1", text=f"clocks go {change} in between; real time is counted")
    if any(stretch.estimated for stretch in stretches):
        yield Note(rule="R14", text="the date of a holiday is an estimate of its source, and may move")


def _moved_from(target: Target, schedule: Schedule, opened: datetime) -> datetime | None:
    """Where the days were complete, if that was in closed time and the due instant went on from there."""
    steps = _steps(target, schedule, opened)
    moved = bool(steps.marks) and steps.marks[-1] != steps.end and isinstance(target.day_count.ends, str)
    return steps.marks[-1] if moved else None


def _steps(target: Target, schedule: Schedule, opened: datetime) -> DaySteps:
    start = to_utc(target.counts_from(opened, schedule))
    return day_steps(schedule._timeline, schedule._zone, start, target.day_count)


def _clock_change(opened: datetime, due: datetime, zone: tzinfo) -> str:
    before, after = in_zone(to_utc(opened), zone).utcoffset(), in_zone(to_utc(due), zone).utcoffset()
    assert before is not None and after is not None
    if before == after:
        return ""
    return f"{'forward' if after > before else 'back'} by {write_duration(abs(after - before))}"
