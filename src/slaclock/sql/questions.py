"""Everything that a database may be asked of a policy: each promise and each schedule, as the pieces of its answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from slaclock.columns import QUESTIONS, Micros
from slaclock.compiled import CompiledPolicy, unpacked
from slaclock.errors import SqlError
from slaclock.policy import SlaPolicy
from slaclock.sql.pieces import Asked, Pieces, open_time, traced
from slaclock.sql.unit import unit_of
from slaclock.sql.words import ANY

OUTSIDE_YEARS = "it lies outside the years of these tables"
NOTHING_PROMISED = "nothing is promised for this"
VARIOUS = "there is no due date; slaclock due says why"
_LONGEST_REASON = 300


class Key(NamedTuple):
    """For what something is promised; an empty name is none."""

    plan: str
    metric: str
    priority: str
    channel: str


class Reasons:
    """Why there are no answers, each text once; the first has the number -1."""

    def __init__(self) -> None:
        self.texts = [OUTSIDE_YEARS]

    def number(self, text: str) -> int:
        """The number of a reason."""
        shown = text[:_LONGEST_REASON]
        if shown not in self.texts:
            self.texts.append(shown)
        return -1 - self.texts.index(shown)


class Questions:
    """What a database may be asked of a policy.

    Args:
        policy: The policy.
        compiled: The same policy compiled, for the years in which the database answers.
    """

    def __init__(self, policy: SlaPolicy, compiled: CompiledPolicy) -> None:
        self.policy = policy
        self.told = compiled.to_dict()
        self.start, self.until = self.told["from"], self.told["until"]
        self.reasons = Reasons()
        self.unit = unit_of(self.told)
        self._versions = self.told["customers"][""]["versions"]

    @property
    def channels(self) -> list[str]:
        """The channels of which conditions speak."""
        asked = (case["if"] for offer in self.told["offers"] for case in offer.get("cases", ()))
        return list(dict.fromkeys(channel for condition in asked for channel in _channels_in(condition)))

    @property
    def priorities(self) -> list[str]:
        """The priorities that any version knows."""
        return list(dict.fromkeys(name for version in self._versions for name in version["priorities"]))

    def promises(self) -> Iterator[tuple[Key, Pieces]]:
        """When a request is due, for everything for which something is said, if only that nothing is promised."""
        plans = dict.fromkeys(plan for version in self._versions for plan in version["plans"])
        metrics = dict.fromkeys(
            metric for version in self._versions for plan in version["plans"].values() for metric in plan
        )
        priorities = ["", *self.priorities] if self.priorities else [ANY]
        keys = map(Key._make, product(["", *plans], metrics, priorities, [ANY, *self.channels]))
        traced_once: dict[tuple[object, ...], Pieces] = {}
        for key in filter(self._is_offered, keys):
            same = (*(_plan_of(version, key) for version in self._versions), *key[1:])
            if same not in traced_once:
                traced_once[same] = traced(self._asking(key), self.start, self.until, self.unit)
            yield key, traced_once[same]

    def _is_offered(self, key: Key) -> bool:
        """Whether any version promises something for it."""
        return any(_offers_of(version, key) for version in self._versions)

    def _asking(self, key: Key) -> Callable[[Micros], Asked]:
        """Answers when a request is due, in the policy's own words."""
        given = {name: None if value in ("", ANY) else value for name, value in key._asdict().items()}

        def ask(at: Micros) -> Asked:
            found = QUESTIONS["due"].ask(self.policy, at.view("datetime64[us]"), **given)
            values = np.asarray(found.values, dtype=np.int64)
            why_not = np.zeros(len(values), dtype=np.int64)
            if found.valid is not None:
                why_not[~found.valid] = self.reasons.number(NOTHING_PROMISED)
            if found.problems:
                why_not[list(found.problems)] = self.reasons.number(_why(found.problems.values()))
            beyond = (why_not == 0) & (values > self.until)
            if beyond.any():
                why_not[beyond] = self.reasons.number(f"it is due after {self.told['years'][1]}")
            return Asked(np.where(why_not < 0, 0, values), why_not)

        return ask

    def schedules(self) -> Iterator[tuple[str, Pieces]]:
        """Open time, of every schedule and closure."""
        for name, place in self.told["customers"][""]["schedules"].items():
            schedule = self.told["schedules"][place]
            if "problem" in schedule:
                raise SqlError(schedule["problem"])
            edges = np.array(unpacked(self.told["hours"][schedule["hours"]]["open"]), dtype=np.int64)
            yield name, open_time(edges, self.start, self.until)


def _offers_of(version: Mapping[str, Any], key: Key) -> bool:
    offers = version["plans"].get(_plan_of(version, key), {}).get(key.metric, {})
    return "" in offers or key.priority in offers


def _plan_of(version: Mapping[str, Any], key: Key) -> str:
    """The plan that is meant: where none is named, the only one."""
    plans: Mapping[str, Any] = version["plans"]
    return key.plan or (next(iter(plans)) if len(plans) == 1 else "")


def _why(problems: Iterable[str]) -> str:
    """One reason for many rows: the one that all have, or that they have one."""
    first, *others = dict.fromkeys(problems)
    return VARIOUS if others else first


def _channels_in(condition: dict[str, Any]) -> Iterator[str]:
    yield from condition.get("channels", ())
    for within in (*condition.get("any_of", ()), *condition.get("none_of", ())):
        yield from _channels_in(within)
