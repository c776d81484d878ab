"""Channels as people spell them, and when support can be reached through each of them (R11)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import BeforeValidator

from slaclock.declaration import FrozenMapping
from slaclock.errors import nearest
from slaclock.spelling import folded

ANY_CHANNEL = ""
"""What stands for every channel that is not named."""


def _coverage_in(given: object) -> object:
    return {ANY_CHANNEL: given} if isinstance(given, str) else given


Coverage = Annotated[FrozenMapping[str], BeforeValidator(_coverage_in, json_schema_input_type=str | dict[str, str])]
"""The name of a schedule, or one for each channel, e.g. `{phone: office, email: always}`."""


def reached_by(channel: str | None, coverage: Coverage) -> str | None:
    """The name of the schedule in whose hours support can be reached through a channel, where one is stated."""
    spelled = {folded(name): schedule for name, schedule in coverage.items()}
    return spelled.get(folded(channel or ANY_CHANNEL), spelled.get(ANY_CHANNEL))


_NEARLY = 0.75
"""How much a channel is like a named one that is probably meant."""


def nearly(channel: str, named: Iterable[str]) -> str | None:
    """The named channel that is probably meant by one that is none of them (R19).

    Any channel may come with requests: one of which no condition speaks changes nothing, unless it is a slip.
    """
    spelled = {folded(name): name for name in named}
    if folded(channel) in spelled:
        return None
    near = nearest(folded(channel), spelled, cutoff=_NEARLY)
    return spelled[near[0]] if near else None
