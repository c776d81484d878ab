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
    """The policy that several answers make together, whatever their order.

    Args:
        answers: Parsed JSON, by what messages call it: a file.
        timezone: IANA name of the zone of office hours that state none.
        name: What the policy is to be called.

    Raises:
        PayloadError: It is not known what one of them is, or something in it cannot be read.

    Rules: R19.
    """
    given = _KINDS.of(answers)
    return given.read(policy, **given.arguments(), timezone=timezone, name=name)


def text_of_policy(policy: SlaPolicy, *, schedule: str | None, plan: str | None, years: Sequence[int]) -> str:
    """A schedule of a policy as office hours of Intercom.

    Args:
        policy: The policy.
        schedule: Name of the schedule; the first where nothing is given.
        plan: Nothing: SLA rules are not written.
        years: The years whose dates are written, where holidays or exceptions follow rules.

    Raises:
        PayloadError: The format cannot say what the policy does.
        UnknownNameError: There is no such schedule.
    """
    found = first_schedule(policy, schedule, plan, "SLA rules are not written", "office hours are all that is written")
    return json_text(schedule_payload(found, span_of(years)))
