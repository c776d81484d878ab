"""What changes for customers between two policies: promises, hours, holidays, names and choices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import Literal, NamedTuple

from slaclock.declaration import Declaration
from slaclock.errors import ChoiceError
from slaclock.hours import (
    ONE_DAY,
    Combination,
    Schedule,
    Span,
    clock_words,
    date_words,
    intersect,
    iso_date,
    merge,
    midnight,
    write_time,
    zone_named,
)
from slaclock.policy import SlaPolicy
from slaclock.review.hours_change import HoursChange, hours_change
from slaclock.review.moves import Abreast, Example, PromiseChange, abreast, moves_between, versions_between
from slaclock.review.wording import AROUND_THE_CLOCK, hours_words, listed, rung_words, target_words
from slaclock.safe import for_markdown, for_terminal
from slaclock.targets import short_duration
from slaclock.tickets import Lifecycle

_MOMENT = timedelta.resolution
_MOST_DATES = 12
"""How many single dates are listed; the data has all of them."""


NameKind = Literal["plan", "priority", "metric", "schedule", "closure", "notice"]
"""What has a name in a policy."""


class NameChange(Declaration):
    """Something that a policy has and the other has not."""

    kind: NameKind
    """What it is."""

    name: str
    """What it is called."""

    change: Literal["added", "removed"]
    """Whether the new policy has it, or the old one."""

    matters: bool = True
    """Whether customers may notice it: not where it is a schedule or closure that nothing uses."""


class HolidayChange(Declaration):
    """A date that becomes a holiday, or is one no longer."""

    date: date
    """The local date."""

    name: str
    """What its source calls it."""

    change: Literal["added", "removed"]
    """Whether the new policy has it, or the old one."""

    schedules: tuple[str, ...]
    """Whose holiday it is."""


class ChoiceChange(Declaration):
    """A choice or a setting that has another value."""

    where: str
    """What it is about; empty for the whole policy."""

    name: str
    """Name of the choice."""

    old: str
    """The value as it was."""

    new: str
    """The value as it is to be."""

    matters: bool
    """Whether customers may notice it although it moves no due date by itself."""

    since: date | None = None
    """The first date on which the values differ, where a version makes it another than the first looked at."""

    until: date | None = None
    """The last date on which they do, where a version makes it another than the last looked at."""


class Difference(Declaration):
    """What changes for customers from one policy to another.

    Rules: R7, R10, R11, R17.
    """

    old: str
    """What the old policy is called."""

    new: str
    """What the new policy is called."""

    timezone: str
    """The zone in which dates and clock times are told."""

    first: date
    """The first date that was looked at."""

    last: date
    """The last one."""

    names: tuple[NameChange, ...] = ()
    """Plans, priorities, metrics, schedules, closures and notices added and removed."""

    promises: tuple[PromiseChange, ...] = ()
    """Promises whose due dates move, or that only one policy makes."""

    hours: tuple[HoursChange, ...] = ()
    """Open time gained and lost, by schedule."""

    holidays: tuple[HolidayChange, ...] = ()
    """Holidays added and removed."""

    choices: tuple[ChoiceChange, ...] = ()
    """Choices that changed, whether or not they move a due date."""

    requests: int = 0
    """How many requests were tried, for promises that the two policies do not word alike."""

    @property
    def changes_for_customers(self) -> bool:
        """Whether anything changes for customers; order, wording and schedules that nothing uses do not."""
        matters = any(name.matters for name in self.names) or any(choice.matters for choice in self.choices)
        return bool(self.promises or self.hours or self.holidays or matters)

    def text(self) -> str:
        """What changes, for a terminal."""
        lines = [_headline(self)]
        for section in _sections(self):
            lines += ["", f"{section.title}:"]
            for item in section.items:
                lines += [f"  {item.text}", *(f"      {detail}" for detail in item.details)]
        return "\n".join(map(for_terminal, lines))

    def markdown(self) -> str:
        """What changes, for a review or a release note; names are escaped."""
        lines = [f"**{for_markdown(_headline(self))}**"]
        for section in _sections(self):
            lines += ["", f"### {for_markdown(section.title)}", ""]
            for item in section.items:
                lines += [f"- {for_markdown(item.text)}", *(f"    - {for_markdown(detail)}" for detail in item.details)]
        return "\n".join(lines)


def diff(old: SlaPolicy, new: SlaPolicy, first: date, last: date) -> Difference:
    """What changes for customers from one policy to another.

    Whether a target is tighter or looser is judged by the due dates of many requests in that time, not by its amount.

    Args:
        old: The policy as it was.
        new: The policy as it is to be.
        first: The first local date to look at, in the zone of the new policy.
        last: The last one.

    Raises:
        ChoiceError: The last date is before the first.
        UnknownNameError: A policy speaks of the customer's clocks, and nobody said where that is.

    Examples:
        >>> old = SlaPolicy(
        ...     name="Support", timezone="Europe/London", schedules={"office": "Mon-Fri 09:00-18:00"},
        ...     plans={"standard": {"first_response": "4 business hours"}},
        ... )
        >>> new = old.model_copy(update={"schedules": {"office": "Mon-Thu 09:00-18:00; Fri 09:00-17:00"}})
        >>> found = diff(old, new, date(2027, 1, 1), date(2027, 12, 31))
        >>> found.hours[0].regular
        ('Fri 17:00-18:00 lost (53 dates)',)
        >>> found.promises[0].change
        'looser'

    Rules: R7, R10, R11, R17.
    """
    if last < first:
        raise ChoiceError(f"a difference goes from a first date to a last one, not from {first} to {last}")
    sides = _Sides(old, new, first, last)
    pairs = list(_pairs(sides))
    moves = moves_between(old, new, first, last)
    return Difference(
        old=old.name,
        new=new.name,
        timezone=new.timezone,
        first=first,
        last=last,
        names=tuple(_names(sides, pairs)),
        promises=moves.changes,
        hours=tuple(_hours(sides, pairs)),
        holidays=tuple(_holidays(sides, pairs)),
        choices=tuple(_choices(sides)),
        requests=moves.requests,
    )


# The two sides


class _Versions:
    """One policy with its versions in the time that is looked at."""

    def __init__(self, policy: SlaPolicy, start: datetime, end: datetime) -> None:
        self.policy = policy
        found = versions_between(policy, start, end)
        begins = [at for at, _ in found]
        self.spans = [(at, until, version) for (at, version), until in zip(found, [*begins[1:], end], strict=True)]

    @cached_property
    def used(self) -> set[str]:
        """The schedules and closures that anything uses, in any version."""
        return {name for _, _, version in self.spans for name in _used_in(version)}

    def named(self, kind: str) -> tuple[str, ...]:
        """The names of one kind in any version."""
        return tuple(dict.fromkeys(name for _, _, version in self.spans for name in getattr(version, kind)))

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics that any plan promises."""
        return tuple(dict.fromkeys(metric for _, _, version in self.spans for metric in _metrics_of(version)))

    def open(self, name: str) -> list[Span]:
        """When a schedule or closure is open, over all versions that have it."""
        return merge(
            span
            for start, end, version in self.spans
            if name in version.schedules or name in version.closures
            for span in version._schedules.either(name)._timeline.windows(start, end)
        )

    def holidays(self, name: str, zone: tzinfo) -> dict[date, str]:
        """The holidays of a schedule by date, over all versions that have it."""
        found: dict[date, str] = {}
        for start, end, version in self.spans:
            if name in version.schedules:
                dates = start.astimezone(zone).date(), (end - timedelta.resolution).astimezone(zone).date()
                found |= _holidays_of(version.schedule(name), *dates)
        return found


