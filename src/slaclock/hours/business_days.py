"""N business days after an instant, in each way that the phrase is read (R10, R11). All instants are in UTC."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from itertools import count as count_from
from typing import TYPE_CHECKING, Literal, NamedTuple, assert_never, get_args

from slaclock.errors import TargetError, one_of
from slaclock.hours.clock_times import MIDNIGHT
from slaclock.hours.date_runs import Of, run_of
from slaclock.hours.date_text import ONE_DAY
from slaclock.hours.zone import first_instant, same_reading_later

if TYPE_CHECKING:
    from slaclock.hours.cut_offs import CutOff
    from slaclock.hours.day import Day
    from slaclock.hours.timeline import Timeline

DayRule = Literal["same_time", "close", "open", "hours"]
"""How N business days are counted: to the same clock time, the closing or the opening of the Nth, or as open time."""
Starts = Literal["at_once", "next_opening"]
"""When counting begins for what arrives while closed."""
Ends = Literal["as_is", "next_opening", "previous_closing", "same_day"] | time
"""Where a due instant goes that falls outside open time; a time of day is that reading on the due date."""
ENDS = ("as_is", "next_opening", "previous_closing", "same_day")
"""All of these but times of day."""
_RULES, _STARTS = get_args(DayRule), get_args(Starts)


class DayCount(NamedTuple):
    """So many business days and how they are read."""

    days: int
    rule: DayRule = "same_time"
    starts: Starts = "next_opening"
    ends: Ends = "next_opening"
    day_length: timedelta | None = None
    of: Of | None = None
    """The run of dates of which it is that one, or for none of them the last."""

    @property
    def names_its_day(self) -> bool:
        """Whether it ends on a certain day, at the time of day of its start."""
        return self.rule == "same_time" and self.ends == "same_day" and self.days != 0

    @property
    def keeps_to_its_day(self) -> bool:
        """Whether the same clock time does not lead into hours of another day than the one that was counted (R20)."""
        return self.days > 0 and self.ends in ("next_opening", "same_day")


_AS_USUAL = DayCount(1)[1:]


class DaySteps(NamedTuple):
    """Where counting began, where each business day was complete, and where the answer came to lie."""

    start: datetime
    marks: tuple[datetime, ...]
    end: datetime


def add_days(timeline: Timeline, zone: tzinfo, at: datetime, count: DayCount) -> datetime:
    """The instant that many business days from another; backwards for a negative number."""
    if count.days > 0 and count[1:] == _AS_USUAL:
        due = timeline.same_time_later(at, count.days, zone)
        if due is not None:
            return due
    check_count(count)
    start = started(timeline, at, count)
    if count.of:
        return day_of_run(timeline, zone, start, count, count.of)
    if not count.days and isinstance(count.ends, time):
        return _first_at_time(timeline, zone, start, count.ends)
    forward = count.days >= 0
    if isinstance(count.ends, time) and count.rule != "hours":
        due = _at_time_on_its_day(timeline, zone, start, count.days, count.ends)
    else:
        due = ended(timeline, zone, _counted(timeline, zone, start, count, count.days), count.ends, forward)
    if count.names_its_day:
        return _on_its_day(timeline, start, due, count.days)
    return not_before(timeline, zone, due, start, count.ends) if forward else due


def _at_time_on_its_day(timeline: Timeline, zone: tzinfo, start: datetime, days: int, reading: time) -> datetime:
    day = timeline.business_day(_date_counted_from(timeline, start, days < 0), days)
    return first_instant(datetime.combine(day.date, reading), zone)


def day_of_run(timeline: Timeline, zone: tzinfo, start: datetime, count: DayCount, of: Of) -> datetime:
    """Where a business day of a run of dates opens, closes or shows a time of day, the first time after a start."""
    here = timeline.date_at(start)
    runs = (run_of(here, of, ahead) for ahead in count_from())
    found = (_of_run(timeline, zone, first, end, count) for first, end in runs)
    return next(due for due in found if due > start)


def _of_run(timeline: Timeline, zone: tzinfo, first: date, end: date, count: DayCount) -> datetime:
    """The same for the run from a date to before another; days that it does not have are its last."""
    day = timeline.business_day(end, -1)
    if count.days:
        day = min(day, timeline.business_day(first - ONE_DAY, count.days))
    if isinstance(count.ends, time):
        return first_instant(datetime.combine(day.date, count.ends), zone)
    return day.opens if count.rule == "open" else day.closes


def _on_its_day(timeline: Timeline, start: datetime, due: datetime, days: int) -> datetime:
    """No later than the close of the day that is named; backwards, no earlier than its opening."""
    if days > 0:
        return min(due, edge_of_day(timeline, start, days, "close", of_closing=True))
    return max(due, edge_of_day(timeline, start, days, "open"))


def not_before(timeline: Timeline, zone: tzinfo, due: datetime, start: datetime, ends: Ends) -> datetime:
    """A time of day that was past already at the start is the next business day's on which it is not."""
    return due if not isinstance(ends, time) or due >= start else _first_at_time(timeline, zone, start, ends)


