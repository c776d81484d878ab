"""What other products answer, with changes: read with its losses, or refused with its place; what is read is sound."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import chatwoot_payloads
import frappe_payloads
import freshdesk_payloads
import glpi_payloads
import intercom_payloads
import jira_payloads
import odoo_payloads
import on_call_payloads
import zendesk_payloads

from fuzz.cases import Case
from fuzz.changes import changed_bytes, changed_tree
from fuzz.formats import as_json
from slaclock import SlaPolicy
from slaclock.adapters import Comparison, PolicyReading, TicketReading, of_product
from slaclock.cli.payload_files import answers_in

ZONE = "Europe/Berlin"


def _zendesk_whole() -> dict[str, Any]:
    return {**zendesk_payloads.account(), **zendesk_payloads.histories()}


def _zendesk_clocks() -> dict[str, Any]:
    histories = zendesk_payloads.histories()
    return {kind: histories[kind] for kind in ("tickets", "metric_events")}


def _freshdesk_policy() -> dict[str, Any]:
    return {kind: freshdesk_payloads.account()[kind] for kind in ("business_hours", "sla_policies")}


def _glpi_policy() -> dict[str, Any]:
    return {kind: answer for kind, answer in glpi_payloads.account().items() if kind != "logs"}


def _glpi_tickets() -> dict[str, Any]:
    return {kind: glpi_payloads.account()[kind] for kind in ("tickets", "logs")}


def _frappe_policy() -> dict[str, Any]:
    return {
        kind: frappe_payloads.account()[kind]
        for kind in ("service_level_agreements", "holiday_lists", "ticket_statuses")
    }


def _frappe_tickets() -> dict[str, Any]:
    return {kind: frappe_payloads.account()[kind] for kind in ("tickets", "versions", "communications")}


def _odoo_policy() -> dict[str, Any]:
    return {kind: answer for kind, answer in odoo_payloads.account().items() if kind != "tickets"}


def _odoo_tickets() -> dict[str, Any]:
    return {kind: odoo_payloads.account()[kind] for kind in ("tickets", "sla_statuses")}


def _chatwoot(*kinds: str) -> dict[str, Any]:
    return {kind: chatwoot_payloads.account()[kind] for kind in kinds}


MADE: Mapping[tuple[str, str], Callable[[], Mapping[str, Any]]] = {
    ("zendesk", "policy_of_answers"): zendesk_payloads.account,
    ("zendesk", "tickets_of_answers"): _zendesk_whole,
    ("zendesk", "comparison_of_answers"): _zendesk_clocks,
    ("jira", "tickets_of_answers"): jira_payloads.account,
    ("freshdesk", "policy_of_answers"): _freshdesk_policy,
    ("freshdesk", "tickets_of_answers"): freshdesk_payloads.account,
    ("glpi", "policy_of_answers"): _glpi_policy,
    ("glpi", "tickets_of_answers"): _glpi_tickets,
    ("glpi", "comparison_of_answers"): _glpi_tickets,
    ("frappe", "policy_of_answers"): _frappe_policy,
    ("frappe", "tickets_of_answers"): _frappe_tickets,
    ("frappe", "comparison_of_answers"): _frappe_tickets,
    ("odoo", "policy_of_answers"): _odoo_policy,
    ("odoo", "tickets_of_answers"): _odoo_tickets,
    ("odoo", "comparison_of_answers"): _odoo_tickets,
    ("chatwoot", "policy_of_answers"): lambda: _chatwoot("inboxes", "sla_policies"),
    ("chatwoot", "tickets_of_answers"): lambda: _chatwoot("conversations", "messages"),
    ("chatwoot", "comparison_of_answers"): lambda: _chatwoot("conversations", "applied_slas"),
    ("intercom", "policy_of_answers"): intercom_payloads.account,
    ("opsgenie", "policy_of_answers"): lambda: {"schedules": [on_call_payloads.on_call()]},
    ("pagerduty", "policy_of_answers"): lambda: {"services": [on_call_payloads.service()]},
}
"""What each product answers, by what is read of it; a product that comes gets its row."""


def made(random: Random) -> Case:
    """Files of one product, of which one or two are changed."""
    words = random.choice(list(MADE))
    trees = dict(MADE[words]())
    for name in random.sample(list(trees), min(len(trees), random.choice((1, 1, 2)))):
        trees[name] = changed_tree(random, trees[name], random.choice((1, 1, 2, 4)))
    files = {f"{name}.json": as_json(tree) for name, tree in trees.items()}
    if random.random() < 0.1:
        name = random.choice(list(files))
        files[name] = changed_bytes(random, files[name])
    return Case("payloads", files, words)


def attempted(case: Case, folder: Path) -> None:
    """Read it as the command line does, and ask what was read."""
    product, does = case.words
    answers = answers_in([folder / name for name in case.files])
    read = of_product(product, does)  # type: ignore[arg-type]
    _sound(read(answers, _policy(product)) if does == "comparison_of_answers" else read(answers, ZONE))


def _policy(product: str) -> SlaPolicy:
    """What the figures of a product are put beside."""
    policy: SlaPolicy = of_product(product, "policy_of_answers")(MADE[product, "policy_of_answers"](), ZONE).policy
    return policy


def _sound(reading: PolicyReading | TicketReading | Comparison) -> None:
    """Whether what was read can be written and read again."""
    match reading:
        case PolicyReading():
            assert SlaPolicy.loads(reading.yaml()) == reading.policy, "the policy file says something else"
        case TicketReading():
            assert len(reading.jsonl().splitlines()) == len(reading.tickets), "a ticket is more than a line"
        case Comparison():
            assert all(cycle.reason for cycle in reading.cycles), "a difference has no reason"
    assert all(map(str, reading.losses)), "a loss says nothing"
