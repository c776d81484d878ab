"""Long columns are asked in pieces, whatever is asked: the answers are those of the whole, errors included."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest

from slaclock import SlaPolicy, columns
from slaclock.columns import NamedSchedules, answers
from slaclock.columns.kernel import Kernel
from slaclock.columns.pieces import pieces

pytestmark = pytest.mark.filterwarnings("ignore::slaclock.ChannelWarning")

POLICY = SlaPolicy.loads("""
name: Pieces
timezone: America/New_York
holidays: US
schedules: {early: Mon-Fri 06:00-14:00, late: Mon-Fri 14:00-22:00}
plans:
  standard:
    schedule: early
    first_response: {P1: 1 business hour, P2: {target: 2 business days, when: [{received: by phone, target: 1 hour}]}}
""")
EARLY = POLICY.schedule("early")
OPENED = np.array(["2026-11-25T12:00", "NaT", "2026-11-26T15:00", "2026-11-27T23:30", "2026-03-08T07:00"], "M8[us]")
ENDED = OPENED + np.array([1, 900, -20, 2_000, 0], "m8[h]")
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
PRIORITIES = ["P1", "P2", "P9", None, "P2"]
CHANNELS = ["phone", "email", "phone", "phone", None]
TEAMS = NamedSchedules(POLICY, ["early", "late", "nobody", None, "late"])

ASKED: dict[str, Callable[[], Any]] = {
    "elapsed": lambda: answers.elapsed(EARLY, OPENED, ENDED),
    "elapsed until now": lambda: answers.elapsed(EARLY, OPENED, NOW),
    "is_open": lambda: answers.is_open(EARLY, OPENED),
    "add": lambda: answers.add(EARLY, OPENED, timedelta(hours=9)),
    "add_days": lambda: answers.add_days(EARLY, OPENED, 2),
    "business_days": lambda: answers.business_days(EARLY, OPENED, ENDED),
    "next_opening": lambda: answers.next_opening(EARLY, OPENED),
    "by team": lambda: answers.elapsed(TEAMS, OPENED, NOW),
    "by one team": lambda: answers.is_open(NamedSchedules(POLICY, "late"), OPENED),
    "by no team": lambda: answers.is_open(NamedSchedules(POLICY, "nobody"), OPENED),
    "due": lambda: answers.due(POLICY, OPENED, "standard", PRIORITIES, channel=CHANNELS),
    "due of one priority": lambda: answers.due(POLICY, OPENED, "standard", "P2"),
    "breached": lambda: answers.breached(POLICY, OPENED, ENDED, NOW, "standard", PRIORITIES, channel=CHANNELS),
    "used": lambda: answers.used(POLICY, OPENED, NOW, "standard", PRIORITIES, channel=CHANNELS),
}


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("piece", [1, 2, 4])
def test_a_column_in_pieces_has_the_answers_of_the_whole(name: str, piece: int) -> None:
    whole = ASKED[name]()
    with patch("slaclock.columns.pieces.PIECE", piece):
        found = ASKED[name]()
    assert found.column().tolist() == whole.column().tolist()
    assert found.problems == whole.problems


@pytest.mark.parametrize("name", ASKED)
def test_no_more_rows_than_a_piece_are_asked_together(name: str) -> None:
    asked: list[int] = []

    def counting(kernel: Kernel, vector: Any, scalar: Any, *given: Any, **more: Any) -> Any:
        asked.append(max(map(len, given)))
        return ask(kernel, vector, scalar, *given, **more)

    ask = Kernel._ask
    with patch("slaclock.columns.pieces.PIECE", 2), patch.object(Kernel, "_ask", counting):
        ASKED[name]()
    assert max(asked, default=0) <= 2


def test_pieces_follow_one_another_and_the_last_is_what_is_left() -> None:
    with patch("slaclock.columns.pieces.PIECE", 4):
        assert [(piece.start, piece.stop) for piece in pieces(9)] == [(0, 4), (4, 8), (8, 9)]
        assert list(pieces(0)) == []


def test_nothing_in_gives_nothing_out() -> None:
    assert len(columns.elapsed(EARLY, OPENED[:0], NOW)) == 0
