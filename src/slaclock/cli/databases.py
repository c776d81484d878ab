"""A policy as tables and functions of a database: `sql`."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from slaclock.cli.moments import right_now
from slaclock.cli.parameters import Out, PolicyFile
from slaclock.cli.policies import load
from slaclock.cli.streams import put_out, refuse_overwriting
from slaclock.cli.written_years import read_years


def sql(
    policy: PolicyFile,
    dialect: Annotated[Literal["duckdb", "postgres"], typer.Option(help="For which database it is written.")],
    years: Annotated[
        str | None,
        typer.Option(
            metavar="YEARS", help="The years for which it answers, e.g. 2024-2027; by default this one and the next."
        ),
    ] = None,
    prefix: Annotated[
        str, typer.Option(metavar="NAME", help="What the names of tables and functions begin with.")
    ] = "sla_",
    customer_timezone: Annotated[
        str | None,
        typer.Option(metavar="ZONE", help="The zone of customers, where the policy speaks of their clocks."),
    ] = None,
    out: Out = None,
) -> None:
    """A policy as tables and functions of a database.

    It answers there without Python. The functions are sla_due, sla_due_reason, sla_breached, sla_elapsed and
    sla_is_open. What the database cannot say exactly is refused, and nothing is written.
    """
    from slaclock.sql import sql_script

    refuse_overwriting({"--out": out}, {"POLICY": policy})
    document = load(policy, customer_timezone)
    this_year = right_now(document.timezone).year
    span = read_years(years) if years else range(this_year, this_year + 2)
    compiled = document.compile((span[0], span[-1]))
    put_out(sql_script(document, compiled, dialect, prefix).removesuffix("\n"), out, in_utf8=True)