def _first_at_time(timeline: Timeline, zone: tzinfo, start: datetime, reading: time) -> datetime:
    """The first time of day of a business day, a start's own or a later one, that is not past at the start."""
    here = timeline.date_at(start)
    # In a shift's tail that of the next business day may be past as well.
    days = (timeline.business_day(here, number).date for number in count_from())
    readings = (first_instant(datetime.combine(day, reading), zone) for day in days)
    return next(found for found in readings if found >= start)


def day_steps(timeline: Timeline, zone: tzinfo, at: datetime, count: DayCount) -> DaySteps:
    """The same count with each of its steps."""
    start = started(timeline, at, count)
    counted = range(1, count.days + 1) if not count.of else ()
    marks = tuple(_counted(timeline, zone, start, count, days) for days in counted)
    return DaySteps(start, marks, add_days(timeline, zone, at, count))


def after_cut_off(timeline: Timeline, zone: tzinfo, at: datetime, cut_off: CutOff) -> datetime | None:
    """Where the next business day opens, for what came after the cut-off of the business day that it belongs to."""
    day = timeline.day(timeline.date_at(at))
    ends = day and cut_off_of(day, cut_off, zone)
    if day is None or ends is None or at <= ends:
        return None
    return timeline.business_day(day.date, 1).opens


def cut_off_of(day: Day, cut_off: CutOff, zone: tzinfo) -> datetime | None:
    """The cut-off on a business day; before its opening it lies in the tail of a shift, and 24:00 is its end.

    Where shifts belong to the date on which they close, it lies in the head of one if that has opened before it.
    """
    # What there is by weekday is loaded by those who state it.
    reading = cut_off if isinstance(cut_off, time) else cut_off.on(day.date)
    if reading is None:
        return None
    opens, closes = day.spans[0][0].astimezone(zone), day.spans[-1][1].astimezone(zone)
    in_tail = reading <= opens.time() and closes.date() > day.date and closes.time() > MIDNIGHT
    in_head = opens.date() < day.date and reading >= opens.time()
    date = day.date + ONE_DAY if in_tail or reading == MIDNIGHT else day.date - ONE_DAY * in_head
    return first_instant(datetime.combine(date, reading), zone)


def check_count(count: DayCount) -> None:
    """Refuse choices that there are not, and the rule `hours` without the length of a day."""
    one_of(count.rule, _RULES, "rule")
    one_of(count.starts, _STARTS, "starts")
    if isinstance(count.ends, time):
        if count.ends.tzinfo is not None:
            raise TargetError(
                f"{count.ends} has a zone of its own; the schedule's `timezone` says where clocks are read"
            )
    else:
        one_of(count.ends, ENDS, "ends")
    if count.rule == "hours" and not timedelta(0) < (count.day_length or timedelta(0)) <= timedelta(days=1):
        raise TargetError(
            f"rule 'hours' needs the length of a business day, up to 24 hours, not {count.day_length!r}; "
            "give e.g. day_length=timedelta(hours=8)"
        )


