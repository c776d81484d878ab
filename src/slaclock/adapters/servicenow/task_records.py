"""`tickets`: incidents, and other tasks, with what happened to them (R1, R16, R18, R19)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slaclock.adapters.histories import in_order
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record, taken
from slaclock.adapters.policy_readings import named_apart
from slaclock.adapters.servicenow.fields import instant, rows
from slaclock.adapters.servicenow.histories import ASSIGNED, Told, caller_of, read_histories, read_users
from slaclock.adapters.servicenow.policies import ServiceNowReading
from slaclock.adapters.servicenow.states import PRIORITY, STATE, Names, read_names, table_of
from slaclock.adapters.servicenow.task_slas import attached
from slaclock.adapters.ticket_readings import TicketReading
from slaclock.errors import PayloadError
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.tickets import Event, Ticket, known_status

_NEW = "New"
_NO_CALLER = (
    "comments were left out, as it is not known under which name its caller writes: pass sys_user=, or ask for "
    "caller_id.user_name"
)


def tickets(
    incident: Any,
    sys_audit: Any = None,
    sys_journal_field: Any = None,
    *,
    sys_user: Any = None,
    sys_choice: Any = None,
    task_sla: Any = None,
    reading: ServiceNowReading | None = None,
    limits: Limits = OF_A_PAYLOAD,
) -> TicketReading:
    """Read incidents, or other tasks, with what happened to them; each payload is named as its table.

    Args:
        incident: The tasks, best with display values beside values (`sysparm_display_value=all`).
        sys_audit: What changed in them: states, priorities, assignments; and who wrote comments and notes.
        sys_journal_field: Comments and notes, where audits do not have them.
        sys_user: Users, which say under which name a caller writes.
        sys_choice: What states and priorities are called, where records do not show it.
        task_sla: Their clocks, which say which SLA definitions each has.
        reading: What was read as a policy, to say which plan a ticket gets.
        limits: How much of each payload is read.

    Returns:
        Tickets with their events, by their numbers. One that cannot be read is among the problems.

    Raises:
        PayloadError: It is no payload of tasks; the message has the place inside it.

    Examples:
        >>> incident = {"sys_id": "t1", "number": "INC1", "opened_at": "2026-06-01 15:00:00", "state": "6"}
        >>> audit = {"documentkey": "t1", "fieldname": "state", "oldvalue": "2", "newvalue": "6",
        ...          "sys_created_on": "2026-06-01 18:00:00", "user": "ada"}
        >>> [ticket] = tickets([incident], [audit]).tickets
        >>> ticket.id, ticket.status, ticket.events[0].status
        ('INC1', 'In Progress', 'Resolved')

    Rules: R1, R16, R18, R19.
    """
    account = Account()
    tasks = read_tasks(
        taken(incident, "incident", limits),
        taken(sys_audit, "sys_audit", limits),
        taken(sys_journal_field, "sys_journal_field", limits),
        taken(sys_user, "sys_user", limits),
        taken(sys_choice, "sys_choice", limits),
        account,
    )
    slas = attached(taken(task_sla, "task_sla", limits), account)
    found: list[Ticket] = []
    problems: dict[str, list[str]] = {}
    for task in tasks:
        wrong = [*task.wrong, *task.doubts]
        plan = _plan(slas.get(task.key, ()), reading, wrong) if task.ticket and reading else None
        if task.ticket:
            found.append(task.ticket.model_copy(update={"plan": plan}))
        if wrong:
            problems[task.called] = wrong
    return TicketReading.of(found, problems, account)


def _plan(slas: Sequence[str], reading: ServiceNowReading, wrong: list[str]) -> str | None:
    """The plan that has the SLA definitions of a task; that it has none, or they make none, is wrong with it."""
    plan = reading.plan_of(slas)
    if plan is None and slas:
        wrong.append(f"no plan has its SLA definitions together: {', '.join(slas)}; pass task_sla= to policy, too")
    elif plan is None:
        wrong.append("no SLA definition is attached to it, so nothing says its plan; pass task_sla= with its clocks")
    return plan


@dataclass(frozen=True)
class Task:
    """One task of a payload, as a ticket."""

    key: str
    """Its `sys_id`."""
    called: str
    """Its number, with the `sys_id` beside it where several have that number."""
    ticket: Ticket | None
    """Nothing where it cannot be read."""
    wrong: Sequence[str]
    """What of it, or of its history, cannot be read."""
    doubts: Sequence[str]
    """What makes its answers doubtful."""
    changes_state: bool
    """Whether it is told when its state changed."""

    @property
    def history(self) -> Ticket | None:
        """The ticket, where all of it was read and it is told when its state changed."""
        return self.ticket if self.changes_state and not self.wrong else None


def read_tasks(
    incident: Payload, audits: Payload, entries: Payload, users: Payload, choices: Payload, account: Account
) -> list[Task]:
    """The tasks of a payload with their histories; what happened to others is a loss.

    Raises:
        PayloadError: Something is no record of its table.
    """
    problems: dict[str, list[str]] = {}
    told = read_histories(audits, entries, account, problems)
    logins = read_users(users, account)
    records = rows(incident, "incident", account).records
    names = read_names(records, choices, account)
    keys = [record.need("sys_id").id() for record in records]
    ids = named_apart([(_number_of(record) or key, key) for record, key in zip(records, keys, strict=True)])
    found = []
    for record, key, called in zip(records, keys, ids, strict=True):
        teller = _Teller(record, called, told.pop(key, Told()), names, caller_of(record, logins))
        found.append(teller.task(key, problems.pop(key, [])))
    for key in dict.fromkeys((*told, *problems)):
        account.lose(("sys_audit",), f"task {key} is not among the tasks", "what happened to it was left out")
    return found


def _number_of(record: Record) -> str:
    """What people call a task, such as `INC0010001`; blank where the record does not say."""
    return record.text_of("number")


@dataclass(frozen=True)
class _Teller:
    """One task with its history."""

    record: Record
    called: str
    told: Told
    names: Names
    caller: str | None

    def task(self, key: str, wrong: list[str]) -> Task:
        """The task, with what of it cannot be read."""
        try:
            ticket, doubts = self._ticket(), list(self._doubts())
        except PayloadError as error:
            ticket, doubts, wrong = None, [], [*wrong, str(error)]
        return Task(key, self.called, ticket, wrong, doubts, not self._is_without_history)

    def _ticket(self) -> Ticket:
        """The task as a ticket.

        Raises:
            PayloadError: It does not say when it was opened, or has a value that is not known.
        """
        opened = instant(self.record.get("opened_at") or self.record.need("sys_created_on"))
        states, priorities = self._turns(STATE, opened), self._turns(PRIORITY, opened)
        ended = list(self._ended()) if self._is_without_history else []
        return Ticket(
            id=self.called,
            opened=opened,
            priority=priorities[0][1] or None,
            status=(_NEW if ended else states[0][1]) or _NEW,
            events=[
                *(Event(at=at, kind="status_changed", status=name) for at, name in states[1:]),
                *(Event(at=at, kind="priority_changed", priority=name) for at, name in priorities[1:]),
                *ended,
                *self._assigned(opened),
                *self._replies(opened),
            ],
        )

    def _doubts(self) -> Iterator[str]:
        """What makes its answers doubtful."""
        if self.caller is None and any(each.public for each in self.told.said):
            yield _NO_CALLER
        present = self._present(STATE)
        if present not in ("", _NEW) and self._is_without_history:
            yield f"it is {present}, and nothing says since when it waited or worked; pass sys_audit= with its changes"

    @property
    def _is_without_history(self) -> bool:
        return not any(change.field == STATE for change in self.told.changes)

    def _present(self, field: str) -> str:
        """What a field holds now; blank where the record does not say."""
        found = self.record.get(field)
        return self.names.of(table_of(self.record), field, found) if found else ""

    def _turns(self, field: str, opened: datetime) -> list[tuple[datetime, str]]:
        """What a field held at the opening, then what it became, and when."""
        table = table_of(self.record)
        changes = [change for change in in_order(self.told.changes) if change.field == field]
        before, after = (
            [self.names.of(table, field, held) if held else "" for held in values]
            for values in ([change.before for change in changes], [change.after for change in changes])
        )
        turns = [(opened, before[0] if changes else self._present(field))]
        for change, name in zip(changes, after, strict=True):
            if change.at <= opened:
                turns = [(opened, name)]
            elif name and name != turns[-1][1]:
                turns.append((change.at, name))
        return turns

    def _ended(self) -> Iterator[Event]:
        """When it ended, as it says itself."""
        if (resolved := self.record.get("resolved_at")) and self._ends:
            yield Event(at=instant(resolved), kind="resolved")
        if (closed := self.record.get("closed_at")) and self._ends:
            yield Event(at=instant(closed), kind="closed")

    @property
    def _ends(self) -> bool:
        known = known_status(self._present(STATE))
        return known is not None and known.ends is not None

    def _assigned(self, opened: datetime) -> Iterator[Event]:
        """When somebody took it who had not been there before."""
        for change in in_order(self.told.changes):
            if change.field == ASSIGNED and change.before is None and change.after and change.at > opened:
                yield Event(at=change.at, kind="acknowledged")

    def _replies(self, opened: datetime) -> Iterator[Event]:
        """Who wrote when; what the caller opened it with is no reply, and a note answers nobody."""
        for each in self.told.said:
            if not each.public:
                yield Event(at=each.at, kind="agent_replied", public=False)
            elif each.user == self.caller and each.at > opened:
                yield Event(at=each.at, kind="customer_replied")
            elif self.caller is not None and each.user != self.caller:
                yield Event(at=each.at, kind="agent_replied")
