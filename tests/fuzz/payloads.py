"""What other products answer, with changes: read with its losses, or refused with its place; what is read is sound."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from product_answers import ROWS, Row

from fuzz.cases import Case
from fuzz.changes import changed_bytes, changed_text, changed_tree
from fuzz.formats import as_json
from slaclock import SlaPolicy
from slaclock.adapters import Comparison, PolicyReading, TicketReading
from slaclock.cli.payload_files import answers_in


def made(random: Random) -> Case:
    """Files of one product, of which one or two are changed."""
    row = random.choice(ROWS)
    trees = dict(row.make())
    for name in random.sample(list(trees), min(len(trees), random.choice((1, 1, 2)))):
        trees[name] = _changed(random, trees[name])
    files = {name if "." in name else f"{name}.json": _as_file(tree) for name, tree in trees.items()}
    if random.random() < 0.1:
        name = random.choice(list(files))
        files[name] = changed_bytes(random, files[name])
    return Case("payloads", files, (row.product, row.does))


def _changed(random: Random, tree: Any) -> Any:
    """The same with a few changes; of a text that is no JSON, in its lines."""
    times = random.choice((1, 1, 2, 4))
    if not isinstance(tree, str):
        return changed_tree(random, tree, times)
    lines = tree.splitlines()
    for _ in range(times):
        place = random.randrange(len(lines))
        # What stands twice, stands elsewhere, or says something else.
        change = random.choice((changed_text, changed_text, lambda _, line: f"{line}\n{random.choice(lines)}"))
        lines[place] = change(random, lines[place])
    return random.choice(("\r\n", "\n")).join(lines)


def _as_file(tree: Any) -> bytes:
    return tree.encode("utf-8", "surrogatepass") if isinstance(tree, str) else as_json(tree)


def attempted(case: Case, folder: Path) -> None:
    """Read it as the command line does, and ask what was read."""
    answers = answers_in([folder / name for name in case.files])
    _sound(_row(*case.words).read(answers))


def _row(product: str, does: str) -> Row:
    return next(row for row in ROWS if (row.product, row.does) == (product, does))


def _sound(reading: PolicyReading | TicketReading | Comparison) -> None:
    """Whether what was read can be written and read again."""
    match reading:
        case PolicyReading():
            assert SlaPolicy.loads(reading.yaml()) == reading.policy, "the policy file says something else"
        case TicketReading():
            assert reading.jsonl().count("\n") == len(reading.tickets), "a ticket is more than a line"
        case Comparison():
            assert all(cycle.reason for cycle in reading.cycles), "a difference has no reason"
    assert all(map(str, reading.losses)), "a loss says nothing"
