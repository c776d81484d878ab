"""PostgreSQL answers by its tables as the policy does (R7, R8, R10, R11, R12, R22)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from postgres_server import postgres_server
from published_questions import asked, compiled_policy, promising
from sql_databases import answers_of, expected, instant, table_of

from slaclock import StartWarning
from slaclock.compiled import ticks
from slaclock.errors import SlaClockError
from slaclock.sql import sql_script
from slaclock.testing import instants, policies, weeks

pytestmark = pytest.mark.filterwarnings(f"ignore::slaclock.{StartWarning.__name__}")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres_server() as folder:
        yield str(folder)


@pytest.fixture
def database(server: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(host=server, user="postgres", dbname="postgres", autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public; SET TIME ZONE 'UTC'")
        yield connection


@pytest.mark.parametrize("name", promising())
def test_policies_of_every_kind(database: psycopg.Connection[Any], name: str) -> None:
    policy, compiled = compiled_policy(name)
    database.execute(sql_script(policy, compiled, "postgres"))
    questions = list(asked(policy, compiled, 300, seed=11))
    database.execute(table_of(questions))
    answers = answers_of(lambda query: database.execute(query).fetchall())
    for question, answer in zip(questions, answers, strict=True):
        assert answer == expected(question), question


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_policies_that_are_drawn(database: psycopg.Connection[Any], data: st.DataObject) -> None:
    around = data.draw(weeks())
    policy = data.draw(policies(around))
    compiled = policy.compile((around.middle.year - 1, around.middle.year + 1))
    database.execute(sql_script(policy, compiled, "postgres"))
    for at in data.draw(st.lists(instants(around), min_size=20, max_size=20)):
        plan = data.draw(st.sampled_from(list(policy.plans)))
        metric = data.draw(st.sampled_from(list(policy.plans[plan].metrics)))
        try:
            due = ticks(compiled.due(at, plan, None, metric))
        except SlaClockError:
            due = None
        query = (
            f"SELECT (extract(epoch FROM sla_due({instant(ticks(at))}, '{plan}', NULL, '{metric}')) * 1000000)::bigint"
        )
        ((found,),) = database.execute(query).fetchall()
        assert found == due


def test_it_is_told_again_and_beside_another(database: psycopg.Connection[Any]) -> None:
    policy, compiled = compiled_policy("byteztech.yaml")
    database.execute("CREATE SCHEMA support")
    for prefix in ("sla_", "sla_", "support.sla_"):
        database.execute(sql_script(policy, compiled, "postgres", prefix))
    opened = "timestamptz '2026-11-25 17:00-05'"
    query = (
        f"SELECT sla_due({opened}, 'premium', 'P2') = support.sla_due({opened}, plan => 'premium', priority => 'P2')"
    )
    assert database.execute(query).fetchall() == [(True,)]
