"""The products that are read by name, and what each of them can do: read policies, read tickets, be written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any, Literal

from slaclock.errors import UnknownNameError, did_you_mean

PRODUCTS: Mapping[str, str] = MappingProxyType(
    {
        "zendesk": "Zendesk",
        "jira": "Jira Service Management",
        "salesforce": "Salesforce",
        "ical": "iCalendar",
        "osm": "OpenStreetMap",
        "schemaorg": "schema.org",
        "google": "Google Business Profile",
        "freshdesk": "Freshdesk and Freshservice",
        "intercom": "Intercom",
        "opsgenie": "Opsgenie",
        "pagerduty": "PagerDuty",
        "servicenow": "ServiceNow",
        "zammad": "Zammad",
        "glpi": "GLPI",
        "frappe": "ERPNext and Frappe Helpdesk",
        "odoo": "Odoo",
        "chatwoot": "Chatwoot",
    }
)
"""What each product is called, by the name of its package."""

TAKES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"only": ("ical",), "leave_out": ("ical",), "holidays": ("osm", "schemaorg")}
)
"""What more people may say of files that become a policy, and for which products: which events are holidays and which
are none, and the country whose holidays are meant."""

Does = Literal["policy_of_answers", "tickets_of_answers", "text_of_policy", "comparison_of_answers"]
"""Functions that products may have, each of which says of itself only what is particular to the product.

- `policy_of_answers(answers, timezone=None, name=…)`: the `PolicyReading` that several answers make together.
- `tickets_of_answers(answers, timezone=None)`: the `TicketReading` of the tickets that they tell of.
- `comparison_of_answers(answers, policy, timezone=None)`: the `Comparison` of the product's own answers with those of a
  policy that was read of it.
- `text_of_policy(policy, *, schedule, plan, years)`: what is named of a policy, as the text of a file that
  `policy_of_answers` takes back; holidays by rule are written as the dates of `years`, from the first to the last.

`answers` are parsed JSON, or texts where a product writes texts, by what messages call each: a file; their order says
nothing. `timezone` is the IANA name of the zone of what states none, and `name` what the policy is called. A
`PayloadError` says of which answer it is not known what it is, what in one cannot be read, and what of a policy the
format cannot say; an `UnknownNameError`, which schedule or plan a policy has not, or which of several is to be named.
"""


def able(does: Does) -> list[str]:
    """The products that have a function."""
    return [name for name in PRODUCTS if does in dir(_package(name))]


def of_product(name: str, does: Does) -> Callable[..., Any]:
    """A function of a product; `Does` says what each takes and gives.

    Raises:
        UnknownNameError: There is no such product, or it cannot do this.
    """
    known = able(does)
    if name not in known:
        if name in PRODUCTS and (why := getattr(_package(name), "WHY_NOT", {}).get(does)):
            raise UnknownNameError(why)
        raise UnknownNameError(f"{name!r} is no product that does this; {did_you_mean(name, known)}")
    function: Callable[..., Any] = getattr(_package(name), does)
    return function


def _package(name: str) -> Any:
    return import_module(f"slaclock.adapters.{name}")
