"""What people look at: explanations, tickets, weeks and years as text, Markdown, HTML, SVG and iCalendar.

A change to how something is drawn or laid out goes here. It never knows of policies, and computes nothing that
is not in what it draws.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.render.day_pictures import (
        DayPicture as DayPicture,
        hours_text as hours_text,
        picture_days as picture_days,
    )
    from slaclock.render.drawings import explanation_svg as explanation_svg, week_svg as week_svg
    from slaclock.render.explanation_pages import (
        explanation_html as explanation_html,
        explanation_markdown as explanation_markdown,
    )
    from slaclock.render.ics import year_ics as year_ics
    from slaclock.render.local_time import HOUR as HOUR, LocalTime as LocalTime
    from slaclock.render.markdown import markdown_row as markdown_row
    from slaclock.render.markup import element as element, together as together, void as void
    from slaclock.render.notebooks import in_notebook as in_notebook
    from slaclock.render.pages import (
        facts as facts,
        notes as notes,
        page as page,
        row as row,
        scrolled as scrolled,
        shared_style as shared_style,
        table as table,
        unbroken as unbroken,
    )
    from slaclock.render.ticket_pages import evaluation_html as evaluation_html
    from slaclock.render.wall_calendar import year_html as year_html, year_text as year_text
    from slaclock.render.year import Year as Year, YearDate as YearDate, year_of as year_of
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "day_pictures": "DayPicture hours_text picture_days",
            "drawings": "explanation_svg week_svg",
            "explanation_pages": "explanation_html explanation_markdown",
            "ics": "year_ics",
            "local_time": "HOUR LocalTime",
            "markdown": "markdown_row",
            "markup": "element together void",
            "notebooks": "in_notebook",
            "pages": "facts notes page row scrolled shared_style table unbroken",
            "ticket_pages": "evaluation_html",
            "wall_calendar": "year_html year_text",
            "year": "Year year_of YearDate",
        },
    )
