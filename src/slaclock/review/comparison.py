"""The plans of a policy side by side, as a table that can be published: made from the policy, so that it cannot lie."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import zip_longest
from typing import NamedTuple

from slaclock.declaration import Declaration
from slaclock.hours import Schedule, date_words, to_utc, write_time, zone_named
from slaclock.policy import ANY_CHANNEL, CUSTOMER, Promise, SlaPolicy, folded
from slaclock.render import element, markdown_row, notes, page, scrolled
from slaclock.review.checks import Reading, check
from slaclock.review.wording import (
    AROUND_THE_CLOCK,
    MOST_DATES,
    hours_words,
    is_counted_elsewhere,
    listed,
    offer_words,
    rung_words,
    stated_dates,
    target_words,
)
from slaclock.safe import Markup, for_html, for_markdown, for_terminal

NOTHING = "—"
"""What a cell says where a plan promises nothing."""
_HOURS, _EVERY, _ANY_OTHER = "hours", "every priority", "any other priority"
_TOGETHER = "all priorities together"
_WIDTH = 100
_NARROW, _GAP, _LONGEST_NAME = 24, "  ", 20


class Cell(Declaration):
    """What one plan says in one row: the main thing first, and what goes with it."""

    lines: tuple[str, ...] = ()
    """A line for each thing; none where the plan promises nothing."""

    def __str__(self) -> str:
        return "\n".join(self.lines) or NOTHING


class Row(Declaration):
    """One thing that plans differ in, with a cell for each plan."""

    name: str
    """A priority, or what the row is about."""

    cells: tuple[Cell, ...]
    """In the order of the plans."""


class Section(Declaration):
    """The rows about one metric, or about hours."""

    title: str
    """What they are about."""

    rows: tuple[Row, ...]
    """In the order of the policy."""


class Comparison(Declaration):
    """The plans of a policy side by side.

    Rules: R5, R7, R10, R11.
    """

    title: str
    """What the policy is called."""

    plans: tuple[str, ...]
    """The names of the plans, which head the columns."""

    sections: tuple[Section, ...]
    """Hours first, then each metric."""

    footnotes: tuple[str, ...] = ()
    """What a reader should know: assumptions, readings, notices, dates, and what changes later."""

    def text(self, width: int = _WIDTH) -> str:
        """The table for a terminal; where it is too wide, some plans below the others.

        Args:
            width: How many letters fit on a line.
        """
        lines = [self.title]
        for plans in _beside(len(self.plans), width):
            lines += ["", *_table_text(self, plans, width)]
        lines += [""] if self.footnotes else []
        lines += [line for note in self.footnotes for line in _wrapped(f"- {note}", width, "  ")]
        return "\n".join(for_terminal(line).rstrip() for line in lines)

    def markdown(self) -> str:
        """The table in Markdown; names are escaped, so that they can be neither markup nor HTML."""
        columns = len(self.plans) + 1
        lines = [f"## {for_markdown(self.title)}", "", markdown_row(["", *self.plans]), "|:--" * columns + "|"]
        for section in self.sections:
            lines.append(f"| **{for_markdown(section.title)}** {'| ' * len(self.plans)}|")
            lines += [markdown_row([row.name, *map(str, row.cells)]) for row in section.rows]
        footnotes = [f"- {for_markdown(note)}" for note in self.footnotes]
        return "\n".join([*lines, "", *footnotes] if footnotes else lines)

    def html(self) -> str:
        """The table as a page of its own, in light and in dark; names are escaped."""
        columns = element("tr", element("td"), *(element("th", for_html(plan), scope="col") for plan in self.plans))
        caption = element("caption", for_html(f"The plans of {self.title} side by side"))
        bodies = (_section_html(section, len(self.plans)) for section in self.sections)
        table = element("table", caption, element("thead", columns), *bodies, class_="plans")
        heading = element("h1", for_html(self.title))
        return page(self.title, element("main", heading, scrolled("Plans", table), notes(self.footnotes)), _STYLE)


def compare(policy: SlaPolicy, at: datetime | None = None) -> Comparison:
    """The plans of a policy side by side.

    Args:
        policy: Any policy; hours on the customer's own clocks are said to be so.
        at: An aware datetime: the version then in force is shown; without one, the first.

    Raises:
        NaiveDatetimeError: `at` has no time zone.

    Examples:
        >>> policy = SlaPolicy.loads('''
        ... name: Example support
        ... timezone: Europe/London
        ... schedules: {office: Mon-Fri 09:00-17:00}
        ... plans:
        ...   basic: {first_response: {P1: 4 business hours, P2: 2 business days}}
        ...   gold: {first_response: {P1: 1 hour}}
        ... ''')
        >>> print(compare(policy).text())
        Example support
        <BLANKLINE>
               basic                                         gold
        -----  --------------------------------------------  --------------------------------------------
        Support hours
        hours  Monday to Friday 09:00–17:00 (Europe/London)  Monday to Friday 09:00–17:00 (Europe/London)
               holidays included                             holidays included
        <BLANKLINE>
        First response
        P1     4 business hours                              1 hour, around the clock
        P2     2 business days                               —
        <BLANKLINE>
        - A target used up exactly at closing time is due at that closing time.
        - N business days end at the same clock time on the Nth following business day.
        - Targets in business days: what arrives while closed counts as received at the next opening.
        - Targets in business days: what would be due while closed is due at the next opening.
        - Changes of priority or plan: the new target is counted anew from the original start, and may be
          broken at once.

    Rules: R5, R7, R10, R11, R17.
    """
    shown = policy.in_force(at) if at else policy
    later = _later_versions(policy, at)
    current = _Table(shown)
    footnotes = [*current.footnotes(), *_changes(current, later)]
    return Comparison(
        title=policy.name,
        plans=tuple(shown.plans),
        sections=tuple(current.sections()),
        footnotes=tuple(dict.fromkeys(footnotes)),
    )


# From a policy


class _Table:
    """What the table of one version of a policy says."""

    def __init__(self, policy: SlaPolicy) -> None:
        entries = {**policy.schedules, **policy.closures}
        self.local = frozenset(name for name, entry in entries.items() if entry.timezone == CUSTOMER)
        # Which zone stands for the customer's makes no difference: the words say whose it is.
        self.policy = policy.for_customer("UTC") if self.local else policy
        self._offers = {(plan, metric, priority): offer for plan, metric, priority, offer in self.policy.offers()}

    def sections(self) -> Iterator[Section]:
        """The hours of each plan, then each metric."""
        yield Section(title="Support hours", rows=tuple(self._hours_rows()))
        for metric in dict.fromkeys(metric for plan in self.policy.plans.values() for metric in plan.metrics):
            yield Section(title=_title(metric), rows=tuple(self._rows(metric)))

    def said(self) -> dict[tuple[str, str, str], str]:
        """Every cell by plan, section and row."""
        return {
            (plan, section.title, row.name): str(cell)
            for section in self.sections()
            for row in section.rows
            for plan, cell in zip(self.policy.plans, row.cells, strict=True)
        }

    # Rows

    def _rows(self, metric: str) -> Iterator[Row]:
        promises = [plan.metrics[metric] for plan in self.policy.plans.values() if metric in plan.metrics]
        named = [each for each in self.policy.priorities if any(each in promise.priorities for promise in promises)]
        rows: list[tuple[str, str | None]] = [(priority, priority) for priority in named]
        if not named:
            rows.append((_EVERY if self.policy.priorities else "every request", None))
        elif any(promise.target for promise in promises) and (
            len(named) < len(self.policy.priorities) or any(each.target and each.priorities for each in promises)
        ):
            rows.append((_ANY_OTHER, None))
        for name, priority in rows:
            yield Row(name=name, cells=tuple(self._cell(plan, priority, metric) for plan in self.policy.plans))
        if any(promise.goals for promise in promises):
            yield Row(name=_TOGETHER, cells=tuple(self._goals(plan, metric) for plan in self.policy.plans))

    def _cell(self, plan: str, priority: str | None, metric: str) -> Cell:
        offer = self._offers.get((plan, metric, priority)) or self._offers.get((plan, metric, None))
        if offer is None:
            return Cell()
        lines = [*offer_words(offer, self._main_schedule(plan), self.policy)]
        promise = self.policy.plans[plan].metrics[metric]
        if own := promise.priorities.get(priority or ""):
            lines += [f"goal: {goal}" for goal in own.goals]
        reached = _nearest(own, promise)
        lines += [f"{_reached_by(channel)} in the hours of {name}" for channel, name in reached.items()]
        return Cell(lines=tuple(lines))

    def _goals(self, plan: str, metric: str) -> Cell:
        promise = self.policy.plans[plan].metrics.get(metric)
        return Cell(lines=tuple(f"goal: {goal}" for goal in promise.goals) if promise else ())

    # Hours

    def _main_schedule(self, plan: str) -> Schedule | None:
        """The schedule that a plan names, or the only one there is."""
        named = self.policy.plans[plan].schedule
        return self.policy._schedules.counted_on(named) if named or len(self.policy.schedules) == 1 else None

    def _hours_rows(self) -> Iterator[Row]:
        plans = self.policy.plans
        yield Row(name=_HOURS, cells=tuple(Cell(lines=tuple(self._hours(plan))) for plan in plans))
        if any(plan.coverage for plan in plans.values()):
            yield Row(name="reachable", cells=tuple(Cell(lines=tuple(self._coverage(plan))) for plan in plans))

    def _hours(self, plan: str) -> Iterator[str]:
        main = self._main_schedule(plan)
        if main:
            yield from hours_words(main, self.local)
        for name in dict.fromkeys(self._others(plan)):
            yield f"{name}: {', '.join(hours_words(self.policy.schedule(name), self.local))}"

    def _coverage(self, plan: str) -> Iterator[str]:
        """When a plan's support can be reached, by channel."""
        coverage = self.policy.plans[plan].coverage
        for channel, name in coverage.items():
            words = ", ".join(hours_words(self.policy.schedule(name), self.local))
            yield f"by {channel}: {words}" if channel else words
        if not coverage:
            yield "in the same hours"

    def _others(self, plan: str) -> Iterator[str]:
        """The names of the other schedules of which a plan's cells speak."""
        main = self._main_schedule(plan)
        for offer in (offer for (offering, _, _), offer in self._offers.items() if offering == plan):
            for promised in (offer.usual, *(case.promised for case in offer.cases)):
                if is_counted_elsewhere(promised, main) and promised.schedule.name in self.policy.schedules:
                    yield promised.schedule.name
            yield from (case.received.of for case in offer.cases if case.received.of)
        for promise in self.policy.plans[plan].metrics.values():
            for own in (*promise.priorities.values(), *([None] if promise.target else [])):
                yield from _nearest(own, promise).values()

    # Footnotes

    def footnotes(self) -> Iterator[str]:
        """Assumptions, readings, notices, and the dates of holidays that are too many for a cell."""
        yield from self.policy.assumptions
        yield from map(_sentence, self._readings())
        yield from self.pauses()
        if self.policy.escalations:
            yield f"Every open promise escalates to {listed([*map(rung_words, self.policy.escalations.items())])}."
        yield from self.notices()
        for name in self.policy.schedules:
            holidays = self.policy.schedule(name).holidays
            if len(dates := stated_dates(holidays)) > MOST_DATES:
                yield f"{_title(name)} is closed on {listed(dates)}."

    def pauses(self) -> Iterator[str]:
        """In which statuses of a ticket the clocks of the metrics stand still."""
        for metric in dict.fromkeys(metric for plan in self.policy.plans.values() for metric in plan.metrics):
            lifecycle, clock = self.policy.lifecycle(metric), f"The clock of {metric.replace('_', ' ')}"
            if lifecycle.pauses_in:
                yield f"{clock} stops while a ticket is {_either(lifecycle.pauses_in)}."
            if lifecycle.runs_in:
                yield f"{clock} runs only while a ticket is {_either(lifecycle.runs_in)}."

    def notices(self) -> Iterator[str]:
        """How long before something it is announced."""
        for name, notice in self.policy.notices.items():
            words = target_words(notice.target, self.policy._schedules.counted_on(notice.schedule))
            yield f"Notice of {name.replace('_', ' ')}: at least {words.removesuffix(AROUND_THE_CLOCK)} before."

    def _readings(self) -> Iterator[str]:
        """What matters to customers of how the policy is read; cells tell what they read otherwise."""
        groups: dict[tuple[str, str], list[Reading]] = {}
        for reading in check(self.policy).readings:
            name = reading.choice.partition(":")[0]
            if name in _TOLD:
                groups.setdefault((name, "" if _TOLD[name] else reading.where), []).append(reading)
        for (name, where), readings in groups.items():
            stated = getattr(self.policy, name) or _USUAL.get(name)
            usual = write_time(stated) if isinstance(stated, time) else stated
            # What each schedule says of its own is told of it; what each target says of its own stands in its cell.
            own = readings[0] if where.startswith("schedule ") else None
            first = next((each for each in readings if each.choice == f"{name}: {usual}"), own)
            if first is not None:
                unlike = "where nothing else is said, " if any(each.text != first.text for each in readings) else ""
                yield f"{where}: {unlike}{first.text}" if where else f"{unlike}{first.text}"


