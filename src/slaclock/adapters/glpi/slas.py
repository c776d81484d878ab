"""SLAs of GLPI with the SLM that holds them: what is promised, and on which calendar it is counted (R11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from slaclock.adapters.amounts import amount_text
from slaclock.adapters.glpi.calendars import ReadCalendar
from slaclock.adapters.glpi.fields import RECORD, flag, listed, number, reference
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Kind, collected

SLMS = Kind("slms", "SLM")
SLAS = Kind("slas", "SLA")
METRICS: Mapping[int, str] = MappingProxyType({0: "resolution", 1: "acknowledgement"})
"""Our name for what each type promises: the time to resolve, and the time to own."""
MOST = 1_000
"""The largest amount that the product offers, of any unit."""
DAYS_IN_MONTH = 30
"""How many days the product takes for a month; with a calendar, working days."""
OF_TICKETS = "-1"
"""What older releases write in the place of a calendar for that of each ticket."""
_SECONDS = {"minute": 60, "hour": 3_600, "day": 24 * 3_600, "month": DAYS_IN_MONTH * 24 * 3_600}
_OWN = "its hours are of the calendar of each ticket's entity"


@dataclass(frozen=True)
class ReadSla:
    """One SLA of a payload."""

    id: str
    name: str
    parent: str
    """The id of the SLM that holds it."""
    slm: str
    """The name of that SLM."""
    metric: str
    promise: Mapping[str, Any]
    """What is promised as a policy states it, with its schedule."""

    @property
    def counts_days(self) -> bool:
        """Whether it is a target of working days."""
        return "day_rule" in self.promise or isinstance(self.promise["target"], dict)


def read_slas(
    slas: Payload, slms: Payload, calendars: Sequence[ReadCalendar], ticket_calendar: str, account: Account
) -> list[ReadSla]:
    """The SLAs of a payload, in their order.

    Args:
        slas: `SLA` records.
        slms: `SLM` records, which hold them.
        calendars: The calendars that were read.
        ticket_calendar: The id of the calendar of tickets; blank where it is not given.
        account: Where it is noted what was assumed.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    held = {record.need("id").id(): record for record in collected(slms, SLMS, account).records}
    hours = _Hours({each.id: each for each in calendars}, ticket_calendar, account)
    found = [_sla(record, held, hours, account) for record in collected(slas, SLAS, account).records]
    for record in held.values():
        for key in ("name", "calendars_id", "use_ticket_calendar"):
            record.get(key)
        record.leave(account, RECORD)
    return found


def _sla(record: Record, slms: Mapping[str, Record], hours: _Hours, account: Account) -> ReadSla:
    key, name, parent = record.need("id").id(), record.need("name").text(), reference(record, "slms_id")
    slm = slms.get(parent)
    if slm is None and "calendars_id" not in record:
        raise record.error(f"its calendar is that of SLM {parent or 'none'}; pass slms= with it, known: {listed(slms)}")
    metric = METRICS[number(record.need("type"), 0, 1, "(0 for time to resolve, 1 for time to own)")]
    schedule = hours.of(record if slm is None or "calendars_id" in record else slm)
    target = _target(record, schedule is not None, account)
    record.leave(account, RECORD)
    called = slm.need("name").text() if slm else f"SLM {parent}" if parent else name
    promise = {**target, "schedule": schedule} if schedule else target
    return ReadSla(key, name, parent, called, metric, promise)


@dataclass(frozen=True)
class _Hours:
    """On which schedule an SLA is counted."""

    calendars: Mapping[str, ReadCalendar]
    of_tickets: str
    account: Account

    def of(self, record: Record) -> str | None:
        """The name of the schedule; nothing for calendar time."""
        key = reference(record, "calendars_id")
        if "calendars_id" not in record.values and not flag(record, "use_ticket_calendar"):
            what = "key 'calendars_id' is missing, and it says which hours count"
            raise record.error(f"{what}; ask for it, it is 0 where all hours do")
        if flag(record, "use_ticket_calendar") or key == OF_TICKETS:
            key = self._of_tickets(record)
        if not key:
            return None
        if key not in self.calendars:
            known = listed([f"{each.id} {each.name}" for each in self.calendars.values()])
            raise record.error(f"there is no calendar {key}; pass calendars= with it, known: {known}")
        calendar = self.calendars[key]
        return calendar.name if calendar.hours else None

    def _of_tickets(self, record: Record) -> str:
        """The calendar of tickets: the one that is said, or the only one there is."""
        if self.of_tickets:
            return self.of_tickets
        if len(self.calendars) != 1:
            raise record.error(f"{_OWN}, which is not said; pass ticket_calendar=, its id")
        [only] = self.calendars.values()
        means = f"{only.name!r} was taken, the only one there is; pass ticket_calendar= for another"
        self.account.lose(record.path, _OWN, means)
        return only.id


def _target(record: Record, is_counted: bool, account: Account) -> dict[str, Any]:
    amount = number(record.need("number_time"), 0, MOST, "(the time that is given)")
    unit = record.need("definition_time").choice(_SECONDS, "unit")
    at_end = flag(record, "end_of_working_day")
    if is_counted and unit in ("day", "month"):
        return _days(record, amount * (DAYS_IN_MONTH if unit == "month" else 1), at_end)
    if at_end:
        means = "the product looks at it for days of a calendar only, and so does this"
        account.lose((*record.path, "end_of_working_day"), "it is no target of days on a calendar", means)
    if not amount:
        raise record.error("it gives no time at all, so everything would be late; leave it out")
    return {"target": amount_text(amount * _SECONDS[unit], "business" if is_counted else "calendar")}


def _days(record: Record, days: int, at_end: bool) -> dict[str, Any]:
    """So many working days: the same clock time no later than the last closing, or that closing itself."""
    if at_end:
        return {"target": {"days": days, "counts": "business_days", "day_rule": "close", "starts": "next_opening"}}
    if not days:
        raise record.error("it gives no time at all, so everything would be late; leave it out")
    target = f"{days} business day{'' if days == 1 else 's'}"
    return {"target": target, "day_rule": "same_time", "starts": "next_opening", "ends": "previous_closing"}
