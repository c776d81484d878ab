"""Odoo: calendars, leaves and SLA policies read as a policy, tickets with their SLA statuses, and the way back.

A change to what a record of Odoo means goes here. It never knows of another product.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.adapters.odoo.answers import (
        comparison_of_answers as comparison_of_answers,
        policy_of_answers as policy_of_answers,
        text_of_policy as text_of_policy,
        tickets_of_answers as tickets_of_answers,
    )
    from slaclock.adapters.odoo.comparing import compare as compare
    from slaclock.adapters.odoo.policies import OdooReading as OdooReading, policy as policy
    from slaclock.adapters.odoo.ticket_records import tickets as tickets
    from slaclock.adapters.odoo.written import schedule_payload as schedule_payload, sla_payload as sla_payload
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "answers": "comparison_of_answers policy_of_answers text_of_policy tickets_of_answers",
            "comparing": "compare",
            "policies": "policy OdooReading",
            "ticket_records": "tickets",
            "written": "schedule_payload sla_payload",
        },
    )
