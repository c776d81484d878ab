"""Standard streams for those who need files: input that is read twice, output that is whole or not at all."""

from __future__ import annotations

import gzip
import shutil
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from slaclock.cli.streams import is_standard
from slaclock.errors import OutputError, SlaClockError, TicketFileError, TooManyBadError
from slaclock.outputs import written_whole

MOST_BYTES = 10_000_000_000
"""What is copied of standard input: it may never end, and the disk does."""
_AT_ONCE = 1 << 20


@contextmanager
def as_file(tickets: Path) -> Iterator[Path]:
    """A file of tickets as it stands, or one with what comes from standard input and the ending that fits."""
    if not is_standard(tickets):
        yield tickets
        return
    with TemporaryDirectory() as folder:
        file = Path(folder, "tickets")
        with written_whole(file) as (copy,):
            _copy_at_most(MOST_BYTES, sys.stdin.buffer, copy)
        file = file.rename(file.with_suffix(_ending_of(file)))
        try:
            yield file
        except SlaClockError as error:
            if str(file) not in str(error):
                raise
            kind = TooManyBadError if isinstance(error, TooManyBadError) else TicketFileError
            raise kind(str(error).replace(str(file), "<stdin>")) from None


def _copy_at_most(most: int, source: IO[bytes], copy: IO[bytes]) -> None:
    while piece := source.read(_AT_ONCE):
        most -= len(piece)
        if most < 0:
            raise TicketFileError(f"<stdin> has more than {MOST_BYTES:,} bytes; write it to a file, and name that")
        copy.write(piece)


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
        is_object = _beginning(content).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    return (".jsonl" if is_object else ".csv") + (".gz" if packed else "")


def _beginning(content: IO[bytes] | gzip.GzipFile) -> bytes:
    """How it begins; nothing of what cannot be unpacked, of which whoever reads it says so."""
    with suppress(EOFError, zlib.error, gzip.BadGzipFile):
        return content.read(1024)
    return b""
