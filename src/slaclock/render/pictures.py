"""What people look at: a schedule's days as text, and explanations as Markdown, HTML and in notebooks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from slaclock.declaration import Declaration
from slaclock.hours import (
    ONE_DAY,
    ZERO,
    Combination,
    ExceptionHours,
    Schedule,
    Season,
    Span,
    first_instant,
    to_utc,
    whole_date,
    zone_named,
)
from slaclock.render.drawings import colours, element, explanation_svg, plain, week_svg
from slaclock.render.pages import STYLE, in_markdown, markdown_row, page
from slaclock.render.rows import abbreviation, clock_words, stopped_at, time_words, total_of
from slaclock.targets import Cause, Explanation, Stretch, closed_by, short_duration, write_duration
from slaclock.tickets import Evaluation, MetricStatus

_CELL = timedelta(minutes=30)
_CELLS = 48
_OPEN, _PARTLY, _CLOSED, _TAKEN, _SKIPPED = "█▄·░ "
LEGEND = (
    f"{_OPEN} open  {_PARTLY} open for part of it  {_CLOSED} closed  {_TAKEN} closed by a holiday, exception or closure"
)
_RULER = "".join(f"{hour:<6}" for hour in range(0, 24, 3))


class DayPicture(Declaration):
    """One date of a schedule, from midnight to midnight in its zone."""

    date: date
    """The local date."""

    windows: tuple[tuple[datetime, datetime], ...]
    """What is open on it, clipped to the date, in the schedule's zone."""

    open: timedelta
    """How long that is together, in real time."""

    notes: tuple[str, ...] = ()
    """What is special about it: a holiday, an exception, a closure, a clock change."""

    cells: str
    """The date in 48 signs, half an hour each."""


def picture_days(schedule: Schedule, first: date, days: int) -> Iterator[DayPicture]:
    """The dates of a schedule, one after another.

    Args:
        schedule: Any schedule.
        first: The first local date.
        days: How many dates.

    Rules: R2, R4, R5, R6.
    """
    zone = zone_named(schedule.timezone)
    for day in (first + number * ONE_DAY for number in range(days)):
        start, end = whole_date(day, zone)
        spans = list(schedule._timeline.windows(start, end))
        causes = closed_by(schedule, start, end) if start < end else []
        yield DayPicture(
            date=day,
            windows=tuple((opens.astimezone(zone), closes.astimezone(zone)) for opens, closes in spans),
            open=sum((closes - opens for opens, closes in spans), timedelta(0)),
            notes=tuple(_notes(schedule, day, (start, end), causes)),
            cells="".join(_cell(day, number, zone, spans, causes) for number in range(_CELLS)),
        )


def hours_text(schedule: Schedule, first: date, days: int) -> str:
    """The same as lines of text: a ruler, a row for each date, and what the signs mean."""
    lines = [f"{schedule.name or schedule}  ({schedule.timezone})", f"{'':15} {_RULER}"]
    for day in picture_days(schedule, first, days):
        notes = "; ".join(day.notes)
        lines.append(f"{day.date:%a %Y-%m-%d}  {day.cells}  {_hours(day.open):>6}  {notes}".rstrip())
    return "\n".join([*lines, "", LEGEND])


def _notes(schedule: Schedule, day: date, whole: Span, causes: list[Cause]) -> Iterator[str]:
    yield from dict.fromkeys(cause.name if cause.kind != "excluded" else f"excluded: {cause.name}" for cause in causes)
    holiday = schedule.holidays.on(day)
    if holiday and all(holiday.name != cause.name for cause in causes):
        yield f"{holiday.name}, {'open by exception' if _has_exception(schedule, day) else 'nothing to close'}"
    length = whole[1] - whole[0]
    if length != ONE_DAY:
        yield f"the clocks change: {write_duration(length)}" if length else "the zone skipped this date"


def _has_exception(schedule: Schedule, day: date) -> bool:
    return any(exception.date == day for exception in schedule.exceptions)


