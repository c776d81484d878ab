"""Whether the parts of a compiled policy go together: places, lengths, the order of instants, how far they lie (R22).

That is asked before a policy is made of it: who answers then knows of no document, and could not say what is wrong with
it. Its schema, which takes longer to load, is asked only where something is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, get_args

from slaclock.compiled.packing import unpacked
from slaclock.compiled.sealed import refuse
from slaclock.compiled.shape import Beyond, Kind
from slaclock.compiled.unsound import FAILURES, NOT_WRITTEN, misshapen, refuse_unsound
from slaclock.compiled.years import EARLIEST, LATEST, ticks

_DAY = 86_400_000_000
_AROUND = 10 * _DAY
"""How far around its years anything lies that is told in instants or dates."""
_BEYOND, _KINDS = frozenset(get_args(Beyond)), frozenset(get_args(Kind))
PLACES = {"target": "targets", "schedule": "schedules", "holidays": "calendars"}
"""The lists in which the places lie that an offer tells under these keys."""


def check(told: dict[str, Any], called: str) -> None:
    """Refuse a document that is not whole in itself.

    Args:
        told: The document.
        called: What errors call it.

    Raises:
        CompiledPolicyError: Something in it is not as its schema says, or does not go together with the rest.
    """
    try:
        found = next(_Parts(told).faults(), None)
    except FAILURES as error:
        refuse_unsound(told, called, error)
    if found:
        why = misshapen(told) or f"has numbers or places in {found} that do not go together with the rest"
        refuse(called, f"{why}, {NOT_WRITTEN}")


class _Parts:
    """The parts of a document, of which a policy is to be made."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self.told = told
        self.low, self.high = told["from"] - _AROUND, told["until"] + _AROUND

    def faults(self) -> Iterator[str]:
        """The places of what does not go together."""
        if not self._has_years():
            yield "years"
        yield from self._of_each("zones", self._is_zone)
        yield from self._of_each("calendars", self._are_dates)
        yield from self._of_each("reasons", _is_reason)
        yield from self._of_each("hours", self._are_hours)
        yield from self._of_each("schedules", self._is_schedule)
        yield from self._of_each("targets", lambda told: _are_texts([told["written"]]))
        yield from self._of_each("offers", self._is_offer)
        if not self._is_in("zones", self.told["zone"]):
            yield "zone"
        for zone, party in self.told["customers"].items():
            if not self._is_party(party):
                yield f"customers.{zone}"

    def _of_each(self, key: str, is_sound: Callable[[Any], bool]) -> Iterator[str]:
        return (f"{key}[{place}]" for place, each in enumerate(self.told[key]) if not is_sound(each))

    def _is_in(self, key: str, *places: int) -> bool:
        return _are_whole(places) and all(0 <= place < len(self.told[key]) for place in places)

    def _has_years(self) -> bool:
        told, (first, last) = self.told, self.told["years"]
        if not EARLIEST <= first <= last <= LATEST:
            return False
        if not _are_whole([told["from"], told["until"]]):
            return False
        begins, ends = (ticks(datetime(year, 1, 1, tzinfo=UTC)) for year in (first, last + 1))
        return bool(max(abs(begins - told["from"]), abs(ends - told["until"])) <= 2 * _DAY)

    # Numbers

    def _are_near(self, numbers: Sequence[int], unit: int = 1) -> bool:
        if not numbers:
            return True
        return _are_whole(numbers) and self.low <= min(numbers) * unit <= max(numbers) * unit <= self.high

    def _are_dates(self, told: Any) -> bool:
        days = unpacked(told)
        return _rise(days) and self._are_near(days, _DAY)

    def _is_zone(self, told: Any) -> bool:
        changes = unpacked(told["changes"])
        return (
            len(changes) == len(told["offsets"]) == len(told["names"]) > 0
            and _are_texts([told["name"], *told["names"]])
            and _are_whole([told["from"], told["until"], *told["offsets"]])
            and _rise(changes)
            and changes[0] == told["from"] <= self.told["from"] < self.told["until"] <= told["until"]
            and self._are_near([*changes, told["until"]])
            and all(abs(offset) < 86_400 for offset in told["offsets"])
        )

    def _are_hours(self, told: Any) -> bool:
        edges = unpacked(told["open"])
        return (
            self._is_in("zones", told["zone"])
            and len(edges) % 2 == 0
            and _rise(edges)
            and self._are_near(edges)
            and self._are_days(told["days"], edges)
            and (told["holidays"] is None or self._are_dates(told["holidays"]))
            and (told["closed"] is None or self._are_closed(told["closed"]))
            and self._are_dates(told["special"]["dates"])
            and len(unpacked(told["special"]["dates"])) == len(told["special"]["names"])
            and _are_texts(told["special"]["names"])
            and {told["before"], told["after"]} <= _BEYOND
        )

    def _are_days(self, told: Any, edges: list[int]) -> bool:
        number = len(unpacked(told["dates"]))
        counts = told["windows"]
        counts = [counts] * number if isinstance(counts, int) else counts
        edges = edges if told["edges"] is None else unpacked(told["edges"])
        spans = zip(edges[::2], edges[1::2], strict=False)
        return (
            self._are_dates(told["dates"])
            and len(counts) == number
            and _are_whole(counts)
            and all(count > 0 for count in counts)
            and len(edges) == 2 * sum(counts)
            and all(opens < closes for opens, closes in spans)
            and self._are_near(edges)
        )

    def _are_closed(self, told: Any) -> bool:
        edges = unpacked(told["spans"])
        return (
            len(edges) == 2 * len(told["reasons"])
            and all(before <= after for before, after in pairwise(edges))
            and self._are_near(edges)
            and self._is_in("reasons", *told["reasons"])
        )

    # Places

    def _is_schedule(self, told: Any) -> bool:
        if "problem" in told:
            return _are_texts([told["problem"]])
        return _are_texts([told["name"], told["text"]]) and self._is_in("hours", told["hours"])

    def _is_offer(self, told: Any) -> bool:
        return ("target" in told) == ("schedule" in told) and self._finds(told)

    def _finds(self, told: Any) -> bool:
        """Whether all places lie in their lists, in an offer and in all that it is made of."""
        if isinstance(told, list):
            return all(map(self._finds, told))
        if not isinstance(told, dict):
            return True
        # Holidays are none where they are not among the days of a condition.
        keys = PLACES.keys() & told.keys() - ({"holidays"} if told.get("holidays") is None else set())
        return all(self._is_in(PLACES[key], told[key]) for key in keys) and self._finds(list(told.values()))

    def _is_party(self, told: Any) -> bool:
        begins = [version["from"] for version in told["versions"]]
        return (
            begins[:1] == [None]
            and None not in begins[1:]
            and _rise(begins[1:])
            and self._is_in("schedules", *told["schedules"].values())
            and all(map(self._is_version, told["versions"]))
        )

    def _is_version(self, told: Any) -> bool:
        offers = (place for metrics in told["plans"].values() for by in metrics.values() for place in by.values())
        return (
            self._is_in("schedules", told["unnamed"], *told["schedules"].values(), *told["closures"].values())
            and self._is_in("calendars", told["holidays"])
            and self._is_in("offers", *offers)
        )


def _is_reason(told: Any) -> bool:
    return told["kind"] in _KINDS and _are_texts([told["name"]]) and isinstance(told["estimated"], bool)


def _rise(numbers: Sequence[int]) -> bool:
    return all(before < after for before, after in pairwise(numbers))


def _are_whole(numbers: Iterable[Any]) -> bool:
    return set(map(type, numbers)) <= {int}


def _are_texts(names: Iterable[Any]) -> bool:
    return set(map(type, names)) <= {str}
