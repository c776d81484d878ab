"""What the rules of opening hours mean together, as a schedule of a policy file (R3, R4, R5, R6, R19).

A rule decides about whole dates: behind a `;` it takes the place of those before it, and ends the night before it at
midnight; behind a `,` it stands beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from itertools import combinations
from typing import Any

from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.opening_hours_rules import DAY, LENGTHS, DateOf, Dates, DayOf, Rule
from slaclock.adapters.payloads import Payload
from slaclock.hours import DAY_NAMES, MONTH_NAMES, ONE_DAY, WEEK, SupportWindow, dates_between

Span = tuple[int, int]
Week = dict[int, list[Span]]
"""For each day of the week its hours, in minutes since midnight."""

_SHORT = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PLACES = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}
_ALL_YEAR = {"first": "--01-01", "last": "--12-31", "hours": "closed"}
_LONGEST = 3_660
MOST_DATES = 20_000
"""Dates with hours of their own, each counted as often as it is named."""
_WEEKLY, _RUN, _HOLIDAYS, _DATE = range(4)


def entry_of_rules(
    rules: Sequence[Rule], holidays: Any, payload: Payload, account: Account, about: KeyPath = ()
) -> dict[str, Any]:
    """The hours, holidays, exceptions and seasons that rules mean.

    Args:
        rules: The rules of one text, in order.
        holidays: What public holidays are, as a policy file states it; nothing where that is not known.
        payload: The text, for errors and losses.
        account: Where losses are noted.
        about: The key of the policy that they concern.

    Raises:
        PayloadError: They mean something together that a policy cannot say; the message names the rule.

    Rules: R3, R4, R5, R6, R19.
    """
    return _Meaning(rules, holidays, payload, account, about).entry()


def hours_of_week(week: Week) -> list[str]:
    """The hours of a week as texts, days of equal hours together."""
    days: dict[Span, list[int]] = {}
    for weekday in sorted(week):
        for span in week[weekday]:
            days.setdefault(span, []).append(weekday)
    return [
        str(SupportWindow(days=tuple(WEEK[day] for day in on), opens=_time(opens), closes=_time(closes)))
        for (opens, closes), on in days.items()
    ]


def hours_of_date(spans: Iterable[Span]) -> Any:
    """The hours of a date as texts."""
    return [f"{_time(opens):%H:%M}-{_time(closes):%H:%M}" for opens, closes in spans] or "closed"


def beside_seasons(hours: list[Any], seasons: list[dict[str, Any]]) -> tuple[list[Any], list[dict[str, Any]]]:
    """Usual hours and seasons; where it opens in seasons alone, hours of one of them, and a year that is closed."""
    if hours or not seasons:
        return hours, seasons
    opening: list[Any] = next((each["hours"] for each in seasons if each["hours"] != "closed"), [])
    return opening, [_ALL_YEAR, *seasons]


def with_dates(entry: dict[str, Any], dates: Mapping[str, Any]) -> dict[str, Any]:
    """A schedule with the hours of single dates; those that are closed are holidays, whose years are known (R14).

    Where hours come every year, or all holidays have some, closed dates stay exceptions: those would win over them.
    """
    exceptions = dict(entry.get("exceptions", {}))
    closed = {day: held for day, held in dates.items() if held["hours"] == "closed" and not exceptions}
    exceptions |= {day: held for day, held in dates.items() if day not in closed}
    found = entry | ({"exceptions": exceptions} if exceptions else {})
    if closed:
        listed = {day: held.get("name") or "closed" for day, held in sorted(closed.items())}
        years = [int(min(listed)[:4]), int(max(listed)[:4])]
        found["holidays"] = [*entry["holidays"], {"listed": listed, "years": years, "name": "closed dates"}]
    return found


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


class _Meaning:
    """What rules mean together."""

    def __init__(
        self, rules: Sequence[Rule], holidays: Any, payload: Payload, account: Account, about: KeyPath
    ) -> None:
        self._rules = rules
        self._holidays = holidays
        self._payload = payload
        self._account = account
        self._about = about
        self._weekly = [rule for rule in rules if _rank(rule) == _WEEKLY and not _is_dated(rule)]
        self._week = self._week_of(self._weekly)
        self._exceptions: dict[str, Any] = {}
        self._dates: dict[str, Any] = {}
        """The hours of dates of one year."""

    def entry(self) -> dict[str, Any]:
        """All of it."""
        self._refuse_order()
        hours, seasons = beside_seasons([*hours_of_week(self._week), *self._by_rule()], self._seasons())
        holidays = self._of_holidays()
        self._of_dates()
        if not hours:
            raise self._payload.error("it opens in no usual week; write weekly hours before those of single dates")
        entry: dict[str, Any] = {"hours": hours, "holidays": holidays}
        entry |= {"exceptions": self._exceptions} if self._exceptions else {}
        entry = with_dates(entry, self._dates)
        entry |= {"exceptions": _stated(entry["exceptions"])} if "exceptions" in entry else {}
        return entry | ({"seasons": seasons} if seasons else {})

    def _error(self, rule: Rule, message: str) -> Exception:
        return self._payload.error(f"the rule {rule.text!r}: {message}")

    def _refuse_order(self) -> None:
        for place, rule in enumerate(self._rules):
            if rule.adds and rule.closes:
                raise self._error(rule, "behind a comma it closes nothing for sure; write ';' before it")
            for before in self._rules[:place]:
                is_over = _rank(before) > _rank(rule) or _clash(before, rule)
                if is_over and not (before.closes and rule.closes):
                    raise self._error(
                        rule, f"it takes the place of {before.text!r} where both hold; write it before that"
                    )

    # A week

    def _week_of(self, rules: Sequence[Rule]) -> Week:
        """What opens in a week, by the last rule that holds on a day, and by those beside it."""
        found: dict[int, list[tuple[int, Span]]] = {}
        for place, rule in enumerate(rules):
            for day in _weekdays(rule):
                spans = [(place, span) for span in rule.times]
                found[day] = [*found.get(day, []), *spans] if rule.adds else spans
        return {day: [self._cut(rules, day, *each) for each in sorted(held, key=_start)] for day, held in found.items()}

    def _cut(self, rules: Sequence[Rule], day: int, place: int, span: Span) -> Span:
        """A window, which ends at midnight where a later rule holds on the next day."""
        later = (rule for rule in rules[place + 1 :] if not rule.adds)
        ends = span[1] > DAY and any((day + 1) % 7 in _weekdays(rule) for rule in later)
        return (span[0], DAY) if ends else span

    def _has_nights(self) -> bool:
        return any(closes > DAY for spans in self._week.values() for _, closes in spans)

    def _lose_nights(self, rule: Rule) -> None:
        if self._has_nights() and not rule.adds:
            means = "that night keeps its hours; state hours for that date where it matters"
            what = f"{rule.text!r} ends the night before it at midnight"
            self._account.lose(self._payload.path, what, means, self._about)

    # Days of a month, weeks of a year

    def _by_rule(self) -> list[dict[str, Any]]:
        found = []
        instead: list[Rule] = []
        for rule in self._rules:
            if _rank(rule) != _WEEKLY or not _is_dated(rule):
                continue
            if any(_share_dates(other, rule) for other in instead):
                raise self._error(rule, f"it stands beside {instead[-1].text!r}; write all hours in one rule")
            taken = not rule.adds and any(self._week.get(day) for day in _weekdays(rule))
            if rule.weeks and (rule.closes or taken or any(day.places for day in rule.days)):
                raise self._error(rule, "weeks of a year stand beside other hours here; write their dates")
            if rule.closes or taken:
                self._instead(rule)
                instead.append(rule)
                continue
            self._lose_nights(rule)
            found += [
                {"rrule": _rrule(rule), "first": "0001-01-01", "opens": f"{_time(opens)}", "closes": f"{_time(closes)}"}
                for opens, closes in rule.times
            ]
        return found

    def _instead(self, rule: Rule) -> None:
        """Hours of days of a month in place of others: an exception in each month."""
        self._lose_nights(rule)
        for day in rule.days:
            if not day.places or not set(day.places) <= _PLACES.keys():
                raise self._error(rule, "it takes the place of other hours; write Mo[1] to Mo[4] or Mo[-1], or dates")
            for place in day.places:
                for month in MONTH_NAMES:
                    key = f"{_PLACES[place]} {DAY_NAMES[day.weekday]} of {month}"
                    self._exceptions[key] = hours_of_date(rule.times)

    # Runs of dates

    def _seasons(self) -> list[dict[str, Any]]:
        runs: dict[Dates, list[Rule]] = {}
        for rule in self._rules:
            if _rank(rule) == _RUN:
                if _is_dated(rule) or rule.holidays:
                    raise self._error(rule, "weeks, days or holidays of a part of the year; write their dates")
                for run in rule.dates:
                    runs.setdefault(run, []).append(rule)
        for one, other in combinations(runs, 2):
            if _overlap(one, other):
                raise self._error(runs[other][0], f"its dates overlap those of {runs[one][0].text!r}; write them apart")
        dated = [rule for rule in self._rules if _rank(rule) == _WEEKLY and _is_dated(rule)]
        if runs and dated:
            raise self._error(dated[0], "days of a month beside hours of a part of the year; write their dates")
        return [self._season(run, rules) for run, rules in runs.items()]

    def _season(self, run: Dates, rules: Sequence[Rule]) -> dict[str, Any]:
        week = self._week_of([*self._weekly, *rules])
        self._lose_nights(rules[0])
        named = {"name": rules[0].comment} if rules[0].comment else {}
        return {"first": run.first.text, "last": run.last.text, "hours": hours_of_week(week) or "closed"} | named

    # Holidays and single dates

    def _of_holidays(self) -> list[Any]:
        rules = [rule for rule in self._rules if rule.holidays]
        if not rules:
            return []
        rule = rules[-1]
        if self._holidays is None:
            what = f"{rule.text!r} is about public holidays, and of no country"
            means = "they have their usual hours; pass holidays=, or state `holidays` in the policy, e.g. US"
            self._account.lose(self._payload.path, what, means, self._about)
            return []
        self._lose_nights(rule)
        later = [each for each in self._rules[self._rules.index(rule) + 1 :] if _rank(each) == _WEEKLY]
        if rule.days and later:
            what = f"{later[0].text!r} takes the place of {rule.text!r} on a holiday of its days"
            self._account.lose(self._payload.path, what, "the hours of the holiday hold there", self._about)
        if not rule.closes:
            self._exceptions["holidays"] = {"hours": hours_of_date(rule.times), "days_off": "open"}
        return self._holidays if isinstance(self._holidays, list) else [self._holidays]

    def _of_dates(self) -> None:
        for rule in self._rules:
            if _rank(rule) != _DATE:
                continue
            if rule.days or rule.weeks or rule.holidays or rule.adds:
                raise self._error(rule, "a date stands by itself behind a ';'; write its hours, without days")
            self._lose_nights(rule)
            for run in rule.dates:
                named = {"name": rule.comment} if rule.comment else {}
                dates = self._dates if run.first.year else self._exceptions
                dates[run.first.text] = {"hours": hours_of_date(rule.times), "days_off": "open"} | named


def _stated(exceptions: dict[str, Any]) -> Any:
    """Exceptions by what they are of; as a list where one is counted from Easter, which is a holiday's name, too."""
    if not any(key.startswith("easter") for key in exceptions):
        return exceptions
    return [
        {"holiday" if key == "holidays" else "date": key} | (held if isinstance(held, dict) else {"hours": held})
        for key, held in exceptions.items()
    ]


