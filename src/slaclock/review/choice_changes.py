"""Choices and settings that have another value: of a policy, of its metrics, and what stands beside its promises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import time, timedelta

from slaclock.hours import write_time
from slaclock.policy import HelpdeskNames, SlaPolicy
from slaclock.review.changes import ChoiceChange
from slaclock.review.compared_pair import Abreast, Sides
from slaclock.review.compared_policy import metrics_of
from slaclock.review.hours_wording import hours_words, listed
from slaclock.review.promise_wording import AROUND_THE_CLOCK, level_words, promise_name, target_words
from slaclock.targets import short_duration
from slaclock.tickets import Lifecycle

_MOMENT = timedelta.resolution

_CHOICES = {
    "timezone": False,
    "belongs_to": False,
    "holiday_rule": False,
    "day_rule": False,
    "day_length": False,
    "cut_off": False,
    "starts": False,
    "ends": False,
    "boundary": False,
    "outside_coverage": False,
    "on_change": True,
    "reopens": True,
    "governed_by": True,
}
"""The choices of a policy, and whether customers notice them although no due date of a new request moves."""


def changed_choices(sides: Sides) -> Iterator[ChoiceChange]:
    """The choices that differ, whichever versions are in force, each once and with its dates."""
    found: dict[ChoiceChange, list[Abreast]] = {}
    for each in sides.abreast:
        for choice in _choices_in(each):
            found.setdefault(choice, []).append(each)
    for choice, spans in found.items():
        since, until = (at.astimezone(sides.zone).date() for at in (spans[0].start, spans[-1].end - _MOMENT))
        dates = {"since": None if since == sides.first else since, "until": None if until == sides.last else until}
        yield choice.model_copy(update=dates)


def _choices_in(versions: Abreast) -> Iterator[ChoiceChange]:
    old, new = versions.old, versions.new
    for name, matters in _CHOICES.items():
        was, now = (_written(getattr(version, name)) for version in (old, new))
        if was != now:
            yield ChoiceChange(where="", name=name, old=was, new=now, matters=matters)
    yield from _names_of_a_helpdesk(old.names, new.names)
    metrics = set(metrics_of(old))
    for metric in dict.fromkeys(metrics_of(new)):
        if metric in metrics:
            yield from _lifecycle(metric, old._lifecycles.of(metric), new._lifecycles.of(metric))
    yield from _lifecycles_of_promises(old, new)
    yield from _beside_promises(old, new)
    for name in new.notices:
        if name in old.notices and _notices_differ(versions, name):
            was, now = (_notice_words(version, name) for version in (old, new))
            yield ChoiceChange(where=f"notice {name}", name="at least", old=was, new=now, matters=True)


def _names_of_a_helpdesk(old: HelpdeskNames, new: HelpdeskNames) -> Iterator[ChoiceChange]:
    """Names that mean something else: tickets that have them are counted otherwise."""
    for field in HelpdeskNames.model_fields:
        was, now = getattr(old, field), getattr(new, field)
        for name in dict.fromkeys((*was, *now)):
            if was.get(name) != now.get(name):
                before, after = was.get(name, _ITSELF), now.get(name, _ITSELF)
                yield ChoiceChange(where=f"names, {field}", name=name, old=before, new=after, matters=True)


_ITSELF = "itself"
"""What a name means of which the policy says nothing."""


def _lifecycle(metric: str, old: Lifecycle, new: Lifecycle) -> Iterator[ChoiceChange]:
    """What starts, stops and pauses a metric; whom it warns is no matter of customers."""
    for name in Lifecycle.model_fields:
        was, now = getattr(old, name), getattr(new, name)
        if _unordered(was) != _unordered(now) and name not in ("warnings", "escalations"):
            yield ChoiceChange(where=metric, name=name, old=_written(was), new=_written(now), matters=True)


def _lifecycles_of_promises(old: SlaPolicy, new: SlaPolicy) -> Iterator[ChoiceChange]:
    """The same where it differs by plan or priority."""
    both = {each[:3] for each in old.offers()} & {each[:3] for each in new.offers()}
    for plan, metric, priority in (each[:3] for each in new.offers()):
        was, now = (policy.lifecycle(metric, plan, priority) for policy in (old, new))
        own = (was, now) != (old._lifecycles.of(metric), new._lifecycles.of(metric))
        if own and (plan, metric, priority) in both:
            yield from _lifecycle(promise_name(plan, priority, metric), was, now)


def _unordered(value: object) -> object:
    """What a list of names says, whatever their order."""
    return frozenset(value) if isinstance(value, (tuple, list)) else value


def _beside_promises(old: SlaPolicy, new: SlaPolicy) -> Iterator[ChoiceChange]:
    """What stands beside a promise: who hears of it, goals, and when support can be reached."""
    was, now = _said_beside(old), _said_beside(new)
    for where, name in dict.fromkeys([*now, *was]):
        before, after = (said.get((where, name), []) for said in (was, now))
        if _unordered(before) != _unordered(after):
            words = (listed(said) or "none" for said in (before, after))
            yield ChoiceChange(where=where, name=name, old=next(words), new=next(words), matters=True)


def _said_beside(policy: SlaPolicy) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for plan, metric, priority, offer in policy.offers():
        where = promise_name(plan, priority, metric)
        for level in offer.usual.escalations:
            found.setdefault((where, "escalates to"), []).append(level_words(level))
    for pursued in policy.goals():
        where = promise_name(pursued.plan, pursued.priority, pursued.metric)
        found.setdefault((where, "goal"), []).append(str(pursued.goal))
    for name, plan_stated in policy.plans.items():
        found |= _coverage_said(policy, name, plan_stated.coverage)
        for metric, promise in plan_stated.metrics.items():
            found |= _coverage_said(policy, promise_name(name, None, metric), promise.coverage)
            for priority, own in promise.priorities.items():
                found |= _coverage_said(policy, promise_name(name, priority, metric), own.coverage)
    return found


def _coverage_said(policy: SlaPolicy, where: str, coverage: Mapping[str, str]) -> dict[tuple[str, str], list[str]]:
    """When support can be reached, in words rather than names."""
    return {
        (where, f"reached by {channel}" if channel else "reached"): [", ".join(hours_words(policy.schedule(name)))]
        for channel, name in coverage.items()
    }


def _written(value: object) -> str:
    match value:
        case tuple():
            return ", ".join(map(str, value)) or "none"
        case timedelta():
            return short_duration(value)
        case time():
            return write_time(value)
        case None:
            return "none"
    return str(value)


def _notices_differ(versions: Abreast, name: str) -> bool:
    """Whether the latest instant for a notice is another, for what happens at any hour of two weeks."""
    hours = (versions.start + number * timedelta(hours=1) for number in range(14 * 24))
    return any(versions.old.notice(name, at) != versions.new.notice(name, at) for at in hours)


def _notice_words(policy: SlaPolicy, name: str) -> str:
    notice = policy.notices[name]
    return target_words(notice.target, policy._schedules.counted_on(notice.schedule)).removesuffix(AROUND_THE_CLOCK)
