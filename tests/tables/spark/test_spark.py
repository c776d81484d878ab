"""Due dates in Spark, run for real: the local answers, from workers without pandas, in any session time zone."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from columns.told_histories import rows_of
from paths import ROOT
from pyspark import TaskContext
from pyspark.errors import PythonException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.functions import arrow_udf, col, lit

import slaclock.spark
from slaclock import ChoiceError, NaiveDatetimeError, RowError, SlaPolicy, TicketTableError, columns

BYTEZ = SlaPolicy.load(ROOT / "examples" / "policies" / "byteztech.yaml")
OPENED = datetime(2026, 11, 25, 22, tzinfo=UTC)
DUE = datetime(2026, 11, 27, 17, tzinfo=UTC)
NOW = datetime(2026, 12, 1, tzinfo=UTC)
ZONES = ("UTC", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe")
SCHEMA = "id int, opened timestamp, stopped timestamp, plan string, priority string"
Row = tuple[int, datetime | None, datetime | None, str, str]


def drawn_rows() -> list[Row]:
    """Tickets in the weeks around a clock change and a holiday, nine in ten of one plan; some never opened."""
    pick = random.Random(2026)
    rows: list[Row] = []
    for number in range(3_000):
        opened = datetime(2026, 10, 20, tzinfo=UTC) + timedelta(microseconds=pick.randrange(45 * 86_400 * 10**6))
        stopped = opened + timedelta(hours=pick.randrange(200)) if pick.random() < 0.7 else None
        plan = "premium" if pick.random() < 0.1 else "standard"
        rows.append(
            (number, opened if pick.random() < 0.95 else None, stopped, plan, pick.choice(["P1", "P2", "P3", "P4"]))
        )
    return rows


ROWS = drawn_rows()


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest, spark: SparkSession) -> Iterator[str]:
    spark.conf.set("spark.sql.session.timeZone", request.param)
    yield request.param
    spark.conf.set("spark.sql.session.timeZone", "UTC")


@pytest.fixture(scope="session")
def tickets(spark: SparkSession) -> DataFrame:
    """The rows in partitions of very different sizes: nearly all of them share a plan."""
    frame = spark.createDataFrame(ROWS, SCHEMA).repartition(4, "plan").union(spark.createDataFrame(ROWS[:0], SCHEMA))
    frame = frame.cache()
    sizes = frame.rdd.glom().map(len).collect()
    assert len(sizes) >= 4
    assert max(sizes) > 2_000
    frame.createOrReplaceTempView("tickets")
    return frame


def answers(frame: DataFrame, column: Any) -> list[Any]:
    """A column by the numbers of its rows, instants as whole microseconds so that nothing on the way changes them."""
    answered = frame.select("id", column.alias("answer"))
    if dict(answered.dtypes)["answer"] == "timestamp":
        answered = answered.selectExpr("id", "unix_micros(answer) AS answer")
    found = dict(answered.collect())
    return [found[number] for number in sorted(found)]


def micros(at: datetime | None) -> int | None:
    return at and (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def late(row: Row) -> bool | None:
    _, opened, stopped, plan, priority = row
    return opened and min(stopped or NOW, NOW) > BYTEZ.due(opened, plan, priority) and opened <= NOW


class TestAnswers:
    """Every row has the answer that it alone would get."""

    def test_due(self, tickets: DataFrame, zone: str) -> None:
        found = answers(tickets, slaclock.spark.due(BYTEZ)("opened", "plan", "priority"))
        assert found == [micros(opened and BYTEZ.due(opened, plan, priority)) for _, opened, _, plan, priority in ROWS]

    def test_elapsed(self, tickets: DataFrame, zone: str) -> None:
        standard = BYTEZ.schedule("standard")
        found = answers(tickets, slaclock.spark.elapsed(standard)("opened", "stopped"))
        assert found == [opened and stopped and standard.elapsed(opened, stopped) for _, opened, stopped, _, _ in ROWS]

    def test_breached(self, tickets: DataFrame, zone: str) -> None:
        now = lit(NOW)
        found = answers(tickets, slaclock.spark.breached(BYTEZ)("opened", "stopped", now, "plan", "priority"))
        assert found == [late(row) for row in ROWS]

    @pytest.mark.parametrize(
        "question", ["is_open", "next_opening", "next_closing", "previous_opening", "previous_closing"]
    )
    def test_of_one_instant(self, tickets: DataFrame, question: str, zone: str) -> None:
        standard = BYTEZ.schedule("standard")
        found = answers(tickets, getattr(slaclock.spark, question)(standard)("opened"))
        expected = [opened and getattr(standard, question)(opened) for _, opened, *_ in ROWS]
        assert found == [micros(each) if isinstance(each, datetime) else each for each in expected]

    def test_business_days(self, tickets: DataFrame, zone: str) -> None:
        standard = BYTEZ.schedule("standard")
        found = answers(tickets, slaclock.spark.business_days(standard)("opened", "stopped"))
        local = columns.business_days(
            standard, *(pa.array([row[at] for row in ROWS], pa.timestamp("us", "UTC")) for at in (1, 2))
        )
        assert found == local.to_pylist()

    def test_in_sql(self, spark: SparkSession, tickets: DataFrame) -> None:
        spark.udf.register("sla_due", slaclock.spark.due(BYTEZ))
        rows = spark.sql("SELECT unix_micros(sla_due(opened, plan, priority)) FROM tickets ORDER BY id").collect()
        expected = [micros(opened and BYTEZ.due(opened, plan, priority)) for _, opened, _, plan, priority in ROWS]
        assert [row[0] for row in rows] == expected
        named = spark.sql(
            "SELECT unix_micros(sla_due(opened, priority => 'P1', plan => 'premium')) FROM tickets ORDER BY id"
        )
        assert [row[0] for row in named.collect()] == [
            micros(row[1] and BYTEZ.due(row[1], "premium", "P1")) for row in ROWS
        ]

    def test_by_name_and_by_value(self, tickets: DataFrame) -> None:
        due = slaclock.spark.due(BYTEZ)
        found = answers(tickets, due(col("opened"), plan=lit("premium"), metric=lit("escalation")))
        assert found == [micros(row[1] and BYTEZ.due(row[1], "premium", metric="escalation")) for row in ROWS]

    def test_for_a_customer(self, tickets: DataFrame) -> None:
        policy = SlaPolicy.loads(
            "{name: Small, timezone: UTC, schedules: {theirs: {hours: Mon-Fri 09:00-18:00, timezone: customer}},"
            " plans: {only: {first_response: 4 business hours}}}"
        ).for_customer("Asia/Tokyo")
        found = answers(tickets, slaclock.spark.due(policy)("opened"))
        assert found == [micros(row[1] and policy.due(row[1])) for row in ROWS]
        there = tickets.withColumn("timezone", lit("America/New_York"))
        found = answers(there, slaclock.spark.due(policy)("opened", timezone=col("timezone")))
        assert found == [micros(row[1] and policy.for_customer("America/New_York").due(row[1])) for row in ROWS]

    @pytest.mark.parametrize("holidays", [None, ["2026-11-26"]])
    def test_it_is_made_for_him_where_it_arrives(self, holidays: Any) -> None:
        stated = SlaPolicy.loads(
            "{name: Small, timezone: UTC, schedules: {theirs: {hours: Mon-Fri 09:00-18:00, timezone: customer}},"
            " plans: {only: {first_response: 4 business hours}}}"
        )
        policy = stated.for_customer("Asia/Tokyo", holidays)
        there = slaclock.spark._policy(*slaclock.spark._sent(policy))
        assert there == policy
        assert there.for_customer("America/New_York") == stated.for_customer("America/New_York", holidays)


class TestErrors:
    """One bad row ends a query, by its values; or is null where that was asked for."""

    def test_a_bad_row(self, tickets: DataFrame) -> None:
        due = slaclock.spark.due(BYTEZ)("opened", "plan", lit("P9"))
        with pytest.raises(
            PythonException, match=r"RowError: due\(opened=.*, plan='.*', priority='P9'\): there is no pri"
        ):
            answers(tickets.where("opened IS NOT NULL"), due)

    def test_or_null(self, tickets: DataFrame) -> None:
        frame = tickets.selectExpr("id", "opened", "plan", "IF(id % 2 = 0, 'P9', 'P1') AS priority")
        found = answers(frame, slaclock.spark.due(BYTEZ, on_error="null")("opened", "plan", "priority"))
        assert found == [
            micros(BYTEZ.due(opened, plan, "P1")) if opened and number % 2 else None
            for number, opened, _, plan, _ in ROWS
        ]

    def test_readings(self, spark: SparkSession) -> None:
        frame = spark.sql("SELECT 1 AS id, TIMESTAMP_NTZ '2026-11-25 17:00' AS opened")
        due = slaclock.spark.due(BYTEZ)
        with pytest.raises(PythonException, match="opened is a timestamp without a time zone"):
            answers(frame, due("opened", lit("standard"), lit("P1")))
        instants = frame.selectExpr("id", "CAST(opened || ' America/New_York' AS TIMESTAMP) AS opened")
        assert answers(instants, due("opened", lit("standard"), lit("P1"))) == [micros(DUE)]


class TestWorkers:
    """What a worker needs, and what it does but once."""

    def test_they_have_no_pandas(self, tickets: DataFrame) -> None:
        @arrow_udf("boolean")  # type: ignore[untyped-decorator]
        def imports_pandas(ids: pa.Array) -> pa.Array:
            try:
                import pandas  # noqa: F401
            except ImportError:
                return pa.repeat(False, len(ids))
            return pa.repeat(True, len(ids))

        assert set(answers(tickets, imports_pandas("id"))) == {False}

    def test_a_process_reads_a_policy_once(self, tickets: DataFrame) -> None:
        text = BYTEZ.model_copy(update={"name": "Read once"}).model_dump_json()

        @arrow_udf("string")  # type: ignore[untyped-decorator]
        def readings(opened: pa.Array) -> pa.Array:
            import os

            policy = slaclock.spark._policy(text)
            timeline = policy.schedule("standard")._timeline_of_columns
            return pa.repeat(f"{os.getpid()} {id(policy)} {id(timeline)}", len(opened))

        found = [tuple(text.split()) for text in answers(tickets, readings("opened"))]
        batches = len(ROWS) // 100
        processes = {process for process, _, _ in found}
        assert len(set(found)) == len(processes) < batches

    @pytest.mark.usefixtures("spark")
    def test_their_functions_do_the_same_here(self) -> None:
        opened, stopped = pa.array([OPENED, None]), pa.array([DUE, None])
        plan, priority, now = (pa.array([each] * 2) for each in ("standard", "P1", NOW))
        assert slaclock.spark.due(BYTEZ).func(opened, plan, priority).to_pylist() == [DUE, None]
        assert slaclock.spark.due(BYTEZ).func(opened, plan, priority, None, plan).to_pylist() == [DUE, None]
        breached = slaclock.spark.breached(BYTEZ).func
        assert breached(opened, stopped, now, plan, priority).to_pylist() == [False, None]
        assert slaclock.spark.elapsed(BYTEZ.schedule("standard")).func(opened, stopped).to_pylist() == [
            timedelta(hours=4),
            None,
        ]
        with pytest.raises(RowError, match="there is no priority 'P9'"):
            slaclock.spark.due(BYTEZ).func(opened, plan, pa.array(["P9"] * 2))


def test_page_prints_what_it_shows(spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page on Spark, whose snippets the ordinary tests leave to these."""
    monkeypatch.syspath_prepend(ROOT / "tests")
    from test_docs import PageRunner

    monkeypatch.chdir(tmp_path)
    # Of pandas that Spark does not know yet it warns on every call.
    monkeypatch.setattr("pyspark.sql.pandas.functions.require_minimum_pandas_version", lambda: None)
    runner = PageRunner("spark.md", tmp_path)
    runner.names["spark"] = spark
    runner.run((ROOT / "docs" / "how-to" / "spark.md").read_text(encoding="utf-8"))
    assert not runner.problems, "\n\n".join(runner.problems)


