"""Compiled policies: each case in a policy of one plan, compiled for the years around it, written and read again."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from conformance.forms import instant, microseconds, told
from conformance.ours import declared, one_ticket, scalar
from conformance.ours.one_plan import document_of
from conformance.replies import Asked, Refused
from slaclock import Event, Ticket, compiled
from slaclock.compiled import CompiledPolicy
from slaclock.errors import SlaClockError

name = "slaclock, compiled"
about = "every choice; deadlines and business days forward, as targets"


def answer(asked: Asked) -> Any:
    question = asked["question"]
    try:
        policy = _loaded(document_of(asked, QUESTIONS))
        return QUESTIONS[question["ask"]](policy, question)
    except SlaClockError as error:
        raise Refused(str(error)) from None


@lru_cache(maxsize=64)
def _loaded(document: str) -> CompiledPolicy:
    return compiled.loads(document)


def _due(policy: CompiledPolicy, question: Mapping[str, Any]) -> str:
    return told(policy.due(instant(question["start"])))


def _promised(policy: CompiledPolicy, question: Mapping[str, Any]) -> str:
    return told(policy.due(instant(question["start"]), **declared.request(question)))


def _elapsed(policy: CompiledPolicy, question: Mapping[str, Any]) -> int:
    start, end = instant(question["start"]), instant(question["end"])
    return microseconds(policy.elapsed(start, end, schedule="only"))


def _is_open(policy: CompiledPolicy, question: Mapping[str, Any]) -> bool:
    return policy.is_open(instant(question["at"]), schedule="only")


def _status(policy: CompiledPolicy, question: Mapping[str, Any]) -> dict[str, Any]:
    ticket = Ticket(**one_ticket.ticket(question), events=[Event(**each) for each in one_ticket.events(question)])
    return scalar.standing(policy.evaluate(ticket, instant(question["now"]))[one_ticket.METRIC])


QUESTIONS: Mapping[str, Callable[[CompiledPolicy, Mapping[str, Any]], Any]] = {
    "add": _due,
    "add_days": _due,
    "due": _due,
    "promised": _promised,
    "elapsed": _elapsed,
    "is_open": _is_open,
    "status": _status,
}
