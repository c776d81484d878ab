"""What does not hang together in a policy: names that are not there, targets that lack something they need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from slaclock.errors import DeclarationError, Problem, did_you_mean
from slaclock.hours import NO_HOLIDAYS_STATED, HolidayCalendar, too_many_windows, unknown_occasions, zone_named
from slaclock.policy.channels import ANY_CHANNEL, Coverage
from slaclock.policy.circular_names import in_a_circle, steps_to_make, sums_of_parts
from slaclock.policy.conditions import Received
from slaclock.policy.helpdesk_names import NO_EVENT, HelpdeskNames
from slaclock.policy.hour_names import is_closed_time, is_open_time, named_by
from slaclock.policy.notices import Notice
from slaclock.policy.plans import Plan, Promise, priorities_of
from slaclock.policy.schedule_entries import FORMS, ScheduleEntry
from slaclock.policy.ticket_words import words_of
from slaclock.policy.versions import PolicyVersion
from slaclock.policy.worked_examples import WorkedExample
from slaclock.targets import Choices, Target
from slaclock.tickets import KNOWN_STATUSES, Lifecycle, known_status

Path = tuple[str | int, ...]
"""Where something stands in the document, key by key."""


class Document(Protocol):
    """The clauses of a policy, as they are stated."""

    @property
    def closures(self) -> Mapping[str, ScheduleEntry]:
        """Named times that repeat."""
        ...

    @property
    def schedules(self) -> Mapping[str, ScheduleEntry]:
        """Named support hours."""
        ...

    @property
    def holidays(self) -> HolidayCalendar:
        """Dates on which its schedules are closed."""
        ...

    @property
    def plans(self) -> Mapping[str, Plan]:
        """What each plan promises."""
        ...

    @property
    def priorities(self) -> tuple[str, ...]:
        """The priorities that any plan names."""
        ...

    @property
    def notices(self) -> Mapping[str, Notice]:
        """How long before something it is announced."""
        ...

    @property
    def versions(self) -> Sequence[PolicyVersion]:
        """What changes at later dates."""
        ...

    @property
    def examples(self) -> Sequence[WorkedExample]:
        """Requests and tickets with what must come of them."""
        ...

    @property
    def metrics(self) -> Mapping[str, Lifecycle]:
        """Lifecycles by metric."""
        ...

    @property
    def names(self) -> HelpdeskNames:
        """What a helpdesk calls things."""
        ...

    @property
    def timezone(self) -> str:
        """The zone of its clock times."""
        ...


def loose_ends(document: Document, choices: Choices) -> Iterator[Problem]:
    """Everything in a document that refers to what is not there, or lacks what it needs, with its place.

    Args:
        document: The clauses.
        choices: How all targets are read that do not say.
    """
    yield from _in_schedules(document)
    yield from _in_plans(document, choices)
    yield from _in_examples(document)
    yield from _in_names(document)
    for name, notice in document.notices.items():
        here = ("notices", name)
        yield from _missing(document, notice.schedule, (*here, "schedule"))
        yield from _in_target(document, notice.target, notice.schedule, here, [notice, choices])


def _in_examples(document: Document) -> Iterator[Problem]:
    metrics = list(dict.fromkeys(metric for plan in document.plans.values() for metric in plan.metrics))
    metrics += [metric for version in document.versions for plan in version.plans.values() for metric in plan.metrics]
    for number, example in enumerate(document.examples):
        for problem in example.problems(zone_named(document.timezone), metrics):
            yield Problem(("examples", number, *problem.path), problem.message)


def _in_names(document: Document) -> Iterator[Problem]:
    """What a helpdesk's names are to mean, and is not there; and names that the policy has itself."""
    words = words_of(document.names, document, *document.versions)
    for told, meant in document.names.statuses.items():
        if not words.is_known_status(meant):
            names = [*words.stated_statuses.values(), *(each.name for each in KNOWN_STATUSES)]
            near = [*words.nearest_statuses(meant), meant][0]
            status = known_status(near)
            guess = status.name if status else near
            yield Problem(("names", "statuses", told), f"there is no status {meant!r}; {did_you_mean(guess, names)}")
    for told, meant in document.names.kinds.items():
        if meant != NO_EVENT and not words.is_known_kind(meant):
            known = [*words.kinds.values(), NO_EVENT]
            yield Problem(
                ("names", "kinds", told), f"there is no kind of event {meant!r}; {did_you_mean(meant, known)}"
            )
    parts = [document.plans, *(version.plans for version in document.versions)]
    plans = list(dict.fromkeys(name for each in parts for name in each))
    priorities = list(dict.fromkeys(name for each in parts for name in priorities_of(each)))
    channels = list(dict.fromkeys(name for each in parts for name in channels_in(each)))
    yield from _means("plan", "plans", document.names.plans, plans)
    yield from _means("priority", "priorities", document.names.priorities, priorities)
    yield from _means("channel", "channels", document.names.channels, channels)


