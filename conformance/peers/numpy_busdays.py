"""numpy: is_busday and busday_count."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from conformance.peers.told import Hours, asked_of
from conformance.replies import Asked

name = "numpy"
about = "dates only"


def _calendar(hours: Hours) -> np.busdaycalendar:
    hours.stay_within_dates()
    hours.have_no_exceptions()
    days = {day for each in hours.windows for day in each.weekdays}
    return np.busdaycalendar([day in days for day in range(7)], sorted(hours.closed))


def _is_business_day(hours: Hours, question: Mapping[str, Any]) -> bool:
    return bool(np.is_busday(question["date"], busdaycal=_calendar(hours)))


def _business_days(hours: Hours, question: Mapping[str, Any]) -> int:
    return int(np.busday_count(question["first"], question["last"], busdaycal=_calendar(hours)))


QUESTIONS = {"is_business_day": _is_business_day, "business_days": _business_days}


def answer(asked: Asked) -> Any:
    return asked_of(QUESTIONS, asked)
