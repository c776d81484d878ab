"""Zendesk: what the product says of tickets of its own, in public records and in answers of its customer care."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from zendesk_payloads import metric, schedule, sla_policy

from slaclock.adapters import zendesk

DAYS = [(1980, 2460), (3420, 3900), (4860, 5340), (6300, 6780), (7830, 8310)]
"""Nine to five from Monday to Thursday, and half past ten to half past six on Fridays."""
CREATED = datetime(2023, 10, 20, 10, 57, 49, tzinfo=UTC)
"""Nearly ten in the evening of a Friday in Nouméa."""


def cycle(name: str, hours: dict[str, Any], *log: tuple[str, datetime, dict[str, Any]]) -> Any:
    """The one cycle of a metric in a log of events, each with its type, its time and what it says."""
    of = zendesk.policy(hours, sla_policies=sla_policy(metric())).policy
    events = [
        {"id": number, "ticket_id": 159, "metric": name, "instance_id": 1, "type": kind, "time": at.isoformat(), **more}
        for number, (kind, at, more) in enumerate(log)
    ]
    [found] = zendesk.compare(of, None, events).cycles
    return found


def applied(minutes: int, business_hours: bool = True) -> dict[str, Any]:
    return {"sla": {"target": minutes, "business_hours": business_hours, "policy": {"id": 36, "title": "Gold"}}}


@pytest.mark.parametrize(
    ("name", "lasted", "calendar", "business"),
    [
        pytest.param("reply_time", timedelta(minutes=252_154), 252_154, 60_000, id="reply-after-125-working-days"),
        pytest.param("requester_wait_time", timedelta(minutes=31, seconds=40), 32, 0, id="wait-of-a-night"),
    ],
)
@pytest.mark.parametrize("is_business", [True, False], ids=["business", "calendar"])
def test_minutes_of_a_ticket_as_the_product_states_them(
    name: str, lasted: timedelta, calendar: int, business: int, is_business: bool
) -> None:
    """The figures of a public test account: both kinds of minutes of one ticket, on its schedule without holidays."""
    said = {"status": {"calendar": calendar, "business": business}}
    found = cycle(
        name,
        schedule(*DAYS, time_zone="New Caledonia"),
        ("activate", CREATED, {}),
        ("apply_sla", CREATED, applied(500_000, is_business)),
        ("fulfill", CREATED + lasted, {}),
        ("update_status", CREATED + lasted, said),
    )
    stated = timedelta(minutes=business if is_business else calendar)
    assert found.theirs.elapsed == stated
    assert abs(found.ours.elapsed - stated) < timedelta(minutes=1)
    assert found.reason == ("rounding" if stated == timedelta(minutes=32) else "same")


@pytest.mark.parametrize(
    ("is_business", "due"),
    [
        pytest.param(False, datetime(2026, 6, 5, 18, tzinfo=UTC), id="calendar-six-in-the-evening"),
        pytest.param(True, datetime(2026, 6, 8, 10, tzinfo=UTC), id="business-ten-on-monday"),
    ],
)
def test_two_hours_from_four_on_friday_as_the_product_explains_them(is_business: bool, due: datetime) -> None:
    """An answer of its customer care, of a schedule from nine to five on weekdays."""
    start = due.replace(day=5, hour=16)
    log = [("activate", start, {}), ("apply_sla", start, applied(120, is_business)), ("breach", due, {})]
    found = cycle("reply_time", schedule(time_zone="UTC"), *log)
    assert (found.ours.due, found.reason) == (due, "same")
