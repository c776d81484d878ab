"""`Loss`: what of a payload could not be carried over; and the account of what was read and what was lost (R19)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from slaclock.errors import key_path
from slaclock.patterns import pattern

KeyPath = tuple[str | int, ...]
"""Where something stands, key by key."""

_PLACE = pattern(r"\[[0-9]+\]")


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing in a payload that could not be carried over.

    Examples:
        >>> print(Loss("sla_policies[0].filter", "conditions choose its tickets", "say which plan a ticket has"))
        sla_policies[0].filter: conditions choose its tickets; say which plan a ticket has

    Rules: R19.
    """

    path: str
    """Where it stands in the payload, e.g. `sla_policies[3].filter`; empty for the whole."""

    what: str
    """What stands there."""

    meaning: str
    """What that means for answers, and the way out."""

    about: KeyPath = ()
    """The key of the policy that it concerns, e.g. `("plans", "Incidents")`; empty for all of it."""

    def __str__(self) -> str:
        place = f"{self.path}: " if self.path else ""
        return f"{place}{self.what}; {self.meaning}"


class Account:
    """What was read of a payload, by its kind, and what was lost."""

    def __init__(self) -> None:
        self.losses: list[Loss] = []
        self.counts: Counter[str] = Counter()
        """How many records were read, by their kind: `schedules`, `intervals`."""

    def lose(self, path: KeyPath, what: str, meaning: str, about: KeyPath = ()) -> None:
        """Note what could not be carried over."""
        self.losses.append(Loss(key_path(path), what, meaning, about))

    def read(self, kind: str) -> None:
        """Note that a record was read."""
        self.counts[kind] += 1


def alike(losses: Iterable[Loss]) -> list[tuple[Loss, int]]:
    """Losses that differ in their places in lists alone, as the first of them and how many there are.

    Examples:
        >>> of_each = [Loss(f"tickets[{place}].vip", "key 'vip' is not known", "it was left out") for place in range(3)]
        >>> [(str(loss), number) for loss, number in alike(of_each)]
        [("tickets[0].vip: key 'vip' is not known; it was left out", 3)]
    """
    found: dict[tuple[str, str, str], tuple[Loss, int]] = {}
    for loss in losses:
        kind = (_PLACE.sub("[]", loss.path), loss.what, loss.meaning)
        first, number = found.get(kind, (loss, 0))
        found[kind] = first, number + 1
    return list(found.values())
