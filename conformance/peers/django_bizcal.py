"""django-bizcal: calendars with weekly hours, holidays and hours of single dates."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django_bizcal import WorkingCalendar
from django_bizcal.providers import SetHolidayProvider

from conformance.forms import amount, instant, microseconds, told
from conformance.peers.told import DAY, Hours, asked_of, face
from conformance.replies import Asked, Unsupported

name = "django-bizcal"
about = (
    "a holiday cancels the windows that open on it, and with its option the end of the night before as well; a "
    "deadline used up at closing is due then; business days start at the next opening and end on the day itself; "
    "a skipped reading is later by the length of the gap"
)


def calendar_of(hours: Hours) -> WorkingCalendar:
    hours.belong_to_opening_dates()
    if hours.crosses and hours.closed:
        hours.takes(holiday_rule="opening_date")
    weekly: dict[int | str, list[tuple[str, str, int]]] = {
        day: list(map(_block, hours.on_weekday(day))) for day in range(7) if hours.on_weekday(day)
    }
    return WorkingCalendar(
        tz=hours.zone,
        weekly_schedule=weekly,
        holiday_provider=SetHolidayProvider.from_dates(hours.closed),
        day_overrides={day: list(map(_block, stated)) for day, stated in hours.exceptions.items()},
    )


def _block(stated: tuple[int, int]) -> tuple[str, str, int]:
    opens, closes = stated
    return face(opens), face(closes % DAY), closes // DAY


def _elapsed(hours: Hours, question: Mapping[str, Any]) -> int:
    found = calendar_of(hours).business_time_between(instant(question["start"]), instant(question["end"]))
    return microseconds(found)


def _add(hours: Hours, question: Mapping[str, Any]) -> str:
    hours.takes(boundary="closing")
    if not question["amount_us"]:
        raise Unsupported("takes nothing added to a closed instant as the next opening")
    return told(calendar_of(hours).add_business_time(instant(question["start"]), amount(question["amount_us"])))


def _is_open(hours: Hours, question: Mapping[str, Any]) -> bool:
    return calendar_of(hours).is_business_time(instant(question["at"]))


def _days(hours: Hours) -> WorkingCalendar:
    """A business day is a calendar date on which anything is open: of nights it is another date than in R10."""
    hours.stay_within_dates()
    return calendar_of(hours)


def _is_business_day(hours: Hours, question: Mapping[str, Any]) -> bool:
    return _days(hours).is_business_day(date.fromisoformat(question["date"]))


def _business_days(hours: Hours, question: Mapping[str, Any]) -> int:
    first, last = (date.fromisoformat(question[name]) for name in ("first", "last"))
    if first > last:
        raise Unsupported("counts no days backward")
    if first == last:
        return 0
    return _days(hours).count_business_days(first, last - timedelta(days=1))


def _add_days(hours: Hours, question: Mapping[str, Any]) -> str:
    hours.takes(day_rule="same_time", starts="next_opening", ends="next_opening")
    return told(_days(hours).add_business_days(instant(question["start"]), question["days"]))


QUESTIONS = {
    "elapsed": _elapsed,
    "add": _add,
    "is_open": _is_open,
    "is_business_day": _is_business_day,
    "business_days": _business_days,
    "add_days": _add_days,
}


def answer(asked: Asked) -> Any:
    return asked_of(QUESTIONS, asked)
