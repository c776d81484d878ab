"""A policy whose hours, zones and holidays are those of a compiled one, for every question of a policy (R22).

What it promises is declared as in its source, and read by the same rooms; when it is open was told, and nothing of that
is computed again: neither the data about holidays nor those about zones of today have a part in an answer.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, Self

from pydantic import field_validator, model_validator

from slaclock.compiled.coherence import check
from slaclock.compiled.packing import unpacked
from slaclock.compiled.sealed import CALLED, refuse
from slaclock.compiled.unsound import NOT_WRITTEN
from slaclock.compiled.years import instant, ticks
from slaclock.declaration import FrozenMapping
from slaclock.errors import DeclarationError, UnknownNameError, named
from slaclock.hours import HolidayCalendar, ListedHolidays, Schedule, Timeline, to_utc, zone_named
from slaclock.keeping import cached_property
from slaclock.policy import ScheduleEntry, Schedules, SlaPolicy
from slaclock.targets import Cause, StatesCauses

if TYPE_CHECKING:
    from slaclock.compiled.document import CompiledDocument
    from slaclock.compiled.packing import Packed

_EPOCH = date(1970, 1, 1)
_FOR_COLUMNS = "answer for whole columns"


def policy_on(document: CompiledDocument, customer: str) -> SlaPolicy:
    """The policy of a compiled document, for customers of a zone where that makes a difference."""
    if not document.policies:
        check(document.told, document.called)
    if customer not in document.policies:
        try:
            stated = PolicyOnFacts(**document.told["policy"])
        except DeclarationError as error:
            refuse(document.called, f"states a policy that cannot be read ({error}); compile the policy again")
        if any(len(party["versions"]) != len(stated.versions) + 1 for party in document.told["customers"].values()):
            refuse(document.called, f"says when other versions begin than it states, {NOT_WRITTEN}")
        document.policies[customer] = stated._on(document, customer, None)
    return document.policies[customer]


def _dates(told: Packed) -> list[date]:
    return [_EPOCH + timedelta(days=number) for number in unpacked(told)]


def calendar_of(told: Packed | None, years: tuple[int, int]) -> HolidayCalendar:
    """A calendar of dates that were told; without them one that closes nothing."""
    if told is None:
        return HolidayCalendar()
    around = (years[0] - 1, years[1] + 1)
    return HolidayCalendar(ListedHolidays(listed={str(day): "" for day in _dates(told)}, years=around))


class _Told:
    """What was told of a policy, and not stated: it cannot be written as if it were."""

    def model_dump(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to write it.

        Raises:
            CompiledPolicyError: Always.
        """
        self._refuse("write it")

    def model_dump_json(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to write it; errors as for `model_dump`."""
        self._refuse("write it")

    def _refuse(self, asked: str) -> NoReturn:
        document: CompiledDocument | None = vars(self).get("_document")
        refuse(
            CALLED if document is None else document.called,
            f"says when its schedules are open, and not by which hours; to {asked}, "
            "take the policy of which it was made",
        )


class ScheduleOnFacts(_Told, StatesCauses, Schedule):
    """A schedule of which it was told when it is open, and why it is closed."""

    @classmethod
    def on(cls, document: CompiledDocument, place: int) -> ScheduleOnFacts:
        """The schedule at a place of `schedules`."""
        if place not in document.schedules:
            told = document.told["schedules"][place]
            hours = document.told["hours"][told["hours"]]
            zone = document.zone(hours["zone"])
            holidays = calendar_of(hours["holidays"], document.told["years"])
            made = cls.model_construct(timezone=zone.name, hours=(), holidays=holidays, name=told["name"])
            vars(made).update(_document=document, _place=place)
            document.schedules[place] = made
        return document.schedules[place]

    @property
    def _facts(self) -> tuple[CompiledDocument, int]:
        return vars(self)["_document"], vars(self)["_place"]

    @property
    def _hours_told(self) -> dict[str, Any]:
        document, place = self._facts
        told: dict[str, Any] = document.told["hours"][document.told["schedules"][place]["hours"]]
        return told

    @cached_property
    def _zone(self) -> tzinfo:
        document, place = self._facts
        return document.time(place)[1]

    @cached_property
    def _timeline(self) -> Timeline:
        document, place = self._facts
        return document.time(place)[0]

    @cached_property
    def _known(self) -> Any:
        """Nothing that columns could be told: instants in its years are told apart from others one by one."""
        self._refuse(_FOR_COLUMNS)

    @property
    def _what_opens(self) -> NoReturn:
        """Nothing that could be compiled anew, as a part of another schedule."""
        self._refuse("put schedules together, or to compile it")

    def model_copy(self, *_: Any, **__: Any) -> NoReturn:
        """Refuse to change it; errors as for `model_dump`."""
        self._refuse("change it")

    # Why it is closed, or open

    @cached_property
    def _causes(self) -> list[Cause]:
        told, reasons = self._hours_told["closed"], self._facts[0].told["reasons"]
        edges = list(map(instant, unpacked(told["spans"])))
        found = (reasons[place] for place in told["reasons"])
        spans = zip(edges[::2], edges[1::2], strict=True)
        return [Cause(span, why["kind"], why["name"], why["estimated"]) for span, why in zip(spans, found, strict=True)]

    def causes_between(self, start: datetime, end: datetime) -> list[Cause]:
        """What closed it between two instants, in order."""
        causes = self._causes
        first = bisect_right(causes, start, key=lambda cause: cause.span[1])
        last = bisect_left(causes, end, lo=first, key=lambda cause: cause.span[0])
        return [
            cause._replace(span=(max(cause.span[0], start), min(cause.span[1], end))) for cause in causes[first:last]
        ]

    @cached_property
    def _special(self) -> dict[date, str]:
        told = self._hours_told["special"]
        return dict(zip(_dates(told["dates"]), told["names"], strict=True))

    def special_on(self, day: date) -> str:
        """Why it is open on a date on which it would not be, or not so, by its usual hours."""
        return self._special.get(day, "")

    # What it is

    def __str__(self) -> str:
        document, place = self._facts
        text: str = document.told["schedules"][place]["text"]
        return text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ScheduleOnFacts) and (
            self is other or (self._facts[1], self._sealed) == (other._facts[1], other._sealed)
        )

    def __hash__(self) -> int:
        return hash((self._facts[1], self._sealed))

    @property
    def _sealed(self) -> str:
        seal: str = self._facts[0].told["sha256"]
        return seal

    def __reduce__(self) -> tuple[Any, ...]:
        return ScheduleOnFacts.on, self._facts


class SchedulesOnFacts(Schedules):
    """The schedules and closures of one version, as they were told."""

    def __init__(self, document: CompiledDocument, told: Mapping[str, Any], holidays: HolidayCalendar) -> None:
        self._document = document
        self._told = told
        self._holidays = holidays

    @property
    def names(self) -> Iterator[str]:
        """The names of the schedules."""
        return iter(self._told["schedules"])

    @property
    def holidays(self) -> HolidayCalendar:
        """The holidays of schedules that state none."""
        return self._holidays

    def schedule(self, name: str) -> Schedule:
        """The schedule of that name.

        Raises:
            UnknownNameError: There is none, or it is read on the clocks of a customer who is not known.
        """
        return self._at(named(self._told["schedules"], name, "schedule"))

    def closure(self, name: str) -> Schedule:
        """The closure of that name; errors as for `schedule`."""
        return self._at(named(self._told["closures"], name, "closure"))

    def either(self, name: str) -> Schedule:
        """The closure of that name, or else the schedule; errors as for `schedule`."""
        return self.closure(name) if name in self._told["closures"] else self.schedule(name)

    def counted_on(self, name: str | None) -> Schedule:
        """The schedule of that name; without a name the only one, or all time. Errors as for `schedule`."""
        return self._at(self._told["unnamed"]) if name is None else self.schedule(name)

    def _at(self, place: int) -> Schedule:
        return _schedule_at(self._document, place)


class PolicyOnFacts(_Told, SlaPolicy):
    """A policy whose schedules were told: in one of its versions, or in all of them."""

    @field_validator("timezone")
    @classmethod
    def _check_zone(cls, name: str) -> str:
        """Leave the zone as it was told: it needs no zone of this computer."""
        return name

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        """Leave it as it was told: it hung together when it was compiled, and its hours do not stand in it."""
        return self

    @model_validator(mode="after")
    def _versions_fit(self) -> Self:
        """Leave its versions until its document says when they begin."""
        return self

    def _on(self, document: CompiledDocument, customer: str, number: int | None) -> PolicyOnFacts:
        """The same policy, of which it is told by a document which version it is, or that it has all of them."""
        told = document.told["customers"][customer]["versions"][number or 0]
        vars(self).update({key: _entries(told[key]) for key in ("schedules", "closures")})
        vars(self).update(holidays=calendar_of(document.told["calendars"][told["holidays"]], document.told["years"]))
        vars(self).update(_document=document, _customer=customer, _number=number)
        return self

    @property
    def _told(self) -> Mapping[str, Any]:
        told: Mapping[str, Any] = self._document.told["customers"][vars(self)["_customer"]]
        return told

    @property
    def _document(self) -> CompiledDocument:
        document: CompiledDocument | None = vars(self).get("_document")
        return document or self._refuse("change it")

    def in_force(self, at: datetime) -> SlaPolicy:
        """The version of the policy in force at an instant.

        Raises:
            NaiveDatetimeError: `at` has no time zone.
            CompiledYearsError: It was not compiled for that year.

        Rules: R17, R22.
        """
        self._document.years.check(ticks(to_utc(at)))
        return super().in_force(at)

    def schedule_through_versions(self, name: str) -> Schedule:
        """The schedule or closure of that name as it changes from version to version.

        Raises:
            UnknownNameError: No version has one of that name.

        Rules: R10, R17, R22.
        """
        return _schedule_at(self._document, named(self._told["schedules"], name, "schedule"))

    @property
    def _versions_of_columns(self) -> NoReturn:
        """None: each instant is checked by itself."""
        self._refuse(_FOR_COLUMNS)

    @cached_property
    def _zone(self) -> tzinfo:
        return self._document.zone(self._document.told["zone"])

    @cached_property
    def _schedules(self) -> Schedules:
        return SchedulesOnFacts(self._document, self._told["versions"][vars(self)["_number"] or 0], self.holidays)

    @cached_property
    def _first_version(self) -> SlaPolicy:
        return self._version(self.model_copy(update={"versions": ()}), 0) if self.versions else self

    @cached_property
    def _in_force_from(self) -> list[tuple[datetime, SlaPolicy]]:
        found: list[tuple[datetime, SlaPolicy]] = []
        policy: SlaPolicy = self
        for number, version in enumerate(sorted(self.versions, key=attrgetter("effective")), 1):
            policy = self._version(version.applied_to(policy), number)
            found.append((instant(self._told["versions"][number]["from"]), policy))
        return found

    def _version(self, policy: SlaPolicy, number: int) -> PolicyOnFacts:
        assert isinstance(policy, PolicyOnFacts)
        return policy._on(self._document, vars(self)["_customer"], number)

    def _made_for(self, timezone: str, holidays: HolidayCalendar | None) -> SlaPolicy:
        zone_named(timezone)
        known = [zone for zone in self._document.told["customers"] if zone]
        if not known:
            return self
        if holidays is not None:
            refuse(self._document.called, "was compiled without holidays of customers; ask the policy itself for them")
        return policy_on(self._document, self._document.customer(timezone))

    def __reduce__(self) -> tuple[Any, ...]:
        return _restored, (self._document, vars(self)["_customer"], vars(self)["_number"])


def _restored(document: CompiledDocument, customer: str, number: int | None) -> SlaPolicy:
    policy = policy_on(document, customer)
    return policy if number is None else [policy._first_version, *(each for _, each in policy._in_force_from)][number]


def _entries(told: Mapping[str, int]) -> FrozenMapping[ScheduleEntry]:
    """Entries that stand for the schedules of a policy by their names; what they state was told elsewhere."""
    return FrozenMapping(dict.fromkeys(told, ScheduleEntry(any_of=("its hours as they were compiled",))))


def _schedule_at(document: CompiledDocument, place: int) -> Schedule:
    """The schedule at a place, or the reason for which there is none."""
    problem = document.told["schedules"][place].get("problem")
    if problem is not None:
        raise UnknownNameError(problem)
    return ScheduleOnFacts.on(document, place)
