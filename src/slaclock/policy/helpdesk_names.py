"""`HelpdeskNames`: what a helpdesk calls the statuses, priorities, events, plans and channels of a policy (R19)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from slaclock.declaration import NOTHING, Declaration, FrozenMapping, signature
from slaclock.errors import ClockError
from slaclock.keeping import cached_property
from slaclock.spelling import folded

NO_EVENT = "none"
"""What stands for a kind of event that means nothing."""


def _text_of(given: object) -> object:
    return str(given) if isinstance(given, int) and not isinstance(given, bool) else given


def _names_in(given: Any) -> Any:
    """Names with numbers as text, each once in whatever spelling."""
    if not isinstance(given, Mapping):
        return given
    found: dict[str, Any] = {}
    spelled: dict[str, str] = {}
    for key, meant in given.items():
        name = str(_text_of(key))
        other = spelled.setdefault(folded(name), name)
        if name in found or other != name:
            raise ClockError(f"{name!r} is given twice, the first time as {other!r}; keep one of them")
        found[name] = _text_of(meant)
    return found


_Meant = Annotated[FrozenMapping[str], BeforeValidator(_names_in, json_schema_input_type=dict[str, str])]
NameInput = Mapping[str, str] | Mapping[int, str]


class HelpdeskNames(Declaration):
    """What a helpdesk calls things, and what the policy calls them.

    Case, spaces, hyphens and underscores of a helpdesk's names make no difference.

    Examples:
        >>> names = HelpdeskNames(priorities={"urgent": "P1"}, statuses={"Awaiting vendor": "waiting_on_third_party"})
        >>> names.priority("Urgent"), names.status("awaiting-vendor"), names.status("open")
        ('P1', 'waiting_on_third_party', 'open')

    Rules: R11, R16, R18, R19.
    """

    _examples: ClassVar = {
        "statuses": ({"Awaiting vendor": "waiting_on_third_party"},),
        "priorities": ({"urgent": "P1"},),
        "kinds": ({"agent_reply": "agent_replied", "assigned": "none"},),
        "plans": ({"Gold": "premium"},),
        "channels": ({"voice": "phone"},),
    }

    statuses: _Meant = Field(default_factory=FrozenMapping)
    """Statuses of tickets: each is one that is known, or that a lifecycle states."""

    priorities: _Meant = Field(default_factory=FrozenMapping)
    """Priorities: each is one for which a plan promises something."""

    kinds: _Meant = Field(default_factory=FrozenMapping)
    """Kinds of events: each is one that is known, or that a lifecycle states, or `none` where it means nothing."""

    plans: _Meant = Field(default_factory=FrozenMapping)
    """Plans."""

    channels: _Meant = Field(default_factory=FrozenMapping)
    """Channels: each is one that a condition or a coverage names."""

    @signature
    def __init__(
        self,
        *,
        statuses: NameInput = NOTHING,
        priorities: NameInput = NOTHING,
        kinds: NameInput = NOTHING,
        plans: NameInput = NOTHING,
        channels: NameInput = NOTHING,
    ) -> None: ...

    def status(self, told: str) -> str:
        """A status as the policy calls it.

        Rules: R16, R19.
        """
        return self._meant["statuses"].get(folded(told), told)

    def priority(self, told: str | None) -> str | None:
        """A priority as the policy calls it; an empty text is none.

        Rules: R11, R19.
        """
        return self._meant["priorities"].get(folded(told), told) if told else None

    def kind(self, told: str) -> str:
        """A kind of event as the policy calls it.

        Rules: R18, R19.
        """
        return self._meant["kinds"].get(folded(told), told)

    def plan(self, told: str | None) -> str | None:
        """A plan as the policy calls it; an empty text is none.

        Rules: R11, R19.
        """
        return self._meant["plans"].get(folded(told), told) if told else None

    def channel(self, told: str | None) -> str | None:
        """A channel as the policy calls it; an empty text is none.

        Rules: R11, R19.
        """
        return self._meant["channels"].get(folded(told), told) if told else None

    @cached_property
    def _meant(self) -> dict[str, dict[str, str]]:
        """What each name means, by its folded spelling."""
        fields = type(self).model_fields
        return {field: {folded(name): meant for name, meant in getattr(self, field).items()} for field in fields}

    @property
    def is_empty(self) -> bool:
        """Whether everything is called as in the policy."""
        return not any(self._meant.values())
