"""A policy made into plain data: every promise decided, every schedule as instants, for some years (R11, R22)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from slaclock.compiled.compiled_policy import CompiledPolicy
from slaclock.compiled.document import CompiledDocument
from slaclock.compiled.hours_facts import Reasons, holidays_of, hours_facts, span_of, zone_facts
from slaclock.compiled.made_by import versions_here
from slaclock.compiled.promise_facts import Places, offer_facts, target_facts
from slaclock.compiled.years import EARLIEST, LATEST, MOST_YEARS, ticks
from slaclock.errors import ChoiceError, UnknownNameError
from slaclock.hours import Schedule, common_years, zone_named
from slaclock.policy import CUSTOMER, ScheduleEntry, SlaPolicy, names_of_offers, offer_named
from slaclock.spelling import folded

_WITHOUT = {"schedules", "closures", "holidays", "examples"}
"""What of a policy is written as facts, or is not asked for."""


def made_plain(policy: SlaPolicy, years: tuple[int, int], customers: Sequence[str] = ()) -> CompiledPolicy:
    """A policy compiled for some years.

    Args:
        policy: The policy.
        years: The first and the last year for which it answers.
        customers: The zones of customers for whom it answers, where it speaks of the customer's clocks.

    Raises:
        ChoiceError: The years, or the customers, are none that can be compiled.
        CoverageError: Its holidays are not known for all of these years.

    Rules: R22.
    """
    _refuse_years(years)
    _refuse_customers(policy, customers)
    return CompiledPolicy(CompiledDocument.made(_Writing(policy, years, customers).document()))


def made_for_a_plan(policy: SlaPolicy, years: tuple[int, int], plan: str) -> CompiledPolicy:
    """What a policy promises in one plan, compiled for some years, for answers in short.

    It has the schedules of that plan alone, without the reasons for which they are closed; and nothing else that the
    policy states. So it is soon made, however large the policy is.

    Args:
        policy: The policy.
        years: The first and the last year for which it answers.
        plan: The plan, as the policy calls it.

    Raises:
        ChoiceError: The years are none that can be compiled, or the policy speaks of the customer's clocks.
        CoverageError: Holidays of the plan are not known for all of these years.

    Rules: R22.
    """
    _refuse_years(years)
    _refuse_customers(policy, ())
    return CompiledPolicy(CompiledDocument.made(_WritingAPlan(policy, years, plan).document()))


def years_known(policy: SlaPolicy, plan: str, years: tuple[int, int]) -> tuple[int, int]:
    """The first and the last of some years for which a plan's holidays are known; where none is, the first is later."""
    known = common_years((years, *(each._limiting_years for each in _schedules_of(policy, plan))))
    assert known is not None
    return known


def _schedules_of(policy: SlaPolicy, plan: str) -> Iterator[Schedule]:
    """The schedules on which what a plan promises is counted, and of which its conditions are, in each version."""
    for _, version in _versions(policy):
        for name, metric, priority in names_of_offers(version.plans):
            if name == plan:
                offer = offer_named(version._terms, name, metric, priority)
                yield offer.usual.schedule
                for case in offer.cases:
                    yield from (case.promised.schedule, case.hours, *case.named.values())


def _refuse_years(years: tuple[int, int]) -> None:
    match years:
        case (int() as first, int() as last):
            if EARLIEST <= first <= last <= LATEST and last - first < MOST_YEARS:
                return
            asked = f"{first}-{last}"
        case _:
            asked = f"{years!r:.60}"
    raise ChoiceError(
        f"cannot compile the years {asked}: they go from a first to a last one, at most {MOST_YEARS} "
        f"between {EARLIEST} and {LATEST}, e.g. 2024-2030, which is (2024, 2030) in Python"
    )


def _refuse_customers(policy: SlaPolicy, customers: Sequence[str]) -> None:
    for zone in customers:
        zone_named(zone)
    closed = sorted({name for name, entry in _entries(policy) if entry.customer_holidays})
    if closed:
        raise ChoiceError(
            f"{', '.join(closed)} of {policy.name} are closed on the holidays of the customer, which no compiled "
            "policy holds; state those of a country instead, or ask the policy itself"
        )
    speaks = sorted({name for name, entry in _entries(policy) if entry.timezone == CUSTOMER})
    if speaks and not customers:
        raise ChoiceError(
            f"{', '.join(speaks)} of {policy.name} are read on the clocks of the customer; say in which zones they "
            "are, e.g. customers=['Asia/Tokyo', 'Europe/London']"
        )
    if customers and not speaks:
        raise ChoiceError(
            f"{policy.name} speaks of no customer's clocks, so it is compiled once for all; name no zones"
        )


