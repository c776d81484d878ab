"""Instants, readings and durations as int64 microseconds, for whole columns (R1, R2).

An instant is counted from 1970 in UTC, a reading from 1970 on the zone's own clocks.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import numpy.typing as npt

Micros = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

DAY = 86_400_000_000
SECOND = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
FIRST_DAY, LAST_DAY = (date.min.toordinal() + 2 - _EPOCH_ORDINAL, date.max.toordinal() - 2 - _EPOCH_ORDINAL)
"""Where clocks everywhere can be read."""
NO_INSTANT = np.iinfo(np.int64).min
"""In the place of an instant that is not there: before all time."""


def micros_of(duration: timedelta) -> int:
    """A duration in microseconds."""
    return duration // timedelta.resolution


def clipped(duration: timedelta) -> int:
    """A duration in microseconds; what is too long for 64 bits is too long for any answer."""
    return min(max(micros_of(duration), -LONGEST), LONGEST)


def clock_micros(clock: time) -> int:
    """A time of day in microseconds since midnight."""
    seconds = (clock.hour * 60 + clock.minute) * 60 + clock.second
    return seconds * SECOND + clock.microsecond


def duration_of(micros: int) -> timedelta:
    """The duration of so many microseconds."""
    return timedelta(microseconds=int(micros))


def instant_micros(at: datetime) -> int:
    """An instant in microseconds since 1970."""
    return (at - _EPOCH) // timedelta.resolution


def instant_at(micros: int) -> datetime:
    """The instant, in UTC, so many microseconds after 1970."""
    return _EPOCH + timedelta(microseconds=int(micros))


FIRST_MICROS = instant_micros(datetime.min.replace(tzinfo=UTC))
LAST_MICROS = instant_micros(datetime.max.replace(tzinfo=UTC))
LONGEST = 4 * 10**18
"""More microseconds than there are from the first instant to the last, with room for a sum."""


def day_number(day: date) -> int:
    """A date as days since 1970."""
    return day.toordinal() - _EPOCH_ORDINAL


def date_of(number: int) -> date:
    """The date so many days after 1970."""
    return date.fromordinal(int(number) + _EPOCH_ORDINAL)
