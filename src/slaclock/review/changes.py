"""What changes from one policy to another, as data: names, promises, hours, holidays and choices; compiled ones."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from slaclock.declaration import Declaration
from slaclock.results import Result

NameKind = Literal["plan", "priority", "metric", "schedule", "closure", "notice"]
"""What has a name in a policy."""


class NameChange(Declaration):
    """Something that a policy has and the other has not."""

    kind: NameKind
    """What it is."""

    name: str
    """What it is called."""

    change: Literal["added", "removed"]
    """Whether the new policy has it, or the old one."""

    matters: bool = True
    """Whether customers may notice it: not where it is a schedule or closure that nothing uses."""


class HolidayChange(Declaration):
    """A date that becomes a holiday, or is one no longer."""

    date: date
    """The local date."""

    name: str
    """What its source calls it."""

    change: Literal["added", "removed"]
    """Whether the new policy has it, or the old one."""

    schedules: tuple[str, ...]
    """Whose holiday it is."""


class ChoiceChange(Declaration):
    """A choice or a setting that has another value."""

    where: str
    """What it is about; empty for the whole policy."""

    name: str
    """Name of the choice."""

    old: str
    """The value as it was."""

    new: str
    """The value as it is to be."""

    matters: bool
    """Whether customers may notice it although it moves no due date by itself."""

    since: date | None = None
    """The first date on which the values differ, where a version makes it another than the first looked at."""

    until: date | None = None
    """The last date on which they do, where a version makes it another than the last looked at."""


PromiseFate = Literal["tighter", "looser", "mixed", "added", "removed"]
"""What becomes of a promise."""


class Example(Declaration):
    """One request and when it is due under both policies."""

    opened: datetime
    """When it was opened."""

    channel: str = ""
    """How it came, where what is promised differs by channel."""

    old_due: datetime | None
    """When it was due; nothing for never."""

    new_due: datetime | None
    """When it is due now; nothing for never."""


class PromiseChange(Declaration):
    """What changes in one promise.

    Rules: R7, R10, R11.
    """

    plan: str
    """Name of the plan."""

    metric: str
    """Name of the metric."""

    priority: str
    """Name of the priority; empty where all have one target."""

    change: PromiseFate
    """Whether due dates come earlier, later, or both; or whether it is promised at all."""

    old: str
    """What was promised, in words; empty where nothing was."""

    new: str
    """What is promised, in words; empty where nothing is."""

    requests: int = 0
    """How many requests were tried."""

    earlier: int = 0
    """How many of them are due earlier."""

    later: int = 0
    """How many are due later."""

    example: Example | None = None
    """The request whose due date moves most."""


class HoursChange(Result, Declaration):
    """Open time that is gained and lost.

    Rules: R3, R4.
    """

    name: str
    """Whose hours they are: a schedule by name, or both names where they differ."""

    timezone: str
    """The zone of the clock times below."""

    gained: timedelta
    """Open time that there was not before."""

    lost: timedelta
    """Open time that there is no longer."""

    regular: tuple[str, ...]
    """What is gained or lost week by week, e.g. `Fri 17:00-18:00 lost (52 dates)`."""

    by_date: tuple[str, ...]
    """What is gained or lost on single dates."""


class ExampleChange(Declaration):
    """An example of which one of the two policies says something else."""

    example: str
    """What it is about: `standard, P1, first_response opened Wed 2026-11-25 17:00`."""

    of: Literal["old", "new", "both"]
    """Whose example it is."""

    expected: str
    """What it says: `due Fri 2026-11-27 11:00 EST`."""

    old: str
    """What the old policy answers."""

    new: str
    """What the new policy answers."""

    holds_in_old: bool
    """Whether it holds under the old policy."""

    holds_in_new: bool
    """Whether it holds under the new policy."""

    @property
    def fails(self) -> bool:
        """Whether it is an example of the new policy that does not hold there."""
        return self.of != "old" and not self.holds_in_new


Of = Literal["years", "customers", "zone", "version", "promise", "policy", "hours", "reason"]
"""Of what a compiled policy says something else: the years it answers for, the zones of customers it knows, clocks,
from when versions hold, what is promised, what is stated, when something is open, and why it is closed."""


class CompiledChange(NamedTuple):
    """One thing of which two compiled policies say something else.

    Rules: R22.
    """

    of: Of
    """What changes."""
    name: str
    """Of which schedule, zone or promise, or the key of the policy."""
    when: str
    """On which dates and times of day, or from which instant; empty for always."""
    was: str
    """What the old one says."""
    now: str
    """What the new one says."""
    dates: tuple[str, ...] = ()
    """The local dates on which it does, for hours and reasons."""

    def __str__(self) -> str:
        about = ", ".join(filter(None, (self.name, self.when)))
        return f"{about}: {self.now}, was {self.was}"