def _start(found: tuple[int, Span]) -> Span:
    return found[1]


def _rank(rule: Rule) -> int:
    """How special a rule is: of a week, of a part of the year, of holidays, of a date."""
    if any(run.is_one for run in rule.dates):
        return _DATE
    if rule.dates:
        return _RUN
    return _HOLIDAYS if rule.holidays and not rule.days else _WEEKLY


def _is_dated(rule: Rule) -> bool:
    return bool(rule.weeks) or any(day.places for day in rule.days)


def _clash(before: Rule, rule: Rule) -> bool:
    """Whether a rule of a week decides about days of a month or weeks of a year of one before it."""
    if _rank(before) != _WEEKLY or _rank(rule) != _WEEKLY or not _is_dated(before) or (rule.adds and _is_dated(rule)):
        return False
    return _share_dates(before, rule)


def _share_dates(before: Rule, rule: Rule) -> bool:
    if before.weeks and rule.weeks and not {*before.weeks} & {*rule.weeks}:
        return False
    pairs = ((one, other) for one in _days_of(before) for other in _days_of(rule) if one.weekday == other.weekday)
    return any(_meet(one.places, other.places) for one, other in pairs)


def _meet(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether places of a day in a month may be the same; none are all, and from the end any."""
    return not one or not other or bool({*one} & {*other}) or min(*one, *other) < 0


def _days_of(rule: Rule) -> tuple[DayOf, ...]:
    return rule.days or tuple(DayOf(day) for day in range(7))


def _weekdays(rule: Rule) -> list[int]:
    if not rule.days:
        return list(range(7))
    return sorted({day.weekday for day in rule.days})


def _rrule(rule: Rule) -> str:
    days = _days_of(rule)
    if rule.weeks:
        weeks = ",".join(map(str, rule.weeks))
        return f"FREQ=YEARLY;BYWEEKNO={weeks};BYDAY={','.join(_SHORT[day.weekday] for day in days)}"
    places = (f"{place or ''}{_SHORT[day.weekday]}" for day in days for place in day.places or (0,))
    return f"FREQ=MONTHLY;BYDAY={','.join(places)}"


def _overlap(one: Dates, other: Dates) -> bool:
    if one.first.year and other.first.year:
        return _date(one.first) <= _date(other.last) and _date(other.first) <= _date(one.last)
    return not _days(one).isdisjoint(_days(other))


def _date(day: DateOf) -> date:
    return date(day.year or 1, day.month, day.day)


def _days(run: Dates) -> set[tuple[int, int]]:
    """The days and months of a run."""
    if run.first.year:
        first, last = _date(run.first), _date(run.last)
        return {(day.month, day.day) for day in dates_between(first, min(last, first + _LONGEST * ONE_DAY))}
    every = [(month, day) for month in range(1, 13) for day in range(1, LENGTHS[month - 1] + 1)]
    begins, ends = (run.first.month, run.first.day), (run.last.month, run.last.day)
    if begins <= ends:
        return {day for day in every if begins <= day <= ends}
    return {day for day in every if day >= begins or day <= ends}
