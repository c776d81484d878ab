"""`Schedule`, `Target` and `SlaClock`, one question at a time."""

import json
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import lru_cache, reduce
from operator import and_, or_, sub
from typing import Any
from zoneinfo import ZoneInfo

from conformance.forms import amount, instant, microseconds, told
from conformance.ours import declared
from conformance.replies import Asked, Refused, Unsupported
from slaclock import Schedule, SlaClock, SlaPolicy, Status, Target
from slaclock.errors import SlaClockError

name = "slaclock, scalar"
about = "every choice"


def answer(asked: Asked) -> Any:
    question = asked["question"]
    ask = QUESTIONS.get(question["ask"])
    if ask is None and question["ask"] != "promised":
        raise Unsupported(f"has no call for {question['ask']}")
    try:
        if ask is None:
            return _promised(asked)
        return ask(schedule_of(asked["schedule"], asked["choices"]), question, asked["choices"])
    except SlaClockError as error:
        raise Refused(str(error)) from None


def schedule_of(stated: Mapping[str, Any], choices: Mapping[str, Any]) -> Schedule:
    """Declare the schedule of a case; equal ones are one."""
    if "combine" in stated:
        return reduce(COMBINE[stated["combine"]], (schedule_of(each, choices) for each in stated["schedules"]))
    outside = choices.get("outside_coverage", "ignore")
    return _schedule(json.dumps(declared.schedule(stated, choices) | {"outside_coverage": outside}))


COMBINE: Mapping[str, Callable[[Schedule, Schedule], Schedule]] = {
    "union": or_,
    "intersection": and_,
    "difference": sub,
}


@lru_cache(maxsize=256)
def _schedule(stated: str) -> Schedule:
    return Schedule(**json.loads(stated))


def _is_open(schedule: Schedule, question: Mapping[str, Any], choices: Mapping[str, Any]) -> bool:
    return schedule.is_open(instant(question["at"]))


def _edge(schedule: Schedule, question: Mapping[str, Any], choices: Mapping[str, Any]) -> str:
    found: datetime = getattr(schedule, question["ask"])(instant(question["at"]))
    return told(found)


def _windows(schedule: Schedule, question: Mapping[str, Any], choices: Mapping[str, Any]) -> list[list[str]]:
    found = schedule.windows(instant(question["start"]), instant(question["end"]))
    return [[told(window.start), told(window.end)] for window in found]


def _elapsed(schedule: Schedule, question: Mapping[str, Any], choices: Mapping[str, Any]) -> int:
    return microseconds(schedule.elapsed(instant(question["start"]), instant(question["end"])))


def _add(schedule: Schedule, question: Mapping[str, Any], choices: Mapping[str, Any]) -> str:
    start = instant(question["start"])
    if "told_in" in question:
        start = start.astimezone(ZoneInfo(question["told_in"]))
    due = schedule.add(start, amount(question["amount_us"]), boundary=choices.get("boundary", "closing"))
    return due.isoformat() if "told_in" in question else told(due)


def _add_days(schedule: Schedule, question: Mapping[str, Any], choices: Mapping[str, Any]) -> str:
    return told(schedule.add_days(instant(question["start"]), question["days"], **day_choices(question, choices)))


def day_choices(question: Mapping[str, Any], choices: Mapping[str, Any]) -> dict[str, Any]:
    """Give the choices of a count of business days as `add_days` takes them."""
    stated = {"rule": choices.get("day_rule"), "starts": choices.get("starts"), "ends": choices.get("ends")}
    found = {name: value for name, value in stated.items() if value is not None}
    if isinstance(found.get("ends"), int):
        found["ends"] = time.fromisoformat(declared.reading(found["ends"]))
    if "day_length_us" in question:
        found["day_length"] = amount(question["day_length_us"])
    return found


def _is_business_day(schedule: Schedule, question: Mapping[str, Any], choices: Mapping[str, Any]) -> bool:
    return schedule.is_business_day(date.fromisoformat(question["date"]))


def _business_days(schedule: Schedule, question: Mapping[str, Any], choices: Mapping[str, Any]) -> int:
    return schedule.business_days(date.fromisoformat(question["first"]), date.fromisoformat(question["last"]))


def _due(schedule: Schedule, question: Mapping[str, Any], choices: Mapping[str, Any]) -> str:
    target = Target(**declared.target(question["target"], choices))
    return told(target.due(instant(question["start"]), schedule))


def _promised(asked: Asked) -> str:
    question = asked["question"]
    policy = SlaPolicy(**declared.promising_policy(asked))
    return told(policy.due(instant(question["start"]), **declared.request(question)))


def _status(schedule: Schedule, question: Mapping[str, Any], choices: Mapping[str, Any]) -> dict[str, Any]:
    target = Target(**declared.target(question["target"], choices))
    clock = SlaClock.starting(instant(question["start"]), target, schedule)
    for event in question["events"]:
        clock = _told(clock, event, choices)
    return standing(clock.status(instant(question["now"])))


def standing(status: Status) -> dict[str, Any]:
    """Write where a clock stands."""
    return {
        "state": status.state,
        "due": told(status.due),
        "elapsed_us": microseconds(status.elapsed),
        "breached": status.is_breached,
        "breached_at": status.breached_at and told(status.breached_at),
    }


def _told(clock: SlaClock, event: Mapping[str, Any], choices: Mapping[str, Any]) -> SlaClock:
    at = instant(event["at"])
    if event["kind"] == "retarget":
        return clock.retarget(
            at,
            target=Target(**declared.target(event["target"], choices)),
            schedule=schedule_of(event["schedule"], choices) if "schedule" in event else None,
            on_change=choices.get("on_change", "recompute"),
        )
    change: Callable[[datetime, str], SlaClock] = getattr(clock, event["kind"])
    return change(at, event.get("by", ""))


QUESTIONS: Mapping[str, Callable[[Schedule, Mapping[str, Any], Mapping[str, Any]], Any]] = {
    "is_open": _is_open,
    "next_opening": _edge,
    "next_closing": _edge,
    "previous_opening": _edge,
    "previous_closing": _edge,
    "windows": _windows,
    "elapsed": _elapsed,
    "add": _add,
    "add_days": _add_days,
    "is_business_day": _is_business_day,
    "business_days": _business_days,
    "due": _due,
    "status": _status,
}
