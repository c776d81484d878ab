"""ServiceNow: schedules and SLA definitions read as a policy, and the clocks of tasks put beside ours.

A change to what a record of ServiceNow means goes here. It never knows of another product.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.adapters.servicenow.answers import (
        comparison_of_answers as comparison_of_answers,
        policy_of_answers as policy_of_answers,
    )
    from slaclock.adapters.servicenow.comparing import compare as compare
    from slaclock.adapters.servicenow.policies import (
        ServiceNowReading as ServiceNowReading,
        policy as policy,
    )
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "answers": "comparison_of_answers policy_of_answers",
            "comparing": "compare",
            "policies": "policy ServiceNowReading",
        },
    )
