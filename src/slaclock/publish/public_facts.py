"""What a published page holds: the compiled policy without what customers do not see, and words for what they do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from slaclock.compiled import CompiledPolicy, ticks
from slaclock.hours import to_utc
from slaclock.policy import SlaPolicy
from slaclock.targets import KINDS, Audience, metric_words, text_words, zone_words

_CUSTOMER: Audience = "customer"
_ANSWERED = (
    *("format", "years", "from", "until", "zone", "zones", "calendars", "reasons", "hours"),
    *("schedules", "targets", "offers", "customers"),
)
"""Keys of a compiled policy that an answer needs; the others are words of the team, and how it was made."""
_NO_NAMES: dict[str, dict[str, str]] = {"plans": {}, "priorities": {}, "channels": {}}
_IN_HOURS = {"open_time", "business_days"}
_AHEAD = timedelta(days=366)


class ShownSchedule(NamedTuple):
    """A schedule on the page."""

    place: int
    """Its place in the compiled policy."""
    name: str
    hours: str


class Published(NamedTuple):
    """What a page says, and the data that it holds."""

    policy: SlaPolicy
    zone: str
    """The zone of the policy in words."""
    plans: dict[str, str]
    """Names and the words for them, as of metrics, priorities and channels."""
    metrics: dict[str, str]
    priorities: dict[str, str]
    channels: dict[str, str]
    schedules: tuple[ShownSchedule, ...]
    data: dict[str, Any]

    def holidays_from(self, at: datetime) -> Iterator[tuple[date, str]]:
        """The holidays of the policy in the year that follows an instant."""
        first = at.astimezone(self.policy._zone).date()
        for day, holiday in sorted(self.policy.holidays.between(first, first + _AHEAD).items()):
            yield day, holiday.name


def public_facts(policy: SlaPolicy, compiled: CompiledPolicy, at: datetime) -> Published:
    """What the page of a policy says, for the version in force at an instant."""
    current = policy.in_force(at)
    told = compiled.to_dict()
    version = _in_force(told, to_utc(at))
    metrics = dict.fromkeys(metric for plan in current.plans.values() for metric in plan.metrics)
    return Published(
        policy=current,
        zone=zone_words(policy.timezone, _CUSTOMER),
        plans={plan: text_words(plan, _CUSTOMER) for plan, promised in current.plans.items() if promised.metrics},
        metrics={metric: metric_words(metric, _CUSTOMER) for metric in metrics},
        priorities={priority: text_words(priority, _CUSTOMER) for priority in current.priorities},
        channels=_channels(told),
        schedules=tuple(_shown(told, version)),
        data={"compiled": {key: told[key] for key in _ANSWERED} | {"names": _NO_NAMES}, "words": _words(told)},
    )


def _in_force(told: Mapping[str, Any], at: datetime) -> Mapping[str, Any]:
    """The version in force at an instant."""
    versions: list[dict[str, Any]] = told["customers"][""]["versions"]
    return next(each for each in reversed(versions) if each["from"] is None or each["from"] <= ticks(at))


def _channels(told: Mapping[str, Any]) -> dict[str, str]:
    """The channels of which conditions speak, and one that stands for all others."""
    asked = (offer for offer in told["offers"] for offer in offer.get("cases", ()))
    found = dict.fromkeys(channel for case in asked for channel in _channels_in(case["if"]))
    return {"": "any other way", **{channel: metric_words(channel, _CUSTOMER) for channel in found}} if found else {}


def _channels_in(condition: Mapping[str, Any]) -> Iterator[str]:
    yield from condition.get("channels", ())
    for within in (*condition.get("any_of", ()), *condition.get("none_of", ())):
        yield from _channels_in(within)


def _shown(told: Mapping[str, Any], version: Mapping[str, Any]) -> Iterator[ShownSchedule]:
    """The schedules in which something is promised that waits for open hours."""
    counted = set(_counted_in(told, version))
    for name, place in version["schedules"].items():
        if place in counted:
            text = told["schedules"][place]["text"]
            yield ShownSchedule(place, metric_words(name, _CUSTOMER), text_words(text, _CUSTOMER))


def _counted_in(told: Mapping[str, Any], version: Mapping[str, Any]) -> Iterator[int]:
    places = (place for plan in version["plans"].values() for offers in plan.values() for place in offers.values())
    for offer in (told["offers"][place] for place in places):
        for promised in (offer, *offer.get("cases", ())):
            if "target" in promised and told["targets"][promised["target"]]["counts"] in _IN_HOURS:
                yield promised["schedule"]


def _words(told: Mapping[str, Any]) -> dict[str, Any]:
    """What kinds of time are called, and names as customers read them."""
    special = (name for hours in told["hours"] for name in hours["special"]["names"])
    names = {name: text_words(name, _CUSTOMER) for name in (*(reason["name"] for reason in told["reasons"]), *special)}
    return {"kinds": KINDS, "names": {name: words for name, words in names.items() if words != name}}
