"""Hours of a week as people write them: the rules of which a text consists (R3, R4).

hours  = rule { ( ; | , | line ) rule }
rule   = 24x7 [ every day ]
       | 24x5 | 9x5 [ rule ]                        9x5 (Mon-Fri 09:00-18:00): the rule says which nine hours
       | days times | times days                    Mon-Fri 09:00-13:00, 14:00-18:00
       | day clock to day clock                     Sun 14:00 - Fri 17:00
       | rota | times rota                          first Saturday of the month 22:00-04:00
       | except ( days | holidays ) { list … }      excluding public holidays
"""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple, NoReturn

from slaclock.errors import nearest
from slaclock.hours.clock_times import MIDNIGHT, ClockTimes
from slaclock.hours.rota_grammar import DatedTimes, RotaReader
from slaclock.hours.tokens import Token
from slaclock.hours.vocabulary import folded
from slaclock.hours.weekdays import WEEK, Weekday, in_week_order

_ALL_DAY = ClockTimes(MIDNIGHT, MIDNIGHT)
_HOUR = timedelta(hours=1)
_ENDS_ZONE = frozenset({"close", "comma", "next", "end"})


class DayTimes(NamedTuple):
    """Clock times on some days of the week."""

    days: tuple[Weekday, ...]
    times: ClockTimes


class HoursRead(NamedTuple):
    """What a text of hours says: weekly hours, hours by dates, and whether holidays close them."""

    weekly: tuple[DayTimes, ...]
    dated: tuple[DatedTimes, ...]
    excludes_holidays: bool


