"""Standard input and output: read and written wherever a file may be named, on consoles of any encoding."""

from __future__ import annotations

import codecs
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from slaclock.errors import ChoiceError
from slaclock.inputs import why_not_read
from slaclock.outputs import refuse_same, written_whole

STANDARD = Path("-")
"""The name of standard input, or of standard output, where a file may be named."""

MAX_BYTES = 100_000_000
"""What is read at once."""

_LOOKS_LIKE = {
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("‘’", "'"),
    **dict.fromkeys("“”", '"'),
    "…": "...",
    "≤": "<=",
    "≥": ">=",
    "→": "->",
    "×": "x",
    "·": ".",
    "█": "#",
    "▄": "+",
    "░": ":",
    "\N{REPLACEMENT CHARACTER}": "?",
}


def looking_alike(error: UnicodeError) -> tuple[str, int]:
    """What is shown for characters that an encoding does not have: `-` for a dash, `#` for a block, `e` for `é`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_in_ascii, error.object[error.start : error.end])), error.end


def _in_ascii(sign: str) -> str:
    plain = unicodedata.normalize("NFKD", sign).encode("ascii", "ignore").decode()
    return _LOOKS_LIKE.get(sign) or plain or ("" if unicodedata.combining(sign) else "?")


codecs.register_error("slaclock.looking_alike", looking_alike)


def make_readable(stream: TextIO) -> None:
    """Let a stream show something that looks alike where its encoding lacks a character, rather than fail."""
    if reconfigure := getattr(stream, "reconfigure", None):
        reconfigure(errors="slaclock.looking_alike")


def can_show(text: str) -> bool:
    """Whether standard output has every character of a text."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def is_standard(path: Path | None) -> bool:
    """Whether `-` stands where a file may be named."""
    return path == STANDARD


def named(path: Path, standard: str = "<stdin>") -> str:
    """What messages call a file, or the standard stream in its place."""
    return standard if is_standard(path) else str(path)


def refuse_reading_twice(*paths: Path) -> None:
    """Refuse to read standard input for two things."""
    if sum(map(is_standard, paths)) > 1:
        raise ChoiceError("standard input can be read only once; write '-' for one file, and name the others")


def refuse_overwriting(written: Mapping[str, Path | None], read: Mapping[str, Path]) -> None:
    """Refuse to write a file that is read, written under another name, or where standard output or errors go.

    Args:
        written: Files to write, or `-`, by the options that name them.
        read: Files to read, or `-`, by the arguments that name them.
    """
    files = {option: path for option, path in written.items() if path and not is_standard(path)}
    sources = {name: 0 if is_standard(path) else path for name, path in read.items()}
    refuse_same(files, {"standard output": 1, "standard error": 2} | sources)


def read_text(path: Path) -> str:
    """The text of a file or of standard input, in UTF-8 whatever the console's encoding."""
    content = read_content(path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ChoiceError(f"{named(path)} is not UTF-8 text: {error.reason} at byte {error.start}") from None


def read_content(path: Path) -> bytes:
    """The bytes of a file or of standard input, which is kept for whoever asks again.

    Raises:
        ChoiceError: It is no file that can be read, or too large to be read at once.
    """
    content = _standard_input() if is_standard(path) else _beginning(path)
    if len(content) > MAX_BYTES:
        raise ChoiceError(f"{named(path)} has more than {MAX_BYTES:,} bytes; give it in several pieces")
    return content


def beginning_of(path: Path, size: int) -> bytes:
    """The first bytes of a file or of standard input; none where there is no such file."""
    if is_standard(path):
        return _standard_input()[:size]
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(size)


_KEPT: list[tuple[TextIO, bytes]] = []
"""Standard input and what it held, once it is read: it can be read only once."""


def _standard_input() -> bytes:
    if not _KEPT or _KEPT[0][0] is not sys.stdin:
        _KEPT[:] = [(sys.stdin, sys.stdin.buffer.read(MAX_BYTES + 1))]
    return _KEPT[0][1]


def _beginning(path: Path) -> bytes:
    """What a file holds, and of one that is too large enough to see it."""
    if reason := why_not_read(path):
        raise ChoiceError(f"{path}: {reason}")
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def put_out(text: str, out: Path | None, *, in_utf8: bool = False) -> None:
    """Print a document, or write it to a file, which is always UTF-8.

    Args:
        text: The whole document.
        out: The file, or nothing or `-` for standard output.
        in_utf8: Whether the document itself says that it is UTF-8, so that standard output gets nothing else.
    """
    whole = text if text.endswith("\n") else f"{text}\n"
    if out and not is_standard(out):
        with written_whole(out) as (file,):
            file.write(whole.encode("utf-8"))
    elif in_utf8 and (binary := getattr(sys.stdout, "buffer", None)):
        binary.write(whole.encode("utf-8"))
    else:
        print(whole, end="")
