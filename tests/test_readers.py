"""Any text is read or refused by an error of our own, in bounded time; what is read stays what it is (R19, R21)."""

import time
import warnings
from contextlib import suppress

import pytest
from hypothesis import given, strategies as st
from readers import READERS, Reader

from slaclock import SlaClockError

SECONDS = 2
"""Of the processor, for one text: a second of a slow core is not missed for what else runs on it."""


def texts_like(reader: Reader) -> st.SearchStrategy[str]:
    """Texts around what a reader reads: its words in any order, and between them now and then anything."""
    noise = st.one_of(
        st.sampled_from((" ", "  ", "\n", "\t", ".", ":", "-", "٣", "é", "\x00", "\ud800")), st.text(max_size=3)
    )
    word = st.sampled_from(reader.words)
    cased = st.builds(lambda text, way: way(text), word, st.sampled_from((str, str.upper, str.title, str.swapcase)))
    pieces = st.lists(st.one_of(word, word, word, cased, noise), min_size=0, max_size=9)
    return st.builds(str.join, st.sampled_from((" ", " ", "")), pieces)


@pytest.mark.parametrize("name", READERS)
@given(data=st.data())
def test_any_text_is_read_or_refused_and_stays_what_it_is(name: str, data: st.DataObject) -> None:
    reader = READERS[name]
    text = data.draw(st.one_of(texts_like(reader), texts_like(reader), st.text(max_size=40)))
    began = time.process_time()
    with suppress(SlaClockError):
        found = reader.read(text)
        assert reader.again(found) == found
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("name", READERS)
def test_long_texts_are_refused_or_read_in_time(name: str) -> None:
    reader = READERS[name]
    for text in (reader.words[0] * 20_000, " " * 100_000, "a" * 100_000, "1" * 100_000, " ".join(reader.words) * 2_000):
        began = time.process_time()
        with warnings.catch_warnings(), pytest.raises(SlaClockError):
            reader.read(text)
        assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("name", READERS)
def test_each_reader_reads_some_of_its_words(name: str) -> None:
    """A reader that refused all that is drawn for it would pass everything above."""
    reader = READERS[name]

    def reads(text: str) -> bool:
        with suppress(SlaClockError):
            reader.read(text)
            return True
        return False

    assert any(map(reads, reader.words))


OTHER_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
OUR_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


@pytest.mark.parametrize("name", READERS)
@given(data=st.data())
def test_digits_of_another_script_are_refused_or_mean_the_same(name: str, data: st.DataObject) -> None:
    reader = READERS[name]
    text = data.draw(texts_like(reader)).translate(OUR_DIGITS)
    with suppress(SlaClockError):
        other = repr(reader.read(text.translate(OTHER_DIGITS)))
        assert other.translate(OUR_DIGITS) == repr(reader.read(text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("a target", "٤ business hours", id="a-target"),
        pytest.param("a goal", "٩٥% per month", id="a-goal"),
        pytest.param("weekly hours", "Mon-Fri ٠٩:٠٠-١٨:٠٠", id="hours"),
        pytest.param("weekly hours", "Sun-Thu ٢٢:٠٠-٠٦:٠٠", id="a-nought-that-says-the-morning"),
        pytest.param("weekly hours", "٢٤x٧", id="always"),
        pytest.param("a condition", "on Fri after ١٥:٠٠", id="a-condition"),
    ],
)
def test_what_people_write_is_read_with_digits_of_another_script(name: str, text: str) -> None:
    """Dates, zones and times of files are in digits of ASCII, as ISO 8601 has them."""
    read = READERS[name].read
    assert repr(read(text)).translate(OUR_DIGITS) == repr(read(text.translate(OUR_DIGITS)))
