"""The built site, as a browser reads it: no page shows its markup, loads from elsewhere, or leads nowhere.

`nox -s docs` builds the site and then runs this.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import pytest
from paths import ROOT

SITE = ROOT / "site"
DOCS = ROOT / "docs"
PAGES = sorted(SITE.rglob("*.html"))
LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "srcset", "link": "href"}
"""What a browser loads without being asked, by tag; it follows the `href` of an `a` only when somebody clicks."""
VERBATIM = {"pre", "code", "script", "style", "svg"}
EMPTY = {"meta", "br", "img", "link", "input", "hr", "source", "wbr", "col"}


class Reference(NamedTuple):
    """Where a tag leads: the address as the page has it."""

    tag: str
    address: str


class Page(HTMLParser):
    """What a reader sees of a page and what a browser loads for it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.prose = [""]
        self.references: list[Reference] = []
        self.ids: set[str] = set()
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.ids.add(given.get("id", ""))
        name = LOADED.get(tag, "href" if tag == "a" else "")
        if name in given and given.get("rel") != "canonical":
            self.references.append(Reference(tag, given[name]))
        if tag not in EMPTY:
            self._open.append(tag)
        if tag in ("p", "td", "li", "h1", "h2"):
            self.prose.append("")

    def handle_endtag(self, tag: str) -> None:
        while tag in self._open and self._open.pop() != tag:
            continue

    def handle_data(self, data: str) -> None:
        self.prose[-1] += "…" if VERBATIM & set(self._open) else data


def markup_shown(page: Page) -> list[str]:
    """Passages in which Markdown was left as it stands: rows of tables, links, fences, names to render."""
    left = re.compile(r"^\s*\||\|\s*:?-{3,}|\]\(|\]\[|```|^\s*:::|--8<--", re.MULTILINE)
    return [passage for passage in page.prose if left.search(passage)]


def loaded_from_elsewhere(page: Page) -> list[Reference]:
    return [each for each in page.references if each.tag != "a" and re.match(r"(\w+:)?//", each.address)]


def dead_ends(page: Page, folder: Path) -> Iterator[str]:
    """Addresses within the site at which there is no file."""
    for _, address in page.references:
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or not parts.path:
            continue
        base = SITE if parts.path.startswith("/") else folder
        target = base / unquote(parts.path).lstrip("/")
        if not (target / "index.html" if target.is_dir() else target).is_file():
            yield address


def built(page: Path) -> Page:
    return Page(page.read_text(encoding="utf-8"))


named = pytest.mark.parametrize("page", PAGES, ids=[page.relative_to(SITE).as_posix() for page in PAGES])


def test_the_site_is_built() -> None:
    assert len(PAGES) > 20


@named
def test_no_page_shows_its_markup(page: Path) -> None:
    assert not markup_shown(built(page))


@named
def test_no_page_loads_anything_from_elsewhere(page: Path) -> None:
    assert not loaded_from_elsewhere(built(page))


@named
def test_every_address_leads_to_a_file(page: Path) -> None:
    assert not list(dead_ends(built(page), page.parent))


@named
def test_every_diagram_is_a_picture_and_every_table_scrolls(page: Path) -> None:
    html = page.read_text(encoding="utf-8")
    assert 'class="diagram"><code>' not in html
    assert html.count("<table>") == html.count('<div class="table" tabindex="0"><table>')


@pytest.mark.parametrize("sheet", sorted(SITE.rglob("*.css")), ids=lambda sheet: sheet.name)
def test_no_style_sheet_loads_anything_from_elsewhere(sheet: Path) -> None:
    assert not re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//", sheet.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.relative_to(DOCS).as_posix())
def test_every_page_is_in_the_navigation(page: Path) -> None:
    assert f": {page.relative_to(DOCS).as_posix()}\n" in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.relative_to(DOCS).as_posix())
def test_every_name_of_the_reference_is_shown(page: Path) -> None:
    names = re.findall(r"^::: (\S+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    place = page.relative_to(DOCS).with_suffix("")
    ids = built(SITE / place / "index.html").ids if names else set()
    assert not [name for name in names if name not in ids]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<p>| a | b |</p>", id="a-row-in-a-paragraph"),
        pytest.param("<p>word\n|---|---|</p>", id="the-rule-under-a-head"),
        pytest.param("<p>see [the rules][rules]</p>", id="a-link-without-its-address"),
        pytest.param("<p>see [the rules](rules.md)</p>", id="a-link-that-was-not-read"),
        pytest.param("<p>::: slaclock.Schedule</p>", id="a-name-that-was-not-rendered"),
    ],
)
def test_markup_that_is_shown_is_found(html: str) -> None:
    assert markup_shown(Page(html))


def test_markup_that_a_page_means_to_show_is_left_alone() -> None:
    assert not markup_shown(Page("<p>open with <code>|</code></p><pre><code>| a | b |\n|---|---|</code></pre>"))


@pytest.mark.parametrize(
    "html",
    [
        pytest.param('<script src="https://example.org/a.js"></script>', id="a-script"),
        pytest.param('<link rel="stylesheet" href="//example.org/a.css">', id="a-style-sheet"),
        pytest.param('<img src="https://example.org/a.png">', id="a-picture"),
    ],
)
def test_what_is_loaded_from_elsewhere_is_found(html: str) -> None:
    assert loaded_from_elsewhere(Page(html))


def test_a_link_may_lead_elsewhere() -> None:
    assert not loaded_from_elsewhere(Page('<a href="https://example.org">there</a>'))


def test_an_address_without_a_file_is_found() -> None:
    assert list(dead_ends(Page('<img src="nothing.svg"><a href="#here">here</a>'), SITE)) == ["nothing.svg"]
