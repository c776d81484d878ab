"""`policy`: schedules, their entries and SLA definitions as one policy, and what could not be carried over (R19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from slaclock.adapters.hours_readings import nothing_promised
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.payloads import taken
from slaclock.adapters.policy_readings import PolicyReading
from slaclock.adapters.servicenow.contract_slas import ReadSla, read_slas
from slaclock.adapters.servicenow.schedules import ReadSchedule, read_schedules
from slaclock.adapters.servicenow.task_slas import attached, plans_together
from slaclock.errors import PayloadError
from slaclock.hours import zone_named
from slaclock.limits import OF_A_PAYLOAD, Limits


@dataclass(frozen=True)
class ServiceNowReading(PolicyReading):
    """A policy that was read of ServiceNow, its losses, and which definition became which plan.

    Rules: R11, R19.
    """

    plans: Mapping[str, str] = field(default_factory=dict)
    """The name of the plan of each SLA definition, by its `sys_id`."""

    schedules: Mapping[str, str] = field(default_factory=dict)
    """The name of each schedule, by its `sys_id`."""

    together: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    """The name of the plan of several SLA definitions that tasks have together, by their `sys_id` in order."""

    def plan_of(self, slas: Sequence[str]) -> str | None:
        """The plan that has the SLA definitions of a task.

        Args:
            slas: Their `sys_id`, in any order.

        Returns:
            The name of the plan; nothing where no plan has them, or there are none.
        """
        ids = tuple(sorted(set(slas)))
        return self.plans.get(ids[0]) if len(ids) == 1 else self.together.get(ids)


def policy(
    cmn_schedule: Any = None,
    cmn_schedule_span: Any = None,
    contract_sla: Any = None,
    timezone: str | None = None,
    *,
    task_sla: Any = None,
    as_of: date | None = None,
    paused_statuses: Sequence[str] = (),
    name: str = "ServiceNow",
    limits: Limits = OF_A_PAYLOAD,
) -> ServiceNowReading:
    """Read schedules, their entries and SLA definitions of ServiceNow, each named as its table.

    Each payload may be a whole answer of the Table API, the list in it, or one record, with or without display values.

    Args:
        cmn_schedule: Schedules.
        cmn_schedule_span: Entries of these schedules.
        contract_sla: SLA definitions.
        timezone: IANA name of the zone of schedules that float.
        task_sla: Clocks of tasks: SLA definitions that tasks have together become a plan of their own, too.
        as_of: The date for which entries are read; without it those that end some day are left out.
        paused_statuses: Statuses in which clocks stand still, which conditions of the product say and nobody evaluates.
        name: What the policy is to be called.
        limits: How much of each payload is read.

    Returns:
        The policy, with what could not be carried over in `losses`.

    Raises:
        PayloadError: Something cannot be read, or says what is not known; the message has its place.
        ZoneError: There is no zone of the name in `timezone`.

    Examples:
        >>> desk = {"sys_id": "a", "name": "Desk", "time_zone": "America/Los_Angeles"}
        >>> hours = {"schedule": "a", "name": "Hours", "type": "", "repeat_type": "weekdays",
        ...          "start_date_time": "20251027T150000Z", "end_date_time": "20251027T230000Z"}
        >>> print(policy({"result": [desk]}, [hours]).policy.schedule("Desk"))
        Mon-Fri 08:00-16:00 America/Los_Angeles

    Rules: R3, R5, R11, R13, R19.
    """
    if timezone is not None:
        zone_named(timezone)
    account = Account()
    schedules = read_schedules(
        taken(cmn_schedule, "cmn_schedule", limits),
        taken(cmn_schedule_span, "cmn_schedule_span", limits),
        timezone,
        as_of,
        account,
    )
    slas = read_slas(taken(contract_sla, "contract_sla", limits), schedules, bool(paused_statuses), account)
    if not (schedules or slas):
        raise PayloadError("", "no schedule opens every week, and there are no SLA definitions; pass at least one")
    together = plans_together(attached(taken(task_sla, "task_sla", limits), account).values(), slas)
    document = {
        "name": name,
        "timezone": timezone or next((each.timezone for each in schedules), "UTC"),
        "on_change": "reset",
        "assumptions": _assumptions(slas, paused_statuses),
        "schedules": {key: entry for each in schedules for key, entry in each.stated.items()},
        "plans": {**_plans(schedules, slas, account), **dict(together.values())},
        "metrics": _metrics(slas, paused_statuses),
    }
    return ServiceNowReading.of(
        document,
        account,
        _notes(schedules, slas),
        plans={each.id: each.name for each in slas if each.id},
        schedules={each.id: each.name for each in schedules if each.id},
        together={ids: name for ids, (name, _) in together.items()},
    )


def _plans(schedules: list[ReadSchedule], slas: list[ReadSla], account: Account) -> dict[str, Any]:
    if slas:
        return {each.name: each.entry for each in slas}
    what = "no SLA definitions were given"
    return nothing_promised("no SLA definition", schedules[0].name, account, what, "contract_sla")


def _metrics(slas: list[ReadSla], paused: Sequence[str]) -> dict[str, Any]:
    stops = {"first_response": ["agent_replied", "resolved", "closed"], "resolution": ["resolved", "closed"]}
    used = {each.metric for each in slas}
    return {metric: {"stops": ends, "pauses_in": list(paused)} for metric, ends in stops.items() if metric in used}


def _notes(schedules: list[ReadSchedule], slas: list[ReadSla]) -> dict[KeyPath, list[str]]:
    found: dict[KeyPath, list[str]] = {each.key: [f"cmn_schedule {each.id}."] for each in schedules if each.id}
    return found | {("plans", each.name): [f"contract_sla {each.id}."] for each in slas if each.id}


def _assumptions(slas: list[ReadSla], paused: Sequence[str]) -> list[str]:
    found = [
        "Read from ServiceNow: an entry that excludes dates closes them from midnight to midnight, and one that "
        "repeats holds for all time, also before its start.",
    ]
    if slas:
        stand = ", ".join(paused) or "no status"
        found.append("A day of a target is 24 hours of its schedule, and another SLA starts anew.")
        found.append(f"Clocks stand still in: {stand}; conditions of the product are not evaluated.")
    return found
