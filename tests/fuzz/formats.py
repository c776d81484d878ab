"""Plain data written as the files that are read: YAML, TOML, JSON, JSON lines, CSV, Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq


def as_json(tree: Any) -> bytes:
    """JSON, in which even halves of characters can be written."""
    return json.dumps(tree, indent=1).encode()


def as_yaml(tree: Any) -> bytes:
    """YAML in blocks; its texts are those of JSON, which YAML reads alike."""
    return _yaml(tree, "").encode("utf-8", "surrogatepass")


def _yaml(tree: Any, margin: str) -> str:
    match tree:
        case dict() if tree:
            return "".join(f"\n{margin}{_scalar(key)}: {_yaml(value, margin + '  ')}" for key, value in tree.items())
        case list() if tree:
            return "".join(f"\n{margin}- {_yaml(value, margin + '  ')}" for value in tree)
    return _scalar(tree)


def _scalar(value: Any) -> str:
    if isinstance(value, str) and value.replace(" ", "").replace("_", "").isalnum() and value.isascii():
        return value
    return json.dumps(value)


def as_toml(tree: Any) -> bytes:
    """TOML, each key with its value behind it; nothing stands for what TOML has no form for."""
    whole = tree if isinstance(tree, dict) else {"name": tree}
    lines = (f"{json.dumps(key)} = {_toml(value)}\n" for key, value in whole.items() if value is not None)
    return "".join(lines).encode("utf-8", "surrogatepass")


def _toml(value: Any) -> str:
    match value:
        case dict():
            return (
                "{"
                + ", ".join(f"{json.dumps(key)} = {_toml(each)}" for key, each in value.items() if each is not None)
                + "}"
            )
        case list():
            return "[" + ", ".join(_toml(each) for each in value if each is not None) + "]"
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return json.dumps(value)


POLICY_FORMATS = {"policy.json": as_json, "policy.yaml": as_yaml, "policy.toml": as_toml}
"""How a policy is written, by the name of its file."""


def as_json_lines(records: Sequence[Any]) -> bytes:
    """An object a line."""
    return "".join(f"{json.dumps(record)}\n" for record in records).encode()


def as_csv(random: Random, records: Sequence[Any]) -> bytes:
    """Comma-separated values with a header."""
    rows = [record for record in records if isinstance(record, dict)]
    names = list(dict.fromkeys(name for record in rows for name in record))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=random.choice(("\n", "\n", "\r\n", "\r")))
    writer.writerow(names)
    writer.writerows([[_cell(record.get(name, "")) for name in names] for record in rows])
    return text.getvalue().encode("utf-8", "replace")


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def as_parquet(random: Random, records: Sequence[Any]) -> bytes:
    """Parquet whose columns have any of the types that they may have."""
    rows = [record for record in records if isinstance(record, dict)]
    names = list(dict.fromkeys(name for record in rows for name in record))
    columns = [_column(random, [record.get(name) for record in rows]) for name in names]
    try:
        return _parquet(names, columns)
    except pa.ArrowException:
        # Some types hold what Parquet has no form for.
        return _parquet(names, [_texts([record.get(name) for record in rows]) for name in names])


def _parquet(names: Sequence[str], columns: Sequence[pa.Array]) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.table(columns, names=[name.encode("utf-8", "replace").decode() for name in names]), sink)
    return sink.getvalue()


def _texts(values: Sequence[Any]) -> pa.StringArray:
    cells = (None if value is None else _cell(value).encode("utf-8", "replace").decode() for value in values)
    return pa.array(cells, pa.string())


_TYPES = (
    pa.string(),
    pa.large_string(),
    pa.binary(),
    pa.int64(),
    pa.float64(),
    pa.bool_(),
    pa.date32(),
    pa.null(),
    pa.timestamp("us", "UTC"),
    pa.timestamp("ns", "America/New_York"),
    pa.timestamp("s"),
    pa.timestamp("ms", "+05:00"),
    pa.timestamp("us", "Mars/Phobos"),
    pa.dictionary(pa.int32(), pa.string()),
    pa.list_(pa.string()),
    pa.duration("us"),
    pa.decimal128(10, 2),
    pa.time64("us"),
)


def _column(random: Random, values: Sequence[Any]) -> pa.Array:
    texts = _texts(values)
    if random.random() < 0.5:
        return texts
    numbers = [random.choice((None, 0, 1, -(2**62), 1_795_644_000, 2**40, 2**62)) for _ in values]
    kind = random.choice(_TYPES)
    return _cast(texts, kind) or _cast(pa.array(numbers, pa.int64()), kind) or texts


def _cast(column: pa.Array, kind: pa.DataType) -> pa.Array | None:
    try:
        return column.cast(kind)
    except (pa.ArrowException, ValueError):
        return None
