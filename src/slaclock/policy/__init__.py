"""The published document: its text, its clauses, what they offer to whom, its versions, notices and goals.

A change to what a policy file may say, or to how a plan, a priority and a metric lead to a target, goes here. It never
knows how answers are shown, reviewed or put in columns.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.policy.attainment import (
        Attainment as Attainment,
        Attainments as Attainments,
        Outcome as Outcome,
        Pursued as Pursued,
        attained as attained,
        goals_for as goals_for,
    )
    from slaclock.policy.channels import ANY_CHANNEL as ANY_CHANNEL, nearly as nearly
    from slaclock.policy.condition_times import MONTHS as MONTHS
    from slaclock.policy.conditions import (
        Received as Received,
        calendars_of as calendars_of,
        is_holiday as is_holiday,
    )
    from slaclock.policy.document import FIRST_RESPONSE as FIRST_RESPONSE, SlaPolicy as SlaPolicy
    from slaclock.policy.goals import Goal as Goal
    from slaclock.policy.helpdesk_names import NO_EVENT as NO_EVENT, HelpdeskNames as HelpdeskNames
    from slaclock.policy.no_commitment import NoCommitment as NoCommitment, says_more as says_more
    from slaclock.policy.notices import Notice as Notice
    from slaclock.policy.offers import (
        Offer as Offer,
        OfferedIf as OfferedIf,
        names_of_offers as names_of_offers,
        offer_named as offer_named,
    )
    from slaclock.policy.plans import Case as Case, Plan as Plan, Promise as Promise
    from slaclock.policy.schedule_entries import CUSTOMER as CUSTOMER, ScheduleEntry as ScheduleEntry
    from slaclock.policy.schedules import Schedules as Schedules
    from slaclock.policy.source import (
        Format as Format,
        Source as Source,
        read_file as read_file,
        read_text as read_text,
    )
    from slaclock.policy.ticket_words import (
        CHANGED_BY as CHANGED_BY,
        TicketWords as TicketWords,
        stated_elsewhere as stated_elsewhere,
    )
    from slaclock.policy.versions import PolicyVersion as PolicyVersion
    from slaclock.policy.worked_examples import WorkedExample as WorkedExample, read_written as read_written
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "attainment": "attained Attainment Attainments goals_for Outcome Pursued",
            "channels": "ANY_CHANNEL nearly",
            "condition_times": "MONTHS",
            "conditions": "calendars_of is_holiday Received",
            "document": "FIRST_RESPONSE SlaPolicy",
            "schedule_entries": "CUSTOMER ScheduleEntry",
            "goals": "Goal",
            "helpdesk_names": "HelpdeskNames NO_EVENT",
            "no_commitment": "NoCommitment says_more",
            "notices": "Notice",
            "offers": "names_of_offers offer_named Offer OfferedIf",
            "plans": "Case Plan Promise",
            "schedules": "Schedules",
            "source": "Format read_file read_text Source",
            "ticket_words": "CHANGED_BY stated_elsewhere TicketWords",
            "versions": "PolicyVersion",
            "worked_examples": "read_written WorkedExample",
        },
    )
