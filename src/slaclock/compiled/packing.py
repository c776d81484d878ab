"""Sorted whole numbers written short: their differences, in the largest unit that divides them all."""

from __future__ import annotations

from itertools import accumulate, pairwise

TYPE_CHECKING = False  # Not from typing, which takes longer than all that a due date needs of this wing.
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypedDict

    class Packed(TypedDict):
        """Numbers in order, told by the steps from each to the next."""

        unit: int
        """What one of a step is."""
        steps: list[int]
        """The first number, and then how much larger each next one is, in units."""


def packed(numbers: Sequence[int]) -> Packed:
    """Numbers in order as steps; those of office hours have two or three digits each."""
    from math import gcd  # Who reads needs none.

    unit = gcd(*numbers) or 1
    return {"unit": unit, "steps": [(after - before) // unit for before, after in pairwise([0, *numbers])]}


def unpacked(told: Packed) -> list[int]:
    """The numbers again."""
    unit = 0 + told["unit"]  # Whole numbers, whoever wrote them.
    return [number * unit for number in in_units(told)]


def in_units(told: Packed) -> list[int]:
    """The same numbers, in units."""
    numbers = accumulate(told["steps"], initial=0)
    next(numbers)
    return list(numbers)
