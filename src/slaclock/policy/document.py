"""`SlaPolicy`: plans, priorities and metrics, each with its target and schedule, as one published document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, Self, get_args

from pydantic import model_validator

from slaclock.declaration import NOTHING, signature
from slaclock.errors import DeclarationError, PolicyFileError, Problem, named, one_of
from slaclock.hours import (
    BelongsTo,
    Boundary,
    CutOffLike,
    DayRule,
    Ends,
    HolidayCalendar,
    HolidayRule,
    HolidaysLike,
    OutsideCoverage,
    Schedule,
    Starts,
    to_utc,
    zone_named,
)
from slaclock.keeping import cached_property
from slaclock.limits import OF_A_POLICY, Limits
from slaclock.policy.helpdesk_names import HelpdeskNames
from slaclock.policy.notices import NoticeLike, latest_notice
from slaclock.policy.offers import Offer, all_offers, committed, covered, is_offered, lacking_priority, life_of, offered
from slaclock.policy.plans import Plan, only_plan, plan_named
from slaclock.policy.schedule_entries import ScheduleLike
from slaclock.policy.schedules import for_customer, with_customer_holidays
from slaclock.policy.stated_policy import StatedPolicy
from slaclock.policy.versions import (
    GovernedBy,
    PolicyVersion,
    latest_begun,
    merged,
    through_versions,
    version_for_customer,
)
from slaclock.policy.worked_examples import ExampleLike
from slaclock.targets import Target, ThresholdLike
from slaclock.tickets import Ending, Lifecycle, OnChange, Promised, Reopens

# What reads files, explains, evaluates and sums up is loaded when it is asked for: a due date needs none of it.
if TYPE_CHECKING:
    from pathlib import Path

    from slaclock.compiled import CompiledPolicy
    from slaclock.policy.attainment import Attainments, Counted, Outcome, Pursued
    from slaclock.policy.commitments import Commitments
    from slaclock.policy.source import Format, Source
    from slaclock.targets import Explanation, Note
    from slaclock.tickets import (
        Agenda,
        Commitment,
        Contradictions,
        Evaluation,
        Names,
        OnBadTicket,
        SlaClock,
        Thresholds,
        Ticket,
    )

FIRST_RESPONSE = "first_response"
NO_NAMES = HelpdeskNames()

KEPT_OFFERS = 1_000
"""Offers that a policy keeps for the next question: their names come from tickets, who may make them up."""
KEPT_CUSTOMERS = 100
"""Customers for whom a policy keeps itself, those of whom was asked last: their zones come from tickets, too."""
_MADE_OF = "made of"
"""Where a policy that was made for a customer keeps what it was made of; no field has such a name."""


class _Customer(NamedTuple):
    """For whom a policy was made."""

    policy: SlaPolicy
    """The policy as it is stated, for any customer."""
    timezone: str | None
    holidays: HolidayCalendar | None


class SlaPolicy(StatedPolicy):
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

    @signature
    def __init__(
        self,
        *,
        name: str,
        timezone: str,
        holidays: HolidaysLike = None,
        language: str | None = None,
        belongs_to: BelongsTo = "opening_date",
        holiday_rule: HolidayRule = "opening_date",
        outside_coverage: OutsideCoverage = "warn",
        day_rule: DayRule = "same_time",
        day_length: timedelta | str | None = None,
        cut_off: CutOffLike | None = None,
        starts: Starts | None = None,
        ends: Ends | str | None = None,
        boundary: Boundary = "closing",
        closures: Mapping[str, ScheduleLike] = NOTHING,
        schedules: Mapping[str, ScheduleLike] = NOTHING,
        plans: Mapping[str, Plan | Mapping[str, Any]],
        notices: Mapping[str, NoticeLike] = NOTHING,
        metrics: Mapping[str, Lifecycle | Mapping[str, Any]] = NOTHING,
        warnings: Mapping[str, ThresholdLike] = NOTHING,
        escalations: Mapping[str, ThresholdLike] = NOTHING,
        on_change: OnChange = "recompute",
        reopens: Reopens = "any_customer_reply",
        versions: Iterable[PolicyVersion | Mapping[str, Any]] = (),
        governed_by: GovernedBy = "opening",
        assumptions: Iterable[str] = (),
        names: HelpdeskNames | Mapping[str, Any] = NO_NAMES,
        examples: Iterable[ExampleLike] = (),
    ) -> None: ...

    @model_validator(mode="after")
    def _versions_fit(self) -> SlaPolicy:
        _ = self._in_force_from
        return self

    # Loading

    @classmethod
    def load(cls, path: str | Path, limits: Limits = OF_A_POLICY) -> Self:
        """Read a policy from a YAML, TOML or JSON file.

        Args:
            path: Its ending says which: `.yaml`, `.yml`, `.toml` or `.json`.
            limits: How much of it is read; less where files come from strangers.

        Raises:
            PolicyFileError: The file cannot be used; each problem names file, line and key.
            OSError: The file cannot be opened.
        """
        from slaclock.policy.source import read_file

        return cls.from_source(read_file(path, limits))

    @classmethod
    def loads(cls, text: str, format: Format = "yaml", name: str = "policy", limits: Limits = OF_A_POLICY) -> Self:
        """Read a policy from the text of a file.

        Args:
            text: The whole document.
            format: `yaml`, `toml` or `json`.
            name: What errors call it.
            limits: How much of it is read; less where texts come from strangers.

        Raises:
            PolicyFileError: The text cannot be used; each problem names line and key.
        """
        from slaclock.policy.source import read_text

        return cls.from_source(read_text(text, format, name, limits))

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
            NotPromisedError: The policy says that nothing is promised for it.
            NeverOpenError: The target is never used up within 400 years.

        Rules: R7, R9, R10, R11.
        """
        promised = self.in_force(opened)._received(opened, metric, channel, plan, priority)
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
        from slaclock.targets import explain

        policy = self.in_force(opened)
        offer, channel = policy._offer(plan, priority, metric), self.names.channel(channel)
        promised = offer.received(opened, channel)
        condition = promised.condition or offer.unmet(channel)
        subject = self._subject(plan, priority, metric)
        remarks = policy.remarks(opened, plan, priority, metric, channel)
        return explain(promised.target, promised.schedule, opened, subject, condition, metric, remarks)

    def remarks(
        self,
        opened: datetime,
        plan: str | None = None,
        priority: str | None = None,
        metric: str = FIRST_RESPONSE,
        channel: str | None = None,
    ) -> tuple[Note, ...]:
        """What should be said of an answer of `due`, because the question leaves it open or out.

        Arguments and errors as for `due`.

        Returns:
            That the metric starts elsewhere than at the opening, and that what is promised differs by channel.

        Rules: R11, R18, R19.
        """
        from slaclock.targets import Note

        policy = self.in_force(opened)
        starts = policy.lifecycle(metric, plan, priority).start_note
        channels = policy._offer(plan, priority, metric).left_open(
            opened, self.names.channel(channel), policy._channels
        )
        said = (("R18", starts), ("R11", channels))
        return tuple(Note(rule=rule, text=text) for rule, text in said if text)

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
        from slaclock.tickets import Names

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
        from slaclock.tickets import Contradictions, evaluate

        one_of(contradictions, get_args(Contradictions), "contradictions")
        policy = self.for_customer(ticket.timezone) if ticket.timezone else self
        promises = policy.in_force(ticket.opened) if self.governed_by == "opening" else policy
        told, odd = self._words.read(ticket, now)
        return evaluate(told, now, promises, contradictions, ticket, odd)

    def attainment(self, tickets: Iterable[Ticket], now: datetime, on_error: OnBadTicket = "stop") -> Attainments:
        """How far the policy's goals were met by many tickets, in each period.

        Args:
            tickets: Tickets with their events; each counts where its plan and priority put it.
            now: An aware datetime; what still runs then is undecided, unless it is late already.
            on_error: What a ticket does that has no answer, as one with an unknown priority: it ends everything
                (`stop`), is left out (`skip`), or is left out and stands among `problems` (`report`).

        Returns:
            One for each goal and period in which something was counted: goals in the order of the
            file, periods in time. A goal of a metric counts all of its priorities together. Its
            `problems` say what is wrong with tickets, also with those that count nowhere.

        Raises:
            NaiveDatetimeError: `now` has no time zone.
            ClockError: A ticket has no answer, and `on_error` is `stop`; the message names it.

        Rules: R12, R18, R19.
        """
        from slaclock.policy.attainment import Attainments, attained
        from slaclock.tickets import TicketProblem, asked_each

        to_utc(now)  # Refused at once where it is naive, and not for each ticket.
        problems: list[TicketProblem] = []
        found = asked_each(tickets, lambda ticket: self.evaluate(ticket, now), self._outcomes, problems, on_error)
        whole = (each for of_one in found for each in of_one)
        return Attainments(attained(whole, self.goals(), self._zone), problems)

    def goals(self) -> Iterator[Pursued]:
        """Every goal: plan, metric, priority (`None` for all together), and the goal."""
        from slaclock.policy.attainment import all_goals

        return all_goals(self.plans)

    def _outcomes(self, evaluation: Evaluation) -> list[Outcome]:
        """What became of the cycles of a ticket, once for each goal for which one counts."""
        from slaclock.policy.attainment import outcome_of

        return [outcome_of(each) for each in self._counted_in(evaluation)]

    def _counted_in(self, evaluation: Evaluation) -> Iterator[Counted]:
        """The cycles of a ticket, each with every goal for which it counts."""
        from slaclock.policy.attainment import counted

        by_opening = self.governed_by == "opening"
        for cycle in evaluation.cycles:
            policy = self.in_force(evaluation.ticket.opened if by_opening else cycle.status.started)
            yield from counted(cycle, policy.plans, policy.choices)

    def agenda(self, tickets: Iterable[Ticket], now: datetime, on_error: OnBadTicket = "stop") -> Agenda:
        """Every open promise of many tickets: what is or will be breached soonest first, what is paused last.

        Its `problems` say what is wrong with tickets, those without an open promise among them.

        Args:
            tickets: Tickets with their events.
            now: An aware datetime; what happens after it does not exist yet.
            on_error: What a ticket does that has no answer, as one with an unknown priority: it ends everything
                (`stop`), is left out (`skip`), or is left out and stands among `problems` (`report`).

        Raises:
            NaiveDatetimeError: `now` has no time zone.
            ClockError: A ticket has no answer, and `on_error` is `stop`; the message names it.

        Examples:
            >>> from slaclock import Ticket
            >>> policy = SlaPolicy.loads('''
            ... {name: Example, timezone: UTC, schedules: {office: Mon-Fri 09:00-17:00},
            ...  plans: {standard: {schedule: office, first_response: {P1: 2 hours}}}}
            ... ''')
            >>> tickets = [Ticket(id=id, opened="2026-11-24T10:00Z", priority=id) for id in ("P1", "P9")]
            >>> found = policy.agenda(tickets, datetime.fromisoformat("2026-11-24T11:00Z"), on_error="report")
            >>> [item.ticket.id for item in found], [str(problem)[:39] for problem in found.problems]
            (['P1'], ["P9: there is no priority 'P9' here; kno"])

        Rules: R12, R18, R19.
        """
        from slaclock.tickets import TicketProblem, agenda, asked_each, open_in

        to_utc(now)  # Refused at once where it is naive, and not for each ticket.
        problems: list[TicketProblem] = []
        found = asked_each(tickets, lambda ticket: self.evaluate(ticket, now), open_in, problems, on_error)
        return agenda(found, problems)

    def compile(self, years: tuple[int, int] | int, customers: Iterable[str] = ()) -> CompiledPolicy:
        """The policy as plain data, which answers for some years whatever holidays and zones become known later.

        Args:
            years: The first and the last year for which it answers, or one year: 1900 to 2200, at most 50 of them.
            customers: IANA names of the zones of customers for whom it answers, where schedules are read on the
                customer's clocks.

        Returns:
            What `slaclock.compiled.load` reads again; `save` writes it to a file.

        Raises:
            ChoiceError: The years or the customers are none that can be compiled; the message says why.
            CoverageError: The holidays of a schedule are not known for all of these years.

        Rules: R11, R22.
        """
        span = (years, years) if isinstance(years, int) else years
        made: CompiledPolicy = import_module("slaclock.compiled").made_plain(self, span, tuple(customers))
        return made

    def in_force(self, at: datetime) -> SlaPolicy:
        """The version of the policy in force at an instant.

        Raises:
            NaiveDatetimeError: `at` has no time zone.

        Rules: R17.
        """
        if not self.versions:
            return self
        return latest_begun(self._in_force_from, at) or self._first_version

    def target(self, plan: str | None = None, priority: str | None = None, metric: str = FIRST_RESPONSE) -> Target:
        """The target that holds, with every choice decided; arguments and errors as for `due`.

        Rules: R10, R11.
        """
        return committed(self._offer(plan, priority, metric).usual).target

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
        name = covered(self._terms, plan, priority, metric, channel)
        return self.schedule(name) if name else offer.usual.schedule

    def schedule(self, name: str) -> Schedule:
        """The schedule of that name, with the policy's zone and holidays where it states none.

        Raises:
            UnknownNameError: There is none of that name.
        """
        return self._schedules.schedule(name)

    def schedule_through_versions(self, name: str) -> Schedule:
        """The schedule or closure of that name as it changes from version to version, each from its first midnight on.

        Raises:
            UnknownNameError: No version has one of that name.

        Rules: R10, R17.
        """
        policies = self._all_versions
        parts = [policy._schedules.either(name) for policy in policies]
        begins = sorted(version.effective for version in self.versions)
        return through_versions(parts, begins, name, self.timezone, self.outside_coverage)

    def closure(self, name: str) -> Schedule:
        """The closure of that name, as a schedule that is open while the closure lasts.

        Raises:
            UnknownNameError: There is none of that name.
        """
        return self._schedules.closure(name)

    def for_customer(self, timezone: str, holidays: Any = None) -> SlaPolicy:
        """The policy for a customer of whose zone some of its schedules speak.

        Asked of a policy that was made for a customer, it is made for another one, whose word wins: so a ticket that
        states a `timezone` is evaluated there.

        Args:
            timezone: IANA name of the customer's zone, taken where the policy says `customer`.
            holidays: What is closed where the customer is, e.g. `DE` or anything else that a schedule
                takes: for those schedules that say `holidays: customer`, and for those on the
                customer's clocks that state no holidays; these have the policy's where nothing is given. Left out for
                another customer, they are those of the first.

        Raises:
            ZoneError: There is no such zone.
            DeclarationError: There are no such holidays.

        Rules: R5, R13.
        """
        there = self._customer.holidays if holidays is None else HolidayCalendar(holidays)
        return self._customer.policy._for_customer(timezone, there)

    def for_any_customer(self) -> SlaPolicy:
        """The policy as it is wherever the customer is: on its own clocks, and on no holidays of the customer.

        That is for what does not depend on them, such as what `check` looks at.
        """
        versions = [
            version.model_copy(update={"schedules": with_customer_holidays(version.schedules, HolidayCalendar())})
            for version in self.versions
        ]
        known = with_customer_holidays(self.schedules, HolidayCalendar())
        return self.model_copy(update={"schedules": known, "versions": versions}).for_customer(self.timezone)

    def _made_for(self, timezone: str, holidays: HolidayCalendar | None) -> SlaPolicy:
        zone_named(timezone)
        versions = tuple(version_for_customer(version, timezone, holidays) for version in self.versions)
        here = for_customer(self.schedules, self.closures, timezone, holidays)
        made = self.model_copy(update={**here, "versions": versions})
        return made._made_of(_Customer(self, timezone, holidays))

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
        notice = named(self.notices, name, "notice")
        return latest_notice(notice, before, self._schedules.counted_on(notice.schedule), self.choices)

    def offers(self) -> Iterator[tuple[str, str, str | None, Offer]]:
        """Every offer: plan, metric, priority (`None` for all without one of their own), and what is offered.

        Rules: R11.
        """
        return all_offers(self._terms)

    def promises(self) -> Iterator[tuple[str, str, str | None, Promised]]:
        """The same without what depends on how a request arrives: the promise for any other, where there is one."""
        return (
            (plan, metric, priority, offer.usual)
            for plan, metric, priority, offer in self.offers()
            if isinstance(offer.usual, Promised)
        )

    # Clocks

    def lifecycle(self, metric: str, plan: str | None = None, priority: str | None = None) -> Lifecycle:
        """When a metric starts, stops, pauses and repeats: as its name says, and as the policy changes that.

        Args:
            metric: Name of the metric.
            plan: Name of the plan, where that makes a difference; the only one where nothing is given.
            priority: Name of the priority, where that makes a difference.

        Rules: R16, R18.
        """
        return self._life(plan, priority, metric)

    def metrics_of(self, plan: str | None) -> tuple[str, ...]:
        """The metrics that a plan promises, in any version of the policy."""
        return self._metrics(plan)

    def offer_if_any(self, plan: str | None, priority: str | None, metric: str) -> Offer | None:
        """What is offered for a plan, a priority and a metric, or nothing where the plan promises nothing for it.

        Raises:
            UnknownNameError: There is no such plan or priority.

        Rules: R11.
        """
        return self._offer(plan, priority, metric) if is_offered(self._terms, plan, priority, metric) else None

    def warnings_of(self, metric: str, plan: str | None, priority: str | None) -> Thresholds:
        """The warnings of a metric for a plan and a priority, by name.

        Rules: R18.
        """
        return self._lifecycles.warnings(self.lifecycle(metric, plan, priority))

    def clock_for(self, ticket: Ticket, metric: str, cycle: int, start: datetime, names: Names) -> SlaClock:
        """The clock of a metric's cycle for which something is promised."""
        clock = self.in_force(start)._clock(start, names, metric)
        subject = f"{ticket.id}: {clock.subject}" if ticket.id else clock.subject
        return replace(clock, cycle=cycle, subject=subject)

    def commitment(self, metric: str, start: datetime, names: Names) -> Commitment | None:
        """What is promised for a metric's cycle that starts at an instant, or nothing where nothing is."""
        return self.in_force(start)._commitments.at(start, metric, names)

    def ending_of(self, status: str) -> Ending | None:
        """The event for which a status stands, if it says that a ticket ended: none that a lifecycle states does."""
        return self._words.ending_of(status)

    def lacking(self, metric: str, start: datetime, names: Names) -> str | None:
        """What a ticket does not say before something can be promised for a metric: its priority."""
        return None if names.priority else self.in_force(start).lacking_priority(names.plan, metric)

    def left_open(self, metric: str, start: datetime, names: Names) -> str | None:
        """What a ticket does not say of its channel, where something else is promised for another."""
        version = self.in_force(start)
        known = version._channels
        return version._commitments.left_open(start, metric, names, known) if known else None

    def lacking_priority(self, plan: str | None, metric: str) -> str | None:
        """What is wrong with a ticket without a priority, where a plan's metric has targets by priority alone."""
        return lacking_priority(self._terms, plan, metric)

    def _clock(self, start: datetime, names: Names, metric: str) -> SlaClock:
        from slaclock.tickets import Names, SlaClock

        names = Names(*self._terms.own_names(names.plan, names.priority), names.channel)
        # Of a method, so that a clock can be pickled: the policy goes with it.
        received = partial(self._received, start, metric, names.channel)
        return SlaClock(
            to_utc(start),
            received(names.plan, names.priority),
            start.tzinfo,
            thresholds=self.warnings_of(metric, names.plan, names.priority),
            metric=metric,
            subject=self._subject(names.plan, names.priority, metric),
            plan=names.plan,
            priority=names.priority,
            on_change=self.on_change,
            lookup=received,
        )

    def _received(
        self, at: datetime, metric: str, channel: str | None, plan: str | None, priority: str | None
    ) -> Promised:
        return self._offer(plan, priority, metric).received(at, self.names.channel(channel))

    def _subject(self, plan: str | None, priority: str | None, metric: str) -> str:
        return ", ".join(part for part in (self.name, plan or only_plan(self.plans), priority, metric) if part)

    # What is kept for the next question

    @cached_property
    def _offer(self) -> Callable[[str | None, str | None, str], Offer]:
        """What is offered for a plan, a priority and a metric; see `offered`."""
        return lru_cache(KEPT_OFFERS)(partial(offered, self._terms))

    @cached_property
    def _commitments(self) -> Commitments:
        from slaclock.policy.commitments import Commitments

        return Commitments(self.offer_if_any, self.warnings_of, self.on_change, KEPT_OFFERS)

    @cached_property
    def _life(self) -> Callable[[str | None, str | None, str], Lifecycle]:
        """When a metric of a plan and a priority starts, stops and pauses; see `life_of`."""
        return lru_cache(KEPT_OFFERS)(partial(life_of, self._terms))

    @cached_property
    def _metrics(self) -> Callable[[str | None], tuple[str, ...]]:
        """The metrics that a plan promises, in any version."""
        return lru_cache(KEPT_OFFERS)(self._metrics_in_all_versions)

    def _metrics_in_all_versions(self, plan: str | None) -> tuple[str, ...]:
        policies, name = [self, *(policy for _, policy in self._in_force_from)], self.names.plan(plan)
        return tuple(dict.fromkeys(metric for policy in policies for metric in plan_named(policy.plans, name).metrics))

    @cached_property
    def _first_version(self) -> SlaPolicy:
        """The policy before any other version of it begins, and no other version with it."""
        return self.model_copy(update={"versions": ()}) if self.versions else self

    @cached_property
    def _in_force_from(self) -> list[tuple[datetime, SlaPolicy]]:
        """The first instant of each later version, and the policy from then on."""
        return merged(self, self.versions, self.timezone)

    @property
    def _all_versions(self) -> list[SlaPolicy]:
        """The first version, and those after it, in time."""
        return [self._first_version, *(policy for _, policy in self._in_force_from)]

    @property
    def _versions_of_columns(self) -> tuple[list[datetime], list[SlaPolicy]]:
        """From when each later version holds, and all versions, for whole columns, of which each row is under one."""
        return [begins for begins, _ in self._in_force_from], self._all_versions

    @property
    def _customer(self) -> _Customer:
        """Of what policy this one was made for a customer, and of what holidays; itself where it was not."""
        made: _Customer | None = vars(self).get(_MADE_OF)
        return made or _Customer(self, None, None)

    def _made_of(self, customer: _Customer) -> SlaPolicy:
        """This policy, which was made of another for a customer, and remembers that; so do its versions."""
        vars(self)[_MADE_OF] = customer
        if self.versions:
            for version, stated in zip(self._all_versions, customer.policy._all_versions, strict=True):
                version._made_of(customer._replace(policy=stated))
        return self

    def __getstate__(self) -> dict[Any, Any]:
        state, made = super().__getstate__(), vars(self).get(_MADE_OF)
        return state | {"__dict__": state["__dict__"] | {_MADE_OF: made}} if made else state

    def __setstate__(self, state: dict[Any, Any]) -> None:
        super().__setstate__(state)
        if made := vars(self).get(_MADE_OF):
            self._made_of(made)

    @cached_property
    def _for_customer(self) -> Callable[[str, HolidayCalendar | None], SlaPolicy]:
        """The policy for the customers of whom was asked last, by zone and holidays."""
        return lru_cache(KEPT_CUSTOMERS)(self._made_for)
