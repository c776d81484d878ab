"""The published document: its text, its clauses, what they offer to whom, its versions, notices and goals.

A change to what a policy file may say, or to how a plan, a priority and a metric lead to a target, goes here. It never
knows how answers are shown, reviewed or put in columns.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.policy.clauses import (
        ANY_CHANNEL as ANY_CHANNEL,
        CUSTOMER as CUSTOMER,
        Case as Case,
        Notice as Notice,
        Plan as Plan,
        Promise as Promise,
        Received as Received,
        ScheduleEntry as ScheduleEntry,
        folded as folded,
    )
    from slaclock.policy.document import (
        FIRST_RESPONSE as FIRST_RESPONSE,
        Offer as Offer,
        OfferedIf as OfferedIf,
        PolicyVersion as PolicyVersion,
        SlaPolicy as SlaPolicy,
    )
    from slaclock.policy.goals import Attainment as Attainment, Goal as Goal, Pursued as Pursued
    from slaclock.policy.source import (
        Format as Format,
        Source as Source,
        read_file as read_file,
        read_text as read_text,
    )
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "clauses": "ANY_CHANNEL Case CUSTOMER folded Notice Plan Promise Received ScheduleEntry",
            "document": "FIRST_RESPONSE Offer OfferedIf PolicyVersion SlaPolicy",
            "goals": "Attainment Goal Pursued",
            "source": "Format read_file read_text Source",
        },
    )
