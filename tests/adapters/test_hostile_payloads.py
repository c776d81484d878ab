"""Payloads of every product in which one value is another: read, or refused with its place, and no more (R19, R21).

A row for each product: what it answers, and what reads that. Every value of it is exchanged for some of a set of
others, which come in turn.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import chatwoot_payloads
import frappe_payloads
import freshdesk_payloads
import glpi_payloads
import intercom_payloads
import jira_payloads
import odoo_payloads
import on_call_payloads
import open_payloads
import pytest
import salesforce_payloads
import servicenow_payloads
import zammad_payloads
import zendesk_payloads

from slaclock import PayloadError, Schedule, SlaPolicy
from slaclock.adapters import (
    chatwoot,
    frappe,
    freshdesk,
    glpi,
    google,
    intercom,
    jira,
    odoo,
    opsgenie,
    osm,
    pagerduty,
    salesforce,
    schemaorg,
    servicenow,
    zammad,
    zendesk,
)

OFFICE = Schedule(timezone="Europe/Berlin", hours="Mon-Fri 09:00-17:00", name="Office")
POLICY = SlaPolicy(
    name="Acme",
    timezone="Europe/Berlin",
    schedules={"Office": "Mon-Fri 09:00-17:00"},
    plans={"Gold": {"schedule": "Office", "resolution": "8 business hours"}},
)
ZENDESK = zendesk.policy(zendesk_payloads.schedule(), sla_policies=zendesk_payloads.sla_policy())
OTHERS: list[Any] = [
    *(None, True, 0, -1, 10**17, 0.5, "", " ", "x" * 600, "Nowhere/Land", "2026-13-45", "9999-12-31T23:59:59Z"),
    *("<img src=x onerror=alert(1)>", "=1+1", "0001-01-01", [], {}, [[]], [None], {"id": {}}, {"": ""}, {"values": 7}),
]

TURNS = 4
"""Each place has every fourth of them, the next one those after these."""


def _jira(payload: Any) -> None:
    jira.tickets(**payload)
    jira.explains(OFFICE, payload["issues"])
    jira.compare(POLICY, payload["issues"], changelogs=payload["changelogs"])


def _organisation() -> Any:
    stopped = salesforce_payloads.change("01T16:00", "IsStopped", False, True)
    return {
        **salesforce_payloads.account(),
        "cases": salesforce_payloads.case(),
        "histories": [stopped, salesforce_payloads.change("02T08:00", "IsStopped", True, False)],
        "milestones": [salesforce_payloads.milestone()],
    }


def _salesforce(payload: Any) -> None:
    salesforce.tickets(payload["cases"], payload["histories"])
    salesforce.compare(POLICY, payload["milestones"], payload["cases"], payload["histories"])
    salesforce.policy(payload["business_hours"], payload["holidays"])


def _freshdesk(payload: Any) -> None:
    read = freshdesk.policy(payload.pop("business_hours"), payload.pop("sla_policies"))
    freshdesk.tickets(**payload, policy=read)
    freshdesk.compare(read, **payload, now=datetime(2026, 6, 2, tzinfo=UTC))
    assert SlaPolicy.loads(read.yaml()) == read.policy


def _zendesk(payload: Any) -> None:
    told = zendesk.tickets(**payload, policy=ZENDESK)
    assert told.jsonl().count("\n") == len(told.tickets)
    zendesk.compare(ZENDESK.policy, payload["tickets"], payload["metric_events"])


def _zammad(payload: Any) -> None:
    tickets, history = payload.pop("tickets"), payload.pop("histories")
    articles, states = payload.pop("articles"), payload["ticket_states"]
    read = zammad.policy(**payload)
    assert SlaPolicy.loads(read.yaml()) == read.policy
    zammad.tickets(tickets, history, articles, states)
    zammad.compare(read.policy, tickets, history, states)


def _glpi(payload: Any) -> None:
    tickets, logs = payload["tickets"], payload.pop("logs")
    read = glpi.policy(**payload, timezone="Europe/Paris")
    assert SlaPolicy.loads(read.yaml()) == read.policy
    glpi.tickets(tickets, logs, "Europe/Paris", reading=read)
    glpi.compare(read, tickets, logs)


def _frappe(payload: Any) -> None:
    histories = [payload.pop(kind) for kind in ("tickets", "versions", "communications")]
    read = frappe.policy(**payload, timezone="Asia/Kolkata")
    assert SlaPolicy.loads(read.yaml()) == read.policy
    frappe.tickets(*histories, timezone="Asia/Kolkata", reading=read)
    frappe.compare(read, *histories, timezone="Asia/Kolkata")


def _odoo(payload: Any) -> None:
    tickets, statuses = payload.pop("tickets"), payload["sla_statuses"]
    read = odoo.policy(**payload)
    assert SlaPolicy.loads(read.yaml()) == read.policy
    odoo.tickets(tickets, statuses, reading=read)
    odoo.compare(read, tickets, statuses)


def _chatwoot(payload: Any) -> None:
    chats = payload["conversations"]
    read = chatwoot.policy(payload["inboxes"], payload["sla_policies"])
    assert SlaPolicy.loads(read.yaml()) == read.policy
    chatwoot.tickets(chats, payload["messages"], reading=read)
    chatwoot.compare(read, chats, payload["applied_slas"])


def _clocks_of_servicenow(payload: Any) -> None:
    servicenow.compare(servicenow.policy(**servicenow_payloads.account()), payload)


def _histories_of_servicenow(payload: Any) -> None:
    hours = {table: payload.pop(table) for table in ("cmn_schedule", "cmn_schedule_span", "contract_sla")}
    read = servicenow.policy(**hours, task_sla=payload["task_sla"], paused_statuses=["On Hold"])
    servicenow.tickets(**payload, reading=read)
    servicenow.compare(read, payload["task_sla"], incident=payload["incident"], sys_audit=payload["sys_audit"])


ROWS = [
    pytest.param(zendesk_payloads.account, lambda payload: zendesk.policy(**payload), id="zendesk"),
    pytest.param(zendesk_payloads.histories, _zendesk, id="zendesk-tickets"),
    pytest.param(jira_payloads.account, _jira, id="jira"),
    pytest.param(_organisation, _salesforce, id="salesforce"),
    pytest.param(freshdesk_payloads.account, _freshdesk, id="freshdesk"),
    pytest.param(open_payloads.overpass, lambda payload: osm.policy(payload, "Europe/Berlin"), id="osm"),
    pytest.param(intercom_payloads.account, lambda payload: intercom.policy(**payload), id="intercom"),
    pytest.param(lambda: [on_call_payloads.on_call()], opsgenie.policy, id="opsgenie"),
    pytest.param(lambda: [on_call_payloads.service()], pagerduty.policy, id="pagerduty"),
    pytest.param(open_payloads.place, lambda payload: schemaorg.policy(payload, "Europe/Berlin", "DE"), id="schemaorg"),
    pytest.param(open_payloads.location, lambda payload: google.policy(payload, "Europe/Berlin"), id="google"),
    pytest.param(zammad_payloads.account, _zammad, id="zammad"),
    pytest.param(glpi_payloads.account, _glpi, id="glpi"),
    pytest.param(frappe_payloads.account, _frappe, id="frappe"),
    pytest.param(odoo_payloads.account, _odoo, id="odoo"),
    pytest.param(chatwoot_payloads.account, _chatwoot, id="chatwoot"),
    pytest.param(servicenow_payloads.account, lambda payload: servicenow.policy(**payload), id="servicenow"),
    pytest.param(lambda: [servicenow_payloads.clock()], _clocks_of_servicenow, id="servicenow-clocks"),
    pytest.param(servicenow_payloads.histories, _histories_of_servicenow, id="servicenow-histories"),
]


@pytest.mark.parametrize(("make", "read"), ROWS)
def test_another_value_anywhere_is_read_or_refused_with_its_place(
    make: Callable[[], Any], read: Callable[[Any], object]
) -> None:
    read(make())
    for turn, path in enumerate(_places(make())):
        for other in OTHERS[turn % TURNS :: TURNS]:
            payload = make()
            holder = payload
            for step in path[:-1]:
                holder = holder[step]
            holder[path[-1]] = deepcopy(other)
            try:
                read(payload)
            except PayloadError:
                continue
            except Exception as error:  # Whatever else leaves an adapter is what this test is there to find.
                pytest.fail(f"{path} = {other!r}: {type(error).__name__}: {error}")


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _places(inner, (*path, key))
