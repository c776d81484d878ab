"""The report that a manager asks for: how far promises were kept, group by group, and where they were not.

A change to what is counted of many tickets, by what it is grouped and how that is shown goes here. It never knows of
files, nor how a ticket is evaluated: that it asks `columns`. Needs the extra `columns`.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.reports.reported import Line as Line, Reported as Reported, Shares as Shares, Worst as Worst
    from slaclock.reports.reporting import Report as Report, report as report
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "reported": "Line Reported Shares Worst",
            "reporting": "Report report",
        },
    )
