"""Work that threads and processes share: questions with answers that say alike wherever they are asked."""

import random
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from paths import POLICIES

from slaclock import Event, Schedule, SlaPolicy, Ticket

OPENED = datetime(2026, 11, 25, 17, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = OPENED + 30 * DAY
HOURS: tuple[dict[str, Any], ...] = (
    {"timezone": "America/New_York", "hours": "Sun-Thu 22:00-06:00", "holidays": "US"},
    {"timezone": "Europe/Berlin", "hours": "Mon-Fri 09:00-13:00, 14:00-18:00", "holidays": ["DE-BY", "ECB"]},
    {"timezone": "Asia/Tokyo", "hours": "Mon 08:00 Australia/Sydney - Fri 17:30 America/Los_Angeles"},
    {
        "timezone": "Europe/London",
        "hours": "Mon-Sat 09:00-17:00",
        "holidays": {"date": "--12-24", "last": "--01-01"},
        "seasons": [{"first": "--07-01", "last": "--08-31", "hours": "Mon-Fri 08:00-14:00"}],
    },
)


def schedules() -> list[Schedule]:
    """Schedules of which nothing is compiled yet, and combinations of them."""
    made = [Schedule(**stated, outside_coverage="ignore") for stated in HOURS]
    return [*made, made[0] | made[1], made[3] - made[2]]


def answers(schedule: Schedule, seed: int, questions: int = 12) -> list[object]:
    """Questions about ever other years, which have a timeline grow."""
    drawn = random.Random(seed)
    found: list[object] = []
    for _ in range(questions):
        at = OPENED + drawn.randrange(-8 * 366, 8 * 366) * DAY + drawn.randrange(24 * 60) * timedelta(minutes=1)
        day = date(drawn.randrange(2018, 2036), 1 + drawn.randrange(12), 1 + drawn.randrange(28))
        found += [
            schedule.add(at, drawn.randrange(1, 200) * HOUR),
            schedule.elapsed(at, at + drawn.randrange(400) * DAY),
            schedule.add_days(at, drawn.randrange(1, 9)),
            schedule.next_opening(at),
            schedule.previous_closing(at),
            schedule.is_business_day(day),
        ]
    return found


def promises(policy: SlaPolicy) -> list[tuple[object, ...]]:
    """When what a policy promises to a customer is due."""
    return [
        (plan, metric, priority, promised.target.due(OPENED, promised.schedule))
        for plan, metric, priority, promised in policy.for_customer("Asia/Tokyo").promises()
    ]


def loaded(number: int) -> list[tuple[object, ...]]:
    """What one of the published policies promises, read anew."""
    files = published()
    return promises(SlaPolicy.load(files[number % len(files)]))


@cache
def published() -> list[Any]:
    return sorted(POLICIES.iterdir())


def ticket(number: int) -> Ticket:
    """A ticket whose customer and priority differ by its number."""
    zones = ("Asia/Kolkata", "Pacific/Auckland", "America/Denver", "Africa/Cairo")
    events = [
        Event(at=OPENED + HOUR, kind="paused"),
        Event(at=OPENED + (2 + number % 5) * HOUR, kind="resumed"),
        Event(at=OPENED + 9 * HOUR, kind="priority_changed", priority=f"P{1 + number % 2}"),
    ]
    return Ticket(
        id=f"T-{number}",
        opened=OPENED + number * HOUR,
        plan="standard",
        priority=f"P{1 + (number + 1) % 2}",
        timezone=zones[number % len(zones)],
        events=events,
    )


def support() -> SlaPolicy:
    """A policy that is read on the clocks of its customers, of which nothing is kept yet."""
    return SlaPolicy(
        name="Support",
        timezone="America/New_York",
        holidays="US",
        schedules={"office": {"timezone": "customer", "hours": "Mon-Fri 09:00-18:00"}},
        plans={
            "standard": {
                "schedule": "office",
                "first_response": {"P1": "4 business hours", "P2": "2 business days"},
                "resolution": {"P1": "8 business hours", "P2": "5 business days"},
            }
        },
        versions=[{"effective": "2026-11-26", "holidays": ["US", "2026-11-27"]}],
    )


def standing(policy: SlaPolicy, number: int) -> dict[str, Any]:
    """Where a ticket stands."""
    return policy.evaluate(ticket(number), LATER).to_dict()


def everything(seed: int) -> list[object]:
    """An answer of each kind, all of it made anew."""
    found: list[object] = [answers(schedule, seed, 3) for schedule in schedules()]
    return [*found, loaded(seed), standing(support(), seed)]
