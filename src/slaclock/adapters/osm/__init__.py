"""OpenStreetMap: the text of opening hours read as a policy, and schedules written as such a text.

A change to how these texts are taken from answers, or written, goes here. It never knows of another product.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.adapters.osm.policies import policy as policy, policy_of_answers as policy_of_answers
    from slaclock.adapters.osm.texts import opening_hours as opening_hours, text_of_policy as text_of_policy
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "policies": "policy policy_of_answers",
            "texts": "opening_hours text_of_policy",
        },
    )
