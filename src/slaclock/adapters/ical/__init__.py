"""iCalendar: hours as events or availabilities and feeds of holidays read as a policy, and schedules written back.

A change to what a calendar of RFC 5545 or RFC 7953 means goes here. It never knows of another product.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.adapters.ical.answers import policy_of_answers as policy_of_answers
    from slaclock.adapters.ical.closures import FeedEvent as FeedEvent, FeedReading as FeedReading, holidays as holidays
    from slaclock.adapters.ical.due_texts import agenda_ics as agenda_ics
    from slaclock.adapters.ical.policies import policy as policy
    from slaclock.adapters.ical.schedule_texts import (
        availability_ics as availability_ics,
        schedule_ics as schedule_ics,
        text_of_policy as text_of_policy,
    )
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "answers": "policy_of_answers",
            "closures": "FeedEvent FeedReading holidays",
            "due_texts": "agenda_ics",
            "policies": "policy",
            "schedule_texts": "availability_ics schedule_ics text_of_policy",
        },
    )
