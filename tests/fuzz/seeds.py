"""The good inputs of which all others are made: published policies, those of the documentation, and tickets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from paths import POLICIES, ROOT

from slaclock import PolicyFileError
from slaclock.policy import read_text

Tree = Any
"""Plain data: mappings, lists, texts, numbers."""

PAGES = (
    "docs/reference/policy-files.md",
    "docs/reference/clocks.md",
    "docs/how-to/real-policies.md",
    "docs/how-to/phrases.md",
)
BOOKS = ROOT / "tests" / "phrases"
_YAML = re.compile(r"^```yaml\n(.*?)^```", re.DOTALL | re.MULTILINE)
OPENED = "2026-11-25T17:00:00-05:00"
NOW = "2026-11-27T10:00:00-05:00"


@cache
def texts() -> tuple[str, ...]:
    """Policy files as people write them, comments and all."""
    shown = (found for page in PAGES for found in _YAML.findall((ROOT / page).read_text("utf-8")))
    published = (path.read_text("utf-8") for path in sorted(POLICIES.glob("*.yaml")))
    return (*published, *(text for text in shown if "plans:" in text and "timezone:" in text))


@cache
def phrases() -> tuple[str, ...]:
    """Texts of the phrase books, and those that stand in policies."""
    books = (read_text(path.read_text("utf-8"), "yaml").data for path in sorted(BOOKS.glob("*.yaml")))
    written = (value for value in values() if isinstance(value, str))
    return (*dict.fromkeys(text for book in books for text in _texts_in(book)), *dict.fromkeys(written))


def _texts_in(tree: Tree) -> Iterator[str]:
    match tree:
        case dict():
            for value in tree.values():
                yield from _texts_in(value)
        case list():
            for value in tree:
                yield from _texts_in(value)
        case str():
            yield tree


@cache
def policies() -> tuple[Tree, ...]:
    """The same as plain data."""
    return tuple(read_text(text, "yaml").data for text in texts())


@cache
def fragments() -> tuple[Tree, ...]:
    """Parts of policies that the documentation shows alone."""
    found = []
    for page in PAGES:
        for text in _YAML.findall((ROOT / page).read_text("utf-8")):
            try:
                found.append(read_text(text, "yaml").data)
            except PolicyFileError:
                continue
    return tuple(found)


@cache
def by_key() -> dict[str, tuple[Tree, ...]]:
    """Everything that stands under each key, wherever it does."""
    found: dict[str, list[Tree]] = {}
    rest = [*policies(), *fragments(), *TICKETS]
    while rest:
        match rest.pop():
            case dict() as mapping:
                for key, value in mapping.items():
                    found.setdefault(key, []).append(value)
                rest += mapping.values()
            case list() as items:
                rest += items
    return {key: tuple(values) for key, values in sorted(found.items())}


@cache
def values() -> tuple[Tree, ...]:
    """Everything that stands anywhere."""
    return tuple(value for each in by_key().values() for value in each)


POLICY = {
    "name": "Small",
    "timezone": "America/New_York",
    "holidays": "US",
    "schedules": {"office": "Mon-Fri 09:00-18:00", "always": "24x7"},
    "warnings": {"soon": "75%"},
    "escalations": {"lead": "after 1 hour"},
    "plans": {
        "standard": {
            "schedule": "office",
            "first_response": {
                "P1": {"target": "4 business hours", "goals": "90% per month"},
                "P2": {"when": [{"received": "by phone", "target": "1 hour"}], "target": "2 business days"},
            },
            "next_response": {"P1": "1 business hour", "P2": "1 business day"},
            "resolution": {"P1": "1 week", "P2": "10 business days"},
        },
        "premium": {"schedule": "always", "first_response": "30 minutes", "resolution": "8 hours"},
    },
    "metrics": {"resolution": {"pauses_in": ["waiting_on_customer"]}},
}
"""What tickets are asked about."""

TICKETS: tuple[Tree, ...] = (
    {
        "id": "T-1",
        "opened": OPENED,
        "plan": "standard",
        "priority": "P1",
        "channel": "phone",
        "status": "new",
        "timezone": "Europe/Berlin",
        "events": [
            {"at": "2026-11-25T17:10:00-05:00", "kind": "agent_replied", "public": True, "by": "bob"},
            {"at": "2026-11-27T09:00:00-05:00", "kind": "customer_replied"},
            {"at": "2026-11-27T09:10:00-05:00", "kind": "status_changed", "status": "waiting_on_customer"},
            {"at": "2026-11-27T09:20:00-05:00", "kind": "priority_changed", "priority": "P2"},
            {"at": "2026-11-27T09:30:00-05:00", "kind": "plan_changed", "plan": "premium"},
            {"at": "2026-11-27T09:40:00-05:00", "kind": "resolved"},
        ],
    },
    {
        "id": 2,
        "opened": OPENED,
        "plan": "premium",
        "events": [
            {"at": "2026-11-25T17:30:00-05:00", "kind": "paused", "metric": "resolution"},
            {"at": "2026-11-26T17:30:00Z", "kind": "resumed", "metric": "resolution"},
            {"at": "2026-11-26T18:30:00Z", "kind": "stopped", "metric": "first_response"},
            {"at": "2026-11-27T09:40:00-05:00", "kind": "reopened"},
        ],
    },
)


def plain_copy(tree: Tree) -> Tree:
    """A copy that may be changed."""
    return json.loads(json.dumps(tree))