def _entries(policy: SlaPolicy) -> Iterator[tuple[str, ScheduleEntry]]:
    """What is stated of schedules and closures in each version."""
    parts = [(policy.schedules, policy.closures), *((each.schedules, each.closures) for each in policy.versions)]
    for entries in (each for part in parts for each in part):
        yield from entries.items()


class _Listed:
    """A list in which each of many equal things is written once."""

    def __init__(self, written: Callable[[Any], Any]) -> None:
        self.told: list[Any] = []
        self._written = written
        self._places: dict[Any, int] = {}

    def place(self, each: Any) -> int:
        """Where it stands."""
        if each not in self._places:
            told = self._written(each)
            self._places[each] = len(self.told)
            self.told.append(told)
        return self._places[each]


class _Writing:
    """A document while it is written: what is shared, each in its list."""

    _EXPLAINED = True
    """Whether it may be asked why a schedule is closed."""

    def __init__(self, policy: SlaPolicy, years: tuple[int, int], customers: Sequence[str]) -> None:
        self.policy = policy
        self.parties = {"": policy, **{zone: policy.for_customer(zone) for zone in customers}}
        self.zones = _Listed(lambda name: zone_facts(name, zone_named(name), self.span))
        self.span = span_of(*years, map(zone_named, {policy.timezone, *self._all_zones()}))
        self.reasons = Reasons()
        self.hours = _Listed(json.loads)
        self.schedules = _Listed(self._schedule)
        self.targets = _Listed(json.loads)
        self.calendars = _Listed(lambda calendars: holidays_of(calendars, self.span))
        self.offers = _Listed(json.loads)
        self.places = Places(
            lambda schedule: self.schedules.place((schedule, self._EXPLAINED)),
            # Equal in what is counted, whatever words were written.
            lambda target: self.targets.place(json.dumps(target_facts(target))),
            self.calendars.place,
        )

    def _all_zones(self) -> Iterator[str]:
        for party in self.parties.values():
            for _, policy in _versions(party):
                for name in (*policy.schedules, *policy.closures):
                    schedule = _known(policy._schedules.either, name)
                    yield from [schedule.timezone] if isinstance(schedule, Schedule) else []

    def document(self) -> dict[str, Any]:
        """Everything, in its order."""
        parties = {zone: self._party(party) for zone, party in self.parties.items()}
        policy, span = self.policy, self.span
        zone = self.zones.place(policy.timezone)
        return {
            "name": policy.name,
            "source": self._source(),
            "made_by": versions_here(),
            "years": [span.first, span.last],
            "from": ticks(span.start),
            "until": ticks(span.until),
            "zone": zone,
            "zones": self.zones.told,
            "calendars": self.calendars.told,
            "reasons": self.reasons.told,
            "hours": self.hours.told,
            "schedules": self.schedules.told,
            "targets": self.targets.told,
            "offers": self.offers.told,
            "names": {
                kind: {folded(name): meant for name, meant in getattr(policy.names, kind).items()}
                for kind in ("plans", "priorities", "channels")
            },
            "governed_by": policy.governed_by,
            "customers": parties,
            "policy": self._declared(),
        }

    def _source(self) -> dict[str, str]:
        return {"sha256": source_hash(self.policy)}

    def _declared(self) -> dict[str, Any]:
        return declared(self.policy)

    def _schedule(self, given: tuple[Schedule | str, bool]) -> dict[str, Any]:
        schedule, explained = given
        if isinstance(schedule, str):
            return {"problem": schedule}
        zone = self.zones.place(schedule.timezone)
        facts = hours_facts(schedule, zone, self.span, self.reasons, explained)
        return {"name": schedule.name, "text": str(schedule), "hours": self.hours.place(json.dumps(facts))}

    def _party(self, policy: SlaPolicy) -> dict[str, Any]:
        """What is promised to customers of a zone, or to any, in each version."""
        versions = list(_versions(policy))
        return {
            "versions": [
                {
                    "from": None if since is None else ticks(since),
                    **self._hours_of(version),
                    **self._promises_of(version),
                }
                for since, version in versions
            ],
            "schedules": self._through(policy, [version for _, version in versions]),
        }

    def _through(self, policy: SlaPolicy, versions: Sequence[SlaPolicy]) -> dict[str, int]:
        """The schedules and closures through all versions."""
        names = dict.fromkeys(name for version in versions for name in (*version.schedules, *version.closures))
        return {
            # In one version alone it is the very schedule on which targets are counted.
            name: self._place_of(policy.schedule_through_versions, name, explained=len(versions) == 1)
            for name in names
        }

    def _hours_of(self, policy: SlaPolicy) -> dict[str, Any]:
        """The schedules of a version, and its holidays."""
        schedules = policy._schedules
        return {
            "schedules": {name: self._place_of(schedules.schedule, name) for name in policy.schedules},
            "closures": {name: self._place_of(schedules.closure, name) for name in policy.closures},
            "unnamed": self._place_of(schedules.counted_on, None),
            "holidays": self.calendars.place((policy.holidays,)),
        }

    def _promises_of(self, policy: SlaPolicy) -> dict[str, Any]:
        return {
            "priorities": list(policy.priorities),
            "plans": self._plans(policy),
        }

    def _plans(self, policy: SlaPolicy) -> dict[str, dict[str, dict[str, int]]]:
        """The place of what is offered for each plan, metric and priority, an empty one for all without their own."""
        found: dict[str, dict[str, dict[str, int]]] = {plan: {} for plan in policy.plans}
        for plan, metric, priority in self._asked_for(policy):
            facts = self._offer(policy, plan, metric, priority)
            found[plan].setdefault(metric, {})[priority or ""] = self.offers.place(json.dumps(facts))
        return found

    def _asked_for(self, policy: SlaPolicy) -> Iterator[tuple[str, str, str | None]]:
        """For which plan, metric and priority it is to be written what is offered."""
        return names_of_offers(policy.plans)

    def _place_of(self, made: Callable[[Any], Schedule], name: str | None, explained: bool = True) -> int:
        return self.schedules.place((_known(made, name), explained))

    def _offer(self, policy: SlaPolicy, plan: str, metric: str, priority: str | None) -> dict[str, Any]:
        """What is offered, or why that is not known before it is known where the customer is."""
        try:
            return offer_facts(offer_named(policy._terms, plan, metric, priority), self.places)
        except UnknownNameError as unknown:
            return {"problem": str(unknown)}


