"""Hostile names in everything that is shown: each output holds nothing that its medium forbids."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest
from hostile_names import HOSTILE, IN_NO_PAGE, ON_NO_LINE
from html_reader import Reader
from icalendar import Calendar

from slaclock import Event, Explanation, Schedule, SlaClock, SlaPolicy, Target, Ticket
from slaclock.render import (
    evaluation_html,
    explanation_html,
    explanation_markdown,
    explanation_svg,
    hours_text,
    in_notebook,
    week_svg,
    year_html,
    year_ics,
    year_of,
    year_text,
)
from slaclock.review import check, compare, diff

OPENED, NOW = datetime(2026, 11, 25, 15, tzinfo=UTC), datetime(2026, 11, 27, 12, tzinfo=UTC)
FIRST, LAST = date(2026, 11, 20), date(2026, 12, 10)
HALVES = re.compile("[\ud800-\udfff]")


def hostile_schedule(name: str, hours: str = "Mon-Fri 09:00-18:00") -> Schedule:
    exceptions = {"2026-12-01": {"hours": "10:00-12:00", "name": name}}
    seasons = [{"first": "--12-07", "last": "--12-08", "hours": "Mon-Fri 10:00-12:00", "name": name}]
    holidays = {"2026-11-26": name}
    return Schedule(timezone="UTC", hours=hours, holidays=holidays, exceptions=exceptions, seasons=seasons, name=name)


def hostile_explanation(name: str) -> Explanation:
    clock = SlaClock.starting(OPENED, Target("12 business hours"), hostile_schedule(name), subject=name)
    return clock.pause(OPENED, name).resume(datetime(2026, 11, 25, 17, tzinfo=UTC), name).explain(NOW)


def hostile_policy(name: str, hours: str = "Mon-Fri 09:00-18:00", target: str = "4 hours") -> SlaPolicy:
    holidays = [{"date": "2026-11-26", "name": name}]
    return SlaPolicy.model_validate(
        {
            "name": name,
            "timezone": "UTC",
            "assumptions": [name],
            "holidays": holidays,
            "schedules": {f"{name} s": {"hours": hours}, f"{name} t": "Sat 10:00-12:00"},
            "closures": {f"{name} c": "Sun 02:00-03:00"},
            "escalations": {name: "after 1 hour"},
            "notices": {name: {"target": "2 business days", "schedule": f"{name} s"}},
            "plans": {
                f"{name} p": {
                    "schedule": f"{name} s",
                    "coverage": {name: f"{name} t"},
                    "metrics": {f"{name} m": {f"{name} P1": target, f"{name} P2": "2 business days"}},
                }
            },
            "metrics": {f"{name} m": {"starts": ["opened"], "stops": ["resolved"], "pauses_in": [name]}},
        }
    )


def hostile_ticket(name: str) -> Any:
    policy = hostile_policy(name)
    paused = Event(at=OPENED.replace(hour=16), kind="status_changed", status=name)
    ticket = Ticket(id=name, opened=OPENED, plan=f"{name} p", priority=f"{name} P1", events=(paused,))
    return policy.evaluate(ticket, NOW)


ON_SCREEN: dict[str, Callable[[str], str]] = {
    "explanation": lambda name: hostile_explanation(name).text(),
    "hours": lambda name: hours_text(hostile_schedule(name), FIRST, 20),
    "year": lambda name: year_text(year_of(hostile_schedule(name), 2026)),
    "check": lambda name: check(hostile_policy(name), FIRST).text(),
    "compare": lambda name: compare(hostile_policy(name)).text(),
    "diff": lambda name: hostile_difference(name).text(),
}
IN_MARKDOWN: dict[str, Callable[[str], str]] = {
    "explanation": lambda name: explanation_markdown(hostile_explanation(name)),
    "compare": lambda name: compare(hostile_policy(name)).markdown(),
    "diff": lambda name: hostile_difference(name).markdown(),
}
ON_A_PAGE: dict[str, Callable[[str], str]] = {
    "explanation": lambda name: explanation_html(hostile_explanation(name)),
    "ticket": lambda name: evaluation_html(hostile_ticket(name)),
    "year": lambda name: year_html(year_of(hostile_schedule(name), 2026)),
    "compare": lambda name: compare(hostile_policy(name)).html(),
    "notebook": lambda name: in_notebook(hostile_schedule(name)),
    "drawing": lambda name: explanation_svg(hostile_explanation(name)),
    "week": lambda name: week_svg(hostile_schedule(name)),
}


@cache
def hostile_difference(name: str) -> Any:
    new = hostile_policy(name, "Mon-Thu 09:00-18:00", "3 business hours")
    return diff(hostile_policy(name), new, FIRST, LAST)


def harmless(name: str) -> str:
    """The same name in letters, for what the output has without it."""
    return "".join(sign if sign.isalnum() else "x" for sign in HALVES.sub("x", name))


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("output", ON_SCREEN)
def test_a_terminal_is_not_moved(output: str, name: str) -> None:
    text = ON_SCREEN[output](name)
    assert not ON_NO_LINE & set(text.replace("\n", ""))


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("output", IN_MARKDOWN)
def test_markdown_has_the_lines_that_it_would_have(output: str, name: str) -> None:
    text = IN_MARKDOWN[output](name)
    assert not ON_NO_LINE & set(text.replace("\n", ""))
    assert len(text.splitlines()) == len(IN_MARKDOWN[output](harmless(name)).splitlines())
    assert set(re.findall(r"</?\w+", text)) <= {"<br"}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("output", ON_A_PAGE)
def test_a_page_has_the_elements_that_it_would_have(output: str, name: str) -> None:
    page = ON_A_PAGE[output](name)
    assert not IN_NO_PAGE & set(page)
    read, expected = Reader(page), Reader(ON_A_PAGE[output](harmless(name)))
    assert read.tags.keys() == expected.tags.keys()
    assert read.open == []


@pytest.mark.parametrize("name", HOSTILE)
def test_a_calendar_has_the_events_that_it_would_have(name: str) -> None:
    text = year_ics(hostile_schedule(name), 2026)
    assert not ON_NO_LINE & set(text.replace("\r\n", ""))
    events, expected = (
        Calendar.from_ical(each).walk("VEVENT") for each in (text, year_ics(hostile_schedule(harmless(name)), 2026))
    )
    assert [each["dtstart"].dt for each in events] == [each["dtstart"].dt for each in expected]


@pytest.mark.parametrize("output", [*ON_SCREEN.values(), *IN_MARKDOWN.values(), *ON_A_PAGE.values()])
def test_each_output_shows_the_names(output: Callable[[str], str]) -> None:
    """Else the tests above would have nothing to find."""
    assert "quetzal�" in output("quetzal\x9b")
