"""What two compiled policies say otherwise, in the years and for the customers of both (R22).

Nothing is tried by requests: everything on which an answer rests is compared, so that no answer moves unseen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timezone, tzinfo
from itertools import pairwise
from typing import Any

from slaclock.compiled import FAILURES, CompiledPolicy, check, refuse_one_of
from slaclock.hours import ZERO, instant
from slaclock.review.changes import CompiledChange
from slaclock.review.compiled_hours import changed_hours
from slaclock.review.compiled_pair import CompiledPair, CompiledSide
from slaclock.review.compiled_promises import changed_promises, offers_of
from slaclock.review.compiled_statements import changed_statements


def compiled_changes(was: CompiledPolicy, now: CompiledPolicy) -> list[CompiledChange]:
    """What two compiled policies say otherwise in the years and for the customers of both.

    Args:
        was: The policy as it was compiled.
        now: As it is compiled now, or another one.

    Raises:
        CompiledPolicyError: One of them was not written by slaclock: its parts do not go together.

    Examples:
        >>> from slaclock import SlaPolicy
        >>> stated = {
        ...     "name": "Support", "schedules": {"office": "Mon-Fri 09:00-18:00"},
        ...     "plans": {"standard": {"first_response": "4 business hours"}},
        ... }
        >>> old, new = (SlaPolicy(timezone=zone, **stated) for zone in ("Europe/London", "Europe/Paris"))
        >>> for change in compiled_changes(old.compile(2027), new.compile(2027)):
        ...     print(change)
        timezone: Europe/Paris, was Europe/London
        office, time zone: Europe/Paris, was Europe/London
        office, Mon-Fri 18:00-19:00 (261 dates): closed, was open
        office, Mon-Fri 09:00-10:00 (261 dates): open, was closed

    Rules: R22.
    """
    documents = tuple((each.to_dict(), each.document.called) for each in (was, now))
    for document in documents:
        check(*document)
    try:
        return _changes(was, now)
    except FAILURES as error:
        refuse_one_of(documents, error)


def _changes(was: CompiledPolicy, now: CompiledPolicy) -> list[CompiledChange]:
    by_customer = [
        CompiledPair(CompiledSide(was, zone), CompiledSide(now, zone))
        for zone in was.to_dict()["customers"]
        if zone in now.to_dict()["customers"]
    ]
    promises = [changed_promises(pair) for pair in by_customer]
    changed = {key for each in promises for key in each.promises}
    found = [*_years(was, now), *_customers(was, now)]
    for pair in by_customer[:1]:
        found += [*_zones(pair), *changed_statements(pair, changed)]
    found += _of_each(by_customer, [each.changes for each in promises])
    found += _of_each(by_customer, [list(_hours(pair)) for pair in by_customer])
    return list(dict.fromkeys(found))


def _years(was: CompiledPolicy, now: CompiledPolicy) -> Iterator[CompiledChange]:
    if was.years != now.years:
        yield CompiledChange("years", "years", "", was.document.years.words, now.document.years.words)


def _customers(was: CompiledPolicy, now: CompiledPolicy) -> Iterator[CompiledChange]:
    for zone in dict.fromkeys((*was.customers, *now.customers)):
        before, after = ("answered" if zone in each.customers else "not answered" for each in (was, now))
        if before != after:
            yield CompiledChange("customers", f"customers in {zone}", "", before, after)


def _of_each(pairs: list[CompiledPair], changes: list[list[CompiledChange]]) -> Iterator[CompiledChange]:
    """What changes for customers of any zone, and then what does for those of one."""
    told: set[CompiledChange] = set()
    for pair, found in zip(pairs, changes, strict=True):
        zone = pair.old.customer
        for change in (each for each in found if each not in told):
            yield change._replace(name=f"{change.name} for customers in {zone}") if zone else change
        told |= set() if zone else set(found)


# Zones


def _zones(pair: CompiledPair) -> Iterator[CompiledChange]:
    """The time in which clocks of a zone of both show something else."""
    documents = [side.policy.document for side in pair]
    places = {each["name"]: place for place, each in enumerate(pair.new.told["zones"])}
    start, until = pair.span
    for place, told in enumerate(pair.old.told["zones"]):
        if told["name"] in places and start < until:
            was, now = documents[0].zone(place), documents[1].zone(places[told["name"]])
            turns = {at for zone in (was, now) for at in map(instant, zone.changes) if start < at < until}
            for at, after in pairwise([*sorted({start, *turns}), until]):
                old, new = _shown(was, at), _shown(now, at)
                if old != new:
                    when = f"{at:%Y-%m-%d %H:%M}Z to {after:%Y-%m-%d %H:%M}Z"
                    yield CompiledChange("zone", told["name"], when, *_offsets(old, new))


def _shown(zone: tzinfo, at: datetime) -> tuple[str, str]:
    """The offset of a zone's clocks, and what they are called."""
    here = at.astimezone(zone)
    return timezone(here.utcoffset() or ZERO).tzname(None), here.tzname() or ""


