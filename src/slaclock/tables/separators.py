"""What stands between the values of CSV, as people state it (R19)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from slaclock.errors import ChoiceError, nearest
from slaclock.tables.reader import file_kind
from slaclock.tables.utf8 import MARK

_WORDS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|", "space": " ", "\\t": "\t"}
"""What some signs are called, which a shell keeps for itself."""


def separator_of(stated: str | None, files: Iterable[Path]) -> str | None:
    """The sign that was stated for some files.

    Args:
        stated: The sign, or what it is called: `comma`, `semicolon`, `tab`, `pipe`, `space`; `None` where each header
            is to show it.
        files: One of which at least is CSV.

    Raises:
        ChoiceError: It is no sign that can stand between values, or none of the files is CSV.
    """
    if stated is None:
        return None
    sign = _WORDS.get(stated.strip().lower(), stated)
    if not (len(sign) == 1 and sign.isascii()) or sign.isalnum() or sign in f'"\r\n\0{MARK}':
        near = nearest(stated.strip().lower(), _WORDS)
        guess = f"; did you mean {near[0]!r}?" if near else ""
        raise ChoiceError(
            "the separator is one sign of ASCII that is no letter, no digit and no quote, or comma, semicolon, tab, "
            f"pipe or space, not {stated!r}{guess}"
        )
    names = list(files)
    if all(file_kind(file) != "csv" for file in names):
        raise ChoiceError(f"the separator is about CSV, and {' and '.join(map(str, names))} hold none; leave it out")
    return sign