def started(timeline: Timeline, at: datetime, count: DayCount) -> datetime:
    """Where counting begins for what arrives at an instant."""
    at_once = count.starts == "at_once"
    if (at_once and not count.names_its_day) or timeline.is_open(at):
        return at
    if at_once:
        return _within_its_day(timeline, at)
    if count.days >= 0:
        return timeline.next_edge(at, opening=True)
    return at if timeline.is_closing(at) else timeline.previous_edge(at, opening=False)


def _within_its_day(timeline: Timeline, at: datetime) -> datetime:
    """What arrives outside the hours of a business day belongs to it all the same; on another date, to the last one."""
    if timeline.is_closing(at):
        return at
    day = timeline.day(timeline.date_at(at))
    if day:
        return min(max(at, day.opens), day.spans[-1][1])
    return timeline.previous_edge(at, opening=False)


def _counted(timeline: Timeline, zone: tzinfo, start: datetime, count: DayCount, days: int) -> datetime:
    """Where so many days lead, before it is decided where the answer ends."""
    match count.rule:
        case "hours":
            return _open_time(timeline, start, open_time_in(days, count.day_length))
        case "same_time":
            return _same_time(timeline, zone, start, days, count)
        case "close" | "open":
            return edge_of_day(timeline, start, days, count.rule)
        case _:
            assert_never(count.rule)


def edge_of_day(
    timeline: Timeline, start: datetime, days: int, edge: Literal["open", "close"], of_closing: bool = False
) -> datetime:
    """Where the business day that many after a start first opens or last closes.

    A start at a closing belongs to the day that closes, backwards or where that is asked for.
    """
    day = timeline.business_day(_date_counted_from(timeline, start, of_closing or days < 0), days)
    return day.opens if edge == "open" else day.closes


def open_time_in(days: int, day_length: timedelta | None) -> timedelta:
    """The open time in so many days."""
    assert day_length is not None
    try:
        return days * day_length
    except OverflowError:
        return timedelta.max if days > 0 else timedelta.min


def _open_time(timeline: Timeline, start: datetime, duration: timedelta) -> datetime:
    if not duration:
        return start
    return timeline.add(start, duration) if duration > timedelta(0) else timeline.subtract(start, -duration)


def _same_time(timeline: Timeline, zone: tzinfo, start: datetime, days: int, count: DayCount) -> datetime:
    """The same clock time on the Nth day; for a start in a shift's tail, in the tail of the Nth shift."""
    if not days:
        return start
    from_date = _date_counted_from(timeline, start, count.names_its_day or days < 0)
    due_date = timeline.business_date(from_date, days)
    due = same_reading_later(start, due_date - from_date, zone)
    # At a closing it may be the day before that closes.
    elsewhere = count.keeps_to_its_day and (timeline.date_at(due) != due_date or timeline.is_closing(due))
    return _kept_to(timeline, due_date, due) if elsewhere else due


def _kept_to(timeline: Timeline, day: date, due: datetime) -> datetime:
    """No earlier than a business day opens, and no later than the next one does (R20)."""
    return max(timeline.business_day(day, 0).opens, min(due, timeline.business_day(day, 1).opens))


def _date_counted_from(timeline: Timeline, start: datetime, of_closing: bool) -> date:
    from_closing = of_closing and timeline.is_closing(start)
    return timeline.date_at(start - timedelta.resolution if from_closing else start)


def ended(
    timeline: Timeline, zone: tzinfo, due: datetime, ends: Ends, forward: bool = True, by_clocks: bool = False
) -> datetime:
    """Where a due instant goes that lies outside open time, or the time of day at which it ends.

    That is a time of the date to which it belongs; by clocks, of the one that they show.
    """
    if isinstance(ends, time) and by_clocks:
        return first_instant(datetime.combine(due.astimezone(zone).date(), ends), zone)
    if isinstance(ends, time):
        day = timeline.date_at(due - timedelta.resolution if timeline.is_closing(due) else due)
        return first_instant(datetime.combine(day, ends), zone)
    # Used up at a closing is due at that closing (R7).
    if ends == "as_is" or timeline.is_open(due) or timeline.is_closing(due):
        return due
    later = (ends != "previous_closing") == forward
    return timeline.next_edge(due, opening=True) if later else timeline.previous_edge(due, opening=False)
