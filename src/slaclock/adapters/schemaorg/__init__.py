"""schema.org: opening hours in structured data read as a policy, and schedules written as such.

A change to what opening hours of schema.org mean goes here. It never knows of another product.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.adapters.schemaorg.payloads import (
        opening_hours_payload as opening_hours_payload,
        text_of_policy as text_of_policy,
    )
    from slaclock.adapters.schemaorg.policies import policy as policy, policy_of_answers as policy_of_answers
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "payloads": "opening_hours_payload text_of_policy",
            "policies": "policy policy_of_answers",
        },
    )
