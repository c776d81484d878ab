"""What a policy leaves open and how it is read: its assumptions, and every default reading in force with its rule."""

from __future__ import annotations

from collections.abc import Iterator

from slaclock.declaration import Declaration
from slaclock.holidays import HolidayCalendar
from slaclock.policy import SlaPolicy
from slaclock.schedule import Combination, Schedule
from slaclock.target import Target


class Reading(Declaration):
    """One thing that could be read otherwise, and how it is read."""

    where: str
    """The part of the policy that it concerns."""

    choice: str
    """Name of the choice and the value in force, e.g. `boundary: closing`."""

    rule: str
    """Number of the rule, e.g. `R7`."""

    text: str
    """What it means here."""

    stated: bool = False
    """Whether the policy states it; else it is the default."""


class Report(Declaration):
    """Everything that a reader of a policy should agree to.

    Rules: R5, R7, R10, R11, R14.
    """

    policy: str
    """Name of the policy."""

    assumptions: tuple[str, ...]
    """What the policy itself says that it assumes."""

    readings: tuple[Reading, ...]
    """Every reading in force, the defaults among them."""

    def text(self) -> str:
        """The report for a terminal."""
        lines = [line for text in _lines(self) for line in text.split("\n")]
        return "\n".join("".join(sign if sign.isprintable() else " " for sign in line) for line in lines)


def check(policy: SlaPolicy) -> Report:
    """List every assumption and every reading of a policy.

    Examples:
        >>> policy = SlaPolicy.loads('''
        ... name: Nights
        ... timezone: America/New_York
        ... holidays: US
        ... schedules: {nights: Sun-Thu 22:00-06:00}
        ... plans: {support: {first_response: 24 business hours}}
        ... ''')
        >>> [reading.choice for reading in check(policy).readings][:2]
        ['holiday_rule: opening_date', 'outside_coverage: warn']

    Rules: R5, R7, R10, R11, R14.
    """
    readings = [*_of_schedules(policy), *_of_targets(policy), *_of_notices(policy), *_of_clocks(policy)]
    return Report(policy=policy.name, assumptions=policy.assumptions, readings=tuple(readings))


def _of_schedules(policy: SlaPolicy) -> Iterator[Reading]:
    for name, entry in policy.schedules.items():
        schedule = policy.schedule(name)
        where = f"schedule {name}"
        if entry.is_open_always and policy.holidays.sources and entry.holidays is None:
            yield Reading(
                where=where,
                choice="holidays: none",
                rule="R5",
                text="hours of 24x7 are open on holidays too; state its `holidays` to close it on them",
            )
        if schedule.holidays.sources and _crosses_midnight(schedule):
            yield Reading(
                where=where,
                choice=f"holiday_rule: {schedule.holiday_rule}",
                rule="R5",
                text=_HOLIDAY_RULES[schedule.holiday_rule],
                stated="holiday_rule" in entry.model_fields_set | policy.model_fields_set,
            )
        if years := schedule.covered_years:
            yield Reading(
                where=where,
                choice=f"outside_coverage: {schedule.outside_coverage}",
                rule="R14",
                text=f"holidays ({_calendars(schedule)}) are known from {years[0]} to {years[1]}; "
                + _OUTSIDE[schedule.outside_coverage],
                stated="outside_coverage" in policy.model_fields_set,
            )


_HOLIDAY_RULES = {
    "opening_date": "a holiday cancels what opens on it; a shift that opened the night before still ends as usual",
    "calendar_date": "nothing is open between the two midnights of a holiday, the tail of the night before included",
}
_OUTSIDE = {
    "warn": "an answer that needs other years comes with a warning",
    "error": "an answer that needs other years is refused",
    "ignore": "other years are taken to have no holidays of these sources",
}


def _crosses_midnight(schedule: Schedule) -> bool:
    return isinstance(schedule.hours, tuple) and any(window.crosses_midnight for window in schedule.hours)


def _calendars(schedule: Schedule) -> str:
    return ", ".join(dict.fromkeys(str(calendar) for calendar in _holidays_of(schedule) if calendar.sources))


def _holidays_of(schedule: Schedule) -> Iterator[HolidayCalendar]:
    yield schedule.holidays
    if isinstance(schedule.hours, Combination):
        for part in schedule.hours.schedules:
            yield from _holidays_of(part)


