"""Parquet read in pieces: columns keep their types, and rows have numbers in the place of lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from slaclock.errors import TicketFileError
from slaclock.tables import sizes
from slaclock.tables.arrow_errors import said_by_arrow
from slaclock.tables.table_rows import Rows


class ParquetReader:
    """A Parquet file, whose columns keep their types."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = pq.ParquetFile(path, buffer_size=1 << 20, pre_buffer=False)
        except (pa.ArrowException, OSError) as error:
            # What the system says of a file has a number; what Arrow says of what stands in it has none.
            if getattr(error, "errno", None):
                raise
            raise TicketFileError(f"{path}: this is no Parquet file: {said_by_arrow(error)}") from None
        self.schema = self._file.schema_arrow
        self._rows = self._file.metadata.num_rows
        self._read = 0

    @property
    def share_read(self) -> float:
        """How much of the file was read, from 0 to 1."""
        return self._read / (self._rows or 1)

    def __iter__(self) -> Iterator[Rows]:
        try:
            for batch in self._file.iter_batches(sizes.ROWS_AT_ONCE):
                first = self._read + 1
                self._read += len(batch)
                yield Rows(batch, np.arange(first, self._read + 1))
        except (pa.ArrowException, OSError) as error:
            place = f"{self._path}:{self._read + 1}"
            raise TicketFileError(f"{place}: it cannot be read further: {said_by_arrow(error)}") from None

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
