"""Words for who reads them: names of metrics, statuses, zones and kinds of time, for engineers and for customers."""

from __future__ import annotations

from datetime import datetime, timezone
from functools import lru_cache
from typing import Literal, get_args

from slaclock.errors import ZoneError, one_of
from slaclock.hours import ZERO, zone_named
from slaclock.patterns import pattern

Audience = Literal["customer", "engineer"]
"""Who reads: a `customer`, who knows no names of a policy's parts, or an `engineer`, who looks them up."""

KINDS = {
    "open": "counted",
    "any_time": "counted",
    "overdue": "overdue, counted",
    "extra_time": "open, no longer needed",
    "superseded": "no longer counted",
    "waiting": "open, not counted yet",
    "paused": "paused",
    "outside_hours": "outside hours",
    "holiday": "holiday",
    "exception": "exception",
    "season": "season",
    "excluded": "excluded",
}
_STATUSES = {
    "waiting_on_customer": "waiting for the customer",
    "waiting_on_third_party": "waiting for a third party",
}
"""Statuses in which somebody has an article."""
_NAME = pattern(r"(?<![\w@./])(?=[\d_]*[a-z])[a-z0-9]+(?:_[a-z0-9]+)+(?![\w@/]|\.\w)")
"""A name such as `first_response`; no number, and no part of an address."""
_COUNTRIES = ("Brazil", "Canada", "Chile", "Mexico", "US")
_AREAS = "Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Etc|Europe|Indian|Pacific"
_ZONE = pattern(rf"\b(?:{_AREAS}|{'|'.join(_COUNTRIES)})/[\w+/-]*\w")


def is_for_customers(audience: Audience) -> bool:
    """Whether names become words; a `ChoiceError` where there is no such audience."""
    return one_of(audience, get_args(Audience), "audience") == "customer"


def metric_words(metric: str, audience: Audience) -> str:
    """A metric, as a title: `first_response`, and to customers `First response`."""
    if not is_for_customers(audience):
        return metric
    words = metric.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}"


def status_words(status: str, audience: Audience) -> str:
    """A status of a ticket: `waiting_on_customer`, and to customers `waiting for the customer`."""
    if not is_for_customers(audience):
        return status
    return _STATUSES.get(status) or status.replace("waiting_on_", "waiting_for_").replace("_", " ")


def zone_words(zone: str, audience: Audience) -> str:
    """A time zone: `America/New_York`, and to customers `New York time`."""
    return _place_words(zone) if is_for_customers(audience) else zone


def text_words(text: str, audience: Audience) -> str:
    """A text with the names in it: to customers, all zones and all that have `_` between their words become words."""
    if not is_for_customers(audience):
        return text
    words = _ZONE.sub(lambda found: _place_words(found[0]), text)
    return _NAME.sub(lambda found: status_words(found[0], audience), words)


@lru_cache(maxsize=1_000)
def _place_words(name: str) -> str:
    """What a zone is called by those who live there; a name of something else is left as it is."""
    area, _, place = name.partition("/")
    try:
        zone = zone_named(name)
    except ZoneError:
        return name
    if area == "Etc":
        return str(timezone(datetime(2026, 1, 1, tzinfo=zone).utcoffset() or ZERO))
    town = place.rpartition("/")[2].replace("_", " ")
    called = f"{area} {town}" if area in _COUNTRIES else town
    return f"{called} time" if town else name
