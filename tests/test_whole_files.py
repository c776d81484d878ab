"""Whatever is written comes to its place whole, or what stood there stays; and nothing else is left (R21)."""

import errno
import os
import pickle
import socket
import stat
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from slaclock import OutputError, SlaClockError, TicketFileError, outputs
from slaclock.outputs import refuse_same, written_whole

pytestmark = pytest.mark.skipif(os.name == "nt", reason="what is tested here, Windows has not")

ORPHAN = ".out.0123456789abcdef.part"


def write(path: Path, content: bytes = b"new") -> None:
    with written_whole(path) as (file,):
        file.write(content)


def names(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@contextmanager
def refused(path: Path, reason: str) -> Iterator[None]:
    with pytest.raises(OutputError) as caught:
        yield
    assert str(caught.value) == f"cannot write {path}: {reason}"


@contextmanager
def umask(mask: int) -> Iterator[None]:
    was = os.umask(mask)
    try:
        yield
    finally:
        os.umask(was)


@contextmanager
def read_through(path: Path) -> Iterator[list[bytes]]:
    """What comes out of a pipe, once all of it has come."""
    came: list[bytes] = []
    reader = threading.Thread(target=lambda: came.append(path.read_bytes()))
    reader.start()
    yield came
    reader.join(timeout=30)


class TestAFile:
    def test_is_there_at_the_end(self, tmp_path: Path) -> None:
        with written_whole(tmp_path / "out") as (file,):
            file.write(b"new")
            assert not (tmp_path / "out").exists()
        assert names(tmp_path) == ["out"]
        assert (tmp_path / "out").read_bytes() == b"new"

    def test_may_be_closed_before(self, tmp_path: Path) -> None:
        with written_whole(tmp_path / "out") as (file,):
            file.write(b"new")
            file.close()
        assert (tmp_path / "out").read_bytes() == b"new"

    def test_stays_when_there_is_no_good_end(self, tmp_path: Path) -> None:
        (tmp_path / "out").write_text("old")

        def interrupted() -> None:
            with written_whole(tmp_path / "out") as (file,):
                file.write(b"half")
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            interrupted()
        assert names(tmp_path) == ["out"]
        assert (tmp_path / "out").read_text() == "old"

    def test_files_that_belong_together_come_together(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where one cannot be finished, none of them comes."""
        finished = []

        def second_fails(handle: int) -> None:
            finished.append(handle)
            if len(finished) == 2:
                raise OSError(errno.EIO, "Input/output error")

        monkeypatch.setattr(os, "fsync", second_fails)
        with refused(tmp_path / "b", "input/output error"), written_whole(tmp_path / "a", tmp_path / "b"):
            assert len(names(tmp_path)) == 2
        assert names(tmp_path) == []

    def test_a_name_as_long_as_names_may_be(self, tmp_path: Path) -> None:
        write(tmp_path / ("ä" * 127))
        assert names(tmp_path) == ["ä" * 127]


class TestRights:
    """What stood there keeps its mode and its owner; what is new has the mode that the umask leaves."""

    @pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
    def test_a_new_file(self, tmp_path: Path, mask: int, mode: int) -> None:
        with umask(mask):
            write(tmp_path / "out")
        assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == mode

    @pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755])
    def test_an_old_file(self, tmp_path: Path, mode: int) -> None:
        (tmp_path / "out").touch()
        (tmp_path / "out").chmod(mode)
        with written_whole(tmp_path / "out"):
            (part,) = (each for each in tmp_path.iterdir() if each.name != "out")
            assert not stat.S_IMODE(part.stat().st_mode) & ~mode
        assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == mode

    @pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
    def test_the_owner(self, tmp_path: Path) -> None:
        (tmp_path / "out").touch()
        os.chown(tmp_path / "out", 12_345, 54_321)
        write(tmp_path / "out")
        found = (tmp_path / "out").stat()
        assert (found.st_uid, found.st_gid) == (12_345, 54_321)

    def test_an_owner_that_cannot_be_kept(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def forbidden(*_: object) -> None:
            raise PermissionError(errno.EPERM, "Operation not permitted")

        (tmp_path / "out").write_text("old")
        own = os.fstat
        monkeypatch.setattr(os, "fstat", lambda handle: os.stat_result((*own(handle)[:4], -1, *own(handle)[5:])))
        monkeypatch.setattr(os, "fchown", forbidden)
        with refused(tmp_path / "out", "it belongs to somebody else, and would not any more"):
            write(tmp_path / "out")
        assert names(tmp_path) == ["out"]

    def test_a_file_that_may_not_be_written(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Root may write everything, and this is so for everybody else."""
        (tmp_path / "out").write_text("old")
        (tmp_path / "out").chmod(0o444)
        monkeypatch.setattr(os, "access", lambda path, _: os.fspath(path) != str(tmp_path / "out"))
        with refused(tmp_path / "out", "permission denied"):
            write(tmp_path / "out")
        assert (tmp_path / "out").read_text() == "old"

    def test_a_folder_in_which_no_file_may_be_made(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The file itself may be written, and it is not the one to blame."""

        def forbidden(*_: object) -> None:
            raise PermissionError(errno.EACCES, "Permission denied", ".out.part")

        (tmp_path / "out").write_text("old")
        monkeypatch.setattr(os, "access", lambda path, _: os.fspath(path) != str(tmp_path))
        monkeypatch.setattr(os, "open", forbidden)
        with refused(tmp_path / "out", f"no file may be made in its folder, {tmp_path}"):
            write(tmp_path / "out")


class TestLinks:
    def test_are_followed(self, tmp_path: Path) -> None:
        (tmp_path / "folder").mkdir()
        (tmp_path / "folder" / "out").write_text("old")
        (tmp_path / "near").symlink_to("folder/out")
        (tmp_path / "far").symlink_to("near")
        write(tmp_path / "far")
        assert (tmp_path / "far").is_symlink()
        assert (tmp_path / "near").is_symlink()
        assert (tmp_path / "folder" / "out").read_bytes() == b"new"
        assert names(tmp_path / "folder") == ["out"]

    def test_may_lead_to_a_file_that_is_not_there_yet(self, tmp_path: Path) -> None:
        (tmp_path / "link").symlink_to("out")
        write(tmp_path / "link")
        assert (tmp_path / "link").is_symlink()
        assert (tmp_path / "out").read_bytes() == b"new"

    def test_that_lead_nowhere_are_refused(self, tmp_path: Path) -> None:
        (tmp_path / "lost").symlink_to("no/folder/out")
        (tmp_path / "loop").symlink_to("loop")
        with refused(tmp_path / "lost", "no such file or directory"):
            write(tmp_path / "lost")
        with refused(tmp_path / "loop", "too many levels of symbolic links"):
            write(tmp_path / "loop")
        assert names(tmp_path) == ["loop", "lost"]


class TestOtherThanFiles:
    def test_what_cannot_be_written(self, tmp_path: Path) -> None:
        with refused(tmp_path, "it is a folder; name a file"):
            write(tmp_path)
        with refused(tmp_path / "no" / "out", f"there is no folder {tmp_path / 'no'}"):
            write(tmp_path / "no" / "out")
        with refused(Path("a\0b"), "embedded null byte"):
            write(Path("a\0b"))
        with socket.socket(socket.AF_UNIX) as bound:
            bound.bind(str(tmp_path / "socket"))
            with refused(tmp_path / "socket", "it is neither a file, nor a pipe or a character device; name a file"):
                write(tmp_path / "socket")
        assert names(tmp_path) == ["socket"]

    def test_a_pipe_gets_everything_at_the_end(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe")
        content = os.urandom(1 << 18)
        with read_through(tmp_path / "pipe") as came:
            write(tmp_path / "pipe", content)
        assert came == [content]
        assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
        assert names(tmp_path) == ["pipe"]

    def test_a_pipe_comes_before_files(self, tmp_path: Path) -> None:
        """Where nobody reads on, the file stays as it was."""
        os.mkfifo(tmp_path / "pipe")
        reader = threading.Thread(target=lambda: os.close(os.open(tmp_path / "pipe", os.O_RDONLY)))
        reader.start()
        with (
            refused(tmp_path / "pipe", "broken pipe"),
            written_whole(tmp_path / "out", tmp_path / "pipe") as (out, pipe),
        ):
            out.write(b"new")
            pipe.write(bytes(1 << 20))
        reader.join()
        assert names(tmp_path) == ["pipe"]

    @pytest.mark.parametrize(("number", "fails"), [(3, False), (7, True)], ids=["one-that-drops", "one-that-is-full"])
    def test_a_device_is_written_through(self, tmp_path: Path, number: int, fails: bool) -> None:
        device = tmp_path / "device"
        try:
            os.mknod(device, stat.S_IFCHR | 0o600, os.makedev(1, number))
            device.open("wb").close()
        except OSError as error:
            pytest.skip(f"no device can be made here: {error}")
        if fails:
            with refused(device, "no space left on device"):
                write(device)
        else:
            write(device)
        assert stat.S_ISCHR(device.stat().st_mode)
        assert names(tmp_path) == ["device"]

    def test_a_pipe_that_became_a_file(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "out")
        reason = "a file stands there now, and nothing was written to it"
        with refused(tmp_path / "out", reason), written_whole(tmp_path / "out"):
            (tmp_path / "out").unlink()
            (tmp_path / "out").write_text("precious")
        assert (tmp_path / "out").read_text() == "precious"

    def test_a_file_that_became_a_pipe(self, tmp_path: Path) -> None:
        reason = "something else than a file stands there now"
        with refused(tmp_path / "out", reason), written_whole(tmp_path / "out"):
            os.mkfifo(tmp_path / "out")
        assert names(tmp_path) == ["out"]
        assert stat.S_ISFIFO((tmp_path / "out").stat().st_mode)


class TestSideBySide:
    """Each run has a part of its own, and removes those of runs that were killed."""

    def test_the_last_to_end_stays(self, tmp_path: Path) -> None:
        with written_whole(tmp_path / "out") as (outer,):
            outer.write(b"first ")
            write(tmp_path / "out", b"second")
            assert (tmp_path / "out").read_bytes() == b"second"
            outer.write(b"still")
        assert (tmp_path / "out").read_bytes() == b"first still"
        assert names(tmp_path) == ["out"]

    def test_an_orphan_is_removed(self, tmp_path: Path) -> None:
        (tmp_path / ORPHAN).write_text("of a run that was killed")
        others = [".out.part", ".out.0123.part", ".other.0123456789abcdef.part", "out.txt"]
        for name in others:
            (tmp_path / name).touch()
        write(tmp_path / "out")
        assert names(tmp_path) == sorted(["out", *others])

    def test_what_only_looks_like_an_orphan_is_not(self, tmp_path: Path) -> None:
        (tmp_path / "precious").write_text("kept")
        (tmp_path / ORPHAN).symlink_to("precious")
        write(tmp_path / "out")
        assert names(tmp_path) == sorted([ORPHAN, "out", "precious"])

    def test_where_there_are_no_locks(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """An orphan cannot be told from the part of a run, so it stays."""
        monkeypatch.setitem(sys.modules, "fcntl", None)
        (tmp_path / ORPHAN).touch()
        write(tmp_path / "out")
        assert names(tmp_path) == [ORPHAN, "out"]

    def test_a_folder_that_somebody_holds_on_to(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Nobody is waited for without end."""
        import fcntl

        monkeypatch.setattr(outputs, "_PAUSE", 0)
        (tmp_path / ORPHAN).touch()
        held = os.open(tmp_path, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_EX)
        write(tmp_path / "out")
        os.close(held)
        assert names(tmp_path) == [ORPHAN, "out"]


class TestSameFiles:
    """One file is not read and written, or written twice, whatever it is called."""

    def test_names_of_one_file(self, tmp_path: Path) -> None:
        one, link, hard = tmp_path / "one", tmp_path / "link", tmp_path / "hard"
        one.touch()
        link.symlink_to("one")
        hard.hardlink_to(one)
        for other in (one, link, hard, tmp_path / "." / "x" / ".." / "one"):
            (tmp_path / "x").mkdir(exist_ok=True)
            message = f"^out and source are the same file, {other}; name another one for out$"
            with pytest.raises(OutputError, match=message):
                refuse_same({"out": other}, {"source": one})

    def test_names_of_a_file_to_come(self, tmp_path: Path) -> None:
        with pytest.raises(OutputError, match=r"^errors and out are the same file"):
            refuse_same({"out": tmp_path / "out", "errors": tmp_path / "x" / ".." / "out"}, {})

    def test_an_open_file(self, tmp_path: Path) -> None:
        with (tmp_path / "log").open("w") as log, pytest.raises(OutputError, match=r"^out and standard output are"):
            refuse_same({"out": tmp_path / "log"}, {"standard output": log.fileno()})

    def test_a_name_that_no_file_can_have(self) -> None:
        refuse_same({"out": Path("a\0b")}, {"source": Path("a")})

    def test_what_is_no_file_may_be_open_twice(self, tmp_path: Path) -> None:
        reading, writing = os.pipe()
        refuse_same({"out": tmp_path / "out"}, {"standard input": reading, "standard output": writing, "closed": 9999})
        os.close(reading)
        os.close(writing)


class TestError:
    def test_is_of_every_kind_that_is_expected(self) -> None:
        error = OutputError("cannot write out: no space left on device", errno.ENOSPC)
        assert isinstance(error, SlaClockError)
        assert isinstance(error, TicketFileError)
        assert isinstance(error, OSError)
        again = pickle.loads(pickle.dumps(error))
        assert (str(again), again.errno) == (str(error), errno.ENOSPC)

    def test_always_has_a_reason(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: Any) -> None:
            raise OSError("Something odd")

        monkeypatch.setattr(os, "replace", fail)
        with refused(tmp_path / "out", "something odd"):
            write(tmp_path / "out")
        assert names(tmp_path) == []
