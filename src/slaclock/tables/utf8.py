"""Streams of bytes as UTF-8 whatever they are: what is none is marked, so that its row can be named (R19).

Arrow ends a whole file where it meets a row of the wrong shape that is not UTF-8.
"""

from __future__ import annotations

import codecs
import io
from itertools import zip_longest

MARK = "\N{SUBSTITUTE}"
"""What stands in the place of a byte that is no UTF-8: one byte, so that places stay what they are."""

_MARKED = "slaclock.marked"


def _marked(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError), "nothing is written with these marks"
    return MARK * (error.end - error.start), error.end


codecs.register_error(_MARKED, _marked)


class InUtf8(io.RawIOBase):
    """A stream that is UTF-8, whatever the one below it is, and that knows what stood at its marks.

    Args:
        content: The stream below.
        passed_over: How many signs like the mark stand where nobody will ask what they were.
    """

    def __init__(self, content: io.RawIOBase, passed_over: int = 0) -> None:
        self._content = content
        self._decoder = codecs.getincrementaldecoder("utf-8")(_MARKED)
        self._passed_over = passed_over
        self._stood = bytearray()

    def readable(self) -> bool:
        """Yes."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes; none at the end alone."""
        while data := self._content.read(size):
            if whole := self._whole(data, final=False):
                return whole
        return self._whole(b"", final=True)

    def _whole(self, data: bytes, *, final: bool) -> bytes:
        held = self._decoder.getstate()[0]
        if data.isascii() and not held:
            self._note(data, data)
            return data
        whole = self._decoder.decode(data, final).encode()
        self._note(held + data, whole)
        return whole

    def _note(self, stood: bytes, whole: bytes) -> None:
        sign, at = ord(MARK), -1
        for _ in range(whole.count(sign)):
            at = whole.index(sign, at + 1)
            if self._passed_over:
                self._passed_over -= 1
            else:
                self._stood.append(stood[at])

    @property
    def has_marks(self) -> bool:
        """Whether there are marks of which nobody has asked yet what they were."""
        return bool(self._stood)

    def restored(self, text: str) -> str:
        """A text with what stood at its marks, `\\xff` where that was no UTF-8; to be asked for in the file's order."""
        pieces = text.split(MARK)
        stood = self._stood[: len(pieces) - 1]
        del self._stood[: len(pieces) - 1]
        signs = (MARK if byte == ord(MARK) else f"\\x{byte:02x}" for byte in stood)
        return "".join(part for pair in zip_longest(pieces, signs, fillvalue="") for part in pair)
