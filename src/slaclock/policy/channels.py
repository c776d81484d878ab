"""Channels as people spell them, and when support can be reached through each of them (R11)."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from slaclock.declaration import FrozenMapping
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
