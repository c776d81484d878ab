"""What customers should know beside the table of plans, in their words; what is the team's own is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from slaclock.policy import SlaPolicy
from slaclock.review.footnotes import later_changes, later_versions, told_readings
from slaclock.review.hours_wording import listed
from slaclock.review.plan_tables import PlanTable, title_of
from slaclock.review.promise_wording import AROUND_THE_CLOCK, target_words
from slaclock.targets import status_words, text_words
from slaclock.tickets import Lifecycle, usual_lifecycle

_IN_DAYS = "For promises in business days, "
_SENTENCES = {
    "boundary: closing": "A response time that ends exactly when support closes is due at that moment.",
    "boundary: next_opening": "A response time that ends exactly when support closes is due when it opens again.",
    "day_rule: same_time": (
        "Business days end at the time of day at which they began: one business day after Tuesday 10:00 is "
        "Wednesday 10:00, if support is open on Wednesday."
    ),
    "day_rule: close": "Business days end when support closes on the last of them.",
    "day_rule: open": "Business days end when support opens on the last of them.",
    "day_rule: hours": "A business day stands for a number of hours in which support is open.",
    "starts: next_opening": (
        f"{_IN_DAYS}what you send while support is closed counts as received when support opens again."
    ),
    "starts: at_once": f"{_IN_DAYS}what you send while support is closed counts from the moment you send it.",
    "ends: next_opening": f"{_IN_DAYS}what would be due while support is closed is due when it opens again.",
    "ends: previous_closing": f"{_IN_DAYS}what would be due while support is closed is due when it closed before that.",
    "ends: as_is": "A promise in business days may be due while support is closed.",
    "ends: same_day": f"{_IN_DAYS}a response is due on its day, and at the latest when support closes.",
    "belongs_to: opening_date": "A shift over midnight belongs to the day on which it begins.",
    "belongs_to: closing_date": "A shift over midnight belongs to the day on which it ends.",
    "holiday_rule: opening_date": "A holiday cancels the shift of that day; the one of the day before ends as usual.",
    "holiday_rule: calendar_date": "On a holiday support is closed from midnight to midnight.",
    "on_change: recompute": (
        "If the priority or the plan of a request changes, its time counts anew from when we received it."
    ),
    "on_change: forward": "If the priority or the plan of a request changes, the time that has passed stays counted.",
    "on_change: reset": "If the priority or the plan of a request changes, its time starts anew with the change.",
    "reopens: any_customer_reply": "If you reply after a request was resolved, its times start again.",
    "reopens: only_reopened": "After a request was resolved, its times start again only when it is reopened.",
    "governed_by: opening": "A request keeps the terms that were in force when we received it.",
    "governed_by: each_event": "Each response time follows the terms that are in force when it starts.",
}
_EVENTS = {
    "opened": "your request",
    "reopened": "the reopening of your request",
    "customer_replied": "your reply",
    "agent_replied": "our reply",
}
_STATUSES = {
    "pending": "waiting",
    "waiting": "waiting",
    "on_hold": "on hold",
    "waiting_on_customer": "waiting for you",
    "waiting_on_support": "waiting for us",
    "waiting_on_third_party": "waiting for somebody else",
}


def fine_print(policy: SlaPolicy, at: datetime) -> tuple[str, ...]:
    """Sentences for customers: how times are counted, when they stand still, what is announced, what changes later.

    What the policy's authors assume, to whom promises escalate and what a helpdesk calls things is not said.

    Args:
        policy: Any policy.
        at: An aware datetime: the version then in force is told, and what the later ones change.

    Raises:
        NaiveDatetimeError: `at` has no time zone.

    Examples:
        >>> policy = SlaPolicy.loads('''
        ... {name: Example support, timezone: UTC, schedules: {office: Mon-Fri 09:00-17:00},
        ...  plans: {basic: {resolution: 4 business hours}}, notices: {maintenance: 72 hours}}
        ... ''')
        >>> for sentence in fine_print(policy, datetime.fromisoformat("2026-11-25T09:00Z")):
        ...     print(sentence)
        A response time that ends exactly when support closes is due at that moment.
        Resolution is not counted while a request is waiting or on hold.
        Maintenance is announced at least 72 hours ahead.

    Rules: R5, R7, R10, R11, R16, R17.
    """
    current = PlanTable(policy.in_force(at), with_escalation=False)
    later = later_versions(policy, at, with_escalation=False)
    found = [*_of_readings(current.policy), *_of_requests(current.policy)]
    found += later_changes(current, later, _of_requests)
    return tuple(dict.fromkeys(text_words(each, "customer") for each in found))


def _of_readings(policy: SlaPolicy) -> Iterator[str]:
    if not any(plan.metrics for plan in policy.plans.values()):
        return
    for where, reading, unlike in told_readings(policy):
        said = _SENTENCES.get(reading.choice) or f"{_IN_DAYS}{reading.text}."
        if unlike:
            said = f"Unless the table says otherwise, {said[0].lower()}{said[1:]}"
        of_schedule = where.startswith("schedule ") and len(policy.schedules) > 1
        yield f"{title_of(where.removeprefix('schedule '))}: {said}" if of_schedule else said


def _of_requests(policy: SlaPolicy) -> Iterator[str]:
    """When the time of each metric begins and stands still, and what is announced."""
    told: dict[str, Lifecycle] = {}
    for plan, metric, priority, _ in policy.offers():
        if metric not in told:
            told[metric] = policy._lifecycles.of(metric)
            yield from _begins(title_of(metric), told[metric], usual_lifecycle(metric))
            yield from _stands_still(title_of(metric), told[metric])
        own = policy.lifecycle(metric, plan, priority)
        subject = f"{title_of(metric)} ({', '.join(filter(None, (plan, priority)))})"
        yield from _begins(subject, own, told[metric])
        if (own.pauses_in, own.runs_in) != (told[metric].pauses_in, told[metric].runs_in):
            yield from _stands_still(subject, own) or [f"{subject} is counted while a request waits, too."]
    for name, notice in policy.notices.items():
        words = target_words(notice.target, policy._schedules.counted_on(notice.schedule))
        yield f"{title_of(name)} is announced at least {words.removesuffix(AROUND_THE_CLOCK)} ahead."


def _begins(subject: str, life: Lifecycle, usual: Lifecycle) -> Iterator[str]:
    if life.starts != usual.starts:
        events = [_EVENTS.get(kind) or f"“{kind.replace('_', ' ')}”" for kind in life.starts]
        yield f"{subject} is counted from {listed(events, 'or')}."


def _stands_still(subject: str, life: Lifecycle) -> list[str]:
    pauses = f"{subject} is not counted while a request is {_either(life.pauses_in)}." if life.pauses_in else ""
    runs = f"{subject} is counted only while a request is {_either(life.runs_in)}." if life.runs_in else ""
    return [text for text in (pauses, runs) if text]


def _either(statuses: Sequence[str]) -> str:
    """Statuses as customers call them; whoever waits, waits, whatever for."""
    words = dict.fromkeys(_STATUSES.get(each) or f"“{status_words(each, 'customer')}”" for each in statuses)
    some = [each for each in words if "waiting" not in words or not each.startswith("waiting for")]
    return listed(some, "or")
