"""Hours that repeat by the month, or every so many weeks, as people write them, read into rules of iCalendar (R4).

rota  = place { list place } day period times [ span ]    first and third Saturday of the month 22:00-04:00
      | every place days times from date [ until date ]   every second Thursday 21:00-23:00 from 2026-01-08
place = first | 2nd | last | other
period = of the month | of the quarter | of month { list month }
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from slaclock.hours.clock_times import ClockTimes
from slaclock.hours.date_text import read_date
from slaclock.hours.days_grammar import DaysReader
from slaclock.hours.tokens import Token
from slaclock.hours.weekdays import WEEK, Weekday

_ALWAYS_COUNTED_FROM = date(1, 1, 1)
"""Where a rule by the month counts from that says nothing of it: its dates are the same from any beginning."""
_QUARTER_BEGINS, _QUARTER_ENDS = (1, 4, 7, 10), (3, 6, 9, 12)


class DatedTimes(NamedTuple):
    """Clock times on the dates of a rule."""

    rrule: str
    first: date
    times: ClockTimes


class _Span(NamedTuple):
    """The dates from which and until which a rule holds."""

    first: date | None = None
    last: date | None = None


class _Places(NamedTuple):
    """Which of the days in a period are meant."""

    numbers: tuple[int, ...]
    every: bool
    start: Token


class RotaReader(DaysReader):
    """Reads rules by the month and by weeks, and what they are made of."""

    @property
    def begins_rota(self) -> bool:
        """Whether a rule by the month, or every so many weeks, stands next."""
        here = self.past("filler")
        return any(self.ahead(kind, here) for kind in ("nth", "other"))

    def rota(self) -> list[DatedTimes]:
        """One rule, its times behind it or read before."""
        places = self._places()
        day = self.token
        days = self.days()
        rules = self._rules(places, days, self.tokens[self.here - 1])
        span = self._span()
        self.take("colon", "list")
        self._refuse_day_of_closing(days[-1])
        times = self.times()
        return self._dated(rules, places, days, span if span != _Span() else self._span(), times, day)

    def rota_after(self, times: list[ClockTimes]) -> list[DatedTimes]:
        """The rule behind its times: `00:00-05:00 on the first Saturday of the month`."""
        places = self._places()
        day = self.token
        days = self.days()
        rules = self._rules(places, days, self.tokens[self.here - 1])
        return self._dated(rules, places, days, self._span(), times, day)

    def _refuse_day_of_closing(self, day: Weekday) -> None:
        """`first Saturday of the month 22h to Sunday 04h`: what closes at or before it opens does so the next day."""
        before = self.here
        while self.take("filler"):
            pass
        opens = self.clock() if self.ahead("time") else None
        if opens and self.take("range") and self.ahead("one day") and self.ahead("time", 1):
            closing_day = self.next()
            closes = self.clock()
            days_later = (closing_day.meaning.days[0] - WEEK.index(day)) % 7
            if days_later == (closes.reading <= opens.reading):
                times = f"{opens.reading:%H:%M}-{closes.reading:%H:%M}"
                form = self.replaced(opens.token, times, until=closes.token)
                self.fail(f"{closing_day.text!r} stands where a rule by dates has a time only", form)
        self.here = before

    def _places(self) -> _Places:
        start, every = self.token, False
        while self.ahead("filler"):
            every |= self.ahead("every")
            self.here += 1
        numbers = [self._place()]
        while self.ahead("list") and self.ahead("nth", self.past("filler", 1)):
            self.take("list")
            while self.take("filler"):
                pass
            numbers.append(self._place())
        return _Places(tuple(numbers), every, start)

    def _place(self) -> int:
        if self.take("other"):
            return 2
        token = self.next()
        return int(token.meaning.value or token.text[:-2])

    def _rules(self, places: _Places, days: tuple[Weekday, ...], last_day: Token) -> list[str]:
        """The rules of iCalendar without their span."""
        codes = [day[:2].upper() for day in days]
        first, *more = days
        if not self.ahead("period") and not (self.ahead("of") and self.ahead("month", 1)):
            return self._by_weeks(places, codes, last_day)
        if more:
            self.fail(f"{self.since(places.start)!r} counts several days; write one rule for each of them")
        if bad := [number for number in places.numbers if not (number == -1 or 1 <= number <= 5)]:
            self.fail(f"no month has a {bad[0]}th {first}; it is one from the first to the fifth, or the last")
        by_day = ",".join(f"{number}{codes[0]}" for number in places.numbers)
        if self.ahead("period"):
            return self._by_period(self.next(), places, codes[0])
        months = self._months()
        return [f"FREQ=MONTHLY;BYMONTH={','.join(map(str, sorted(months)))};BYDAY={by_day}"]

    def _by_weeks(self, places: _Places, codes: list[str], last_day: Token) -> list[str]:
        counted = self.since(places.start)
        interval, *more = places.numbers
        if not places.every or more or interval < 1:
            form = f"{self.text[: last_day.end]} of the month{self.text[last_day.end :]}"
            self.fail(f"{counted!r} does not say of what", form)
        return [f"FREQ=WEEKLY;INTERVAL={interval};BYDAY={','.join(codes)}"]

    def _by_period(self, period: Token, places: _Places, code: str) -> list[str]:
        if period.meaning.value == "month":
            return [f"FREQ=MONTHLY;BYDAY={','.join(f'{number}{code}' for number in places.numbers)}"]
        if 5 in places.numbers:
            problem = "the fifth such day of a quarter may lie in either of two months"
            self.fail(problem, self.replaced(period, "of the month"))
        months = ((_QUARTER_ENDS if number < 0 else _QUARTER_BEGINS, number) for number in places.numbers)
        return [f"FREQ=MONTHLY;BYMONTH={','.join(map(str, among))};BYDAY={number}{code}" for among, number in months]

    def _months(self) -> set[int]:
        self.take("of")
        found = {self._month()}
        while self.ahead("list") and self.ahead("month", self.past("of", 1)):
            self.take("list")
            self.take("of")
            found.add(self._month())
        return found

    def _month(self) -> int:
        return int(self.next().meaning.value)

    def _span(self) -> _Span:
        first = self._date() if self.ahead("from") and self.ahead("date", 1) else None
        return _Span(first, self._date() if self.ahead("until") and self.ahead("date", 1) else None)

    def _date(self) -> date:
        self.here += 1
        return read_date(self.next().text)

    def _dated(
        self,
        rules: list[str],
        places: _Places,
        days: tuple[Weekday, ...],
        span: _Span,
        times: list[ClockTimes],
        day: Token,
    ) -> list[DatedTimes]:
        if not times:
            self.fail("a rule by dates cannot say what is closed; write it under `closures`")
        if any("WEEKLY" in rule for rule in rules):
            self._check_start(days, span, day)
        until = f";UNTIL={span.last:%Y%m%d}" if span.last else ""
        first = span.first or _ALWAYS_COUNTED_FROM
        return [DatedTimes(rule + until, first, each) for rule in rules for each in times]

    def _check_start(self, days: tuple[Weekday, ...], span: _Span, day: Token) -> None:
        """Every so many weeks count from a date, which is one of the days that they name."""
        if span.first is None:
            example = _a_date_on(days[0])
            self.fail(
                f"every so many weeks from when? {day.text!r} does not say", f"{self.text.rstrip()} from {example}"
            )
        if WEEK[span.first.weekday()] not in days:
            after = date.fromordinal(span.first.toordinal() + (WEEK.index(days[0]) - span.first.weekday()) % 7)
            problem = f"{span.first} is a {WEEK[span.first.weekday()]}, and weeks are counted from the first {days[0]}"
            self.fail(problem, self.text.replace(str(span.first), str(after)))


def _a_date_on(day: Weekday) -> date:
    """A date on a day of the week, for an example."""
    return date(2026, 1, 5 + WEEK.index(day))
