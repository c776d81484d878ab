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
    from slaclock.tickets.evaluation import (
        Contradictions as Contradictions,
        Evaluation as Evaluation,
        MetricStatus as MetricStatus,
        evaluate as evaluate,
    )
    from slaclock.tickets.figures import Figures as Figures
    from slaclock.tickets.history import ClockEvent as ClockEvent
    from slaclock.tickets.lifecycle import (
        KNOWN_METRICS as KNOWN_METRICS,
        WAITING as WAITING,
        Lifecycle as Lifecycle,
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
        KNOWN_KINDS as KNOWN_KINDS,
        Event as Event,
        Ticket as Ticket,
        is_name_of_kind as is_name_of_kind,
        order_of_kind as order_of_kind,
    )
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "agendas": "agenda Agenda AgendaItem open_in",
            "clock": "SlaClock",
            "commitments": "Commitment Names",
            "evaluation": "Contradictions evaluate Evaluation MetricStatus",
            "figures": "Figures",
            "history": "ClockEvent",
            "lifecycle": "KNOWN_METRICS Lifecycle usual_lifecycle WAITING",
            "notifications": "Warned",
            "problems": "TicketProblem",
            "promise": "OnChange Promised Thresholds",
            "queues": "asked_each OnBadTicket",
            "states": "State",
            "status": "Status",
            "ticket": "DUE_AGREED Event is_name_of_kind KNOWN_KINDS order_of_kind Ticket",
        },
    )
