"""How hard the laws are tried: `gate` if nothing is said; `HYPOTHESIS_PROFILE` asks for `free`, `few` or `thorough`."""

import os

import pytest
from hypothesis import HealthCheck, settings

from slaclock.hours import kept_time

# The slow count takes its time on a cold cache: no example is held to the clock.
settings.register_profile("free", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# The same examples each time, so that a red run is the work of a change; new ones are sought by the other profiles.
settings.register_profile("gate", settings.get_profile("free"), derandomize=True)
settings.register_profile("few", settings.get_profile("gate"), max_examples=10)
settings.register_profile("thorough", settings.get_profile("free"), max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or "gate")


@pytest.fixture(autouse=True)
def _nothing_compiled_before() -> None:
    """What a test counts as work is not done already for a schedule of the same hours in another test."""
    kept_time._SHARED.clear()
