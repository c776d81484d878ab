"""Bytes that are no UTF-8 are marked, one for one, and what stood at a mark is known."""

import io

from hypothesis import given, strategies as st

from slaclock.tables.utf8 import MARK, InUtf8

PIECES = (b"a", b"\n", b",", "é".encode(), "–".encode(), "🕐".encode(), b"\xff", b"\xe9", b"\xed\xa0\x80", b"\x1a")
CONTENTS = st.lists(st.sampled_from(PIECES)).map(b"".join)


class InPieces(io.RawIOBase):
    """A stream that gives so many bytes at a time."""

    def __init__(self, content: bytes, size: int) -> None:
        self._content, self._size = io.BytesIO(content), size

    def read(self, size: int = -1) -> bytes:
        return self._content.read(self._size)


def all_of(stream: InUtf8) -> bytes:
    return b"".join(iter(lambda: stream.read(1 << 20), b""))


@given(CONTENTS, st.integers(1, 5))
def test_it_is_utf8_of_the_same_length(content: bytes, size: int) -> None:
    read = all_of(InUtf8(InPieces(content, size)))
    assert len(read) == len(content)
    assert read == content.decode(errors="surrogateescape").encode(errors="replace").replace(b"?", MARK.encode())


@given(CONTENTS, st.integers(1, 5))
def test_what_stood_at_the_marks_is_known(content: bytes, size: int) -> None:
    """However the text is cut that is asked about."""
    stream = InUtf8(InPieces(content, size))
    assert stream.readable()
    lines = all_of(stream).decode().split("\n")
    restored = "\n".join(map(stream.restored, lines))
    assert restored == content.decode(errors="backslashreplace")
    assert not stream.has_marks


def test_marks_in_what_is_passed_over_are_forgotten() -> None:
    stream = InUtf8(InPieces(b"\x1a\xff", 2), passed_over=1)
    assert all_of(stream) == b"\x1a\x1a"
    assert stream.restored(MARK) == "\\xff"
