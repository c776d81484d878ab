"""`Limits`: how much of a text from outside is read, by a policy, by a ticket and by an adapter (R21).

What else is limited is so where it is declared, asked or kept; `docs/reference/limits.md` has all of it.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from slaclock.errors import ChoiceError

DEEPEST = 200
"""What the depth may be at most: what reads texts follows it by calling itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of a text from outside is read; the time and the memory that it takes follow from it.

    A service that reads texts of strangers may allow less, and one that writes its own texts more.

    Raises:
        ChoiceError: One of them is no whole number above zero, or the depth is above 200.

    Examples:
        >>> from slaclock import SlaPolicy
        >>> text = "{name: Small, timezone: UTC, plans: {only: {first_response: 1 hour}}}"
        >>> SlaPolicy.loads(text, limits=Limits(size=20_000, values=500)).name
        'Small'

    Rules: R21.
    """

    size: int = 1_000_000
    """Bytes of a file, or characters of a text."""

    values: int = 50_000
    """Values in it, lists and mappings included; what YAML repeats by an alias is counted each time."""

    depth: int = 40
    """How many lists and mappings may stand in one another."""

    def __post_init__(self) -> None:
        for each in fields(self):
            given = getattr(self, each.name)
            if not isinstance(given, int) or isinstance(given, bool) or given < 1:
                raise ChoiceError(f"{each.name} is a whole number above zero, not {given!r}; write e.g. {each.default}")
        if self.depth > DEEPEST:
            raise ChoiceError(f"depth is {DEEPEST} at most, not {self.depth}; write e.g. 40")


OF_A_POLICY = Limits()
"""How much of a policy is read where nothing else is said."""
OF_A_TICKET = Limits(size=4 << 20)
"""How much of a ticket is read where nothing else is said."""
OF_A_PAYLOAD = Limits(size=100_000_000, values=2_000_000)
"""How much is read of what another product hands over, where nothing else is said."""
