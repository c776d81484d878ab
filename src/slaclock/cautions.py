"""Warnings that point at the code which asked slaclock, however deep the answer was made."""

from __future__ import annotations

import sys
import warnings


def caution(message: str, category: type[Warning]) -> None:
    """Warn whoever asked."""
    warnings.warn(message, category, stacklevel=_caller_outside())


def _caller_outside() -> int:
    """How many frames up the code stands that asked slaclock, seen from `caution`."""
    level, frame = 1, sys._getframe(1)
    while frame.f_back and str(frame.f_globals.get("__name__", "")).partition(".")[0] == "slaclock":
        level, frame = level + 1, frame.f_back
    return level
