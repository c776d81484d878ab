"""`compare`: GLPI's own due instants and delays beside ours, and why they differ (R7, R10, R12, R16)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from slaclock.adapters.comparisons import (
    Answered,
    ComparedCycle,
    Comparison,
    OtherReading,
    lose_unread,
    or_lost,
    reason_of,
)
from slaclock.adapters.glpi.fields import number
from slaclock.adapters.glpi.histories import read_logs, waits_in
from slaclock.adapters.glpi.policies import TICKETS, GlpiReading
from slaclock.adapters.glpi.statuses import CLOSED, SOLVED
from slaclock.adapters.glpi.ticket_records import LONGEST_WAIT, waited
from slaclock.adapters.histories import Change
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Record, taken
from slaclock.adapters.records import collected
from slaclock.adapters.replays import Replay, offered, other_readings
from slaclock.errors import PayloadError
from slaclock.hours import ONE_DAY, Schedule, StatedHoliday
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.policy import SlaPolicy

TOLERANCE = timedelta(seconds=1)
"""By how much answers differ that are cut to whole seconds."""
_KEYS = {
    "acknowledgement": ("time_to_own", "takeintoaccountdate", "takeintoaccount_delay_stat"),
    "resolution": ("time_to_resolve", "solvedate", "solve_delay_stat"),
}
"""Where a ticket states of a metric when it is due, when it stopped, and how many seconds it took."""
_BY_DATE = (
    "days are counted from a working day's date, whatever the time: what comes before its first hour or after its last "
    "keeps its clock time, as far as the last closing"
)
_OF_24_HOURS = "; a day is 24 hours there, so that over a change of the clocks it ends an hour earlier or later"
_NEW_YEAR = "a yearly closed time over New Year closes nothing there"


def compare(
    policy: SlaPolicy | GlpiReading,
    tickets: Any,
    logs: Any = None,
    timezone: str | None = None,
    *,
    plans: Mapping[str, str] = MappingProxyType({}),
    limits: Limits = OF_A_PAYLOAD,
) -> Comparison:
    """Compare the due instants and delays of GLPI's tickets with ours.

    Args:
        policy: The policy that was read of the product, or the reading, which says which plan a ticket gets.
        tickets: `Ticket` records.
        logs: `Log` records of these tickets; without them the waits that a ticket sums up are taken from it.
        timezone: IANA name of the zone of the server; without one, that of the policy.
        plans: The plan of a ticket by its id, where the reading does not say it.
        limits: How much of each payload is read.

    Returns:
        Each metric of which a ticket states a due instant or a delay: theirs, ours, and what explains the difference.

    Raises:
        PayloadError: Something cannot be read; the message has the place inside the payload.

    Examples:
        >>> policy = SlaPolicy(name="A", timezone="Europe/Paris", schedules={"o": "Mon-Fri 08:00-20:00"},
        ...     plans={"Gold": {"schedule": "o", "resolution": "4 business hours"}})
        >>> ticket = {"id": 7, "date": "2026-06-01 18:00:00", "status": 2, "time_to_resolve": "2026-06-02 10:00:00"}
        >>> [cycle] = compare(policy, [ticket]).cycles
        >>> cycle.metric, cycle.reason
        ('resolution', 'same')

    Rules: R7, R10, R12, R16, R19.
    """
    ours = policy.policy if isinstance(policy, GlpiReading) else policy
    zone = timezone or ours.timezone
    account = Account()
    problems: dict[str, list[str]] = {}
    changes = read_logs(taken(logs, "logs", limits), zone, account, problems)
    lose_unread(problems, "logs", account)
    cycles: list[ComparedCycle] = []
    for record in collected(taken(tickets, "tickets", limits), TICKETS, account).records:
        key = record.need("id").id()
        plan = plans.get(key) or _plan(policy, record, account)
        if plan is not None:
            cycles.extend(_Figures(ours, record, key, plan, changes.get(key, []), zone).cycles(account))
    return Comparison(tuple(cycles), tuple(account.losses))


def _plan(policy: SlaPolicy | GlpiReading, record: Record, account: Account) -> str | None:
    """The plan of a ticket; where nothing says it, that is a loss."""
    try:
        if isinstance(policy, GlpiReading):
            plan, why = policy.plan_of(record.values), "it has no SLA"
        else:
            plan = next(iter(policy.plans)) if len(policy.plans) == 1 else None
            why = "the policy has several, and the ids of its SLAs are not in it"
    except PayloadError as error:
        plan, why = None, error.message
    if plan is None:
        account.lose(record.path, f"its plan is not known: {why}", "there is nothing to compare; pass plans= with it")
    return plan


@dataclass(frozen=True)
class _Counted(Replay):
    """A clock whose waits are known as a sum, too."""

    summed: timedelta = timedelta(0)
    """Open time that was waited at times that nobody says."""

    def answer(self) -> Answered:
        """What we say, with all waits."""
        return self.moved(super().answer(), self.summed)

    def by_date(self, *, of_24_hours: bool = False) -> Answered:
        """What the product says of days: counted from the date on which something came, if that is a working day.

        Args:
            of_24_hours: Days are so much real time, also where the clocks change between them.
        """
        schedule, days, zone = self.schedule, self.target.days or 0, ZoneInfo(self.schedule.timezone)
        came = self.start.astimezone(zone).date()
        start = self.start if schedule.business_days(came, came + ONE_DAY) else schedule.next_opening(self.start)
        due = schedule.add_days(start, days, rule="close", starts="at_once", ends="as_is")
        if self.target.day_rule != "close":
            same = schedule.add_days(start, days, rule="same_time", starts="at_once", ends="as_is")
            shift = _offset(same, zone) - _offset(start, zone) if of_24_hours else timedelta(0)
            due = min(due, same + shift)
        waits = (schedule.elapsed(start, end) for start, end in self.pauses if end)
        return self.moved(replace(super().answer(), due=due), sum(waits, self.summed))

    def moved(self, said: Answered, waits: timedelta) -> Answered:
        """An answer with more waits: due later, and with less used."""
        if not waits or said.due is None:
            due = said.due
        elif self.target.counts == "calendar_time":
            due = said.due + waits
        else:
            due = self.schedule.add(said.due, waits, boundary="next_opening")
        late = None if self.stopped is None or due is None else self.stopped > due
        return Answered(due, None if said.elapsed is None else said.elapsed - self.summed, late)


@dataclass(frozen=True)
class _Figures:
    """What a ticket states of its clocks, and those clocks counted by us."""

    policy: SlaPolicy
    record: Record
    key: str
    plan: str
    changes: Sequence[Change]
    zone: str

    def cycles(self, account: Account) -> Iterator[ComparedCycle]:
        """Each metric of its plan of which it states something."""
        for metric in self.policy.plans[self.plan].metrics:
            if metric not in _KEYS:
                continue
            theirs = self._theirs(metric)
            if theirs.due is None and theirs.elapsed is None:
                continue
            with or_lost(account, self.record.path, f"{metric} of ticket {self.key}"):
                yield self._compared(metric, theirs)

    def _theirs(self, metric: str) -> Answered:
        due_key, stop_key, delay_key = _KEYS[metric]
        due, stopped = self.record.instant_of(due_key, self.zone), self.record.instant_of(stop_key, self.zone)
        delay = self.record.get(delay_key)
        used = number(delay, 0, LONGEST_WAIT, "seconds") if delay and stopped else None
        late = stopped > due if stopped and due else None
        return Answered(due, None if used is None else timedelta(seconds=used), late)

    def _compared(self, metric: str, theirs: Answered) -> ComparedCycle:
        replay = self._replay(metric)
        ours = replay.answer()
        readings = [*_of_the_product(replay), *other_readings(replay, self.policy)]
        reason, detail = reason_of(theirs, ours, TOLERANCE, "to whole seconds", readings)
        on = replay.counted_on
        return ComparedCycle(self.key, metric, 1, self.plan, str(replay.target), on, theirs, ours, reason, detail)

    def _replay(self, metric: str) -> _Counted:
        target, schedule = offered(self.policy, self.plan, None, metric)
        opened = self.record.need("date").instant(self.zone)
        stopped = self.record.instant_of(_KEYS[metric][1], self.zone)
        if metric != "resolution":
            return _Counted(opened, target, schedule, (), stopped)
        if self.changes:
            waits = waits_in(self.changes, opened, (SOLVED, CLOSED))
            held = tuple((start, end) for start, end in waits if stopped is None or end <= stopped)
            return _Counted(opened, target, schedule, held, stopped)
        return _Counted(opened, target, schedule, (), stopped, None, timedelta(seconds=waited(self.record)))


def _of_the_product(replay: _Counted) -> Iterator[OtherReading]:
    """What the product does that we do not."""
    if replay.target.counts == "business_days":
        yield OtherReading("rule of the product", _BY_DATE, replay.by_date)
        longer = partial(replay.by_date, of_24_hours=True)
        yield OtherReading("rule of the product", _BY_DATE + _OF_24_HOURS, longer)
    held = replay.schedule.holidays
    kept = tuple(source for source in held.sources if not _is_over_new_year(source))
    if kept != held.sources:
        closed_less = held.model_copy(update={"sources": kept})
        schedule: Schedule = replay.schedule.model_copy(update={"holidays": closed_less})
        moved = replace(replay, schedule=schedule)
        yield OtherReading("rule of the product", _NEW_YEAR, moved.answer)


def _offset(at: datetime, zone: ZoneInfo) -> timedelta:
    """How far a zone's clocks are ahead of UTC at an instant."""
    return at.astimezone(zone).utcoffset() or timedelta(0)


def _is_over_new_year(source: Any) -> bool:
    """Whether it is a yearly run of dates that ends in the next year."""
    return isinstance(source, StatedHoliday) and source.date.startswith("--") and "" < source.last < source.date
