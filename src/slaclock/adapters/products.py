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
"""Functions that products may have: files to a policy, files to tickets, a policy to the text of a file, and files
beside a policy to a comparison."""


def able(does: Does) -> list[str]:
    """The products that have a function."""
    return [name for name in PRODUCTS if does in dir(_package(name))]


def of_product(name: str, does: Does) -> Callable[..., Any]:
    """A function of a product.

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
