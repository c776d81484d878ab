"""Files written whole or not at all: the one way in which anything is written to a file (R21)."""

from __future__ import annotations

import errno
import io
import os
import re
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal, TypeAlias

from slaclock.errors import OutputError

Identity: TypeAlias = tuple[int, int] | str
"""What two names of one file have in common: its device and number there, or where it will stand."""

_PART = re.compile(r"\.[0-9a-f]{16}\.part")
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_AT_ONCE = 1 << 16
_TRIES, _PAUSE = 50, 0.02
"""How often, and after how many seconds, a folder is asked for that another run is busy with."""


@contextmanager
def written_whole(*paths: Path, private: bool = False) -> Iterator[tuple[IO[bytes], ...]]:
    """Open files to write, which come to their places together when all went well; otherwise what stood there stays.

    What is written goes to files of its own beside their places. A link is followed. Pipes and character devices get
    everything at the end, before any file is put in place. The first file comes last: where it is new, all are.

    Args:
        paths: The files, which may be closed once they are written.
        private: Whether nobody else may read what is new.

    Raises:
        OutputError: One of them cannot be written; the message names it and the reason.

    Rules: R21.
    """
    with ExitStack() as begun:
        outputs = [begun.enter_context(_begun(path, private)) for path in paths]
        yield tuple(each.file for each in outputs)
        parts = [each for each in outputs if isinstance(each, _Part)]
        for part in parts:
            part.finish()
        for stream in (each for each in outputs if isinstance(each, _Stream)):
            stream.pass_on()
        with _alone_in(*(part.place.parent for part in parts)) as folders:
            for part in reversed(parts):
                part.put_in_place()
            for folder in folders:
                _to_disk(folder)


def refuse_same(written: Mapping[str, Path], others: Mapping[str, Path | int]) -> None:
    """Refuse to write a file under two names, or one that is in use already, whatever it is called.

    Args:
        written: The files to write, by what users call them.
        others: The files, or numbers of open files, that are read or written already.

    Raises:
        OutputError: Two of them are one file.
    """
    taken = {_identity(other): name for name, other in others.items()}
    for name, path in written.items():
        other = taken.setdefault(_identity(path), name)
        if other != name:
            raise OutputError(f"{name} and {other} are the same file, {path}; name another one for {name}")


def _identity(path: Path | int) -> Identity | None:
    """What a file is, whatever it is called; nothing for an open one that is no file."""
    try:
        found = os.stat(path)
    except ValueError:
        # No file can have such a name; writing it says so.
        return str(path)
    except OSError:
        return None if isinstance(path, int) else os.path.normcase(os.path.realpath(path))
    return None if isinstance(path, int) and not stat.S_ISREG(found.st_mode) else (found.st_dev, found.st_ino)


@contextmanager
def _named(output: Path) -> Iterator[None]:
    """What goes wrong with an output is said of it, whatever was being done."""
    try:
        yield
    except OutputError:
        raise
    except OSError as error:
        raise OutputError(f"cannot write {output}: {_reason(output, error)}", error.errno) from error


def _reason(output: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError) and not output.parent.exists():
        return f"there is no folder {output.parent}"
    if isinstance(error, PermissionError) and not os.access(_place_of(output).parent, os.W_OK):
        return f"no file may be made in its folder, {_place_of(output).parent}"
    return str(error.strerror or error).lower()


def _place_of(output: Path) -> Path:
    """Where a file is to stand, wherever links lead."""
    return Path(os.path.realpath(output))


class _Raw(io.FileIO):
    """An open file that says which output cannot be written. It stays open when it is closed."""

    def __init__(self, handle: int, output: Path) -> None:
        super().__init__(handle, "wb", closefd=False)
        self._output = output

    def write(self, data: Any, /) -> int:
        with _named(self._output):
            return super().write(data)


def _begun(path: Path, private: bool) -> AbstractContextManager[_Part | _Stream]:
    """An output of the kind that stands there; a link is followed, and a folder refused."""
    with _named(path):
        try:
            stands = os.stat(path)
        except FileNotFoundError:
            return _part(path, None, private)
        except ValueError as error:
            raise OSError(str(error)) from None
    if stat.S_ISREG(stands.st_mode):
        return _part(path, stands, private)
    if stat.S_ISFIFO(stands.st_mode) or stat.S_ISCHR(stands.st_mode):
        return _stream(path)
    kind = "a folder" if stat.S_ISDIR(stands.st_mode) else "neither a file, nor a pipe or a character device"
    raise OutputError(f"cannot write {path}: it is {kind}; name a file")


@dataclass(frozen=True)
class _Stream:
    """What goes through a pipe or a device at the end; until then it has no name anywhere."""

    path: Path
    file: IO[bytes]
    kept: IO[bytes]

    def pass_on(self) -> None:
        """Write everything to where it is read."""
        self.file.close()
        self.kept.seek(0)
        with _named(self.path), open(self.path, "wb", buffering=0, opener=_opened_stream) as stream:
            while piece := self.kept.read(_AT_ONCE):
                _write_all(stream, piece)


def _opened_stream(path: str, _: int) -> int:
    handle = os.open(path, os.O_WRONLY | getattr(os, "O_NOCTTY", 0))
    if stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError("a file stands there now, and nothing was written to it")
    return handle


