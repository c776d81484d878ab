"""How many rows may be bad."""

import re
from pathlib import Path
from typing import Any

import pytest
from paths import POLICIES

from slaclock import ChoiceError, SlaPolicy, TooManyBadError
from slaclock.tables import run, run_histories

BYTEZ = SlaPolicy.load(POLICIES / "byteztech.yaml")
GOOD, BAD = "T-1,2026-11-24T09:00-05:00,standard,P1", "T-2,soon,standard,P1"


def asked(folder: Path, bad: int, most: Any, kind: str, on_error: Any = "report") -> Any:
    source = folder / "tickets.csv"
    source.write_text("\n".join(["id,opened,plan,priority", GOOD, *[BAD] * bad]), encoding="utf-8")
    if kind == "rows":
        return run(BYTEZ, source, folder / "out.csv", on_error=on_error, max_bad=most)
    events = folder / "events.csv"
    events.write_text("ticket,at,kind\n", encoding="utf-8")
    from datetime import UTC, datetime

    now = datetime(2026, 12, 1, tzinfo=UTC)
    return run_histories(BYTEZ, source, events, folder / "out.csv", now, on_error=on_error, max_bad=most)


KINDS = pytest.mark.parametrize("kind", ["rows", "histories"])


@KINDS
class TestMaxBad:
    @pytest.mark.parametrize(("bad", "most"), [(0, 0), (2, 2), (2, 3), (2, None)])
    @pytest.mark.parametrize("on_error", ["skip", "report"])
    def test_so_many_may_be_bad(self, tmp_path: Path, bad: int, most: Any, on_error: str, kind: str) -> None:
        assert asked(tmp_path, bad, most, kind, on_error).bad == bad

    @pytest.mark.parametrize(
        ("bad", "most", "said"),
        [
            (1, 0, "1 bad row, where none may be bad; the last: "),
            (5, 3, "4 bad rows, where at most 3 may be bad; the last: "),
        ],
    )
    def test_of_more_nothing_is_written(self, tmp_path: Path, bad: int, most: int, said: str, kind: str) -> None:
        with pytest.raises(TooManyBadError, match=re.escape(said)) as caught:
            asked(tmp_path, bad, most, kind)
        assert f"tickets.csv:{most + 3}: opened: " in str(caught.value)
        assert {each.name for each in tmp_path.iterdir()} <= {"tickets.csv", "events.csv"}

    @pytest.mark.parametrize("most", [-1, 1.5, "3", True])
    def test_what_is_no_number_of_rows(self, tmp_path: Path, most: Any, kind: str) -> None:
        with pytest.raises(ChoiceError, match="max_bad is how many bad rows there may be, 0 or more, not "):
            asked(tmp_path, 0, most, kind)
