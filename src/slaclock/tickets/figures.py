"""`Figures`: what was used, what is left and what was paused, in one kind of time (R16, R18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from slaclock.results import Result


@dataclass(frozen=True, slots=True)
class Figures(Result):
    """What was used, what is left and what was paused, all in business time or all in calendar time."""

    elapsed: timedelta
    """Time that ran, without pauses."""
    remaining: timedelta
    """From now until due, negative after it."""
    paused: timedelta
    """Time that passed while paused."""
