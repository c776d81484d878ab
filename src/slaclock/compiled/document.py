"""`CompiledDocument`: the plain data of a compiled policy, and what was unpacked of it so far (R22)."""

from __future__ import annotations

from slaclock.compiled.sealed import CALLED, FORMAT, VERSION, opened, refuse, sealed
from slaclock.compiled.stated_time import StatedTime
from slaclock.compiled.unsound import FAILURES, refuse_unsound
from slaclock.compiled.years import Years
from slaclock.compiled.zones import StatedZone

TYPE_CHECKING = False  # Not from typing, which takes longer than all that a due date needs of this wing.
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from slaclock.compiled.policy_on_facts import ScheduleOnFacts
    from slaclock.policy import SlaPolicy


class CompiledDocument:
    """A document as it stands in a file, whole and unchanged.

    Args:
        told: What the text says.
        text: The text.
        called: What errors call it.
    """

    def __init__(self, told: dict[str, Any], text: str, called: str) -> None:
        self.told = told
        self.text = text
        self.called = called
        self.years = Years(called, (told["years"][0], told["years"][1]), told["from"], told["until"])
        self._zones: dict[int, StatedZone] = {}
        self._times: dict[int, tuple[StatedTime, StatedZone]] = {}
        self.schedules: dict[int, ScheduleOnFacts] = {}
        """What was made of `schedules`, for questions that need the rest of slaclock."""
        self.policies: dict[str, SlaPolicy] = {}
        """The same of the policy, by the zone of customers."""

    @classmethod
    def of_text(cls, text: str, called: str) -> CompiledDocument:
        """The document of a text.

        Raises:
            CompiledPolicyError: It is no compiled policy, of another format, or not as it was written.
        """
        told = opened(text, called)
        try:
            return cls(told, text, called)
        except FAILURES as error:
            refuse_unsound(told, called, error)

    @classmethod
    def made(cls, document: Mapping[str, Any], called: str = CALLED) -> CompiledDocument:
        """A document that was just made."""
        text = sealed(document)
        return cls({"format": f"{FORMAT}{VERSION}", "sha256": text.split('"', 8)[7], **document}, text, called)

    def customer(self, timezone: str) -> str:
        """The zone of customers for whom it was compiled; none where the policy speaks of no customer's clocks.

        Raises:
            CompiledPolicyError: It was compiled for others.
        """
        known = [zone for zone in self.told["customers"] if zone]
        if known and timezone not in known:
            refuse(
                self.called,
                f"was not compiled for customers in {timezone!r}, but in {', '.join(known)}; "
                f"compile the policy for them as well, with --customer-timezone {timezone}",
            )
        return timezone if known else ""

    def zone(self, place: int) -> StatedZone:
        """The zone at a place of `zones`."""
        if place not in self._zones:
            self._zones[place] = StatedZone(self.told["zones"][place], self.years)
        return self._zones[place]

    def time(self, place: int) -> tuple[StatedTime, StatedZone]:
        """The open time and the zone of the schedule at a place of `schedules`."""
        if place not in self._times:
            schedule = self.told["schedules"][place]
            hours = self.told["hours"][schedule["hours"]]
            zone = self.zone(hours["zone"])
            self._times[place] = StatedTime(hours, zone, self.years, Called(schedule)), zone
        return self._times[place]

    def __reduce__(self) -> tuple[Any, ...]:
        return CompiledDocument, (self.told, self.text, self.called)


class Called:
    """What errors call a schedule: by its name, or else by its hours."""

    def __init__(self, schedule: dict[str, Any]) -> None:
        self._schedule = schedule

    def __call__(self) -> str:
        """Return it."""
        from slaclock.safe import shortened

        name: str = self._schedule["name"]
        return name or shortened(self._schedule["text"])
