"""Threads that share what is public are each told what one of them alone would be told.

The interpreter changes threads after every microsecond, so that they meet wherever they can.
"""

import gc
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
from work_shared import answers, everything, loaded, published, schedules, standing, support

from slaclock.keeping import cached_property
from slaclock.patterns import pattern

T = TypeVar("T")
THREADS = 8
ROUNDS = pytest.mark.parametrize("rounds", [1, pytest.param(10, marks=pytest.mark.slow)])


@pytest.fixture(autouse=True)
def changing_at_every_microsecond() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def at_once(work: Callable[[int], T], threads: int = THREADS) -> list[T]:
    """Have threads begin together, each with its number; what each returned."""
    ready = threading.Barrier(threads)

    def begin(number: int) -> T:
        ready.wait(60)
        return work(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(begin, range(threads)))


def caches() -> list[Any]:
    """Everything of the library that keeps answers and can forget them."""
    keeping = type(lru_cache(len))
    kept = (each for each in gc.get_objects() if isinstance(each, keeping))
    return [each for each in kept if str(getattr(each, "__module__", "")).startswith("slaclock")]


@ROUNDS
def test_one_timeline_grows_while_many_ask_it(rounds: int) -> None:
    for seed in range(rounds):
        alone = [[answers(schedule, seed + number, 4) for schedule in schedules()] for number in range(THREADS)]
        shared = schedules()
        together = at_once(lambda number: [answers(each, seed + number, 4) for each in shared])  # noqa: B023
        assert together == alone


@ROUNDS
def test_one_policy_follows_tickets_of_many_customers(rounds: int) -> None:
    alone = [standing(support(), number) for number in range(THREADS)]
    for _ in range(rounds):
        shared = support()
        assert at_once(lambda number: standing(shared, number)) == alone  # noqa: B023


@ROUNDS
def test_policies_are_loaded_at_once(rounds: int) -> None:
    alone = [loaded(number) for number in range(len(published()))]
    for _ in range(rounds):
        assert at_once(loaded, len(alone)) == alone


@ROUNDS
def test_caches_are_emptied_while_others_are_answered(rounds: int) -> None:
    alone = [everything(number) for number in range(2)]
    # Looked for while nothing else runs: who looks at all objects holds tuples that are still being made.
    known = caches()
    assert len(known) > 5
    for _ in range(rounds):
        done = threading.Event()

        def forget() -> None:
            while not done.wait(0.001):  # noqa: B023
                for cache in known:
                    cache.cache_clear()

        forgetting = threading.Thread(target=forget)
        forgetting.start()
        try:
            assert at_once(lambda number: everything(number % 2), 4) == [*alone, *alone]
        finally:
            done.set()
            forgetting.join()


@ROUNDS
def test_what_is_kept_is_one_value_for_all(rounds: int) -> None:
    class Once:
        @cached_property
        def value(self) -> object:
            return object()

    for _ in range(rounds * 50):
        once = Once()
        values = at_once(lambda _: once.value, 4)  # noqa: B023
        assert len(set(map(id, values))) == 1


def test_a_pattern_is_compiled_by_whoever_needs_it_first() -> None:
    for _ in range(50):
        letters = pattern("[a-z]+")
        assert at_once(lambda _: letters.fullmatch("abc") is not None, 4) == [True] * 4  # noqa: B023


COLD = """
import sys, threading
sys.path.insert(0, sys.argv[1])
sys.setswitchinterval(1e-6)
from concurrent.futures import ThreadPoolExecutor
ready = threading.Barrier(6)
def first(number):
    ready.wait(60)
    from work_shared import everything
    return everything(7)
with ThreadPoolExecutor(6) as pool:
    found = list(pool.map(first, range(6)))
assert all(each == found[0] for each in found)
"""


@pytest.mark.parametrize("times", [1, pytest.param(5, marks=pytest.mark.slow)])
def test_the_first_questions_of_a_process_come_at_once(times: int) -> None:
    """Each thread loads what it needs, while the others do."""
    for _ in range(times):
        ran = subprocess.run(
            [sys.executable, "-c", COLD, str(Path(__file__).parent)], capture_output=True, text=True, timeout=120
        )
        assert (ran.returncode, ran.stderr) == (0, "")
