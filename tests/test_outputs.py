"""Hostile names in everything that is shown: each output holds nothing that its medium forbids."""

import re
from collections.abc import Callable

import pytest
from hostile_names import HOSTILE, IN_NO_PAGE, ON_NO_LINE, texts
from html_reader import Reader
from hypothesis import given, settings
from icalendar import Calendar
from outputs import IN_MARKDOWN, ON_A_PAGE, ON_SCREEN, named_schedule

from slaclock.render import year_ics

HALVES = re.compile("[\ud800-\udfff]")


SAYABLE = [name for name in HOSTILE if not HALVES.search(name)]
"""Names that can be declared: half a character cannot."""


def harmless(name: str) -> str:
    """The same name in letters, for what the output has without it."""
    return "".join(sign if sign.isalnum() else "x" for sign in HALVES.sub("x", name))


@pytest.mark.parametrize("name", SAYABLE)
@pytest.mark.parametrize("output", ON_SCREEN)
def test_a_terminal_is_not_moved(output: str, name: str) -> None:
    text = ON_SCREEN[output](name)
    assert not ON_NO_LINE & set(text.replace("\n", ""))


@pytest.mark.parametrize("name", SAYABLE)
@pytest.mark.parametrize("output", IN_MARKDOWN)
def test_markdown_has_the_lines_that_it_would_have(output: str, name: str) -> None:
    text = IN_MARKDOWN[output](name)
    assert not ON_NO_LINE & set(text.replace("\n", ""))
    assert len(text.splitlines()) == len(IN_MARKDOWN[output](harmless(name)).splitlines())
    assert set(re.findall(r"</?\w+", text)) <= {"<br"}


@pytest.mark.parametrize("name", SAYABLE)
@pytest.mark.parametrize("output", ON_A_PAGE)
def test_a_page_has_the_elements_that_it_would_have(output: str, name: str) -> None:
    page = ON_A_PAGE[output](name)
    assert not IN_NO_PAGE & set(page)
    read, expected = Reader(page), Reader(ON_A_PAGE[output](harmless(name)))
    assert read.tags.keys() == expected.tags.keys()
    assert read.open == []


@pytest.mark.parametrize("name", SAYABLE)
def test_a_calendar_has_the_events_that_it_would_have(name: str) -> None:
    text = year_ics(named_schedule(name), 2026)
    assert not ON_NO_LINE & set(text.replace("\r\n", ""))
    events, expected = (
        Calendar.from_ical(each).walk("VEVENT") for each in (text, year_ics(named_schedule(harmless(name)), 2026))
    )
    assert [each["dtstart"].dt for each in events] == [each["dtstart"].dt for each in expected]


@pytest.mark.parametrize("output", [*ON_SCREEN.values(), *IN_MARKDOWN.values(), *ON_A_PAGE.values()])
def test_each_output_shows_the_names(output: Callable[[str], str]) -> None:
    """Else the tests above would have nothing to find."""
    assert "quetzal�" in output("quetzal\x9b")


# Each example is shown in eight ways.
@settings(max_examples=25)
@given(texts)
def test_no_output_holds_what_its_medium_forbids(drawn: str) -> None:
    """Whatever schedules, holidays, subjects and pauses are called, nothing that is shown of them holds it."""
    name = f"n{drawn}"
    for shown in (
        *(ON_SCREEN[each](name) for each in ("explanation", "hours", "year")),
        IN_MARKDOWN["explanation"](name),
    ):
        assert not ON_NO_LINE & set(shown.replace("\n", ""))
    for page in (ON_A_PAGE[each](name) for each in ("explanation", "year", "notebook", "week")):
        assert not IN_NO_PAGE & set(page)
        assert Reader(page).open == []
