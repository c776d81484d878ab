"""The daily export of activities, the one history of statuses and priorities that Freshdesk gives (R18, R19)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from slaclock.adapters.freshdesk.names import priority_of
from slaclock.adapters.losses import Account, KeyPath
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Kind, collected
from slaclock.patterns import pattern

ACTIVITIES = Kind("activities_data", "activities_data", beside={"metadata"})
_DAY_FIRST = pattern(r"([0-9]{2})-([0-9]{2})-([0-9]{4})( [0-9]{2}:[0-9]{2}:[0-9]{2} (?:Z|[+-][0-9]{2}:?[0-9]{2}))")
_AT_OPENING = ("source", "requester")
"""What the activity says with which a ticket is opened, beside its status and priority."""
_WITHOUT_MEANING = frozenset({"performer_type", "performer_id", "id"})


@dataclass(frozen=True)
class Activity:
    """What an activity says of the fields on which clocks depend."""

    at: datetime
    status: str
    """The new status; blank where it stays."""
    priority: str
    """The new priority; blank where it stays."""
    opens: bool
    """Whether the ticket was opened with it."""
    gone: bool
    """Whether the ticket was deleted or marked as spam."""
    path: KeyPath


@dataclass
class ActivityLog:
    """The activities of all tickets, and the days that they cover."""

    of: dict[str, list[Activity]] = field(default_factory=dict)
    """Those of each ticket, in order."""
    covered: list[tuple[datetime, datetime]] = field(default_factory=list)
    """Stretches of time that the exports cover, in order, those that touch as one."""

    def covers(self, start: datetime, end: datetime) -> bool:
        """Whether nothing is missing between two instants; exports that name no time are taken at their word."""
        return not self.covered or any(first <= start and end <= last for first, last in self.covered)


def read_activities(payload: Payload, account: Account) -> ActivityLog:
    """The activities of exports, by ticket.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    held = collected(payload, ACTIVITIES, account)
    log = ActivityLog()
    for record in held.records:
        log.of.setdefault(record.need("ticket_id").id(), []).append(_activity(record, account))
    for activities in log.of.values():
        activities.sort(key=lambda each: each.at)
    log.covered = _joined([each for answer in held.answers for each in _covered(answer, account)])
    return log


def _activity(record: Record, account: Account) -> Activity:
    at = _instant(record.need("performed_at"))
    said = record.need("activity").record()
    priority = said.get("priority")
    gone = any(found.value is True for key in ("deleted", "spam") if (found := said.get(key)))
    record.leave(account, _WITHOUT_MEANING)
    return Activity(
        at,
        said.text_of("status"),
        priority_of(priority) if priority else "",
        all(key in said for key in _AT_OPENING),
        gone,
        record.path,
    )


def _instant(payload: Payload) -> datetime:
    """An instant whose date is written with the day first."""
    found = _DAY_FIRST.fullmatch(payload.value) if isinstance(payload.value, str) else None
    if found is None:
        example = "'21-04-2026 09:33:38 +0000'"
        raise payload.error(f"it is an instant with the day first, such as {example}, not {payload.shown}")
    day, month, year, clock = found.groups()
    return Payload(f"{year}-{month}-{day}{clock}", payload.path).instant().astimezone(UTC)


def _covered(answer: Record, account: Account) -> Iterable[tuple[datetime, datetime]]:
    found = answer.get("metadata")
    if found is None:
        return
    said = found.record()
    number, start, end = said.get("activities_count"), said.get("start_at"), said.get("end_at")
    size = len(answer.values.get("activities_data") or ())
    if number and number.whole(0, 10**12, "activities") > size:
        what = f"{number.value:,} activities are announced, and {size:,} are here"
        account.lose(number.path, what, "load the whole file: half of a history gives other answers")
    if start and end:
        yield _instant(start), _instant(end)


def _joined(stretches: Sequence[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """The same in order; those that touch, to the second with which a day ends, as one."""
    found: list[tuple[datetime, datetime]] = []
    for start, end in sorted(stretches):
        if found and start - found[-1][1] <= timedelta(seconds=1):
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