def _means(what: str, key: str, names: Mapping[str, str], own: Sequence[str]) -> Iterator[Problem]:
    """Names that mean none of the policy's own, and those that are its own already."""
    for told, meant in names.items():
        if meant not in own:
            yield Problem(("names", key, told), f"there is no {what} {meant!r}; {did_you_mean(meant, own)}")
        elif told in own and told != meant:
            yield Problem(("names", key, told), f"the policy has a {what} {told!r} itself; leave it out")


def channels_in(plans: Mapping[str, Plan]) -> Iterator[str]:
    """Every channel that conditions and coverage name."""
    for plan in plans.values():
        yield from (name for name in plan.coverage if name != ANY_CHANNEL)
        for promise in plan.metrics.values():
            for each in (promise, *promise.priorities.values()):
                yield from (name for name in each.coverage if name != ANY_CHANNEL)
                yield from (name for case in each.when for part in case.received.each() for name in part.channels)


def _in_schedules(document: Document) -> Iterator[Problem]:
    for name in document.schedules.keys() & document.closures.keys():
        yield Problem(("closures", name), "a schedule has the same name; name one of them otherwise")
    for name, entry in document.closures.items():
        for form in (form for form in _COMBINING if getattr(entry, form)):
            yield Problem(("closures", name, form), "a closure states its hours; combine schedules instead")
        if entry.closed_on_holidays:
            yield Problem(("closures", name), "a closure has no holidays; leave out what its hours say of them")
    for name, entry in document.schedules.items():
        for form in _COMBINING:
            for part in getattr(entry, form):
                if part not in document.schedules and part not in document.closures:
                    yield Problem(("schedules", name, form), _no_part(part, document))
        yield from _in_exceptions(name, entry, document.holidays)
        holidays = document.holidays if entry.holidays is None else entry.holidays
        if entry.closed_on_holidays and not (holidays.sources or entry.customer_holidays):
            yield Problem(("schedules", name), NO_HOLIDAYS_STATED)
    yield from _in_combinations(document)


def _in_exceptions(name: str, entry: ScheduleEntry, usual: HolidayCalendar) -> Iterator[Problem]:
    """Hours of holidays that there are not."""
    of_policy = HolidayCalendar() if entry.is_open_always else usual
    holidays = of_policy if entry.holidays is None else entry.holidays
    for message in unknown_occasions(entry.exceptions, holidays).values():
        yield Problem(("schedules", name, "exceptions"), message)


def _in_combinations(document: Document) -> Iterator[Problem]:
    parts = {name: entry.parts for name, entry in document.schedules.items()}
    if circular := in_a_circle(parts):
        for name in circular:
            yield Problem(("schedules", name), "it is made from itself; a schedule is made from others")
        return
    for name, steps in steps_to_make(parts).items():
        if steps == LONGEST_CHAIN + 1:  # What is made of it is not named, too.
            yield Problem(
                ("schedules", name), f"it is made from others in more than {LONGEST_CHAIN} steps; state its hours"
            )

    closures = dict.fromkeys(document.closures, ())
    own = {name: entry.windows for name, entry in (*document.closures.items(), *document.schedules.items())}
    sums = sums_of_parts({**closures, **parts}, own)
    reasons = {name: reason for name, windows in sums.items() if (reason := too_many_windows(windows))}
    for name, reason in reasons.items():
        if reasons.keys().isdisjoint(parts.get(name, ())):  # What is made of it is not named, too.
            yield Problem(("schedules" if name in parts else "closures", name), reason)


LONGEST_CHAIN = 50
"""In how many steps a schedule may be made from others: far more than anybody reads, and few enough to be followed."""

_COMBINING = (*(form for form in FORMS if form != "hours"), "excluding")


