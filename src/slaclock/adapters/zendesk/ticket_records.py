"""Tickets of Zendesk as they stand now, the roles of users and the categories of custom statuses (R18)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from slaclock.adapters.losses import Account
from slaclock.adapters.payloads import Payload, Record
from slaclock.adapters.records import Kind, collected
from slaclock.adapters.zendesk.metrics import PRIORITIES, STATUSES

TICKETS = Kind("tickets", "ticket", beside=("users", "groups", "organizations", "custom_statuses", "metric_sets"))
USERS = Kind("users", "user", beside=("tickets", "groups", "organizations"))
CUSTOM_STATUSES = Kind("custom_statuses", "custom_status")
CATEGORIES = ("new", "open", "pending", "hold", "solved")
CUSTOMER = "end-user"
ROLES = (CUSTOMER, "agent", "admin")
_WITHOUT_MEANING = frozenset(
    (
        *("url", "external_id", "type", "subject", "raw_subject", "description", "recipient", "submitter_id"),
        *("assignee_id", "organization_id", "collaborator_ids", "follower_ids", "email_cc_ids", "forum_topic_id"),
        *("problem_id", "has_incidents", "is_public", "due_at", "tags", "custom_fields", "fields", "followup_ids"),
        *("satisfaction_rating", "sharing_agreement_ids", "brand_id", "ticket_form_id", "allow_channelback"),
        *("allow_attachments", "from_messaging_channel", "updated_at", "generated_timestamp", "result_type", "slas"),
        *("satisfaction_probability", "metric_set", "metric_events", "comment_count", "incident_count", "dates"),
        *(
            "encoded_id",
            "generated_at",
            "support_type",
            "custom_status",
            "via_followup_source_id",
            "deleted_ticket_form_id",
        ),
    )
)
"""Keys of a ticket that change neither its history nor its clocks; those of conditions are read with its plan."""


@dataclass(frozen=True)
class TicketRecord:
    """A ticket as it stands now."""

    id: str
    opened: datetime | None
    channel: str | None
    fields: Mapping[str, str | None]
    """What it has now in the fields whose changes are followed."""
    values: Mapping[str, Any] = field(repr=False)
    """All of it, for the conditions of SLA policies."""


def read_ticket(record: Record, account: Account) -> TicketRecord:
    """A ticket as it stands now.

    Raises:
        PayloadError: Something in it cannot be read.
    """
    via = record.get("via")
    status, priority = record.get("status"), record.get("priority")
    found = TicketRecord(
        record.need("id").id(),
        record.instant_of("created_at"),
        (via.record().text_of("channel") or None) if via else None,
        {
            "status": status.choice(STATUSES, "status") if status else None,
            "priority": priority.choice(PRIORITIES, "priority") if priority else None,
            **{key: record.id_of(key) or None for key in ("custom_status_id", "group_id", "requester_id")},
        },
        record.values,
    )
    record.leave(account, _WITHOUT_MEANING)
    return found


def customers_among(payload: Payload, account: Account) -> tuple[set[str], set[str]]:
    """The ids of all users of a payload, and of those among them who are customers."""
    known, customers = set(), set()
    for record in collected(payload, USERS, account).records:
        key = record.need("id").id()
        known.add(key)
        if record.need("role").choice(ROLES, "role") == CUSTOMER:
            customers.add(key)
    return known, customers


def categories_of(payload: Payload, account: Account) -> dict[str, str]:
    """For each custom status by its id the status that it stands for."""
    return {
        record.need("id").id(): record.need("status_category").choice(CATEGORIES, "category")
        for record in collected(payload, CUSTOM_STATUSES, account).records
    }
