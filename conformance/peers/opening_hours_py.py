"""opening-hours-py: hours in the text of OpenStreetMap."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours

from conformance.forms import instant, told
from conformance.peers.told import Hours, Window, asked_of, face
from conformance.replies import Asked, Unsupported

name = "opening-hours-py"
about = "no arithmetic; what is stated for a date holds between its midnights, as in OpenStreetMap"
DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def hours_of(hours: Hours) -> OpeningHours:
    if hours.crosses and hours.closed:
        hours.takes(belongs_to="opening_date", holiday_rule="calendar_date")
    if hours.crosses and hours.exceptions:
        raise Unsupported("replaces a date from its midnight on, the end of the night before included")
    weekly = ", ".join(f"{_days(each)} {_spans([(each.opens, each.closes)])}" for each in hours.windows)
    dated = [f"{_date(day)} off" for day in sorted(hours.closed)]
    dated += [f"{_date(day)} {_spans(stated)}" for day, stated in hours.exceptions.items()]
    return OpeningHours("; ".join([weekly, *dated]), timezone=ZoneInfo(hours.zone), auto_timezone=False)


def _days(window: Window) -> str:
    return ",".join(DAYS[day] for day in window.weekdays)


def _spans(spans: Any) -> str:
    return ",".join(f"{face(opens)}-{face(closes)}" for opens, closes in spans) or "off"


def _date(day: date) -> str:
    return f"{day.year} {MONTHS[day.month - 1]} {day.day:02}"


def _at(question: Mapping[str, Any], zone: str) -> datetime:
    at = instant(question["at"])
    return at.astimezone(ZoneInfo(zone)) if at.tzinfo else at


def _is_open(hours: Hours, question: Mapping[str, Any]) -> bool:
    return hours_of(hours).is_open(_at(question, hours.zone))


def _next_opening(hours: Hours, question: Mapping[str, Any]) -> str:
    return told(_next(hours, question, opens=True))


def _next_closing(hours: Hours, question: Mapping[str, Any]) -> str:
    return told(_next(hours, question, opens=False))


def _next(hours: Hours, question: Mapping[str, Any], *, opens: bool) -> datetime:
    known, at = hours_of(hours), _at(question, hours.zone)
    while True:
        at = known.next_change(at)
        if known.is_open(at) == opens:
            return at


def _windows(hours: Hours, question: Mapping[str, Any]) -> list[list[str]]:
    zone = ZoneInfo(hours.zone)
    start, end = (instant(question[name]).astimezone(zone) for name in ("start", "end"))
    found = hours_of(hours).intervals(start, end)
    return [[told(begun), told(ended)] for begun, ended, state, *_ in found if str(state) == "open"]


QUESTIONS = {
    "is_open": _is_open,
    "next_opening": _next_opening,
    "next_closing": _next_closing,
    "windows": _windows,
}


def answer(asked: Asked) -> Any:
    return asked_of(QUESTIONS, asked)
