"""The cases stated by hand in `rows.txt`."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from conformance_cases.drafts import Draft
from conformance_cases.fuller_hours import AnyHours
from conformance_cases.neutral import amount, choices_of, hours_of, micros, reading, told

ROWS = Path(__file__).with_name("rows.txt")
INSTANTS = ("next_opening", "next_closing", "previous_opening", "previous_closing")
REFUSED = "refused"
SPANS = {"elapsed", "windows"}
REQUEST = ("plan", "priority", "channel")
MINUTES_OF_DAY = ("since", "before", "after")


def drafts() -> Iterator[Draft]:
    for line in ROWS.read_text(encoding="utf-8").splitlines():
        if line.startswith("R"):
            yield _draft(*map(str.strip, line.split("|")))


def _draft(rule: str, ask: str, hours: str, at: str, then: str, answer: str, shows: str, stated: str = "") -> Draft:
    declared = hours_of(hours)
    choices = dict(word.split("=") for word in stated.split())
    question: dict[str, Any] = {"ask": ask, **_asked(ask, declared.zone, at, then)}
    if "told_in" in choices:
        question["told_in"] = choices.pop("told_in")
    if ask == "promised":
        question["request"] = {name: choices.pop(name) for name in REQUEST if name in choices}
    for name, unit in (("cut_off", int), ("day_length", lambda text: micros(amount(text)))):
        if name in choices:
            where = question.get("target", question)
            where[name if name == "cut_off" else f"{name}_us"] = unit(choices.pop(name))
    if "ends" in choices and choices["ends"].isdigit():
        choices["ends"] = int(choices["ends"])  # type: ignore[assignment]
    expected = _expected(ask, declared, answer, question)
    return Draft(declared, question, choices_of(declared) | choices, expected, shows, (rule,))


def _asked(ask: str, zone: str, at: str, then: str) -> dict[str, Any]:
    if ask in SPANS:
        return {"start": instant_of(at, zone), "end": instant_of(then, zone)}
    if ask == "add":
        return {"start": instant_of(at, zone), "amount_us": micros(amount(then))}
    if ask == "add_days":
        return {"start": instant_of(at, zone), "days": int(then)}
    if ask == "due":
        return {"start": instant_of(at, zone), "target": target_of(then)}
    if ask == "promised":
        return {"start": instant_of(at, zone), "promises": [*map(_promise, then.split("; "))]}
    if ask == "is_business_day":
        return {"date": at}
    if ask == "business_days":
        return {"first": at, "last": then}
    return {"at": instant_of(at, zone)}


def _promise(text: str) -> dict[str, Any]:
    """Read `plan=gold channels=phone,chat since=900: 4h`, or `4h` for all that nothing before it holds for."""
    conditions, _, target = text.rpartition(": ")
    stated = dict(word.split("=") for word in conditions.split())
    condition: dict[str, Any] = {name: _condition(name, value) for name, value in stated.items()}
    return ({"if": condition} if condition else {}) | {"target": target_of(target)}


def _condition(name: str, value: str) -> Any:
    if name in ("channels", "days"):
        return value.split(",")
    if name == "open":
        return value == "yes"
    return int(value) if name in MINUTES_OF_DAY else value


def instant_of(text: str, zone: str) -> str:
    """Write an instant of a row; `naive` is a reading without a zone, and `Z` one in UTC."""
    if text.endswith("naive"):
        return told(reading(text.removesuffix(" naive"), "UTC")).removesuffix("Z")
    return told(reading(text.removesuffix("Z"), "UTC" if text.endswith("Z") else zone))


def target_of(text: str) -> dict[str, Any]:
    """Read `4h`, `4h any time`, `2 business days`, `30 days` or `1 month`."""
    match re.fullmatch(r"(\d+) (business day|day|month)s?", text):
        case None:
            counts = "calendar_time" if text.endswith("any time") else "open_time"
            return {"counts": counts, "amount_us": micros(amount(text.removesuffix(" any time")))}
        case found if found[2] == "month":
            return {"counts": "calendar_months", "months": int(found[1])}
        case found:
            counts = "business_days" if found[2] == "business day" else "calendar_days"
            return {"counts": counts, "days": int(found[1])}


def _expected(ask: str, declared: AnyHours, answer: str, question: dict[str, Any]) -> Any:
    if answer == REFUSED:
        return {"refused": True}
    if answer in ("yes", "no"):
        return answer == "yes"
    if ask == "elapsed":
        return micros(amount(answer))
    if ask == "business_days":
        return int(answer)
    if ask == "windows":
        both = (each.split(" to ") for each in answer.split(", ") if each)
        return [[told(reading(edge, declared.zone)) for edge in span] for span in both]
    found = reading(answer, declared.zone)
    return found.astimezone(ZoneInfo(question["told_in"])).isoformat() if "told_in" in question else told(found)
