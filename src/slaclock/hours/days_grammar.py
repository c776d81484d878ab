"""Days of the week as people write them, e.g. `Mon-Fri, Sun` (R4).

days = range { list range }
range = group | day [ to day ]
"""

from __future__ import annotations

from slaclock.hours.clock_grammar import ClockReader
from slaclock.hours.weekdays import WEEK, Weekday, in_week_order


class DaysReader(ClockReader):
    """Reads days, and times of day."""

    def days(self) -> tuple[Weekday, ...]:
        """Days in the order of a week."""
        while self.take("filler"):
            pass
        found = self._range()
        while self.ahead("list") and self.ahead("day", self.past("filler", 1)):
            self.take("list")
            while self.take("filler"):
                pass
            found += self._range()
        return in_week_order(WEEK[index] for index in found)

    def _range(self) -> list[int]:
        if self.take("week"):
            return [*range(7)]
        if self.ahead("day") and not self.ahead("one day"):
            return [*self.next().meaning.days]
        first = self.day()
        if not (self.ahead("range") and self.tokens[self.here + 1].kind == "word"):
            return [first]
        self.take("range")
        last = self.day()
        return [(first + step) % 7 for step in range((last - first) % 7 + 1)]

    def day(self) -> int:
        """One day, by its number from Monday."""
        if not self.ahead("one day"):
            self.refuse("a day of the week")
        return self.next().meaning.days[0]
