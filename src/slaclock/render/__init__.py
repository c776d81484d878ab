"""What people look at: explanations, tickets, weeks and years as text, Markdown, HTML, SVG and iCalendar.

A change to how something is drawn or laid out goes here. It never knows of policies, and computes nothing that
is not in what it draws.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.render.drawings import (
        element as element,
        explanation_svg as explanation_svg,
        plain as plain,
        week_svg as week_svg,
    )
    from slaclock.render.ics import year_ics as year_ics
    from slaclock.render.pages import in_markdown as in_markdown, markdown_row as markdown_row, page as page
    from slaclock.render.pictures import (
        DayPicture as DayPicture,
        evaluation_html as evaluation_html,
        explanation_html as explanation_html,
        explanation_markdown as explanation_markdown,
        hours_text as hours_text,
        in_notebook as in_notebook,
        picture_days as picture_days,
    )
    from slaclock.render.rows import HOUR as HOUR, LocalTime as LocalTime, time_words as time_words
    from slaclock.render.wall_calendar import year_html as year_html, year_text as year_text
    from slaclock.render.year import Year as Year, YearDate as YearDate, year_of as year_of
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "drawings": "element explanation_svg plain week_svg",
            "ics": "year_ics",
            "pages": "in_markdown markdown_row page",
            "pictures": (
                "DayPicture evaluation_html explanation_html explanation_markdown hours_text in_notebook picture_days"
            ),
            "rows": "HOUR LocalTime time_words",
            "wall_calendar": "year_html year_text",
            "year": "Year year_of YearDate",
        },
    )
