"""Tickets that were read of another product: what is wrong with some, and what is done with those not read (R19)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from slaclock.cli.exit_codes import say

if TYPE_CHECKING:
    from slaclock.adapters import TicketReading

MOST_SHOWN = 20
"""Tickets whose problems are said; the file of `--errors` has all that were not read."""


def kept_tickets(
    reading: TicketReading, on_error: Literal["stop", "skip", "report"], errors: Path | None, most_bad: int | None
) -> TicketReading:
    """The reading, when what is wrong with tickets was said and written.

    Raises:
        PayloadError: A ticket was not read, and that ends everything.
        TooManyBadError: More were not read than may be.
    """
    from slaclock.errors import PayloadError

    read = {ticket.id for ticket in reading.tickets}
    bad = {ticket: problems for ticket, problems in reading.problems.items() if ticket not in read}
    if bad and on_error == "stop":
        ticket, problems = next(iter(bad.items()))
        raise PayloadError(f"ticket {ticket}", f"{'; '.join(problems)} (--on-error report leaves such tickets out)")
    _refuse_too_many(bad, most_bad)
    if errors:
        _write(bad, errors)
    told = {ticket: problems for ticket, problems in reading.problems.items() if ticket in read or on_error == "report"}
    _say(told)
    if bad:
        say(f"{len(bad):,} {'ticket is' if len(bad) == 1 else 'tickets are'} left out")
    return replace(reading, problems=told)


def _refuse_too_many(bad: dict[str, tuple[str, ...]], most: int | None) -> None:
    from slaclock.errors import TooManyBadError

    if most is not None and len(bad) > most:
        ticket, problems = list(bad.items())[-1]
        allowed = f"at most {most:,}" if most else "none"
        number = f"{len(bad):,} {'ticket was' if len(bad) == 1 else 'tickets were'}"
        raise TooManyBadError(
            f"{number} not read, where {allowed} may be bad; the last: ticket {ticket}: {'; '.join(problems)}"
        )


def _write(bad: dict[str, tuple[str, ...]], errors: Path) -> None:
    from slaclock.outputs import written_whole

    with written_whole(errors) as (file,):
        for ticket, problems in bad.items():
            line = json.dumps({"ticket": ticket, "problems": problems}, ensure_ascii=False)
            file.write(f"{line}\n".encode("utf-8", "backslashreplace"))


def _say(problems: dict[str, tuple[str, ...]]) -> None:
    for ticket, each in list(problems.items())[:MOST_SHOWN]:
        say(f"ticket {ticket}: {'; '.join(each)}")
    if len(problems) > MOST_SHOWN:
        say(f"and {len(problems) - MOST_SHOWN:,} more tickets with problems")
