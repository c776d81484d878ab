"""Names in a policy that are probably not meant: nearly a known one, a list or a range, or of nothing (R19)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from slaclock.errors import nearest
from slaclock.patterns import pattern
from slaclock.policy import ANY_CHANNEL, SlaPolicy
from slaclock.review.doubts import Doubt, Path
from slaclock.spelling import folded
from slaclock.tickets import KNOWN_KINDS, KNOWN_METRICS, KNOWN_SPELLINGS, Lifecycle, known_status

_NEAR = 0.85
"""How much names are alike of which one is probably a slip."""
_NEARLY_A_CHANNEL = 0.75
_CHANNELS = ("phone", "email", "chat", "portal", "web", "form", "sms", "fax", "api")
_OTHERS = (
    "other",
    "others",
    "all",
    "all other",
    "all others",
    "any",
    "any other",
    "default",
    "every",
    "everything else",
    "*",
)
"""What people call the priorities without a target of their own."""
_LIST = pattern(r"[/&+;|]|\band\b|\bor\b")
_RANGE = pattern(r"([A-Za-z]*)\s*(\d+)\s*(?:-|–|—|\bto\b|\bthrough\b|\.\.)\s*([A-Za-z]*)\s*(\d+)")
_NUMBERED = pattern(r"([A-Za-z]+)\s*\d+")


_MOST_NAMES = 200
"""Of metrics or of channels, so many are compared with one another: it takes the product of both numbers."""


def doubtful_names(policy: SlaPolicy) -> Iterator[Doubt]:
    """Names of metrics, priorities and channels that are probably not meant; of very many, names are not compared.

    Rules: R19.
    """
    if len({*policy.metrics, *(metric for plan in policy.plans.values() for metric in plan.metrics)}) <= _MOST_NAMES:
        yield from _metrics(policy)
        yield from _lifecycles(policy)
    yield from _words_of_lives(policy)
    yield from _priorities(policy)
    yield from _channels(policy)
    yield from _spelled_alike(policy)


# Any names

_BETWEEN_DIGITS = pattern(r"(?<=\d)[\s_-]+(?=\d)")


def _spelled_alike(policy: SlaPolicy) -> Iterator[Doubt]:
    """Names of one kind that differ only in case, spaces and hyphens, each at the first place where it stands."""
    for kind, places in _named(policy).items():
        alike: dict[str, list[str]] = {}
        for name in places:
            alike.setdefault(_spelling(name), []).append(name)
        for name, path in places.items():
            first, *others = alike[_spelling(name)]
            if others:
                other = others[0] if name == first else first
                text = f"{name!r} and {other!r} are different {kind}, spelled alike"
                yield Doubt(path, f"{text}; write one of them everywhere, or tell them apart by a word", "R19")


def _named(policy: SlaPolicy) -> dict[str, dict[str, Path]]:
    """Names by their kind, with the first place of each."""
    metrics: dict[str, Path] = {}
    priorities: dict[str, Path] = {}
    for plan_name, plan in policy.plans.items():
        for metric, promise in plan.metrics.items():
            here: Path = ("plans", plan_name, "metrics", metric)
            metrics.setdefault(metric, here)
            for name in promise.priorities:
                priorities.setdefault(name, (*here, "priorities", name))
    plans: dict[str, Path] = {name: ("plans", name) for name in policy.plans}
    schedules: dict[str, Path] = {name: ("schedules", name) for name in policy.schedules}
    return {"plans": plans, "metrics": metrics, "priorities": priorities, "schedules": schedules}


def _spelling(name: str) -> str:
    """A name without case, spaces, hyphens and underscores; numbers beside one another stay apart."""
    return re.sub(r"[\s_-]+", "", _BETWEEN_DIGITS.sub(".", name.casefold()))


# Metrics


def _metrics(policy: SlaPolicy) -> Iterator[Doubt]:
    """Metrics that are nearly another one, whose life they therefore do not have."""
    promised = [plan.metrics.keys() for plan in policy.plans.values()]
    for plan_name, plan in policy.plans.items():
        for metric, promise in plan.metrics.items():
            if metric in KNOWN_METRICS or metric in policy.metrics or promise.lifecycle:
                continue
            # What one plan promises side by side is told apart on purpose.
            beside = {each for metrics in promised if metric in metrics for each in metrics}
            others = dict.fromkeys(each for metrics in promised for each in metrics if each not in beside)
            here: Path = ("plans", plan_name, "metrics", metric)
            if several := _several(metric, {*KNOWN_METRICS, *plan.metrics} - {metric}):
                text = f"{metric!r} is the name of one metric; for each of them write {', '.join(several)!r}"
                yield Doubt(here, text, "R19")
            elif near := _nearly(metric, [*KNOWN_METRICS, *others]):
                text = f"{metric!r} is no metric whose life is known; did you mean {near!r}?"
                way_out = "if not, state its life in `metrics`"
                yield Doubt(here, f"{text} {way_out}", "R19")


def _lifecycles(policy: SlaPolicy) -> Iterator[Doubt]:
    """Lifecycles of metrics that no plan promises."""
    plans = [policy.plans, *(version.plans for version in policy.versions)]
    promised = list(dict.fromkeys(metric for each in plans for plan in each.values() for metric in plan.metrics))
    for metric in policy.metrics:
        if metric not in promised:
            near = nearest(metric, promised)
            guess = f"; did you mean {near[0]!r}?" if near else f"; promised: {', '.join(promised)}"
            yield Doubt(("metrics", metric), f"no plan promises {metric!r}{guess}", "R19")


def _words_of_lives(policy: SlaPolicy) -> Iterator[Doubt]:
    """Statuses and kinds of events in lifecycles that are nearly a known one, which they therefore do not mean."""
    for path, life in _stated_lives(policy):
        for field in ("starts", "stops", "after", "restarts"):
            for word in getattr(life, field):
                if word not in KNOWN_KINDS and (near := _nearly(word, KNOWN_KINDS)):
                    yield _another((*path, field), word, "kind of event", near)
        for field in ("pauses_in", "runs_in"):
            for word in getattr(life, field):
                if known_status(word) is None and (near := _nearly(word, KNOWN_SPELLINGS[::-1])):
                    yield _another((*path, field), word, "status", near)


def _another(path: Path, word: str, what: str, near: str) -> Doubt:
    return Doubt(path, f"{word!r} is another {what} than {near!r}; write one of them everywhere", "R19")


def _stated_lives(policy: SlaPolicy) -> Iterator[tuple[Path, Lifecycle]]:
    """Every lifecycle that the policy states, with its place."""
    yield from ((("metrics", metric), life) for metric, life in policy.metrics.items())
    for plan_name, plan in policy.plans.items():
        for metric, promise in plan.metrics.items():
            here: Path = ("plans", plan_name, "metrics", metric)
            places = [
                (here, promise),
                *(((*here, "priorities", name), own) for name, own in promise.priorities.items()),
            ]
            yield from (((*place, "lifecycle"), each.lifecycle) for place, each in places if each.lifecycle)


def _nearly(name: str, known: Iterable[str]) -> str | None:
    """The known name that is spelled alike but for spaces and case, or that is a letter or two away."""
    spelled = {_plain(each): each for each in known}
    if found := spelled.get(_plain(name)):
        return found
    near = nearest(_plain(name), spelled, cutoff=_NEAR)
    return spelled[near[0]] if near else None


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()).strip("_")


# Priorities


def _priorities(policy: SlaPolicy) -> Iterator[Doubt]:
    for plan_name, plan in policy.plans.items():
        for metric, promise in plan.metrics.items():
            for name in promise.priorities:
                if text := _doubt_of_priority(name, policy.priorities):
                    yield Doubt(("plans", plan_name, "metrics", metric, "priorities", name), text, "R19")


def _doubt_of_priority(name: str, known: Iterable[str]) -> str | None:
    """What is doubtful about the name of a priority, if anything is."""
    if name.strip().lower() in _OTHERS:
        return f"{name!r} is the name of one priority; for those without a target of their own, write `target`"
    if several := _several(name, known):
        return f"{name!r} is the name of one priority; for each of them write {', '.join(several)!r}"
    return None


def _several(name: str, known: Iterable[str]) -> list[str]:
    """The names of which one looks like a list or a range."""
    if (found := _RANGE.fullmatch(name.strip())) and found[3] in ("", found[1]) and int(found[2]) < int(found[4]):
        first, last = int(found[2]), min(int(found[4]), int(found[2]) + 20)
        return [f"{found[1]}{number}" for number in range(first, last + 1)]
    parts = [part.strip() for part in _LIST.split(name)]
    if len(parts) < 2 or not all(parts):
        return []
    prefixes = {number[1] if (number := _NUMBERED.fullmatch(part)) else part for part in parts}
    return parts if len(prefixes) == 1 or set(parts) & set(known) else []


# Channels


def _channels(policy: SlaPolicy) -> Iterator[Doubt]:
    """Channels of which another is spelled nearly so."""
    named = list(_named_channels(policy))
    known = dict.fromkeys([*_CHANNELS, *(folded(name) for _, name in named)])
    for path, name in named if len(known) <= _MOST_NAMES else ():
        others = [each for each in known if each != folded(name)]
        near = nearest(folded(name), others, cutoff=_NEARLY_A_CHANNEL)
        if near and folded(name) not in _CHANNELS:
            yield Doubt(path, f"the channel {name!r} is nearly {near[0]!r}; write one of them everywhere", "R19")


def _named_channels(policy: SlaPolicy) -> Iterator[tuple[Path, str]]:
    """Every channel that conditions and coverage name, with its place."""
    for plan_name, plan in policy.plans.items():
        here: Path = ("plans", plan_name)
        yield from (((*here, "coverage"), name) for name in plan.coverage if name != ANY_CHANNEL)
        for metric, promise in plan.metrics.items():
            for priority, each in ((None, promise), *promise.priorities.items()):
                there: Path = (*here, "metrics", metric, *(("priorities", priority) if priority else ()))
                yield from (((*there, "coverage"), name) for name in each.coverage if name != ANY_CHANNEL)
                for number, case in enumerate(each.when):
                    place = (*there, "when", number, "received")
                    yield from ((place, name) for part in case.received.each() for name in part.channels)
