"""What a published page holds: the compiled policy without what customers do not see, and words for what they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from slaclock.compiled import CompiledPolicy, ticks
from slaclock.hours import Schedule, to_utc
from slaclock.policy import SlaPolicy
from slaclock.render import YearDate, year_of
from slaclock.review import hours_words, is_always_open
from slaclock.targets import Audience, metric_words, text_words, write_duration, zone_words

_CUSTOMER: Audience = "customer"
_ANSWERED = (
    *("format", "years", "from", "until", "zone", "zones", "calendars", "reasons", "hours"),
    *("schedules", "targets", "offers", "customers"),
)
"""Keys of a compiled policy that an answer needs; the others are words of the team, and how it was made."""
_NO_NAMES: dict[str, dict[str, str]] = {"plans": {}, "priorities": {}, "channels": {}}
_IN_HOURS = {"open_time", "business_days"}
_AHEAD = timedelta(days=366)
KIND_WORDS = {
    "open": "counted",
    "any_time": "counted",
    "extra_time": "open, no longer needed",
    "waiting": "open, not counted yet",
    "outside_hours": "closed",
    "holiday": "closed for a holiday",
    "exception": "closed on that date",
    "season": "closed in this season",
    "excluded": "closed for",
}
"""What customers call the kinds of time in which a reason is told."""


class PublicVersion(NamedTuple):
    """A version of the policy on the page, and when it comes into force."""

    policy: SlaPolicy
    begins: datetime | None
    """None for the version that is in force when the page is published."""


class ShownSchedule(NamedTuple):
    """A schedule on the page."""

    place: int
    """The place in the compiled policy of its hours through all versions."""
    name: str
    hours: tuple[str, ...]
    """When it is open, a line for each thing to know."""
    plans: tuple[str, ...]
    """The plans that count in it; none where all do, or where its name says so."""
    always_open: bool
    over_midnight: bool
    """Whether some of its hours end on the date after the one to which they belong."""


class Published(NamedTuple):
    """What a page says, and the data that it holds."""

    versions: tuple[PublicVersion, ...]
    """The version in force, and those that come into force in the years of the page."""
    zones: tuple[str, ...]
    """The zones of the hours in words; where there are none, that of the policy."""
    plans: dict[str, str]
    """Names and the words for them, as of metrics, priorities and channels."""
    metrics: dict[str, str]
    priorities: dict[str, str]
    channels: dict[str, str]
    schedules: tuple[ShownSchedule, ...]
    special_dates: tuple[tuple[date, str], ...]
    """In the year that follows: what closes or opens support that does not so usually, and all other holidays."""
    special_until: date
    """The last date for which they are told."""
    data: dict[str, Any]


def public_facts(policy: SlaPolicy, compiled: CompiledPolicy, at: datetime) -> Published:
    """What the page of a policy says, from an instant on."""
    told, at = compiled.to_dict(), to_utc(at)
    versions = tuple(_versions(policy, at, told["until"]))
    offered = [(name, plan) for version in versions for name, plan in version.policy.plans.items() if plan.metrics]
    schedules = tuple(_shown(told, versions[0].policy, at))
    zones = dict.fromkeys(_zone_of(told, shown.place) for _, shown in schedules if not shown.always_open)
    own = {shown.name: versions[0].policy.schedule(name) for name, shown in schedules if not shown.always_open}
    today = at.astimezone(policy._zone).date()
    last = min(date(told["years"][1], 12, 31), today + _AHEAD)
    return Published(
        versions=versions,
        zones=tuple(zone_words(zone, _CUSTOMER) for zone in zones or [policy.timezone]),
        plans={name: title_words(name) for name, _ in offered},
        metrics={metric: title_words(metric) for _, plan in offered for metric in plan.metrics},
        priorities={name: title_words(name) for version in versions for name in version.policy.priorities},
        channels=_channels(told),
        schedules=tuple(shown for _, shown in schedules),
        special_dates=tuple(_special_dates(own, today, last)),
        special_until=last,
        data={"compiled": {key: told[key] for key in _ANSWERED} | {"names": _NO_NAMES}, "words": _words(told)},
    )


def title_words(name: str) -> str:
    """A name of the policy as customers read it: `night_shift` as `Night shift`."""
    return metric_words(name, _CUSTOMER)


def _versions(policy: SlaPolicy, at: datetime, until: int) -> Iterator[PublicVersion]:
    yield PublicVersion(policy.in_force(at), None)
    for begins, version in policy._in_force_from:
        if begins > at and ticks(begins) < until:
            yield PublicVersion(version, begins)


def _channels(told: Mapping[str, Any]) -> dict[str, str]:
    """The channels of which conditions speak, and one that stands for all others."""
    asked = (offer for offer in told["offers"] for offer in offer.get("cases", ()))
    found = dict.fromkeys(channel for case in asked for channel in _channels_in(case["if"]))
    return {**{channel: title_words(channel) for channel in found}, "": "Any other way"} if found else {}


def _channels_in(condition: Mapping[str, Any]) -> Iterator[str]:
    yield from condition.get("channels", ())
    for within in (*condition.get("any_of", ()), *condition.get("none_of", ())):
        yield from _channels_in(within)


# Schedules


def _zone_of(told: Mapping[str, Any], place: int) -> str:
    zone: str = told["zones"][told["hours"][told["schedules"][place]["hours"]]["zone"]]["name"]
    return zone


def _shown(told: Mapping[str, Any], policy: SlaPolicy, at: datetime) -> Iterator[tuple[str, ShownSchedule]]:
    """The schedules that plans name, or in which something is promised that waits for open hours, by name."""
    party = told["customers"][""]
    version = next(each for each in reversed(party["versions"]) if each["from"] is None or each["from"] <= ticks(at))
    used = {plan: {*_counted_in(told, offers), *_named_by(policy, version, plan)} for plan, offers in _plans(version)}
    alike: dict[int, list[str]] = {}
    for name, place in version["schedules"].items():
        if any(place in places for places in used.values()):
            hours = told["schedules"][party["schedules"][name]]["hours"]
            alike.setdefault(hours, []).append(name)
    for names in alike.values():
        schedule = policy.schedule(names[0])
        places = {version["schedules"][name] for name in names}
        plans = [title_words(plan) for plan, of_plan in used.items() if places & of_plan]
        yield (
            names[0],
            ShownSchedule(
                place=party["schedules"][names[0]],
                name=", ".join(map(title_words, names)),
                hours=tuple(text_words(line, _CUSTOMER) for line in hours_words(schedule)),
                plans=tuple(plans) if len(plans) < len(used) and plans != [*map(title_words, names)] else (),
                always_open=is_always_open(schedule),
                over_midnight=_is_over_midnight(schedule, at.year),
            ),
        )


def _is_over_midnight(schedule: Schedule, year: int) -> bool:
    spans = (span.split("-") for day in year_of(schedule, year).dates for span in day.hours)
    return any(closes <= opens for opens, closes in spans)


def _plans(version: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    plans: dict[str, Any] = version["plans"]
    return plans.items()


def _counted_in(told: Mapping[str, Any], offers: Mapping[str, Mapping[str, int]]) -> Iterator[int]:
    """The places of the schedules in which a plan counts."""
    for offer in (told["offers"][place] for by_priority in offers.values() for place in by_priority.values()):
        for promised in (offer, *offer.get("cases", ())):
            if "target" in promised and told["targets"][promised["target"]]["counts"] in _IN_HOURS:
                yield promised["schedule"]


def _named_by(policy: SlaPolicy, version: Mapping[str, Any], plan: str) -> Iterator[int]:
    """The places of the schedules that a plan names: its own, and those in which support can be reached."""
    stated = policy.plans[plan]
    names = (stated.schedule, *stated.coverage.values())
    return (version["schedules"][name] for name in names if name in version["schedules"])


def _special_dates(schedules: Mapping[str, Schedule], first: date, last: date) -> Iterator[tuple[date, str]]:
    """What holidays and exceptions do in the year from a date on; where schedules differ, in which of them."""
    found: dict[tuple[date, str], list[str]] = {}
    for name, schedule in schedules.items():
        for year in range(first.year, last.year + 1):
            dates = year_of(schedule, year).for_audience(_CUSTOMER).dates
            worked = {day.date.weekday() for day in dates if day.kind == "open"}
            for day in dates:
                # A season or a closure makes no difference on a date on which nothing opens anyhow; of a holiday
                # customers ask all the same.
                idle = not day.hours and day.date.weekday() not in worked
                told = day.kind == "holiday" if idle else day.kind in _SPECIAL
                if told and first <= day.date <= last:
                    words = f"{_special_words(day)}: no hours on that day anyway" if idle else _special_words(day)
                    found.setdefault((day.date, words), []).append(name)
    for (begins, words), names in sorted(found.items()):
        yield begins, words if len(names) == len(schedules) else f"{words} ({', '.join(names)})"


_SPECIAL = {"holiday", "exception", "shut"}


def _special_words(day: YearDate) -> str:
    estimate = " (the date is an estimate)" if day.estimated and "estimate" not in day.name else ""
    return f"{day.name}{estimate}, open {' and '.join(day.hours)}" if day.hours else f"{day.name}{estimate}"


# Words


def _words(told: Mapping[str, Any]) -> dict[str, Any]:
    """What kinds of time are called, and names, zones and targets as customers read them."""
    special = (name for hours in told["hours"] for name in hours["special"]["names"])
    names = {name: text_words(name, _CUSTOMER) for name in (*(reason["name"] for reason in told["reasons"]), *special)}
    zones = {zone["name"]: zone_words(zone["name"], _CUSTOMER) for zone in told["zones"]}
    by_the_clock = (target for target in told["targets"] if target["counts"] == "calendar_time")
    targets = {
        target["written"]: f"{write_duration(timedelta(microseconds=target['duration']))}, around the clock"
        for target in by_the_clock
    }
    return {
        "kinds": KIND_WORDS,
        "names": {name: words for name, words in names.items() if words != name},
        "zones": zones,
        "targets": targets,
    }
