"""`SlaPolicy`: plans, priorities and metrics, each with its target and schedule, as one published document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Literal, NamedTuple, Self, TypeVar, assert_never, get_args

from pydantic import Field, field_validator, model_validator

from slaclock.declaration import Declaration, FrozenMapping
from slaclock.errors import (
    DeclarationError,
    PolicyFileError,
    Problem,
    UnknownNameError,
    did_you_mean,
    one_of,
)
from slaclock.hours import (
    Boundary,
    CalendarInput,
    Combination,
    DayRule,
    HolidayCalendar,
    HolidayRule,
    Operator,
    OutsideCoverage,
    Schedule,
    Season,
    Starts,
    TimeOfDay,
    ZoneName,
    midnight,
    to_utc,
    zone_named,
)
from slaclock.policy.clauses import (
    ANY_CHANNEL,
    CUSTOMER,
    Case,
    Coverage,
    Notice,
    Plan,
    Promise,
    Received,
    ScheduleEntry,
    alike,
    folded,
    priorities_of,
)
from slaclock.policy.goals import Attainment, Pursued, tally
from slaclock.policy.references import loose_ends
from slaclock.policy.source import Format, Source, read_file, read_text
from slaclock.targets import (
    Amount,
    BeforeBreach,
    Choices,
    EndsInput,
    Explanation,
    Target,
    Threshold,
    dates_later,
    explain,
    time_later,
)
from slaclock.tickets import (
    AgendaItem,
    Contradictions,
    Evaluation,
    Lifecycle,
    MetricStatus,
    Names,
    OnChange,
    Promised,
    SlaClock,
    Thresholds,
    Ticket,
    agenda,
    evaluate,
    usual_lifecycle,
)

FIRST_RESPONSE = "first_response"
GovernedBy = Literal["opening", "each_event"]
"""Which version of a policy governs a ticket: the one at its opening, or at each start of a metric."""
T = TypeVar("T")


class PolicyVersion(Declaration):
    """What changes in a policy from a date on; schedules, closures, plans, notices and metrics by name.

    Rules: R17.
    """

    _examples: ClassVar = {
        "effective": ("2027-01-01",),
    }

    effective: date
    """The first date, in the policy's zone, of what is opened under it."""

    holidays: CalendarInput | None = None
    """Replaces the policy's holidays."""

    closures: FrozenMapping[ScheduleEntry] = Field(default_factory=FrozenMapping)
    """Replaces or adds closures."""

    schedules: FrozenMapping[ScheduleEntry] = Field(default_factory=FrozenMapping)
    """Replaces or adds schedules."""

    plans: FrozenMapping[Plan] = Field(default_factory=FrozenMapping)
    """Replaces or adds plans."""

    notices: FrozenMapping[Notice] = Field(default_factory=FrozenMapping)
    """Replaces or adds notices."""

    metrics: FrozenMapping[Lifecycle] = Field(default_factory=FrozenMapping)
    """Replaces or adds lifecycles."""

    def applied_to(self, policy: SlaPolicy) -> SlaPolicy:
        """The policy as it stands from this date on."""
        merged = {
            name: FrozenMapping({**getattr(policy, name), **getattr(self, name)})
            for name in ("closures", "schedules", "plans", "notices", "metrics")
        }
        # A plan that is like the one of its own name is like what that was before.
        own = {name: plan for name, plan in self.plans.items() if plan.like == name and name in policy.plans}
        changed = {name: plan.filled_from(policy.plans[name]) for name, plan in own.items()}
        merged["plans"] = FrozenMapping({**merged["plans"], **changed})
        holidays = policy.holidays if self.holidays is None else self.holidays
        return policy.model_copy(update={**merged, "holidays": holidays, "versions": ()})


class OfferedIf(NamedTuple):
    """What is promised for requests that meet a condition.

    Rules: R11.
    """

    received: Received
    """The condition."""
    hours: Schedule
    """The schedule whose hours and clocks the condition is about."""
    promised: Promised
    """What is promised then."""


