"""`policy`: office hours, their exceptions and SLA rules as one policy, and what could not be carried over (R19)."""

from __future__ import annotations

from typing import Any

from slaclock.adapters.amounts import plan_entry
from slaclock.adapters.hours_readings import nothing_promised
from slaclock.adapters.intercom.office_hours import ReadSchedule, read_exceptions, read_schedules
from slaclock.adapters.intercom.sla_rules import LIFECYCLES, ReadRule, read_rules
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.payloads import taken
from slaclock.adapters.policy_readings import PolicyReading
from slaclock.errors import PayloadError
from slaclock.hours import zone_named
from slaclock.limits import OF_A_PAYLOAD, Limits


def policy(
    office_hours_schedules: Any = None,
    office_hours_exceptions: Any = None,
    sla_rules: Any = None,
    timezone: str | None = None,
    *,
    name: str = "Intercom",
    limits: Limits = OF_A_PAYLOAD,
) -> PolicyReading:
    """Read office hours, their exceptions and SLA rules of Intercom.

    Minutes of office hours count from Monday, those of an exception from midnight of its date. Each SLA rule becomes a
    plan by its name, counted in the first office hours; where none are given, in calendar time.

    Args:
        office_hours_schedules: Office hours.
        office_hours_exceptions: Dates that are closed or have hours of their own.
        sla_rules: SLA rules.
        timezone: IANA name of the zone of office hours that state none.
        name: What the policy is to be called.
        limits: How much of each payload is read.

    Returns:
        The policy, with what could not be carried over in `losses`.

    Raises:
        PayloadError: Something cannot be read; the message has the place inside the payload.
        ZoneError: There is no zone of the name in `timezone`.

    Examples:
        >>> hours = {"name": "Desk", "time_zone_name": "Europe/Dublin", "time_intervals": [
        ...     {"start_minute": 1980, "end_minute": 2460}]}
        >>> print(policy({"data": [hours]}).policy.schedule("Desk"))
        Tue 09:00-17:00 Europe/Dublin

    Rules: R3, R4, R5, R6, R11, R13, R19.
    """
    if timezone is not None:
        zone_named(timezone)
    account = Account()
    schedules = read_schedules(taken(office_hours_schedules, "office_hours_schedules", limits), timezone, account)
    read_exceptions(taken(office_hours_exceptions, "office_hours_exceptions", limits), schedules, account)
    rules = read_rules(taken(sla_rules, "sla_rules", limits), account)
    if not (schedules or rules):
        raise PayloadError("", "there are no office hours and no SLA rules; pass at least one of them")
    document = {
        "name": name,
        "timezone": timezone or next((each.timezone for each in schedules), "UTC"),
        "assumptions": _assumptions(schedules, rules),
        "schedules": {each.name: each.entry for each in schedules},
        "plans": _plans(schedules, rules, account),
        "metrics": _metrics(rules),
    }
    return PolicyReading.of(document, account, _notes(schedules, rules))


def _plans(schedules: list[ReadSchedule], rules: list[ReadRule], account: Account) -> dict[str, Any]:
    if not rules:
        return nothing_promised("no SLA rule", schedules[0].name, account, "no SLA rules were given", "sla_rules")
    first = schedules[0].name if schedules else None
    counted = f"targets were taken to count in {first!r}" if first else "targets were taken for calendar time"
    means = f"{counted}; name another schedule in the plan, or pass office_hours_schedules="
    account.lose(("sla_rules",), "SLA rules do not say in which office hours they count", means, ("plans",))
    return {rule.name: plan_entry(rule.targets, first) for rule in rules}


def _metrics(rules: list[ReadRule]) -> dict[str, Any]:
    used = {metric for rule in rules for metric in rule.targets}
    return {metric: dict(life) for metric, life in LIFECYCLES.items() if metric in used}


def _notes(schedules: list[ReadSchedule], rules: list[ReadRule]) -> dict[KeyPath, list[str]]:
    found: dict[KeyPath, list[str]] = {each.key: [f"Office hours {each.id}."] for each in schedules if each.id}
    return found | {("plans", rule.name): [f"SLA rule {rule.id}."] for rule in rules if rule.id}


def _assumptions(schedules: list[ReadSchedule], rules: list[ReadRule]) -> list[str]:
    found = ["Read from Intercom: a date that is closed is closed from midnight to midnight."]
    if rules:
        found.append("A day of a target is 24 open hours, and clocks run on while a conversation is snoozed.")
    if bare := [each.name for each in schedules if not each.dates]:
        found.append(f"No exceptions were given for: {'; '.join(bare)}.")
    return found
