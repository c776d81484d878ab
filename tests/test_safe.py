"""Text from outside in each medium: what must not get in, and what is left as it is."""

import csv
import html
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest
from hostile_names import HALVES, HOSTILE, IN_NO_PAGE, ON_NO_LINE, texts
from html_reader import Reader
from hypothesis import example, given, strategies as st
from icalendar import Calendar, Event
from markdown_it import MarkdownIt

from slaclock.safe import for_csv, for_html, for_icalendar, for_json, for_markdown, for_svg, for_terminal

SAFE = (
    "Thanksgiving Day",
    "Día de Muertos",
    "émigré – 2½ h",
    "支援時間",
    "دعم\u200f العملاء",
    "👩‍🚒\u00a0team",
    "first_response",
)
MEDIA: dict[str, tuple[Callable[[str], str], set[str]]] = {
    "terminal": (for_terminal, ON_NO_LINE),
    "html": (for_html, IN_NO_PAGE | {"<", ">", '"', "'"}),
    "svg": (for_svg, IN_NO_PAGE | {"<", ">", '"', "'"}),
    "markdown": (for_markdown, ON_NO_LINE | {"<", ">"}),
    "csv": (for_csv, HALVES),
    "icalendar": (for_icalendar, ON_NO_LINE),
    "json": (for_json, IN_NO_PAGE),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("medium", MEDIA)
def test_a_hostile_name_holds_nothing_that_the_medium_forbids(medium: str, name: str) -> None:
    make_safe, forbidden = MEDIA[medium]
    assert not forbidden & set(make_safe(name))


@pytest.mark.parametrize("name", SAFE)
@pytest.mark.parametrize("medium", MEDIA)
def test_what_is_safe_is_left_as_it_is(medium: str, name: str) -> None:
    assert MEDIA[medium][0](name) == name


@given(texts)
def test_no_text_holds_what_its_medium_forbids(text: str) -> None:
    """Whatever is written, what stands on a screen, in a page or in a file is free of what these forbid."""
    assert [medium for medium, (make_safe, forbidden) in MEDIA.items() if forbidden & set(make_safe(text))] == []


@given(texts)
def test_only_what_is_forbidden_is_taken(text: str) -> None:
    """A text without anything that its medium forbids or gives a meaning is left as it is, letter by letter."""
    for medium, (make_safe, forbidden) in MEDIA.items():
        meaning = set("&\\`*_[]|~#=+-@:.) ") if medium == "markdown" else {"&"} if medium in ("html", "svg") else set()
        kept = "".join(sign for sign in text if sign not in forbidden | meaning)
        assert make_safe(kept) == kept


class TestTerminal:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            pytest.param("a\nb\tc", "a b c", id="a-name-ends-no-line"),
            pytest.param("a\x1b[2Jb", "a�[2Jb", id="an-escape-is-seen"),
            pytest.param("a\u202eb", "a�b", id="letters-are-not-turned-around"),
        ],
    )
    def test_what_stands_instead(self, text: str, expected: str) -> None:
        assert for_terminal(text) == expected

    def test_lines_of_ours_are_kept_and_nothing_else(self) -> None:
        assert for_terminal("one\ntwo\r\x1b[2Jthree\u2028", keep_lines=True) == "one\ntwo �[2Jthree "

    @given(texts)
    def test_lines_are_kept_one_by_one(self, text: str) -> None:
        """A whole text is safe exactly as its lines are, each by itself."""
        assert for_terminal(text, keep_lines=True) == "\n".join(map(for_terminal, text.split("\n")))


class TestPages:
    @given(texts)
    @example('"><img src=x onerror=alert(1)>')
    def test_a_browser_reads_text(self, text: str) -> None:
        """In an element and in an attribute, a browser finds the text and no markup."""
        page = Reader(f'<p title="{for_html(text)}">{for_html(text)}</p>')
        assert (dict(page.tags), page.open) == ({"p": 1}, [])
        assert page.text == html.unescape(for_html(text))

    @given(texts)
    def test_a_drawing_is_well_formed(self, text: str) -> None:
        """XML takes it, in an element and in an attribute, as the same text."""
        read = ET.fromstring(f'<text title="{for_svg(text)}">{for_svg(text)}</text>')
        assert "".join(read.itertext()) == html.unescape(for_svg(text)).replace("\r\n", "\n").replace("\r", "\n")


MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
PLACES = {
    "paragraph": ("{}", "<p>{}</p>"),
    "list": ("- {}", "<ul> <li>{}</li> </ul>"),
    "heading": ("### {}", "<h3>{}</h3>"),
    "strong": ("**x: {}.**", "<p><strong>x: {}.</strong></p>"),
    "cell": ("| {} |\n|:--|", "<table> <thead> <tr> <th>{}</th> </tr> </thead> </table>"),
    "after-a-line": ("line\n{}", "<p>line {}</p>"),
}


class TestMarkdown:
    @pytest.mark.parametrize("place", PLACES)
    @pytest.mark.parametrize("name", [*HOSTILE, "- - -", "===", "10. ten", "12) x", "+ x", "a:--b", "&amp;#", "#", "_"])
    def test_a_hostile_name_is_text(self, place: str, name: str) -> None:
        assert shown(place, name) == said(name)

    @pytest.mark.parametrize("name", ["https://example.com", "see WWW.example.com", "mailto:a@example.com", "wwww.x"])
    def test_what_sites_make_links_of_is_written_otherwise(self, name: str) -> None:
        assert not re.search(r"://|www\.|@", for_markdown(name), re.IGNORECASE)

    @given(texts, st.sampled_from(sorted(PLACES)))
    def test_any_text_is_text_anywhere(self, text: str, place: str) -> None:
        """Where Markdown is rendered, each place shows the words of the text and no markup that they brought."""
        if said(text):
            assert shown(place, text) == said(text)


def shown(place: str, text: str) -> str:
    """What a reader sees of a text at a place; the markup is what the place alone has."""
    written, around = PLACES[place]
    before, after = around.split("{}")
    rendered = MARKDOWN.render(written.format(for_markdown(text))).replace(' style="text-align:left"', "")
    markup = re.sub(r"[ \n\t]+", " ", rendered)
    page = Reader(markup)
    assert dict(page.tags) == dict(Reader(around).tags)
    words = html.unescape(re.sub(r"<[^>]*>", "", markup)).strip()
    inner = [re.sub(r"<[^>]*>", "", part).strip() for part in (before, after)]
    return words.removeprefix(inner[0]).removesuffix(inner[1]).strip()


def said(text: str) -> str:
    """The words of a text, as a page shows them."""
    return re.sub(r"[ \n\t]+", " ", for_terminal(text)).strip()


class TestCells:
    @pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
    def test_what_a_spreadsheet_would_compute(self, sign: str) -> None:
        assert for_csv(f"{sign}1") == f"{sign}1"
        assert for_csv(f"{sign}1", formulas="quoted") == f"'{sign}1"
        assert for_csv(f"a{sign}1", formulas="quoted") == f"a{sign}1"

    @given(st.lists(texts, min_size=1))
    def test_programs_read_what_was_written(self, cells: list[str]) -> None:
        """Kept cells come back from a file as they were, but for halves of letters, which no file can hold."""
        file = io.StringIO(newline="")
        csv.writer(file).writerow([for_csv(cell) for cell in cells])
        (read,) = csv.reader(io.StringIO(file.getvalue(), newline=""))
        assert read == [re.sub("[\ud800-\udfff]", "�", cell) for cell in cells]
        assert file.getvalue().encode()

    @given(texts)
    def test_quoted_cells_are_never_computed(self, cell: str) -> None:
        """However a cell begins, quoted it does not begin with a sign that a spreadsheet obeys."""
        assert not re.match(r"[=+\-@\t\r]", for_csv(cell, formulas="quoted"))


class TestCalendars:
    @given(texts)
    def test_a_calendar_reads_one_event(self, text: str) -> None:
        """A name adds neither a line nor an event, and comes back as it was."""
        calendar, event = Calendar(), Event()
        event.add("summary", for_icalendar(text))
        calendar.add_component(event)
        (read,) = Calendar.from_ical(calendar.to_ical()).walk("VEVENT")
        assert set(read) <= {"SUMMARY"}
        assert str(read["summary"]) == for_icalendar(text)


class TestJson:
    @given(st.dictionaries(texts, texts))
    def test_a_program_reads_what_was_meant(self, value: dict[str, str]) -> None:
        """What is written as an escape is the same value, and the file can be encoded."""
        for indent in (None, 2, "\t"):
            written = for_json(json.dumps(value, ensure_ascii=False, indent=indent))
            assert json.loads(written) == value
            assert written.encode()
            assert for_json(written) == written
