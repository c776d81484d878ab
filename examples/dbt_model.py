"""Where every ticket stands, as a Python model of dbt over DuckDB; without dbt, with a stand-in of what it hands in.

`model` is what stands in `models/ticket_standings.py` of a dbt project, with `dbt-duckdb`. `main` hands it the same two
things: `dbt`, with `config`, `ref` and `is_incremental`, and `session`, a connection of DuckDB.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb

from slaclock import SlaPolicy, columns

HERE = Path(__file__).parent


def model(dbt: Any, session: Any) -> Any:
    """One row for each cycle of each ticket, as of the variable `as_of`."""
    dbt.config(materialized="table", packages=["slaclock[columns,yaml]"])
    policy = SlaPolicy.load(HERE / "policies" / "helpdesk.yaml")
    as_of = datetime.fromisoformat(dbt.config.get("as_of"))
    return columns.evaluate(policy, arrow(dbt.ref("tickets")), arrow(dbt.ref("ticket_events")), as_of)


def arrow(relation: Any) -> Any:
    """A relation of DuckDB as a table of Arrow."""
    return relation.to_arrow_table()


class Config:
    """What `dbt.config` is to a model: called with how it is built, and asked for what the project states."""

    def __init__(self, stated: dict[str, str]) -> None:
        self.get = stated.__getitem__

    def __call__(self, **built: object) -> None:
        """Nothing is built otherwise here."""


class StandIn:
    """What dbt hands to a model."""

    def __init__(self, session: duckdb.DuckDBPyConnection, **stated: str) -> None:
        self.config = Config(stated)
        self.ref: Callable[[str], Any] = session.table


def main() -> None:
    session = duckdb.connect()
    session.execute("SET TimeZone = 'UTC'")
    queue = HERE / "tickets" / "queue.jsonl"
    session.execute(
        "CREATE TABLE raw AS SELECT id, opened::TIMESTAMPTZ AS opened, priority, events FROM read_json(?)", [str(queue)]
    )
    session.execute("CREATE VIEW tickets AS SELECT id, opened, priority FROM raw")
    session.execute("""
        CREATE VIEW ticket_events AS
        SELECT id AS ticket, e.at::TIMESTAMPTZ AS at, e.kind, e.status, e.priority
        FROM (SELECT id, unnest(events) AS e FROM raw)
    """)
    session.register("ticket_standings", model(StandIn(session, as_of="2026-11-25T16:00-05:00"), session))
    standings = session.sql("SELECT ticket, metric::TEXT, state::TEXT, due::TEXT FROM ticket_standings")
    for ticket, metric, state, due in standings.fetchall():
        print(f"{ticket}  {metric:<14}  {state:<7}  due {due}")


if __name__ == "__main__":
    main()