def _cell(day: date, number: int, zone: tzinfo, spans: list[Span], causes: list[Cause]) -> str:
    reading = datetime.combine(day, time.min) + number * _CELL
    start, end = first_instant(reading, zone), first_instant(reading + _CELL, zone)
    if start == end:
        return _SKIPPED
    open_time = sum((_shared((start, end), span) for span in spans), timedelta(0))
    if open_time:
        return _OPEN if open_time == end - start else _PARTLY
    return _TAKEN if any(_shared((start, end), cause.span) for cause in causes) else _CLOSED


def _shared(one: Span, other: Span) -> timedelta:
    return max(min(one[1], other[1]) - max(one[0], other[0]), timedelta(0))


def _hours(open_time: timedelta) -> str:
    hours, rest = divmod(open_time, timedelta(hours=1))
    return f"{hours}:{rest // timedelta(minutes=1):02} h" if rest else f"{hours} h" if hours else "-"


# An explanation in words


_DUE = {
    "met": "was due",
    "breached": "was due",
    "cancelled": "would have been due",
    "paused": "due, if it goes on now,",
}


def _name_of(explanation: Explanation) -> str:
    return explanation.subject.replace("_", " ") or explanation.target.written


def _due_words(explanation: Explanation) -> str:
    """What is due when, in which zone: `due on Friday 27 November 2026 at 11:00 EST (America/New_York)`."""
    return f"{_DUE.get(explanation.state, 'due')} on {_when(explanation.due, explanation.timezone)}"


def _when(at: datetime, timezone: str) -> str:
    local = to_utc(at).astimezone(zone_named(timezone))
    name = abbreviation(local)
    place = f" ({timezone})" if timezone != name else ""
    return f"{local:%A} {local.day} {local:%B %Y} at {time_words(local)} {name}{place}"


def _standing(explanation: Explanation) -> str:
    """Where it stands, in a sentence."""
    target, clock = explanation.target.written, _clock_of(explanation)
    if explanation.now is None:
        return f"That is {target} from {clock(explanation.opened)}."
    figures, stopped = _figures(explanation), stopped_at(explanation)
    used, left, late = (short_duration(each) for each in figures)
    if stopped:
        words = {
            "met": f"It was done in time on {clock(stopped)}, with {used} used of {target}.",
            "breached": f"It was done late on {clock(stopped)}, {late} overdue after {target}.",
        }
        return words.get(explanation.state, f"It was cancelled on {clock(stopped)}, with {used} used of {target}.")
    words = {
        "not_started": "it has not started",
        "paused": f"it is paused, with {used} used of {target} and {left} left",
        "breached": f"it is {late} overdue after {target}",
        "at_risk": f"it is at risk: {used} used of {target}, {left} left",
    }
    return (
        f"On {clock(explanation.now)} "
        + words.get(explanation.state, f"it is running: {used} used of {target}, {left} left")
        + "."
    )


class _Figures(NamedTuple):
    """Time counted so far, time that will count until due, and time that counted after it."""

    used: timedelta
    left: timedelta
    late: timedelta


def _figures(explanation: Explanation) -> _Figures:
    ahead = sum((each.counted for each in explanation.stretches if each.ahead), ZERO)
    late = sum((each.counted for each in explanation.stretches if each.kind == "overdue"), ZERO)
    return _Figures(explanation.counted, ahead, late)


class _TableRow(NamedTuple):
    """A stretch in words, or what is left out."""

    when: str
    reason: str
    length: str
    total: str
    style: str = ""

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """What its four columns say."""
        return self.when, self.reason, self.length, self.total


_HEADS = ("When", "What", "Length", "Counted so far")


