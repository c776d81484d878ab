"""Two compiled policies side by side, for customers of one zone, in the years for which both answer (R22)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from slaclock.compiled import CompiledPolicy, unpacked
from slaclock.hours import instant

_EPOCH = date(1970, 1, 1)
_REACH = timedelta(days=1)
"""How far around the years the dates lie on which something may open that is open in them."""


class CompiledSide(NamedTuple):
    """One of two compiled policies, for customers of one zone."""

    policy: CompiledPolicy
    customer: str = ""
    """The zone of the customers; empty where none is known."""

    @property
    def told(self) -> Mapping[str, Any]:
        """All that is told."""
        return self.policy.to_dict()

    @property
    def party(self) -> Mapping[str, Any]:
        """What is told for these customers."""
        party: Mapping[str, Any] = self.told["customers"][self.customer]
        return party

    @property
    def versions(self) -> dict[int | None, Mapping[str, Any]]:
        """What is told of each version, by the instant from which it holds; of the first one that is always."""
        return {each["from"]: each for each in self.party["versions"]}


class Abreast(NamedTuple):
    """The versions of both that are in force from one instant on."""

    since: int | None
    """The instant in microseconds; nothing for always."""
    old: Mapping[str, Any]
    new: Mapping[str, Any]

    @property
    def begins(self) -> str:
        """The instant in words; empty for always."""
        return "" if self.since is None else f"from {instant(self.since):%Y-%m-%d %H:%M}Z"


class CompiledPair(NamedTuple):
    """A compiled policy as it was and as it is, for the same customers."""

    old: CompiledSide
    new: CompiledSide

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year for which both answer; where there is none, the first is later."""
        (first, last), (other_first, other_last) = (side.policy.years for side in self)
        return max(first, other_first), min(last, other_last)

    @property
    def span(self) -> tuple[datetime, datetime]:
        """The first and the last instant about which both answer; where there is none, the first is later."""
        start, until = (each(side.told[key] for side in self) for each, key in ((max, "from"), (min, "until")))
        return instant(start), instant(until)

    @property
    def dates(self) -> tuple[date, date]:
        """The first and the last date on which something may open that is open in these years."""
        first, last = self.years
        return date(first, 1, 1) - _REACH, date(last, 12, 31) + _REACH

    def dates_in(self, packed: Any) -> list[date]:
        """The dates among packed ones that lie in these years, or just around them; none where none are told."""
        first, last = self.dates
        found = [] if packed is None else [_EPOCH + timedelta(days=number) for number in unpacked(packed)]
        return [day for day in found if first <= day <= last]

    def versions_abreast(self) -> Iterator[Abreast]:
        """The versions of both side by side, from each start of a version of either."""
        was, now = self.old.versions, self.new.versions
        old, new = was[None], now[None]
        yield Abreast(None, old, new)
        for since in sorted(each for each in {*was, *now} if each is not None):
            old, new = was.get(since, old), now.get(since, new)
            yield Abreast(since, old, new)
