"""Why, as data: every stretch between opening and due, counted or not, with its reason."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Literal, NamedTuple, assert_never

from slaclock.declaration import Declaration
from slaclock.hours import (
    ZERO,
    Combination,
    DaySteps,
    DeclaredDays,
    ExceptionHours,
    Schedule,
    Span,
    day_steps,
    in_zone,
    intersect,
    merge,
    subtract,
    to_utc,
    whole_date,
    zone_named,
)
from slaclock.notebook import Pictured
from slaclock.targets.target import Target
from slaclock.targets.text import short_duration, write_duration

Kind = Literal[
    "open",
    "any_time",
    "overdue",
    "extra_time",
    "superseded",
    "waiting",
    "paused",
    "outside_hours",
    "holiday",
    "exception",
    "season",
    "excluded",
]
"""What a stretch was.

`open` and `any_time` are counted: open time, or calendar time; so is `overdue`, after the due
instant. `extra_time` is open but no longer needed, where a due instant was moved on. `superseded`
was counted for a target that a reset replaced. While `waiting` the count had not begun: after a cut-off, or before an
opening. While `paused` nothing is counted. The others are
closed: `outside_hours`, by a `holiday`, by an `exception`, by the hours of a `season`, or `excluded` by a closure
such as maintenance.
"""


_WORDS = {
    "open": "counted",
    "any_time": "counted",
    "overdue": "overdue, counted",
    "extra_time": "open, no longer needed",
    "superseded": "no longer counted",
    "waiting": "open, not counted yet",
    "paused": "paused",
    "outside_hours": "outside hours",
    "holiday": "holiday",
    "exception": "exception",
    "season": "season",
    "excluded": "excluded",
}


class Stretch(Declaration):
    """One stretch of an explanation, and what it added to the count.

    Rules: R3, R7.
    """

    start: datetime
    """First instant, included."""

    end: datetime
    """Last instant, excluded."""

    kind: Kind
    """What it was."""

    name: str = ""
    """The holiday, exception or closure by name."""

    estimated: bool = False
    """Whether the source calls the holiday's date an estimate."""

    counted: timedelta = ZERO
    """Time that counts towards the target; zero while closed."""

    days: int = 0
    """Business or calendar days that became complete by its end."""

    total: timedelta = ZERO
    """Time counted so far, this stretch included."""

    total_days: int = 0
    """Days complete so far."""

    ahead: bool = False
    """Whether it lies after the instant of the explanation, and comes so if nothing else happens."""

    @property
    def duration(self) -> timedelta:
        """Its length in real time."""
        return to_utc(self.end) - to_utc(self.start)

    @property
    def reason(self) -> str:
        """What it was, in words: `counted`, `outside hours`, `holiday: Thanksgiving Day`."""
        estimate = " (the date is an estimate)" if self.estimated and "estimate" not in self.name else ""
        return f"{_WORDS[self.kind]}: {self.name}{estimate}" if self.name else _WORDS[self.kind]


class Note(Declaration):
    """A rule or choice that made a difference to this answer."""

    rule: str
    """Number of the rule, e.g. `R7`."""

    text: str
    """What it did here."""

    def __str__(self) -> str:
        return f"{self.text} ({self.rule})"


