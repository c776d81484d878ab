"""The words that tickets use, how often, and what each of them does under a policy (R16, R18, R19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, get_args

from slaclock.declaration import Declaration
from slaclock.errors import nearest
from slaclock.policy import SlaPolicy, nearly
from slaclock.results import Result
from slaclock.safe import for_terminal
from slaclock.spelling import folded
from slaclock.tickets import Lifecycle, known_status, meaning

WordKind = Literal["status", "kind", "priority", "plan", "channel"]
"""What a word of a ticket is about; a kind is that of an event."""
_TITLES = {"status": "Statuses", "kind": "Kinds of events", "priority": "Priorities", "plan": "Plans"}


class WordUsed(Result, Declaration):
    """One word of tickets, and what it does."""

    about: WordKind
    """Whether it is a status, a kind of event, a priority, a plan or a channel."""

    word: str
    """The word, in its own spelling."""

    count: int
    """How often it stands in the tickets."""

    does: str
    """What it does under the policy, or the nearest word that is known."""

    known: bool = True
    """Whether anybody knows it."""


class WordsUsed(Result, Declaration):
    """Every word of tickets that means something to a policy.

    Rules: R16, R18, R19.
    """

    policy: str
    """Name of the policy."""

    words: tuple[WordUsed, ...]
    """What each does: of each kind the most frequent first."""

    @property
    def unknown(self) -> tuple[WordUsed, ...]:
        """Those that nobody knows."""
        return tuple(each for each in self.words if not each.known)

    def text(self) -> str:
        """The words for a terminal."""
        return "\n".join(map(for_terminal, _lines(self)))


def words_used(policy: SlaPolicy, told: Mapping[tuple[WordKind, str], int]) -> WordsUsed:
    """What each word of tickets does under a policy.

    Args:
        policy: With all its versions.
        told: How often each word stands in tickets and their events.

    Examples:
        >>> policy = SlaPolicy.loads('''
        ... {name: Example, timezone: UTC, schedules: {office: Mon-Fri 09:00-17:00},
        ...  plans: {standard: {schedule: office, resolution: {P1: 8 business hours}}}}
        ... ''')
        >>> found = words_used(policy, {("status", "On-hold"): 3, ("priority", "P9"): 1})
        >>> [(each.word, each.does) for each in found.words]
        [('On-hold', 'pauses resolution'), ('P9', 'unknown; known: P1')]

    Rules: R16, R18, R19.
    """
    order = {about: place for place, about in enumerate(get_args(WordKind))}
    in_order = sorted(told.items(), key=lambda each: (order[each[0][0]], -each[1], each[0][1]))
    return WordsUsed(policy=policy.name, words=tuple(_used(policy, *word, count) for word, count in in_order))


def _used(policy: SlaPolicy, about: WordKind, word: str, count: int) -> WordUsed:
    does, known = _DOES[about](policy, word)
    return WordUsed(about=about, word=word, count=count, does=does, known=known)


def _status(policy: SlaPolicy, told: str) -> tuple[str, bool]:
    words = policy._words
    status = words.names.status(told)
    read = f"read as {status}, " if folded(status) != folded(told) else ""
    if not words.is_known_status(status):
        near = words.nearest_statuses(told)
        return f"unknown{f'; nearest: {near[0]}' if near else ''}", False
    if ending := words.ending_of(status):
        return f"{read}ends the ticket: {ending}", True
    pausing = [metric for metric, lives in _lives(policy).items() if any(life.pauses_while(status) for life in lives)]
    guess = _guess(policy, status) if pausing else ""
    return f"{read}pauses {', '.join(pausing)}{guess}" if pausing else f"{read}does nothing", True


def _guess(policy: SlaPolicy, status: str) -> str:
    """That a status pauses as another does, where no lifecycle states it."""
    known = known_status(status)
    stated = {meaning(word) for lives in _lives(policy).values() for life in lives for word in life.pauses_in}
    if known is None or known.name in stated:
        return ""
    like = [each for each in known.like if each in stated]
    return f", taken for {like[0]}" if like else ""


def _kind(policy: SlaPolicy, told: str) -> tuple[str, bool]:
    words = policy._words
    kind = words.kind(told)
    if kind is None:
        return "means nothing, as the policy says", True
    read = f"read as {kind}, " if folded(kind) != folded(told) else ""
    if not words.is_known_kind(kind):
        near = words.kind_problem(told).partition(", ")[2].removesuffix("?")
        return f"unknown; {near}", False
    said = [*_doing(policy, kind)]
    return f"{read}{'; '.join(said)}" if said else f"{read}does nothing", True


_ALWAYS = {
    "status_changed": "changes the status",
    "priority_changed": "changes the priority",
    "plan_changed": "changes the plan",
    "due_agreed": "agrees when it is due",
    "paused": "pauses by hand",
    "resumed": "resumes by hand",
    "stopped": "stops by hand",
    "cancelled": "cancels what runs",
    "closed": "ends the ticket",
    "reopened": "opens the ticket again",
}


def _doing(policy: SlaPolicy, kind: str) -> Iterator[str]:
    if kind in _ALWAYS:
        yield _ALWAYS[kind]
    for verb, fields in (("starts", ("starts",)), ("stops", ("stops",)), ("restarts", ("restarts",))):
        metrics = [
            metric
            for metric, lives in _lives(policy).items()
            if any(kind in getattr(life, field) for life in lives for field in fields)
        ]
        if metrics:
            yield f"{verb} {', '.join(metrics)}"


def _lives(policy: SlaPolicy) -> dict[str, set[Lifecycle]]:
    """The lifecycles of each metric, in whatever plan, priority and version."""
    found: dict[str, set[Lifecycle]] = {}
    for version in (policy._first_version, *(version for _, version in policy._in_force_from)):
        for plan, metric, priority, _ in version.for_any_customer().offers():
            found.setdefault(metric, set()).add(version.lifecycle(metric, plan, priority))
    return found


def _named(what: Literal["priority", "plan"], told: str, own: str, known: list[str]) -> tuple[str, bool]:
    if not known:
        return f"does nothing: the policy has no {what}", True
    if own in known:
        return (f"read as {own}" if own != told else f"a {what} of the policy"), True
    spelled = {name.lower(): name for name in known}
    near = nearest(told.lower(), spelled)
    return f"unknown; nearest: {spelled[near[0]]}" if near else f"unknown; known: {', '.join(known)}", False


def _priority(policy: SlaPolicy, told: str) -> tuple[str, bool]:
    known = dict.fromkeys(name for version in _versions(policy) for name in version.priorities)
    return _named("priority", told, policy.names.priority(told) or told, [*known])


def _plan(policy: SlaPolicy, told: str) -> tuple[str, bool]:
    known = dict.fromkeys(name for version in _versions(policy) for name in version.plans)
    return _named("plan", told, policy.names.plan(told) or told, [*known])


def _channel(policy: SlaPolicy, told: str) -> tuple[str, bool]:
    """A channel of which no condition speaks changes nothing, and is a mistake only where it is nearly a named one."""
    own = policy.names.channel(told) or told
    named = {folded(name): name for name in policy._channels}
    if folded(own) not in named:
        near = nearly(own, policy._channels)
        return (f"unknown; nearest: {near}", False) if near else ("does nothing: no condition names it", True)
    return f"read as {named[folded(own)]}" if own != told else "a channel that the policy names", True


def _versions(policy: SlaPolicy) -> list[SlaPolicy]:
    return [policy._first_version, *(version for _, version in policy._in_force_from)]


_DOES = {"status": _status, "kind": _kind, "priority": _priority, "plan": _plan, "channel": _channel}


def _lines(found: WordsUsed) -> Iterator[str]:
    unknown = len(found.unknown)
    said = "every word of the tickets is known" if not unknown else f"{unknown} words of the tickets are not known"
    yield f"{found.policy}: {said if unknown != 1 else '1 word of the tickets is not known'}"
    for about in get_args(WordKind):
        words = [each for each in found.words if each.about == about]
        if words:
            yield ""
            yield f"{_TITLES.get(about, 'Channels')}:"
            width, most = max(len(each.word) for each in words), max(len(f"{each.count:,}") for each in words)
            yield from (f"  {each.word:<{width}}  {each.count:>{most},}  {each.does}" for each in words)
