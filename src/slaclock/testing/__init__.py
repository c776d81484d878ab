"""What tests of other programs need: schedules, policies and tickets to try, and due dates asserted with their reasons.

A change to what hypothesis draws, to `assert_due`, or to how pytest runs the examples of policy files goes here. It
never knows of columns, of files of tickets or of the command line; and whoever draws nothing needs no hypothesis.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.testing.drawn_hours import schedules as schedules
    from slaclock.testing.drawn_policies import policies as policies, target_texts as target_texts
    from slaclock.testing.drawn_tickets import tickets as tickets
    from slaclock.testing.due_dates import assert_due as assert_due
    from slaclock.testing.few_weeks import (
        Weeks as Weeks,
        instants as instants,
        noisy_instants as noisy_instants,
        weeks as weeks,
    )
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "drawn_hours": "schedules",
            "drawn_policies": "policies target_texts",
            "drawn_tickets": "tickets",
            "due_dates": "assert_due",
            "few_weeks": "instants noisy_instants Weeks weeks",
        },
    )
