"""What an explanation is, as data and as text: every stretch between opening and due, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta, tzinfo
from typing import ClassVar, Literal

from slaclock.declaration import Declaration
from slaclock.hours import ZERO, clock_text, in_zone, short_date, time_words, to_utc, zone_named
from slaclock.json_forms import Instant
from slaclock.notebook import Pictured
from slaclock.results import Follows, Result
from slaclock.safe import for_terminal
from slaclock.same_instants import ComparedByInstants
from slaclock.targets.audience import KINDS, Audience, is_for_customers, metric_words, status_words, text_words
from slaclock.targets.target import Target
from slaclock.targets.written_durations import short_duration

Kind = Literal[
    "open",
    "any_time",
    "overdue",
    "extra_time",
    "superseded",
    "waiting",
    "paused",
    "outside_hours",
    "holiday",
    "exception",
    "season",
    "excluded",
]
"""What a stretch was.

`open` and `any_time` are counted: open time, or calendar time; so is `overdue`, after the due
instant. `extra_time` is open but no longer needed, where a due instant was moved on. `superseded`
was counted for a target that a reset replaced. While `waiting` the count had not begun: after a cut-off, or before an
opening. While `paused` nothing is counted. The others are
closed: `outside_hours`, by a `holiday`, by an `exception`, by the hours of a `season`, or `excluded` by a closure
such as maintenance.
"""


class Stretch(ComparedByInstants, Result, Declaration):
    """One stretch of an explanation, and what it added to the count.

    Rules: R3, R7.
    """

    start: Instant
    """First instant, included."""

    end: Instant
    """Last instant, excluded."""

    kind: Kind
    """What it was."""

    name: str = ""
    """The holiday, exception or closure by name."""

    estimated: bool = False
    """Whether the source calls the holiday's date an estimate."""

    counted: timedelta = ZERO
    """Time that counts towards the target; zero while closed."""

    days: int = 0
    """Business or calendar days that became complete by its end."""

    total: timedelta = ZERO
    """Time counted so far, this stretch included."""

    total_days: int = 0
    """Days complete so far."""

    ahead: bool = False
    """Whether it lies after the instant of the explanation, and comes so if nothing else happens."""

    @property
    def duration(self) -> timedelta:
        """Its length in real time."""
        return to_utc(self.end) - to_utc(self.start)

    @property
    def reason(self) -> str:
        """What it was, in words: `counted`, `outside hours`, `holiday: Thanksgiving Day`."""
        estimate = " (the date is an estimate)" if self.estimated and "estimate" not in self.name else ""
        return f"{KINDS[self.kind]}: {self.name}{estimate}" if self.name else KINDS[self.kind]


class Note(Declaration):
    """A rule or choice that made a difference to this answer."""

    rule: str = ""
    """Number of the rule, e.g. `R7`; none for customers."""

    text: str
    """What it did here."""

    def __str__(self) -> str:
        return f"{self.text} ({self.rule})" if self.rule else self.text


