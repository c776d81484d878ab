"""Jira Service Management: issues read as tickets, and its SLA cycles explained by a calendar or beside a policy.

A change to what a payload of Jira means goes here. It never knows of another product.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.adapters.jira.answers import (
        WHY_NOT as WHY_NOT,
        comparison_of_answers as comparison_of_answers,
        policy as policy,
        tickets_of_answers as tickets_of_answers,
    )
    from slaclock.adapters.jira.comparing import compare as compare
    from slaclock.adapters.jira.explaining import (
        CalendarCheck as CalendarCheck,
        ExplainedCycle as ExplainedCycle,
        explains as explains,
    )
    from slaclock.adapters.jira.issues import tickets as tickets
    from slaclock.adapters.jira.sla_values import SlaCycle as SlaCycle
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "answers": "WHY_NOT comparison_of_answers policy tickets_of_answers",
            "comparing": "compare",
            "explaining": "CalendarCheck ExplainedCycle explains",
            "issues": "tickets",
            "sla_values": "SlaCycle",
        },
    )