def _offsets(old: tuple[str, str], new: tuple[str, str]) -> tuple[str, str]:
    return (old[0], new[0]) if old[0] != new[0] else (old[1], new[1])


# Hours


def _hours(pair: CompiledPair) -> Iterator[CompiledChange]:
    """What is told otherwise of schedules, version by version, and which of them only one side has."""
    compared = set[tuple[int, int]]()
    found = dict[str, list[tuple[str, list[CompiledChange]]]]()
    for abreast in pair.versions_abreast():
        for name, places in _schedules(pair, abreast.old, abreast.new):
            if places not in compared:
                compared.add(places)
                found.setdefault(name, []).append((abreast.begins, changed_hours(pair, name, places)))
    for name, by_version in found.items():
        (_, first), *_ = by_version
        if all(changes == first for _, changes in by_version):
            yield from first
        else:
            for begins, changes in by_version:
                version = f"{name} {begins or 'in the first version'}"
                yield from (each._replace(name=version) for each in changes)
    was, now = (side.party["schedules"] for side in pair)
    for name in dict.fromkeys((*was, *now)):
        if (name in was) != (name in now):
            words = ("nothing", "a schedule") if name in now else ("a schedule", "nothing")
            yield CompiledChange("hours", name, "", *words)


def _schedules(
    pair: CompiledPair, was: Mapping[str, Any], now: Mapping[str, Any]
) -> Iterator[tuple[str, tuple[int, int]]]:
    """The schedules of a version by name, and those on which the same promise or condition of both is counted."""
    for kind in ("schedules", "closures"):
        for name in (each for each in was[kind] if each in now[kind]):
            yield name, (was[kind][name], now[kind][name])
    offers = dict(offers_of(pair.new, now))
    both = [(offer, offers[key]) for key, offer in offers_of(pair.old, was) if key in offers]
    counted = [places for old, new in both for places in _counted(old, new)]
    if any("notices" in each for side in pair for each in _stated(side)):
        counted.append((was["unnamed"], now["unnamed"]))
    for places in counted:
        names = [side.told["schedules"][place].get("name") for side, place in zip(pair, places, strict=True)]
        if names[0] == names[1]:
            yield names[0], places


def _stated(side: CompiledSide) -> list[Mapping[str, Any]]:
    """What a policy states, and each of its versions."""
    policy = side.told["policy"]
    return [policy, *policy.get("versions", ())]


def _counted(old: Any, new: Any) -> Iterator[tuple[int, int]]:
    """The places of schedules that stand at the same places of an offer."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in (each for each in old if each in new):
            if key == "schedule":
                yield old[key], new[key]
            else:
                yield from _counted(old[key], new[key])
    elif isinstance(old, list) and isinstance(new, list):
        for one, other in zip(old, new, strict=False):
            yield from _counted(one, other)
