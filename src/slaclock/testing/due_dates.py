"""`assert_due`: when something is due, and why it is due at another time (R7, R12, R18)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from slaclock.errors import NaiveDatetimeError
from slaclock.policy import SlaPolicy, WorkedExample
from slaclock.review import failures_of


def assert_due(
    policy: SlaPolicy,
    due: datetime | str | None,
    *,
    opened: datetime | str,
    plan: str | None = None,
    priority: str | None = None,
    metric: str = "first_response",
    channel: str | None = None,
    customer_timezone: str | None = None,
    customer_holidays: str | None = None,
    status: str = "open",
    events: Iterable[Mapping[str, Any]] = (),
    now: datetime | str | None = None,
) -> None:
    """Assert when something is due; the message of a failure explains why it is due at another time.

    Everything is what it is in an example of a policy file.

    Args:
        policy: Any policy.
        due: When it is due; `None` or `none` where nothing is promised. An instant may be an aware datetime, or
            text on the clocks of the policy such as `Wed 2026-11-25 17:00`, of which the day must be right.
        opened: When the request arrived.
        plan: Name of the plan; may be left out when the policy has one only.
        priority: Name of the priority; may be left out when the metric has one target for all.
        metric: Name of the metric.
        channel: How it came, e.g. `phone`.
        customer_timezone: IANA name of the customer's zone, where schedules are read on it.
        customer_holidays: What is closed where the customer is, e.g. `JP`.
        status: The status of the ticket at its opening.
        events: What happened to the ticket, as in a file: `{"at": …, "kind": "agent_replied"}`. With `now`, `due`
            is about the clock of the ticket, with its pauses and the target that holds then.
        now: As of when the ticket is looked at.

    Raises:
        AssertionError: It is due at another time.
        NaiveDatetimeError: A datetime has no time zone.
        DeclarationError: The example cannot be read: an instant, an event or a name of a field.

    Examples:
        >>> policy = SlaPolicy.loads('''
        ... name: Example support
        ... timezone: America/New_York
        ... holidays: US
        ... schedules: {office: Mon-Fri 09:00-18:00}
        ... plans: {standard: {first_response: {P1: 4 business hours}}}
        ... ''')
        >>> assert_due(policy, "Fri 2026-11-27 12:00", opened="Wed 2026-11-25 17:00", priority="P1")
        >>> assert_due(policy, "Thu 2026-11-26 12:00", opened="Wed 2026-11-25 17:00", priority="P1")
        Traceback (most recent call last):
            ...
        AssertionError: P1, first_response opened Wed 2026-11-25 17:00
          expected  due Thu 2026-11-26 12:00 EST
          got       due Fri 2026-11-27 12:00 EST
          Example support, standard, P1, first_response
          target   4 business hours
          hours    office: Mon-Fri 09:00-18:00 America/New_York, holidays US
          opened   Wed 2026-11-25 17:00 EST
          due      Fri 2026-11-27 12:00 EST
        <BLANKLINE>
            Wed 25 Nov 17:00 – 18:00             + 1 h  = 1 h  counted
            Wed 25 Nov 18:00 – Thu 26 Nov 09:00                outside hours
            Thu 26 Nov 09:00 – 18:00                           holiday: Thanksgiving Day
            Thu 26 Nov 18:00 – Fri 27 Nov 09:00                outside hours
            Fri 27 Nov 09:00 – 12:00             + 3 h  = 4 h  counted

    Rules: R7, R12, R18.
    """
    __tracebackhide__ = True
    for at in (due, opened, now):
        _refuse_naive(at)
    example = WorkedExample(
        opened=opened,
        plan=plan,
        priority=priority,
        metric=metric,
        channel=channel,
        customer_timezone=customer_timezone,
        customer_holidays=customer_holidays,
        status=status,
        events=[_as_in_a_file(event) for event in events],
        now=now,
        due="none" if due is None else due,
    )
    if failures := failures_of(policy, example):
        raise AssertionError("\n".join(failed.text() for failed in failures))


def _as_in_a_file(event: Mapping[str, Any]) -> dict[str, Any]:
    at = event.get("at")
    _refuse_naive(at)
    return {**event, "at": at.isoformat()} if isinstance(at, datetime) else dict(event)


def _refuse_naive(given: object) -> None:
    if isinstance(given, datetime) and given.utcoffset() is None:
        raise NaiveDatetimeError(
            f"{given.isoformat()} has no time zone; give an aware datetime, or the text {str(given)!r} for the "
            "clocks of the policy (R1)"
        )
