"""What is promised for each row of a column, and when it is due: versions, names and cases (R11, R17).

What `SlaPolicy` looks up for one request is looked up here once for all requests that are alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from slaclock.cautions import caution
from slaclock.columns.answer_stages import Found
from slaclock.columns.conditions import holding
from slaclock.columns.deadlines import amount_of, counts_from, target_due
from slaclock.columns.instants import Micros, instant_at, instant_micros
from slaclock.columns.kernel import Kernel
from slaclock.columns.labels import Labels
from slaclock.columns.lookup import Places, groups
from slaclock.errors import ChannelWarning, SlaClockError, StartWarning, UnknownNameError
from slaclock.policy import NoCommitment, Offer, SlaPolicy
from slaclock.targets import Choices
from slaclock.tickets import Promised, Thresholds


class Names(NamedTuple):
    """The plans, priorities, metrics and channels of some rows."""

    plan: Labels
    priority: Labels
    metric: Labels
    channel: Labels


class Requests(NamedTuple):
    """What is asked about in some rows."""

    opened: Micros
    """When each was opened."""
    started: Micros
    """When what is asked about started, from where it counts."""
    names: Names
    schedule: Labels
    """The schedules on which they count; where there is none, that of the promise."""
    timezone: Labels
    """The zones of their customers."""

    def among(self, places: Places) -> Requests:
        """Those in some places."""
        names = Names(*(_labels_among(each, places) for each in self.names))
        own = (_labels_among(each, places) for each in (self.schedule, self.timezone))
        return Requests(self.opened[places], self.started[places], names, *own)


def _labels_among(labels: Labels, places: Places) -> Labels:
    return labels if labels.codes is None else labels._replace(codes=labels.codes[places])


class Kept(NamedTuple):
    """One promise that some cycles have."""

    promised: Promised
    warnings: Thresholds


def policy_due(policy: SlaPolicy, asked: Requests, found: Found, rows: Places | None = None) -> Micros:
    """When requests are due, each by the version in force, its names and when it was received (R11, R17).

    Args:
        policy: With all its versions.
        asked: What is asked about.
        found: Takes the rows without an answer and their problems.
        rows: Which rows of the call these are; `None` for all of them in order.
    """
    due = asked.started.copy()
    for promised, places, amounts in alike_promises(_promises(policy, asked, found, rows)):
        kernel = Kernel(promised.schedule, found, rows).among(places)
        due[places] = target_due(kernel, promised.target, asked.started[places], amounts)
    return due


def offer_due(offer: Offer, opened: Sequence[int], channel: str | None) -> list[int | None]:
    """When requests that come through a channel are due by an offer; nothing of those that have no answer here.

    Args:
        offer: What is offered.
        opened: When each request was opened, in microseconds since 1970; so are the answers.
        channel: How all of them came, if that is known.

    Rules: R11.
    """
    at, found = np.array(opened, np.int64), Found()
    due = at.copy()
    for promised, places in _cases(offer, at, channel, found, np.arange(len(at)), None):
        due[places] = target_due(Kernel(promised.schedule, found).among(places), promised.target, at[places])
    found.tell()
    told: list[int | None] = due.tolist()
    for place in found.problems.keys() | found.not_promised:
        told[place] = None
    return told


def policy_used(policy: SlaPolicy, asked: Requests, until: Micros, found: Found, rows: Places | None = None) -> Micros:
    """How much time ran for requests until instants, from where their counts begin, of the kind that targets count.

    Args:
        policy: With all its versions.
        asked: What is asked about.
        until: Up to when each counts; before its count begins nothing ran.
        found: Takes the rows without an answer and their problems.
        rows: Which rows of the call these are; `None` for all of them in order.
    """
    used = np.zeros_like(asked.started)
    for promised, places, _ in alike_promises(_promises(policy, asked, found, rows)):
        kernel = Kernel(promised.schedule, found, rows).among(places)
        start, end = counts_from(kernel, promised.target, asked.started[places]), until[places]
        used[places] = kernel.elapsed(start, end) if promised.counts_open_time else end - start
    return np.maximum(used, 0)


def alike_promises(promises: Iterable[tuple[Promised, Places]]) -> Iterator[tuple[Promised, Places, Micros]]:
    """Promises that differ in nothing but how much, taken together: what a step costs beside its rows is paid once.

    Each has a place at least.
    """
    together: dict[tuple[object, ...], list[tuple[Promised, Places]]] = {}
    for promised, places in promises:
        together.setdefault(_likeness(promised), []).append((promised, places))
    for group in together.values():
        amounts = [amount_of(promised.target) or 0 for promised, _ in group]
        lengths = [len(places) for _, places in group]
        yield group[0][0], np.concatenate([places for _, places in group]), np.repeat(amounts, lengths)


_choices_of = attrgetter(*Choices.model_fields, "names_day", "of")


def _likeness(promised: Promised) -> tuple[object, ...]:
    target, amount = promised.target, amount_of(promised.target)
    return id(promised.schedule), target.counts, id(target) if amount is None else amount > 0, _choices_of(target)


def _promises(
    policy: SlaPolicy, asked: Requests, found: Found, rows: Places | None
) -> Iterator[tuple[Promised, Places]]:
    """What is promised, and in which places; a place whose names are not known has no promise."""
    zone = asked.timezone
    if zone.codes is None and zone.names[0] is None:
        yield from _promised_there(policy, asked, found, rows)
        return
    for (code,), places in groups(np.zeros(len(asked.opened), np.intp) if zone.codes is None else zone.codes):
        name = zone.names[code]
        try:
            there = policy.for_customer(name) if name else policy
        except SlaClockError as error:
            _refuse(places, error, found, rows)
            continue
        of_call = places if rows is None else rows[places]
        for promised, some in _promised_there(there, asked.among(places), found, of_call):
            yield promised, places[some]


def _promised_there(
    policy: SlaPolicy, asked: Requests, found: Found, rows: Places | None
) -> Iterator[tuple[Promised, Places]]:
    """The same of customers for whom a policy is made."""
    governed_from = asked.opened if policy.governed_by == "opening" else asked.started
    for version, codes, places in _alike_named(policy, governed_from, asked.names):
        try:
            offer = _offer(version, *codes[:3])
        except SlaClockError as error:
            _refuse(places, error, found, rows)
            continue
        plan, priority, metric, channel = codes
        note = version.lifecycle(metric or "", plan, priority).start_note
        if note and (asked.opened[places] == asked.started[places]).any():
            caution(f"{metric} {note}", StartWarning)
        if note := offer.channel_note(channel, version._channels):
            caution(f"{metric} {note}", ChannelWarning)
        for promised, those in _cases(offer, asked.started, channel, found, places, rows):
            yield from _on_own_schedules(version, promised, those, asked.schedule, found, rows)


def _on_own_schedules(
    version: SlaPolicy, promised: Promised, places: Places, schedule: Labels, found: Found, rows: Places | None
) -> Iterator[tuple[Promised, Places]]:
    """A promise as it counts on the schedule that each place names, if it names one."""
    codes = np.zeros(len(places), np.intp) if schedule.codes is None else schedule.codes[places]
    for (code,), some in groups(codes):
        name = schedule.names[code]
        try:
            own = promised if name is None else promised._replace(schedule=version.schedule(name))
        except SlaClockError as error:
            _refuse(places[some], error, found, rows)
        else:
            yield own, places[some]


def _refuse(places: Places, error: SlaClockError, found: Found, rows: Places | None) -> None:
    refused = places if rows is None else rows[places]
    found.problems.update(dict.fromkeys(refused.tolist(), str(error)))


def promises_by_names(policy: SlaPolicy, started: Micros, names: Names, found: Found) -> Iterator[tuple[Kept, Places]]:
    """What is promised for what started at instants, with its warnings, and in which places.

    A place for which a plan promises nothing has none; one whose names are not known is a problem.
    """
    for version, (plan, priority, metric, channel), places in _alike_named(policy, started, names):
        assert metric is not None
        try:
            offer = version.offer_if_any(plan, priority, metric)
        except SlaClockError as error:
            found.problems.update(dict.fromkeys(places.tolist(), str(error)))
            continue
        if offer is not None:
            warnings = version.warnings_of(metric, plan, priority)
            for promised, those in _cases(offer, started, channel, found, places, None):
                yield Kept(promised, warnings), those


def lacking_by_names(policy: SlaPolicy, started: Micros, names: Names) -> Iterator[tuple[Places, str]]:
    """What tickets without a priority do not say, and in which places, where one is needed to know what is promised."""
    for version, (plan, _, metric, _), places in _alike_named(policy, started, names):
        assert metric is not None
        if len(places) and (why := version.lacking_priority(plan, metric)):
            yield places, why


def left_open_by_names(policy: SlaPolicy, started: Micros, names: Names) -> Iterator[tuple[Places, str]]:
    """What tickets do not say of their channels, and in which places, where that decides what is promised (R11)."""
    for version, (plan, priority, metric, channel), places in _alike_named(policy, started, names):
        assert metric is not None
        known = version._channels
        try:
            offer = version.offer_if_any(plan, priority, metric)
        except SlaClockError:  # It is a problem already.
            continue
        ways = offer.channels_in_doubt(channel, known) if offer else ()
        if offer and ways:
            at = started[places]
            for _, some in groups(*(_case_numbers(offer, at, each) for each in (channel, *ways))):
                if said := offer.left_open(instant_at(int(at[some[0]])), channel, known):
                    yield places[some], f"{metric}: {said}"


def _case_numbers(offer: Offer, at: Micros, channel: str | None) -> Places:
    """Which case holds first for requests through a channel; beyond the last one where none does."""
    found = np.full(len(at), len(offer.cases))
    for number, case in reversed([*enumerate(offer.cases)]):
        found[holding(case, Kernel(case.hours, Found()), at, channel)] = number
    return found


def _alike_named(
    policy: SlaPolicy, at: Micros, names: Names
) -> Iterator[tuple[SlaPolicy, tuple[str | None, ...], Places]]:
    """Places of the same names under the same version of a policy, with that version and the names."""
    versions, in_force = versions_at(policy, at)
    for (version, *codes), places in groups(in_force, *(each.codes for each in names)):
        yield versions[version], tuple(each.names[code] for each, code in zip(names, codes, strict=True)), places


def versions_at(policy: SlaPolicy, at: Micros) -> tuple[list[SlaPolicy], Places]:
    """The versions of a policy, and the number of the one in force at each of some instants (R17)."""
    begins, versions = policy._versions_of_columns
    starts = np.array([instant_micros(each) for each in begins], np.int64)
    return versions, np.searchsorted(starts, at, side="right")


def _offer(policy: SlaPolicy, plan: str | None, priority: str | None, metric: str | None) -> Offer:
    if metric is None:
        raise UnknownNameError("no metric is named; name one, e.g. 'first_response'")
    return policy._offer(plan, priority, metric)


def _cases(
    offer: Offer, opened: Micros, channel: str | None, found: Found, places: Places, rows: Places | None
) -> Iterator[tuple[Promised, Places]]:
    """What the first case that holds promises in each place (R11)."""
    for case in offer.cases:
        kernel = Kernel(case.hours, found, rows).among(places)
        holds = holding(case, kernel, opened[places], channel)
        yield from _committed(case.promised, places[holds], found, rows)
        places = places[~holds]
    yield from _committed(offer.usual, places, found, rows)


def _committed(
    promised: Promised | NoCommitment, places: Places, found: Found, rows: Places | None
) -> Iterator[tuple[Promised, Places]]:
    """What is promised in some places; where nothing is, the rows have no answer."""
    if isinstance(promised, Promised):
        yield promised, places
    else:
        found.not_promised.update((places if rows is None else rows[places]).tolist())
