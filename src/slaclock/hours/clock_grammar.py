"""Times of day and stretches of them, as people write them (R3, R4).

times    = closed | all day | stretch { list stretch }
stretch  = clock ( to | and ) clock
clock    = 9 | 9:00 | 9.00 | 0900 | 9h | 9h30 | 9 AM | noon | midday | midnight, and behind it perhaps `Uhr`, `hrs`, …
"""

from __future__ import annotations

import re
from datetime import time
from typing import NamedTuple

from slaclock.hours.clock_times import MIDNIGHT, ClockTimes
from slaclock.hours.tokens import Reader, Token
from slaclock.patterns import pattern

_TIME = pattern(
    r"(?P<hour>\d{1,2})(?:\s?[:.h]?\s?(?P<minute>\d{2}))?(?:[:.](?P<second>\d{2}))?(?:\.(?P<fraction>\d{1,6}))?"
    r"\s*(?:h(?:ours|rs)?|(?P<half>[ap])?\.?\s?m?\.?)",
    re.IGNORECASE,
)
_ALL_DAY = ClockTimes(MIDNIGHT, MIDNIGHT)


class Clock(NamedTuple):
    """A time of day as it was written; hours from 24 on are those of the next day."""

    hour: int
    minute: int
    second: int
    microsecond: int
    half: str | None
    bare: bool
    token: Token
    is_noon: bool = False

    @property
    def ends_day(self) -> bool:
        """Whether it is 24:00."""
        return self.hour == 24

    @property
    def may_be_afternoon(self) -> bool:
        """Whether it is written like `5:00`, as on a clock of twelve hours; `05:00` and `10:00` are not."""
        return self.half is None and 1 <= self.hour <= 9 and not self.token.text.startswith("0")

    @property
    def reading(self) -> time:
        """What the clock shows."""
        return time(self.hour % 24, self.minute, self.second, self.microsecond)


class ClockReader(Reader):
    """Reads times of day."""

    def times(self) -> list[ClockTimes]:
        """The stretches of one date or day; none for `closed`."""
        if self.take("closed"):
            return []
        if self._takes_all_day():
            return [_ALL_DAY]
        found = [self._stretch(None)]
        while self.ahead("list") and self.ahead("time", self.past("filler", 1)):
            self.take("list")
            found.append(self._stretch(found[-1]))
        return found

    def _takes_all_day(self) -> bool:
        """`24x7`, `all day`, `24h` and `24 Stunden`; but `24h` to something is a time of day."""
        if self.ahead("all day") and not (self.ahead("time") and self.ahead("range", 1)):
            self.here += 1
        elif self.token.text == "24" and self.ahead("hour", 1) and not self.ahead("range", 2):
            self.here += 2
        else:
            return False
        self.take("a day")
        return True

    def _stretch(self, before: ClockTimes | None) -> ClockTimes:
        while self.take("filler"):
            pass
        first = self.clock()
        if before and before.opens < before.closes and first.reading < before.closes and first.may_be_afternoon:
            self.fail(
                f"{first.token.text!r} may mean the afternoon or the night; say AM or PM, or write 01:00 or 13:00"
            )
        opens = self.as_opening(first)
        if not self.take("range", "and"):
            self.refuse("a dash or 'to' between two times")
        last = self.clock(closing=True)
        self._refuse_half_said(first, last)
        self._refuse_longer_than_a_day(first, last)
        return ClockTimes(opens, last.reading)

    def _refuse_half_said(self, first: Clock, last: Clock) -> None:
        """`9-5` and `1-5 PM` have two readings; neither is taken in silence."""
        written = f"{first.token.text}-{last.token.text}"
        if first.is_noon and last.half is None and 1 <= last.hour <= 12:
            ends = (f"{hour % 24:02}:{last.minute:02}" for hour in (last.hour + 12, last.hour))
            instead = (self.replaced(first.token, f"12:00-{closes}", last.token) for closes in ends)
            self.fail(f"{written!r} may end in the afternoon or the next morning", *instead)
        for one, other in ((first, last), (last, first)):
            if one.half and not other.half and not one.is_noon and not other.is_noon and 1 <= other.hour <= 12:
                self.fail(f"{written!r} says AM or PM for one time only; say it for both")
        bare = first.bare and last.bare
        earlier = last.hour < first.hour or (bare and last.hour == first.hour)
        written_on_24 = first.token.text.startswith("0") and not (bare and last.may_be_afternoon)
        if earlier and first.hour <= 12 and (bare or last.may_be_afternoon) and not written_on_24:
            forms = " or ".join(f"{last.hour % 12 + noon:02}:{last.minute:02}" for noon in (0, 12))
            self.fail(f"{written!r} may mean the afternoon or the next morning; say AM or PM, or write {forms}")

    def _refuse_longer_than_a_day(self, first: Clock, last: Clock) -> None:
        if (last.hour - 24, *last[1:4]) > first[:4]:
            self.fail(
                f"{first.token.text}-{last.token.text} is longer than 24 hours; say on which day it closes", _A_BLOCK
            )

    def opening(self) -> time:
        """A time of day at which something opens."""
        return self.as_opening(self.clock())

    def as_opening(self, clock: Clock) -> time:
        """The reading of a time that may stand first."""
        if clock.ends_day:
            self.fail("24:00 is the end of a day; a window opens at 00:00 on the next")
        return clock.reading

    def clock(self, closing: bool = False) -> Clock:
        """One time of day; as a closing it may lie on the next day, as `28:00` does."""
        if self.ahead("noon") or self.ahead("midnight"):
            return self._named(self.next(), self.ahead("noon", -1))
        if not self.ahead("time"):
            self.refuse("a time of day")
        token = self.next()
        name = token.text.lower().lstrip("12 ")
        named = name in ("noon", "midday", "midnight")
        found = self._named(token, name != "midnight") if named else self._read(token, closing)
        self.take("clock")
        return found

    def _named(self, token: Token, is_noon: bool) -> Clock:
        return Clock(12 if is_noon else 0, 0, 0, 0, None, False, token, is_noon)

    def _read(self, token: Token, closing: bool) -> Clock:
        found = _TIME.fullmatch(token.text)
        assert found is not None, "every time token has this form"
        if token.text.lower() == "12m":
            forms = (self.replaced(token, each) for each in ("12 PM", "12 AM"))
            self.fail("'12M' may mean noon or midnight", *forms)
        hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
        fraction = int((found["fraction"] or "0").ljust(6, "0"))
        half = found["half"] and found["half"].lower()
        if half:
            hour = self._on_24_hours(hour, half, token)
        latest = (48, 0, 0, 0) if closing else (24, 0, 0, 0)
        if minute > 59 or second > 59 or (hour, minute, second, fraction) > latest:
            self.fail(f"{token.text} is past the end of {'a day' if minute < 60 and second < 60 else 'an hour'}")
        return Clock(hour, minute, second, fraction, half, found["minute"] is None and not half, token)

    def _on_24_hours(self, hour: int, half: str, token: Token) -> int:
        if not 1 <= hour <= 12:
            self.fail(f"{token.text} mixes the 24-hour clock with AM or PM")
        return hour % 12 + (12 if half == "p" else 0)


_A_BLOCK = "Sun 14:00 - Fri 17:00"
