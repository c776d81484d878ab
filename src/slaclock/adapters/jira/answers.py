"""Answers of Jira in files: of what kind each is, as its keys show, as tickets or as a comparison (R19)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NoReturn

from slaclock.adapters.answer_kinds import AnswerKinds
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
_KINDS = AnswerKinds(_BY_KEY, "values", {"histories": "changelogs"}, dict.fromkeys(_BY_KEY, "keys of issues"))

_NO_HOURS = (
    "Jira has no API for calendars and goals; write them in a policy file, and let jira.explains and jira.compare say "
    "whether they explain its breach times"
)
WHY_NOT: Mapping[str, str] = MappingProxyType({"policy_of_answers": _NO_HOURS, "text_of_policy": _NO_HOURS})
"""Why it has no such functions."""


def tickets_of_answers(answers: Mapping[str, Any], timezone: str | None = None) -> TicketReading:
    """The tickets of issues, their changelogs and comments in files.

    Rules: R18, R19.
    """
    given = _KINDS.of(answers, "issues", "changelogs", "comments", subject="tickets", needs=("issues",))
    return given.read(tickets, **{"issues": None, **given.arguments()}, timezone=timezone)


def comparison_of_answers(answers: Mapping[str, Any], policy: SlaPolicy, timezone: str | None = None) -> Comparison:
    """The product's SLA cycles, of issues, their changelogs and SLA values in files, beside a policy that people wrote.

    Rules: R7, R12, R16, R19.
    """
    given = _KINDS.of(answers, "issues", "changelogs", "slas", subject="a comparison")
    return given.read(compare, policy, **{"issues": None, **given.arguments()})


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
