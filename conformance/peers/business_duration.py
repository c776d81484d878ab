"""business-duration: time between two readings of a clock."""

from collections.abc import Mapping
from typing import Any

from business_duration import businessDuration

from conformance.peers.told import Hours, asked_of, time_of
from conformance.replies import Asked, Unsupported

name = "business-duration"
about = "no time zones: it is told what clocks show; one window a day; forward only; whole seconds"


def _elapsed(hours: Hours, question: Mapping[str, Any]) -> int:
    hours.stay_within_dates()
    hours.have_no_exceptions()
    if question["end"] < question["start"]:
        raise Unsupported("counts forward only")
    if "." in question["start"] + question["end"]:
        raise Unsupported("answers in whole seconds")
    hours.keep_one_offset(question["start"], question["end"])
    opens, closes, days = hours.one_window()
    if closes - opens == 24 * 60 or closes == 24 * 60:
        raise Unsupported("has no 24:00")
    found = businessDuration(
        startdate=hours.local(question["start"]),
        enddate=hours.local(question["end"]),
        starttime=time_of(opens),
        endtime=time_of(closes),
        weekendlist=[day for day in range(7) if day not in days],
        holidaylist=sorted(hours.closed),
        unit="sec",
    )
    return round(found * 1_000_000)


QUESTIONS = {"elapsed": _elapsed}


def answer(asked: Asked) -> Any:
    return asked_of(QUESTIONS, asked)
