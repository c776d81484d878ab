"""`policy`: calendars, closed times and SLAs of GLPI as one policy, and what could not be carried over (R19)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from types import MappingProxyType
from typing import Any

from slaclock.adapters.glpi.calendars import ReadCalendar, read_calendars
from slaclock.adapters.glpi.fields import reference, zone_of
from slaclock.adapters.glpi.slas import ReadSla, read_slas
from slaclock.adapters.glpi.statuses import WAITING
from slaclock.adapters.hours_readings import nothing_promised
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.payloads import Payload, Record, taken
from slaclock.adapters.policy_readings import PolicyReading, named_apart
from slaclock.adapters.records import Kind, collected
from slaclock.errors import PayloadError
from slaclock.limits import OF_A_PAYLOAD, Limits

TICKETS = Kind("tickets", "Ticket")
_IN_PAIRS = ("acknowledgement", "resolution")
Pair = tuple[str, str]
"""The ids of a ticket's SLAs: of its time to own and of its time to resolve; blank where it has none."""


def pair_of(record: Record) -> Pair:
    """The SLAs of a ticket."""
    return reference(record, "slas_id_tto"), reference(record, "slas_id_ttr")


@dataclass(frozen=True)
class GlpiReading(PolicyReading):
    """A policy that was read of GLPI, what could not be carried over, and which SLAs became which plan.

    Rules: R11, R19.
    """

    plans: Mapping[Pair, str] = field(default_factory=dict)
    """The name of each plan, by the ids of its SLAs: that of the time to own, and that of the time to resolve."""

    def plan_of(self, ticket: Any) -> str | None:
        """The plan of a ticket, by the SLAs that it has.

        Args:
            ticket: A ticket as the product hands it over.

        Returns:
            The name of the plan; nothing where it has no SLA.

        Raises:
            PayloadError: It is no ticket, or no plan has its SLAs.

        Rules: R11, R19.
        """
        payload = taken(ticket, "ticket")
        pair = pair_of(payload.record())
        if pair == ("", ""):
            return None
        if pair not in self.plans:
            own, resolve = (key or "none" for key in pair)
            what = f"no plan has its SLAs, {own} for the time to own and {resolve} for the time to resolve"
            raise payload.error(f"{what}; pass tickets= to policy, so that the SLAs of tickets become plans")
        return self.plans[pair]


def policy(
    calendars: Any = None,
    calendar_segments: Any = None,
    holidays: Any = None,
    calendar_holidays: Any = None,
    slms: Any = None,
    slas: Any = None,
    tickets: Any = None,
    timezone: str | None = None,
    *,
    ticket_calendar: str | int | None = None,
    name: str = "GLPI",
    limits: Limits = OF_A_PAYLOAD,
) -> GlpiReading:
    """Read calendars, closed times and SLAs of GLPI.

    An SLM becomes a plan with its time to own and its time to resolve, each on its calendar; one with several of a kind
    becomes a plan for each pair.

    Args:
        calendars: `Calendar` records, as a list or one record.
        calendar_segments: `CalendarSegment` records, their hours.
        holidays: `Holiday` records, their closed times.
        calendar_holidays: `Calendar_Holiday` records, which say which calendar has which of them.
        slms: `SLM` records.
        slas: `SLA` records.
        tickets: Tickets, of which only the SLAs are looked at: each pair that one has becomes a plan, too.
        timezone: IANA name of the zone of the server; GLPI states none.
        ticket_calendar: The id of the calendar of tickets, for SLAs that count on it.
        name: What the policy is to be called.
        limits: How much of each payload is read.

    Returns:
        The policy, with what could not be carried over in `losses`.

    Raises:
        PayloadError: Something cannot be read; the message has the place inside the payload.
        ZoneError: There is no zone of the name in `timezone`.

    Examples:
        >>> read = policy(
        ...     calendars=[{"id": 1, "name": "Office"}],
        ...     calendar_segments=[{"calendars_id": 1, "day": day, "begin": "08:00:00", "end": "20:00:00"}
        ...                        for day in (1, 2, 3, 4, 5)],
        ...     slms=[{"id": 1, "name": "Gold", "calendars_id": 1}],
        ...     slas=[{"id": 2, "slms_id": 1, "name": "TTR", "type": 0, "number_time": 4, "definition_time": "hour"}],
        ...     timezone="Europe/Paris",
        ... )
        >>> print(read.policy.schedule("Office"))
        Mon-Fri 08:00-20:00 Europe/Paris
        >>> print(read.policy.target(metric="resolution"))
        4 business hours

    Rules: R3, R5, R7, R10, R11, R16, R19.
    """
    zone = zone_of(timezone)
    account = Account()
    held = {"calendars": calendars, "segments": calendar_segments, "holidays": holidays, "links": calendar_holidays}
    arguments = {"segments": "calendar_segments", "links": "calendar_holidays"}
    read = read_calendars(
        **{key: taken(given, arguments.get(key, key), limits) for key, given in held.items()}, account=account
    )
    of_tickets = "" if ticket_calendar is None else str(ticket_calendar)
    stated = read_slas(taken(slas, "slas", limits), taken(slms, "slms", limits), read, of_tickets, account)
    open_ones = [each for each in read if each.hours]
    if not open_ones and not stated:
        raise PayloadError("calendars", "there are no calendars with hours, and no SLAs; pass calendars= and slas=")
    by_id = {sla.id: sla for sla in stated}
    plans = _plans(stated, _used(taken(tickets, "tickets", limits)))
    document = {
        "name": name,
        "timezone": zone,
        "boundary": "next_opening",
        "on_change": "recompute",
        "assumptions": _assumptions(stated),
        "schedules": {each.name: each.entry(zone) for each in open_ones},
        "plans": {key: _promises(pair, by_id) for key, pair in plans.items()}
        or nothing_promised(
            "no SLA", open_ones[0].name, account, "no SLAs were given", "slas", "slms", metric="resolution"
        ),
        "metrics": _lifecycles(stated),
    }
    return GlpiReading.of(
        document,
        account,
        notes=_notes(open_ones, plans),
        plans=MappingProxyType({pair: called for called, pair in plans.items()}),
    )


