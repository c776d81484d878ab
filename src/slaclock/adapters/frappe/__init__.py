"""ERPNext and Frappe Helpdesk: agreements and holidays read as a policy, tickets with their versions, and the way back.

A change to what a record of Frappe means goes here. It never knows of another product.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.adapters.frappe.agreements import AgreementRule as AgreementRule
    from slaclock.adapters.frappe.answers import (
        comparison_of_answers as comparison_of_answers,
        policy_of_answers as policy_of_answers,
        text_of_policy as text_of_policy,
        tickets_of_answers as tickets_of_answers,
    )
    from slaclock.adapters.frappe.comparing import compare as compare
    from slaclock.adapters.frappe.policies import FrappeReading as FrappeReading, policy as policy
    from slaclock.adapters.frappe.ticket_records import tickets as tickets
    from slaclock.adapters.frappe.written import (
        agreement_payload as agreement_payload,
        holiday_list_payload as holiday_list_payload,
    )
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "agreements": "AgreementRule",
            "answers": "comparison_of_answers policy_of_answers text_of_policy tickets_of_answers",
            "comparing": "compare",
            "policies": "policy FrappeReading",
            "ticket_records": "tickets",
            "written": "agreement_payload holiday_list_payload",
        },
    )
