"""`slaclock sql`: a policy as tables and functions of a database."""

import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
from published_policy import PLAIN


def test_a_database_that_ran_it_answers(run: Any, tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(PLAIN)
    out = tmp_path / "policy.sql"
    assert run("sql", tmp_path / "policy.yaml", "--dialect", "duckdb", "--years", "2026", "--out", out).out == ""
    con = duckdb.connect()
    con.execute(out.read_text())
    found = con.execute("SELECT epoch_us(sla_due(timestamptz '2026-11-25 23:00-05', 'overnight', 'P1'))").fetchall()
    assert found == [(1_796_011_200_000_000,)]


def test_this_year_and_the_next_for_postgres(run: Any, tmp_path: Path, clock: Any) -> None:
    clock("2026-11-25T22:00Z")
    (tmp_path / "policy.yaml").write_text(PLAIN)
    text = run("sql", tmp_path / "policy.yaml", "--dialect", "postgres", "--prefix", "help_").out
    assert text.startswith("-- BytezTech support, 2026-2027. Made by slaclock")
    assert "CREATE OR REPLACE FUNCTION help_due(opened timestamptz, plan text DEFAULT NULL" in text


def test_what_it_cannot_say_is_refused(run: Any, tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(PLAIN)
    ran = run("sql", tmp_path / "policy.yaml", "--dialect", "duckdb", "--prefix", "drop table")
    assert (ran.code, ran.out) == (2, "")
    assert "no prefix of names" in ran.err


def test_without_the_extra_it_says_which_one(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "policy.yaml").write_text(PLAIN)
    monkeypatch.setitem(sys.modules, "slaclock.sql.answers", None)
    for loaded in ("slaclock.sql", "slaclock.sql.script"):
        monkeypatch.delitem(sys.modules, loaded, raising=False)
    ran = run("sql", tmp_path / "policy.yaml", "--dialect", "duckdb", "--years", "2026")
    assert ran == (2, "", "slaclock: scripts of SQL need an extra; run: pip install 'slaclock[columns]'\n")
