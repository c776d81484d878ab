"""`policy`: hours of locations of a business profile as a policy, and what could not be carried over (R3–R6, R19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from slaclock.adapters.answer_kinds import one_kind
from slaclock.adapters.hours_readings import reading_of_hours
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.opening_hours_entries import MOST_DATES, Span, Week, hours_of_date, hours_of_week, with_dates
from slaclock.adapters.opening_hours_rules import DAY
from slaclock.adapters.payloads import Payload, Record, taken
from slaclock.adapters.policy_readings import PolicyReading, named_apart
from slaclock.adapters.records import Kind, collected
from slaclock.errors import PayloadError
from slaclock.hours import DAY_NAMES, ONE_DAY, dates_between, zone_named
from slaclock.patterns import pattern

LOCATIONS = Kind("locations", "location", goes_on=lambda page, _: bool(page.get("nextPageToken")), id_key="name")
DAYS = tuple(name.upper() for name in DAY_NAMES)
LONGEST = timedelta(days=366)
"""A special period of more dates is taken for a mistake."""
_TIME = pattern(r"([0-9]{1,2}):([0-9]{2})")
_OPEN = ("OPEN", "OPEN_FOR_BUSINESS_UNSPECIFIED")
_WITHOUT_MEANING = frozenset(
    (
        *("name", "title", "locationName", "languageCode", "storeCode", "phoneNumbers", "categories", "latlng"),
        *("storefrontAddress", "websiteUri", "serviceArea", "labels", "adWordsLocationExtensions", "metadata"),
        *("profile", "relationshipData", "serviceItems", "address", "primaryPhone", "additionalPhones"),
        *("primaryCategory", "additionalCategories", "websiteUrl", "locationKey", "locationState", "attributes"),
        *("priceLists",),
    )
)
"""Keys of a location that say where it is and what it sells."""


def policy(locations: Any, timezone: str | None = None, *, name: str = "Business hours") -> PolicyReading:
    """Read the hours of locations of a Google Business Profile.

    Args:
        locations: Locations as the product answers them, or one with `regularHours` and `specialHours`.
        timezone: IANA name of the zone of the locations; the product states none.
        name: What the policy is to be called.

    Raises:
        PayloadError: Something cannot be read; the message has the place.
        ZoneError: There is no zone of the name in `timezone`.

    Examples:
        >>> period = {"openDay": "MONDAY", "openTime": {"hours": 22}, "closeDay": "TUESDAY", "closeTime": {"hours": 6}}
        >>> read = policy({"title": "Desk", "regularHours": {"periods": [period]}}, "Europe/Berlin")
        >>> print(read.policy.schedule("Desk"))
        Mon 22:00-06:00 Europe/Berlin

    Rules: R3, R4, R5, R6, R13, R19.
    """
    payload = taken(locations, LOCATIONS.plural)
    if timezone is None:
        raise PayloadError("", "the hours of a location have no zone; pass timezone=, the IANA name of its zone")
    zone_named(timezone)
    account = Account()
    records = collected(payload, LOCATIONS, account).records
    if not records:
        raise PayloadError(LOCATIONS.plural, "there are no locations; pass one with regularHours")
    names = named_apart((_called(record), "") for record in records)
    entries = {
        called: {"timezone": timezone} | _entry(record, account, ("schedules", called))
        for called, record in zip(names, records, strict=True)
    }
    read = "Read from Google: special hours take the place of the regular ones on their dates."
    return reading_of_hours(name, entries, account, [read])


def _called(record: Record) -> str:
    found = record.get("title") or record.get("locationName") or record.get("name")
    return found.text() if found else "business hours"


def _entry(record: Record, account: Account, about: KeyPath) -> dict[str, Any]:
    regular = record.need("regularHours").record()
    periods = regular.need("periods").items()
    week: Week = {}
    for period in periods:
        for day, span in _windows(period.record(), account, about):
            spans = week.setdefault(day, [])
            spans += [span] if span not in spans else []
    if not week:
        raise regular.error("there are no periods, so it would never open; leave the location out")
    regular.leave(account, (), about)
    special = record.get("specialHours")
    dates = _special(special.record(), account, about) if special else {}
    if more := record.get("moreHours"):
        account.lose(more.path, "hours of something else, such as a kitchen", "they were left out", about)
    if opened := record.get("openInfo"):
        _lose_state(opened.record(), account, about)
    record.leave(account, _WITHOUT_MEANING, about)
    entry: dict[str, Any] = {"hours": hours_of_week(week), "holidays": []}
    return with_dates(entry, dates)


def _lose_state(opened: Record, account: Account, about: KeyPath) -> None:
    """Say that a location is closed for a time or for ever."""
    state = opened.get("status")
    if state and state.value not in _OPEN:
        account.lose(state.path, f"it says {state.shown}", "its hours were read all the same", about)


def _windows(period: Record, account: Account, about: KeyPath) -> Iterator[tuple[int, Span]]:
    """The windows of a period, each with its day; one that is longer than a day is cut at each midnight."""
    opens_on = DAYS.index(period.need("openDay").choice(DAYS, "day"))
    closes = period.get("closeDay")
    closes_on = DAYS.index(closes.choice(DAYS, "day")) if closes else opens_on
    start = _minutes(period.get("openTime"), account)
    end = (closes_on - opens_on) % len(DAYS) * DAY + _minutes(period.get("closeTime"), account)
    if end <= start:
        raise period.error("it closes when it opens, or before; all day has closeTime hours 24, a night its closeDay")
    period.leave(account, (), about)
    account.read("periods")
    if end - start <= DAY:
        yield opens_on, (start, end)
        return
    for number in range(-(-end // DAY)):
        spans = max(start - number * DAY, 0), min(end - number * DAY, DAY)
        yield (opens_on + number) % len(DAYS), spans


def _minutes(payload: Payload | None, account: Account) -> int:
    """A time of day; what is zero is left out there."""
    if payload is None:
        return 0
    if isinstance(payload.value, str):
        found = _TIME.fullmatch(payload.value)
        if not found or int(found[2]) > 59 or int(found[1]) * 60 + int(found[2]) > DAY:
            raise payload.error(f"it is a time such as '09:00', not {payload.shown}")
        return int(found[1]) * 60 + int(found[2])
    record = payload.record()
    bounds = {
        "hours": (24, "hours"),
        "minutes": (59, "minutes"),
        "seconds": (0, "seconds"),
        "nanos": (0, "nanoseconds"),
    }
    given = {key: each.whole(0, *bound) if (each := record.get(key)) else 0 for key, bound in bounds.items()}
    record.leave(account, ())
    at = given["hours"] * 60 + given["minutes"]
    if at > DAY:
        raise payload.error("it is past 24:00")
    return at


# Single dates


def _special(record: Record, account: Account, about: KeyPath) -> dict[str, Any]:
    """Hours of single dates; none where they are closed."""
    stated = record.get("specialHourPeriods") or record.get("periods")
    spans: dict[date, list[tuple[int, int]]] = {}
    closed: set[date] = set()
    named = 0
    for each in stated.items() if stated else ():
        period = each.record()
        first = _date(period.need("startDate").record(), account)
        ends = period.get("endDate")
        last = _date(ends.record(), account) if ends else None
        flag = period.get("closed") or period.get("isClosed")
        if flag and flag.flag():
            days = _closed(period, first, last or first)
            named += len(days)
            if named > MOST_DATES:
                raise period.error(f"more than {MOST_DATES:,} dates are closed; leave years out")
            closed.update(days)
            for key in ("openTime", "closeTime"):
                period.get(key)
        else:
            spans.setdefault(first, []).append(_span(period, first, last, account))
        period.leave(account, (), about)
        account.read("special periods")
    record.leave(account, (), about)
    if both := closed & spans.keys():
        raise record.error(f"{min(both)} is closed and has hours; leave one of both out")
    found = {day: hours_of_date(sorted(spans.get(day, []))) for day in closed | spans.keys()}
    return {day.isoformat(): {"hours": found[day]} for day in sorted(found)}


def _closed(period: Record, first: date, last: date) -> list[date]:
    if not first <= last <= first + LONGEST:
        raise period.error(f"it goes from {first} to {last}; a period ends on its first date or up to a year after it")
    return list(dates_between(first, last))


def _span(period: Record, first: date, last: date | None, account: Account) -> tuple[int, int]:
    times = [period.get(key) for key in ("openTime", "closeTime")]
    if not any(times):
        raise period.error("it is not closed, and does not say from when to when it is open; write either")
    start, end = (_minutes(each, account) for each in times)
    over_night = last == first + ONE_DAY or (last is None and end <= start)
    if last not in (None, first, first + ONE_DAY):
        raise period.error(f"it opens on {first} and closes on {last}; it closes on its first date or on the next")
    end += DAY if over_night else 0
    if not start < end <= start + DAY:
        raise period.error("it closes before it opens, or more than a day after it; write closed where it is closed")
    return start, end


def _date(record: Record, account: Account) -> date:
    parts = [record.need(key).whole(1, most, key) for key, most in (("year", 9999), ("month", 12), ("day", 31))]
    record.leave(account, ())
    try:
        return date(*parts)
    except ValueError:
        raise record.error("there is no such date") from None


def policy_of_answers(
    answers: Mapping[str, Any], timezone: str | None = None, name: str = "Business hours"
) -> PolicyReading:
    """The policy of locations in files; they state no zone, so `timezone` is needed.

    Rules: R19.
    """
    given = one_kind(LOCATIONS.plural, LOCATIONS.singular).of(answers)
    return given.read(policy, **given.arguments(), timezone=timezone, name=name)