_TOLD = {
    "boundary": True,
    "day_rule": True,
    "starts": False,
    "ends": False,
    "holiday_rule": False,
    "on_change": False,
    "governed_by": True,
}
"""The choices that a published table tells, and whether their sentences stand alone."""
_USUAL = {"starts": "next_opening", "ends": "next_opening"}
"""What holds of business days where a policy states nothing."""


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _either(statuses: Sequence[str]) -> str:
    return listed([each.replace("_", " ") for each in statuses], "or")


def _nearest(*levels: Promise | None) -> dict[str, str]:
    """When support can be reached by channel: what is nearest holds, and one schedule for all hides what is farther."""
    found: dict[str, tuple[str, str]] = {}
    for level in filter(None, levels):
        if ANY_CHANNEL not in found:
            stated = {folded(channel): (channel, name) for channel, name in level.coverage.items()}
            found |= {key: each for key, each in stated.items() if key not in found}
    return dict(found.values())


def _reached_by(channel: str) -> str:
    return f"reached by {channel}" if channel else "reached"


def _title(name: str) -> str:
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


# Later versions


class _Version(NamedTuple):
    """A version that comes into force later."""

    begins: date
    table: _Table


def _later_versions(policy: SlaPolicy, at: datetime | None) -> list[_Version]:
    zone = zone_named(policy.timezone)
    return [
        _Version(start.astimezone(zone).date(), _Table(version))
        for start, version in policy._in_force_from
        if at is None or start > to_utc(at)
    ]


