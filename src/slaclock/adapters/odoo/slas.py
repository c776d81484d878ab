"""SLA policies of Odoo: the stage that is to be reached, and in how many working hours (R11, R16)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slaclock.adapters.amounts import MOST_SECONDS, amount_text
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.named_records import named_records
from slaclock.adapters.odoo.calendars import ReadCalendar
from slaclock.adapters.odoo.fields import (
    RECORD,
    Reference,
    kind,
    listed,
    reference,
    reference_in,
    references,
    rows,
    seconds_in,
)
from slaclock.adapters.payloads import Payload, Record
from slaclock.tickets import known_status

SLAS = kind("slas", "helpdesk.sla")
TEAMS = kind("teams", "helpdesk.team")
STAGES = kind("stages", "helpdesk.stage")
RESOLUTION = "resolution"
_LOWEST = "0"
_CHOOSE = ("ticket_type_ids", "tag_ids", "partner_ids", "sale_line_ids", "ticket_type_id")
_WITHOUT_MEANING = RECORD | {"description", "company_id", "ticket_count", "ticket_properties", "target_type", "active"}
_SAYS = "the SLAs of a ticket stand in helpdesk.sla.status; pass sla_statuses= to tickets and to policy"


@dataclass(frozen=True)
class Stage:
    """One stage of tickets."""

    id: str
    name: str
    is_end: bool
    """Whether a ticket that reaches it is done."""

    @property
    def event(self) -> str:
        """The kind of event that a ticket reached it."""
        return f"reached {self.name}"


@dataclass(frozen=True)
class ReadSla:
    """One SLA policy of a payload."""

    id: str
    name: str
    """Its name, with the id beside it where several have that name."""
    schedule: str
    stage: Stage
    excluded: tuple[Stage, ...]
    seconds: int
    path: KeyPath

    @property
    def metric(self) -> str:
        """What it measures: the resolution, or until a stage is reached."""
        return RESOLUTION if self.stage.is_end else f"reach {self.stage.name}"

    @property
    def promise(self) -> dict[str, Any]:
        """What is promised, as a policy states it."""
        life: dict[str, Any] = {"stops": [self.stage.event, "closed"]}
        if self.excluded:
            life["pauses_in"] = [stage.name for stage in self.excluded]
        return {"target": amount_text(self.seconds, "business"), "schedule": self.schedule, "lifecycle": life}


def read_slas(
    slas: Payload, teams: Payload, stages: Payload, calendars: Sequence[ReadCalendar], account: Account
) -> list[ReadSla]:
    """The SLA policies of a payload, in their order; those that are archived are losses.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    known = _stages(stages, account)
    hours = _Hours({each.id: each.name for each in calendars}, _teams(teams, account))
    records = [record for record in rows(slas, SLAS, account) if _is_active(record, account)]
    return [_sla(*each, known, hours, account) for each in named_records(records, needs_id=True)]


def _is_active(record: Record, account: Account) -> bool:
    active = record.get("active")
    if active is None or active.flag():
        return True
    account.lose(record.path, "it is archived", "it was left out")
    return False


def _stages(payload: Payload, account: Account) -> dict[str, Stage]:
    found = {}
    for record in rows(payload, STAGES, account):
        key, name = record.need("id").id(), record.need("name").text()
        found[key] = Stage(key, name, record.flag_of("fold"))
    return found


def _teams(payload: Payload, account: Account) -> dict[str, Reference | None]:
    """The calendar of each team."""
    return {
        record.need("id").id(): reference(record, "resource_calendar_id") for record in rows(payload, TEAMS, account)
    }


def stage_of(stated: Reference, known: Mapping[str, Stage]) -> Stage:
    """A stage by what is known of it; by its name alone, one that says that a ticket ended is an end."""
    if stated.id in known:
        return known[stated.id]
    meant = known_status(stated.name)
    return Stage(stated.id, stated.name or f"stage {stated.id}", bool(meant and meant.ends))


def _sla(record: Record, key: str, name: str, stages: Mapping[str, Stage], hours: _Hours, account: Account) -> ReadSla:
    about = ("plans", name)
    stage = stage_of(reference_in(record.need("stage_id")), stages)
    excluded = tuple(stage_of(each, stages) for each in references(record, "exclude_stage_ids"))
    if unnamed := [each.id for each in (stage, *excluded) if each.name == f"stage {each.id}"]:
        what = f"the names of these stages are not given: {listed(unnamed)}"
        account.lose(record.path, what, "they are called by their ids; pass stages= with them", about)
    stated = record.need("time")
    seconds = seconds_in(stated, MOST_SECONDS)
    if not seconds:
        raise stated.error("it gives no time at all, so everything would be late; leave it out")
    schedule = hours.of(record, account, about)
    _lose_conditions(record, account, about)
    record.leave(account, _WITHOUT_MEANING, about)
    return ReadSla(key, name, schedule, stage, excluded, seconds, record.path)


def _lose_conditions(record: Record, account: Account, about: KeyPath) -> None:
    """Say that it is for some tickets only, which a policy leaves to whoever asks."""
    priority = record.get("priority")
    chosen = [f"priority {priority.text()}"] if priority and priority.text() != _LOWEST else []
    chosen += [key for key in _CHOOSE if record.get(key) and record.values[key] not in ([], 0)]
    if chosen:
        account.lose(record.path, f"it is for some tickets only: {listed(chosen)}", _SAYS, about)


@dataclass(frozen=True)
class _Hours:
    """On which schedule the SLA policies of a team are counted."""

    calendars: Mapping[str, str]
    teams: Mapping[str, Reference | None]

    def of(self, record: Record, account: Account, about: KeyPath) -> str:
        """The name of the schedule: that of the team's calendar, or of the only one there is."""
        team = reference_in(record.need("team_id"))
        calendar = self.teams.get(team.id)
        if calendar and calendar.id in self.calendars:
            return self.calendars[calendar.id]
        if calendar:
            known = listed([f"{key} {name}" for key, name in self.calendars.items()])
            raise record.error(f"there is no calendar {calendar.id} of team {team.id}; pass calendars=, known: {known}")
        if len(self.calendars) != 1:
            raise record.error(f"the calendar of team {team.name or team.id} is not given; pass teams= with it")
        [name] = self.calendars.values()
        what = f"the calendar of team {team.name or team.id} is not given"
        account.lose(record.path, what, f"{name!r} was taken, the only one there is; pass teams= for another", about)
        return name
