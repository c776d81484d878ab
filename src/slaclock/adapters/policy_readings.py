"""`PolicyReading`: the policy that a payload states, what was lost on the way, and both as a policy file (R19)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self

from slaclock.adapters.losses import Account, KeyPath, Loss
from slaclock.adapters.yaml_text import yaml_text
from slaclock.errors import DeclarationError, PayloadError
from slaclock.policy import SlaPolicy

Notes = Mapping[KeyPath, Sequence[str]]
"""What is said of keys of a policy, such as the ids of what they were read from."""


@dataclass(frozen=True)
class PolicyReading:
    """A policy that was read of another product's payload, and what could not be carried over.

    Rules: R19.
    """

    policy: SlaPolicy
    """The policy; its `assumptions` say how the payload was read."""

    losses: tuple[Loss, ...]
    """What could not be carried over, each with its place and what it means for answers."""

    counts: Mapping[str, int]
    """How many records were read, by their kind: `schedules`, `intervals`, `holidays`."""

    document: Mapping[str, Any] = field(repr=False)
    """The policy as plain data."""

    notes: Notes = field(repr=False)
    """What is known of keys of the policy: the ids of what they were read from."""

    @classmethod
    def of(cls, document: Mapping[str, Any], account: Account, notes: Notes, **own: Any) -> Self:
        """The policy that plain data states, with all that was noted while its payload was read.

        Args:
            document: The policy as plain data.
            account: What was read, and what was lost.
            notes: What is known of keys of the policy.
            own: What a reading of this product has more.

        Raises:
            PayloadError: The document does not hold together.
        """
        return cls(policy_of(document), tuple(account.losses), dict(account.counts), document, notes, **own)

    def yaml(self) -> str:
        """The policy as a policy file in YAML, with a comment at each loss, and ids.

        `SlaPolicy.loads` of it gives the same policy.
        """
        comments = {path: list(said) for path, said in self.notes.items()}
        for loss in self.losses:
            comments.setdefault(_in(self.document, loss.about), []).append(f"Not carried over: {loss}")
        return yaml_text(self.document, comments)


def _in(document: Any, path: KeyPath) -> KeyPath:
    """The part of a path that stands in a document."""
    for place, step in enumerate(path):
        if not isinstance(document, Mapping) or step not in document:
            return path[:place]
        document = document[step]
    return path


def policy_of(document: Mapping[str, Any]) -> SlaPolicy:
    """The policy that plain data states, as an adapter made it of a payload.

    Raises:
        PayloadError: It does not hold together.
    """
    try:
        return SlaPolicy(**document)
    except DeclarationError as error:
        raise PayloadError("", f"what it says makes no policy: {error}") from None


def named_apart(names: Iterable[tuple[str, str]]) -> list[str]:
    """Names that differ, of names and ids: the id stands beside a name that several have."""
    given = list(names)
    counts = Counter(name for name, _ in given)
    taken = {name for name, number in counts.items() if number == 1}
    found: list[str] = []
    for name, key in given:
        apart = name if counts[name] == 1 else next(each for each in _with_id(name, key) if each not in taken)
        taken.add(apart)
        found.append(apart)
    return found


def _with_id(name: str, key: str) -> Iterator[str]:
    """A name with its id, and with numbers where that is taken, too."""
    if key:
        yield f"{name} ({key})"
    yield from (f"{name} ({key}, {number})" if key else f"{name} ({number})" for number in count(1))
