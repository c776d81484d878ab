"""SLA values of Jira Service Management: each cycle with its goal, and what the product says of it (R12, R16)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slaclock.adapters.jira.moments import amount, moment, precision
from slaclock.adapters.jira.owners import Beside, records_by_issue
from slaclock.adapters.losses import Account, Loss
from slaclock.adapters.payloads import Payload, Record
from slaclock.errors import PayloadError, key_path
from slaclock.spelling import folded

VALUES = Beside("slas", ("values",), ("completedCycles", "ongoingCycle"))
_OF_A_VALUE = frozenset({"_links", "slaDisplayFormat"})


@dataclass(frozen=True)
class SlaCycle:
    """One cycle of an SLA, as Jira states it.

    Rules: R12, R16.
    """

    issue: str
    """The key of the issue; blank where the payload does not say it."""
    sla: str
    """What the SLA is called."""
    cycle: int
    """Which one it is of its SLA and issue, in the order in which they started, from 1."""
    start: datetime
    stop: datetime | None
    """When it ended; nothing while it goes on."""
    breach: datetime | None
    """When it is due; nothing while it is paused."""
    goal: timedelta
    elapsed: timedelta
    """Time used by then, or when somebody asked."""
    remaining: timedelta | None
    """Time left; negative once it is late."""
    breached: bool
    paused: bool
    """Whether it is paused just now; nothing tells of pauses that are over."""
    precision: timedelta
    """How exact its instants are stated."""
    path: str
    """Where it stands in the payload."""

    @property
    def named(self) -> str:
        """What messages call it: `EX-1 Time to resolution, cycle 2`."""
        return f"{self.issue} {self.sla}, cycle {self.cycle}".strip()


def read_cycles(
    issues: list[tuple[str, Record]], slas: Payload, by_name: Mapping[str, str], account: Account
) -> list[SlaCycle]:
    """The cycles of all SLA values, in the fields of issues and beside them; what cannot be read is a loss.

    Args:
        issues: Issues with their keys.
        slas: SLA values as the product answers them for one request.
        by_name: The key of each issue, by its key and by its id.
        account: Where losses are noted.

    Raises:
        PayloadError: Something is no SLA value, or does not say to which issue it belongs.
    """
    held: list[tuple[str, Record]] = []
    for key, issue in issues:
        for record in _in_fields(issue):
            account.read(VALUES.name)
            held.append((key, record))
    for key, records in records_by_issue(slas, VALUES, by_name, account).items():
        held += [(key, record) for record in records]
    by_sla: dict[tuple[str, str], list[list[SlaCycle]]] = {}
    for key, record in held:
        name = _name_of(record)
        # Values without a name, or without an issue, may be of several SLAs.
        which = folded(name) if name and key else key_path(record.path)
        by_sla.setdefault((key, which), []).append(_cycles_of(key, name or "SLA", record, account))
    return [
        _numbered(cycle, number)
        for values in by_sla.values()
        for number, cycle in enumerate(_each_once(values, account), start=1)
    ]


def _each_once(values: list[list[SlaCycle]], account: Account) -> list[SlaCycle]:
    """The cycles of one SLA in order; one that stands in a field and beside it is read once, as it was said last."""
    found: dict[tuple[datetime, int], SlaCycle] = {}
    for cycles in values:
        starts: Counter[datetime] = Counter()
        for cycle in cycles:
            starts[cycle.start] += 1
            place = cycle.start, starts[cycle.start]
            other = found.get(place, cycle)
            if place not in found or _is_later(cycle, other):
                found[place] = cycle
            if other.goal != cycle.goal or (other.breach and cycle.breach and other.breach != cycle.breach):
                what = f"this cycle of {cycle.sla} stands in {other.path}, too, with another goal or breach time"
                means = "the one that has stopped, or had used more, was taken; ask for both at once"
                account.losses.append(Loss(cycle.path, what, means))
    return [found[place] for place in sorted(found)]


def _is_later(cycle: SlaCycle, other: SlaCycle) -> bool:
    """Whether a cycle was asked for after another saying of it: it has stopped, or used more."""
    return (cycle.stop is not None, cycle.elapsed) > (other.stop is not None, other.elapsed)


def _in_fields(issue: Record) -> Iterator[Record]:
    """The SLA values among the fields of an issue: their numbers differ from site to site, their keys do not."""
    fields = issue.get("fields")
    for name, value in fields.record().values.items() if fields else ():
        if is_sla_value(value):
            yield Record(value, (*issue.path, "fields", name))


def is_sla_value(value: Any) -> bool:
    """Whether a value is that of an SLA."""
    return isinstance(value, dict) and any(sign in value for sign in VALUES.signs)


def _name_of(record: Record) -> str:
    """What an SLA is called; blank where its value does not say it."""
    named, key = record.get("name"), record.get("id")
    return named.text() if named else f"SLA {key.id()}" if key else ""


def _cycles_of(issue: str, name: str, record: Record, account: Account) -> list[SlaCycle]:
    done, ongoing = record.get("completedCycles"), record.get("ongoingCycle")
    held = [*(done.items() if done else ()), *([ongoing] if ongoing else ())]
    record.leave(account, _OF_A_VALUE)
    return [cycle for each in held if (cycle := _read(issue, name, each, each is ongoing, account))]


def _numbered(cycle: SlaCycle, number: int) -> SlaCycle:
    return SlaCycle(**{**vars(cycle), "cycle": number})


def _read(issue: str, name: str, payload: Payload, is_ongoing: bool, account: Account) -> SlaCycle | None:
    try:
        cycle = _cycle(issue, name, payload.record(), is_ongoing, account)
    except PayloadError as error:
        account.lose(payload.path, f"a cycle of {name} cannot be read: {error}", "nothing is said of this cycle")
        return None
    account.read("cycles")
    return cycle


def _cycle(issue: str, name: str, record: Record, is_ongoing: bool, account: Account) -> SlaCycle:
    start, breach = record.need("startTime"), record.get("breachTime")
    stop = record.get("stopTime") if is_ongoing else record.need("stopTime")
    left, paused = record.get("remainingTime"), record.get("paused")
    record.get("withinCalendarHours")
    cycle = SlaCycle(
        issue,
        name,
        1,
        moment(start),
        moment(stop) if stop else None,
        moment(breach) if breach else None,
        amount(record.need("goalDuration")),
        amount(record.need("elapsedTime")),
        amount(left) if left else None,
        record.need("breached").flag(),
        paused.flag() if paused else False,
        max(precision(each) for each in (start, breach, stop) if each),
        key_path(record.path),
    )
    if cycle.goal <= timedelta(0) or cycle.elapsed < timedelta(0):
        raise record.error("its goal is above zero, and its elapsed time is not below zero")
    if cycle.stop and cycle.stop < cycle.start:
        raise record.error("it stops before it starts")
    record.leave(account, ())
    return cycle
