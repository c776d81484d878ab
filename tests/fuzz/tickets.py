"""Tickets in JSON: read or refused, and then asked where they stand and why."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random

from fuzz import seeds
from fuzz.cases import Case
from fuzz.changes import changed_bytes, changed_tree
from fuzz.formats import as_json
from slaclock import SlaPolicy, Ticket
from slaclock.cli.printing import in_json
from slaclock.strict_json import read_object

NOW = datetime.fromisoformat(seeds.NOW)


def made(random: Random) -> Case:
    """A ticket with changes."""
    return Case("tickets", {"ticket.json": ticket_file(random)})


def ticket_file(random: Random) -> bytes:
    """A ticket with changes, as JSON."""
    content = as_json(changed_tree(random, random.choice(seeds.TICKETS), random.choice((1, 1, 2, 3))))
    return changed_bytes(random, content) if random.random() < 0.2 else content


@cache
def policy() -> SlaPolicy:
    """The policy that all tickets are under."""
    return SlaPolicy.model_validate(seeds.POLICY)


def attempted(case: Case, folder: Path) -> None:
    """Read it, and ask."""
    try:
        stated = read_object((folder / "ticket.json").read_bytes().decode())
    except ValueError:
        # So it says that it refuses something; whoever calls it says of which file.
        return
    ticket = Ticket(**stated)
    assert Ticket.model_validate_json(ticket.model_dump_json()) == ticket
    found = policy().evaluate(ticket, NOW)
    assert json.loads(in_json({**found.to_dict()}))
    for each in found.cycles:
        assert each.explain().text()
    policy().agenda([ticket], NOW)
    policy().attainment([ticket], NOW)
