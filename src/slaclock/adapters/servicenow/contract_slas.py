"""SLA definitions (`contract_sla`) as plans (R11, R16, R19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from slaclock.adapters.amounts import MOST_SECONDS, amount_text
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.named_records import NamedRecord, named_records
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.servicenow.fields import duration, is_set, rows
from slaclock.adapters.servicenow.schedules import ReadSchedule
from slaclock.errors import did_you_mean

METRICS: Mapping[str, str] = MappingProxyType({"response": "first_response", "resolution": "resolution"})
"""Our name for what each target promises."""
_CONDITIONS = ("start_condition", "stop_condition", "pause_condition", "resume_condition", "reset_condition")
_MORE = (
    *("cancel_condition", "condition_class", "condition_type", "timezone_source", "timezone", "retroactive"),
    *("retroactive_pause", "when_to_cancel", "when_to_resume", "workflow", "flow", "relative_duration_works_on"),
)
_FROM = ("sla_definition", "no_schedule")
_WITHOUT_MEANING = frozenset(
    (
        *("sys_id", "description", "short_description", "schedule.label", "collection", "active", "type"),
        *("sys_created_on", "sys_created_by", "sys_updated_on", "sys_updated_by", "sys_mod_count", "sys_tags"),
        *("sys_class_name", "sys_domain", "sys_scope", "sys_package", "sys_name", "sys_policy", "sys_update_name"),
        *(
            "enable_logging",
            "number",
            "contract",
            "vendor",
            "owner",
            "state",
            "starts",
            "ends",
            "timezone.label",
            "state.label",
        ),
    )
)


@dataclass(frozen=True)
class ReadSla:
    """One SLA definition of a payload."""

    id: str
    name: str
    """Its name, with the id beside it where several have that name."""
    metric: str
    seconds: int
    schedule: str | None
    """The name of the schedule on which it counts; nothing for calendar time."""
    path: KeyPath

    @property
    def entry(self) -> dict[str, Any]:
        """The plan as a policy states it: a day is 24 hours of the schedule."""
        on = {"schedule": self.schedule} if self.schedule else {}
        return {**on, self.metric: self._amount}

    @property
    def promise(self) -> dict[str, Any]:
        """What it promises, beside others in one plan."""
        return {"target": self._amount, **({"schedule": self.schedule} if self.schedule else {})}

    @property
    def _amount(self) -> str:
        return amount_text(self.seconds, "business" if self.schedule else "calendar")


def read_slas(
    payload: Payload, schedules: Sequence[ReadSchedule], says_pauses: bool, account: Account
) -> list[ReadSla]:
    """The SLA definitions that are active.

    Raises:
        PayloadError: Something in them cannot be read, or says what is not known.
    """
    by_id = {each.id: each.name for each in schedules}
    return [_sla(*each, by_id, says_pauses, account) for each in _named(payload, account)]


def plan_names(payload: Payload, account: Account) -> dict[str, str]:
    """The name of the plan of each SLA definition that is active, by its id.

    Raises:
        PayloadError: One of them has no name.
    """
    return {each.id: each.name for each in _named(payload, account) if each.id}


def _named(payload: Payload, account: Account) -> list[NamedRecord]:
    """The definitions that are active, each with its id and its name, apart from others of that name."""
    records = [each for each in rows(payload, "contract_sla", account).records if _is_active(each, account)]
    return named_records(records, id_key="sys_id")


def _is_active(record: Record, account: Account) -> bool:
    if is_set(record, "active", otherwise=True):
        return True
    account.lose(record.path, "the SLA definition is not active", "it was left out, as the product does")
    return False


def _sla(
    record: Record, key: str, name: str, schedules: Mapping[str, str], says_pauses: bool, account: Account
) -> ReadSla:
    about = ("plans", name)
    relative = record.get("duration_type")
    if relative:
        raise relative.error("its duration is worked out by a script of the product; state the target yourself")
    metric = METRICS[record.need("target").choice(METRICS, "target")]
    stated = record.need("duration")
    seconds = int(duration(stated).total_seconds())
    if not 0 < seconds <= MOST_SECONDS:
        raise stated.error("it is nothing, or more than a hundred years")
    schedule = _schedule(record, schedules)
    for each in _CONDITIONS:
        if (condition := record.get(each)) and not (says_pauses and each == "pause_condition"):
            what = f"the condition {condition.shown}"
            means = "conditions are not evaluated; a ticket states its plan, and lifecycles say what stops and pauses"
            account.lose((*record.path, each), what, means, about)
    for each in _MORE:
        if (found := record.get(each)) and found.value not in ("false", "never", "none", "on_condition"):
            account.lose((*record.path, each), f"it says {found.shown}", "it is in no answer", about)
    record.leave(account, _WITHOUT_MEANING, about)
    return ReadSla(key, name, metric, seconds, schedule, record.path)


def _schedule(record: Record, known: Mapping[str, str]) -> str | None:
    source, stated = record.get("schedule_source"), record.get("schedule")
    if source and source.value not in _FROM:
        raise source.error(f"its schedule comes from {source.shown} of each task; state the plan yourself")
    if source and source.value == "no_schedule":
        return None
    if "schedule" not in record.values:
        raise record.error("key 'schedule' is missing, and it says which hours count; ask for it, blank for all hours")
    if stated is None:
        return None
    if stated.id() not in known:
        near = did_you_mean(stated.id(), known) if known else "none is given"
        raise stated.error(f"its schedule {stated.id()!r} is not among those that were read; {near}")
    return known[stated.id()]