class Offer(NamedTuple):
    """What a plan promises for a metric and a priority, which may depend on when and how a request arrives.

    Rules: R11.
    """

    usual: Promised
    """What is promised for requests that meet no condition."""
    cases: tuple[OfferedIf, ...] = ()
    """What is promised for requests that meet conditions; the first that holds counts."""

    def received(self, at: datetime, channel: str | None = None) -> Promised:
        """What is promised for a request that arrives at an instant, through a channel: the first case that holds."""
        held = (case.promised for case in self.cases if case.received.holds(at, case.hours, channel))
        return next(held, self.usual)

    def unmet(self, channel: str | None) -> str:
        """How a request was received whose channel no condition names, where some name channels."""
        named = [name for case in self.cases for name in case.received.channels]
        known = channel is None or folded(channel) in map(folded, named)
        return "" if known or not named else f"by {channel}, not by {' or '.join(dict.fromkeys(named))}"


class SlaPolicy(Declaration):
    """A published support policy: schedules, plans, and when things are due under them.

    Usually loaded from a file that reads like the document: see `load`.

    Raises:
        DeclarationError: Something stated is not understood or refers to a name that is not there.

    Examples:
        >>> policy = SlaPolicy.loads('''
        ... name: Example support
        ... timezone: America/New_York
        ... holidays: US
        ... schedules: {standard: Mon-Fri 09:00-18:00}
        ... plans:
        ...   standard: {first_response: {P1: 4 business hours, P2: 2 business days}}
        ... ''')
        >>> from zoneinfo import ZoneInfo
        >>> opened = datetime(2026, 11, 25, 17, tzinfo=ZoneInfo("America/New_York"))
        >>> str(policy.due(opened, priority="P1"))
        '2026-11-27 12:00:00-05:00'

    Rules: R5, R10, R11, R13, R14.
    """

    _examples: ClassVar = {
        "name": ("Example support",),
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

    holiday_rule: HolidayRule = "opening_date"
    """Whether a holiday closes what opens on it, or the time between its two midnights."""

    outside_coverage: OutsideCoverage = "warn"
    """What happens when an answer needs a year that the holiday source does not know."""

    day_rule: DayRule = "same_time"
    """How business days are counted where a target does not say."""

    day_length: Amount | None = None
    """Open time in a business day, for the day rule `hours`."""

    cut_off: TimeOfDay | None = None
    """What is received later on a business day counts as received at the next one's opening; for business time."""

    starts: Starts | None = None
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
    """Warnings before a breach, by name: `75%`, or `30 business minutes` left."""

    escalations: FrozenMapping[Threshold] = Field(default_factory=FrozenMapping)
    """Who hears of an open promise when, by name: `after 1 hour`, `80%`, `1 hour after breach`."""

    on_change: OnChange = "recompute"
    """What a changed priority or plan does to a running clock."""

    versions: tuple[PolicyVersion, ...] = ()
    """How the policy changes at later dates."""

    governed_by: GovernedBy = "opening"
    """Whether the version in force at a ticket's opening governs all of it, or at each start of a metric."""

    assumptions: tuple[str, ...] = ()
    """What the document leaves open and how this file reads it."""

    @field_validator("timezone")
    @classmethod
    def _check_zone(cls, name: str) -> str:
        zone_named(name)
        return name

    @field_validator("plans")
    @classmethod
    def _make_alike(cls, plans: FrozenMapping[Plan]) -> FrozenMapping[Plan]:
        return alike(plans)

    @model_validator(mode="after")
    def _hangs_together(self) -> SlaPolicy:
        if problems := list(loose_ends(self, self.choices)):
            raise DeclarationError("policy", problems)
        _ = self._in_force_from
        return self

    # Loading

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Read a policy from a YAML, TOML or JSON file.

        Args:
            path: Its ending says which: `.yaml`, `.yml`, `.toml` or `.json`.

        Raises:
            PolicyFileError: The file cannot be used; each problem names file, line and key.
            OSError: The file cannot be opened.
        """
        return cls.from_source(read_file(path))

    @classmethod
    def loads(cls, text: str, format: Format = "yaml", name: str = "policy") -> Self:
        """Read a policy from the text of a file.

        Args:
            text: The whole document.
            format: `yaml`, `toml` or `json`.
            name: What errors call it.

        Raises:
            PolicyFileError: The text cannot be used; each problem names line and key.
        """
        return cls.from_source(read_text(text, format, name))

    @classmethod
    def from_source(cls, source: Source) -> Self:
        """Make a policy of a file that was read.

        Raises:
            PolicyFileError: It cannot be used; each problem names file, line and key.
        """
        try:
            return cls(**source.data)
        except DeclarationError as error:
            located = [(problem, *source.located(problem.path)) for problem in error.problems]
            raise PolicyFileError(
                "policy file",
                [Problem(path, problem.message) for problem, path, _ in located],
                [place for _, _, place in located],
            ) from None

    # Asking

    def due(
        self,
        opened: datetime,
        plan: str | None = None,
        priority: str | None = None,
        metric: str = FIRST_RESPONSE,
        channel: str | None = None,
    ) -> datetime:
        """When something opened at an instant is due.

        Args:
            opened: An aware datetime.
            plan: Name of the plan; may be left out when the policy has one only.
            priority: Name of the priority; may be left out when the metric has one target for all.
            metric: Name of the metric.
            channel: How it came, e.g. `phone`, where what is promised differs by channel.

        Returns:
            The due instant in the zone of `opened`.

        Raises:
            NaiveDatetimeError: `opened` has no time zone.
            UnknownNameError: The policy has no such plan, priority or metric.
            NeverOpenError: The target is never used up within 400 years.

        Rules: R7, R9, R10, R11.
        """
        promised = self.in_force(opened)._offer(plan, priority, metric).received(opened, channel)
        return promised.target.due(opened, promised.schedule)

    def explain(
        self,
        opened: datetime,
        plan: str | None = None,
        priority: str | None = None,
        metric: str = FIRST_RESPONSE,
        channel: str | None = None,
    ) -> Explanation:
        """Why something opened at an instant is due when it is; arguments and errors as for `due`.

        Rules: R7, R10, R11.
        """
        offer = self.in_force(opened)._offer(plan, priority, metric)
        promised = offer.received(opened, channel)
        condition = promised.condition or offer.unmet(channel)
        return explain(promised.target, promised.schedule, opened, self._subject(plan, priority, metric), condition)

    def clock(
        self,
        opened: datetime,
        plan: str | None = None,
        priority: str | None = None,
        metric: str = FIRST_RESPONSE,
        channel: str | None = None,
    ) -> SlaClock:
        """A clock that starts at an instant; arguments and errors as for `due`.

        Returns:
            A clock to pause, resume, stop and retarget, and to ask where it stands at any instant.

        Rules: R12, R16, R17, R18.
        """
        policy = self.in_force(opened)
        return policy._clock(opened, Names(plan, priority, channel), metric)

    def evaluate(self, ticket: Ticket, now: datetime, contradictions: Contradictions = "record") -> Evaluation:
        """Where every metric of a ticket stands at an instant.

        Args:
            ticket: The ticket with its events, in any order.
            now: An aware datetime; what happens after it does not exist yet.
            contradictions: Events that cannot be are recorded and left out (`record`), or an `error`.

        Raises:
            NaiveDatetimeError: `now` has no time zone.
            UnknownNameError: The policy has no such plan or priority.
            ClockError: Events contradict one another and `contradictions` is `error`.

        Rules: R12, R16, R17, R18.
        """
        one_of(contradictions, get_args(Contradictions), "contradictions")
        policy = self.for_customer(ticket.timezone) if ticket.timezone else self
        promises = policy._version_at(ticket.opened) if self.governed_by == "opening" else policy
        return evaluate(ticket, now, promises, contradictions)

    def attainment(self, tickets: Iterable[Ticket], now: datetime) -> list[Attainment]:
        """How far the policy's goals were met by many tickets, in each period.

        Args:
            tickets: Tickets with their events; each counts where its plan and priority put it.
            now: An aware datetime; what still runs then is undecided, unless it is late already.

        Returns:
            One for each goal and period in which something was counted: goals in the order of the
            file, periods in time. A goal of a metric counts all of its priorities together.

        Raises:
            NaiveDatetimeError: `now` has no time zone.

        Rules: R12, R18.
        """
        pursuits = (each for ticket in tickets for each in self._pursued_by(self.evaluate(ticket, now)))
        places = {pursued: place for place, pursued in enumerate(self.goals())}
        found = tally(pursuits, zone_named(self.timezone))
        order = len(places)
        return sorted(
            found,
            key=lambda each: (
                places.get(Pursued(each.plan, each.metric, each.priority, each.goal), order),
                each.first or date.min,
            ),
        )

    def goals(self) -> Iterator[Pursued]:
        """Every goal: plan, metric, priority (`None` for all together), and the goal."""
        for plan_name, plan in self.plans.items():
            for metric, promise in plan.metrics.items():
                yield from (Pursued(plan_name, metric, None, goal) for goal in dict.fromkeys(promise.goals))
                for priority, own in promise.priorities.items():
                    yield from (Pursued(plan_name, metric, priority, goal) for goal in dict.fromkeys(own.goals))

    def _pursued_by(self, evaluation: Evaluation) -> Iterator[tuple[Pursued, MetricStatus, Promised]]:
        """The goals for which each cycle of a ticket counts, with the amount within which it must be met."""
        by_opening = self.governed_by == "opening"
        for cycle in evaluation.cycles:
            policy = self._version_at(evaluation.ticket.opened if by_opening else cycle.status.started)
            plan = cycle.clock.plan or policy._only_plan()
            for pursued in policy.goals():
                those = (pursued.priority,) if pursued.priority else pursued.goal.priorities
                if pursued[:2] == (plan, cycle.metric) and (not those or cycle.clock.priority in those):
                    yield pursued, cycle, policy._as_pursued(pursued, cycle)

    def _as_pursued(self, pursued: Pursued, cycle: MetricStatus) -> Promised:
        promised, within = cycle.clock.promised_at(cycle.status.now), pursued.goal.within
        if within is None:
            return promised
        plan = self.plans[pursued.plan]
        promise = plan.metrics[pursued.metric]
        own = promise.priorities.get(cycle.clock.priority or "", promise)
        return promised._replace(target=within.decided(Choices(), [own, promise, plan, self.choices]))

    def agenda(self, tickets: Iterable[Ticket], now: datetime) -> list[AgendaItem]:
        """Every open promise of many tickets: what is or will be broken soonest first, what is paused last.

        Rules: R12, R18.
        """
        return agenda(self.evaluate(ticket, now) for ticket in tickets)

    def in_force(self, at: datetime) -> SlaPolicy:
        """The version of the policy in force at an instant.

        Raises:
            NaiveDatetimeError: `at` has no time zone.

        Rules: R17.
        """
        return self._version_at(at) if self.versions else self

    def _version_at(self, at: datetime) -> SlaPolicy:
        """The version in force, and no other version with it."""
        begun = [policy for start, policy in self._in_force_from if start <= to_utc(at)]
        return begun[-1] if begun else self._first_version

    @cached_property
    def _first_version(self) -> SlaPolicy:
        return self.model_copy(update={"versions": ()}) if self.versions else self

    @cached_property
    def _in_force_from(self) -> list[tuple[datetime, SlaPolicy]]:
        zone = zone_named(self.timezone)
        versions: list[tuple[datetime, SlaPolicy]] = []
        policy = self
        for number, version in sorted(enumerate(self.versions), key=lambda each: each[1].effective):
            try:
                policy = version.applied_to(policy)
            except DeclarationError as error:
                problems = [Problem(("versions", number, *each.path), each.message) for each in error.problems]
                raise DeclarationError("policy", problems) from None
            versions.append((midnight(version.effective, zone), policy))
        return versions

    def target(self, plan: str | None = None, priority: str | None = None, metric: str = FIRST_RESPONSE) -> Target:
        """The target that holds, with every choice decided; arguments and errors as for `due`.

        Rules: R10, R11.
        """
        return self._offer(plan, priority, metric).usual.target

    def schedule_for(
        self, plan: str | None = None, priority: str | None = None, metric: str = FIRST_RESPONSE
    ) -> Schedule:
        """The schedule on which a target is counted; arguments and errors as for `due`.

        Rules: R11.
        """
        return self._offer(plan, priority, metric).usual.schedule

    def coverage(
        self,
        plan: str | None = None,
        priority: str | None = None,
        metric: str = FIRST_RESPONSE,
        channel: str | None = None,
    ) -> Schedule:
        """When support can be reached: where nothing is said, when the target is counted.

        Arguments and errors as for `due`.

        Rules: R11.
        """
        offer = self._offer(plan, priority, metric)
        promise = self._plan(plan).metrics[metric]
        stated = (promise.priorities.get(priority or "", promise), promise, self._plan(plan))
        names = (_reached_by(level.coverage, channel) for level in stated)
        name = next(filter(None, names), None)
        return self.schedule(name) if name else offer.usual.schedule

    def schedule(self, name: str) -> Schedule:
        """The schedule of that name, with the policy's zone and holidays where it states none.

        Raises:
            UnknownNameError: There is none of that name.
        """
        entry = _named(self.schedules, name, "schedule")
        if name not in self._made:
            holidays = HolidayCalendar() if entry.is_open_always else self.holidays
            self._made[name] = self._built(name, entry, holidays)
        return self._made[name]

    def schedule_through_versions(self, name: str) -> Schedule:
        """The schedule or closure of that name as it changes from version to version, each from its first midnight on.

        Raises:
            UnknownNameError: No version has one of that name.

        Rules: R10, R17.
        """
        policies = [self._first_version, *(version for _, version in self._in_force_from)]
        parts = [policy._part(name) for policy in policies]
        if len(set(parts)) == 1:
            return parts[0]
        begins = [None, *sorted(version.effective for version in self.versions)]
        spans = (_dates_only(self.timezone, *dates) for dates in zip(begins, [*begins[1:], None], strict=True))
        held = tuple(part & span for part, span in zip(parts, spans, strict=True))
        return self._combination(name, parts[0].timezone, Combination(combine="union", schedules=held))

    def closure(self, name: str) -> Schedule:
        """The closure of that name, as a schedule that is open while the closure lasts.

        Raises:
            UnknownNameError: There is none of that name.
        """
        entry = _named(self.closures, name, "closure")
        if name not in self._made:
            self._made[name] = self._built(name, entry, HolidayCalendar())
        return self._made[name]

    def for_customer(self, timezone: str, holidays: Any = None) -> SlaPolicy:
        """The policy for a customer of whose zone some of its schedules speak.

        Args:
            timezone: IANA name of the customer's zone, taken where the policy says `customer`.
            holidays: What is closed where the customer is, e.g. `DE` or anything else that a schedule
                takes, for those schedules that state no holidays of their own; the policy's where
                nothing is given.

        Raises:
            ZoneError: There is no such zone.
            DeclarationError: There are no such holidays.

        Rules: R5, R13.
        """
        there = None if holidays is None else HolidayCalendar(holidays)
        key = timezone, there
        if key not in self._customers:
            zone_named(timezone)
            self._customers[key] = self.model_copy(
                update={
                    "schedules": _read_in(timezone, there, self.schedules),
                    "closures": _read_in(timezone, None, self.closures),
                    "versions": tuple(
                        version.model_copy(
                            update={
                                "schedules": _read_in(timezone, there, version.schedules),
                                "closures": _read_in(timezone, None, version.closures),
                            }
                        )
                        for version in self.versions
                    ),
                }
            )
        return self._customers[key]

    @cached_property
    def _customers(self) -> dict[tuple[str, HolidayCalendar | None], SlaPolicy]:
        return {}

    def notice(self, name: str, before: datetime) -> datetime:
        """The latest instant at which notice may be given of what happens at `before`.

        Args:
            name: Name of the notice.
            before: When it happens, an aware datetime.

        Returns:
            The instant in the zone of `before`: so long earlier, counted as the notice says; days
            keep the clock time in the policy's zone.

        Raises:
            NaiveDatetimeError: `before` has no time zone.
            UnknownNameError: There is none of that name.

        Rules: R7, R10, R11.
        """
        notice = _named(self.notices, name, "notice")
        # Where a count begins or ends otherwise is about what arrives, not about what is announced.
        choices = Choices(day_rule=self.day_rule, day_length=self.day_length, boundary=self.boundary)
        target = notice.target.decided(Choices(), [choices])
        return _earlier(before, target, self._schedule_named(notice.schedule))

    def offers(self) -> Iterator[tuple[str, str, str | None, Offer]]:
        """Every offer: plan, metric, priority (`None` for all without one of their own), and what is offered.

        Rules: R11.
        """
        for plan_name, plan in self.plans.items():
            for metric, promise in plan.metrics.items():
                if promise.target:
                    yield plan_name, metric, None, self._resolved(plan, metric, promise, promise)
                for priority, own in promise.priorities.items():
                    yield plan_name, metric, priority, self._resolved(plan, metric, promise, own)

    def promises(self) -> Iterator[tuple[str, str, str | None, Promised]]:
        """The same without what depends on how a request arrives: the promise for any other."""
        return ((plan, metric, priority, offer.usual) for plan, metric, priority, offer in self.offers())

    # Clocks

    def lifecycle(self, metric: str) -> Lifecycle:
        """When a metric starts, stops, pauses and repeats: as its name says, and as the policy changes that.

        Rules: R16, R18.
        """
        usual = usual_lifecycle(metric)
        if metric not in self.metrics:
            return usual
        stated = self.metrics[metric]
        return usual.model_copy(update={name: getattr(stated, name) for name in stated.model_fields_set})

    def metrics_of(self, plan: str | None) -> tuple[str, ...]:
        """The metrics that a plan promises, in any version of the policy."""
        policies = [self, *(policy for _, policy in self._in_force_from)]
        return tuple(dict.fromkeys(metric for policy in policies for metric in policy._plan(plan).metrics))

    def clock_for(self, ticket: Ticket, metric: str, cycle: int, start: datetime, names: Names) -> SlaClock | None:
        """The clock of a metric's cycle, or nothing where the plan promises nothing for it."""
        policy = self.in_force(start)
        if not policy._has_promise(names, metric):
            return None
        clock = policy._clock(start, names, metric)
        subject = f"{ticket.id}: {clock.subject}" if ticket.id else clock.subject
        return replace(clock, cycle=cycle, subject=subject)

    def _has_promise(self, names: Names, metric: str) -> bool:
        promise = self._plan(names.plan).metrics.get(metric)
        self._refuse_unknown(names.priority)
        return promise is not None and (promise.target is not None or names.priority in promise.priorities)

    def _clock(self, start: datetime, names: Names, metric: str) -> SlaClock:
        def received(plan: str | None, priority: str | None) -> Promised:
            return self._offer(plan, priority, metric).received(start, names.channel)

        thresholds = {**self.warnings, **self.lifecycle(metric).warnings}
        return SlaClock(
            to_utc(start),
            received(names.plan, names.priority),
            start.tzinfo,
            thresholds=tuple(thresholds.items()),
            metric=metric,
            subject=self._subject(names.plan, names.priority, metric),
            plan=names.plan,
            priority=names.priority,
            on_change=self.on_change,
            lookup=received,
        )

    def _subject(self, plan: str | None, priority: str | None, metric: str) -> str:
        return ", ".join(part for part in (self.name, plan or self._only_plan(), priority, metric) if part)

    # Looking up

    def _offer(self, plan: str | None, priority: str | None, metric: str) -> Offer:
        found = self._known.get((plan, priority, metric))
        if found is None:
            found = self._known[plan, priority, metric] = self._look_up(plan, priority, metric)
        return found

    @cached_property
    def _known(self) -> dict[tuple[str | None, str | None, str], Offer]:
        return {}

    def _look_up(self, plan_name: str | None, priority: str | None, metric: str) -> Offer:
        plan = self._plan(plan_name)
        promise = _named(plan.metrics, metric, "metric", f"plan {plan_name or self._only_plan()!r}")
        own = promise.priorities.get(priority or "")
        self._refuse_unknown(priority)
        if own is None and promise.target is None:
            problem = (
                f"{metric} has no target for priority {priority!r}" if priority else f"{metric} differs by priority"
            )
            raise UnknownNameError(f"{problem}; name one of: {', '.join(promise.priorities)}")
        return self._resolved(plan, metric, promise, own or promise)

    def _refuse_unknown(self, priority: str | None) -> None:
        if priority and self.priorities and priority not in self.priorities:
            raise UnknownNameError(f"there is no priority {priority!r} here; {did_you_mean(priority, self.priorities)}")

    def _resolved(self, plan: Plan, metric: str, promise: Promise, own: Promise) -> Offer:
        name = own.schedule or promise.schedule or plan.schedule
        around = (*([promise] if own is not promise else []), plan, self.choices)
        ladder = self._ladder(metric, promise, own)
        usual = self._promised(own, name, around, ladder)
        cases = []
        for case in own.when:
            promised = self._promised(case, case.schedule or name, (own, *around), ladder)
            hours = self.schedule(case.received.of) if case.received.of else usual.schedule
            cases.append(OfferedIf(case.received, hours, promised._replace(condition=str(case.received))))
        return Offer(usual, tuple(cases))

    def _promised(
        self, stated: Promise | Case, schedule: str | None, around: Iterable[Choices], ladder: Thresholds
    ) -> Promised:
        assert stated.target is not None, "every promise for a priority has a target"
        return Promised(stated.target.decided(stated, around), self._schedule_named(schedule), ladder)

    def _ladder(self, metric: str, promise: Promise, own: Promise) -> Thresholds:
        rungs = (self.escalations, self.lifecycle(metric).escalations, promise.escalations, own.escalations)
        return tuple({name: each for level in rungs for name, each in level.items()}.items())

    @cached_property
    def choices(self) -> Choices:
        """What the policy states for all of its targets."""
        return Choices(**{name: getattr(self, name) for name in Choices.model_fields})

    def _plan(self, name: str | None) -> Plan:
        return _named(self.plans, self._only_plan() if name is None else name, "plan")

    def _only_plan(self) -> str:
        if len(self.plans) != 1:
            raise UnknownNameError(f"this policy has several plans; name one of: {', '.join(self.plans)}")
        return next(iter(self.plans))

    @cached_property
    def priorities(self) -> tuple[str, ...]:
        """The priorities that any plan names, in their order."""
        return priorities_of(self.plans)

    # Schedules

    def _schedule_named(self, name: str | None) -> Schedule:
        """A schedule by name; without one the only one, or all time."""
        if name is not None:
            return self.schedule(name)
        if len(self.schedules) == 1:
            return self.schedule(next(iter(self.schedules)))
        return Schedule(timezone=self.timezone, hours="24x7", name="24x7")

    @cached_property
    def _made(self) -> dict[str, Schedule]:
        """The schedules and closures that were asked for so far."""
        return {}

    def _part(self, name: str) -> Schedule:
        return self.closure(name) if name in self.closures else self.schedule(name)

    def _built(self, name: str, entry: ScheduleEntry, holidays: HolidayCalendar) -> Schedule:
        if entry.timezone == CUSTOMER:
            raise UnknownNameError(
                f"{name} is read on the clocks of the customer; say where that is, "
                "e.g. policy.for_customer('Asia/Tokyo') or --customer-timezone Asia/Tokyo"
            )
        base = self._declared(name, entry, holidays) if entry.hours else self._joined(name, entry)
        if not entry.excluding:
            return base
        parts = (base.model_copy(update={"name": ""}), *(self._part(each) for each in entry.excluding))
        return self._combination(name, base.timezone, Combination(combine="difference", schedules=parts))

    def _declared(self, name: str, entry: ScheduleEntry, holidays: HolidayCalendar) -> Schedule:
        assert entry.hours is not None
        return Schedule(
            timezone=entry.timezone or self.timezone,
            hours=entry.hours,
            holidays=holidays if entry.holidays is None else entry.holidays,
            exceptions=entry.exceptions,
            seasons=entry.seasons,
            holiday_rule=entry.holiday_rule or self.holiday_rule,
            outside_coverage=self.outside_coverage,
            name=name,
        )

    def _joined(self, name: str, entry: ScheduleEntry) -> Schedule:
        parts = tuple(self._part(each) for each in entry.any_of or entry.all_of or entry.outside)
        zone = entry.timezone or parts[0].timezone
        if entry.outside:
            always = Schedule(timezone=zone, hours="24x7", outside_coverage=self.outside_coverage)
            return self._combination(name, zone, Combination(combine="difference", schedules=(always, *parts)))
        operator: Operator = "union" if entry.any_of else "intersection"
        return self._combination(name, zone, Combination(combine=operator, schedules=parts))

    def _combination(self, name: str, zone: str, hours: Combination) -> Schedule:
        return Schedule(timezone=zone, hours=hours, outside_coverage=self.outside_coverage, name=name)


def _named(entries: Mapping[str, T], name: str, kind: str, where: str = "this policy") -> T:
    if name not in entries:
        raise UnknownNameError(f"{where} has no {kind} {name!r}; {did_you_mean(name, entries)}")
    return entries[name]


def _reached_by(coverage: Coverage, channel: str | None) -> str | None:
    spelled = {folded(name): schedule for name, schedule in coverage.items()}
    return spelled.get(folded(channel or ANY_CHANNEL), spelled.get(ANY_CHANNEL))


def _dates_only(timezone: str, first: date | None, after: date | None) -> Schedule:
    """Open from one midnight to another, and closed before and after."""
    before = [Season(first="0001-01-01", last=first - timedelta(days=1), hours="closed")] if first else []
    later = [Season(first=after, hours="closed")] if after else []
    return Schedule(timezone=timezone, hours="24x7", seasons=[*before, *later])


def _read_in(
    timezone: str, holidays: HolidayCalendar | None, schedules: Mapping[str, ScheduleEntry]
) -> FrozenMapping[ScheduleEntry]:
    return FrozenMapping({name: _where_they_are(timezone, holidays, entry) for name, entry in schedules.items()})


def _where_they_are(timezone: str, holidays: HolidayCalendar | None, entry: ScheduleEntry) -> ScheduleEntry:
    if entry.timezone != CUSTOMER:
        return entry
    closed = holidays if entry.holidays is None and entry.hours and not entry.is_open_always else entry.holidays
    return entry.model_copy(update={"timezone": timezone, "holidays": closed})


def _earlier(before: datetime, target: Target, schedule: Schedule) -> datetime:
    """The instant from which a target, counted forward, reaches `before`: the latest such."""
    match target.counts:
        case "open_time":
            assert target.duration is not None
            return schedule.add(before, -target.duration)
        case "business_days":
            count = target.day_count
            return schedule.add_days(before, -count.days, count.rule, count.starts, count.ends, count.day_length)
        case "calendar_time":
            assert target.duration is not None
            return time_later(before, -target.duration)
        case "calendar_days" | "calendar_months":
            zone = zone_named(schedule.timezone)
            return dates_later(before, zone, days=-(target.days or 0), months=-(target.months or 0))
        case _:
            assert_never(target.counts)
