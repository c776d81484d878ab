"""Timelines as SVG: a row for each local date, from midnight to midnight, placed by what the clocks showed (R2)."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import accumulate
from typing import NamedTuple

from slaclock.hours import Schedule, clock_words, zone_named
from slaclock.render.dates import Mark, Piece
from slaclock.render.local_time import HOUR
from slaclock.render.looks import LEGEND, PATTERNED, SIGNS, STYLE, pattern_style, patterns
from slaclock.render.markup import element, number, together
from slaclock.render.palette import colours
from slaclock.render.rows import MANY_DATES, Row, timeline_rows
from slaclock.render.week import week_rows
from slaclock.safe import Markup, for_svg
from slaclock.targets import Audience, Explanation, short_duration, text_words, zone_words


def explanation_svg(explanation: Explanation, audience: Audience = "customer") -> Markup:
    """The timeline of an explanation as an SVG that needs nothing else, in light and in dark.

    A row is a date of the explanation's zone. Where clocks go forward, the skipped readings are
    marked; where they go back, the repeated ones are drawn one above the other. Runs of dates that
    are alike are folded into one thin row, and of very many rows the middle is left out, which it says.

    Args:
        explanation: Any explanation.
        audience: Who reads it: a `customer`, without internal names and numbers of rules, or an `engineer`, with them.

    Raises:
        ChoiceError: There is no such audience.

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
    shown = explanation.for_audience(audience)
    rows, zone = timeline_rows(shown), zone_named(shown.timezone)
    label = f"opened {clock_words(shown.opened, zone)}, due {clock_words(shown.due, zone)}"
    label = f"{shown.subject}: {label}" if shown.subject else label
    description = f"Each row is a date in {zone_words(shown.timezone, audience)}."
    return _document(rows, _explanation_legend(rows), label, description)


def week_svg(schedule: Schedule, audience: Audience = "customer") -> Markup:
    """The usual week of a schedule with weekly hours, without its holidays and exceptions.

    Args:
        schedule: A schedule with weekly hours.
        audience: Who reads it: a `customer`, without internal names and numbers of rules, or an `engineer`, with them.

    Raises:
        ChoiceError: There is no such audience.
    """
    label = text_words(f"usual week of {schedule.name or schedule}", audience)
    description = f"Each row is a day in {zone_words(schedule.timezone, audience)}."
    return _document(week_rows(schedule), [("open", "open")], label, description)


# Drawing


_LEFT, _HOUR_WIDTH, _WIDTH, _HEAD = 140, 25, 1120, 30
_RIGHT = _LEFT + 24 * _HOUR_WIDTH
_NOTES = _RIGHT + 124
_LETTER = 7.2
"""About the width of a letter, for what must fit."""
_FLAG = 17
"""Height of a line of marks' labels."""


def x_of(reading: timedelta) -> float:
    """Where a reading lies, from left to right."""
    return _LEFT + reading / HOUR * _HOUR_WIDTH