class WeekReader(RotaReader):
    """Reads whole texts of hours."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        super().__init__(text, tokens)
        self.closed: set[Weekday] = set()
        self.dated: list[DatedTimes] = []
        self.excludes_holidays = False

    def hours(self) -> HoursRead:
        """All rules of a text."""
        weekly: list[DayTimes] = []
        while True:
            while self.take("next", "list"):
                pass
            if self.ahead("end"):
                break
            weekly += self.rule()
        self._refuse_open_and_closed(weekly)
        if not weekly and not self.dated:
            self.fail("it has no open time")
        return HoursRead(tuple(weekly), tuple(self.dated), self.excludes_holidays)

    def _refuse_open_and_closed(self, rows: list[DayTimes]) -> None:
        both = [day for day in WEEK if day in self.closed and any(day in row.days for row in rows)]
        if both:
            self.fail(f"{both[0]} is open and closed; leave it out of the days that are open")

    def rule(self) -> list[DayTimes]:
        """One rule; a rota is kept beside."""
        if self.ahead("open") and (self.ahead("excluding", 1) or self.ahead("including", 1)):
            self.here += 1
        if self.token.kind == "always" or (self.ahead("always") and not self.ahead("day", self.past("filler", 1))):
            return self._always()
        if self.ahead("by"):
            return self._so_many_hours()
        if self.ahead("excluding") or (self.ahead("closed") and self._is_left_out_ahead(self.past("filler", 1))):
            return self._exception()
        if self.ahead("including"):
            self._refuse_including()
        return self._open_time()

    def _always(self) -> list[DayTimes]:
        self.here += 1
        if self.ahead("list") and self.ahead("all week", 1):
            self.here += 1
        self.take("all week")
        if not any(self.ahead(kind) for kind in ("next", "list", "open", "excluding", "including", "end")):
            self.refuse("the end of the text")
        return [DayTimes(WEEK, _ALL_DAY)]

    def _open_time(self) -> list[DayTimes]:
        if self.begins_rota:
            self.dated += self.rota()
            return []
        here = self.past("filler")
        if self.ahead("time", here) or self.ahead("all day", here):
            return self._times_then_days()
        if self.ahead("one day", here) and self.ahead("time", here + 1) and self.ahead("range", here + 2):
            after = self.past("filler", here + 3)
            if self.ahead("day", after):
                return self._block()
        return self._days_then_times()

    def _days_then_times(self) -> list[DayTimes]:
        days = self.days()
        self.take("colon", "list")
        times = self.times()
        if not times:
            self.closed.update(days)
        return [DayTimes(days, each) for each in times]

    def _times_then_days(self) -> list[DayTimes]:
        while self.take("filler"):
            pass
        times = self.times()
        self.take("list")
        if self.begins_rota:
            self.dated += self.rota_after(times)
            return []
        days = self.days()
        return [DayTimes(days, each) for each in times]

    def _block(self) -> list[DayTimes]:
        """`Sun 14:00 - Fri 17:00`; longer than a day, it is cut at each midnight (R4)."""
        self.here += self.past("filler")
        first, opens = self.day(), self.opening()
        self.take("range")
        self.here += self.past("filler")
        last, closing = self.day(), self.clock()
        closes = closing.reading
        days = (last - first) % 7 + closing.ends_day
        if days == 0 and closes <= opens:
            days = 7
        if days == 0 or (days == 1 and closes <= opens):
            return [DayTimes((WEEK[first],), ClockTimes(opens, closes))]
        whole = tuple(WEEK[(first + step) % 7] for step in range(1, days))
        rows = [DayTimes((WEEK[first],), ClockTimes(opens, MIDNIGHT))]
        if whole:
            rows.append(DayTimes(in_week_order(whole), _ALL_DAY))
        if closes > MIDNIGHT:
            rows.append(DayTimes((WEEK[last],), ClockTimes(MIDNIGHT, closes)))
        return rows

    # So many hours on so many days

    def _so_many_hours(self) -> list[DayTimes]:
        """`24x5` is Monday to Friday all day; what stands behind `9x5` says which nine hours, and on which days."""
        token = self.next()
        hours, days = (int(part) for part in _numbers(token.text))
        joined = self.take("open", "colon")
        listed = not joined and self.ahead("list") and not self.ahead("excluding", 1) and self.take("list")
        first = self.token
        if self.ahead("day") and hours == 24 and self._only_days_follow():
            rows = [DayTimes(self.days(), _ALL_DAY)]
        elif joined or listed or not any(self.ahead(kind) for kind in ("next", "end", "open", "list")):
            rows = self._open_time()
        else:
            return self._as_usual(token, hours, days)
        self.take("close")
        if _is_so_much(rows, hours, days):
            return rows
        usual = self._as_usual(token, hours, days) if listed and hours == 24 else []
        if usual and not {day for row in rows for day in row.days} & {*usual[0].days}:
            return usual + rows
        return self.fail(f"{token.text!r} and {self.since(first)!r} do not say the same; leave one of them out")

    def _only_days_follow(self) -> bool:
        here, reader = self.here, self
        try:
            reader.days()
            return not any(reader.ahead(kind) for kind in ("time", "colon", "range"))
        finally:
            self.here = here

    def _as_usual(self, token: Token, hours: int, days: int) -> list[DayTimes]:
        if (hours, days) == (24, 5):
            return [DayTimes(WEEK[:5], _ALL_DAY)]
        if not 1 <= hours <= 24:
            self.fail(f"{token.text!r} is no number of hours in a day")
        what, forms = f"{hours} hours", [f"{_run(0, days)} {opens:02}:00-{opens + hours:02}:00" for opens in (8, 9)]
        if hours == 24:
            what, forms = f"{days} days", [f"{_run(first, days)} 24h" for first in (0, 6)]
        return self.fail(f"{token.text!r} does not say which {what}", *(self.replaced(token, form) for form in forms))

    # What is not said here

    def refuse(self, wanted: str) -> NoReturn:
        """Give up, and say where a zone or a date is stated."""
        self._refuse_zone()
        if self.ahead("date"):
            place = f"{self.token.text!r} at character {self.token.at + 1}"
            self.fail(f"{place} is a date; hours of a date are `exceptions`, and those from one on `seasons`")
        super().refuse(wanted)

    def _refuse_zone(self) -> None:
        start = self.token
        ahead = self.tokens[self.here + self.ahead("open") :]
        first, end = ahead[0], next(token for token in ahead if token.kind in _ENDS_ZONE)
        from slaclock.hours.meant_zones import names_a_zone  # Only a mistake needs it.

        names = {end.at} if self._is_name_ahead(1 + self.ahead("open")) else {end.at, first.end}
        for until in names if first.kind in ("word", "zone") else ():
            zone = self.text[first.at : until].strip()
            if names_a_zone(zone):
                rest = self.text[end.end if end.kind == "close" else until :]
                without = f"{self.text[: start.at].rstrip()}{rest}"
                self.fail(
                    f"{zone!r} at character {first.at + 1} is a time zone, which is stated as `timezone`", without
                )

    # What is closed

    def _exception(self) -> list[DayTimes]:
        """`except Sundays and public holidays`; they are closed, and holidays are those that are stated."""
        joined = self.next()
        while True:
            while self.take("filler"):
                pass
            if self.take("holidays"):
                self.excludes_holidays = True
                self._refuse_where()
            elif self._is_name_ahead(0) or self.ahead("time") or self.ahead("month"):
                self._refuse_occasion(joined)
            else:
                self.closed.update(self.days())
            if not (self.ahead("list") and self._is_left_out_ahead(self.past("filler", 1))):
                break
            joined = self.next()
        self.take("close")
        return []

    def _is_left_out_ahead(self, steps: int) -> bool:
        return self._is_closed_ahead(steps) or self._is_name_ahead(steps)

    def _is_closed_ahead(self, steps: int) -> bool:
        return self.ahead("holidays", steps) or self.ahead("day", steps)

    def _is_name_ahead(self, steps: int) -> bool:
        """Whether what stands that many steps on means nothing here, and so may be a name."""
        token = self.tokens[min(self.here + steps, len(self.tokens) - 1)]
        return token.kind in ("word", "zone") and not token.meaning.kinds

    def _past_name(self, *kinds: str) -> None:
        """Step up to what ends a name."""
        while not any(map(self.ahead, ("next", "list", "close", "end", *kinds))):
            self.here += 1

    def _past_names(self) -> None:
        """Step up to what ends a list of names."""
        self._past_name()
        while self.ahead("list") and not self._is_closed_ahead(self.past("filler", 1)):
            self.here += 1
            self._past_name()

    def _refuse_where(self) -> None:
        """`bank holidays in Scotland`."""
        first = self.token
        if self.ahead("of") or self._is_name_ahead(0):
            self._past_names()
            self._refuse_whose(first, self.tokens[self.here - 1])

    def _refuse_whose(self, first: Token, last: Token) -> NoReturn:
        self.fail(
            f"{self.text[first.at : last.end]!r} at character {first.at + 1} says whose holidays close it, which is "
            "stated beside the hours, e.g. `holidays: US`",
            " ".join(self.replaced(first, "", last).split()).replace(" )", ")"),
        )

    def _refuse_occasion(self, joined: Token) -> NoReturn:
        """Single dates, and holidays by their names or of some country, are no part of weekly hours.

        Args:
            joined: What stands before it: `except`, or a comma in a list.
        """
        first = self.token
        self._past_name("holidays")
        name = self.since(first)
        if self.ahead("holidays"):
            self._refuse_whose(first, self.tokens[self.here - 1])
        self._refuse_misspelt(first, name)
        self._past_names()
        rest = self.token.end if self.ahead("close") else self.token.at
        without = f"{self.text[: joined.at].rstrip(' ,;([')}{self.text[rest:]}"
        self.fail(
            f"{name!r} at character {first.at + 1} is not a day of the week; what is closed on single dates, and on "
            "holidays by name, is stated beside the hours, e.g. `exceptions: {Christmas Day: closed}`",
            without,
        )

    def _refuse_misspelt(self, first: Token, name: str) -> None:
        from slaclock.hours.languages import vocabularies  # Only a mistake needs them.

        known = (
            word
            for words in vocabularies()
            for word, meaning in words.meanings.items()
            if meaning.kinds & {"day", "holidays"}
        )
        if near := nearest(folded(name), known, cutoff=0.8):
            written = near[0].capitalize() if name[:1].isupper() else near[0]
            form = self.replaced(first, written, first._replace(text=name))
            self.fail(f"{name!r} at character {first.at + 1} is not a day of the week", form)

    def _refuse_including(self) -> None:
        token = self.token
        before = self.text[: token.at].rstrip(" ,;([+&-–—")
        self.fail(f"{self.text[token.at :].rstrip(' )]')!r} is said beside the hours, as `holidays: []`", before)


def _numbers(text: str) -> list[str]:
    """The two numbers of `9x5`."""
    return "".join(letter if letter.isdigit() else " " for letter in text).split()


def _run(first: int, days: int) -> str:
    """So many days from one on."""
    return f"{WEEK[first]}-{WEEK[(first + days - 1) % 7]}" if days > 1 else WEEK[first]


def _is_so_much(rows: list[DayTimes], hours: int, days: int) -> bool:
    """Whether hours are so many a day on so many days; days on end, so many in all."""
    if hours == 24:
        return sum((_length(row.times) * len(row.days) for row in rows), timedelta()) == 24 * days * _HOUR
    by_day = {day: timedelta() for row in rows for day in row.days}
    for row in rows:
        for day in row.days:
            by_day[day] += _length(row.times)
    return len(by_day) == days and set(by_day.values()) == {hours * _HOUR}


def _length(times: ClockTimes) -> timedelta:
    opens, closes = (timedelta(hours=each.hour, minutes=each.minute, seconds=each.second) for each in times)
    return closes - opens if opens < closes else closes - opens + 24 * _HOUR
