"""A ticket's life: what happened, which clocks that starts, pauses and stops, and where each of them stands.

A change to events, lifecycles, clocks and statuses goes here. It never knows of a policy: whoever evaluates a ticket
says what is promised.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.tickets.agendas import (
        Agenda as Agenda,
        AgendaItem as AgendaItem,
        agenda as agenda,
        open_in as open_in,
    )
    from slaclock.tickets.clock import SlaClock as SlaClock
    from slaclock.tickets.commitments import Commitment as Commitment, Names as Names
    from slaclock.tickets.endings import (
        OPEN as OPEN,
        EndingOf as EndingOf,
        ended_at_opening as ended_at_opening,
    )
    from slaclock.tickets.evaluation import (
        Contradictions as Contradictions,
        Evaluation as Evaluation,
        MetricStatus as MetricStatus,
        evaluate as evaluate,
    )
    from slaclock.tickets.figures import Figures as Figures
    from slaclock.tickets.history import ClockEvent as ClockEvent
    from slaclock.tickets.known_kinds import (
        KNOWN_KINDS as KNOWN_KINDS,
        known_kind as known_kind,
        order_of_kind as order_of_kind,
    )
    from slaclock.tickets.known_statuses import (
        ENDINGS as ENDINGS,
        KNOWN_SPELLINGS as KNOWN_SPELLINGS,
        KNOWN_STATUSES as KNOWN_STATUSES,
        WAITING as WAITING,
        Ending as Ending,
        KnownStatus as KnownStatus,
        known_status as known_status,
        meaning as meaning,
        taken_for as taken_for,
    )
    from slaclock.tickets.lifecycle import (
        KNOWN_METRICS as KNOWN_METRICS,
        Lifecycle as Lifecycle,
        Reopens as Reopens,
        usual_lifecycle as usual_lifecycle,
    )
    from slaclock.tickets.notifications import Warned as Warned
    from slaclock.tickets.problems import TicketProblem as TicketProblem
    from slaclock.tickets.promise import OnChange as OnChange, Promised as Promised, Thresholds as Thresholds
    from slaclock.tickets.queues import OnBadTicket as OnBadTicket, asked_each as asked_each
    from slaclock.tickets.states import State as State
    from slaclock.tickets.status import Status as Status
    from slaclock.tickets.ticket import (
        DUE_AGREED as DUE_AGREED,
        Event as Event,
        Said as Said,
        Ticket as Ticket,
    )
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "agendas": "agenda Agenda AgendaItem open_in",
            "clock": "SlaClock",
            "commitments": "Commitment Names",
            "endings": "ended_at_opening EndingOf OPEN",
            "evaluation": "Contradictions evaluate Evaluation MetricStatus",
            "figures": "Figures",
            "history": "ClockEvent",
            "known_kinds": "KNOWN_KINDS known_kind order_of_kind",
            "known_statuses": (
                "Ending ENDINGS KNOWN_SPELLINGS known_status KNOWN_STATUSES KnownStatus meaning taken_for WAITING"
            ),
            "lifecycle": "KNOWN_METRICS Lifecycle Reopens usual_lifecycle",
            "notifications": "Warned",
            "problems": "TicketProblem",
            "promise": "OnChange Promised Thresholds",
            "queues": "asked_each OnBadTicket",
            "states": "State",
            "status": "Status",
            "ticket": "DUE_AGREED Event Said Ticket",
        },
    )
