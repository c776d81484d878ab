"""Timing that survives a busy machine: contestants take turns in short rounds, and a ratio is taken within a round."""

import gc
import random
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap
from statistics import median, quantiles
from time import perf_counter_ns
from typing import Self

ROUNDS = 61
BATCH_NS = 1_500_000
"""What one turn should last: long beside the clock's own cost, short beside the machine's moods."""
SLOW_NS = 20_000_000
EVERY = 10
"""A contestant whose single call outlasts SLOW_NS takes part in every tenth round only."""


@dataclass(frozen=True)
class Entry:
    """A call and the arguments that it is timed with, one after the other."""

    call: Callable[..., object]
    arguments: Sequence[tuple[object, ...]]


@dataclass(frozen=True)
class Ratio:
    """How many times as long one contestant took as another: the median of all rounds, and the middle half."""

    median: float
    low: float
    high: float

    def __str__(self) -> str:
        if self.low == self.high:
            return f"{figure(self.median)}×"
        return f"{figure(self.median)}× ({figure(self.low)}–{figure(self.high)})"


class Race:
    """What each contestant took for a call, in nanoseconds, round by round; None where it sat out."""

    def __init__(
        self,
        entries: Mapping[str, Entry],
        rounds: int = ROUNDS,
        every: int = EVERY,
        clock: Callable[[], int] = perf_counter_ns,
    ) -> None:
        self.times: dict[str, list[float | None]] = {name: [] for name in entries}
        batches = {name: _batch(entry, clock) for name, entry in entries.items()}
        order = list(entries)
        shuffle = random.Random(0).shuffle
        for turn in range(rounds):
            shuffle(order)
            for name in order:
                sits_out = batches[name].slow and turn % every
                self.times[name].append(None if sits_out else batches[name].time())

    @classmethod
    def told(cls, times: Mapping[str, list[float | None]]) -> Self:
        """Return a race of which the contestants themselves told the times."""
        race = cls({}, rounds=0)
        race.times = dict(times)
        return race

    def microseconds(self, name: str) -> float:
        """Return the median time of a call."""
        return median(time for time in self.times[name] if time is not None) / 1000

    def ratio(self, slower: str, faster: str) -> Ratio:
        """Return how many times as long `slower` took, over the rounds that both ran."""
        rounds = zip(self.times[slower], self.times[faster], strict=True)
        ratios = [one / other for one, other in rounds if one is not None and other is not None]
        low, middle, high = quantiles(ratios, n=4, method="inclusive")
        return Ratio(middle, low, high)


@dataclass(frozen=True)
class _Batch:
    call: Callable[..., object]
    arguments: list[tuple[object, ...]]
    slow: bool
    clock: Callable[[], int]
    """The time that passes, or that of the processor, which others on the machine do not stretch."""

    def time(self) -> float:
        """Return what one call takes, in nanoseconds, over the whole batch."""
        gc.disable()
        begin = self.clock()
        deque(starmap(self.call, self.arguments), maxlen=0)
        end = self.clock()
        gc.enable()
        return (end - begin) / len(self.arguments)


def _batch(entry: Entry, clock: Callable[[], int]) -> _Batch:
    """Return as many of the arguments, or as many times all of them, as fill a turn."""
    first = _Batch(entry.call, list(entry.arguments[:1]), slow=False, clock=clock)
    cost = sorted(first.time() for _ in range(3))[0]
    if cost * len(entry.arguments) >= BATCH_NS:
        count = max(1, round(BATCH_NS / cost))
        return _Batch(entry.call, list(entry.arguments[:count]), slow=cost > SLOW_NS, clock=clock)
    warm = _Batch(entry.call, list(entry.arguments), slow=False, clock=clock)
    cost = min(warm.time() for _ in range(3)) * len(entry.arguments)
    return _Batch(entry.call, list(entry.arguments) * max(1, round(BATCH_NS / cost)), slow=False, clock=clock)


def figure(value: float) -> str:
    """Return a number with as many digits as it deserves."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
