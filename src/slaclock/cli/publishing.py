"""A page for a support site, and the module of JavaScript that answers in it: `publish`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from slaclock.cli.moments import read_moment, right_now
from slaclock.cli.parameters import Now, Out
from slaclock.cli.policies import load, refuse_customers
from slaclock.cli.streams import put_out, refuse_overwriting
from slaclock.cli.written_years import read_years
from slaclock.errors import ChoiceError

_AHEAD = 1
"""How many years after this one a page answers for if none are named."""


def publish(
    policy: Annotated[
        Path | None, typer.Argument(metavar="POLICY", help="Policy file, or - for standard input.", show_default=False)
    ] = None,
    years: Annotated[
        str | None,
        typer.Option(
            metavar="YEARS", help="The years for which it answers, e.g. 2026-2028; by default this one and the next."
        ),
    ] = None,
    customer_timezone: Annotated[
        list[str] | None,
        typer.Option(
            "--customer-timezone",
            metavar="ZONE",
            help="The zone of customers, where the policy speaks of their clocks; one for each page.",
        ),
    ] = None,
    now: Now = None,
    module: Annotated[
        bool, typer.Option("--module", help="Write the module that answers from compiled policies, without a page.")
    ] = False,
    types: Annotated[
        bool, typer.Option("--types", help="Write the types of that module for TypeScript: slaclock.d.ts.")
    ] = False,
    out: Out = None,
) -> None:
    """A page for a support site, with a calculator.

    Plans, hours, holidays ahead, and when a request is due and why. It stands by itself: it fetches nothing, needs
    no server, and works from a file. Names of helpdesks and others that customers do not see are left out.
    """
    from slaclock.publish import evaluator_module, evaluator_types, published_page

    zones = customer_timezone or []
    if module or types:
        _refuse_with_module(module and types, policy, years, *zones, now)
        text = evaluator_module() if module else evaluator_types()
        put_out(text.removesuffix("\n"), out, in_utf8=True)
        return
    if policy is None:
        raise ChoiceError("say which policy is published, e.g. slaclock publish policy.yaml; --module alone needs none")
    refuse_overwriting({"--out": out}, {"POLICY": policy})
    if len(zones) > 1:
        raise ChoiceError(
            f"a page is for customers in one zone, not in {len(zones)} ({', '.join(zones)}); publish one page for each"
        )
    document = load(policy)
    refuse_customers(document, zones)
    for zone in zones:
        document = document.for_customer(zone)
    at = read_moment(now, "now", document.timezone).instant if now else right_now(document.timezone)
    span = read_years(years) if years else range(at.year, at.year + _AHEAD + 1)
    compiled = document.compile((span[0], span[-1]))
    put_out(published_page(document, compiled, at).removesuffix("\n"), out, in_utf8=True)


def _refuse_with_module(both: bool, policy: Path | None, *choices: str | None) -> None:
    if both:
        raise ChoiceError("--module and --types are two files; write one, then the other")
    if policy is not None or any(choices):
        raise ChoiceError(
            "--module and --types write what answers from any compiled policy, so they take neither a policy nor "
            "years; write the policy with slaclock compile"
        )
