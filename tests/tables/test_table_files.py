"""Files of tickets as they are read and written: every value as it stands, every row with its line."""

import csv
import errno
import gzip
import io
import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, strategies as st

from slaclock import TicketFileError
from slaclock.outputs import written_whole
from slaclock.tables import sizes
from slaclock.tables.packed_files import Watched
from slaclock.tables.reader import open_table
from slaclock.tables.table_rows import Rows
from slaclock.tables.writer import as_text, create_table

NOTHING = pa.schema([])


def saved(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return path


def all_read(path: Path) -> tuple[list[tuple[int, dict[str, Any]]], list[tuple[int, str]]]:
    """Every row with its line, and every bad line with its reason."""
    reader = open_table(path)
    good, bad = [], []
    for rows in reader:
        good += [(int(line), rows.record(row)) for row, line in enumerate(rows.lines)]
        bad += [(row.line, row.reason) for row in rows.bad]
    assert reader.share_read == 1
    reader.close()
    return good, bad


@pytest.fixture(params=[sizes.BYTES_AT_ONCE, 40], ids=["in-one-piece", "in-many-pieces"])
def pieces(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "BYTES_AT_ONCE", request.param)
    monkeypatch.setattr(sizes, "ROWS_AT_ONCE", max(request.param // 20, 1))


NOT_UTF8 = "it is not UTF-8 text"
TOO_FEW, TOO_MANY = (
    "it has 2 values, and the header names 3 columns",
    "it has 4 values, and the header names 3 columns",
)


TOO_LONG = "the header has more than 131,072 bytes"


@pytest.mark.usefixtures("pieces")
class TestCsv:
    """RFC 4180: whatever a value holds comes through, and a row has its first line."""

    @pytest.mark.parametrize("name", ["t.csv", "t.csv.gz", "T.CSV"])
    @pytest.mark.parametrize(
        ("content", "lines", "bad"),
        [
            pytest.param(b"1,a,b\n2,c,d\n", [2, 3], [], id="two-rows"),
            pytest.param(b"1,a,b\r\n2,c,d", [2, 3], [], id="line-ends-of-windows-and-none-at-the-end"),
            pytest.param(b'1,"a\nb",c\n2,"d\n\n","e\nf"\n3,g,h\n', [2, 4, 8], [], id="line-ends-within-values"),
            pytest.param(b"1,a,b\n\n\n2,c,d\n\n", [2, 5], [], id="empty-lines-count-as-lines"),
            pytest.param(b"1,a,b\n,,\n2,c,d\n", [2, 4], [], id="a-row-with-nothing-in-it-is-none"),
            pytest.param(b"1,a\n2,c,d\n", [3], [(2, TOO_FEW)], id="too-few-at-the-beginning"),
            pytest.param(b"1,a,b\n2,c,d,e\n", [2], [(3, TOO_MANY)], id="too-many-at-the-end"),
            pytest.param(b'1,"a\nb"\n2,c,d\n3,"e\ne",f,g\n4,h,i\n', [4, 7], [(2, TOO_FEW), (5, TOO_MANY)], id="both"),
            pytest.param(b"1,a\n2,b\n", [], [(2, TOO_FEW), (3, TOO_FEW)], id="no-good-row-at-all"),
            pytest.param(b"1,\xff,b\n2,c,d\n", [3], [(2, NOT_UTF8)], id="bytes-that-are-no-text"),
            pytest.param(b"1,a\xff\n2,c,d\n", [3], [(2, TOO_FEW)], id="too-few-and-no-text"),
            pytest.param(b"1,a,b,\xff\n2,\xe9,d\n3,c,d\n", [4], [(2, TOO_MANY), (3, NOT_UTF8)], id="many"),
            pytest.param(b"1,\x1a,b\n2,c,\xff\x1a\n3,\x1a,d\n", [2, 4], [(3, NOT_UTF8)], id="a-sign-like-our-mark"),
            pytest.param(b'1,2"3,b\n', [2], [], id="a-quote-within-a-value"),
            pytest.param(b'1,a,"b\nc"', [2], [], id="a-line-end-within-the-last-value"),
        ],
    )
    def test_lines(
        self, tmp_path: Path, name: str, content: bytes, lines: list[int], bad: list[tuple[int, str]]
    ) -> None:
        good, found = all_read(saved(tmp_path, name, b"id,opened,note\n" + content))
        assert [line for line, _ in good] == lines
        assert found == bad

    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte-order-mark"])
    @pytest.mark.parametrize(
        ("content", "lines"),
        [
            pytest.param(b"id,opened", [], id="a-header-alone"),
            pytest.param(b"id,opened\n", [], id="and-its-line-end"),
            pytest.param(b'id,"op\nened"\n1,2\n', [3], id="a-name-over-two-lines"),
        ],
    )
    def test_headers(self, tmp_path: Path, mark: bytes, content: bytes, lines: list[int]) -> None:
        path = saved(tmp_path, "t.csv", mark + content)
        assert open_table(path).schema.names[0] == "id"
        assert [line for line, _ in all_read(path)[0]] == lines

    def test_values_are_text_as_it_stands(self, tmp_path: Path) -> None:
        path = saved(tmp_path, "t.csv", b'a,b,c,d\n007,1.50,NA,"he said ""no"""\n')
        assert all_read(path)[0] == [(2, {"a": "007", "b": "1.50", "c": "NA", "d": 'he said "no"'})]

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            pytest.param(b"", ":1: there is no header", id="nothing"),
            pytest.param(b"a" * 140_000 + b"\n", f":1: {TOO_LONG}", id="a-name-too-long"),
            pytest.param(b"".join(b"a%d," % n for n in range(30_000)) + b"b\n", f":1: {TOO_LONG}", id="too-many-names"),
            pytest.param("é".encode() * 70_000 + b"\n", f":1: {TOO_LONG}", id="cut-within-a-letter"),
            pytest.param(
                b'a,"b\n' + b"1,2\n" * 40_000,
                f":1: the header cannot be read: a quote is opened and never closed, or {TOO_LONG}",
                id="an-open-quote-in-a-long-header",
            ),
            pytest.param(b'a,"b"c\n', ":1: the header cannot be read: ',' expected after", id="a-quote-within-a-name"),
            pytest.param(b"\xff,a\n", ":1: it is not UTF-8 text", id="a-header-in-another-encoding"),
            pytest.param(b'a,b\n1,2\n3,"4\n5,6\n', ":3: a quote is opened and never closed", id="an-open-quote"),
            pytest.param(b'a,b\n1,"2\n3,4', ":2: a quote is opened and never closed", id="an-open-quote-in-a-bad-row"),
        ],
    )
    def test_refusals(self, tmp_path: Path, content: bytes, message: str) -> None:
        with pytest.raises(TicketFileError) as caught:
            all_read(saved(tmp_path, "t.csv", content))
        assert f"t.csv{message}" in str(caught.value)


def test_a_quote_that_is_never_closed_is_the_reason_of_its_row(tmp_path: Path) -> None:
    path = saved(tmp_path, "t.csv", b'a,b,c\n1,"2,3\n4,5,6\n')
    rows = next(iter(open_table(path)))
    said = "a quote in it is opened and never closed, so that it has 2 values, and the header names 3 columns"
    assert [(row.line, row.reason) for row in rows.bad] == [(2, said)]


class TestManyColumns:
    """A file has a stated number of columns at most, and keys that keep coming do not fill the memory."""

    def saved(self, folder: Path, kind: str, count: int) -> Path:
        names = [f"n{number}" for number in range(count)]
        if kind == "parquet":
            pq.write_table(pa.table([pa.array([1])] * count, names), folder / "t.parquet")
            return folder / "t.parquet"
        lines = [",".join(names), ",".join("1" * count)] if kind == "csv" else [f'{{"{name}": 1}}' for name in names]
        return saved(folder, f"t.{kind}", "\n".join([*lines, ""]).encode())

    @pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
    def test_so_many_and_no_more(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
        monkeypatch.setattr(sizes, "MOST_COLUMNS", 30)
        assert len(open_table(self.saved(tmp_path, kind, 30)).schema) == 30
        with pytest.raises(TicketFileError, match="it has more than 30 columns; leave out"):
            open_table(self.saved(tmp_path, kind, 31))

    def test_few_rows_of_many_keys_are_held_at_a_time(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sizes, "CELLS_AT_ONCE", 100)
        pieces = list(open_table(self.saved(tmp_path, "jsonl", 50)))
        assert [len(piece.lines) for piece in pieces] == [2] * 25
        assert [piece.record(0)["n48"] for piece in pieces[-2:]] == [None, "1"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"PAR1", "this is no parquet file", id="its-sign-alone"),
        pytest.param(b"PAR1\xff\xff\xff\xff\x04\x00\x00\x00PAR1", "this is no parquet file", id="no-footer"),
    ],
)
def test_what_is_no_parquet(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(TicketFileError) as caught:
        open_table(saved(tmp_path, "t.parquet", content))
    assert message in str(caught.value).lower()
    assert len(str(caught.value)) < 500


def test_a_parquet_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the system that says so, and not what stands in the file."""

    def forbidden(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(pq, "ParquetFile", forbidden)
    with pytest.raises(PermissionError):
        open_table(saved(tmp_path, "t.parquet", b""))


# Arrow reads on threads of its own, which no coverage sees.
def test_csv_file_knows_how_far_it_was_read(tmp_path: Path) -> None:
    file = Watched(saved(tmp_path, "t.csv", b"a,b\n1,2\n"))
    assert [file.read(4), file.share_read, file.end] == [b"a,b\n", 0.5, b",b\n"]
    assert [file.read(9), file.read(9), file.share_read, file.end] == [b"1,2\n", b"", 1, b",2\n"]
    file.close()


def test_csv_row_that_is_longer_than_a_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes, "BYTES_AT_ONCE", 16)
    with pytest.raises(TicketFileError, match=r"t\.csv:3: somewhere below, a quote is opened and never closed, or a"):
        all_read(saved(tmp_path, "t.csv", b'a,b\n1,2\n3,"' + b"4,5\n" * 20))


class TestJsonLines:
    @pytest.mark.parametrize("name", ["t.jsonl", "t.ndjson", "t.jsonl.gz"])
    @pytest.mark.usefixtures("pieces")
    def test_lines(self, tmp_path: Path, name: str) -> None:
        lines = [
            b'\xef\xbb\xbf{"id": 1, "n": 1.50}',
            b"",
            b"[1]",
            b'{"id": NaN}',
            b'{"id": tru}',
            b'{"id": "\xff"}',
            b'{"late": true, "more": [1, {"x": 2.5}], "id": null}',
        ]
        good, bad = all_read(saved(tmp_path, name, b"\n".join(lines)))
        assert good == [
            (1, {"id": "1", "n": "1.50", "late": None, "more": None}),
            (7, {"id": None, "n": None, "late": "true", "more": '[1, {"x": 2.5}]'}),
        ]
        assert bad == [
            (3, "it is JSON, but no object"),
            (4, "it is not JSON: there is no NaN"),
            (5, "it is not JSON: expecting value at character 8"),
            (6, "it is not UTF-8 text"),
        ]


class TestParquet:
    @pytest.mark.usefixtures("pieces")
    def test_rows_have_numbers_and_types(self, tmp_path: Path) -> None:
        table = pa.table({"id": pa.array(range(100), pa.int16()), "tags": [["a"]] * 100})
        pq.write_table(table, tmp_path / "t.parquet")
        good, bad = all_read(tmp_path / "t.parquet")
        assert good == [(number + 1, {"id": number, "tags": ["a"]}) for number in range(100)]
        assert not bad

    def test_a_file_that_is_none(self, tmp_path: Path) -> None:
        with pytest.raises(TicketFileError, match=r"t\.parquet: this is no Parquet file"):
            open_table(saved(tmp_path, "t.parquet", b"no"))

    def test_a_file_that_is_damaged(self, tmp_path: Path) -> None:
        pq.write_table(pa.table({"id": ["some text"] * 1000}), tmp_path / "t.parquet", compression="snappy")
        content = bytearray((tmp_path / "t.parquet").read_bytes())
        content[4:60] = b"\xff" * 56
        with pytest.raises(TicketFileError, match=r"t\.parquet:1: it cannot be read further"):
            all_read(saved(tmp_path, "t.parquet", bytes(content)))


def test_an_ending_that_says_nothing(tmp_path: Path) -> None:
    with pytest.raises(TicketFileError, match=r"tickets\.xls: the ending does not say how it is written; known: \.csv"):
        open_table(tmp_path / "tickets.xls")


# Writing


def written(folder: Path, name: str, columns: pa.RecordBatch, **answers: pa.Array) -> bytes:
    """The content of a file of some columns with some answers."""
    path = folder / name
    kinds = pa.schema([(each, column.type) for each, column in answers.items()])
    with written_whole(path) as (file,):
        writer = create_table(file, path, columns.schema, kinds)
        writer.write(Rows(columns, np.arange(len(columns))), answers)
        writer.close()
    content = path.read_bytes()
    return gzip.decompress(content) if name.endswith(".gz") else content


DUE = pa.array([datetime(2026, 11, 25, 17, tzinfo=UTC), None], pa.timestamp("us", "America/New_York"))
ANSWERS = {
    "due": DUE,
    "breached": pa.array([True, None]),
    "elapsed_s": pa.array([timedelta(hours=4.5), None], pa.duration("us")),
}


class TestWriting:
    @pytest.mark.parametrize("name", ["t.csv", "t.csv.gz"])
    def test_csv(self, tmp_path: Path, name: str) -> None:
        columns = pa.RecordBatch.from_pydict({"id": ["1", "2"], 'a "name"': ["x", None]})
        assert written(tmp_path, name, columns, **ANSWERS).decode() == (
            'id,"a ""name""",due,breached,elapsed_s\n1,x,2026-11-25T12:00:00-05:00,true,16200\n2,,,,\n'
        )

    def test_json_lines(self, tmp_path: Path) -> None:
        columns = pa.RecordBatch.from_pydict({"id": [1, 2], "när": [date(2026, 11, 25), None]})
        assert written(tmp_path, "t.jsonl", columns, **ANSWERS).decode() == (
            '{"id": 1, "när": "2026-11-25", "due": "2026-11-25T12:00:00-05:00", "breached": true, "elapsed_s": 16200}\n'
            '{"id": 2, "när": null, "due": null, "breached": null, "elapsed_s": null}\n'
        )

    def test_json_lines_keep_the_lines_that_were_read(self, tmp_path: Path) -> None:
        path = saved(tmp_path, "t.jsonl", b' {"n":1.50,  "n2":1e2 } \n{}\n')
        rows = next(iter(open_table(path)))
        with written_whole(tmp_path / "out.jsonl") as (file,):
            create_table(file, path, NOTHING, NOTHING).write(rows, {"breached": pa.array([True, False])})
        assert (tmp_path / "out.jsonl").read_text() == '{"n":1.50,  "n2":1e2, "breached": true}\n{"breached": false}\n'

    def test_parquet(self, tmp_path: Path) -> None:
        schema = pa.schema([("id", pa.int8())], {"owner": "support"})
        written(
            tmp_path, "t.parquet", pa.RecordBatch.from_arrays([pa.array([1, 2], pa.int8())], schema=schema), **ANSWERS
        )
        table = pq.read_table(tmp_path / "t.parquet")
        assert table.schema.metadata[b"owner"] == b"support"
        assert table.schema.types == [pa.int8(), DUE.type, pa.bool_(), pa.decimal128(18, 6)]
        assert table.to_pylist()[0]["due"] == DUE[0].as_py()
        assert table["elapsed_s"].to_pylist() == [Decimal(16200), None]

    @pytest.mark.parametrize(
        ("value", "kind", "text"),
        [
            pytest.param(7, pa.int8(), "7", id="a-number"),
            pytest.param(True, pa.bool_(), "true", id="a-truth"),
            pytest.param(None, pa.int8(), None, id="nothing"),
            pytest.param("P1", pa.dictionary(pa.int8(), pa.string()), "P1", id="a-category"),
            pytest.param(DUE[0].as_py(), DUE.type, "2026-11-25T12:00:00-05:00", id="an-instant"),
            pytest.param(1, pa.timestamp("ns", "UTC"), "1970-01-01 00:00:00.000000001Z", id="a-finer-instant"),
            pytest.param(timedelta(seconds=1.5), pa.duration("ms"), "1.5", id="a-duration"),
            pytest.param([1, None], pa.list_(pa.int8()), "[1, null]", id="a-list"),
            pytest.param(
                {"a": Decimal("1.50"), "b": b"\xff", "c": time(9), "d": timedelta(minutes=1)},
                pa.struct({"a": pa.decimal128(5, 2), "b": pa.binary(), "c": pa.time32("s"), "d": pa.duration("s")}),
                '{"a": "1.50", "b": "\\\\xff", "c": "09:00:00", "d": "60"}',
                id="a-structure",
            ),
            pytest.param(b"\xff", pa.binary(), '"\\\\xff"', id="bytes-that-are-no-text"),
            pytest.param(None, pa.list_(pa.int8()), None, id="no-list"),
        ],
    )
    def test_anything_as_text(self, value: object, kind: pa.DataType, text: str | None) -> None:
        assert as_text(pa.array([value], kind)).to_pylist() == [text]


