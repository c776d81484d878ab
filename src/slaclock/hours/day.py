"""`Day`: a business day, and what opens on it (R10)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from slaclock.hours.interval import Span


class Day(NamedTuple):
    """A business day: the date and what opens on it, merged and never empty (R10)."""

    date: date
    spans: tuple[Span, ...]
    outlasted_until: datetime | None = None
    """When hours of a date before it close, if that is later than its own."""
    forestalled_at: datetime | None = None
    """When hours of a date after it open, if that is earlier than its own."""

    @property
    def opens(self) -> datetime:
        """When it begins: no later than the business days after it (R20)."""
        return self.forestalled_at or self.spans[0][0]

    @property
    def closes(self) -> datetime:
        """When it is over: no earlier than the business days before it (R20)."""
        return self.outlasted_until or self.spans[-1][1]
