"""Questions to a published policy, and what the policy itself answers: for evaluators in other languages (R22)."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from paths import ROOT

from slaclock import Explanation, SlaPolicy
from slaclock.compiled import CompiledPolicy, ticks
from slaclock.errors import SlaClockError

POLICIES = sorted((ROOT / "examples" / "policies").glob("*.yaml"))
ONLY_HOURS = "khedri.yaml"
CUSTOMERS = {"redhat.yaml": "Asia/Tokyo"}
YEARS = (2025, 2027)
_TICK = timedelta.resolution
_STEPS = [timedelta(0), _TICK, -_TICK, timedelta(minutes=1), timedelta(minutes=-30), timedelta(hours=3)]


def policy_in(path: Path) -> SlaPolicy:
    """The policy in a file, for customers of a zone where it speaks of their clocks."""
    policy = SlaPolicy.load(path)
    zone = CUSTOMERS.get(path.name)
    return policy.for_customer(zone) if zone else policy


def promising() -> list[str]:
    """The files of the policies of the examples that promise something."""
    return [path.name for path in POLICIES if path.name != ONLY_HOURS]


@cache
def compiled_policy(name: str) -> tuple[SlaPolicy, CompiledPolicy]:
    """One of these policies, also compiled."""
    policy = policy_in(ROOT / "examples" / "policies" / name)
    return policy, policy.compile(YEARS)


def asked(policy: SlaPolicy, compiled: CompiledPolicy, number: int, seed: int) -> Iterator[dict[str, Any]]:
    """So many questions, each with the answer or the kind of its refusal; instants in microseconds since 1970."""
    chance = random.Random(seed)
    channels = [None, "phone", "email", "chat", "web"]
    for _ in range(number):
        at = _instant(policy, chance)
        version = policy.in_force(at)
        plan = chance.choice([name for name, plan in version.plans.items() if plan.metrics])
        question = {
            "opened": ticks(at),
            "plan": plan,
            "metric": chance.choice(list(version.plans[plan].metrics)),
            "priority": chance.choice([None, *version.priorities]),
            "channel": chance.choice(channels),
        }
        yield question | _answer(policy, compiled, at, question) | _open_time(policy, compiled, at, chance)


def _instant(policy: SlaPolicy, chance: random.Random) -> datetime:
    """An instant of the middle year: anywhere, or at an opening or a closing, or where the clocks change."""
    first = datetime(YEARS[0] + 1, 1, 1, tzinfo=UTC)
    at = first + timedelta(seconds=chance.randrange(365 * 86_400))
    if chance.random() < 0.1:
        at = chance.choice([datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)])
    elif chance.random() < 0.5:
        with suppress(SlaClockError):
            at = policy.schedule(chance.choice(list(policy.schedules))).next_opening(at)
    return (at + chance.choice(_STEPS)).astimezone(UTC)


def _answer(policy: SlaPolicy, compiled: CompiledPolicy, at: datetime, question: dict[str, Any]) -> dict[str, Any]:
    about = {key: question[key] for key in ("plan", "metric", "priority", "channel")}
    try:
        compiled.due(at, **about)
    except SlaClockError:
        return {"due": None}
    why = policy.explain(at, **about)
    return {"due": ticks(why.due.astimezone(UTC)), "stretches": parts_of(why)}


def parts_of(why: Explanation) -> list[list[Any]]:
    """The stretches of time of an explanation: from, to, what it was and by which name, and what was counted."""
    return [
        [ticks(each.start), ticks(each.end), each.kind, each.name, each.estimated, each.counted // _TICK, each.days]
        for each in why.stretches
    ]


def _open_time(policy: SlaPolicy, compiled: CompiledPolicy, at: datetime, chance: random.Random) -> dict[str, Any]:
    """Whether a schedule is open, when it opens and closes next, and how much open time passes until then."""
    name = chance.choice(list(compiled.to_dict()["customers"][""]["schedules"]))
    until = at + timedelta(microseconds=chance.randrange(-(10**12), 10**12))
    schedule = policy.schedule_through_versions(name)
    edges = {"opens": _edge(schedule.next_opening, at), "closes": _edge(schedule.next_closing, at)}
    try:
        is_open, elapsed = compiled.is_open(at, name), compiled.elapsed(at, until, name) // _TICK
    except SlaClockError:
        return {"schedule": name, "until": ticks(until), "is_open": None, **edges}
    return {"schedule": name, "until": ticks(until), "is_open": is_open, "elapsed": elapsed, **edges}


def _edge(find: Callable[[datetime], datetime], at: datetime) -> int | None:
    try:
        return ticks(find(at))
    except SlaClockError:
        return None
