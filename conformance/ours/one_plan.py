"""A case as a policy of one plan, compiled for the years around it, whose first response is what the case promises."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, timedelta
from functools import lru_cache
from typing import Any

from conformance.forms import instant
from conformance.ours import declared, one_ticket
from conformance.replies import Asked, Unsupported
from slaclock import SlaPolicy

BEFORE, AFTER, MONTH = timedelta(days=3), timedelta(days=150), timedelta(days=31)


def document_of(asked: Asked, known: Mapping[str, object]) -> str:
    """Compile the policy of a case for the years around it; what is asked has to be among what is known."""
    return compiled_text(*policy_of(asked, known))


def policy_of(asked: Asked, known: Mapping[str, object]) -> tuple[str, int, int]:
    """Give the policy of a case, as JSON, and the first and last of the years around it."""
    question = asked["question"]
    target = target_of(question)
    if question["ask"] not in known or target is None or "told_in" in question:
        raise Unsupported(f"has no call for {question['ask']} in that form")
    match question["ask"]:
        case "status":
            stated = one_ticket.policy(asked)
        case "promised":
            stated = declared.promising_policy(asked)
        case _:
            stated = declared.policy(asked, target)
    return json.dumps(stated), *years_of(asked)


def target_of(question: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Give what is promised: deadlines and business days ahead are due dates of targets."""
    match question["ask"]:
        case "add":
            stated = {"counts": "open_time", "amount_us": question["amount_us"]}
            return stated if question["amount_us"] > 0 else None
        case "add_days":
            amounts = {key: question[key] for key in ("days", "day_length_us") if key in question}
            return {"counts": "business_days", **amounts} if question["days"] > 0 else None
        case "due" | "status":
            target: Mapping[str, Any] = question["target"]
            return target
        case _:
            return declared.HOUR


def years_of(asked: Asked) -> tuple[int, int]:
    """Give the years of the question, and of what lies some days before it and some months after it."""
    question = asked["question"]
    found = [instant(text).replace(tzinfo=UTC) for text in _instants(question)]
    months = question.get("target", {}).get("months", 0)
    return (min(found) - BEFORE).year, (max(found) + AFTER + months * MONTH).year


def _instants(question: Mapping[str, Any]) -> Iterator[str]:
    yield from (question[key] for key in ("at", "start", "end", "now") if key in question)


@lru_cache(maxsize=64)
def compiled_text(stated: str, first: int, last: int) -> str:
    return SlaPolicy(**json.loads(stated)).compile((first, last)).dumps()
