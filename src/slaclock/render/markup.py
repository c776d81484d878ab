"""Elements of HTML and SVG: what is inside them is markup already, and their attributes are made safe."""

from __future__ import annotations

from collections.abc import Iterable

from slaclock.safe import Markup, for_html


def element(name: str, /, *inside: Markup, **attributes: str | float) -> Markup:
    """An element: its attributes are text, empty ones left out; what is inside it is markup."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(given)}"' for key, given in attributes.items() if given != ""
    )
    return Markup(f"<{name}{written}>{''.join(inside)}</{name}>")


def void(name: str, /, **attributes: str | float) -> Markup:
    """An element that has nothing inside: a field, or what is said of a page."""
    return Markup(f"{element(name, **attributes).removesuffix(f'></{name}>')}/>")


def together(parts: Iterable[Markup]) -> Markup:
    """Markup one after another."""
    return Markup("".join(parts))


def number(given: float) -> str:
    """A number as short as a drawing needs it."""
    return f"{round(given, 2):.10g}"


def _value(given: str | float) -> str:
    return for_html(given) if isinstance(given, str) else number(given)
