"""Salesforce: business hours and holidays read as a policy and written back, cases as tickets, milestones beside ours.

A change to what a payload of Salesforce means goes here. It never knows of another product.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.adapters.salesforce.answers import (
        comparison_of_answers as comparison_of_answers,
        policy_of_answers as policy_of_answers,
        tickets_of_answers as tickets_of_answers,
    )
    from slaclock.adapters.salesforce.cases import tickets as tickets
    from slaclock.adapters.salesforce.comparing import compare as compare
    from slaclock.adapters.salesforce.hours_payloads import (
        business_hours_payload as business_hours_payload,
        text_of_policy as text_of_policy,
    )
    from slaclock.adapters.salesforce.policies import SalesforceReading as SalesforceReading, policy as policy
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "answers": "comparison_of_answers policy_of_answers tickets_of_answers",
            "cases": "tickets",
            "comparing": "compare",
            "hours_payloads": "business_hours_payload text_of_policy",
            "policies": "policy SalesforceReading",
        },
    )
