"""Google Business Profile: hours of locations read as a policy, and schedules written as such.

A change to what regular and special hours of a profile mean goes here. It never knows of another product.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.adapters.google.payloads import hours_payload as hours_payload, text_of_policy as text_of_policy
    from slaclock.adapters.google.policies import policy as policy, policy_of_answers as policy_of_answers
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "payloads": "hours_payload text_of_policy",
            "policies": "policy policy_of_answers",
        },
    )
