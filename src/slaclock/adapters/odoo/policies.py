"""`policy`: calendars, leaves and SLA policies of Odoo as one policy, and what could not be carried over (R19)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from slaclock.adapters.hours_readings import nothing_promised
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.odoo.calendars import ReadCalendar, read_calendars
from slaclock.adapters.odoo.sla_statuses import Together, read_sla_statuses, together
from slaclock.adapters.odoo.slas import ReadSla, read_slas
from slaclock.adapters.payloads import taken
from slaclock.adapters.policy_readings import PolicyReading, named_apart
from slaclock.errors import PayloadError
from slaclock.hours import zone_named
from slaclock.limits import OF_A_PAYLOAD, Limits


@dataclass(frozen=True)
class OdooReading(PolicyReading):
    """A policy that was read of Odoo, what could not be carried over, and which SLA policies became which plan.

    Rules: R11, R19.
    """

    plans: Mapping[Together, str] = field(default_factory=dict)
    """The name of each plan, by the ids of its SLA policies, in order."""

    metrics: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """The name of the metric of an SLA policy in a plan, by the plan and the id of the SLA policy."""

    day_lengths: Mapping[str, timedelta] = field(default_factory=dict)
    """How many hours a working day has there, by the name of the schedule."""


def policy(
    calendars: Any = None,
    attendances: Any = None,
    leaves: Any = None,
    slas: Any = None,
    teams: Any = None,
    stages: Any = None,
    sla_statuses: Any = None,
    timezone: str | None = None,
    *,
    name: str = "Odoo",
    limits: Limits = OF_A_PAYLOAD,
) -> OdooReading:
    """Read calendars, leaves and SLA policies of Odoo.

    Each SLA policy becomes a plan by its name, on the calendar of its team.

    Args:
        calendars: `resource.calendar` records, as `search_read` answers them.
        attendances: `resource.calendar.attendance` records, their rows.
        leaves: `resource.calendar.leaves` records; those of one person close nothing.
        slas: `helpdesk.sla` records.
        teams: `helpdesk.team` records, which say on which calendar a team works.
        stages: `helpdesk.stage` records, for their names, and for which of them are folded: those are ends.
        sla_statuses: `helpdesk.sla.status` records: SLA policies that a ticket has together become a plan, too.
        timezone: IANA name of the zone of calendars that state none.
        name: What the policy is to be called.
        limits: How much of each payload is read.

    Returns:
        The policy, with what could not be carried over in `losses`.

    Raises:
        PayloadError: Something cannot be read; the message has the place inside the payload.
        ZoneError: There is no zone of the name in `timezone`.

    Examples:
        >>> rows = [{"id": day * 10 + half, "calendar_id": [1, "Office"], "dayofweek": str(day), "hour_from": start,
        ...          "hour_to": end, "day_period": period}
        ...         for day in range(5)
        ...         for half, (start, end, period) in enumerate([(8.5, 12.0, "morning"), (12.0, 13.0, "lunch"),
        ...                                                      (13.0, 17.5, "afternoon")])]
        >>> office = {"id": 1, "name": "Office", "tz": "Europe/Brussels", "hours_per_day": 8.0}
        >>> read = policy([office], rows, slas=[{"id": 3, "name": "Solve", "team_id": [1, "Support"],
        ...     "stage_id": [4, "Solved"], "time": 16.0, "priority": "0"}], teams=[
        ...     {"id": 1, "name": "Support", "resource_calendar_id": [1, "Office"]}])
        >>> print(read.policy.schedule("Office"))
        Mon-Fri 08:30-12:00; Mon-Fri 13:00-17:30 Europe/Brussels
        >>> print(read.policy.target("Solve", metric="resolution"))
        16 business hours

    Rules: R3, R4, R5, R6, R7, R11, R13, R16, R19.
    """
    if timezone is not None:
        zone_named(timezone)
    account = Account()
    read = read_calendars(
        taken(calendars, "calendars", limits),
        taken(attendances, "attendances", limits),
        taken(leaves, "leaves", limits),
        timezone,
        account,
    )
    if not read:
        raise PayloadError("calendars", "there are no calendars, and hours are in nothing else; pass calendars=")
    stated = read_slas(
        taken(slas, "slas", limits), taken(teams, "teams", limits), taken(stages, "stages", limits), read, account
    )
    used = together(read_sla_statuses(taken(sla_statuses, "sla_statuses", limits), account))
    plans = _plans(stated, used.values())
    document = {
        "name": name,
        "timezone": read[0].entry["timezone"],
        "holiday_rule": "calendar_date",
        "assumptions": _ASSUMPTIONS,
        "schedules": {each.name: each.entry for each in read},
        "plans": {called: _promises(held) for called, held in plans.items()}
        or nothing_promised(
            "no SLA", read[0].name, account, "no SLA policies were given", "slas", "teams", metric="resolution"
        ),
    }
    return OdooReading.of(
        document,
        account,
        notes=_notes(read, plans),
        plans=MappingProxyType({tuple(sorted(sla.id for sla in held)): called for called, held in plans.items()}),
        metrics=MappingProxyType(
            {(called, sla.id): metric for called, held in plans.items() for metric, sla in _measured(held).items()}
        ),
        day_lengths=MappingProxyType({each.name: each.day for each in read if each.day}),
    )


_ASSUMPTIONS = [
    "Read from Odoo: a target is so many hours of the calendar, from the creation until a stage is reached, without "
    "the time in stages that it excludes; a leave that ends a second before midnight ends at midnight.",
]


def _plans(slas: Sequence[ReadSla], used: Iterable[Together]) -> dict[str, tuple[ReadSla, ...]]:
    """The SLA policies of each plan: each by itself, and those that a ticket has together."""
    by_id = {sla.id: sla for sla in slas}
    sets = dict.fromkeys([*((sla.id,) for sla in slas), *(ids for ids in used if by_id.keys() >= set(ids))])
    parts = [tuple(by_id[key] for key in ids) for ids in sets]
    called = [" + ".join(sla.name for sla in held) for held in parts]
    names = named_apart(zip(called, [", ".join(ids) for ids in sets], strict=True))
    return dict(zip(names, parts, strict=True))


def _measured(slas: Sequence[ReadSla]) -> dict[str, ReadSla]:
    """SLA policies by their metrics; the name of the SLA policy stands beside one that several measure."""
    counts = Counter(sla.metric for sla in slas)
    return {sla.metric if counts[sla.metric] == 1 else f"{sla.metric}: {sla.name}": sla for sla in slas}


def _promises(slas: Sequence[ReadSla]) -> dict[str, Any]:
    return {metric: sla.promise for metric, sla in _measured(slas).items()}


def _notes(calendars: Sequence[ReadCalendar], plans: Mapping[str, Sequence[ReadSla]]) -> dict[KeyPath, list[str]]:
    found: dict[KeyPath, list[str]] = {}
    for each in calendars:
        found["schedules", each.name] = [f"resource.calendar {each.id}."]
    for name, held in plans.items():
        found["plans", name] = [f"helpdesk.sla {', '.join(sla.id for sla in held)}."]
    return found
