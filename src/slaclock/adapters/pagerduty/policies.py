"""`policy`: the support hours of services, as schedules (R3, R13, R19)."""

from __future__ import annotations

from datetime import time
from typing import Any

from slaclock.adapters.hours_readings import reading_of_hours
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record, taken
from slaclock.adapters.policy_readings import PolicyReading, named_apart
from slaclock.adapters.records import Kind, collected
from slaclock.adapters.zones import zone_stated
from slaclock.errors import PayloadError
from slaclock.hours import WEEK, SupportWindow, zone_named
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.patterns import pattern


def _goes_on(page: Record, _: int) -> bool:
    more = page.get("more")
    return more is not None and more.value is not False


SERVICES = Kind("services", "service", beside={"offset"}, goes_on=_goes_on)
FIXED = "fixed_time_per_day"
_TIME = pattern("([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9]))?")
_WITHOUT_MEANING = frozenset(
    (
        *("type", "summary", "self", "html_url", "description", "created_at", "updated_at", "status", "teams"),
        *("last_incident_timestamp", "escalation_policy", "integrations", "alert_creation", "addons", "response_play"),
        *(
            "alert_grouping",
            "alert_grouping_timeout",
            "alert_grouping_parameters",
            "auto_pause_notifications_parameters",
        ),
    )
)
_TIMEOUTS = ("auto_resolve_timeout", "acknowledgement_timeout")


def policy(
    services: Any = None, timezone: str | None = None, *, name: str = "PagerDuty", limits: Limits = OF_A_PAYLOAD
) -> PolicyReading:
    """Read the support hours of services of PagerDuty, each as a schedule.

    Args:
        services: A whole answer, its pages, the list in it, one service, or support hours by themselves.
        timezone: IANA name of the zone of support hours that state none.
        name: What the policy is to be called.
        limits: How much of the payload is read.

    Returns:
        A policy of hours that promises nothing, with what could not be carried over in `losses`.

    Raises:
        PayloadError: Something cannot be read, or no service has support hours.
        ZoneError: There is no zone of the name in `timezone`.

    Examples:
        >>> hours = {"type": "fixed_time_per_day", "time_zone": "America/Lima", "days_of_week": [1, 5],
        ...          "start_time": "09:00:00", "end_time": "17:00:00"}
        >>> print(policy({"service": {"name": "Web", "support_hours": hours}}).policy.schedule("Web"))
        Mon,Fri 09:00-17:00 America/Lima

    Rules: R3, R13, R19.
    """
    if timezone is not None:
        zone_named(timezone)
    account = Account()
    found = [
        each
        for record in collected(taken(services, "services", limits), SERVICES, account).records
        if (each := _service(record, timezone, account))
    ]
    if not found:
        raise PayloadError("services", "no service has support hours, so there is nothing to read; set them there")
    names = named_apart((title, key) for title, key, _ in found)
    entries = {given: entry for given, (_, _, entry) in zip(names, found, strict=True)}
    assumptions = ["Read from PagerDuty: support hours set the urgency of incidents there, and count time here."]
    return reading_of_hours(name, entries, account, assumptions)


def _service(record: Record, timezone: str | None, account: Account) -> tuple[str, str, dict[str, Any]] | None:
    if record.values.get("type") == FIXED:
        return "support hours", "", _hours(record, timezone, account)
    key, title = record.id_of("id"), record.text_of("name", "service")
    stated = record.get("support_hours")
    for each in ("incident_urgency_rule", "scheduled_actions"):
        if record.get(each):
            account.lose((*record.path, each), "it sets urgency by hours", "urgency is in no answer; hours are")
    for each in _TIMEOUTS:
        if record.get(each):
            account.lose((*record.path, each), "it is real time after which an incident changes", "it is no target")
    record.leave(account, _WITHOUT_MEANING)
    if stated is None:
        account.lose(record.path, f"the service {title} has no support hours", "it has no schedule here")
        return None
    return title, key, _hours(stated.record(), timezone, account)


def _hours(record: Record, timezone: str | None, account: Account) -> dict[str, Any]:
    record.need("type").choice((FIXED,), "type of support hours")
    zone = zone_stated(record, "time_zone", timezone, account)
    held = record.need("days_of_week")
    days = [WEEK[each.whole(1, 7, "for Monday to Sunday") - 1] for each in held.items()]
    if not days:
        raise held.error("there are no days, so support would never open; leave it out")
    ends = record.need("end_time")
    opens, closes = _time(record.need("start_time")), _time(ends)
    if closes <= opens:
        raise ends.error("it ends at or before its start, and whether that is on the next day is not known")
    if (closes.hour, closes.minute) == (23, 59):
        what = f"the day ends at {ends.value}"
        account.lose(ends.path, what, "what is left of it is closed here; write 24:00 in the policy if it is not")
    record.leave(account, ())
    account.read("support_hours")
    return {"timezone": zone, "hours": str(SupportWindow(days=days, opens=opens, closes=closes))}


def _time(payload: Payload) -> time:
    found = _TIME.fullmatch(payload.value) if isinstance(payload.value, str) else None
    if found is None:
        raise payload.error(f"it is a time such as '09:00:00', not {payload.shown}")
    return time(int(found[1]), int(found[2]), int(found[3] or 0))
