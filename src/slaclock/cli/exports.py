"""A policy as other products have it: `export`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from slaclock.cli.moments import read_moment
from slaclock.cli.parameters import INSTANT, Out, Plan, PolicyFile
from slaclock.cli.policies import load
from slaclock.cli.streams import put_out, refuse_overwriting
from slaclock.cli.written_years import read_years
from slaclock.errors import ChoiceError

if TYPE_CHECKING:
    from slaclock.policy import SlaPolicy


def export(
    product: Annotated[str, typer.Argument(metavar="PRODUCT", help="For which product it is written, e.g. zendesk.")],
    policy: PolicyFile,
    schedule: Annotated[
        str | None, typer.Option(metavar="NAME", help="The one schedule to write; by default all that the format has.")
    ] = None,
    plan: Plan = None,
    years: Annotated[
        str | None,
        typer.Option(metavar="YEARS", help="Years whose holidays are written as dates, e.g. 2026 or 2026-2028."),
    ] = None,
    at: Annotated[str | None, typer.Option(metavar="INSTANT", help=f"The version in force then. {INSTANT}")] = None,
    out: Out = None,
) -> None:
    """A policy in the format of another product.

    Hours, holidays and targets are written as that product has them. What the format cannot say is refused by name,
    and nothing is written. Nothing is sent anywhere.
    """
    from slaclock.adapters import of_product

    refuse_overwriting({"--out": out}, {"POLICY": policy})
    write = of_product(product, "text_of_policy")
    document = _one_version(load(policy), at)
    put_out(write(document, schedule=schedule, plan=plan, years=read_years(years) if years else ()), out)


def _one_version(policy: SlaPolicy, at: str | None) -> SlaPolicy:
    """The version in force at an instant; a format has one, so a policy with several needs it."""
    if at is not None:
        return policy.in_force(read_moment(at, "at", policy.timezone).instant)
    if policy.versions:
        raise ChoiceError("this policy has versions, and the format has one; say which with --at, e.g. --at now")
    return policy
