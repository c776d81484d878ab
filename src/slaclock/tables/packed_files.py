"""Files as bytes, compressed or not: what is cut off or damaged is said of the file."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from slaclock.errors import TicketFileError


class Watched(io.RawIOBase):
    """A file, perhaps compressed, that knows how far it was read and with what it ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] = path.open("rb")
        self._content = uncompressed(self._file, path)
        self._size = path.stat().st_size or 1
        self.end = b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes, unpacked."""
        with unpacking(self._path):
            data: bytes = self._content.read(size)
        # The last sign, and the two that may end its line.
        self.end = (self.end + data[-3:])[-3:]
        return data

    @property
    def share_read(self) -> float:
        """How much of the file was read, from 0 to 1."""
        return min(self._file.tell() / self._size, 1.0)

    def close(self) -> None:
        """Let go of the file."""
        self._content.close()
        self._file.close()
        super().close()


def uncompressed(file: IO[bytes], path: Path) -> IO[bytes]:
    """What a file holds, where its ending says that it is compressed."""
    return cast(IO[bytes], gzip.GzipFile(fileobj=file)) if path.name.lower().endswith(".gz") else file


@contextmanager
def unpacking(path: Path) -> Iterator[None]:
    """Say of which file it is that what is read cannot be unpacked."""
    try:
        yield
    except (EOFError, zlib.error, OSError) as error:
        raise TicketFileError(f"{path}: it is cut off or damaged: {str(error).lower()}") from None
