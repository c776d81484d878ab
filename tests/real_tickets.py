"""Tickets under the two policies that slaclock began with, and when each is due, worked out by hand."""

import pytest

TABLE = [
    pytest.param(
        "byteztech", "standard", "P1", "2026-11-25T17:00-05:00", "Fri 2026-11-27 12:00 -05:00", id="over-thanksgiving"
    ),
    pytest.param(
        "byteztech", "standard", "P1", "2026-11-20T14:00-05:00", "Fri 2026-11-20 18:00 -05:00", id="used-up-at-closing"
    ),
    pytest.param(
        "byteztech",
        "standard",
        "P2",
        "2026-11-21T11:00-05:00",
        "Mon 2026-11-23 17:00 -05:00",
        id="received-on-saturday",
    ),
    pytest.param(
        "byteztech", "standard", "P3", "2026-11-24T10:30-05:00", "Fri 2026-11-27 10:30 -05:00", id="two-business-days"
    ),
    pytest.param(
        "byteztech", "premium", "P1", "2026-11-21T23:30-05:00", "Sun 2026-11-22 00:30 -05:00", id="an-hour-of-any-time"
    ),
    pytest.param(
        "byteztech",
        "premium",
        "P1",
        "2026-03-08T01:30-05:00",
        "Sun 2026-03-08 03:30 -04:00",
        id="an-hour-as-clocks-go-forward",
    ),
    pytest.param("codexpert", None, None, "2026-11-22T21:00-05:00", "Wed 2026-11-25 06:00 -05:00", id="three-nights"),
    pytest.param(
        "codexpert",
        None,
        None,
        "2026-11-19T23:00-05:00",
        "Tue 2026-11-24 23:00 -05:00",
        id="thursday-nights-rest-and-two-more",
    ),
]
"""Policy, plan, priority, opened, due."""