# Whole histories

DESK = SlaPolicy.loads("""
name: Desk
timezone: America/New_York
holidays: US
schedules: {office: Mon-Fri 09:00-18:00}
plans:
  standard:
    schedule: office
    first_response: {P1: 1 business hour, P2: 4 business hours}
    resolution: {P1: 8 business hours, P2: 2 business days}
""")
TICKETS = "id string, opened timestamp, priority string"
EVENTS = "ticket string, at timestamp, kind string, status string"
_INSTANT = pa.timestamp("us", "UTC")


def drawn_histories() -> tuple[list[Any], list[Any]]:
    """Tickets with their events in no order, no two at once; one has very many, and some events have no ticket."""
    pick = random.Random(7)
    begin = datetime(2026, 10, 20, tzinfo=UTC)
    tickets = [
        (f"T-{number}", begin + timedelta(minutes=pick.randrange(40 * 1_440)), pick.choice(["P1", "P2", "P9"]))
        for number in range(300)
    ]
    kinds = ("agent_replied", "customer_replied", "status_changed", "status_changed", "resolved", "reopened")
    events = []
    for number, second in enumerate(pick.sample(range(45 * 86_400), 6_000)):
        owner = pick.randrange(302) if number % 3 else 7
        kind = pick.choice(kinds)
        status = pick.choice(["pending", "open"]) if kind == "status_changed" else None
        events.append((f"T-{owner}", begin + timedelta(seconds=second), kind, status))
    pick.shuffle(events)
    return tickets, events


