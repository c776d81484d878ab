"""What the slow count answers to the questions of cases, targets among them (R3 to R11)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from oracle import DAY, SlowCount, counted_as, moment, showing, utc

from conformance_cases.neutral import micros, told

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
    return count.add_days(
        start,
        stated["days"],
        rule=choices.get("day_rule", "same_time"),
        starts=choices.get("starts", "next_opening"),
        ends=time(*divmod(ends, 60)) if isinstance(ends, int) else ends,
        day_length=_amount(stated, "day_length_us") if "day_length_us" in stated else None,
    )


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
}