class Explanation(Pictured, Declaration):
    """Why something is due when it is: stretches from opening to due, in order, without gaps.

    The counted stretches sum to exactly the target, in time or in days.

    Examples:
        >>> from zoneinfo import ZoneInfo
        >>> office = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US")
        >>> opened = datetime(2026, 11, 25, 17, tzinfo=ZoneInfo("America/New_York"))
        >>> why = explain(Target("4 business hours"), office, opened)
        >>> [(stretch.reason, str(stretch.duration)) for stretch in why.stretches][:3]
        [('counted', '1:00:00'), ('outside hours', '15:00:00'), ('holiday: Thanksgiving Day', '9:00:00')]

    Rules: R7, R10, R11.
    """

    subject: str = ""
    """What it is about, e.g. `BytezTech support, standard, P1, first_response`."""

    target: Target
    """The promise."""

    schedule: str
    """The schedule in words."""

    timezone: str
    """The zone in which clock times are shown."""

    opened: datetime
    """When the clock was asked to start."""

    due: datetime
    """When the target is used up."""

    now: datetime | None = None
    """The instant as of which a running clock is explained."""

    state: str = ""
    """Where that clock stands then."""

    stretches: tuple[Stretch, ...]
    """All of the time from `opened` to `due`, or to `now` where that is later."""

    notes: tuple[Note, ...] = ()
    """Which rules and choices mattered."""

    @property
    def counted(self) -> timedelta:
        """The time of all counted stretches together, those ahead left out."""
        return sum((stretch.counted for stretch in self.stretches if not stretch.ahead), ZERO)

    @property
    def counted_days(self) -> int:
        """The days of all stretches together."""
        return sum(stretch.days for stretch in self.stretches)

    def facts(self) -> dict[str, str]:
        """What it is about in a few words each: `target`, `hours`, `opened`, `due`, and `now` for a clock."""
        zone = zone_named(self.timezone)
        found = {
            "target": self.target.written,
            "hours": self.schedule,
            "opened": clock_text(self.opened, zone),
            "due": clock_text(self.due, zone),
        }
        if self.now:
            found["now"] = f"{clock_text(self.now, zone)}, {self.state.replace('_', ' ')}"
        return found

    def text(self) -> str:
        """The explanation for a terminal or a plain comment."""
        return "\n".join(map(_printable, _lines(self)))

    def __str__(self) -> str:
        return self.text()


