"""Due dates in DuckDB: the local answers, whatever the session calls its zone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from columns.told_histories import Row, histories, rows_of, tables
from hypothesis import given, strategies as st
from paths import POLICIES
from strategies import Season, noisy_instants

import slaclock.duckdb
from slaclock import ChoiceError, NaiveDatetimeError, RowError, SlaPolicy, columns

BYTEZ = SlaPolicy.load(POLICIES / "byteztech.yaml")
CODEX = SlaPolicy.load(POLICIES / "codexpert.yaml")
PHONED = SlaPolicy.loads(
    "{name: Small, timezone: America/New_York, schedules: {office: Mon-Fri 09:00-18:00}, plans: {only: {first_response:"
    " {target: 8 business hours, when: [{received: by phone, target: 1 business hour}]}}}}"
)
OPENED = "TIMESTAMPTZ '2026-11-25 17:00-05'"
LATER = "TIMESTAMPTZ '2026-12-01 00:00Z'"
DUE = datetime(2026, 11, 27, 17, tzinfo=UTC)


def connect() -> Any:
    # A law may keep this module to the end of Python, where DuckDB complains of what is left of it.
    import duckdb

    return duckdb.connect()


@pytest.fixture
def con() -> Iterator[Any]:
    with connect() as con:
        slaclock.duckdb.register(con, BYTEZ)
        yield con


def one(con: Any, expression: str) -> Any:
    """The value of an expression, an instant in UTC."""
    (value,) = con.execute(f"SELECT {expression}").fetchone() or ()
    return value.astimezone(UTC) if isinstance(value, datetime) else value


class TestFunctions:
    @pytest.mark.parametrize(
        ("expression", "value"),
        [
            pytest.param(f"sla_due({OPENED}, 'standard', 'P1')", DUE, id="due"),
            pytest.param(f"sla_due({OPENED}, 'standard', 'P1', 'first_response')", DUE, id="due-by-metric"),
            pytest.param(f"sla_due({OPENED}, 'standard', 'P1', NULL)", DUE, id="no-metric-is-the-first-response"),
            pytest.param("sla_due(NULL::TIMESTAMPTZ, 'standard', 'P1')", None, id="never-opened"),
            pytest.param("sla_due(NULL, 'standard', 'P1')", None, id="never-opened-and-of-no-type"),
            pytest.param(
                f"sla_due({OPENED}, 'premium', NULL, 'escalation')",
                BYTEZ.due(datetime(2026, 11, 25, 22, tzinfo=UTC), "premium", metric="escalation"),
                id="no-priority-where-none-is-needed",
            ),
            pytest.param(
                f"sla_breached({OPENED}, TIMESTAMPTZ '2026-11-27 12:00-05', {LATER}, 'standard', 'P1')",
                False,
                id="in-time",
            ),
            pytest.param(
                f"sla_breached({OPENED}, TIMESTAMPTZ '2026-11-27 12:00:00.000001-05', {LATER}, 'standard', 'P1')",
                True,
                id="a-microsecond-late",
            ),
            pytest.param(
                f"sla_breached({OPENED}, NULL, TIMESTAMPTZ '2026-11-28 12:00-05', 'standard', 'P1')",
                True,
                id="late-now",
            ),
            pytest.param(f"sla_breached({OPENED}, NULL, NULL, 'standard', 'P1')", None, id="as-of-no-time"),
            pytest.param(
                f"sla_elapsed('standard', {OPENED}, TIMESTAMPTZ '2026-11-27 12:00-05')",
                timedelta(hours=4),
                id="elapsed",
            ),
            pytest.param(
                f"sla_elapsed('maintenance', {OPENED}, {OPENED} + INTERVAL 7 DAY)",
                timedelta(hours=12),
                id="of-a-closure",
            ),
            pytest.param(f"sla_elapsed('standard', {OPENED}, NULL)", None, id="elapsed-until-no-time"),
            pytest.param(f"sla_elapsed(NULL, {OPENED}, {OPENED})", None, id="elapsed-of-no-schedule"),
            pytest.param(f"sla_is_open('standard', {OPENED})", True, id="open"),
            pytest.param(
                "sla_is_open('standard', TIMESTAMPTZ '2026-11-26 17:00-05')", False, id="closed-on-thanksgiving"
            ),
        ],
    )
    @pytest.mark.filterwarnings("ignore::slaclock.StartWarning")
    def test_answer(self, con: Any, expression: str, value: Any) -> None:
        assert one(con, expression) == value
        con.execute("SET TimeZone = 'Asia/Tokyo'")
        assert one(con, expression) == value

    def test_a_later_policy_replaces_an_earlier(self, con: Any) -> None:
        slaclock.duckdb.register(con, CODEX)
        assert one(con, f"sla_due({OPENED})") == CODEX.due(datetime(2026, 11, 25, 22, tzinfo=UTC))

    def test_two_policies_side_by_side(self, con: Any) -> None:
        slaclock.duckdb.register(con, CODEX, prefix="codex_")
        assert one(con, f"codex_due({OPENED}) > sla_due({OPENED}, 'standard', 'P1')") is True

    def test_by_phone_it_is_due_sooner(self, con: Any) -> None:
        slaclock.duckdb.register(con, PHONED)
        due = datetime(2026, 11, 25, 23, tzinfo=UTC)
        assert one(con, f"sla_due({OPENED}, NULL, NULL, NULL, 'phone')") == due
        assert one(con, f"sla_breached({OPENED}, NULL, {LATER}, NULL, NULL, NULL, 'phone')") is True

    def test_each_row_may_name_its_schedule(self, con: Any) -> None:
        names = ["standard", "emergency", None, "phone", "standard"]
        con.register("hours", pa.table({"id": range(5), "schedule": names}))
        end = datetime(2026, 12, 1, tzinfo=UTC)
        rows = con.execute(
            f"SELECT sla_elapsed(schedule, {OPENED}, TIMESTAMPTZ '{end}') FROM hours ORDER BY id"
        ).fetchall()
        opened = datetime(2026, 11, 25, 22, tzinfo=UTC)
        assert [row[0] for row in rows] == [name and BYTEZ.schedule(name).elapsed(opened, end) for name in names]


class TestErrors:
    """An error names the call with the values of the row."""

    @pytest.mark.parametrize(
        ("expression", "message"),
        [
            pytest.param(
                f"sla_due({OPENED}, 'standard', 'P9')",
                "due(opened=2026-11-25 22:00:00+00:00, plan='standard', priority='P9'): there is no priority 'P9' here",
                id="a-priority",
            ),
            pytest.param(
                f"sla_due({OPENED})", "due(opened=2026-11-25 22:00:00+00:00): this policy has several", id="a-plan"
            ),
            pytest.param(
                f"sla_breached({OPENED}, {OPENED} - INTERVAL 1 HOUR, {OPENED}, 'standard', 'P1')",
                "stopped=2026-11-25 21:00:00+00:00, now=2026-11-25 22:00:00+00:00, plan='standard', priority='P1'): ",
                id="a-stop-before-the-start",
            ),
            pytest.param(f"sla_elapsed('night', {OPENED}, {OPENED})", "has no schedule 'night'", id="a-schedule"),
            pytest.param(
                "sla_due(TIMESTAMP '2026-11-25 17:00', 'standard', 'P1')",
                "opened is a timestamp without a time zone, so it names no instant; say on whose clocks it was read",
                id="a-reading",
            ),
            pytest.param(
                "sla_due('2026-11-25', 'standard', 'P1')", "opened is of type string, which holds no", id="text"
            ),
        ],
    )
    def test_error(self, con: Any, expression: str, message: str) -> None:
        con.execute("SET TimeZone = 'UTC'")
        from duckdb import InvalidInputException

        with pytest.raises(InvalidInputException) as caught:
            one(con, expression)
        assert message in str(caught.value)

    def test_or_null(self, con: Any) -> None:
        slaclock.duckdb.register(con, BYTEZ, on_error="null")
        con.register("rows", pa.table({"id": [1, 2, 3], "priority": ["P1", "P9", "P1"]}))
        due = con.execute(f"SELECT sla_due({OPENED}, 'standard', priority) FROM rows ORDER BY id").fetchall()
        assert [row[0] and row[0].astimezone(UTC) for row in due] == [DUE, None, DUE]

    def test_the_way_out_of_a_reading(self, con: Any) -> None:
        expression = "sla_due(TIMESTAMP '2026-11-25 17:00' AT TIME ZONE 'America/New_York', 'standard', 'P1')"
        assert one(con, expression) == DUE


WINTER = Season("America/New_York", datetime(2026, 11, 1).date())
rows = st.tuples(
    st.one_of(st.none(), noisy_instants(WINTER).map(lambda at: at.astimezone(UTC))),
    st.sampled_from(["standard", "premium"]),
    st.sampled_from(["P1", "P2", "P3", "P4"]),
)


@given(st.lists(rows, min_size=1), st.sampled_from(["UTC", "Asia/Tokyo", "America/New_York", "Australia/Lord_Howe"]))
def test_answers_are_the_local_ones_in_any_session_zone(drawn: list[tuple[Any, ...]], zone: str) -> None:
    """Each row of a query has what `policy.due` says, whatever the session's time zone."""
    opened, plans, priorities = zip(*drawn, strict=True)
    table = pa.table(
        {
            "id": range(len(drawn)),
            "opened": pa.array(opened, pa.timestamp("us", "UTC")),
            "plan": plans,
            "priority": priorities,
        }
    )
    with connect() as con:
        slaclock.duckdb.register(con, BYTEZ)
        con.execute(f"SET TimeZone = '{zone}'")
        con.register("tickets", table)
        found = con.execute("SELECT sla_due(opened, plan, priority) FROM tickets ORDER BY id").fetchall()
    assert [row[0] and row[0].astimezone(UTC) for row in found] == [row[0] and BYTEZ.due(*row) for row in drawn]