cells = st.one_of(
    st.none(),
    st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=5),
    st.sampled_from(['"', ",", "\n", "a,b"]),
)


@given(st.lists(st.tuples(st.integers(0, 9).map(str), cells, cells), min_size=1))
def test_csv_that_was_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[Any, ...]]
) -> None:
    """What is written is read again as it was, here and by the csv module; nothing is an empty value."""
    columns = pa.RecordBatch.from_pylist(
        [dict(zip("abc", row, strict=True)) for row in rows], pa.schema([(n, pa.string()) for n in "abc"])
    )
    content = written(tmp_path_factory.mktemp("csv"), "t.csv", columns)
    expected = [[value or "" for value in row] for row in rows]
    assert list(csv.reader(io.StringIO(content.decode(), newline="")))[1:] == expected
    again = all_read(saved(tmp_path_factory.mktemp("csv"), "t.csv", content))
    assert ([list(row.values()) for _, row in again[0]], again[1]) == (expected, [])


values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=5)
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)),
    max_leaves=5,
)


@given(st.lists(st.dictionaries(st.sampled_from("abc"), values), min_size=1))
def test_json_lines_are_written_with_nothing_changed(
    tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, Any]]
) -> None:
    """Each object comes out as it went in, with the answer as its last member."""
    content = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()
    path = saved(tmp_path_factory.mktemp("json"), "t.jsonl", content)
    (rows,) = open_table(path)
    with written_whole(path) as (file,):
        create_table(file, path, NOTHING, NOTHING).write(rows, {"due": pa.array([True] * len(records))})
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n")[:-1]]
    assert found == [{**record, "due": True} for record in records]
