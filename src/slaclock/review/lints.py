"""What in a policy is probably not meant, although it hangs together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations

from slaclock.hours import (
    WEEK,
    HolidayCalendar,
    Rota,
    Schedule,
    Season,
    Span,
    StatedHoliday,
    SupportWindow,
    ZonedBlock,
    comes_once,
    dates_between,
    exceptions_between,
    meant_otherwise,
    on_date,
)
from slaclock.policy import OfferedIf, SlaPolicy, calendars_of
from slaclock.review.doubts import Doubt, Path
from slaclock.review.hours_wording import is_always_open
from slaclock.review.name_doubts import doubtful_names
from slaclock.review.target_doubts import target_doubts
from slaclock.review.threshold_doubts import reminders_that_end_early, too_late
from slaclock.targets import Target
from slaclock.tickets import Promised

_YEAR = timedelta(days=366)
_A_MONDAY = date(2001, 1, 1)
_A_PLAIN_YEAR = 2001
_DATES_IN_A_YEAR = 365
_HALF_A_YEAR = 183
_EARLIEST, _LATEST = date(2, 1, 1), date(9997, 1, 1)
"""Between these every clock can be asked about two years."""
_LONGEST = {"business_days": 262, "calendar_days": 366, "calendar_months": 12}
"""How many of each make a year."""


def doubts(policy: SlaPolicy, today: date | None) -> list[Doubt]:
    """Everything that is probably not meant in a policy, and what its versions add to that.

    Args:
        policy: Any policy.
        today: The date from which holidays ahead are looked at; without one they are not.
    """
    today = today and min(max(today, _EARLIEST), _LATEST)
    found = list(dict.fromkeys(_in(policy, today)))  # Holidays of the policy are looked at with each schedule.
    seen = set(found)
    in_time = sorted(range(len(policy.versions)), key=lambda number: policy.versions[number].effective)
    for number, (_, merged) in zip(in_time, policy._in_force_from, strict=True):
        new = [doubt for doubt in dict.fromkeys(_in(merged, today)) if doubt not in seen]
        seen.update(new)
        found += [replace(doubt, path=("versions", number, *doubt.path)) for doubt in new]
    return found


def _in(policy: SlaPolicy, today: date | None) -> Iterator[Doubt]:
    yield from _in_zones(policy)
    yield from _in_schedules(policy, today)
    yield from _in_plans(policy)
    yield from doubtful_names(policy)
    yield from reminders_that_end_early(policy)
    targets: list[tuple[Path, Target]] = []
    for plan, metric, priority, offer in policy.offers():
        path: Path = ("plans", plan, "metrics", metric, *(("priorities", priority) if priority else ()))
        offered = [(path, offer.usual), *((((*path, "when", n)), case.promised) for n, case in enumerate(offer.cases))]
        counted = [(place, promised) for place, promised in offered if isinstance(promised, Promised)]
        targets += [(place, promised.target) for place, promised in counted]
        warnings = (*policy.warnings.items(), *policy.lifecycle(metric, plan, priority).warnings.items())
        for place, promised in counted:
            yield from _in_target(promised, place)
            yield from (Doubt(place, *said) for said in target_doubts(promised.target, promised.schedule, today))
            yield from _runs_through(policy, promised, place)
            yield from too_late((*warnings, *promised.escalations), promised.target, place)
        for number, case in enumerate(offer.cases):
            yield from _in_condition(case, (*path, "when", number, "received"))
    yield from _idle_length(policy, targets)
    for name, notice in policy.notices.items():
        if notice.boundary or notice.target.boundary:
            yield Doubt(("notices", name), "a notice is counted backwards, so its `boundary` changes nothing", "R7")


# Zones and schedules


def _in_zones(policy: SlaPolicy) -> Iterator[Doubt]:
    for path, name in _zones(policy):
        if text := meant_otherwise(name):
            yield Doubt(path, text, "R13")


def _zones(policy: SlaPolicy) -> Iterator[tuple[Path, str]]:
    """Every zone that is stated, with its place."""
    yield ("timezone",), policy.timezone
    for kind, entries in (("schedules", policy.schedules), ("closures", policy.closures)):
        for name, entry in entries.items():
            if entry.timezone:
                yield (kind, name, "timezone"), entry.timezone
            if isinstance(entry.hours, ZonedBlock):
                yield from (((kind, name), zone) for zone in (entry.hours.opens_in, entry.hours.closes_in))


def _in_schedules(policy: SlaPolicy, today: date | None) -> Iterator[Doubt]:
    for name, entry in policy.schedules.items():
        path = ("schedules", name)
        if isinstance(entry.hours, tuple | Rota):
            yield from _overlapping(entry.hours if isinstance(entry.hours, tuple) else entry.hours.weekly, path)
        for number, season in enumerate(entry.seasons):
            yield from _overlapping(season.hours, (*path, "seasons", number))
            yield from _closed_most_of_a_year(season, (*path, "seasons", number))
        place: Path = (*path, "holidays") if entry.holidays is not None else ("holidays",)
        if entry.hours:
            for source in policy.schedule(name).holidays.sources:
                yield from _closed_most_of_a_year(source, place)
        if today and entry.hours:
            yield from _never_open(policy.schedule(name), path, today)
        if today and entry.hours and policy.schedule(name).holidays.sources:
            yield from _in_holidays(policy.schedule(name).holidays, place, today)
            yield from _in_exceptions(policy.schedule(name), (*path, "exceptions"), today)


def _never_open(schedule: Schedule, path: Path, today: date) -> Iterator[Doubt]:
    """A schedule on which nothing would be due for a year."""
    begins = datetime.combine(today, time(), UTC)
    known = schedule.model_copy(update={"outside_coverage": "ignore"})
    if not any(True for _ in known.windows(begins, begins + _YEAR)):
        yield Doubt(path, f"it never opens within a year from {today} on", "R15")


def _closed_most_of_a_year(closing: object, path: Path) -> Iterator[Doubt]:
    """A run of dates of every year whose end is written for its beginning goes nearly round the year."""
    begins, ends = date(_A_PLAIN_YEAR, 1, 1), date(_A_PLAIN_YEAR, 12, 31)
    match closing:
        case StatedHoliday(date=first, last=last) if last and not comes_once(closing):
            closed = {each.date for each in closing.closed(_A_PLAIN_YEAR, _A_PLAIN_YEAR)}
        case Season(first=first, last=last, hours=()) if last:
            closed = {day for day in dates_between(begins, ends) if closing.covers(day)}
        case _:
            return
    if len(closed) > _HALF_A_YEAR:
        text = f"{first} to {last} is closed on {len(closed)} dates of a year"
        over_new_year = {begins, ends} <= closed and len(closed) < _DATES_IN_A_YEAR
        between = f", over New Year; write '{last} to {first}' if the dates between are meant"
        yield Doubt(path, text + between * over_new_year, "R5")


def _overlapping(windows: Sequence[SupportWindow], path: Path) -> Iterator[Doubt]:
    """Two windows that are open at once; those that only touch are meant."""
    for one, other in combinations(windows, 2):
        if any(start < end_too and start_too < end for start, end in _week(one) for start_too, end_too in _week(other)):
            yield Doubt(path, f"{one} and {other} overlap; what overlaps counts once", "R3")


def _week(window: SupportWindow) -> list[Span]:
    """A window in a week without clock changes, and its tail from the week before."""
    weeks = (_A_MONDAY - timedelta(days=7), _A_MONDAY)
    dates = (monday + timedelta(days=WEEK.index(day)) for monday in weeks for day in window.days)
    return [on_date(day, window.readings, UTC) for day in dates]


def _in_holidays(holidays: HolidayCalendar, path: Path, today: date) -> Iterator[Doubt]:
    years = holidays.covered_years
    if years and years[1] <= today.year:
        way_out = "a newer holidays package may know more" if holidays.published else "state those of later years"
        yield Doubt(path, f"{holidays} is known up to {years[1]} only; {way_out}", "R14")
    ahead = holidays.between(today, today + 2 * _YEAR).values()
    guessed = sorted((each for each in ahead if each.estimated), key=lambda each: each.date)
    if guessed:
        first = f"{guessed[0].name} on {guessed[0].date}"
        text = f"{len(guessed)} of its dates in the next two years are estimated, {first} the first of them"
        yield Doubt(path, f"{holidays}: {text}; they may still move", "R14")


def _in_exceptions(schedule: Schedule, path: Path, today: date) -> Iterator[Doubt]:
    """Hours of holidays that do not come any more."""
    for exception in schedule.exceptions:
        ahead = exceptions_between([exception], schedule.holidays, today, today + 2 * _YEAR)
        if exception.holiday and not ahead:
            text = f"{exception.holiday} has no date in the next two years, so its hours change nothing; write a date"
            yield Doubt(path, text, "R6")


# Plans


def _in_plans(policy: SlaPolicy) -> Iterator[Doubt]:
    known: dict[str, dict[str, None]] = {}
    for plan in policy.plans.values():
        for metric, promise in plan.metrics.items():
            known.setdefault(metric, {}).update(dict.fromkeys(promise.priorities))
    for name, plan in policy.plans.items():
        for metric, promise in plan.metrics.items():
            path = ("plans", name, "metrics", metric)
            missing = [priority for priority in known[metric] if priority not in promise.priorities]
            if missing and not promise.says_something:
                text = f"other plans have a target for {', '.join(missing)}, and this one has none"
                yield Doubt(path, f"{text}; write `{missing[0]}: none` if that is meant", "R11")
            if promise.when and promise.priorities:
                own = ", ".join(promise.priorities)
                text = f"`when` holds for priorities without a target of their own, so not for {own}"
                yield Doubt((*path, "when"), text, "R11")


# Targets


def _in_target(promised: Promised, path: Path) -> Iterator[Doubt]:
    target, schedule = promised.target, promised.schedule
    if promised.counts_open_time and is_always_open(schedule):
        way_out = "say `24/7`" if target.counts == "open_time" else "say calendar days"
        text = f"{target} counts business time on {schedule.name}, which never closes"
        yield Doubt(path, f"{text}; {way_out}, or name another schedule", "R11")
    amount = target.days or target.months or 0
    if (target.duration or timedelta(0)) > _YEAR or amount > _LONGEST.get(target.counts, amount):
        yield Doubt(path, f"{target} is longer than a year", "R11")


def _idle_length(policy: SlaPolicy, offered: Sequence[tuple[Path, Target]]) -> Iterator[Doubt]:
    """A length of business days is for the day rule `hours`; one that is stated for many is idle if none takes it."""
    taken = {target.day_length for _, target in offered if target.day_rule == "hours"}
    way_out = "changes nothing without `day_rule: hours`; state that, or leave it out"
    if policy.day_length is not None and policy.day_length not in taken:
        yield Doubt(("day_length",), f"`day_length` {way_out}", "R10")
    taken.update((None, policy.day_length))
    for path, target in offered:
        if target.day_length not in taken:
            yield Doubt(path, f"the `day_length` beside '{target}' {way_out}", "R10")


def _in_condition(case: OfferedIf, path: Path) -> Iterator[Doubt]:
    """Conditions that always hold, or never."""
    for part in case.received.each():
        hours = part.hours_among(case.hours, case.named)
        if (part.hours is not None or "business_days" in part.days) and is_always_open(hours):
            yield Doubt(path, f"'{part}' is about {hours.name}, which never closes; name other hours", "R11")
        calendars = (*calendars_of(hours), case.holidays)
        if "holidays" in part.days and not any(calendar.sources for calendar in calendars if calendar):
            yield Doubt(path, f"'{part}' is about holidays, and none are stated; state `holidays`", "R5")


def _runs_through(policy: SlaPolicy, promised: Promised, path: Path) -> Iterator[Doubt]:
    """Real time does not stop for what the hours beside it exclude."""
    target, entry = promised.target, policy.schedules.get(promised.schedule.name)
    if entry and entry.excluding and target.counts == "calendar_time" and not target.basis_stated:
        excluded = " and ".join(entry.excluding)
        text = f"{target} is read as real time, which runs on through {excluded}; say `business hours` if it should not"
        yield Doubt(path, text, "R11")
