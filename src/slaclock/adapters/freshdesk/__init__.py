"""Freshdesk and Freshservice: business hours, SLA policies and tickets, and business hours written back.

A change to what a payload of either means goes here. It never knows of another product.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.adapters.freshdesk.answers import (
        comparison_of_answers as comparison_of_answers,
        policy_of_answers as policy_of_answers,
        text_of_policy as text_of_policy,
        tickets_of_answers as tickets_of_answers,
    )
    from slaclock.adapters.freshdesk.comparing import compare as compare
    from slaclock.adapters.freshdesk.policies import FreshdeskReading as FreshdeskReading, policy as policy
    from slaclock.adapters.freshdesk.schedule_payloads import schedule_payload as schedule_payload
    from slaclock.adapters.freshdesk.sla_policies import PlanRule as PlanRule
    from slaclock.adapters.freshdesk.ticket_records import tickets as tickets
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "answers": "comparison_of_answers policy_of_answers text_of_policy tickets_of_answers",
            "comparing": "compare",
            "policies": "FreshdeskReading policy",
            "schedule_payloads": "schedule_payload",
            "sla_policies": "PlanRule",
            "ticket_records": "tickets",
        },
    )
