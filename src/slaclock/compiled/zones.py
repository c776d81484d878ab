"""`StatedZone`: a time zone as it was when a policy was compiled, whatever the computer knows of it today (R2, R22)."""

from __future__ import annotations

from bisect import bisect_right
from datetime import datetime, timedelta, tzinfo

from slaclock.compiled.packing import unpacked
from slaclock.compiled.years import EPOCH, TICK, Years

TYPE_CHECKING = False  # Not from typing, which takes longer than all that a due date needs of this wing.
if TYPE_CHECKING:
    from typing import Any

_ZERO = timedelta(0)
_SECOND = 1_000_000
_BARE_EPOCH = EPOCH.replace(tzinfo=None)


class StatedZone(tzinfo):
    """A zone by its offsets and the instants at which they change; readings of other years are refused.

    Args:
        told: Its entry under `zones`.
        years: The years of the policy.
    """

    def __init__(self, told: dict[str, Any], years: Years) -> None:
        self.name: str = told["name"]
        self._told = told
        self._years = years
        self.changes = unpacked(told["changes"])
        self._offsets = [seconds * _SECOND for seconds in told["offsets"]]
        steps = list(zip(self.changes[1:], self._offsets, self._offsets[1:], strict=False))
        self._first, self._last = told["from"], told["until"]
        # What clocks show when they change: for the first reading of two the later, for the second the earlier.
        self._shown = (
            [at + max(before, after) for at, before, after in steps],
            [at + min(before, after) for at, before, after in steps],
        )

    def utcoffset(self, at: datetime | None) -> timedelta | None:
        """How far its clocks are ahead of UTC."""
        return None if at is None else timedelta(microseconds=self._offsets[self._place(at)])

    def dst(self, at: datetime | None) -> timedelta | None:
        """How much of that is summer time, which nobody asks here."""
        return None if at is None else _ZERO

    def tzname(self, at: datetime | None) -> str | None:
        """What its clocks are called, e.g. `EST`."""
        return self.name if at is None else self._told["names"][self._place(at)]

    def fromutc(self, at: datetime) -> datetime:
        """What its clocks show."""
        here = self._known((at.replace(tzinfo=None) - _BARE_EPOCH) // TICK)
        place = max(bisect_right(self.changes, here) - 1, 0)
        offset = self._offsets[place]
        shown = at + timedelta(microseconds=offset)
        went_back = self._offsets[place - 1] - offset if place else 0
        return shown.replace(fold=1) if here < self.changes[place] + went_back else shown

    def _place(self, at: datetime) -> int:
        shown = (at.replace(tzinfo=None) - _BARE_EPOCH) // TICK
        place = bisect_right(self._shown[at.fold], shown)
        self._known(shown - self._offsets[place])
        return place

    def _known(self, at: int) -> int:
        if not self._first <= at <= self._last:
            self._years.beyond(later=at > self._last)
        return at

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"StatedZone({self.name!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return StatedZone, (self._told, self._years)
