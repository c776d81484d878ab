"""A question is stated once: every door that offers it has its parameters, its defaults and its docstring."""

from __future__ import annotations

import ast
import inspect
import pickle
import pydoc
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_type_hints

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, strategies as st
from paths import ROOT
from strategies import Season, noisy_instants

import slaclock.duckdb
import slaclock.pandas
import slaclock.polars
from slaclock import ColumnError, InstantError, SlaPolicy, columns
from slaclock.columns import QUESTIONS, NamedSchedules, OfColumn, OfTable, answers
from slaclock.columns.instants import instant_micros
from slaclock.tables import batch, engines

POLICY = SlaPolicy.loads("""
name: Teams
timezone: America/New_York
schedules: {early: Mon-Fri 06:00-14:00, nights: Sun-Thu 22:00-06:00}
closures: {maintenance: Wed 08:00-10:00}
plans: {standard: {schedule: early, first_response: {P1: 4 business hours, P2: 2 business days}}}
""")
ASKED: Mapping[str, tuple[Any, ...]] = {
    "add": (timedelta(hours=1),),
    "add_days": (1,),
    "breached": (None, datetime(2026, 12, 1, tzinfo=UTC), "standard", "P1"),
    "business_days": (datetime(2026, 12, 1, tzinfo=UTC),),
    "due": ("standard", "P1"),
    "elapsed": (datetime(2026, 12, 1, tzinfo=UTC),),
    "is_open": (),
    "next_closing": (),
    "next_opening": (),
    "previous_closing": (),
    "previous_opening": (),
}
"""What each question is asked beside its subject and its column."""
OF_SCHEDULES = [name for name, question in QUESTIONS.items() if question.subject == "schedule"]
EVERY = pytest.mark.parametrize("name", QUESTIONS)
OPENED = np.array(["2026-11-25T12:00", "2026-11-26T03:30", "2026-11-28T17:00"], "datetime64[us]")


def connect() -> Any:
    """A connection of DuckDB with the functions; laws keep this module until DuckDB itself is gone."""
    import duckdb

    con = duckdb.connect()
    slaclock.duckdb.register(con, POLICY)
    return con


def subject_of(name: str) -> Any:
    return POLICY if QUESTIONS[name].subject == "policy" else POLICY.schedule("early")


def in_sql(value: datetime | str | None) -> str:
    return "NULL" if value is None else f"TIMESTAMPTZ '{value}'" if isinstance(value, datetime) else f"'{value}'"


