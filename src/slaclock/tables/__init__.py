"""Files of tickets, and the engines that hold what is too much for one program.

A change to which files are read and written, to how their times and bad rows are treated, or to what an engine calls
goes here. It never knows how open time is counted: it asks `columns`.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.tables.bad_rows import BadRow as BadRow, BadRows as BadRows
    from slaclock.tables.batch import (
        Column as Column,
        Names as Names,
        Progress as Progress,
        Watcher as Watcher,
        run as run,
    )
    from slaclock.tables.engines import Array as Array, OnError as OnError
    from slaclock.tables.histories import History as History, read_history as read_history
    from slaclock.tables.history_batch import run_histories as run_histories
    from slaclock.tables.separators import separator_of as separator_of
    from slaclock.tables.summary import Summary as Summary
    from slaclock.tables.time_columns import TimeFormat as TimeFormat
    from slaclock.tables.writer import write_table as write_table
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "bad_rows": "BadRow BadRows",
            "batch": "Column Names Progress run Watcher",
            "engines": "Array OnError",
            "histories": "History read_history",
            "history_batch": "run_histories",
            "separators": "separator_of",
            "summary": "Summary",
            "time_columns": "TimeFormat",
            "writer": "write_table",
        },
    )
