"""slaclock computes with support hours: exact due dates, elapsed business time, and the reason why."""

from slaclock.declaration import FrozenMapping
from slaclock.errors import (
    ChoiceError,
    CoverageError,
    CoverageWarning,
    DeclarationError,
    HolidayError,
    HoursError,
    InstantRangeError,
    IntervalError,
    NaiveDatetimeError,
    NeverOpenError,
    PolicyFileError,
    Problem,
    SlaClockError,
    TargetError,
    UnknownNameError,
    ZoneError,
)
from slaclock.explanation import Explanation, Note, Stretch, explain
from slaclock.holidays import Holiday, HolidayCalendar, MarketHolidays, PublicHolidays, StatedHoliday
from slaclock.interval import Interval
from slaclock.policy import Notice, Plan, Promise, ScheduleEntry, SlaPolicy
from slaclock.schedule import Combination, Schedule
from slaclock.target import Target
from slaclock.window import ClockRange, ExceptionHours, Recurrence, SupportWindow

__version__ = "0.1.0"

__all__ = [
    "ChoiceError",
    "ClockRange",
    "Combination",
    "CoverageError",
    "CoverageWarning",
    "DeclarationError",
    "ExceptionHours",
    "Explanation",
    "FrozenMapping",
    "Holiday",
    "HolidayCalendar",
    "HolidayError",
    "HoursError",
    "InstantRangeError",
    "Interval",
    "IntervalError",
    "MarketHolidays",
    "NaiveDatetimeError",
    "NeverOpenError",
    "Note",
    "Notice",
    "Plan",
    "PolicyFileError",
    "Problem",
    "Promise",
    "PublicHolidays",
    "Recurrence",
    "Schedule",
    "ScheduleEntry",
    "SlaClockError",
    "SlaPolicy",
    "StatedHoliday",
    "Stretch",
    "SupportWindow",
    "Target",
    "TargetError",
    "UnknownNameError",
    "ZoneError",
    "explain",
]