def functions_of(path: Path) -> set[str]:
    """The names of the functions of a module that need not be there to be loaded."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")}


class TestTheTable:
    """Each question stands in the table once for every way of asking, and the doors have it from there."""

    def test_every_question_is_a_function_of_columns(self) -> None:
        given = {name: getattr(columns, name) for name in columns.__all__}
        assert {name for name, each in given.items() if getattr(each, "__module__", "") == "slaclock.columns"} == set(
            QUESTIONS
        )

    def test_every_question_is_a_method_of_a_column_and_of_a_table(self) -> None:
        methods = [{name for name in vars(door) if not name.startswith("_")} for door in (OfColumn, OfTable)]
        assert methods == [set(QUESTIONS)] * 2

    def test_pandas_and_polars_have_them_from_the_table(self) -> None:
        for door, kind in (
            (slaclock.pandas.SeriesSla, OfColumn),
            (slaclock.pandas.DataFrameSla, OfTable),
            (slaclock.polars.ExprSla, OfColumn),
        ):
            assert issubclass(door, kind)
            assert not set(vars(door)) & set(QUESTIONS)

    def test_engines_offer_those_about_instants_and_names(self) -> None:
        offered = set(engines.offered())
        assert offered == set(QUESTIONS) - {"add", "add_days"}
        assert functions_of(Path(slaclock.__file__).with_name("spark.py")) == offered | {"evaluate"}
        with connect() as con:
            found = con.execute(
                "SELECT function_name FROM duckdb_functions() WHERE function_name LIKE 'sla\\_%' ESCAPE '\\'"
            )
            assert {name for (name,) in found.fetchall()} == {f"sla_{name}" for name in offered}

    def test_a_file_is_asked_with_every_name_that_is_a_parameter(self) -> None:
        taken = set(inspect.signature(batch.run).parameters)
        for name in ("due", "breached"):
            assert {each for each, held in QUESTIONS[name].columns.items() if held == "names"} <= taken


class TestSignatures:
    """A signature at run time is the stated one, less the column that a door holds."""

    @EVERY
    def test_of_the_function(self, name: str) -> None:
        stated, shown = QUESTIONS[name].signature, inspect.signature(getattr(columns, name))
        assert shown.parameters == stated.parameters
        assert stated.return_annotation.endswith(f"[{shown.return_annotation}]")

    @EVERY
    def test_of_the_method_of_a_table(self, name: str) -> None:
        stated = list(QUESTIONS[name].signature.parameters.values())
        assert list(inspect.signature(getattr(OfTable, name)).parameters.values())[1:] == stated

    @EVERY
    def test_of_the_method_of_a_column(self, name: str) -> None:
        stated = [each for each in QUESTIONS[name].signature.parameters.values() if each.name != QUESTIONS[name].column]
        assert list(inspect.signature(getattr(OfColumn, name)).parameters.values())[1:] == stated

    @EVERY
    def test_the_annotations_can_be_read(self, name: str) -> None:
        hints = get_type_hints(getattr(columns, name))
        assert set(hints) - {"return"} == set(QUESTIONS[name].signature.parameters)

    @EVERY
    def test_help_shows_the_docstring_at_every_door(self, name: str) -> None:
        doc = inspect.getdoc(getattr(answers, name))
        assert doc
        for door in (columns, OfColumn, OfTable):
            assert doc.splitlines()[0] in pydoc.render_doc(getattr(door, name), renderer=pydoc.plaintext)

    @EVERY
    def test_a_function_goes_by_its_public_name(self, name: str) -> None:
        function = getattr(columns, name)
        assert (function.__module__, function.__qualname__) == ("slaclock.columns", name)
        assert pickle.loads(pickle.dumps(function)) is function

    def test_what_due_says(self) -> None:
        due = QUESTIONS["due"]
        assert (due.name, due.subject, due.column, due.kind) == ("due", "policy", "opened", "instants")
        names = dict.fromkeys(("plan", "priority", "metric", "channel", "schedule", "timezone"), "names")
        assert due.columns == {"opened": "instants"} | names | {"started": "instants"}
        assert QUESTIONS["add_days"].columns == {"start": "instants"}
        assert QUESTIONS["add"].columns == {"start": "instants", "duration": "durations"}


class TestPages:
    """Where users read of a question, each has its place."""

    @EVERY
    def test_the_reference_describes_it(self, name: str) -> None:
        page = (ROOT / "docs" / "reference" / "columns.md").read_text(encoding="utf-8")
        assert f"\n::: slaclock.columns.answers.{name}\n" in page

    @pytest.mark.parametrize("name", engines.offered())
    @pytest.mark.parametrize("page", ["duckdb.md", "spark.md"])
    def test_the_page_of_an_engine_names_it(self, page: str, name: str) -> None:
        functions = (ROOT / "docs" / "how-to" / page).read_text(encoding="utf-8").partition("## The functions")[2]
        assert re.search(rf"`(sla_)?{name}\b", functions.partition("\n## ")[0])


class TestAnswers:
    """Every door gives the answers of the question."""

    @EVERY
    def test_are_of_the_kind_that_is_stated(self, name: str) -> None:
        question = QUESTIONS[name]
        assert question.ask(subject_of(name), OPENED, *ASKED[name]).kind == question.kind

    @EVERY
    def test_of_pandas(self, name: str) -> None:
        series = pd.Series(OPENED, name="opened").dt.tz_localize("UTC")
        frame = series.to_frame()
        expected = getattr(columns, name)(subject_of(name), series, *ASKED[name])
        for found in (
            getattr(series.sla, name)(subject_of(name), *ASKED[name]),
            getattr(slaclock.pandas.sla(series), name)(subject_of(name), *ASKED[name]),
            getattr(frame.sla, name)(subject_of(name), "opened", *ASKED[name]),
            getattr(slaclock.pandas.sla(frame), name)(subject_of(name), "opened", *ASKED[name]),
        ):
            pd.testing.assert_series_equal(found, expected)

    @EVERY
    def test_of_polars(self, name: str) -> None:
        series = pl.Series("opened", OPENED).dt.replace_time_zone("UTC")
        expected = getattr(columns, name)(subject_of(name), series, *ASKED[name])
        expression = getattr(slaclock.polars.sla(pl.col("opened")), name)(subject_of(name), *ASKED[name])
        lazy = series.to_frame().lazy().select(expression)
        assert lazy.collect_schema() == expected.to_frame().schema
        assert lazy.collect()["opened"].equals(expected)

    @pytest.mark.parametrize("name", engines.offered())
    def test_of_duckdb(self, name: str) -> None:
        schedule = ["'early'"] if name in OF_SCHEDULES else []
        call = ", ".join([*schedule, "opened", *map(in_sql, ASKED[name])])
        tickets = pl.DataFrame({"id": [0, 1, 2], "opened": pl.Series(OPENED).dt.replace_time_zone("UTC")}).to_arrow()
        with connect() as con:
            con.register("tickets", tickets)
            rows = con.execute(f"SELECT sla_{name}({call}) FROM tickets ORDER BY id").fetchall()
        found = [
            row[0].astimezone(UTC).replace(tzinfo=None) if isinstance(row[0], datetime) else row[0] for row in rows
        ]
        assert found == getattr(columns, name)(subject_of(name), OPENED, *ASKED[name]).tolist()

    def test_the_subject_goes_by_name_too(self) -> None:
        series = pd.Series(OPENED).dt.tz_localize("UTC")
        expected = columns.due(POLICY, series, "standard", "P1")
        pd.testing.assert_series_equal(series.sla.due(priority="P1", plan="standard", policy=POLICY), expected)

    def test_wrong_arguments_are_refused(self) -> None:
        series = pd.Series(OPENED).dt.tz_localize("UTC")
        for ask in (series.sla.due, slaclock.polars.sla(pl.col("opened")).due):
            with pytest.raises(TypeError, match="unexpected keyword argument 'prio'"):
                ask(POLICY, prio="P1")
        with connect() as con, pytest.raises(Exception, match="takes from 2 to 9 positional"):
            con.execute(f"SELECT sla_due({', '.join(['NULL'] * 9)})")


# Schedules that rows name

WEEK = Season("America/New_York", datetime(2026, 11, 1).date())
TEAMS = ("early", "nights", "maintenance", None)
named_rows = st.lists(st.tuples(st.sampled_from(TEAMS), noisy_instants(WEEK)), min_size=1, max_size=12)


def column(instants: list[datetime]) -> np.ndarray[Any, Any]:
    return np.array([instant_micros(at) for at in instants], np.int64).view("M8[us]")


def listed(found: columns.Answers[Any]) -> list[Any]:
    """The answers row by row, or the problem of a row."""
    valid = np.ones(len(found.values), np.bool_) if found.valid is None else found.valid
    values = zip(found.values.tolist(), valid.tolist(), strict=True)
    return [found.problems.get(row, value if sound else None) for row, (value, sound) in enumerate(values)]


class TestNamedSchedules:
    """Where each row names its schedule, it has the answer of that schedule alone."""

    @pytest.mark.parametrize("name", OF_SCHEDULES)
    @given(rows=named_rows)
    def test_each_row_is_answered_by_its_own(self, name: str, rows: list[tuple[str | None, datetime]]) -> None:
        """A column with names is nothing but one column for each name."""
        names, instants = map(list, zip(*rows, strict=True))
        ask = QUESTIONS[name].ask
        found = listed(ask(NamedSchedules(POLICY, names), column(instants), *ASKED[name]))
        hours = NamedSchedules(POLICY, "")
        assert found == [
            None if team is None else listed(ask(hours.schedule(team), column([at]), *ASKED[name]))[0]
            for team, at in rows
        ]

    @pytest.mark.parametrize(
        ("names", "open_"),
        [
            pytest.param(["early", "nights", "early"], [True, True, False], id="a-list"),
            pytest.param(["early", None, "early"], [True, None, False], id="a-row-without-a-name"),
            pytest.param("nights", [False, True, False], id="one-name-for-every-row"),
            pytest.param(None, [None] * 3, id="no-name-at-all"),
            pytest.param([None] * 3, [None] * 3, id="a-column-without-a-name"),
        ],
    )
    def test_names(self, names: Any, open_: list[bool | None]) -> None:
        assert columns.is_open(NamedSchedules(POLICY, names), OPENED).tolist() == open_

    @pytest.mark.parametrize(
        ("names", "bad"),
        [pytest.param(["early", "day", "early"], [1], id="a-row"), pytest.param("day", [0, 1, 2], id="every-row")],
    )
    def test_a_name_that_is_not_there_is_a_bad_row(self, names: Any, bad: list[int]) -> None:
        with pytest.raises(ColumnError, match="has no schedule 'day'") as caught:
            columns.next_opening(NamedSchedules(POLICY, names), OPENED)
        assert list(caught.value.problems) == bad

    def test_a_problem_is_that_of_its_row(self) -> None:
        opened = np.array(["NaT", "2026-11-25T12:00", "2026-11-25T12:00"], "datetime64[us]")
        hours = np.array([1, 1, 10**8], "m8[h]")
        with pytest.raises(ColumnError, match="nights") as caught:
            columns.add(NamedSchedules(POLICY, ["early", "early", "nights"]), opened, hours)
        assert list(caught.value.problems) == [2]

    def test_as_many_names_as_rows(self) -> None:
        with pytest.raises(InstantError, match="columns of 3 and 2 rows"):
            columns.is_open(NamedSchedules(POLICY, ["early", "nights"]), OPENED)

    def test_in_pandas_and_polars(self) -> None:
        names = ["early", "nights", "early"]
        tickets = pd.DataFrame({"opened": pd.Series(OPENED).dt.tz_localize("UTC"), "team": names})
        expected = [True, True, False]
        assert tickets["opened"].sla.is_open(NamedSchedules(POLICY, tickets["team"])).tolist() == expected
        assert tickets.sla.is_open(NamedSchedules(POLICY, "team"), "opened").tolist() == expected
        lazy = pl.LazyFrame({"opened": pl.Series(OPENED).dt.replace_time_zone("UTC"), "team": names})
        asked = slaclock.polars.sla(pl.col("opened")).is_open(NamedSchedules(POLICY, pl.col("team")))
        assert lazy.select(asked).collect()["opened"].to_list() == expected
