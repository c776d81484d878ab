"""Agreements and lists of holidays as Frappe has them; what its formats cannot say is refused by name (R3, R5, R19)."""

from __future__ import annotations

from typing import Any, Literal

from slaclock.adapters.closed_runs import closed_runs
from slaclock.adapters.day_clocks import to_the_second
from slaclock.adapters.day_frames import DAY, Frame, frames_of
from slaclock.adapters.frappe.agreements import DAYS, ERPNEXT, HELPDESK, LAST_SECOND, METRICS
from slaclock.adapters.written_parts import (
    counted_schedules,
    plan_written,
    refuse_conditional,
    refuse_several_schedules,
    whole_business_time,
)
from slaclock.errors import PayloadError, did_you_mean, named
from slaclock.hours import Schedule, dates_between
from slaclock.policy import Promise, SlaPolicy

Product = Literal["erpnext", "helpdesk"]
STATUSES = ("Open", "Replied", "On Hold", "Resolved", "Closed")
"""The statuses that tickets of ERPNext have."""
_ENDING = {"resolved": "Resolved", "closed": "Closed"}


def agreement_payload(
    policy: SlaPolicy,
    plan: str | None = None,
    *,
    default_priority: str | None = None,
    holiday_list: str = "",
    product: Product = "erpnext",
) -> dict[str, Any]:
    """A plan of a policy, with the hours of its schedule, as a service level agreement.

    Args:
        policy: Its metrics are a first response and a resolution, in business time, by priority.
        plan: Name of the plan; may be left out when the policy has one only.
        default_priority: The priority of tickets that state none; the first of the plan where nothing is given.
        holiday_list: The name of the list of its holidays there; see `holiday_list_payload`.
        product: Whose agreement it is: that of ERPNext, or of Frappe Helpdesk, which states statuses elsewhere.

    Returns:
        The record, as JSON has it; `policy` takes it back.

    Raises:
        PayloadError: The plan or its schedule says something that the format cannot; the message names it.
        UnknownNameError: The policy has no such plan, or several and none is named; or the plan no such priority.

    Examples:
        >>> policy = SlaPolicy(name="A", timezone="UTC", schedules={"o": "Mon 10:00-18:00"},
        ...     plans={"Gold": {"schedule": "o", "first_response": {"High": "2 business hours"}}})
        >>> written = agreement_payload(policy)
        >>> written["priorities"][0]["response_time"], written["support_and_resolution"]
        (7200, [{'workday': 'Monday', 'start_time': '10:00:00', 'end_time': '18:00:00'}])

    Rules: R3, R4, R11, R16, R19.
    """
    name = plan_written(policy, plan, "an agreement")
    targets = _targets(policy, name)
    default = default_priority or next(iter(targets))
    named(targets, default, "priority")
    schedule = schedule_of(policy, name)
    if schedule.holidays.sources and not holiday_list:
        what = f"{schedule.name} closes on holidays; name their list with holiday_list="
        raise PayloadError(f"plans.{name}", what)
    return {
        "doctype": ERPNEXT if product == "erpnext" else HELPDESK,
        "name": name,
        "service_level": name,
        "enabled": 1,
        "holiday_list": holiday_list or None,
        "apply_sla_for_resolution": int("resolution" in policy.plans[name].metrics),
        "default_priority": default,
        "priorities": [
            {"priority": priority, **amounts, "default_priority": int(priority == default)}
            for priority, amounts in targets.items()
        ],
        "support_and_resolution": _workdays(schedule),
        **_statuses(policy, name, product),
    }


def _targets(policy: SlaPolicy, plan: str) -> dict[str, dict[str, int]]:
    """The seconds of each priority."""
    theirs = {ours: key for key, ours in METRICS.items()}
    found: dict[str, dict[str, int]] = {}
    for metric, promise in policy.plans[plan].metrics.items():
        where = f"plans.{plan}.{metric}"
        if metric not in theirs:
            raise PayloadError(where, f"the product does not measure {metric}; {did_you_mean(metric, theirs)}")
        _refuse_more(promise, where)
        for priority, own in promise.priorities.items():
            _refuse_more(own, f"{where}.{priority}", of_a_priority=True)
            seconds = whole_business_time(policy.target(plan, priority, metric), "seconds", f"{where}.{priority}")
            found.setdefault(priority, {})[theirs[metric]] = seconds
    for priority, amounts in found.items():
        for metric in policy.plans[plan].metrics:
            if theirs[metric] not in amounts:
                raise PayloadError(f"plans.{plan}.{metric}", f"it has no target for {priority}, and others have one")
    if not all("response_time" in amounts for amounts in found.values()):
        raise PayloadError(f"plans.{plan}", "it has no first_response, of which the product has a target")
    return found


