"""What the table of plans says: the hours of each, then each metric with a row for each priority."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slaclock.declaration import Declaration
from slaclock.hours import Schedule
from slaclock.policy import ANY_CHANNEL, CUSTOMER, Offer, Promise, SlaPolicy
from slaclock.review.hours_wording import hours_words
from slaclock.review.promise_wording import is_counted_elsewhere, offer_words
from slaclock.spelling import folded
from slaclock.targets import Audience, text_words

NOTHING = "—"
"""What a cell says where a plan promises nothing."""
HOURS = "hours"
_EVERY, _ANY_OTHER, _TOGETHER = "every priority", "any other priority", "all priorities together"


class ComparisonCell(Declaration):
    """What one plan says in one row: the main thing first, and what goes with it."""

    lines: tuple[str, ...] = ()
    """A line for each thing; none where the plan promises nothing."""

    def for_audience(self, audience: Audience) -> ComparisonCell:
        """The same lines in the words of who reads them."""
        return ComparisonCell(lines=tuple(text_words(line, audience) for line in self.lines))

    def __str__(self) -> str:
        return "\n".join(self.lines) or NOTHING


class ComparisonRow(Declaration):
    """One thing that plans differ in, with a cell for each plan."""

    name: str
    """A priority, or what the row is about."""

    cells: tuple[ComparisonCell, ...]
    """In the order of the plans."""

    def for_audience(self, audience: Audience) -> ComparisonRow:
        """The same row in the words of who reads it."""
        cells = tuple(cell.for_audience(audience) for cell in self.cells)
        return ComparisonRow(name=text_words(self.name, audience), cells=cells)


class ComparisonSection(Declaration):
    """The rows about one metric, or about hours."""

    title: str
    """What they are about."""

    rows: tuple[ComparisonRow, ...]
    """In the order of the policy."""

    def for_audience(self, audience: Audience) -> ComparisonSection:
        """The same rows in the words of who reads them."""
        rows = tuple(row.for_audience(audience) for row in self.rows)
        return ComparisonSection(title=text_words(self.title, audience), rows=rows)


class PlanTable:
    """What the table of one version of a policy says; customers need not know who hears of an open promise."""

    def __init__(self, policy: SlaPolicy, with_escalation: bool = True) -> None:
        self._with_escalation = with_escalation
        entries = {**policy.schedules, **policy.closures}
        self.local = frozenset(name for name, entry in entries.items() if entry.timezone == CUSTOMER)
        self._closed_there = frozenset(name for name, entry in entries.items() if entry.customer_holidays)
        # Which zone stands for the customer's makes no difference: the words say whose it is.
        self.policy = policy.for_any_customer() if self.local or self._closed_there else policy
        self._offers: dict[str, dict[tuple[str, str | None], Offer]] = {plan: {} for plan in self.policy.plans}
        for plan, metric, priority, offer in self.policy.offers():
            self._offers[plan][metric, priority] = offer

    def sections(self) -> Iterator[ComparisonSection]:
        """The hours of each plan, then each metric."""
        yield ComparisonSection(title="Support hours", rows=tuple(self._hours_rows()))
        for metric in dict.fromkeys(metric for plan in self.policy.plans.values() for metric in plan.metrics):
            yield ComparisonSection(title=title_of(metric), rows=tuple(self._rows(metric)))

    def said(self) -> dict[tuple[str, str, str], str]:
        """Every cell by plan, section and row."""
        return {
            (plan, section.title, row.name): str(cell)
            for section in self.sections()
            for row in section.rows
            for plan, cell in zip(self.policy.plans, row.cells, strict=True)
        }

    # Rows

    def _rows(self, metric: str) -> Iterator[ComparisonRow]:
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
            yield _row(name, (self._cell(plan, priority, metric) for plan in self.policy.plans))
        if any(promise.goals for promise in promises):
            yield _row(_TOGETHER, (self._goals(plan, metric) for plan in self.policy.plans))

    def _cell(self, plan: str, priority: str | None, metric: str) -> ComparisonCell:
        offers = self._offers[plan]
        offer = offers.get((metric, priority)) or offers.get((metric, None))
        if offer is None:
            return ComparisonCell()
        lines = [*offer_words(offer, self._main_schedule(plan), self.policy, self._with_escalation)]
        promise = self.policy.plans[plan].metrics[metric]
        if own := promise.priorities.get(priority or ""):
            lines += [f"goal: {goal}" for goal in own.goals]
        reached = _nearest(own, promise)
        lines += [f"{_reached_by(channel)} in the hours of {name}" for channel, name in reached.items()]
        return ComparisonCell(lines=tuple(lines))

    def _goals(self, plan: str, metric: str) -> ComparisonCell:
        promise = self.policy.plans[plan].metrics.get(metric)
        return ComparisonCell(lines=tuple(f"goal: {goal}" for goal in promise.goals) if promise else ())

    # Hours

    def _main_schedule(self, plan: str) -> Schedule | None:
        """The schedule that a plan names, or the only one there is."""
        named = self.policy.plans[plan].schedule
        return self.policy._schedules.counted_on(named) if named or len(self.policy.schedules) == 1 else None

    def _hours_rows(self) -> Iterator[ComparisonRow]:
        plans = self.policy.plans
        yield _row(HOURS, (ComparisonCell(lines=tuple(self._hours(plan))) for plan in plans))
        if any(plan.coverage for plan in plans.values()):
            yield _row("reachable", (ComparisonCell(lines=tuple(self._coverage(plan))) for plan in plans))

    def _hours(self, plan: str) -> Iterator[str]:
        main = self._main_schedule(plan)
        if main:
            yield from self._hours_words(main)
        for name in dict.fromkeys(self._others(plan)):
            yield f"{name}: {', '.join(self._hours_words(self.policy.schedule(name)))}"

    def _hours_words(self, schedule: Schedule) -> tuple[str, ...]:
        return hours_words(schedule, self.local, self._closed_there)

    def _coverage(self, plan: str) -> Iterator[str]:
        """When a plan's support can be reached, by channel."""
        coverage = self.policy.plans[plan].coverage
        for channel, name in coverage.items():
            words = ", ".join(self._hours_words(self.policy.schedule(name)))
            yield f"by {channel}: {words}" if channel else words
        if not coverage:
            yield "in the same hours"

    def _others(self, plan: str) -> Iterator[str]:
        """The names of the other schedules of which a plan's cells speak."""
        main = self._main_schedule(plan)
        for offer in self._offers[plan].values():
            for promised in offer.promised:
                if is_counted_elsewhere(promised, main) and promised.schedule.name in self.policy.schedules:
                    yield promised.schedule.name
            yield from (schedule.name for case in offer.cases for schedule in case.named.values())
        for promise in self.policy.plans[plan].metrics.values():
            for own in (*promise.priorities.values(), *([None] if promise.target else [])):
                yield from _nearest(own, promise).values()


def _row(name: str, cells: Iterable[ComparisonCell]) -> ComparisonRow:
    return ComparisonRow(name=name, cells=tuple(cells))


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


def title_of(name: str) -> str:
    """A name as a title: `First response`."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]
