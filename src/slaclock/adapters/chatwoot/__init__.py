"""Chatwoot: inboxes and SLA policies read as a policy, conversations as tickets, applied SLAs, and the way back.

A change to what a payload of Chatwoot means goes here. It never knows of another product.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.adapters.chatwoot.answers import (
        comparison_of_answers as comparison_of_answers,
        policy_of_answers as policy_of_answers,
        text_of_policy as text_of_policy,
        tickets_of_answers as tickets_of_answers,
    )
    from slaclock.adapters.chatwoot.comparing import compare as compare
    from slaclock.adapters.chatwoot.conversations import tickets as tickets
    from slaclock.adapters.chatwoot.policies import ChatwootReading as ChatwootReading, policy as policy
    from slaclock.adapters.chatwoot.written import (
        schedule_payload as schedule_payload,
        sla_policy_payload as sla_policy_payload,
    )
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "answers": "comparison_of_answers policy_of_answers text_of_policy tickets_of_answers",
            "comparing": "compare",
            "conversations": "tickets",
            "policies": "policy ChatwootReading",
            "written": "schedule_payload sla_policy_payload",
        },
    )
