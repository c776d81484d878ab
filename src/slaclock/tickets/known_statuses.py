"""The statuses that Zendesk, Jira, Freshdesk, ServiceNow and Zammad have, and what each of them means (R16, R19)."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal, NamedTuple

from slaclock.spelling import folded

Ending = Literal["resolved", "closed", "cancelled"]
"""The kinds of events that end a ticket, or that it is solved."""
ENDINGS: tuple[Ending, ...] = ("resolved", "closed", "cancelled")


class KnownStatus(NamedTuple):
    """A status that the field knows."""

    name: str
    """What a policy calls it."""
    spelled: tuple[str, ...]
    """What helpdesks call it, also beside its own name."""
    ends: Ending | None = None
    """The event that it stands for, where it says that a ticket ended."""
    waits: bool = False
    """Whether somebody else is waited for, so that what pauses at all pauses in it."""
    like: tuple[str, ...] = ()
    """Other statuses of which it is taken for the first in which a metric pauses, where that does not state it."""


def _waiting_for(names: str) -> tuple[str, ...]:
    return tuple(
        f"{waiting} {name}"
        for name in names.split(", ")
        for waiting in ("waiting on", "waiting for", "awaiting", "pending")
    )


KNOWN_STATUSES = (
    KnownStatus("new", ("new",)),
    KnownStatus("open", ("open", "active", "reopened", "to do", "backlog", "selected for development", "assigned")),
    KnownStatus(
        "in_progress",
        (
            "in progress",
            "work in progress",
            "being processed",
            "in review",
            "under review",
            "under investigation",
            "assess",
            "root cause analysis",
            "fix in progress",
            "implementing",
            "escalated",
        ),
    ),
    KnownStatus("waiting_on_support", _waiting_for("support, us, agent")),
    KnownStatus("waiting_on_approval", _waiting_for("approval")),
    KnownStatus(
        "pending",
        ("pending", "pending reminder", "pending close", "pending action"),
        waits=True,
        like=("waiting_on_customer", "waiting"),
    ),
    KnownStatus("on_hold", ("hold", "on hold"), waits=True, like=("waiting_on_third_party", "waiting")),
    KnownStatus("waiting", ("waiting", "awaiting"), waits=True, like=("pending", "waiting_on_customer")),
    KnownStatus(
        "waiting_on_customer",
        (
            *_waiting_for("customer, requester, requestor, reporter, caller, caller info, client, user, user info"),
            *_waiting_for("end user, your reply, customer reply, customer response, customer info"),
        ),
        waits=True,
        like=("pending", "waiting"),
    ),
    KnownStatus(
        "waiting_on_third_party",
        (
            *_waiting_for("third party, 3rd party, vendor, supplier, partner, external party"),
            *_waiting_for("change, problem, evidence"),
        ),
        waits=True,
        like=("on_hold", "waiting"),
    ),
    KnownStatus("resolved", ("resolved", "solved", "done", "completed", "complete", "fixed"), "resolved"),
    KnownStatus("closed", ("closed", "close", "closed complete", "closed incomplete"), "closed"),
    KnownStatus(
        "cancelled",
        (
            *("cancelled", "canceled", "closed skipped", "deleted", "removed", "merged"),
            *("declined", "rejected", "withdrawn", "won't do", "duplicate", "spam"),
        ),
        "cancelled",
    ),
)
"""Every status that is known, by what it does."""
_BY_SPELLING = {folded(name): each for each in KNOWN_STATUSES for name in (each.name, *each.spelled)}
_BY_NAME = {each.name: each for each in KNOWN_STATUSES}
KNOWN_SPELLINGS = tuple(dict.fromkeys(name for each in KNOWN_STATUSES for name in (each.name, *each.spelled)))
"""Everything that a known status is called."""
WAITING = tuple(each.name for each in KNOWN_STATUSES if each.waits)
"""Statuses in which a known metric of long work pauses, unless its lifecycle says otherwise."""


def known_status(status: str) -> KnownStatus | None:
    """What is known of a status, in whatever spelling."""
    return _BY_SPELLING.get(folded(status))


@lru_cache(maxsize=4_096)
def meaning(status: str) -> str:
    """What two spellings of one status have in common: its known name, or its letters alone."""
    known = known_status(status)
    return known.name if known else folded(status)


def taken_for(status: str, stated: frozenset[str]) -> str | None:
    """The status, by its meaning, for which one is taken among those that are stated; nothing where none fits."""
    means = meaning(status)
    if means in stated:
        return means
    known = _BY_NAME.get(means)
    return next((each for each in known.like if each in stated), None) if known else None
