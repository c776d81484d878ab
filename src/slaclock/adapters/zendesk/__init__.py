"""Zendesk: schedules, holidays and SLA policies read as a policy, and written back; tickets with their histories.

A change to what a payload of Zendesk means goes here. It never knows of another product.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.adapters.zendesk.answers import (
        comparison_of_answers as comparison_of_answers,
        policy_of_answers as policy_of_answers,
        tickets_of_answers as tickets_of_answers,
    )
    from slaclock.adapters.zendesk.comparing import compare as compare
    from slaclock.adapters.zendesk.conditions import Condition as Condition, Conditions as Conditions
    from slaclock.adapters.zendesk.exports import text_of_policy as text_of_policy
    from slaclock.adapters.zendesk.policies import (
        PlanRule as PlanRule,
        ZendeskReading as ZendeskReading,
        policy as policy,
    )
    from slaclock.adapters.zendesk.schedule_payloads import schedule_payload as schedule_payload
    from slaclock.adapters.zendesk.sla_policy_payloads import sla_policy_payload as sla_policy_payload
    from slaclock.adapters.zendesk.told_tickets import tickets as tickets
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "answers": "comparison_of_answers policy_of_answers tickets_of_answers",
            "comparing": "compare",
            "conditions": "Condition Conditions",
            "exports": "text_of_policy",
            "policies": "PlanRule policy ZendeskReading",
            "schedule_payloads": "schedule_payload",
            "sla_policy_payloads": "sla_policy_payload",
            "told_tickets": "tickets",
        },
    )
