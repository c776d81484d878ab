"""Hours that are written in a format and read back: what is drawn for that, and what has to be open in both."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from oracle import Declared
from strategies import Season, declarations, seasons

from slaclock import Interval, Schedule, SlaPolicy

_REACH = timedelta(days=22)
"""Further than anything drawn lies from the middle of its season."""


def declared(first_year: int = 1) -> st.SearchStrategy[tuple[Season, Declared]]:
    """A season, in no year before the first that a format has, and hours that are declared in it."""
    known = seasons().filter(lambda season: season.middle.year >= first_year)
    return known.flatmap(lambda season: st.tuples(st.just(season), declarations(season)))


def read_back(policy: SlaPolicy) -> Schedule:
    """The one schedule that was read, which answers for years whose holidays nobody gave, too."""
    (name,) = policy.schedules
    return policy.schedule(name).model_copy(update={"outside_coverage": "ignore"})


def opened_around(schedule: Schedule, season: Season) -> list[Interval]:
    """What is open around the middle of a season."""
    middle = datetime.combine(season.middle, datetime.min.time(), ZoneInfo(season.zone))
    return list(schedule.windows(middle - _REACH, middle + _REACH))
