"""The schedules and targets of cases, as a policy states them."""

from collections.abc import Mapping
from typing import Any

DAY = 24 * 60


def reading(minutes: int) -> str:
    """Write minutes from midnight as a time of day."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def hours(opens: int, closes: int) -> str:
    """Write hours; what closes after the end of a day closes at a reading of the next."""
    return f"{reading(opens)}-{reading(closes if closes <= DAY else closes - DAY)}"


def schedule(stated: Mapping[str, Any], choices: Mapping[str, Any]) -> dict[str, Any]:
    """Give a schedule as `Schedule` takes it, and as a policy names it."""
    windows = [f"{','.join(row['days'])} {hours(row['opens'], row['closes'])}" for row in stated["windows"]]
    exceptions = {
        row["date"]: ", ".join(hours(each["opens"], each["closes"]) for each in row["hours"]) or "closed"
        for row in stated.get("exceptions", ())
    }
    return {
        "timezone": stated["zone"],
        "hours": windows,
        "holidays": stated.get("closed", []),
        "exceptions": exceptions,
        **{name: choices[name] for name in ("holiday_rule", "belongs_to") if name in choices},
    }


HOUR = {"counts": "open_time", "amount_us": 3_600_000_000}
"""What is promised where only hours are asked about."""


Stated = Mapping[str, Any]


def policy(asked: Stated, promised: Stated) -> dict[str, Any]:
    """Give a policy of one plan, whose first response is a target."""
    return policy_of(asked, {"only": (asked["schedule"], promised)})


def policy_of(asked: Stated, plans: Mapping[str, tuple[Stated, Stated]]) -> dict[str, Any]:
    """Give a policy of some plans, each of hours of its own and a target, with the choices of the case."""
    choices = asked["choices"]
    return {
        "name": "case",
        "timezone": asked["schedule"]["zone"],
        "outside_coverage": "ignore",
        "schedules": {name: schedule(hours, choices) for name, (hours, _) in plans.items()},
        "plans": {
            name: {"schedule": name, "first_response": target(promised, choices)}
            for name, (_, promised) in plans.items()
        },
    }


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
