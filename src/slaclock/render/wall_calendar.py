"""A year on a page: twelve months as text and as HTML, with the list of what is special below."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from slaclock.hours import ONE_DAY, WEEK, day_name, month_name, short_date, write_days
from slaclock.render.markup import element
from slaclock.render.pages import page
from slaclock.render.year import DateKind, Year, YearDate
from slaclock.safe import Markup, for_html, for_terminal
from slaclock.targets import Audience, zone_words

_SIGNS: dict[DateKind, str] = {
    "open": " ",
    "closed": "·",
    "holiday": "*",
    "exception": "!",
    "shut": "x",
    "season": "~",
}
_CLOCKS = "^"
_WORDS: dict[DateKind, str] = {
    "open": "open, usual hours",
    "closed": "closed, as usual",
    "holiday": "holiday",
    "exception": "open, other hours",
    "shut": "closed on that date",
    "season": "open, hours of a season",
}
_MONTHS_BESIDE = 3
_GAP = "   "


def year_text(year: Year, audience: Audience = "engineer") -> str:
    """A year for a terminal: twelve months, what the signs mean, and what is special by date.

    Args:
        year: What `year_of` answered.
        audience: Who reads it: an `engineer`, with names of schedules and zones, or a `customer`, in words.

    Raises:
        ChoiceError: There is no such audience.

    Examples:
        >>> from slaclock import Schedule
        >>> from slaclock import year_of
        >>> nights = Schedule(timezone="Europe/London", hours="Sun-Thu 22:00-06:00", holidays="GB-ENG", name="nights")
        >>> print(year_text(year_of(nights, 2027)).splitlines()[0])
        nights, 2027 (Europe/London)

    Rules: R4, R5, R6.
    """
    shown = year.for_audience(audience)
    lines = [f"{shown.name}, {shown.year} ({zone_words(shown.timezone, audience)})", shown.hours, ""]
    months = [_month_lines(month) for month in _whole_months(shown)]
    for first in range(0, len(months), _MONTHS_BESIDE):
        beside = months[first : first + _MONTHS_BESIDE]
        rows = (_GAP.join(parts).rstrip() for parts in zip(*beside, strict=True))
        lines += [*filter(None, rows), ""]
    lines.append("  ".join(_legend(shown)))
    special = list(_special_dates(shown))
    width = max((len(when) for when, _, _ in special), default=0)
    lines += ["", *(f"{sign} {when:<{width}}  {words}" for when, sign, words in special)] if special else []
    return "\n".join(map(for_terminal, lines))


def _whole_months(year: Year) -> Iterator[tuple[date, dict[date, YearDate]]]:
    """The first of each month, and what is known of its dates."""
    known = {each.date: each for each in year.dates}
    for number in range(1, 13):
        first = date(year.year, number, 1)
        yield first, {day: known[day] for day in _dates_of(first) if day in known}


def _dates_of(first: date) -> list[date]:
    return [first.replace(day=number + 1) for number in range(monthrange(first.year, first.month)[1])]


def _weeks(first: date) -> Iterator[list[date | None]]:
    """A month in six weeks from Monday to Sunday, with nothing for dates of other months."""
    dates: list[date | None] = [*[None] * first.weekday(), *_dates_of(first)]
    dates += [None] * (6 * 7 - len(dates))
    return (dates[at : at + 7] for at in range(0, len(dates), 7))


def _month_lines(month: tuple[date, dict[date, YearDate]]) -> list[str]:
    first, known = month
    weeks = ("".join(_cell(known.get(day) if day else None) for day in week) for week in _weeks(first))
    return [month_name(first).ljust(28), "".join(f" {name[:2]} " for name in WEEK), *weeks]


def _cell(day: YearDate | None) -> str:
    return f"{day.date.day:>3}{_sign(day)}" if day else "    "


def _sign(day: YearDate) -> str:
    return _CLOCKS if day.clock_change and day.kind in ("open", "closed") else _SIGNS[day.kind]


def _legend(year: Year) -> Iterator[str]:
    kinds = {day.kind for day in year.dates}
    for kind, sign in _SIGNS.items():
        if kind in kinds:
            yield f"1{sign} {_WORDS[kind]}" if sign.strip() else f"1 {_WORDS[kind]}"
    if any(day.clock_change for day in year.dates):
        yield f"1{_CLOCKS} the clocks change"


def _special_dates(year: Year) -> Iterator[tuple[str, str, str]]:
    """When, with which sign, and what, in order: dates in a row that are alike make one line."""
    days = [day for day in year.dates if day.kind not in ("open", "closed")]
    # A holiday within a season does not end it.
    seasons, others = ([day for day in days if (day.kind == "season") == wanted] for wanted in (True, False))
    runs = [*_runs(seasons), *_runs(others)]
    for run in sorted(runs, key=lambda run: run[0].date):
        yield _span(run), _SIGNS[run[0].kind], _what(run)
    # The changes stand apart, since a holiday may be one, too.
    for day in year.dates:
        if day.clock_change:
            yield _span([day]), _CLOCKS, day.clock_change


def _runs(days: Iterable[YearDate]) -> Iterator[list[YearDate]]:
    """Dates with the same name, with no more than the other days of a week between them."""
    for _, alike in groupby(days, key=lambda day: (day.kind, day.name, day.kind != "season" and day.hours)):
        run: list[YearDate] = []
        for day in alike:
            if run and day.date - run[-1].date > (7 if day.kind == "season" else 3) * ONE_DAY:
                yield run
                run = []
            run.append(day)
        yield run


def _span(run: Sequence[YearDate]) -> str:
    first, last = run[0].date, run[-1].date
    return short_date(first) if first == last else f"{short_date(first)} – {short_date(last)}"


def _what(run: Sequence[YearDate]) -> str:
    day = run[0]
    estimate = " (the date is an estimate)" if day.estimated and "estimate" not in day.name else ""
    hours = "; ".join(_hours_of(run) if day.kind == "season" else filter(None, [", ".join(day.hours)]))
    return f"{day.name}{estimate}: {hours}" if hours else f"{day.name}{estimate}"


def _hours_of(run: Sequence[YearDate]) -> Iterator[str]:
    """The hours of a season, day of the week by day of the week; those of most weeks."""
    found = Counter((WEEK[day.date.weekday()], day.hours) for day in run)
    usual = dict(reversed([pair for pair, _ in found.most_common()]))
    for hours in dict.fromkeys(usual[name] for name in WEEK if name in usual):
        yield f"{write_days(tuple(name for name in WEEK if usual.get(name) == hours))} {', '.join(hours)}"


# HTML


def year_html(year: Year, audience: Audience = "customer") -> str:
    """A year as a page of its own, in light and in dark, to look at or to print.

    What a date is can be seen without colour: by its frame, its pattern and its sign.

    Args:
        year: What `year_of` answered.
        audience: Who reads it: a `customer`, without internal names and numbers of rules, or an `engineer`, with them.

    Raises:
        ChoiceError: There is no such audience.

    Examples:
        >>> from slaclock import Schedule
        >>> from slaclock import year_of
        >>> office = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00", name="<b>office</b>")
        >>> "<h1>&lt;b&gt;office&lt;/b&gt;, 2027</h1>" in year_html(year_of(office, 2027))
        True

    Rules: R4, R5, R6.
    """
    shown = year.for_audience(audience)
    title = f"{shown.name}, {shown.year}"
    months = element("div", *(_month_table(*month) for month in _whole_months(shown)), class_="months")
    heading = element("h1", for_html(title))
    hours = element("p", for_html(f"{shown.hours}. Dates in {zone_words(shown.timezone, audience)}."))
    return page(title, element("main", heading, hours, _html_legend(shown), months, *_html_list(shown)), _STYLE)


def _month_table(first: date, known: dict[date, YearDate]) -> Markup:
    heads = (element("th", for_html(name[:2]), scope="col") for name in WEEK)
    weeks = (
        element("tr", *(_html_cell(known.get(day) if day else None) for day in week))
        for week in _weeks(first)
        if any(week)
    )
    caption = element("caption", for_html(month_name(first)))
    return element("table", caption, element("thead", element("tr", *heads)), element("tbody", *weeks))


def _html_cell(day: YearDate | None) -> Markup:
    if day is None:
        return element("td")
    parts = [_what([day]) if day.name else _WORDS[day.kind], day.clock_change]
    title = f"{day_name(day.date)} {day.date.day} {month_name(day.date)}: {'; '.join(part for part in parts if part)}"
    sign = _sign(day).strip()
    mark = element("sup", for_html(sign), aria_hidden="true") if sign else Markup("")
    words = element("span", for_html(_WORDS[day.kind]), class_="spoken") if day.kind != "open" else Markup("")
    return element("td", element("b", for_html(str(day.date.day))), mark, words, class_=day.kind, title=title)


def _html_legend(year: Year) -> Markup:
    kinds = {day.kind for day in year.dates}
    entries = [_legend_entry(sign, _WORDS[kind], kind) for kind, sign in _SIGNS.items() if kind in kinds]
    if any(day.clock_change for day in year.dates):
        entries.append(_legend_entry(_CLOCKS, "the clocks change"))
    return element("ul", *entries, class_="legend")


def _legend_entry(sign: str, words: str, kind: str = "") -> Markup:
    return element("li", element("i", for_html(sign), class_=kind), for_html(words))


def _html_list(year: Year) -> Iterator[Markup]:
    rows = [_special_row(*special) for special in _special_dates(year)]
    if rows:
        yield element("h2", for_html("Special dates"))
        yield element("dl", *rows, class_="dates")


def _special_row(when: str, sign: str, what: str) -> Markup:
    term = element("dt", element("span", for_html(sign), aria_hidden="true"), for_html(f" {when}"))
    return element("div", term, element("dd", for_html(what)))


_STYLE = """
.slaclock .months{display:grid;grid-template-columns:repeat(auto-fill,minmax(250px,1fr));gap:16px}
.slaclock .months table{background:var(--surface);border:1px solid var(--line);border-radius:8px;\
border-collapse:separate;border-spacing:2px;padding:6px 8px;font-size:13px;align-self:start;table-layout:fixed}
.slaclock .months caption{font-weight:600;font-size:15px;text-align:left;padding:4px 4px 6px}
.slaclock .months th,.slaclock .months td{text-align:center;border:1px solid transparent;border-radius:4px;\
padding:3px 0;white-space:nowrap}
.slaclock .months th{color:var(--soft);font-weight:400}
.slaclock .months b{font-weight:400}
.slaclock .months td{position:relative;padding-right:9px}
.slaclock .months sup{position:absolute;right:1px;top:8px;font-size:12px;line-height:0;font-weight:700}
.slaclock .months td.open,.slaclock .legend i.open{background:var(--ahead);border-color:var(--counted)}
.slaclock td.closed{color:var(--soft)}
.slaclock .months td.holiday,.slaclock .legend i.holiday{border:2px solid var(--closure);\
background:repeating-linear-gradient(45deg,var(--closed) 0 3px,var(--surface) 3px 6px)}
.slaclock .months td.exception,.slaclock .legend i.exception{border:2px dashed var(--counted);background:var(--ahead)}
.slaclock .months td.shut,.slaclock .legend i.shut{border:2px dotted var(--soft);text-decoration:line-through}
.slaclock .months td.season,.slaclock .legend i.season{border:1px solid var(--counted);\
background:repeating-linear-gradient(0deg,var(--ahead) 0 3px,var(--surface) 3px 5px)}
.slaclock td.holiday b,.slaclock td.exception b{font-weight:700}
.slaclock .spoken{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.slaclock .legend{list-style:none;display:flex;flex-wrap:wrap;gap:8px 20px;padding:0;font-size:13px}
.slaclock .legend i{display:inline-block;width:24px;height:18px;border:1px solid transparent;border-radius:4px;\
margin-right:8px;text-align:center;font-style:normal;font-weight:700;line-height:18px;vertical-align:middle;\
box-sizing:content-box}
.slaclock .dates{columns:2 380px;font-size:14px;column-gap:32px}
.slaclock .dates div{display:flex;gap:12px;padding:3px 0;break-inside:avoid}
.slaclock .dates dt{flex:0 0 196px;color:var(--soft)}
.slaclock .dates dd{margin:0;overflow-wrap:anywhere}
.slaclock .months td,.slaclock .legend i{print-color-adjust:exact;-webkit-print-color-adjust:exact}
@media (max-width:600px){.slaclock .dates dt{flex:0 0 auto;min-width:7em}}
@media print{.slaclock .months{grid-template-columns:repeat(3,1fr);gap:8px}\
.slaclock .months table,.slaclock .dates div{break-inside:avoid}}
"""
