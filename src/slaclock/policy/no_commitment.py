"""Words with which a policy promises nothing, and what stands in the place of a promise then (R11, R19)."""

from __future__ import annotations

import re
from typing import Any, NamedTuple, NoReturn

from slaclock.errors import NotPromisedError, TargetError, nearest
from slaclock.hours import Schedule
from slaclock.tickets import Thresholds

_NOTHING = (
    "none",
    "n/a",
    "not applicable",
    "no commitment",
    "no target",
    "no sla",
    "no guarantee",
    "not promised",
    "not committed",
    "-",
    "–",
    "—",
)
_EFFORTS = (
    "best effort",
    "best efforts",
    "best endeavours",
    "best endeavors",
    "reasonable effort",
    "reasonable efforts",
    "reasonable endeavours",
    "commercially reasonable effort",
    "commercially reasonable efforts",
    "as soon as possible",
    "asap",
    "when possible",
    "as time permits",
    "as resources permit",
)
_FOLDED = frozenset(re.sub(r"[\s-]+", " ", each).strip() or each for each in (*_NOTHING, *_EFFORTS))

_BEGINNINGS = tuple(f"{each} " for each in _NOTHING if each[0] == "n")


def _folded(text: str) -> str:
    written = text.strip().lower().rstrip(".")
    return re.sub(r"[\s-]+", " ", written).strip() or written


def promises_nothing(text: str) -> bool:
    """Whether a text in the place of a target says that there is none: `none`, `n/a`, `best effort`."""
    return _folded(text) in _FOLDED


def says_more(text: str) -> bool:
    """Whether such a text is worth telling: `best effort` is, `none` is not."""
    return _folded(text) in _EFFORTS


def without_target(given: dict[str, Any]) -> dict[str, Any]:
    """The keys of a promise, with a target that is none under `no_commitment`.

    Raises:
        TargetError: The target is nearly such a text.
    """
    text = given.get("target")
    if not isinstance(text, str):
        return given
    if promises_nothing(text):
        return {**{key: value for key, value in given.items() if key != "target"}, "no_commitment": text.strip()}
    if _folded(text).startswith(_BEGINNINGS):
        raise TargetError(
            f"cannot read {text!r} as a target; write 'none' or 'best effort', which promise nothing, and what else it "
            "says in a comment"
        )
    if near := nearest(_folded(text), _FOLDED, cutoff=0.75):
        raise TargetError(f"cannot read {text!r} as a target; did you mean {near[0]!r}, which promises nothing?")
    return given


class NoCommitment(NamedTuple):
    """What stands where nothing is promised.

    Rules: R11.
    """

    words: str
    """The words of the policy: `none`, `best effort`; none where it says nothing."""
    schedule: Schedule
    """On which something else that is promised beside it would be counted."""
    subject: str
    """For what nothing is promised: `first_response of P4 in plan standard`."""
    condition: str = ""
    """How a request was received for which nothing is promised, where that makes a difference."""

    @property
    def escalations(self) -> Thresholds:
        """Nobody is notified."""
        return ()

    def refuse(self, left_open: str = "") -> NoReturn:
        """Say that nothing is promised.

        Args:
            left_open: What the question leaves open on which that depends.

        Raises:
            NotPromisedError: Always.
        """
        received = f" received {self.condition}" if self.condition else ""
        words = f": {self.words}" if self.words else " for requests that meet no condition of `when`"
        beside = f"; {left_open}" if left_open else ""
        raise NotPromisedError(f"nothing is promised for {self.subject}{received}{words}{beside}")
