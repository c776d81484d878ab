"""Watch a queue of tickets and alert when a promise is at risk or breached, asleep until something can change.

Nothing here looks at the computer's clock: `watch` is given a clock and a sleep. `main` gives it simulated ones, and
runs two days of tickets in no time. A real queue gives it `datetime.now` and `sleep_for_real`.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from slaclock import Evaluation, SlaPolicy, Ticket

HERE = Path(__file__).parent
Key = tuple[str, str, int, str, int]
"""Ticket, metric, cycle, warning, and which of its reminders that is."""


async def watch(
    policy: SlaPolicy,
    *,
    tickets: Callable[[], Iterable[Ticket]],
    now: Callable[[], datetime],
    sleep_until: Callable[[datetime | None], Awaitable[object]],
    alert: Callable[[str], object],
    until: datetime | None = None,
) -> int:
    """Alert on every warning and breach, once each, and return how often it woke.

    `sleep_until` is given the next instant at which anything changes by itself, or nothing if that is never;
    it may return earlier, and must when a ticket changes.
    """
    reported: set[Key] = set()
    woke = 0
    while until is None or now() < until:
        woke += 1
        at = now()
        evaluations = [policy.evaluate(ticket, at) for ticket in tickets()]
        for key, text in (each for evaluation in evaluations for each in alerts_of(evaluation)):
            if key not in reported:
                reported.add(key)
                alert(text)
        changes = [evaluation.next_change for evaluation in evaluations if evaluation.next_change]
        await sleep_until(min(changes, default=None))
    return woke


def alerts_of(evaluation: Evaluation) -> Iterator[tuple[Key, str]]:
    """What should be known about a ticket, each with a key that says whether it was reported before."""
    for each in evaluation.running:
        status, ticket = each.status, evaluation.ticket.id
        came = [warning for warning in status.warnings if warning.reached and not status.is_breached]
        news = [(warning.name, warning.number) for warning in came]
        for name, number in [*news, *([("BREACHED", 1)] if status.is_breached else [])]:
            text = f"{status.now:%a %H:%M}  {ticket}  {each.metric:<14}  {name:<19}  due {status.due:%a %H:%M}"
            yield (ticket, each.metric, each.cycle, name, number), text


async def sleep_for_real(at: datetime | None, changed: asyncio.Event) -> None:
    """Sleep until an instant, or until a ticket changes, whichever comes first."""
    seconds = None if at is None else max((at - datetime.now(UTC)).total_seconds(), 0)
    try:
        await asyncio.wait_for(changed.wait(), seconds)
    except TimeoutError:
        return
    changed.clear()


class Simulation:
    """A clock that jumps to whatever comes first: the instant slept for, or the next event of a ticket."""

    def __init__(self, start: datetime, arrivals: Iterable[datetime]) -> None:
        self.now = start
        self.arrivals = sorted(arrivals)

    async def sleep_until(self, at: datetime | None) -> None:
        coming = [arrival for arrival in self.arrivals if arrival > self.now]
        self.now = min(filter(None, [at, *coming[:1]]), default=datetime.max.replace(tzinfo=UTC))


def main() -> None:
    zone = ZoneInfo("America/New_York")
    policy = SlaPolicy.load(HERE / "policies" / "helpdesk.yaml")
    lines = (HERE / "tickets" / "queue.jsonl").read_text(encoding="utf-8").splitlines()
    # An event that lies after the instant of a question does not exist yet, so the whole queue may be known at once.
    tickets = [Ticket(**json.loads(line)) for line in lines]
    instants = [ticket.opened for ticket in tickets] + [event.at for ticket in tickets for event in ticket.events]

    day = Simulation(datetime(2026, 11, 25, 9, 0, tzinfo=zone), (at.astimezone(UTC) for at in instants))
    woke = asyncio.run(
        watch(
            policy,
            tickets=lambda: tickets,
            now=lambda: day.now.astimezone(zone),
            sleep_until=day.sleep_until,
            alert=print,
            until=datetime(2026, 11, 27, 18, 0, tzinfo=zone),
        )
    )
    print(f"woke {woke} times from Wednesday 09:00 to Friday 18:00")


if __name__ == "__main__":
    main()
