"""workclock: arithmetic over shifts and breaks."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from workclock import Holidays, Schedule, WorkDay

from conformance.forms import amount, instant, microseconds, told
from conformance.peers.told import DAY, Hours, asked_of, time_of
from conformance.replies import Asked, Unsupported

name = "workclock"
about = (
    "holidays close calendar dates; a deadline used up at closing is due then; a skipped reading, also one of a "
    "skipped day, is later by the length of the gap"
)
MICROSECOND = timedelta(microseconds=1)


def schedule_of(hours: Hours) -> Schedule:
    hours.have_no_exceptions()
    if hours.crosses and hours.closed:
        hours.takes(holiday_rule="calendar_date", belongs_to="opening_date")
    days = [WorkDay(time_of(each.opens), time_of(each.closes), each.weekdays) for each in hours.windows]
    if any(each.closes - each.opens > DAY for each in hours.windows):
        raise Unsupported("has no window of more than a day")
    return Schedule([*days, Holidays(hours.closed)], time_zone=hours.zone)


def _elapsed(hours: Hours, question: Mapping[str, Any]) -> int:
    return microseconds(schedule_of(hours).between(instant(question["start"]), instant(question["end"])))


def _add(hours: Hours, question: Mapping[str, Any]) -> str:
    hours.takes(boundary="closing")
    return told(schedule_of(hours).add(instant(question["start"]), amount(question["amount_us"])))


def _is_open(hours: Hours, question: Mapping[str, Any]) -> bool:
    at = instant(question["at"])
    return bool(schedule_of(hours).between(at, at + MICROSECOND))


def _next_closing(hours: Hours, question: Mapping[str, Any]) -> str:
    return told(schedule_of(hours).next_period(instant(question["at"]))[1])


def _previous_opening(hours: Hours, question: Mapping[str, Any]) -> str:
    return told(schedule_of(hours).previous_period(instant(question["at"]))[0])


QUESTIONS = {
    "elapsed": _elapsed,
    "add": _add,
    "is_open": _is_open,
    "next_closing": _next_closing,
    "previous_opening": _previous_opening,
}


def answer(asked: Asked) -> Any:
    return asked_of(QUESTIONS, asked)
