"""Answers of Jira in files: of what kind each is, as its keys show, and all of them as tickets (R19)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from slaclock.adapters.jira.issues import tickets
from slaclock.adapters.ticket_readings import TicketReading
from slaclock.errors import PayloadError

_BY_KEY = {
    "issues": ("issues", "issue", "fields"),
    "changelogs": ("histories", "items"),
    "comments": ("comments", "public", "jsdPublic"),
}
"""For each argument of `tickets` the keys of answers and records that go there."""


def tickets_of_answers(answers: Mapping[str, Any], timezone: str | None = None) -> TicketReading:
    """The tickets that several answers make together, whatever their order.

    Args:
        answers: Parsed JSON, by what messages call it: a file.
        timezone: IANA name of the zone of instants that name none.

    Raises:
        PayloadError: It is not known what one of them is, or something in it cannot be read.

    Rules: R18, R19.
    """
    given: dict[str, Any] = {kind: [] for kind in _BY_KEY}
    by_key: dict[str, dict[str, Any]] = {}
    for file, answer in answers.items():
        kind, is_by_key = _kind_of(answer, file)
        if is_by_key:
            by_key.setdefault(kind, {}).update(answer)
        else:
            given[kind] += answer if isinstance(answer, list) else [answer]
    for kind, answer in by_key.items():
        if given[kind]:
            raise PayloadError("", f"some {kind} stand by keys of issues, and others do not; give all of them by keys")
        given[kind] = answer
    issues, changelogs, comments = (each or None for each in given.values())
    return tickets(issues, changelogs, comments, timezone)


def _kind_of(answer: Any, file: str) -> tuple[str, bool]:
    """What an answer holds, and whether by the keys of issues."""
    if kind := _shown(answer):
        return kind, False
    inner = {_shown(each) for each in answer.values()} if isinstance(answer, dict) and answer else {None}
    if len(inner) == 1 and (kind := inner.pop()):
        return kind, True
    raise PayloadError(file, f"its keys do not show what it is; it holds one of: {', '.join(_BY_KEY)}, as answered")


def _shown(answer: Any) -> str | None:
    first = answer[0] if isinstance(answer, list) and answer else answer
    if not isinstance(first, dict):
        return None
    for kind, keys in _BY_KEY.items():
        if any(key in first for key in keys):
            return kind
    inner = first.get("values")
    return _shown(inner) if isinstance(inner, list) and inner else None


def policy(*_: Any, **__: Any) -> NoReturn:
    """Refused: Jira hands over neither calendars nor goals, so that no policy can be read of it.

    Raises:
        PayloadError: Always; the message has the way out.

    Examples:
        >>> policy()  # doctest: +ELLIPSIS
        Traceback (most recent call last):
            ...
        slaclock.errors.PayloadError: Jira has no API for calendars and goals; write them in a policy file, and ...
    """
    raise PayloadError(
        "",
        "Jira has no API for calendars and goals; write them in a policy file, and let jira.explains and jira.compare "
        "say whether they explain its breach times",
    )