def _of_targets(policy: SlaPolicy) -> Iterator[Reading]:
    for plan, metric, priority, promised in policy.promises():
        if not promised.target.basis_stated:
            yield _unstated_basis(
                ", ".join(part for part in (f"plan {plan}", metric, priority) if part), promised.target
            )
    yield from _of_cases(policy)
    yield from _once_for_all(policy, list(_stated_targets(policy)))


def _of_cases(policy: SlaPolicy) -> Iterator[Reading]:
    for plan_name, plan in policy.plans.items():
        for metric, promise in plan.metrics.items():
            for priority, each in (("", promise), *promise.priorities.items()):
                for case in each.when:
                    if not case.target.basis_stated:
                        parts = (f"plan {plan_name}", metric, priority, f"received {case.received}")
                        yield _unstated_basis(", ".join(part for part in parts if part), case.target)


def _unstated_basis(where: str, target: Target) -> Reading:
    return Reading(
        where=where,
        choice=f"counts: {target.counts}",
        rule="R11",
        text=f"{target.text!r} does not say what it counts; read as {target.written}",
    )


def _stated_targets(policy: SlaPolicy) -> Iterator[Target]:
    """The targets as the file states them, before the policy's readings."""
    for plan in policy.plans.values():
        for promise in plan.metrics.values():
            for each in (promise, *promise.priorities.values()):
                yield from (case.target for case in each.when)
                if each.target:
                    yield each.target


def _once_for_all(policy: SlaPolicy, targets: list[Target]) -> Iterator[Reading]:
    if any(target.counts == "open_time" for target in targets):
        yield Reading(
            where="targets in business hours",
            choice=f"boundary: {policy.boundary}",
            rule="R7",
            text=_BOUNDARIES[policy.boundary],
            stated="boundary" in policy.model_fields_set,
        )
    in_days = [target for target in targets if target.counts == "business_days"]
    if in_days:
        yield Reading(
            where="targets in business days",
            choice=f"day_rule: {policy.day_rule}",
            rule="R10",
            text=_DAY_RULES[policy.day_rule],
            stated="day_rule" in policy.model_fields_set or all(each.day_rule for each in in_days),
        )
        yield Reading(
            where="targets in business days",
            choice="starts: next_opening, ends: next_opening",
            rule="R11",
            text="what arrives while closed counts as received at the next opening, and is never due while closed",
            stated=all(each.starts and each.ends for each in in_days),
        )


_BOUNDARIES = {
    "closing": "a target used up exactly at closing time is due at that closing time",
    "next_opening": "a target used up exactly at closing time is due at the next opening",
}
_DAY_RULES = {
    "same_time": "N business days end at the same clock time on the Nth following business day",
    "close": "N business days end at the last closing of the Nth following business day",
    "open": "N business days end at the first opening of the Nth following business day",
    "hours": "N business days are N times the day length of open time",
}


def _of_notices(policy: SlaPolicy) -> Iterator[Reading]:
    for name, notice in policy.notices.items():
        if not notice.target.basis_stated:
            yield _unstated_basis(f"notice {name}", notice.target)


def _of_clocks(policy: SlaPolicy) -> Iterator[Reading]:
    if len(policy.priorities) + len(policy.plans) > 2:
        yield Reading(
            where="changes of priority or plan",
            choice=f"on_change: {policy.on_change}",
            rule="R17",
            text=_ON_CHANGE[policy.on_change],
            stated="on_change" in policy.model_fields_set,
        )
    if policy.versions:
        yield Reading(
            where="versions",
            choice=f"governed_by: {policy.governed_by}",
            rule="R17",
            text=_GOVERNED_BY[policy.governed_by],
            stated="governed_by" in policy.model_fields_set,
        )


_ON_CHANGE = {
    "recompute": "the new target is counted anew from the original start, and may be broken at once",
    "forward": "the time used so far stays used, and the rest counts on the new schedule",
    "reset": "the new target starts at the change",
}
_GOVERNED_BY = {
    "opening": "the version in force when a ticket was opened governs all of it",
    "each_event": "each metric follows the version in force when it starts",
}


def _lines(report: Report) -> Iterator[str]:
    yield f"{report.policy}: the file is sound"
    yield from _section("Assumptions stated in the file", [f"- {each}" for each in report.assumptions])
    for title, stated in (("Read as the file states", True), ("Read by default", False)):
        yield from _section(
            title,
            [
                f"- {reading.where}: {reading.choice} ({reading.rule})\n    {reading.text}"
                for reading in report.readings
                if reading.stated == stated
            ],
        )


def _section(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"\n{title}:"
        yield from lines
