"""DuckDB answers by its tables as the policy does (R7, R8, R10, R11, R12, R22)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from published_policy import BUSY
from published_questions import asked, compiled_policy, promising
from sql_databases import answers_of, expected, table_of

from slaclock import ChannelWarning, SlaPolicy, StartWarning
from slaclock.compiled import ticks
from slaclock.errors import ChoiceError, SlaClockError, SqlError
from slaclock.sql import DIALECTS, Dialect, sql_script
from slaclock.sql.questions import NOTHING_PROMISED, VARIOUS
from slaclock.testing import instants, policies, weeks

SMALL = """
name: Small
timezone: America/New_York
holidays: US
schedules: {office: Mon-Fri 09:00-18:00}
plans:
  standard: {first_response: {P1: 4 business hours, P2: 2 business days}}
  plus: {schedule: office, first_response: {P1: 1 hour}}
"""
BY_PHONE = SlaPolicy.loads("""
name: By phone
timezone: UTC
schedules: {office: Mon-Fri 09:00-17:00}
plans: {basic: {schedule: office, first_response: {target: none, when: [{received: by phone, target: 1 hour}]}}}
""")
pytestmark = [
    pytest.mark.filterwarnings(f"ignore::slaclock.{warning.__name__}") for warning in (ChannelWarning, StartWarning)
]


def at_the_gate(names: list[str]) -> list[Any]:
    """A few of them; the others are slow."""
    few = ("gitlab.yaml", "redhat.yaml")
    return [name if name in few else pytest.param(name, marks=pytest.mark.slow) for name in names]


def told(policy: SlaPolicy, years: Any = 2026, prefix: str = "sla_") -> Callable[[str], list[tuple[Any, ...]]]:
    con = duckdb.connect()
    con.execute("SET TimeZone='UTC'")
    con.execute(sql_script(policy, policy.compile(years), "duckdb", prefix))
    return lambda query: con.execute(query).fetchall()


@pytest.fixture(scope="module")
def small() -> Callable[[str], list[tuple[Any, ...]]]:
    return told(SlaPolicy.loads(SMALL))


@pytest.mark.parametrize("name", at_the_gate(promising()))
def test_policies_of_every_kind(name: str) -> None:
    policy, compiled = compiled_policy(name)
    con = duckdb.connect()
    con.execute("SET TimeZone='UTC'")
    con.execute(sql_script(policy, compiled, "duckdb"))
    questions = list(asked(policy, compiled, 60, seed=7))
    con.execute(table_of(questions))
    for question, answer in zip(questions, answers_of(lambda query: con.execute(query).fetchall()), strict=True):
        assert answer == expected(question), question


@settings(max_examples=4, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_policies_that_are_drawn(data: st.DataObject) -> None:
    """Shifts over midnight, exceptions and holidays, around clock changes in many zones."""
    around = data.draw(weeks())
    policy = data.draw(policies(around))
    compiled = policy.compile((around.middle.year - 1, around.middle.year + 1))
    script = sql_script(policy, compiled, "duckdb")
    questions = []
    for at in data.draw(st.lists(instants(around), min_size=20, max_size=20)):
        plan = data.draw(st.sampled_from(list(policy.plans)))
        metric = data.draw(st.sampled_from(list(policy.plans[plan].metrics)))
        priority = data.draw(st.sampled_from([None, *policy.priorities]))
        schedule = data.draw(st.sampled_from(list(policy.schedules)))
        until = at.astimezone(UTC) + timedelta(hours=30)
        try:
            due = ticks(compiled.due(at, plan, priority, metric))
        except SlaClockError:
            due = None
        question = {"opened": ticks(at), "plan": plan, "priority": priority, "metric": metric, "channel": None}
        question |= {"schedule": schedule, "until": ticks(until), "due": due, "is_open": compiled.is_open(at, schedule)}
        questions.append(question | {"elapsed": compiled.elapsed(at, until, schedule) // timedelta.resolution})
    con = duckdb.connect()
    con.execute("SET TimeZone='UTC'")
    con.execute(script)
    con.execute(table_of(questions))
    answers = answers_of(lambda query: con.execute(query).fetchall())
    assert answers == list(map(expected, questions))


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        pytest.param("NULL::timestamptz, 'plus', 'P1'", None, id="nothing-asked"),
        pytest.param("timestamptz '2026-06-01 12:00Z', 'plus', 'P1'", None, id="answered"),
        pytest.param(
            "timestamptz '2026-06-01 12:00Z', 'gold'",
            "the policy has no such plan, metric or priority",
            id="no-such-plan",
        ),
        pytest.param(
            "timestamptz '2026-06-01 12:00Z', 'plus', 'P3'",
            "the policy has no such plan, metric or priority",
            id="no-such-priority",
        ),
        pytest.param(
            "timestamptz '2027-06-01 12:00Z', 'plus', 'P1'",
            "it lies outside the years of these tables",
            id="a-year-later",
        ),
        pytest.param(
            "timestamptz '2027-01-01 05:00Z', 'plus', 'P1'", "it lies outside the years of these tables", id="the-end"
        ),
        pytest.param(
            "timestamptz '2026-01-01 04:59:59.999999Z', 'plus', 'P1'",
            "it lies outside the years of these tables",
            id="just-before-the-beginning",
        ),
        pytest.param("timestamptz '2026-12-31 23:00-05', 'standard', 'P1'", "it is due after 2026", id="due-later"),
    ],
)
def test_what_has_no_answer_has_a_reason(
    small: Callable[[str], list[tuple[Any, ...]]], asked: str, reason: str | None
) -> None:
    ((due, why),) = small(f"SELECT sla_due({asked}), sla_due_reason({asked})")
    assert why == reason
    assert (due is None) == (reason is not None or "NULL" in asked)


@pytest.mark.parametrize(
    ("stopped", "now", "late"),
    [
        pytest.param("'2026-11-27 17:00Z'", "'2026-12-01 00:00Z'", False, id="at-the-due-instant"),
        pytest.param("'2026-11-27 17:00:00.000001Z'", "'2026-12-01 00:00Z'", True, id="a-microsecond-later"),
        pytest.param("NULL", "'2026-11-27 17:00Z'", False, id="running"),
        pytest.param("NULL", "'2026-12-01 00:00Z'", True, id="running-late"),
        pytest.param("'2026-12-02 00:00Z'", "'2026-11-27 12:00Z'", False, id="stopped-after-now"),
        pytest.param("NULL", "'2026-11-01 00:00Z'", False, id="opened-after-now"),
    ],
)
def test_a_breach(small: Callable[[str], list[tuple[Any, ...]]], stopped: str, now: str, late: bool) -> None:
    opened = "'2026-11-25 17:00-05'::timestamptz"
    query = f"SELECT sla_breached({opened}, {stopped}::timestamptz, {now}::timestamptz, 'standard', 'P1')"
    assert small(query) == [(late,)]


def test_columns_that_are_called_like_those_of_the_tables(small: Callable[[str], list[tuple[Any, ...]]]) -> None:
    """A macro puts what it is given where its tables are."""
    rows = "VALUES (timestamptz '2026-06-01 12:00Z', 'plus', 'P1'), (timestamptz '2026-06-01 12:00Z', 'plus', NULL)"
    found = small(f"SELECT sla_due(slot, plan, kind) IS NULL FROM ({rows}) AS t(slot, plan, kind)")
    assert found == [(False,), (True,)]


def test_a_whole_table_by_one_join() -> None:
    policy = SlaPolicy.loads(f"{SMALL}names: {{priorities: {{Very-Urgent: P1}}}}")
    query = told(policy)
    query(
        "CREATE TABLE tickets AS SELECT * FROM (VALUES (1, timestamptz '2026-11-25 17:00-05', 'plus', 'very urgent'), "
        "(2, timestamptz '2026-11-25 17:00-05', 'standard', 'P2'), "
        "(3, timestamptz '2026-11-25 17:00-05', 'plus', 'P7'), "
        "(4, timestamptz '2031-01-01 12:00-05', 'plus', 'P1'), (5, NULL, 'plus', 'P1'), "
        "(6, timestamptz '2026-12-31 23:00-05', 'standard', 'P1')) AS t(id, opened, plan, priority)"
    )
    joined = query("SELECT id, due, due_reason FROM sla_deadlines('tickets') ORDER BY id")
    one_by_one = "sla_due(opened, plan, priority), sla_due_reason(opened, plan, priority)"
    assert joined == query(f"SELECT id, {one_by_one} FROM tickets ORDER BY id")
    assert [due is None for _, due, _ in joined] == [False, False, True, True, True, True]
    assert query("SELECT count(due) FROM sla_deadlines('tickets', metric := 'resolution')") == [(0,)]


@settings(max_examples=4, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_tables_are_answered_as_their_rows_are(data: st.DataObject) -> None:
    """By joins, with rows that have no answer, of drawn policies around clock changes."""
    around = data.draw(weeks())
    policy = data.draw(policies(around))
    query = told(policy, around.middle.year)
    at = st.one_of(st.none(), instants(around), st.just(datetime(2099, 1, 1, tzinfo=UTC)))
    name = {True: "NULL"}
    rows = []
    for number in range(20):
        plan = data.draw(st.sampled_from([None, "no such", *policy.plans]))
        priority = data.draw(st.sampled_from([None, "no such", *policy.priorities]))
        schedule = data.draw(st.sampled_from([None, "no such", *policy.schedules]))
        opened, stopped = (f"timestamptz '{each}'" if each else "NULL" for each in (data.draw(at), data.draw(at)))
        named = [name.get(each is None, f"'{each}'") for each in (plan, priority, schedule)]
        rows.append(f"({', '.join([str(number), opened, stopped, *named])})")
    query(
        "CREATE TABLE tickets (id int, opened timestamptz, stopped timestamptz, plan text, priority text, desk text); "
        f"INSERT INTO tickets VALUES {', '.join(rows)}"
    )
    now = f"timestamptz '{around.middle} 12:00Z'"
    one_by_one = (
        "sla_due(opened, plan, priority), sla_due_reason(opened, plan, priority), "
        f"sla_breached(opened, stopped, {now}, plan, priority)"
    )
    assert query(f"SELECT due, due_reason, breached FROM sla_breaches('tickets', stopped, {now}) ORDER BY id") == query(
        f"SELECT {one_by_one} FROM tickets ORDER BY id"
    )
    assert query("SELECT elapsed FROM sla_open_times('tickets', desk, opened, stopped) ORDER BY id") == query(
        "SELECT sla_elapsed(desk, opened, stopped) FROM tickets ORDER BY id"
    )


def test_instants_without_a_zone_are_refused(small: Callable[[str], list[tuple[Any, ...]]]) -> None:
    """The database would take a timestamp for one of its session's zone (R1)."""
    for written in ("timestamp '2026-06-01 12:00'", "date '2026-06-01'"):
        with pytest.raises(duckdb.Error, match="names none"):
            small(f"SELECT sla_due({written}, 'plus', 'P1')")


