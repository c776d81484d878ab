"""`policy`: opening hours of schema.org as a policy, and what could not be carried over (R3, R4, R5, R6, R19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from slaclock.adapters.answer_kinds import one_kind
from slaclock.adapters.hours_readings import reading_of_hours
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.opening_hours_entries import (
    MOST_DATES,
    Week,
    beside_seasons,
    entry_of_rules,
    hours_of_date,
    hours_of_week,
    with_dates,
)
from slaclock.adapters.opening_hours_text import read_opening_hours
from slaclock.adapters.payloads import Payload, Record, taken
from slaclock.adapters.policy_readings import PolicyReading, named_apart
from slaclock.adapters.schemaorg.specifications import HOLIDAYS, Specification, specification
from slaclock.errors import PayloadError
from slaclock.hours import ONE_DAY, dates_between, zone_named
from slaclock.patterns import pattern

_USUAL = ("openingHoursSpecification", "hoursAvailable")
_SPECIAL = "specialOpeningHoursSpecification"
_TEXT = "openingHours"
_OF_HOURS = (*_USUAL, _SPECIAL, _TEXT)
_DAYS_ALONE = pattern(r"[A-Za-z, –-]+")
_LONGEST = 366
"""Dates of special hours."""


def policy(
    places: Any, timezone: str | None = None, holidays: Any = None, *, name: str = "Opening hours"
) -> PolicyReading:
    """Read opening hours that pages state as structured data.

    Args:
        places: JSON-LD as it stands in a page: an object, a list, a `@graph`, or specifications alone. Every object in
            it that has hours becomes a schedule.
        timezone: IANA name of the zone of the place; the format has none.
        holidays: What `PublicHolidays` means, as a schedule takes it: `DE`, `US-CA`.
        name: What the policy is to be called.

    Raises:
        PayloadError: Something cannot be read; the message has the place.
        ZoneError: There is no zone of the name in `timezone`.

    Examples:
        >>> monday = {"dayOfWeek": "Monday", "opens": "18:00", "closes": "03:00"}
        >>> read = policy({"name": "Desk", "openingHoursSpecification": monday}, "Europe/Berlin")
        >>> print(read.policy.schedule("Desk"))
        Mon 18:00-03:00 Europe/Berlin

    Rules: R3, R4, R5, R6, R13, R19.
    """
    payload = taken(places, "places")
    if timezone is None:
        raise PayloadError("", "opening hours have no zone; pass timezone=, the IANA name of that of the place")
    zone_named(timezone)
    account = Account()
    found = list(_with_hours(payload))
    if not found:
        raise payload.error(f"nothing in it has {_USUAL[0]}, {_SPECIAL} or {_TEXT}")
    names = named_apart((_name_of(each), "") for each in found)
    entries = {}
    for called, place in zip(names, found, strict=True):
        entries[called] = {"timezone": timezone} | _entry(place, holidays, account, ("schedules", called))
        account.read("places")
    read = "Read from schema.org: special hours take the place of the usual ones on their dates."
    return reading_of_hours(name, entries, account, [read])


def _with_hours(payload: Payload) -> Iterator[Payload]:
    """The objects that have hours, wherever they stand; specifications alone are those of one place."""
    if isinstance(payload.value, list):
        if payload.value and all(_is_specification(each) for each in payload.value):
            yield payload
        else:
            for item in payload.items():
                yield from _with_hours(item)
    elif isinstance(payload.value, dict):
        if _is_specification(payload.value):
            yield payload
            return
        _refuse_misspelt(payload.record())
        if any(payload.value.get(key) for key in _OF_HOURS):
            yield payload
        for key, inner in payload.value.items():
            if key not in (*_USUAL, _SPECIAL):
                yield from _with_hours(Payload(inner, (*payload.path, key)))


def _refuse_misspelt(place: Record) -> None:
    """Refuse keys that are nearly those of hours; all others of an object say something else."""
    for key in _OF_HOURS:
        place.get(key)
    place.refuse_misspelt()


def _is_specification(value: Any) -> bool:
    return isinstance(value, dict) and ("dayOfWeek" in value or {"opens", "closes"} <= value.keys())


def _name_of(payload: Payload) -> str:
    found = payload.record().get("name") if isinstance(payload.value, dict) else None
    return found.text() if found and not _is_specification(payload.value) else "opening hours"


def _entry(payload: Payload, holidays: Any, account: Account, about: KeyPath) -> dict[str, Any]:
    if isinstance(payload.value, list) or _is_specification(payload.value):
        return _Hours(payload, _all_of(payload, account, about), [], holidays, account, about).entry()
    place = payload.record()
    usual = [each for key in _USUAL if (stated := place.get(key)) for each in _all_of(stated, account, about)]
    stated = place.get(_SPECIAL)
    special = _all_of(stated, account, about) if stated else []
    text = place.get(_TEXT)
    if text and not (usual or special):
        return _of_text(text, holidays, account, about)
    if text:
        account.lose(text.path, "a text of hours beside specifications", "the specifications hold", about)
    return _Hours(payload, usual, special, holidays, account, about).entry()


def _all_of(payload: Payload, account: Account, about: KeyPath) -> list[Specification]:
    stated = payload.items() if isinstance(payload.value, list) else [payload]
    return [specification(each, account, about) for each in stated]


def _of_text(payload: Payload, holidays: Any, account: Account, about: KeyPath) -> dict[str, Any]:
    """Texts of hours, each of which stands beside the others; days alone are open all day."""
    rules = []
    for each in payload.items() if isinstance(payload.value, list) else [payload]:
        is_days = isinstance(each.value, str) and _DAYS_ALONE.fullmatch(each.value) and each.value.strip()
        stated = Payload(f"{each.value} open", each.path) if is_days and not _says_more(each.value) else each
        found = read_opening_hours(stated)
        rules += [replace(rule, adds=rule.adds or not (rule.closes or rule.holidays or rule.dates)) for rule in found]
    return entry_of_rules(rules, holidays, payload, account, about)


def _says_more(text: str) -> bool:
    return text.lower().split()[-1] in ("open", "off", "closed", "unknown")


class _Hours:
    """What specifications of one place mean together."""

    def __init__(
        self,
        payload: Payload,
        usual: Sequence[Specification],
        special: Sequence[Specification],
        holidays: Any,
        account: Account,
        about: KeyPath,
    ) -> None:
        self._payload = payload
        self._usual = [each for each in usual if not each.is_of_dates]
        self._special = [*(each for each in usual if each.is_of_dates), *special]
        self._holidays = holidays
        self._account = account
        self._about = about

    def entry(self) -> dict[str, Any]:
        """All of it."""
        always = [each for each in self._usual if each.first is None and each.last is None]
        week = self._week(always)
        hours, seasons = beside_seasons(hours_of_week(week), list(self._seasons(week)))
        holidays, exceptions = self._of_holidays()
        if not hours:
            raise self._payload.error("it opens in no usual week; state hours with dayOfWeek")
        entry: dict[str, Any] = {"hours": hours, "holidays": holidays}
        entry |= {"exceptions": exceptions} if exceptions else {}
        entry |= {"seasons": seasons} if seasons else {}
        return with_dates(entry, self._dates())

    def _week(self, stated: Sequence[Specification]) -> Week:
        """The hours of a week: all that is stated of a day is open."""
        found: Week = {}
        for each in stated:
            if not each.days:
                means = "it was read as every day"
                self._account.lose(each.record.path, "it names no dayOfWeek", means, self._about)
            for day in each.days or range(HOLIDAYS):
                if day != HOLIDAYS:
                    spans = found.setdefault(day, [])
                    spans += [each.span] if each.span and each.span not in spans else []
        return {day: sorted(spans) for day, spans in found.items()}

    def _seasons(self, week: Week) -> Iterator[dict[str, Any]]:
        """Hours of a part of the year: their days take the place of the usual ones."""
        runs: dict[tuple[date | None, date | None], list[Specification]] = {}
        for each in self._usual:
            if each.first or each.last:
                runs.setdefault((each.first, each.last), []).append(each)
        for (first, last), stated in runs.items():
            if any(HOLIDAYS in each.days for each in stated):
                raise stated[0].record.error("public holidays of a part of the year; write their dates")
            held = week | self._week(stated)
            run = {"first": (first or date(1900, 1, 1)).isoformat()} | ({"last": last.isoformat()} if last else {})
            yield run | {"hours": hours_of_week(held) or "closed"}
        for one, other in ((a, b) for a in runs for b in runs if a != b):
            if _begins(one) <= _begins(other) <= _ends(one):
                raise runs[other][0].record.error("its dates overlap those of others; write them apart")

    def _of_holidays(self) -> tuple[list[Any], dict[str, Any]]:
        stated = [each for each in self._usual if HOLIDAYS in each.days and not (each.first or each.last)]
        if not stated:
            return [], {}
        if self._holidays is None:
            means = "they have their usual hours; pass holidays=, or state `holidays` in the policy, e.g. US"
            what = "it is about public holidays, and of no country"
            self._account.lose(stated[0].record.path, what, means, self._about)
            return [], {}
        spans = sorted({each.span for each in stated if each.span})
        closed = self._holidays if isinstance(self._holidays, list) else [self._holidays]
        return closed, {"holidays": {"hours": hours_of_date(spans), "days_off": "open"}} if spans else {}

    def _dates(self) -> dict[str, Any]:
        """The hours of single dates."""
        spans: dict[date, list[Specification]] = {}
        named = 0
        for each in self._special:
            days = self._dates_of(each)
            named += len(days)
            if named > MOST_DATES:
                raise each.record.error(f"more than {MOST_DATES:,} dates have special hours; leave years out")
            for day in days:
                spans.setdefault(day, []).append(each)
        return {day.isoformat(): self._exception(spans[day]) for day in sorted(spans)}

    def _dates_of(self, stated: Specification) -> list[date]:
        first, last = stated.first or stated.last, stated.last or stated.first
        if first is None or last is None:
            raise stated.record.error("special hours have dates; write validFrom and validThrough")
        if stated.first is None or stated.last is None:
            what = "special hours with one of validFrom and validThrough"
            self._account.lose(stated.record.path, what, f"they were read as those of {first} alone", self._about)
        if last - first >= _LONGEST * ONE_DAY:
            raise stated.record.error(f"special hours of more than {_LONGEST} dates; write them as usual hours")
        days = stated.days or range(7)
        return [day for day in dates_between(first, last) if day.weekday() in days]

    def _exception(self, stated: Sequence[Specification]) -> dict[str, Any]:
        spans = {each.span for each in stated}
        if None in spans and len(spans) > 1:
            raise stated[-1].record.error("a date is closed and has hours; leave one of both out")
        names = [each.name for each in stated if each.name]
        hours = hours_of_date(sorted(span for span in spans if span))
        return {"hours": hours} | ({"name": names[0]} if names else {})


def _begins(run: tuple[date | None, date | None]) -> date:
    return run[0] or date.min


def _ends(run: tuple[date | None, date | None]) -> date:
    return run[1] or date.max


def policy_of_answers(
    answers: Mapping[str, Any], timezone: str | None = None, name: str = "Opening hours", *, holidays: str | None = None
) -> PolicyReading:
    """The policy of structured data in files, which states no zone, so `timezone` is needed.

    Args:
        holidays: What `PublicHolidays` means: `DE`, `US-CA`.

    Rules: R19.
    """
    given = one_kind("places").of(answers)
    return given.read(policy, **given.arguments(), timezone=timezone, holidays=holidays, name=name)
