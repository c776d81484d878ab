"""Texts of hours made by the grammar, in each language: what is put together is what is read (R3, R4, R19)."""

from collections.abc import Callable
from contextlib import suppress
from datetime import time
from typing import NamedTuple

import pytest
from hypothesis import given, strategies as st

from slaclock import HoursError, SupportWindow
from slaclock.hours import WEEK, reading_in


class Words(NamedTuple):
    """A few words of a language: its days from Monday, and what stands between days and between times."""

    code: str
    days: str
    to: str
    both: str
    before_times: tuple[str, ...]
    behind_times: tuple[str, ...]


LANGUAGES = (
    Words("en", "Monday Tue Wednesdays Thurs Fri. Saturday Sun", "to", "and", ("", "from "), ("", " hrs")),
    Words("de", "Montag Di Mittwochs Do Fr. Samstag So", "bis", "und", ("", "von "), ("", " Uhr")),
    Words("fr", "lundi mar mercredis jeu ven. samedi dim", "au", "et", ("", "de "), ("", " heures")),
    Words("es", "lunes mar miércoles jue vie. sabado dom", "a", "y", ("", "de "), ("", " horas")),
    Words("pt", "segunda-feira ter quarta qui sex. sábado dom", "a", "e", ("", "das "), ("", " horas")),
    Words("it", "lunedì mar mercoledì gio ven. sabato dom", "al", "e", ("", "dalle "), ("", " ore")),
    Words("nl", "maandag di woensdag do vr. zaterdag zo", "t/m", "en", ("", "van "), ("", " uur")),
)
Clock = tuple[int, int]
FACES: tuple[Callable[[int, int], str], ...] = (
    lambda hour, minute: f"{hour:02}:{minute:02}",
    lambda hour, minute: f"{hour:02}.{minute:02}",
    lambda hour, minute: f"{hour:02}{minute:02}",
    lambda hour, minute: f"{hour}h{minute:02}",
)
ENGLISH_FACE: Callable[[int, int], str] = lambda hour, minute: f"{hour % 12 or 12}:{minute:02} {'AP'[hour >= 12]}M"  # noqa: E731


class Text(NamedTuple):
    """What is written, and what it means: each day with its times."""

    code: str
    written: str
    means: frozenset[tuple[str, time, time]]


@st.composite
def day_phrases(draw: st.DrawFn, words: Words) -> tuple[str, frozenset[int]]:
    names = words.days.split()
    first, last = draw(st.tuples(*[st.integers(0, 6)] * 2))
    match draw(st.sampled_from(("one", "run", "dash", "list"))):
        case "one":
            return names[first], frozenset({first})
        case "list":
            join = draw(st.sampled_from((f" {words.both} ", ", ", " & ")))
            return f"{names[first]}{join}{names[last]}", frozenset({first, last})
        case form:
            days = frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))
            return f"{names[first]}{'–' if form == 'dash' else f' {words.to} '}{names[last]}", days


@st.composite
def time_phrases(draw: st.DrawFn, words: Words) -> tuple[str, tuple[tuple[time, time], ...]]:
    """One stretch of a day, or two of them, on the clock of 24 hours, in English on that of 12, too."""
    count = draw(st.sampled_from((2, 4)))
    quarters = sorted(draw(st.lists(st.integers(0, 95), min_size=count, max_size=count, unique=True)))
    face = draw(st.sampled_from((*FACES, *([ENGLISH_FACE] if words.code == "en" else []))))
    dash = draw(st.sampled_from(("-", " – ", *([" to "] if words.code == "en" else []))))
    readings = [divmod(15 * quarter, 60) for quarter in quarters]
    pairs = [(readings[place], readings[place + 1]) for place in range(0, count, 2)]
    text = ", ".join(f"{face(*opens)}{dash}{face(*closes)}" for opens, closes in pairs)
    before, behind = draw(st.sampled_from(words.before_times)), draw(st.sampled_from(words.behind_times))
    if face is not FACES[0]:
        behind = ""
    return before + text + behind, tuple((time(*opens), time(*closes)) for opens, closes in pairs)


@st.composite
def texts(draw: st.DrawFn) -> Text:
    """One rule or two, in one language."""
    words = draw(st.sampled_from(LANGUAGES))
    rules, means = [], set()
    for _ in range(draw(st.sampled_from((1, 2)))):
        days, numbers = draw(day_phrases(words))
        times, stretches = draw(time_phrases(words))
        times_first = words.code == "en" and draw(st.booleans())
        rules.append(f"{times}, {days}" if times_first else f"{days}{draw(st.sampled_from((' ', ': ', ', ')))}{times}")
        means |= {(WEEK[number], *stretch) for number in numbers for stretch in stretches}
    return Text(words.code, draw(st.sampled_from(("; ", "\n"))).join(rules), frozenset(means))


def read(text: str) -> set[tuple[str, time, time]]:
    return {(day, window.opens, window.closes) for window in SupportWindow.parse(text) for day in window.days}


class TestGrammar:
    """Whatever the grammar puts together."""

    @given(texts())
    def test_is_read_as_it_was_meant(self, text: Text) -> None:
        """With the language stated, and in capitals, too."""
        with reading_in(text.code):
            assert read(text.written) == text.means
            assert read(text.written.upper().replace("H", "h")) == text.means

    @given(texts())
    def test_says_the_same_without_a_stated_language_or_is_refused(self, text: Text) -> None:
        """What words of several languages mean differently is never taken for one of them."""
        with suppress(HoursError):
            assert read(text.written) == text.means

    @given(texts(), st.data())
    def test_a_piece_left_out_is_refused_or_means_less_than_it_says(self, text: Text, data: st.DataObject) -> None:
        """No text without one of its digits opens on a day that it does not name."""
        digits = [place for place, letter in enumerate(text.written) if letter.isdigit()]
        place = data.draw(st.sampled_from(digits))
        with reading_in(text.code):
            try:
                found = read(text.written[:place] + text.written[place + 1 :])
            except HoursError:
                return
        assert {day for day, _, _ in found} <= {day for day, _, _ in text.means}


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.code)
def test_every_day_of_the_tables_here_is_one_of_the_language(words: Words) -> None:
    with reading_in(words.code):
        found = [read(f"{name} 09:00-17:00") for name in words.days.split()]
    assert found == [{(day, time(9), time(17))} for day in WEEK]