def test_what_lies_beyond_all_time_has_a_reason(small: Callable[[str], list[tuple[Any, ...]]]) -> None:
    for written in ("infinity", "-infinity", "0044-03-15 12:00Z", "9999-12-31 12:00Z"):
        asked = f"timestamptz '{written}', 'plus', 'P1'"
        ((due, why, is_open),) = small(
            f"SELECT sla_due({asked}), sla_due_reason({asked}), sla_is_open('office', timestamptz '{written}')"
        )
        assert (due, why, is_open) == (None, "it lies outside the years of these tables", None)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT count(*) FROM tickets t JOIN other o ON o.at = sla_due(t.opened, t.plan, 'P1')",
        "SELECT count(r) FROM (SELECT row_number() OVER (PARTITION BY plan ORDER BY sla_due(opened, plan, 'P1')) AS r "
        "FROM tickets)",
        "SELECT count((SELECT sla_due(t.opened, t.plan, 'P1') FROM tickets t WHERE t.id = o.id)) FROM other o",
        "SELECT sum(len(list_transform([opened], lambda x: sla_due(x, plan, 'P1')))) FROM tickets",
    ],
)
def test_macros_work_in_every_place(query: str) -> None:
    ask = told(SlaPolicy.loads(SMALL))
    ask(
        "CREATE TABLE tickets AS SELECT range AS id, timestamptz '2026-06-01 12:00Z' + to_minutes(range) AS opened, "
        "'plus' AS plan FROM range(500)"
    )
    ask("CREATE TABLE other AS SELECT id, sla_due(opened, plan, 'P1') AS at FROM tickets WHERE id >= 120")
    ((found,),) = ask(query)
    assert found >= 380
    ask("CREATE TABLE kept (opened timestamptz, due timestamptz AS (sla_due(opened, 'plus', 'P1')))")


