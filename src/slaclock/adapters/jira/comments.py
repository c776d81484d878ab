"""Comments of Jira as events: who wrote them, and whether customers see them (R18, R19)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slaclock.adapters.jira.moments import moment
from slaclock.adapters.jira.owners import Beside
from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record
from slaclock.tickets import Event

COMMENTS = Beside("comments", ("comments", "values"), ("public", "jsdPublic", "body"))
_WITHOUT_MEANING = frozenset(
    (
        *("id", "body", "renderedBody", "jsdAuthorCanSeeRequest", "updateAuthor", "updated", "self", "_links"),
        *("attachments", "_expands", "parentId", "properties"),
    )
)
_NAMES = ("accountId", "key", "name", "emailAddress")
"""Keys that tell people apart: of the cloud, and of servers."""


def read_comments(
    comments: Iterable[Record], reporter: Payload | None, timezone: str | None, account: Account
) -> Iterator[tuple[Event | None, str]]:
    """Comments as events, each with what is doubtful of it; nothing where it is not known who sees it.

    Args:
        comments: Comments of one issue.
        reporter: Who reported it: the customer.
        timezone: The zone of instants that name none.
        account: Where losses are noted.

    Raises:
        PayloadError: Something in them cannot be read.
    """
    for record in comments:
        at, public = moment(record.need("created"), timezone), _is_public(record)
        kind, doubt = _kind(record, reporter)
        record.leave(account, _WITHOUT_MEANING)
        if public is None:
            what = f"the comment of {at.isoformat()} does not say whether customers see it"
            account.lose(record.path, what, "it was left out; ask for comments with 'public' or 'jsdPublic'")
            yield None, what
        else:
            yield Event(at=at, kind=kind if public else "agent_replied", public=public), doubt if public else ""


def _is_public(record: Record) -> bool | None:
    """Whether customers see it; what only a role or a group sees, they do not."""
    flags = [found for key in ("public", "jsdPublic") if (found := record.get(key))]
    if record.get("visibility"):
        return False
    return flags[0].flag() if flags else None


def _kind(record: Record, reporter: Payload | None) -> tuple[str, str]:
    """Whether a customer or an agent wrote it, and what is doubtful of that."""
    author = record.get("author")
    if author is None:
        return "agent_replied", f"the comment {record.values.get('id')} has no author, and was taken for an agent's"
    person = author.record()
    kind = person.get("accountType")
    if kind and kind.value == "customer":
        return "customer_replied", ""
    if reporter is None:
        return "agent_replied", "nobody is said to have reported it, so its comments were taken for those of agents"
    if _is_same(person, reporter.record()):
        return "customer_replied", ""
    is_app = kind is not None and kind.value == "app"
    return "agent_replied", "a comment of an app was taken for an agent's reply" if is_app else ""


def _is_same(one: Record, other: Record) -> bool:
    return any(one.values.get(key) is not None and one.values[key] == other.values.get(key) for key in _NAMES)
