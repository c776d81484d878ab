"""The life of a metric: which events start, stop and restart it, and in which statuses it pauses (R16–R18)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from slaclock.declaration import NOTHING, Declaration, FrozenMapping, signature
from slaclock.keeping import cached_property
from slaclock.targets import BeforeBreach, Threshold, ThresholdLike
from slaclock.tickets.known_kinds import known_kind
from slaclock.tickets.known_statuses import WAITING, meaning, taken_for

Reopens = Literal["any_customer_reply", "only_reopened"]
"""What starts metrics again that `resolved` stops: a customer's reply as any other event that starts them, or
`reopened` alone."""
OnReopen = Literal["new_cycle", "continue"]
"""What a reopened ticket does to a metric that had stopped: a new cycle, or the old one goes on after a pause."""


def _names_in(given: object) -> object:
    return (given,) if isinstance(given, str) else given


def _kinds_in(given: object) -> object:
    """Kinds of events, those that are known in the spelling in which they are known."""
    names = _names_in(given)
    if not isinstance(names, (list, tuple)):
        return names
    return [known_kind(name) or name if isinstance(name, str) else name for name in names]


Kinds = Annotated[tuple[str, ...], BeforeValidator(_kinds_in, json_schema_input_type=str | list[str])]
"""One kind of event or several."""
Statuses = Annotated[tuple[str, ...], BeforeValidator(_names_in, json_schema_input_type=str | list[str])]
"""One status of a ticket or several."""


class Lifecycle(Declaration):
    """When a metric starts, stops, pauses and repeats.

    Kinds of events are those of `Event`. An `agent_replied` that is not public starts and stops nothing.

    Rules: R16, R17, R18.
    """

    _examples: ClassVar = {
        "starts": ("opened",),
        "stops": (["agent_replied", "resolved"],),
        "after": ("agent_replied",),
        "restarts": ("agent_replied",),
        "pauses_in": (["waiting_on_customer"],),
        "runs_in": (["waiting_on_support"],),
    }

    starts: Kinds = ("opened",)
    """Events that start it; one that comes while it runs changes nothing."""

    stops: Kinds = ("resolved", "closed")
    """Events that stop it: in time, or late."""

    after: Kinds = ()
    """Events of which one must have happened before it can start."""

    restarts: Kinds = ()
    """Events that stop it and start its next cycle at once, as each public reply does a periodic update."""

    pauses_in: Statuses = ()
    """Ticket statuses in which it pauses, however they are spelled; and those that are taken for one of them."""

    runs_in: Statuses = ()
    """Ticket statuses in which alone it runs, where that is easier to say: it pauses in all others."""

    repeats: bool = False
    """Whether it starts again at each starting event after it had stopped."""

    on_reopen: OnReopen | None = None
    """What `reopened` does once it had stopped; nothing where nothing is said."""

    warnings: FrozenMapping[BeforeBreach] = Field(default_factory=FrozenMapping)
    """Its warnings by name, besides those of the policy."""

    escalations: FrozenMapping[Threshold] = Field(default_factory=FrozenMapping)
    """The levels of its escalation by name, besides those of the policy."""

    @signature
    def __init__(
        self,
        *,
        starts: str | Iterable[str] = ("opened",),
        stops: str | Iterable[str] = ("resolved", "closed"),
        after: str | Iterable[str] = (),
        restarts: str | Iterable[str] = (),
        pauses_in: str | Iterable[str] = (),
        runs_in: str | Iterable[str] = (),
        repeats: bool = False,
        on_reopen: OnReopen | None = None,
        warnings: Mapping[str, ThresholdLike] = NOTHING,
        escalations: Mapping[str, ThresholdLike] = NOTHING,
    ) -> None: ...

    def pauses_while(self, status: str) -> bool:
        """Whether it pauses while a ticket has a status.

        Rules: R16.
        """
        if self._runs and meaning(status) not in self._runs:
            return True
        return taken_for(status, self._pauses) is not None

    @cached_property
    def _pauses(self) -> frozenset[str]:
        """What the statuses mean in which it pauses."""
        return frozenset(map(meaning, self.pauses_in))

    @cached_property
    def _runs(self) -> frozenset[str]:
        """What the statuses mean in which alone it runs."""
        return frozenset(map(meaning, self.runs_in))

    @cached_property
    def heard(self) -> frozenset[str]:
        """The kinds of events that start or stop it.

        Rules: R18.
        """
        return frozenset((*self.starts, *self.stops, *self.restarts))

    def may_start_at(self, kind: str) -> bool:
        """Whether an event of a kind starts it, or starts it again.

        Rules: R18.
        """
        again = kind == "reopened" and self.on_reopen == "new_cycle"
        return again or kind in self.starts or kind in self.restarts

    @property
    def starts_elsewhere(self) -> tuple[str, ...]:
        """The events that start it, where the opening of the ticket does not.

        Rules: R18.
        """
        return () if "opened" in self.starts else self.starts

    @property
    def start_note(self) -> str:
        """What should be said of an answer for one instant where the opening of the ticket does not start it."""
        events = " or ".join(f"`{kind}`" for kind in self.starts_elsewhere)
        return f"starts at {events}; counted from the instant given" if events else ""


_USUAL: dict[str, dict[str, Any]] = {
    "first_response": {"stops": ("agent_replied", "resolved", "closed")},
    "next_response": {
        "starts": ("customer_replied",),
        "stops": ("agent_replied", "resolved", "closed"),
        "after": ("agent_replied",),
        "repeats": True,
    },
    "update": {"starts": ("agent_replied", "reopened"), "restarts": ("agent_replied",), "repeats": True},
    "workaround": {"stops": ("workaround_given", "resolved", "closed"), "pauses_in": WAITING},
    "resolution": {"pauses_in": WAITING, "on_reopen": "new_cycle"},
    "acknowledgement": {"stops": ("acknowledged", "agent_replied", "resolved", "closed")},
    "escalation": {"starts": ("escalated",), "stops": ("acknowledged", "resolved", "closed"), "repeats": True},
}


KNOWN_METRICS = tuple(_USUAL)
"""The metrics whose life the field knows."""


@lru_cache(maxsize=256)
def usual_lifecycle(metric: str) -> Lifecycle:
    """The life of a metric that the field knows; any other starts at opening and stops when resolved."""
    return Lifecycle(**_USUAL.get(metric, {}))