class Explanation(ComparedByInstants, Result, Pictured, Declaration):
    """Why something is due when it is: stretches from opening to due, in order, without gaps.

    The counted stretches sum to exactly the target, in time or in days.

    Examples:
        >>> from datetime import datetime
        >>> from zoneinfo import ZoneInfo
        >>> from slaclock import Schedule, explain
        >>> office = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00", holidays="US")
        >>> opened = datetime(2026, 11, 25, 17, tzinfo=ZoneInfo("America/New_York"))
        >>> why = explain(Target("4 business hours"), office, opened)
        >>> [(stretch.reason, str(stretch.duration)) for stretch in why.stretches][:3]
        [('counted', '1:00:00'), ('outside hours', '15:00:00'), ('holiday: Thanksgiving Day', '9:00:00')]

    Rules: R7, R10, R11.
    """

    _called_in_json: ClassVar = {"target": "target_details"}
    _follows: ClassVar = {"target": Follows(lambda why: why.target.written, str, "The promise in words.")}

    subject: str = ""
    """What it is about, e.g. `BytezTech support, standard, P1, first_response`."""

    metric: str = ""
    """The metric that is promised; it is named in the subject."""

    target: Target
    """The promise."""

    schedule: str
    """The schedule in words."""

    timezone: str
    """The zone in which clock times are shown."""

    opened: Instant
    """When the clock was asked to start."""

    due: Instant
    """When the target is used up."""

    now: Instant | None = None
    """The instant as of which a running clock is explained."""

    state: str = ""
    """Where that clock stands then."""

    stretches: tuple[Stretch, ...]
    """All of the time from `opened` to `due`, or to `now` where that is later."""

    notes: tuple[Note, ...] = ()
    """Which rules and choices mattered."""

    @property
    def counted(self) -> timedelta:
        """The time of all counted stretches together, those ahead left out."""
        return sum((stretch.counted for stretch in self.stretches if not stretch.ahead), ZERO)

    @property
    def counted_days(self) -> int:
        """The days of all stretches together."""
        return sum(stretch.days for stretch in self.stretches)

    def for_audience(self, audience: Audience) -> Explanation:
        """The same explanation in the words of who reads it.

        To customers it says `waiting for the customer` where a status is `waiting_on_customer`, `New York time` where
        a zone is `America/New_York`, and no numbers of rules. What programs read stays: kinds, `timezone`, `state`.

        Args:
            audience: An `engineer`, for whom it is made, or a `customer`.

        Raises:
            ChoiceError: There is no such audience.

        Examples:
            >>> from datetime import datetime
            >>> from slaclock import Schedule, explain
            >>> office = Schedule(timezone="America/New_York", hours="Mon-Fri 09:00-18:00")
            >>> opened = datetime.fromisoformat("2026-11-25T17:00-05:00")
            >>> why = explain(Target("4 business hours"), office, opened)
            >>> why.for_audience("customer").schedule
            'Mon-Fri 09:00-18:00 New York time'
        """
        if not is_for_customers(audience):
            return self
        words = {
            "subject": _subject(self),
            "schedule": text_words(self.schedule, audience),
            "stretches": tuple(map(_in_words, self.stretches)),
            "notes": tuple(Note(text=text_words(note.text, audience)) for note in self.notes),
        }
        return self.model_copy(update=words)

    def facts(self, audience: Audience = "engineer") -> dict[str, str]:
        """What it is about in a few words each: `target`, `hours`, `opened`, `due`, and `now` for a clock.

        Args:
            audience: Who reads them, an `engineer` or a `customer`.

        Raises:
            ChoiceError: There is no such audience.
        """
        zone = zone_named(self.timezone)
        found = {
            "target": self.target.written,
            "hours": text_words(self.schedule, audience),
            "opened": clock_text(self.opened, zone),
            "due": clock_text(self.due, zone),
        }
        if self.now:
            found["now"] = f"{clock_text(self.now, zone)}, {self.state.replace('_', ' ')}"
        return found

    def text(self, audience: Audience = "engineer") -> str:
        """The explanation for a terminal or a plain comment.

        Args:
            audience: Who reads it: an `engineer`, with names and rules that can be looked up, or a `customer`.

        Raises:
            ChoiceError: There is no such audience.
        """
        return "\n".join(map(for_terminal, _lines(self.for_audience(audience))))

    def __str__(self) -> str:
        return self.text()


# Words for customers


def _subject(explanation: Explanation) -> str:
    """What it is about, the metric as a title; the id of a ticket is a name that customers know."""
    ticket, colon, rest = explanation.subject.rpartition(": ")
    parts = (
        metric_words(part, "customer") if part == explanation.metric else text_words(part, "customer")
        for part in rest.split(", ")
    )
    return f"{ticket}{colon}{', '.join(parts)}"


def _in_words(stretch: Stretch) -> Stretch:
    """A stretch with its name in words; a pause is named after what caused it, often a status."""
    name = stretch.name
    if stretch.kind == "paused":
        name = status_words(name.removeprefix("status "), "customer")
    return stretch.model_copy(update={"name": text_words(name, "customer")})


# Text


def _lines(explanation: Explanation) -> Iterator[str]:
    zone = zone_named(explanation.timezone)
    if explanation.subject:
        yield explanation.subject
    yield from (f"{name:<8} {fact}" for name, fact in explanation.facts().items())
    yield ""
    rows = [_row(stretch, zone, explanation.target) for stretch in explanation.stretches]
    widths = [max(len(row[column]) for row in rows) for column in range(3)] if rows else []
    for when, counted, total, reason in rows:
        yield f"  {when:<{widths[0]}}  {counted:>{widths[1]}}  {total:>{widths[2]}}  {reason}".rstrip()
    for note in explanation.notes:
        if note == explanation.notes[0]:
            yield ""
        yield f"  {note}"


def _row(stretch: Stretch, zone: tzinfo, target: Target) -> tuple[str, str, str, str]:
    start, end = (in_zone(to_utc(at), zone) for at in (stretch.start, stretch.end))
    mark = " (ahead)" if stretch.ahead else ""
    until = "" if start.date() == end.date() else f"{short_date(end)} "
    when = f"{short_date(start)} {time_words(start)} – {until}{time_words(end)}"
    if target.days is not None and stretch.days:
        return when, "", f"day {stretch.total_days} of {target.days}", _open_or(stretch)
    if not stretch.counted or (target.days is not None and stretch.kind != "overdue"):
        return when, "", "", (_open_or(stretch) if target.days is not None else stretch.reason) + mark
    return when, f"+ {short_duration(stretch.counted)}", f"= {short_duration(stretch.total)}", stretch.reason + mark


def _open_or(stretch: Stretch) -> str:
    """The reason where days are counted, so that open time as such is not."""
    return {"open": "open", "any_time": "any time"}.get(stretch.kind, stretch.reason)
