"""Timelines as SVG: a row for each local date, from midnight to midnight, placed by what the clocks showed (R2)."""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import accumulate
from typing import NamedTuple

from slaclock.hours import ZERO, Schedule, zone_named
from slaclock.render.rows import HOUR, MANY_DATES, Mark, Piece, Row, clock_words, timeline_rows, usual_week
from slaclock.targets import Explanation, short_duration


def explanation_svg(explanation: Explanation) -> str:
    """The timeline of an explanation as an SVG that needs nothing else, in light and in dark.

    A row is a date of the explanation's zone. Where clocks go forward, the skipped readings are
    marked; where they go back, the repeated ones are drawn one above the other. Runs of dates that
    are alike are folded into one thin row, and of very many rows the middle is left out, which it says.

    Args:
        explanation: Any explanation.

    Example:
        >>> from datetime import datetime
        >>> from zoneinfo import ZoneInfo
        >>> from slaclock import explain
        >>> from slaclock import Target
        >>> office = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00")
        >>> opened = datetime(2026, 11, 20, 16, tzinfo=ZoneInfo("Europe/London"))
        >>> svg = explanation_svg(explain(Target("2 business hours"), office, opened))
        >>> svg.startswith("<svg"), "due 10:00" in svg
        (True, True)

    Rules: R2, R3, R7.
    """
    rows = timeline_rows(explanation)
    zone = zone_named(explanation.timezone)
    label = f"opened {clock_words(explanation.opened, zone)}, due {clock_words(explanation.due, zone)}"
    label = f"{explanation.subject}: {label}" if explanation.subject else label
    return _document(rows, _explanation_legend(rows), label, f"Each row is a date in {explanation.timezone}.")


def week_svg(schedule: Schedule) -> str:
    """The usual week of a schedule with weekly hours, without its holidays and exceptions."""
    rows = [
        Row(name, pieces, amount=short_duration(sum((each.counted for each in pieces), ZERO)) if pieces else "closed")
        for name, pieces in usual_week(schedule)
    ]
    label = f"usual week of {schedule.name or schedule}"
    return _document(rows, [("open", "open")], label, f"Each row is a day in {schedule.timezone}.")


def plain(text: str) -> str:
    """Text from outside, made safe inside an element or an attribute; what XML cannot hold is replaced."""
    return html.escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text))


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(name: str, *inside: str, **attributes: str | float) -> str:
    """An element: its attributes are escaped, empty ones left out; what is inside it is markup already."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(given)}"' for key, given in attributes.items() if given != ""
    )
    return f"<{name}{written}>{''.join(inside)}</{name}>"


def _value(given: str | float) -> str:
    return plain(given) if isinstance(given, str) else f"{round(given, 2):.10g}"


_COLOURS = {
    "ink": ("#1f2328", "#e6edf3"),
    "soft": ("#59636e", "#9da7b3"),
    "surface": ("#ffffff", "#14181d"),
    "line": ("#d5dbe1", "#323a43"),
    "closed": ("#eff1f4", "#20262d"),
    "counted": ("#0b62c9", "#2f6fd6"),
    "on-fill": ("#ffffff", "#ffffff"),
    "ahead": ("#e2edfb", "#172b45"),
    "overdue": ("#b42318", "#c93c37"),
    "late": ("#b42318", "#ff8a80"),
    "paused": ("#9a6700", "#d4a72c"),
    "closure": ("#6e56a8", "#a996e0"),
    "good": ("#14713a", "#4ac26b"),
}
_LIGHT = '[data-theme="light"] .slaclock,.slaclock[data-theme="light"],[data-jp-theme-light="true"] .slaclock'
_DARK = '[data-theme="dark"] .slaclock,.slaclock[data-theme="dark"],[data-jp-theme-light="false"] .slaclock'


def colours() -> str:
    """The style sheet's colours: as the reader's system has it, or as `data-theme` says."""
    light, dark = ("".join(f"--{name}:{both[n]};" for name, both in _COLOURS.items()) for n in (0, 1))
    return (
        f".slaclock{{{light}}}\n@media (prefers-color-scheme:dark){{.slaclock{{{dark}}}}}\n"
        f"{_LIGHT}{{{light}}}\n{_DARK}{{{dark}}}\n"
    )


_STYLE = """
.slaclock text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;\
font-variant-numeric:tabular-nums;fill:var(--ink)}
.slaclock .sheet{fill:var(--surface)}
.slaclock text.soft{fill:var(--soft);font-size:11px}
.slaclock text.amount{font-weight:600}
.slaclock .grid{stroke:var(--line);stroke-width:1}
.slaclock .track{fill:none;stroke:var(--line);stroke-width:1}
.slaclock .fold{fill:none;stroke:var(--line);stroke-width:1;stroke-dasharray:2 3}
.slaclock text.inside{font-size:11px;text-anchor:middle}
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
.slaclock text.flag{font-weight:600;font-size:11px;paint-order:stroke;stroke:var(--surface);stroke-width:4px;\
stroke-linejoin:round}
"""

_SIGNS = {
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


_PATTERNED = {kind for kind, *_ in _PATTERNS}


def _patterns(prefix: str) -> str:
    return element("defs", *(_drawn_pattern(prefix, pattern) for pattern in _PATTERNS))


def _drawn_pattern(prefix: str, pattern: _Pattern) -> str:
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


def _pattern_style(prefix: str) -> str:
    return "".join(f"#{prefix} .{kind}{{fill:url(#{prefix}-{kind})}}\n" for kind, *_ in _PATTERNS)


# Drawing


_LEFT, _HOUR_WIDTH, _WIDTH, _HEAD = 136, 26, 1120, 30
_RIGHT = _LEFT + 24 * _HOUR_WIDTH
_NOTES = _RIGHT + 104
_LETTER = 6.1
"""About the width of a letter, for what must fit."""
_FLAG = 17
"""Height of a line of marks' labels."""


