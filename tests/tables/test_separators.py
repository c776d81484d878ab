"""CSV with other signs than commas between its values, as spreadsheets export it."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from slaclock import ChoiceError, TicketFileError
from slaclock.tables import separator_of
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


class TestStated:
    """The sign between values may be any, when it is stated."""

    @pytest.mark.parametrize(
        ("stated", "sign"),
        [
            ("|", "|"),
            ("pipe", "|"),
            ("Pipe ", "|"),
            (",", ","),
            ("comma", ","),
            (";", ";"),
            ("semicolon", ";"),
            ("\t", "\t"),
            ("tab", "\t"),
            ("\\t", "\t"),
            (" ", " "),
            ("space", " "),
            ("~", "~"),
            ("^", "^"),
            ("\x01", "\x01"),
            ("\x1f", "\x1f"),
        ],
    )
    def test_every_value_is_read(self, tmp_path: Path, stated: str, sign: str) -> None:
        path = tmp_path / "tickets.csv"
        path.write_text(written(sign), encoding="utf-8")
        with closing(open_table(path, separator=separator_of(stated, [path]))) as reader:
            assert [rows.record(row) for rows in reader for row in range(len(rows.lines))] == ROWS

    def test_it_wins_over_what_the_header_shows(self, tmp_path: Path) -> None:
        path = tmp_path / "tickets.csv"
        path.write_text("id;opened\tnote\n1;2\t3\n", encoding="utf-8")
        with closing(open_table(path, separator="\t")) as reader:
            assert reader.schema.names == ["id;opened", "note"]

    @pytest.mark.parametrize(
        ("stated", "message"),
        [
            pytest.param("", "not ''", id="nothing"),
            pytest.param(";;", "not ';;'", id="two"),
            pytest.param("pipes", "not 'pipes'; did you mean 'pipe'?", id="a-letter-more"),
            pytest.param("tabs", "did you mean 'tab'?", id="several-tabs"),
            pytest.param("colon", "did you mean 'semicolon'?", id="half-a-word"),
            pytest.param("a", "no letter", id="a-letter"),
            pytest.param("0", "no digit", id="a-digit"),
            pytest.param('"', "no quote", id="a-quote"),
            pytest.param("¦", "one sign of ASCII", id="beyond-ascii"),
            pytest.param("\n", "not '\\n'", id="the-end-of-a-line"),
            pytest.param("\r", "not '\\r'", id="the-end-of-an-old-line"),
            pytest.param("\0", "not '\\x00'", id="nothing-at-all"),
            pytest.param("\x1a", "not '\\x1a'", id="the-mark-of-what-is-no-utf-8"),
        ],
    )
    def test_what_cannot_stand_between_values(self, tmp_path: Path, stated: str, message: str) -> None:
        with pytest.raises(ChoiceError) as caught:
            separator_of(stated, [tmp_path / "tickets.csv"])
        assert "the separator is one sign of ASCII" in str(caught.value)
        assert message in str(caught.value)

    def test_it_is_about_csv(self) -> None:
        assert separator_of("|", [Path("t.parquet"), Path("e.csv.gz")]) == "|"
        with pytest.raises(ChoiceError, match=r"about CSV, and t.parquet and e.jsonl hold none; leave it out"):
            separator_of("|", [Path("t.parquet"), Path("e.jsonl")])
