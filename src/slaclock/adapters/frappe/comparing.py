"""`compare`: the due instants and times that tickets state beside ours, and why they differ (R7, R12, R16)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from slaclock.adapters.comparisons import Answered, ComparedCycle, Comparison, OtherReading, reason_of
from slaclock.adapters.frappe.fields import of_resolution, records_of, text_in
from slaclock.adapters.frappe.policies import FrappeReading
from slaclock.adapters.frappe.ticket_records import held, seconds_in, tickets as read_tickets
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Record, taken
from slaclock.adapters.replays import Replay, other_readings
from slaclock.errors import SlaClockError
from slaclock.hours import HolidayCalendar, Schedule
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.policy import SlaPolicy
from slaclock.targets import Target
from slaclock.tickets import SlaClock, Ticket

TOLERANCE = timedelta(seconds=1)
"""By how much figures in whole seconds differ."""
_DUE = {"first_response": "response_by", "resolution": "resolution_by"}
_STOPPED = {"first_response": "first_responded_on", "resolution": "resolution_date"}
_USED = {"first_response": "first_response_time", "resolution": "resolution_time"}
_NOBODY_THERE = timedelta(seconds=1)
"""What ERPNext states of a first response in which no open time passed."""


def compare(
    policy: SlaPolicy | FrappeReading,
    tickets: Any,
    versions: Any = None,
    communications: Any = None,
    *,
    timezone: str,
    limits: Limits = OF_A_PAYLOAD,
) -> Comparison:
    """Compare the due instants and times that tickets of ERPNext or Frappe Helpdesk state with ours.

    Args:
        policy: The policy that was read of the site, or the reading.
        tickets: `Issue` or `HD Ticket`, as the product hands them over.
        versions: `Version` of these tickets, which say when they were on hold.
        communications: `Communication` of these tickets.
        timezone: IANA name of the site's zone, in which all times are written.
        limits: How much of each payload is read.

    Returns:
        Each metric of which a ticket states a due instant or a time: theirs, ours, and what explains the difference.

    Raises:
        PayloadError: A payload has the wrong shape; the message has the place inside it.
        ZoneError: There is no zone of the name in `timezone`.

    Examples:
        >>> policy = SlaPolicy(name="A", timezone="UTC", schedules={"o": "Mon-Fri 10:00-18:00"},
        ...     plans={"Gold": {"schedule": "o", "first_response": "4 business hours"}})
        >>> [cycle] = compare(policy, {"name": "ISS-7", "creation": "2026-06-01 12:00:00", "status": "Open",
        ...     "service_level_agreement": "Gold", "response_by": "2026-06-01 16:00:00"}, timezone="UTC").cycles
        >>> cycle.metric, cycle.reason
        ('first_response', 'same')

    Rules: R7, R12, R16, R17, R19.
    """
    payload = taken(tickets, "tickets", limits)
    reading, ours = (policy, policy.policy) if isinstance(policy, FrappeReading) else (None, policy)
    read = read_tickets(payload.value, versions, communications, timezone=timezone, reading=reading, limits=limits)
    account = Account()
    account.losses.extend(read.losses)
    records = {record.need("name").id(): record for record in records_of(payload, "tickets", Account())}
    for key, said in read.problems.items():
        for problem in said:
            account.lose(records[key].path if key in records else ("versions",), f"ticket {key}", problem)
    cycles: list[ComparedCycle] = []
    for ticket in read.tickets:
        compared = _Compared(_in_all_years(ours), ticket, records[ticket.id], timezone)
        cycles.extend(compared.cycles(account))
    return Comparison(tuple(cycles), tuple(account.losses))


def _in_all_years(policy: SlaPolicy) -> SlaPolicy:
    """A policy that warns of no year for which its holidays are not known."""
    return policy.model_copy(update={"outside_coverage": "ignore"})


@dataclass(frozen=True)
class _Compared:
    """One ticket, as it states its clocks and as we count them."""

    policy: SlaPolicy
    ticket: Ticket
    record: Record
    timezone: str

    def cycles(self, account: Account) -> Iterator[ComparedCycle]:
        """Both answers of each metric of which the product states something."""
        try:
            promised = self.policy.metrics_of(self.ticket.plan)
            for metric in _DUE:
                theirs = self._theirs(metric, len(promised))
                if metric not in promised or (theirs.due is None and theirs.elapsed is None):
                    continue
                if clock := self._clock(metric):
                    yield self._compared(theirs, clock)
                else:
                    what = f"{metric} of ticket {self.ticket.id} has figures, and nothing is promised for it here"
                    account.lose(self.record.path, what, "there is nothing to compare")
        except SlaClockError as error:
            account.lose(self.record.path, f"ticket {self.ticket.id}", f"it has no answer: {error}")

    @property
    def _is_helpdesk(self) -> bool:
        return "sla" in self.record.values

    def _theirs(self, metric: str, promised: int) -> Answered:
        """What the ticket states: ERPNext counts the time to its resolution in calendar time, which says nothing."""
        due, stopped = (of_resolution(self.record, keys[metric]) for keys in (_DUE, _STOPPED))
        used = self.record.get(_USED[metric]) if metric == "first_response" or self._is_helpdesk else None
        return Answered(
            due.instant(self.timezone) if due else None,
            seconds_in(used) if used and stopped else None,
            self._breached(promised),
        )

    def _breached(self, promised: int) -> bool | None:
        """Whether a target was missed: the product says so of all targets of a ticket together."""
        stated = self.record.get("agreement_status") or self.record.get("agreement_fulfilled")
        if stated and stated.value == "Fulfilled":
            return False
        return True if stated and stated.value == "Failed" and promised == 1 else None

    def _clock(self, metric: str) -> SlaClock | None:
        """The clock of a metric, after everything that happened."""
        end = max([self.ticket.opened, *(event.instant for event in self.ticket.events)])
        found = [each.clock for each in self.policy.evaluate(self.ticket, end).cycles if each.metric == metric]
        return found[-1] if found else None

    def _compared(self, theirs: Answered, clock: SlaClock) -> ComparedCycle:
        replay = Replay.of(clock)
        ours = replay.answer()
        # Where no open time passed until the first response, ERPNext states one second.
        is_marked = not self._is_helpdesk and theirs.elapsed == _NOBODY_THERE and ours.elapsed == timedelta(0)
        said = replace(theirs, elapsed=ours.elapsed) if is_marked else theirs
        others = [*self._rules(clock.metric, replay, ours), *other_readings(replay, self.policy)]
        reason, detail = reason_of(said, ours, TOLERANCE, "to whole seconds", others)
        if is_marked and reason == "same":
            reason, detail = "rule of the product", "1 second stands for a first response outside hours"
        target, on, plan = str(replay.target), replay.counted_on, self.ticket.plan or ""
        return ComparedCycle(self.ticket.id, clock.metric, clock.cycle, plan, target, on, theirs, ours, reason, detail)

    def _rules(self, metric: str, replay: Replay, ours: Answered) -> Iterator[OtherReading]:
        """What the products do that we do not."""
        yield from self._of_holds(metric, replay)
        if later := self._promised_now(metric):
            detail = "its due instant follows the priority, also once it has stopped"
            yield _rule(detail, replay.counting(later).answer)
        without = replay.on(replay.schedule.model_copy(update={"holidays": HolidayCalendar()}))
        detail = f"{_USED[metric]} counts holidays as if support were open"
        yield _rule(detail, lambda: replace(ours, elapsed=without.answer().elapsed))
        if ends := _at_last_second(replay.schedule):
            yield _rule("a day ends at 23:59:59 there, a second before midnight", replay.on(ends).answer)

    def _promised_now(self, metric: str) -> Target | None:
        """What is promised for the priority that the ticket has now, if anything is."""
        try:
            return self.policy.target(self.ticket.plan, text_in(self.record.get("priority")) or None, metric)
        except SlaClockError:
            return None

    def _of_holds(self, metric: str, replay: Replay) -> Iterator[OtherReading]:
        """What they do with the time on hold, which they state as a sum."""
        on_hold = held(self.record)
        free = replace(replay, pauses=())
        if self._is_helpdesk:
            if on_hold:
                more = f"it states {on_hold} of open time on hold, and its versions show other holds"
                yield _rule(more, _longer(free, on_hold))
                older = replace(free, start=replay.start + on_hold, stopped=None)
                detail = f"older releases start {on_hold} later, the real time on hold"
                yield _rule(detail, _due(free, lambda: older.answer().due))
            return
        if metric == "first_response" and replay.pauses:
            yield _rule("ERPNext states the due instant of a first response without the time on hold", free.answer)
        ended = [end - start for start, end in replay.pauses if end]
        for sort, amount in (("the time", on_hold), ("only the last time", ended[-1] if ended else timedelta(0))):
            if amount:
                detail = f"ERPNext adds {sort} on hold to the due instant as real time, {amount}, outside hours too"
                yield _rule(detail, _due(free, _later(free, amount)))


def _rule(detail: str, answer: Callable[[], Answered]) -> OtherReading:
    return OtherReading("rule of the product", detail, answer)


def _later(replay: Replay, amount: timedelta) -> Callable[[], datetime | None]:
    """So much real time after the due instant of a replay."""

    def due() -> datetime | None:
        found = replay.answer().due
        return found + amount if found else None

    return due


def _due(replay: Replay, due: Callable[[], datetime | None]) -> Callable[[], Answered]:
    """The same, due at another instant."""

    def answer() -> Answered:
        at, said = due(), replay.answer()
        late = None if at is None or replay.stopped is None else replay.stopped > at
        return Answered(at, said.elapsed, late)

    return answer


def _longer(replay: Replay, amount: timedelta) -> Callable[[], Answered]:
    """The same with so much more open time, which does not count as used."""

    def answer() -> Answered:
        target = replay.target.model_copy(update={"duration": (replay.target.duration or timedelta(0)) + amount})
        said = replay.counting(target).answer()
        return replace(said, elapsed=None if said.elapsed is None else max(said.elapsed - amount, timedelta(0)))

    return answer


def _at_last_second(schedule: Schedule) -> Schedule | None:
    """The same with days that end a second before midnight; nothing where none ends there."""
    windows = schedule.hours if isinstance(schedule.hours, tuple) else ()
    if not any(window.closes == time(0) for window in windows):
        return None
    ending = [
        window.model_copy(update={"closes": time(23, 59, 59)}) if window.closes == time(0) else window
        for window in windows
    ]
    return schedule.model_copy(update={"hours": tuple(ending)})
