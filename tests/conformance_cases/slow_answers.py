"""What the slow count answers to the questions of cases, targets among them (R3 to R11)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from oracle import DAY, MICROSECOND, SlowCount, counted_as, latest_shown, moment, showing, utc

from conformance_cases.neutral import DAYS, micros, told

Fields = Mapping[str, Any]


def slow_answer(count: SlowCount, question: Fields, choices: Fields) -> Any:
    """Answer a question in the form in which cases expect it."""
    return _ANSWERS[question["ask"]](count, question, choices)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _amount(fields: Fields, name: str = "amount_us") -> timedelta:
    return timedelta(microseconds=fields[name])


def _is_open(count: SlowCount, question: Fields, choices: Fields) -> bool:
    return count.is_open(instant(question["at"]))


def _edge(count: SlowCount, question: Fields, choices: Fields) -> str:
    return told(getattr(count, question["ask"])(instant(question["at"])))


def _windows(count: SlowCount, question: Fields, choices: Fields) -> list[list[str]]:
    found = count.windows(instant(question["start"]), instant(question["end"]))
    return [[told(start), told(end)] for start, end in found]


def _elapsed(count: SlowCount, question: Fields, choices: Fields) -> int:
    return micros(count.elapsed(instant(question["start"]), instant(question["end"])))


def _add(count: SlowCount, question: Fields, choices: Fields) -> str:
    due = added(count, instant(question["start"]), _amount(question), choices)
    if "told_in" in question:
        return due.astimezone(ZoneInfo(question["told_in"])).isoformat()
    return told(due)


def added(count: SlowCount, start: datetime, duration: timedelta, choices: Fields) -> datetime:
    """Add open time; with `next_opening` a due instant that is closed goes to the opening after it (R7)."""
    due = count.add(start, duration)
    moves = choices.get("boundary") == "next_opening" and duration >= timedelta()
    return count.next_opening(due) if moves and not count.is_open(due) else due


def _add_days(count: SlowCount, question: Fields, choices: Fields) -> str:
    return told(days_later(count, instant(question["start"]), question, choices))


def days_later(count: SlowCount, start: datetime, stated: Fields, choices: Fields) -> datetime:
    """Count business days, with the choices of R10 and R11 by their names."""
    ends = choices.get("ends", "next_opening")
    if ends == "same_day":
        return _on_its_day(count, utc(start), stated["days"], choices.get("starts", "next_opening"))
    return count.add_days(
        start,
        stated["days"],
        rule=choices.get("day_rule", "same_time"),
        starts=choices.get("starts", "next_opening"),
        ends=time(*divmod(ends, 60)) if isinstance(ends, int) else ends,
        day_length=_amount(stated, "day_length_us") if "day_length_us" in stated else None,
    )


def _on_its_day(count: SlowCount, start: datetime, days: int, starts: str) -> datetime:
    """Find the same time on the Nth business day, at its next opening or at its closing where it is closed then.

    Cases have this only where no hours cross a midnight: a date and its business day are one there.
    """
    zone = count.declared.zone
    if not count.is_open(start) and starts == "next_opening":
        start = count.next_opening(start)
    elif not count.is_open(start) and not count.is_closing(start):
        start = _within_hours(count, start)
    own = showing(zone, start - MICROSECOND if count.is_closing(start) else start).date()
    day = count.nth_business_day(own, days)
    cells = count.cells_of(day)
    same_time = moment(zone, counted_as(zone, start) + (day - own))
    due = min(max(same_time, cells[0].start), cells[-1].end)
    return due if count.is_open(due) or count.is_closing(due) else count.next_opening(due)


def _within_hours(count: SlowCount, at: datetime) -> datetime:
    """Count what arrives beside the hours of its date as received within; on another date, at the last closing."""
    hours = count.cells_of(showing(count.declared.zone, at).date())
    return min(max(at, hours[0].start), hours[-1].end) if hours else count.previous_closing(at)


def _is_business_day(count: SlowCount, question: Fields, choices: Fields) -> bool:
    return bool(count.cells_of(date.fromisoformat(question["date"])))


def _business_days(count: SlowCount, question: Fields, choices: Fields) -> int:
    """Count the business days from a date, included, to another, excluded; backward as a negative number."""
    first, last = date.fromisoformat(question["first"]), date.fromisoformat(question["last"])
    step = DAY if first <= last else -DAY
    dates = (first + n * step for n in range(abs((last - first).days)))
    return step.days * sum(bool(count.cells_of(day)) for day in dates)


# Targets: the pipeline of R11


def _due(count: SlowCount, question: Fields, choices: Fields) -> str:
    return told(due(count, instant(question["start"]), question["target"], choices))


def due(count: SlowCount, opened: datetime, target: Fields, choices: Fields) -> datetime:
    """Walk the pipeline: the cut-off, where the clock starts, what it counts, where it ends."""
    received = _received(count, opened, target)
    if target["counts"] == "business_days":
        return days_later(count, received, target, choices)
    waits = choices.get("starts") == "next_opening" and not count.is_open(received)
    used = _counted(count, count.next_opening(received) if waits else received, target, choices)
    return _ended(count, used, choices.get("ends", "as_is"))


def _received(count: SlowCount, opened: datetime, target: Fields) -> datetime:
    """What comes after the cut-off of a business day counts as received when the next one opens.

    Cases have cut-offs only where no hours cross a midnight: a date and its business day are one there.
    """
    day = showing(count.declared.zone, opened).date()
    if "cut_off" not in target or not count.cells_of(day):
        return opened
    cut_off = moment(count.declared.zone, datetime.combine(day, time(*divmod(target["cut_off"], 60))))
    return opened if opened <= cut_off else count.cells_of(count.nth_business_day(day, 1))[0].start


def _counted(count: SlowCount, start: datetime, target: Fields, choices: Fields) -> datetime:
    match target["counts"]:
        case "open_time":
            return added(count, start, _amount(target), choices)
        case "calendar_time":
            return utc(start) + _amount(target)
        case "calendar_days":
            return _dates_later(count, start, lambda at: at + target["days"] * DAY)
        case _:
            return _dates_later(count, start, lambda at: _months_later(at, target["months"]))


def _dates_later(count: SlowCount, start: datetime, later: Callable[[datetime], datetime]) -> datetime:
    zone = count.declared.zone
    return moment(zone, later(counted_as(zone, utc(start))))


def _months_later(at: datetime, months: int) -> datetime:
    """Find the same date so many months later, or the last that the month has."""
    years, month = divmod(at.month - 1 + months, 12)
    for day in range(at.day, 27, -1):
        try:
            return at.replace(year=at.year + years, month=month + 1, day=day)
        except ValueError:
            continue
    return at.replace(year=at.year + years, month=month + 1)


def _ended(count: SlowCount, at: datetime, ends: str) -> datetime:
    """Move a due instant that falls in closed time; one at a closing stands (R7)."""
    if ends == "as_is" or count.is_open(at) or count.is_closing(at):
        return at
    return count.next_opening(at) if ends == "next_opening" else count.previous_closing(at)


# Which target it is: by plan, priority, channel, and when it was received


def _promised(count: SlowCount, question: Fields, choices: Fields) -> Any:
    """The first promise whose conditions all hold counts; without one, nothing is promised."""
    opened = instant(question["start"])
    for promise in question["promises"]:
        if _holds(count, promise.get("if", {}), question["request"], opened):
            return told(due(count, opened, promise["target"], choices))
    return {"refused": True}


def _holds(count: SlowCount, condition: Fields, request: Fields, opened: datetime) -> bool:
    """Whether all that is said holds; cases have no instant at which the clocks show a time of day again."""
    shown = showing(count.declared.zone, opened)
    assert shown == latest_shown(count.declared.zone, opened)
    clock = timedelta(hours=shown.hour, minutes=shown.minute, seconds=shown.second, microseconds=shown.microsecond)
    since, before, after = (
        timedelta(minutes=condition[name]) if name in condition else None for name in ("since", "before", "after")
    )
    is_over = since is not None and before is not None and since > before
    holds = {
        "plan": lambda plan: request.get("plan") == plan,
        "priority": lambda priority: request.get("priority") == priority,
        "channels": lambda channels: request.get("channel") in channels,
        "open": lambda is_open: count.is_open(opened) is is_open,
        "days": lambda days: DAYS[shown.weekday()] in days,
        "first": lambda first: shown.date() >= date.fromisoformat(first),
        "last": lambda last: shown.date() <= date.fromisoformat(last),
        "since": lambda _: clock >= since or (is_over and clock < before),
        "before": lambda _: clock < before or (is_over and clock >= since),
        "after": lambda _: clock > after,
    }
    return all(holds[name](stated) for name, stated in condition.items())


_ANSWERS: Mapping[str, Callable[[SlowCount, Fields, Fields], Any]] = {
    "is_open": _is_open,
    "next_opening": _edge,
    "next_closing": _edge,
    "previous_opening": _edge,
    "previous_closing": _edge,
    "windows": _windows,
    "elapsed": _elapsed,
    "add": _add,
    "add_days": _add_days,
    "is_business_day": _is_business_day,
    "business_days": _business_days,
    "due": _due,
    "promised": _promised,
}