def _table_rows(explanation: Explanation, at_ends: int) -> Iterator[_TableRow]:
    """A row for each stretch; of very many, the first and the last and how many are left out."""
    stretches = explanation.stretches
    if len(stretches) <= 2 * at_ends + 1:
        yield from (_table_row(explanation, each) for each in stretches)
        return
    middle = stretches[at_ends:-at_ends]
    length = sum((each.duration for each in middle), ZERO)
    yield from (_table_row(explanation, each) for each in stretches[:at_ends])
    yield _TableRow("…", f"{len(middle)} stretches left out here", short_duration(length), "", "left-out")
    yield from (_table_row(explanation, each) for each in stretches[-at_ends:])


def _table_row(explanation: Explanation, stretch: Stretch) -> _TableRow:
    zone = zone_named(explanation.timezone)
    start, end = (to_utc(at).astimezone(zone) for at in (stretch.start, stretch.end))
    until = "" if start.date() == end.date() else f"{end:%a %d %b} "
    return _TableRow(
        f"{start:%a %d %b} {time_words(start)} – {until}{time_words(end)}",
        f"{stretch.reason} (ahead)" if stretch.ahead else stretch.reason,
        short_duration(stretch.duration),
        total_of(explanation, stretch),
        f"{stretch.kind} ahead" if stretch.ahead else stretch.kind,
    )


def _clock_of(explanation: Explanation) -> Callable[[datetime], str]:
    zone = zone_named(explanation.timezone)
    return lambda at: clock_words(at, zone)


# Markdown


def explanation_markdown(explanation: Explanation) -> str:
    """An explanation for a ticket's comment: a sentence for the customer, the stretches as a table, the notes.

    Names from outside are escaped, so that they can be neither markup nor HTML.

    Args:
        explanation: Any explanation.

    Example:
        >>> from zoneinfo import ZoneInfo
        >>> from slaclock import explain
        >>> from slaclock import Target
        >>> office = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00")
        >>> opened = datetime(2026, 11, 20, 16, tzinfo=ZoneInfo("Europe/London"))
        >>> print(explanation_markdown(explain(Target("2 business hours"), office, opened, "your request")))
        **your request: due on Monday 23 November 2026 at 10:00 GMT (Europe/London).**
        That is 2 business hours from Fri 20 Nov 2026 16:00 GMT.
        <BLANKLINE>
        | When | What | Length | Counted so far |
        |:--|:--|--:|--:|
        | Fri 20 Nov 16:00 – 17:00 | counted | 1 h | 1 h |
        | Fri 20 Nov 17:00 – Mon 23 Nov 09:00 | outside hours | 64 h |  |
        | Mon 23 Nov 09:00 – 10:00 | counted | 1 h | 2 h |

    Rules: R7, R11.
    """
    headline = f"{_name_of(explanation)}: {_due_words(explanation)}."
    lines = [f"**{in_markdown(headline)}**", in_markdown(_standing(explanation))]
    rows = [row.cells for row in _table_rows(explanation, at_ends=20)]
    if rows:
        lines += ["", markdown_row(_HEADS), "|:--|:--|--:|--:|", *map(markdown_row, rows)]
    if explanation.notes:
        lines += ["", *(f"- {in_markdown(str(note))}" for note in explanation.notes)]
    return "\n".join(lines)


# HTML


def explanation_html(explanation: Explanation) -> str:
    """An explanation as a page of its own: where it stands, the timeline, the stretches and the notes.

    The page needs no script and nothing from elsewhere; it is light or dark as the reader's system
    is, or as `data-theme` on its root says.

    Args:
        explanation: Any explanation.

    Example:
        >>> from zoneinfo import ZoneInfo
        >>> from slaclock import explain
        >>> from slaclock import Target
        >>> office = Schedule(timezone="Europe/London", hours="Mon-Fri 09:00-17:00")
        >>> opened = datetime(2026, 11, 20, 16, tzinfo=ZoneInfo("Europe/London"))
        >>> page = explanation_html(explain(Target("2 business hours"), office, opened, "<b>Support</b>"))
        >>> "<title>&lt;b&gt;Support&lt;/b&gt;</title>" in page
        True

    Rules: R2, R7, R11.
    """
    name = _name_of(explanation)
    return page(name, element("main", element("h1", plain(name)), _explained(explanation)), _STYLE)


