"""`Report`: how far promises were kept over many tickets, group by group, from two tables (R12, R18)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa

from slaclock.columns import Places, arrow_column, arrow_table, evaluated, pc, table_of
from slaclock.errors import TicketTableError
from slaclock.hours import zone_named
from slaclock.policy import SlaPolicy
from slaclock.reports.dimensions import Dimension, dimension
from slaclock.reports.reported import Line, Reported
from slaclock.reports.shapes import shapes_of
from slaclock.reports.tallies import Cycles, lines
from slaclock.safe import Formulas
from slaclock.tickets import TicketProblem

_LATE, _MET, _CANCELLED = "breached", "met", "cancelled"


@dataclass(frozen=True)
class Report(Reported):
    """How far promises were kept over many tickets.

    Rules: R12, R16, R18, R19.
    """

    def text(self, day: timedelta | None = None) -> str:
        """The report for a terminal: a table with bars.

        Args:
            day: Open time in a working day, where durations are to be shown in working days; more than 0, at most 24
                hours.

        Raises:
            ChoiceError: No working day is that long.
        """
        from slaclock.reports.texts import report_text

        return report_text(self, day)

    def markdown(self, day: timedelta | None = None) -> str:
        """The report as a table of Markdown; arguments as for `text`."""
        from slaclock.reports.texts import report_markdown

        return report_markdown(self, day)

    def csv(self, formulas: Formulas = "kept") -> str:
        """The report as CSV: a row for each line, shares in percent, durations in seconds.

        Args:
            formulas: Whether a name that a spreadsheet would compute, as `=1+2`, is `kept` or `quoted`.
        """
        from slaclock.reports.texts import report_csv

        return report_csv(self, formulas)

    def html(self, day: timedelta | None = None) -> str:
        """The report as one page of HTML with charts, which needs nothing else; arguments as for `text`."""
        from slaclock.reports.report_pages import report_html

        return report_html(self, day)


def report(
    policy: SlaPolicy,
    tickets: Any,
    events: Any,
    now: datetime,
    by: Sequence[str] = ("month", "priority"),
    *,
    ticket_columns: Mapping[str, str] = MappingProxyType({}),
    event_columns: Mapping[str, str] = MappingProxyType({}),
) -> Report:
    """How far promises were kept over many tickets, group by group.

    Args:
        policy: With all its versions; its goals, if it has some, stand beside what was reached.
        tickets: A table of tickets, as for `columns.evaluate`, with any other columns.
        events: A table of what happened to them.
        now: An aware datetime; what happens after it does not exist yet.
        by: By what it is grouped besides metrics, in this order: `month` (of the start of a cycle), `month_due`,
            `month_closed`, each on the clocks of the policy; `plan`, `priority`; or any column of the tickets.
        ticket_columns: As for `columns.evaluate`.
        event_columns: As for `columns.evaluate`.

    Raises:
        TicketTableError: A column is missing, two tickets have one id, or it is to be grouped by something twice.
        NaiveDatetimeError: `now` or a column of instants has no time zone.

    Examples:
        >>> from datetime import UTC, datetime
        >>> import pandas
        >>> from slaclock import SlaPolicy, reports
        >>> policy = SlaPolicy.loads('''
        ... {name: Example, timezone: UTC, schedules: {office: Mon-Fri 09:00-17:00},
        ...  plans: {standard: {schedule: office, first_response: 2 business hours}}}
        ... ''')
        >>> tickets = pandas.DataFrame({
        ...     "id": ["T-1", "T-2"], "opened": pandas.to_datetime(["2026-11-24 10:00Z", "2026-11-25 10:00Z"]),
        ...     "team": ["red", "blue"],
        ... })
        >>> events = pandas.DataFrame({
        ...     "ticket": ["T-1", "T-2"], "at": pandas.to_datetime(["2026-11-24 11:00Z", "2026-11-25 15:00Z"]),
        ...     "kind": ["agent_replied", "agent_replied"],
        ... })
        >>> made = reports.report(policy, tickets, events, datetime(2026, 12, 1, tzinfo=UTC), by=["team"])
        >>> [(*line.group, line.met, line.breached, str(line.over)) for line in made.lines]
        [('blue', 0, 1, '3:00:00'), ('red', 1, 0, '0:00:00')]

    Rules: R12, R16, R18, R19.
    """
    if twice := [name for place, name in enumerate(by) if name in by[:place]]:
        raise TicketTableError(f"a report is grouped by {twice[0]!r} once, not twice; leave one of them")
    # A stream of Arrow can be read once.
    table = table_of(tickets, "tickets", ticket_columns)
    found = evaluated(policy, table.given, events, now, ticket_columns, event_columns)
    answers = arrow_table(found.table)
    stands = _on_clocks(answers.filter(answers["metric"].is_valid()), policy.timezone)
    rows = _rows_of(stands, arrow_column(table.wanted("id")))
    zone = zone_named(policy.timezone)
    dimensions = [dimension(name, stands, table, rows, zone) for name in by]
    cycles, metrics, counted = _cycles(stands, rows)
    groups, named = _groups([each._replace(codes=each.codes[counted]) for each in dimensions], len(counted))
    everything = np.zeros(len(counted), np.intp)
    return Report(
        policy.name,
        now,
        tuple(by),
        _with_goals(policy, tuple(by), lines(cycles, metrics, groups, named)),
        _with_goals(policy, (), lines(cycles, metrics, everything, [()])),
        shapes_of(cycles, metrics, _micros(stands["started"])[counted], zone),
        _problems(answers),
        found.one_by_one,
        _detail(stands, dimensions),
    )


def _on_clocks(stands: Any, timezone: str) -> Any:
    """The same with instants on the clocks of the policy."""
    zoned = pa.timestamp("us", timezone)
    kinds = [field.with_type(zoned) if pa.types.is_timestamp(field.type) else field for field in stands.schema]
    return stands.cast(pa.schema(kinds))


def _rows_of(stands: Any, ids: Any) -> Places:
    """For each cycle the row of its ticket."""
    rows = pc.index_in(stands["ticket"], value_set=ids.cast(stands["ticket"].type))
    found: Places = rows.to_numpy().astype(np.intp)
    return found


def _cycles(stands: Any, rows: Places) -> tuple[Cycles, list[str], Places]:
    """The cycles that count, the names of metrics, and which rows of the answer these are."""
    state = stands["state"].cast(pa.string()).to_numpy()
    counted = np.flatnonzero(state != _CANCELLED)
    state = state[counted]
    encoded = stands["metric"].cast(pa.string()).combine_chunks().dictionary_encode()
    metrics: list[str] = encoded.dictionary.to_pylist()
    stopped = stands["stopped"].is_valid().to_numpy()[counted]
    taken = stands.take(pa.array(counted))
    cycles = Cycles(
        taken["ticket"].combine_chunks(),
        rows[counted],
        encoded.indices.to_numpy(zero_copy_only=False).astype(np.intp)[counted],
        state == _MET,
        state == _LATE,
        (state != _MET) & (state != _LATE),
        stopped,
        _micros(taken["elapsed"]),
        _micros(taken["remaining"]),
        _micros(taken["paused"]),
        taken["due"].combine_chunks(),
        taken["stopped"].combine_chunks(),
    )
    return cycles, metrics, counted


def _micros(column: Any) -> Any:
    array = column.combine_chunks()
    return array.cast(pa.int64()).to_numpy(zero_copy_only=False)


def _groups(dimensions: Sequence[Dimension], count: int) -> tuple[Places, list[tuple[str, ...]]]:
    """For each cycle the number of its group, in the order of values, and what the groups are called."""
    whole = np.zeros(count, np.intp)
    for each in dimensions:
        whole = whole * max(len(each.values), 1) + each.codes
    different, first, groups = np.unique(whole, return_index=True, return_inverse=True)
    named = [tuple(each.values[int(each.codes[place])] for each in dimensions) for place in first.tolist()]
    return groups.reshape(-1), named if len(different) else []


def _with_goals(policy: SlaPolicy, by: tuple[str, ...], found: Iterable[Line]) -> tuple[Line, ...]:
    goals = list(policy.goals())

    def wanted(line: Line) -> Fraction | None:
        """The goal that is about just the cycles of a line, if it is about the target itself."""
        of = dict(zip(by, line.group, strict=True))
        plans = {of["plan"]} if "plan" in of else set(policy.plans)
        about = {
            each.goal.percent
            for each in goals
            if each.goal.percent is not None
            and each.metric == line.metric
            and each.plan in plans
            and each.goal.within is None
            and not each.goal.priorities
            and each.priority in (None, of.get("priority"))
        }
        return Fraction(about.pop()) if len(about) == 1 and len(plans) == 1 else None

    return tuple(replace(line, goal=wanted(line)) for line in found)


def _problems(answers: Any) -> tuple[TicketProblem, ...]:
    said = answers.filter(answers["problem"].is_valid())
    pairs = zip(said["ticket"].to_pylist(), said["problem"].to_pylist(), strict=True)
    return tuple(dict.fromkeys(TicketProblem(str(ticket), problem) for ticket, problem in pairs))


def _detail(stands: Any, dimensions: Sequence[Dimension]) -> Any:
    """The rows that were counted, each with its group."""
    for each in dimensions:
        if each.name not in stands.column_names:
            values = pa.array(each.values, pa.string()).take(pa.array(each.codes))
            stands = stands.append_column(each.name, values)
    return stands