def test_names_with_every_sign_that_means_something_to_a_database() -> None:
    plan = "it's a \\ $$ $sla$ {{ plan }}\n-- @"
    policy = SlaPolicy.model_validate(
        {
            "name": "Odd */ ; name\nDROP TABLE tickets;",
            "timezone": "UTC",
            "schedules": {plan: "Mon-Fri 09:00-17:00"},
            "plans": {plan: {"schedule": plan, "first_response": "1 hour"}},
        }
    )
    query = told(policy)
    said = "'" + plan.replace("'", "''") + "'"
    at = "timestamptz '2026-06-01 12:00Z'"
    ((due, is_open),) = query(f"SELECT sla_due({at}, {said}), sla_is_open({said}, {at})")
    assert (due, is_open) == (datetime(2026, 6, 1, 13, tzinfo=UTC), True)
    assert "$slaa$" in sql_script(policy, policy.compile(2026), "postgres")


def test_channels_are_compared_as_python_compares_them() -> None:
    """With spaces and letters of which databases do not know what Python does."""
    query = told(SlaPolicy.loads(BUSY))
    for channel in ("pho\xa0ne", "\u2003PHONE\x1f", "phone", "pho\u2011ne"):
        ((due, plain),) = query(
            f"SELECT sla_due(timestamptz '2026-06-06 09:00Z', 'basic', 'P1', channel := '{channel}'), "
            "sla_due(timestamptz '2026-06-06 09:00Z', 'basic', 'P1', channel := 'phone')"
        )
        assert due == plain, channel


