"""What is read of a payload and what is lost of it is all there is in it, whatever is written there (R19).

Tried on the files of every product, with one thing in them changed at each place: another value, a key that nobody
knows, a record of unknown keys, a record that stands twice, one more of its kind.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import chain
from typing import Any, NamedTuple

import pytest
from product_answers import ROWS, Row

from slaclock.adapters import Loss
from slaclock.adapters.ticket_readings import LEFT_OUT
from slaclock.errors import PayloadError, key_path

UNKNOWN = "quagga"
"""A key that no product has, and nearly has."""
OTHERS: list[Any] = [None, True, 7, 0.5, "", "x", "2026-06-05", "2026-06-01T09:15:00Z", [], {}, [{}], [None], {"x": {}}]
TURNS = 4
"""Each place has every fourth of them, the next one those after these."""
IDS = ("id", "sys_id", "Id", "key", "name", "number")

KeyPath = tuple[Any, ...]


class Changed(NamedTuple):
    """Answers with one change."""

    answers: dict[str, Any]
    what: str
    keeps_places: bool = True
    """Whether every record still stands where its kind does."""


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_key_that_nobody_knows_is_a_loss(row: Row) -> None:
    """At each place at which a key can stand: one loss more, which names it, or a refusal."""
    for path, value in places(row.make()):
        if isinstance(value, dict) and not is_aside(row, path):
            changed = deepcopy(dict(row.make()))
            at(changed, path)[UNKNOWN] = "7"
            told = read(row, changed)
            assert told is None or UNKNOWN in said(told), f"{key_path(path)}.{UNKNOWN} is left out without a word"


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_record_of_unknown_keys_is_a_loss(row: Row) -> None:
    """At each list of records: it is read by its number, or a loss, or a refusal."""
    for path, value in places(row.make()):
        if isinstance(value, list) and value and isinstance(value[0], dict) and not is_aside(row, path):
            before = read(row, row.make())
            changed = deepcopy(dict(row.make()))
            at(changed, path).append({UNKNOWN: "7"})
            told = read(row, changed)
            assert told is None or UNKNOWN in said(told) or number(told) > number(before), f"{key_path(path)}: dropped"


@pytest.mark.parametrize("row", [row for row in ROWS if row.records], ids=str)
def test_what_is_read_and_what_is_lost_is_all_there_is(row: Row) -> None:
    """Each record is counted or lost, and nothing is counted that is not there."""
    assert broken(row, Changed(dict(row.make()), "as it is")) == ""
    faults = [broken(row, each) for each in chain(others(row), again(row))]
    assert not list(filter(None, faults))
    assert "" in faults, "all is refused, so that nothing was tried"


def others(row: Row) -> Iterator[Changed]:
    """Another value at each place."""
    for turn, (path, _) in enumerate(places(row.make())):
        for other in OTHERS[turn % TURNS :: TURNS]:
            changed = deepcopy(dict(row.make()))
            at(changed, path[:-1])[path[-1]] = deepcopy(other)
            yield Changed(changed, f"{key_path(path)} = {other!r}", keeps_places=False)


def again(row: Row) -> Iterator[Changed]:
    """Each record of each list twice, and once more under another id."""
    for path, value in places(row.make()):
        if isinstance(value, dict) and path and isinstance(path[-1], int):
            for name in ("", *(each for each in IDS if each in value)):
                changed = deepcopy(dict(row.make()))
                copy = deepcopy(value)
                if name:
                    copy[name] = f"9{value[name]}" if isinstance(value[name], str) else 900_000 + value[name]
                at(changed, path[:-1]).append(copy)
                yield Changed(changed, f"{key_path(path)} again {name}")


def broken(row: Row, changed: Changed) -> str | None:
    """What of the numbers does not hold; blank where they do, and nothing where all is refused."""
    answers = changed.answers
    told = read(row, answers)
    if told is None:
        return None
    for kind, patterns in row.records.items():
        held = [path for path, value in places(answers) if is_record(path, value) and matches(path, patterns)]
        lost = [path for path in held if is_lost(path, told, answers)]
        counted = told.counts.get(kind, 0)
        if counted < len(held) - len(lost) or (changed.keeps_places and counted > len(held)):
            return f"{changed.what}: {len(held)} {kind}, of which {counted} are read and {len(lost)} lost"
    if row.does == "tickets_of_answers":
        known = {each.id for each in told.tickets} | set(told.problems)
        left_out = sum(loss.meaning == LEFT_OUT for loss in told.losses)
        if len(known) + left_out < told.counts.get(next(iter(row.records)), 0):
            return f"{changed.what}: of the tickets only {known} are read or a problem"
    return ""


def read(row: Row, answers: Mapping[str, Any]) -> Any:
    try:
        return row.read(deepcopy(dict(answers)))
    except PayloadError:
        return None


def number(told: Any) -> int:
    return (
        sum(dict[str, int](getattr(told, "counts", {})).values())
        + len(told.losses)
        + len(getattr(told, "problems", ()))
    )


def said(told: Any) -> str:
    problems = chain.from_iterable(getattr(told, "problems", {}).values())
    return "\n".join((*map(str, told.losses), *problems))


def is_record(path: KeyPath, value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(path[-1], int) and value is not None)


def is_lost(path: KeyPath, told: Any, answers: Mapping[str, Any]) -> bool:
    """Whether a record, or one in which it stands, is a loss or a ticket with a problem."""
    within = [path[:length] for length in range(1, len(path) + 1)]
    problems = getattr(told, "problems", {})
    named = {
        str(each.get(name)) for each in (at(answers, step) for step in within) if isinstance(each, dict) for name in IDS
    }
    return not named.isdisjoint(problems) or any(
        is_about(loss, step, answers) for loss in told.losses for step in within
    )


def is_about(loss: Loss, path: KeyPath, answers: Mapping[str, Any]) -> bool:
    """Whether a loss is of a record itself: its path ends as that of the record, whatever its file is called."""
    if len(path) > 2:
        # A list may stand in an answer whose keys say nothing: it is called by its file.
        return loss.path.endswith((key_path(path[-2:]), key_path((path[0], path[-1]))))
    if len(path) == 2 and loss.path.endswith(f"[{path[1]}]") and "." not in loss.path:
        return True
    # One record alone is called by what it is.
    return len(answers[path[0]]) == 1 and loss.path in (path[0], str(path[0]).removesuffix("s"))


def matches(path: KeyPath, patterns: tuple[str, ...]) -> bool:
    return any(
        len(steps := pattern.split(".")) == len(path)
        and all(step in ("*", str(each)) for step, each in zip(steps, path, strict=True))
        for pattern in patterns
    )


def is_aside(row: Row, path: KeyPath) -> bool:
    """Whether a place is left aside; with `**` at the end everything below it is."""
    return any(
        matches(path[: pattern.count(".")], (pattern.removesuffix(".**"),))
        if pattern.endswith(".**")
        else matches(path, (pattern,))
        for pattern in row.aside
    )


def at(answers: Any, path: KeyPath) -> Any:
    for step in path:
        answers = answers[step]
    return answers


def places(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, Any]]:
    if path:
        yield path, value
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from places(inner, (*path, key))