def _used(tickets: Payload) -> list[Pair]:
    """The pairs of SLAs that tickets have; what else is wrong with them is said where they are read."""
    return [pair_of(record) for record in collected(tickets, TICKETS, Account()).records]


def _plans(slas: Sequence[ReadSla], used: Iterable[Pair]) -> dict[str, Pair]:
    """The SLAs of each plan, by its name: that of its SLM, with those of the SLAs where it has several plans."""
    by_id = {sla.id: sla for sla in slas}
    pairs = list(dict.fromkeys([*_of_slms(slas), *(pair for pair in used if _is_known(pair, by_id))]))
    parts = [[by_id[key] for key in pair if key] for pair in pairs]
    slms = [" + ".join(dict.fromkeys(sla.slm for sla in part)) for part in parts]
    counts = Counter(slms)
    names = [
        slm if counts[slm] == 1 else f"{slm}: {' + '.join(sla.name for sla in part)}"
        for slm, part in zip(slms, parts, strict=True)
    ]
    ids = [", ".join(sla.id for sla in part) for part in parts]
    return dict(zip(named_apart(zip(names, ids, strict=True)), pairs, strict=True))


def _of_slms(slas: Sequence[ReadSla]) -> Iterator[Pair]:
    """The pairs within each SLM: each time to own with each time to resolve, one alone where there is no other."""
    for slm in dict.fromkeys((sla.parent, sla.slm) for sla in slas):
        held = [sla for sla in slas if (sla.parent, sla.slm) == slm]
        own, resolve = ([sla.id for sla in held if sla.metric == metric] or [""] for metric in _IN_PAIRS)
        yield from product(own, resolve)


def _is_known(pair: Pair, by_id: Mapping[str, ReadSla]) -> bool:
    """Whether a ticket has SLAs, and each of them was read, and is of the kind for which the ticket has it."""
    return any(pair) and all(
        not key or (key in by_id and by_id[key].metric == metric) for key, metric in zip(pair, _IN_PAIRS, strict=True)
    )


def _promises(pair: Pair, by_id: Mapping[str, ReadSla]) -> dict[str, Any]:
    return {by_id[key].metric: dict(by_id[key].promise) for key in pair if key}


def _lifecycles(slas: Sequence[ReadSla]) -> dict[str, Any]:
    """The life of each metric: waiting moves the time to resolve alone, and solved time counts as waiting."""
    known = {
        "acknowledgement": {"stops": ["acknowledged", "agent_replied", "resolved", "closed"]},
        "resolution": {"pauses_in": [WAITING], "on_reopen": "continue"},
    }
    return {metric: known[metric] for metric in _IN_PAIRS if any(sla.metric == metric for sla in slas)}


def _assumptions(slas: Sequence[ReadSla]) -> list[str]:
    found = [
        "Read from GLPI: what is used up at the end of a day is due at the next opening, and waiting moves the time to "
        "resolve by the open time that was waited.",
    ]
    if any(sla.counts_days for sla in slas):
        found.append(
            "A target of days is due at the same clock time of a later working day, no later than its last closing, or "
            "at that closing; a month is 30 of them."
        )
    return found


def _notes(calendars: Sequence[ReadCalendar], plans: Mapping[str, Pair]) -> dict[KeyPath, list[str]]:
    found: dict[KeyPath, list[str]] = {("schedules", each.name): [f"Calendar {each.id}."] for each in calendars}
    for name, pair in plans.items():
        found["plans", name] = [f"SLA {' and '.join(key for key in pair if key)}."]
    return found