def _write_all(stream: io.FileIO, piece: bytes) -> None:
    """A pipe may take less than it is given."""
    left = memoryview(piece)
    while left:
        left = left[stream.write(left) :]


@contextmanager
def _stream(path: Path) -> Iterator[_Stream]:
    from tempfile import TemporaryFile  # Only a pipe or a device needs it.

    with ExitStack() as opened:
        with _named(path):
            kept = opened.enter_context(TemporaryFile())
        yield _Stream(path, opened.enter_context(_buffered(kept.fileno(), path)), kept)


@dataclass(frozen=True)
class _Part:
    """A file beside the one to be written, which becomes it."""

    path: Path
    place: Path
    """Where links lead."""
    beside: Path
    opened: io.FileIO
    file: IO[bytes]

    def finish(self) -> None:
        """Have everything on disk."""
        with _named(self.path):
            self.file.close()
            os.fsync(self.opened.fileno())

    def put_in_place(self) -> None:
        """Let it be the file."""
        with _named(self.path):
            if not stat.S_ISREG(_mode_at(self.place)):
                raise OSError("something else than a file stands there now")
            # An open file cannot be moved everywhere.
            self.opened.close()
            os.replace(self.beside, self.place)


def _mode_at(place: Path) -> int:
    """What stands at a place; where nothing does, a file may."""
    try:
        return os.lstat(place).st_mode
    except FileNotFoundError:
        return stat.S_IFREG


@contextmanager
def _part(path: Path, stands: os.stat_result | None, private: bool) -> Iterator[_Part]:
    """A part that nobody else has, of the mode and the owner of what stands there; it is removed in the end."""
    place = _place_of(path)
    beside = place.with_name(f".{place.name[:40]}.{os.urandom(8).hex()}.part")
    try:
        with _named(path):
            opened = _created(beside, place, stands, private)
        with opened, _buffered(opened.fileno(), path) as file:
            if stands:
                with _named(path):
                    _keep_rights(opened.fileno(), stands)
            yield _Part(path, place, beside, opened, file)
    finally:
        with suppress(OSError):
            beside.unlink()


@contextmanager
def _buffered(handle: int, output: Path) -> Iterator[IO[bytes]]:
    """A file that goes through a handle; what it still holds when something went wrong is given up."""
    with _Raw(handle, output) as raw:
        yield io.BufferedWriter(raw, _AT_ONCE)


def _created(beside: Path, place: Path, stands: os.stat_result | None, private: bool) -> io.FileIO:
    if stands and not os.access(place, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    with _alone_in(place.parent) as folders:
        if folders:
            _remove_orphans(place)
        opened = io.FileIO(os.open(beside, _NEW, 0o600 if stands or private else 0o666), "wb")
        _lock(opened.fileno())
    return opened


def _keep_rights(handle: int, stands: os.stat_result) -> None:
    """Give a new file the owner and the mode of what stands there: it is to be no more readable than that."""
    is_now = os.fstat(handle)
    if (is_now.st_uid, is_now.st_gid) != (stands.st_uid, stands.st_gid):
        try:
            os.fchown(handle, stands.st_uid, stands.st_gid)
        except PermissionError:
            raise OSError(errno.EPERM, "it belongs to somebody else, and would not any more") from None
    # Windows has no such modes.
    with suppress(AttributeError):
        os.fchmod(handle, stat.S_IMODE(stands.st_mode))


# Runs side by side


@contextmanager
def _alone_in(*folders: Path) -> Iterator[list[int]]:
    """Open folders, locked while outputs in them begin or end: so a part without a lock is an orphan, and files that
    belong together come together.

    Those that cannot be opened or locked are left out: there the runs go on side by side, each with files of its own.
    """
    with ExitStack() as opened:
        handles = []
        for folder in sorted(set(folders)):
            with suppress(OSError):
                handle = os.open(folder, os.O_RDONLY)
                opened.callback(os.close, handle)
                handles += [handle] if _locked_soon(handle) else []
        yield handles


def _locked_soon(handle: int) -> bool:
    """Whether a lock was taken before long; whoever holds it for longer is none of ours."""
    for _ in range(_TRIES):
        if (taken := _lock(handle)) != "busy":
            return taken == "taken"
        time.sleep(_PAUSE)
    return False


def _lock(handle: int) -> Literal["taken", "busy", "none"]:
    """Take the lock of an open file until it is closed, if another run has not, and if there are locks here."""
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return "busy"
    except (ImportError, OSError):
        return "none"
    return "taken"


def _remove_orphans(place: Path) -> None:
    """Remove the parts of an output whose runs were killed: nobody holds their locks any more."""
    begins = f".{place.name[:40]}"
    for name in os.listdir(place.parent):
        if name.startswith(begins) and _PART.fullmatch(name, len(begins)):
            with suppress(OSError):
                _remove_if_orphan(place.with_name(name))


def _remove_if_orphan(part: Path) -> None:
    handle = os.open(part, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if _lock(handle) == "taken":
            part.unlink()
    finally:
        os.close(handle)


def _to_disk(folder: int) -> None:
    # Not every file system can.
    with suppress(OSError):
        os.fsync(folder)
