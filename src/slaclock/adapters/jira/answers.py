"""Answers of Jira in files: of what kind each is, as its keys show, as tickets or as a comparison (R19)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NoReturn

from slaclock.adapters.comparisons import Comparison
from slaclock.adapters.jira.comparing import compare
from slaclock.adapters.jira.issues import tickets
from slaclock.adapters.ticket_readings import TicketReading
from slaclock.errors import PayloadError
from slaclock.policy import SlaPolicy

_BY_KEY = {
    "issues": ("issues", "issue", "fields"),
    "changelogs": ("histories", "items"),
    "comments": ("comments", "public", "jsdPublic"),
    "slas": ("completedCycles", "ongoingCycle"),
}
"""For each argument of `tickets` and `compare` the keys of answers and records that go there."""

_NO_HOURS = (
    "Jira has no API for calendars and goals; write them in a policy file, and let jira.explains and jira.compare say "
    "whether they explain its breach times"
)
WHY_NOT: Mapping[str, str] = MappingProxyType({"policy_of_answers": _NO_HOURS, "text_of_policy": _NO_HOURS})
"""Why it has no such functions."""


def tickets_of_answers(answers: Mapping[str, Any], timezone: str | None = None) -> TicketReading:
    """The tickets that several answers make together, whatever their order.

    Args:
        answers: Parsed JSON, by what messages call it: a file.
        timezone: IANA name of the zone of instants that name none.

    Raises:
        PayloadError: It is not known what one of them is, or something in it cannot be read.

    Rules: R18, R19.
    """
    given = _sorted(answers, ("issues", "changelogs", "comments"), "tickets")
    return tickets(given.get("issues"), given.get("changelogs"), given.get("comments"), timezone)


def comparison_of_answers(answers: Mapping[str, Any], policy: SlaPolicy, timezone: str | None = None) -> Comparison:
    """The product's SLA cycles beside a policy, of issues, their changelogs and SLA values in any order.

    Args:
        answers: Parsed JSON, by what messages call it: a file.
        policy: The policy that people wrote.
        timezone: Not needed: the product states a zone with each time.

    Raises:
        PayloadError: It is not known what one of them is, or something in it cannot be read.

    Rules: R7, R12, R16, R19.
    """
    given = _sorted(answers, ("issues", "changelogs", "slas"), "a comparison")
    return compare(policy, given.get("issues"), given.get("slas"), given.get("changelogs"))


def _sorted(answers: Mapping[str, Any], kinds: Sequence[str], subject: str) -> dict[str, Any]:
    """Answers by their kind, one alone as it is; those of kinds that have no place here are refused."""
    given: dict[str, Any] = {}
    by_key: dict[str, dict[str, Any]] = {}
    for file, answer in answers.items():
        kind, is_by_key = _kind_of(answer, file)
        if kind not in kinds:
            raise PayloadError(file, f"it holds {kind}, which are no part of {subject}")
        if is_by_key:
            by_key.setdefault(kind, {}).update(answer)
        else:
            given.setdefault(kind, []).extend(answer if isinstance(answer, list) else [answer])
    for kind in by_key:
        if kind in given:
            raise PayloadError("", f"some {kind} stand by keys of issues, and others do not; give all of them by keys")
    return given | by_key


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
    raise PayloadError("", _NO_HOURS)
