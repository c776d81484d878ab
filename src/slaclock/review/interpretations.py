"""How a policy is read where it could be read otherwise: every choice in force, stated or by default, with its rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from typing import Any, NamedTuple

from slaclock.hours import WEEK, Recurrence, Rota, Schedule, write_time
from slaclock.policy import CUSTOMER, Case, SlaPolicy, calendars_of
from slaclock.review.business_day_readings import business_day_readings
from slaclock.review.cut_off_readings import cut_off_readings
from slaclock.review.doubts import Path
from slaclock.review.holiday_readings import holiday_choices
from slaclock.review.lifecycle_readings import lifecycle_readings
from slaclock.review.readings import Reading
from slaclock.review.stated import promise_words, promises_in, thresholds_in
from slaclock.targets import Choices, Target


class _Levels(NamedTuple):
    """A target, where it stands, and what is stated beside and around it."""

    path: Path
    target: Target
    beside: Choices
    around: tuple[Choices, ...]

    def states(self, name: str) -> bool:
        """Whether a choice is stated at any level."""
        return any(getattr(level, name) is not None for level in (self.target, self.beside, *self.around))


def readings_of(policy: SlaPolicy, today: date | None = None) -> Iterator[Reading]:
    """Every reading in force, the defaults among them.

    Args:
        policy: Any policy.
        today: The date from which examples are taken; without one they are of 2024.

    Rules: R5, R6, R7, R10, R11, R13, R14, R17.
    """
    yield from _of_customers(policy)
    # Where its customers are changes nothing below.
    policy = policy.for_any_customer()
    yield from _of_schedules(policy, today)
    yield from _of_closures(policy)
    yield from _of_targets(policy)
    yield from _of_thresholds(policy)
    yield from _of_notices(policy)
    yield from lifecycle_readings(policy)
    yield from business_day_readings(policy)
    yield from cut_off_readings(policy)
    yield from _of_clocks(policy)


def _of_customers(policy: SlaPolicy) -> Iterator[Reading]:
    for name, entry in policy.schedules.items():
        if entry.timezone == CUSTOMER:
            yield Reading(
                paths=(("schedules", name),),
                where=f"schedule {name}",
                choice="timezone: customer",
                rule="R13",
                text="its hours are read on the clocks of whoever asks, its holidays as dates there",
                stated=True,
            )
        if entry.customer_holidays:
            yield Reading(
                paths=(("schedules", name, "holidays"),),
                where=f"schedule {name}",
                choice="holidays: customer",
                rule="R5",
                text="it is closed on the holidays of whoever asks, which each question states",
                stated=True,
            )


def _of_schedules(policy: SlaPolicy, today: date | None) -> Iterator[Reading]:
    for name, entry in policy.schedules.items():
        schedule = policy.schedule(name)
        where = f"schedule {name}"
        if entry.is_open_always and policy.holidays.sources and entry.holidays is None:
            yield Reading(
                paths=(("schedules", name),),
                where=where,
                choice="holidays: none",
                rule="R5",
                text="hours of 24x7 are open on holidays too; state its `holidays` to close it on them",
            )
        for choice in holiday_choices(policy, entry, schedule, today) if entry.hours else ():
            yield Reading(
                paths=(("schedules", name),),
                where=where,
                choice=choice.name,
                rule=choice.rule,
                text=choice.text,
                stated=choice.stated,
            )
        stated = "belongs_to" in entry.model_fields_set | policy.model_fields_set
        if _crosses_midnight(schedule) and (stated or schedule.holidays.sources):
            yield Reading(
                where=where,
                choice=f"belongs_to: {schedule.belongs_to}",
                rule="R4",
                text=_BELONGS_TO[schedule.belongs_to],
                stated=stated,
            )
            if schedule.belongs_to == "closing_date":
                yield Reading(
                    paths=(("schedules", name),),
                    where=where,
                    choice="days: opening_date",
                    rule="R4",
                    text=_days_named(schedule),
                )
        if schedule.holidays.sources and _crosses_midnight(schedule):
            yield Reading(
                paths=(("schedules", name),),
                where=where,
                choice=f"holiday_rule: {schedule.holiday_rule}",
                rule="R5",
                text=_HOLIDAY_RULES.get((schedule.holiday_rule, schedule.belongs_to)) or _BETWEEN_MIDNIGHTS,
                stated="holiday_rule" in entry.model_fields_set | policy.model_fields_set,
            )
        if years := schedule.covered_years:
            yield Reading(
                paths=(("schedules", name),),
                where=where,
                choice=f"outside_coverage: {schedule.outside_coverage}",
                rule="R14",
                text=f"holidays ({_calendars(schedule)}) are known from {years[0]} to {years[1]}; "
                + _OUTSIDE[schedule.outside_coverage],
                stated="outside_coverage" in policy.model_fields_set,
            )


def _of_closures(policy: SlaPolicy) -> Iterator[Reading]:
    """Closures that no schedule excludes in any version."""
    policies = [policy, *(merged for _, merged in policy._in_force_from)]
    used = {part for each in policies for entry in each.schedules.values() for part in entry.parts}
    stated: list[tuple[str, Path]] = [(name, ("closures", name)) for name in policy.closures]
    for number, version in enumerate(policy.versions):
        stated += [(name, ("versions", number, "closures", name)) for name in version.closures]
    for name, path in stated:
        if name not in used:
            yield Reading(
                paths=(path,),
                where=f"closure {name}",
                choice="excluded by: no schedule",
                rule="R3",
                text=f"time counts while it lasts; write `excluding: {name}` under each schedule that it closes",
            )


_BELONGS_TO = {
    "opening_date": "a shift over midnight belongs to the date on which it opens",
    "closing_date": "a shift over midnight belongs to the date on which it closes: its holidays and its business day",
}
_HOLIDAY_RULES = {
    ("opening_date", "opening_date"): (
        "a holiday cancels what opens on it; a shift that opened the night before still ends as usual"
    ),
    ("opening_date", "closing_date"): (
        "a holiday cancels what closes on it; a shift over midnight that opens on it belongs to the next date"
    ),
}
_BETWEEN_MIDNIGHTS = "nothing is open between the two midnights of a holiday, the tail of the night before included"
_OUTSIDE = {
    "warn": "an answer that needs other years comes with a warning",
    "error": "an answer that needs other years is refused",
    "ignore": "other years are taken to have no holidays of these sources",
}


def _days_named(schedule: Schedule) -> str:
    """What the days of hours name where a shift belongs to the date on which it closes."""
    rows = schedule.hours.weekly if isinstance(schedule.hours, Rota) else schedule.hours
    night = next((row for row in rows if row.crosses_midnight), None) if isinstance(rows, tuple) else None
    text = "the days of its hours are those on which it opens"
    if not night:
        return text
    day = WEEK.index(night.days[-1])
    named, before, after = (night.model_copy(update={"days": (WEEK[(day + by) % 7],)}) for by in (0, -1, 1))
    return f"{text}: {named} ends on {after.days[0]}; the shift that ends on {named.days[0]} is written {before}"


def _crosses_midnight(schedule: Schedule) -> bool:
    match schedule.hours:
        case tuple():
            return any(window.crosses_midnight for window in schedule.hours)
        case Rota():
            dated = any(rule.crosses_midnight for rule in schedule.hours.dated)
            return dated or any(window.crosses_midnight for window in schedule.hours.weekly)
        case Recurrence():
            return schedule.hours.crosses_midnight
        case _:
            return False


def _calendars(schedule: Schedule) -> str:
    return ", ".join(dict.fromkeys(str(calendar) for calendar in calendars_of(schedule) if calendar.sources))


def _of_targets(policy: SlaPolicy) -> Iterator[Reading]:
    stated = list(_stated_targets(policy))
    for levels in stated:
        if not levels.target.basis_stated:
            yield _unstated_basis(_words_of(levels), levels.target, levels.path)
    yield from _without_fallback(policy)
    yield from _once_for_all(policy, stated)


def _stated_targets(policy: SlaPolicy) -> Iterator[_Levels]:
    """Every target as the file states it, with what stands beside and around it, from the inside out."""
    for path, each, around in promises_in(policy):
        if each.target:
            yield _Levels(path, each.target, each, around)
        for number, case in enumerate(each.when):
            if case.target:
                yield _Levels((*path, "when", number), case.target, case, (each, *around))


def _without_fallback(policy: SlaPolicy) -> Iterator[Reading]:
    for path, each, _ in promises_in(policy):
        if each.when and not each.target and not each.no_commitment:
            yield Reading(
                where=promise_words(path),
                choice="target: none",
                rule="R11",
                text="nothing is promised for requests that meet no condition of `when`; state a `target`, or `none`",
                paths=(path,),
            )


def _words_of(levels: _Levels) -> str:
    """The promise that a target belongs to, in words."""
    words = promise_words(levels.path)
    return f"{words}, received {levels.beside.received}" if isinstance(levels.beside, Case) else words


def _unstated_basis(where: str, target: Target, path: Path) -> Reading:
    return Reading(
        where=where,
        choice=f"counts: {target.counts}",
        rule="R11",
        text=f"{target.text!r} does not say what it counts; read as {target.written}",
        paths=(path,),
    )


def _once_for_all(policy: SlaPolicy, targets: list[_Levels]) -> Iterator[Reading]:
    """Each way in which a choice is read, stated or by default, once for all targets that are read so."""
    in_hours = [levels for levels in targets if levels.target.counts == "open_time"]
    in_days = [levels for levels in targets if levels.target.counts == "business_days"]
    for name, among, rule, default in (
        ("boundary", in_hours, "R7", "closing"),
        ("day_rule", in_days, "R10", "same_time"),
        ("starts", in_days, "R11", "next_opening"),
        ("ends", in_days, "R11", "next_opening"),
    ):
        where = "targets in business hours" if among is in_hours else "targets in business days"
        for (value, stated), paths in _ways(policy, among, name).items():
            yield _reading(where, name, value or default, rule, stated, tuple(paths))


def _ways(policy: SlaPolicy, targets: list[_Levels], name: str) -> dict[tuple[Any, bool], list[Path]]:
    """The values of a choice among targets, each with whether the file states it, and for which targets it holds."""
    found: dict[tuple[Any, bool], list[Path]] = {}
    for levels in targets:
        decided = levels.target.decided(levels.beside, (*levels.around, policy.choices))
        stated = name in policy.model_fields_set or levels.states(name)
        value = getattr(decided, name)
        if value is None and name == "day_rule":
            continue  # What ends at a time of day ends by no rule.
        if value is None and decided.counts == "business_days" and name in ("starts", "ends"):
            value = getattr(decided.day_count, name)
        found.setdefault((value, stated), []).append(levels.path)
    return found


def _reading(where: str, name: str, value: Any, rule: str, stated: bool, paths: tuple[Path, ...]) -> Reading:
    written = write_time(value) if isinstance(value, time) else value
    text = _MEANING[name].get(written, f"what is due on a day is due at {written}")
    return Reading(where=where, choice=f"{name}: {written}", rule=rule, text=text, stated=stated, paths=paths)


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
        "same_day": "what would be due while closed is due at the next opening on that day, or at its closing",
    },
}


def _of_thresholds(policy: SlaPolicy) -> Iterator[Reading]:
    """Warnings and escalations that do not say what they count, once each."""
    for stated in thresholds_in(policy):
        unstated = (amount for amount in stated.threshold.amounts if not amount.basis_stated)
        if amount := next(unstated, None):
            yield _unstated_basis(stated.where, amount, stated.path)


def _of_notices(policy: SlaPolicy) -> Iterator[Reading]:
    for name, notice in policy.notices.items():
        if not notice.target.basis_stated:
            yield _unstated_basis(f"notice {name}", notice.target, ("notices", name))


def _of_clocks(policy: SlaPolicy) -> Iterator[Reading]:
    if len(policy.priorities) + len(policy.plans) > 2:
        yield Reading(
            where="changes of priority or plan",
            choice=f"on_change: {policy.on_change}",
            rule="R17",
            text=_ON_CHANGE[policy.on_change],
            stated="on_change" in policy.model_fields_set,
            paths=(("on_change",),) if "on_change" in policy.model_fields_set else (),
        )
    if "reopens" in policy.model_fields_set or _starts_at_replies(policy):
        yield Reading(
            where="replies after `resolved`",
            choice=f"reopens: {policy.reopens}",
            rule="R18",
            text=_REOPENS[policy.reopens],
            stated="reopens" in policy.model_fields_set,
            paths=(("reopens",),) if "reopens" in policy.model_fields_set else (),
        )
    if policy.versions:
        yield Reading(
            where="versions",
            choice=f"governed_by: {policy.governed_by}",
            rule="R17",
            text=_GOVERNED_BY[policy.governed_by],
            stated="governed_by" in policy.model_fields_set,
            paths=(("governed_by",),) if "governed_by" in policy.model_fields_set else (("versions",),),
        )


def _starts_at_replies(policy: SlaPolicy) -> bool:
    """Whether a metric that `resolved` stops starts at a customer's reply."""
    lives = (policy.lifecycle(metric, plan, priority) for plan, metric, priority, _ in policy.offers())
    return any("customer_replied" in life.starts and "resolved" in life.stops for life in lives)


_REOPENS = {
    "any_customer_reply": "a customer's reply after `resolved` starts what replies start, without `reopened`",
    "only_reopened": "once a ticket is resolved, nothing but `reopened` starts a metric again that `resolved` stops",
}
_ON_CHANGE = {
    "recompute": "the new target is counted anew from the original start, and may be breached at once",
    "forward": "the time used so far stays used, and the rest counts on the new schedule",
    "reset": "the new target starts at the change",
}
_GOVERNED_BY = {
    "opening": "the version in force when a ticket was opened governs all of it",
    "each_event": "each metric follows the version in force when it starts",
}
