"""`policy`: agreements with their hours and holidays as one policy, and what could not be carried over (R19)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from slaclock.adapters.frappe.agreements import AgreementRule, Known, ReadAgreement, read_agreements
from slaclock.adapters.frappe.fields import text_in
from slaclock.adapters.frappe.holiday_lists import read_holiday_lists
from slaclock.adapters.frappe.statuses import Statuses, lifecycles, meanings, read_statuses
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Record, taken
from slaclock.adapters.policy_readings import PolicyReading
from slaclock.hours import zone_named
from slaclock.limits import OF_A_PAYLOAD, Limits

AGREEMENT_KEYS = ("service_level_agreement", "sla")
"""Where a ticket states its agreement: in ERPNext, and in Frappe Helpdesk."""


@dataclass(frozen=True)
class FrappeReading(PolicyReading):
    """A policy that was read of ERPNext or Frappe Helpdesk, its losses, and for which tickets each plan is.

    Rules: R11, R19.
    """

    rules: tuple[AgreementRule, ...] = ()
    """For which tickets each plan is, as the product states it."""

    def plan_of(self, ticket: Any) -> str | None:
        """The plan of a ticket: that of the agreement that it states.

        Args:
            ticket: A ticket as the product hands it over.

        Returns:
            The name of the plan; nothing where the ticket states no agreement.

        Raises:
            PayloadError: It is no ticket, or states an agreement that was not read.

        Rules: R11, R19.
        """
        payload = taken(ticket, "ticket")
        plan = stated_agreement(payload.record())
        if plan is not None and plan not in self.policy.plans:
            known = ", ".join(self.policy.plans)
            raise payload.error(f"it has the agreement {plan!r}, which was not read; pass it with the others: {known}")
        return plan

    def default_priority_of(self, plan: str | None) -> str | None:
        """The priority of tickets that state none; nothing where none is stated."""
        return next((rule.default_priority for rule in self.rules if rule.plan == plan), None) or None


def stated_agreement(record: Record) -> str | None:
    """The agreement that a ticket states; nothing where it states none."""
    return next((name for key in AGREEMENT_KEYS if (name := text_in(record.get(key)))), None)


def policy(
    service_level_agreements: Any = None,
    holiday_lists: Any = None,
    ticket_statuses: Any = None,
    *,
    timezone: str,
    name: str = "ERPNext and Frappe Helpdesk",
    limits: Limits = OF_A_PAYLOAD,
) -> FrappeReading:
    """Read service level agreements of ERPNext or Frappe Helpdesk.

    Each agreement becomes a plan and a schedule by its name. Each payload may be a whole answer, a list of answers or
    of records, one record, or objects of a client with `to_dict()` or `raw`; records that were asked for as a list
    come without their rows, so ask for each by its name.

    Args:
        service_level_agreements: `Service Level Agreement` or `HD Service Level Agreement`.
        holiday_lists: `Holiday List` or `HD Service Holiday List`, those that agreements name.
        ticket_statuses: `HD Ticket Status`, whose categories say in which of them Frappe Helpdesk pauses.
        timezone: IANA name of the site's zone, in which all times are written.
        name: What the policy is to be called.
        limits: How much of each payload is read.

    Returns:
        The policy, with what could not be carried over in `losses`.

    Raises:
        PayloadError: Something cannot be read; the message has the place inside the payload.
        ZoneError: There is no zone of the name in `timezone`.

    Examples:
        >>> read = policy({"data": {"name": "Gold", "holiday_list": "2026",
        ...     "priorities": [{"priority": "High", "response_time": 7200, "resolution_time": 86400}],
        ...     "support_and_resolution": [
        ...         {"workday": "Monday", "start_time": "10:00:00", "end_time": "18:00:00"}]}},
        ...     {"data": {"name": "2026", "from_date": "2026-01-01", "to_date": "2026-12-31",
        ...         "holidays": [{"holiday_date": "2026-06-01", "description": "<p>Founders</p>"}]}},
        ...     timezone="Asia/Kolkata")
        >>> print(read.policy.schedule("Gold"))
        Mon 10:00-18:00 Asia/Kolkata, holidays 2026
        >>> print(read.policy.target(priority="High", metric="resolution"))
        24 business hours

    Rules: R3, R5, R7, R11, R13, R14, R16, R19.
    """
    zone_named(timezone)
    account = Account()
    lists = read_holiday_lists(taken(holiday_lists, "holiday_lists", limits), account)
    statuses = read_statuses(taken(ticket_statuses, "ticket_statuses", limits), account)
    agreements = taken(service_level_agreements, "service_level_agreements", limits)
    read = read_agreements(agreements, Known(lists, statuses), account)
    if not read:
        raise agreements.error("there are no agreements, and hours are in nothing else; pass service_level_agreements=")
    return _reading(read, timezone, name, statuses, account)


def _reading(
    read: Sequence[ReadAgreement], timezone: str, name: str, statuses: Statuses | None, account: Account
) -> FrappeReading:
    named = meanings(each.statuses for each in read)
    usual = lifecycles(read[0].statuses, read[0].is_helpdesk)
    document = {
        "name": name,
        "timezone": timezone,
        "boundary": "closing",
        "on_change": "recompute",
        "assumptions": list(_assumptions(read, statuses)),
        "schedules": {each.plan: each.schedule(timezone) for each in read},
        "plans": {each.plan: _plan(each, usual) for each in read},
        "metrics": {metric: life for metric, life in usual.items() if any(metric in each.targets for each in read)},
        **({"names": {"statuses": named}} if named else {}),
    }
    defaults = {each.plan: each.rule.default_priority for each in read if each.rule.default_priority}
    return FrappeReading.of(
        document,
        account,
        notes={("plans", plan): [f"Default priority {priority}."] for plan, priority in defaults.items()},
        rules=tuple(each.rule for each in read),
    )


def _plan(read: ReadAgreement, usual: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A plan; where its statuses do other things than those of the first, its metrics say so themselves."""
    own = lifecycles(read.statuses, read.is_helpdesk)
    plan: dict[str, Any] = {"schedule": read.plan}
    for metric, targets in read.targets.items():
        differs = own[metric] != usual[metric]
        plan[metric] = {**targets, **({"lifecycle": {"pauses_in": [], **own[metric]}} if differs else {})}
    return plan


def _assumptions(read: Sequence[ReadAgreement], statuses: Statuses | None) -> Iterator[str]:
    yield (
        "Read from Frappe: what is used up at closing is due then, a day of a target is 24 hours of open time, and "
        "another priority or agreement counts from the start again."
    )
    yield "The time in which a ticket was closed is a pause where it is reopened."
    if any(not each.is_helpdesk for each in read):
        yield (
            "Nothing is counted while a ticket is on hold; ERPNext adds that time to the due instant as real time, "
            "outside hours too, so its due instants differ."
        )
    if any(each.is_helpdesk for each in read):
        yield "A first response is due while a ticket is on hold, too, as Frappe Helpdesk has it."
        if statuses is None:
            yield "No statuses were given, so those hold with which Frappe Helpdesk comes: it pauses in Replied."
    if unclosed := [each.plan for each in read if each.holidays is None]:
        yield f"No holiday list is stated by: {'; '.join(unclosed)}."
    if any(each.ends_at_last_second for each in read):
        yield "A day that ends at 23:59:59 ends at midnight."
