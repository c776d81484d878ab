"""Targets and promises in the words that customers read."""

import pytest

from slaclock import Schedule, Target, Threshold
from slaclock.review.promise_wording import level_words, option_words, target_words

OFFICE = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00", name="office")
ALWAYS_OPEN = Schedule(timezone="UTC", hours="24x7", name="always")
PATCHING = {"rrule": "FREQ=MONTHLY;BYDAY=1SU", "first": "2026-01-01", "opens": "22:00", "closes": "04:00"}


class TestTargets:
    """A target says what it counts."""

    @pytest.mark.parametrize(
        ("target", "schedule", "words"),
        [
            pytest.param(Target("4 business hours"), OFFICE, "4 business hours", id="open-time"),
            pytest.param(
                Target("4 business hours"), ALWAYS_OPEN, "4 hours, around the clock", id="open-time-that-is-always"
            ),
            pytest.param(Target("90 minutes"), OFFICE, "1 hour 30 minutes, around the clock", id="any-time"),
            pytest.param(Target("30 days"), OFFICE, "30 calendar days", id="calendar-days"),
            pytest.param(Target("1 month"), OFFICE, "1 calendar month", id="a-month"),
            pytest.param(Target("2 business days"), OFFICE, "2 business days", id="business-days"),
            pytest.param(
                Target("2 business days", day_rule="hours", day_length="8 hours"),
                OFFICE,
                "2 business days of 8 hours",
                id="days-as-hours",
            ),
            pytest.param(
                Target("same business day"), OFFICE, "by the close of the same business day", id="the-same-day"
            ),
            pytest.param(Target("same day by 4 PM"), OFFICE, "the same business day, by 16:00", id="by-a-time-today"),
        ],
    )
    def test_in_words(self, target: Target, schedule: Schedule, words: str) -> None:
        assert target_words(target, schedule) == words

    @pytest.mark.parametrize(
        ("target", "options"),
        [
            pytest.param(Target("4 business hours"), [], id="none"),
            pytest.param(
                Target("2 business days", starts="next_opening", ends="next_opening"), [], id="what-days-do-anyway"
            ),
            pytest.param(
                Target("2 business days", cut_off="15:00"),
                ["received after 15:00 counts from the next business day's opening"],
                id="a-cut-off",
            ),
            pytest.param(
                Target("2 business days", cut_off={"Mon-Fri": "16:00", "Sat": "11:00"}),
                ["received after 16:00 on Mon-Fri or 11:00 on Sat counts from the next business day's opening"],
                id="cut-offs-by-weekday",
            ),
            pytest.param(
                Target("2 business days", starts="at_once", ends="as_is"),
                ["counts at once, also when received while closed", "may be due while closed"],
                id="days-at-once",
            ),
            pytest.param(
                Target("4 hours", starts="next_opening", ends="16:00"),
                ["counts from the next opening when received while closed", "due at 16:00"],
                id="hours-with-both-ends",
            ),
            pytest.param(
                Target("4 hours", ends="previous_closing"),
                ["due at the closing before where it ends while closed"],
                id="back-to-the-closing",
            ),
            pytest.param(Target("next business day by 4 PM"), [], id="a-time-that-the-target-tells"),
            pytest.param(Target("1 day", ends="09:00"), [], id="a-time-on-a-calendar-day"),
        ],
    )
    def test_their_options(self, target: Target, options: list[str]) -> None:
        assert list(option_words(target)) == options


@pytest.mark.parametrize(
    ("threshold", "words"),
    [
        pytest.param("80%", "lead at 80%", id="a-share"),
        pytest.param("30 business minutes left", "lead with 30 business minutes left", id="what-is-left"),
        pytest.param("after 1 business hour", "lead after 1 business hour", id="what-was-used"),
        pytest.param("1 business hour after breach", "lead 1 business hour after breach", id="overdue"),
    ],
)
def test_who_hears_of_it(threshold: str, words: str) -> None:
    assert level_words(("lead", Threshold.model_validate(threshold))) == words