@pytest.mark.parametrize("hours", ["15:00-21:00", "07:00-14:00", "00:00-05:00", "10:00-20:00"])
def test_hours_that_no_length_of_slots_is_a_multiple_of(hours: str) -> None:
    """Three, seven, five and ten hours, where slots are four hours long, or eight."""
    target = "{counts: calendar_days, days: 2, starts: at_once, ends: previous_closing}"
    policy = SlaPolicy.loads(
        f"{{name: Threes, timezone: UTC, schedules: {{only: 'Tue,Thu,Sat,Sun {hours}'}}, "
        f"plans: {{only: {{schedule: only, first_response: {target}}}}}}}"
    )
    query = told(policy)
    for hour in range(0, 24 * 300, 17):
        at = datetime(2026, 1, 5, 0, 45, tzinfo=UTC) + timedelta(hours=hour)
        assert query(f"SELECT sla_due(timestamptz '{at}', 'only')") == [(policy.due(at, "only"),)]


def test_what_a_helpdesk_calls_things() -> None:
    policy = SlaPolicy.loads(f"{SMALL}names: {{priorities: {{Very-Urgent: P1}}, plans: {{Gold Plus: plus}}}}")
    query = told(policy)
    at = "timestamptz '2026-06-01 12:00Z'"
    ((one, other, third),) = query(
        f"SELECT sla_due({at}, 'GOLD_PLUS', 'very urgent'), sla_due({at}, 'plus', 'P1'), sla_due({at}, 'plus', 'p1')"
    )
    assert one == other == datetime(2026, 6, 1, 13, tzinfo=UTC)
    assert third is None