def _refuse_more(promise: Promise, where: str, of_a_priority: bool = False) -> None:
    refuse_conditional(promise, where)
    if not of_a_priority and (promise.target or not promise.priorities):
        raise PayloadError(where, "it has a target for all priorities; the format names each, so state each")


def schedule_of(policy: SlaPolicy, plan: str | None) -> Schedule:
    """The one schedule on which all targets of a plan count.

    Raises:
        PayloadError: They count on several, or one of them cannot be written.
        UnknownNameError: The policy has no such plan, or several and none is named.
    """
    name = plan_written(policy, plan, "an agreement")
    _targets(policy, name)
    refuse_several_schedules(policy, name)
    return next(iter(counted_schedules(policy, name).values()))


def _workdays(schedule: Schedule) -> list[dict[str, str]]:
    called = {ours: theirs for theirs, ours in DAYS.items()}
    return [
        {"workday": called[day], "start_time": to_the_second(frame[0]), "end_time": to_the_second(_end(frame))}
        for day, frames in frames_of(schedule, most=1).items()
        for frame in frames
    ]


def _end(frame: Frame) -> int:
    """When it ends; the last second of a day stands for midnight there, so that itself cannot be said."""
    if frame[1] == LAST_SECOND:
        raise PayloadError("hours", "a window ends at 23:59:59, which stands for midnight there; state 24:00")
    return LAST_SECOND if frame[1] == DAY else frame[1]


def _statuses(policy: SlaPolicy, plan: str, product: Product) -> dict[str, Any]:
    """In which statuses an agreement of ERPNext pauses; those of Frappe Helpdesk stand in records of their own."""
    if product == "helpdesk":
        return {}
    metrics = policy.plans[plan].metrics
    lives = [policy.lifecycle(metric, plan) for metric in METRICS.values() if metric in metrics]
    paused = list(dict.fromkeys(status for life in lives for status in life.pauses_in))
    for status in paused:
        if status not in STATUSES:
            means = "state its statuses in the policy, e.g. metrics: {resolution: {pauses_in: [Replied]}}"
            raise PayloadError(f"plans.{plan}", f"it pauses in {status!r}, and ERPNext has {_known()}; {means}")
    kinds = [kind for kind in lives[-1].stops if kind != "agent_replied"]
    for kind in kinds:
        if kind not in _ENDING:
            raise PayloadError(f"plans.{plan}", f"{kind} ends it; the format has {' and '.join(_ENDING)} alone")
    called = [status for status, meant in policy.names.statuses.items() if meant in kinds]
    return {
        "pause_sla_on": [{"status": status} for status in paused],
        "sla_fulfilled_on": [{"status": status} for status in (*(_ENDING[kind] for kind in kinds), *called)],
    }


def _known() -> str:
    return ", ".join(STATUSES)


def holiday_list_payload(
    schedule: Schedule, name: str, years: tuple[int, int], *, product: Product = "erpnext"
) -> dict[str, Any]:
    """The holidays of a schedule as a list of them.

    Args:
        schedule: The schedule whose holidays are written.
        name: What the list is to be called.
        years: The first and the last year whose holidays are written.
        product: Whose list it is.

    Returns:
        The record, as JSON has it; `policy` takes it back.

    Examples:
        >>> office = Schedule(timezone="Asia/Kolkata", hours="Mon-Fri 10:00-18:00", holidays=["2026-10-02"])
        >>> [row["holiday_date"] for row in holiday_list_payload(office, "2026", (2026, 2026))["holidays"]]
        ['2026-10-02']

    Rules: R5, R14.
    """
    rows = [
        {"holiday_date": day.isoformat(), "description": said, "weekly_off": 0}
        for said, first, last in closed_runs(schedule.holidays, years)
        for day in dates_between(first, last)
    ]
    return {
        "doctype": "Holiday List" if product == "erpnext" else "HD Service Holiday List",
        "name": name,
        "holiday_list_name": name,
        "from_date": f"{years[0]:04}-01-01",
        "to_date": f"{years[1]:04}-12-31",
        "total_holidays": len(rows),
        "holidays": rows,
    }