def evaluation_html(evaluation: Evaluation) -> str:
    """A whole ticket as a page of its own: an overview of its metrics, and each of their cycles explained.

    Of very many cycles, it shows the latest and says how many it leaves out.

    Args:
        evaluation: What `SlaPolicy.evaluate` answered.

    Example:
        >>> from slaclock import SlaPolicy
        >>> from slaclock import Ticket
        >>> policy = SlaPolicy(
        ...     name="Support", timezone="Europe/London", schedules={"office": "Mon-Fri 09:00-17:00"},
        ...     plans={"standard": {"resolution": "8 business hours"}},
        ... )
        >>> ticket = Ticket(id="T-7", opened="2026-11-20T16:00+00:00")
        >>> "Ticket T-7" in evaluation_html(policy.evaluate(ticket, datetime.fromisoformat("2026-11-23T10:00+00:00")))
        True

    Rules: R16, R17, R18.
    """
    return page(_ticket_name(evaluation), element("main", *_ticket(evaluation)), _STYLE)


def _explained(explanation: Explanation) -> str:
    """Everything of an explanation below its heading."""
    return "".join(
        [
            _verdict(explanation),
            _meter(explanation),
            _facts(explanation),
            element("div", explanation_svg(explanation), class_="drawing"),
            _html_table(explanation),
            element("ul", *(element("li", plain(str(note))) for note in explanation.notes), class_="notes"),
        ]
    )


def _verdict(explanation: Explanation) -> str:
    words = _due_words(explanation)
    return element(
        "div",
        _badge(explanation.state) if explanation.state else "",
        element("strong", plain(words[0].upper() + words[1:])),
        element("p", plain(_standing(explanation))),
        class_=f"verdict {explanation.state}".strip(),
    )


def _badge(state: str) -> str:
    return element("span", plain(state.replace("_", " ")), class_=f"badge {state}")


def _meter(explanation: Explanation) -> str:
    """How much is used of what there is, as a bar; none where nobody knows how much there is."""
    used, left, late = _figures(explanation)
    whole = max(used + left, explanation.target.duration or ZERO)
    is_known = explanation.target.duration is not None or not stopped_at(explanation)
    if explanation.now is None or not whole or not is_known:
        return ""
    in_time = element("i", style=f"width:{(used - late) / whole:.1%}")
    over = element("b", style=f"width:{late / whole:.1%}")
    words = [f"{short_duration(used - late)} used in time", f"{short_duration(left)} left"]
    words += [f"{short_duration(late)} overdue"] if late else []
    return element("div", in_time, over, class_="meter", role="img", aria_label=", ".join(words))


def _facts(explanation: Explanation) -> str:
    clock, (used, left, late) = _clock_of(explanation), _figures(explanation)
    facts = {"Target": explanation.target.written, "Opened": clock(explanation.opened), "Due": clock(explanation.due)}
    if explanation.now:
        facts["Used"] = short_duration(used)
        facts |= {"Overdue": short_duration(late)} if late else {"Left": short_duration(left)} if left else {}
        facts["As of"] = clock(explanation.now)
    facts["Hours"] = explanation.schedule
    rows = (element("div", element("dt", name), element("dd", plain(fact))) for name, fact in facts.items())
    return element("dl", *rows, class_="facts")


def _html_table(explanation: Explanation) -> str:
    rows = [
        element("tr", *(element("td", plain(cell)) for cell in row.cells), class_=row.style)
        for row in _table_rows(explanation, at_ends=60)
    ]
    return _table(_HEADS, rows) if rows else ""


def _table(heads: Iterable[str], rows: Iterable[str]) -> str:
    head = element("tr", *(element("th", name, scope="col") for name in heads))
    table = element("table", element("thead", head), element("tbody", *rows))
    return element("div", table, class_="drawing")


# Tickets


