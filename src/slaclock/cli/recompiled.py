"""Two policies of which at least one is compiled: what the new one says otherwise than the old, for `diff` (R22)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from slaclock.cli.exit_codes import FOUND
from slaclock.cli.policies import is_compiled, load_compiled, source_of, speaks_of_customers
from slaclock.cli.printing import print_json, print_text
from slaclock.cli.streams import named
from slaclock.errors import ChoiceError

if TYPE_CHECKING:
    from slaclock.cli import json_shapes
    from slaclock.compiled import CompiledPolicy
    from slaclock.review import CompiledChange, FailedExample

MOST_SHOWN = 50
"""Lines of changes that are shown where people read; JSON has all of them."""
_MOST_NAMES = 3
"""Names of which the same is said, and that are listed."""


class _Side(NamedTuple):
    """One of two policies, as it is compared."""

    compiled: CompiledPolicy
    failures: Sequence[FailedExample] = ()
    """The examples that do not hold, where it is no compiled policy."""


def compare_compiled(old: Path, new: Path, as_json: bool, exit_code: bool) -> None:
    """Print what the new one of two policies says otherwise than the old one.

    One that is not compiled is compiled now, for the years and the customers of the other, and its examples are tried.
    """
    from slaclock.review import compiled_changes

    if is_compiled(old):
        was = _Side(load_compiled(old))
        now = _Side(load_compiled(new)) if is_compiled(new) else _compiled_as(was.compiled, new)
    else:
        now = _Side(load_compiled(new))
        was = _compiled_as(now.compiled, old)
    found, failures = compiled_changes(was.compiled, now.compiled), (*was.failures, *now.failures)
    if as_json:
        answer: json_shapes.Recompiled = {
            "old": named(old),
            "new": named(new),
            "years": list(_years(was.compiled, now.compiled)),
            "was_made_by": was.compiled.made_by,
            "is_made_by": now.compiled.made_by,
            "changes": [{**change._asdict()} for change in found],  # type: ignore[typeddict-item]  # A named tuple has these keys.
            "failures": [failure.model_dump() for failure in failures],  # type: ignore[typeddict-item]  # As JSON has them.
        }
        print_json(answer)
    else:
        print_text("\n".join(_lines(f"{named(old)} → {named(new)}", was, now, found)))
    if failures or (found and exit_code):
        raise typer.Exit(FOUND)


def refuse_spans(**given: object) -> None:
    """Refuse options that ask for a part of what is compared whole."""
    for name, value in given.items():
        if value is not None:
            raise ChoiceError(
                f"a compiled policy is compared for all of its years and customers, as text or with --json; "
                f"leave out --{name.replace('_', '-')}"
            )


def _compiled_as(lock: CompiledPolicy, path: Path) -> _Side:
    """A policy compiled for the years and customers of another, where it speaks of customers; its own zone else."""
    from slaclock.policy import SlaPolicy
    from slaclock.review import failed_examples

    source = source_of(path)
    policy = SlaPolicy.from_source(source)
    customers = (lock.customers or (policy.timezone,)) if speaks_of_customers(policy) else ()
    return _Side(policy.compile(lock.years, customers), tuple(failed_examples(policy, source)))


def _years(was: CompiledPolicy, now: CompiledPolicy) -> tuple[int, ...]:
    """The first and the last year of both; nothing where they have none in common."""
    first, last = max(was.years[0], now.years[0]), min(was.years[1], now.years[1])
    return (first, last) if first <= last else ()


def _lines(which: str, was: _Side, now: _Side, found: Sequence[CompiledChange]) -> Iterator[str]:
    years = "-".join(map(str, dict.fromkeys(_years(was.compiled, now.compiled)))) or "no year of both"
    what = f"{len(found):,} changes" if len(found) != 1 else "1 change"
    yield f"{which}, {years}: {what if found else 'nothing changes'}"
    made_now = now.compiled.made_by
    for name, before in was.compiled.made_by.items():
        if made_now[name] != before:
            yield f"{name:<9} {made_now[name]}, was {before}"
    lines = _alike(found)
    yield from (f"  {line}" for line in lines[:MOST_SHOWN])
    if len(lines) > MOST_SHOWN:
        yield f"  and {len(lines) - MOST_SHOWN:,} more"
    if failures := (*was.failures, *now.failures):
        yield "Examples that fail:"
        yield from (failure.item() for failure in failures)


def _alike(found: Sequence[CompiledChange]) -> list[str]:
    """A line for each change; of several names of which the same is said, together."""
    names: dict[CompiledChange, list[str]] = {}
    for change in found:
        names.setdefault(change._replace(name=""), []).append(change.name)
    return [str(change._replace(name=_listed(each))) for change, each in names.items()]


def _listed(names: Sequence[str]) -> str:
    shown = "; ".join(names[:_MOST_NAMES])
    return f"{shown} and {len(names) - _MOST_NAMES:,} more" if len(names) > _MOST_NAMES else shown
