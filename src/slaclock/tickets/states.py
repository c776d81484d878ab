"""What may be said of a clock in one word (R12)."""

from typing import Literal

State = Literal["not_started", "running", "at_risk", "paused", "met", "breached", "cancelled"]
"""Where a clock stands; `at_risk` is running past a warning, and `breached` stays so when stopped late."""
