"""Answers of Salesforce in files, each known by its keys: as a policy, as tickets or as a comparison (R19)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slaclock.adapters.comparisons import Comparison
from slaclock.adapters.salesforce.cases import tickets
from slaclock.adapters.salesforce.comparing import compare
from slaclock.adapters.salesforce.policies import SalesforceReading, policy as read_policy
from slaclock.adapters.ticket_readings import TicketReading
from slaclock.errors import PayloadError
from slaclock.policy import SlaPolicy


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
    return read_policy(hours or None, holidays or by_hours or None, settings, timezone, name=name)


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


def comparison_of_answers(answers: Mapping[str, Any], policy: SlaPolicy, timezone: str | None = None) -> Comparison:
    """The product's milestones beside a policy, of answers in any order.

    Args:
        answers: Parsed JSON, by what messages call it: milestones; cases and their histories; and business hours, which
            say which schedule of the policy their ids mean, by their names.
        policy: The policy that was read of the organisation.
        timezone: IANA name of the zone of business hours that state none.

    Raises:
        PayloadError: It is not known what one of them is, or something in it cannot be read.
        UnknownNameError: The policy has no schedule of the name of business hours.

    Rules: R7, R12, R16, R19.
    """
    signs = {"TimeZoneSidKey": "hours", "TargetResponseInMins": "milestones", "Field": "histories", "Status": "cases"}
    given: dict[str, list[Any]] = {kind: [] for kind in signs.values()}
    for file, answer in answers.items():
        kind = next((kind for sign, kind in signs.items() if _is(answer, sign)), None)
        if kind is None:
            known = "milestones, cases, histories of cases, business hours"
            raise PayloadError(file, f"its keys do not show what it is; it holds one of: {known}")
        given[kind] += answer if isinstance(answer, list) else [answer]
    ids = read_policy(given["hours"], timezone=timezone).business_hours if given["hours"] else {}
    held = (given["milestones"], given["cases"] or None, given["histories"] or None)
    return compare(policy, *held, business_hours=ids)


def _is(answer: Any, sign: str) -> bool:
    """Whether an answer holds records with a key."""
    first = answer[0] if isinstance(answer, list) and answer else answer
    inner = first.get("records") if isinstance(first, dict) else None
    if isinstance(inner, list) and inner:
        first = inner[0]
    return isinstance(first, dict) and sign in first
