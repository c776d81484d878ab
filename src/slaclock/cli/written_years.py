"""Years as they are typed: one, or the first and the last of a run."""

from __future__ import annotations

from slaclock.errors import ChoiceError
from slaclock.patterns import pattern

_YEARS = pattern(r"([0-9]{4})(?:\s*-\s*([0-9]{4}))?")
MOST_YEARS = 50


def read_years(text: str) -> range:
    """Years one after another, as they are typed.

    Raises:
        ChoiceError: It is neither a year nor a run of at most 50, from the first on.

    Examples:
        >>> list(read_years("2026-2028"))
        [2026, 2027, 2028]
    """
    found = _YEARS.fullmatch(text.strip())
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
    if 1 <= last < first < last + MOST_YEARS:
        raise ChoiceError(f"cannot read {text!r} as --years: it ends before it begins; write {last:04}-{first:04}")
    if not 1 <= first <= last < first + MOST_YEARS:
        raise ChoiceError(
            f"cannot read {text!r} as --years: write a year, or the first and the last of at most {MOST_YEARS}, "
            "e.g. 2026 or 2026-2028"
        )
    return range(first, last + 1)
