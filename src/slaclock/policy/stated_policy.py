"""What a policy states: its keys, their meanings and bounds, and what follows from them at once (R5, R10, R11, R13)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo
from itertools import islice
from typing import Any, ClassVar, Self, get_args

from pydantic import Field, ModelWrapValidatorHandler, field_validator, model_validator

from slaclock.declaration import Declaration, FrozenMapping
from slaclock.declaration_errors import MOST_PROBLEMS
from slaclock.errors import ChoiceError, DeclarationError, HolidayError, ZoneError, guessing
from slaclock.hours import (
    BelongsTo,
    Boundary,
    CalendarInput,
    CutOffInput,
    DayRule,
    HolidayCalendar,
    HolidayRule,
    OutsideCoverage,
    ZoneName,
    check_language,
    reading_in,
    zone_named,
)
from slaclock.keeping import cached_property
from slaclock.policy.helpdesk_names import HelpdeskNames
from slaclock.policy.lifecycles import Lifecycles
from slaclock.policy.notices import Notice
from slaclock.policy.offers import Terms
from slaclock.policy.plans import Plan, alike, priorities_of
from slaclock.policy.references import channels_in, loose_ends
from slaclock.policy.schedule_entries import CUSTOMER, ScheduleEntry
from slaclock.policy.schedules import Schedules, Usual
from slaclock.policy.ticket_words import TicketWords, words_of
from slaclock.policy.versions import GovernedBy, PolicyVersion
from slaclock.policy.worked_examples import WorkedExample
from slaclock.targets import Amount, BeforeBreach, Choices, EndsInput, StartsInput, Threshold
from slaclock.tickets import Lifecycle, OnChange, Reopens

MOST_GUESSES = 1_000
"""How often a policy that is read says what a name may have meant: more mistakes than that are counted, not shown."""


class StatedPolicy(Declaration):
    """What a policy states, key by key; `SlaPolicy` is that and answers."""

    _examples: ClassVar = {
        "name": ("Example support",),
        "language": ("de",),
        "day_length": ("8 hours",),
        "ends": ("next_opening", "16:00"),
        "assumptions": (['"EST" means the clocks of New York.'],),
    }

    name: str
    """What the document is called."""

    timezone: ZoneName
    """IANA name of the zone in which its clock times are read."""

    holidays: CalendarInput = Field(default_factory=HolidayCalendar)
    """Dates on which schedules are closed that state no holidays of their own and are not open 24x7."""

    language: str | None = None
    """The language of its hours and amounts, e.g. `de`, where words alone do not say; English is read beside it."""

    belongs_to: BelongsTo = "opening_date"
    """The date to which a window over midnight belongs: whose holidays close it, and whose business day it is."""

    holiday_rule: HolidayRule = "opening_date"
    """Whether a holiday closes what opens on it, or the time between its two midnights."""

    outside_coverage: OutsideCoverage = "warn"
    """What happens when an answer needs a year that the holiday source does not know."""

    day_rule: DayRule = "same_time"
    """How business days are counted where a target does not say."""

    day_length: Amount | None = None
    """Open time in a business day, for the day rule `hours`."""

    cut_off: CutOffInput = None
    """What is received later on a business day counts as received at the next one's opening; for business time."""

    starts: StartsInput | None = None
    """Where counting of business time begins for what arrives while closed."""

    ends: EndsInput | None = None
    """Where a due instant goes that lies outside open time; for business time."""

    boundary: Boundary = "closing"
    """Where a target is due that is used up exactly at closing time."""

    closures: FrozenMapping[ScheduleEntry] = Field(default_factory=FrozenMapping)
    """Named times that repeat, such as maintenance; a schedule may exclude them."""

    schedules: FrozenMapping[ScheduleEntry] = Field(default_factory=FrozenMapping)
    """Named support hours."""

    plans: FrozenMapping[Plan]
    """What each plan promises."""

    notices: FrozenMapping[Notice] = Field(default_factory=FrozenMapping)
    """How long before something it is announced."""

    metrics: FrozenMapping[Lifecycle] = Field(default_factory=FrozenMapping)
    """When metrics start, stop, pause and repeat, where that differs from what their names say."""

    warnings: FrozenMapping[BeforeBreach] = Field(default_factory=FrozenMapping)
    """Warnings before a breach, by name: `75%`, `30 business minutes left`, or `every business hour`."""

    escalations: FrozenMapping[Threshold] = Field(default_factory=FrozenMapping)
    """Who hears of an open promise when, by name: `after 1 hour`, `80%`, `1 hour after breach`."""

    on_change: OnChange = "recompute"
    """What a changed priority or plan does to a running clock."""

    reopens: Reopens = "any_customer_reply"
    """Whether a customer's reply after `resolved` starts metrics as any other does, or `reopened` alone does."""

    versions: tuple[PolicyVersion, ...] = ()
    """How the policy changes at later dates."""

    governed_by: GovernedBy = "opening"
    """Whether the version in force at a ticket's opening governs all of it, or at each start of a metric."""

    assumptions: tuple[str, ...] = ()
    """What the document leaves open and how this file reads it."""

    names: HelpdeskNames = Field(default_factory=HelpdeskNames)
    """What a helpdesk calls the statuses, priorities, kinds of events, plans and channels of the policy."""

    examples: tuple[WorkedExample, ...] = ()
    """Requests and tickets with what must come of them; `check` and `diff` try each."""

    @field_validator("holidays", mode="before")
    @classmethod
    def _refuse_unknown_holidays(cls, given: Any) -> Any:
        if given == CUSTOMER:
            raise HolidayError(
                "`holidays: customer` stands at a schedule, not at the policy; "
                "write it at each schedule that is closed on them"
            )
        return given

    @field_validator("on_change", mode="before")
    @classmethod
    def _refuse_directions(cls, given: Any) -> Any:
        if isinstance(given, Mapping) or (isinstance(given, str) and given not in get_args(OnChange)):
            raise ChoiceError(
                f"cannot read {given!r} as what a change of priority or plan does: priorities are names without an "
                "order, so raised and lowered ones do the same; write 'recompute', 'forward' or 'reset'"
            )
        return given

    @field_validator("timezone")
    @classmethod
    def _check_zone(cls, name: str) -> str:
        if name == CUSTOMER:
            raise ZoneError(
                "the policy's own clocks cannot be the customer's: versions begin on them; "
                "write e.g. 'UTC', and `timezone: customer` at each schedule that is read on the customer's"
            )
        zone_named(name)
        return name

    @field_validator("plans")
    @classmethod
    def _make_alike(cls, plans: FrozenMapping[Plan]) -> FrozenMapping[Plan]:
        return alike(plans)

    @field_validator("language")
    @classmethod
    def _check_language(cls, code: str | None) -> str | None:
        if code is not None:
            check_language(code)
        return code

    @model_validator(mode="wrap")
    @classmethod
    def _in_its_language(cls, given: Any, made: ModelWrapValidatorHandler[Self]) -> Self:
        """Texts are read in the language that the policy states."""
        code = given.get("language") if isinstance(given, Mapping) else None
        with reading_in(code if isinstance(code, str) else None), guessing(MOST_GUESSES):
            return made(given)

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        # Each looks for what was meant, and so many are mended before the next are read.
        if problems := list(islice(loose_ends(self, self.choices), MOST_PROBLEMS)):
            raise DeclarationError("policy", problems)
        return self

    @property
    def choices(self) -> Choices:
        """What the policy states for all of its targets."""
        return self._choices

    @property
    def priorities(self) -> tuple[str, ...]:
        """The priorities that any plan names, in their order."""
        return self._priorities

    # What is kept for the next question

    @cached_property
    def _terms(self) -> Terms:
        return Terms(self.plans, self.priorities, self.choices, self._lifecycles, self._schedules, self.names)

    @cached_property
    def _words(self) -> TicketWords:
        """The words of tickets, in whichever version of the policy they are stated."""
        return words_of(self.names, self, *self.versions)

    @cached_property
    def _channels(self) -> tuple[str, ...]:
        """The channels that conditions and coverage name, in any version."""
        parts = [self.plans, *(version.plans for version in self.versions)]
        return tuple(dict.fromkeys(name for plans in parts for name in channels_in(plans)))

    @cached_property
    def _zone(self) -> tzinfo:
        return zone_named(self.timezone)

    @cached_property
    def _choices(self) -> Choices:
        return Choices(**{name: getattr(self, name) for name in Choices.model_fields})

    @cached_property
    def _priorities(self) -> tuple[str, ...]:
        return priorities_of(self.plans)

    @cached_property
    def _lifecycles(self) -> Lifecycles:
        return Lifecycles(self.metrics, self.warnings, self.escalations, self.choices)

    @cached_property
    def _schedules(self) -> Schedules:
        usual = Usual(self.timezone, self.holidays, self.holiday_rule, self.belongs_to, self.outside_coverage)
        return Schedules(self.schedules, self.closures, usual)
