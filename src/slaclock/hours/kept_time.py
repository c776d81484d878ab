"""What is compiled of a schedule's time and kept: how it grows, and by whom it is shared (R8, R15, R21).

Time grows by swapping in a new snapshot that never changes, so threads that share it never see half of one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import date, timedelta
from weakref import WeakValueDictionary

from slaclock.hours.date_text import ONE_DAY
from slaclock.hours.days import OpeningDays
from slaclock.hours.far_time import FarTime
from slaclock.hours.interval import Span
from slaclock.hours.open_dates import OpenDates, joined
from slaclock.hours.snapshot import FIRST_DATE, LAST_DATE, NOTHING, REACH, Snapshot, laid_out
from slaclock.locks import Lock

HORIZON_YEARS = 400
"""How far a search goes: after 400 years every date, weekday and leap day has come together."""
AT_ONCE = 100
"""The years that one question may add to what is kept."""
MOST_KEPT = 150_000
"""About how many windows are kept: four centuries of one a date."""
YEAR = 366


class KeptTime:
    """The open time of all schedules that open alike: what was asked of last, and in other centuries before.

    Args:
        source: Says what opens on which date.
        known: From when until when its holidays are known.
    """

    __slots__ = ("__weakref__", "_compiler", "_elsewhere", "_growing", "_known", "far", "snapshot", "source", "years")

    def __init__(self, source: OpeningDays, known: Span) -> None:
        self.source = source
        self.snapshot = NOTHING
        """What is kept of the time that was asked about last; it never changes, and is replaced by another."""
        self.years = min(max(MOST_KEPT // (YEAR * source.windows), 3), HORIZON_YEARS - 1)
        """How many years are kept at most: fewer where more windows open on a date."""
        self._known = known
        self._compiler = _Compiler(source, known)
        self.far = FarTime(source, self._compiler.compiled)
        """All of the time, compiled for one question and dropped."""
        self._elsewhere = NOTHING
        self._growing = Lock()

    @property
    def dates_compiled(self) -> int:
        """How many dates were compiled so far: the work done."""
        return self._compiler.dates

    @property
    def longest(self) -> timedelta:
        """How much time can be kept at once."""
        return timedelta(days=(self.years - 2) * 365)

    def grown(self, low: int, high: int, most: int = AT_ONCE) -> Snapshot:
        """A snapshot from one ordinal date to another and a good deal around them, as far as years go.

        Args:
            low: The first date of which something is asked.
            high: The last one.
            most: The years that may be compiled to fill what lies between these dates and what is kept.
        """
        with self._growing:
            first, last = _whole_years(low, high)
            here, elsewhere = self.snapshot, self._elsewhere
            if self._takes_in(here, first, last, most):
                snapshot = self._with(here, first, last)
            else:
                taken_in = self._takes_in(elsewhere, first, last, most)
                snapshot = self._with(elsewhere, first, last) if taken_in else self._compiler.compiled(first, last)
                self._elsewhere = here
            self.snapshot = snapshot
            return snapshot

    def further(self, snapshot: Snapshot, near: int, forward: bool) -> Snapshot | None:
        """A snapshot that goes on where one ends, about twice as far, unless that is far off or too much to keep."""
        first, last = snapshot.first, snapshot.last
        years = last.year - first.year + 1
        low, high = first.toordinal(), last.toordinal()
        ends = last == LAST_DATE if forward else first == FIRST_DATE
        if ends or 2 * years > self.years or (high >= near if forward else low <= near):
            return None
        low, high = (high, high + (high - low)) if forward else (low - (high - low), low)
        return self.grown(max(low, FIRST_DATE.toordinal()), min(high, LAST_DATE.toordinal()))

    def _takes_in(self, old: Snapshot, first: date, last: date, most: int) -> bool:
        """Whether dates lie so near to what is kept that what lies between is compiled, too, and kept."""
        years = max(last, old.last).year - min(first, old.first).year + 1
        gap = max(old.first.year - first.year, last.year - old.last.year)
        return old is not NOTHING and gap <= most and years <= self.years

    def _with(self, old: Snapshot, first: date, last: date) -> Snapshot:
        first, last = _grown_dates(old, first, last, self.years)
        if (first, last) == (old.first, old.last):
            return old
        before = [self._compiler.days(first, old.first - ONE_DAY)] if first < old.first else []
        after = [self._compiler.days(old.last + ONE_DAY, last)] if last > old.last else []
        return laid_out(joined([*before, old.days, *after]), first, last, self.source, self._known)


class _Compiler:
    """Compiles dates, and counts them."""

    def __init__(self, source: OpeningDays, known: Span) -> None:
        self._source, self._known = source, known
        self.dates = 0

    def compiled(self, first: date, last: date) -> Snapshot:
        return laid_out(self.days(first, last), first, last, self._source, self._known)

    def days(self, first: date, last: date) -> OpenDates:
        self.dates += last.toordinal() - first.toordinal() + 1
        return self._source.days(first, last)


_SHARED: WeakValueDictionary[Hashable, KeptTime] = WeakValueDictionary()
_SHARING = Lock()


def shared_time(what: Hashable, known: Span, source: Callable[[], OpeningDays]) -> KeptTime:
    """The time that is kept for all that opens alike, as long as anybody holds it.

    Args:
        what: Says what opens: equal for what opens alike.
        known: From when until when its holidays are known.
        source: Gives what says on which dates.
    """
    with _SHARING:
        kept = _SHARED.get((what, known))
    if kept is None:
        made = KeptTime(source(), known)
        with _SHARING:
            kept = _SHARED.setdefault((what, known), made)
    return kept


def _whole_years(low: int, high: int) -> tuple[date, date]:
    """The dates to compile for a question between two ordinal dates: whole years, and one more after them."""
    reach = REACH.days + 2
    first = date.fromordinal(max(low - reach, FIRST_DATE.toordinal())).replace(month=1, day=1)
    last = date.fromordinal(min(high + reach, LAST_DATE.toordinal()))
    return max(first, FIRST_DATE), min(date(min(last.year + 1, 9999), 12, 31), LAST_DATE)


def _grown_dates(old: Snapshot, first: date, last: date, most: int) -> tuple[date, date]:
    """The dates of a snapshot that takes in others: on the side on which it grows at least as many again as it had.

    So what is asked year by year makes few snapshots. None has more years than may be kept for that.
    """
    years = old.last.year - old.first.year + 1
    spare = max(most - 1 - (max(last, old.last).year - min(first, old.first).year), 0)
    if last > old.last:
        year = min(old.last.year + years, last.year + spare)
        spare -= max(year - last.year, 0)
        last = max(last, min(date(min(year, 9999), 12, 31), LAST_DATE))
    if first < old.first:
        year = max(old.first.year - years, first.year - spare)
        first = min(first, max(date(max(year, 1), 1, 1), FIRST_DATE))
    return min(first, old.first), max(last, old.last)
