"""Calendars in files: which of them have hours and which have holidays, and all of them as one policy (R19)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from slaclock.adapters.ical.content import calendar_of
from slaclock.adapters.ical.events import is_whole_day
from slaclock.adapters.ical.policies import policy
from slaclock.adapters.policy_readings import PolicyReading
from slaclock.errors import PayloadError


def policy_of_answers(
    answers: Mapping[str, Any],
    timezone: str | None = None,
    name: str = "Calendar",
    *,
    only: Collection[str] = (),
    leave_out: Collection[str] = (),
) -> PolicyReading:
    """The policy that several calendars make together, whatever their order.

    A calendar has hours where it has an availability or an event that repeats at a time of day; others are feeds of
    holidays, as long as one has hours.

    Args:
        answers: Texts of calendars, by what messages call them: a file.
        timezone: IANA name of the zone of times that name none.
        name: What the policy is to be called.
        only: Names, categories or first lines of descriptions: all-day events with one of them are the holidays.
        leave_out: Names, categories or first lines of descriptions of all-day events that are none.

    Raises:
        PayloadError: None of them has hours, something in one cannot be read, or no event has a mark that is given.

    Rules: R19.
    """
    hours = {file: text for file, text in answers.items() if _has_hours(text, file)}
    feeds = {file: text for file, text in answers.items() if file not in hours}
    if not hours:
        hours = {file: text for file, text in feeds.items() if _has_times(text, file)}
        feeds = {file: text for file, text in feeds.items() if file not in hours}
    if not hours:
        means = "give a calendar of hours beside them, with an availability or with events at times of day"
        raise PayloadError("", f"these are all-day events alone, which are holidays; {means}")
    return policy(hours, feeds, timezone, only=only, leave_out=leave_out, name=name)


def _has_hours(text: Any, file: str) -> bool:
    calendar = calendar_of(text, (file,))
    repeated = (each for each in calendar.of_kind("VEVENT") if any(stated.value for stated in each.all("RRULE")))
    return bool(calendar.of_kind("VAVAILABILITY")) or not all(map(is_whole_day, repeated))


def _has_times(text: Any, file: str) -> bool:
    return not all(map(is_whole_day, calendar_of(text, (file,)).of_kind("VEVENT")))
