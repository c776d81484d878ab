"""What each product answers, by what is read of it: one row for each, for the laws and the fuzzing of all adapters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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
import salesforce_payloads
import servicenow_payloads
import zammad_payloads
import zendesk_payloads

from slaclock import SlaPolicy
from slaclock.adapters import Does, of_product

ZONE = "Europe/Berlin"
"""Of what states none."""


@dataclass(frozen=True)
class Row:
    """Files of a product, and what is read of them."""

    product: str
    does: Does
    make: Callable[[], Mapping[str, Any]]
    """Answers by the names of their files, made anew each time."""
    records: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For each kind that a reading counts where its records stand, with `*` for every key and every place in a list."""
    aside: tuple[str, ...] = ()
    """Where nothing that is written changes an answer, whatever it is."""

    def __str__(self) -> str:
        return f"{self.product}-{self.does.removesuffix('_of_answers')}"

    def read(self, answers: Mapping[str, Any]) -> Any:
        """What it makes of answers."""
        read = of_product(self.product, self.does)
        return read(answers, policy_of(self.product)) if "comparison" in self.does else read(answers, ZONE)


def _part(account: Callable[[], Mapping[str, Any]], *kinds: str) -> Callable[[], dict[str, Any]]:
    """Some of the answers of an account."""
    return lambda: {kind: account()[kind] for kind in kinds}


def _zendesk() -> dict[str, Any]:
    return {**zendesk_payloads.account(), **zendesk_payloads.histories()}


def _milestones() -> dict[str, Any]:
    stopped = salesforce_payloads.change("01T16:00", "IsStopped", False, True)
    return {
        "business_hours": salesforce_payloads.account()["business_hours"],
        "cases": salesforce_payloads.case(),
        "histories": [stopped, salesforce_payloads.change("02T08:00", "IsStopped", True, False)],
        "milestones": [salesforce_payloads.milestone()],
    }


_AGREEMENTS = ("service_level_agreements", "holiday_lists", "ticket_statuses")


