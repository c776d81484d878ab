"""What two compiled policies promise otherwise, version by version and promise by promise (R11, R17, R22)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import zip_longest
from typing import Any, NamedTuple

from slaclock.errors import key_path
from slaclock.hours import MIDNIGHT, WEEK, write_days, write_time
from slaclock.policy import MONTHS
from slaclock.review.changes import CompiledChange
from slaclock.review.compiled_pair import CompiledPair, CompiledSide
from slaclock.review.promise_wording import promise_name
from slaclock.review.told_leaves import changed_leaves
from slaclock.targets import short_duration

_NOTHING = "nothing"
_MIDNIGHT = datetime.combine(date(1970, 1, 1), MIDNIGHT)
_AMOUNT = {"written", "duration", "days", "months", "counts"}
"""What of a target its words say."""

PromiseKey = tuple[str, str, str]
"""A plan, a metric and a priority, which is empty for all without one of their own."""


class PromiseChanges(NamedTuple):
    """What is promised otherwise."""

    changes: list[CompiledChange]
    """One for each thing that differs."""
    promises: set[PromiseKey]
    """The promises of which something differs."""


def changed_promises(pair: CompiledPair) -> PromiseChanges:
    """What two compiled policies promise otherwise to the same customers.

    Rules: R11, R17, R22.
    """
    changes, promises = list[CompiledChange](), set[PromiseKey]()
    for abreast in pair.versions_abreast():
        since, was, now = abreast
        if was["from"] != now["from"]:
            words = (_NOTHING, "a version begins") if now["from"] == since else ("a version begins", _NOTHING)
            changes.append(CompiledChange("version", "the policy", abreast.begins, *words))
        sides = ((pair.old, was), (pair.new, now))
        old, new = (
            {key: _readable(pair, side, offer) for key, offer in offers_of(side, version)} for side, version in sides
        )
        for key in dict.fromkeys((*old, *new)):
            plan, metric, priority = key
            name = promise_name(plan, priority or None, metric)
            for detail, before, after in _differences(old.get(key), new.get(key)):
                about = ", ".join(filter(None, (name, detail)))
                changes.append(CompiledChange("promise", about, abreast.begins, before, after))
                promises.add(key)
    return PromiseChanges(changes, promises)


def offers_of(side: CompiledSide, version: Mapping[str, Any]) -> Iterator[tuple[PromiseKey, Mapping[str, Any]]]:
    """What a version offers, as it is told."""
    for plan, metrics in version["plans"].items():
        for metric, priorities in metrics.items():
            for priority, place in priorities.items():
                yield (plan, metric, priority), side.told["offers"][place]


# An offer that can be read: nothing in it is a place, and times are words


def _readable(pair: CompiledPair, side: CompiledSide, told: Any) -> Any:
    if isinstance(told, list):
        return [_readable(pair, side, each) for each in told]
    if not isinstance(told, dict):
        return told
    return {key: _read(pair, side, key, value) for key, value in told.items()}


def _read(pair: CompiledPair, side: CompiledSide, key: str, value: Any) -> Any:
    if key == "target":
        return _readable(pair, side, side.told["targets"][value])
    if key == "schedule":
        schedule = side.told["schedules"][value]
        return schedule.get("name") or schedule.get("text") or schedule["problem"]
    if key == "holidays" and value is not None:
        return tuple(map(str, pair.dates_in(side.told["calendars"][value])))
    if key in _WORDS and value is not None:
        return _WORDS[key](value)
    return _readable(pair, side, value)


def _clock(reading: int | str) -> str:
    """A time of day; another end than one is a word already."""
    if isinstance(reading, str):
        return reading
    return write_time((_MIDNIGHT + timedelta(microseconds=reading)).time())


def _cut_offs(readings: list[int | None]) -> str:
    """The cut-offs of a week, each with its days."""
    found: dict[int | None, list[Any]] = {}
    for day, reading in zip(WEEK, readings, strict=True):
        found.setdefault(reading, []).append(day)
    if len(found) == 1 and readings[0] is not None:
        return _clock(readings[0])
    return (
        ", ".join(f"{write_days(tuple(days))} {_clock(at)}" for at, days in found.items() if at is not None) or "none"
    )


def _duration(count: int) -> str:
    return short_duration(timedelta(microseconds=count))


def _dates(told: Mapping[str, Any]) -> str:
    """A run of dates, of every year or of one; it may be open at one end."""

    def word(number: int) -> str:
        if told["yearly"]:
            return f"--{number // 100:02}-{number % 100:02}"
        return str(date(1970, 1, 1) + timedelta(days=number))

    ends = (("from", told["first"]), ("to", told["last"]))
    return " ".join(f"{end} {word(number)}" for end, number in ends if number is not None)


_WORDS: dict[str, Callable[[Any], str | int]] = {
    **dict.fromkeys(("since", "after", "before", "ends"), _clock),
    **dict.fromkeys(("duration", "day_length"), _duration),
    "cut_off": _cut_offs,
    "dates": _dates,
    "weekdays": lambda numbers: write_days(tuple(WEEK[number] for number in numbers)) if numbers else "none",
    "months": lambda told: told if isinstance(told, int) else ", ".join(MONTHS[number - 1] for number in told),
    "channels": ", ".join,
    "open": lambda is_open: "in hours" if is_open else "outside hours",
}


# What differs


def _differences(was: Any, now: Any, where: str = "") -> Iterator[tuple[str, str, str]]:
    """What of an offer differs: where in it, and both sides in words."""
    if was == now:
        return
    before, after = _promised(was), _promised(now)
    if "nothing" in (was or {}) and "nothing" in (now or {}):
        # The promise by its names, which both have, is said already.
        (names, _, one), (others, _, other) = before.rpartition(": "), after.rpartition(": ")
        before, after = (one, other) if names == others else (before, after)
    if before != after:
        yield where, _if_any(was, before), _if_any(now, after)
    if was is None or now is None:
        return
    if "target" in was and "target" in now:
        yield from _choices(was["target"], now["target"], where)
    for number, (one, other) in enumerate(zip_longest(was.get("cases", ()), now.get("cases", ())), 1):
        case = f"case {number}"
        if one and other:
            for leaf in changed_leaves(one["if"], other["if"]):
                yield f"{case}, {key_path(leaf.path)}", *_values(leaf.was, leaf.now)
            yield from _differences(_without_condition(one), _without_condition(other), case)
        else:
            yield case, _case_words(one), _case_words(other)


def _without_condition(case: Mapping[str, Any]) -> Mapping[str, Any]:
    return {key: value for key, value in case.items() if key != "if"}


def _promised(offer: Mapping[str, Any] | None) -> str:
    if offer is None:
        return _NOTHING
    if "target" in offer:
        return f"{offer['target']['written']} on {offer['schedule']}"
    found: str = offer.get("nothing") or offer["problem"]
    return found


def _if_any(offer: Mapping[str, Any] | None, words: str) -> str:
    return words if offer else _NOTHING


def _choices(was: Mapping[str, Any], now: Mapping[str, Any], where: str) -> Iterator[tuple[str, str, str]]:
    """The choices of a target that differ, and where it has the same words, what these mean."""
    alike = was["written"] == now["written"]
    for key in dict.fromkeys((*was, *now)):
        before, after = was.get(key), now.get(key)
        if before != after and (alike or (key not in _AMOUNT and was["counts"] == now["counts"])):
            yield ", ".join(filter(None, (where, key))), *_values(before, after)


def _values(was: Any, now: Any) -> tuple[str, str]:
    """Both sides in words; of dates, those that only one of them has."""
    if isinstance(was, tuple) and isinstance(now, tuple):
        gone, come = ([day for day in one if day not in other] for one, other in ((was, now), (now, was)))
        return _with(gone, come), _with(come, gone)
    return _value(was), _value(now)


def _with(own: list[str], others: list[str]) -> str:
    return f"with {_listed(own)}" if own else f"without {_listed(others)}"


def _listed(dates: list[str] | tuple[str, ...]) -> str:
    return ", ".join(dates) if len(dates) < 4 else f"{len(dates)} dates, {dates[0]} to {dates[-1]}"


def _value(told: Any) -> str:
    match told:
        case None:
            return "none"
        case bool():
            return "yes" if told else "no"
        case tuple():
            return _listed(told) or "none"
        case Mapping():
            return ", ".join(f"{key} {_value(each)}" for key, each in told.items() if each not in (None, False, "none"))
        case list():
            return "; ".join(map(_value, told))
    return str(told)


def _case_words(case: Mapping[str, Any] | None) -> str:
    if case is None:
        return _NOTHING
    return f"{_promised(case)} if {_value(_without_usual(case['if'], case.get('schedule')))}"


def _without_usual(condition: Any, schedule: str | None) -> Any:
    """A condition that does not name the schedule of which its promise is."""
    match condition:
        case Mapping():
            own = {key: _without_usual(each, schedule) for key, each in condition.items()}
            return own if own.get("schedule") != schedule else {k: each for k, each in own.items() if k != "schedule"}
        case list():
            return [_without_usual(each, schedule) for each in condition]
    return condition
