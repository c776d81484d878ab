"""ServiceNow: schedules and SLA definitions as a policy, tasks with histories, and clocks of tasks beside ours.

A change to what a record of ServiceNow means goes here. It never knows of another product.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.adapters.servicenow.answers import (
        comparison_of_answers as comparison_of_answers,
        policy_of_answers as policy_of_answers,
        tickets_of_answers as tickets_of_answers,
    )
    from slaclock.adapters.servicenow.comparing import compare as compare
    from slaclock.adapters.servicenow.policies import (
        ServiceNowReading as ServiceNowReading,
        policy as policy,
    )
    from slaclock.adapters.servicenow.task_records import tickets as tickets
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "answers": "comparison_of_answers policy_of_answers tickets_of_answers",
            "comparing": "compare",
            "policies": "policy ServiceNowReading",
            "task_records": "tickets",
        },
    )
