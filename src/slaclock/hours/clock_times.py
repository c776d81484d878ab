"""Times of day on a local clock, and how they are written (R3, R4)."""

from __future__ import annotations

from datetime import time
from typing import NamedTuple

MIDNIGHT = time(0)


class ClockTimes(NamedTuple):
    """From one reading to another; at or before `opens`, `closes` is on the next day."""

    opens: time
    closes: time


def write_time(reading: time, closing: bool = False) -> str:
    """A time of day as `22:00`, with seconds only where there are any."""
    if closing and reading == MIDNIGHT:
        return "24:00"
    if reading.microsecond:
        return reading.isoformat("microseconds")
    return reading.isoformat("seconds" if reading.second else "minutes")


def write_times(times: ClockTimes) -> str:
    """A stretch as `22:00-06:00`, its end as `24:00` where that is midnight."""
    return f"{write_time(times.opens)}-{write_time(times.closes, closing=True)}"
