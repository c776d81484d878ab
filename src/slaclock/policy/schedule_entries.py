"""`ScheduleEntry`: a schedule or a closure as a policy file states it, by hours or by others of which it is made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from pydantic import field_validator, model_validator

from slaclock.declaration import Declaration, NameList, signature
from slaclock.errors import HoursError
from slaclock.hours import (
    BelongsTo,
    CalendarInput,
    Combination,
    ExceptionsInput,
    ExceptionsLike,
    HolidayRule,
    HolidaysLike,
    Hours,
    HoursLike,
    Season,
    SeasonsInput,
    ZoneName,
    excludes_holidays,
    windows_a_date,
    zone_named,
)

FORMS = ("hours", "any_of", "all_of", "outside")
_BESIDE_HOURS = (
    "holidays",
    "customer_holidays",
    "closed_on_holidays",
    "exceptions",
    "seasons",
    "holiday_rule",
    "belongs_to",
)
CUSTOMER = "customer"
"""What stands for a zone, and for holidays, that are known only when somebody asks."""


class ScheduleEntry(Declaration):
    """A schedule as a policy file states it; what it leaves out is as the policy says.

    Text alone, e.g. `standard: Mon-Fri 09:00-18:00`, states the hours.

    Rules: R3, R4, R5, R6.
    """

    _examples: ClassVar = {
        "any_of": (["london", "new_york"],),
        "all_of": (["office", "on_call"],),
        "outside": ("office",),
        "excluding": ("maintenance",),
    }

    _short_forms = (
        {"type": "string", "examples": ["Mon-Fri 09:00-18:00", "24x7"]},
        {"type": "array", "items": {"type": "string"}},
    )

    hours: Hours | None = None
    """When support is open in a usual week, or by a recurrence rule."""

    any_of: NameList = ()
    """Instead of hours: open when any of these schedules is."""

    all_of: NameList = ()
    """Instead of hours: open when all of these schedules are."""

    outside: NameList = ()
    """Instead of hours: open whenever none of these schedules is, on their holidays too."""

    excluding: NameList = ()
    """Closures or schedules during which it is closed."""

    timezone: ZoneName | None = None
    """IANA name of its zone; `customer` for the zone of whoever asks."""

    holidays: CalendarInput | None = None
    """Dates on which it is closed; `[]` for none, `customer` for those of whoever asks."""

    customer_holidays: bool = False
    """Whether it is closed on the holidays of whoever asks: `holidays: customer`."""

    exceptions: ExceptionsInput = ()
    """Hours of single dates."""

    seasons: SeasonsInput = ()
    """Other weekly hours for runs of dates."""

    closed_on_holidays: bool = False
    """Whether its hours say so: `Mon-Fri 09:00-17:00, excluding public holidays`; refused where none are stated."""

    holiday_rule: HolidayRule | None = None
    """Whether a holiday closes what opens on it, or the time between its two midnights."""

    belongs_to: BelongsTo | None = None
    """The date to which a window over midnight belongs."""

    @signature
    def __init__(
        self,
        *,
        hours: HoursLike | None = None,
        any_of: str | Iterable[str] = (),
        all_of: str | Iterable[str] = (),
        outside: str | Iterable[str] = (),
        excluding: str | Iterable[str] = (),
        timezone: str | None = None,
        holidays: HolidaysLike = None,
        customer_holidays: bool = False,
        exceptions: ExceptionsLike = (),
        seasons: Iterable[Season | Mapping[str, Any]] = (),
        closed_on_holidays: bool = False,
        holiday_rule: HolidayRule | None = None,
        belongs_to: BelongsTo | None = None,
    ) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _from_hours(cls, given: Any) -> Any:
        if isinstance(given, (str, list, tuple)):
            return _with_what_hours_say({"hours": given})
        if isinstance(given, Mapping) and given.get("holidays") == CUSTOMER:
            given = {**given, "holidays": None, "customer_holidays": True}
        if isinstance(given, Mapping) and "rrule" in given:
            outside = {key: value for key, value in given.items() if key in cls.model_fields}
            return outside | {"hours": {key: value for key, value in given.items() if key not in outside}}
        return _with_what_hours_say(given) if isinstance(given, Mapping) else given

    @field_validator("timezone")
    @classmethod
    def _check_zone(cls, name: str | None) -> str | None:
        if name not in (None, CUSTOMER):
            zone_named(name)
        return name

    @model_validator(mode="after")
    def _one_form(self) -> ScheduleEntry:
        forms = [name for name in FORMS if getattr(self, name)]
        if len(forms) != 1:
            raise HoursError(f"a schedule states one of `{'`, `'.join(FORMS)}`, not {forms or 'none'}")
        own = [name.removeprefix("customer_") for name in _BESIDE_HOURS if getattr(self, name)]
        if own and not self.hours:
            raise HoursError(f"`{own[0]}` stands beside `hours` only; state it on the schedules that are combined")
        return self

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the schedules and closures from which it is made."""
        return (*self.any_of, *self.all_of, *self.outside, *self.excluding)

    @property
    def windows(self) -> int:
        """At most how many windows open on a date by its own hours."""
        if isinstance(self.hours, Combination):
            return sum(part._windows for part in self.hours.schedules)
        return windows_a_date(self.hours, self.exceptions, self.seasons) if self.hours else 0

    @property
    def is_open_always(self) -> bool:
        """Whether its hours are `24x7`, holidays included."""
        if self.closed_on_holidays or not isinstance(self.hours, tuple):
            return False
        return any(window.is_whole_week for window in self.hours)


def _with_what_hours_say(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is given, and that it is closed on holidays, if its hours say so."""
    try:
        says_so = excludes_holidays(given.get("hours"))
    except HoursError:
        return given  # What is wrong with it is found where it is read.
    return {**given, "closed_on_holidays": True} if says_so else given


ScheduleLike = ScheduleEntry | str | Sequence[str] | Mapping[str, Any]
"""What may be given for a schedule: its hours as text, or its keys."""
