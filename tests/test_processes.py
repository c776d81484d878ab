"""Processes are told what their parent is told: forked among threads at work, or begun anew with pickled questions."""

import multiprocessing
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from work_shared import LATER, OPENED, answers, promises, published, schedules, standing, support, ticket

from slaclock import SlaClock, SlaPolicy

FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")

AMONG_THREADS = """
import itertools, os, signal, sys, threading, warnings
sys.path.insert(0, sys.argv[2])
sys.setswitchinterval(1e-6)
warnings.simplefilter("ignore", DeprecationWarning)  # Python warns of forks among threads from 3.12 on.
from work_shared import answers, everything, schedules, standing, support
children, expected = int(sys.argv[1]), everything(1)
shared, policy = schedules(), support()
numbers = itertools.count()

def at_work():
    while True:
        number = next(numbers)
        everything(number)
        standing(policy, number)
        answers(shared[number % len(shared)], number, 2)

for _ in range(3):
    threading.Thread(target=at_work, daemon=True).start()
codes = []
for _ in range(children):
    child = os.fork()
    if not child:
        signal.alarm(90)  # Should it hang, this ends it.
        standing(policy, 1)
        os._exit(0 if everything(1) == expected and answers(shared[0], 1) == answers(schedules()[0], 1) else 1)
    codes.append(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
print(codes, flush=True)
os._exit(0)  # Threads at work are not unwound, about which the system would say something.
"""

AT_FIRST = """
import os, signal, sys, threading, time, warnings
sys.setswitchinterval(1e-6)
warnings.simplefilter("ignore", DeprecationWarning)
from datetime import datetime, UTC
from slaclock import Schedule
at = datetime(2026, 11, 25, 10, tzinfo=UTC)
def ask(country):
    return Schedule(timezone="UTC", hours="Mon-Fri 09:00-18:00", holidays=country).is_open(at)
ask("2026-12-24")  # So all is loaded but what knows countries.
thread = threading.Thread(target=ask, args=["IL"])
thread.start()
time.sleep(float(sys.argv[1]))
child = os.fork()
if not child:
    signal.alarm(30)
    os._exit(0 if ask("IL") and ask("DE") else 1)
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
thread.join()
print(code)
"""


def run(program: str, *arguments: str) -> str:
    ran = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, timeout=550)
    assert ran.stderr == ""
    return ran.stdout.strip()


@FORKS
@pytest.mark.parametrize("children", [4, pytest.param(25, marks=pytest.mark.slow)])
def test_children_forked_among_threads_at_work_are_answered(children: int) -> None:
    assert run(AMONG_THREADS, str(children), str(Path(__file__).parent)) == str([0] * children)


@FORKS
@pytest.mark.parametrize("after", [0.008, *(pytest.param(n / 500, marks=pytest.mark.slow) for n in range(25))])
def test_a_child_forked_while_a_thread_loads_holidays_is_answered(after: float) -> None:
    assert run(AT_FIRST, str(after)) == "0"


@pytest.mark.parametrize("method", ["spawn", pytest.param("forkserver", marks=[FORKS, pytest.mark.slow])])
def test_pools_answer_what_is_sent_to_them(method: str) -> None:
    made, policies = schedules(), [SlaPolicy.load(path) for path in published()]
    policy = support()
    clock = policy.for_customer("Asia/Tokyo").clock(OPENED, priority="P1")
    with ProcessPoolExecutor(2, multiprocessing.get_context(method)) as pool:
        asked = list(pool.map(answers, made, range(len(made))))
        due = list(pool.map(promises, policies))
        stands = list(pool.map(standing, [policy] * 4, range(4)))
        evaluated = pool.submit(policy.evaluate, ticket(1), LATER).result()
        stopped = pool.submit(SlaClock.stop, clock, OPENED).result()
    assert asked == [answers(schedule, seed) for seed, schedule in enumerate(made)]
    assert due == [promises(policy) for policy in policies]
    assert stands == [standing(policy, number) for number in range(4)]
    assert evaluated == policy.evaluate(ticket(1), LATER)
    assert stopped == clock.stop(OPENED)