def _changes(current: _Table, later: Sequence[_Version]) -> Iterator[str]:
    """What each later version says otherwise than the one before it."""
    before, told = current.said(), [*current.pauses(), *current.notices()]
    for version in later:
        now = version.table.said()
        begins = f"From {date_words(version.begins)} on"
        plans = dict.fromkeys(plan for plan, _, _ in before)
        yield from (f"{begins} there is a plan {plan}." for plan in version.table.policy.plans if plan not in plans)
        for (plan, section, row), said in now.items():
            old = before.get((plan, section, row), NOTHING)
            if plan in plans and said != old:
                where = f"{begins}, {plan}, {section.lower() if row == _HOURS else f'{section.lower()}, {row}'}"
                yield f"{where}: {_flat(said)} (until then {_flat(old)})."
        notes = [*version.table.pauses(), *version.table.notices()]
        yield from (f"{begins}: {note}" for note in notes if note not in told)
        before, told = now, notes


def _flat(said: str) -> str:
    return ", ".join(said.splitlines())


# Text


def _beside(plans: int, width: int) -> Iterator[range]:
    """Which plans fit beside one another."""
    many = max(1, (width - _LONGEST_NAME) // (_NARROW + len(_GAP)))
    return (range(first, min(first + many, plans)) for first in range(0, plans, many))


def _table_text(comparison: Comparison, plans: range, width: int) -> Iterator[str]:
    """The columns of some plans."""
    names = [row.name for section in comparison.sections for row in section.rows]
    first = min(max(map(len, names), default=0), _LONGEST_NAME)
    widths = [first, *([(width - first) // len(plans) - len(_GAP)] * len(plans))]
    widths = [first, *(min(most, _longest_in(comparison, plan)) for most, plan in zip(widths[1:], plans, strict=True))]
    yield from _lines_of(["", *(comparison.plans[plan] for plan in plans)], widths)
    yield _GAP.join("-" * each for each in widths)
    for section in comparison.sections:
        if section != comparison.sections[0]:
            yield ""
        yield section.title
        for row in section.rows:
            yield from _lines_of([row.name, *(str(row.cells[plan]) for plan in plans)], widths)


def _longest_in(comparison: Comparison, plan: int) -> int:
    cells = (str(row.cells[plan]) for section in comparison.sections for row in section.rows)
    return max(len(line) for text in (comparison.plans[plan], *cells) for line in text.splitlines() or [""])


def _lines_of(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    """A row of cells, each wrapped to its width."""
    wrapped = [
        [part for line in cell.splitlines() for part in _wrapped(line, width, "  ")]
        for cell, width in zip(cells, widths, strict=True)
    ]
    for parts in zip_longest(*wrapped, fillvalue=""):
        yield _GAP.join(part.ljust(width) for part, width in zip(parts, widths, strict=True))


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(text, max(width, 2 * len(indent) + 1), subsequent_indent=indent)


# HTML


def _section_html(section: Section, plans: int) -> Markup:
    head = element("tr", element("th", for_html(section.title), scope="rowgroup", colspan=plans + 1))
    return element("tbody", head, *map(_row_html, section.rows))


def _row_html(row: Row) -> Markup:
    return element("tr", element("th", for_html(row.name), scope="row"), *map(_cell_html, row.cells))


def _cell_html(cell: Cell) -> Markup:
    if not cell.lines:
        return element("td", element("span", for_html(NOTHING), aria_label="nothing promised", role="img"))
    first, *others = (element("div", for_html(line)) for line in cell.lines)
    return element("td", first, element("div", *others, class_="also") if others else Markup(""))


_STYLE = """
.slaclock .plans caption{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
.slaclock .plans th,.slaclock .plans td{vertical-align:top;padding:9px 14px;overflow-wrap:anywhere}
.slaclock .plans td{min-width:180px;border-left:1px solid var(--line)}
.slaclock .plans thead td{border:0}
.slaclock .plans thead th{font-size:16px;border-top:0;border-left:1px solid var(--line)}
.slaclock .plans th[scope=rowgroup]{background:var(--closed);font-size:13px;letter-spacing:.02em}
.slaclock .plans th[scope=row]{position:sticky;left:0;background:var(--surface);min-width:90px;max-width:180px}
.slaclock .plans td>div:first-child{font-weight:600}
.slaclock .plans .also{color:var(--soft);font-size:13px;font-weight:400}
.slaclock .notes{max-width:75ch;font-size:14px;overflow-wrap:anywhere}
.slaclock .notes li{margin:4px 0}
@media print{.slaclock main{padding:0;max-width:none}.slaclock .drawing{overflow:visible}\
.slaclock tr{break-inside:avoid}.slaclock .plans th[scope=row]{position:static}}
"""
