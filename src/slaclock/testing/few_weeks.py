"""A few weeks in one zone, and instants in them: hours, holidays and questions meet there (R1, R2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from slaclock.testing.drawing import st

_DAY = timedelta(days=1)
_QUARTER = timedelta(minutes=15)
REACH = 12
"""Days on either side of the middle in which everything happens."""

YEARS = {
    "America/New_York": (2026, 2050),
    "Europe/London": (2026,),
    "Asia/Jerusalem": (2026,),
    "Africa/Cairo": (2014, 2026),
    "America/Sao_Paulo": (2018,),
    "Asia/Tehran": (2020,),
    "Australia/Lord_Howe": (2026,),
    "Pacific/Apia": (2011,),
    "Asia/Kathmandu": (2026,),
    "Europe/Moscow": (2014,),
    "Africa/Casablanca": (2026,),
    "America/St_Johns": (2010, 2026),
    # Skipped a day in 1993; showed most of a day twice in 1969.
    "Pacific/Kwajalein": (1969, 1993),
}


@dataclass(frozen=True)
class Weeks:
    """A few weeks in one zone: about twelve days on either side of a date.

    Examples:
        >>> Weeks("America/New_York", date(2026, 11, 1)).middle.isoformat()
        '2026-11-01'
    """

    zone: str
    """IANA name of the zone."""

    middle: date
    """The date around which everything happens."""


def weeks() -> st.SearchStrategy[Weeks]:
    """Weeks around a clock change in one of thirteen zones, or over the end of a year.

    Draw the weeks first, and everything else from them: hours, holidays and instants that are spread over years
    never meet, and such tests find nothing.

    Returns:
        A strategy of `Weeks`; it shrinks towards New York in March.

    Examples:
        >>> from hypothesis import given
        >>> @given(weeks())
        ... def test_its_zone_is_known(weeks: Weeks) -> None:
        ...     assert ZoneInfo(weeks.zone).key == weeks.zone
        >>> test_its_zone_is_known()

    Rules: R2.
    """
    return st.deferred(lambda: st.sampled_from(_around_changes()))


@cache
def _around_changes() -> tuple[Weeks, ...]:
    found = [
        Weeks(zone, day)
        for zone, years in YEARS.items()
        for year in years
        for day in _changes(zone, year) or [date(year, 6, 15)]
    ]
    # At the turn of a year a growing schedule has its seams.
    return *found, *(Weeks(zone, date(2026, 12, 31)) for zone in ("America/New_York", "Asia/Kathmandu"))


def _changes(zone: str, year: int) -> list[date]:
    """The dates in UTC within which the clocks of a zone are changed."""
    midnights = [datetime(year, 1, 1, tzinfo=UTC) + n * _DAY for n in range(367)]
    # A change at midnight itself belongs to the date that begins.
    offsets = [(at - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).utcoffset() for at in midnights]
    days = zip(midnights, pairwise(offsets), strict=False)
    return [at.date() for at, (before, after) in days if before != after and at.year == year]


def dates(weeks: Weeks) -> st.SearchStrategy[date]:
    """A date in these weeks."""
    return st.integers(-REACH, REACH).map(lambda n: weeks.middle + n * _DAY)


def zones(weeks: Weeks) -> st.SearchStrategy[ZoneInfo | timezone]:
    """A zone from which a question may be asked: that of these weeks, UTC, or one elsewhere."""
    elsewhere = ZoneInfo("Asia/Kathmandu"), ZoneInfo("Europe/London"), timezone(timedelta(hours=-5))
    return st.sampled_from((ZoneInfo(weeks.zone), UTC, *elsewhere))


def instants(weeks: Weeks) -> st.SearchStrategy[datetime]:
    """An instant on the quarter hour, one in three within hours of the middle, in any of five zones.

    Args:
        weeks: Where it lies.

    Examples:
        >>> from hypothesis import given
        >>> @given(instants(Weeks("America/New_York", date(2026, 11, 1))))
        ... def test_it_is_aware(at: datetime) -> None:
        ...     assert at.utcoffset() is not None
        >>> test_it_is_aware()

    Rules: R1.
    """
    middle = datetime.combine(weeks.middle, time(), UTC)
    near = st.integers(0, 2 * 96).map(lambda n: middle - timedelta(hours=12) + n * _QUARTER)
    anywhere = st.integers(-REACH * 96, REACH * 96).map(lambda n: middle + n * _QUARTER)
    return st.builds(datetime.astimezone, st.one_of(anywhere, near, anywhere), zones(weeks))


def noisy_instants(weeks: Weeks) -> st.SearchStrategy[datetime]:
    """An instant that may miss the quarter hour by a microsecond, or by anything.

    Args:
        weeks: Where it lies.

    Rules: R1.
    """
    noise = st.one_of(st.sampled_from((0, 0, -1, 1)), st.integers(0, 900_000_000))
    return st.builds(_later, instants(weeks), noise.map(lambda n: timedelta(microseconds=n)))


def _later(at: datetime, noise: timedelta) -> datetime:
    return (at.astimezone(UTC) + noise).astimezone(at.tzinfo)
