"""Service level agreements of ERPNext and Frappe Helpdesk: hours, targets and statuses of each (R3, R4, R11, R16)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from slaclock.adapters.amounts import MOST_SECONDS, amount_text
from slaclock.adapters.day_clocks import frame_in
from slaclock.adapters.day_frames import Frame, hours_of
from slaclock.adapters.frappe.fields import WITHOUT_MEANING, flag_in, records_of, text_in
from slaclock.adapters.frappe.holiday_lists import ReadHolidayList
from slaclock.adapters.frappe.statuses import USUAL, Statuses
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.payloads import Payload, Record
from slaclock.hours import WEEK, Weekday

ERPNEXT = "Service Level Agreement"
HELPDESK = "HD Service Level Agreement"
METRICS: Mapping[str, str] = {"response_time": "first_response", "resolution_time": "resolution"}
"""Our name for each time of a priority."""
_STATUSES = ("pause_sla_on", "sla_fulfilled_on")
"""Where ERPNext has the statuses in which clocks pause, and those that end them."""
DAYS: Mapping[str, Weekday] = dict(
    zip(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), WEEK, strict=True)
)
"""The days of a week as the products call them."""
LAST_SECOND = 24 * 3_600 - 1
"""What stands for the end of a day."""
_WITHOUT_MEANING = WITHOUT_MEANING | {
    *("service_level", "default_ticket_status", "ticket_reopen_status", "description", "default_priority"),
    *("condition_json", "condition_description", "filters"),
}


@dataclass(frozen=True)
class AgreementRule:
    """For which tickets an agreement is, as the product states it; a ticket states its agreement itself.

    Rules: R11.
    """

    plan: str
    """The name of the agreement, and of its plan."""

    doctype: str
    """What the product calls it: `Service Level Agreement` or `HD Service Level Agreement`."""

    is_default: bool
    """Whether tickets get it that no other agreement takes."""

    is_enabled: bool
    """Whether new tickets get it."""

    default_priority: str
    """The priority of tickets that state none; blank where none is."""

    entity: str
    """The customer, group or territory whose tickets get it, e.g. `Customer: Acme`; blank for all."""

    condition: str
    """A condition in the language of the product, as text: it is never evaluated. Blank where there is none."""

    first: date | None
    """The first date on which it holds; nothing where none is stated."""

    last: date | None
    """The last date on which it holds; nothing where none is stated."""


@dataclass(frozen=True)
class ReadAgreement:
    """One agreement of a payload."""

    rule: AgreementRule
    frames: Mapping[Weekday, list[Frame]]
    holidays: ReadHolidayList | None
    targets: Mapping[str, Mapping[str, str]]
    """Targets by our names of metrics, and by priority."""
    statuses: Statuses
    ends_at_last_second: bool
    """Whether a day ends a second before midnight there."""

    @property
    def plan(self) -> str:
        """Its name."""
        return self.rule.plan

    @property
    def is_helpdesk(self) -> bool:
        """Whether it is one of Frappe Helpdesk."""
        return self.rule.doctype == HELPDESK

    def schedule(self, timezone: str) -> dict[str, Any]:
        """Its hours with its holidays, as a policy states them."""
        closed = [self.holidays.entry(self.frames.keys())] if self.holidays else []
        return {"timezone": timezone, "hours": hours_of(self.frames), "holidays": closed}


@dataclass(frozen=True)
class Known:
    """What agreements refer to."""

    holiday_lists: Mapping[str, ReadHolidayList]
    statuses: Statuses | None
    """Statuses of Frappe Helpdesk, where they were given."""


def read_agreements(payload: Payload, known: Known, account: Account) -> list[ReadAgreement]:
    """The agreements of a payload, in their order.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    records = records_of(payload, "service_level_agreements", account)
    return [_agreement(record, known, account) for record in records]


def _agreement(record: Record, known: Known, account: Account) -> ReadAgreement:
    name = record.need("name").text()
    about = ("plans", name)
    doctype = _doctype(record)
    frames = _frames(record, account, about)
    holidays = _holiday_list(record, known.holiday_lists)
    resolves = record.get("apply_sla_for_resolution")
    targets, default = _targets(record, resolves is None or flag_in(resolves), account, about)
    statuses = _statuses(record, known.statuses if doctype == HELPDESK else None)
    if doctype == ERPNEXT:
        _lose_statuses(record, account, about)
    rule = _rule(record, doctype, default or text_in(record.get("default_priority")), account)
    record.leave(account, _WITHOUT_MEANING, about)
    ends = any(frame[1] == LAST_SECOND for frame in frames.values())
    whole: dict[Weekday, list[Frame]] = {
        day: [(start, end + 1 if end == LAST_SECOND else end)] for day, (start, end) in frames.items()
    }
    return ReadAgreement(rule, whole, holidays, targets, statuses, ends)


def _doctype(record: Record) -> str:
    """Which product it is of: as it says, or as its keys show."""
    if stated := record.get("doctype"):
        return stated.choice((ERPNEXT, HELPDESK), "agreement that is read, of kind")
    return HELPDESK if "default_sla" in record.values else ERPNEXT


def _frames(record: Record, account: Account, about: KeyPath) -> dict[Weekday, Frame]:
    if record.values.get("support_and_resolution") is None:
        raise record.error(
            "key 'support_and_resolution' is missing: lists come without the rows of a record; ask for it by its name"
        )
    held = record.need("support_and_resolution")
    found: dict[Weekday, Frame] = {}
    for item in held.items():
        row = item.record()
        day = DAYS[row.need("workday").choice(DAYS, "workday")]
        if day in found:
            raise item.error(f"{day} stands here twice, and the product has one window a day; keep one of them")
        found[day] = frame_in(row.need("start_time"), row.need("end_time"))
        row.leave(account, WITHOUT_MEANING, about)
        account.read("workdays")
    if not found:
        raise held.error("no day has hours, so support would never open; leave the agreement out")
    return found


