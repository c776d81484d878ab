"""Answers of Salesforce in files: of what kind each is, as its keys show, as a policy or as tickets (R19)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slaclock.adapters.salesforce.cases import tickets
from slaclock.adapters.salesforce.policies import SalesforceReading, policy
from slaclock.adapters.ticket_readings import TicketReading
from slaclock.errors import PayloadError


def policy_of_answers(
    answers: Mapping[str, Any], timezone: str | None = None, name: str = "Salesforce"
) -> SalesforceReading:
    """The policy that several answers make together, whatever their order.

    Args:
        answers: Parsed JSON, or the text of settings files, by what messages call it: a file.
        timezone: IANA name of the zone of business hours that state none.
        name: What the policy is to be called.

    Raises:
        PayloadError: It is not known what one of them is, or something in it cannot be read.

    Rules: R19.
    """
    hours: list[Any] = []
    holidays: list[Any] = []
    by_hours: dict[str, Any] = {}
    settings: list[str] = []
    for file, answer in answers.items():
        held = answer if isinstance(answer, list) else [answer]
        if isinstance(answer, str):
            settings.append(answer)
        elif _is(answer, "TimeZoneSidKey"):
            hours += held
        elif _is(answer, "ActivityDate"):
            holidays += held
        elif isinstance(answer, dict) and answer and all(_is(each, "ActivityDate") for each in answer.values()):
            by_hours |= answer
        else:
            known = "business hours, holidays, or the text of BusinessHours.settings"
            raise PayloadError(file, f"its keys do not show what it is; it holds one of: {known}")
    if holidays and by_hours:
        raise PayloadError("", "some holidays stand by the names of business hours, and others do not; give all so")
    return policy(hours or None, holidays or by_hours or None, settings, timezone, name=name)


def tickets_of_answers(answers: Mapping[str, Any], timezone: str | None = None) -> TicketReading:
    """The tickets that answers for cases and for their histories make together, whatever their order.

    Args:
        answers: Parsed JSON, by what messages call it: a file.
        timezone: IANA name of the zone of instants that name none.

    Raises:
        PayloadError: It is not known what one of them is, or something in it cannot be read.

    Rules: R18, R19.
    """
    cases: list[Any] = []
    histories: list[Any] = []
    for file, answer in answers.items():
        held = answer if isinstance(answer, list) else [answer]
        if _is(answer, "Field"):
            histories += held
        elif _is(answer, "CreatedDate"):
            cases += held
        else:
            raise PayloadError(file, "its keys do not show what it is; it holds one of: cases, histories of cases")
    return tickets(cases or None, histories or None, timezone)


def _is(answer: Any, sign: str) -> bool:
    """Whether an answer holds records with a key."""
    first = answer[0] if isinstance(answer, list) and answer else answer
    inner = first.get("records") if isinstance(first, dict) else None
    if isinstance(inner, list) and inner:
        first = inner[0]
    return isinstance(first, dict) and sign in first
