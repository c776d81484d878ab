"""Which plan a ticket gets where conditions choose it: that of the first rule that holds (R11, R19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from slaclock.adapters.payloads import Payload


class PlanRuleLike(Protocol):
    """Which tickets get a plan."""

    @property
    def plan(self) -> str:
        """The name of the plan."""
        ...

    def holds(self, values: Mapping[str, Any]) -> bool | None:
        """Whether it holds for a ticket; `None` where the ticket does not say."""
        ...

    def unsaid(self, values: Mapping[str, Any]) -> str:
        """The condition of which a ticket does not say whether it holds; blank where there is none."""
        ...


def first_that_holds(rules: Iterable[PlanRuleLike], ticket: Payload, values: Mapping[str, Any]) -> str | None:
    """The plan of the first rule that holds for a ticket; nothing where none does.

    Args:
        rules: The rules in the order in which a product tries them.
        ticket: What errors name.
        values: What the ticket says.

    Raises:
        PayloadError: The ticket does not say whether a rule holds.
    """
    for rule in rules:
        holds = rule.holds(values)
        if holds is None:
            raise ticket.error(
                f"it does not say whether `{rule.unsaid(values)}` is true, which decides on the plan {rule.plan!r}; "
                "state the plan of the ticket yourself"
            )
        if holds:
            return rule.plan
    return None