def x_of(reading: timedelta) -> float:
    """Where a reading lies, from left to right."""
    return _LEFT + reading / HOUR * _HOUR_WIDTH


def _document(rows: Sequence[Row], legend: Sequence[tuple[str, str]], label: str, description: str) -> str:
    bar = 14 if len(rows) > MANY_DATES else 22
    heights = [_height(row, bar) for row in rows]
    tops = list(accumulate(heights, initial=_HEAD))
    body = "".join(_drawn(row, top, bar) for row, top in zip(rows, tops, strict=False))
    key, key_height = _legend(legend, tops[-1] + 24)
    height = tops[-1] + 24 + key_height
    # Several timelines may share a page: what one refers to is named after what is drawn on it.
    prefix = f"s{zlib.crc32((body + key).encode()):08x}"
    return element(
        "svg",
        element("desc", plain(" ".join([description, *map(_described, rows)]))),
        element("style", colours(), _STYLE, _pattern_style(prefix)),
        _patterns(prefix),
        element("rect", class_="sheet", width=_WIDTH, height=height, rx=8),
        _ruler(_HEAD, tops[-1], at_the_bottom=len(rows) > MANY_DATES),
        body,
        key,
        xmlns="http://www.w3.org/2000/svg",
        id=prefix,
        viewBox=f"0 0 {_WIDTH} {_value(height)}",
        width=_WIDTH,
        height=height,
        class_="slaclock timeline",
        role="img",
        aria_label=label,
    )


def _described(row: Row) -> str:
    parts = [row.folded, *(mark.title for mark in row.marks), row.amount, *row.notes]
    return f"{row.label}: {'; '.join(part for part in parts if part) or 'nothing counted'}."


def _height(row: Row, bar: int) -> int:
    if row.folded:
        return 20
    levels = max((flag.level + 1 for flag in _flags(row.marks)), default=0)
    return levels * _FLAG + bar + 8


def _ruler(top: float, bottom: float, at_the_bottom: bool) -> str:
    hours = range(0, 25, 3)
    lines = [element("path", class_="grid", d=f"M{x_of(hour * HOUR):g} {top - 4:g}V{bottom:g}") for hour in hours]
    heads = [top - 10, bottom + 14] if at_the_bottom else [top - 10]
    texts = [
        element("text", f"{hour:02}", class_="soft", x=x_of(hour * HOUR), y=y, text_anchor="middle")
        for y in heads
        for hour in hours
    ]
    return "".join([*lines, *texts])


def _drawn(row: Row, top: float, bar: int) -> str:
    if row.folded:
        return element("g", *_fold(row, top), class_="row folded")
    flags = list(_flags(row.marks))
    bar_top = top + _height(row, bar) - bar - 4
    parts = [
        element("rect", class_="track", x=_LEFT, y=bar_top, width=_RIGHT - _LEFT, height=bar),
        *(_piece(piece, bar_top, bar) for piece in row.pieces),
        *(_mark_line(flag, bar_top, bar) for flag in flags),
        *(_flag_text(flag, bar_top) for flag in flags),
        *_words(row, bar_top + bar / 2 + 4),
    ]
    return element("g", *parts, class_="row")


def _words(row: Row, baseline: float, label: str = "") -> Iterator[str]:
    """The words beside a row: its date, what it counted, and what is special about it."""
    yield element("text", plain(row.label), class_=label, x=12, y=baseline)
    if row.amount:
        yield element("text", row.amount, class_="amount", x=_NOTES - 14, y=baseline, text_anchor="end")
    if row.notes:
        every = "; ".join(row.notes)
        title = element("title", plain(every))
        yield element("text", title, plain(_fitted(every, _WIDTH - _NOTES - 8)), class_="soft", x=_NOTES, y=baseline)


def _fold(row: Row, top: float) -> Iterator[str]:
    yield element("rect", class_="fold", x=_LEFT, y=top + 2, width=_RIGHT - _LEFT, height=16)
    middle = (_LEFT + _RIGHT) / 2
    yield element("text", plain(row.folded), class_="soft", x=middle, y=top + 14, text_anchor="middle")
    yield from _words(row, top + 14, "soft")


def _fitted(text: str, width: float) -> str:
    most = int(width / _LETTER)
    return text if len(text) <= most else text[: most - 1] + "…"


