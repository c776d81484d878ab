"""What a reader should know beside the table of plans: assumptions, readings, pauses, notices, later versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from slaclock.hours import date_words, to_utc, write_time, zone_named
from slaclock.policy import NO_EVENT, SlaPolicy
from slaclock.review.hours_wording import MOST_DATES, listed, stated_dates
from slaclock.review.interpretations import readings_of
from slaclock.review.plan_tables import HOURS, NOTHING, PlanTable, title_of
from slaclock.review.promise_wording import AROUND_THE_CLOCK, level_words, promise_name, target_words
from slaclock.review.readings import Reading
from slaclock.targets import status_words
from slaclock.tickets import Lifecycle, usual_lifecycle


def footnotes_of(policy: SlaPolicy) -> Iterator[str]:
    """Assumptions, readings, notices, and the dates of holidays that are too many for a cell."""
    yield from policy.assumptions
    yield from map(_sentence, _readings(policy))
    yield from _lives(policy)
    yield from _names(policy)
    if policy.escalations:
        yield f"Every open promise escalates to {listed([*map(level_words, policy.escalations.items())])}."
    yield from _notices(policy)
    for name in policy.schedules:
        holidays = policy.schedule(name).holidays
        if len(dates := stated_dates(holidays)) > MOST_DATES:
            yield f"{title_of(name)} is closed on {listed(dates)}."


def _lives(policy: SlaPolicy) -> Iterator[str]:
    """When the clocks of the metrics start, and in which statuses of a ticket they stand still."""
    offered: dict[str, list[tuple[str, str | None]]] = {
        metric: [] for plan in policy.plans.values() for metric in plan.metrics
    }
    for plan, metric, priority, _ in policy.offers():
        offered[metric].append((plan, priority))
    for metric, offers in offered.items():
        usual = policy._lifecycles.of(metric)
        if usual.starts != usual_lifecycle(metric).starts:
            yield f"The clock of {metric.replace('_', ' ')} {_start_words(usual)}."
        yield from _when_it_lives(f"The clock of {metric.replace('_', ' ')}", usual)
        for plan, priority in offers:
            own = policy.lifecycle(metric, plan, priority)
            if own.starts != usual.starts:
                yield f"The clock of {promise_name(plan, priority, metric)} {_start_words(own)}."
            if (own.pauses_in, own.runs_in) != (usual.pauses_in, usual.runs_in):
                clock = f"The clock of {promise_name(plan, priority, metric)}"
                yield from _when_it_lives(clock, own) or [f"{clock} does not stop while a ticket waits."]


def _start_words(lifecycle: Lifecycle) -> str:
    events = (f"“{kind.replace('_', ' ')}”" if kind != "opened" else "the opening" for kind in lifecycle.starts)
    return f"starts at {listed([*events], 'or')}"


def _when_it_lives(clock: str, lifecycle: Lifecycle) -> list[str]:
    stops = f"{clock} stops while a ticket is {_either(lifecycle.pauses_in)}." if lifecycle.pauses_in else ""
    runs = f"{clock} runs only while a ticket is {_either(lifecycle.runs_in)}." if lifecycle.runs_in else ""
    return [text for text in (stops, runs) if text]


def _names(policy: SlaPolicy) -> Iterator[str]:
    """What the words of the helpdesk mean."""
    for field, title in _NAMED.items():
        told: dict[str, list[str]] = {}
        for name, meant in getattr(policy.names, field).items():
            told.setdefault(meant, []).append(f"“{name}”")
        if told:
            said = (
                f"{listed(names)} {'mean' if len(names) > 1 else 'means'} {_meant(field, own)}"
                for own, names in told.items()
            )
            yield f"{title} in the helpdesk: {'; '.join(said)}."


_NAMED = {
    "priorities": "Priorities",
    "plans": "Plans",
    "channels": "Channels",
    "statuses": "Statuses",
    "kinds": "Events",
}


def _meant(field: str, own: str) -> str:
    if field == "kinds" and own == NO_EVENT:
        return "nothing"
    return status_words(own, "customer") if field in ("statuses", "kinds") else own


def _notices(policy: SlaPolicy) -> Iterator[str]:
    """How long before something it is announced."""
    for name, notice in policy.notices.items():
        words = target_words(notice.target, policy._schedules.counted_on(notice.schedule))
        yield f"Notice of {name.replace('_', ' ')}: at least {words.removesuffix(AROUND_THE_CLOCK)} before."


def _readings(policy: SlaPolicy) -> Iterator[str]:
    """What matters to customers of how the policy is read; cells tell what they read otherwise."""
    for where, reading, unlike in told_readings(policy):
        text = f"where nothing else is said, {reading.text}" if unlike else reading.text
        yield f"{where}: {text}" if where else text


class ToldReading(NamedTuple):
    """A choice that a published table tells, once for all that is read so."""

    where: str
    """The part of the policy that it concerns; nothing where its sentence stands alone."""
    reading: Reading
    unlike: bool
    """Whether some of what it concerns is read otherwise."""


def told_readings(policy: SlaPolicy) -> Iterator[ToldReading]:
    """The readings of a policy that matter to customers, the usual one of those that differ."""
    groups: dict[tuple[str, str], list[Reading]] = {}
    for reading in readings_of(policy):
        name = reading.choice.partition(":")[0]
        if name in _TOLD and (reading.stated or name not in _TOLD_IF_STATED):
            groups.setdefault((name, "" if _TOLD[name] else reading.where), []).append(reading)
    for (name, where), readings in groups.items():
        stated = getattr(policy, name) or _USUAL.get(name)
        usual = write_time(stated) if isinstance(stated, time) else stated
        # What each schedule says of its own is told of it; what each target says of its own stands in its cell.
        own = readings[0] if where.startswith("schedule ") else None
        first = next((each for each in readings if each.choice == f"{name}: {usual}"), own)
        if first is not None:
            yield ToldReading(where, first, any(each.text != first.text for each in readings))


_TOLD = {
    "boundary": True,
    "day_rule": True,
    "starts": False,
    "ends": False,
    "belongs_to": False,
    "holiday_rule": False,
    "on_change": False,
    "reopens": False,
    "governed_by": True,
}
"""The choices that a published table tells, and whether their sentences stand alone."""
_TOLD_IF_STATED = {"belongs_to", "reopens"}
"""Choices of which customers expect the default."""
_USUAL = {"starts": "next_opening", "ends": "next_opening"}
"""What holds of business days where a policy states nothing."""


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _either(statuses: Sequence[str]) -> str:
    return listed([status_words(each, "customer") for each in statuses], "or")


# Later versions


class LaterVersion(NamedTuple):
    """A version that comes into force later."""

    begins: date
    table: PlanTable


def later_versions(policy: SlaPolicy, at: datetime | None, with_escalation: bool = True) -> list[LaterVersion]:
    """The versions that come into force after an instant; without one, all of them."""
    zone = zone_named(policy.timezone)
    return [
        LaterVersion(start.astimezone(zone).date(), PlanTable(version, with_escalation))
        for start, version in policy._in_force_from
        if at is None or start > to_utc(at)
    ]


def lives_and_notices(policy: SlaPolicy) -> Iterator[str]:
    """When clocks run, and what is announced."""
    yield from _lives(policy)
    yield from _notices(policy)


def later_changes(
    current: PlanTable,
    later: Sequence[LaterVersion],
    notes_of: Callable[[SlaPolicy], Iterable[str]] = lives_and_notices,
) -> Iterator[str]:
    """What each later version says otherwise than the one before it, its notes among that."""
    before, told = current.said(), [*notes_of(current.policy)]
    for version in later:
        now = version.table.said()
        begins = f"From {date_words(version.begins)} on"
        plans = dict.fromkeys(plan for plan, _, _ in before)
        yield from (f"{begins} there is a plan {plan}." for plan in version.table.policy.plans if plan not in plans)
        for (plan, section, row), said in now.items():
            old = before.get((plan, section, row), NOTHING)
            if plan in plans and said != old:
                where = f"{begins}, {plan}, {section.lower() if row == HOURS else f'{section.lower()}, {row}'}"
                yield f"{where}: {_flat(said)} (until then {_flat(old)})."
        notes = [*notes_of(version.table.policy)]
        yield from (f"{begins}: {note}" for note in notes if note not in told)
        before, told = now, notes


def _flat(said: str) -> str:
    return ", ".join(said.splitlines())