HISTORIES = drawn_histories()
LOCAL = rows_of(
    columns.evaluate(
        DESK,
        pa.table([pa.array(each) for each in zip(*HISTORIES[0], strict=True)], ["id", "opened", "priority"]),
        pa.table([pa.array(each) for each in zip(*HISTORIES[1], strict=True)], ["ticket", "at", "kind", "status"]),
        NOW,
    )
)


@pytest.fixture(scope="session")
def told(spark: SparkSession) -> tuple[DataFrame, DataFrame]:
    """Histories in partitions that know nothing of tickets."""
    tickets, events = HISTORIES
    return spark.createDataFrame(tickets, TICKETS).repartition(3), spark.createDataFrame(events, EVENTS).repartition(5)


def in_order(rows: list[Any]) -> list[Any]:
    return sorted(rows, key=lambda row: (row["ticket"], row["metric"] or "", row["cycle"] or 0))


def collected(frame: DataFrame) -> list[Any]:
    """Its rows, in the order of the local ones."""
    return in_order(rows_of(frame.toArrow().cast(_of_local())))


def _of_local() -> pa.Schema:
    empty = columns.evaluate(
        DESK,
        pa.table({"id": pa.array([], pa.string()), "opened": pa.array([], _INSTANT)}),
        pa.table(
            {"ticket": pa.array([], pa.string()), "at": pa.array([], _INSTANT), "kind": pa.array([], pa.string())}
        ),
        NOW,
    )
    return pa.schema(
        [(each.name, pa.string() if pa.types.is_dictionary(each.type) else each.type) for each in empty.schema]
    )


@pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning")
class TestHistories:
    """Every cycle stands where it does locally, whatever the partitions, the groups and the zone of the session."""

    def test_a_group_is_read_in_utc_in_any_session(self) -> None:
        paris = pa.table(
            {"slaclock_group": [1], "id": ["T-1"], "opened": pa.array([OPENED], pa.timestamp("us", "Europe/Paris"))}
        )
        found = slaclock.spark._in_utc(paris)
        assert found.schema == pa.schema([("id", pa.string()), ("opened", pa.timestamp("us", "UTC"))])
        assert found["opened"].to_pylist() == [OPENED]

    @pytest.mark.parametrize("groups", [1, 7])
    def test_every_row(self, told: tuple[DataFrame, DataFrame], zone: str, groups: int) -> None:
        found = slaclock.spark.evaluate(DESK, *told, NOW, groups=groups)
        assert collected(found) == in_order(LOCAL)

    def test_a_task_that_is_tried_again_answers_the_same(self, told: tuple[DataFrame, DataFrame]) -> None:
        @arrow_udf("string")  # type: ignore[untyped-decorator]
        def failing_at_first(ticket: pa.Array) -> pa.Array:
            context = TaskContext.get()
            if context is not None and context.attemptNumber() == 0:
                raise RuntimeError("as a worker does that is lost")
            return ticket

        found = slaclock.spark.evaluate(DESK, *told, NOW, groups=3)
        again = found.withColumn("ticket", failing_at_first("ticket"))
        assert collected(again) == in_order(LOCAL)

    def test_ids_may_be_numbers_and_columns_have_other_names(self, spark: SparkSession) -> None:
        tickets = spark.createDataFrame(
            [(7, OPENED, "P1"), (8, OPENED, "P1")], "nr int, created timestamp, priority string"
        )
        events = spark.createDataFrame(
            [(7, OPENED + timedelta(minutes=30), "agent_replied")], "ticket bigint, at timestamp, kind string"
        )
        named = {"id": "nr", "opened": "created"}
        found = slaclock.spark.evaluate(DESK, tickets, events, NOW, ticket_columns=named)
        assert dict(found.dtypes)["ticket"] == "bigint"
        states = {(row.ticket, row.metric): row.state for row in found.collect()}
        assert (states[7, "first_response"], states[8, "first_response"]) == ("met", "breached")

    def test_compliance_is_counted_in_sql(self, spark: SparkSession, told: tuple[DataFrame, DataFrame]) -> None:
        slaclock.spark.evaluate(DESK, *told, NOW).createOrReplaceTempView("stands")
        met = spark.sql("SELECT count(*) FROM stands WHERE state = 'met'").collect()[0][0]
        assert met == sum(row["state"] == "met" for row in LOCAL)

    def test_what_has_no_answer_is_refused_before_anything_runs(self, told: tuple[DataFrame, DataFrame]) -> None:
        tickets, events = told
        with pytest.raises(TicketTableError, match="has no column 'opened'"):
            slaclock.spark.evaluate(DESK, tickets.drop("opened"), events, NOW)
        with pytest.raises(NaiveDatetimeError):
            slaclock.spark.evaluate(DESK, tickets, events.withColumn("at", col("at").cast("timestamp_ntz")), NOW)
        with pytest.raises(ChoiceError, match="0 groups hold no tickets"):
            slaclock.spark.evaluate(DESK, tickets, events, NOW, groups=0)