_MOST_SECTIONS = 30


def _ticket_name(evaluation: Evaluation) -> str:
    return f"Ticket {evaluation.ticket.id}".strip()


def _ticket(evaluation: Evaluation) -> Iterator[str]:
    yield element("h1", plain(_ticket_name(evaluation)))
    yield _ticket_facts(evaluation)
    if evaluation.problems:
        problems = (element("li", plain(problem)) for problem in evaluation.problems)
        yield element("h2", "Left out") + element("ul", *problems, class_="notes")
    if not evaluation.cycles:
        yield element("p", "No metric has started.")
        return
    shown = _shown_cycles(evaluation)
    yield _table(_OVERVIEW, map(_overview_row, shown))
    if left_out := len(evaluation.cycles) - len(shown):
        yield element("p", f"{left_out} earlier cycles that have ended are not shown.")
    for each in shown:
        heading = element("h2", plain(_cycle_name(each)))
        yield element("section", heading, _explained(each.explain()), id=_anchor(each))


def _shown_cycles(evaluation: Evaluation) -> list[MetricStatus]:
    """The running cycles and the latest others, in order."""
    running_last = sorted(
        evaluation.cycles, key=lambda each: (each.status.stopped_at is None, to_utc(each.status.started))
    )
    chosen = set(map(_anchor, running_last[-_MOST_SECTIONS:]))
    return [each for each in evaluation.cycles if _anchor(each) in chosen]


def _ticket_facts(evaluation: Evaluation) -> str:
    ticket, zone = evaluation.ticket, evaluation.now.tzinfo or UTC
    facts = {
        "Plan": ticket.plan,
        "Priority at opening": ticket.priority,
        "Opened": clock_words(ticket.opened, zone),
        "As of": clock_words(evaluation.now, zone),
    }
    rows = (element("div", element("dt", name), element("dd", plain(fact))) for name, fact in facts.items() if fact)
    return element("dl", *rows, class_="facts")


_OVERVIEW = ("Metric", "State", "Due", "Used", "Left")


def _overview_row(metric: MetricStatus) -> str:
    status = metric.status
    cells = [
        element("a", plain(_cycle_name(metric)), href=f"#{_anchor(metric)}"),
        _badge(status.state),
        clock_words(status.due, zone_named(metric.clock.promised.schedule.timezone)),
        short_duration(status.elapsed),
        "" if status.stopped_at else short_duration(status.remaining),
    ]
    return element("tr", *(element("td", cell) for cell in cells))


def _cycle_name(metric: MetricStatus) -> str:
    return f"{metric.metric.replace('_', ' ')}{f', cycle {metric.cycle}' if metric.cycle > 1 else ''}"


def _anchor(metric: MetricStatus) -> str:
    return f"{metric.metric}-{metric.cycle}"


# Style