class _Sides:
    """The policy as it was and as it is to be."""

    def __init__(self, old: SlaPolicy, new: SlaPolicy, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.zone = zone_named(new.timezone)
        start, end = midnight(first, self.zone), midnight(last + ONE_DAY, self.zone)
        self.old, self.new = (_Versions(policy, start, end) for policy in (old, new))
        self.abreast = abreast(old, new, start, end)

    def while_paired(self, pair: _Pair) -> list[Span]:
        """When a schedule stands in the place of another: where a version moves a promise to it, only then."""
        used = [each for each in self.abreast if pair in _used_pairs_in(each)]
        return merge(each[:2] for each in used or self.abreast)

    def is_on(self, day: date, spans: Iterable[Span]) -> bool:
        """Whether a date begins in one of some spans."""
        return any(start <= midnight(day, self.zone) < end for start, end in spans)


def _metrics_of(policy: SlaPolicy) -> Iterator[str]:
    return (metric for plan in policy.plans.values() for metric in plan.metrics)


def _used_in(policy: SlaPolicy) -> set[str]:
    """The names of schedules and closures on which a promise, a condition, coverage or a notice rests."""
    found = {policy._schedules.counted_on(notice.schedule).name for notice in policy.notices.values()}
    for *_, offer in policy.offers():
        found |= {offer.usual.schedule.name, *(case.promised.schedule.name for case in offer.cases)}
        found |= {case.hours.name for case in offer.cases}
    for plan in policy.plans.values():
        promises = [each for promise in plan.metrics.values() for each in (promise, *promise.priorities.values())]
        coverages = (plan.coverage, *(promise.coverage for promise in promises))
        found |= {name for coverage in coverages for name in coverage.values()}
    return _with_parts(policy, found)


def _with_parts(policy: SlaPolicy, names: set[str]) -> set[str]:
    """Schedules, and all of which they are made."""
    parts = {part for name in names & policy.schedules.keys() for part in policy.schedules[name].parts}
    return names if parts <= names else _with_parts(policy, names | parts)


def _holidays_of(schedule: Schedule, first: date, last: date) -> dict[date, str]:
    if isinstance(schedule.hours, Combination):
        parts = (_holidays_of(part, first, last) for part in schedule.hours.schedules)
        return {day: name for part in parts for day, name in part.items()}
    return {day: holiday.name for day, holiday in schedule.holidays.between(first, last).items()}


# Names


def _names(sides: _Sides, pairs: Sequence[_Pair]) -> Iterator[NameChange]:
    old, new = sides.old, sides.new
    yield from _names_of("plan", old.named("plans"), new.named("plans"))
    yield from _names_of("priority", old.named("priorities"), new.named("priorities"))
    yield from _names_of("metric", old.metrics, new.metrics)
    yield from _names_of("notice", old.named("notices"), new.named("notices"))
    # A schedule with the hours of another, or counted in its place, has only changed its name.
    known_old, known_new = ({pair[number] for pair in pairs} for number in (0, 1))
    for kind, names in _ENTRIES.items():
        missing = [name for name in old.named(names) if name not in known_old]
        for each in _names_of(kind, missing, [name for name in new.named(names) if name not in known_new]):
            used = old.used if each.change == "removed" else new.used
            yield each.model_copy(update={"matters": each.name in used})


_ENTRIES: dict[NameKind, str] = {"schedule": "schedules", "closure": "closures"}


def _names_of(kind: NameKind, old: Sequence[str], new: Sequence[str]) -> Iterator[NameChange]:
    yield from (NameChange(kind=kind, name=name, change="added") for name in new if name not in old)
    yield from (NameChange(kind=kind, name=name, change="removed") for name in old if name not in new)


# Hours and holidays

_Pair = tuple[str, str]
"""A schedule or closure of the old policy, and the one of the new that stands in its place."""


def _pairs(sides: _Sides) -> Iterator[_Pair]:
    """Schedules and closures of the same name, those that a promise is counted in now, and those that are alike."""
    old, new = (dict.fromkeys((*side.named("schedules"), *side.named("closures"))) for side in (sides.old, sides.new))
    same = [(name, name) for name in new if name in old]
    used = [pair for pair in dict.fromkeys(_used_pairs(sides)) if pair[0] in old and pair[1] in new]
    yield from same
    yield from used
    paired = [*same, *used]
    left = [name for name in new if name not in {pair[1] for pair in paired}]
    for name in old:
        if name not in {pair[0] for pair in paired}:
            alike = next((each for each in left if sides.old.open(name) == sides.new.open(each)), None)
            if alike is not None:
                left.remove(alike)
                yield name, alike


def _used_pairs(sides: _Sides) -> Iterator[_Pair]:
    """The schedules of the same promise, where they have different names."""
    return (pair for each in sides.abreast for pair in _used_pairs_in(each))


def _used_pairs_in(versions: Abreast) -> Iterator[_Pair]:
    old, new = _counted_in(versions.old), _counted_in(versions.new)
    return ((old[key], new[key]) for key in old if key in new and old[key] != new[key])


def _counted_in(policy: SlaPolicy) -> dict[tuple[str, str, str | None], str]:
    """The schedule of each promise of business time."""
    return {
        (plan, metric, priority): promised.schedule.name
        for plan, metric, priority, promised in policy.promises()
        if promised.target.counts in ("open_time", "business_days")
    }


def _hours(sides: _Sides, pairs: Sequence[_Pair]) -> Iterator[HoursChange]:
    """What open time changes; of a closure, where it is not told of the schedule from which it is taken."""
    changes = {pair: change for pair in pairs if (change := _hours_of(sides, pair))}
    told = {part for pair in changes for part in _closures_in(sides, pair)}
    return (change for pair, change in changes.items() if pair[1] not in told)


def _closures_in(sides: _Sides, pair: _Pair) -> Iterator[str]:
    """The closures that are taken from a schedule in any version."""
    for side, name in zip((sides.old, sides.new), pair, strict=True):
        for _, _, version in side.spans:
            yield from _with_parts(version, {name} & version.schedules.keys()) & version.closures.keys()


def _hours_of(sides: _Sides, pair: _Pair) -> HoursChange | None:
    old, new = pair
    timezone = _timezone_of(sides.new, new)
    name = new if old == new else f"{old} → {new}"
    while_paired = sides.while_paired(pair)
    was, now = (intersect(each, while_paired) for each in (sides.old.open(old), sides.new.open(new)))
    return hours_change(name, timezone, was, now, (sides.first, sides.last))


def _timezone_of(side: _Versions, name: str) -> str:
    versions = (version for _, _, version in side.spans if name in version.schedules or name in version.closures)
    return next(versions)._schedules.either(name).timezone


def _holidays(sides: _Sides, pairs: Sequence[_Pair]) -> Iterator[HolidayChange]:
    found: dict[tuple[date, str, Literal["added", "removed"]], list[str]] = {}
    for old, new in pairs:
        while_paired = sides.while_paired((old, new))
        both = sides.old.holidays(old, sides.zone), sides.new.holidays(new, sides.zone)
        was, now = ({day: name for day, name in each.items() if sides.is_on(day, while_paired)} for each in both)
        for day in now.keys() - was.keys():
            found.setdefault((day, now[day], "added"), []).append(new)
        for day in was.keys() - now.keys():
            found.setdefault((day, was[day], "removed"), []).append(new)
    for (day, name, change), schedules in sorted(found.items()):
        yield HolidayChange(date=day, name=name, change=change, schedules=tuple(dict.fromkeys(schedules)))


# Choices

_CHOICES = {
    "timezone": False,
    "holiday_rule": False,
    "day_rule": False,
    "day_length": False,
    "cut_off": False,
    "starts": False,
    "ends": False,
    "boundary": False,
    "outside_coverage": False,
    "on_change": True,
    "governed_by": True,
}
"""The choices of a policy, and whether customers notice them although no due date of a new request moves."""


def _choices(sides: _Sides) -> Iterator[ChoiceChange]:
    """The choices that differ, whichever versions are in force, each once and with its dates."""
    found: dict[ChoiceChange, list[Abreast]] = {}
    for each in sides.abreast:
        for choice in _choices_in(each):
            found.setdefault(choice, []).append(each)
    for choice, spans in found.items():
        since, until = (at.astimezone(sides.zone).date() for at in (spans[0].start, spans[-1].end - _MOMENT))
        dates = {"since": None if since == sides.first else since, "until": None if until == sides.last else until}
        yield choice.model_copy(update=dates)


def _choices_in(versions: Abreast) -> Iterator[ChoiceChange]:
    old, new = versions.old, versions.new
    for name, matters in _CHOICES.items():
        was, now = (_written(getattr(version, name)) for version in (old, new))
        if was != now:
            yield ChoiceChange(where="", name=name, old=was, new=now, matters=matters)
    for metric in dict.fromkeys(_metrics_of(new)):
        if metric in _metrics_of(old):
            yield from _lifecycle(metric, old.lifecycle(metric), new.lifecycle(metric))
    yield from _beside_promises(old, new)
    for name in new.notices:
        if name in old.notices and _notices_differ(versions, name):
            was, now = (_notice_words(version, name) for version in (old, new))
            yield ChoiceChange(where=f"notice {name}", name="at least", old=was, new=now, matters=True)


def _lifecycle(metric: str, old: Lifecycle, new: Lifecycle) -> Iterator[ChoiceChange]:
    """What starts, stops and pauses a metric; whom it warns is no matter of customers."""
    for name in Lifecycle.model_fields:
        was, now = getattr(old, name), getattr(new, name)
        if _unordered(was) != _unordered(now) and name not in ("warnings", "escalations"):
            yield ChoiceChange(where=metric, name=name, old=_written(was), new=_written(now), matters=True)


def _unordered(value: object) -> object:
    """What a list of names says, whatever their order."""
    return frozenset(value) if isinstance(value, (tuple, list)) else value


def _beside_promises(old: SlaPolicy, new: SlaPolicy) -> Iterator[ChoiceChange]:
    """What stands beside a promise: who hears of it, goals, and when support can be reached."""
    was, now = _said_beside(old), _said_beside(new)
    for where, name in dict.fromkeys([*now, *was]):
        before, after = (said.get((where, name), []) for said in (was, now))
        if _unordered(before) != _unordered(after):
            words = (listed(said) or "none" for said in (before, after))
            yield ChoiceChange(where=where, name=name, old=next(words), new=next(words), matters=True)


def _said_beside(policy: SlaPolicy) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for plan, metric, priority, offer in policy.offers():
        where = _joined(plan, priority, metric)
        for rung in offer.usual.escalations:
            found.setdefault((where, "escalates to"), []).append(rung_words(rung))
    for pursued in policy.goals():
        where = _joined(pursued.plan, pursued.priority, pursued.metric)
        found.setdefault((where, "goal"), []).append(str(pursued.goal))
    for name, plan_stated in policy.plans.items():
        found |= _coverage_said(policy, name, plan_stated.coverage)
        for metric, promise in plan_stated.metrics.items():
            found |= _coverage_said(policy, _joined(name, None, metric), promise.coverage)
            for priority, own in promise.priorities.items():
                found |= _coverage_said(policy, _joined(name, priority, metric), own.coverage)
    return found


def _coverage_said(policy: SlaPolicy, where: str, coverage: Mapping[str, str]) -> dict[tuple[str, str], list[str]]:
    """When support can be reached, in words rather than names."""
    return {
        (where, f"reached by {channel}" if channel else "reached"): [", ".join(hours_words(policy.schedule(name)))]
        for channel, name in coverage.items()
    }


def _joined(plan: str, priority: str | None, metric: str) -> str:
    return ", ".join(filter(None, (plan, priority, metric.replace("_", " "))))


def _written(value: object) -> str:
    match value:
        case tuple():
            return ", ".join(map(str, value)) or "none"
        case timedelta():
            return short_duration(value)
        case time():
            return write_time(value)
        case None:
            return "none"
    return str(value)


def _notices_differ(versions: Abreast, name: str) -> bool:
    """Whether the latest instant for a notice is another, for what happens at any hour of two weeks."""
    hours = (versions.start + number * timedelta(hours=1) for number in range(14 * 24))
    return any(versions.old.notice(name, at) != versions.new.notice(name, at) for at in hours)


def _notice_words(policy: SlaPolicy, name: str) -> str:
    notice = policy.notices[name]
    return target_words(notice.target, policy._schedules.counted_on(notice.schedule)).removesuffix(AROUND_THE_CLOCK)


# In words


class _Item(NamedTuple):
    """One change in words, and what goes with it."""

    text: str
    details: tuple[str, ...] = ()


class _Section(NamedTuple):
    """Changes of one kind."""

    title: str
    items: list[_Item]


def _headline(difference: Difference) -> str:
    span = f"from {date_words(difference.first)} to {date_words(difference.last)}"
    if not difference.changes_for_customers:
        # Where the two do not say the same by themselves, trying requests shows much and proves nothing.
        tried = f"No change for customers was found {span}, in {difference.requests:,} requests tried."
        return tried if difference.requests else f"Nothing changes for customers {span}."
    names = difference.new if difference.old == difference.new else f"{difference.old} → {difference.new}"
    return f"{names}: what changes for customers {span}"


def _sections(difference: Difference) -> Iterator[_Section]:
    zone = zone_named(difference.timezone)
    matter = [each for each in difference.choices if each.matters]
    others = [each for each in difference.choices if not each.matters]
    sections = (
        _Section("Names", [_name_item(each) for each in difference.names]),
        _Section("Promises", [_promise_item(each, zone) for each in difference.promises]),
        _Section("Hours", [_hours_item(each) for each in difference.hours]),
        _Section("Holidays", [_holiday_item(each) for each in difference.holidays]),
        _Section("Settings", [_choice_item(each) for each in matter]),
        _Section("Choices, with what they move told above", [_choice_item(each) for each in others]),
    )
    return (section for section in sections if section.items)


def _name_item(name: NameChange) -> _Item:
    return _Item(f"{name.kind} {name.name} {name.change}{'' if name.matters else ', which nothing uses'}")


def _promise_item(promise: PromiseChange, zone: tzinfo) -> _Item:
    name = _joined(promise.plan, promise.priority, promise.metric)
    if promise.change in ("added", "removed"):
        return _Item(f"{name}: {promise.change}: {promise.new or promise.old}")
    old, new = promise.old or "nothing", promise.new or "nothing"
    words = new if old == new else f"{old} → {new}"
    counts = [f"{count:,} {word}" for count, word in ((promise.earlier, "earlier"), (promise.later, "later")) if count]
    tried = f"{' and '.join(counts)}, of {promise.requests:,} requests tried"
    example = [_example_words(promise.example, zone)] if promise.example else []
    return _Item(f"{name}: {promise.change}: {words}", (*example, tried))


def _example_words(example: Example, zone: tzinfo) -> str:
    old, new = (clock_words(at, zone) if at else "never" for at in (example.old_due, example.new_due))
    channel = f" by {example.channel}" if example.channel else ""
    return f"opened{channel} {clock_words(example.opened, zone)}: due {old} → {new}"


def _hours_item(hours: HoursChange) -> _Item:
    both = ((hours.gained, "gained"), (hours.lost, "lost"))
    amounts = [f"{short_duration(each)} {word}" for each, word in both if each]
    dates = list(hours.by_date[:_MOST_DATES])
    if len(hours.by_date) > _MOST_DATES:
        dates.append(f"and {len(hours.by_date) - _MOST_DATES} more dates")
    return _Item(f"{hours.name} ({hours.timezone}): {' and '.join(amounts)}", (*hours.regular, *dates))


def _holiday_item(holiday: HolidayChange) -> _Item:
    return _Item(f"{iso_date(holiday.date)} {holiday.name} {holiday.change} ({', '.join(holiday.schedules)})")


def _choice_item(choice: ChoiceChange) -> _Item:
    since = f", from {date_words(choice.since)}" if choice.since else ""
    until = f", until {date_words(choice.until)}" if choice.until else ""
    where = f"{choice.where}: " if choice.where else ""
    return _Item(f"{where}{choice.name}: {choice.old} → {choice.new}{since}{until}")
