"""A case about a clock as a ticket, whose plan is changed where the case has another target."""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from conformance.forms import instant
from conformance.ours import declared
from conformance.replies import Asked, Unsupported

METRIC = "first_response"
KINDS = {"pause": "paused", "resume": "resumed", "stop": "stopped", "cancel": "cancelled", "retarget": "plan_changed"}


def policy(asked: Asked) -> dict[str, Any]:
    """Give a policy of a plan for the target of the clock, and of one for each to which it is changed."""
    question = asked["question"]
    plans = [(asked["schedule"], question["target"])]
    for event in question["events"]:
        if event["kind"] == "retarget":
            plans.append((event.get("schedule", plans[-1][0]), event["target"]))
    stated = declared.policy_of(asked, {str(number): plan for number, plan in enumerate(plans)})
    return stated | {name: asked["choices"][name] for name in ("on_change",) if name in asked["choices"]}


def ticket(question: Mapping[str, Any]) -> dict[str, Any]:
    """Give the ticket; before it is opened there is none."""
    opened = instant(question["start"])
    if instant(question["now"]) < opened:
        raise Unsupported("before a ticket is opened there is none to ask about")
    return {"id": "T-1", "opened": opened, "plan": "0"}


def events(question: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Give what happened to it."""
    plans = count(1)
    for event in question["events"]:
        more = {"plan": str(next(plans))} if event["kind"] == "retarget" else {"by": event.get("by", "")}
        yield {"at": instant(event["at"]), "kind": KINDS[event["kind"]], **more}
