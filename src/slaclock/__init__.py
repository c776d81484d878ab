"""slaclock computes with support hours: exact due dates, elapsed business time, and the reason why."""

from slaclock.clauses import Case, Notice, Plan, Promise, Received, ScheduleEntry
from slaclock.clock import SlaClock
from slaclock.declaration import FrozenMapping
from slaclock.errors import (
    ChoiceError,
    ClockError,
    ColumnError,
    CoverageError,
    CoverageWarning,
    DeclarationError,
    HolidayError,
    HoursError,
    InstantError,
    InstantRangeError,
    IntervalError,
    NaiveDatetimeError,
    NeverOpenError,
    PolicyFileError,
    Problem,
    RowError,
    SlaClockError,
    TargetError,
    TicketFileError,
    UnknownNameError,
    ZoneError,
)
from slaclock.explanation import Explanation, Note, Stretch, explain
from slaclock.goals import Attainment, Goal, Pursued
from slaclock.holidays import Holiday, HolidayCalendar, MarketHolidays, PublicHolidays, RelativeHoliday, StatedHoliday
from slaclock.interval import Interval
from slaclock.policy import Offer, OfferedIf, PolicyVersion, SlaPolicy
from slaclock.replay import ClockEvent, Promised
from slaclock.schedule import Combination, Schedule
from slaclock.status import Figures, Status, Warned
from slaclock.target import Choices, Target
from slaclock.thresholds import Threshold
from slaclock.ticket import AgendaItem, Evaluation, Event, Lifecycle, MetricStatus, Ticket
from slaclock.window import ClockRange, ExceptionHours, Recurrence, Season, SupportWindow, ZonedBlock

__version__ = "0.1.0"


def _repr_html_(shown: Explanation | Evaluation | Schedule) -> str:
    """What a notebook shows; drawn by `pictures`, which is loaded when there is something to show."""
    from slaclock.pictures import in_notebook

    return in_notebook(shown)


# Given to the classes here, so that what computes knows nothing of how it is shown.
for _shown in (Explanation, Evaluation, Schedule):
    setattr(_shown, _repr_html_.__name__, _repr_html_)

__all__ = [
    "AgendaItem",
    "Attainment",
    "Case",
    "ChoiceError",
    "Choices",
    "ClockError",
    "ClockEvent",
    "ClockRange",
    "ColumnError",
    "Combination",
    "CoverageError",
    "CoverageWarning",
    "DeclarationError",
    "Evaluation",
    "Event",
    "ExceptionHours",
    "Explanation",
    "Figures",
    "FrozenMapping",
    "Goal",
    "Holiday",
    "HolidayCalendar",
    "HolidayError",
    "HoursError",
    "InstantError",
    "InstantRangeError",
    "Interval",
    "IntervalError",
    "Lifecycle",
    "MarketHolidays",
    "MetricStatus",
    "NaiveDatetimeError",
    "NeverOpenError",
    "Note",
    "Notice",
    "Offer",
    "OfferedIf",
    "Plan",
    "PolicyFileError",
    "PolicyVersion",
    "Problem",
    "Promise",
    "Promised",
    "PublicHolidays",
    "Pursued",
    "Received",
    "Recurrence",
    "RelativeHoliday",
    "RowError",
    "Schedule",
    "ScheduleEntry",
    "Season",
    "SlaClock",
    "SlaClockError",
    "SlaPolicy",
    "StatedHoliday",
    "Status",
    "Stretch",
    "SupportWindow",
    "Target",
    "TargetError",
    "Threshold",
    "Ticket",
    "TicketFileError",
    "UnknownNameError",
    "Warned",
    "ZoneError",
    "ZonedBlock",
    "explain",
]
