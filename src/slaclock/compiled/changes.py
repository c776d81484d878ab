"""What a policy would answer otherwise if it were compiled anew: hours, zones, promises, and what is stated (R22)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta, timezone
from typing import Any, Literal, NamedTuple

from slaclock.compiled.coherence import PLACES, check
from slaclock.compiled.compiled_policy import CompiledPolicy
from slaclock.compiled.document import CompiledDocument
from slaclock.compiled.packing import unpacked
from slaclock.compiled.years import instant
from slaclock.compiled.zones import StatedZone

Of = Literal["hours", "reason", "zone", "promise", "version", "policy"]
"""What changes: when something is open, why it is closed, clocks, what is promised, from when, what is stated."""

_EPOCH = date(1970, 1, 1)
_NOTHING = "nothing"


class Change(NamedTuple):
    """One thing that would be otherwise.

    Rules: R22.
    """

    of: Of
    """What changes."""
    name: str
    """Of which schedule, zone or promise."""
    when: str
    """On which date or from which instant; empty for always."""
    was: str
    """As it was compiled."""
    now: str
    """As it would be compiled now."""

    def __str__(self) -> str:
        about = ", ".join(filter(None, (self.name, self.when)))
        return f"{about}: {self.now}, was {self.was}"


class _Side(NamedTuple):
    """One of two compiled policies, for customers of one zone."""

    document: CompiledDocument
    customer: str

    @property
    def told(self) -> Mapping[str, Any]:
        """All that is told."""
        return self.document.told

    @property
    def party(self) -> Mapping[str, Any]:
        """What is told for these customers."""
        party: Mapping[str, Any] = self.told["customers"][self.customer]
        return party


def differences(was: CompiledPolicy, now: CompiledPolicy) -> list[Change]:
    """What two compiled policies answer otherwise in the years of both.

    Args:
        was: As it was compiled.
        now: As it is compiled now, for the same years and customers.

    Rules: R22.
    """
    old, new = was.document, now.document
    for document in (old, new):
        check(document.told, document.called)
    changes = [*_zones(old, new)]
    for customer in (each for each in old.told["customers"] if each in new.told["customers"]):
        sides = _Side(old, customer), _Side(new, customer)
        changes += [*_hours(*sides), *_promises(*sides)]
    if old.told["policy"] != new.told["policy"]:
        changes.append(Change("policy", was.name, "", "the policy that was compiled", "another policy is stated"))
    return list(dict.fromkeys(changes))


# Zones


def _zones(old: CompiledDocument, new: CompiledDocument) -> Iterator[Change]:
    """The instants from which clocks show something else."""
    places = {each["name"]: place for place, each in enumerate(new.told["zones"])}
    start, until = max(old.years.start, new.years.start), min(old.years.until, new.years.until)
    for place, told in enumerate(old.told["zones"]):
        if told["name"] not in places:
            continue
        zones = old.zone(place), new.zone(places[told["name"]])
        changes = {at for zone in zones for at in zone.changes if start < at <= until}
        same = True
        for at in sorted({start, *changes}):
            was, now = (_offset(zone, at) for zone in zones)
            if was != now or not same:
                yield Change("zone", told["name"], f"from {instant(at):%Y-%m-%d %H:%M}Z", was, now)
            same = was == now


def _offset(zone: StatedZone, at: int) -> str:
    return timezone(instant(at).astimezone(zone).utcoffset() or timedelta(0)).tzname(None)


# Hours


def _hours(old: _Side, new: _Side) -> Iterator[Change]:
    """The dates on which schedules are open otherwise, or closed for another reason."""
    was, now = old.party["schedules"], new.party["schedules"]
    for name in dict.fromkeys((*was, *now)):
        if name not in was or name not in now:
            yield Change("hours", name, "", *((_NOTHING, "a schedule") if name in now else ("a schedule", _NOTHING)))
            continue
        opened, closed = zip(_by_date(old, name), _by_date(new, name), strict=True)
        for day in sorted({*opened[0], *opened[1], *closed[0], *closed[1]}):
            hours = [each.get(day, "closed") for each in opened]
            why = [each.get(day, "") for each in closed]
            if hours[0] != hours[1]:
                told = [f"{one} ({reason})" if reason else one for one, reason in zip(hours, why, strict=True)]
                yield Change("hours", name, str(day), *told)
            elif why[0] != why[1]:
                yield Change("reason", name, str(day), why[0] or "closed as usual", why[1] or "closed as usual")


def _by_date(side: _Side, name: str) -> tuple[dict[date, str], dict[date, str]]:
    """What is open on each date of the years, and why something is closed."""
    place = side.party["schedules"][name]
    if "problem" in side.told["schedules"][place]:
        return {}, {}
    time, zone = side.document.time(place)
    first, last = side.told["years"]
    dates = unpacked(side.told["hours"][side.told["schedules"][place]["hours"]]["days"]["dates"])
    days = [day for number in dates if first <= (day := _EPOCH + timedelta(days=number)).year <= last]
    opened = {day: ", ".join(_clocks(span, zone) for span in found.spans) for day in days if (found := time.day(day))}
    return opened, dict(_closed(side, name))


def _clocks(span: tuple[Any, Any], zone: StatedZone) -> str:
    return "-".join(f"{at.astimezone(zone):%H:%M}" for at in span)


def _closed(side: _Side, name: str) -> Iterator[tuple[date, str]]:
    """Why a schedule is closed on dates, in whichever version."""
    versions = side.party["versions"]
    places = [each[kind][name] for each in versions for kind in ("schedules", "closures") if name in each[kind]]
    for schedule in (side.told["schedules"][place] for place in dict.fromkeys(places)):
        hours = side.told["hours"][schedule["hours"]]
        zone = side.document.zone(hours["zone"])
        starts = unpacked(hours["closed"]["spans"])[::2]
        for start, place in zip(starts, hours["closed"]["reasons"], strict=True):
            yield instant(start).astimezone(zone).date(), side.told["reasons"][place]["name"]


# Promises


def _promises(old: _Side, new: _Side) -> Iterator[Change]:
    """What is promised otherwise, version by version."""
    was, now = ({each["from"]: each for each in side.party["versions"]} for side in (old, new))
    for since in dict.fromkeys((*was, *now)):
        when = "" if since is None else f"from {instant(since):%Y-%m-%d %H:%M}Z"
        if since not in was or since not in now:
            told = (_NOTHING, "a version begins") if since in now else ("a version begins", _NOTHING)
            yield Change("version", "the policy", when, *told)
            continue
        offered = [dict(_offered(side, each[since])) for side, each in ((old, was), (new, now))]
        for name in dict.fromkeys((*offered[0], *offered[1])):
            one, other = (each.get(name) for each in offered)
            if one != other:
                yield Change("promise", name, when, *_words(one, other))


def _offered(side: _Side, version: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What is offered under each name, whole: nothing in it is the place of something else."""
    for plan, metrics in version["plans"].items():
        for metric, priorities in metrics.items():
            for priority, place in priorities.items():
                name = ", ".join(filter(None, (plan, priority, metric)))
                yield name, _whole(side, side.told["offers"][place])


def _whole(side: _Side, told: Any) -> Any:
    if isinstance(told, list):
        return [_whole(side, each) for each in told]
    if not isinstance(told, dict):
        return told
    found = {key: _whole(side, each) for key, each in told.items()}
    for key in PLACES.keys() & told.keys():
        if isinstance(told[key], int):
            entry = side.told[PLACES[key]][told[key]]
            # Its hours are compared by themselves.
            found[key] = entry.get("name", entry.get("problem")) if key == "schedule" else entry
    return found


def _words(was: Any, now: Any) -> tuple[str, str]:
    one, other = _promised(was), _promised(now)
    return (one, other) if one != other else (one, f"{other}, read otherwise")


def _promised(offer: Any) -> str:
    if offer is None or "target" not in offer:
        return _NOTHING
    return f"{offer['target']['written']} on {offer['schedule']}"
