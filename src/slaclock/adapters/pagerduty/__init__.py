"""PagerDuty: support hours of services read as schedules, and written back.

A change to what support hours mean goes here. It never knows of another product.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.adapters.pagerduty.answers import (
        policy_of_answers as policy_of_answers,
        text_of_policy as text_of_policy,
    )
    from slaclock.adapters.pagerduty.policies import policy as policy
    from slaclock.adapters.pagerduty.schedule_payloads import schedule_payload as schedule_payload
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "answers": "policy_of_answers text_of_policy",
            "policies": "policy",
            "schedule_payloads": "schedule_payload",
        },
    )