def _piece(piece: Piece, top: float, bar: float) -> str:
    opens, closes, lane = x_of(piece.reading.opens), x_of(piece.reading.closes), piece.reading.lane
    shape = element(
        "rect",
        element("title", plain(piece.title)),
        class_=f"{piece.kind} ahead" if piece.ahead else piece.kind,
        x=opens,
        # What the clocks showed twice shares the row: the first time above the second.
        y=top + bar / 2 + 1 if lane == "second" else top,
        width=max(closes - opens, 0.5),
        height=bar if lane == "only" else bar / 2 - 1,
    )
    return shape + _label(piece, opens, closes, top, bar) if lane == "only" else shape


def _label(piece: Piece, opens: float, closes: float, top: float, bar: float) -> str:
    """What is written inside a piece, if anything fits."""
    words = next((each for each in _inside(piece) if len(each) * _LETTER + 14 < closes - opens), "")
    if not words:
        return ""
    x, width = (opens + closes) / 2, len(words) * _LETTER + 8
    filled = piece.kind in ("open", "any_time") and not piece.ahead
    text = element("text", plain(words), class_="inside on-fill" if filled else "inside", x=x, y=top + bar / 2 + 4)
    if piece.kind not in _PATTERNED:
        return text
    return element("rect", class_="sheet", x=x - width / 2, y=top + 2, width=width, height=bar - 4, rx=3) + text


def _inside(piece: Piece) -> list[str]:
    """What may be written inside a piece, the first that fits."""
    counted = short_duration(piece.counted) if piece.counted else ""
    match piece.kind:
        case "open" | "any_time":
            return [counted or piece.kind.replace("_", " ")]
        case "overdue":
            return [f"{counted} overdue", counted]
        case "outside_hours" | "skipped":
            return []
        case "extra_time":
            return ["open, not needed", "open"]
        case "waiting":
            return ["open, not counted yet", "not yet"]
        case "superseded":
            return ["no longer counted"]
        case kind:
            return [f"{kind}: {piece.name}", kind]


class _Flag(NamedTuple):
    """The label of a mark: where it starts and ends, and how high."""

    mark: Mark
    x: float
    level: int
    to_the_left: bool


def _flags(marks: Iterable[Mark]) -> Iterator[_Flag]:
    """The labels of a row's marks, stacked where they would cover each other; level 0 is the lowest."""
    taken: list[tuple[int, float, float]] = []
    for mark in sorted(marks, key=lambda each: each.reading):
        x, width = x_of(mark.reading.opens), len(mark.label) * _LETTER + 20
        to_the_left = x + width > _RIGHT + 60
        start, end = (x - width, x + 8) if to_the_left else (x - 8, x + width)
        level = 0
        while any(at == level and start < until and begins < end for at, begins, until in taken):
            level += 1
        taken.append((level, start, end))
        yield _Flag(mark, x, level, to_the_left)


def _flag_text(flag: _Flag, bar_top: float) -> str:
    """A mark's line from its sign down through the row, and its label."""
    mark, y = flag.mark, _flag_y(flag, bar_top)
    sign = element(
        "path", class_=f"sign {mark.kind}", transform=f"translate({_value(flag.x)} {_value(y)})", d=_SIGNS[mark.kind]
    )
    x, anchor = (flag.x - 10, "end") if flag.to_the_left else (flag.x + 10, "start")
    return sign + element("text", plain(mark.label), class_="flag", x=x, y=y + 4, text_anchor=anchor)


def _mark_line(flag: _Flag, bar_top: float, bar: float) -> str:
    end = bar_top + (bar / 2 if flag.mark.reading.lane == "first" else bar + 2)
    title = element("title", plain(flag.mark.title))
    line = f"M{_value(flag.x)} {_value(_flag_y(flag, bar_top))}V{_value(end)}"
    return element("path", title, class_=f"mark {flag.mark.kind}", d=line)


def _flag_y(flag: _Flag, bar_top: float) -> float:
    return bar_top - 9 - flag.level * _FLAG


# Legend


_LEGEND: tuple[tuple[str, str], ...] = (
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


def _explanation_legend(rows: Iterable[Row]) -> list[tuple[str, str]]:
    """What is drawn on these rows, in words."""
    drawn = {piece.kind + (" ahead" if piece.ahead else "") for row in rows for piece in row.pieces}
    drawn |= {style.removesuffix(" ahead") for style in drawn if not style.startswith(("open", "any_time"))}
    styles = {words: style for style, words in reversed(_LEGEND) if style in drawn}
    return [(style, words) for words, style in reversed(styles.items())]


def _legend(entries: Sequence[tuple[str, str]], top: float) -> tuple[str, float]:
    """The legend, and how high it is."""
    x, y, drawn = float(_LEFT), top, []
    for style, words in entries:
        width = 24 + len(words) * _LETTER + 22
        if x + width > _WIDTH:
            x, y = float(_LEFT), y + 20
        drawn.append(element("rect", class_=style, x=x, y=y, width=18, height=12))
        drawn.append(element("text", words, class_="soft", x=x + 24, y=y + 10))
        x += width
    return element("g", *drawn, class_="legend"), y - top + 24
