"""Another product's own due instants beside ours: `replay`."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from slaclock.cli.exit_codes import say
from slaclock.cli.parameters import Out, PolicyFile
from slaclock.cli.payload_files import answers_in
from slaclock.cli.policies import load
from slaclock.cli.printing import table
from slaclock.cli.streams import named, put_out, refuse_overwriting, refuse_reading_twice

if TYPE_CHECKING:
    from slaclock.adapters import Answered, ComparedCycle, Comparison

HEADINGS = ("ticket", "metric", "cycle", "plan", "target", "theirs", "ours", "difference", "because of")

KEYS = {"boundary": "boundary", "holiday rule": "holiday_rule"}
"""The key of a policy file for each reason that is a choice there."""


def replay(
    product: Annotated[str, typer.Argument(metavar="PRODUCT", help="Whose answers they are, e.g. zendesk.")],
    policy: PolicyFile,
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE",
            help="Its tickets, its log of clocks and what says their hours, in any order; - is standard input.",
        ),
    ],
    timezone: Annotated[str | None, typer.Option(metavar="ZONE", help="Time zone of times that state none.")] = None,
    out: Out = None,
) -> None:
    """Another product's due dates beside those of a policy.

    A line for each cycle of each metric: when it is due there and here, the difference, and the choice that explains
    it: rounding, boundary, holiday rule, another schedule. Where the product applied a target or a plan that the policy
    does not have, or counted on another schedule that a ticket had last, the line says that, too. Instants are on the
    clocks of the policy.
    """
    from slaclock.adapters import alike, of_product

    refuse_reading_twice(policy, *files)
    refuse_overwriting({"--out": out}, {"POLICY": policy, **{f"FILE {named(file)}": file for file in files}})
    compared = of_product(product, "comparison_of_answers")
    document = load(policy)
    comparison: Comparison = compared(answers_in(files), document, timezone)
    put_out(_text(comparison, document.timezone), out)
    for loss, number in alike(comparison.losses):
        say(f"noted: {loss}" + (f" (and {number - 1:,} more like it)" if number > 1 else ""))


def _text(comparison: Comparison, zone: str) -> str:
    if not comparison.cycles:
        return "nothing to compare"
    counts = Counter(each.reason for each in comparison.cycles)
    number = len(comparison.cycles)
    said = ", ".join(f"{count:,} {reason}" for reason, count in counts.most_common())
    rows = [_row(each, zone) for each in comparison.cycles]
    noted = sum(bool(each.note) for each in comparison.cycles)
    apart = f"; {noted:,} with what the policy does not promise" if noted else ""
    return f"{table(HEADINGS, rows)}\n\n{number:,} {'cycle' if number == 1 else 'cycles'}: {said}{apart}"


def _row(cycle: ComparedCycle, zone: str) -> tuple[str, ...]:
    difference = "" if cycle.difference is None else str(cycle.difference)
    if cycle.difference is not None and cycle.difference.days < 0:
        difference = f"-{-cycle.difference}"
    # Instants that differ by seconds show them.
    to_the_second = cycle.difference is not None and bool(cycle.difference % timedelta(minutes=1))
    return (
        cycle.ticket,
        cycle.metric,
        str(cycle.cycle),
        cycle.plan,
        cycle.target,
        _answer(cycle.theirs, zone, to_the_second),
        _answer(cycle.ours, zone, to_the_second),
        difference,
        "; ".join(filter(None, (_because_of(cycle), cycle.note))),
    )


def _because_of(cycle: ComparedCycle) -> str:
    """The reason; of a choice that a policy file has, what to write there."""
    key = KEYS.get(cycle.reason)
    if key:
        return f"{cycle.reason}: '{key}: {cycle.detail}' in the policy agrees"
    return f"{cycle.reason}; {cycle.look_at}" if cycle.look_at else f"{cycle.reason} {cycle.detail}".rstrip()


def _answer(said: Answered, zone: str, to_the_second: bool) -> str:
    """When it is due; where that is not said, how much time was used; else whether it was late."""
    if said.due:
        clock = "%H:%M:%S" if to_the_second else "%H:%M"
        return f"{_on_clocks(said.due, zone):%Y-%m-%d {clock} %Z}"
    if said.elapsed is not None:
        return f"{said.elapsed} used"
    return {True: "breached", False: "not breached", None: ""}[said.breached]


def _on_clocks(at: datetime, zone: str) -> datetime:
    from slaclock.hours import zone_named

    return at.astimezone(zone_named(zone))
