"""`Received`: when, and through which channel, a request arrived; conditions as people write them (R11)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, model_validator

from slaclock.declaration import Declaration, NameList, signature
from slaclock.errors import TargetError
from slaclock.hours import (
    MIDNIGHT,
    WEEK,
    Schedule,
    TimeLike,
    TimeOfDay,
    Weekday,
    read_days,
    read_time,
    to_utc,
    write_days,
    write_time,
    zone_named,
)
from slaclock.patterns import pattern
from slaclock.policy.channels import folded


class Received(Declaration):
    """How a request arrived: in or outside hours, on some days, at some times of day, through some channels.

    Text states it: `in hours`, `outside hours`, `before 13:00`, `from 1 PM`, `after 15:00`, `on Fri`,
    `by phone`, `during evenings` of a schedule by name, and several of these together, e.g. `by phone on Fri after
    15:00`.

    Examples:
        >>> str(Received.model_validate("on Fri after 3 PM"))
        'on Fri after 15:00'

    Rules: R11.
    """

    _examples: ClassVar = {
        "channels": ("phone",),
        "of": ("evenings",),
    }

    _short_forms = (
        {"type": "string", "examples": ["in hours", "outside hours", "before 13:00", "on Fri after 15:00", "by phone"]},
    )

    channels: NameList = ()
    """Through which channels, e.g. `phone`."""

    hours: Literal["in", "outside"] | None = None
    """Whether the schedule was open."""

    of: str | None = None
    """Name of the schedule that was open, or was not; that on which time is counted where nothing is said."""

    days: Annotated[
        tuple[Weekday, ...],
        BeforeValidator(
            lambda given: read_days(given) if isinstance(given, str) else given,
            json_schema_input_type=str | list[Weekday],
        ),
    ] = ()
    """On which local days of the week."""

    before: TimeOfDay | None = None
    """Before this local time of day."""

    since: TimeOfDay | None = None
    """From this local time of day on, itself included."""

    after: TimeOfDay | None = None
    """After this local time of day, itself not included."""

    @signature
    def __init__(
        self,
        *,
        channels: str | Iterable[str] = (),
        hours: Literal["in", "outside"] | None = None,
        of: str | None = None,
        days: str | Iterable[str] = (),
        before: TimeLike | None = None,
        since: TimeLike | None = None,
        after: TimeLike | None = None,
    ) -> None: ...

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, given: Any) -> Any:
        if not isinstance(given, str):
            return given
        found = list(_conditions(given, given))
        if len(dict(found)) < len(found):
            raise TargetError(f"cannot read {given!r} as a condition: it says one thing twice")
        return dict(found)

    @model_validator(mode="after")
    def _says_something(self) -> Received:
        if not str(self):
            raise TargetError(
                "a condition says how something is received; write e.g. 'outside hours', 'before 13:00' or 'by phone'"
            )
        if self.of is not None and self.hours is None:
            raise TargetError(f"say whether {self.of!r} was open; write e.g. 'during {self.of}'")
        if self.before == MIDNIGHT:
            raise TargetError("nothing arrives before 00:00; write e.g. 'before 13:00'")
        return self

    def holds(self, at: datetime, schedule: Schedule, channel: str | None = None) -> bool:
        """Whether something that arrives at an instant, through a channel, meets every condition.

        Rules: R3, R11.
        """
        local = to_utc(at).astimezone(zone_named(schedule.timezone))
        clock = local.time()
        return (
            self.is_by(channel)
            and (self.hours is None or schedule.is_open(at) == (self.hours == "in"))
            and (not self.days or WEEK[local.weekday()] in self.days)
            and self.is_at(clock)
        )

    def is_at(self, clock: time) -> bool:
        """Whether it holds at a time of day; from an evening to a morning goes over midnight.

        Rules: R11.
        """
        begun = (self.since is None or clock >= self.since) and (self.after is None or clock > self.after)
        over = self.before is None or clock < self.before
        return begun or over if self.is_over_midnight else begun and over

    @property
    def is_over_midnight(self) -> bool:
        """Whether its times of day go from an evening to a morning.

        Rules: R11.
        """
        begins = self.since or self.after
        return begins is not None and self.before is not None and self.before <= begins

    def is_by(self, channel: str | None) -> bool:
        """Whether it holds for a channel, however that is spelled: `E-Mail` is `email`.

        Rules: R11.
        """
        return not self.channels or (channel is not None and folded(channel) in map(folded, self.channels))

    def __str__(self) -> str:
        parts = [f"by {' or '.join(self.channels)}"] if self.channels else []
        if self.of is not None:
            parts.append(f"{'during' if self.hours == 'in' else 'outside'} {self.of}")
        elif self.hours:
            parts.append(f"{self.hours} hours")
        parts += [f"on {write_days(self.days)}"] if self.days else []
        times = (("before", self.before), ("from", self.since), ("after", self.after))
        return " ".join([*parts, *(f"{word} {write_time(clock)}" for word, clock in times if clock is not None)])


def _list_of(text: str) -> tuple[str, ...]:
    return tuple(re.split(r"\s*,\s*(?:(?:or|and)\s+)?|\s+(?:or|and)\s+", text))


def _channels(whole: str, names: str) -> Iterator[tuple[str, object]]:
    if names[0].isdigit() or names.lower() in ("noon", "midnight"):
        raise TargetError(f"cannot read {whole!r} as a condition: write 'before {names}', which leaves that out")
    yield "channels", _list_of(names)


def _whether_open(whole: str, word: str, of: str | None = None) -> Iterator[tuple[str, object]]:
    yield "hours", "outside" if word.lower().startswith("out") else "in"
    if of:
        yield "of", of


def _days(whole: str, days: str) -> Iterator[tuple[str, object]]:
    yield "days", read_days(", ".join(_list_of(days)))


def _times(whole: str, word: str, clock: str) -> Iterator[tuple[str, object]]:
    yield {"from": "since"}.get(word.lower(), word.lower()), read_time(clock)


def _between(whole: str, since: str, before: str) -> Iterator[tuple[str, object]]:
    yield "since", read_time(since)
    yield "before", read_time(before)


_AND_MORE = pattern(r"(?:\s*,)?(?:\s+(?:and|or))?\s*$")
"""What leads to the next condition: `by phone, and on Fri`."""
_HOURS = r"(in|during|outside of|outside|out of)\s+(?:(?:support|business|office|working|normal|service)\s+)?hours\b"
_NEXT = rf"(?=\s+(?:before|after|from|on|by|between|during|outside|{_HOURS.replace('(in', '(?:in')})\b|$)"
_CONDITIONS = tuple(
    (pattern(form, re.IGNORECASE), read)
    for form, read in (
        (_HOURS, _whether_open),
        (rf"(during|outside)\s+(.+?){_NEXT}", _whether_open),
        (rf"by\s+(.+?){_NEXT}", _channels),
        (rf"on\s+(.+?){_NEXT}", _days),
        (rf"between\s+(.+?)\s+and\s+(.+?){_NEXT}", _between),
        (rf"(before|after|from)\s+(.+?){_NEXT}", _times),
    )
)


def _conditions(text: str, whole: str) -> Iterator[tuple[str, object]]:
    """The conditions that a text names, one after another."""
    words = text.strip()
    for form, read in _CONDITIONS if words else ():
        if found := form.match(words):
            yield from read(whole, *(_AND_MORE.sub("", said) for said in found.groups()))
            yield from _conditions(words[found.end() :], whole)
            return
    if words:
        raise TargetError(
            f"cannot read {whole!r} as a condition: {words!r} is not understood; "
            "write e.g. 'outside hours', 'before 13:00', 'on Fri after 15:00' or 'during evenings'"
        )
