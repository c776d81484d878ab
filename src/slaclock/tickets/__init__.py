"""A ticket's life: what happened, which clocks that starts, pauses and stops, and where each of them stands.

A change to events, lifecycles, clocks and statuses goes here. It never knows of a policy: whoever evaluates a ticket
says what is promised.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.tickets.clock import SlaClock as SlaClock
    from slaclock.tickets.replay import (
        ClockEvent as ClockEvent,
        OnChange as OnChange,
        Promised as Promised,
        Thresholds as Thresholds,
    )
    from slaclock.tickets.status import Figures as Figures, Status as Status, Warned as Warned
    from slaclock.tickets.ticket import (
        AgendaItem as AgendaItem,
        Contradictions as Contradictions,
        Evaluation as Evaluation,
        Event as Event,
        Lifecycle as Lifecycle,
        MetricStatus as MetricStatus,
        Names as Names,
        Ticket as Ticket,
        agenda as agenda,
        evaluate as evaluate,
        usual_lifecycle as usual_lifecycle,
    )
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "clock": "SlaClock",
            "replay": "ClockEvent OnChange Promised Thresholds",
            "status": "Figures Status Warned",
            "ticket": (
                "agenda AgendaItem Contradictions evaluate Evaluation Event Lifecycle MetricStatus Names Ticket "
                "usual_lifecycle"
            ),
        },
    )
