"""Who can be asked by name: ours, and the peers, each of them an object in a module that is loaded when it is asked."""

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import cast

from conformance.replies import Implementation

OURS: Mapping[str, str] = {
    "scalar": "conformance.ours.scalar",
    "columns": "conformance.ours.columns",
    "compiled": "conformance.ours.compiled",
    "sql": "conformance.ours.sql",
    "javascript": "conformance.ours.javascript",
}
"""Our evaluators. A new one is a module with `answer`, `name` and `about`, and a line here."""

PEERS: Mapping[str, str] = {
    "workclock": "conformance.peers.workclock",
    "django-bizcal": "conformance.peers.django_bizcal",
    "opening-hours-py": "conformance.peers.opening_hours_py",
    "pandas": "conformance.peers.pandas_offsets",
    "businesstimedelta": "conformance.peers.businesstimedelta",
    "business-duration": "conformance.peers.business_duration",
    "businesstime": "conformance.peers.businesstime",
    "numpy": "conformance.peers.numpy_busdays",
    "workalendar": "conformance.peers.workalendar",
}
"""Other libraries, by the name of their package."""

NAMES: Mapping[str, str] = {**OURS, **PEERS}


def implementation(name: str) -> Implementation:
    """Load an implementation."""
    return cast(Implementation, import_module(NAMES[name]))


def command(name: str) -> list[str]:
    """The command that serves an implementation in a process of its own."""
    return [sys.executable, "-m", "conformance.serve", name]
