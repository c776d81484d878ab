"""Where events of whole columns are of some kind, and which of them comes before each (R18)."""

from __future__ import annotations

from collections.abc import Callable, Collection

import numpy as np

from slaclock.columns.instants import Mask
from slaclock.columns.labels import Labels
from slaclock.columns.lookup import Places

NEVER = -1


def last_where(mask: Mask) -> Places:
    """For each place the last one up to it where a mask holds; -1 where there is none."""
    found = np.flatnonzero(mask)
    if not len(found):
        return np.full(len(mask), NEVER)
    # Each holds up to the next one.
    return np.repeat(np.append(NEVER, found), np.diff(found, prepend=0, append=len(mask)))


def is_kind(labels: Labels, kinds: Collection[str]) -> Mask:
    """Where names are some of these."""
    return where_named(labels, lambda name: name in kinds)


def where_named(labels: Labels, holds: Callable[[str | None], bool]) -> Mask:
    """Where something holds of names; one name for all rows answers for one."""
    answers = np.array([holds(name) for name in labels.names], np.bool_)
    found: Mask = answers if labels.codes is None else answers[labels.codes]
    return found
