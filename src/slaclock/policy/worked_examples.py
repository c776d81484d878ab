"""`WorkedExample`: a request and when it is due, or a ticket and its states, as worked out beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, tzinfo
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, model_validator

from slaclock.declaration import NOTHING, Declaration, FrozenMapping, signature
from slaclock.errors import ClockError, DeclarationError, Problem, did_you_mean
from slaclock.hours import DAY_NAMES, ZoneName, day_name, first_instant, to_utc, zone_named
from slaclock.patterns import pattern
from slaclock.policy.no_commitment import promises_nothing
from slaclock.tickets import Event, State, Ticket

_WRITTEN = pattern(
    r"(?:(?P<day>[A-Za-z]{2,9})\.?,?\s+)?(?P<date>\d{4}-\d{2}-\d{2})[T\s]\s*(?P<time>\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)"
    r"\s*(?P<offset>Z|[+-]\d{2}:?\d{2})?"
)


def read_written(text: str, zone: tzinfo) -> datetime:
    """An instant as it is written in a policy: on the clocks of a zone where it states no offset.

    Args:
        text: `2026-11-25 17:00`, `Wed 2026-11-25 17:00` or `2026-11-25T17:00-05:00`.
        zone: On whose clocks it is read.

    Raises:
        ClockError: It names no instant, or another day of the week.

    Examples:
        >>> str(read_written("Wed 2026-11-25 17:00", zone_named("America/New_York")))
        '2026-11-25 22:00:00+00:00'

    Rules: R1, R2.
    """
    found = _WRITTEN.fullmatch(text.strip())
    try:
        assert found is not None
        reading = datetime.fromisoformat(f"{found['date']}T{found['time']}{found['offset'] or ''}")
    except (AssertionError, ValueError):
        raise ClockError(f"cannot read {text!r} as an instant; write e.g. '2026-11-25 17:00'") from None
    said, meant = (found["day"] or "").lower(), day_name(reading.date())
    if said and not (len(said) >= 3 and meant.lower().startswith(said)):
        other = "that is no day" if not any(each.lower().startswith(said) for each in DAY_NAMES) else "not what it says"
        raise ClockError(f"{text!r}: {found['date']} is a {meant}, {other}")
    return to_utc(reading) if reading.tzinfo else first_instant(reading, zone)


def _instant_in(given: object) -> object:
    text = given.isoformat() if isinstance(given, datetime) else given
    if isinstance(text, str) and not promises_nothing(text):
        read_written(text, zone_named("UTC"))
    return text


WrittenInstant = Annotated[str, BeforeValidator(_instant_in), Field(examples=["Wed 2026-11-25 17:00"])]
"""An instant as text: on the policy's clocks, or with an offset."""


def _text_of(given: object) -> object:
    return str(given) if isinstance(given, int) and not isinstance(given, bool) else given


NameInFile = Annotated[str, BeforeValidator(_text_of, json_schema_input_type=str | int)]
"""A name; a number is taken as text, as it is where it is a key."""


_OPEN = "open"
"""The status of a ticket of which none is stated."""


