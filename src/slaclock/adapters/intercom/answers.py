"""Answers of Intercom in files: of what kind each is, as its keys show; and office hours written (R19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slaclock.adapters.answer_kinds import AnswerKinds
from slaclock.adapters.intercom.policies import policy
from slaclock.adapters.intercom.schedule_payloads import schedule_payload
from slaclock.adapters.policy_readings import PolicyReading
from slaclock.adapters.written_parts import first_schedule, json_text, span_of
from slaclock.policy import SlaPolicy

_BY_KEY = {
    "office_hours_exceptions": ("exception_date", "office_hours_exception"),
    "office_hours_schedules": ("time_zone_name", "time_intervals", "twenty_four_seven", "office_hours_schedule"),
    "sla_rules": ("sla_rule", "first_reply_time_in_seconds", "time_to_close_in_seconds", "resolution_time_in_seconds"),
}
"""For each argument of `policy` the keys of answers and records that go there."""
_KINDS = AnswerKinds(_BY_KEY, "data")


def policy_of_answers(answers: Mapping[str, Any], timezone: str | None = None, name: str = "Intercom") -> PolicyReading:
    """The policy of office hours, their exceptions and SLA rules in files.

    Rules: R19.
    """
    given = _KINDS.of(answers)
    return given.read(policy, **given.arguments(), timezone=timezone, name=name)


def text_of_policy(policy: SlaPolicy, *, schedule: str | None, plan: str | None, years: Sequence[int]) -> str:
    """A schedule as office hours: the first where none is named; SLA rules are not written.

    Rules: R19.
    """
    found = first_schedule(policy, schedule, plan, "SLA rules are not written", "office hours are all that is written")
    return json_text(schedule_payload(found, span_of(years)))
