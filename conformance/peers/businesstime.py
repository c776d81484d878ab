"""businesstime: hours between two readings of a clock."""

from collections.abc import Mapping
from typing import Any

from businesstime import BusinessTime

from conformance.forms import microseconds
from conformance.peers.told import Hours, asked_of, time_of
from conformance.replies import Asked, Unsupported

name = "businesstime"
about = "no time zones: it is told what clocks show; one window a day"


def _elapsed(hours: Hours, question: Mapping[str, Any]) -> int:
    hours.stay_within_dates()
    hours.have_no_exceptions()
    hours.keep_one_offset(question["start"], question["end"])
    opens, closes, days = hours.one_window()
    if closes == 24 * 60:
        raise Unsupported("has no 24:00")
    weekend = tuple(day for day in range(7) if day not in days)
    known = BusinessTime((time_of(opens), time_of(closes)), weekend, sorted(hours.closed))
    start, end = hours.local(question["start"]), hours.local(question["end"])
    return microseconds(known.businesstime_hours(start, end))


QUESTIONS = {"elapsed": _elapsed}


def answer(asked: Asked) -> Any:
    return asked_of(QUESTIONS, asked)
