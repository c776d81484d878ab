"""A year of 50,000 made-up tickets: what was kept, team by team and month by month, and a page to look at.

`python year_of_tickets.py page.html` also writes the page. The tickets are made from one seed, so that everybody sees
the same year: a team that is short of people in summer, a rush before Thanksgiving, customers who are waited for.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pyarrow as pa

from slaclock import SlaPolicy, reports

HERE = Path(__file__).parent
COUNT = 50_000
YEAR = 2025
ASKED_AT = (1, 1, 1, 1, 1, 2, 4, 8, 14, 18, 18, 15, 13, 15, 16, 15, 12, 9, 6, 4, 3, 2, 2, 1)
"""How many requests come at each hour of a weekday, one beside another."""
TEAMS = {"Payments": 1.0, "Mobile": 1.5, "Web": 0.8}
"""How long each takes, beside the others."""
EVENTS = pa.schema(
    {"ticket": pa.string(), "at": pa.timestamp("us", "UTC"), "kind": pa.string(), "status": pa.string()}.items()
)


def main() -> None:
    policy = SlaPolicy.load(HERE / "policies" / "helpdesk.yaml")
    tickets, events = a_year(Random(2025))
    now = datetime(YEAR + 1, 1, 1, 5, tzinfo=UTC)
    print(reports.report(policy, tickets, events, now, by=["team"]).text())
    if sys.argv[1:]:
        page = reports.report(policy, tickets, events, now, by=["month", "team"]).html(day=timedelta(hours=9))
        Path(sys.argv[1]).write_text(page, encoding="utf-8")


def a_year(random: Random) -> tuple[pa.Table, pa.Table]:
    """A table of tickets, and one of what happened to them."""
    tickets: list[dict[str, object]] = []
    events: list[dict[str, object]] = []
    for number in range(1, COUNT + 1):
        ticket, opened = f"T-{number}", arrival(random)
        team = random.choice(list(TEAMS))
        priority = "urgent" if random.random() < 0.12 else "normal"
        tickets.append({"id": ticket, "opened": opened, "priority": priority, "team": team})
        events += ({"ticket": ticket} | event for event in life(random, opened, priority, pace(team, opened)))
    return pa.Table.from_pylist(tickets), pa.Table.from_pylist(events, schema=EVENTS)


def arrival(random: Random) -> datetime:
    """An instant of the year: fewer at weekends, most in the morning, in seconds."""
    while True:
        day = datetime(YEAR, 1, 1, tzinfo=UTC) + timedelta(days=random.randrange(365))
        if day.weekday() < 5 or random.random() < 0.15:
            (hour,) = random.choices(range(24), ASKED_AT)
            return day + timedelta(hours=hour + 5, seconds=random.randrange(3600))  # Their hours are New York's.


def pace(team: str, opened: datetime) -> float:
    """How long work takes: a team of two in summer, and everybody in November."""
    summer = 1.6 if team == "Mobile" and opened.month in (7, 8) else 1.0
    return TEAMS[team] * summer * (1.3 if opened.month == 11 else 1.0)


def life(random: Random, opened: datetime, priority: str, pace: float) -> list[dict[str, object]]:
    """A reply, for one in three a question back to the customer, and the end, in the order in which they came."""
    replied = opened + timedelta(minutes=random.lognormvariate(2.3 if priority == "urgent" else 4.2, 0.9) * pace)
    events: list[dict[str, object]] = [{"at": replied, "kind": "agent_replied"}]
    at = replied + timedelta(hours=random.lognormvariate(0.5, 0.8) * pace)
    if random.random() < 0.33:
        asked, answered = at, at + timedelta(hours=random.expovariate(1 / 20))
        events += [
            {"at": asked, "kind": "status_changed", "status": "waiting_on_customer"},
            {"at": answered, "kind": "customer_replied"},
            {"at": answered, "kind": "status_changed", "status": "open"},
        ]
        at = answered + timedelta(hours=random.lognormvariate(0.3, 0.8) * pace)
        events.append({"at": at, "kind": "agent_replied"})
    return [*events, {"at": at + timedelta(hours=random.lognormvariate(1.6, 0.9) * pace), "kind": "resolved"}]


main()
