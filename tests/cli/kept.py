"""The command line run in this process with a cache of its own, cold, warm or without one."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from slaclock import cli
from slaclock.cli import running


class Said(NamedTuple):
    """What a command did, to the byte, and whether the whole application was run for it."""

    code: object
    out: bytes
    err: bytes
    by_application: bool


@contextmanager
def _streams() -> Iterator[tuple[io.TextIOWrapper, io.TextIOWrapper]]:
    with pytest.MonkeyPatch.context() as patch:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        yield out, err


def said(*arguments: object, cache: Path | str, encoding: str = "utf-8") -> Said:
    """What a command line says with a folder as its cache, or with `off`."""
    loaded: list[bool] = []
    run = running.run
    with pytest.MonkeyPatch.context() as patch, _streams() as (out, err):
        for stream in (out, err):
            stream.reconfigure(encoding=encoding)
        patch.setenv("SLACLOCK_CACHE", str(cache))
        patch.setattr(sys, "argv", ["slaclock", *map(str, arguments)])
        patch.setattr(running, "run", lambda question: (loaded.append(True), run(question)))
        with pytest.raises(SystemExit) as caught:
            cli.main()
        return Said(caught.value.code or 0, _written(out), _written(err), bool(loaded))


def _written(stream: io.TextIOWrapper) -> bytes:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue()


def files_in(cache: Path) -> list[str]:
    """What a cache holds."""
    return sorted(os.listdir(cache)) if cache.exists() else []
