"""What pages share: letters that a phone can show, frames that the keyboard scrolls, and colours with contrast."""

import re
import xml.etree.ElementTree as ET

import pytest
from outputs import ON_A_PAGE
from pictured import EXPLAINED, OFFICE, page_of

from slaclock.render import explanation_html, explanation_svg, in_notebook, week_svg
from slaclock.render.palette import colours

SMALLEST = 12
DRAWN = {"explanation": explanation_svg(EXPLAINED["paused"]), "week": week_svg(OFFICE)}


def colour_of(name: str, theme: int) -> tuple[float, float, float]:
    """A colour by name in light (0) or in dark (1), as what each of red, green and blue adds to the light."""
    found = re.findall(rf"--{name}:#(\w\w)(\w\w)(\w\w)", colours())
    red, green, blue = (int(part, 16) / 255 for part in found[theme])
    return tuple(v / 12.92 if v <= 0.03928 else ((v + 0.055) / 1.055) ** 2.4 for v in (red, green, blue))  # type: ignore[return-value]


def contrast(one: str, other: str, theme: int) -> float:
    """The contrast of two colours as WCAG 2 counts it."""
    lights = sorted(
        0.2126 * red + 0.7152 * green + 0.0722 * blue
        for red, green, blue in (colour_of(one, theme), colour_of(other, theme))
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        pytest.param("ink", "surface", id="what-is-said"),
        pytest.param("ink", "closed", id="what-is-said-on-the-page-itself"),
        pytest.param("ink", "ahead", id="an-amount-that-will-be-counted"),
        pytest.param("soft", "surface", id="what-goes-with-it"),
        pytest.param("soft", "closed", id="what-goes-with-it-on-the-page-itself"),
        pytest.param("on-fill", "counted", id="an-amount-that-was-counted"),
        pytest.param("on-fill", "overdue", id="the-word-breached"),
        pytest.param("late", "surface", id="what-is-overdue"),
        pytest.param("good", "surface", id="the-word-met"),
    ],
)
def test_letters_stand_out(text: str, ground: str, theme: int) -> None:
    """AA asks for 4.5."""
    assert contrast(text, ground, theme) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("line", ["counted", "overdue", "paused", "closure", "good", "soft"])
def test_frames_and_signs_stand_out(line: str, theme: int) -> None:
    """AA asks for 3 where something is drawn."""
    assert contrast(line, "surface", theme) >= 3


@pytest.mark.parametrize("output", ON_A_PAGE)
def test_no_letter_is_smaller_than_a_phone_can_show(output: str) -> None:
    sizes = [float(size) for size in re.findall(r"font(?:-size)?:(?:\w+ )?([\d.]+)px", ON_A_PAGE[output]("x"))]
    assert min(sizes) >= SMALLEST


@pytest.mark.parametrize("drawing", DRAWN.values(), ids=DRAWN)
def test_a_drawing_in_a_page_never_shrinks_its_letters_below_that(drawing: str) -> None:
    width = float(ET.fromstring(drawing).get("width", ""))
    (least,) = re.findall(r"\.drawing svg\{[^}]*min-width:(\d+)px", explanation_html(EXPLAINED["paused"]))
    smallest = min(float(size) for size in re.findall(r"font(?:-size)?:([\d.]+)px", drawing))
    assert smallest * float(least) / width >= SMALLEST


@pytest.mark.parametrize("output", ["explanation", "ticket", "compare"])
def test_what_may_be_wider_than_a_phone_scrolls_by_the_keyboard(output: str) -> None:
    page = page_of(ON_A_PAGE[output]("x"))
    frames = [each for each in page.iter("div") if each.get("class") == "drawing"]
    assert all((each.get("tabindex"), each.get("role")) == ("0", "region") for each in frames)
    assert all(each.get("aria-label") for each in frames)
    framed = [each for frame in frames for each in frame.iter()]
    wide = [each for each in page.iter() if each.tag.rpartition("}")[2] in ("table", "svg")]
    assert wide
    assert [each for each in wide if each not in framed] == []


@pytest.mark.parametrize("case", ["night-shift", "paused"])
def test_a_date_stays_on_one_line(case: str) -> None:
    """A stretch is broken between its two instants alone."""
    page = page_of(explanation_html(EXPLAINED[case]))
    whens = [row[0] for body in page.iter("tbody") for row in body]
    assert all([each.get("class") for each in when] == ["unbroken", "unbroken"] for when in whens)
    assert ".unbroken{white-space:nowrap}" in explanation_html(EXPLAINED[case])


def test_a_notebook_has_the_style_of_pages() -> None:
    assert ".unbroken{white-space:nowrap}" in in_notebook(OFFICE)
