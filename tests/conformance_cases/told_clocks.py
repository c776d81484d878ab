"""Clocks of tickets: where they stand at an instant, stated by hand and told by the slow clock (R12, R16 to R18)."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from clock_model import DAY_MINUTES, HOURS, MINUTE, Happening, Hours, Promise, SlowClock, instant

from conformance_cases.by_hand import ROWS, instant_of, target_of
from conformance_cases.drafts import Draft
from conformance_cases.drawing import Draw
from conformance_cases.neutral import choices_of, hours_of, micros, neutral, told
from conformance_cases.wording import length, several

CLOCKS = ROWS.with_name("clock_rows.txt")
FIRST_START, LAST_START = 5 * 24, 10 * 24
"""Hours after the slow clock's row begins."""
SPAN = 5 * DAY_MINUTES
ON_CHANGE = ("recompute", "forward", "reset")


def by_hand() -> Iterator[Draft]:
    for line in CLOCKS.read_text(encoding="utf-8").splitlines():
        if line.startswith("R"):
            yield _stated(*map(str.strip, line.split("|")))


def _stated(
    rule: str, hours: str, start: str, target: str, events: str, now: str, answer: str, shows: str, on_change: str = ""
) -> Draft:
    declared = hours_of(hours)
    zone = declared.zone
    question = {
        "ask": "status",
        "start": instant_of(start, zone),
        "target": target_of(target),
        "events": [_event(each, zone) for each in events.split("; ") if each],
        "now": instant_of(now, zone),
    }
    choices = choices_of(declared) | ({"on_change": on_change} if on_change else {})
    return Draft(declared, question, choices, _standing(answer, zone), shows, (rule,))


def _event(text: str, zone: str) -> dict[str, Any]:
    """Read `Mon 10:00 pause`, `Mon 11:00 resume by supplier` or `Mon 12:00 retarget to 10h`."""
    at, kind, more = _apart(text)
    event: dict[str, Any] = {"at": instant_of(at, zone), "kind": kind}
    if kind == "retarget":
        what, _, hours = more.removeprefix("to ").partition(" on ")
        event["target"] = target_of(what)
        if hours:
            event["schedule"] = neutral(hours_of(hours))
    elif more:
        event["by"] = more.removeprefix("by ")
    return event


def _apart(text: str) -> tuple[str, str, str]:
    words = text.split()
    place = next(n for n, word in enumerate(words) if word in ("pause", "resume", "stop", "cancel", "retarget"))
    return " ".join(words[:place]), words[place], " ".join(words[place + 1 :])


def _standing(text: str, zone: str) -> dict[str, Any]:
    """Read `breached, due Wed 18:00, since Wed 18:00`."""
    state, *more = text.split(", ")
    found: dict[str, Any] = {"state": state}
    for each in more:
        word, _, at = each.partition(" ")
        found["due" if word == "due" else "breached_at"] = instant_of(at, zone) if at != "never" else None
    return found


# Told by the slow clock


def drafts() -> Iterator[Draft]:
    yield from by_hand()
    for hours in HOURS:
        draw = Draw(f"clocks {hours.name}")
        for _ in range(60):
            yield from _drawn(draw, hours)