def _holiday_list(record: Record, lists: Mapping[str, ReadHolidayList]) -> ReadHolidayList | None:
    stated = record.get("holiday_list")
    name = text_in(stated)
    if not name or stated is None:
        return None
    if name not in lists:
        known = ", ".join(lists) or "none"
        raise stated.error(f"there is no holiday list {stated.shown}; pass holiday_lists= with it, known: {known}")
    return lists[name]


def _targets(record: Record, resolves: bool, account: Account, about: KeyPath) -> tuple[dict[str, dict[str, str]], str]:
    """Targets by metric and priority, and the priority that is marked as the default."""
    targets: dict[str, dict[str, str]] = {}
    default = ""
    held = record.need("priorities")
    for item in held.items():
        row = item.record()
        priority = row.need("priority").text()
        if priority in targets.get("first_response", {}):
            raise item.error(f"priority {priority!r} stands here twice; keep one of them")
        _refuse_periods(row)
        for key, metric in METRICS.items():
            amount = row.get(key)
            if metric == "first_response" or resolves:
                targets.setdefault(metric, {})[priority] = _target(amount)
                if key not in row.values:
                    means = "nothing is promised; ask for the record by its name"
                    account.lose(item.path, f"{key} is not here", means, (*about, metric, priority))
        default = priority if flag_in(row.get("default_priority")) else default
        row.leave(account, WITHOUT_MEANING, about)
        account.read("priorities")
    if not targets:
        raise held.error("it has no priorities, so it promises nothing; leave the agreement out")
    return targets, default


def _refuse_periods(row: Record) -> None:
    """Refuse amounts of old releases, whose unit stands beside them."""
    for key in METRICS:
        if unit := row.get(f"{key}_period"):
            raise unit.error(f"the unit of {key} is {unit.shown} in old releases; state {key} in seconds, without it")


def _target(payload: Payload | None) -> str:
    seconds = payload.whole(0, MOST_SECONDS, "seconds") if payload else 0
    return amount_text(seconds, "business") if seconds else "none"


def _statuses(record: Record, of_helpdesk: Statuses | None) -> Statuses:
    """The statuses that an agreement states itself, else those of the product."""
    paused, ending = (_named_statuses(record.get(key)) for key in _STATUSES)
    usual = of_helpdesk or USUAL
    if record.values.keys().isdisjoint(_STATUSES) or (paused is None and ending is None):
        return usual
    is_stated = _STATUSES[0] in record.values
    return Statuses(paused or (() if is_stated else usual.paused), ending or usual.ending, usual.running)


def _lose_statuses(record: Record, account: Account, about: KeyPath) -> None:
    """Say that an agreement came without the rows that say in which statuses clocks pause and end."""
    if missing := [key for key in _STATUSES if key not in record.values]:
        means = "the statuses with which the product comes were taken; ask for the record by its name"
        account.lose(record.path, f"{' and '.join(missing)} are not here", means, about)


def _named_statuses(payload: Payload | None) -> tuple[str, ...] | None:
    if payload is None:
        return None
    return tuple(dict.fromkeys(item.record().need("status").text() for item in payload.items()))


def _rule(record: Record, doctype: str, default_priority: str, account: Account) -> AgreementRule:
    name = record.need("name").text()
    flag = "default_sla" if doctype == HELPDESK else "default_service_level_agreement"
    enabled = record.get("enabled")
    entity = ": ".join(filter(None, (text_in(record.get(key)) for key in ("entity_type", "entity"))))
    start, end = (found.date() if (found := record.get(key)) else None for key in ("start_date", "end_date"))
    condition = record.get("condition")
    if condition and not isinstance(condition.value, str):
        raise condition.error(f"it is text, not {condition.shown}")
    rule = AgreementRule(
        name,
        doctype,
        flag_in(record.get(flag)),
        enabled is None or flag_in(enabled),
        default_priority,
        entity,
        condition.value.strip() if condition else "",
        start,
        end,
    )
    _lose_rule(record, rule, account)
    return rule


def _lose_rule(record: Record, rule: AgreementRule, account: Account) -> None:
    """Say what decides for which tickets it is, which a policy leaves to whoever asks."""
    about = ("plans", rule.plan)
    states = "a ticket states its agreement itself"
    if rule.condition:
        what = "a condition in the language of the product chooses its tickets"
        account.lose((*record.path, "condition"), what, f"it is not evaluated; {states}", about)
    if rule.entity:
        account.lose((*record.path, "entity"), f"it is for {rule.entity}", states, about)
    if rule.first or rule.last:
        span = " ".join(f"{word} {day}" for word, day in (("from", rule.first), ("to", rule.last)) if day)
        account.lose(
            (*record.path, "start_date"), f"it holds {span}", f"the plan answers at all times; {states}", about
        )
    if not rule.is_enabled:
        account.lose((*record.path, "enabled"), "it is not enabled", "tickets that have it are answered", about)
    kind = record.get("document_type")
    if kind and kind.value not in ("", "Issue"):
        means = "its plan answers; of such records no tickets are read"
        account.lose(kind.path, f"it is for records of the kind {kind.text()}", means, about)
