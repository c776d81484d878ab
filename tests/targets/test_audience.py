"""Words for who reads them: customers read no names that are a policy's own."""

from collections.abc import Callable
from typing import get_args

import pytest
from hypothesis import given, strategies as st

from slaclock import ChoiceError
from slaclock.targets import Audience, Kind, metric_words, status_words, text_words, zone_words
from slaclock.targets.audience import KINDS


@pytest.mark.parametrize(
    ("words", "name", "said"),
    [
        (metric_words, "first_response", "First response"),
        (metric_words, "resolution", "Resolution"),
        (status_words, "waiting_on_customer", "waiting for the customer"),
        (status_words, "waiting_on_third_party", "waiting for a third party"),
        (status_words, "waiting_on_support", "waiting for support"),
        (status_words, "waiting_on_parts_supplier", "waiting for parts supplier"),
        (status_words, "on_hold", "on hold"),
        (status_words, "Awaiting Reply", "Awaiting Reply"),
        (zone_words, "America/New_York", "New York time"),
        (zone_words, "America/Argentina/Buenos_Aires", "Buenos Aires time"),
        (zone_words, "US/Eastern", "US Eastern time"),
        (zone_words, "UTC", "UTC"),
        (zone_words, "UTC-05:00", "UTC-05:00"),
        (zone_words, "Etc/GMT+5", "UTC-05:00"),
        (zone_words, "Japan", "Japan"),
    ],
)
def test_a_name_is_said_to_customers_and_shown_to_engineers(
    words: Callable[[str, Audience], str], name: str, said: str
) -> None:
    assert words(name, "customer") == said
    assert words(name, "engineer") == name


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "office: Mon-Fri 09:00-18:00 America/New_York, holidays US",
            "office: Mon-Fri 09:00-18:00 New York time, holidays US",
            id="a-schedule",
        ),
        pytest.param(
            "Mon 08:00 Australia/Sydney - Fri 17:30 America/Los_Angeles",
            "Mon 08:00 Sydney time - Fri 17:30 Los Angeles time",
            id="two-zones",
        ),
        pytest.param("excluded: night_patching", "excluded: night patching", id="a-closure"),
        pytest.param("tier_2 (priority P1)", "tier 2 (priority P1)", id="a-plan"),
        pytest.param("plan 24x5_north", "plan 24x5 north", id="a-plan-that-begins-with-a-number"),
        pytest.param("1_000", "1_000", id="a-number"),
        pytest.param("agent_replied at noon.", "agent replied at noon.", id="an-event"),
        pytest.param("paused in waiting_on_customer.", "paused in waiting for the customer.", id="a-status"),
        pytest.param("holiday: US/Canada Friendship Day", "holiday: US/Canada Friendship Day", id="no-zone"),
        pytest.param("by jo_doe@example.com", "by jo_doe@example.com", id="an-address"),
        pytest.param("see https://example.com/a_b", "see https://example.com/a_b", id="a-link"),
        pytest.param("INC_1234", "INC_1234", id="an-id"),
        pytest.param("9 AM and/or 5 PM", "9 AM and/or 5 PM", id="plain-words"),
    ],
)
def test_a_text_is_said_to_customers_and_shown_to_engineers(text: str, said: str) -> None:
    assert text_words(text, "customer") == said
    assert text_words(text, "engineer") == text


@given(st.text("ab_/. ") | st.lists(st.sampled_from(["Europe/", "London", "a_b", " ", "_", "Etc/GMT-3"])).map("".join))
def test_what_was_said_is_said_so_again(text: str) -> None:
    """Words have no names in them, so nothing is put into words twice."""
    once = text_words(text, "customer")
    assert text_words(once, "customer") == once


@pytest.mark.parametrize("words", [metric_words, status_words, zone_words, text_words])
def test_there_are_two_audiences(words: Callable[[str, str], str]) -> None:
    with pytest.raises(ChoiceError, match="audience is 'customer' or 'engineer', not 'manager'"):
        words("first_response", "manager")


def test_every_kind_of_stretch_has_its_words() -> None:
    assert set(KINDS) == set(get_args(Kind))
