"""What notebooks show."""

import pytest
from pictured import EXPLAINED, NIGHTS, OFFICE, PATCHING, POLICY, at, page_of, weekly, words_of

from slaclock import Schedule, Ticket


class TestNotebooks:
    def html(self, shown: object) -> str:
        """What a notebook gets from an object."""
        return words_of(page_of(shown._repr_html_()))  # type: ignore[attr-defined]

    def test_an_explanation(self) -> None:
        assert "Due on Wednesday 25 November 2026" in self.html(EXPLAINED["running"])

    def test_a_ticket(self) -> None:
        ticket = Ticket(id="T-1", opened=at("2026-06-01T10:00"))
        assert "Ticket T-1" in self.html(POLICY.evaluate(ticket, at("2026-06-01T11:00")))

    def test_a_schedules_usual_week_and_what_depends_on_dates_in_words(self) -> None:
        text = self.html(OFFICE)
        assert "Holidays US" in text
        assert "Fri 27 Nov 2026: 09:00-13:00 (Black Friday)" in text
        assert "Thu 24 Dec 2026: closed" in text

    def test_seasons_are_told_in_words(self) -> None:
        seasons = [{"first": "--06-01", "last": "--08-31", "hours": "Mon-Fri 09:00-13:00", "name": "Summer hours"}]
        seasons += [{"first": "2027-01-01", "hours": "closed"}]
        assert "--06-01 to --08-31: Mon-Fri 09:00-13:00 (Summer hours)" in self.html(
            weekly("Mon-Fri 09:00-18:00", seasons=seasons)
        )

    def test_a_recurrence(self) -> None:
        rule = {"rrule": "FREQ=MONTHLY;BYDAY=1SA", "first": "2026-01-01", "opens": "22:00", "closes": "04:00"}
        patching = Schedule.model_validate({"timezone": "America/New_York", "hours": rule})
        assert "FREQ=MONTHLY;BYDAY=1SA from 2026-01-01 22:00-04:00" in self.html(patching)

    @pytest.mark.parametrize(
        ("schedule", "words"),
        [(OFFICE | NIGHTS, "any of these is"), (OFFICE & NIGHTS, "all of these are"), (NIGHTS - PATCHING, "no other")],
    )
    def test_a_combination_shows_its_parts(self, schedule: Schedule, words: str) -> None:
        text = self.html(schedule)
        assert words in text
        assert text.count("Time zone") == 2
