"""Charts of a report as SVG: attainment over months, how much of targets was used, and when late requests came."""

from __future__ import annotations

from collections.abc import Sequence

from slaclock.render import element, together
from slaclock.reports.reported import Month, Shape
from slaclock.reports.shapes import STEPS
from slaclock.safe import Markup, for_html

_WIDTH, _HEIGHT, _LEFT, _BELOW = 340.0, 170.0, 34.0, 22.0
_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ON_TIME = STEPS.index(100)

STYLE = """
.slaclock .charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(280px,1fr));gap:16px;margin:16px 0}
.slaclock figure{margin:0;padding:12px;border:1px solid var(--line);border-radius:8px;background:var(--surface)}
.slaclock figcaption{font-size:13px;color:var(--soft);margin-bottom:6px}
.slaclock .charts svg{width:100%;height:auto;display:block}
.slaclock .charts text{fill:var(--soft);font-size:11px}
.slaclock .charts .grid{stroke:var(--line)}
.slaclock .charts .kept{fill:var(--counted)}
.slaclock .charts .late{fill:var(--overdue)}
.slaclock .charts .empty{fill:var(--closed)}
"""


def charts(shape: Shape) -> Markup:
    """The charts of one metric, one beside the other."""
    drawn = (
        _figure("Attainment by month", _attainment(shape.months)),
        _figure("Share of the target that was used", _used(shape.used)),
        _figure("When requests came that were late", _late(shape.late)),
    )
    return element("div", *drawn, class_="charts")


def _figure(caption: str, drawing: Markup) -> Markup:
    return element("figure", element("figcaption", for_html(caption)), drawing)


def _drawing(label: str, parts: Sequence[Markup], height: float = _HEIGHT) -> Markup:
    title = element("title", for_html(label))
    return element("svg", title, together(parts), viewBox=f"0 0 {_WIDTH:g} {height:g}", role="img")


def _text(x: float, y: float, said: str, anchor: str = "middle") -> Markup:
    return element("text", for_html(said), x=x, y=y, text_anchor=anchor)


def _bars(heights: Sequence[tuple[float, str, str]], names: Sequence[str]) -> list[Markup]:
    """Bars of heights between 0 and 1, each with its class and what it says; every name that there is room for."""
    room = (_WIDTH - _LEFT) / max(len(heights), 1)
    ground = _HEIGHT - _BELOW
    parts = [element("line", x1=_LEFT, x2=_WIDTH, y1=ground, y2=ground, class_="grid")]
    every = max(1, -(-len(heights) * 44 // int(_WIDTH - _LEFT)))
    for place, ((height, style, said), name) in enumerate(zip(heights, names, strict=True)):
        x, tall = _LEFT + place * room, height * (ground - 10)
        parts.append(
            element(
                "rect",
                element("title", for_html(said)),
                x=x + room * 0.12,
                y=ground - tall,
                width=room * 0.76,
                height=tall,
                class_=style,
            )
        )
        if place % every == 0:
            parts.append(_text(x + room / 2, _HEIGHT - 6, name))
    return parts


def _attainment(months: Sequence[Month]) -> Markup:
    bars = []
    for each in months:
        share = each.met / (each.met + each.breached)
        bars.append((share, "kept", f"{each.month}: {share:.1%}, {each.met} met, {each.breached} breached"))
    parts = _bars(bars, [each.month[2:] for each in months])
    ground = _HEIGHT - _BELOW
    for share in (0.5, 1.0):
        y = ground - share * (ground - 10)
        parts += [
            element("line", x1=_LEFT, x2=_WIDTH, y1=y, y2=y, class_="grid", stroke_dasharray="2 3"),
            _text(_LEFT - 4, y + 4, f"{share:.0%}", "end"),
        ]
    said = "; ".join(title for _, _, title in bars)
    return _drawing(f"Attainment by month: {said}" if said else "Nothing was decided", parts)


def _used(counts: Sequence[int]) -> Markup:
    most = max([*counts, 1])
    names = [*(f"to {end}" for end in STEPS[1:]), f"over {STEPS[-1]}"]
    bars = [
        (count / most, "kept" if step < _ON_TIME else "late", f"{name} %: {count}")
        for step, (count, name) in enumerate(zip(counts, names, strict=True))
    ]
    said = "; ".join(title for _, _, title in bars)
    return _drawing(f"Share of the target that was used: {said}", _bars(bars, names))


def _late(rows: Sequence[Sequence[int]]) -> Markup:
    most = max(max(row) for row in rows)
    wide, tall = (_WIDTH - _LEFT) / 24, (_HEIGHT - _BELOW) / 7
    parts = []
    for day, row in enumerate(rows):
        parts.append(_text(_LEFT - 4, day * tall + tall * 0.7, _WEEK[day], "end"))
        for hour, count in enumerate(row):
            said = element("title", for_html(f"{_WEEK[day]} {hour:02}:00: {count}"))
            place = {"x": _LEFT + hour * wide + 0.5, "y": day * tall + 0.5, "width": wide - 1, "height": tall - 1}
            parts.append(element("rect", **place, class_="empty"))
            if count:
                strength = 0.25 + 0.75 * count / most
                parts.append(element("rect", said, **place, class_="late", fill_opacity=strength))
    parts += [_text(_LEFT + (hour + 0.5) * wide, _HEIGHT - 6, str(hour)) for hour in range(0, 24, 6)]
    total = sum(map(sum, rows))
    return _drawing(f"When requests came that were late, by weekday and hour: {total} in all", parts)
