"""Standard streams for those who need files: input that is read twice, output that is whole or not at all."""

from __future__ import annotations

import gzip
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from slaclock.cli.streams import is_standard
from slaclock.errors import OutputError, SlaClockError, TicketFileError
from slaclock.outputs import written_whole


@contextmanager
def as_file(tickets: Path) -> Iterator[Path]:
    """A file of tickets as it stands, or one with what comes from standard input and the ending that fits."""
    if not is_standard(tickets):
        yield tickets
        return
    with TemporaryDirectory() as folder:
        file = Path(folder, "tickets")
        with written_whole(file) as (copy,):
            shutil.copyfileobj(sys.stdin.buffer, copy)
        file = file.rename(file.with_suffix(_ending_of(file)))
        try:
            yield file
        except SlaClockError as error:
            raise TicketFileError(str(error).replace(str(file), "<stdin>")) from None


@contextmanager
def delivered(out: Path, ending: str) -> Iterator[Path]:
    """The file to write, or one that goes to standard output when all went well."""
    if not is_standard(out):
        yield out
        return
    with TemporaryDirectory() as folder:
        file = Path(folder, f"rows{ending}")
        try:
            yield file
        except OutputError as error:
            raise OutputError(str(error).replace(str(file), "<stdout>"), error.errno) from None
        with file.open("rb") as rows:
            shutil.copyfileobj(rows, sys.stdout.buffer)


def ending_for(tickets: Path) -> str:
    """What a file would end in that is written as these tickets are, compressed or not."""
    name = tickets.name.lower().removesuffix(".gz")
    return Path(name).suffix


def _ending_of(file: Path) -> str:
    """How a file is written, by what it begins with."""
    with file.open("rb") as content:
        begins = content.read(4)
    if begins == b"PAR1":
        return ".parquet"
    packed = begins.startswith(b"\x1f\x8b")
    with (gzip.open if packed else open)(file, "rb") as content:
        is_object = content.read(1024).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    return (".jsonl" if is_object else ".csv") + (".gz" if packed else "")
