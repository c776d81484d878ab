"""The text of a compiled policy: how it is laid out, the hash that seals it, and what is refused when it is read (R22).

The hash is of the text itself with zeros in the place of the hash, so that a program in any language can check it
without writing the text anew.
"""

from __future__ import annotations

import json
import sys

TYPE_CHECKING = False  # Not from typing, which takes longer than all that a due date needs of this wing.
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, NoReturn

CALLED = "the compiled policy"
"""What errors call one that was read from no file."""
FORMAT = "urn:slaclock:compiled:"
VERSION = 1
"""Of the format: it rises when a key goes, comes to mean something else, or must be known for an answer."""
LARGEST = 1 << 28
"""Bytes of a compiled policy; a thousand schedules of thirty years have fewer."""

_OPEN = "0" * 64
_KEYS = frozenset(
    [
        "name",
        "source",
        "made_by",
        "years",
        "from",
        "until",
        "zone",
        "zones",
        "calendars",
        "reasons",
        "hours",
        "schedules",
        "targets",
        "offers",
        "names",
        "governed_by",
        "customers",
        "policy",
    ]
)
"""What stands in every file beside its format and its hash."""


def hash_of(text: str) -> str:
    """The hash of a text, whatever ends its lines."""
    return sha256_of(text.replace("\r\n", "\n").encode())


def sha256_of(content: bytes) -> str:
    """SHA-256 by Python's own code where that is there: `hashlib` loads OpenSSL, which takes longer than all else."""
    try:
        room = __import__(_OWN_CODE)
    except ImportError:
        room = __import__("hashlib")
    digest: str = room.sha256(content).hexdigest()
    return digest


_OWN_CODE = "_sha2" if sys.version_info >= (3, 12) else "_sha256"
"""Where Python keeps it."""


def sealed(document: Mapping[str, Any]) -> str:
    """The text of a document, with its format and its hash before everything else; one entry of a list on each line."""
    text = _laid_out({"format": f"{FORMAT}{VERSION}", "sha256": _OPEN, **document})
    return text.replace(_OPEN, hash_of(text), 1)


def _laid_out(document: Mapping[str, Any]) -> str:
    return "{\n" + ",\n".join(f"{_written(key)}: {_lines(value)}" for key, value in document.items()) + "\n}\n"


def _lines(value: Any) -> str:
    if isinstance(value, list) and any(isinstance(each, dict) for each in value):
        return "[\n  " + ",\n  ".join(map(_written, value)) + "\n]"
    return _written(value)


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def opened(text: str, name: str) -> dict[str, Any]:
    """The document of a text.

    Args:
        text: What was read.
        name: What errors call it.

    Raises:
        CompiledPolicyError: It is no compiled policy, of another format, or not as it was written.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        refuse(name, _why_unreadable(text))
    form = document.get("format") if isinstance(document, dict) else None
    if not isinstance(form, str) or not form.startswith(FORMAT):
        refuse(name, "is no compiled policy; make one with: slaclock compile policy.yaml --years 2024-2030")
    if form != f"{FORMAT}{VERSION}":
        refuse(name, _of_another_format(form.removeprefix(FORMAT)))
    seal = document.get("sha256")
    if not isinstance(seal, str) or len(seal) != 64 or hash_of(text.replace(seal, _OPEN, 1)) != seal:
        refuse(name, "was changed since it was compiled: its text does not have its hash; compile the policy again")
    if missing := _KEYS - document.keys():
        refuse(name, f"lacks {', '.join(sorted(missing))}, so it was not written by slaclock; compile the policy again")
    found: dict[str, Any] = document
    return found


def _why_unreadable(text: str) -> str:
    if "\n<<<<<<< " in f"\n{text}":
        return "holds the marks of a merge that was not ended; compile the merged policy again"
    if text.startswith("\N{ZERO WIDTH NO-BREAK SPACE}"):
        return "begins with a byte-order mark, which slaclock does not write; compile the policy again"
    if FORMAT in text[:200]:
        return "is not whole: it ends too early, or was changed since it was compiled; compile the policy again"
    return "is no compiled policy; make one with: slaclock compile policy.yaml --years 2024-2030"


def _of_another_format(version: str) -> str:
    if version.isascii() and version.isdigit() and int(version[:9]) < VERSION:
        return f"has format {version}, older than {VERSION}, which is read here; compile the policy again"
    return (
        f"has format {version[:20]}, and this version of slaclock reads {VERSION}; "
        "upgrade slaclock, or compile the policy again with this version"
    )


def refuse(name: str, why: str) -> NoReturn:
    """Refuse a text that cannot be used as a compiled policy.

    Raises:
        CompiledPolicyError: Always.
    """
    from slaclock.errors import CompiledPolicyError

    raise CompiledPolicyError(f"{name} {why}")
