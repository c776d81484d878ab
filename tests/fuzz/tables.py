"""Files of tickets, CSV, JSON lines, Parquet: every row is answered or reported, and the result can be read again."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from random import Random
from typing import Any

from fuzz import seeds
from fuzz.cases import Case
from fuzz.changes import changed_bytes, changed_text, changed_tree
from fuzz.formats import as_csv, as_json_lines, as_parquet
from fuzz.tickets import policy
from slaclock import SlaClockError
from slaclock.tables import TimeFormat, batch
from slaclock.tables.reader import KINDS, open_table

ROW = {
    "id": "1",
    "opened": seeds.OPENED,
    "plan": "standard",
    "priority": "P1",
    "stopped": seeds.NOW,
    "channel": "phone",
}
WAYS = ("stop", "skip", "report")
FORMATS = ("iso8601", "iso8601", "iso8601", "epoch_s", "epoch_ms", "%d.%m.%Y %H:%M", "%Y-%m-%dT%H:%M:%S%z", "%s", "%%")
OUT = ("out.csv", "out.jsonl", "out.parquet", "out.csv.gz")


def made(random: Random) -> Case:
    """Rows of which some are changed, and how they are to be asked about."""
    name = f"in{random.choice(list(KINDS))}"
    words = (random.choice(WAYS), random.choice(OUT), random.choice(FORMATS), random.choice(("", "", "Europe/Berlin")))
    words += (random.choice(("", "", seeds.NOW)), random.choice(("", "", "sla_", "\x1b", "opened")))
    words += (random.choice(("kept", "kept", "quoted")),)
    return Case("tables", {name: table_file(random, name)}, words)


def table_file(random: Random, name: str) -> bytes:
    """Rows of which some are changed, as a file of that ending."""
    records: list[Any] = [dict(ROW) for _ in range(random.choice((0, 1, 2, 5, 30)))]
    for at in range(len(records)):
        if random.random() < 0.5:
            records[at] = _changed_row(random, records[at])
    if random.random() < 0.1:
        records = changed_tree(random, records, 1)
    content = _written(random, records if isinstance(records, list) else [records], KINDS[name.removeprefix("in")])
    content = changed_bytes(random, content) if random.random() < 0.3 else content
    packed = gzip.compress(content, 1, mtime=0) if name.endswith(".gz") else content
    return changed_bytes(random, packed) if packed is not content and random.random() < 0.3 else packed


def _changed_row(random: Random, row: dict[str, str]) -> Any:
    if random.random() < 0.5:
        key = random.choice(list(row))
        return row | {key: changed_text(random, row[key])}
    return changed_tree(random, row, 1)


def _written(random: Random, records: list[Any], kind: str) -> bytes:
    if kind == "csv":
        return as_csv(random, records)
    return as_json_lines(records) if kind == "jsonl" else as_parquet(random, records)


def attempted(case: Case, folder: Path) -> None:
    """Answer it, and read what was written."""
    ((name, _),) = case.files.items()
    way, out, format, zone, now, prefix, *formulas = case.words
    result = folder / out
    try:
        done = batch.run(
            policy(),
            folder / name,
            result,
            now=policy_now(now),
            times=TimeFormat(format, zone or None),
            on_error=way,  # type: ignore[arg-type]
            prefix=prefix,
            formulas=formulas[0] if formulas else "kept",  # type: ignore[arg-type]
        )
    except SlaClockError:
        assert not result.exists(), "a run that was refused wrote something"
        assert sorted(each.name for each in folder.iterdir()) == [name], "a run that was refused left something"
        raise
    were = _rows_in(name, case.files[name])
    assert were in (None, done.answered + done.bad), f"rows are lost: {were}, {done.answered} and {done.bad}"
    rows = _rows_of(result)
    assert rows == done.answered, f"not every row is there: {done.answered} and {rows}"
    if done.errors:
        told = done.errors.read_bytes().count(b"\n")
        assert told == done.bad, f"not every bad row is reported: {done.bad} and {told}"


def _rows_in(name: str, content: bytes) -> int | None:
    """How many rows a file has, counted in another way; nothing where that is not as simple."""
    if name.endswith(".gz"):
        content = gzip.decompress(content)
    if name.startswith("in.csv") and b'"' not in content:
        header, *lines = re.split(rb"\r\n?|\n", content)
        return sum(bool(line.strip(b",")) or line.count(b",") not in (0, header.count(b",")) for line in lines)
    if "json" in name:
        lines = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
        return sum(bool(line.decode(errors="replace").strip()) for line in lines)
    return None


def policy_now(text: str) -> Any:
    """The instant as of which is asked, if any."""
    from datetime import datetime

    return datetime.fromisoformat(text) if text else None


def _rows_of(file: Path) -> int:
    table = open_table(file)
    try:
        pieces = list(table)
    finally:
        table.close()
    assert not [row for piece in pieces for row in piece.bad], "what was written cannot be read"
    return sum(len(piece.lines) for piece in pieces)