def test_channels_decide_in_any_spelling() -> None:
    policy = SlaPolicy.loads(BUSY)
    query = told(policy)
    at = datetime(2026, 6, 6, 9, tzinfo=UTC)
    for channel in (None, "phone", "PHONE ", "by-phone", "fax", "Fa_x", "web"):
        said = "NULL" if channel is None else f"'{channel}'"
        ((due,),) = query(f"SELECT sla_due('{at}'::timestamptz, 'basic', 'P1', channel := {said})")
        assert due == policy.due(at, "basic", "P1", channel=channel), channel


def test_conditions_within_conditions() -> None:
    case = "{received: outside office hours or by phone, target: 1 hour}"
    policy = SlaPolicy.loads(SMALL.replace("P1: 1 hour", f"P1: {{target: 2 hours, when: [{case}]}}"))
    query = told(policy)
    at = datetime(2026, 6, 3, 15, tzinfo=UTC)
    for channel in ("phone", "web"):
        ((due,),) = query(f"SELECT sla_due('{at}'::timestamptz, 'plus', 'P1', channel := '{channel}')")
        assert due == policy.due(at, "plus", "P1", channel=channel)


def test_what_is_promised_to_nobody_has_that_reason() -> None:
    policy = SlaPolicy.loads(SMALL.replace("P2: 2 business days", "P2: none"))
    query = told(policy)
    asked = "timestamptz '2026-06-01 12:00Z', 'standard', 'P2'"
    assert query(f"SELECT sla_due({asked}), sla_due_reason({asked})") == [(None, NOTHING_PROMISED)]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_what_is_promised_through_one_channel_alone_is_written(dialect: Dialect) -> None:
    assert sql_script(BY_PHONE, BY_PHONE.compile(2026), dialect)


def test_what_is_promised_through_one_channel_alone() -> None:
    query, asked = told(BY_PHONE), "timestamptz '2026-06-01 12:00Z', 'basic'"
    for channel in ("NULL", "'web'"):
        given = f"{asked}, channel := {channel}"
        assert query(f"SELECT sla_due({given}), sla_due_reason({given})") == [(None, NOTHING_PROMISED)]
    ((due,),) = query(f"SELECT sla_due({asked}, channel := 'Phone')")
    assert due == datetime(2026, 6, 1, 13, tzinfo=UTC)


def test_a_plan_that_comes_later_has_a_reason_before() -> None:
    added = "{later: {schedule: office, first_response: {P1: 2 hours}}}"
    query = told(SlaPolicy.loads(f"{SMALL}versions: [{{effective: 2026-07-01, plans: {added}}}]"))
    asked = "timestamptz '{} 12:00Z', 'later', 'P1'"
    before, after = asked.format("2026-06-01"), asked.format("2026-08-01")
    ((due, why), (late, _)) = (query(f"SELECT sla_due({at}), sla_due_reason({at})")[0] for at in (before, after))
    assert due is None
    assert "later" in why
    assert late == datetime(2026, 8, 1, 14, tzinfo=UTC)


def test_what_no_row_can_answer_has_one_reason() -> None:
    """Never enough open hours, with another date in every message."""
    closed = "{first: 0001-01-01, last: 2026-05-31, hours: closed}, {first: 2026-06-02, hours: closed}"
    once = f"{{hours: 24x7, seasons: [{closed}]}}"
    policy = SlaPolicy.loads(
        f"{{name: Short, timezone: UTC, outside_coverage: ignore, schedules: {{once: {once}}}, "
        "plans: {only: {schedule: once, first_response: 4 business hours}}}"
    )
    query = told(policy)
    after = "timestamptz '2026-06-02 12:00Z'"
    assert query(f"SELECT sla_due({after}), sla_due_reason({after})") == [(None, VARIOUS)]


