"""workalendar: is_working_day of a calendar of one's own."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from workalendar.core import Calendar

from conformance.peers.told import Hours, asked_of
from conformance.replies import Asked

name = "workalendar"
about = "dates only; it counts dates from the first, excluded, to the last, included, for which there are no cases"


def calendar_of(hours: Hours) -> Calendar:
    hours.stay_within_dates()
    hours.have_no_exceptions()
    days = {day for each in hours.windows for day in each.weekdays}

    class Own(Calendar):  # type: ignore[misc]
        def get_weekend_days(self) -> list[int]:
            return [day for day in range(7) if day not in days]

        def get_calendar_holidays(self, year: int) -> list[tuple[date, str]]:
            return [(day, "closed") for day in sorted(hours.closed) if day.year == year]

    return Own()


def _is_business_day(hours: Hours, question: Mapping[str, Any]) -> bool:
    return bool(calendar_of(hours).is_working_day(date.fromisoformat(question["date"])))


QUESTIONS = {"is_business_day": _is_business_day}


def answer(asked: Asked) -> Any:
    return asked_of(QUESTIONS, asked)
