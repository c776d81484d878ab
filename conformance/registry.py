"""Who can be asked by name: ours and peers in Python, each a module that is loaded when it is asked, and in Node.js."""

import json
import subprocess
import sys
from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple, cast

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

NODE = Path(__file__).parent / "peers" / "node"
NODE_PEERS: Mapping[str, str] = {
    "moment-business-time": "moment_business_time.mjs",
    "dayjs-business-time": "dayjs_business_time.mjs",
    "luxon-business-days": "luxon_business_days.mjs",
}
"""Packages for Node.js, each with the program that asks it. `CONFORMANCE_PACKAGES` is the folder where npm put them."""

MODULES: Mapping[str, str] = {**OURS, **PEERS}
NAMES = (*MODULES, *NODE_PEERS)


class About(NamedTuple):
    """Who is asked."""

    release: str
    takes: str
    """Which interpretations it takes, where it has no choice."""


def implementation(name: str) -> Implementation:
    """Load an implementation in Python."""
    return cast(Implementation, import_module(MODULES[name]))


def command(name: str) -> list[str]:
    """The command that serves an implementation in a process of its own."""
    if name in NODE_PEERS:
        return ["node", str(NODE / NODE_PEERS[name])]
    return [sys.executable, "-m", "conformance.serve", name]


def about(name: str) -> About:
    """Say who an implementation is; a program for Node.js says it of itself."""
    if name in NODE_PEERS:
        said = json.loads(subprocess.run([*command(name), "about"], check=True, capture_output=True).stdout)
        return About(said["release"], said["about"])
    return About(version(name if name in PEERS else "slaclock"), implementation(name).about)
