"""The example of a dbt project: its files, with what dbt would put into them, run in DuckDB."""

from __future__ import annotations

import re

import duckdb
from paths import ROOT

from slaclock import SlaPolicy
from slaclock.sql import sql_script

PROJECT = ROOT / "examples" / "dbt_policy"
NOW = "timestamptz '2026-12-01 00:00Z'"


def rendered(name: str) -> str:
    """A model as dbt would run it: names of tables, the variable `now`, and the project's own macro."""
    text = (PROJECT / "models" / f"{name}.sql").read_text(encoding="utf-8")
    macro = re.search(r"%}(.*){% endmacro", (PROJECT / "macros" / "attainment.sql").read_text("utf-8"), re.DOTALL)
    assert macro
    text = re.sub(r"\{\{ attainment\('(\w+)'\) \}\}", lambda found: macro[1].replace("{{ breached }}", found[1]), text)
    text = re.sub(r"\{\{ var\('now', 'current_timestamp'\) \}\}", NOW, text)
    text = re.sub(r"\{\{ ref\('(\w+)'\) \}\}", r"\1", text)
    assert "{" not in text
    return text


def test_the_models_answer_as_the_policy_does() -> None:
    policy = SlaPolicy.load(PROJECT / "policy.yaml")
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    con.execute(sql_script(policy, policy.compile((2026, 2027)), "duckdb"))
    con.execute(
        "CREATE TABLE tickets AS SELECT * FROM (VALUES "
        "(1, 'standard', 'P1', timestamptz '2026-11-25 17:00-05', timestamptz '2026-11-27 12:00-05'), "
        "(2, 'standard', 'P1', timestamptz '2026-11-25 17:00-05', timestamptz '2026-11-27 12:00:00.000001-05'), "
        "(3, 'premium', 'P2', timestamptz '2026-10-30 17:00-04', NULL), "
        "(4, 'premium', 'P7', timestamptz '2026-10-30 17:00-04', NULL)) AS t(id, plan, priority, opened, answered)"
    )
    for model in ("ticket_deadlines", "compliance_by_month"):
        con.execute(f"CREATE TABLE {model} AS {rendered(model)}")
    assert con.execute("SELECT breached, epoch(open_time)::int FROM ticket_deadlines ORDER BY id").fetchall() == [
        (False, 4 * 3600),
        (True, 4 * 3600),
        (True, (19 * 9 + 1) * 3600),
        (None, (19 * 9 + 1) * 3600),
    ]
    assert con.execute("SELECT why_no_due FROM ticket_deadlines WHERE due IS NULL").fetchall() == [
        ("the policy has no such plan, metric or priority",)
    ]
    assert con.execute("SELECT * FROM compliance_by_month").fetchall() == [
        ("2026-10", "premium", 2, 0.0),
        ("2026-11", "standard", 2, 50.0),
    ]


def test_its_functions_are_made_as_its_file_says() -> None:
    said = (PROJECT / "dbt_project.yml").read_text(encoding="utf-8")
    assert "slaclock sql policy.yaml --dialect duckdb" in said
    assert '"{{ sla_functions() }}"' in said
