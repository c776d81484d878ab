"""How a policy is read where it could be read otherwise: every choice in force, stated or by default, with its rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from typing import Any

from slaclock.declaration import Declaration
from slaclock.hours import Schedule, write_time
from slaclock.policy import CUSTOMER, SlaPolicy, calendars_of
from slaclock.review.holiday_readings import holiday_choices
from slaclock.targets import Choices, Target
from slaclock.tickets import Lifecycle


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


_Levels = tuple[Target, Choices, *tuple[Choices, ...]]
"""A target, and what is stated beside and around it."""


def readings_of(policy: SlaPolicy) -> Iterator[Reading]:
    """Every reading in force, the defaults among them.

    Rules: R5, R6, R7, R10, R11, R13, R14, R17.
    """
    yield from _of_customers(policy)
    # Where its customers are changes nothing below.
    policy = policy.for_customer(policy.timezone)
    yield from _of_schedules(policy)
    yield from _of_targets(policy)
    yield from _of_thresholds(policy)
    yield from _of_notices(policy)
    yield from _of_clocks(policy)


def _of_customers(policy: SlaPolicy) -> Iterator[Reading]:
    for name, entry in policy.schedules.items():
        if entry.timezone == CUSTOMER:
            yield Reading(
                where=f"schedule {name}",
                choice="timezone: customer",
                rule="R13",
                text="its hours are read on the clocks of whoever asks, its holidays as dates there",
                stated=True,
            )


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
        for choice in holiday_choices(policy, entry, schedule) if entry.hours else ():
            yield Reading(where=where, choice=choice.name, rule=choice.rule, text=choice.text, stated=choice.stated)
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
    return ", ".join(dict.fromkeys(str(calendar) for calendar in calendars_of(schedule) if calendar.sources))


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
                    if case.target and not case.target.basis_stated:
                        parts = (f"plan {plan_name}", metric, priority, f"received {case.received}")
                        yield _unstated_basis(", ".join(part for part in parts if part), case.target)


def _unstated_basis(where: str, target: Target) -> Reading:
    return Reading(
        where=where,
        choice=f"counts: {target.counts}",
        rule="R11",
        text=f"{target.text!r} does not say what it counts; read as {target.written}",
    )


def _stated_targets(policy: SlaPolicy) -> Iterator[_Levels]:
    """Every target as the file states it, with what stands beside and around it, from the inside out."""
    for plan in policy.plans.values():
        for promise in plan.metrics.values():
            for each in (promise, *promise.priorities.values()):
                around = (plan,) if each is promise else (promise, plan)
                yield from ((case.target, case, each, *around) for case in each.when if case.target)
                if each.target:
                    yield (each.target, each, *around)


def _once_for_all(policy: SlaPolicy, targets: list[_Levels]) -> Iterator[Reading]:
    """Each way in which a choice is read, stated or by default, once for all targets that are read so."""
    in_hours = [levels for levels in targets if levels[0].counts == "open_time"]
    in_days = [levels for levels in targets if levels[0].counts == "business_days"]
    for name, among, rule, default in (
        ("boundary", in_hours, "R7", "closing"),
        ("day_rule", in_days, "R10", "same_time"),
        ("starts", in_days, "R11", "next_opening"),
        ("ends", in_days, "R11", "next_opening"),
    ):
        where = "targets in business hours" if among is in_hours else "targets in business days"
        for value, stated in _ways(policy, among, name):
            yield _reading(where, name, value or default, rule, stated)


def _ways(policy: SlaPolicy, targets: list[_Levels], name: str) -> list[tuple[Any, bool]]:
    """The values of a choice among targets, each with whether the file states it."""
    found: dict[tuple[Any, bool], None] = {}
    for levels in targets:
        target, beside, *around = levels
        decided = target.decided(beside, (*around, policy.choices))
        stated = name in policy.model_fields_set or any(getattr(level, name) is not None for level in levels)
        found[getattr(decided, name), stated] = None
    return list(found)


def _reading(where: str, name: str, value: Any, rule: str, stated: bool) -> Reading:
    written = write_time(value) if isinstance(value, time) else value
    text = _MEANING[name].get(written, f"what is due on a day is due at {written}")
    return Reading(where=where, choice=f"{name}: {written}", rule=rule, text=text, stated=stated)


_MEANING = {
    "boundary": {
        "closing": "a target used up exactly at closing time is due at that closing time",
        "next_opening": "a target used up exactly at closing time is due at the next opening",
    },
    "day_rule": {
        "same_time": "N business days end at the same clock time on the Nth following business day",
        "close": "N business days end at the last closing of the Nth following business day",
        "open": "N business days end at the first opening of the Nth following business day",
        "hours": "N business days are N times the day length of open time",
    },
    "starts": {
        "next_opening": "what arrives while closed counts as received at the next opening",
        "at_once": "what arrives while closed counts as received when it arrives",
    },
    "ends": {
        "next_opening": "what would be due while closed is due at the next opening",
        "previous_closing": "what would be due while closed is due at the closing before",
        "as_is": "it may be due while closed",
    },
}


def _of_thresholds(policy: SlaPolicy) -> Iterator[Reading]:
    """Warnings and escalations that do not say what they count, once each."""
    told = [("warning", name, each) for name, each in policy.warnings.items()]
    for metric, life in policy.metrics.items():
        told += [(f"{metric}, warning", name, each) for name, each in life.warnings.items()]
        told += [(f"{metric}, escalation", name, each) for name, each in life.escalations.items()]
    for plan, metric, priority, promised in policy.promises():
        where = ", ".join(part for part in (f"plan {plan}", metric, priority, "escalation") if part)
        stated_above = {**policy.escalations, **policy.metrics.get(metric, Lifecycle()).escalations}
        told += [(where, name, each) for name, each in promised.escalations if stated_above.get(name) != each]
        life, above = policy.lifecycle(metric, plan, priority), policy.metrics.get(metric, Lifecycle()).warnings
        place = where.removesuffix("escalation") + "warning"
        told += [(place, name, each) for name, each in life.warnings.items() if above.get(name) != each]
    told += [("escalation", name, each) for name, each in policy.escalations.items()]
    for where, name, threshold in told:
        unstated = (amount for amount in threshold.amounts if not amount.basis_stated)
        if amount := next(unstated, None):
            yield _unstated_basis(f"{where} {name}", amount)
        if threshold.until == "resolved":
            text = "it comes again until the clock stops, by whatever stops its metric"
            yield Reading(where=f"{where} {name}", choice="until: resolved", rule="R18", text=text, stated=True)


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
    "recompute": "the new target is counted anew from the original start, and may be breached at once",
    "forward": "the time used so far stays used, and the rest counts on the new schedule",
    "reset": "the new target starts at the change",
}
_GOVERNED_BY = {
    "opening": "the version in force when a ticket was opened governs all of it",
    "each_event": "each metric follows the version in force when it starts",
}
