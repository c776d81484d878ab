"""Answers of Zendesk in files: of what kind each is, as its keys show, and all of them as one policy (R19)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from slaclock.adapters.comparisons import Comparison
from slaclock.adapters.losses import Account, Loss
from slaclock.adapters.payloads import taken
from slaclock.adapters.ticket_readings import TicketReading
from slaclock.adapters.zendesk.comparing import compare
from slaclock.adapters.zendesk.last_schedules import last_schedules
from slaclock.adapters.zendesk.metric_events import beside_tickets
from slaclock.adapters.zendesk.metrics import GROUP_METRICS
from slaclock.adapters.zendesk.policies import ZendeskReading, policy
from slaclock.adapters.zendesk.told_tickets import tickets
from slaclock.errors import PayloadError
from slaclock.patterns import pattern
from slaclock.policy import SlaPolicy

_BY_KEY = {
    "tickets": ("tickets", "ticket", "requester_id"),
    "audits": ("audits", "audit"),
    "metric_events": ("ticket_metric_events", "ticket_metric_event", "instance_id"),
    "users": ("users", "user", "role"),
    "custom_statuses": ("custom_statuses", "custom_status", "status_category"),
    "schedules": ("schedules", "schedule", "workweek", "intervals"),
    "holidays": ("holidays", "holiday", "start_date"),
    "group_sla_policies": ("group_sla_policies", "group_sla_policy"),
    "sla_policies": ("sla_policies", "sla_policy", "policy_metrics"),
    "ticket_schedules": ("ticket_schedules", "ticket_schedule", "schedule_id"),
}
"""For each argument of `policy` and `tickets` the keys of answers and records that go there."""
_OF_POLICIES = ("schedules", "holidays", "sla_policies", "group_sla_policies")
_OF_TICKETS = tuple(kind for kind in _BY_KEY if kind not in (*_OF_POLICIES, "ticket_schedules"))
_OF_A_COMPARISON = ("tickets", "metric_events", "users", "schedules", "ticket_schedules", "audits")
_PLACE = pattern(r"(?P<root>[a-z_]+)(\[(?P<place>[0-9]+)\])?(?=[.:\[]|$)")
_APART = ("audits", "ticket_metric_events", "ticket_schedules", *_OF_POLICIES)
"""Keys of answers that may stand in one file with others; users and statuses stand beside tickets as they are."""


def policy_of_answers(answers: Mapping[str, Any], timezone: str | None = None, name: str = "Zendesk") -> ZendeskReading:
    """The policy that several answers make together, whatever their order.

    Args:
        answers: Parsed JSON, by what messages call it: a file.
        timezone: IANA name of the zone of a schedule that states none.
        name: What the policy is to be called.

    Raises:
        PayloadError: It is not known what one of them is, or something in it cannot be read.

    Rules: R19.
    """
    given = _sorted(answers, _OF_POLICIES, "a policy")
    with given.named():
        return policy(**given.arguments(_OF_POLICIES), timezone=timezone, name=name)


def tickets_of_answers(answers: Mapping[str, Any], timezone: str | None = None) -> TicketReading:
    """The tickets that several answers tell of together, whatever their order.

    Args:
        answers: Parsed JSON, by what messages call it: tickets, audits, metric events, users, custom statuses; and
            the SLA policies with the schedules that they count on, for the plans of tickets.
        timezone: IANA name of the zone of a schedule that states none; times of tickets have one.

    Raises:
        PayloadError: It is not known what one of them is, or something is no such payload at all.

    Rules: R19.
    """
    given = _sorted(answers, (*_OF_POLICIES, *_OF_TICKETS), "tickets")
    of_policies = given.arguments(_OF_POLICIES)
    with given.named():
        reading = policy(**of_policies, timezone=timezone) if of_policies else None
        read = tickets(**given.arguments(_OF_TICKETS), policy=reading)
    read = read.beside(reading.losses) if reading else read
    problems = {key: tuple(given.placed(each) for each in said) for key, said in read.problems.items()}
    return replace(read, problems=problems, losses=given.of_losses(read.losses))


def comparison_of_answers(answers: Mapping[str, Any], policy: SlaPolicy, timezone: str | None = None) -> Comparison:
    """The product's own clocks beside a policy, of tickets and metric events in any order.

    Args:
        answers: Parsed JSON, by what messages call it: tickets and metric events; and the schedules with audits of the
            tickets, or with rows of `ticket_schedule`, which say which of them a ticket had last.
        policy: The policy that was read of the account.
        timezone: IANA name of the zone of a schedule that states none; times have one.

    Raises:
        PayloadError: It is not known what one of them is, or something in it cannot be read.
        UnknownNameError: The policy has no schedule of a name that a ticket had last.

    Rules: R7, R12, R16, R19.
    """
    given = _sorted(answers, _OF_A_COMPARISON, "a comparison")
    arguments = given.arguments(_BY_KEY)
    events = arguments.get("metric_events") or beside_tickets(given.held.get("tickets", []))
    if events is None:
        raise PayloadError("", "there are no metric events, which are the product's own clocks; ask for them, too")
    account = Account()
    with given.named():
        held, rows, audits = (taken(arguments.get(kind), kind) for kind in ("schedules", "ticket_schedules", "audits"))
        last = last_schedules(held, rows, audits, timezone, account)
        compared = compare(policy, arguments.get("tickets"), events, schedules=last)
    return replace(compared, losses=given.of_losses((*account.losses, *compared.losses)))


@dataclass
class _Given:
    """Answers by their kind, and in which file each stands."""

    held: dict[str, list[Any]] = field(default_factory=dict)
    files: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, part: Any, file: str) -> None:
        """Take an answer, or the records in a list."""
        records = part if isinstance(part, list) else [part]
        self.held.setdefault(kind, []).extend(records)
        self.files.setdefault(kind, []).extend([file] * len(records))

    def arguments(self, kinds: Iterable[str]) -> dict[str, Any]:
        """One answer of a kind as it is, and several as pages."""
        some = {kind: self.held[kind] for kind in kinds if kind in self.held}
        return {kind: held[0] if len(held) == 1 else held for kind, held in some.items()}

    def placed(self, said: str) -> str:
        """What begins with a place in an answer, with its file before that where several were given."""
        found = _PLACE.match(said)
        kinds = [kind for kind in self.held if found and found["root"] in _BY_KEY[kind][:2]]
        if not kinds or found is None or len({file for files in self.files.values() for file in files}) < 2:
            return said
        files = self.files[kinds[0]]
        place = int(found["place"] or 0) if len(files) > 1 else 0
        return f"{files[place]}: {said}"

    def of_losses(self, losses: Iterable[Loss]) -> tuple[Loss, ...]:
        """Losses with the files in which they stand."""
        return tuple(replace(loss, path=self.placed(loss.path)) for loss in losses)

    @contextmanager
    def named(self) -> Iterator[None]:
        """Errors with the file in which they stand."""
        try:
            yield
        except PayloadError as error:
            raise PayloadError(self.placed(error.path), error.message) from None


def _sorted(answers: Mapping[str, Any], kinds: Sequence[str], subject: str) -> _Given:
    """Answers by their kind; those of kinds that have no place here are refused."""
    given = _Given()
    for file, answer in answers.items():
        for part in _parts(answer):
            kind = _kind_of(part, file, kinds)
            if kind not in kinds:
                raise PayloadError(file, f"it holds {kind.replace('_', ' ')}, which are no part of {subject}")
            given.add(kind, part, file)
    return given


def _parts(answer: Any) -> list[Any]:
    """Answers of one kind each: one file may hold several."""
    several = [key for key in ("ticket_metric_events", *_BY_KEY) if key in answer] if isinstance(answer, dict) else []
    apart = [kind for kind in several if kind in _APART]
    if len(several) < 2 or not apart:
        return [answer]
    rest = {key: value for key, value in answer.items() if key not in apart}
    if not any(kind in rest for kind in _BY_KEY):
        # What says nothing of its kind stays with the first of them.
        rest, apart = {apart[0]: answer[apart[0]], **rest}, apart[1:]
    return [rest, *({kind: answer[kind]} for kind in apart)]


def _kind_of(answer: Any, file: str, kinds: Sequence[str]) -> str:
    first = answer[0] if isinstance(answer, list) and answer else answer
    if isinstance(first, dict):
        if first and all(isinstance(each, dict) and "holidays" in each for each in first.values()):
            return "holidays"  # Answers by the id or the name of their schedule, which they do not say themselves.
        for kind, keys in _BY_KEY.items():
            if any(key in first for key in keys):
                return "group_sla_policies" if _is_of_group(first) else kind
        if "events" in first and ("author_id" in first or "ticket_id" in first):
            return "audits"
        if "audit_logs" in first or "change_description" in first:
            raise PayloadError(file, "audit logs hold past hours as text alone, which is not read; write them by hand")
    known = ", ".join(each.replace("_", " ") for each in kinds)
    raise PayloadError(file, f"its keys do not show what it is; it holds one of: {known}, as the product answers them")


def _is_of_group(record: Mapping[str, Any]) -> bool:
    metrics = record.get("policy_metrics")
    first = metrics[0] if isinstance(metrics, list) and metrics else None
    return isinstance(first, dict) and first.get("metric") in list(GROUP_METRICS)
