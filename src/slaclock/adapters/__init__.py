"""What people run already: payloads of helpdesks and calendars, read as policies and tickets, and written back.

A change to what a product's payload means, or to what of it is reported as lost, goes here. It never knows of files, of
a network or of credentials: parsed JSON comes in. Each product is a package of its own, which knows no other product;
the rooms beside them are what all products share.
"""

from typing import TYPE_CHECKING

from slaclock.faces import face

if TYPE_CHECKING:
    from slaclock.adapters.comparisons import (
        Answered as Answered,
        ComparedCycle as ComparedCycle,
        Comparison as Comparison,
    )
    from slaclock.adapters.losses import Loss as Loss, alike as alike
    from slaclock.adapters.policy_readings import PolicyReading as PolicyReading
    from slaclock.adapters.products import (
        PRODUCTS as PRODUCTS,
        TAKES as TAKES,
        Does as Does,
        able as able,
        of_product as of_product,
    )
    from slaclock.adapters.ticket_readings import TicketReading as TicketReading
else:
    __getattr__, __dir__, __all__ = face(
        __name__,
        {
            "comparisons": "Answered ComparedCycle Comparison",
            "losses": "alike Loss",
            "policy_readings": "PolicyReading",
            "products": "able Does of_product PRODUCTS TAKES",
            "ticket_readings": "TicketReading",
        },
    )
