"""Locks and caches of long-lived processes: a forked child finds no lock held, and made-up names keep no memory."""

import inspect
import os
import re
import threading
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import available_timezones

import pytest
from small_policy import small

import slaclock
from slaclock import Schedule
from slaclock.keeping import cached_property
from slaclock.locks import _AWAITED, Lock
from slaclock.policy.document import KEPT_CUSTOMERS, KEPT_OFFERS


def held_elsewhere(lock: Lock) -> threading.Event:
    """Have another thread hold a lock until the event is set."""
    taken, done, held = threading.Event(), threading.Event(), lock._lock

    def hold() -> None:
        with held:
            taken.set()
            done.wait(60)

    threading.Thread(target=hold, daemon=True).start()
    assert taken.wait(60)
    return done


def in_child(work: Callable[[], object]) -> int:
    """The exit code of a forked child that does something; should it hang, an alarm ends it."""
    with warnings.catch_warnings():
        # Python warns of forks among threads from 3.12 on; that they happen is what this is about.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if not child:  # pragma: no cover
        import signal

        signal.alarm(20)
        os._exit(0 if work() else 1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")


@FORKS
def test_a_child_forked_while_a_thread_compiles_is_answered() -> None:
    office = Schedule(timezone="UTC", hours="Mon-Fri 09:00-18:00")
    done = held_elsewhere(office._timeline.kept._growing)
    assert in_child(lambda: office.is_open(datetime(2026, 11, 25, 10, tzinfo=UTC))) == 0
    done.set()


@FORKS
def test_a_fork_waits_for_a_thread_that_imports() -> None:
    lock = Lock(awaited=True)
    done = held_elsewhere(lock)
    threading.Timer(0.2, done.set).start()
    try:
        assert in_child(done.is_set) == 0
        assert lock._lock.acquire(blocking=False)
        lock._lock.release()
    finally:
        _AWAITED.remove(lock)


@FORKS
def test_a_child_forked_while_a_thread_computes_what_is_kept_is_answered() -> None:
    class Slow:
        begun, done = threading.Event(), threading.Event()

        @cached_property
        def value(self) -> int:
            self.begun.set()
            return 1 if self.done.wait(60) else 0

    slow, other = Slow(), Slow()
    thread = threading.Thread(target=lambda: slow.value, daemon=True)
    thread.start()
    assert slow.begun.wait(60)
    assert in_child(lambda: slow.done.set() or other.value) == 0  # type: ignore[func-returns-value]
    slow.done.set()
    thread.join(60)
    assert slow.value == 1


def test_what_is_kept_is_shown_by_its_class_with_what_it_means() -> None:
    class Kept:
        @cached_property
        def value(self) -> int:
            """What is kept."""
            return 1

    assert inspect.getdoc(Kept.value) == "What is kept."
    assert Kept().value == 1


def test_a_lock_keeps_others_out_until_it_is_made_anew() -> None:
    from slaclock.locks import make_anew

    lock = Lock()
    done = held_elsewhere(lock)
    assert not lock._lock.acquire(blocking=False)
    make_anew()
    assert lock._lock.acquire(blocking=False)
    lock._lock.release()
    done.set()


def test_made_up_priorities_are_not_kept_without_bound() -> None:
    policy = small(plans={"only": {"first_response": "1 hour"}})
    opened = datetime(2026, 11, 25, 10, tzinfo=UTC)
    for number in range(KEPT_OFFERS + 50):
        policy.due(opened, priority=f"made up {number}")
    assert policy._offer.cache_info().currsize == KEPT_OFFERS  # type: ignore[attr-defined]


def test_customers_are_not_kept_without_bound() -> None:
    policy = small()
    zones = sorted(available_timezones())[: KEPT_CUSTOMERS + 5]
    for zone in zones:
        policy.for_customer(zone)
    assert policy._for_customer.cache_info().currsize == KEPT_CUSTOMERS  # type: ignore[attr-defined]
    assert policy.for_customer(zones[-1]) is policy.for_customer(zones[-1])


def test_nothing_is_computed_under_the_lock_of_python_3_11() -> None:
    source = Path(slaclock.__file__).parent
    taken = re.compile("functools import .*cached_property")
    assert [path.name for path in source.rglob("*.py") if taken.search(path.read_text("utf-8"))] == ["keeping.py"]
