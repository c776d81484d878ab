"""`CompiledPolicy`: a policy as plain data, which answers as its source does, with the standard library alone (R22)."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from slaclock.compiled.document import CompiledDocument
from slaclock.compiled.sealed import CALLED, LARGEST, refuse
from slaclock.compiled.steps import Arrival, due
from slaclock.compiled.unsound import sound
from slaclock.compiled.years import ticks

TYPE_CHECKING = False  # Not from typing, which takes longer than all that a due date needs of this wing.
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta
    from typing import Any, NoReturn

    from slaclock.compiled.stated_time import StatedTime
    from slaclock.compiled.zones import StatedZone
    from slaclock.policy import SlaPolicy
    from slaclock.targets import Explanation
    from slaclock.tickets import Contradictions, Evaluation, Ticket

FIRST_RESPONSE = "first_response"


class Offered:
    """What is offered for a question."""

    __slots__ = ("entry", "offer", "version")

    def __init__(self, version: int, entry: str, offer: dict[str, Any]) -> None:
        self.version = version
        """The number of the version that is in force."""
        self.entry = entry
        """The priority under which it stands; an empty text for all that have no entry of their own."""
        self.offer = offer
        """The entry of `offers`."""


class CompiledPolicy:
    """A policy that was compiled for some years, and answers for them as its source did then.

    Neither an upgrade of the data about holidays and time zones nor one of this library moves an answer. `load` reads
    one from a file, and `SlaPolicy.compile` makes one.

    Examples:
        >>> from slaclock import SlaPolicy
        >>> policy = SlaPolicy.loads('''
        ... {name: Example support, timezone: America/New_York, holidays: US,
        ...  schedules: {office: Mon-Fri 09:00-18:00},
        ...  plans: {standard: {first_response: {P1: 4 business hours}}}}
        ... ''')
        >>> compiled = policy.compile((2026, 2027))
        >>> str(compiled.due(datetime.fromisoformat("2026-11-25T17:00-05:00"), priority="P1"))
        '2026-11-27 12:00:00-05:00'
        >>> loads(compiled.dumps()) == compiled
        True

    Rules: R22.
    """

    @sound
    def __init__(self, document: CompiledDocument, customer: str = "") -> None:
        self.document = document
        """What was read."""
        self._told = document.told
        self._customer = customer
        self._party = document.told["customers"][customer]

    # What it is

    @property
    def name(self) -> str:
        """What the policy is called."""
        name: str = self._told["name"]
        return name

    @property
    @sound
    def timezone(self) -> str:
        """The zone of the policy."""
        return self.document.zone(self._told["zone"]).name

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year for which it answers."""
        first, last = self._told["years"]
        return first, last

    @property
    @sound
    def customers(self) -> tuple[str, ...]:
        """The zones of customers for whom it answers, where it speaks of the customer's clocks."""
        return tuple(zone for zone in self._told["customers"] if zone)

    @property
    @sound
    def made_by(self) -> dict[str, str]:
        """The versions of `slaclock`, `holidays` and `tzdata` of which it was made."""
        return dict(self._told["made_by"])

    @property
    @sound
    def source_sha256(self) -> str:
        """The hash of the policy of which it was made, whatever the layout of its file."""
        found: str = self._told["source"]["sha256"]
        return found

    def to_dict(self) -> dict[str, Any]:
        """The document as plain data; it is shared, and not to be changed."""
        return self._told

    def dumps(self) -> str:
        """The text of the document, as it stands in a file."""
        return self.document.text

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write it to a file, whole or not at all.

        Raises:
            OutputError: The file cannot be written.

        Rules: R21.
        """
        from pathlib import Path

        from slaclock.outputs import written_whole

        with written_whole(Path(path)) as (file,):
            file.write(self.dumps().encode())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CompiledPolicy):
            return NotImplemented
        return (self._told["sha256"], self._customer) == (other._told["sha256"], other._customer)

    def __hash__(self) -> int:
        return hash((self._told["sha256"], self._customer))

    def __repr__(self) -> str:
        return f"<CompiledPolicy {self.name!r}, {self.document.years.words}>"

    # Asking

    @sound
    def due(
        self,
        opened: datetime,
        plan: str | None = None,
        priority: str | None = None,
        metric: str = FIRST_RESPONSE,
        channel: str | None = None,
    ) -> datetime:
        """When something opened at an instant is due; arguments and errors as for `SlaPolicy.due`.

        Raises:
            CompiledYearsError: The answer needs years for which it was not compiled.

        Rules: R7, R9, R10, R11, R22.
        """
        at = _in_utc(opened)
        promised = self._promised(at, plan, priority, metric, channel)
        if promised is None:
            self._refuse(opened, plan, priority, metric, channel)
        hours, zone = self.document.time(promised["schedule"])
        found = due(self._told["targets"][promised["target"]], at, hours, zone)
        self.document.years.check(ticks(found))
        return found.astimezone(opened.tzinfo)

    @sound
    def elapsed(self, start: datetime, end: datetime, schedule: str | None = None) -> timedelta:
        """Open time from one instant to another, negative when `end` is the earlier.

        Args:
            start: An aware datetime.
            end: An aware datetime, in any zone.
            schedule: Name of the schedule or closure; may be left out when there is one only.

        Raises:
            NaiveDatetimeError: One of them has no time zone.
            UnknownNameError: There is no such schedule, or there are several and none is named.
            CompiledYearsError: An instant lies outside the years for which it was compiled.

        Rules: R1, R8, R22.
        """
        return self._time_of(schedule)[0].elapsed(_in_utc(start), _in_utc(end))

    @sound
    def is_open(self, at: datetime, schedule: str | None = None) -> bool:
        """Whether support is open at an instant; at a closing it is not. Arguments and errors as for `elapsed`.

        Rules: R1, R3, R22.
        """
        return self._time_of(schedule)[0].is_open(_in_utc(at))

    @sound
    def for_customer(self, timezone: str) -> CompiledPolicy:
        """The policy for a customer of whose zone some of its schedules speak.

        Args:
            timezone: IANA name of the customer's zone, one of those for which it was compiled.

        Raises:
            CompiledPolicyError: It was not compiled for customers there.

        Rules: R13, R22.
        """
        return CompiledPolicy(self.document, self.document.customer(timezone))

    # Finding what is promised

    def _promised(
        self, at: datetime, plan: str | None, priority: str | None, metric: str, channel: str | None
    ) -> dict[str, Any] | None:
        """The target and the schedule for a question; nothing where there is no plain answer."""
        offered = self._offered(at, plan, priority, metric)
        if offered is None:
            return None
        offer = self._case(offered.offer, at, channel)
        return offer if "target" in offer else None

    def _case(self, offer: dict[str, Any], at: datetime, channel: str | None) -> dict[str, Any]:
        """The first case of an offer whose condition a request meets, or what is offered usually."""
        if "cases" not in offer:
            return offer
        arrived = self._arrival(at, self._own("channels", channel))
        return next((case for case in offer["cases"] if arrived.meets(case["if"])), offer)

    def _offered(self, at: datetime, plan: str | None, priority: str | None, metric: str) -> Offered | None:
        """What is offered for a question, whatever the channel; nothing where something in it is not known."""
        number, version = self._in_force(self.document.years.check(ticks(at)))
        plan, priority = self._own("plans", plan), self._own("priorities", priority)
        plans = version["plans"]
        if plan is None and len(plans) == 1:
            plan = next(iter(plans))
        offers = plans.get(plan, {}).get(metric, {})
        own = (priority or "") in offers
        if not own and priority and version["priorities"] and priority not in version["priorities"]:
            return None
        entry = (priority or "") if own else ""
        place = offers.get(entry)
        return None if place is None else Offered(number, entry, self._told["offers"][place])

    def _refuse(
        self, opened: datetime, plan: str | None, priority: str | None, metric: str, channel: str | None
    ) -> NoReturn:
        """Say why there is no due date.

        Raises:
            UnknownNameError: Something in the question is not known, or is lacking.
            NotPromisedError: Nothing is promised.
        """
        from contextlib import suppress

        from slaclock.compiled.refusals import refuse_names, refuse_offer

        at = _in_utc(opened)
        offered = self._offered(at, plan, priority, metric)
        if offered is None:
            version = self._in_force(ticks(at))[1]
            refuse_names(version, self._own("plans", plan), self._own("priorities", priority), metric)
        if "cases" in offered.offer:
            with suppress(ImportError):  # The policy itself says what a question leaves open, if it can be loaded.
                self.policy.due(opened, plan, priority, metric, channel)
        refuse_offer(self._case(offered.offer, at, channel))

    def _arrival(self, at: datetime, channel: str | None) -> Arrival:
        from slaclock.spelling import folded

        return Arrival(at, channel and folded(channel), self.document.time, self._told["calendars"])

    def _in_force(self, at: int) -> tuple[int, dict[str, Any]]:
        """The version in force at an instant, and its number."""
        versions: list[dict[str, Any]] = self._party["versions"]
        number = max(place for place, each in enumerate(versions) if each["from"] is None or each["from"] <= at)
        return number, versions[number]

    def _own(self, kind: str, name: str | None) -> str | None:
        """What a helpdesk calls something, as the policy calls it; an empty name is none."""
        names: Mapping[str, str] = self._told["names"][kind]
        if not name or not names:
            return name or None
        from slaclock.spelling import folded

        return names.get(folded(name), name)

    def _time_of(self, name: str | None) -> tuple[StatedTime, StatedZone]:
        schedules = self._party["schedules"]
        if name is None and len(schedules) == 1:
            name = next(iter(schedules))
        if name not in schedules or "problem" in self._told["schedules"][schedules[name]]:
            self._refuse_schedule(name)
        return self.document.time(schedules[name])

    def _refuse_schedule(self, name: str | None) -> None:
        """Say what is wrong with the name of a schedule.

        Raises:
            UnknownNameError: Always.
        """
        from slaclock.errors import UnknownNameError, named

        schedules = self._party["schedules"]
        if name is None:
            raise UnknownNameError(f"{self.name} has several schedules; name one of: {', '.join(schedules)}")
        raise UnknownNameError(self._told["schedules"][named(schedules, name, "schedule or closure")]["problem"])

    # What needs the rest of slaclock

    @property
    @sound
    def policy(self) -> SlaPolicy:
        """The policy with its hours as they were compiled, for every question about a request, a ticket or a schedule.

        It loads the rest of slaclock; its answers come from the compiled hours, zones and holidays. What needs the
        hours as they were stated is refused with `CompiledPolicyError`: whole columns, a copy with changes, a dump, a
        schedule put together with another, `check`, `compare` and `diff`. The policy of which it was made answers that.

        Raises:
            CompiledPolicyError: The document has its hash, and its parts do not go together.

        Rules: R22.
        """
        try:
            from slaclock.compiled.policy_on_facts import policy_on
        except ImportError as error:
            raise ImportError(
                "this question needs the packages with which slaclock is installed; run: pip install slaclock",
                name=error.name,
            ) from error

        return policy_on(self.document, self._customer)

    @sound
    def explain(
        self,
        opened: datetime,
        plan: str | None = None,
        priority: str | None = None,
        metric: str = FIRST_RESPONSE,
        channel: str | None = None,
    ) -> Explanation:
        """Why something opened at an instant is due when it is; arguments and errors as for `due`.

        Rules: R7, R10, R11, R22.
        """
        return self.policy.explain(opened, plan, priority, metric, channel)

    @sound
    def evaluate(self, ticket: Ticket, now: datetime, contradictions: Contradictions = "record") -> Evaluation:
        """Where every metric of a ticket stands at an instant; arguments and errors as for `SlaPolicy.evaluate`.

        Raises:
            CompiledYearsError: The answer needs years for which it was not compiled.

        Rules: R12, R16, R17, R18, R22.
        """
        return self.policy.evaluate(ticket, now, contradictions)


def load(path: str | os.PathLike[str]) -> CompiledPolicy:
    """Read a compiled policy from a file, with the standard library alone.

    Args:
        path: The file, as `slaclock compile` or `CompiledPolicy.save` wrote it.

    Raises:
        CompiledPolicyError: It is no compiled policy, was changed by hand, is not whole, or has another format.
        OSError: The file cannot be opened.

    Rules: R21, R22.
    """
    with open(path, "rb") as file:
        read = file.read(LARGEST + 1)
    return loads(read, os.fspath(path))


def loads(text: str | bytes, name: str = CALLED) -> CompiledPolicy:
    """Read a compiled policy from its text.

    Args:
        text: The whole text, or its bytes in UTF-8.
        name: What errors call it.

    Raises:
        CompiledPolicyError: It is no compiled policy, was changed by hand, is not whole, or has another format.

    Rules: R21, R22.
    """
    if len(text) > LARGEST:
        refuse(name, f"is larger than {LARGEST:,} bytes, of which no compiled policy has more; compile fewer years")
    if not isinstance(text, str):
        try:
            text = text.decode()
        except UnicodeDecodeError:
            refuse(name, "is no text in UTF-8, so it was not written by slaclock; compile the policy again")
    return CompiledPolicy(CompiledDocument.of_text(text, name))


def _in_utc(at: datetime) -> datetime:
    """The same instant in UTC; a naive datetime is refused (R1)."""
    if isinstance(at, datetime) and at.utcoffset() is not None:
        try:
            return at.astimezone(UTC)
        except OverflowError:
            pass
    from slaclock.hours import to_utc

    return to_utc(at)
