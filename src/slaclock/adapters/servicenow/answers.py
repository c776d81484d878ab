"""Answers of the Table API in files: of which table each is, as its keys show (R19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from slaclock.adapters.servicenow.policies import ServiceNowReading, policy
from slaclock.errors import PayloadError

_BY_KEY = {
    "cmn_schedule_span": ("start_date_time", "repeat_type"),
    "contract_sla": ("duration", "duration_type", "start_condition"),
    "cmn_schedule": ("time_zone",),
}
"""For each table keys of its records."""


def policy_of_answers(
    answers: Mapping[str, Any], timezone: str | None = None, name: str = "ServiceNow"
) -> ServiceNowReading:
    """The policy that several answers make together, whatever their order.

    Args:
        answers: Parsed JSON, by what messages call it: a file; one may hold several answers by the names of tables.
        timezone: IANA name of the zone of schedules that float.
        name: What the policy is to be called.

    Raises:
        PayloadError: It is not known what one of them is, or something in it cannot be read.

    Rules: R19.
    """
    given: dict[str, list[Any]] = {}
    for file, answer in answers.items():
        for table, held in _tables(answer, file):
            given.setdefault(table, []).extend(held if isinstance(held, list) else [held])
    schedules, spans, slas = (
        held[0] if held and len(held) == 1 else held
        for held in map(given.get, ("cmn_schedule", "cmn_schedule_span", "contract_sla"))
    )
    return policy(schedules, spans, slas, timezone, name=name)


def _tables(answer: Any, file: str) -> Iterator[tuple[str, Any]]:
    named = [table for table in _BY_KEY if isinstance(answer, dict) and table in answer]
    for table in named:
        yield table, answer[table]
    if not named:
        yield _kind_of(answer, file), answer


def _kind_of(answer: Any, file: str) -> str:
    held = answer.get("result", answer) if isinstance(answer, dict) else answer
    first = held[0] if isinstance(held, list) and held else held
    if isinstance(first, dict):
        if "planned_end_time" in first:
            raise PayloadError(file, "these are clocks of tasks, of which no policy is made; pass them to compare")
        for table, keys in _BY_KEY.items():
            if any(key in first for key in keys):
                return table
    known = ", ".join(_BY_KEY)
    raise PayloadError(file, f"its keys do not show of which table it is; it holds one of: {known}")