def _plain(value: Any) -> Any:
    """An interval of DuckDB as a duration; it has neither months nor days here."""
    if not isinstance(value, pa.MonthDayNano):
        return value
    assert (value.months, value.days) == (0, 0)
    return timedelta(microseconds=value.nanoseconds // 1_000)


class TestHistories:
    """Two relations in, a relation out: the answers of `columns.evaluate`, in any session."""

    NOW = datetime(2026, 11, 27, 20, tzinfo=UTC)

    @given(told=histories(), zone=st.sampled_from(["UTC", "America/New_York", "Australia/Lord_Howe"]))
    def test_each_row_is_that_of_the_columns(self, told: tuple[list[Row], list[Row]], zone: str) -> None:
        tickets, events = tables(*told)
        with connect() as con:
            con.execute(f"SET TimeZone = '{zone}'")
            found = slaclock.duckdb.evaluate(con, CODEX, con.from_arrow(tickets), con.from_arrow(events), self.NOW)
            rows = [{name: _plain(value) for name, value in row.items()} for row in found.to_arrow_table().to_pylist()]
        expected = columns.evaluate(CODEX, tickets, events, self.NOW)
        instants = [name for name in expected.column_names if pa.types.is_timestamp(expected.schema.field(name).type)]
        problems = {row["ticket"]: row["problem"] is None for row in rows}
        assert problems == {row["ticket"]: row["problem"] is None for row in rows_of(expected)}
        for row, other in zip(rows, rows_of(expected), strict=True):
            # A problem shows instants on the clocks of the session.
            assert {**row, "problem": None} == {**other, "problem": None}
            assert all(row[name] is None or row[name].tzinfo is not None for name in instants)

    def test_tables_and_queries_go_by_their_text(self, con: Any) -> None:
        con.execute(f"CREATE TABLE tickets AS SELECT 7 AS id, {OPENED} AS opened, 'standard' AS plan, 'P1' AS priority")
        events = "SELECT 7 AS ticket, TIMESTAMPTZ '2026-11-27 15:00Z' AS happened, 'agent_replied' AS kind"
        named = {"at": "happened"}
        found = slaclock.duckdb.evaluate(con, BYTEZ, "tickets", events, self.NOW, event_columns=named)
        first = found.filter("metric = 'first_response'").project("ticket, state, elapsed")
        assert first.fetchall() == [(7, "met", timedelta(hours=2))]

    def test_a_timestamp_without_a_zone_is_refused(self, con: Any) -> None:
        tickets = "SELECT 7 AS id, TIMESTAMP '2026-11-25 17:00' AS opened"
        events = f"SELECT 7 AS ticket, {OPENED} AS at, 'resolved' AS kind"
        with pytest.raises(NaiveDatetimeError):
            slaclock.duckdb.evaluate(con, BYTEZ, tickets, events, self.NOW)


class TestAnswersBesideRows:
    """A query in, its rows with an answer out, by batches."""

    NOW = "TIMESTAMPTZ '2026-12-01 00:00Z'"
    ROWS = (
        f"SELECT i AS id, {OPENED} + i * INTERVAL 1 MINUTE AS opened, 'standard' AS plan, 'P1' AS priority "
        "FROM range(3) r(i)"
    )

    def test_every_row_has_the_answer_of_the_policy(self, con: Any) -> None:
        con.execute("SET TimeZone = 'Asia/Tokyo'")
        many = self.ROWS.replace("range(3)", "range(200_000)")
        reader = slaclock.duckdb.answer(con, many, BYTEZ)
        batches = list(reader)
        assert len(batches) > 1
        table = pa.Table.from_batches(batches)
        assert table.column_names == ["id", "opened", "plan", "priority", "due"]
        opened = table["opened"].cast(pa.timestamp("us", "UTC"))
        assert table["due"].combine_chunks() == columns.due(BYTEZ, opened, "standard", "P1").combine_chunks()

    def test_what_comes_back_is_a_relation_again(self, con: Any) -> None:
        query = f"SELECT *, {self.NOW} AS today, NULL::TIMESTAMPTZ AS stopped FROM ({self.ROWS})"
        found = slaclock.duckdb.answer(con, query, BYTEZ, question="breached", names={"now": "today"})
        beside = con.cursor()
        beside.register("found", found)
        beside.execute("CREATE TABLE late AS SELECT * FROM found")
        assert con.execute("SELECT count(*) FROM late WHERE breached").fetchall() == [(3,)]

    def test_a_table_by_its_name(self, con: Any) -> None:
        con.execute(f"CREATE TABLE tickets AS {self.ROWS}")
        first = slaclock.duckdb.answer(con, "tickets", BYTEZ).read_next_batch()
        assert first["due"][0].as_py() == DUE

    @pytest.mark.parametrize(
        ("query", "arguments", "words"),
        [
            pytest.param(ROWS, {"question": "used"}, "due", id="no-such-question"),
            pytest.param("SELECT 1 AS id", {}, "needs a column 'opened'", id="nothing-that-was-opened"),
            pytest.param(ROWS, {"names": {"opend": "opened"}}, "opened", id="a-parameter-a-letter-off"),
            pytest.param(ROWS, {"names": {"opened": "at"}}, "column for opened", id="a-column-that-is-not-there"),
        ],
    )
    def test_what_is_refused(self, con: Any, query: str, arguments: dict[str, Any], words: str) -> None:
        with pytest.raises(ChoiceError, match=words):
            slaclock.duckdb.answer(con, query, BYTEZ, **arguments)

    def test_a_row_without_an_answer_stops_or_is_null(self, con: Any) -> None:
        odd = self.ROWS.replace("'P1'", "CASE WHEN i = 1 THEN 'P9' ELSE 'P1' END")
        with pytest.raises(RowError, match="P9"):
            slaclock.duckdb.answer(con, odd, BYTEZ).read_all()
        found = slaclock.duckdb.answer(con, odd, BYTEZ, on_error="null").read_all()
        assert [due is None for due in found["due"].to_pylist()] == [False, True, False]
