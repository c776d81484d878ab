"""`Series.sla` and `DataFrame.sla` of pandas: the functions of `columns.py` where the columns are.

`import slaclock.pandas` registers both.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas

from slaclock import columns
from slaclock.hours import Boundary, DayRule, Ends, Schedule, Starts
from slaclock.policy import FIRST_RESPONSE, SlaPolicy


@pandas.api.extensions.register_series_accessor("sla")
class SeriesSla:
    """The questions about a column of instants; each gives a Series with its index and name.

    Examples:
        >>> opened = pandas.Series(pandas.to_datetime(["2026-11-20 16:00Z", "2026-11-21 09:00Z"]))
        >>> office = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00")
        >>> opened.sla.is_open(office).tolist()
        [True, False]
    """

    def __init__(self, series: Any) -> None:
        self._series = series

    def add(self, schedule: Schedule, duration: Any, boundary: Boundary = "closing") -> Any:
        """As `columns.add`."""
        return columns.add(schedule, self._series, duration, boundary)

    def elapsed(self, schedule: Schedule, end: Any) -> Any:
        """As `columns.elapsed`, from this column to another or to an instant."""
        return columns.elapsed(schedule, self._series, end)

    def is_open(self, schedule: Schedule) -> Any:
        """As `columns.is_open`."""
        return columns.is_open(schedule, self._series)

    def next_opening(self, schedule: Schedule) -> Any:
        """As `columns.next_opening`."""
        return columns.next_opening(schedule, self._series)

    def next_closing(self, schedule: Schedule) -> Any:
        """As `columns.next_closing`."""
        return columns.next_closing(schedule, self._series)

    def previous_opening(self, schedule: Schedule) -> Any:
        """As `columns.previous_opening`."""
        return columns.previous_opening(schedule, self._series)

    def previous_closing(self, schedule: Schedule) -> Any:
        """As `columns.previous_closing`."""
        return columns.previous_closing(schedule, self._series)

    def add_days(
        self,
        schedule: Schedule,
        days: int,
        rule: DayRule = "same_time",
        starts: Starts = "next_opening",
        ends: Ends = "next_opening",
        day_length: timedelta | None = None,
    ) -> Any:
        """As `columns.add_days`."""
        return columns.add_days(schedule, self._series, days, rule, starts, ends, day_length)

    def due(
        self,
        policy: SlaPolicy,
        plan: Any = None,
        priority: Any = None,
        metric: Any = FIRST_RESPONSE,
        channel: Any = None,
    ) -> Any:
        """As `columns.due`, of what was opened at these instants."""
        return columns.due(policy, self._series, plan, priority, metric, channel)

    def breached(
        self,
        policy: SlaPolicy,
        stopped: Any,
        now: Any,
        plan: Any = None,
        priority: Any = None,
        metric: Any = FIRST_RESPONSE,
        channel: Any = None,
    ) -> Any:
        """As `columns.breached`, of what was opened at these instants."""
        return columns.breached(policy, self._series, stopped, now, plan, priority, metric, channel)


@pandas.api.extensions.register_dataframe_accessor("sla")
class DataFrameSla:
    """The questions about a table; a text that is the name of a column stands for that column.

    Examples:
        >>> tickets = pandas.DataFrame({"opened": pandas.to_datetime(["2026-11-20 16:00Z"]), "urgency": ["P1"]})
        >>> policy = SlaPolicy.loads('''
        ... name: Example
        ... timezone: Europe/London
        ... schedules: {office: Mon-Fri 09:00-17:00}
        ... plans: {standard: {first_response: {P1: 2 business hours, P2: 2 business days}}}
        ... ''')
        >>> print(tickets.sla.due(policy, opened="opened", priority="urgency").iloc[0])
        2026-11-23 10:00:00+00:00
    """

    def __init__(self, frame: Any) -> None:
        self._frame = frame

    def elapsed(self, schedule: Schedule, start: Any, end: Any) -> Any:
        """As `columns.elapsed`."""
        return columns.elapsed(schedule, self._column(start), self._column(end))

    def due(
        self,
        policy: SlaPolicy,
        opened: Any,
        plan: Any = None,
        priority: Any = None,
        metric: Any = FIRST_RESPONSE,
        channel: Any = None,
    ) -> Any:
        """As `columns.due`."""
        names = map(self._column, (plan, priority, metric, channel))
        return columns.due(policy, self._column(opened), *names)

    def breached(
        self,
        policy: SlaPolicy,
        opened: Any,
        stopped: Any,
        now: Any,
        plan: Any = None,
        priority: Any = None,
        metric: Any = FIRST_RESPONSE,
        channel: Any = None,
    ) -> Any:
        """As `columns.breached`."""
        names = map(self._column, (plan, priority, metric, channel))
        return columns.breached(policy, *map(self._column, (opened, stopped, now)), *names)

    def _column(self, given: Any) -> Any:
        return self._frame[given] if isinstance(given, str) and given in self._frame.columns else given
