"""Texts of targets made by their grammar: whatever is put together is read as its parts say (R11, R19)."""

from contextlib import suppress
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import given, strategies as st
from test_phrase_book import READ

from slaclock import SlaClockError, Target
from slaclock.targets.target_text import read_target

UNITS = {
    "minutes": ("min", "mins", "minutes"),
    "hours": ("h", "hrs", "hours"),
    "days": ("d", "days"),
}
BUSINESS = ("business", "working", "support", "office", "service")
BESIDE = {
    "business": ("{} during {} hours", "{} within normal {} hours", "{} ({} hours)", "{}, {} hours only", "{} {}"),
    "calendar": ("{} 24x7", "{} (24/7)", "{} around the clock", "{}, calendar"),
}
NUMBERS = {2: ("2", "two", "2 (two)", "two (2)", "1-2", "1 or 2", "1 to 2"), 24: ("24", "twenty-four", "8–24")}
AROUND = (
    "{}",
    "within {}",
    "at most {}",
    "<= {}",
    "{} or less",
    "Max. {}",
    "{} of receipt",
    "  {}.  ",
    "no more than {}",
)


class Said(NamedTuple):
    """A text, and the target that it means."""

    text: str
    meant: Target


@st.composite
def amounts(draw: st.DrawFn) -> Said:
    """Put an amount together from a number, a basis before its unit or beside it, and words around it."""
    number = draw(st.sampled_from(tuple(NUMBERS)))
    unit = draw(st.sampled_from(tuple(UNITS)))
    basis = draw(st.sampled_from((None, "business", "calendar")))
    word = draw(st.sampled_from(BUSINESS)) if basis == "business" else "calendar"
    text = draw(st.sampled_from(NUMBERS[number]))
    if basis and draw(st.booleans()):
        text = f"{text} {word} {draw(st.sampled_from(UNITS[unit]))}"
    else:
        text = f"{text} {draw(st.sampled_from(UNITS[unit]))}"
        text = draw(st.sampled_from(BESIDE[basis])).format(text, word) if basis else text
    return Said(draw(st.sampled_from(AROUND)).format(text), meaning(number, unit, basis))


def meaning(number: int, unit: str, basis: str | None) -> Target:
    """State the same by name."""
    business = basis == "business"
    fields: dict[str, Any] = {"counts": "business_days" if business else "calendar_days", "days": number}
    if unit != "days":
        fields = {"counts": "open_time" if business else "calendar_time", "duration": timedelta(**{unit: number})}
    return Target(**fields, basis_stated=basis is not None)


@given(amounts())
def test_what_is_put_together_means_its_parts(said: Said) -> None:
    """Numbers, units, bases and the words around them mean the same in every order in which people write them."""
    assert Target(said.text).model_copy(update={"text": ""}) == said.meant


@given(amounts(), st.data())
def test_a_word_that_nobody_knows_is_refused_wherever_it_stands(said: Said, data: st.DataObject) -> None:
    """No word is passed over in silence."""
    words = said.text.split()
    place = data.draw(st.integers(0, len(words)))
    with pytest.raises(SlaClockError, match="parsec"):
        read_target(" ".join([*words[:place], "parsec", *words[place:]]))


@given(st.sampled_from([row.text for (row,) in (param.values for param in READ) if row.book == "targets"]))
def test_words_that_are_written_are_read_as_the_same(text: str) -> None:
    """A target in its own words is the same target, but for the length of its days."""
    target = Target(text)
    again = Target(target.written)
    kept = ("counts", "duration", "days", "months", "of", "names_day", "ends")
    assert [getattr(again, name) for name in kept] == [getattr(target, name) for name in kept]
    if target.day_rule != "hours":
        assert again.day_rule == target.day_rule


@given(st.text("1 2.,():-<=–abdhimnorstuwxyPT\n'", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but the library's own errors leaves the reader."""
    with suppress(SlaClockError):
        assert read_target(text)["text"] == text
