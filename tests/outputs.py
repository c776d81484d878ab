"""Everything that is shown, of things that all have one name."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from slaclock import Event, Explanation, Schedule, SlaClock, SlaPolicy, Target, Ticket
from slaclock.render import (
    evaluation_html,
    explanation_html,
    explanation_markdown,
    explanation_svg,
    hours_text,
    in_notebook,
    week_svg,
    year_html,
    year_of,
    year_text,
)
from slaclock.review import check, compare, diff

OPENED, NOW = datetime(2026, 11, 25, 15, tzinfo=UTC), datetime(2026, 11, 27, 12, tzinfo=UTC)
FIRST, LAST = date(2026, 11, 20), date(2026, 12, 10)


def named_schedule(name: str, hours: str = "Mon-Fri 09:00-18:00") -> Schedule:
    exceptions = {"2026-12-01": {"hours": "10:00-12:00", "name": name}}
    seasons = [{"first": "--12-07", "last": "--12-08", "hours": "Mon-Fri 10:00-12:00", "name": name}]
    holidays = {"2026-11-26": name}
    return Schedule(timezone="UTC", hours=hours, holidays=holidays, exceptions=exceptions, seasons=seasons, name=name)


def named_explanation(name: str) -> Explanation:
    clock = SlaClock.starting(OPENED, Target("12 business hours"), named_schedule(name), subject=name)
    return clock.pause(OPENED, name).resume(datetime(2026, 11, 25, 17, tzinfo=UTC), name).explain(NOW)


def undivided(name: str) -> str:
    """The same as one name of a priority or a metric: commas stand between several."""
    return name.replace(",", ";")


def priority_of(name: str) -> str:
    """A priority with that name in it."""
    return f"{undivided(name)} P1"


def named_policy(name: str, hours: str = "Mon-Fri 09:00-18:00", target: str = "4 hours") -> SlaPolicy:
    holidays, priority, metric = [{"date": "2026-11-26", "name": name}], priority_of(name), f"{undivided(name)} m"
    return SlaPolicy.model_validate(
        {
            "name": name,
            "timezone": "UTC",
            "assumptions": [name],
            "holidays": holidays,
            "schedules": {f"{name} s": {"hours": hours}, f"{name} t": "Sat 10:00-12:00"},
            "closures": {f"{name} c": "Sun 02:00-03:00"},
            "escalations": {name: "after 1 hour"},
            "notices": {name: {"target": "2 business days", "schedule": f"{name} s"}},
            "plans": {
                f"{name} p": {
                    "schedule": f"{name} s",
                    "coverage": {name: f"{name} t"},
                    "metrics": {metric: {priority: target, f"{priority} too": "2 business days"}},
                }
            },
            "metrics": {metric: {"starts": ["opened"], "stops": ["resolved"], "pauses_in": [name]}},
        }
    )


def named_ticket(name: str) -> Any:
    policy = named_policy(name)
    paused = Event(at=OPENED.replace(hour=16), kind="status_changed", status=name)
    ticket = Ticket(id=name, opened=OPENED, plan=f"{name} p", priority=priority_of(name), events=(paused,))
    return policy.evaluate(ticket, NOW)


ON_SCREEN: dict[str, Callable[[str], str]] = {
    "explanation": lambda name: named_explanation(name).text(),
    "hours": lambda name: hours_text(named_schedule(name), FIRST, 20),
    "year": lambda name: year_text(year_of(named_schedule(name), 2026)),
    "check": lambda name: check(named_policy(name), FIRST).text(),
    "compare": lambda name: compare(named_policy(name)).text(),
    "diff": lambda name: named_difference(name).text(),
}
IN_MARKDOWN: dict[str, Callable[[str], str]] = {
    "explanation": lambda name: explanation_markdown(named_explanation(name)),
    "compare": lambda name: compare(named_policy(name)).markdown(),
    "diff": lambda name: named_difference(name).markdown(),
}
ON_A_PAGE: dict[str, Callable[[str], str]] = {
    "explanation": lambda name: explanation_html(named_explanation(name)),
    "ticket": lambda name: evaluation_html(named_ticket(name)),
    "year": lambda name: year_html(year_of(named_schedule(name), 2026)),
    "compare": lambda name: compare(named_policy(name)).html(),
    "notebook": lambda name: in_notebook(named_schedule(name)),
    "drawing": lambda name: explanation_svg(named_explanation(name)),
    "week": lambda name: week_svg(named_schedule(name)),
}


@cache
def named_difference(name: str) -> Any:
    new = named_policy(name, "Mon-Thu 09:00-18:00", "3 business hours")
    return diff(named_policy(name), new, FIRST, LAST)
