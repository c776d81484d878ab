"""What texts of targets mean: `4 business hours`, `by close of business the next working day`, `PT4H`.

Reads one text into the fields of a `Target`. What has two meanings is refused, with both written out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from slaclock.errors import TargetError
from slaclock.hours import chosen_language
from slaclock.patterns import pattern
from slaclock.targets.target_amounts import in_figures
from slaclock.targets.target_grammar import take_apart
from slaclock.targets.target_said import Measure, Said, Which
from slaclock.targets.target_tokens import EXAMPLE, Subject, unreadable
from slaclock.targets.target_words import ENGLISH, Basis, Span, Unit, Vocabulary

LONGEST = 200
_ISO = pattern(
    r"P(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?:(?P<hours>\d+(?:\.\d+)?)H)?(?:(?P<minutes>\d+(?:\.\d+)?)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?",
    re.IGNORECASE,
)
_ISO_UNITS: tuple[Unit, ...] = ("months", "weeks", "days", "hours", "minutes", "seconds")
_MICROSECONDS: dict[Unit, int] = {
    "microseconds": 1,
    "seconds": 1_000_000,
    "minutes": 60_000_000,
    "hours": 3_600_000_000,
}
_MONTHS: dict[Unit, int] = {"months": 1, "quarters": 3, "years": 12}
_DAYS: dict[Unit, int] = {"days": 1, "weeks": 7}
_DAY = timedelta(days=1)
_BUSINESS_DAYS_AT_MOST: dict[Span, int] = {"week": 7, "month": 31, "quarter": 92, "year": 366}
_OF_RUNS = ("by the 5th business day of the next month", "end of the month")

Fields = dict[str, Any]
"""The fields of a `Target`."""
Units = Mapping[Unit, Fraction]


def read_target(text: str) -> Fields:
    """What a written amount says, as the fields of a `Target`."""
    return dict(_fields_of(text, "target", chosen_language()))


def read_notice(text: str) -> Fields:
    """The same of how long before something it is announced: `at least 48 hours in advance`."""
    return dict(_fields_of(text, "notice", chosen_language()))


def said_hours(text: str) -> Said:
    """What a text says of hours that a schedule states: their shape, `8x5`, and whether they are local."""
    try:
        return take_apart(text[:LONGEST], ENGLISH)
    except TargetError:
        return Said()  # In ISO 8601, or in words beside what is stated by name.


@lru_cache(maxsize=1_000)
def _fields_of(text: str, subject: Subject, language: str | None) -> Mapping[str, Any]:
    """The same, read once: the targets of a policy repeat a few texts."""
    if len(text) > LONGEST:
        raise TargetError(
            f"cannot read {text[:40]!r}… as a {subject}: it has {len(text):,} characters; write e.g. {EXAMPLE}"
        )
    if iso := _ISO.fullmatch(text.strip()):
        said = Said([Measure(Fraction(iso[unit]), unit, None) for unit in _ISO_UNITS if iso[unit]])
        if not said.measures:
            raise unreadable(text, "it has no amount", subject=subject)
        return {"text": text} | _Meaning(text, said, subject).fields()
    said = take_apart(text, _vocabulary(text, language), subject)
    return {"text": text} | _Meaning(text, said, subject).fields()


def _vocabulary(text: str, language: str | None) -> Vocabulary:
    """English, or a language that has all words of a text where English has not, or the one that is stated.

    Words that several languages have mean the same in each of them.
    """
    said = re.findall(r"[^\W\d_]+", text.lower())
    if language == "en" or ENGLISH.known.issuperset(said):
        return ENGLISH
    from slaclock.targets.target_languages import other_languages  # Few texts need them.

    others = [each for each in other_languages() if language in (None, each.code)]
    for each in others:
        _ask(text, each.instead)
    # Where no language has all of the words, that which has most of them says which it has not.
    spoken = [*(each.vocabulary for each in others), *([] if language else [ENGLISH])]
    return max(reversed(spoken), key=lambda words: len(words.known.intersection(said)), default=ENGLISH)


def _ask(text: str, instead: Mapping[str, str]) -> None:
    """Refuse words that count Saturdays for some; business days are those on which the schedule opens."""
    for phrase in sorted(instead, key=len, reverse=True):
        if found := re.search(rf"\b{phrase}\b", text, re.IGNORECASE):
            problem = f"{found[0]!r} counts Saturdays in law and not in offices; business days are a schedule's"
            form = text[: found.start()] + instead[phrase] + text[found.end() :]
            raise unreadable(text, problem, repr(form) if _is_read(form) else "")


def _is_read(text: str) -> bool:
    try:
        read_target(text)
    except TargetError:
        return False
    return True


class _Meaning:
    """What was taken apart, put together as an amount and what it counts."""

    def __init__(self, text: str, said: Said, subject: Subject) -> None:
        self.text, self.said = text, said
        self.subject: Subject = subject

    def fields(self) -> Fields:
        self.check_bound()
        if len(self.said.bases) > 1:
            raise self.unreadable("it counts business and calendar time at once")
        if self.said.which:
            return self.ended(self.named_day(self.said.which))
        return self.counting_receipt(self.ended(self.amount(self.units(self.said.measures))))

    @property
    def basis(self) -> Basis | None:
        return next(iter(self.said.bases), None)

    def unreadable(self, problem: str, ways: Iterable[str] = ()) -> TargetError:
        return unreadable(self.text, problem, _either(ways), self.subject)

    def check_bound(self) -> None:
        """A target is the most that something may take; a notice is the least."""
        said = self.said
        if self.subject == "target" and (said.bound == "least" or said.in_advance):
            raise self.unreadable("that is the least, as of a notice, and a target is the most", ["at most 4 hours"])
        if self.subject == "notice" and (said.bound in ("most", "every") or said.which):
            raise self.unreadable("a notice is the least time before something", ["at least 48 hours in advance"])

    # Amounts

    def units(self, measures: Iterable[Measure]) -> Units:
        found: dict[Unit, Fraction] = {}
        for measure in measures:
            if measure.unit in found:
                raise self.unreadable(f"it states {measure.unit} twice")
            found[measure.unit] = measure.number
        return found

    def amount(self, units: Units) -> Fields:
        if "weekdays" in units:
            raise self.weekdays(units["weekdays"])
        self.leave_out_closed_days(units)
        if units.keys() & _MONTHS.keys():
            return self.in_months(units)
        if self.said.lengths:
            return self.in_days_so_long(units)
        if self.said.restated:
            return self.restated(units, self.units(self.said.restated))
        return self.in_days(units) if units.keys() & _DAYS.keys() else self.in_time(units)

    def counted(self, business: str, calendar: str, **amount: object) -> Fields:
        counts = business if self.basis == "business" else calendar
        return {"counts": counts, "basis_stated": self.basis is not None, **amount}

    def in_time(self, units: Units) -> Fields:
        return self.counted("open_time", "calendar_time", duration=self.duration(units))

    def in_days(self, units: Units) -> Fields:
        if units.keys() - _DAYS.keys():
            raise self.without_length(units)
        if self.basis == "business" and "weeks" in units:
            raise self.business_weeks(units)
        days = _days_in(units)
        if days.denominator > 1:
            raise self.without_length(units)
        return self.counted("business_days", "calendar_days", days=int(days))

    def in_months(self, units: Units) -> Fields:
        months = sum((number * _MONTHS.get(unit, 0) for unit, number in units.items()), Fraction(0))
        if units.keys() - _MONTHS.keys() or self.basis == "business" or months.denominator > 1 or self.said.lengths:
            raise self.unreadable("months are whole calendar months, and stand alone")
        return self.counted("", "calendar_months", months=int(months))

    def duration(self, units: Units) -> timedelta:
        micros = round(sum(number * _MICROSECONDS[unit] for unit, number in units.items()))
        try:
            return timedelta(microseconds=micros)
        except OverflowError:
            raise self.unreadable("it is longer than any calendar") from None

    # Days of so many hours

    def in_days_so_long(self, units: Units) -> Fields:
        """`2 days (8-hour days)`, `1w 2d 3h 4m (8-hour days, 5-day weeks)`, `1 business week (5-day weeks)`."""
        days = _days_in(units, self.length_of_a_week(units))
        rest: Units = {unit: number for unit, number in units.items() if unit in _MICROSECONDS}
        length = self.length_of_a_day(days)
        if length is None:
            return self.in_days({"days": days, **rest})
        if self.basis == "business" and not rest and days.denominator == 1:
            return self.counted("business_days", "", days=int(days), day_rule="hours", day_length=length)
        hours = days * Fraction(length // timedelta.resolution, _MICROSECONDS["hours"])
        return self.in_time({**rest, "hours": rest.get("hours", Fraction(0)) + hours})

    def length_of_a_week(self, units: Units) -> int:
        """Its days; those of fewer than seven are business days."""
        stated = self.said.lengths.get("weeks")
        if stated is None or stated.unit != "days" or stated.number not in range(1, 8):
            if "weeks" in units or stated:
                raise self.without_length(units)
            return 7
        self.say("calendar" if stated.number == 7 else "business")
        return int(stated.number)

    def length_of_a_day(self, days: Fraction) -> timedelta | None:
        """Its hours; of fewer than 24, they are open time."""
        stated = self.said.lengths.get("days")
        if stated is None:
            return None
        length = self.duration({stated.unit: stated.number}) if stated.unit in _MICROSECONDS else timedelta(0)
        if not days or not timedelta(0) < length <= _DAY:
            raise self.unreadable(
                "a day has a length of up to 24 hours, beside an amount of days", ["2 days (8-hour days)"]
            )
        self.say("calendar" if length == _DAY else "business")
        return length

    def say(self, basis: Basis) -> None:
        self.said.bases.add(basis)
        if len(self.said.bases) > 1:
            raise self.unreadable("it counts business and calendar time at once")

    def restated(self, units: Units, again: Units) -> Fields:
        """`2 business days (16 hours)`: the days have eight hours each; `1 week (7 days)` says one thing twice."""
        one, other = (_total(each) for each in (units, again))
        if one == other:
            self.said.restated = []
            return self.amount(units)
        (days, of_days), (micros, of_time) = (one, other) if one[1] == "days" else (other, one)
        hours = in_figures(micros / _MICROSECONDS["hours"])
        if (of_days, of_time) == ("days", "time") and days.denominator > 1 and self.basis == "business":
            raise self.unreadable("it states two amounts", [f"{hours} business hours"])
        if (of_days, of_time) != ("days", "time") or self.basis != "business" or not days or days.denominator > 1:
            raise self.unreadable("it states two amounts")
        length = micros / days
        if not _MICROSECONDS["hours"] <= length < 24 * _MICROSECONDS["hours"] or length.denominator > 1:
            raise self.unreadable("it states two amounts", [_business_days(days), f"{hours} business hours"])
        length_of_a_day = timedelta(microseconds=int(length))
        return self.counted("business_days", "", days=int(days), day_rule="hours", day_length=length_of_a_day)

    # What does not count

    def leave_out_closed_days(self, units: Units) -> None:
        """Days without weekends and holidays are business days; hours without them may be either."""
        if not (self.said.left_out or self.said.on_business_days):
            return
        if self.basis == "calendar":
            raise self.unreadable("it counts business and calendar time at once")
        if self.basis == "business" and not (self.said.on_business_days and units.keys() & _MICROSECONDS.keys()):
            return
        if units.keys() == {"days"} and (self.said.on_business_days or len(self.said.left_out) == 2):
            self.said.bases.add("business")
        elif units.keys() == {"days"}:
            silent = "holidays" if "weekends" in self.said.left_out else "weekends"
            raise self.unreadable(f"it does not say whether {silent} count", [_business_days(units["days"])])
        else:
            raise self.hours_on_business_days(units)

    # Days that are named

    def named_day(self, which: Which) -> Fields:
        if which.basis == "calendar" and not which.span:
            return self.named_date(which)
        if which.span:
            return self.day_of_run(which, which.span)
        if which.is_last:
            raise self.unreadable("it does not say of what it is the last", [f"{self.text} of the month"])
        of_business = self.said.edge is not None and self.said.edge.of_business
        if which.basis is None and not (self.said.clock or of_business):
            raise self.business_day_or_date(which)
        stated = which.basis is not None or of_business
        fields: Fields = {"counts": "business_days", "days": which.place, "basis_stated": stated}
        rule = self.said.edge.rule if self.said.edge else "close" if not which.place else None
        if rule == "open" and not which.place:
            problem = "a day that has begun does not begin again"
            raise self.unreadable(problem, ["by the start of the next business day"])
        if which.is_ordinal and not (self.said.edge or self.said.clock):
            days = _business_days(Fraction(which.place))
            raise self.unreadable("it does not say when on that day", [days, f"{days}, close of business"])
        if rule:
            return fields | {"day_rule": rule}
        return fields | ({} if self.said.clock else {"names_day": True})

    def day_of_run(self, which: Which, span: Span) -> Fields:
        """`by the 5th business day of the next month`, `end of the month`: the close of a day of a run of dates."""
        edge = self.said.edge.rule if self.said.edge else "close"
        is_one = which.is_ordinal or which.is_last
        if which.is_day and (which.basis != "business" or not is_one or which.place > _BUSINESS_DAYS_AT_MOST[span]):
            raise self.unreadable("a run of dates has a first, a second and a last business day", _OF_RUNS)
        if which.basis == "calendar" or is_one is not which.is_day or (not which.is_day and self.said.edge is None):
            raise self.unreadable("it does not say when in that time", _OF_RUNS)
        if which.is_last and edge == "open":
            raise self.unreadable("the last day is named for its end", _OF_RUNS)
        days = which.place if which.is_day else 1 if edge == "open" else 0
        of = f"next_{span}" if which.ahead else span
        # The end of a month may be its last date, too.
        stated = which.basis == "business"
        return {"counts": "business_days", "days": days, "of": of, "day_rule": edge, "basis_stated": stated}

    def named_date(self, which: Which) -> Fields:
        if self.said.edge or which.is_ordinal or not (which.place or self.said.clock):
            raise self.unreadable("a date ends at a time of day", ["next calendar day by 5 PM"])
        return {"counts": "calendar_days", "days": which.place, "basis_stated": True}

    def ended(self, fields: Fields) -> Fields:
        """The same with the end of its last day, or with a time of day on it."""
        clock, edge = self.said.clock, self.said.edge
        if (clock or (edge and not self.said.which)) and "days" not in fields:
            raise self.unreadable(
                "a time of day ends an amount of days, not of hours or months", ["next business day by 5 PM"]
            )
        if clock:
            return fields | {"ends": clock, "day_rule": None}
        if edge and fields["counts"] != "business_days":
            raise self.unreadable("business days have a close, dates have none", ["2 business days, close of business"])
        return fields | {"day_rule": edge.rule} if edge else fields

    def counting_receipt(self, fields: Fields) -> Fields:
        counts = self.said.counts_day_of_receipt
        if counts is None:
            return fields
        if fields["counts"] != "business_days" or fields.get("day_rule") == "hours":
            raise self.unreadable(
                "the day of receipt is counted, or left out, of business days only",
                ["3 business days, counting the day of receipt"],
            )
        if not counts or not fields["days"]:
            return fields
        return {"day_rule": "close"} | fields | {"days": fields["days"] - 1}

    # What has two meanings

    def weekdays(self, number: Fraction) -> TargetError:
        return self.unreadable(
            "weekdays may be business days, or Monday to Friday also on holidays, which are the business days of a "
            "schedule without holidays",
            [_business_days(number)],
        )

    def business_weeks(self, units: Units) -> TargetError:
        dates, days = _days_in(units), _days_in(units, week=5)
        if dates.denominator > 1 or days.denominator > 1:
            return self.without_length(units)
        return self.unreadable(
            "a business week may be its business days, as many as it has, or a week of dates",
            [_business_days(days), f"{dates} calendar days"],
        )

    def without_length(self, units: Units) -> TargetError:
        """Parts of days, and days with hours, are so much time once a day has a length."""
        amount = " ".join(_amount(number, unit) for unit, number in units.items())
        weeks = ", {}-day weeks" if "weeks" in units else ""
        ways = {
            "business": f"{amount} (8-hour days{weeks.format(5)})",
            "calendar": f"{amount} (24-hour days{weeks.format(7)})",
        }
        return self.unreadable(
            "a part of a day, and days with hours, have no single meaning until a day has a length",
            [way for basis, way in ways.items() if self.basis in (None, basis)],
        )

    def hours_on_business_days(self, units: Units) -> TargetError:
        time = " ".join(_amount(number, unit, "business ") for unit, number in units.items())
        hours = _total(units)[0] / _MICROSECONDS["hours"]
        whole_days = [_business_days(hours / 24)] if hours and (hours / 24).denominator == 1 else []
        return self.unreadable(
            "it may be time while support is open, or time on the clock that stands still on days without business"
            + ("" if whole_days else ", which is open time of `Mon-Fri 00:00-24:00`"),
            [time, *whole_days],
        )

    def business_day_or_date(self, which: Which) -> TargetError:
        day = {0: "same", 1: "next"}.get(which.place, f"{which.place}th")
        if self.said.edge:
            return self.unreadable(
                "it may be a business day or a date", [f"by the end of the {day} business day", f"{day} day by 5 PM"]
            )
        date = f"{which.place} calendar day" if which.place else "same day by 5 PM"
        return self.unreadable("it may be a business day or a date", [f"{day} business day", date])


def _total(units: Units) -> tuple[Fraction, str]:
    """Days, or microseconds, in an amount of one kind."""
    if units.keys() <= _DAYS.keys():
        return _days_in(units), "days"
    if units.keys() <= _MICROSECONDS.keys():
        return sum((number * _MICROSECONDS[unit] for unit, number in units.items()), Fraction(0)), "time"
    return Fraction(0), "mixed"


def _days_in(units: Units, week: int = 7) -> Fraction:
    return units.get("days", Fraction(0)) + week * units.get("weeks", Fraction(0))


def _business_days(number: Fraction) -> str:
    return _amount(number, "days", "business ")


def _amount(number: Fraction, unit: Unit, kind: str = "") -> str:
    return f"{in_figures(number)} {kind}{unit.removesuffix('s') if number == 1 else unit}"


def _either(ways: Iterable[str]) -> str:
    return " or ".join(map(repr, ways))
