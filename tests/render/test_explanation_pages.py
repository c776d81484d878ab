"""An explanation as Markdown and as a page: its words, its table, and names that stay text."""

import re
from collections.abc import Callable
from typing import get_args

import pytest
from pictured import (
    CLOCK,
    EXPLAINED,
    NASTY,
    at,
    page_of,
    svg_of,
    weekly,
    words_of,
)

from slaclock import Explanation, Note, SlaClock, SlaPolicy, Target, Ticket
from slaclock.render import (
    evaluation_html,
    explanation_html,
    explanation_markdown,
    explanation_svg,
)
from slaclock.tickets.status import State


class TestEscaping:
    @pytest.mark.parametrize("name", NASTY)
    def test_names_are_text_everywhere(self, name: str) -> None:
        closed = weekly("Mon-Fri 09:00-18:00", holidays={"2026-11-26": name}, name=name)
        clock = SlaClock.starting(at("2026-11-25T15:00"), Target("12 business hours"), closed, subject=name)
        explanation = clock.pause(at("2026-11-25T16:00"), name).resume(at("2026-11-25T17:00"), name)
        explained = explanation.explain(at("2026-11-27T12:00"))
        explained = explained.model_copy(update={"notes": (Note(rule="R0", text=name),)})
        shown = name.replace("\x07", "\ufffd")
        assert shown in words_of(svg_of(explained))
        page = page_of(explanation_html(explained))
        assert shown in words_of(page)
        assert not list(page.iter("script"))
        assert not list(page_of(explained._repr_html_()).iter("script"))  # type: ignore[operator]

    def test_names_are_no_markup_in_markdown(self) -> None:
        explanation = CLOCK.explain(at("2026-11-24T16:00")).model_copy(update={"subject": "<b>|*x*\n`y`[z] _q_"})
        headline = explanation_markdown(explanation).splitlines()[0]
        assert headline.startswith("**&lt;b&gt;\\|\\*x\\* \\`y\\`\\[z\\] \\_q\\_: due")

    def test_a_ticket_is_text(self) -> None:
        policy = SlaPolicy.model_validate(
            {
                "name": NASTY[0],
                "timezone": "America/New_York",
                "schedules": {"office": "Mon-Fri 09:00-18:00"},
                "plans": {NASTY[0]: {"resolution": "8 business hours"}},
            }
        )
        ticket = Ticket(id=NASTY[0], plan=NASTY[0], opened=at("2026-11-24T15:00"))
        page = page_of(evaluation_html(policy.evaluate(ticket, at("2026-11-24T16:00"))))
        assert not list(page.iter("script"))


class TestWords:
    @pytest.mark.parametrize(
        ("case", "due", "standing"),
        [
            ("night-shift", "24 business hours: due on Monday 30 November 2026 at 06:00 EST", "That is 24 business"),
            ("not-started", "T-1: first response: due on Wednesday 25", "it has not started."),
            ("running", "due on Wednesday 25", "it is running: 1 h used of 8 business hours, 7 h left."),
            ("at-risk", "due on Wednesday 25", "it is at risk: 7 h 30 min used of 8 business hours, 30 min left."),
            ("paused", "due, if it goes on now, on Monday 30 November 2026 at 18:00", "it is paused, with 2 h used"),
            ("breached", "was due on Wednesday 25", "it is 3 h overdue after 8 business hours."),
            ("met", "was due on Wednesday 25", "It was done in time on Tue 24 Nov 2026 17:00 EST, with 2 h used"),
            ("stopped-late", "was due on Wednesday 25", "It was done late on Wed 25 Nov 2026 16:00 EST, 2 h overdue"),
            ("cancelled", "would have been due on Wednesday 25", "It was cancelled on Tue 24 Nov"),
        ],
    )
    def test_a_sentence_for_the_customer(self, case: str, due: str, standing: str) -> None:
        text = explanation_markdown(EXPLAINED[case])
        assert due in text.splitlines()[0]
        assert standing in text.splitlines()[1]
        page = words_of(page_of(explanation_html(EXPLAINED[case])))
        assert standing in page

    def test_the_table_has_a_row_for_each_stretch_and_its_total(self) -> None:
        rows = [line for line in explanation_markdown(EXPLAINED["night-shift"]).splitlines() if line.startswith("| ")]
        assert len(rows) == 1 + len(EXPLAINED["night-shift"].stretches)
        assert rows[-1] == "| Sun 29 Nov 22:00 – Mon 30 Nov 06:00 | counted | 8 h | 24 h |"

    def test_totals_of_days_are_days(self) -> None:
        text = explanation_markdown(EXPLAINED["business-days"])
        assert re.findall(r"day \d of 2", text) == ["day 1 of 2", "day 2 of 2"]
        assert "| counted | 7 h 30 min |  |" in text

    @pytest.mark.parametrize(("draw", "most"), [(explanation_markdown, 60), (explanation_html, 200)])
    def test_long_tables_say_what_they_leave_out(self, draw: Callable[[Explanation], str], most: int) -> None:
        text = draw(EXPLAINED["very-long"])
        assert re.search(r"\d+ stretches left out here", text)
        assert text.count("outside hours") < most

    def test_notes_come_last(self) -> None:
        assert explanation_markdown(EXPLAINED["night-shift"]).splitlines()[-1].startswith("- the target is used up")

    def test_a_bar_shows_what_is_used(self) -> None:
        assert 'style="width:25.0%"' in explanation_html(EXPLAINED["met"])
        assert 'aria-label="8 h used in time, 0 h left, 3 h overdue"' in explanation_html(EXPLAINED["breached"])
        assert 'class="meter"' not in explanation_html(EXPLAINED["night-shift"])
        assert 'class="meter"' not in explanation_html(EXPLAINED["met-in-days"])

    @pytest.mark.parametrize("state", get_args(State))
    def test_every_state_has_a_badge_of_its_own(self, state: str) -> None:
        explanation = EXPLAINED["running"].model_copy(update={"state": state})
        assert f'<span class="badge {state}">{state.replace("_", " ")}</span>' in explanation_html(explanation)

    @pytest.mark.parametrize("theme", ["light", "dark"])
    def test_light_and_dark_can_be_chosen(self, theme: str) -> None:
        page = explanation_html(EXPLAINED["running"])
        assert f'[data-theme="{theme}"] .slaclock' in page
        assert "prefers-color-scheme:dark" in explanation_svg(EXPLAINED["running"])
