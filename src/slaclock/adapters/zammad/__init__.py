"""Zammad: calendars, SLAs and states read as a policy, tickets with their histories, and the way back.

A change to what a payload of Zammad means goes here. It never knows of another product.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.adapters.zammad.answers import (
        comparison_of_answers as comparison_of_answers,
        policy_of_answers as policy_of_answers,
        text_of_policy as text_of_policy,
        tickets_of_answers as tickets_of_answers,
    )
    from slaclock.adapters.zammad.comparing import compare as compare
    from slaclock.adapters.zammad.conditions import Condition as Condition
    from slaclock.adapters.zammad.histories import tickets as tickets
    from slaclock.adapters.zammad.policies import SlaRule as SlaRule, ZammadReading as ZammadReading, policy as policy
    from slaclock.adapters.zammad.written import schedule_payload as schedule_payload, sla_payload as sla_payload
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "answers": "comparison_of_answers policy_of_answers text_of_policy tickets_of_answers",
            "comparing": "compare",
            "conditions": "Condition",
            "histories": "tickets",
            "policies": "policy SlaRule ZammadReading",
            "written": "schedule_payload sla_payload",
        },
    )