_STYLE = """
.slaclock section{max-width:1140px;margin:32px auto 0;padding:8px 0;\
border-top:1px solid var(--line)}
.slaclock .verdict{border-left:6px solid var(--counted);background:var(--surface);border-radius:8px;\
padding:14px 18px;font-size:18px}
.slaclock .verdict p{margin:4px 0 0;font-size:15px;color:var(--soft)}
.slaclock .verdict.met{border-color:var(--good)}
.slaclock .verdict.breached{border-color:var(--overdue)}
.slaclock .verdict.at_risk,.slaclock .verdict.paused{border-color:var(--paused)}
.slaclock .verdict.cancelled,.slaclock .verdict.not_started{border-color:var(--soft)}
.slaclock .badge{display:inline-block;border:1.5px solid var(--counted);border-radius:999px;padding:0 10px;\
margin-right:10px;font-size:13px;font-weight:600;white-space:nowrap}
.slaclock .badge.met{border-color:var(--good);color:var(--good)}
.slaclock .badge.breached{background:var(--overdue);border-color:var(--overdue);color:var(--on-fill)}
.slaclock .badge.at_risk,.slaclock .badge.paused{border-color:var(--paused);border-style:dashed}
.slaclock .badge.cancelled,.slaclock .badge.not_started{border-color:var(--soft);color:var(--soft)}
.slaclock .meter{display:flex;height:10px;margin:12px 0;border-radius:5px;overflow:hidden;background:var(--ahead);\
border:1px solid var(--line)}
.slaclock .meter i{background:var(--counted)}
.slaclock .meter b{background:repeating-linear-gradient(45deg,var(--overdue) 0 6px,var(--surface) 6px 8px)}
.slaclock .facts{display:flex;flex-wrap:wrap;gap:8px 28px;margin:14px 0}
.slaclock .facts dt{font-size:12px;color:var(--soft)}
.slaclock .facts dd{margin:0;font-weight:600}
.slaclock .drawing svg{display:block;width:100%;min-width:760px;height:auto}
.slaclock th{border-top:0;color:var(--soft);font-size:12px}
.slaclock td:nth-last-child(-n+2),.slaclock th:nth-last-child(-n+2){text-align:right;white-space:nowrap}
.slaclock td:last-child{font-weight:600}
.slaclock tr.outside_hours td,.slaclock tr.left-out td{color:var(--soft)}
.slaclock tr.overdue td{color:var(--late);font-weight:600}
.slaclock tr.ahead td{font-style:italic}
"""


# Notebooks


def _notebook(*inside: str) -> str:
    return element("article", element("style", colours(), STYLE, _STYLE), *inside, class_="slaclock")


def in_notebook(shown: Explanation | Evaluation | Schedule) -> str:
    """What a notebook shows of an explanation, an evaluation or a schedule."""
    match shown:
        case Explanation():
            return _explanation_in_notebook(shown)
        case Evaluation():
            return _evaluation_in_notebook(shown)
        case _:
            return _schedule_in_notebook(shown)


def _explanation_in_notebook(explanation: Explanation) -> str:
    return _notebook(element("h2", plain(_name_of(explanation))), _explained(explanation))


def _evaluation_in_notebook(evaluation: Evaluation) -> str:
    return _notebook(*_ticket(evaluation))


def _schedule_in_notebook(schedule: Schedule) -> str:
    return _notebook(*_described_schedule(schedule))


def _described_schedule(schedule: Schedule) -> Iterator[str]:
    """The usual week; what depends on a date, as words, since nothing here knows today."""
    yield element("h2", plain(schedule.name or str(schedule)))
    if isinstance(schedule.hours, Combination):
        yield element("p", f"Open when {_OPEN_WHEN[schedule.hours.combine]}:")
        yield from (text for part in schedule.hours.schedules for text in _described_schedule(part))
        return
    if isinstance(schedule.hours, tuple):
        yield element("div", week_svg(schedule), class_="drawing")
    else:
        yield element("p", plain(str(schedule.hours)))
    facts = {"Time zone": schedule.timezone, "Holidays": str(schedule.holidays)}
    rows = (element("div", element("dt", name), element("dd", plain(fact))) for name, fact in facts.items())
    yield element("dl", *rows, class_="facts")
    special = [*map(_season_words, schedule.seasons), *map(_exception_words, schedule.exceptions)]
    yield element("ul", *(element("li", plain(text)) for text in special), class_="notes")


_OPEN_WHEN = {
    "union": "any of these is",
    "intersection": "all of these are",
    "difference": "the first of these is and no other",
}


def _season_words(season: Season) -> str:
    span = f"{season.first} to {season.last}" if season.last else f"from {season.first}"
    hours = "; ".join(map(str, season.hours)) or "closed"
    return f"{span}: {hours}{f' ({season.name})' if season.name else ''}"


def _exception_words(exception: ExceptionHours) -> str:
    hours = ", ".join(map(str, exception.hours)) or "closed"
    name = f" ({exception.name})" if exception.name else ""
    return f"{exception.date:%a %d %b %Y}: {hours}{name}"
