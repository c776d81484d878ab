"""What pages share: one that needs nothing else, in light and in dark, with lists of facts and tables that scroll."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from slaclock.render.markup import element, together
from slaclock.render.palette import colours
from slaclock.safe import Markup, for_html

_HEAD = Markup(
    '<meta charset="utf-8"/><meta name="viewport" content="width=device-width"/>'
    '<meta name="color-scheme" content="light dark"/>'
)


def page(title: str, body: Markup, style: str = "") -> str:
    """A page of HTML with a title, its contents, and a style added to the one that pages share."""
    head = element("head", _HEAD, element("title", for_html(title)), page_style(style))
    return "<!DOCTYPE html>\n" + element("html", head, element("body", body, class_="slaclock page"), lang="en")


def page_style(added: str = "") -> Markup:
    """The style sheet that pages share, with what is added to it."""
    return element("style", Markup(shared_style() + added))


def shared_style() -> str:
    """The text of the style sheet that pages share."""
    return colours() + _STYLE


def facts(said: Mapping[str, str]) -> Markup:
    """Facts by name, one beside the other; those that say nothing are left out."""
    rows = (
        element("div", element("dt", for_html(name)), element("dd", for_html(fact)))
        for name, fact in said.items()
        if fact
    )
    return element("dl", *rows, class_="facts")


def notes(texts: Iterable[str]) -> Markup:
    """Texts as a list; nothing where there are none."""
    items = [element("li", for_html(text)) for text in texts]
    return element("ul", *items, class_="notes") if items else Markup("")


def table(label: str, heads: Iterable[str], rows: Iterable[Markup], style: str = "") -> Markup:
    """Rows below their heads, in a frame that scrolls where they are too wide; the label says what they are."""
    head = element("tr", *(element("th", for_html(name), scope="col") for name in heads))
    return scrolled(label, element("table", element("thead", head), element("tbody", *rows), class_=style))


def row(cells: Iterable[Markup], style: str = "") -> Markup:
    """A row of cells."""
    return element("tr", *(element("td", cell) for cell in cells), class_=style)


def unbroken(text: str) -> Markup:
    """Text that stays on one line, such as a date."""
    return element("span", for_html(text), class_="unbroken")


def scrolled(label: str, *inside: Markup) -> Markup:
    """A frame around what may be wider than the page: the keyboard reaches it and scrolls it."""
    return element("div", together(inside), class_="drawing", role="region", aria_label=label, tabindex="0")


_STYLE = """
.slaclock{color:var(--ink);font:15px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",\
Arial,sans-serif;font-variant-numeric:tabular-nums}
.slaclock.page{margin:0;background:var(--closed)}
.slaclock main{max-width:1140px;margin:0 auto;padding:24px 16px}
.slaclock h1{font-size:26px;margin:0 0 16px}
.slaclock h2{font-size:20px;margin:16px 0 12px}
.slaclock table{border-collapse:collapse;width:100%;font-size:14px}
.slaclock th,.slaclock td{text-align:left;padding:6px 14px;border-top:1px solid var(--line);background:none;\
color:var(--ink)}
.slaclock .drawing{overflow-x:auto;margin:16px 0;border-radius:8px;border:1px solid var(--line);\
background:var(--surface)}
.slaclock .facts{display:flex;flex-wrap:wrap;gap:8px 28px;margin:14px 0}
.slaclock .facts dt{font-size:12px;color:var(--soft)}
.slaclock .facts dd{margin:0;font-weight:600}
.slaclock .notes{color:var(--soft);margin:12px 0;padding-left:22px}
.slaclock .drawing:focus-visible{outline:2px solid var(--counted);outline-offset:2px}
.slaclock .unbroken{white-space:nowrap}
.slaclock a{color:inherit}
@media (max-width:600px){.slaclock th,.slaclock td{padding:6px 8px}}
@media print{.slaclock.page{background:none}.slaclock main{padding:0;max-width:none}\
.slaclock .drawing{overflow:visible}.slaclock h1,.slaclock h2{break-after:avoid}.slaclock tr{break-inside:avoid}}
"""
