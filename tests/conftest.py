"""How hard the laws are tried: `gate` if nothing is said; `HYPOTHESIS_PROFILE` asks for `free`, `few` or `thorough`."""

import atexit
import os
import tempfile

import pytest
from hypothesis import HealthCheck, settings

from slaclock.hours import kept_time

# The slow count takes its time on a cold cache: no example is held to the clock.
settings.register_profile("free", max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The same examples each time, so that a red run is the work of a change; new ones are sought by the other profiles.
settings.register_profile("gate", settings.get_profile("free"), derandomize=True)
settings.register_profile("few", settings.get_profile("gate"), max_examples=10)
settings.register_profile("thorough", settings.get_profile("free"), max_examples=2_000)
# What the command line keeps of policies is kept for these tests alone, in this process and in those that it starts;
# `SLACLOCK_CACHE=off` tries them without.
if "SLACLOCK_CACHE" not in os.environ:
    _cache = tempfile.TemporaryDirectory(prefix="slaclock-tests-")
    atexit.register(_cache.cleanup)
    os.environ["SLACLOCK_CACHE"] = os.path.join(_cache.name, "cache")

settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or "gate")


@pytest.fixture(autouse=True)
def _nothing_compiled_before() -> None:
    """What a test counts as work is not done already for a schedule of the same hours in another test."""
    kept_time._SHARED.clear()
