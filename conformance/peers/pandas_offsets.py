"""pandas: CustomBusinessHour and CustomBusinessDay."""

from collections.abc import Mapping
from typing import Any

import pandas
from pandas.tseries.offsets import CustomBusinessDay, CustomBusinessHour

from conformance.forms import instant, told
from conformance.peers.told import DAY, WEEKDAYS, Hours, asked_of, face
from conformance.replies import Asked, Unsupported

name = "pandas"
about = (
    "whole hours only; what is used up at closing is due at the next opening, and going back at the closing before; "
    "business days are dates"
)
HOUR = 3_600_000_000


def _weekmask(hours: Hours) -> str:
    days = {hours.windows[0].weekdays, *(each.weekdays for each in hours.windows)}
    if len(days) > 1:
        raise Unsupported("has the same hours on all days")
    return " ".join(WEEKDAYS[day] for day in hours.windows[0].weekdays)


def _add(hours: Hours, question: Mapping[str, Any]) -> str:
    hours.have_no_exceptions()
    hours.belong_to_opening_dates()
    if hours.crosses and hours.closed:
        hours.takes(holiday_rule="opening_date")
    count, rest = divmod(question["amount_us"], HOUR)
    if rest or not count:
        raise Unsupported("adds whole hours only")
    if count > 0 and hours.choices.get("boundary", "closing") != "next_opening":
        raise Unsupported("takes boundary as next_opening only, not closing")
    offset = _business_hours(hours, count)
    return told((pandas.Timestamp(instant(question["start"])).tz_convert(hours.zone) + offset).to_pydatetime())


def _business_hours(hours: Hours, count: int) -> CustomBusinessHour:
    made: Any = CustomBusinessHour  # Its stubs know no weekmask.
    try:
        found: CustomBusinessHour = made(
            count,
            start=[face(each.opens) for each in hours.windows],
            end=[face(each.closes % DAY) for each in hours.windows],
            weekmask=_weekmask(hours),
            holidays=sorted(hours.closed),
        )
        return found
    except ValueError as error:
        raise Unsupported(f"has no such hours: {error}") from None


def _add_days(hours: Hours, question: Mapping[str, Any]) -> str:
    hours.takes(day_rule="same_time", starts="at_once", ends="as_is")
    if hours.choices.get("starts") is None or hours.choices.get("ends") is None:
        raise Unsupported("takes starts as at_once and ends as as_is only")
    offset = CustomBusinessDay(question["days"], weekmask=_dates(hours), holidays=sorted(hours.closed))
    return told((pandas.Timestamp(instant(question["start"])).tz_convert(hours.zone) + offset).to_pydatetime())


def _dates(hours: Hours) -> str:
    """Give the weekdays, where business days are dates and nothing else."""
    hours.stay_within_dates()
    hours.have_no_exceptions()
    days = {day for each in hours.windows for day in each.weekdays}
    return " ".join(WEEKDAYS[day] for day in sorted(days))


QUESTIONS = {"add": _add, "add_days": _add_days}


def answer(asked: Asked) -> Any:
    return asked_of(QUESTIONS, asked)
