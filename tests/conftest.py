"""How hard the laws are tried: `quick` while editing, `ci` at the gate, `thorough` and `few` when asked."""

import os

from hypothesis import HealthCheck, settings

# The slow count takes its time on a cold cache: no example is held to the clock.
settings.register_profile("quick", max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("quick"), max_examples=50, derandomize=True)
settings.register_profile("few", settings.get_profile("ci"), max_examples=10)
settings.register_profile("thorough", settings.get_profile("quick"), max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "quick"))
