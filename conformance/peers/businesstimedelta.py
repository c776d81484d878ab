"""businesstimedelta: rules of work days, holidays and lunches."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytz
from businesstimedelta import BusinessTimeDelta, HolidayRule, Rules, WorkDayRule

from conformance.forms import amount, instant, microseconds, told
from conformance.peers.told import Hours, asked_of, time_of
from conformance.replies import Asked, Unsupported

name = "businesstimedelta"
about = "holidays close calendar dates; a deadline used up at closing is due then; elapsed time has no sign"


def rules_of(hours: Hours) -> Rules:
    hours.have_no_exceptions()
    if hours.crosses and hours.closed:
        hours.takes(holiday_rule="calendar_date", belongs_to="opening_date")
    zone = pytz.timezone(hours.zone)
    if any(time_of(each.opens) == time_of(each.closes) for each in hours.windows):
        raise Unsupported("has no window of 24 hours")
    # It looks for the next holiday and the one before, and falls over where there is none in five years.
    around = {day.replace(day=1, year=day.year + years) for day in hours.closed for years in (-4, 4)}
    days = [
        WorkDayRule(time_of(each.opens), time_of(each.closes), list(each.weekdays), tz=zone) for each in hours.windows
    ]
    return Rules([*days, *([HolidayRule(hours.closed | around, tz=zone)] if hours.closed else [])])


def _elapsed(hours: Hours, question: Mapping[str, Any]) -> int:
    if question["end"] < question["start"]:
        raise Unsupported("counts without a sign")
    found = rules_of(hours).difference(instant(question["start"]), instant(question["end"]))
    return microseconds(found.timedelta)


def _add(hours: Hours, question: Mapping[str, Any]) -> str:
    hours.takes(boundary="closing")
    start, duration = instant(question["start"]), amount(question["amount_us"])
    counted = BusinessTimeDelta(rules_of(hours), timedelta=abs(duration))
    return told(start + counted if duration >= timedelta() else start - counted)


QUESTIONS = {"elapsed": _elapsed, "add": _add}


def answer(asked: Asked) -> Any:
    return asked_of(QUESTIONS, asked)
