"""Answers of Salesforce in files, each known by its keys: as a policy, as tickets or as a comparison (R19)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slaclock.adapters.answer_kinds import AnswerKinds
from slaclock.adapters.comparisons import Comparison
from slaclock.adapters.payloads import LONGEST_NAME
from slaclock.adapters.salesforce.cases import tickets
from slaclock.adapters.salesforce.comparing import compare
from slaclock.adapters.salesforce.policies import SalesforceReading, policy as read_policy
from slaclock.adapters.ticket_readings import TicketReading
from slaclock.policy import SlaPolicy
from slaclock.safe import shortened

_BY_TYPE = {
    "BusinessHours": "business_hours",
    "Holiday": "holidays",
    "CaseMilestone": "milestones",
    "CaseHistory": "histories",
    "Case": "cases",
}
"""What records are, by the type among their attributes."""


def _shown(first: Mapping[str, Any]) -> str | None:
    """What the first record says that it is; its keys show it where it has no attributes."""
    held = first.get("records")
    record = held[0] if isinstance(held, list) and held else first
    attributes = record.get("attributes") if isinstance(record, dict) else None
    said = attributes.get("type") if isinstance(attributes, dict) else None
    return _BY_TYPE.get(said, f"records of {shortened(said, LONGEST_NAME)}") if isinstance(said, str) else None


_KINDS = AnswerKinds(
    {
        "business_hours": ("TimeZoneSidKey",),
        "holidays": ("ActivityDate",),
        "settings": (),
        "milestones": ("TargetResponseInMins",),
        "histories": ("Field",),
        "cases": ("CaseNumber", "Status", "Priority", "ClosedDate", "IsClosed", "IsStopped"),
    },
    inside="records",
    shown=_shown,
    by_names={"holidays": "the names of business hours"},
    texts="settings",
)
_OF_A_POLICY = _KINDS.only("business_hours", "holidays", "settings")
_OF_FIGURES = replace(_KINDS.only("business_hours", "milestones", "histories", "cases"), texts="")


def policy_of_answers(
    answers: Mapping[str, Any], timezone: str | None = None, name: str = "Salesforce"
) -> SalesforceReading:
    """The policy of business hours and holidays in files: parsed JSON, or the text of settings files.

    Rules: R19.
    """
    given = _OF_A_POLICY.of(answers, subject="a policy")
    return given.read(read_policy, **given.arguments(), timezone=timezone, name=name)


def tickets_of_answers(answers: Mapping[str, Any], timezone: str | None = None) -> TicketReading:
    """The tickets of cases and of their histories in files.

    Rules: R18, R19.
    """
    given = _KINDS.of(answers, "histories", "cases", subject="tickets", needs=("cases",))
    return given.read(tickets, **{"cases": None, **given.arguments()}, timezone=timezone)


def comparison_of_answers(answers: Mapping[str, Any], policy: SlaPolicy, timezone: str | None = None) -> Comparison:
    """The product's milestones, with cases and their histories, in files, beside a policy.

    Business hours among them say which schedule of the policy their ids mean, by their names.

    Raises:
        UnknownNameError: The policy has no schedule of the name of business hours.

    Rules: R7, R12, R16, R19.
    """
    given = _OF_FIGURES.of(answers, subject="a comparison")
    hours = given.arguments("business_hours")
    ids = given.read(read_policy, **hours, timezone=timezone).business_hours if hours else {}
    held = given.arguments("milestones", "cases", "histories")
    return given.read(compare, policy, **{"milestones": None, **held}, business_hours=ids)
