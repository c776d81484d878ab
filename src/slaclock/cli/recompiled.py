"""A policy beside the one that was compiled of it: what compiling it anew would change, for `diff` (R22)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from slaclock.cli.exit_codes import FOUND
from slaclock.cli.policies import is_compiled, load
from slaclock.cli.printing import print_json, print_text
from slaclock.cli.streams import named
from slaclock.errors import ChoiceError

if TYPE_CHECKING:
    from slaclock.cli import json_shapes
    from slaclock.compiled import Change, CompiledPolicy

MOST_SHOWN = 50
"""Changes that are shown where people read; JSON has all of them."""


def compare_compiled(old: Path, new: Path, as_json: bool, exit_code: bool) -> None:
    """Print what the compiled one of two policies would answer otherwise if it were compiled of the other one now."""
    from slaclock import compiled

    lock, source = (new, old) if is_compiled(new) else (old, new)
    was = compiled.load(lock)
    now = compiled.load(source) if is_compiled(source) else _as_compiled_now(source, was)
    found = compiled.differences(was, now)
    if as_json:
        answer: json_shapes.Recompiled = {
            "compiled": named(lock),
            "policy": named(source),
            "years": list(was.years),
            "was_made_by": was.made_by,
            "is_made_by": now.made_by,
            "changes": [{**change._asdict()} for change in found],  # type: ignore[typeddict-item]  # A named tuple has these keys.
        }
        print_json(answer)
    else:
        print_text("\n".join(_lines(was, now, lock, found)))
    if found and exit_code:
        raise typer.Exit(FOUND)


def refuse_spans(**given: object) -> None:
    """Refuse options that ask for a part of what is compared whole."""
    for name, value in given.items():
        if value is not None:
            raise ChoiceError(
                f"a compiled policy is compared for all of its years and customers, as text or with --json; "
                f"leave out --{name.replace('_', '-')}"
            )


def _as_compiled_now(source: Path, was: CompiledPolicy) -> CompiledPolicy:
    return load(source).compile(was.years, was.customers)


def _lines(was: CompiledPolicy, now: CompiledPolicy, lock: Path, found: list[Change]) -> list[str]:
    first, last = was.years
    made = [
        f"{name:<9} {before} when compiled, {now.made_by[name]} now" if now.made_by[name] != before else ""
        for name, before in was.made_by.items()
    ]
    what = f"{len(found):,} changes" if len(found) != 1 else "1 change"
    shown = [f"  {change}" for change in found[:MOST_SHOWN]]
    more = [f"  and {len(found) - MOST_SHOWN:,} more"] if len(found) > MOST_SHOWN else []
    return [
        f"{named(lock)}, {first}-{last}: {what if found else 'nothing changes'}",
        *filter(None, made),
        *shown,
        *more,
    ]
