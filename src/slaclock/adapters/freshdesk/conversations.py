"""Conversations of tickets: what customers and agents wrote, as events (R18)."""

from __future__ import annotations

from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Kind, collected
from slaclock.tickets import Event

CONVERSATIONS = Kind("conversations", "conversation")
_WITHOUT_MEANING = frozenset(
    (
        *("body", "body_text", "updated_at", "user_id", "source", "category", "attachments", "to_emails", "from_email"),
        *("cc_emails", "bcc_emails", "email_failure_count", "outgoing_failures", "support_email", "last_edited_at"),
        *("last_edited_user_id", "cloud_files", "has_quoted_text", "source_additional_info", "thread_id"),
        *("thread_message_id", "association_type", "threading_type", "cloned_ticket_id"),
    )
)


def read_conversations(payload: Payload, account: Account) -> dict[str, list[Event]]:
    """What was written, by the ids of tickets: notes and automatic replies answer nobody.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    found: dict[str, list[Event]] = {}
    for record in collected(payload, CONVERSATIONS, account).records:
        ticket = record.need("ticket_id").id()
        found.setdefault(ticket, []).append(_event(record))
        record.leave(account, _WITHOUT_MEANING)
    return found


def _event(record: Record) -> Event:
    at, private = record.need("created_at").instant(), record.need("private").flag()
    by_itself = record.flag_of("auto_response")
    if record.need("incoming").flag():
        return Event(at=at, kind="customer_replied")
    if private:
        return Event(at=at, kind="agent_replied", public=False, by="private note")
    if by_itself:
        return Event(at=at, kind="agent_replied", public=False, by="automatic reply")
    return Event(at=at, kind="agent_replied")