ROWS: tuple[Row, ...] = (
    Row(
        "zendesk",
        "policy_of_answers",
        zendesk_payloads.account,
        {
            "schedules": ("schedules.schedules.*",),
            "intervals": ("schedules.schedules.*.intervals.*",),
            "holidays": ("holidays.*.holidays.*",),
            "sla_policies": ("sla_policies.sla_policies.*",),
            "group_sla_policies": ("group_sla_policies.*",),
            "policy_metrics": ("sla_policies.sla_policies.*.policy_metrics.*", "group_sla_policies.*.policy_metrics.*"),
            "conditions": ("sla_policies.sla_policies.*.filter.*.*", "group_sla_policies.*.filter.*.*"),
        },
    ),
    Row(
        "zendesk",
        "tickets_of_answers",
        _zendesk,
        {
            "tickets": ("tickets.tickets.*",),
            "audits": ("audits.audits.*",),
            "ticket_metric_events": ("metric_events.*",),
            "users": ("users.users.*",),
            "custom_statuses": ("custom_statuses.*",),
        },
        aside=(
            "tickets.tickets.*",
            "tickets.tickets.*.via.**",
            "tickets.tickets.*.slas",
            "audits.audits.*.metadata.**",
            "audits.meta",
            "users.users.*",
            "custom_statuses.*",
            "audits.audits.*.via",
            "audits.audits.*.events.*",
            "metric_events.*.sla.**",
        ),
    ),
    Row(
        "zendesk",
        "comparison_of_answers",
        _part(zendesk_payloads.histories, "tickets", "metric_events"),
        aside=(
            "tickets.tickets.*",
            "tickets.tickets.*.via.**",
            "tickets.tickets.*.slas",
            "audits.audits.*.metadata.**",
            "audits.meta",
            "users.users.*",
            "custom_statuses.*",
            "audits.audits.*.via",
            "audits.audits.*.events.*",
            "metric_events.*.sla.**",
        ),
    ),
    Row(
        "jira",
        "tickets_of_answers",
        jira_payloads.account,
        {
            "issues": ("issues.issues.*",),
            "histories": ("issues.issues.*.changelog.histories.*", "changelogs.*.values.*"),
            "comments": (
                "issues.issues.*.fields.comment.comments.*",
                "comments.*.values.*",
            ),
        },
        aside=(
            "issues.issues.*",
            "issues.issues.*.fields.**",
            "issues.issues.*.changelog.histories.*.author",
            "issues.issues.*.changelog.histories.*.items.*",
            "changelogs.*.values.*.author",
            "changelogs.*.values.*.items.*",
            "comments.*.values.*.author",
        ),
    ),
    Row(
        "jira",
        "comparison_of_answers",
        _part(jira_payloads.account, "issues", "changelogs"),
        aside=(
            "issues.issues.*",
            "issues.issues.*.fields.**",
            "issues.issues.*.changelog.histories.*.author",
            "issues.issues.*.changelog.histories.*.items.*",
            "changelogs.*.values.*.author",
            "changelogs.*.values.*.items.*",
            "comments.*.values.*.author",
        ),
    ),
    Row(
        "salesforce",
        "policy_of_answers",
        salesforce_payloads.account,
        {"business_hours": ("business_hours.records.*",), "holidays": ("holidays.Office.records.*", "holidays.01m2.*")},
        aside=(
            "business_hours.records.*.attributes",
            "holidays.**",
        ),
    ),
    Row("salesforce", "policy_of_answers", lambda: {"settings.xml": salesforce_payloads.SETTINGS}),
    Row(
        "salesforce",
        "tickets_of_answers",
        _part(_milestones, "cases", "histories"),
        {"cases": ("cases",), "histories": ("histories.*",)},
        aside=("cases.**", "histories.*.attributes"),
    ),
    Row(
        "salesforce",
        "comparison_of_answers",
        _milestones,
        aside=(
            "cases.**",
            "business_hours.**",
            "milestones.*.MilestoneType.**",
            "histories.*.attributes",
            "milestones.*.attributes",
        ),
    ),
    Row(
        "freshdesk",
        "policy_of_answers",
        _part(freshdesk_payloads.account, "business_hours", "sla_policies"),
        {
            "business_hours": ("business_hours.*",),
            "days": ("business_hours.*.working_hours.*", "business_hours.*.service_desk_hours.*"),
            "holidays": ("business_hours.*.list_of_holidays.*",),
            "sla_policies": ("sla_policies.sla_policies.*",),
        },
    ),
    Row(
        "freshdesk",
        "tickets_of_answers",
        freshdesk_payloads.account,
        {
            "tickets": ("tickets.*",),
            "conversations": ("conversations.*",),
            "activities_data": ("activities_data.activities_data.*",),
        },
        aside=(
            "tickets.*",
            "tickets.*.stats",
            "activities_data.metadata",
            "activities_data.activities_data.*.activity",
            "ticket_fields.**",
        ),
    ),
    Row(
        "freshdesk",
        "comparison_of_answers",
        _part(freshdesk_payloads.account, "tickets", "conversations", "activities_data", "ticket_fields"),
        aside=(
            "tickets.*",
            "tickets.*.stats",
            "activities_data.metadata",
            "activities_data.activities_data.*.activity",
            "ticket_fields.**",
        ),
    ),
    Row(
        "intercom",
        "policy_of_answers",
        intercom_payloads.account,
        {
            "office_hours_schedules": ("office_hours_schedules.data.*",),
            "intervals": ("office_hours_schedules.data.*.time_intervals.*",),
            "office_hours_exceptions": ("office_hours_exceptions.data.*",),
            "sla_rules": ("sla_rules.*",),
        },
        aside=("office_hours_exceptions.pages",),
    ),
    Row(
        "opsgenie",
        "policy_of_answers",
        lambda: {"schedules": [on_call_payloads.on_call()]},
        {
            "schedules": ("schedules.*",),
            "rotations": ("schedules.*.rotations.*",),
            "restrictions": ("schedules.*.rotations.*.timeRestriction.restrictions.*",),
        },
        aside=("schedules.*.rotations.*.participants.**",),
    ),
    Row(
        "pagerduty",
        "policy_of_answers",
        lambda: {"services": [on_call_payloads.service()]},
        {"services": ("services.*",)},
    ),
    Row(
        "servicenow",
        "policy_of_answers",
        servicenow_payloads.account,
        {
            "cmn_schedule": ("cmn_schedule.result.*",),
            "cmn_schedule_span": ("cmn_schedule_span.result.*",),
            "contract_sla": ("contract_sla.result.*",),
        },
    ),
    Row(
        "servicenow",
        "tickets_of_answers",
        servicenow_payloads.histories,
        {
            "incident": ("incident.result.*",),
            "sys_audit": ("sys_audit.result.*",),
            "sys_journal_field": ("sys_journal_field.result.*",),
            "sys_user": ("sys_user.result.*",),
            "sys_choice": ("sys_choice.result.*",),
            "task_sla": ("task_sla.result.*",),
        },
        aside=(
            *("incident.result.*", "incident.result.*.caller_id", "sys_user.result.*", "sys_choice.result.*"),
            *("task_sla.result.*",),
        ),
    ),
    Row(
        "servicenow",
        "comparison_of_answers",
        lambda: {
            "task_sla": [servicenow_payloads.clock()],
            "contract_sla": servicenow_payloads.account()["contract_sla"],
            "incident": servicenow_payloads.histories()["incident"],
            "sys_audit": servicenow_payloads.histories()["sys_audit"],
        },
        aside=("task_sla.**", "contract_sla.**", "incident.result.*", "incident.result.*.caller_id"),
    ),
    Row(
        "zammad",
        "policy_of_answers",
        _part(zammad_payloads.account, "calendars", "slas", "ticket_states"),
        {
            "calendars": ("calendars.*",),
            "public_holidays": ("calendars.*.public_holidays.*",),
            "slas": ("slas.*",),
            "ticket_states": ("ticket_states.*",),
        },
    ),
    Row(
        "zammad",
        "tickets_of_answers",
        _part(zammad_payloads.account, "tickets", "histories", "articles", "ticket_states"),
        {
            "tickets": ("tickets.*",),
            "history": ("histories.history.*",),
            "ticket_articles": ("articles.*",),
            "ticket_states": ("ticket_states.*",),
        },
        aside=("tickets.*", "histories.assets.**", "articles.*"),
    ),
    Row(
        "zammad",
        "comparison_of_answers",
        _part(zammad_payloads.account, "tickets", "histories", "articles", "ticket_states"),
        aside=("tickets.*", "histories.assets.**", "articles.*"),
    ),
    Row(
        "glpi",
        "policy_of_answers",
        _part(
            glpi_payloads.account,
            *("calendars", "calendar_segments", "holidays", "calendar_holidays", "slms", "slas", "tickets"),
        ),
        {
            kind: (f"{kind}.*",)
            for kind in ("calendars", "calendar_segments", "holidays", "calendar_holidays", "slms", "slas")
        },
        aside=("tickets.**",),
    ),
    Row(
        "glpi",
        "tickets_of_answers",
        _part(glpi_payloads.account, "tickets", "logs"),
        {"tickets": ("tickets.*",), "logs": ("logs.*",)},
        aside=("tickets.*", "logs.*"),
    ),
    Row(
        "frappe",
        "policy_of_answers",
        _part(frappe_payloads.account, *_AGREEMENTS),
        {
            "service_level_agreements": ("service_level_agreements.*",),
            "holiday_lists": ("holiday_lists.data",),
            "holidays": ("holiday_lists.data.holidays.*",),
            "ticket_statuses": ("ticket_statuses.*",),
            "workdays": ("service_level_agreements.*.support_and_resolution.*",),
            "priorities": ("service_level_agreements.*.priorities.*",),
        },
        aside=(
            "ticket_statuses.*",
            "service_level_agreements.*.pause_sla_on.*",
            "service_level_agreements.*.sla_fulfilled_on.*",
        ),
    ),
    Row(
        "frappe",
        "tickets_of_answers",
        _part(frappe_payloads.account, "tickets", "versions", "communications"),
        {"tickets": ("tickets.*",), "versions": ("versions.*",), "communications": ("communications.*",)},
        aside=("tickets.*", "versions.*", "communications.*"),
    ),
    Row(
        "frappe",
        "comparison_of_answers",
        _part(frappe_payloads.account, "tickets", "versions", "communications"),
        aside=("tickets.*", "versions.*", "communications.*"),
    ),
    Row(
        "glpi",
        "comparison_of_answers",
        _part(glpi_payloads.account, "tickets", "logs"),
        aside=("tickets.*", "logs.*"),
    ),
    Row(
        "odoo",
        "policy_of_answers",
        _part(
            odoo_payloads.account, *("calendars", "attendances", "leaves", "slas", "teams", "stages", "sla_statuses")
        ),
        {kind: (f"{kind}.*",) for kind in ("calendars", "attendances", "leaves", "slas", "teams", "sla_statuses")},
        aside=("teams.*", "stages.**", "sla_statuses.*"),
    ),
    Row(
        "odoo",
        "tickets_of_answers",
        _part(odoo_payloads.account, "tickets", "sla_statuses"),
        {"tickets": ("tickets.*",), "sla_statuses": ("sla_statuses.*",)},
        aside=("tickets.*", "sla_statuses.*"),
    ),
    Row(
        "odoo",
        "comparison_of_answers",
        _part(odoo_payloads.account, "tickets", "sla_statuses"),
        aside=("tickets.*", "sla_statuses.*"),
    ),
    Row(
        "chatwoot",
        "policy_of_answers",
        _part(chatwoot_payloads.account, "inboxes", "sla_policies"),
        {"inboxes": ("inboxes.payload.*",), "sla_policies": ("sla_policies.payload.*",)},
        aside=("inboxes.payload.*",),
    ),
    Row(
        "chatwoot",
        "tickets_of_answers",
        _part(chatwoot_payloads.account, "conversations", "messages"),
        {"conversations": ("conversations.data.payload.*",), "messages": ("messages.payload.*",)},
        aside=("conversations.**", "messages.**"),
    ),
    Row(
        "chatwoot",
        "comparison_of_answers",
        _part(chatwoot_payloads.account, "conversations", "applied_slas"),
        aside=("conversations.**", "applied_slas.**"),
    ),
    Row(
        "osm",
        "policy_of_answers",
        lambda: {"places": open_payloads.overpass()},
        {"elements": ("places.elements.*",)},
        aside=("places.elements.*.tags",),
    ),
    Row("osm", "policy_of_answers", lambda: {"hours.txt": "Mo-Fr 09:00-17:00; Sa[1] 10:00-12:00; Dec 24 off; PH off"}),
    Row(
        "schemaorg",
        "policy_of_answers",
        lambda: {"page": open_payloads.place()},
        {
            "specifications": (
                "page.@graph.*.openingHoursSpecification.*",
                "page.@graph.*.specialOpeningHoursSpecification.*",
            )
        },
        aside=("page", "page.@graph", "page.@graph.*", "page.@graph.*.department"),
    ),
    Row(
        "google",
        "policy_of_answers",
        lambda: {"locations": open_payloads.location()},
        {
            "locations": ("locations.locations.*",),
            "periods": ("locations.locations.*.regularHours.periods.*",),
            "special periods": ("locations.locations.*.specialHours.specialHourPeriods.*",),
        },
    ),
    Row("ical", "policy_of_answers", open_payloads.calendars),
)
"""A product that comes gets its rows."""


def policy_of(product: str) -> SlaPolicy:
    """What figures of a product are put beside: the policy that it states, else one of one plan."""
    for row in ROWS:
        if (row.product, row.does) == (product, "policy_of_answers"):
            stated: SlaPolicy = row.read(row.make()).policy
            return stated
    promised = {"schedule": "Office", "first_response": "1 business hour", "resolution": "8 business hours"}
    return SlaPolicy(name="Acme", timezone=ZONE, schedules={"Office": "Mon-Fri 09:00-17:00"}, plans={"Gold": promised})