def _no_part(name: str, document: Document) -> str:
    known = [*document.schedules, *document.closures]
    return f"there is no schedule or closure {name!r}; {did_you_mean(name, known)}"


def _in_plans(document: Document, choices: Choices) -> Iterator[Problem]:
    if not document.plans:
        yield Problem(("plans",), "there are none; state at least one, e.g. {standard: {first_response: 1 hour}}")
    for name, plan in document.plans.items():
        here = ("plans", name)
        yield from _missing(document, plan.schedule, (*here, "schedule"))
        yield from _in_coverage(document, plan.coverage, here)
        for metric, promise in plan.metrics.items():
            yield from _in_promise(document, promise, (*here, "metrics", metric), plan.schedule, [plan, choices])


def _in_promise(
    document: Document, promise: Promise, path: Path, schedule: str | None, around: Sequence[Choices]
) -> Iterator[Problem]:
    if not promise.says_something and not promise.priorities:
        yield Problem(path, "it has no target; write e.g. '4 business hours', or one for each priority")
    schedule = promise.schedule or schedule
    yield from _in_one(document, promise, schedule, path, around)
    for priority, own in promise.priorities.items():
        here = (*path, "priorities", priority)
        if not own.says_something or own.priorities:
            yield Problem(
                here, "a priority has one target; write e.g. '4 business hours', or 'none' where nothing is promised"
            )
        yield from _in_one(document, own, own.schedule or schedule, here, [promise, *around])


def _in_one(
    document: Document, promise: Promise, schedule: str | None, path: Path, around: Sequence[Choices]
) -> Iterator[Problem]:
    """The loose ends of one promise, without its priorities."""
    yield from _missing(document, promise.schedule, (*path, "schedule"))
    yield from _in_coverage(document, promise.coverage, path)
    if promise.target is not None:
        yield from _in_target(document, promise.target, schedule, path, [promise, *around])
    for number, case in enumerate(promise.when):
        here = (*path, "when", number)
        yield from _missing(document, case.schedule, (*here, "schedule"))
        if case.target is not None:
            yield from _in_target(document, case.target, case.schedule or schedule, here, [case, promise, *around])
        for part in case.received.each():
            yield from _in_condition(document, part, case.schedule or schedule, here)
    for goal in promise.goals:
        for priority in goal.priorities:
            if priority not in document.priorities:
                message = f"no plan has a priority {priority!r}; {did_you_mean(priority, document.priorities)}"
                yield Problem((*path, "goals"), message)
        if goal.within is not None:
            yield from _in_target(document, goal.within, schedule, (*path, "goals"), [Choices(), promise, *around])


def _in_condition(document: Document, part: Received, schedule: str | None, path: Path) -> Iterator[Problem]:
    """Hours of which a condition speaks, and that are not there, or there twice."""
    found = named_by(part.of, document.schedules) if part.of is not None else []
    means_usual = part.of is None or is_open_time(part.of) or is_closed_time(part.of)
    if len(found) > 1:
        yield Problem((*path, "received"), f"{part.of!r} may mean {' or '.join(map(repr, found))}; write one of them")
    elif not found and not means_usual:
        yield from _missing(document, part.of, (*path, "received"))
    elif not found and _needs_schedule(part) and schedule is None and len(document.schedules) != 1:
        yield Problem(path, f"'{part}' asks for a `schedule`, and none is named for it")


def _needs_schedule(part: Received) -> bool:
    return part.hours is not None or "business_days" in part.days


def _in_coverage(document: Document, coverage: Coverage, path: Path) -> Iterator[Problem]:
    for name in coverage.values():
        yield from _missing(document, name, (*path, "coverage"))


def _in_target(
    document: Document, target: Target, schedule: str | None, path: Path, levels: Sequence[Choices]
) -> Iterator[Problem]:
    if target.counts in ("open_time", "business_days") and schedule is None and len(document.schedules) != 1:
        known = ", ".join(document.schedules) or "none stated"
        yield Problem(path, f"{target} counts business time but no `schedule` is named for it; known: {known}")
    try:
        target.decided(levels[0], levels[1:])
    except DeclarationError as error:
        yield from (Problem(path, problem.message) for problem in error.problems)


def _missing(document: Document, name: str | None, path: Path) -> Iterator[Problem]:
    if name is not None and name not in document.schedules:
        yield Problem(path, f"there is no schedule {name!r}; {did_you_mean(name, document.schedules)}")
