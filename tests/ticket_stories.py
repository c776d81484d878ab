"""Tickets told as stories: `Mon 10:00 agent_replied`, and what became of each metric."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from clock_model import on

from slaclock import Evaluation, Event, SlaPolicy, Ticket
from slaclock.tickets.evaluation import MetricStatus

HOUR = timedelta(hours=1)
PROMISES = {
    "first_response": {"P1": "1 business hour", "P2": "4 business hours", "P3": "1 business day"},
    "next_response": {"P1": "1 business hour", "P2": "4 business hours"},
    "update": {"P1": "2 business hours"},
    "workaround": {"P1": "6 business hours"},
    "resolution": {"P1": "8 business hours", "P2": "16 business hours"},
    "acknowledgement": {"P1": "30 business minutes"},
    "escalation": {"P1": "1 business hour", "P2": "1 business hour"},
}


def policy(**more: Any) -> SlaPolicy:
    stated = {
        "name": "Example",
        "timezone": "America/New_York",
        "schedules": {"office": "Mon-Fri 09:00-18:00", "always": "24x7"},
        "plans": {
            "standard": {"schedule": "office", **PROMISES},
            "premium": {"schedule": "always", "first_response": "2 business hours", "resolution": "8 business hours"},
        },
    }
    return SlaPolicy(**(stated | more))


POLICY = policy()


def event(text: str) -> Event:
    """Read `Mon 10:00 agent_replied public=no by=bob`."""
    words = text.split()
    named = dict(word.split("=") for word in words if "=" in word)
    *at, kind = [word for word in words if "=" not in word]
    if "public" in named:
        return Event(at=on(" ".join(at)), kind=kind, **{**named, "public": named["public"] == "yes"})
    return Event(at=on(" ".join(at)), kind=kind, **named)


def ticket(opened: str, *events: str, **more: Any) -> Ticket:
    stated = {"id": "T-1", "plan": "standard", "priority": "P1"} | more
    return Ticket(opened=on(opened), events=tuple(map(event, events)), **stated)


def lines(evaluation: Evaluation, metric: str) -> list[str]:
    """Tell each cycle of a metric: `met Mon 10:00`."""
    return [_line(each) for each in evaluation.cycles if each.metric == metric]


def _line(each: MetricStatus) -> str:
    return f"{each.status.state} {each.status.due.astimezone(ZoneInfo('America/New_York')):%a %H:%M}"


def stands(story: list[str], metric: str, now: str, rules: SlaPolicy = POLICY, **more: Any) -> list[str]:
    opened, *events = story
    evaluation = rules.evaluate(ticket(opened, *events, **more), on(now), contradictions="error")
    return lines(evaluation, metric)