class WorkedExample(Declaration):
    """A request and when it is due, or a ticket and where its metrics stand: `check` and `diff` try each.

    Rules: R7, R12, R18.
    """

    _examples: ClassVar = {
        "metric": ("first_response",),
        "plan": ("standard",),
        "priority": ("P1",),
        "channel": ("phone",),
        "status": ("open",),
        "customer_timezone": ("Asia/Tokyo",),
        "customer_holidays": ("JP",),
        "states": ({"first_response": "met"},),
    }

    opened: WrittenInstant
    """When the request arrived."""

    plan: NameInFile | None = None
    """Name of the plan, where the policy has several."""

    priority: NameInFile | None = None
    """Name of the priority."""

    metric: str = "first_response"
    """Name of the metric that is due."""

    channel: str | None = None
    """How the request came."""

    customer_timezone: ZoneName | None = None
    """IANA name of the customer's zone, where schedules are read on it."""

    customer_holidays: str | None = None
    """What is closed where the customer is, e.g. `JP`, where schedules are closed on that."""

    status: str = _OPEN
    """The status of the ticket at its opening."""

    events: tuple[FrozenMapping[str | bool], ...] = ()
    """What happened to the ticket; `at` on the policy's clocks, or with an offset."""

    now: WrittenInstant | None = None
    """As of when the ticket is looked at."""

    due: WrittenInstant | None = None
    """When it is due; `none` where nothing is promised."""

    states: FrozenMapping[State] = Field(default_factory=FrozenMapping)
    """Where metrics stand then: `{first_response: met, resolution: running}`."""

    @signature
    def __init__(
        self,
        *,
        opened: datetime | str,
        plan: str | None = None,
        priority: str | None = None,
        metric: str = "first_response",
        channel: str | None = None,
        customer_timezone: str | None = None,
        customer_holidays: str | None = None,
        status: str = _OPEN,
        events: Iterable[Mapping[str, Any]] = (),
        now: datetime | str | None = None,
        due: datetime | str | None = None,
        states: Mapping[str, str] = NOTHING,
    ) -> None: ...

    @model_validator(mode="after")
    def _says_what_comes_of_it(self) -> WorkedExample:
        if self.due is None and not self.states:
            raise ClockError("an example says when it is `due`, or the `states` of its metrics")
        if self.now is None and (self.events or self.states or self.status != _OPEN):
            raise ClockError("an example with a `status`, `events` or `states` says as of when: `now`")
        for name in ("opened", "now"):
            if promises_nothing(getattr(self, name) or "never"):
                raise ClockError(f"`{name}` is an instant, not {getattr(self, name)!r}; write e.g. '2026-11-25 17:00'")
        return self

    @property
    def is_of_ticket(self) -> bool:
        """Whether it is about a ticket as of an instant, not about a request alone."""
        return self.now is not None

    def expected_due(self, zone: tzinfo) -> datetime | None:
        """When it is due; `None` where nothing is promised."""
        assert self.due is not None
        return None if promises_nothing(self.due) else read_written(self.due, zone)

    def opened_at(self, zone: tzinfo) -> datetime:
        """When the request arrived."""
        return read_written(self.opened, zone)

    def ticket(self, zone: tzinfo) -> Ticket:
        """The ticket that it is about.

        Raises:
            DeclarationError: An event is not understood.
        """
        return Ticket(
            opened=self.opened_at(zone),
            plan=self.plan,
            priority=self.priority,
            channel=self.channel,
            status=self.status,
            timezone=self.customer_timezone,
            events=[_with_instant(event, zone) for event in self.events],
        )

    def problems(self, zone: tzinfo, metrics: Iterable[str]) -> Iterator[Problem]:
        """What is wrong with its events and its metrics."""
        known = list(metrics)
        for number, event in enumerate(self.events):
            try:
                Event.model_validate(_with_instant(event, zone))
            except DeclarationError as error:
                yield from (Problem(("events", number, *each.path), each.message) for each in error.problems)
            except ClockError as error:
                yield Problem(("events", number, "at"), str(error))
        for metric in (each for each in self.states if each not in known):
            yield Problem(("states", metric), f"no plan promises {metric!r}; {did_you_mean(metric, known)}")

    def __str__(self) -> str:
        named = [each for each in (self.plan, self.priority, self.metric) if each]
        channel = f" by {self.channel}" if self.channel else ""
        return f"{', '.join(named)} opened{channel} {self.opened}"


def _with_instant(event: Mapping[str, str | bool], zone: tzinfo) -> dict[str, Any]:
    written = event.get("at")
    return {**event, "at": read_written(written, zone)} if isinstance(written, str) else {**event}


ExampleLike = WorkedExample | Mapping[str, Any]
"""What may be given for an example."""
