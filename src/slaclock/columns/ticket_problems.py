"""What is wrong with tickets of whole columns, in the words of `policy.evaluate`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta, timezone, tzinfo
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from slaclock.columns.arrow_functions import pc
from slaclock.columns.clocks import clocks_around
from slaclock.columns.instants import SECOND, Micros
from slaclock.columns.lookup import Places


class Odd(NamedTuple):
    """What is wrong with some tickets, a text for each."""

    ticket: Places
    """Their places among the tickets of a call."""
    texts: Any
    """An Arrow column."""

    def among(self, which: npt.NDArray[np.bool_]) -> Odd:
        """The same of some tickets alone."""
        kept = which[self.ticket]
        return self if kept.all() else Odd(self.ticket[kept], self.texts.filter(pa.array(kept)))


@dataclass
class Problems:
    """Problems of tickets, as they are found."""

    _tickets: list[Places] = field(default_factory=list)
    _texts: list[Any] = field(default_factory=list)

    def say(self, ticket: int, texts: Sequence[str]) -> None:
        """Say what is wrong with one ticket, by its row."""
        self.say_all(np.full(len(texts), ticket), pa.array(texts, pa.string()))

    def say_all(self, tickets: Places, texts: Any) -> None:
        """Say one thing of each of many tickets, by their rows."""
        if len(tickets):
            self._tickets.append(tickets)
            self._texts.append(texts.cast(pa.string()))

    def joined(self) -> tuple[Places, Any]:
        """The rows of tickets with problems, and for each everything that is wrong, once."""
        if not self._tickets:
            return np.zeros(0, np.intp), pa.array([], pa.string())
        tickets = np.concatenate(self._tickets)
        texts = pa.concat_arrays(self._texts).dictionary_encode()
        codes = texts.indices.to_numpy(zero_copy_only=False).astype(np.intp)
        _, first = np.unique(tickets * len(texts.dictionary) + codes, return_index=True)
        # In the order in which they were said.
        once = np.sort(first)
        order = once[np.argsort(tickets[once], kind="stable")]
        rows, starts = np.unique(tickets[order], return_index=True)
        said = texts.dictionary.take(pa.array(codes[order]))
        offsets = pa.array(np.append(starts, len(order)), pa.int32())
        return rows, pc.binary_join(pa.ListArray.from_arrays(offsets, said), "; ")


def left_out_texts(kinds: Sequence[str | None], codes: Places, at: Micros, zone: str, why: str) -> Any:
    """Why events were left out, as an Arrow column of text: `closed at 2026-11-25T17:00:00+00:00 came after …`."""
    named = pa.DictionaryArray.from_arrays(pa.array(codes, pa.int32()), pa.array(kinds, pa.string()))
    return pc.binary_join_element_wise(named.cast(pa.string()), " at ", written_instants(at, zone), f" {why}", "")


def same_text(text: str, count: int) -> Any:
    """One text for so many tickets, as an Arrow column."""
    return pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), pa.array([text], pa.string()))


def written_instants(at: Micros, zone: str) -> Any:
    """Instants as Python writes them on the clocks of a zone, as an Arrow column of text."""
    readings = clocks_around(zone_of(zone), at).readings(at)
    shown, offsets = readings.view("M8[us]"), readings - at
    exact = np.datetime_as_string(shown, unit="us")
    whole = np.datetime_as_string(shown, unit="s")
    texts = np.where(readings % SECOND, exact, whole)
    different, which = np.unique(offsets, return_inverse=True)
    written = pa.array([_offset(int(offset)) for offset in different.tolist()], pa.string())
    return pc.binary_join_element_wise(_text(texts), written.take(pa.array(which)), "")


def _text(texts: npt.NDArray[Any]) -> Any:
    return pa.array(texts, pa.string())


def _offset(micros: int) -> str:
    """An offset from UTC as Python writes it: `-05:00`, `+00:34:52`."""
    shown = timezone(timedelta(microseconds=micros)).tzname(None)
    return shown.removeprefix("UTC") or "+00:00"


def zone_of(name: str) -> tzinfo:
    """The zone of an Arrow column: by its name, or at an offset from UTC such as `+05:30`."""
    if name[:1] not in "+-":
        return ZoneInfo(name)
    hours, minutes = name[1:].split(":")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-offset if name.startswith("-") else offset)