def _document(rows: Sequence[Row], legend: Sequence[tuple[str, str]], label: str, description: str) -> Markup:
    bar = 16 if len(rows) > MANY_DATES else 22
    heights = [_height(row, bar) for row in rows]
    tops = list(accumulate(heights, initial=_HEAD))
    body = together(_drawn(row, top, bar) for row, top in zip(rows, tops, strict=False))
    key, key_height = _legend(legend, tops[-1] + 24)
    height = tops[-1] + 24 + key_height
    # Several timelines may share a page: what one refers to is named after what is drawn on it.
    prefix = f"s{zlib.crc32((body + key).encode()):08x}"
    return element(
        "svg",
        element("desc", for_svg(" ".join([description, *map(_described, rows)]))),
        element("style", Markup(colours() + STYLE + pattern_style(prefix))),
        patterns(prefix),
        element("rect", class_="sheet", width=_WIDTH, height=height, rx=8),
        _ruler(_HEAD, tops[-1], at_the_bottom=len(rows) > MANY_DATES),
        body,
        key,
        xmlns="http://www.w3.org/2000/svg",
        id=prefix,
        viewBox=f"0 0 {_WIDTH} {number(height)}",
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
        return 22
    levels = max((flag.level + 1 for flag in _flags(row.marks)), default=0)
    return levels * _FLAG + bar + 8


def _ruler(top: float, bottom: float, at_the_bottom: bool) -> Markup:
    hours = range(0, 25, 3)
    lines = [element("path", class_="grid", d=f"M{x_of(hour * HOUR):g} {top - 4:g}V{bottom:g}") for hour in hours]
    heads = [top - 10, bottom + 14] if at_the_bottom else [top - 10]
    texts = [
        element("text", for_svg(f"{hour:02}"), class_="soft", x=x_of(hour * HOUR), y=y, text_anchor="middle")
        for y in heads
        for hour in hours
    ]
    return together([*lines, *texts])


def _drawn(row: Row, top: float, bar: int) -> Markup:
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


def _words(row: Row, baseline: float, label: str = "") -> Iterator[Markup]:
    """The words beside a row: its date, what it counted, and what is special about it."""
    yield element("text", for_svg(row.label), class_=label, x=12, y=baseline)
    if row.amount:
        yield element("text", for_svg(row.amount), class_="amount", x=_NOTES - 14, y=baseline, text_anchor="end")
    if row.notes:
        every = "; ".join(row.notes)
        title = element("title", for_svg(every))
        yield element("text", title, for_svg(_fitted(every, _WIDTH - _NOTES - 8)), class_="soft", x=_NOTES, y=baseline)


def _fold(row: Row, top: float) -> Iterator[Markup]:
    yield element("rect", class_="fold", x=_LEFT, y=top + 2, width=_RIGHT - _LEFT, height=18)
    middle = (_LEFT + _RIGHT) / 2
    yield element("text", for_svg(row.folded), class_="soft", x=middle, y=top + 15, text_anchor="middle")
    yield from _words(row, top + 15, "soft")


def _fitted(text: str, width: float) -> str:
    most = int(width / _LETTER)
    return text if len(text) <= most else text[: most - 1] + "…"


def _piece(piece: Piece, top: float, bar: float) -> Markup:
    opens, closes, lane = x_of(piece.reading.opens), x_of(piece.reading.closes), piece.reading.lane
    shape = element(
        "rect",
        element("title", for_svg(piece.title)),
        class_=f"{piece.kind} ahead" if piece.ahead else piece.kind,
        x=opens,
        # What the clocks showed twice shares the row: the first time above the second.
        y=top + bar / 2 + 1 if lane == "second" else top,
        width=max(closes - opens, 0.5),
        height=bar if lane == "only" else bar / 2 - 1,
    )
    return together([shape, _label(piece, opens, closes, top, bar)]) if lane == "only" else shape


def _label(piece: Piece, opens: float, closes: float, top: float, bar: float) -> Markup:
    """What is written inside a piece, if anything fits."""
    words = next((each for each in _inside(piece) if len(each) * _LETTER + 14 < closes - opens), "")
    if not words:
        return Markup("")
    x, width = (opens + closes) / 2, len(words) * _LETTER + 8
    filled = piece.kind in ("open", "any_time") and not piece.ahead
    text = element("text", for_svg(words), class_="inside on-fill" if filled else "inside", x=x, y=top + bar / 2 + 4)
    if piece.kind not in PATTERNED:
        return text
    ground = element("rect", class_="sheet", x=x - width / 2, y=top + 2, width=width, height=bar - 4, rx=3)
    return together([ground, text])


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


def _flag_text(flag: _Flag, bar_top: float) -> Markup:
    """A mark's line from its sign down through the row, and its label."""
    mark, y = flag.mark, _flag_y(flag, bar_top)
    sign = element(
        "path", class_=f"sign {mark.kind}", transform=f"translate({number(flag.x)} {number(y)})", d=SIGNS[mark.kind]
    )
    x, anchor = (flag.x - 10, "end") if flag.to_the_left else (flag.x + 10, "start")
    label = element("text", for_svg(mark.label), class_="flag", x=x, y=y + 4, text_anchor=anchor)
    return together([sign, label])


def _mark_line(flag: _Flag, bar_top: float, bar: float) -> Markup:
    end = bar_top + (bar / 2 if flag.mark.reading.lane == "first" else bar + 2)
    title = element("title", for_svg(flag.mark.title))
    line = f"M{number(flag.x)} {number(_flag_y(flag, bar_top))}V{number(end)}"
    return element("path", title, class_=f"mark {flag.mark.kind}", d=line)


def _flag_y(flag: _Flag, bar_top: float) -> float:
    return bar_top - 9 - flag.level * _FLAG


# Legend


def _explanation_legend(rows: Iterable[Row]) -> list[tuple[str, str]]:
    """What is drawn on these rows, in words."""
    drawn = {piece.kind + (" ahead" if piece.ahead else "") for row in rows for piece in row.pieces}
    drawn |= {style.removesuffix(" ahead") for style in drawn if not style.startswith(("open", "any_time"))}
    styles = {words: style for style, words in reversed(LEGEND) if style in drawn}
    return [(style, words) for words, style in reversed(styles.items())]


def _legend(entries: Sequence[tuple[str, str]], top: float) -> tuple[Markup, float]:
    """The legend, and how high it is."""
    x, y, drawn = float(_LEFT), top, []
    for style, words in entries:
        width = 24 + len(words) * _LETTER + 22
        if x + width > _WIDTH:
            x, y = float(_LEFT), y + 20
        drawn.append(element("rect", class_=style, x=x, y=y, width=18, height=12))
        drawn.append(element("text", for_svg(words), class_="soft", x=x + 24, y=y + 10))
        x += width
    return element("g", *drawn, class_="legend"), y - top + 24