def _drawn(draw: Draw, hours: Hours) -> Iterator[Draft]:
    start = draw.whole(FIRST_START, LAST_START) * 60
    on_change = draw.one(ON_CHANGE) if draw.is_so(35) else ""
    promise = _promise(draw, hours)
    slow = SlowClock(start, promise, tuple(_happenings(draw, promise, start, on_change)))
    now = start + draw.whole(0, SPAN // 15) * 15
    found = slow.at(now)
    if found.disputed:
        return  # The rows by hand say what holds where a pause begins at the due instant and lasts over a closing.
    expected = {
        "state": "running" if found.state == "at_risk" else found.state,
        "due": told(instant(found.due)),
        "elapsed_us": micros(found.elapsed * MINUTE),
        "breached": found.breached,
    }
    kinds = {event.kind for event in slow.events if event.at <= now}
    later = any(event.at > now for event in slow.events)
    about = {"R17": "retarget" in kinds, "R16": bool(kinds & {"pause", "resume"}), "R12": True, "R18": later}
    question = _question(slow, now)
    choices = choices_of(hours.declared) | ({"boundary": slow.promise.boundary} if _has_boundary(slow) else {})
    if on_change:
        choices["on_change"] = on_change
    rules = tuple(rule for rule, is_so in about.items() if is_so)
    yield Draft(hours.declared, question, choices, expected, _shown(slow, now, on_change), rules)


def _promise(draw: Draw, hours: Hours, boundary: str = "") -> Promise:
    counts = draw.one(("open_time", "open_time", "business_days", "calendar_time"))
    if counts == "business_days":
        return Promise(hours, draw.whole(1, 3), counts)
    amount = draw.whole(1, draw.one((12, 30))) * 60
    return Promise(hours, amount, counts, boundary or draw.one(("closing", "closing", "next_opening")))


def _has_boundary(slow: SlowClock) -> bool:
    promises = (slow.promise, *(event.promise for event in slow.events))
    return any(promise.counts == "open_time" for promise in promises if promise)


def _happenings(draw: Draw, promise: Promise, start: int, on_change: str) -> Iterator[Happening]:
    def at() -> int:
        return start + draw.whole(0, SPAN // 30) * 30

    for by in draw.some(("customer", "supplier"), 60):
        paused = at()
        yield Happening(paused, "pause", by)
        if draw.is_so(85):
            yield Happening(paused + draw.whole(0, 60) * 30, "resume", by)
    if draw.is_so(40):
        yield Happening(at(), draw.one(("stop", "stop", "stop", "cancel")))
    if on_change:
        yield _retarget(draw, promise, at(), on_change)


def _retarget(draw: Draw, old: Promise, at: int, on_change: str) -> Happening:
    """A change to another target, now and then on other hours, with the same choices.

    Time that was used is no share of a day: what is carried forward goes to a target in time.
    """
    choices = choices_of(old.hours.declared)
    others = [other for other in HOURS if choices_of(other.declared) == choices]
    promise = _promise(draw, draw.one(others) if draw.is_so(40) else old.hours, old.boundary)
    if on_change == "forward" and promise.counts == "business_days":
        promise = replace(promise, amount=8 * 60, counts="open_time")
    return Happening(at, "retarget", str(at), promise, on_change)


def _question(slow: SlowClock, now: int) -> dict[str, Any]:
    return {
        "ask": "status",
        "start": told(instant(slow.start)),
        "target": _target(slow.promise),
        "events": [_neutral_event(slow, event) for event in sorted(slow.events, key=lambda event: event.at)],
        "now": told(instant(now)),
    }


def _neutral_event(slow: SlowClock, event: Happening) -> dict[str, Any]:
    found: dict[str, Any] = {"at": told(instant(event.at)), "kind": event.kind}
    if event.promise is None:
        return found | ({"by": event.by} if event.by else {})
    found["target"] = _target(event.promise)
    if event.promise.hours is not slow.promise.hours:
        found["schedule"] = neutral(event.promise.hours.declared)
    return found


def _target(promise: Promise) -> dict[str, Any]:
    if promise.counts == "business_days":
        return {"counts": promise.counts, "days": promise.amount}
    return {"counts": promise.counts, "amount_us": micros(promise.amount * MINUTE)}


def _shown(slow: SlowClock, now: int, on_change: str) -> str:
    promise = slow.promise
    days = promise.counts == "business_days"
    amount = several(promise.amount, "business day") if days else length(promise.amount * MINUTE)
    counts = {"open_time": " of open time", "calendar_time": " of any time", "business_days": ""}[promise.counts]
    happened = [event.kind for event in sorted(slow.events, key=lambda event: event.at) if event.at <= now]
    changed = f"; {on_change} on a change" if on_change and "retarget" in happened else ""
    after = f" after {', '.join(happened)}" if happened else ""
    passed = length((now - slow.start) * MINUTE)
    return f"{amount}{counts}{after}, {f'{passed} on' if passed else 'at once'}; {promise.hours.name}{changed}"
