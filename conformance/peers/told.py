"""What the adapters of peers share: hours in the few forms that libraries take, and what they cannot say of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from conformance.forms import instant
from conformance.replies import Asked, Refused, Unsupported

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
DAY = 24 * 60
KNOWN = {"zone", "windows", "closed", "exceptions"}
"""What is told of a schedule."""

Ask = Callable[["Hours", Mapping[str, Any]], Any]


@dataclass(frozen=True)
class Window:
    """Hours on some weekdays, Monday being 0."""

    weekdays: tuple[int, ...]
    opens: int
    closes: int

    @property
    def crosses(self) -> bool:
        return self.closes > DAY


@dataclass(frozen=True)
class Hours:
    """The hours and choices of a case."""

    zone: str
    windows: tuple[Window, ...]
    closed: frozenset[date]
    exceptions: Mapping[date, tuple[tuple[int, int], ...]]
    choices: Mapping[str, Any]

    @classmethod
    def of(cls, asked: Asked) -> "Hours":
        stated = asked["schedule"]
        if unknown := stated.keys() - KNOWN:
            raise Unsupported(f"is not told {', '.join(sorted(unknown))} of schedules")
        windows = (
            Window(tuple(map(WEEKDAYS.index, each["days"])), each["opens"], each["closes"])
            for each in stated["windows"]
        )
        exceptions = {
            date.fromisoformat(each["date"]): tuple((hours["opens"], hours["closes"]) for hours in each["hours"])
            for each in stated.get("exceptions", ())
        }
        closed = frozenset(map(date.fromisoformat, stated.get("closed", ()))) - set(exceptions)
        found = cls(stated["zone"], tuple(windows), closed, exceptions, asked["choices"])
        return found if found.crosses else found._with_closed_exceptions()

    def _with_closed_exceptions(self) -> "Hours":
        """Take dates that have no hours as holidays: where nothing crosses a midnight they are the same."""
        none = {day for day, hours in self.exceptions.items() if not hours}
        rest = {day: hours for day, hours in self.exceptions.items() if hours}
        return replace(self, closed=self.closed | none, exceptions=rest)

    @property
    def crosses(self) -> bool:
        """Whether hours go on after a midnight."""
        dated = (closes > DAY for hours in self.exceptions.values() for _, closes in hours)
        return any(window.crosses for window in self.windows) or any(dated)

    def takes(self, **choices: object) -> None:
        """Refuse to answer where a choice is another than the only one that a library takes."""
        for name, only in choices.items():
            if (chosen := self.choices.get(name, only)) != only:
                raise Unsupported(f"takes {name} as {only} only, not {chosen}")

    def belong_to_opening_dates(self) -> None:
        """Refuse where it matters that shifts belong to the date on which they close."""
        if self.crosses and (self.closed or self.exceptions):
            self.takes(belongs_to="opening_date")

    def have_no_exceptions(self) -> None:
        if self.exceptions:
            raise Unsupported("has no hours of single dates")

    def stay_within_dates(self) -> None:
        if self.crosses:
            raise Unsupported("has no hours over midnight")

    def one_window(self) -> tuple[int, int, tuple[int, ...]]:
        """Give opening, closing and weekdays, where all days have the same one window."""
        if len({(window.opens, window.closes) for window in self.windows}) > 1:
            raise Unsupported("has one window a day, the same on all days")
        window = self.windows[0]
        return window.opens, window.closes, window.weekdays

    def on_weekday(self, weekday: int) -> list[tuple[int, int]]:
        return [(each.opens, each.closes) for each in self.windows if weekday in each.weekdays]

    def local(self, text: str) -> datetime:
        """Give what the clocks of the schedule show at an instant, without a zone."""
        return aware(text).astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)

    def keep_one_offset(self, *texts: str) -> None:
        """Refuse where clocks change between instants, for libraries that know of no zones."""
        zone = ZoneInfo(self.zone)
        if len({aware(text).astimezone(zone).utcoffset() for text in texts}) > 1:
            raise Unsupported("has no time zones, and clocks are changed in between")


def aware(text: str) -> datetime:
    """Read an instant; a library without zones cannot be asked about one that has none."""
    at = instant(text)
    if at.tzinfo is None:
        raise Unsupported("has no time zones")
    return at


def time_of(minutes: int) -> time:
    """Make a time of day; the end of a day is the midnight of the next."""
    return time(*divmod(minutes % DAY, 60))


def face(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def asked_of(questions: Mapping[str, Ask], asked: Asked) -> Any:
    """Put a case to one of the calls of a library; whatever it raises is a refusal."""
    question = asked["question"]
    ask = questions.get(question["ask"])
    if ask is None or "told_in" in question:
        raise Unsupported(f"has no call for {question['ask']}")
    hours = Hours.of(asked)
    try:
        return ask(hours, question)
    except Unsupported:
        raise
    except Exception as error:
        raise Refused(f"{type(error).__name__}: {error}") from None
