"""How names are compared that people spell in many ways: channels, statuses, kinds of events (R19)."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=4_096)
def folded(name: str) -> str:
    """A name in the spelling in which names are compared: without case, spaces, hyphens and underscores."""
    return re.sub(r"[\s_\u2010-\u2015-]", "", name).casefold()
