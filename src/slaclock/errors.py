"""What can go wrong, each as the built-in exception that fits and as a `SlaClockError`.

Every message names the value, the rule it met, and the way out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import islice
from typing import NamedTuple, TypeVar

from slaclock.safe import shortened, without_middle

T = TypeVar("T")


class WayOut(NamedTuple):
    """What a message recommends, as it is written in Python and as it is typed."""

    in_python: str
    on_command_line: str


class SlaClockError(Exception):
    """The parent of everything that slaclock raises on purpose."""

    way_out: WayOut | None = None
    """What its message recommends, where that is typed otherwise on the command line."""

    def on_command_line(self) -> str:
        """The message for those who typed a command."""
        return str(self).replace(*self.way_out) if self.way_out else str(self)


class NaiveDatetimeError(SlaClockError, ValueError):
    """A datetime without a time zone was given where an instant is needed (R1)."""


class InstantError(SlaClockError, TypeError):
    """Something other than a datetime, or than a timedelta, was given for an instant or a duration (R1)."""


class InstantRangeError(SlaClockError, OverflowError):
    """An instant too near the first or the last year that a datetime can hold (R15)."""


class IntervalError(SlaClockError, ValueError):
    """An interval that would be empty or run backwards."""


class ZoneError(SlaClockError, ValueError):
    """A time zone that is unknown, or an abbreviation that does not say what is meant (R13)."""


class HoursError(SlaClockError, ValueError):
    """A text or value that cannot be read as support hours (R3, R4)."""


class HolidayError(SlaClockError, ValueError):
    """A holiday source that does not exist or cannot be read (R5)."""


class TargetError(SlaClockError, ValueError):
    """A text or value that cannot be read as a target (R11)."""


class ClockError(SlaClockError, ValueError):
    """Something that cannot happen to a clock or a ticket, or that contradicts what did (R16, R17)."""

    place: int | None = None
    """Which of many tickets has no answer, counted from 1; `None` where one alone was asked about."""


class ChoiceError(SlaClockError, ValueError):
    """A named choice was given a value that it does not have."""


class NeverOpenError(SlaClockError, LookupError):
    """A search that found no answer within its bounds (R15)."""


class LimitError(SlaClockError, ValueError):
    """A question for which more would have to be gone through than a stated limit allows (R15, R21)."""


class CoverageError(SlaClockError, LookupError):
    """An answer would need a year that the holiday source does not know (R14)."""


class CoverageWarning(UserWarning):
    """An answer needed a year that the holiday source does not know (R14)."""


class StartWarning(UserWarning):
    """An instant was taken for the start of a metric that does not start when a ticket is opened (R18)."""


class ChannelWarning(UserWarning):
    """No channel was named for requests of which something else is promised by some channels (R11, R19)."""


class UnknownNameError(SlaClockError, LookupError):
    """A plan, priority, metric, schedule, closure or notice that the policy does not have."""


class NotPromisedError(SlaClockError, LookupError):
    """A policy that says of a request that nothing is promised for it (R11)."""


class CompiledPolicyError(SlaClockError, ValueError):
    """A compiled policy that cannot be used: changed by hand, not whole, or of another format (R22)."""


class CompiledYearsError(SlaClockError, LookupError):
    """An answer would need years for which a policy was not compiled (R22)."""


class SqlError(SlaClockError, ValueError):
    """A policy that a database cannot be told in tables (R22)."""


class TicketFileError(SlaClockError, ValueError):
    """A file of tickets that cannot be read or written."""


class TicketTableError(SlaClockError, ValueError):
    """A table of tickets or of events lacks a column, or holds what no ticket can be."""


class PayloadError(SlaClockError, ValueError):
    """What another product hands over and cannot be read, or is to get and cannot say; with its place (R19)."""

    def __init__(self, path: str, message: str) -> None:
        self.path = path
        """Where in the payload it stands, e.g. `sla_policies[3].policy_metrics[0].target`; empty for the whole."""
        self.message = message
        """What is wrong with it, and the way out."""
        super().__init__(path, message)

    def __str__(self) -> str:
        message = without_middle(self.message)
        return f"{self.path}: {message}" if self.path else message


class OutputError(TicketFileError, OSError):
    """A file that cannot be written, so that what stood there stays (R21)."""

    def __init__(self, message: str, errno: int | None = None) -> None:
        super().__init__(message, errno)
        self.errno = errno

    def __str__(self) -> str:
        return str(self.args[0])


class TooManyBadError(SlaClockError, ValueError):
    """More rows or tickets have no answer than were allowed to (R19)."""


class RowError(SlaClockError, ValueError):
    """A row without an answer, named by its file and line, or in a query by its values."""


class Problem(NamedTuple):
    """One thing wrong in a declaration: where it stands and what it is."""

    path: tuple[str | int, ...]
    message: str

    def __str__(self) -> str:
        message = without_middle(self.message)
        return f"{key_path(self.path)}: {message}" if self.path else message


class DeclarationError(SlaClockError, ValueError):
    """Something declared (a schedule, a target, a policy) does not hold together."""

    def __init__(self, subject: str, problems: Iterable[Problem]) -> None:
        self.subject = subject
        """What was being read, e.g. `Schedule`."""
        self.problems = tuple(problems)
        """Everything that was found wrong, in the order in which it stands."""
        super().__init__(subject, self.problems)

    def __str__(self) -> str:
        return f"cannot read this {self.subject}: " + "; ".join(_some([str(problem) for problem in self.problems]))


class PolicyFileError(DeclarationError):
    """A policy file that cannot be used; each problem names its line and key."""

    def __init__(self, subject: str, problems: Iterable[Problem], places: Iterable[str] = ()) -> None:
        super().__init__(subject, problems)
        self.places = tuple(places)
        """For each problem `file:line:column`, or the file alone where no line is known."""
        self.args = (subject, self.problems, self.places)

    def __str__(self) -> str:
        placed = zip(self.places, self.problems, strict=True)
        return "\n".join(_some([f"{place}: {problem}" for place, problem in placed]))


_PROBLEMS_SHOWN = 50
_LONGEST_PROBLEM = 2_000


def _some(problems: list[str]) -> list[str]:
    """Problems as they are shown: of a long one both ends, and of very many the first ones and how many there are."""
    shown = [each if len(each) <= _LONGEST_PROBLEM else f"{each[:800]} … {each[-400:]}" for each in problems]
    more = len(problems) - _PROBLEMS_SHOWN
    return [*shown[:_PROBLEMS_SHOWN], f"and {more:,} more like these"] if more > 0 else shown


class ColumnError(SlaClockError, ValueError):
    """Rows of a column that have no answer, each with the reason that its row alone would meet."""

    def __init__(self, problems: Mapping[int, str], rows: int) -> None:
        self.problems = dict(sorted(problems.items()))
        """Why, for the number of each such row; the first row is 0."""
        self.rows = rows
        """How many rows were asked about."""
        super().__init__(self.problems, rows)

    def __str__(self) -> str:
        shown = [f"row {row:,}: {problem}" for row, problem in list(self.problems.items())[:_ROWS_SHOWN]]
        more = len(self.problems) - len(shown)
        first = f"{len(self.problems):,} of {self.rows:,} rows {'has' if len(self.problems) == 1 else 'have'} no answer"
        return "; ".join([f"{first}: {shown[0]}", *shown[1:], *([f"and {more:,} more"] if more else [])])


_ROWS_SHOWN = 3


def key_path(path: Iterable[str | int]) -> str:
    """Where something stands in a document, as people write it: `plans.standard.hours[1]`."""
    text = ""
    for step in path:
        name = step if isinstance(step, int) else shortened(step, _LONGEST_NAME)
        text += f"[{name}]" if isinstance(name, int) else f".{name}" if text else name
    return text


_LONGEST_NAME = 100
"""Characters of a name for which alike ones are sought: that takes the product of both lengths."""


_MOST_NAMES = 2_000
"""Known names among which alike ones are sought."""


_FEW_NAMES = 100
"""Known names so few that it is remembered which of them were alike."""


def nearest(name: str, known: Iterable[str], count: int = 1, cutoff: float = 0.6) -> list[str]:
    """The known names that are most like a name; none for a text too long to be one, or after too many guesses."""
    guesses = _GUESSES.get()
    if len(name) > _LONGEST_NAME or (guesses is not None and not guesses.left):
        return []
    short = tuple(islice((each for each in known if len(each) <= _LONGEST_NAME), _MOST_NAMES))
    return _alike(name, short, count, cutoff) if guesses is None else guesses.guess(name, short, count, cutoff)


def _alike(name: str, known: tuple[str, ...], count: int, cutoff: float) -> list[str]:
    import difflib  # Only a mistake needs it.

    return difflib.get_close_matches(name, known, count, cutoff)


class _Guesses:
    """So many different guesses that may be made; one among few names is made once, however often it is asked."""

    def __init__(self, at_most: int) -> None:
        self.left = at_most
        self._made: dict[tuple[str, tuple[str, ...], int, float], list[str]] = {}

    def guess(self, name: str, known: tuple[str, ...], count: int, cutoff: float) -> list[str]:
        asked = name, known, count, cutoff
        if asked in self._made:
            return self._made[asked]
        self.left -= 1
        found = _alike(*asked)
        if len(known) <= _FEW_NAMES:
            self._made[asked] = found
        return found


@contextmanager
def guessing(at_most: int) -> Iterator[None]:
    """Look for alike names so often, and no more: the first mistakes of a text are shown, and the rest counted."""
    token = _GUESSES.set(_Guesses(at_most))
    try:
        yield
    finally:
        _GUESSES.reset(token)


_GUESSES: ContextVar[_Guesses | None] = ContextVar("guesses", default=None)


def did_you_mean(name: str, known: Iterable[str], called: str = "known") -> str:
    """The end of a message about an unknown name: the nearest known one, and all of them, as they are `called`."""
    names = [str(each) for each in known]
    folded = {each.lower(): each for each in names}
    near = nearest(name.lower(), folded)
    guess = f"did you mean {folded[near[0]]!r}? " if near else ""
    more = len(names) - _NAMES_SHOWN
    shown = [*names[:_NAMES_SHOWN], f"and {more:,} more"] if more > 0 else names
    return f"{guess}{called}: {', '.join(shown) or 'none'}"


_NAMES_SHOWN = 300


E = TypeVar("E", bound=SlaClockError)


def leading_out(error: E, way_out: WayOut) -> E:
    """The error, with what its message recommends; it stands there as it is written in Python."""
    error.way_out = way_out
    return error


def named(entries: Mapping[str, T], name: str, kind: str, where: str = "this policy") -> T:
    """The entry of that name; an `UnknownNameError` says of what kind it should have been, and what there is."""
    if name not in entries:
        raise UnknownNameError(
            f"{where} has no {kind} {shortened(name, _LONGEST_NAME)!r}; {did_you_mean(name, entries)}"
        )
    return entries[name]


def one_of(value: T, choices: Iterable[str], name: str) -> T:
    """The value, when it is one of a choice's; a `ChoiceError` names them otherwise."""
    known = list(choices)
    if value not in known:
        raise ChoiceError(f"{name} is {', '.join(map(repr, known[:-1]))} or {known[-1]!r}, not {value!r}")
    return value
