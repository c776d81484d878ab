"""Inputs dealt to a child, which is watched and made anew when one has ended it; what failed, each fault once."""

from __future__ import annotations

import importlib
import multiprocessing
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random

from fuzz import child
from fuzz.cases import Case
from fuzz.child import Outcome

SHARES = {"readings": 30, "policies": 20, "tickets": 20, "tables": 10, "commands": 10, "feeds": 5, "payloads": 5}
"""The kinds, and how many of a hundred inputs each gets; a kind that comes gets its row, and its module."""
AT_MOST = 600.0
"""Seconds on the clock after which a child is ended that waits rather than works."""
AT_ONCE = 100
"""How many inputs a child is given at a time; where one ends it, each is tried again, alone."""
INPUTS_OF_A_CHILD = 5_000
"""After so many it is made anew, so that what one leaves behind does not mislead for ever."""


def case_of(seed: int, number: int) -> Case:
    """The input of that number: it follows from both numbers alone."""
    random = Random(f"{seed}/{number}")
    (kind,) = random.choices(list(SHARES), list(SHARES.values()))
    made: Case = importlib.import_module(f"fuzz.{kind}").made(random)
    return made


class Trial:
    """A child, and the next one when it has ended.

    Args:
        seconds: Of the processor, for one input.
    """

    def __init__(self, seconds: float = child.SECONDS) -> None:
        self._seconds = seconds
        self._process: multiprocessing.process.BaseProcess | None = None
        self._tried = 0
        self._folder = tempfile.TemporaryDirectory()
        self._trace = Path(self._folder.name, "trace")

    def __enter__(self) -> Trial:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()
        self._folder.cleanup()

    def of(self, *cases: Case) -> list[Outcome]:
        """What becomes of inputs."""
        if self._process is None or self._tried >= INPUTS_OF_A_CHILD:
            self._end()
            self._begin()
        self._tried += len(cases)
        self._line.send(cases)
        found = self._answer()
        if isinstance(found, Outcome):
            self._end()
            return [found] if len(cases) == 1 else [outcome for case in cases for outcome in self.of(case)]
        if any("memory" in outcome.what for outcome in found):
            self._end()
        return found

    def _answer(self) -> list[Outcome] | Outcome:
        """What the child says; where it ended, the one outcome that this is."""
        if not self._line.poll(AT_MOST):
            return Outcome("failed", f"nothing came within {AT_MOST:.0f} s")
        try:
            found: list[Outcome] = self._line.recv()
        except (EOFError, ConnectionResetError):
            return self._ended()
        return found

    def _ended(self) -> Outcome:
        assert self._process is not None
        self._process.join()
        code = self._process.exitcode
        where = self._trace.read_text(errors="replace")
        if code == -signal.SIGPROF:
            return Outcome("failed", f"more than {self._seconds:g} s of the processor", where)
        return Outcome("failed", f"the process ended with {code}", where)

    def _begin(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, other = context.Pipe()
        self._process = context.Process(
            target=child.main, args=(other, tuple(SHARES), str(self._trace), self._seconds), daemon=True
        )
        self._process.start()
        other.close()
        self._tried = 0

    def _end(self) -> None:
        if self._process is not None:
            self._line.close()
            self._process.join(2)
            self._process.kill()
            self._process.join()
        self._process = None


@dataclass
class Hunt:
    """What a run found."""

    seed: int
    began: float = field(default_factory=time.monotonic)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How many inputs of each kind ended how."""
    faults: dict[str, tuple[int, Case, Outcome]] = field(default_factory=dict)
    """The smallest input of each fault, with its number."""

    @property
    def tried(self) -> int:
        """How many inputs there were."""
        return self.counts.total()

    def run(self, numbers: Iterator[int], trial: Trial) -> Iterator[str]:
        """Try inputs, and say from time to time how it goes."""
        said = time.monotonic()
        while some := list(islice(numbers, AT_ONCE)):
            cases = [case_of(self.seed, number) for number in some]
            for number, case, outcome in zip(some, cases, trial.of(*cases), strict=True):
                self.counts[case.kind, outcome.ended] += 1
                if outcome.ended == "failed":
                    yield from self._noted(number, case, outcome)
            if time.monotonic() - said > 60:
                said = time.monotonic()
                yield self.in_words()

    def _noted(self, number: int, case: Case, outcome: Outcome) -> Iterator[str]:
        """A fault, said when it is first seen; of several inputs the smallest is kept."""
        fault = f"{case.kind}: {outcome.what}"
        if fault not in self.faults:
            yield f"{number}: {fault}\n{outcome.detail}"
        if fault not in self.faults or case.size < self.faults[fault][1].size:
            self.faults[fault] = (number, case, outcome)

    def in_words(self) -> str:
        """How it went so far."""
        kinds = ", ".join(
            f"{kind} {' + '.join(f'{self.counts[kind, ended]:,}' for ended in ('answered', 'refused', 'failed'))}"
            for kind in SHARES
        )
        minutes = (time.monotonic() - self.began) / 60
        return (
            f"seed {self.seed}: {self.tried:,} inputs in {minutes:.1f} min, {len(self.faults)} faults "
            f"(answered + refused + failed: {kinds})"
        )
