"""CSV with other signs than commas between its values, as spreadsheets export it."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from slaclock import TicketFileError
from slaclock.tables.reader import open_table

ROWS = [
    {"id": "T-1", "opened": "2026-11-25T22:00Z", "note": "a,b;c\td"},
    {"id": "T-2", "opened": "2026-11-25T23:00Z", "note": "two\nlines"},
]


def rows_of(path: Path) -> list[dict[str, Any]]:
    with closing(open_table(path)) as reader:
        return [rows.record(row) for rows in reader for row in range(len(rows.lines))]


def written(separator: str, quote: str = "", end: str = "\n") -> str:
    head = separator.join(f"{quote}{name}{quote}" for name in ROWS[0])
    lines = (separator.join(f'"{value}"' for value in row.values()) for row in ROWS)
    return end.join([head, *lines, ""])


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_value_is_read(tmp_path: Path, separator: str, mark: str, quote: str, end: str) -> None:
    path = tmp_path / "tickets.csv"
    path.write_bytes((mark + written(separator, quote, end)).encode())
    assert rows_of(path) == ROWS


@pytest.mark.parametrize(
    ("text", "names"),
    [
        pytest.param("id,opened;at\n", ["id", "opened;at"], id="commas-win"),
        pytest.param('"id;opened"\n', ["id;opened"], id="in-quotes-it-is-a-name"),
        pytest.param("id\n", ["id"], id="one-column"),
        pytest.param('"a\tb";c\n', ["a\tb", "c"], id="a-tab-in-quotes"),
    ],
)
def test_what_a_header_names(tmp_path: Path, text: str, names: list[str]) -> None:
    path = tmp_path / "tickets.csv"
    path.write_text(text, encoding="utf-8")
    with closing(open_table(path)) as reader:
        assert reader.schema.names == names


def test_a_header_with_two_readings_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    path.write_text("id;opened\tnote\n", encoding="utf-8")
    with pytest.raises(TicketFileError, match=r"tickets\.csv:1: the header can be read with semicolons or with tabs"):
        open_table(path)


def test_a_row_of_another_length_is_bad(tmp_path: Path) -> None:
    path = tmp_path / "tickets.csv"
    path.write_text("id;opened\nT-1;x;y\nT-2;z\n", encoding="utf-8")
    with closing(open_table(path)) as reader:
        bad = [row for rows in reader for row in rows.bad]
    assert [(row.line, row.reason) for row in bad] == [(2, "it has 3 values, and the header names 2 columns")]
