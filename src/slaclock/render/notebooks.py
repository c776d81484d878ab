"""What a notebook shows of an explanation, a ticket and a schedule."""

from __future__ import annotations

from collections.abc import Iterator

from slaclock.hours import Combination, ExceptionHours, Schedule, Season, short_date, single_date
from slaclock.render.drawings import week_svg
from slaclock.render.explanation_pages import STYLE, explained
from slaclock.render.explanation_summary import name_of
from slaclock.render.markup import element
from slaclock.render.pages import facts, notes, page_style, scrolled
from slaclock.render.ticket_pages import evaluated
from slaclock.safe import Markup, for_html
from slaclock.targets import Explanation
from slaclock.tickets import Evaluation


def in_notebook(shown: Explanation | Evaluation | Schedule) -> str:
    """What a notebook shows of an explanation, an evaluation or a schedule."""
    return element("article", page_style(STYLE), *_inside(shown), class_="slaclock")


def _inside(shown: Explanation | Evaluation | Schedule) -> Iterator[Markup]:
    match shown:
        case Explanation():
            yield element("h2", for_html(name_of(shown)))
            yield explained(shown, "engineer")
        case Evaluation():
            yield from evaluated(shown, "engineer")
        case _:
            yield from _schedule(shown)


def _schedule(schedule: Schedule) -> Iterator[Markup]:
    """The usual week; what depends on a date, as words, since nothing here knows today."""
    name = schedule.name or str(schedule)
    yield element("h2", for_html(name))
    if isinstance(schedule.hours, Combination):
        yield element("p", for_html(f"Open when {_OPEN_WHEN[schedule.hours.combine]}:"))
        yield from (text for part in schedule.hours.schedules for text in _schedule(part))
        return
    if isinstance(schedule.hours, tuple):
        yield scrolled(f"Usual week of {name}", week_svg(schedule, "engineer"))
    else:
        yield element("p", for_html(str(schedule.hours)))
    yield facts({"Time zone": schedule.timezone, "Holidays": schedule.holidays.words})
    yield notes([*map(_season_words, schedule.seasons), *map(_exception_words, schedule.exceptions)])


_OPEN_WHEN = {
    "union": "any of these is",
    "intersection": "all of these are",
    "difference": "the first of these is and no other",
}


def _season_words(season: Season) -> str:
    span = f"{season.first} to {season.last}" if season.last else f"from {season.first}"
    hours = "; ".join(map(str, season.hours)) or "closed"
    return f"{span}: {hours}{f' ({season.name})' if season.name else ''}"


def _exception_words(exception: ExceptionHours) -> str:
    hours = ", ".join(map(str, exception.hours)) or "closed"
    name = f" ({exception.name})" if exception.name else ""
    day = single_date(exception)
    occasion = f"{short_date(day)} {day.year}" if day else exception.occasion.replace("_", " ")
    return f"{occasion}: {hours}{name}"
