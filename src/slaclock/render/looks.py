"""How each kind of time and each mark looks: colours, patterns and signs, and its words in the legend."""

from __future__ import annotations

from typing import NamedTuple

from slaclock.render.markup import element
from slaclock.safe import Markup

STYLE = """
.slaclock text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;\
font-variant-numeric:tabular-nums;fill:var(--ink)}
.slaclock .sheet{fill:var(--surface)}
.slaclock text.soft{fill:var(--soft)}
.slaclock text.amount{font-weight:600}
.slaclock .grid{stroke:var(--line);stroke-width:1}
.slaclock .track{fill:none;stroke:var(--line);stroke-width:1}
.slaclock .fold{fill:none;stroke:var(--line);stroke-width:1;stroke-dasharray:2 3}
.slaclock text.inside{text-anchor:middle}
.slaclock .folded text{paint-order:stroke;stroke:var(--surface);stroke-width:4px}
.slaclock .outside_hours{fill:var(--closed)}
.slaclock .holiday,.slaclock .exception,.slaclock .season,.slaclock .excluded{stroke:var(--closure);stroke-width:.75}
.slaclock .open,.slaclock .any_time{fill:var(--counted);stroke:var(--surface)}
.slaclock .overdue{stroke:var(--overdue);stroke-width:1.5}
.slaclock .extra_time,.slaclock .waiting{fill:var(--closed);stroke:var(--soft);stroke-width:1}
.slaclock .waiting{stroke-dasharray:2 2}
.slaclock .superseded{fill:none;stroke:var(--counted);stroke-width:1.5;stroke-dasharray:5 3}
.slaclock .paused{stroke:var(--paused);stroke-width:1}
.slaclock .skipped{stroke:var(--soft);stroke-width:1;stroke-dasharray:1 2}
.slaclock .ahead.open,.slaclock .ahead.any_time{fill:var(--ahead);stroke:var(--counted);stroke-width:1.25}
.slaclock rect.ahead.outside_hours,.slaclock rect.ahead.holiday,.slaclock rect.ahead.exception,\
.slaclock rect.ahead.season,.slaclock rect.ahead.excluded{opacity:.6}
.slaclock text.on-fill{fill:var(--on-fill);font-weight:600}
.slaclock .mark{stroke:var(--ink);fill:none;stroke-width:1.5}
.slaclock .mark.due{stroke-width:3}
.slaclock .mark.breach{stroke:var(--overdue);stroke-width:3}
.slaclock .mark.now{stroke:var(--good);stroke-width:2;stroke-dasharray:4 2}
.slaclock .mark.stopped{stroke-dasharray:1 2;stroke-width:2}
.slaclock .sign{fill:var(--ink);stroke:var(--surface);stroke-width:2;paint-order:stroke}
.slaclock .sign.opened{fill:var(--surface);stroke:var(--ink);stroke-width:1.5}
.slaclock .sign.breach{fill:var(--overdue)}
.slaclock .sign.now{fill:var(--good)}
.slaclock text.flag{font-weight:600;paint-order:stroke;stroke:var(--surface);stroke-width:4px;\
stroke-linejoin:round}
"""

SIGNS = {
    "opened": "M-4 0A4 4 0 1 0 4 0A4 4 0 1 0 -4 0Z",
    "due": "M0 -5.5L5.5 0L0 5.5L-5.5 0Z",
    "breach": "M-5 -3L-3 -5L0 -2L3 -5L5 -3L2 0L5 3L3 5L0 2L-3 5L-5 3L-2 0Z",
    "stopped": "M-4 -4H4V4H-4Z",
    "now": "M-5 -4H5L0 5Z",
}
"""Each mark has a shape of its own: a ring, a diamond, a cross, a square and a triangle."""


class _Pattern(NamedTuple):
    """Lines repeated over an area, so that it is known without its colour."""

    kind: str
    size: int
    lines: str
    colour: str
    ground: str = "surface"
    width: float = 1


_SLANTED = "M-2 2L2 -2M0 8L8 0M6 10L10 6"
_PATTERNS = (
    _Pattern("paused", 8, _SLANTED, "paused", width=2),
    _Pattern("overdue", 8, f"{_SLANTED}M-2 6L2 10M0 0L8 8M6 -2L10 2", "surface", "overdue", 0.6),
    _Pattern("holiday", 6, "M2 3H4", "closure", "closed", 2),
    _Pattern("exception", 5, "M0 2.5H5", "closure", "closed"),
    _Pattern("season", 6, "M-1 5L1 7M0 0L6 6M5 -1L7 1", "closure", "closed"),
    _Pattern("excluded", 5, "M2.5 0V5", "closure", "closed"),
    _Pattern("skipped", 6, "M0 0L6 6M0 6L6 0", "line"),
)


PATTERNED = {kind for kind, *_ in _PATTERNS}


def patterns(prefix: str) -> Markup:
    """The patterns, each named after the drawing that refers to it: a page may hold several."""
    return element("defs", *(_drawn(prefix, pattern) for pattern in _PATTERNS))


def _drawn(prefix: str, pattern: _Pattern) -> Markup:
    kind, size, lines, colour, ground, width = pattern
    return element(
        "pattern",
        element("rect", width=size, height=size, style=f"fill:var(--{ground})"),
        element("path", d=lines, style=f"fill:none;stroke:var(--{colour});stroke-width:{width:g}"),
        id=f"{prefix}-{kind}",
        width=size,
        height=size,
        patternUnits="userSpaceOnUse",
    )


def pattern_style(prefix: str) -> str:
    """The style sheet that fills each kind with its pattern."""
    return "".join(f"#{prefix} .{kind}{{fill:url(#{prefix}-{kind})}}\n" for kind, *_ in _PATTERNS)


LEGEND: tuple[tuple[str, str], ...] = (
    ("open", "counted"),
    ("any_time", "counted"),
    ("open ahead", "will be counted"),
    ("any_time ahead", "will be counted"),
    ("overdue", "overdue"),
    ("paused", "paused"),
    ("superseded", "no longer counted"),
    ("waiting", "open, not counted yet"),
    ("extra_time", "open, not needed"),
    ("outside_hours", "outside hours"),
    ("holiday", "holiday"),
    ("exception", "exception"),
    ("season", "season"),
    ("excluded", "excluded"),
    ("skipped", "skipped by the clocks"),
)
