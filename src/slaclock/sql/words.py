"""What databases say alike: texts and numbers as literals, and how names are compared (R19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

ANY = "*"
"""What stands for every name that the policy does not know: it makes no difference then."""
UNKNOWN = "the policy has no such plan, metric or priority"
_SEPARATORS = "_-\t\n\v\f\r \x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, (*range(0x2000, 0x200B), *range(0x2010, 0x2016)))
)
"""What names are compared without: `folded` in `slaclock.spelling` says it as a pattern."""
_CAPITALS = {"ABCDEFGHIJKLMNOPQRSTUVWXYZ\u017f\u212a": "abcdefghijklmnopqrstuvwxyzsk"}
_LIGATURES = {
    "\xdf": "ss",
    "\u1e9e": "ss",
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
"""All letters beyond ASCII that are the same as letters of ASCII when case makes no difference."""


def text(given: str) -> str:
    """A text as a literal: quotes are doubled, and what a database cannot hold is left out."""
    return "'" + given.replace("\0", "").replace("'", "''") + "'"


def folded(name: str) -> str:
    """A name in the spelling in which names are compared, for those that are compared with letters of ASCII."""
    ((capitals, small),) = _CAPITALS.items()
    told = f"translate({name}, {text(capitals + _SEPARATORS)}, {text(small)})"
    for letter, letters in _LIGATURES.items():
        told = f"replace({told}, {text(letter)}, {text(letters)})"
    return told


class Names:
    """For what something is promised: plans, metrics, priorities and channels, and the number of the answer for each.

    Args:
        promised: The number of the answer for a plan, a metric, a priority and a channel.
        own: What a helpdesk calls plans, priorities and channels, in the spelling in which names are compared.
    """

    def __init__(self, promised: Mapping[tuple[str, str, str, str], int], own: Mapping[str, Mapping[str, str]]) -> None:
        self.promised = promised
        self.own = own
        sorts = [list(dict.fromkeys(key[place] for key in promised)) for place in range(4)]
        self.plans, self.metrics, self.priorities, self.channels = sorts

    @property
    def tell_priorities(self) -> bool:
        """Whether priorities make a difference."""
        return self.priorities != [ANY]

    @property
    def tell_channels(self) -> bool:
        """Whether channels do."""
        return self.channels != [ANY]

    @property
    def answers(self) -> list[int | None]:
        """The numbers of answers, a channel after the other, then a priority after the other, and so on."""
        known = product(self.plans, self.metrics, self.priorities, self.channels)
        return [self.promised.get(key) for key in known]


def numbers(given: Iterable[int | None]) -> str:
    """Numbers, with commas between them."""
    return ", ".join("NULL" if number is None else str(number) for number in given)


def texts(given: Sequence[str]) -> str:
    """Texts, with commas between them."""
    return ", ".join(map(text, given))
