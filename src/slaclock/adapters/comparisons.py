"""`Comparison`: a product's own due instants and figures beside ours, and which choice explains a difference (R19)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from slaclock.adapters.losses import Account, KeyPath, Loss
from slaclock.errors import PayloadError, SlaClockError
from slaclock.targets import write_duration

Reason = Literal[
    "same",
    "not said",
    "rounding",
    "boundary",
    "holiday rule",
    "day rule",
    "another schedule",
    "rule of the product",
    "not explained",
]
"""Why two answers differ; `not said` where the product says nothing that could be compared."""


@dataclass(frozen=True)
class Answered:
    """What somebody says of a cycle."""

    due: datetime | None
    """When it is due; nothing where that is not said."""
    elapsed: timedelta | None
    """Time used, of the kind that the target counts; nothing where that is not said."""
    breached: bool | None
    """Whether it was late; nothing where that is not said."""


@dataclass(frozen=True)
class ComparedCycle:
    """One cycle of a metric: what the product says of it, what we say, and what explains the difference.

    Rules: R7, R12, R16.
    """

    ticket: str
    metric: str
    cycle: int
    plan: str
    """The plan, as the product calls it."""
    target: str
    schedule: str
    """The schedule on which we counted; blank for calendar time."""
    theirs: Answered
    ours: Answered
    reason: Reason
    """What explains the difference: a choice with which we answer as they do."""
    detail: str = ""
    """The choice, the schedule or the rule that explains it."""
    note: str = ""
    """What the product applied and the policy does not promise: the same due instant says nothing of that."""

    @property
    def difference(self) -> timedelta | None:
        """How much later we are due; where the product states no due instant, how much more time we count."""
        if self.theirs.due and self.ours.due:
            return self.ours.due - self.theirs.due
        if self.theirs.elapsed is None or self.ours.elapsed is None:
            return None
        return self.ours.elapsed - self.theirs.elapsed

    @property
    def look_at(self) -> str:
        """What of theirs to look at where nothing explains the difference; blank where something does."""
        if self.reason != "not explained":
            return ""
        if self.theirs.elapsed is None or self.ours.elapsed is None:
            of_due = "look at its start, its pauses and its target there"
            return of_due if self.difference else "look at when it stopped there"
        more = self.theirs.elapsed - self.ours.elapsed
        if not more:
            return "as much was used there, so look at its target there, and what changed it"
        amount = f"{write_duration(abs(more))} {'more' if more > timedelta(0) else 'less'}"
        return f"look at its start and its pauses there: it used {amount}"


@dataclass(frozen=True)
class Comparison:
    """All cycles that a product says something of, and what could not be compared."""

    cycles: tuple[ComparedCycle, ...]
    losses: tuple[Loss, ...]


@contextmanager
def or_lost(account: Account, path: KeyPath, what: str) -> Iterator[None]:
    """Note what a policy has no answer for as a loss; what is wrong with a payload is raised all the same."""
    try:
        yield
    except PayloadError:
        raise
    except SlaClockError as error:
        account.lose(path, what, f"it has no answer: {error}")


def lose_unread(problems: Mapping[str, Iterable[str]], key: str, account: Account) -> None:
    """Note each problem of what is told of tickets, by their ids, under the key of what tells it."""
    for ticket, said in problems.items():
        for each in said:
            account.lose((key,), f"ticket {ticket}: {each}", "it was left out, so its figures are not explained")


@dataclass(frozen=True)
class OtherReading:
    """Another way to count, with which we may answer as they do."""

    reason: Reason
    detail: str
    answer: Callable[[], Answered]
    """What we say under it; asked only where nothing before it explains the difference."""


def agree(theirs: Answered, ours: Answered, tolerance: timedelta) -> bool:
    """Whether what they say is what we say, within a tolerance; what one does not say agrees with anything."""
    if theirs.due and ours.due and abs(theirs.due - ours.due) > tolerance:
        return False
    if theirs.elapsed is not None and ours.elapsed is not None and abs(theirs.elapsed - ours.elapsed) > tolerance:
        return False
    return None in (theirs.breached, ours.breached) or theirs.breached is ours.breached


def _meet(theirs: Answered, ours: Answered) -> bool:
    """Whether there is anything that both say."""
    pairs = ((theirs.due, ours.due), (theirs.elapsed, ours.elapsed), (theirs.breached, ours.breached))
    return any(None not in pair for pair in pairs)


def reason_of(
    theirs: Answered, ours: Answered, tolerance: timedelta, rounded: str, others: Iterable[OtherReading]
) -> tuple[Reason, str]:
    """What explains the difference of two answers, and how it is called there.

    Args:
        theirs: What the product says.
        ours: What we say.
        tolerance: By how much answers differ that the product rounds.
        rounded: What the product rounds to, e.g. `to whole minutes`.
        others: Other ways to count; the first with which we answer as they do is the reason.
    """
    if not _meet(theirs, ours):
        return "not said", ""
    if agree(theirs, ours, timedelta(0)):
        return "same", ""
    if agree(theirs, ours, tolerance):
        return "rounding", rounded
    for other in others:
        if agree(theirs, other.answer(), tolerance):
            return other.reason, other.detail
    return "not explained", ""
