"""`Reading`: one thing in a policy that could be read otherwise, and how it is read."""

from __future__ import annotations

from pydantic import Field

from slaclock.declaration import Declaration
from slaclock.review.doubts import Path


class Reading(Declaration):
    """One thing that could be read otherwise, and how it is read."""

    where: str
    """The part of the policy that it concerns."""

    choice: str
    """Name of the choice and the value in force, e.g. `boundary: closing`."""

    rule: str
    """Number of the rule, e.g. `R7`."""

    text: str
    """What it means here."""

    stated: bool = False
    """Whether the policy states it; else it is the default."""

    keys: tuple[str, ...] = ()
    """Where what it concerns stands: `plans.standard.first_response`."""

    places: tuple[str, ...] = ()
    """For each of these the file, line and column, where the policy was read from a file: `policy.yaml:12:5`."""

    paths: tuple[Path, ...] = Field(default=(), exclude=True, repr=False)
    """The same key by key, as the policy holds them."""
