"""The schedules and targets of cases, as a policy states them."""

from collections.abc import Mapping, Sequence
from typing import Any

Stated = Mapping[str, Any]

DAY = 24 * 60


def reading(minutes: int) -> str:
    """Write minutes from midnight as a time of day."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def hours(opens: int, closes: int) -> str:
    """Write hours; what closes after the end of a day closes at a reading of the next."""
    return f"{reading(opens)}-{reading(closes if closes <= DAY else closes - DAY)}"


def schedule(stated: Stated, choices: Stated) -> dict[str, Any]:
    """Give a schedule of one week, as `Schedule` takes it and as a policy names it."""
    exceptions = {
        row["date"]: ", ".join(hours(each["opens"], each["closes"]) for each in row["hours"]) or "closed"
        for row in stated.get("exceptions", ())
    }
    return {
        "timezone": stated["zone"],
        "hours": _weekly(stated["windows"]),
        "holidays": _holidays(stated),
        "exceptions": exceptions,
        "seasons": [
            {"first": each["first"], "last": each["last"], "hours": _weekly(each["windows"]) or "closed"}
            for each in stated.get("seasons", ())
        ],
        **{name: choices[name] for name in ("holiday_rule", "belongs_to") if name in choices},
    }


def _weekly(windows: Sequence[Stated]) -> list[str]:
    return [f"{','.join(row['days'])} {hours(row['opens'], row['closes'])}" for row in windows]


def _holidays(stated: Stated) -> Any:
    if "closed_known" not in stated:
        return stated.get("closed", [])
    return [{"listed": dict.fromkeys(stated["closed"], "closed"), "years": stated["closed_known"]}]


def schedules(name: str, stated: Stated, choices: Stated) -> dict[str, Any]:
    """Give the schedules of a policy by their names: one, or some and what is put together of them."""
    if "combine" not in stated:
        return {name: schedule(stated, choices)}
    parts = {f"{name}, {n}": schedule(part, choices) for n, part in enumerate(stated["schedules"], 1)}
    first, *others = parts
    together = {
        "union": {"any_of": [first, *others]},
        "intersection": {"all_of": [first, *others]},
        "difference": {"any_of": [first], "excluding": others},
    }
    return parts | {name: {"timezone": zone(stated), **together[stated["combine"]]}}


def zone(stated: Stated) -> str:
    """The zone of a schedule; of one that is put together, that of the first."""
    found: str = stated["schedules"][0]["zone"] if "combine" in stated else stated["zone"]
    return found


HOUR = {"counts": "open_time", "amount_us": 3_600_000_000}
"""What is promised where only hours are asked about."""


def policy(asked: Stated, promised: Stated) -> dict[str, Any]:
    """Give a policy of one plan, whose first response is a target."""
    return policy_of(asked, {"only": (asked["schedule"], promised)})


def policy_of(asked: Stated, plans: Mapping[str, tuple[Stated, Stated]]) -> dict[str, Any]:
    """Give a policy of some plans, each of hours of its own and a target, with the choices of the case."""
    choices = asked["choices"]
    return {
        "name": "case",
        "timezone": zone(asked["schedule"]),
        "outside_coverage": choices.get("outside_coverage", "ignore"),
        "schedules": {
            key: each for name, (hours, _) in plans.items() for key, each in schedules(name, hours, choices).items()
        },
        "plans": {
            name: {"schedule": name, "first_response": target(promised, choices)}
            for name, (_, promised) in plans.items()
        },
    }


def promising_policy(asked: Stated) -> dict[str, Any]:
    """Give a policy of all plans and priorities of a case, with what is promised by when and how a request comes."""
    question, choices = asked["question"], asked["choices"]
    names = {key: _names(key, question) for key in ("plan", "priority")}
    plans = {
        plan: {"schedule": "only", "first_response": _promised(question["promises"], plan, names["priority"], choices)}
        for plan in names["plan"] or ["only"]
    }
    return policy_of(asked, {"only": (asked["schedule"], HOUR)}) | {"plans": plans}


def request(question: Stated) -> dict[str, Any]:
    """Give what a policy of plans is asked about: the one plan, where the case names none."""
    found = {"plan": "only", **question["request"]} if not _names("plan", question) else question["request"]
    return {name: found.get(name) for name in ("plan", "priority", "channel")}


def _names(key: str, question: Stated) -> list[str]:
    """All names of plans, or of priorities, that are spoken of."""
    stated = [promise.get("if", {}).get(key) for promise in question["promises"]]
    return [name for name in dict.fromkeys([*stated, question["request"].get(key)]) if name is not None]


def _promised(promises: Sequence[Stated], plan: str, priorities: Sequence[str], choices: Stated) -> Any:
    if not priorities:
        return _cases([each for each in promises if _is_for(each, plan, None)], choices)
    return {
        priority: _cases([each for each in promises if _is_for(each, plan, priority)], choices)
        for priority in priorities
    }


def _is_for(promise: Stated, plan: str, priority: str | None) -> bool:
    asked = promise.get("if", {})
    return bool(asked.get("plan", plan) == plan and asked.get("priority", priority) == priority)


def _cases(promises: Sequence[Stated], choices: Stated) -> Any:
    """Give what is promised to one plan and priority: cases, and what holds for all others."""
    cases: list[dict[str, Any]] = []
    for promise in promises:
        condition = {name: value for name, value in promise.get("if", {}).items() if name not in ("plan", "priority")}
        promised = target(promise["target"], choices)
        if not condition:
            return {"target": promised} | ({"when": cases} if cases else {})
        cases.append({"received": _received(condition), "target": promised})
    return {"when": cases} if cases else "none"


def _received(condition: Stated) -> dict[str, Any]:
    """Give a condition with the keys of `when`."""
    found = dict(condition)
    if "open" in condition:
        found["hours"] = "in" if found.pop("open") else "outside"
    return found | {name: reading(condition[name]) for name in ("since", "before", "after") if name in condition}


def target(stated: Mapping[str, Any], choices: Mapping[str, Any]) -> dict[str, Any]:
    """Give a target as `Target` takes it, and a policy."""
    found: dict[str, Any] = {"counts": stated["counts"]}
    if "amount_us" in stated:
        found["duration"] = duration(stated["amount_us"])
    found |= {name: stated[name] for name in ("days", "months") if name in stated}
    if "day_length_us" in stated:
        found["day_length"] = duration(stated["day_length_us"])
    if "cut_off" in stated:
        found["cut_off"] = reading(stated["cut_off"])
    names = ("boundary", "starts") if found["counts"] != "business_days" else ("day_rule", "starts")
    found |= {name: choices[name] for name in names if name in choices}
    if "ends" in choices:
        found["ends"] = ends(choices["ends"])
    return found


def duration(microseconds: int) -> str:
    """Write an amount in ISO 8601, to the microsecond."""
    seconds, rest = divmod(microseconds, 1_000_000)
    return f"PT{seconds}.{rest:06}S"


def ends(choice: str | int) -> str:
    """Give where a due instant goes: a time of day is stated in minutes."""
    return reading(choice) if isinstance(choice, int) else choice