class _WritingAPlan(_Writing):
    """The same of what one plan promises, and without reasons."""

    _EXPLAINED = False

    def __init__(self, policy: SlaPolicy, years: tuple[int, int], plan: str) -> None:
        self.plan = plan
        super().__init__(policy, years, ())

    def _all_zones(self) -> Iterator[str]:
        return (schedule.timezone for schedule in _schedules_of(self.policy, self.plan))

    def _source(self) -> dict[str, str]:
        return {}

    def _declared(self) -> dict[str, Any]:
        return {}

    def _through(self, policy: SlaPolicy, versions: Sequence[SlaPolicy]) -> dict[str, int]:
        return {}

    def _hours_of(self, policy: SlaPolicy) -> dict[str, Any]:
        return {}

    def _asked_for(self, policy: SlaPolicy) -> Iterator[tuple[str, str, str | None]]:
        return (names for names in super()._asked_for(policy) if names[0] == self.plan)


def _known(made: Callable[[Any], Schedule], name: str | None) -> Schedule | str:
    """A schedule, or why there is none before it is known where the customer is."""
    try:
        return made(name)
    except UnknownNameError as unknown:
        return str(unknown)


def _versions(policy: SlaPolicy) -> Iterable[tuple[datetime | None, SlaPolicy]]:
    """Each version, with the instant from which it holds."""
    return [(None, policy._first_version), *policy._in_force_from]


def declared(policy: SlaPolicy) -> dict[str, Any]:
    """What a policy states beside its hours, as it would stand in a file: lifecycles, warnings, words."""
    stated = policy.model_dump(mode="json", exclude_unset=True, exclude=_WITHOUT)
    for version in stated.get("versions", ()):
        for key in _WITHOUT & version.keys():
            del version[key]
    return stated


def source_hash(policy: SlaPolicy) -> str:
    """The hash of a policy, whatever the layout of its file."""
    stated = policy.model_dump(mode="json", exclude_unset=True, exclude={"examples"})
    return sha256(json.dumps(stated, sort_keys=True).encode()).hexdigest()