def test_a_policy_that_changes_answers_by_the_version_in_force() -> None:
    changed = "{plus: {schedule: office, first_response: {P1: 2 hours}}}"
    query = told(SlaPolicy.loads(f"{SMALL}versions: [{{effective: 2026-07-01, plans: {changed}}}]"))
    ((before, after),) = query(
        "SELECT sla_due(timestamptz '2026-07-01 03:59:59.999999Z', 'plus', 'P1'), "
        "sla_due(timestamptz '2026-07-01 04:00Z', 'plus', 'P1')"
    )
    assert (before.hour, after.hour) == (4, 6)


def test_equal_answers_stand_once() -> None:
    policy = SlaPolicy.loads(SMALL.replace("P2: 2 business days", "P2: 4 business hours"))
    query = told(policy, prefix="main.support_")
    asked = ("'standard', 'P1'", "'standard', 'P2'", "'plus', 'P1'")
    promised = ", ".join(f"support_promise({each}, 'first_response', NULL)" for each in asked)
    ((standard, other, plus),) = query(f"SELECT {promised}")
    assert standard == other != plus


@pytest.mark.parametrize(
    ("policy", "years", "arguments", "error", "words"),
    [
        pytest.param(SMALL, 2026, {"dialect": "oracle"}, ChoiceError, "duckdb", id="another-dialect"),
        pytest.param(SMALL, 2026, {"prefix": "sla;"}, SqlError, "no prefix", id="a-prefix-that-is-more"),
        pytest.param(SMALL, 2026, {"prefix": 'a"b_'}, SqlError, "no prefix", id="a-prefix-in-quotes"),
        pytest.param(SMALL, (1969, 1971), {}, SqlError, "begin in 1970", id="before-1970"),
        pytest.param(SMALL.replace("1 hour", "61 seconds"), 2026, {}, SqlError, "write times", id="single-seconds"),
        pytest.param(
            f"{SMALL}names: {{priorities: {{Größte: P1}}}}",
            2026,
            {},
            SqlError,
            "ASCII",
            id="letters-that-fold-otherwise",
        ),
        pytest.param(
            SMALL.replace("P1: 1 hour", "P1: {target: 1 hour, when: [{received: by Brief, target: 2 hours}]}").replace(
                "Brief", "téléphone"
            ),
            2026,
            {},
            SqlError,
            "ASCII",
            id="a-channel-with-other-letters",
        ),
    ],
)
def test_what_tables_cannot_say_is_refused(
    policy: str, years: Any, arguments: dict[str, Any], error: type[Exception], words: str
) -> None:
    read = SlaPolicy.loads(policy if years == 2026 else policy.replace("holidays: US\n", ""))
    with pytest.raises(error, match=words):
        sql_script(read, read.compile(years), **({"dialect": "duckdb"} | arguments))


def test_a_policy_that_speaks_of_the_customers_clocks_needs_their_zone() -> None:
    policy = SlaPolicy.loads(
        "{name: Own, timezone: UTC, schedules: {own: {hours: Mon-Fri 09:00-17:00, timezone: customer}}, "
        "plans: {only: {schedule: own, first_response: 4 business hours}}}"
    )
    with pytest.raises(SqlError, match="customer"):
        sql_script(policy, policy.compile(2026, customers=["Asia/Tokyo"]), "duckdb")
    own = policy.for_customer("Asia/Tokyo")
    assert "sla_due" in sql_script(own, own.compile(2026), "duckdb")


def test_postgres_is_told_priorities_channels_and_names_of_a_helpdesk() -> None:
    """What it answers is asked of a server, in a session of its own."""
    policy = SlaPolicy.loads(BUSY)
    script = sql_script(policy, policy.compile(2026), "postgres")
    for told_there in ("'phone'", "'P1'", "LANGUAGE plpgsql STABLE PARALLEL SAFE"):
        assert told_there in script
