"""`tickets`: issues of Jira with their changelogs and comments as tickets with events (R18, R19)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from slaclock.adapters.histories import Change, at_opening
from slaclock.adapters.jira.changelogs import HISTORIES, read_changes
from slaclock.adapters.jira.comments import COMMENTS, read_comments
from slaclock.adapters.jira.moments import moment
from slaclock.adapters.jira.owners import PAGE_KEYS, Beside, goes_on, records_by_issue
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record, taken
from slaclock.adapters.records import Kind, collected
from slaclock.adapters.ticket_readings import TicketReading
from slaclock.errors import DeclarationError, PayloadError, key_path
from slaclock.hours import zone_named
from slaclock.limits import OF_A_PAYLOAD, Limits
from slaclock.tickets import Event, Ticket

ISSUES = Kind("issues", "issue", PAGE_KEYS, goes_on, id_key="key")


def tickets(
    issues: Any,
    changelogs: Any = None,
    comments: Any = None,
    timezone: str | None = None,
    *,
    plans: Mapping[str, str] = MappingProxyType({}),
    limits: Limits = OF_A_PAYLOAD,
) -> TicketReading:
    """Read issues of Jira with what happened to them.

    Changes of status, priority and resolution become events, and so do comments: the reporter of an issue, and who has
    an account of the portal alone, is the customer, all others are agents. The status and the priority at the opening
    are what they were before their first change.

    Args:
        issues: Issues, with `expand=changelog` and the field `comment` where these do not come beside them.
        changelogs: Pages of changelogs, or `{key: pages}` where they do not say to which issue they belong.
        comments: Comments of requests or issues, given in the same ways.
        timezone: IANA name of the zone of instants that name none.
        plans: The plan of each issue, by its key; the product has none.
        limits: How much of each payload is read.

    Returns:
        The tickets; one that cannot be read is in `problems`, and the others go on.

    Raises:
        PayloadError: A payload is not of this shape; the message has the place inside it.
        ZoneError: There is no zone of the name in `timezone`.

    Examples:
        >>> read = tickets({"key": "EX-1", "fields": {
        ...     "created": "2026-06-01T09:00:00.000+0200", "status": {"name": "Waiting for customer"},
        ... }, "changelog": {"histories": [{"created": "2026-06-01T10:00:00.000+0200", "items": [
        ...     {"field": "status", "fieldId": "status", "fromString": "Open", "toString": "Waiting for customer"},
        ... ]}]}})
        >>> [ticket] = read.tickets
        >>> ticket.status, ticket.events[0].status
        ('Open', 'Waiting for customer')

    Rules: R18, R19.
    """
    if timezone is not None:
        zone_named(timezone)
    account = Account()
    held = read_issues(taken(issues, "issues", limits), account)
    by_name = names_of(held)
    histories = records_by_issue(taken(changelogs, "changelogs", limits), HISTORIES, by_name, account)
    said = records_by_issue(taken(comments, "comments", limits), COMMENTS, by_name, account)
    found, problems = [], {}
    for key, issue in held:
        reader = _Issue(key, issue, timezone, plans.get(key), account)
        try:
            found.append(reader.ticket(histories.get(key, []), said.get(key, [])))
        except (PayloadError, DeclarationError) as error:
            reader.doubts = [f"it cannot be read: {error}"]
        if reader.doubts:
            problems[key] = tuple(dict.fromkeys(reader.doubts))
    return TicketReading.of(found, problems, account)


def read_issues(payload: Payload, account: Account) -> list[tuple[str, Record]]:
    """Issues with their keys.

    Raises:
        PayloadError: Something in the payload is no issue.
    """
    return [(_key_of(record), record) for record in collected(payload, ISSUES, account).records]


def _key_of(record: Record) -> str:
    key = record.get("key") or record.get("id")
    return key.id() if key else key_path(record.path)


def names_of(issues: Sequence[tuple[str, Record]]) -> dict[str, str]:
    """The key of each issue, by its key and by its id."""
    ids = {found.id(): key for key, issue in issues if (found := issue.get("id"))}
    return ids | {key: key for key, _ in issues}


@dataclass
class _Issue:
    """One issue on its way to a ticket, and what is doubtful of it."""

    key: str
    record: Record
    timezone: str | None
    plan: str | None
    account: Account

    def __post_init__(self) -> None:
        self.doubts: list[str] = []

    def ticket(self, histories: list[Record], comments: list[Record]) -> Ticket:
        """The ticket, of what stands in the issue and beside it."""
        fields = self.record.need("fields").record()
        told = self._together(self.record.get("changelog"), HISTORIES, histories)
        changes = read_changes(told, self.timezone, self.account)
        said = self._together(fields.get("comment"), COMMENTS, comments)
        events = [*self._events_of(changes), *self._replies(said, fields.get("reporter"))]
        return Ticket(
            id=self.key,
            opened=moment(fields.need("created"), self.timezone),
            plan=self.plan,
            priority=at_opening(changes, "priority", _name_in(fields, "priority")),
            status=self._status(changes, fields),
            events=events,
        )

    def _together(self, inner: Payload | None, beside: Beside, more: list[Record]) -> Iterator[Record]:
        """What stands in the issue itself, and what came beside it; what stands in both is read once."""
        groups = records_by_issue(inner, beside, {}, self.account).values() if inner else ()
        known: set[Any] = set()
        for record in [*(each for group in groups for each in group), *more]:
            key = record.values.get("id")
            if key is None or key not in known:
                yield record
            known.add(key)

    def _replies(self, comments: Iterable[Record], reporter: Payload | None) -> Iterator[Event]:
        for event, doubt in read_comments(comments, reporter, self.timezone, self.account):
            if doubt:
                self.doubts.append(doubt)
            if event:
                yield event

    def _events_of(self, changes: list[Change]) -> Iterator[Event]:
        for change in changes:
            if change.field == "resolution":
                if (change.before is None) is not (change.after is None):
                    yield Event(at=change.at, kind="resolved" if change.after else "reopened")
            elif change.after is None:
                self.doubts.append(f"{key_path(change.path)}: its {change.field} was taken away; the old one stays")
            else:
                yield Event(at=change.at, kind=f"{change.field}_changed", **{change.field: change.after})

    def _status(self, changes: list[Change], fields: Record) -> str:
        status = at_opening(changes, "status", _name_in(fields, "status"))
        if status is None:
            self.doubts.append("it states no status, so it was taken to be open at its opening")
        return str(status or "open")


def _name_in(fields: Record, key: str) -> str | None:
    held = fields.get(key)
    return held.record().need("name").text() if held else None
