"""Compiled policies: each case in a policy of one plan, compiled for the years around it, written and read again."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, timedelta
from functools import lru_cache
from typing import Any

from conformance.forms import instant, microseconds, told
from conformance.ours import declared
from conformance.replies import Asked, Refused, Unsupported
from slaclock import SlaPolicy, compiled
from slaclock.compiled import CompiledPolicy
from slaclock.errors import SlaClockError

name = "slaclock, compiled"
about = "every choice; deadlines and business days forward, as targets"
BEFORE, AFTER, MONTH = timedelta(days=3), timedelta(days=150), timedelta(days=31)


def answer(asked: Asked) -> Any:
    question = asked["question"]
    target = _target(question)
    ask = QUESTIONS.get(question["ask"])
    if ask is None or target is None or "told_in" in question:
        raise Unsupported(f"has no call for {question['ask']} in that form")
    stated = json.dumps(declared.policy(asked, target))
    try:
        return ask(_compiled(stated, *_years(asked)), question)
    except SlaClockError as error:
        raise Refused(str(error)) from None


def _target(question: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Give what is promised: deadlines and business days ahead are due dates of targets."""
    match question["ask"]:
        case "add":
            stated = {"counts": "open_time", "amount_us": question["amount_us"]}
            return stated if question["amount_us"] > 0 else None
        case "add_days":
            amounts = {key: question[key] for key in ("days", "day_length_us") if key in question}
            return {"counts": "business_days", **amounts} if question["days"] > 0 else None
        case "due":
            target: Mapping[str, Any] = question["target"]
            return target
        case _:
            return declared.HOUR


def _years(asked: Asked) -> tuple[int, int]:
    """Give the years of the question, and of what lies some days before it and some months after it."""
    question = asked["question"]
    found = [instant(text).replace(tzinfo=UTC) for text in _instants(question)]
    months = question.get("target", {}).get("months", 0)
    return (min(found) - BEFORE).year, (max(found) + AFTER + months * MONTH).year


def _instants(question: Mapping[str, Any]) -> Iterator[str]:
    yield from (question[key] for key in ("at", "start", "end") if key in question)


@lru_cache(maxsize=64)
def _compiled(stated: str, first: int, last: int) -> CompiledPolicy:
    return compiled.loads(SlaPolicy(**json.loads(stated)).compile((first, last)).dumps())


def _due(policy: CompiledPolicy, question: Mapping[str, Any]) -> str:
    return told(policy.due(instant(question["start"])))


def _elapsed(policy: CompiledPolicy, question: Mapping[str, Any]) -> int:
    start, end = instant(question["start"]), instant(question["end"])
    return microseconds(policy.elapsed(start, end, schedule="only"))


def _is_open(policy: CompiledPolicy, question: Mapping[str, Any]) -> bool:
    return policy.is_open(instant(question["at"]), schedule="only")


QUESTIONS: Mapping[str, Callable[[CompiledPolicy, Mapping[str, Any]], Any]] = {
    "add": _due,
    "add_days": _due,
    "due": _due,
    "elapsed": _elapsed,
    "is_open": _is_open,
}
