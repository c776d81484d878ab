"""Answers cut into pieces and laid into slots: each instant finds its own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from slaclock.errors import SqlError
from slaclock.sql.answers import Answers
from slaclock.sql.pieces import MOVING, OUTSIDE, STILL, Asked, Pieces, open_time, traced
from slaclock.sql.slots import DAY, slots_of, width_of

MINUTE = 60_000_000
PIECES = 4


def asked(pieces: Pieces) -> object:
    """Answers as these pieces do."""

    def ask(at: np.ndarray) -> Asked:
        found = np.searchsorted(pieces.starts, at, "right") - 1
        kinds, values = pieces.kinds[found], pieces.values[found]
        return Asked(np.where(kinds < 0, 0, values + at * (kinds == MOVING)), np.minimum(kinds, 0))

    return ask


@st.composite
def drawn_pieces(draw: st.DrawFn) -> Pieces:
    """Some that change at whole minutes of two days, or a microsecond after."""
    minutes = sorted(draw(st.sets(st.integers(1, 2 * 1440 - 1), max_size=12)))
    starts = [0, *(minute * MINUTE + draw(st.integers(0, 1)) for minute in minutes)]
    kinds = [draw(st.sampled_from([STILL, MOVING, OUTSIDE - 1])) for _ in starts]
    values = [0 if kind < 0 else draw(st.integers(1, 3)) * MINUTE * 5_000 for kind in kinds]
    return Pieces(*(np.array(column, dtype=np.int64) for column in (starts, values, kinds)))


@given(drawn_pieces())
def test_what_is_traced_answers_alike(pieces: Pieces) -> None:
    found = traced(asked(pieces), 0, 2 * DAY, MINUTE)  # type: ignore[arg-type]
    at = np.concatenate([np.arange(0, 2 * DAY, MINUTE) + beside for beside in (0, 1, 17, MINUTE - 1)])
    for one, other in zip(asked(found)(at), asked(pieces)(at), strict=True):  # type: ignore[operator]
        assert (one == other).all()
    assert len(found.starts) <= len(pieces.starts) * 2


@given(drawn_pieces())
def test_every_slot_has_few_pieces_and_all_of_them(pieces: Pieces) -> None:
    width = width_of(pieces, 2 * DAY, PIECES)
    slots = list(slots_of(pieces, 2 * DAY, width))
    assert len(slots) == 2 * DAY // width
    assert max(len(slot.kinds) for slot in slots) <= PIECES
    told = [
        (start, value, kind)
        for number, slot in enumerate(slots)
        for start, value, kind in zip((number * width, *slot.ends), slot.values, slot.kinds, strict=True)
    ]
    begun = [each for each in told if each[0] in pieces.starts.tolist()]
    assert begun == list(zip(*(column.tolist() for column in pieces), strict=True))


def test_what_changes_between_two_multiples_is_refused() -> None:
    pieces = Pieces(*(np.array(column) for column in ([0, MINUTE // 2], [5 * MINUTE, 9 * MINUTE], [STILL, STILL])))
    with pytest.raises(SqlError, match="between the times of day"):
        traced(asked(pieces), 0, DAY, MINUTE)  # type: ignore[arg-type]


def test_what_changes_too_often_is_refused() -> None:
    starts = np.arange(0, DAY, 10_000_000)
    pieces = Pieces(starts, starts % 7, starts * 0)
    with pytest.raises(SqlError, match="within a minute"):
        width_of(pieces, DAY, PIECES)


def test_open_time_from_openings_and_closings() -> None:
    edges = np.array([-3 * MINUTE, 2 * MINUTE, 5 * MINUTE, 9 * MINUTE])
    found = open_time(edges, 0, 8 * MINUTE)
    assert [column.tolist() for column in found] == [
        [0, 2 * MINUTE, 5 * MINUTE],
        [3 * MINUTE, 5 * MINUTE, 0],
        [MOVING, STILL, MOVING],
    ]


def test_an_answer_that_is_no_multiple_is_refused() -> None:
    pieces = Pieces(*(np.array(column) for column in ([0], [MINUTE + 1], [STILL])))
    with pytest.raises(SqlError, match="no multiple"):
        Answers(0, DAY, MINUTE, PIECES).number(pieces)
