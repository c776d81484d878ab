"""The questions of `columns` where the columns of pandas are: `Series.sla` and `DataFrame.sla`, or typed, `sla(…)`.

`import slaclock.pandas` registers both. Type checkers and editors know of no accessors; `sla(series)` and `sla(frame)`
give the same, typed.
"""

from __future__ import annotations

from typing import Any, overload

import pandas

from slaclock.columns import OfColumn, OfTable, Question


@pandas.api.extensions.register_series_accessor("sla")
class SeriesSla(OfColumn[pandas.Series]):
    """The questions about a column of instants; each gives a Series with its index and name.

    Examples:
        >>> from slaclock import Schedule
        >>> opened = pandas.Series(pandas.to_datetime(["2026-11-20 16:00Z", "2026-11-21 09:00Z"]))
        >>> office = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00")
        >>> opened.sla.is_open(office).tolist()
        [True, False]
    """

    def __init__(self, series: Any) -> None:
        self._series = series

    def _answer(self, question: Question, arguments: dict[str, Any]) -> Any:
        return question.ask(**arguments, **{question.column: self._series}).sound_column()


@pandas.api.extensions.register_dataframe_accessor("sla")
class DataFrameSla(OfTable[pandas.Series]):
    """The questions about a table; a text that is the name of a column stands for that column.

    Examples:
        >>> from slaclock import SlaPolicy
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

    def _answer(self, question: Question, arguments: dict[str, Any]) -> Any:
        return question.ask(**question.with_columns(self._column, arguments)).sound_column()

    def _column(self, given: Any) -> Any:
        return self._frame[given] if isinstance(given, str) and given in self._frame.columns else given


@overload
def sla(of: pandas.DataFrame) -> DataFrameSla: ...
@overload
def sla(of: pandas.Series) -> SeriesSla: ...
def sla(of: Any) -> DataFrameSla | SeriesSla:
    """What is under `.sla` of a DataFrame or of a Series, typed.

    Examples:
        >>> from slaclock import Schedule
        >>> opened = pandas.Series(pandas.to_datetime(["2026-11-20 16:00Z", "2026-11-21 09:00Z"]))
        >>> office = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00")
        >>> sla(opened).is_open(office).tolist()
        [True, False]
    """
    return DataFrameSla(of) if isinstance(of, pandas.DataFrame) else SeriesSla(of)