def explain(
    target: Target, schedule: Schedule, opened: datetime, subject: str = "", condition: str = ""
) -> Explanation:
    """Why a target is due when it is.

    Args:
        target: The promise.
        schedule: When support is open.
        opened: An aware datetime.
        subject: What the explanation is about, for its first line.
        condition: How it was received, where that is why this is promised: `outside hours`.

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
    parts = (*waiting(schedule, to_utc(opened), start), *_counted(target, schedule, start, end))
    stretches = tuple(with_totals(parts, opened.tzinfo))
    return Explanation(
        subject=subject,
        target=target,
        schedule=f"{schedule.name}: {schedule}" if schedule.name else str(schedule),
        timezone=schedule.timezone,
        opened=opened,
        due=due,
        stretches=stretches,
        notes=tuple(why_notes(target, schedule, opened, due, stretches, condition)),
    )


# Stretches


class Part(NamedTuple):
    """A stretch before it is known what it added."""

    span: Span
    kind: Kind
    name: str = ""
    estimated: bool = False
    counted: timedelta = ZERO
    days: int = 0
    ahead: bool = False


def _counted(target: Target, schedule: Schedule, start: datetime, end: datetime) -> Iterator[Part]:
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


def waiting(schedule: Schedule, start: datetime, end: datetime) -> Iterator[Part]:
    """The time before a count begins."""
    for part in parts_of(schedule, start, end):
        yield part._replace(kind="waiting") if part.kind == "open" else part


def _count_days(schedule: Schedule, start: datetime, end: datetime, target: Target) -> Iterator[Part]:
    steps: DaySteps = day_steps(schedule._timeline, zone_named(schedule.timezone), start, target.day_count)
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
            yield Part((opens, closes), "open", _exception_open_at(schedule, opens))
        here = closes


def _closed_parts(gap: Span, causes: Iterable[Cause]) -> Iterator[Part]:
    here, end = gap
    for cause in causes:
        for start, until in intersect([(here, end)], [cause.span]):
            if here < start:
                yield Part((here, start), "outside_hours")
            yield Part((start, until), cause.kind, cause.name, cause.estimated)
            here = until
    if here < end:
        yield Part((here, end), "outside_hours")


def _exception_open_at(schedule: Schedule, at: datetime) -> str:
    if not schedule.exceptions:
        return ""
    day = schedule._timeline.date_at(at)
    return next((_exception_name(each) for each in schedule.exceptions if each.date == day), "")


def _exception_name(exception: ExceptionHours) -> str:
    hours = ", ".join(map(str, exception.hours)) or "closed"
    return f"{exception.name} ({hours})" if exception.name else f"hours of {exception.date}: {hours}"


# Causes


class Cause(NamedTuple):
    """What closed a span that would else have been open."""

    span: Span
    kind: Kind
    name: str
    estimated: bool = False


def closed_by(schedule: Schedule, start: datetime, end: datetime) -> list[Cause]:
    """What closed the time between two instants that usual hours would have opened, in order."""
    if isinstance(schedule.hours, Combination):
        causes = _causes_in_combination(schedule.hours, start, end)
    else:
        causes = _causes_declared(schedule, start, end)
    closed = subtract([(start, end)], list(schedule._timeline.windows(start, end)))
    return sorted(_first_of_each(causes, closed))


def _first_of_each(causes: Iterable[Cause], closed: list[Span]) -> Iterator[Cause]:
    """Each cause where nothing before it was one."""
    for cause in causes:
        for span in intersect(closed, [cause.span]):
            yield cause._replace(span=span)
        closed = subtract(closed, [cause.span])


def _causes_declared(schedule: Schedule, start: datetime, end: datetime) -> Iterator[Cause]:
    declared = schedule._days
    assert isinstance(declared, DeclaredDays)
    first = start.astimezone(declared.zone).date() - timedelta(days=2)
    last = end.astimezone(declared.zone).date() + timedelta(days=2)
    usual = {day.date: day.spans for day in declared.without_closures(first, last)}
    all_usual = merge(span for spans in usual.values() for span in spans)
    for exception in schedule.exceptions:
        for span in usual.get(exception.date, ()):
            yield Cause(span, "exception", _exception_name(exception))
    for day, spans in usual.items() if schedule.seasons else ():
        season = next((season for season in reversed(schedule.seasons) if season.covers(day)), None)
        if season and day not in declared.exceptions and not schedule.holidays.on(day):
            yield from (Cause(span, "season", str(season)) for span in spans)
    for day, holiday in schedule.holidays.between(first, last).items():
        if day in declared.exceptions:
            continue
        whole = [whole_date(day, declared.zone)]
        by_date = intersect(all_usual, whole) if whole[0][0] < whole[0][1] else []
        for span in usual.get(day, ()) if schedule.holiday_rule == "opening_date" else by_date:
            yield Cause(span, "holiday", holiday.name, holiday.estimated)


def _causes_in_combination(hours: Combination, start: datetime, end: datetime) -> Iterator[Cause]:
    first, *others = hours.schedules
    if hours.combine == "difference":
        for other in others:
            for span in other._timeline.windows(start, end):
                for taken in intersect(list(first._timeline.windows(start, end)), [span]):
                    yield Cause(taken, "excluded", other.name or str(other))
        yield from closed_by(first, start, end)
        return
    causes = [closed_by(part, start, end) for part in hours.schedules]
    for number, part_causes in enumerate(causes):
        yield from part_causes if hours.combine == "union" else _while_others_open(hours, causes, number, start, end)


def _while_others_open(
    hours: Combination, causes: Sequence[Sequence[Cause]], number: int, start: datetime, end: datetime
) -> Iterator[Cause]:
    """The causes of one part of an intersection, as far as the other parts would have been open."""
    kept = [(start, end)]
    for other, part in enumerate(hours.schedules):
        if other != number:
            usual = merge([*part._timeline.windows(start, end), *(cause.span for cause in causes[other])])
            kept = intersect(kept, usual)
    for cause in causes[number]:
        yield from (cause._replace(span=span) for span in intersect(kept, [cause.span]))


# Notes


def why_notes(
    target: Target,
    schedule: Schedule,
    opened: datetime,
    due: datetime,
    stretches: Sequence[Stretch],
    condition: str = "",
) -> Iterator[Note]:
    """The rules and choices that mattered to a due instant."""
    zone = zone_named(schedule.timezone)
    if condition:
        yield Note(rule="R11", text=f"it was received {condition}, for which {target.written} is promised")
    if not target.basis_stated:
        yield Note(rule="R11", text=f"{target.text!r} does not say what it counts; read as {target.written}")
    counts_from = target.counts_from(opened, schedule)
    if target.cut_off and counts_from > opened:
        yield Note(
            rule="R11",
            text=f"it came after the cut-off at {target.cut_off:%H:%M}, "
            f"so it counts as received {clock_text(counts_from, zone)}",
        )
    elif target.counts == "business_days" and not schedule.is_open(opened) and target.starts != "at_once":
        starts = schedule.next_opening(opened)
        yield Note(rule="R11", text=f"it came while closed, so it counts as received {clock_text(starts, zone)}")
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
    start = to_utc(target.counts_from(opened, schedule))
    steps = day_steps(schedule._timeline, zone_named(schedule.timezone), start, target.day_count)
    moved = bool(steps.marks) and steps.marks[-1] != steps.end and isinstance(target.day_count.ends, str)
    return steps.marks[-1] if moved else None


def _clock_change(opened: datetime, due: datetime, zone: tzinfo) -> str:
    before, after = to_utc(opened).astimezone(zone).utcoffset(), to_utc(due).astimezone(zone).utcoffset()
    assert before is not None and after is not None
    if before == after:
        return ""
    return f"{'forward' if after > before else 'back'} by {write_duration(abs(after - before))}"


# Text


def _printable(line: str) -> str:
    """A line without what would move a terminal or begin another line; names come from outside."""
    return "".join(sign if sign.isprintable() else " " for sign in line)


def _lines(explanation: Explanation) -> Iterator[str]:
    zone = zone_named(explanation.timezone)
    if explanation.subject:
        yield explanation.subject
    yield from (f"{name:<8} {fact}" for name, fact in explanation.facts().items())
    yield ""
    rows = [_row(stretch, zone, explanation.target) for stretch in explanation.stretches]
    widths = [max(len(row[column]) for row in rows) for column in range(3)] if rows else []
    for when, counted, total, reason in rows:
        yield f"  {when:<{widths[0]}}  {counted:>{widths[1]}}  {total:>{widths[2]}}  {reason}".rstrip()
    for note in explanation.notes:
        if note == explanation.notes[0]:
            yield ""
        yield f"  {note}"


def _row(stretch: Stretch, zone: tzinfo, target: Target) -> tuple[str, str, str, str]:
    start, end = (to_utc(at).astimezone(zone) for at in (stretch.start, stretch.end))
    same_day = start.date() == end.date()
    mark = " (ahead)" if stretch.ahead else ""
    when = f"{clock_text(start, zone, brief=True)} – {_time(end) if same_day else clock_text(end, zone, brief=True)}"
    if target.days is not None and stretch.days:
        return when, "", f"day {stretch.total_days} of {target.days}", _open_or(stretch)
    if not stretch.counted or (target.days is not None and stretch.kind != "overdue"):
        return when, "", "", (_open_or(stretch) if target.days is not None else stretch.reason) + mark
    return when, f"+ {short_duration(stretch.counted)}", f"= {short_duration(stretch.total)}", stretch.reason + mark


def _open_or(stretch: Stretch) -> str:
    """The reason where days are counted, so that open time as such is not."""
    return {"open": "open", "any_time": "any time"}.get(stretch.kind, stretch.reason)


def clock_text(at: datetime, zone: tzinfo, brief: bool = False) -> str:
    """An instant as a zone's clocks show it: `Wed 2026-11-25 17:00 EST`."""
    local = to_utc(at).astimezone(zone)
    if brief:
        return f"{local:%a %d %b} {_time(local)}"
    return f"{local:%a %Y-%m-%d} {_time(local)} {local:%Z}"


def _time(local: datetime) -> str:
    spec = "microseconds" if local.microsecond else "seconds" if local.second else "minutes"
    return local.time().isoformat(spec)
