"""What changes from one policy to another, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import tzinfo
from typing import NamedTuple

from slaclock.hours import clock_words, date_words, iso_date
from slaclock.review.changes import (
    ChoiceChange,
    Example,
    ExampleChange,
    HolidayChange,
    HoursChange,
    NameChange,
    PromiseChange,
)
from slaclock.review.promise_wording import promise_name
from slaclock.targets import short_duration

_MOST_DATES = 12
"""How many single dates are listed; the data has all of them."""


class Item(NamedTuple):
    """One change in words, and what goes with it."""

    text: str
    details: tuple[str, ...] = ()


class Told(NamedTuple):
    """Changes of one kind."""

    title: str
    items: list[Item]


def told(
    names: Iterable[NameChange],
    promises: Iterable[PromiseChange],
    hours: Iterable[HoursChange],
    holidays: Iterable[HolidayChange],
    choices: Sequence[ChoiceChange],
    examples: Iterable[ExampleChange],
    zone: tzinfo,
) -> Iterator[Told]:
    """What changes, kind by kind; kinds of which nothing changes are left out.

    Args:
        names: Names added and removed.
        promises: Promises that change.
        hours: Open time gained and lost.
        holidays: Holidays added and removed.
        choices: Choices that have another value.
        examples: Examples that do not hold under both policies.
        zone: On whose clocks instants are shown.
    """
    kinds = (
        Told("Names", [*map(_name_item, names)]),
        Told("Promises", [_promise_item(each, zone) for each in promises]),
        Told("Hours", [*map(_hours_item, hours)]),
        Told("Holidays", [*map(_holiday_item, holidays)]),
        Told("Settings", [_choice_item(each) for each in choices if each.matters]),
        Told("Examples that do not hold under both", [*map(_example_item, examples)]),
        Told("Choices, with what they move shown above", [_choice_item(each) for each in choices if not each.matters]),
    )
    return (kind for kind in kinds if kind.items)


def _name_item(name: NameChange) -> Item:
    return Item(f"{name.kind} {name.name} {name.change}{'' if name.matters else ', which nothing uses'}")


def _promise_item(promise: PromiseChange, zone: tzinfo) -> Item:
    name = promise_name(promise.plan, promise.priority, promise.metric)
    if promise.change in ("added", "removed"):
        return Item(f"{name}: {promise.change}: {promise.new or promise.old}")
    old, new = promise.old or "nothing", promise.new or "nothing"
    words = new if old == new else f"{old} → {new}"
    counts = [f"{count:,} {word}" for count, word in ((promise.earlier, "earlier"), (promise.later, "later")) if count]
    tried = f"{' and '.join(counts)}, of {promise.requests:,} requests tried"
    example = [_example_words(promise.example, zone)] if promise.example else []
    return Item(f"{name}: {promise.change}: {words}", (*example, tried))


def _example_words(example: Example, zone: tzinfo) -> str:
    old, new = (clock_words(at, zone) if at else "never" for at in (example.old_due, example.new_due))
    channel = f" by {example.channel}" if example.channel else ""
    return f"opened{channel} {clock_words(example.opened, zone)}: due {old} → {new}"


def _hours_item(hours: HoursChange) -> Item:
    both = ((hours.gained, "gained"), (hours.lost, "lost"))
    amounts = [f"{short_duration(each)} {word}" for each, word in both if each]
    dates = list(hours.by_date[:_MOST_DATES])
    if len(hours.by_date) > _MOST_DATES:
        dates.append(f"and {len(hours.by_date) - _MOST_DATES} more dates")
    return Item(f"{hours.name} ({hours.timezone}): {' and '.join(amounts)}", (*hours.regular, *dates))


def _holiday_item(holiday: HolidayChange) -> Item:
    return Item(f"{iso_date(holiday.date)} {holiday.name} {holiday.change} ({', '.join(holiday.schedules)})")


def _example_item(example: ExampleChange) -> Item:
    whose = "" if example.of == "both" else f", an example of the {example.of} policy"
    words = [f"old: {example.old}", f"new: {example.new}{', so it fails' if example.fails else ''}"]
    return Item(f"{example.example}{whose}: expected {example.expected}", tuple(words))


def _choice_item(choice: ChoiceChange) -> Item:
    since = f", from {date_words(choice.since)}" if choice.since else ""
    until = f", until {date_words(choice.until)}" if choice.until else ""
    where = f"{choice.where}: " if choice.where else ""
    return Item(f"{where}{choice.name}: {choice.old} → {choice.new}{since}{until}")
