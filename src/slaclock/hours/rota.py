"""What texts and lists of hours state: weekly windows, rules of iCalendar, or a `Rota` of both (R4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from slaclock.declaration import Declaration, signature
from slaclock.errors import HoursError
from slaclock.hours.recurrence import Recurrence
from slaclock.hours.text import read_hours
from slaclock.hours.week_grammar import HoursRead
from slaclock.hours.window import SupportWindow


def windows_in(given: object) -> object:
    """The weekly windows that are given as text, as one, or as a list."""
    if isinstance(given, (str, SupportWindow, Mapping, Iterable)):
        return tuple(_parts(given))
    raise HoursError(f"cannot read {given!r} as hours; write e.g. 'Sun-Thu 22:00-06:00'")


def _parts(given: object) -> Iterator[object]:
    """Windows and rules one by one; what is neither is left to the fields that take them."""
    if isinstance(given, str):
        yield from _read(read_hours(given))
    elif isinstance(given, (SupportWindow, Recurrence, Mapping)) or not isinstance(given, Iterable):
        yield given
    else:
        for part in given:
            yield from _parts(part) if isinstance(part, str) else (part,)


def _read(read: HoursRead) -> Iterator[SupportWindow | Recurrence]:
    for days, times in read.weekly:
        yield SupportWindow(days=days, opens=times.opens, closes=times.closes)
    for rule in read.dated:
        yield Recurrence(rrule=rule.rrule, first=rule.first, opens=rule.times.opens, closes=rule.times.closes)


class Rota(Declaration):
    """Weekly hours and hours by rules of iCalendar beside each other: open when any of them is.

    Texts state it, too: `["Mon-Fri 09:00-17:00", "first Saturday of the month 10:00-14:00"]`.

    Examples:
        >>> rota = Rota(weekly="Mon-Fri 09:00-17:00", dated=["first Saturday of the month 10:00-14:00"])
        >>> str(rota)
        'Mon-Fri 09:00-17:00; FREQ=MONTHLY;BYDAY=1SA 10:00-14:00'

    Rules: R4.
    """

    weekly: Annotated[
        tuple[SupportWindow, ...],
        BeforeValidator(windows_in, json_schema_input_type=str | list[str | SupportWindow] | SupportWindow),
    ] = ()
    """The hours of a usual week."""

    dated: Annotated[
        tuple[Recurrence, ...],
        BeforeValidator(windows_in, json_schema_input_type=str | list[str | Recurrence] | Recurrence),
        Field(min_length=1),
    ]
    """The hours by rules."""

    @signature
    def __init__(
        self,
        *,
        weekly: str | SupportWindow | Iterable[str | SupportWindow | Mapping[str, Any]] = (),
        dated: str | Recurrence | Iterable[str | Recurrence | Mapping[str, Any]],
    ) -> None: ...

    def __str__(self) -> str:
        return "; ".join(map(str, (*self.weekly, *self.dated)))


def rules_among(given: object) -> int | None:
    """How many rules of iCalendar stand among hours that are given as text or as a list, and whether nothing else does.

    Returns:
        None for weekly hours alone, 1 for one rule alone, and otherwise 2.
    """
    try:
        parts = [*_parts(given)]
    except HoursError:
        return None  # What is wrong with it is found where it is read as weekly hours.
    rules = [part for part in parts if isinstance(part, Recurrence) or (isinstance(part, Mapping) and "rrule" in part)]
    return min(len(parts), 2) if rules else None


def the_rule_in(given: object) -> object:
    """The one rule in a text or a list."""
    return next(_parts(given)) if isinstance(given, str) or not isinstance(given, (Mapping, Recurrence)) else given


def rota_in(given: object) -> object:
    """The rota that a text or a list states."""
    if isinstance(given, (Rota, Mapping)):
        return given
    parts = [*_parts(given)]
    dated = [part for part in parts if isinstance(part, Recurrence) or (isinstance(part, Mapping) and "rrule" in part)]
    return {"weekly": tuple(part for part in parts if part not in dated), "dated": tuple(dated)}


def excludes_holidays(given: object) -> bool:
    """Whether hours that are given as text, or a text in a list of them, say that holidays close them.

    Raises:
        HoursError: A text is not understood.
    """
    if isinstance(given, str):
        return read_hours(given).excludes_holidays
    if isinstance(given, (list, tuple)):
        return any(excludes_holidays(part) for part in given if isinstance(part, str))
    return False
