"""The report that a manager asks for: how far promises were kept, group by group, and where they were not.

A change to what is counted of many tickets, by what it is grouped and how that is shown goes here. It never knows of
files, nor how a ticket is evaluated: that it asks `columns`. Needs the extra `columns`.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.reports.reporting import Report as Report, report as report
    from slaclock.reports.tallies import Line as Line, Shares as Shares, Worst as Worst
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "reporting": "Report report",
            "tallies": "Line Shares Worst",
        },
    )
